/* SPDX-License-Identifier: MIT */
/* The problem of trend_filtering.c: data, algorithm, and the limit with its
 * derivatives by other means than iteration.
 *
 *     min_x  1/2 |x - b|^2 + lambda |Dx|_1,   D [m x n], rows (1, -2, 1),
 *
 * n = 50, m = n - 2.  Signal: piecewise linear in i/(n - 1) from 0, three knots
 * drawn from {5, ..., n - 6}, four slopes uniform on [-4, 4]; b adds noise
 * N(0, 0.1^2); lambda = 0.02 |(DD')^{-1} Db|_inf.  ADMM with penalty r = 20
 * lambda, which is not differentiated.  All is our choice.
 *
 * With S = {Dx != 0}, e = sign (Dx)_S, I the other rows, and
 * Pi = I - D_I'(D_I D_I')^{-1} D_I the projector on the kernel of D_I,
 *     x = Pi (b - lambda D_S'e),  dx/dlambda = -Pi D_S'e,  dx/db = Pi,
 *     u = (DD')^{-1} D(b - x)/r. */
#ifndef TREND_PROBLEM_H
#define TREND_PROBLEM_H

#include <stdbool.h>

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_randist.h>

#include "curves.h"
#include "tame/la.h"
#include "tame/linear.h"
#include "tame/prox.h"
#include "tame/prox_quadratic.h"
#include "tame/rng.h"
#include "tame/splitting.h"

enum { N = 50, ROWS = N - 2, P = 1 + N, STATE = N + 2 * ROWS };
static const double DIFFERENCE = 1e-5;

typedef struct {
  tame_linear d;
  double dense[ROWS * N];   /* D */
  double gram[ROWS * ROWS]; /* DD' */
  double factor[ROWS * ROWS];
  double theta[P]; /* lambda, b */
  double r;
} problem;

/* w [ROWS] <- (DD')^{-1} D y */
static inline void dual_of(double *w, const double *y, const problem *t)
{
  t->d.apply(w, y, 1, &t->d);
  tame_la_cholesky_solve(w, t->factor, ROWS);
}

static inline void draw(problem *t, size_t rep, const tame_run *run)
{
  double *b = t->theta + 1, slope[4], noise[N], w[ROWS], top = 0.0;
  size_t place[N - 10], knot[3];
  gsl_rng *rng = tame_run_rng(run, "data", rep);
  for (size_t i = 0; i < N - 10; i++) place[i] = i + 5;
  gsl_ran_choose(rng, knot, 3, place, N - 10, sizeof *place); /* in order */
  tame_rng_uniform(slope, 4, -4.0, 4.0, rng);
  tame_rng_normal(noise, N, rng);
  gsl_rng_free(rng);
  double level = 0.0;
  for (size_t i = 0; i < N; i++) {
    size_t piece = 0;
    b[i] = level + 0.1 * noise[i];
    while (piece < 3 && i >= knot[piece]) piece++;
    level += slope[piece] / (N - 1);
  }

  t->d = tame_linear_difference(N, 2);
  for (size_t k = 0; k < ROWS; k++) {
    t->dense[k * N + k] = t->dense[k * N + k + 2] = 1.0;
    t->dense[k * N + k + 1] = -2.0;
  }
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, ROWS, ROWS, N, 1.0,
              t->dense, N, t->dense, N, 0.0, t->gram, ROWS);
  memcpy(t->factor, t->gram, sizeof t->gram);
  TAME_REQUIRE(tame_la_cholesky(t->factor, ROWS) == TAME_OK);
  dual_of(w, b, t);
  for (size_t i = 0; i < ROWS; i++) top = fmax(top, fabs(w[i]));
  t->theta[0] = 0.02 * top;
  t->r = 20.0 * t->theta[0];
}

/* ADMM; theta is lambda alone (p = 1) or (lambda, b) (p = P); the derivative of
 * the soft threshold at a tie is 0. */
typedef struct {
  tame_prox_quadratic *solve;
  tame_prox_l1 threshold;
  tame_splitting *splitting;
  tame_map map;
} algorithm;

