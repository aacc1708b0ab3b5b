/* SPDX-License-Identifier: MIT */
/* Eight lower semicontinuous functions and smooth lower levels for them. */
#include <math.h>
#include <stdlib.h>

#include "tame/smooth_level.h"

static const double EPS = 1e-3;
enum { CANTOR_LEVEL = 5, CANTOR_DEN = 243, THOMAE_Q = 10 };

static tame_log theta(tame_interval t) { return tame_log_theta(t, EPS); }
static tame_log theta_of(double t) { return theta(tame_point(t)); }

/* theta(c - y), zero where y >= c */
static tame_log from(double c, tame_interval y)
{
  return theta(tame_interval_sub(tame_point(c), y));
}

/* |x|: theta(x - y) + theta(-x - y) */
static tame_log log_abs(double x, tame_interval y, void *ctx)
{
  (void)ctx;
  return tame_log_sum(from(x, y), from(-x, y));
}

static double phi_abs(long num, long den)
{
  return fabs((double)num / (double)den);
}

/* 0 for x <= 0, else 1: [theta(-y) + theta(x)] theta(1 - y) */
static tame_log log_step(double x, tame_interval y, void *ctx)
{
  (void)ctx;
  return tame_log_product(tame_log_sum(from(0.0, y), theta_of(x)),
                          from(1.0, y));
}

static double phi_step(long num, long den)
{
  (void)den;
  return num > 0 ? 1.0 : 0.0;
}

/* sqrt |x|: theta(-y) + theta(x - y^2) + theta(-x - y^2) */
static tame_log log_cusp(double x, tame_interval y, void *ctx)
{
  (void)ctx;
  const tame_interval square = tame_interval_sqr(y);
  const tame_log sides = tame_log_sum(from(x, square), from(-x, square));
  return tame_log_sum(from(0.0, y), sides);
}

static double phi_cusp(long num, long den)
{
  return sqrt(fabs((double)num / (double)den));
}

/* 0 on [-1/2, 1/2], else +inf: theta(x^2 - 1/4) + theta(-y) */
static tame_log log_indicator(double x, tame_interval y, void *ctx)
{
  (void)ctx;
  return tame_log_sum(theta_of(x * x - 0.25), from(0.0, y));
}

static double phi_indicator(long num, long den)
{
  return 2 * labs(num) <= den ? 0.0 : (double)INFINITY;
}

/* min(max(sin 3x, 0), x^2 - 1/2):
 * [theta(sin 3x - y) + theta(-y)] theta(x^2 - 1/2 - y) */
static tame_log log_max_min(double x, tame_interval y, void *ctx)
{
  (void)ctx;
  return tame_log_product(tame_log_sum(from(sin(3.0 * x), y), from(0.0, y)),
                          from(x * x - 0.5, y));
}

static double phi_max_min(long num, long den)
{
  const double x = (double)num / (double)den;
  return fmin(fmax(sin(3.0 * x), 0.0), x * x - 0.5);
}

/* The left end of interval I of the Cantor set's level 5, times 243: digits of
 * I, in base 2, doubled and read in base 3. */
static long cantor_left(int i)
{
  long left = 0;
  for (int digit = CANTOR_LEVEL - 1; digit >= 0; digit--)
    left = 3 * left + 2 * (i >> digit & 1);
  return left;
}

/* 0 on the 32 intervals, 1 elsewhere:
 * theta(1 - y) [theta(-y) + prod (theta(l - x) + theta(x - r))] */
static tame_log log_cantor(double x, tame_interval y, void *ctx)
{
  (void)ctx;
  tame_log outside = {0.0, 0.0};
  for (int i = 0; i < 1 << CANTOR_LEVEL; i++) {
    const long left = cantor_left(i);
    const double start = (double)left / CANTOR_DEN,
                 end = (double)(left + 1) / CANTOR_DEN;
    outside = tame_log_product(
        outside, tame_log_sum(theta_of(start - x), theta_of(x - end)));
  }
  return tame_log_product(from(1.0, y), tame_log_sum(from(0.0, y), outside));
}

static double phi_cantor(long num, long den)
{
  for (int i = 0; i < 1 << CANTOR_LEVEL; i++) {
    const long left = cantor_left(i);
    if (left * den <= CANTOR_DEN * num && CANTOR_DEN * num <= (left + 1) * den)
      return 0.0;
  }
  return 1.0;
}

static long gcd(long a, long b) { return b ? gcd(b, a % b) : a; }

/* -1/q at reduced p/q in [0, 1] with q <= 10, else 0:
 * theta(-y) prod [(x - p/q)^2 + theta(-1/q - y)] */
static tame_log log_thomae(double x, tame_interval y, void *ctx)
{
  (void)ctx;
  tame_log value = from(0.0, y);
  for (long q = 1; q <= THOMAE_Q; q++) {
    for (long p = 0; p <= q; p++) {
      if (gcd(p, q) != 1) continue;
      const tame_log point = tame_log_square(x - (double)p / (double)q);
      value = tame_log_product(value,
                               tame_log_sum(point, from(-1.0 / (double)q, y)));
    }
  }
  return value;
}

static double phi_thomae(long num, long den)
{
  const long q = den / gcd(labs(num), den);
  return num >= 0 && num <= den && q <= THOMAE_Q ? -1.0 / (double)q : 0.0;
}

/* -1 at 5/16, else 0: theta(-y) [(x - 5/16)^2 + theta(-1 - y)] */
static tame_log log_needle(double x, tame_interval y, void *ctx)
{
  (void)ctx;
  return tame_log_product(
      from(0.0, y), tame_log_sum(tame_log_square(x - 0.3125), from(-1.0, y)));
}

static double phi_needle(long num, long den)
{
  return 16 * num == 5 * den ? -1.0 : 0.0;
}

static const tame_smooth_example GALLERY[TAME_N_SMOOTH] = {
    {"abs", {log_abs, NULL}, phi_abs, -320, 320, 320, 1},
    {"step", {log_step, NULL}, phi_step, -320, 320, 320, 1},
    {"cusp", {log_cusp, NULL}, phi_cusp, -320, 320, 320, 1},
    {"indicator", {log_indicator, NULL}, phi_indicator, -320, 320, 320, 1},
    {"max_min", {log_max_min, NULL}, phi_max_min, -320, 320, 320, 1},
    {"cantor", {log_cantor, NULL}, phi_cantor, 0, 2520, 2520, 4},
    {"thomae", {log_thomae, NULL}, phi_thomae, 0, 2520, 2520, 1},
    {"needle", {log_needle, NULL}, phi_needle, -320, 320, 320, 1}};

const tame_smooth_example *tame_smooth_gallery(void) { return GALLERY; }
