/* SPDX-License-Identifier: MIT */
/* tame/smooth_level.h: the algebra of logarithms, the eight functions. */
#include <check.h>
#include <math.h>

#include "run_tests.h"
#include "tame/smooth_level.h"

static tame_log at(double log_value)
{
  return (tame_log){log_value, log_value};
}

START_TEST(logs_of_theta_squares_sums_and_products_are_those_of_numbers)
{
  const double a = 0.137, b = 2.385;
  ck_assert_double_eq_tol(tame_log_theta(tame_point(a), 1e-3).lo, -1e-3 / a,
                          1e-18);
  ck_assert_double_eq_tol(tame_log_square(-b).lo, log(b * b), 1e-15);
  ck_assert_double_eq_tol(tame_log_sum(at(log(a)), at(log(b))).hi, log(a + b),
                          1e-15);
  ck_assert_double_eq_tol(tame_log_product(at(log(a)), at(log(b))).hi,
                          log(a * b), 1e-15);
}
END_TEST

START_TEST(zero_is_exact_and_nothing_else_becomes_zero)
{
  const double zero = -INFINITY;
  ck_assert_double_eq(tame_log_theta(tame_point(0.0), 1.0).hi, zero);
  ck_assert_double_eq(tame_log_theta(tame_point(-1e-300), 1.0).hi, zero);
  ck_assert_double_eq(tame_log_square(0.0).hi, zero);
  ck_assert(isfinite(tame_log_theta(tame_point(5e-324), 1.0).lo));
  ck_assert(isfinite(tame_log_square(5e-324).lo));
  const tame_log tiny = tame_log_theta(tame_point(5e-324), 1.0);
  ck_assert(isfinite(tame_log_product(tiny, tiny).lo));
  ck_assert(isfinite(tame_log_sum(tiny, at(zero)).lo));
  ck_assert_double_eq(tame_log_product(at(1e308), at(zero)).hi, zero);
  ck_assert_double_eq(tame_log_sum(at(zero), at(zero)).hi, zero);
}
END_TEST

START_TEST(an_interval_encloses_its_points)
{
  const tame_smooth_example *e = tame_smooth_gallery();
  for (size_t f = 0; f < TAME_N_SMOOTH; f++) {
    for (int i = 0; i <= 20; i++) {
      const double x = -1.0 + 0.1 * i;
      for (int j = 0; j < 20; j++) {
        const tame_interval y = {-2.0 + 0.2 * j, -1.7 + 0.21 * j};
        const tame_log whole = e[f].level.log_value(x, y, NULL);
        for (int k = 0; k <= 8; k++) {
          const double p = y.lo + (y.hi - y.lo) * k / 8;
          const tame_log one = e[f].level.log_value(x, tame_point(p), NULL);
          ck_assert_double_le(whole.lo, one.hi);
          ck_assert_double_ge(whole.hi, one.lo);
        }
      }
    }
  }
}
END_TEST

START_TEST(each_value_function_is_the_prescribed_one)
{
  const tame_smooth_example *e = tame_smooth_gallery();
  for (size_t f = 0; f < TAME_N_SMOOTH; f++) {
    for (long num = e[f].first; num <= e[f].last; num += 20 * e[f].stride) {
      const tame_smooth_value v = tame_smooth_level_value(
          &e[f].level, (double)num / (double)e[f].den, -4, 4, 1e-12, 1e-9);
      const double phi = e[f].target(num, e[f].den);
      ck_assert(v.is_certified);
      ck_assert_uint_ge(v.boxes, 1);
      if (isinf(phi))
        ck_assert(isinf(v.value));
      else
        ck_assert_double_eq_tol(v.value, phi, 2e-12);
    }
  }
}
END_TEST

/* zero where y >= 0 */
static tame_log half_line(double x, tame_interval y, void *ctx)
{
  (void)x;
  (void)ctx;
  return tame_log_theta(tame_interval_sub(tame_point(0.0), y), 1.0);
}

static tame_log nowhere(double x, tame_interval y, void *ctx)
{
  (void)x;
  (void)y;
  (void)ctx;
  return at(-3.0);
}

/* zero only where y = 0 exactly: interval evaluation cannot see positivity
 * next to it with a coarse bound */
static tame_log blunt(double x, tame_interval y, void *ctx)
{
  (void)x;
  (void)ctx;
  const bool is_point = y.lo == y.hi;
  return is_point && y.lo < 0.0 ? at(0.0) : at(-INFINITY);
}

START_TEST(ends_of_the_window_and_failed_certificates_are_told)
{
  const tame_smooth_level whole = {half_line, NULL}, none = {nowhere, NULL};
  const tame_smooth_level coarse = {blunt, NULL};
  ck_assert_double_eq(
      tame_smooth_level_value(&whole, 0, 1.0, 4.0, 1e-12, 1e-9).value, 1.0);
  ck_assert(
      isinf(tame_smooth_level_value(&none, 0, -4.0, 4.0, 1e-12, 1e-9).value));
  ck_assert(
      !tame_smooth_level_value(&coarse, 0, -1.0, 1.0, 1e-3, 1e-2).is_certified);
}
END_TEST

START_TEST(theta_underflows_below_eps_over_745)
{
  for (double eps = 1e-3; eps < 2.0; eps *= 10.0)
    ck_assert_double_eq_tol(tame_theta_underflow(eps) / eps,
                            1.0 / 745.13321910194122, 1e-12);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("smooth_level");
  tcase_add_test(t,
                 logs_of_theta_squares_sums_and_products_are_those_of_numbers);
  tcase_add_test(t, zero_is_exact_and_nothing_else_becomes_zero);
  tcase_add_test(t, an_interval_encloses_its_points);
  tcase_add_test(t, each_value_function_is_the_prescribed_one);
  tcase_add_test(t, ends_of_the_window_and_failed_certificates_are_told);
  tcase_add_test(t, theta_underflows_below_eps_over_745);
  return run_tests(t);
}
