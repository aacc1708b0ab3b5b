/* SPDX-License-Identifier: MIT */
/* How close the solvers of 2305.13768 come to their own BLAS and LAPACK calls,
 * and what unrolled differentiation adds to a solve.
 *
 * usage: one_step OUT.h5 [--quick]
 *
 * "calls" repeats the BLAS and LAPACK calls of a solve by themselves: all of
 * them for the reduced one, the factorisations for the others.  Targets are
 * ours; a missed one is said, and is no error. */
#include <malloc.h>
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cblas.h>

#include "bench.h"
#include "qp_works.h"
#include "tame/base.h"
#include "tame/diff.h"
#include "tame/la.h"
#include "tame/logistic.h"
#include "tame/rng.h"

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

/* A solve may take 1.3 times its calls, one that is stored and differentiated 1.2
 * times a solve. */
#define CALLS_OF(NAME, solve, PEER, method)                                    \
  {                                                                            \
    {.name = NAME,                                                             \
     .peer = PEER,                                                             \
     .kind = SPEED_MACHINE,                                                    \
     .asked = 1 / 1.3,                                                         \
     .what = "A " solve ", against its own BLAS and LAPACK calls."},           \
        (method) + SOLVE, (method) + CALLS, 0.0                                \
  }
#define STORED_OF(NAME, solve, method)                                         \
  {                                                                            \
    {.name = NAME,                                                             \
     .peer = "our solve",                                                      \
     .kind = SPEED_BASELINE,                                                   \
     .asked = 1 / 1.2,                                                         \
     .what = "A " solve " with its unrolled derivative, against the solve."},  \
        (method) + STORED, (method) + SOLVE, 0.0                               \
  }

static const speed_of_works COMPARISONS[] = {
    CALLS_OF("newton_calls", "Newton solve of logistic regression",
             "syrk, Cholesky", NEWTON),
    STORED_OF("newton_stored", "Newton solve of logistic regression", NEWTON),
    CALLS_OF("dense_calls", "quadratic programme by the full system", "LU",
             DENSE),
    STORED_OF("dense_stored", "quadratic programme by the full system", DENSE),
    CALLS_OF("reduced_calls", "quadratic programme by reduced systems",
             "its calls", REDUCED),
    {{.name = "reduced_dense",
      .peer = "our dense solve",
      .what = "A quadratic programme by reduced systems, against the full "
              "system.",
      .kind = SPEED_BASELINE,
      .asked = 3.0},
     REDUCED + SOLVE,
     DENSE + SOLVE,
     0.0}};

/* flops [3]: of the factorisations of a solve, by method */
static void add_speeds(speeds *s, const double *seconds, const double *flops)
{
  for (size_t i = 0; i < sizeof COMPARISONS / sizeof *COMPARISONS; i++) {
    speed_of_works c = COMPARISONS[i];
    c.of.flops = flops[c.ours / 3];
    speeds_add_works(s, &c, seconds);
  }
}

/* Operations of the factorisations: syrk and Cholesky in each step; LU of the
 * full system; Cholesky, trsm and syrk once, and Cholesky of order p + m in each
 * step. */
static void count_flops(double *flops, const newton *a, const interior *b,
                        const interior *c)
{
  const double p = (double)a->p, n = (double)c->n, r = (double)(c->p + c->m);
  const double first = (double)(b->n + b->p + b->m), N = (double)b->N;
  flops[0] = (double)tame_trajectory_steps(a->bare) *
             ((double)a->n * p * (p + 1.0) + p * p * p / 3.0);
  flops[1] = 2.0 / 3.0 *
             (first * first * first +
              (double)tame_trajectory_steps(b->bare) * N * N * N);
  flops[2] = n * n * n / 3.0 + r * n * n + r * (r + 1.0) * n +
             (double)(tame_trajectory_steps(c->bare) + 1) * r * r * r / 3.0;
}

/* --- the program ---------------------------------------------------------- */

static void run(tame_h5 *f, speeds *s, bool is_quick)
{
  const size_t n = is_quick ? 120 : 1000;
  double seconds[N_WORKS * REPEATS], flops[3];
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
  count_flops(flops, &a, &b, &c);
  add_speeds(s, seconds, flops);

  const double steps = (double)tame_trajectory_steps(b.bare);
  const double formula = steps * (double)(b.N * b.N * sizeof(double));
  bench_write_quantities(
      f,
      (bench_quantity[]){{"dense_memory_over_formula",
                          "QP dense: memory of stored / (updates N^2 8 bytes)",
                          extra / formula, 0.8, 1.2},
                         {"iterate_difference",
                          "QP: largest distance of dense to reduced iterates",
                          iterate_distance(b.bare, c.bare, b.N), 0.0, 1e-8}},
      2);
  tame_h5_write_scalar(f, "result/n", (double)n, "unknowns of each problem",
                       "1");
  newton_clear(&a);
  interior_clear(&b);
  interior_clear(&c);
}

int main(int argc, char **argv)
{
  return bench_main(
      argc, argv,
      &(bench){"one_step", "Solvers against their own BLAS and LAPACK", run});
}
