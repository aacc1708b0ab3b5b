/* SPDX-License-Identifier: MIT */
#include "tame/prox.h"

#include "common.h"

/* The numbers at one theta.  A weight out of range makes c a NaN, and with it
 * all results. */
typedef struct {
  double t, c, gamma;
  tame_kink kink;
} numbers;

static numbers numbers_at(const tame_prox_l1 *q, const double *theta)
{
  const double t = q->gamma * weight_value(q->weight, theta);
  const double c = 1.0 + q->gamma * weight_value(q->ridge, theta);
  return (numbers){t, isnan(t) ? t : c, q->gamma, q->kink};
}

static entry threshold(const void *local, size_t i, double v)
{
  (void)i;
  const numbers *w = local;
  const double size = fabs(v), sign = (double)(v > 0.0) - (double)(v < 0.0);
  double moves = size > w->t ? 1.0 : 0.0; /* 1 outside, 0 inside */
  if (fabs(size - w->t) <= w->kink.width) moves = w->kink.at_kink;
  /* below the threshold +0, and NaN for NaN */
  const double r = (size > w->t ? sign * (size - w->t) : v - v) / w->c;
  const double slope = moves / w->c;
  return (entry){.value = r,
                 .slope = slope,
                 .d = {-w->gamma * sign * slope, -w->gamma * r / w->c}};
}

static separable shape(const tame_prox_l1 *q)
{
  return (separable){q->n, q->p, 2, {q->weight, q->ridge}};
}

SEPARABLE_MAP(tame_prox_l1, numbers, numbers_at, shape, threshold)

tame_status tame_prox_elastic_net_init(tame_prox_l1 *q, size_t n, size_t p,
                                       tame_param weight, tame_param ridge,
                                       double gamma, tame_kink kink)
{
  if (n == 0 || !is_weight(weight, p) || !is_weight(ridge, p)) {
    return TAME_EINVAL;
  }
  if (!is_step(gamma) || !is_kink(kink)) return TAME_EINVAL;
  *q = (tame_prox_l1){n, p, weight, ridge, gamma, kink};
  return TAME_OK;
}

tame_status tame_prox_l1_init(tame_prox_l1 *q, size_t n, size_t p,
                              tame_param weight, double gamma, tame_kink kink)
{
  return tame_prox_elastic_net_init(q, n, p, weight, tame_param_fixed(0.0),
                                    gamma, kink);
}

tame_map tame_prox_l1_map(tame_prox_l1 *q)
{
  return (tame_map){.n = q->n,
                    .p = q->p,
                    .value = value,
                    .jvp = jvp,
                    .vjp = vjp,
                    .piggyback = piggyback,
                    .ctx = q};
}
