/* SPDX-License-Identifier: MIT */
/* The problem of covariance.c: data, algorithm, and the limit with its
 * derivative by other means than iteration.
 *
 *     min_X  <C, X> - log det X + lambda |X|_1,   X [d x d], diagonal included.
 *
 * T: off-diagonal pairs non-zero with probability 0.1, then +-(0.2 + 0.3 U),
 * plus (max(0, -lambda_min) + 0.5) I; C = Y'Y/(10 d) from 10 d samples of
 * N(0, T^{-1}); lambda = 0.2 max_{i<j} |C_ij|.  gamma = 1.  All is our choice.
 *
 * With S = supp X, Sigma = X^{-1}, Newton's method on S solves
 *     (Sigma dX Sigma)_ij = -(C - Sigma + lambda sign X)_ij,   (i, j) in S,
 * for dX supported on S, and dX/dlambda has -sign X_ij on the right.  Then
 *     Z = X + gamma (Sigma - C),  dZ/dlambda = dX - gamma Sigma dX Sigma. */
#ifndef COVARIANCE_PROBLEM_H
#define COVARIANCE_PROBLEM_H

#include <stdbool.h>

#include <gsl/gsl_cblas.h>

#include "curves.h"
#include "tame/la.h"
#include "tame/prox.h"
#include "tame/prox_matrix.h"
#include "tame/rng.h"
#include "tame/splitting.h"

static const double GAMMA = 1.0, DIFFERENCE = 1e-5;

typedef struct {
  size_t d, n; /* n = d^2 */
  double *c;   /* [n] */
  double lambda;
} problem;

/* t [n] <- T */
static inline void draw_precision(double *t, size_t d, gsl_rng *rng)
{
  double *w = tame_vec(d);
  for (size_t i = 0; i < d; i++) {
    for (size_t j = i + 1; j < d; j++) {
      double u[3];
      tame_rng_uniform(u, 3, 0.0, 1.0, rng);
      const double size = u[0] < 0.1 ? 0.2 + 0.3 * u[1] : 0.0;
      t[i * d + j] = t[j * d + i] = u[2] < 0.5 ? size : -size;
    }
  }
  TAME_REQUIRE(tame_la_eigen_symmetric(w, NULL, t, d) == TAME_OK);
  for (size_t i = 0; i < d; i++) t[i * d + i] = fmax(0.0, -w[0]) + 0.5;
  free(w);
}

static inline problem problem_begin(size_t d, size_t rep, const tame_run *run)
{
  const size_t samples = 10 * d;
  problem p = {d, d * d, tame_vec(d * d), 0.0};
  double *t = tame_vec(d * d), *y = tame_vec(samples * d);
  gsl_rng *rng = tame_run_rng(run, "data", rep);
  draw_precision(t, d, rng);
  tame_rng_normal(y, samples * d, rng);
  gsl_rng_free(rng);
  /* T = U'U, and U^{-1} g has covariance T^{-1} */
  TAME_REQUIRE(tame_la_cholesky(t, d) == TAME_OK);
  for (size_t i = 0; i < samples; i++)
    cblas_dtrsv(CblasRowMajor, CblasUpper, CblasNoTrans, CblasNonUnit, (int)d,
                t, (int)d, y + i * d, 1);
  cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, (int)d, (int)samples,
              1.0 / (double)samples, y, (int)d, 0.0, p.c, (int)d);
  tame_la_mirror(p.c, d);
  for (size_t i = 0; i < d; i++)
    for (size_t j = i + 1; j < d; j++)
      p.lambda = fmax(p.lambda, 0.2 * fabs(p.c[i * d + j]));
  free(t);
  free(y);
  return p;
}

/* Douglas-Rachford with the soft threshold first, theta = lambda; the
 * derivative of the soft threshold at a tie is 0. */
typedef struct {
  tame_prox_l1 threshold;
  tame_prox_logdet *logdet;
  tame_splitting *splitting;
  tame_map map, prox; /* prox: X from Z */
} algorithm;

static inline tame_status algorithm_begin(algorithm *w, const problem *p)
{
  const tame_params c = {.index = TAME_FIXED, .fixed = p->c};
  *w = (algorithm){.logdet = tame_prox_logdet_alloc(p->d),
                   .splitting = tame_splitting_alloc()};
  TAME_TRY(tame_prox_l1_init(&w->threshold, p->n, 1, tame_param_theta(0), GAMMA,
                             (tame_kink){.at_kink = 0.0}));
  TAME_TRY(tame_prox_logdet_init(w->logdet, 1, c, GAMMA));
  const tame_map logdet = tame_prox_logdet_map(w->logdet);
  w->prox = tame_prox_l1_map(&w->threshold);
  TAME_TRY(tame_douglas_rachford_init(w->splitting, &w->prox, &logdet, 1.0));
  w->map = tame_splitting_map(w->splitting);
  return TAME_OK;
}

static inline void algorithm_end(algorithm *w)
{
  tame_prox_logdet_free(w->logdet);
  tame_splitting_free(w->splitting);
}

/* --- the reference ----------------------------------------------------------- */

typedef struct {
  size_t d, n, pairs;       /* pairs i <= j in S */
  size_t *row, *col;        /* [pairs] */
  double *x, *z, *jx, *jz;  /* [n] each: limits and derivatives in lambda */
  double *e;                /* [n] sign of X */
  double *sigma, *work;     /* [n] */
  double *lu, *rhs, *spare; /* [pairs^2], [pairs] */
  int *pivot;
} reference;