/* (I + r D'D)^{-1} (q + b) is the operator of 1/2 x'(r D'D)x - b'x. */
static inline tame_status algorithm_begin(algorithm *w, const problem *t,
                                          size_t p)
{
  double *q = tame_vec((size_t)N * N), *c = tame_vec(N * p);
  *w = (algorithm){.solve = tame_prox_quadratic_alloc(N, p),
                   .splitting = tame_splitting_alloc()};
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, N, N, ROWS, t->r,
              t->dense, N, t->dense, N, 0.0, q, N);
  for (size_t i = 0; p == P && i < N; i++) c[i * p + 1 + i] = 1.0;
  tame_status s = tame_prox_quadratic_init(
      w->solve, q, p == P ? NULL : t->theta + 1, c, 1.0);
  free(q);
  free(c);
  if (s >= 0)
    s = tame_prox_l1_init(&w->threshold, ROWS, p, tame_param_theta(0),
                          1.0 / t->r, (tame_kink){.at_kink = 0.0});
  if (s < 0) return s;
  const tame_map solve = tame_prox_quadratic_map(w->solve);
  const tame_map threshold = tame_prox_l1_map(&w->threshold);
  TAME_TRY(tame_admm_init(w->splitting, &solve, &t->d, &threshold, t->r));
  w->map = tame_splitting_map(w->splitting);
  return TAME_OK;
}

static inline void algorithm_end(algorithm *w)
{
  tame_prox_quadratic_free(w->solve);
  tame_splitting_free(w->splitting);
}

/* --- the reference ------------------------------------------------------------- */

typedef struct {
  double x[N], u[ROWS], z[ROWS];
  double jac[N * P]; /* in (lambda, b) */
  double e[ROWS];    /* sign of Dx */
  double projector[N * N];
  size_t size; /* of S */
} reference;

/* Pi from the rows outside S. */
static inline tame_status project(reference *r, const problem *t)
{
  size_t off[ROWS], k = 0;
  double *h = tame_vec((size_t)ROWS * ROWS), *rows = tame_vec((size_t)ROWS * N);
  double *solved = tame_vec((size_t)ROWS * N);
  for (size_t i = 0; i < ROWS; i++)
    if (r->e[i] == 0.0) off[k++] = i;
  r->size = ROWS - k;
  for (size_t i = 0; i < k; i++) {
    for (size_t j = 0; j < k; j++)
      h[i * k + j] = t->gram[off[i] * ROWS + off[j]];
    memcpy(rows + i * N, t->dense + off[i] * N, N * sizeof *rows);
  }
  memcpy(solved, rows, k * N * sizeof *rows);
  const tame_status s = tame_la_cholesky(h, k);
  if (s >= 0 && k > 0) tame_la_cholesky_solve_many(solved, h, k, N);
  for (size_t i = 0; i < (size_t)N * N; i++)
    r->projector[i] = i % (N + 1) == 0 ? 1.0 : 0.0;
  if (k > 0)
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, N, N, (int)k, -1.0,
                rows, N, solved, N, 1.0, r->projector, N);
  free(h);
  free(rows);
  free(solved);
  return s;
}

/* All of R at lambda from the signs in r->e; false when the result is not
 * optimal: |u|_inf <= lambda/r and the signs of Dx are e. */
static inline bool reference_solve(reference *r, const problem *t,
                                   double lambda)
{
  const double *b = t->theta + 1;
  double force[N], y[N];
  if (project(r, t) < 0) return false;
  t->d.apply_t(force, r->e, 1, &t->d); /* D_S'e */
  for (size_t i = 0; i < N; i++) y[i] = b[i] - lambda * force[i];
  cblas_dgemv(CblasRowMajor, CblasNoTrans, N, N, 1.0, r->projector, N, y, 1,
              0.0, r->x, 1);
  for (size_t i = 0; i < N; i++) {
    const double *row = r->projector + i * N;
    r->jac[i * P] = -cblas_ddot(N, row, 1, force, 1);
    memcpy(r->jac + i * P + 1, row, N * sizeof *row);
    y[i] = b[i] - r->x[i];
  }
  dual_of(r->u, y, t);
  t->d.apply(r->z, r->x, 1, &t->d);
  bool optimal = true;
  for (size_t i = 0; i < ROWS; i++) {
    if (!(fabs(r->u[i]) <= lambda * (1.0 + 1e-7))) optimal = false;
    if (r->e[i] != 0.0 && !(r->e[i] * r->z[i] > 0.0)) optimal = false;
    if (r->e[i] == 0.0) r->z[i] = 0.0;
    r->u[i] /= t->r;
  }
  return optimal;
}

#endif
