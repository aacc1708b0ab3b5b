/* SPDX-License-Identifier: MIT */
/* Training steps of GPTs (forward, cross-entropy, backward, AdamW, all float)
 * against PyTorch on as many random tokens, in the same run; peak memory.
 *
 * usage: gpt OUT.h5 [--quick]
 *
 * PyTorch (tests/bench/peer_gpt.py, `make bench-deps`) and we take turns; a
 * speed is the median of the ratios of neighbours, in processor time, one
 * thread each; its least and largest ratio are given besides.  Peak memory is
 * that of two steps in a process of its own, above what it was before the
 * model was made.  Targets are ours; a missed one is said, and is no error.
 * Without PyTorch there are no speeds. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/exp.h"
#include "tame/gpt.h"
#include "tame/h5.h"
#include "tame/rng.h"
#define TORCH_PEER_SCRIPT "tests/bench/peer_gpt.py"
#include "torch_peer.h"
#include "works.h"

enum { N_NETS = 2 };
static const char NET_WORDS[] = "four_layers gpt2_small";
static const struct {
  const char *name;
  size_t layers, heads, channels, context, vocabulary;
  size_t batch, steps; /* in one timing */
  double target;       /* speed over PyTorch */
} NETS[N_NETS] = {{"4 layers, C = 128", 4, 4, 128, 64, 65, 12, 10, 1.5},
                  {"GPT-2 small", 12, 12, 768, 1024, 50304, 1, 1, 1.1}};

/* The networks; a quick run takes small ones. */
static tame_gpt gpt_of(size_t i, bool is_quick)
{
  return (tame_gpt){.layers = is_quick ? 1 : NETS[i].layers,
                    .heads = NETS[i].heads, .channels = NETS[i].channels,
                    .context = is_quick ? 16 : NETS[i].context,
                    .vocabulary = is_quick ? 65 : NETS[i].vocabulary,
                    .gelu = TAME_GELU};
}

/* --- works ---------------------------------------------------------------- */

typedef struct {
  size_t batch;
  tame_net *net;
  tame_nn_f32 *nn;
  tame_opt_f32 *opt;
  int *token, *target;
} training;

static training training_alloc(const tame_gpt *g, size_t batch)
{
  training t = {.batch = batch};
  gsl_rng *rng = tame_rng_alloc(0, "bench_gpt", 0);
  TAME_REQUIRE(tame_gpt_net(&t.net, g, NULL) == TAME_OK);
  t.nn = tame_nn_alloc_f32(t.net, &(tame_nn_options){.batch = batch});
  tame_nn_init_f32(t.nn, rng);
  tame_opt_options o = tame_opt_defaults(TAME_OPT_ADAMW);
  o.weight_decay = 0.1;
  t.opt =
      tame_opt_alloc_f32(tame_net_n_parameters(t.net), tame_opt_vectors(&o));
  TAME_REQUIRE(tame_opt_init_f32(t.opt, &o, NULL, 0,
                                 tame_nn_parameters_f32(t.nn)) == TAME_OK);
  const size_t n = batch * g->context;
  t.token = tame_calloc(n, sizeof *t.token);
  t.target = tame_calloc(n, sizeof *t.target);
  for (size_t k = 0; k < n; k++) {
    t.token[k] = (int)gsl_rng_uniform_int(rng, g->vocabulary);
    t.target[k] = (int)gsl_rng_uniform_int(rng, g->vocabulary);
  }
  gsl_rng_free(rng);
  return t;
}

static void training_free(training *t)
{
  tame_nn_free_f32(t->nn);
  tame_opt_free_f32(t->opt);
  tame_net_free(t->net);
  free(t->token);
  free(t->target);
}

static void run_training(training *t, size_t steps, tame_timer *timer)
{
  const tame_token_loss o = {.has_gradient = true};
  tame_timer_start(timer);
  for (size_t k = 0; k < steps; k++) {
    (void)tame_nn_forward_tokens_f32(t->nn, t->token, t->batch, true);
    (void)tame_nn_token_loss_f32(t->nn, TAME_GPT_TABLE, t->target, o, NULL);
    tame_nn_backward_f32(t->nn);
    TAME_REQUIRE(tame_opt_step_f32(t->opt, tame_nn_parameters_f32(t->nn),
                                   tame_nn_gradient_f32(t->nn),
                                   1e-3) == TAME_OK);
  }
  tame_timer_stop(timer);
}

typedef struct {
  tame_gpt gpt;
  size_t batch;
} memory_work;

/* two steps, from nothing */
static void whole_training(void *ctx)
{
  const memory_work *w = ctx;
  training t = training_alloc(&w->gpt, w->batch);
  run_training(&t, 2, &(tame_timer){0});
  training_free(&t);
}

/* --- measuring ------------------------------------------------------------ */

/* per step; NaN where PyTorch is missing */
typedef struct {
  double cpu[N_NETS * 2 * REPEATS]; /* [nets x libraries x repeats] s */
  double bytes[N_NETS * 2];         /* [nets x libraries] */
  double speed[N_NETS * 3];         /* [nets x (median, least, largest)] */
} results;

