/* SPDX-License-Identifier: MIT */
/* The saddle operator B(x, u) = (H'(Hx - b) + mu x + K'u, -Kx + t + delta u). */
#include "tame/monotone.h"

#include <stdlib.h>

#include <gsl/gsl_cblas.h>

#include "monotone_parts.h"
#include "tame/base.h"

/* out <- (H'work + mu x + K'u, -K x + delta u), its part linear in (x, u);
 * work [r] holds H x less whatever is to be taken from it */
static void linear(double *out, const double *z, double mu, double delta,
                   const tame_op_saddle *q)
{
  const size_t n = q->n, m = q->m;
  const double *u = z + n;
  for (size_t j = 0; j < n; j++) out[j] = mu * z[j];
  for (size_t i = 0; i < m; i++) out[n + i] = delta * u[i];
  if (q->h)
    cblas_dgemv(CblasRowMajor, CblasTrans, (int)q->r, (int)n, 1.0, q->h, (int)n,
                q->work, 1, 1.0, out, 1);
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)m, (int)n, 1.0, q->k, (int)n, u,
              1, 1.0, out, 1);
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)m, (int)n, -1.0, q->k, (int)n,
              z, 1, 1.0, out + n, 1);
}

/* work <- work + H x */
static void add_h(const tame_op_saddle *q, const double *x)
{
  if (q->h)
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)q->r, (int)q->n, 1.0, q->h,
                (int)q->n, x, 1, 1.0, q->work, 1);
}

static void saddle_value(double *out, const double *z, const double *theta,
                         void *ctx)
{
  const tame_op_saddle *q = ctx;
  numbers_scaled(q->work, &q->b, theta, q->r, -1.0);
  add_h(q, z);
  linear(out, z, number(&q->mu, theta), number(&q->delta, theta), q);
  for (size_t i = 0; q->t && i < q->m; i++) out[q->n + i] += q->t[i];
}

static void saddle_jvp(double *out, const double *dz, const double *dtheta,
                       const double *z, const double *theta, void *ctx)
{
  const tame_op_saddle *q = ctx;
  const double dmu = number_change(&q->mu, dtheta);
  const double ddelta = number_change(&q->delta, dtheta);
  numbers_change(q->work, &q->b, dtheta, q->r, -1.0);
  add_h(q, dz);
  linear(out, dz, number(&q->mu, theta), number(&q->delta, theta), q);
  for (size_t j = 0; j < q->n; j++) out[j] += dmu * z[j];
  for (size_t i = 0; i < q->m; i++) out[q->n + i] += ddelta * z[q->n + i];
}

static void saddle_vjp(double *dz, double *dtheta, const double *v,
                       const double *z, const double *theta, void *ctx)
{
  const tame_op_saddle *q = ctx;
  const size_t n = q->n, m = q->m;
  const double mu = number(&q->mu, theta), delta = number(&q->delta, theta);
  const double *vu = v + n;
  for (size_t i = 0; i < q->r; i++) q->work[i] = 0.0;
  add_h(q, v);
  for (size_t j = 0; j < n; j++) dz[j] = mu * v[j];
  for (size_t i = 0; i < m; i++) dz[n + i] = delta * vu[i];
  if (q->h)
    cblas_dgemv(CblasRowMajor, CblasTrans, (int)q->r, (int)n, 1.0, q->h, (int)n,
                q->work, 1, 1.0, dz, 1);
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)m, (int)n, -1.0, q->k, (int)n, vu,
              1, 1.0, dz, 1);
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)m, (int)n, 1.0, q->k, (int)n, v,
              1, 1.0, dz + n, 1);
  if (!dtheta) return;
  number_add(dtheta, &q->mu, cblas_ddot((int)n, v, 1, z, 1));
  number_add(dtheta, &q->delta, cblas_ddot((int)m, vu, 1, z + n, 1));
  numbers_add(dtheta, &q->b, q->work, q->r, -1.0);
}

tame_status tame_op_saddle_init(tame_op_saddle *q)
{
  q->work = NULL;
  if (!q->h) q->r = 0;
  if (q->n == 0 || q->m == 0 || (q->h && q->r == 0) ||
      (q->h && !all_finite(q->h, q->r * q->n)) ||
      !all_finite(q->k, q->m * q->n) || (q->t && !all_finite(q->t, q->m)) ||
      !number_fits(&q->mu, q->p) || !number_fits(&q->delta, q->p) ||
      (q->h && !numbers_fit(&q->b, q->r, q->p)))
    return TAME_EINVAL;
  if (!q->h) q->b = (tame_params){TAME_FIXED, NULL};
  q->work = tame_vec(q->r);
  return TAME_OK;
}

void tame_op_saddle_free(tame_op_saddle *q)
{
  free(q->work);
  q->work = NULL;
}

tame_map tame_op_saddle_map(tame_op_saddle *q)
{
  return (tame_map){.n = q->n + q->m,
                    .p = q->p,
                    .value = saddle_value,
                    .jvp = saddle_jvp,
                    .vjp = saddle_vjp,
                    .ctx = q};
}
