/* SPDX-License-Identifier: MIT */
#include "tame/nonsmooth_data.h"

#include <gsl/gsl_cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/la.h"
#include "tame/rng.h"
#include "tame/stats.h"

/* out [n] <- A'(A x - b) */
static void smooth_gradient(double *out, const double *x, const tame_lasso *q)
{
  memcpy(out, q->atb, q->n * sizeof *out);
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)q->n, (int)q->n, 1.0, q->gram,
              (int)q->n, x, 1, -1.0, out, 1);
}

static double lasso_value(const double *x, void *ctx)
{
  tame_lasso *q = ctx;
  double sum = 0.0; /* x'A'A x/2 - x'A'b = x'(A'(A x - b) - A'b)/2 */
  smooth_gradient(q->work, x, q);
  for (size_t i = 0; i < q->n; i++)
    sum += 0.5 * x[i] * (q->work[i] - q->atb[i]) + q->lambda * fabs(x[i]);
  return sum + q->half_bb;
}

static void lasso_subgradient(double *v, const double *x, void *ctx)
{
  const tame_lasso *q = ctx;
  smooth_gradient(v, x, q);
  for (size_t i = 0; i < q->n; i++) v[i] += q->lambda * tame_sign(x[i], 0.0);
}

static double lasso_distance(const double *x, void *ctx)
{
  const tame_lasso *q = ctx;
  return tame_distance(x, q->minimiser, q->n);
}

static double lasso_residual(const double *x, void *ctx)
{
  tame_lasso *q = ctx;
  smooth_gradient(q->work, x, q);
  for (size_t i = 0; i < q->n; i++) {
    double *t = &q->work[i];
    if (x[i] != 0.0)
      *t += q->lambda * tame_sign(x[i], 0.0);
    else
      *t = tame_sign(*t, 0.0) * fmax(fabs(*t) - q->lambda, 0.0);
  }
  return tame_norm(q->work, q->n);
}

tame_nonsmooth tame_lasso_nonsmooth(tame_lasso *q)
{
  return (tame_nonsmooth){.n = q->n,
                          .value = lasso_value,
                          .subgradient = lasso_subgradient,
                          .distance = lasso_distance,
                          .residual = lasso_residual,
                          .ctx = q};
}

tame_status tame_lasso_tilted(double *x, const tame_lasso *q, const double *e)
{
  enum { LONGEST = 200000 };
  const double step = 1.0 / q->lipschitz;
  double *gradient = tame_vec(q->n);
  tame_status s = TAME_STALLED;
  memset(x, 0, q->n * sizeof *x);
  for (size_t k = 0; k < LONGEST && s == TAME_STALLED; k++) {
    double moved = 0.0, size = 1.0;
    smooth_gradient(gradient, x, q);
    for (size_t i = 0; i < q->n; i++) {
      const double t = x[i] - step * (gradient[i] + (e ? e[i] : 0.0));
      const double to =
          tame_sign(t, 0.0) * fmax(fabs(t) - step * q->lambda, 0.0);
      moved += fabs(to - x[i]);
      size += fabs(to);
      x[i] = to;
    }
    if (moved <= 1e-15 * size) s = TAME_OK;
  }
  free(gradient);
  return s;
}

/* --- set-up ---------------------------------------------------------------------- */

static bool is_finite(const double *x, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite(x[i])) return false;
  return true;
}

static tame_status solve(tame_lasso *q)
{
  double *w = tame_vec(q->n);
  tame_status s = tame_la_eigen_symmetric(w, NULL, q->gram, q->n);
  q->mu = w[0];
  q->lipschitz = w[q->n - 1];
  free(w);
  if (s != TAME_OK) return s;
  if (!(q->mu > 1e-12 * q->lipschitz)) return TAME_ESINGULAR;
  return tame_lasso_tilted(q->minimiser, q, NULL);
}

tame_status tame_lasso_init(tame_lasso *q, size_t m, size_t n, const double *a,
                            const double *b, double lambda)
{
  *q = (tame_lasso){0};
  if (m < 1 || n < 1 || !(lambda >= 0.0) || !isfinite(lambda) ||
      !is_finite(a, m * n) || !is_finite(b, m))
    return TAME_EINVAL;
  *q = (tame_lasso){.m = m, .n = n, .lambda = lambda};
  q->gram = tame_vec(n * n + 3 * n);
  q->atb = q->gram + n * n;
  q->minimiser = q->atb + n;
  q->work = q->minimiser + n;
  q->half_bb = 0.5 * cblas_ddot((int)m, b, 1, b, 1);
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)n, (int)n, (int)m,
              1.0, a, (int)n, a, (int)n, 0.0, q->gram, (int)n);
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)m, (int)n, 1.0, a, (int)n, b, 1,
              0.0, q->atb, 1);
  const tame_status s = solve(q);
  if (s != TAME_OK) tame_lasso_free(q);
  return s;
}

tame_status tame_lasso_random(tame_lasso *q, size_t m, size_t n, gsl_rng *rng)
{
  if (m < 1 || n < 1) return TAME_EINVAL;
  double *a = tame_vec(m * n), *b = tame_vec(m), largest = 0.0;
  tame_rng_normal(a, m * n, rng);
  tame_rng_normal(b, m, rng);
  for (size_t i = 0; i < m * n; i++) a[i] /= sqrt((double)m);
  for (size_t i = 0; i < m; i++) {
    b[i] *= 0.05;
    for (size_t j = 0; j < n && j < 5; j++)
      b[i] += a[i * n + j] * (j % 2 ? -1.0 : 1.0) * (1.0 + 0.5 * (double)j);
  }
  for (size_t j = 0; j < n; j++)
    largest = fmax(largest, fabs(cblas_ddot((int)m, a + j, (int)n, b, 1)));
  const tame_status s = tame_lasso_init(q, m, n, a, b, 0.1 * largest);
  free(a);
  free(b);
  return s;
}

void tame_lasso_free(tame_lasso *q)
{
  free(q->gram);
  *q = (tame_lasso){0};
}
