/* SPDX-License-Identifier: MIT */
/* tame/interval.h: the exact result is inside, and not far from the bounds. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "tame/interval.h"
#include "tame/rng.h"

#include "run_tests.h"

enum { TRIALS = 8000 };

/* Doubles of all signs and of very different sizes, zero now and then. */
static double draw(gsl_rng *rng)
{
  const double u = gsl_rng_uniform(rng);
  if (u < 0.02) return 0.0;
  return ldexp(2.0 * gsl_rng_uniform(rng) - 1.0,
               (int)gsl_rng_uniform_int(rng, 41) - 20);
}

static tame_interval draw_interval(gsl_rng *rng)
{
  const double a = draw(rng), b = draw(rng);
  return (tame_interval){fmin(a, b), fmax(a, b)};
}

static double inside(tame_interval a, gsl_rng *rng)
{
  const double u = gsl_rng_uniform(rng);
  if (u < 0.1) return a.lo;
  if (u > 0.9) return a.hi;
  return fmin(fmax(a.lo + u * (a.hi - a.lo), a.lo), a.hi);
}

/* x87 extended numbers are 2000 times finer than the bounds they judge. */
static void holds(tame_interval a, long double x)
{
  const long double slack = 1e-18L * fabsl(x);
  ck_assert_msg((long double)a.lo <= x + slack &&
                    x - slack <= (long double)a.hi,
                "%.20Lg is not in [%.17g, %.17g]", x, a.lo, a.hi);
}

