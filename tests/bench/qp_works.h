/* SPDX-License-Identifier: MIT */
/* The interior point method for bench_one_step.c: a solve, a solve with
 * unrolled differentiation from stored factors, and the BLAS and LAPACK calls
 * of a solve by themselves. */
#ifndef TAME_BENCH_QP_WORKS_H
#define TAME_BENCH_QP_WORKS_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/la.h"
#include "tame/qp.h"
#include "tame/rng.h"
#include "tame/timer.h"

enum { MAX_STEPS = 51 };

static const tame_qp_options OPTIONS = {.fraction = 0.99999};
static const tame_qp_stopping STOP = {.centring = 1e-10, .max_updates = 50};

typedef struct {
  tame_kkt kkt;
  tame_qp qp;
  size_t n, p, m, N;
  double *Q, *A, *G, *theta, *start, *grad, *u, *dv0;
  double *matrix, *scratch; /* [N x N] */
  double *x, *y;            /* [N] */
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
  s->x = tame_vec(N);
  s->y = tame_vec(N);
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
  free(s->x);
  free(s->y);
  free(s->pivot);
}

static void solve_along(tame_trajectory *t, double *start, interior *s)
{
  TAME_REQUIRE(tame_qp_init(s->w, &s->qp, &OPTIONS) == TAME_OK);
  TAME_REQUIRE(tame_qp_solve(t, start, s->theta, &STOP, s->w) ==
               TAME_CONVERGED);
}

static void interior_solve(void *ctx, tame_timer *t)
{
  interior *s = ctx;
  tame_timer_start(t);
  solve_along(s->bare, NULL, s);
  tame_timer_stop(t);
}

static void interior_stored(void *ctx, tame_timer *t)
{
  interior *s = ctx;
  tame_timer_start(t);
  solve_along(s->stored, s->start, s);
  memcpy(s->u, tame_trajectory_last(s->stored), s->n * sizeof *s->u);
  tame_diff_reverse(s->grad, s->dv0, s->stored, MAX_STEPS, s->u, s->theta);
  tame_qp_start_vjp(s->grad, s->dv0, s->start, tame_trajectory_x(s->stored, 0),
                    s->theta, s->w);
  tame_timer_stop(t);
}

/* s->matrix [order x order] <- M at the last iterate, or the matrix of the
 * starting point, the same without its row and column of s. */
static void fill_matrix(interior *s, bool is_start)
{
  const size_t n = s->n, p = s->p, m = s->m, s_block = is_start ? 0 : p;
  const size_t z = n + s_block, y = z + p, order = y + m;
  const double *v = tame_trajectory_last(s->bare);
  double *M = s->matrix;
  memset(M, 0, order * order * sizeof *M);
  for (size_t j = 0; j < n; j++) {
    for (size_t k = 0; k < n; k++) M[j * order + k] = s->Q[j * n + k];
    for (size_t i = 0; i < p; i++)
      M[j * order + z + i] = M[(z + i) * order + j] = s->G[i * n + j];
    for (size_t i = 0; i < m; i++)
      M[j * order + y + i] = M[(y + i) * order + j] = s->A[i * n + j];
  }
  for (size_t i = 0; i < p; i++) {
    M[(z + i) * order + n + i] = is_start ? -1.0 : 1.0;
    if (is_start) continue;
    M[(n + i) * order + n + i] = v[n + p + i];
    M[(n + i) * order + z + i] = v[n + i];
  }
}

/* The factorisations alone: of M in each update, and at the start. */
static void dense_calls(void *ctx, tame_timer *t)
{
  interior *s = ctx;
  const size_t steps = tame_trajectory_steps(s->bare);
  for (size_t k = 0; k <= steps; k++) {
    const size_t order = k == 0 ? s->n + s->p + s->m : s->N;
    if (k < 2) fill_matrix(s, k == 0);
    memcpy(s->scratch, s->matrix, order * order * sizeof *s->matrix);
    tame_timer_start(t);
    TAME_REQUIRE(tame_la_lu(s->scratch, s->pivot, order) == TAME_OK);
    tame_timer_stop(t);
  }
}

/* s->y <- A s->x  or  A' s->x,  A [rows x cols] */
static void product(interior *s, enum CBLAS_TRANSPOSE trans, const double *A,
                    size_t rows, size_t cols)
{
  cblas_dgemv(CblasRowMajor, trans, (int)rows, (int)cols, 1.0, A, (int)cols,
              s->x, 1, 0.0, s->y, 1);
}

/* The calls of one solve of the reduced systems: two triangular ones of order
 * n, V and its transpose, Cholesky's of order p + m, and G. */
static void reduced_solve_calls(interior *s, const double *U, const double *Vt,
                                const double *W)
{
  const size_t n = s->n, rows = s->p + s->m;
  const int in = (int)n;
  for (size_t i = 0; i < s->N; i++) s->x[i] = 1.0;
  cblas_dtrsv(CblasRowMajor, CblasUpper, CblasTrans, CblasNonUnit, in, U, in,
              s->x, 1);
  product(s, CblasNoTrans, Vt, rows, n);
  tame_la_cholesky_solve(s->y, W, rows);
  product(s, CblasTrans, Vt, rows, n);
  cblas_dtrsv(CblasRowMajor, CblasUpper, CblasNoTrans, CblasNonUnit, in, U, in,
              s->x, 1);
  product(s, CblasNoTrans, s->G, s->p, n);
}

/* All BLAS and LAPACK calls: Q = U'U, V' = C U^{-1}, V'V once; in each update
 * Cholesky of order p + m, the products of R, and two solves; at the start
 * one. */
static void reduced_calls(void *ctx, tame_timer *t)
{
  interior *s = ctx;
  const size_t n = s->n, rows = s->p + s->m;
  const int in = (int)n, irows = (int)rows;
  double *U = s->scratch, *Vt = U + n * n, *W = Vt + rows * n;
  memcpy(U, s->Q, n * n * sizeof *U);
  memcpy(Vt, s->G, s->p * n * sizeof *Vt);
  memcpy(Vt + s->p * n, s->A, s->m * n * sizeof *Vt);
  tame_timer_start(t);
  TAME_REQUIRE(tame_la_cholesky(U, n) == TAME_OK);
  cblas_dtrsm(CblasRowMajor, CblasRight, CblasUpper, CblasNoTrans, CblasNonUnit,
              irows, in, 1.0, U, in, Vt, in);
  cblas_dsyrk(CblasRowMajor, CblasUpper, CblasNoTrans, irows, in, 1.0, Vt, in,
              0.0, s->matrix, irows);
  tame_timer_stop(t);

  for (size_t k = 0; k <= tame_trajectory_steps(s->bare); k++) {
    memcpy(W, s->matrix, rows * rows * sizeof *W);
    for (size_t i = 0; i < s->p; i++) W[i * rows + i] += 1.0;
    tame_timer_start(t);
    TAME_REQUIRE(tame_la_cholesky(W, rows) == TAME_OK);
    reduced_solve_calls(s, U, Vt, W);
    product(s, CblasNoTrans, s->G, s->p, n);
    if (k > 0) { /* an update, not the start */
      product(s, CblasNoTrans, s->Q, n, n);
      product(s, CblasTrans, s->G, s->p, n);
      product(s, CblasTrans, s->A, s->m, n);
      product(s, CblasNoTrans, s->A, s->m, n);
      reduced_solve_calls(s, U, Vt, W);
    }
    tame_timer_stop(t);
  }
}

#endif
