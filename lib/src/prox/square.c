/* SPDX-License-Identifier: MIT */
#include "tame/prox.h"

#include "common.h"

/* R = v/c + s b with c = 1 + gamma weight and s = gamma weight/c. */
typedef struct {
  double c, s;
  const double *b; /* [n] or NULL */
} numbers;

static numbers numbers_at(const tame_prox_square *q, const double *theta)
{
  const double t = q->gamma * weight_value(q->weight, theta);
  return (numbers){1.0 + t, t / (1.0 + t), params_value(q->b, theta)};
}

static double entry_of(const numbers *w, const double *v, size_t i)
{
  return v[i] / w->c + (w->b ? w->s * w->b[i] : 0.0);
}

/* dR/dweight = gamma (b - R)/c */
static double weight_slope(const tame_prox_square *q, const numbers *w,
                           const double *v, size_t i)
{
  const double b = w->b ? w->b[i] : 0.0;
  return q->gamma * (b - entry_of(w, v, i)) / w->c;
}

static void value(double *xnew, const double *v, const double *theta, void *ctx)
{
  const tame_prox_square *q = ctx;
  const numbers w = numbers_at(q, theta);
  for (size_t i = 0; i < q->n; i++) xnew[i] = entry_of(&w, v, i);
}

static void jvp(double *dxnew, const double *dx, const double *dtheta,
                const double *v, const double *theta, void *ctx)
{
  const tame_prox_square *q = ctx;
  const numbers w = numbers_at(q, theta);
  const double dweight = param_direction(q->weight, dtheta);
  const bool has_b = q->b.index != TAME_FIXED && dtheta;
  for (size_t i = 0; i < q->n; i++) {
    dxnew[i] = dx[i] / w.c + weight_slope(q, &w, v, i) * dweight;
    if (has_b) dxnew[i] += w.s * dtheta[q->b.index + i];
  }
}

static void vjp(double *dx, double *dtheta, const double *u, const double *v,
                const double *theta, void *ctx)
{
  const tame_prox_square *q = ctx;
  const numbers w = numbers_at(q, theta);
  const bool has_b = q->b.index != TAME_FIXED && dtheta;
  double sum = 0.0;
  for (size_t i = 0; i < q->n; i++) {
    dx[i] = u[i] / w.c;
    sum += weight_slope(q, &w, v, i) * u[i];
    if (has_b) dtheta[q->b.index + i] += w.s * u[i];
  }
  param_cotangent(dtheta, q->weight, sum);
}

static void piggyback(double *jac_new, const double *jac, const double *v,
                      const double *theta, void *ctx)
{
  const tame_prox_square *q = ctx;
  const size_t p = q->p;
  const numbers w = numbers_at(q, theta);
  for (size_t i = 0; i < q->n; i++) {
    double *row = jac_new + i * p;
    scale_row(row, jac ? jac + i * p : NULL, 1.0 / w.c, p);
    param_cotangent(row, q->weight, weight_slope(q, &w, v, i));
    if (q->b.index != TAME_FIXED) row[q->b.index + i] += w.s;
  }
}

tame_status tame_prox_square_init(tame_prox_square *q, size_t n, size_t p,
                                  tame_param weight, tame_params b,
                                  double gamma)
{
  if (n == 0 || !is_weight(weight, p) || !is_vector(b, n, p)) {
    return TAME_EINVAL;
  }
  if (!is_step(gamma)) return TAME_EINVAL;
  *q = (tame_prox_square){n, p, weight, b, gamma};
  return TAME_OK;
}

tame_map tame_prox_square_map(tame_prox_square *q)
{
  return (tame_map){.n = q->n,
                    .p = q->p,
                    .value = value,
                    .jvp = jvp,
                    .vjp = vjp,
                    .piggyback = piggyback,
                    .ctx = q};
}
