/* SPDX-License-Identifier: MIT */
/* Training steps of networks (forward, cross-entropy, backward, AdamW, all
 * float) against PyTorch on the same number of examples, in the same run; two
 * threads against one; memory of activations.
 *
 * usage: nn OUT.h5 [--quick]
 *
 * PyTorch (tests/bench/peer_torch.py, `make bench-deps`) and we take turns,
 * REPEATS times; a speed is the median of the ratios of neighbours, in processor
 * time, one thread each; its least and largest ratio are given besides.  Two
 * threads are compared with one in wall time, which needs two idle cores.
 * Activations are what a forward pass keeps for the backward one, without images
 * and parameters.  How fast a matrix product and an update in memory are is
 * measured in the same run.  Targets are ours; a missed one is said, and is no
 * error.  Without PyTorch there are no speeds. */
#include <gsl/gsl_cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/h5.h"
#include "tame/nets.h"
#include "tame/opt.h"
#include "tame/rng.h"
#include "torch_peer.h"
#include "works.h"

enum { N_NETS = 4, CLASSES = 10 };
static const char NET_WORDS[] = "lenet5 vgg11 resnet18 densenet121";
static const struct {
  const char *name;
  size_t batch, steps; /* in one timing */
  double target;       /* speed over PyTorch */
} NETS[N_NETS] = {{"lenet5", 64, 100, 4.0},
                  {"vgg11", 32, 2, 1.3},
                  {"resnet18", 32, 2, 1.1},
                  {"densenet121", 32, 4, 1.3}};
static const double THREADS_TARGET = 1.8, BYTES_TARGET = 1.0;

/* --- works ---------------------------------------------------------------- */

typedef struct {
  size_t batch, steps;
  tame_net *net;
  tame_team *team;
  tame_nn_f32 *nn;
  tame_opt_f32 *opt;
  float *x;
  int *label;
} training;

static training training_alloc(size_t i, size_t steps, size_t threads)
{
  const bool is_small = strcmp(NETS[i].name, "lenet5") == 0;
  const tame_net_options shape = {.c = is_small ? 1 : 3,
                                  .h = is_small ? 28 : 32,
                                  .w = is_small ? 28 : 32,
                                  .classes = CLASSES};
  training t = {.batch = NETS[i].batch, .steps = steps};
  gsl_rng *rng = tame_rng_alloc(0, "bench_nn", i);
  t.net = tame_net_named(NETS[i].name, &shape, NULL);
  TAME_REQUIRE(t.net);
  t.team = tame_team_alloc(threads);
  t.nn = tame_nn_alloc_f32(
      t.net, &(tame_nn_options){.batch = t.batch, .team = t.team});
  tame_nn_init_f32(t.nn, rng);
  tame_opt_options o = tame_opt_defaults(TAME_OPT_ADAMW);
  o.weight_decay = 0.01;
  t.opt =
      tame_opt_alloc_f32(tame_net_n_parameters(t.net), tame_opt_vectors(&o));
  TAME_REQUIRE(tame_opt_init_f32(t.opt, &o, NULL, 0,
                                 tame_nn_parameters_f32(t.nn)) == TAME_OK);
  const size_t n_x = shape.c * shape.h * shape.w * t.batch;
  t.x = tame_calloc(n_x, sizeof *t.x);
  t.label = tame_calloc(t.batch, sizeof *t.label);
  for (size_t k = 0; k < n_x; k++)
    t.x[k] = 4.0f * (float)gsl_rng_uniform(rng) - 2.0f;
  for (size_t k = 0; k < t.batch; k++) t.label[k] = (int)(k % CLASSES);
  gsl_rng_free(rng);
  return t;
}

static void training_free(training *t)
{
  tame_nn_free_f32(t->nn);
  tame_opt_free_f32(t->opt);
  tame_net_free(t->net);
  tame_team_free(t->team);
  free(t->x);
  free(t->label);
}

