/* SPDX-License-Identifier: MIT */
/* How close the solvers of 2305.13768 come to their own BLAS and LAPACK calls,
 * and what unrolled differentiation adds to a solve.
 *
 * usage: one_step OUT.h5 [--quick]
 *
 * The works below are timed in turn, REPEATS times over, so that a disturbance
 * hits all of them alike; a ratio is the median over the repetitions, in
 * processor time.  "calls" repeats the BLAS and LAPACK calls of a solve by
 * themselves: all of them for the reduced one, the factorisations for the
 * others.  Targets are ours; a missed one is said, and is
 * no error. */
#include <malloc.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/exp.h"
#include "tame/h5.h"
#include "tame/la.h"
#include "tame/logistic.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/timer.h"

#include "qp_works.h"
#include "works.h"

/* --- Newton's method ------------------------------------------------------ */

typedef struct {
  size_t n, p;
  double *x, *y, *weights, *start, *grad, *H;
  tame_logistic *w;
  tame_trajectory *bare, *stored;
} newton;

static void newton_setup(newton *s, size_t p)
{
  const size_t n = 2 * p;
  gsl_rng *rng = tame_rng_alloc(0, "bench/newton", 0);
  *s = (newton){.n = n, .p = p};
  s->x = tame_vec(n * p);
  s->y = tame_vec(n);
  s->weights = tame_vec(n);
  s->start = tame_vec(p);
  s->grad = tame_vec(n);
  s->H = tame_vec(p * p);
  tame_logistic_two_classes(s->x, s->y, p, p, rng);
  gsl_rng_free(rng);
  for (size_t i = 0; i < n; i++) s->weights[i] = 1.0 / (double)n;
  s->start[0] = 0.5;
  s->w = tame_logistic_alloc(n, p);
  tame_logistic_init(s->w,
                     &(tame_logistic_problem){n, p, s->x, s->y, exp(-5.0)});
  s->bare = tame_trajectory_alloc(tame_logistic_map(s->w), MAX_STEPS, false);
  s->stored = tame_trajectory_alloc(tame_logistic_map(s->w), MAX_STEPS, true);
}

static void newton_clear(newton *s)
{
  tame_trajectory_free(s->bare);
  tame_trajectory_free(s->stored);
  tame_logistic_free(s->w);
  free(s->x);
  free(s->y);
  free(s->weights);
  free(s->start);
  free(s->grad);
  free(s->H);
}

static void newton_solve(void *ctx, tame_timer *t)
{
  newton *s = ctx;
  tame_timer_start(t);
  TAME_REQUIRE(tame_logistic_solve(s->bare, s->w, s->start, s->weights,
                                   &tame_logistic_authors) == TAME_CONVERGED);
  tame_timer_stop(t);
}

static void newton_stored(void *ctx, tame_timer *t)
{
  newton *s = ctx;
  tame_timer_start(t);
  TAME_REQUIRE(tame_logistic_solve(s->stored, s->w, s->start, s->weights,
                                   &tame_logistic_authors) == TAME_CONVERGED);
  tame_diff_reverse(s->grad, NULL, s->stored, MAX_STEPS,
                    tame_trajectory_last(s->stored), s->weights);
  tame_timer_stop(t);
}

/* One X'X and one Cholesky factorisation for each step. */
static void newton_calls(void *ctx, tame_timer *t)
{
  newton *s = ctx;
  const int n = (int)s->n, p = (int)s->p;
  for (size_t k = 0; k < tame_trajectory_steps(s->bare); k++) {
    tame_timer_start(t);
    cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, p, n, 1.0, s->x, p, 0.0,
                s->H, p);
    tame_timer_stop(t);
    for (size_t j = 0; j < s->p; j++) s->H[j * s->p + j] += 1.0;
    tame_timer_start(t);
    TAME_REQUIRE(tame_la_cholesky(s->H, s->p) == TAME_OK);
    tame_timer_stop(t);
  }
}

/* --- what is measured ----------------------------------------------------- */

