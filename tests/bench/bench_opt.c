/* SPDX-License-Identifier: MIT */
/* A step of each optimiser against the memory it must touch.
 *
 * usage: opt OUT.h5 [--quick]
 *
 * A step reads the gradient and reads and writes theta and the state: 3 + 2 s
 * arrays of floats, s vectors of state.  The limit is the time that an update
 * a <- a + c b (three arrays) takes for as many bytes, timed in turn with the
 * steps.  Arrays hold ten million floats.  Targets are ours; a missed one is
 * said, and is no error. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "tame/base.h"
#include "tame/opt.h"

/* --- works ---------------------------------------------------------------- */

enum { STEPS = 4 };

typedef struct {
  size_t n;
  float *a, *b;
} triad;

static void run_triad(void *ctx, tame_timer *t)
{
  const triad *w = ctx;
  tame_timer_start(t);
  for (int k = 0; k < STEPS; k++) machine_update_f32(w->a, w->b, 1e-3f, w->n);
  tame_timer_stop(t);
}

typedef struct {
  tame_opt_f32 *w;
  float *theta, *g;
} step;

static void run_step(void *ctx, tame_timer *t)
{
  const step *s = ctx;
  tame_timer_start(t);
  for (int k = 0; k < STEPS; k++) tame_opt_step_f32(s->w, s->theta, s->g, 1e-3);
  tame_timer_stop(t);
}

/* --- what is measured ----------------------------------------------------- */

enum { N_KINDS = 9, N_WORKS = N_KINDS + 1 };
static const double TARGET = 1.3, OVER_ADAMW = 1.5; /* times the peer's time */

static tame_opt_options options(size_t kind)
{
  tame_opt_options o = tame_opt_defaults((tame_opt_kind)kind);
  o.alpha = 0.1;
  o.beta = 0.9;
  o.momentum = 0.9;
  o.weight_decay = 0.01;
  return o;
}

static void setup(triad *t, step *s, size_t n)
{
  *t = (triad){n, tame_calloc(n, sizeof(float)), tame_calloc(n, sizeof(float))};
  for (size_t i = 0; i < n; i++) {
    t->a[i] = sinf((float)i);
    t->b[i] = cosf((float)i);
  }
  for (size_t k = 0; k < N_KINDS; k++) {
    const tame_opt_options o = options(k);
    s[k] = (step){tame_opt_alloc_f32(n, tame_opt_vectors(&o)), t->a, t->b};
    TAME_REQUIRE(tame_opt_init_f32(s[k].w, &o, NULL, 0, t->a) == TAME_OK);
  }
}

static void add_speeds(speeds *s, const double *seconds, size_t n)
{
  double ours[REPEATS], theirs[REPEATS];
  for (size_t k = 0; k < N_KINDS; k++) {
    const tame_opt_options o = options(k);
    const double arrays = 3.0 + 2.0 * (double)tame_opt_vectors(&o);
    char what[128];
    snprintf(what, sizeof what,
             "A step of %s against an update in place of as many bytes.",
             tame_opt_word((tame_opt_kind)k));
    speeds_add(s,
               &(speed){.name = tame_opt_word((tame_opt_kind)k),
                        .what = what,
                        .peer = "memory",
                        .kind = SPEED_MACHINE,
                        .asked = 1.0 / TARGET,
                        .bytes = arrays * sizeof(float) * (double)n},
               scaled(ours, seconds, 1 + k, 1.0 / STEPS),
               scaled(theirs, seconds, 0, arrays / 3.0 / STEPS));
  }
  speeds_add(s,
             &(speed){.name = "innaprop_adamw",
                      .what = "A step of INNAprop against one of AdamW.",
                      .peer = "our AdamW",
                      .kind = SPEED_BASELINE,
                      .asked = 1.0 / OVER_ADAMW},
             scaled(ours, seconds, 1 + TAME_OPT_INNAPROP, 1.0 / STEPS),
             scaled(theirs, seconds, 1 + TAME_OPT_ADAMW, 1.0 / STEPS));
}

static void run(tame_h5 *f, speeds *s, bool is_quick)
{
  const size_t n = is_quick ? 100000 : 10000000;
  double seconds[N_WORKS * REPEATS];
  triad t;
  step steps[N_KINDS];
  work works[N_WORKS] = {{run_triad, &t}};
  setup(&t, steps, n);
  for (size_t k = 0; k < N_KINDS; k++)
    works[1 + k] = (work){run_step, &steps[k]};
  time_works(seconds, works, N_WORKS);
  add_speeds(s, seconds, n);
  tame_h5_group(f, "step", "what was stepped");
  tame_h5_write_scalar(f, "step/n", (double)n, "parameters", "1");
  for (size_t k = 0; k < N_KINDS; k++) tame_opt_free_f32(steps[k].w);
  free(t.a);
  free(t.b);
}

int main(int argc, char **argv)
{
  return bench_main(argc, argv,
                    &(bench){"opt", "Steps of optimisers against memory", run});
}
