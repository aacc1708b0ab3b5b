/* SPDX-License-Identifier: MIT */
/* The checks of tame/diff.h themselves: dot test, central differences. */
#include "run_tests.h"
#include "tanh_map.h"

static void vjp_of_the_wrong_sign(double *dx, double *dtheta,
                                  const double *dxnew, const double *x,
                                  const double *theta, void *ctx)
{
  vjp(dx, dtheta, dxnew, x, theta, ctx);
  for (size_t j = 0; j < P; j++) dtheta[j] = -dtheta[j];
}

START_TEST(the_dot_test_accepts_right_products_and_sees_a_wrong_sign)
{
  const double dx[N] = {0.3, 1.7, -0.9, 0.4}, dtheta[P] = {-1.1, 0.6, 0.25};
  ck_assert_double_lt(tame_diff_dot_test(dx, dtheta, U, START, THETA, &MAP),
                      1e-15);
  tame_map flawed = MAP;
  flawed.vjp = vjp_of_the_wrong_sign;
  ck_assert_double_gt(tame_diff_dot_test(dx, dtheta, U, START, THETA, &flawed),
                      0.1);
  const double zero_x[N] = {0}, zero_theta[P] = {0};
  ck_assert_double_eq(
      tame_diff_dot_test(zero_x, zero_theta, U, START, THETA, &MAP), 0.0);
  const double broken[N] = {1.0, NAN, 0.0, 0.0};
  ck_assert(isnan(tame_diff_dot_test(dx, dtheta, broken, START, THETA, &MAP)));
}
END_TEST

/* s theta_0^3 + theta_1 theta_2 */
static double smooth(const double *theta, void *ctx)
{
  const double *scale = ctx;
  return *scale * pow(theta[0], 3.0) + theta[1] * theta[2];
}

START_TEST(central_differences_err_by_the_third_derivative)
{
  /* f = s a^3 + b c along d: derivative 3 s a^2 d0 + b d2 + c d1, and the
   * error of the central difference of a cubic is exactly s d0^3 h^2 */
  double s = 1.7;
  const double d[P] = {0.6, -0.2, 1.3}, h = 0.01;
  const double exact =
      3.0 * s * THETA[0] * THETA[0] * d[0] + THETA[1] * d[2] + THETA[2] * d[1];
  const double found = tame_diff_central(smooth, THETA, d, h, P, &s);
  ck_assert_double_eq_tol(found - exact, s * pow(d[0], 3.0) * h * h, 1e-12);
}
END_TEST

/* ctx: the scale, and theta[0] beyond which there is no value */
static tame_status smooth_twice(double *x, const double *theta, void *ctx)
{
  double *numbers = ctx;
  x[0] = smooth(theta, &numbers[0]);
  x[1] = -2.0 * x[0];
  return theta[0] > numbers[1] ? TAME_ESINGULAR : TAME_OK;
}

START_TEST(differences_of_a_vector_are_those_of_its_entries)
{
  const double d[P] = {0.7, -0.2, 1.1}, h = 1e-3;
  double out[2], numbers[2] = {1.7, 9.0};
  const double one = tame_diff_central(smooth, THETA, d, h, P, numbers);
  ck_assert_int_eq(
      tame_diff_central_vector(out, smooth_twice, THETA, d, h, 2, P, numbers),
      TAME_OK);
  ck_assert_double_eq(out[0], one);
  ck_assert_double_eq_tol(out[1], -2.0 * one, 1e-15);
  numbers[1] = THETA[0]; /* the point ahead is refused, then the one behind */
  for (int side = 1; side >= -1; side -= 2)
    ck_assert_int_eq(tame_diff_central_vector(out, smooth_twice, THETA, d,
                                              side * h, 2, P, numbers),
                     TAME_ESINGULAR);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("diff_checks");
  tcase_add_test(t, the_dot_test_accepts_right_products_and_sees_a_wrong_sign);
  tcase_add_test(t, central_differences_err_by_the_third_derivative);
  tcase_add_test(t, differences_of_a_vector_are_those_of_its_entries);
  return run_tests(t);
}
