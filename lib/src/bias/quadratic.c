/* SPDX-License-Identifier: MIT */
#include "tame/bias_quadratic.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/la.h"
#include "tame/stats.h"

static tame_status check(const tame_bias_quadratic *q)
{
  return q->p > 0.0 && q->p < 1.0 ? TAME_OK : TAME_EINVAL;
}

/* y [n] <- A x, A [n x n] symmetric */
static void times(double *y, const double *a, const double *x, size_t n)
{
  const int m = (int)n;
  cblas_dsymv(CblasRowMajor, CblasUpper, m, 1.0, a, m, x, 1, 0.0, y, 1);
}

/* h [n x n] <- p H0 + (1-p) H1 */
static void mixed_hessian(double *h, const tame_bias_quadratic *q)
{
  for (size_t i = 0; i < q->n * q->n; i++)
    h[i] = q->p * q->h0[i] + (1.0 - q->p) * q->h1[i];
}

/* force [n] <- p H0 (theta0 - theta1) = -grad L(theta1); takes work [n] */
static void force_at_theta1(double *force, double *work,
                            const tame_bias_quadratic *q)
{
  for (size_t i = 0; i < q->n; i++) work[i] = q->theta0[i] - q->theta1[i];
  times(force, q->h0, work, q->n);
  cblas_dscal((int)q->n, q->p, force, 1);
}

void tame_bias_quadratic_gradients(double *g0, double *g1, const double *theta,
                                   const tame_bias_quadratic *q)
{
  double *u = tame_vec(q->n);
  for (size_t i = 0; i < q->n; i++) u[i] = theta[i] - q->theta0[i];
  times(g0, q->h0, u, q->n);
  for (size_t i = 0; i < q->n; i++) u[i] = theta[i] - q->theta1[i];
  times(g1, q->h1, u, q->n);
  free(u);
}

tame_status tame_bias_quadratic_minimiser(double *theta_star,
                                          const tame_bias_quadratic *q)
{
  TAME_TRY(check(q));
  double *h = tame_vec(q->n * (q->n + 1)), *work = h + q->n * q->n;
  mixed_hessian(h, q);
  force_at_theta1(theta_star, work, q);
  const tame_status s = tame_la_cholesky(h, q->n);
  if (s == TAME_OK) {
    tame_la_cholesky_solve(theta_star, h, q->n);
    for (size_t i = 0; i < q->n; i++) theta_star[i] += q->theta1[i];
  }
  free(h);
  return s;
}

/* m [n x n] <- M */
static void adverse_matrix(double *m, const tame_bias_quadratic *q)
{
  const int n = (int)q->n;
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1.0 - q->p,
              q->h1, n, q->h1, n, 0.0, m, n);
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 0.5 * q->p,
              q->h0, n, q->h1, n, 1.0, m, n);
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 0.5 * q->p,
              q->h1, n, q->h0, n, 1.0, m, n);
}

tame_status tame_bias_quadratic_adverse(double *centre, double *shape,
                                        double *volume,
                                        const tame_bias_quadratic *q)
{
  TAME_TRY(check(q));
  const size_t n = q->n;
  double *m = tame_vec(n * (n + 2)), *b = m + n * n, *c = b + n;
  adverse_matrix(m, q);
  if (shape) memcpy(shape, m, n * n * sizeof *m);
  force_at_theta1(c, b, q);
  times(b, q->h1, c, n); /* b = p H1 H0 v */
  memcpy(c, b, n * sizeof *c);
  const tame_status s = tame_la_cholesky(m, n);
  if (s == TAME_OK) {
    double root = 1.0; /* sqrt(det M) */
    tame_la_cholesky_solve(c, m, n);
    /* c holds M^-1 b, twice the centre; the level is b'M^-1 b/4 */
    const double level = 0.25 * cblas_ddot((int)n, c, 1, b, 1);
    for (size_t i = 0; i < n; i++) root *= m[i * n + i];
    *volume = pow(level, 0.5 * (double)n) / root;
    for (size_t i = 0; i < n && centre; i++)
      centre[i] = q->theta1[i] + 0.5 * c[i];
  }
  free(m);
  return s;
}

tame_status tame_bias_quadratic_spectrum(double *lo, double *hi,
                                         const tame_bias_quadratic *q)
{
  TAME_TRY(check(q));
  double *h = tame_vec(q->n * (q->n + 1)), *w = h + q->n * q->n;
  mixed_hessian(h, q);
  const tame_status s = tame_la_eigen_symmetric(w, NULL, h, q->n);
  if (s == TAME_OK && lo) *lo = w[0];
  if (s == TAME_OK && hi) *hi = w[q->n - 1];
  free(h);
  return s;
}

/* |(1 - e^{-t w_i}) a_i| */
static double distance_at(double t, const double *w, const double *a, size_t n)
{
  double sum = 0.0;
  for (size_t i = 0; i < n; i++) {
    const double x = -expm1(-t * w[i]) * a[i];
    sum += x * x;
  }
  return sqrt(sum);
}

/* The t at which the increasing distance is DELTA, below its limit. */
static double reach(double delta, const double *w, const double *a, size_t n)
{
  double lo = 0.0, hi = 1.0 / w[n - 1];
  while (distance_at(hi, w, a, n) < delta && isfinite(hi)) hi *= 2.0;
  while (hi - lo > 2.0 * DBL_EPSILON * hi) {
    const double t = 0.5 * (lo + hi);
    if (t <= lo || t >= hi) break;
    if (distance_at(t, w, a, n) < delta)
      lo = t;
    else
      hi = t;
  }
  return hi;
}

tame_status tame_bias_quadratic_time(double *t, double delta,
                                     const tame_bias_quadratic *q)
{
  TAME_TRY(check(q));
  const size_t n = q->n;
  double *h = tame_vec(2 * n * n + 3 * n), *v = h + n * n, *w = v + n * n;
  double *gap = w + n, *a = gap + n;
  mixed_hessian(h, q);
  tame_status s = tame_la_eigen_symmetric(w, v, h, n);
  if (s == TAME_OK) s = tame_bias_quadratic_minimiser(gap, q);
  if (s == TAME_OK) {
    for (size_t i = 0; i < n; i++) gap[i] -= q->theta1[i];
    cblas_dgemv(CblasRowMajor, CblasTrans, (int)n, (int)n, 1.0, v, (int)n, gap,
                1, 0.0, a, 1);
    *t = delta <= 0.0                 ? 0.0
         : delta >= tame_norm(gap, n) ? (double)INFINITY
                                      : reach(delta, w, a, n);
  }
  free(h);
  return s;
}
