/* SPDX-License-Identifier: MIT */
#include "tame/nonsmooth_data.h"

#include <gsl/gsl_cblas.h>
#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/inexact.h"
#include "tame/la.h"
#include "tame/rng.h"
#include "tame/stats.h"

/* work [m] <- <a_i, x> */
static void products(const double *x, tame_phase *q)
{
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)q->m, (int)q->n, 1.0, q->a,
              (int)q->n, x, 1, 0.0, q->work, 1);
}

static double phase_value(const double *x, void *ctx)
{
  tame_phase *q = ctx;
  double sum = 0.0;
  products(x, q);
  for (size_t i = 0; i < q->m; i++) {
    const double r = q->work[i] * q->work[i] - q->b[i];
    sum += q->robust ? fabs(r) : 0.25 * r * r;
  }
  return sum / (double)q->m;
}

static void phase_subgradient(double *v, const double *x, void *ctx)
{
  tame_phase *q = ctx;
  products(x, q);
  for (size_t i = 0; i < q->m; i++) {
    const double z = q->work[i], r = z * z - q->b[i];
    q->work[i] = q->robust ? 2.0 * tame_sign(r, 0.0) * z : r * z;
  }
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)q->m, (int)q->n,
              1.0 / (double)q->m, q->a, (int)q->n, q->work, 1, 0.0, v, 1);
}

static double phase_distance(const double *x, void *ctx)
{
  const tame_phase *q = ctx;
  double same = 0.0, other = 0.0;
  for (size_t i = 0; i < q->n; i++) {
    same += (x[i] - q->target[i]) * (x[i] - q->target[i]);
    other += (x[i] + q->target[i]) * (x[i] + q->target[i]);
  }
  return sqrt(fmin(same, other));
}

static double phase_residual(const double *x, void *ctx)
{
  tame_phase *q = ctx;
  phase_subgradient(q->scratch, x, q);
  return tame_norm(q->scratch, q->n);
}

tame_nonsmooth tame_phase_nonsmooth(tame_phase *q)
{
  return (tame_nonsmooth){.n = q->n,
                          .value = phase_value,
                          .subgradient = phase_subgradient,
                          .distance = phase_distance,
                          .residual = q->robust ? NULL : phase_residual,
                          .ctx = q};
}

tame_status tame_phase_random(tame_phase *q, size_t m, size_t n, bool robust,
                              gsl_rng *rng)
{
  *q = (tame_phase){0};
  if (n < 1 || m < n) return TAME_EINVAL;
  *q = (tame_phase){.m = m, .n = n, .robust = robust};
  q->a = tame_vec(m * n + 2 * m + 2 * n);
  q->b = q->a + m * n;
  q->work = q->b + m;
  q->target = q->work + m;
  q->scratch = q->target + n;
  tame_rng_normal(q->a, m * n, rng);
  tame_sphere(q->target, n, rng);
  products(q->target, q);
  for (size_t i = 0; i < m; i++) q->b[i] = q->work[i] * q->work[i];
  return TAME_OK;
}

void tame_phase_free(tame_phase *q)
{
  free(q->a);
  *q = (tame_phase){0};
}

tame_status tame_phase_hessian(double *w, double *v, const tame_phase *q)
{
  double *h = tame_vec(q->n * q->n), *scaled = tame_vec(q->m * q->n);
  for (size_t i = 0; i < q->m; i++)
    for (size_t j = 0; j < q->n; j++)
      scaled[i * q->n + j] = q->a[i * q->n + j] * q->b[i];
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)q->n, (int)q->n,
              (int)q->m, 2.0 / (double)q->m, q->a, (int)q->n, scaled, (int)q->n,
              0.0, h, (int)q->n);
  const tame_status s = tame_la_eigen_symmetric(w, v, h, q->n);
  free(h);
  free(scaled);
  return s;
}