static const char WORKS[] =
    "newton_solve newton_calls newton_stored "
    "dense_solve dense_calls dense_stored "
    "reduced_solve reduced_calls reduced_stored";
enum { NEWTON, DENSE = 3, REDUCED = 6, N_WORKS = 9 };
enum { SOLVE, CALLS, STORED }; /* added to the method */

static void run_in_child(void *ctx)
{
  const work *w = ctx;
  w->run(w->ctx, &(tame_timer){0});
}

/* Memory that storing the factors adds, in bytes; before anything else has
 * touched the workspaces. */
static double extra_memory(const work *solve, const work *stored)
{
  work a = *solve, b = *stored;
  const size_t without = tame_peak_rss_of(run_in_child, &a);
  return (double)tame_peak_rss_of(run_in_child, &b) - (double)without;
}

/* Largest distance of two runs' iterates; NaN when one took more steps. */
static double iterate_distance(const tame_trajectory *a,
                               const tame_trajectory *b, size_t n)
{
  double largest = 0.0;
  if (tame_trajectory_steps(a) != tame_trajectory_steps(b)) return NAN;
  for (size_t k = 0; k <= tame_trajectory_steps(a); k++)
    largest = fmax(largest, tame_distance(tame_trajectory_x(a, k),
                                          tame_trajectory_x(b, k), n));
  return largest;
}

static const char NAMES[] =
    "newton_solve_over_calls newton_stored_over_solve "
    "dense_solve_over_calls dense_stored_over_solve "
    "dense_memory_over_formula "
    "reduced_solve_over_calls reduced_speedup "
    "iterate_difference";
enum { N_RESULTS = 8 };
static const struct {
  const char *name;
  double lo, hi; /* target */
} TARGETS[N_RESULTS] = {
    {"Newton: solve / its syrk and Cholesky calls", 0.0, 1.3},
    {"Newton: solve and unrolled, stored / solve", 0.0, 1.2},
    {"QP dense: solve / its LU calls", 0.0, 1.3},
    {"QP dense: solve and unrolled, stored / solve", 0.0, 1.2},
    {"QP dense: memory of it / (updates N^2 8 bytes)", 0.8, 1.2},
    {"QP reduced: solve / its BLAS and LAPACK calls", 0.0, 1.3},
    {"QP: dense solve / reduced solve", 3.0, INFINITY},
    {"QP: largest distance of dense to reduced iterates", 0.0, 1e-8},
};

static void print_results(const double *x, const double *seconds)
{
  static const char *const METHODS[] = {"Newton", "QP dense", "QP reduced"};
  printf("%-10s  %9s  %9s  %9s\n", "seconds", "solve", "calls", "stored");
  for (size_t i = 0; i < N_WORKS; i += 3) {
    printf("%-10s", METHODS[i / 3]);
    for (size_t j = i; j < i + 3; j++)
      printf("  %9.4f", tame_quantile(seconds + j * REPEATS, REPEATS, 0.5));
    printf("\n");
  }
  printf("\n%-50s  %8s  %s\n", "", "measured", "target");
  for (size_t i = 0; i < N_RESULTS; i++) {
    const double lo = TARGETS[i].lo, hi = TARGETS[i].hi;
    printf("%-50s  %8.3g  ", TARGETS[i].name, x[i]);
    if (lo > 0.0 && isfinite(hi))
      printf("%g to %g", lo, hi);
    else
      printf("%s %g", lo > 0.0 ? ">=" : "<=", lo > 0.0 ? lo : hi);
    printf("%s\n", x[i] >= lo && x[i] <= hi ? "" : "   missed");
  }
}

