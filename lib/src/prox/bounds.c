/* SPDX-License-Identifier: MIT */
#include "tame/prox.h"

#include "common.h"

static entry clip(const void *local, size_t i, double v)
{
  const tame_prox_bounds *q = local;
  const double lo = q->lo[i], hi = q->hi[i], width = q->kink.width;
  const bool tie = fabs(v - lo) <= width || fabs(v - hi) <= width;
  entry e = {.value = v, .slope = 1.0};
  if (v < lo) {
    e = (entry){.value = lo};
  } else if (v > hi) {
    e = (entry){.value = hi};
  }
  if (tie) e.slope = q->kink.at_kink;
  return e;
}

static tame_prox_bounds numbers_at(const tame_prox_bounds *q,
                                   const double *theta)
{
  (void)theta;
  return *q;
}

static separable shape(const tame_prox_bounds *q)
{
  return (separable){.n = q->n, .p = q->p, .n_params = 0};
}

SEPARABLE_MAP(tame_prox_bounds, tame_prox_bounds, numbers_at, shape, clip)

tame_status tame_prox_bounds_init(tame_prox_bounds *q, size_t n, size_t p,
                                  const double *lo, const double *hi,
                                  tame_kink kink)
{
  if (n == 0 || !is_kink(kink)) return TAME_EINVAL;
  for (size_t i = 0; i < n; i++) {
    if (!(lo[i] <= hi[i]) || lo[i] == (double)INFINITY ||
        hi[i] == -(double)INFINITY) {
      return TAME_EINVAL;
    }
  }
  *q = (tame_prox_bounds){n, p, lo, hi, kink};
  return TAME_OK;
}

tame_map tame_prox_bounds_map(tame_prox_bounds *q)
{
  return (tame_map){.n = q->n,
                    .p = q->p,
                    .value = value,
                    .jvp = jvp,
                    .vjp = vjp,
                    .piggyback = piggyback,
                    .ctx = q};
}
