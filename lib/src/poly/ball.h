/* SPDX-License-Identifier: MIT */
/* Private to poly: numbers hi + lo with a bound on their error that runs along.
 *
 * Sums and products are exact pairs (Knuth's TwoSum, products by fma) whose
 * small parts are added up in double arithmetic; each of those roundings is off
 * by at most HALF_ULP times its result, and the radius counts them one by one.
 * TAME_PLAIN rounds to a double after each operation.  Overflow is not
 * handled: a radius is then infinite or NaN, and proves nothing. */
#ifndef TAME_POLY_BALL_H
#define TAME_POLY_BALL_H

#include <math.h>

#include "tame/bernstein.h"

#define BALL_HALF_ULP 0x1p-53

/* An upper bound of a sum of nonnegative doubles that was rounded a few times. */
static inline double ball_up(double radius)
{
  return radius * (1.0 + 0x1p-48) + 0x1p-1050;
}

static inline tame_ball ball_exact(double x) { return (tame_ball){x, 0, 0}; }

static inline bool ball_is_zero(tame_ball a)
{
  return a.hi == 0.0 && a.lo == 0.0 && a.radius == 0.0;
}

/* s + *e = a + b exactly */
static inline double ball_two_sum(double *e, double a, double b)
{
  const double s = a + b, t = s - a;
  *e = (a - (s - t)) + (b - t);
  return s;
}

static inline tame_ball ball_add(tame_ball a, tame_ball b, tame_precision p)
{
  double e, f, w, lo;
  if (ball_is_zero(a)) return b;
  if (ball_is_zero(b)) return a;
  if (p == TAME_PLAIN) {
    const double sum = a.hi + b.hi;
    return (tame_ball){
        sum, 0, ball_up(a.radius + b.radius + BALL_HALF_ULP * fabs(sum))};
  }
  const double s = ball_two_sum(&e, a.hi, b.hi);
  const double u = ball_two_sum(&f, a.lo, b.lo);
  const double c = e + u; /* rounded */
  const double h = ball_two_sum(&w, s, c);
  const double d = w + f; /* rounded */
  const double hi = ball_two_sum(&lo, h, d);
  return (tame_ball){
      hi, lo,
      ball_up(a.radius + b.radius + BALL_HALF_ULP * (fabs(c) + fabs(d)))};
}

static inline tame_ball ball_mul(tame_ball a, tame_ball b, tame_precision p)
{
  if (ball_is_zero(a) || ball_is_zero(b)) return ball_exact(0.0);
  const double size_a = fabs(a.hi) + fabs(a.lo),
               size_b = fabs(b.hi) + fabs(b.lo);
  const double radius =
      size_a * b.radius + a.radius * size_b + a.radius * b.radius;
  const double m = a.hi * b.hi;
  if (p == TAME_PLAIN)
    return (tame_ball){m, 0, ball_up(radius + BALL_HALF_ULP * fabs(m))};
  const double e = fma(a.hi, b.hi, -m); /* exact */
  const double x = a.hi * b.lo, y = a.lo * b.hi, z = a.lo * b.lo;
  const double c = x + y, c2 = c + z, d = e + c2;
  double lo;
  const double hi = ball_two_sum(&lo, m, d);
  const double sizes =
      fabs(x) + fabs(y) + fabs(z) + fabs(c) + fabs(c2) + fabs(d);
  return (tame_ball){hi, lo, ball_up(radius + BALL_HALF_ULP * sizes)};
}

/* a / x for a double x >= 1 */
static inline tame_ball ball_div(tame_ball a, double x, tame_precision p)
{
  const double q = a.hi / x;
  if (p == TAME_PLAIN)
    return (tame_ball){q, 0, ball_up(a.radius / x + BALL_HALF_ULP * fabs(q))};
  const double rest = fma(-q, x, a.hi) + a.lo; /* the first term is exact */
  const double q2 = rest / x;
  double lo;
  const double hi = ball_two_sum(&lo, q, q2);
  return (tame_ball){hi, lo,
                     ball_up(a.radius / x + 3.0 * BALL_HALF_ULP * fabs(q2))};
}

/* (a + b) / 2 */
static inline tame_ball ball_middle(tame_ball a, tame_ball b, tame_precision p)
{
  const tame_ball s = ball_add(a, b, p);
  return (tame_ball){0.5 * s.hi, 0.5 * s.lo, ball_up(0.5 * s.radius)};
}

/* Bounds of the number as doubles. */
static inline double ball_lo(tame_ball a)
{
  const double x = a.hi + a.lo;
  return x - ball_up(a.radius + 4.0 * BALL_HALF_ULP * fabs(x));
}
static inline double ball_hi(tame_ball a)
{
  const double x = a.hi + a.lo;
  return x + ball_up(a.radius + 4.0 * BALL_HALF_ULP * fabs(x));
}

#endif