static void run_training(training *t, tame_timer *timer)
{
  tame_timer_start(timer);
  for (size_t k = 0; k < t->steps; k++) {
    const float *z = tame_nn_forward_f32(t->nn, t->x, t->batch, true);
    tame_cross_entropy_f32(tame_nn_output_gradient_f32(t->nn), NULL, z,
                           t->label, CLASSES, t->batch, 0.0);
    tame_nn_backward_f32(t->nn);
    TAME_REQUIRE(tame_opt_step_f32(t->opt, tame_nn_parameters_f32(t->nn),
                                   tame_nn_gradient_f32(t->nn),
                                   1e-3) == TAME_OK);
  }
  tame_timer_stop(timer);
}

/* --- measuring ------------------------------------------------------------ */

/* per step; NaN where PyTorch is missing */
typedef struct {
  double cpu[N_NETS * 2 * REPEATS];  /* [nets x libraries x repeats] s */
  double wall[N_NETS * 2 * REPEATS]; /* [nets x threads x repeats] s */
  double bytes[N_NETS * 2];          /* [nets x libraries] */
  double speed[N_NETS * 3];          /* [nets x (median, least, largest)] */
  double threads[N_NETS * 3];
  double busy; /* wall over processor time of one thread, the largest median */
  double share[N_NETS];     /* of the speed of a matrix product */
  double gflops, gigabytes; /* of matrix product and update, per second */
} results;

/* q [3] <- median, least and largest of a[r] / b[r] */
static void spread(double *q, const double *a, const double *b)
{
  double ratio_of[REPEATS];
  for (size_t r = 0; r < REPEATS; r++) ratio_of[r] = a[r] / b[r];
  q[0] = tame_quantile(ratio_of, REPEATS, 0.5);
  q[1] = tame_quantile(ratio_of, REPEATS, 0.0);
  q[2] = tame_quantile(ratio_of, REPEATS, 1.0);
}

/* Ours and theirs in turn, after one of each that is not counted. */
static void measure_speed(results *m, size_t i, size_t steps, torch_peer *peer)
{
  training t = training_alloc(i, steps, 1);
  double *ours = m->cpu + 2 * i * REPEATS, *theirs = ours + REPEATS;
  const double state = (double)(tame_net_n_state(t.net) * sizeof(float));
  m->bytes[2 * i] = (double)tame_nn_activation_bytes_f32(t.nn) + state;
  run_training(&t, &(tame_timer){0});
  if (torch_peer_is_there(peer)) {
    double answer[2];
    torch_peer_ask(answer, peer, "bytes", NETS[i].name, t.batch, 0);
    m->bytes[2 * i + 1] = answer[0];
    torch_peer_ask(answer, peer, "time", NETS[i].name, t.batch, steps);
  }
  for (size_t r = 0; r < REPEATS; r++) {
    tame_timer timer = {0};
    double answer[2] = {(double)NAN, (double)NAN};
    run_training(&t, &timer);
    ours[r] = timer.cpu / (double)steps;
    if (torch_peer_is_there(peer))
      torch_peer_ask(answer, peer, "time", NETS[i].name, t.batch, steps);
    theirs[r] = answer[0] / (double)steps;
  }
  spread(m->speed + 3 * i, theirs, ours);
  m->share[i] = 6.0 * (double)(tame_net_mac(t.net) * t.batch) * 1e-9 /
                tame_quantile(ours, REPEATS, 0.5) / m->gflops;
  training_free(&t);
}

