/* SPDX-License-Identifier: MIT */
/* The logistic loss and its slopes, where exp would overflow and where it does
 * not, and the data of the experiment. */
#include <check.h>
#include <math.h>

#include "run_tests.h"
#include "tame/logistic.h"
#include "tame/rng.h"
#include "tame/stats.h"

START_TEST(the_loss_and_sigma_do_not_overflow)
{
  ck_assert_double_eq(tame_logistic_loss(800.0), 0.0);
  ck_assert_double_eq(tame_logistic_loss(-800.0), 800.0);
  ck_assert_double_eq(tame_logistic_loss(INFINITY), 0.0);
  ck_assert_double_eq(tame_logistic_loss(0.0), log(2.0));
  /* where log(1 + exp(-m)) as written would lose all digits */
  ck_assert_double_eq_tol(tame_logistic_loss(40.0), exp(-40.0), 1e-32);
  ck_assert_double_eq(tame_logistic_sigma(800.0), 1.0);
  ck_assert_double_eq(tame_logistic_sigma(-800.0), 0.0);
  ck_assert_double_eq(tame_logistic_sigma(0.0), 0.5);
  ck_assert_double_eq_tol(tame_logistic_sigma(-40.0), exp(-40.0), 1e-32);
}
END_TEST

START_TEST(slopes_at_large_margins_have_their_limits)
{
  for (int y = -1; y <= 1; y += 2) {
    const tame_logistic_slopes right = tame_logistic_loss_slopes(800.0 * y, y);
    const tame_logistic_slopes wrong = tame_logistic_loss_slopes(-800.0 * y, y);
    ck_assert_double_eq(right.first, 0.0);
    ck_assert_double_eq(wrong.first, -(double)y);
    ck_assert_double_eq(right.second, 0.0);
    ck_assert_double_eq(wrong.second, 0.0);
    ck_assert_double_eq(right.third, 0.0);
    ck_assert_double_eq(wrong.third, 0.0);
  }
}
END_TEST

START_TEST(slopes_are_the_derivatives_of_the_loss)
{
  const double h = 1e-5, ts[] = {-6.3, -0.417, 0.0, 1.731, 9.2};
  for (size_t i = 0; i < 5; i++)
    for (int y = -1; y <= 1; y += 2) {
      const double t = ts[i];
      const tame_logistic_slopes s = tame_logistic_loss_slopes(t, y);
      const tame_logistic_slopes ahead = tame_logistic_loss_slopes(t + h, y);
      const tame_logistic_slopes behind = tame_logistic_loss_slopes(t - h, y);
      const double up = tame_logistic_loss(y * (t + h));
      const double down = tame_logistic_loss(y * (t - h));
      ck_assert_double_eq_tol(s.first, (up - down) / (2 * h), 1e-9);
      ck_assert_double_eq_tol(s.second, (ahead.first - behind.first) / (2 * h),
                              1e-9);
      ck_assert_double_eq_tol(s.third, (ahead.second - behind.second) / (2 * h),
                              1e-9);
      const double sigma = tame_logistic_sigma(t);
      ck_assert_double_eq_tol(s.second, sigma * (1 - sigma), 1e-16);
      ck_assert_double_eq_tol(s.third, s.second * (1 - 2 * sigma), 1e-15);
    }
}
END_TEST

START_TEST(the_two_classes_are_standardised_and_on_opposite_sides)
{
  double x[100 * 7], y[100];
  gsl_rng *rng = tame_rng_alloc(5, "check_logistic_loss", 0);
  tame_logistic_two_classes(x, y, 50, 7, rng);
  gsl_rng_free(rng);
  for (size_t j = 0; j < 7; j++) {
    double column[100], upper = 0.0;
    for (size_t i = 0; i < 100; i++) column[i] = x[7 * i + j];
    for (size_t i = 0; i < 50; i++) upper += column[i];
    if (j == 0) {
      for (size_t i = 0; i < 100; i++) ck_assert_double_eq(column[i], 1.0);
      continue;
    }
    ck_assert_double_lt(fabs(tame_mean(column, 100)), 1e-15);
    ck_assert_double_eq_tol(tame_std(column, 100), 1.0, 1e-14);
    ck_assert_double_lt(upper, 0.0); /* expected -0.38 a row, +- 0.13 */
  }
  for (size_t i = 0; i < 100; i++)
    ck_assert_double_eq(y[i], i < 50 ? 1.0 : -1.0);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("logistic_loss");
  tcase_add_test(t, the_loss_and_sigma_do_not_overflow);
  tcase_add_test(t, slopes_at_large_margins_have_their_limits);
  tcase_add_test(t, slopes_are_the_derivatives_of_the_loss);
  tcase_add_test(t, the_two_classes_are_standardised_and_on_opposite_sides);
  return run_tests(t);
}
