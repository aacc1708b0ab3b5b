/* SPDX-License-Identifier: MIT */
/* Training steps of GPTs (forward, cross-entropy, backward, AdamW, all float)
 * against PyTorch on as many random tokens, in the same run; peak memory.
 *
 * usage: gpt OUT.h5 [--quick]
 *
 * PyTorch is asked through tests/bench/peer_gpt.py (`make bench-deps`).  Peak
 * memory is that of two steps in a process of its own, above what it was before
 * the model was made.  Targets are ours; a missed one is said, and is no
 * error. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "python_peer.h"
#include "tame/gpt.h"
#include "tame/rng.h"

enum { N_NETS = 2 };
static const char SCRIPT[] = "tests/bench/peer_gpt.py";
static const char NET_WORDS[] = "four_layers gpt2_small";
static const struct {
  const char *name, *what;
  size_t layers, heads, channels, context, vocabulary;
  size_t batch, steps; /* in one timing */
  double target;       /* speed over PyTorch */
  const char *why;
} NETS[N_NETS] = {
    {"four_layers",
     "A training step of a GPT with 4 layers of 128 channels, context 64, in "
     "float on as many tokens.",
     4, 4, 128, 64, 65, 12, 10, 1.5,
     "Three quarters of the step are OpenBLAS's sgemm, with the kernels for "
     "AVX2, which are pinned so that every machine gives the same bits; "
     "PyTorch takes those for AVX-512, 1.5 times as fast on these shapes. With "
     "AVX2 for both the speed was 1.57 (four_layers_same_kernels), with "
     "AVX-512 for both 1.62 (make BLASCORE=SkylakeX bench)."},
    {"gpt2_small",
     "A training step of GPT-2 small, context 1024, in float on as many "
     "tokens.",
     12, 12, 768, 1024, 50304, 1, 1, 1.1, NULL}};

/* The networks; a quick run takes small ones. */
static tame_gpt gpt_of(size_t i, bool is_quick)
{
  return (tame_gpt){.layers = is_quick ? 1 : NETS[i].layers,
                    .heads = NETS[i].heads,
                    .channels = NETS[i].channels,
                    .context = is_quick ? 16 : NETS[i].context,
                    .vocabulary = is_quick ? 65 : NETS[i].vocabulary,
                    .gelu = TAME_GELU};
}

/* --- works ---------------------------------------------------------------- */

typedef struct {
  size_t batch, steps;
  tame_net *net;
  tame_nn_f32 *nn;
  tame_opt_f32 *opt;
  int *token, *target;
} training;

static training training_alloc(const tame_gpt *g, size_t batch, size_t steps)
{
  training t = {.batch = batch, .steps = steps};
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

static void run_training(void *ctx, tame_timer *timer)
{
  training *t = ctx;
  const tame_token_loss o = {.has_gradient = true};
  tame_timer_start(timer);
  for (size_t k = 0; k < t->steps; k++) {
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
  training t = training_alloc(&w->gpt, w->batch, 2);
  run_training(&t, &(tame_timer){0});
  training_free(&t);
}

/* --- measuring ------------------------------------------------------------ */

/* Matrix products of a step: those with parameters, of which the table of
 * tokens is used once, and of attention, which looks back only. */
static double flops(const tame_gpt *g, size_t batch)
{
  const double c = (double)g->channels, t = (double)g->context;
  const double token =
      (double)g->layers * (12.0 * c * c + t * c) + c * (double)g->vocabulary;
  return 6.0 * token * t * (double)batch;
}

/* What peer_gpt.py calls the network. */
static const char *peer_name(char name[64], const tame_gpt *g)
{
  snprintf(name, 64, "%zux%zux%zux%zux%zu", g->layers, g->heads, g->channels,
           g->context, g->vocabulary);
  return name;
}

/* bytes [libraries] <- peak memory, NaN where PyTorch is missing */
static void measure_memory(double bytes[2], size_t i, bool is_quick,
                           python_peer *peer)
{
  memory_work w = {.gpt = gpt_of(i, is_quick), .batch = NETS[i].batch};
  char name[64];
  bytes[0] = (double)tame_peak_rss_of(whole_training, &w);
  bytes[1] = (double)NAN;
  if (python_peer_is_there(peer)) {
    double answer[2];
    tame_net *net;
    python_peer_ask(answer, 2, peer, "peak %s %zu 2", peer_name(name, &w.gpt),
                    w.batch);
    bytes[1] = answer[0];
    TAME_REQUIRE(tame_gpt_net(&net, &w.gpt, NULL) == TAME_OK);
    TAME_REQUIRE(answer[1] == (double)tame_net_n_parameters(net));
    tame_net_free(net);
  }
  printf("%-14s %10.1f %10.1f%s\n", NETS[i].name, 1e-6 * bytes[0],
         1e-6 * bytes[1], bytes[0] > bytes[1] ? "   missed" : "");
}

/* C has what differs: name, sentences, speed asked. */
static void measure_speed(speeds *s, const speed *c, size_t i, bool is_quick,
                          python_peer *peer)
{
  const size_t batch = NETS[i].batch, steps = is_quick ? 1 : NETS[i].steps;
  const tame_gpt g = gpt_of(i, is_quick);
  double ours[REPEATS], theirs[REPEATS];
  char name[64], request[96];
  training t = training_alloc(&g, batch, steps);
  snprintf(request, sizeof request, "time %s %zu %zu", peer_name(name, &g),
           batch, steps);
  python_peer_pairs(ours, theirs, (work){run_training, &t}, steps, peer,
                    request);
  speed full = *c;
  full.peer = peer->name;
  full.kind = SPEED_LIBRARY;
  full.flops = flops(&g, batch);
  full.is_float = true;
  speeds_add(s, &full, ours, theirs);
  training_free(&t);
}

/* The small network once more, where both have the same kernels. */
static void measure_same_kernels(speeds *s, bool is_quick)
{
  python_peer peer = python_peer_begin_with(
      "PyTorch",
      &(python_peer_options){.script = SCRIPT, .has_our_kernels = true});
  measure_speed(s,
                &(speed){.name = "four_layers_same_kernels",
                         .what = "The training step of four_layers, PyTorch "
                                 "with the BLAS kernels of ours."},
                0, is_quick, &peer);
  python_peer_end(&peer);
}

static void run(tame_h5 *f, speeds *s, bool is_quick)
{
  double bytes[N_NETS * 2];
  python_peer peer = python_peer_begin("PyTorch", SCRIPT, NULL);
  printf("%-14s %10s %10s   %s\n", "peak memory", "ours, MB", "PyTorch",
         "asked: no more");
  for (size_t i = 0; i < N_NETS; i++) {
    measure_memory(bytes + 2 * i, i, is_quick, &peer);
    measure_speed(s,
                  &(speed){.name = NETS[i].name,
                           .what = NETS[i].what,
                           .why = NETS[i].why,
                           .asked = NETS[i].target},
                  i, is_quick, &peer);
  }
  python_peer_end(&peer);
  measure_same_kernels(s, is_quick);
  tame_h5_group(f, "step", "forward, loss, backward and AdamW");
  tame_h5_codes(f, "step/net", NET_WORDS, "network");
  tame_h5_codes(f, "step/library", "tame pytorch", "library");
  tame_h5_write_measured(f, "step/peak", "net library", bytes,
                         "peak memory of two steps", "byte");
  tame_h5_panel(f, "step", "peak", "net library");
}

int main(int argc, char **argv)
{
  return bench_main(argc, argv, &(bench){"gpt", "Training steps of GPTs", run});
}