static void measure_threads(results *m, size_t i, size_t steps)
{
  training one = training_alloc(i, steps, 1);
  training two = training_alloc(i, steps, 2);
  double *wall = m->wall + 2 * i * REPEATS, busy[REPEATS];
  run_training(&one, &(tame_timer){0});
  run_training(&two, &(tame_timer){0});
  for (size_t r = 0; r < REPEATS; r++) {
    tame_timer a = {0}, b = {0};
    run_training(&one, &a);
    run_training(&two, &b);
    busy[r] = a.wall / a.cpu;
    wall[r] = a.wall / (double)steps;
    wall[REPEATS + r] = b.wall / (double)steps;
  }
  TAME_REQUIRE(memcmp(tame_nn_parameters_f32(one.nn),
                      tame_nn_parameters_f32(two.nn),
                      tame_net_n_parameters(one.net) * sizeof(float)) == 0);
  spread(m->threads + 3 * i, wall, wall + REPEATS);
  m->busy = fmax(m->busy, tame_quantile(busy, REPEATS, 0.5));
  training_free(&one);
  training_free(&two);
}

static __attribute__((noinline)) void
update(float *restrict a, const float *restrict b, float c, size_t n)
{
  for (size_t i = 0; i < n; i++) a[i] += c * b[i];
}

/* the best of REPEATS: what the machine can do */
static void measure_machine(results *m, size_t size)
{
  const size_t n = size * size, many = 16 * n;
  float *a = tame_calloc(many, sizeof *a), *b = tame_calloc(many, sizeof *b);
  float *c = tame_calloc(n, sizeof *c);
  double product = INFINITY, sum = INFINITY;
  for (size_t i = 0; i < many; i++) a[i] = b[i] = 1.0f / (float)(i + 1);
  for (size_t r = 0; r < REPEATS; r++) {
    tame_timer t = {0}, s = {0};
    tame_timer_start(&t);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)size, (int)size,
                (int)size, 1.0f, a, (int)size, b, (int)size, 0.0f, c,
                (int)size);
    tame_timer_stop(&t);
    tame_timer_start(&s);
    update(a, b, 1e-3f, many);
    tame_timer_stop(&s);
    product = fmin(product, t.cpu);
    sum = fmin(sum, s.cpu);
  }
  m->gflops = 2e-9 * (double)(n * size) / product;
  m->gigabytes = 3e-9 * (double)(many * sizeof(float)) / sum;
  free(a);
  free(b);
  free(c);
}

/* --- results -------------------------------------------------------------- */

static void print_ratio(const double *q, double target)
{
  if (isnan(q[0]))
    printf("       -                ");
  else
    printf("  %5.2f (%5.2f, %5.2f) %s", q[0], q[1], q[2],
           q[0] >= target ? "  " : " *");
}

static void print_results(const results *m, const torch_peer *peer)
{
  printf("matrix product %.1f Gflop/s, update in place %.1f GB/s\n", m->gflops,
         m->gigabytes);
  printf("%-12s %5s %9s %9s  %-22s %6s  %-22s %8s %8s\n", "one step", "batch",
         "ours, ms", "PyTorch", " PyTorch / ours", "flops", " 1 / 2 threads",
         "ours, MB", "PyTorch");
  for (size_t i = 0; i < N_NETS; i++) {
    const double *cpu = m->cpu + 2 * i * REPEATS, *bytes = m->bytes + 2 * i;
    printf("%-12s %5zu %9.2f %9.2f", NETS[i].name, NETS[i].batch,
           1e3 * tame_quantile(cpu, REPEATS, 0.5),
           torch_peer_is_there(peer)
               ? 1e3 * tame_quantile(cpu + REPEATS, REPEATS, 0.5)
               : (double)NAN);
    print_ratio(m->speed + 3 * i, NETS[i].target);
    printf(" %5.0f%%", 100.0 * m->share[i]);
    print_ratio(m->threads + 3 * i, THREADS_TARGET);
    printf(" %8.1f %8.1f%s\n", 1e-6 * bytes[0], 1e-6 * bytes[1],
           bytes[0] / bytes[1] > BYTES_TARGET ? " *" : "");
  }
  printf("targets: speed");
  for (size_t i = 0; i < N_NETS; i++) printf(" %g", NETS[i].target);
  printf("; threads %g; no more memory; * missed\n", THREADS_TARGET);
  if (m->busy > 1.1)
    printf(
        "the machine is busy: one thread takes %.1f times the time it "
        "works, so two threads cannot be judged\n",
        m->busy);
  if (!torch_peer_is_there(peer))
    printf("PyTorch is not there: make bench-deps\n");
}

