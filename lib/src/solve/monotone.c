/* SPDX-License-Identifier: MIT */
/* Operators with one unknown: least squares, total variation, Huber. */
#include "tame/monotone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "monotone_parts.h"
#include "tame/base.h"
#include "tame/la.h"
#include "tame/tv_path.h"

enum { CHUNK = 128 }; /* columns of a Jacobian treated together */

/* y [rows] <- a M x + c y,  and its transpose */
static void times(double *y, double c, const double *m, const double *x,
                  double a, size_t rows, size_t cols)
{
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)rows, (int)cols, a, m,
              (int)cols, x, 1, c, y, 1);
}

static void times_t(double *y, double c, const double *m, const double *x,
                    double a, size_t rows, size_t cols)
{
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)rows, (int)cols, a, m, (int)cols,
              x, 1, c, y, 1);
}

/* --- least squares ------------------------------------------------------- */

/* out <- X' work + ridge w */
static void ls_finish(double *out, const double *w, double ridge,
                      const tame_op_least_squares *q)
{
  for (size_t j = 0; j < q->n; j++) out[j] = ridge * w[j];
  times_t(out, 1.0, q->x, q->work, 1.0, q->m, q->n);
}

static void ls_value(double *out, const double *w, const double *theta,
                     void *ctx)
{
  const tame_op_least_squares *q = ctx;
  numbers_scaled(q->work, &q->y, theta, q->m, -1.0);
  times(q->work, 1.0, q->x, w, 1.0, q->m, q->n);
  ls_finish(out, w, number(&q->ridge, theta), q);
}

static void ls_jvp(double *out, const double *dw, const double *dtheta,
                   const double *w, const double *theta, void *ctx)
{
  const tame_op_least_squares *q = ctx;
  const double dridge = number_change(&q->ridge, dtheta);
  numbers_change(q->work, &q->y, dtheta, q->m, -1.0);
  times(q->work, 1.0, q->x, dw, 1.0, q->m, q->n);
  ls_finish(out, dw, number(&q->ridge, theta), q);
  if (dridge != 0.0) cblas_daxpy((int)q->n, dridge, w, 1, out, 1);
}

static void ls_vjp(double *dw, double *dtheta, const double *u, const double *w,
                   const double *theta, void *ctx)
{
  const tame_op_least_squares *q = ctx;
  times(q->work, 0.0, q->x, u, 1.0, q->m, q->n);
  ls_finish(dw, u, number(&q->ridge, theta), q);
  if (!dtheta) return;
  number_add(dtheta, &q->ridge, cblas_ddot((int)q->n, u, 1, w, 1));
  numbers_add(dtheta, &q->y, q->work, q->m, -1.0);
}

/* X'(X jac - dy/dtheta) + ridge jac, CHUNK columns at a time, so that X jac
 * needs no more than the work. */
static void ls_piggyback(double *out, const double *jac, const double *w,
                         const double *theta, void *ctx)
{
  const tame_op_least_squares *q = ctx;
  const size_t m = q->m, n = q->n, p = q->p;
  const double ridge = number(&q->ridge, theta);
  for (size_t j = 0; j < p; j += CHUNK) {
    const size_t c = p - j < CHUNK ? p - j : CHUNK;
    memset(q->work, 0, m * c * sizeof *q->work);
    if (jac) tame_la_columns(q->work, c, false, q->x, m, n, jac + j, p, c);
    for (size_t i = 0; q->y.index != TAME_FIXED && i < m; i++) {
      const size_t column = q->y.index + i;
      if (column >= j && column < j + c) q->work[i * c + column - j] -= 1.0;
    }
    tame_la_columns(out + j, p, true, q->x, m, n, q->work, c, c);
  }
  for (size_t i = 0; jac && ridge != 0.0 && i < n * p; i++)
    out[i] += ridge * jac[i];
  for (size_t i = 0; i < n; i++) number_add(out + i * p, &q->ridge, w[i]);
}