static void write_results(tame_h5 *f, const double *x, const double *seconds,
                          size_t n)
{
  double lo[N_RESULTS], hi[N_RESULTS];
  for (size_t i = 0; i < N_RESULTS; i++) {
    lo[i] = TARGETS[i].lo;
    hi[i] = TARGETS[i].hi;
  }
  tame_h5_attr(f, "/", "title", "Solvers against their own BLAS and LAPACK");
  tame_h5_group(f, "time", "processor time of each work");
  tame_h5_write_scalar(f, "time/n", (double)n, "unknowns of each problem", "1");
  tame_h5_codes(f, "time/work", WORKS, "method and what of it is timed");
  tame_h5_index(f, "time/repetition", REPEATS, "repetition");
  tame_h5_write_measured(f, "time/cpu", "work repetition", seconds,
                         "processor time", "s");
  tame_h5_panel(f, "time", "cpu", "work repetition");
  tame_h5_group(f, "result", "medians of ratios, and their targets");
  tame_h5_codes(f, "result/quantity", NAMES, "what is measured");
  tame_h5_write_measured(f, "result/value", "quantity", x, "measured value",
                         "1");
  tame_h5_write(f, "result/target_low", "quantity", lo, "lower end of target",
                "1");
  tame_h5_write(f, "result/target_high", "quantity", hi, "upper end of target",
                "1");
  tame_h5_panel(f, "result", "value", "quantity");
}

/* --- the program ---------------------------------------------------------- */

/* x [N_RESULTS], seconds [N_WORKS x REPEATS] <- all that is measured */
static void measure(double *x, double *seconds, size_t n)
{
  newton a;
  interior b, c;
  /* every large block fresh from the system, so that memory is counted */
  mallopt(M_MMAP_THRESHOLD, 128 * 1024);
  newton_setup(&a, n);
  interior_setup(&b, n, TAME_KKT_DENSE);
  interior_setup(&c, n, TAME_KKT_REDUCED);
  const work works[N_WORKS] = {
      {newton_solve, &a},   {newton_calls, &a},  {newton_stored, &a},
      {interior_solve, &b}, {dense_calls, &b},   {interior_stored, &b},
      {interior_solve, &c}, {reduced_calls, &c}, {interior_stored, &c}};
  const double extra =
      extra_memory(works + DENSE + SOLVE, works + DENSE + STORED);
  time_works(seconds, works, N_WORKS);

  const double steps = (double)tame_trajectory_steps(b.bare);
  const double formula = steps * (double)(b.N * b.N * sizeof(double));
  x[0] = ratio(seconds, NEWTON + SOLVE, NEWTON + CALLS);
  x[1] = ratio(seconds, NEWTON + STORED, NEWTON + SOLVE);
  x[2] = ratio(seconds, DENSE + SOLVE, DENSE + CALLS);
  x[3] = ratio(seconds, DENSE + STORED, DENSE + SOLVE);
  x[4] = extra / formula;
  x[5] = ratio(seconds, REDUCED + SOLVE, REDUCED + CALLS);
  x[6] = ratio(seconds, DENSE + SOLVE, REDUCED + SOLVE);
  x[7] = iterate_distance(b.bare, c.bare, b.N);
  newton_clear(&a);
  interior_clear(&b);
  interior_clear(&c);
}

int main(int argc, char **argv)
{
  const bool is_quick = argc == 3 && strcmp(argv[2], "--quick") == 0;
  if ((argc != 2 && !is_quick) || argv[1][0] == '-') {
    fprintf(stderr, "usage: one_step OUT.h5 [--quick]\n");
    return 2;
  }
  tame_pin_blas(argv);
  tame_error err;
  tame_h5 *f;
  double x[N_RESULTS], seconds[N_WORKS * REPEATS];
  const size_t n = is_quick ? 120 : 1000;
  if (tame_h5_create(&f, argv[1], &err) < 0) {
    fprintf(stderr, "one_step: %s\n", err.text);
    return 1;
  }
  measure(x, seconds, n);
  printf("n = %zu, median of %d runs%s\n\n", n, REPEATS,
         is_quick ? "; the targets are meant for n = 1000" : "");
  print_results(x, seconds);
  write_results(f, x, seconds, n);
  if (tame_h5_commit(f, &err) < 0) {
    fprintf(stderr, "one_step: %s\n", err.text);
    return 1;
  }
  return 0;
}
