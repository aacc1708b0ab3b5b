/* SPDX-License-Identifier: MIT */
/* tame/ridge.h: data with a given spectrum. */
#include <check.h>
#include <math.h>

#include "run_tests.h"
#include "tame/ridge.h"
#include "tame/rng.h"
#include "tame/stats.h"

enum { P = 5 };

START_TEST(spectral_data_have_the_spectrum_that_was_asked_for)
{
  enum { N = 41 };
  const double s[P] = {1273.5, 24.7, 3.1, 0.81, 0.0117};
  const double g[P] = {7.6, 0.61, -1.1, 7.3, 1.5};
  const double r = 14.65;
  double x[N * P], y[N], xty[P], norm, cond;
  gsl_rng *rng = tame_rng_alloc(3, "check_ridge/spectral", 0);
  ck_assert_int_eq(tame_ridge_spectral_data(x, y, s, g, r, N, P, rng), TAME_OK);
  /* X'X = diag(s^2) and X'y = s o g; |y|^2 = |g|^2 + r^2 */
  for (size_t j = 0; j < P; j++) {
    xty[j] = 0.0;
    for (size_t k = 0; k < P; k++) {
      double dot = 0.0;
      for (size_t i = 0; i < N; i++) dot += x[i * P + j] * x[i * P + k];
      const double size = s[j] * s[k];
      ck_assert_double_eq_tol(dot / size, j == k, 1e-14);
    }
    for (size_t i = 0; i < N; i++) xty[j] += x[i * P + j] * y[i];
    ck_assert_double_eq_tol(xty[j] / s[j], g[j], 1e-13);
  }
  ck_assert_double_eq_tol(tame_norm(y, N), hypot(tame_norm(g, P), r), 1e-13);
  ck_assert_int_eq(tame_ridge_spectrum(&norm, &cond, x, N, P), TAME_OK);
  ck_assert_double_eq_tol(norm / s[0], 1.0, 1e-14);
  ck_assert_double_eq_tol(cond * s[P - 1] / s[0], 1.0, 1e-10);
  ck_assert_int_eq(tame_ridge_spectral_data(x, y, s, g, r, P, P, rng),
                   TAME_EINVAL);
  ck_assert_int_eq(tame_ridge_spectral_data(x, y, s, g, r, P + 1, P, rng),
                   TAME_OK);
  gsl_rng_free(rng);
}
END_TEST

START_TEST(the_surrogate_has_the_condition_number_of_cpusmall)
{
  gsl_rng *rng = tame_rng_alloc(3, "check_ridge/surrogate", 0);
  tame_table t;
  double norm, cond;
  ck_assert_int_eq(tame_ridge_surrogate(&t, 12, rng), TAME_EINVAL);
  ck_assert_ptr_null(t.x);
  ck_assert_int_eq(tame_ridge_surrogate(&t, 77, rng), TAME_OK);
  ck_assert_uint_eq(t.n, 77);
  ck_assert_uint_eq(t.p, 12);
  ck_assert_int_eq(tame_ridge_spectrum(&norm, &cond, t.x, t.n, t.p), TAME_OK);
  ck_assert_double_eq_tol(cond, 1089302.0, 0.5); /* that of the real X */
  ck_assert_double_eq_tol(norm, 127346187.8, 1e-3);
  tame_table_free(&t);
  gsl_rng_free(rng);
}
END_TEST

START_TEST(the_spectrum_of_degenerate_data_is_not_an_error)
{
  const double twin[6] = {1.1, 1.1, 2.3, 2.3, -0.7, -0.7}, bad[2] = {NAN, 1};
  const double scaled[4] = {3, 0, 0, -0.5};
  double norm, cond;
  ck_assert_int_eq(tame_ridge_spectrum(&norm, &cond, twin, 3, 2), TAME_OK);
  ck_assert_double_eq_tol(norm, sqrt(2.0 * (1.21 + 5.29 + 0.49)), 1e-14);
  ck_assert(!(cond < 1e15));
  ck_assert_int_eq(tame_ridge_spectrum(&norm, &cond, scaled, 2, 2), TAME_OK);
  ck_assert_double_eq_tol(cond, 6.0, 1e-14);
  ck_assert_int_eq(tame_ridge_spectrum(&norm, &cond, bad, 2, 1), TAME_EINVAL);
  ck_assert_int_eq(tame_ridge_spectrum(&norm, &cond, twin, 2, 3), TAME_EINVAL);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("ridge_data");
  tcase_add_test(t, spectral_data_have_the_spectrum_that_was_asked_for);
  tcase_add_test(t, the_surrogate_has_the_condition_number_of_cpusmall);
  tcase_add_test(t, the_spectrum_of_degenerate_data_is_not_an_error);
  return run_tests(t);
}