static void write_ratio(tame_h5 *f, const char *path, const double *q,
                        const char *meaning)
{
  tame_h5_write_measured(f, path, "net statistic", q, meaning, "1");
}

static void write_results(tame_h5 *f, const results *m, const torch_peer *peer)
{
  double target[N_NETS];
  for (size_t i = 0; i < N_NETS; i++) target[i] = NETS[i].target;
  tame_h5_attr(f, "/", "title", "Training steps against PyTorch");
  tame_h5_group(f, "step", "forward, loss, backward and AdamW");
  tame_h5_attr(f, "step", "pytorch",
               torch_peer_is_there(peer) ? peer->version : "none");
  tame_h5_codes(f, "step/net", NET_WORDS, "network");
  tame_h5_codes(f, "step/library", "tame pytorch", "library");
  tame_h5_codes(f, "step/threads", "one two", "threads of ours");
  tame_h5_codes(f, "step/statistic", "median least largest",
                "statistic of the repetitions");
  tame_h5_index(f, "step/repetition", REPEATS, "repetition");
  tame_h5_write_measured(f, "step/cpu", "net library repetition", m->cpu,
                         "processor time of a step", "s");
  tame_h5_write_measured(f, "step/wall", "net threads repetition", m->wall,
                         "wall time of a step", "s");
  write_ratio(f, "step/speed", m->speed, "time of PyTorch over ours");
  tame_h5_write(f, "step/speed_target", "net", target, "target of the speed",
                "1");
  write_ratio(f, "step/speed_of_two", m->threads,
              "wall time of one thread over two");
  tame_h5_write_measured(f, "step/share", "net", m->share,
                         "share of the speed of a matrix product", "1");
  tame_h5_write(f, "step/activations", "net library", m->bytes,
                "memory that a forward pass keeps for the backward one",
                "byte");
  tame_h5_write_measured(f, "step/product", "", &m->gflops,
                         "speed of a matrix product", "Gflop/s");
  tame_h5_write_measured(f, "step/busy", "", &m->busy,
                         "wall over processor time of one thread", "1");
  tame_h5_write_measured(f, "step/bandwidth", "", &m->gigabytes,
                         "bandwidth of an update in place", "GB/s");
  tame_h5_panel(f, "step", "speed", "net statistic");
}

static void measure(results *m, bool is_quick, torch_peer *peer)
{
  measure_machine(m, is_quick ? 128 : 1024);
  for (size_t i = 0; i < N_NETS; i++) {
    const size_t steps = is_quick ? 1 : NETS[i].steps;
    m->bytes[2 * i + 1] = (double)NAN;
    measure_speed(m, i, steps, peer);
    measure_threads(m, i, steps);
  }
}

int main(int argc, char **argv)
{
  const bool is_quick = argc == 3 && strcmp(argv[2], "--quick") == 0;
  if ((argc != 2 && !is_quick) || argv[1][0] == '-') {
    fprintf(stderr, "usage: nn OUT.h5 [--quick]\n");
    return 2;
  }
  tame_pin_blas(argv);
  tame_error err;
  tame_h5 *f;
  static results m;
  if (tame_h5_create(&f, argv[1], &err) < 0) {
    fprintf(stderr, "nn: %s\n", err.text);
    return 1;
  }
  torch_peer peer = torch_peer_begin();
  measure(&m, is_quick, &peer);
  print_results(&m, &peer);
  write_results(f, &m, &peer);
  torch_peer_end(&peer);
  if (tame_h5_commit(f, &err) < 0) {
    fprintf(stderr, "nn: %s\n", err.text);
    return 1;
  }
  return 0;
}