tame_status tame_op_least_squares_init(tame_op_least_squares *q,
                                       const double *x, size_t m, size_t n,
                                       size_t p, tame_param ridge,
                                       tame_params y)
{
  *q = (tame_op_least_squares){m, n, p, x, ridge, y, NULL};
  if (m == 0 || n == 0 || !all_finite(x, m * n) || !number_fits(&ridge, p) ||
      !numbers_fit(&y, m, p))
    return TAME_EINVAL;
  q->work = tame_vec(m * (p < CHUNK ? p + 1 : CHUNK));
  return TAME_OK;
}

void tame_op_least_squares_free(tame_op_least_squares *q)
{
  free(q->work);
  q->work = NULL;
}

tame_map tame_op_least_squares_map(tame_op_least_squares *q)
{
  return (tame_map){.n = q->n,
                    .p = q->p,
                    .value = ls_value,
                    .jvp = ls_jvp,
                    .vjp = ls_vjp,
                    .piggyback = ls_piggyback,
                    .ctx = q};
}

/* --- total variation ----------------------------------------------------- */

static void tv_value(double *out, const double *u, const double *theta,
                     void *ctx)
{
  const tame_op_tv_dual *q = ctx;
  double *b = q->work + q->n;
  tame_tv_difference_t(q->work, u, q->n);
  numbers_scaled(b, &q->b, theta, q->n, 1.0);
  for (size_t i = 0; i < q->n; i++) q->work[i] -= b[i];
  tame_tv_difference(out, q->work, q->n);
}

static void tv_jvp(double *out, const double *du, const double *dtheta,
                   const double *u, const double *theta, void *ctx)
{
  const tame_op_tv_dual *q = ctx;
  double *db = q->work + q->n;
  (void)u;
  (void)theta;
  tame_tv_difference_t(q->work, du, q->n);
  numbers_change(db, &q->b, dtheta, q->n, 1.0);
  for (size_t i = 0; i < q->n; i++) q->work[i] -= db[i];
  tame_tv_difference(out, q->work, q->n);
}

static void tv_vjp(double *du, double *dtheta, const double *v, const double *u,
                   const double *theta, void *ctx)
{
  const tame_op_tv_dual *q = ctx;
  (void)u;
  (void)theta;
  tame_tv_difference_t(q->work, v, q->n);
  tame_tv_difference(du, q->work, q->n);
  if (dtheta) numbers_add(dtheta, &q->b, q->work, q->n, -1.0);
}

/* Row i of the Jacobian of D'u - b, minus the one before it. */
static void tv_piggyback(double *out, const double *jac, const double *u,
                         const double *theta, void *ctx)
{
  const tame_op_tv_dual *q = ctx;
  const size_t rows = q->n - 1, p = q->p;
  (void)u;
  (void)theta;
  memset(out, 0, rows * p * sizeof *out);
  for (size_t k = 0; k < rows; k++) {
    double *row = out + k * p;
    const double *here = jac ? jac + k * p : NULL;
    for (size_t j = 0; jac && j < p; j++) row[j] = 2.0 * here[j];
    for (size_t j = 0; jac && k > 0 && j < p; j++) row[j] -= (here - p)[j];
    for (size_t j = 0; jac && k + 1 < rows && j < p; j++)
      row[j] -= (here + p)[j];
    if (q->b.index == TAME_FIXED) continue;
    row[q->b.index + k] += 1.0;
    row[q->b.index + k + 1] -= 1.0;
  }
}

tame_status tame_op_tv_dual_init(tame_op_tv_dual *q, size_t n, size_t p,
                                 tame_params b)
{
  *q = (tame_op_tv_dual){n, p, b, NULL};
  if (n < 2 || !numbers_fit(&b, n, p)) return TAME_EINVAL;
  q->work = tame_vec(2 * n);
  return TAME_OK;
}

void tame_op_tv_dual_free(tame_op_tv_dual *q)
{
  free(q->work);
  q->work = NULL;
}

tame_map tame_op_tv_dual_map(tame_op_tv_dual *q)
{
  return (tame_map){.n = q->n - 1,
                    .p = q->p,
                    .value = tv_value,
                    .jvp = tv_jvp,
                    .vjp = tv_vjp,
                    .piggyback = tv_piggyback,
                    .ctx = q};
}