static void measure(results *m, size_t i, bool is_quick, torch_peer *peer)
{
  char name[64];
  const size_t batch = NETS[i].batch, steps = is_quick ? 1 : NETS[i].steps;
  memory_work w = {.gpt = gpt_of(i, is_quick), .batch = batch};
  double *ours = m->cpu + 2 * i * REPEATS, *theirs = ours + REPEATS;
  double answer[2] = {(double)NAN, (double)NAN}, ratio_of[REPEATS];
  snprintf(name, sizeof name, "%zux%zux%zux%zux%zu", w.gpt.layers, w.gpt.heads,
           w.gpt.channels, w.gpt.context, w.gpt.vocabulary);
  m->bytes[2 * i] = (double)tame_peak_rss_of(whole_training, &w);
  training t = training_alloc(&w.gpt, batch);
  run_training(&t, steps, &(tame_timer){0});
  if (torch_peer_is_there(peer)) {
    torch_peer_ask(answer, peer, "peak", name, batch, 2);
    TAME_REQUIRE(answer[1] == (double)tame_net_n_parameters(t.net));
    m->bytes[2 * i + 1] = answer[0];
    torch_peer_ask(answer, peer, "time", name, batch, steps);
  }
  for (size_t r = 0; r < REPEATS; r++) {
    tame_timer timer = {0};
    run_training(&t, steps, &timer);
    ours[r] = timer.cpu / (double)steps;
    if (torch_peer_is_there(peer))
      torch_peer_ask(answer, peer, "time", name, batch, steps);
    theirs[r] = answer[0] / (double)steps;
    ratio_of[r] = theirs[r] / ours[r];
  }
  for (size_t k = 0; k < 3; k++)
    m->speed[3 * i + k] =
        tame_quantile(ratio_of, REPEATS, k == 0 ? 0.5 : k == 1 ? 0.0 : 1.0);
  training_free(&t);
}

/* --- results -------------------------------------------------------------- */

static void print_results(const results *m, bool has_torch)
{
  printf("%-18s %5s %9s %9s  %-22s %9s %9s\n", "one step", "batch", "ours, ms",
         "PyTorch", " PyTorch / ours", "ours, MB", "PyTorch");
  for (size_t i = 0; i < N_NETS; i++) {
    const double *cpu = m->cpu + 2 * i * REPEATS, *q = m->speed + 3 * i;
    const double *bytes = m->bytes + 2 * i;
    printf("%-18s %5zu %9.2f", NETS[i].name, NETS[i].batch,
           1e3 * tame_quantile(cpu, REPEATS, 0.5));
    if (has_torch)
      printf(" %9.2f  %5.2f (%5.2f, %5.2f) %s",
             1e3 * tame_quantile(cpu + REPEATS, REPEATS, 0.5), q[0], q[1],
             q[2], q[0] >= NETS[i].target ? "  " : " *");
    else
      printf(" %9s  %22s", "-", "");
    printf(" %9.1f %9.1f%s\n", 1e-6 * bytes[0], 1e-6 * bytes[1],
           bytes[0] > bytes[1] ? " *" : "");
  }
  printf("targets: speed");
  for (size_t i = 0; i < N_NETS; i++) printf(" %g", NETS[i].target);
  printf("; no more memory; * missed\n");
  if (!has_torch) printf("PyTorch is not there: make bench-deps\n");
}

static void write_results(tame_h5 *f, const results *m, const torch_peer *peer)
{
  double target[N_NETS];
  for (size_t i = 0; i < N_NETS; i++) target[i] = NETS[i].target;
  tame_h5_attr(f, "/", "title", "Training steps of GPTs against PyTorch");
  tame_h5_group(f, "step", "forward, loss, backward and AdamW");
  tame_h5_attr(f, "step", "pytorch",
               torch_peer_is_there(peer) ? peer->version : "none");
  tame_h5_codes(f, "step/net", NET_WORDS, "network");
  tame_h5_codes(f, "step/library", "tame pytorch", "library");
  tame_h5_codes(f, "step/statistic", "median least largest",
                "statistic of the repetitions");
  tame_h5_index(f, "step/repetition", REPEATS, "repetition");
  tame_h5_write_measured(f, "step/cpu", "net library repetition", m->cpu,
                         "processor time of a step", "s");
  tame_h5_write_measured(f, "step/speed", "net statistic", m->speed,
                         "time of PyTorch over ours", "1");
  tame_h5_write(f, "step/speed_target", "net", target, "target of the speed",
                "1");
  tame_h5_write_measured(f, "step/peak", "net library", m->bytes,
                         "peak memory of two steps", "byte");
  tame_h5_panel(f, "step", "speed", "net statistic");
}

int main(int argc, char **argv)
{
  const bool is_quick = argc == 3 && strcmp(argv[2], "--quick") == 0;
  if ((argc != 2 && !is_quick) || argv[1][0] == '-') {
    fprintf(stderr, "usage: gpt OUT.h5 [--quick]\n");
    return 2;
  }
  tame_pin_blas(argv);
  tame_error err;
  tame_h5 *f;
  static results m;
  if (tame_h5_create(&f, argv[1], &err) < 0) {
    fprintf(stderr, "gpt: %s\n", err.text);
    return 1;
  }
  torch_peer peer = torch_peer_begin();
  for (size_t i = 0; i < N_NETS; i++) {
    m.bytes[2 * i + 1] = (double)NAN;
    measure(&m, i, is_quick, &peer);
  }
  print_results(&m, torch_peer_is_there(&peer));
  write_results(f, &m, &peer);
  torch_peer_end(&peer);
  if (tame_h5_commit(f, &err) < 0) {
    fprintf(stderr, "gpt: %s\n", err.text);
    return 1;
  }
  return 0;
}
