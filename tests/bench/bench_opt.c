/* SPDX-License-Identifier: MIT */
/* A step of each optimiser against the memory it must touch.
 *
 * usage: opt OUT.h5 [--quick]
 *
 * A step reads the gradient and reads and writes theta and the state: 3 + 2 s
 * arrays of floats, s vectors of state.  How fast memory is, is what an update
 * a <- a + c b says (STREAM's triad in place: three arrays, and no line is
 * fetched only to be overwritten).  A ratio is the time of the step over the
 * time that the update would take for as many bytes; all works are timed in
 * turn, a ratio is a median, in processor time.  Arrays hold ten million
 * floats, more than the caches.  Targets are ours; a missed one is said, and is
 * no error. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/h5.h"
#include "tame/opt.h"

#include "works.h"

/* --- works ---------------------------------------------------------------- */

enum { STEPS = 4 };

typedef struct {
  size_t n;
  float *a, *b;
} triad;

static __attribute__((noinline)) void
update(float *restrict a, const float *restrict b, float c, size_t n)
{
  for (size_t i = 0; i < n; i++) a[i] += c * b[i];
}

static void run_triad(void *ctx, tame_timer *t)
{
  const triad *w = ctx;
  tame_timer_start(t);
  for (int k = 0; k < STEPS; k++) update(w->a, w->b, 1e-3f, w->n);
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

enum { N_KINDS = 9, N_WORKS = N_KINDS + 1, N_RESULTS = N_KINDS + 1 };
static const char NAMES[] =
    "sgd heavy_ball nesterov rmsprop adamw schedule_free inna innaprop "
    "innaprop_momentum innaprop_over_adamw";
static const double TARGET = 1.3, OVER_ADAMW = 1.5;

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

/* x [N_RESULTS] <- ratios, gigabytes <- bandwidth of the update in GB/s */
static void measure(double *x, double *seconds, double *gigabytes, size_t n)
{
  triad t;
  step s[N_KINDS];
  work works[N_WORKS] = {{run_triad, &t}};
  setup(&t, s, n);
  for (size_t k = 0; k < N_KINDS; k++) works[1 + k] = (work){run_step, &s[k]};
  time_works(seconds, works, N_WORKS);
  for (size_t k = 0; k < N_KINDS; k++) {
    const tame_opt_options o = options(k);
    const double arrays = 3.0 + 2.0 * (double)tame_opt_vectors(&o);
    x[k] = ratio(seconds, 1 + k, 0) * 3.0 / arrays;
  }
  x[N_KINDS] = ratio(seconds, 1 + TAME_OPT_INNAPROP, 1 + TAME_OPT_ADAMW);
  *gigabytes = 3.0 * sizeof(float) * STEPS * (double)n * 1e-9 /
               tame_quantile(seconds, REPEATS, 0.5);
  for (size_t k = 0; k < N_KINDS; k++) tame_opt_free_f32(s[k].w);
  free(t.a);
  free(t.b);
}

static void print_results(const double *x, double gigabytes, size_t n)
{
  printf("%zu floats; update in place: %.1f GB/s\n", n, gigabytes);
  printf("%-42s  %8s  %s\n", "step / memory limit", "measured", "target");
  for (size_t k = 0; k < N_KINDS; k++)
    printf("%-42s  %8.3g  <= %g%s\n", tame_opt_word((tame_opt_kind)k), x[k],
           TARGET, x[k] <= TARGET ? "" : "   missed");
  printf("%-42s  %8.3g  <= %g%s\n", "INNAprop / AdamW", x[N_KINDS], OVER_ADAMW,
         x[N_KINDS] <= OVER_ADAMW ? "" : "   missed");
}

static void write_results(tame_h5 *f, const double *x, const double *seconds,
                          double gigabytes, size_t n)
{
  double hi[N_RESULTS];
  for (size_t i = 0; i < N_RESULTS; i++)
    hi[i] = i < N_KINDS ? TARGET : OVER_ADAMW;
  tame_h5_attr(f, "/", "title", "Steps of optimisers against memory");
  tame_h5_group(f, "time", "processor time of four steps");
  tame_h5_write_scalar(f, "time/n", (double)n, "parameters", "1");
  tame_h5_write_measured(f, "time/bandwidth", "", &gigabytes,
                         "bandwidth of an update in place", "GB/s");
  tame_h5_codes(f, "time/work",
                "update sgd heavy_ball nesterov rmsprop adamw schedule_free "
                "inna innaprop innaprop_momentum",
                "what is timed");
  tame_h5_index(f, "time/repetition", REPEATS, "repetition");
  tame_h5_write_measured(f, "time/cpu", "work repetition", seconds,
                         "processor time", "s");
  tame_h5_panel(f, "time", "cpu", "work repetition");
  tame_h5_group(f, "result", "medians of ratios");
  tame_h5_codes(f, "result/quantity", NAMES, "what is measured");
  tame_h5_write_measured(f, "result/value", "quantity", x, "measured value",
                         "1");
  tame_h5_write(f, "result/target_high", "quantity", hi, "upper end of target",
                "1");
  tame_h5_panel(f, "result", "value", "quantity");
}

int main(int argc, char **argv)
{
  const bool is_quick = argc == 3 && strcmp(argv[2], "--quick") == 0;
  if ((argc != 2 && !is_quick) || argv[1][0] == '-') {
    fprintf(stderr, "usage: opt OUT.h5 [--quick]\n");
    return 2;
  }
  tame_pin_blas(argv);
  tame_error err;
  tame_h5 *f;
  double x[N_RESULTS], seconds[N_WORKS * REPEATS], gigabytes;
  const size_t n = is_quick ? 100000 : 10000000;
  if (tame_h5_create(&f, argv[1], &err) < 0) {
    fprintf(stderr, "opt: %s\n", err.text);
    return 1;
  }
  measure(x, seconds, &gigabytes, n);
  if (is_quick) printf("the targets are meant for the full size\n");
  print_results(x, gigabytes, n);
  write_results(f, x, seconds, gigabytes, n);
  if (tame_h5_commit(f, &err) < 0) {
    fprintf(stderr, "opt: %s\n", err.text);
    return 1;
  }
  return 0;
}