/* The support and the signs from Z. */
static inline reference *reference_begin(const problem *p, const double *z,
                                         double lambda)
{
  const size_t n = p->n, d = p->d;
  reference *r = tame_calloc(1, sizeof *r);
  r->d = d;
  r->n = n;
  r->x = tame_vec(7 * n);
  double **part[] = {&r->z, &r->jx, &r->jz, &r->e, &r->sigma, &r->work};
  for (size_t i = 0; i < 6; i++) *part[i] = r->x + (i + 1) * n;
  r->row = tame_calloc(n, sizeof *r->row);
  r->col = tame_calloc(n, sizeof *r->col);
  for (size_t i = 0; i < d; i++) {
    for (size_t j = i; j < d; j++) {
      const double v = z[i * d + j], size = fabs(v) - GAMMA * lambda;
      if (!(size > 0.0)) continue;
      r->e[i * d + j] = r->e[j * d + i] = v > 0.0 ? 1.0 : -1.0;
      r->x[i * d + j] = r->x[j * d + i] = v > 0.0 ? size : -size;
      r->row[r->pairs] = i;
      r->col[r->pairs++] = j;
    }
  }
  r->lu = tame_vec(r->pairs * r->pairs);
  r->rhs = tame_vec(r->pairs);
  r->spare = tame_vec(r->pairs);
  r->pivot = tame_calloc(r->pairs, sizeof *r->pivot);
  return r;
}

static inline void reference_end(reference *r)
{
  free(r->x);
  free(r->row);
  free(r->col);
  free(r->lu);
  free(r->rhs);
  free(r->spare);
  free(r->pivot);
  free(r);
}

/* Sigma at X, and the factors of dX -> (Sigma dX Sigma) on S. */
static inline tame_status factor(reference *r)
{
  const size_t d = r->d, m = r->pairs;
  memcpy(r->work, r->x, r->n * sizeof *r->work);
  TAME_TRY(tame_la_cholesky(r->work, d));
  for (size_t i = 0; i < r->n; i++) r->sigma[i] = i % (d + 1) == 0 ? 1.0 : 0.0;
  tame_la_cholesky_solve_many(r->sigma, r->work, d, d);
  for (size_t a = 0; a < m; a++) {
    const double *si = r->sigma + r->row[a] * d, *sj = r->sigma + r->col[a] * d;
    for (size_t b = 0; b < m; b++) {
      const size_t k = r->row[b], l = r->col[b];
      r->lu[a * m + b] = si[k] * sj[l] + (k < l ? si[l] * sj[k] : 0.0);
    }
  }
  return tame_la_lu(r->lu, r->pivot, m);
}

/* dx [n] <- the matrix on S with Sigma dX Sigma = rhs there; the largest entry
 * is returned */
static inline double solve(double *dx, reference *r)
{
  double top = 0.0;
  tame_la_lu_solve(r->rhs, r->lu, r->pivot, r->pairs);
  memset(dx, 0, r->n * sizeof *dx);
  for (size_t a = 0; a < r->pairs; a++) {
    const size_t i = r->row[a], j = r->col[a];
    dx[i * r->d + j] = dx[j * r->d + i] = r->rhs[a];
    top = fmax(top, fabs(r->rhs[a]));
  }
  return top;
}

/* Newton from r->x on the support, until dX < 1e-14 or no longer shrinks. */
static inline tame_status newton(reference *r, const problem *p, double lambda)
{
  double last = INFINITY;
  for (int k = 0; k < 30; k++) {
    TAME_TRY(factor(r));
    for (size_t a = 0; a < r->pairs; a++) {
      const size_t at = r->row[a] * r->d + r->col[a];
      r->rhs[a] = -(p->c[at] - r->sigma[at] + lambda * r->e[at]);
    }
    const double move = solve(r->jx, r);
    cblas_daxpy((int)r->n, 1.0, r->jx, 1, r->x, 1);
    if (move < 1e-14 || (move < 1e-12 && move >= 0.5 * last)) break;
    last = move;
  }
  return factor(r);
}

/* b <- Sigma a Sigma */
static inline void sandwich(double *b, const double *a, reference *r)
{
  const int d = (int)r->d;
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, d, d, d, 1.0, r->sigma,
              d, a, d, 0.0, r->work, d);
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, d, d, d, 1.0, r->work,
              d, r->sigma, d, 0.0, b, d);
}

/* All of R at lambda, from its support and a start in r->x; false when the
 * result is not optimal: |C - Sigma| <= lambda off S, signs on S. */
static inline bool reference_solve(reference *r, const problem *p,
                                   double lambda)
{
  if (newton(r, p, lambda) < 0) return false;
  for (size_t a = 0; a < r->pairs; a++)
    r->rhs[a] = -r->e[r->row[a] * r->d + r->col[a]];
  solve(r->jx, r);
  sandwich(r->jz, r->jx, r);
  bool optimal = true;
  for (size_t i = 0; i < r->n; i++) {
    r->jz[i] = r->jx[i] - GAMMA * r->jz[i];
    r->z[i] = r->x[i] + GAMMA * (r->sigma[i] - p->c[i]);
    if (r->e[i] == 0.0 &&
        !(fabs(p->c[i] - r->sigma[i]) <= lambda * (1.0 + 1e-9)))
      optimal = false;
    if (r->e[i] != 0.0 && !(r->e[i] * r->x[i] > 0.0)) optimal = false;
  }
  return optimal;
}

#endif
