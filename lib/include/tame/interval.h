/* SPDX-License-Identifier: MIT */
/* Interval arithmetic with outward rounding: an operation returns an interval
 * that contains the exact result for every choice of points in its operands.
 *
 * Sums, products, quotients and square roots are rounded to nearest and then
 * moved outwards by one unit in the last place only where the exact rounding
 * error (Dekker's and Knuth's error-free transformations) has the wrong sign:
 * an exact operation stays exact, so that integers stay points.  Elementary
 * functions are moved by TAME_INTERVAL_ULPS units, more than the GNU C library
 * states for its own errors.
 *
 * Nothing known is [-inf, inf]: division by an interval that contains 0, the
 * root or the logarithm of one that reaches below 0 give it, and so does a NaN.
 * Bounds are never NaN, so a test such as lo > 0 is a proof when it is true. */
#ifndef TAME_INTERVAL_H
#define TAME_INTERVAL_H

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define TAME_INTERVAL_ULPS 4

typedef struct {
  double lo, hi;
} tame_interval;

/* --- rounding of one number ----------------------------------------------- */

/* The next double below x; NaN becomes -inf. */
static inline double tame_below(double x)
{
  uint64_t bits;
  if (!(x > -HUGE_VAL)) return -HUGE_VAL;
  if (x == 0.0) return -0x1p-1074;
  memcpy(&bits, &x, sizeof bits);
  bits += x > 0.0 ? UINT64_MAX : 1;
  memcpy(&x, &bits, sizeof bits);
  return x;
}
static inline double tame_above(double x) { return -tame_below(-x); }

/* A lower bound of a + b: error of the sum by Knuth's TwoSum. */
static inline double tame_add_down(double a, double b)
{
  const double s = a + b, t = s - a, e = (a - (s - t)) + (b - t);
  return e >= 0.0 ? s : tame_below(s);
}

/* A lower bound of a b, 0 inf = 0.  The error from fma is exact unless the
 * product is tiny or overflows. */
static inline double tame_mul_down(double a, double b)
{
  const double r = a * b, size = fabs(r);
  if (size > 0x1p-960 && size <= DBL_MAX)
    return fma(a, b, -r) >= 0.0 ? r : tame_below(r);
  if (a == 0.0 || b == 0.0) return 0.0;
  return tame_below(r);
}
static inline double tame_mul_up(double a, double b)
{
  return -tame_mul_down(-a, b);
}

/* A lower bound of a / b, b not 0. */
static inline double tame_div_down(double a, double b)
{
  const double q = a / b, size = fabs(q), top = fabs(a);
  if (a == 0.0) return 0.0;
  if (size > 0x1p-960 && size <= DBL_MAX && top > 0x1p-960 && top <= DBL_MAX) {
    const double e = fma(-q, b, a); /* b (a/b - q), exactly */
    return (b > 0.0 ? e : -e) >= 0.0 ? q : tame_below(q);
  }
  return tame_below(q);
}

/* --- intervals ------------------------------------------------------------ */

#define TAME_ENTIRE ((tame_interval){-HUGE_VAL, HUGE_VAL})

/* [x, x]; the whole line when x is a NaN. */
static inline tame_interval tame_point(double x)
{
  return isnan(x) ? TAME_ENTIRE : (tame_interval){x, x};
}
static inline bool tame_interval_is_point(tame_interval a)
{
  return a.lo == a.hi;
}
static inline bool tame_interval_contains(tame_interval a, double x)
{
  return a.lo <= x && x <= a.hi;
}
static inline bool tame_interval_is_finite(tame_interval a)
{
  return isfinite(a.lo) && isfinite(a.hi);
}

static inline tame_interval tame_interval_neg(tame_interval a)
{
  return (tame_interval){-a.hi, -a.lo};
}
static inline tame_interval tame_interval_add(tame_interval a, tame_interval b)
{
  return (tame_interval){tame_add_down(a.lo, b.lo),
                         -tame_add_down(-a.hi, -b.hi)};
}
static inline tame_interval tame_interval_sub(tame_interval a, tame_interval b)
{
  return tame_interval_add(a, tame_interval_neg(b));
}
tame_interval tame_interval_mul(tame_interval a, tame_interval b);
tame_interval tame_interval_div(tame_interval a, tame_interval b);
tame_interval tame_interval_scale(double s, tame_interval a); /* s a */
tame_interval tame_interval_sqr(tame_interval a);             /* {x^2} */
tame_interval tame_interval_pow(tame_interval a, unsigned n); /* {x^n} */

tame_interval tame_interval_sqrt(tame_interval a);
tame_interval tame_interval_exp(tame_interval a);
tame_interval tame_interval_log(tame_interval a);
tame_interval tame_interval_sin(tame_interval a);
tame_interval tame_interval_cos(tame_interval a);
tame_interval tame_interval_tanh(tame_interval a);
tame_interval tame_interval_abs(tame_interval a);
tame_interval tame_interval_min(tame_interval a, tame_interval b);
tame_interval tame_interval_max(tame_interval a, tame_interval b);

/* Smallest interval around both; true and *c <- the common part when there is
 * one. */
tame_interval tame_interval_hull(tame_interval a, tame_interval b);
bool tame_interval_intersect(tame_interval *c, tame_interval a,
                             tame_interval b);

/* Upper bound of hi - lo; a point well inside (0 for the whole line); largest
 * and smallest modulus. */
double tame_interval_width(tame_interval a);
double tame_interval_mid(tame_interval a);
double tame_interval_mag(tame_interval a);
double tame_interval_mig(tame_interval a);

#endif
