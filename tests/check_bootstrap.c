/* SPDX-License-Identifier: MIT */
/* tame/bootstrap.h: exact cases, and the normal limit. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/bootstrap.h"
#include "tame/rng.h"

START_TEST(one_repetition_is_its_own_band)
{
  const double x[3] = {2.385, -1.0, 0.0};
  double lo[3], hi[3];
  gsl_rng *rng = tame_rng_alloc(0, "check", 0);
  tame_bootstrap_mean(lo, hi, x, 1, 3, 0.95, 100, rng);
  for (size_t j = 0; j < 3; j++) {
    ck_assert_double_eq(lo[j], x[j]);
    ck_assert_double_eq(hi[j], x[j]);
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(two_repetitions_give_three_means)
{
  /* means a, (a + b)/2, b with weights 1/4, 1/2, 1/4 */
  const double x[2] = {2.0, 5.0};
  double lo, hi;
  gsl_rng *rng = tame_rng_alloc(0, "check", 1);
  tame_bootstrap_mean(&lo, &hi, x, 2, 1, 0.95, 1000, rng);
  ck_assert_double_eq(lo, 2.0);
  ck_assert_double_eq(hi, 5.0);
  tame_bootstrap_mean(&lo, &hi, x, 2, 1, 0.3, 1000, rng);
  ck_assert_double_eq(lo, 3.5);
  ck_assert_double_eq(hi, 3.5);
  gsl_rng_free(rng);
}
END_TEST

START_TEST(the_band_of_many_repetitions_is_that_of_a_normal_mean)
{
  enum { M = 400 };
  double *x = tame_vec(M), lo, hi;
  gsl_rng *rng = tame_rng_alloc(0, "check", 2);
  tame_rng_normal(x, M, rng);
  tame_bootstrap_mean(&lo, &hi, x, M, 1, 0.95, 4000, rng);
  /* 2 * 1.96 / sqrt(M), to the spread of sample variance and of quantiles */
  ck_assert_double_eq_tol(hi - lo, 3.92 / sqrt(M), 0.3 / sqrt(M));
  free(x);
  gsl_rng_free(rng);
}
END_TEST

START_TEST(points_share_their_resamples_and_nan_stays_where_it_is)
{
  const double x[9] = {1, 10, NAN, 2, 20, 0, 4, 40, 0};
  double lo[3], hi[3];
  gsl_rng *rng = tame_rng_alloc(0, "check", 3);
  tame_bootstrap_mean(lo, hi, x, 3, 3, 0.9, 500, rng);
  ck_assert_double_eq_tol(lo[1], 10.0 * lo[0], 1e-12);
  ck_assert_double_eq_tol(hi[1], 10.0 * hi[0], 1e-12);
  ck_assert(isnan(lo[2]) && isnan(hi[2]));
  gsl_rng_free(rng);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("bootstrap");
  tcase_add_test(t, one_repetition_is_its_own_band);
  tcase_add_test(t, two_repetitions_give_three_means);
  tcase_add_test(t, the_band_of_many_repetitions_is_that_of_a_normal_mean);
  tcase_add_test(t, points_share_their_resamples_and_nan_stays_where_it_is);
  return run_tests(t);
}
