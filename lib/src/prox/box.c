/* SPDX-License-Identifier: MIT */
#include "tame/prox.h"

#include "common.h"

/* Clipping of z = v/c to [lo, hi], with |v - c bound| <= width counting as a
 * tie.  Bounds in the wrong order or NaN make c a NaN, and with it z. */
static entry clip(double v, double lo, double hi, double c, double gamma,
                  tame_kink kink)
{
  const double z = v / c;
  const bool at_lo = fabs(v - c * lo) <= kink.width;
  const bool at_hi = fabs(v - c * hi) <= kink.width;
  entry e = {.value = z, .slope = 1.0};
  if (z < lo) {
    e = (entry){.value = lo, .d = {1.0, 0.0}};
  } else if (z > hi) {
    e = (entry){.value = hi, .d = {0.0, 1.0}};
  }
  if (at_lo || at_hi) {
    const double stuck = (1.0 - kink.at_kink) / (at_lo && at_hi ? 2.0 : 1.0);
    e.slope = kink.at_kink;
    e.d[0] = at_lo ? stuck : 0.0;
    e.d[1] = at_hi ? stuck : 0.0;
  }
  e.slope /= c;
  e.d[2] = -gamma * z * e.slope;
  return e;
}

/* --- bounds that are numbers of the problem ------------------------------ */

typedef struct {
  double lo, hi, c, gamma;
  tame_kink kink;
} numbers;

static numbers numbers_at(const tame_prox_box *q, const double *theta)
{
  const double lo = param_value(q->lo, theta), hi = param_value(q->hi, theta);
  const double c = 1.0 + q->gamma * weight_value(q->ridge, theta);
  return (numbers){lo, hi, lo <= hi ? c : (double)NAN, q->gamma, q->kink};
}

static entry in_box(const void *local, size_t i, double v)
{
  (void)i;
  const numbers *w = local;
  return clip(v, w->lo, w->hi, w->c, w->gamma, w->kink);
}

static separable shape(const tame_prox_box *q)
{
  return (separable){q->n, q->p, 3, {q->lo, q->hi, q->ridge}};
}

SEPARABLE_MAP(tame_prox_box, numbers, numbers_at, shape, in_box)

tame_status tame_prox_box_init(tame_prox_box *q, size_t n, size_t p,
                               tame_param lo, tame_param hi, tame_param ridge,
                               double gamma, tame_kink kink)
{
  const bool fixed = lo.index == TAME_FIXED && hi.index == TAME_FIXED;
  if (n == 0 || !is_param(lo, p) || !is_param(hi, p)) return TAME_EINVAL;
  if (fixed && !(lo.factor <= hi.factor)) return TAME_EINVAL;
  if (lo.index == TAME_FIXED && lo.factor == (double)INFINITY)
    return TAME_EINVAL;
  if (hi.index == TAME_FIXED && hi.factor == -(double)INFINITY)
    return TAME_EINVAL;
  if (!is_weight(ridge, p) || !is_step(gamma) || !is_kink(kink)) {
    return TAME_EINVAL;
  }
  *q = (tame_prox_box){n, p, lo, hi, ridge, gamma, kink};
  return TAME_OK;
}

tame_map tame_prox_box_map(tame_prox_box *q)
{
  return (tame_map){.n = q->n,
                    .p = q->p,
                    .value = value,
                    .jvp = jvp,
                    .vjp = vjp,
                    .piggyback = piggyback,
                    .ctx = q};
}
