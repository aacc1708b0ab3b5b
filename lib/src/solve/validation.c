/* SPDX-License-Identifier: MIT */
#include "tame/validation.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/diff.h"

typedef struct {
  tame_inclusion *q;
  const double *x, *y; /* [rows x k], [rows] */
  size_t rows, k;
  double *theta;    /* [p]; head of the block */
  double *point;    /* [n] last solution, the next start */
  double *u;        /* [n] dL/dx */
  double *gradient; /* [p] */
  double *residual; /* [rows] */
} fold;

struct tame_validation {
  size_t n_folds, rows;
  tame_residual_loss loss;
  fold *folds;
};

tame_validation *tame_validation_alloc(size_t n_folds, tame_residual_loss loss)
{
  TAME_REQUIRE(n_folds >= 1);
  tame_validation *v = tame_calloc(1, sizeof *v);
  v->n_folds = n_folds;
  v->loss = loss;
  v->folds = tame_calloc(n_folds, sizeof *v->folds);
  return v;
}

void tame_validation_free(tame_validation *v)
{
  if (!v) return;
  for (size_t f = 0; f < v->n_folds; f++) free(v->folds[f].theta);
  free(v->folds);
  free(v);
}

static bool all_finite(const double *x, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite(x[i])) return false;
  return true;
}

tame_status tame_validation_set(tame_validation *v, size_t f, tame_inclusion *q,
                                const double *theta, const double *x,
                                const double *y, size_t rows, size_t k)
{
  const size_t n = tame_inclusion_n(q), p = tame_inclusion_p(q);
  if (f >= v->n_folds || rows == 0 || k == 0 || k > n || p < 2 ||
      !all_finite(theta, p) || !all_finite(x, rows * k) || !all_finite(y, rows))
    return TAME_EINVAL;
  fold *d = &v->folds[f];
  v->rows -= d->rows;
  free(d->theta);
  *d = (fold){.q = q, .x = x, .y = y, .rows = rows, .k = k};
  d->theta = tame_vec(2 * p + 2 * n + rows);
  d->point = d->theta + p;
  d->u = d->point + n;
  d->gradient = d->u + n;
  d->residual = d->gradient + p;
  memcpy(d->theta, theta, p * sizeof *theta);
  v->rows += rows;
  return TAME_OK;
}

/* Adds the fold's share of L at x and sets u. */
static void add_loss(double *loss, fold *d, const double *x,
                     const tame_validation *v)
{
  const double share = 1.0 / (double)v->rows;
  memcpy(d->residual, d->y, d->rows * sizeof *d->y);
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)d->rows, (int)d->k, 1.0, d->x,
              (int)d->k, x, 1, -1.0, d->residual, 1);
  for (size_t i = 0; i < d->rows; i++) {
    const double r = d->residual[i];
    if (v->loss == TAME_SQUARE) {
      *loss += share * r * r;
      d->residual[i] = share * 2.0 * r;
    } else {
      const double root = sqrt(1.0 + r * r);
      *loss += share * r * r / (1.0 + root); /* root - 1 */
      d->residual[i] = share * r / root;
    }
  }
  memset(d->u, 0, tame_inclusion_n(d->q) * sizeof *d->u);
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)d->rows, (int)d->k, 1.0, d->x,
              (int)d->k, d->residual, 1, 0.0, d->u, 1);
}

static tame_status implicit(double *loss, bool with_gradient, fold *d,
                            const tame_validation *v)
{
  const tame_status s = tame_inclusion_solve(d->point, d->theta, d->q);
  if (s < 0) return s;
  if (s != TAME_CONVERGED) return TAME_MAX_ITER;
  add_loss(loss, d, d->point, v);
  if (!with_gradient) return TAME_OK;
  return tame_diff_implicit_vjp(d->gradient, d->u, d->point, d->theta,
                                tame_inclusion_map(d->q));
}

static tame_status unrolled(double *loss, bool with_gradient, size_t steps,
                            fold *d, const tame_validation *v)
{
  TAME_TRY(tame_inclusion_prepare(d->theta, d->q));
  double *start = tame_vec(tame_inclusion_n(d->q));
  tame_trajectory *t =
      tame_trajectory_alloc(tame_inclusion_map(d->q), steps, false);
  tame_trajectory_init(t, start);
  tame_status s = TAME_OK;
  for (size_t k = 0; k < steps && s == TAME_OK; k++)
    s = tame_trajectory_step(t, d->theta);
  if (s == TAME_OK) {
    add_loss(loss, d, tame_trajectory_last(t), v);
    if (with_gradient)
      s = tame_diff_reverse(d->gradient, NULL, t, steps, d->u, d->theta);
  }
  tame_trajectory_free(t);
  free(start);
  return s;
}

tame_status tame_validation_loss(double *loss, double *gradient,
                                 const double *z, size_t unroll,
                                 tame_validation *v)
{
  *loss = 0.0;
  if (gradient) gradient[0] = gradient[1] = 0.0;
  if (!all_finite(z, 2)) return TAME_EINVAL;
  for (size_t f = 0; f < v->n_folds; f++) {
    fold *d = &v->folds[f];
    if (!d->theta) return TAME_EINVAL;
    d->theta[0] = exp(z[0]);
    d->theta[1] = exp(z[1]);
    const bool with = gradient != NULL;
    const tame_status s = unroll == 0 ? implicit(loss, with, d, v)
                                      : unrolled(loss, with, unroll, d, v);
    if (s != TAME_OK) return s;
    for (size_t j = 0; with && j < 2; j++)
      gradient[j] += d->theta[j] * d->gradient[j];
  }
  return TAME_OK;
}
