/* SPDX-License-Identifier: MIT */
/* How close the solvers of 2305.13768 come to their own BLAS and LAPACK calls,
 * and what unrolled differentiation adds to a solve.
 *
 * usage: one_step OUT.h5 [--quick]
 *
 * The works below are timed in turn, REPEATS times over, so that a disturbance
 * hits all of them alike; a ratio is the median over the repetitions, in
 * processor time.  "calls" repeats the BLAS and LAPACK calls of a solve on
 * matrices of the same sizes.  Targets are ours; a missed one is said, and is
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
#include "tame/qp.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/timer.h"

enum { REPEATS = 5, MAX_STEPS = 51 };

/* --- Newton's method ------------------------------------------------------ */

typedef struct {
  size_t n, p;
  double *x, *y, *weights, *start, *grad, *H, *scratch;
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
  s->scratch = tame_vec(p * p);
  tame_logistic_two_classes(s->x, s->y, p, p, rng);
  gsl_rng_free(rng);
  for (size_t i = 0; i < n; i++) s->weights[i] = 1.0 / (double)n;
  s->start[0] = 0.5;
  s->w = tame_logistic_alloc(n, p);
  tame_logistic_init(
      s->w, &(tame_logistic_problem){n, p, s->x, s->y, exp(-5.0)});
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
  free(s->scratch);
}

static void newton_solve(void *ctx)
{
  newton *s = ctx;
  TAME_REQUIRE(tame_logistic_solve(s->bare, s->w, s->start, s->weights,
                                   &tame_logistic_authors) == TAME_CONVERGED);
}

static void newton_stored(void *ctx)
{
  newton *s = ctx;
  TAME_REQUIRE(tame_logistic_solve(s->stored, s->w, s->start, s->weights,
                                   &tame_logistic_authors) == TAME_CONVERGED);
  tame_diff_reverse(s->grad, NULL, s->stored, MAX_STEPS,
                    tame_trajectory_last(s->stored), s->weights);
}

/* One X'X and one Cholesky factorisation for each step. */
static void newton_calls(void *ctx)
{
  newton *s = ctx;
  const int n = (int)s->n, p = (int)s->p;
  for (size_t k = 0; k < tame_trajectory_steps(s->bare); k++) {
    cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, p, n, 1.0, s->x, p, 0.0,
                s->H, p);
    for (size_t j = 0; j < s->p; j++) s->H[j * s->p + j] += 1.0;
    TAME_REQUIRE(tame_la_cholesky(s->H, s->p) == TAME_OK);
  }
}

/* --- the interior point method -------------------------------------------- */

static const tame_qp_options OPTIONS = {.fraction = 0.99999};
static const tame_qp_stopping STOP = {.centring = 1e-10, .max_updates = 50};

typedef struct {
  tame_kkt kkt;
  tame_qp qp;
  size_t n, p, m, N;
  double *Q, *A, *G, *theta, *start, *grad, *u, *dv0;
  double *matrix, *scratch; /* [N x N] */
  int *pivot;
  tame_qp_solver *w;
  tame_map map;
  tame_trajectory *bare, *stored;
} interior;

static void interior_setup(interior *s, size_t n, tame_kkt kkt)
{
  const size_t p = n / 2, m = n / 4, N = n + 2 * p + m;
  gsl_rng *rng = tame_rng_alloc(0, "bench/qp", 0); /* equal for both ways */
  *s = (interior){.kkt = kkt, .n = n, .p = p, .m = m, .N = N};
  s->Q = tame_vec(n * n);
  s->A = tame_vec(m * n);
  s->G = tame_vec(p * n);
  s->theta = tame_vec(n + p + m);
  s->grad = tame_vec(n + p + m);
  s->u = tame_vec(N);
  s->dv0 = tame_vec(N);
  s->matrix = tame_vec(N * N);
  s->scratch = tame_vec(N * N);
  s->pivot = tame_calloc(N, sizeof *s->pivot);
  tame_qp_random(s->Q, s->A, s->G, s->theta, n, p, m, rng);
  s->qp = (tame_qp){n, p, m, s->Q, s->G, s->A};
  s->w = tame_qp_alloc(n, p, m, kkt);
  s->map = tame_qp_map(s->w);
  s->bare = tame_trajectory_alloc(&s->map, MAX_STEPS, false);
  s->stored = tame_trajectory_alloc(&s->map, MAX_STEPS, true);
  s->start = tame_vec(tame_qp_start_size(s->w));
  gsl_rng_free(rng);
}

static void interior_clear(interior *s)
{
  tame_trajectory_free(s->bare);
  tame_trajectory_free(s->stored);
  tame_qp_free(s->w);
  free(s->Q);
  free(s->A);
  free(s->G);
  free(s->theta);
  free(s->start);
  free(s->grad);
  free(s->u);
  free(s->dv0);
  free(s->matrix);
  free(s->scratch);
  free(s->pivot);
}

static void solve_along(tame_trajectory *t, double *start, interior *s)
{
  TAME_REQUIRE(tame_qp_init(s->w, &s->qp, &OPTIONS) == TAME_OK);
  TAME_REQUIRE(tame_qp_solve(t, start, s->theta, &STOP, s->w) ==
               TAME_CONVERGED);
}

static void interior_solve(void *ctx)
{
  interior *s = ctx;
  solve_along(s->bare, NULL, s);
}

static void interior_stored(void *ctx)
{
  interior *s = ctx;
  solve_along(s->stored, s->start, s);
  memcpy(s->u, tame_trajectory_last(s->stored), s->n * sizeof *s->u);
  tame_diff_reverse(s->grad, s->dv0, s->stored, MAX_STEPS, s->u, s->theta);
  tame_qp_start_vjp(s->grad, s->dv0, s->start, tame_trajectory_x(s->stored, 0),
                    s->theta, s->w);
}

/* The factorisations alone: order N in each update, n + p + m at the start. */
static void dense_calls(void *ctx)
{
  interior *s = ctx;
  const size_t steps = tame_trajectory_steps(s->bare);
  for (size_t k = 0; k <= steps; k++) {
    const size_t order = k < steps ? s->N : s->n + s->p + s->m;
    double *M = k < steps ? s->matrix : s->scratch;
    TAME_REQUIRE(tame_la_lu(M, s->pivot, order) == TAME_OK);
  }
}

/* x <- A x for A [rows x cols] and its transpose in turn, TIMES products. */
static void products(const double *A, double *x, double *y, size_t rows,
                     size_t cols, size_t times)
{
  const int r = (int)rows, c = (int)cols;
  for (size_t k = 0; k < times; k++)
    cblas_dgemv(CblasRowMajor, k % 2 ? CblasTrans : CblasNoTrans, r, c, 0.0, A,
                c, x, 1, 0.0, y, 1);
}

