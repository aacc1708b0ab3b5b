/* SPDX-License-Identifier: MIT */
#include "tame/smooth_level.h"

#include <float.h>
#include <math.h>

#include "tame/base.h"

static const double LOG_ZERO = -INFINITY;

/* Finite, although the computation may have overflowed. */
static double keep_finite(double log_value)
{
  return fmin(DBL_MAX, fmax(-DBL_MAX, log_value));
}

static double theta_at(double t, double eps)
{
  return t > 0.0 ? keep_finite(-eps / t) : LOG_ZERO;
}

tame_log tame_log_theta(tame_interval t, double eps)
{
  return (tame_log){theta_at(t.lo, eps), theta_at(t.hi, eps)};
}

tame_log tame_log_square(double t)
{
  const double value = t == 0.0 ? LOG_ZERO : 2.0 * log(fabs(t));
  return (tame_log){value, value};
}

static double log_add(double a, double b)
{
  const double most = fmax(a, b), least = fmin(a, b);
  if (least == LOG_ZERO) return most;
  return keep_finite(most + log1p(exp(least - most)));
}

tame_log tame_log_sum(tame_log a, tame_log b)
{
  return (tame_log){log_add(a.lo, b.lo), log_add(a.hi, b.hi)};
}

static double log_multiply(double a, double b)
{
  if (a == LOG_ZERO || b == LOG_ZERO) return LOG_ZERO;
  return keep_finite(a + b);
}

tame_log tame_log_product(tame_log a, tame_log b)
{
  return (tame_log){log_multiply(a.lo, b.lo), log_multiply(a.hi, b.hi)};
}

/* --- the value function --------------------------------------------------- */

static bool is_zero(const tame_smooth_level *level, double x, double y)
{
  return level->log_value(x, tame_point(y), level->ctx).hi == LOG_ZERO;
}

/* Cover [lo, hi] from below by intervals on which L has a finite lower bound:
 * the whole rest, else half of it, ...  False when one of width WIDTH does not
 * do. */
static bool certify(size_t *boxes, const tame_smooth_level *level, double x,
                    tame_interval all, double width)
{
  double at = all.lo, end = all.hi;
  for (*boxes = 0; at < all.hi;) {
    ++*boxes;
    const double bound =
        level->log_value(x, (tame_interval){at, end}, level->ctx).lo;
    if (bound > LOG_ZERO) {
      at = end;
      end = all.hi;
    } else {
      if (end - at < width) return false;
      end = 0.5 * at + 0.5 * end;
    }
  }
  return true;
}

tame_smooth_value tame_smooth_level_value(const tame_smooth_level *level,
                                          double x, double lo, double hi,
                                          double tol, double gap)
{
  tame_smooth_value v = {.value = INFINITY};
  TAME_REQUIRE(lo < hi && tol > 0.0 && gap > tol);
  if (!is_zero(level, x, hi)) {
    v.is_certified =
        certify(&v.boxes, level, x, (tame_interval){-DBL_MAX, DBL_MAX}, gap);
    return v;
  }
  if (is_zero(level, x, lo)) {
    v.value = lo;
    v.is_certified = true; /* nothing below */
    return v;
  }
  double positive = lo, zero = hi;
  while (zero - positive > tol) {
    const double mid = 0.5 * (positive + zero);
    if (mid == positive || mid == zero) break;
    if (is_zero(level, x, mid))
      zero = mid;
    else
      positive = mid;
  }
  v.value = zero;
  v.is_certified = certify(&v.boxes, level, x, (tame_interval){lo, zero - gap},
                           0.5 * (gap - tol));
  return v;
}

double tame_theta_underflow(double eps)
{
  double zero = 0.0, positive = eps;
  TAME_REQUIRE(eps > 0.0 && exp(-eps / positive) > 0.0);
  for (;;) {
    const double mid = 0.5 * (zero + positive);
    if (mid == zero || mid == positive) return zero;
    if (exp(-eps / mid) == 0.0)
      zero = mid;
    else
      positive = mid;
  }
}