START_TEST(arithmetic_encloses_the_results_of_all_points)
{
  gsl_rng *rng = tame_rng_alloc(0, "check/interval", 0);
  for (int i = 0; i < TRIALS; i++) {
    const tame_interval a = draw_interval(rng), b = draw_interval(rng);
    const double x = inside(a, rng), y = inside(b, rng);
    holds(tame_interval_add(a, b), (long double)x + y);
    holds(tame_interval_sub(a, b), (long double)x - y);
    holds(tame_interval_mul(a, b), (long double)x * y);
    holds(tame_interval_scale(x, b), (long double)x * y);
    holds(tame_interval_sqr(a), (long double)x * x);
    holds(tame_interval_pow(a, 3), (long double)x * x * x);
    holds(tame_interval_pow(a, 4), (long double)x * x * x * x);
    holds(tame_interval_abs(a), fabsl((long double)x));
    holds(tame_interval_min(a, b), fmin(x, y));
    holds(tame_interval_max(a, b), fmax(x, y));
    holds(tame_interval_hull(a, b), x);
    if (y != 0.0) holds(tame_interval_div(a, b), (long double)x / y);
    if (a.lo >= 0.0) holds(tame_interval_sqrt(a), sqrtl(x));
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(elementary_functions_enclose)
{
  gsl_rng *rng = tame_rng_alloc(0, "check/interval", 1);
  for (int i = 0; i < TRIALS; i++) {
    tame_interval a = draw_interval(rng);
    if (i % 2) a.hi = fmin(a.hi, a.lo + 3.0);
    const double x = inside(a, rng);
    holds(tame_interval_sin(a), sinl(x));
    holds(tame_interval_cos(a), cosl(x));
    holds(tame_interval_tanh(a), tanhl(x));
    if (fabs(x) < 700.0) holds(tame_interval_exp(a), expl(x));
    if (a.lo > 0.0) holds(tame_interval_log(a), logl(x));
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(points_give_at_most_one_unit_of_width)
{
  gsl_rng *rng = tame_rng_alloc(0, "check/interval", 2);
  for (int i = 0; i < TRIALS; i++) {
    const tame_interval a = tame_point(draw(rng)), b = tame_point(draw(rng));
    const tame_interval sum = tame_interval_add(a, b);
    const tame_interval product = tame_interval_mul(a, b);
    ck_assert(sum.hi <= tame_above(sum.lo));
    ck_assert(product.hi <= tame_above(product.lo));
    if (b.lo != 0.0) {
      const tame_interval q = tame_interval_div(a, b);
      ck_assert(q.hi <= tame_above(q.lo));
    }
    if (a.lo >= 0.0) {
      const tame_interval root = tame_interval_sqrt(a);
      ck_assert(root.hi <= tame_above(root.lo));
    }
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(exact_operations_stay_points)
{
  const tame_interval three = {3, 3}, seven = {-7, -7}, big = {0x1p52, 0x1p52};
  ck_assert(tame_interval_is_point(tame_interval_add(three, big)));
  ck_assert(tame_interval_is_point(tame_interval_mul(seven, three)));
  ck_assert(tame_interval_is_point(tame_interval_pow(seven, 5)));
  ck_assert_double_eq(tame_interval_pow(seven, 5).lo, -16807.0);
  ck_assert(tame_interval_is_point(tame_interval_sqrt((tame_interval){9, 9})));
  ck_assert(tame_interval_is_point(tame_interval_div(tame_point(-21), three)));
  ck_assert(!tame_interval_is_point(tame_interval_div(three, seven)));
  ck_assert(!tame_interval_is_point(
      tame_interval_add(tame_point(1.0), tame_point(0x1p-70))));
}
END_TEST

START_TEST(the_rounding_goes_outwards)
{
  const tame_interval s = tame_interval_add(tame_point(1.0), tame_point(1e-30));
  ck_assert_double_eq(s.lo, 1.0);
  ck_assert_double_eq(s.hi, 1.0 + DBL_EPSILON);
  const tame_interval d = tame_interval_sub(tame_point(1.0), tame_point(1e-30));
  ck_assert_double_eq(d.hi, 1.0);
  ck_assert_double_eq(d.lo, 1.0 - DBL_EPSILON / 2);
  /* below the smallest number, and above the largest */
  const tame_interval tiny =
      tame_interval_mul(tame_point(1e-200), tame_point(1e-200));
  ck_assert(tiny.lo <= 0.0 && tiny.hi > 0.0);
  const tame_interval huge =
      tame_interval_mul(tame_point(1e200), tame_point(1e200));
  ck_assert_double_eq(huge.lo, DBL_MAX);
  ck_assert(isinf(huge.hi));
}
END_TEST

START_TEST(waves_reach_their_extremes)
{
  const tame_interval s = tame_interval_sin((tame_interval){1.0, 2.0});
  ck_assert_double_eq(s.hi, 1.0);
  ck_assert_double_eq_tol(s.lo, sin(1.0), 1e-15);
  const tame_interval c = tame_interval_cos((tame_interval){-7.0, -6.0});
  ck_assert_double_eq(c.hi, 1.0);
  ck_assert_double_eq_tol(c.lo, cos(7.0), 1e-15);
  const tame_interval down = tame_interval_sin((tame_interval){4.0, 5.0});
  ck_assert_double_eq(down.lo, -1.0);
  ck_assert_double_lt(down.hi, 0.0);
  const tame_interval far = tame_interval_cos((tame_interval){1e300, 1e300});
  ck_assert(far.lo == -1.0 && far.hi == 1.0);
}
END_TEST

START_TEST(nothing_known_is_the_whole_line)
{
  const tame_interval zero = {-1.0, 2.0}, entire = TAME_ENTIRE;
  ck_assert(isinf(tame_interval_div(zero, zero).lo));
  ck_assert(isinf(tame_interval_sqrt((tame_interval){-1e-300, 1.0}).hi));
  ck_assert(isinf(tame_interval_log(zero).lo));
  ck_assert(isinf(tame_point((double)NAN).lo));
  ck_assert(isinf(tame_interval_scale((double)NAN, zero).hi));
  const tame_interval difference = tame_interval_sub(entire, entire);
  ck_assert(difference.lo == entire.lo && difference.hi == entire.hi);
  const tame_interval none = tame_interval_mul(tame_point(0.0), entire);
  ck_assert(none.lo == 0.0 && none.hi == 0.0);
  ck_assert_double_eq(tame_interval_exp(entire).lo, 0.0);
  ck_assert(isinf(tame_interval_exp(entire).hi));
}
END_TEST

START_TEST(sets_and_sizes)
{
  const tame_interval a = {-1.5, 2.25}, b = {2.0, 7.0};
  tame_interval common = {0, 0};
  ck_assert(tame_interval_intersect(&common, a, b));
  ck_assert(common.lo == 2.0 && common.hi == 2.25);
  ck_assert(!tame_interval_intersect(&common, a, (tame_interval){3, 4}));
  ck_assert_double_eq(tame_interval_width(a), 3.75);
  ck_assert_double_eq(tame_interval_mid(a), 0.375);
  ck_assert_double_eq(tame_interval_mag(a), 2.25);
  ck_assert_double_eq(tame_interval_mig(a), 0.0);
  ck_assert_double_eq(tame_interval_mig(b), 2.0);
  ck_assert_double_eq(tame_interval_mid(TAME_ENTIRE), 0.0);
  ck_assert_double_eq(tame_interval_width(tame_point(3.1)), 0.0);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("interval");
  tcase_add_test(t, arithmetic_encloses_the_results_of_all_points);
  tcase_add_test(t, elementary_functions_enclose);
  tcase_add_test(t, points_give_at_most_one_unit_of_width);
  tcase_add_test(t, exact_operations_stay_points);
  tcase_add_test(t, the_rounding_goes_outwards);
  tcase_add_test(t, waves_reach_their_extremes);
  tcase_add_test(t, nothing_known_is_the_whole_line);
  tcase_add_test(t, sets_and_sizes);
  return run_tests(t);
}
