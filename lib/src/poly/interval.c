/* SPDX-License-Identifier: MIT */
#include "tame/interval.h"

static double least(double a, double b) { return a < b ? a : b; }
static double most(double a, double b) { return a > b ? a : b; }

tame_interval tame_interval_mul(tame_interval a, tame_interval b)
{
  if (tame_interval_is_point(a)) return tame_interval_scale(a.lo, b);
  if (tame_interval_is_point(b)) return tame_interval_scale(b.lo, a);
  if (a.lo >= 0.0 && b.lo >= 0.0)
    return (tame_interval){tame_mul_down(a.lo, b.lo), tame_mul_up(a.hi, b.hi)};
  return (tame_interval){
      least(least(tame_mul_down(a.lo, b.lo), tame_mul_down(a.lo, b.hi)),
            least(tame_mul_down(a.hi, b.lo), tame_mul_down(a.hi, b.hi))),
      most(most(tame_mul_up(a.lo, b.lo), tame_mul_up(a.lo, b.hi)),
           most(tame_mul_up(a.hi, b.lo), tame_mul_up(a.hi, b.hi)))};
}

tame_interval tame_interval_scale(double s, tame_interval a)
{
  if (s >= 0.0)
    return (tame_interval){tame_mul_down(s, a.lo), tame_mul_up(s, a.hi)};
  if (s < 0.0)
    return (tame_interval){tame_mul_down(s, a.hi), tame_mul_up(s, a.lo)};
  return TAME_ENTIRE;
}

/* a/b as a product with the reciprocal would round twice, so by cases: b has
 * one sign, and the quotient is monotone in each argument. */
tame_interval tame_interval_div(tame_interval a, tame_interval b)
{
  if (!(b.lo > 0.0 || b.hi < 0.0)) return TAME_ENTIRE;
  if (b.hi < 0.0) {
    a = tame_interval_neg(a);
    b = tame_interval_neg(b);
  }
  return (tame_interval){tame_div_down(a.lo, a.lo >= 0.0 ? b.hi : b.lo),
                         -tame_div_down(-a.hi, a.hi >= 0.0 ? b.lo : b.hi)};
}

tame_interval tame_interval_sqr(tame_interval a)
{
  const double small = tame_interval_mig(a), large = tame_interval_mag(a);
  return (tame_interval){tame_mul_down(small, small),
                         tame_mul_up(large, large)};
}

/* x^n, x >= 0, from below or from above */
static double power(double x, unsigned n, bool is_lower)
{
  double r = 1.0;
  for (unsigned i = 0; i < n; i++)
    r = is_lower ? tame_mul_down(r, x) : tame_mul_up(r, x);
  return r;
}

static double odd_power(double x, unsigned n, bool is_lower)
{
  return x >= 0.0 ? power(x, n, is_lower) : -power(-x, n, !is_lower);
}

tame_interval tame_interval_pow(tame_interval a, unsigned n)
{
  if (n == 0) return (tame_interval){1.0, 1.0};
  if (n % 2 == 1)
    return (tame_interval){odd_power(a.lo, n, true), odd_power(a.hi, n, false)};
  return (tame_interval){power(tame_interval_mig(a), n, true),
                         power(tame_interval_mag(a), n, false)};
}

/* sqrt(x), x >= 0, from below: x - r^2 is exact unless x is tiny */
static double sqrt_down(double x)
{
  const double r = sqrt(x);
  if (x == 0.0 || x > DBL_MAX) return r;
  return x > 0x1p-900 && fma(-r, r, x) >= 0.0 ? r : tame_below(r);
}

tame_interval tame_interval_sqrt(tame_interval a)
{
  if (!(a.lo >= 0.0)) return TAME_ENTIRE;
  const double down = sqrt_down(a.lo), top = sqrt(a.hi);
  const bool is_exact =
      a.hi > 0x1p-900 && a.hi <= DBL_MAX && fma(-top, top, a.hi) <= 0.0;
  return (tame_interval){down, is_exact || a.hi == 0.0 ? top : tame_above(top)};
}

/* --- elementary functions ------------------------------------------------- */