/* --- Huber --------------------------------------------------------------- */

/* work <- (Xw - t)/delta */
static void huber_ratio(const tame_op_huber *q, const double *w, double delta)
{
  for (size_t i = 0; i < q->m; i++) q->work[i] = -q->t[i];
  times(q->work, 1.0, q->x, w, 1.0, q->m, q->n);
  for (size_t i = 0; i < q->m; i++) q->work[i] /= delta;
}

/* Derivative of the clip at r. */
static double inside(double r, double at_kink)
{
  return fabs(r) < 1.0 ? 1.0 : fabs(r) > 1.0 ? 0.0 : at_kink;
}

static void huber_value(double *out, const double *w, const double *theta,
                        void *ctx)
{
  const tame_op_huber *q = ctx;
  const double mu = number(&q->mu, theta);
  huber_ratio(q, w, number(&q->delta, theta));
  for (size_t i = 0; i < q->m; i++)
    q->work[i] = fmin(fmax(q->work[i], -1.0), 1.0);
  for (size_t j = 0; j < q->n; j++) out[j] = mu * w[j];
  times_t(out, 1.0, q->x, q->work, 1.0, q->m, q->n);
}

/* The clip's derivative is inside (X dw/delta - r ddelta/delta). */
static void huber_jvp(double *out, const double *dw, const double *dtheta,
                      const double *w, const double *theta, void *ctx)
{
  const tame_op_huber *q = ctx;
  const double delta = number(&q->delta, theta), mu = number(&q->mu, theta);
  const double ddelta = number_change(&q->delta, dtheta);
  const double dmu = number_change(&q->mu, dtheta);
  huber_ratio(q, w, delta);
  for (size_t i = 0; i < q->m; i++) {
    const double xdw = cblas_ddot((int)q->n, q->x + i * q->n, 1, dw, 1);
    const double r = q->work[i];
    q->work[i] = inside(r, q->at_kink) * (xdw - r * ddelta) / delta;
  }
  for (size_t j = 0; j < q->n; j++) out[j] = mu * dw[j] + dmu * w[j];
  times_t(out, 1.0, q->x, q->work, 1.0, q->m, q->n);
}

static void huber_vjp(double *dw, double *dtheta, const double *u,
                      const double *w, const double *theta, void *ctx)
{
  const tame_op_huber *q = ctx;
  const double delta = number(&q->delta, theta), mu = number(&q->mu, theta);
  double ddelta = 0.0;
  huber_ratio(q, w, delta);
  for (size_t i = 0; i < q->m; i++) {
    const double xu = cblas_ddot((int)q->n, q->x + i * q->n, 1, u, 1);
    const double r = q->work[i];
    q->work[i] = inside(r, q->at_kink) * xu / delta;
    ddelta -= r * q->work[i];
  }
  for (size_t j = 0; j < q->n; j++) dw[j] = mu * u[j];
  times_t(dw, 1.0, q->x, q->work, 1.0, q->m, q->n);
  if (!dtheta) return;
  number_add(dtheta, &q->delta, ddelta);
  number_add(dtheta, &q->mu, cblas_ddot((int)q->n, u, 1, w, 1));
}

tame_status tame_op_huber_init(tame_op_huber *q)
{
  q->work = NULL;
  if (q->m == 0 || q->n == 0 || !all_finite(q->x, q->m * q->n) ||
      !all_finite(q->t, q->m) || !number_fits(&q->delta, q->p) ||
      !number_fits(&q->mu, q->p) || !(q->at_kink >= 0.0 && q->at_kink <= 1.0))
    return TAME_EINVAL;
  q->work = tame_vec(q->m);
  return TAME_OK;
}

void tame_op_huber_free(tame_op_huber *q)
{
  free(q->work);
  q->work = NULL;
}

tame_map tame_op_huber_map(tame_op_huber *q)
{
  return (tame_map){.n = q->n,
                    .p = q->p,
                    .value = huber_value,
                    .jvp = huber_jvp,
                    .vjp = huber_vjp,
                    .ctx = q};
}