static double far_below(double x)
{
  for (int i = 0; i < TAME_INTERVAL_ULPS; i++) x = tame_below(x);
  return x;
}
static double far_above(double x) { return -far_below(-x); }

tame_interval tame_interval_exp(tame_interval a)
{
  return (tame_interval){most(0.0, far_below(exp(a.lo))), far_above(exp(a.hi))};
}

tame_interval tame_interval_log(tame_interval a)
{
  if (!(a.lo >= 0.0 && a.hi > 0.0)) return TAME_ENTIRE;
  return (tame_interval){far_below(log(a.lo)), far_above(log(a.hi))};
}

tame_interval tame_interval_tanh(tame_interval a)
{
  return (tame_interval){most(-1.0, far_below(tanh(a.lo))),
                         least(1.0, far_above(tanh(a.hi)))};
}

/* Whether a multiple k pi/2 with k = wanted mod 4 may lie in a: between floors
 * of quotients rounded outwards, so that a doubt counts as yes. */
static bool has_multiple(tame_interval a, int wanted)
{
  const tame_interval half_pi = {0x1.921fb54442d18p+0, 0x1.921fb54442d19p+0};
  const tame_interval q = tame_interval_div(a, half_pi);
  const double first = ceil(q.lo), last = floor(q.hi);
  if (!(fabs(q.lo) < 0x1p40 && fabs(q.hi) < 0x1p40) || last - first >= 3.0)
    return true;
  for (double k = first; k <= last; k += 1.0)
    if ((((int64_t)k % 4) + 4) % 4 == wanted) return true;
  return false;
}

/* Range of sin or cos, f, whose maxima and minima are the multiples of pi/2
 * given. */
static tame_interval wave(double (*f)(double), tame_interval a, int top,
                          int bottom)
{
  const double left = f(a.lo), right = f(a.hi);
  tame_interval r = {most(-1.0, far_below(least(left, right))),
                     least(1.0, far_above(most(left, right)))};
  if (!tame_interval_is_finite(a)) return (tame_interval){-1.0, 1.0};
  if (has_multiple(a, top)) r.hi = 1.0;
  if (has_multiple(a, bottom)) r.lo = -1.0;
  return r;
}

tame_interval tame_interval_sin(tame_interval a) { return wave(sin, a, 1, 3); }
tame_interval tame_interval_cos(tame_interval a) { return wave(cos, a, 0, 2); }

tame_interval tame_interval_abs(tame_interval a)
{
  return (tame_interval){tame_interval_mig(a), tame_interval_mag(a)};
}

tame_interval tame_interval_min(tame_interval a, tame_interval b)
{
  return (tame_interval){least(a.lo, b.lo), least(a.hi, b.hi)};
}

tame_interval tame_interval_max(tame_interval a, tame_interval b)
{
  return (tame_interval){most(a.lo, b.lo), most(a.hi, b.hi)};
}

/* --- sets and sizes ------------------------------------------------------- */

tame_interval tame_interval_hull(tame_interval a, tame_interval b)
{
  return (tame_interval){least(a.lo, b.lo), most(a.hi, b.hi)};
}

bool tame_interval_intersect(tame_interval *c, tame_interval a, tame_interval b)
{
  const tame_interval common = {most(a.lo, b.lo), least(a.hi, b.hi)};
  if (!(common.lo <= common.hi)) return false;
  *c = common;
  return true;
}

double tame_interval_width(tame_interval a)
{
  return tame_interval_is_point(a) ? 0.0 : -tame_add_down(-a.hi, a.lo);
}

double tame_interval_mid(tame_interval a)
{
  if (a.lo == -HUGE_VAL) return a.hi == HUGE_VAL ? 0.0 : -DBL_MAX;
  if (a.hi == HUGE_VAL) return DBL_MAX;
  return 0.5 * a.lo + 0.5 * a.hi;
}

double tame_interval_mag(tame_interval a)
{
  return most(fabs(a.lo), fabs(a.hi));
}

double tame_interval_mig(tame_interval a)
{
  if (a.lo <= 0.0 && a.hi >= 0.0) return 0.0;
  return least(fabs(a.lo), fabs(a.hi));
}
