/* SPDX-License-Identifier: MIT */
/* tame/interpolant.h. */
#include <math.h>

#include "run_tests.h"

#include "tame/interpolant.h"

static const double T[4] = {0.0, 0.3, 0.45, 1.7};
static const double P[4][2] = {{1, -1}, {2.385, 0}, {-0.417, 3}, {0.5, 0.25}};

static tame_interpolant *sample(void)
{
  tame_interpolant *p = tame_interpolant_alloc(2);
  for (size_t k = 0; k < 4; k++)
    ck_assert_int_eq(tame_interpolant_append(p, T[k], P[k]), TAME_OK);
  return p;
}

START_TEST(it_passes_through_its_points_and_is_affine_between)
{
  tame_interpolant *p = sample();
  double x[2];
  ck_assert_uint_eq(tame_interpolant_count(p), 4);
  ck_assert_double_eq(tame_interpolant_end(p), 1.7);
  for (size_t k = 0; k < 4; k++) {
    ck_assert_int_eq(tame_interpolant_at(x, p, T[k]), TAME_OK);
    ck_assert_double_eq_tol(x[0], P[k][0], 1e-15);
    ck_assert_double_eq_tol(x[1], P[k][1], 1e-15);
  }
  ck_assert_int_eq(tame_interpolant_at(x, p, 0.35), TAME_OK);
  ck_assert_double_eq_tol(x[0], 2.385 + (-0.417 - 2.385) / 3.0, 1e-14);
  ck_assert_double_eq_tol(x[1], 1.0, 1e-14);
  tame_interpolant_free(p);
  tame_interpolant_free(NULL);
}
END_TEST

static void affine(double *y, double t, void *ctx)
{
  const double *shift = ctx;
  y[0] = t;
  y[1] = -2.0 * t + *shift;
}

START_TEST(the_distance_is_the_largest_over_the_interval_asked_for)
{
  tame_interpolant *p = tame_interpolant_alloc(2);
  double shift = 0.25, sup;
  for (size_t k = 0; k <= 10; k++) {
    const double t = 0.1 * (double)k, x[2] = {t, -2.0 * t + (k == 7 ? 1.0 : 0)};
    ck_assert_int_eq(tame_interpolant_append(p, t, x), TAME_OK);
  }
  ck_assert_int_eq(tame_interpolant_distance(&sup, p, 0.65, 0, affine, &shift),
                   TAME_OK);
  ck_assert_double_eq_tol(sup, 0.25, 1e-15);
  /* between 0.6 and 0.65 it rises towards the point at 0.7 */
  ck_assert_int_eq(tame_interpolant_distance(&sup, p, 0.65, 9, affine, &shift),
                   TAME_OK);
  ck_assert_double_eq_tol(sup, 0.25, 1e-12);
  ck_assert_int_eq(tame_interpolant_distance(&sup, p, 0.685, 9, affine, &shift),
                   TAME_OK);
  ck_assert_double_eq_tol(sup, 0.8 - 0.25, 1e-12);
  ck_assert_int_eq(tame_interpolant_distance(&sup, p, 1.0, 0, affine, &shift),
                   TAME_OK);
  ck_assert_double_eq_tol(sup, 0.75, 1e-14);
  tame_interpolant_free(p);
}
END_TEST

/* |x| from 0.7 with step a: max(0.7 - t, 0) up to a. */
START_TEST(following_the_method_comes_within_a_step_of_the_flow)
{
  tame_power power = {1, 1.0};
  const tame_nonsmooth f = tame_power_nonsmooth(&power);
  const tame_inexact none = {.kind = TAME_ERROR_NONE};
  const double x0 = 0.7, a = 0.03;
  tame_subgradient *w = tame_subgradient_alloc(1);
  tame_interpolant *p = tame_interpolant_alloc(1);
  ck_assert_int_eq(tame_subgradient_init(w, &f, &none,
                                         &(tame_step_rule){a, 1, 0}, &x0, NULL),
                   TAME_OK);
  ck_assert_int_eq(tame_interpolant_follow(p, w, 1.4), TAME_OK);
  ck_assert_uint_eq(tame_interpolant_count(p), 48); /* x_0 and 47 steps */
  for (double t = 0.0; t <= 1.4; t += 0.011) {
    double x;
    ck_assert_int_eq(tame_interpolant_at(&x, p, t), TAME_OK);
    ck_assert_double_le(fabs(x - fmax(0.7 - t, 0.0)), a + 1e-12);
  }
  ck_assert_int_eq(tame_interpolant_follow(p, w, 0.0), TAME_EINVAL);
  ck_assert_int_eq(tame_interpolant_follow(p, w, NAN), TAME_EINVAL);
  tame_interpolant_free(p);
  tame_subgradient_free(w);
}
END_TEST

START_TEST(points_out_of_order_and_times_outside_are_refused)
{
  tame_interpolant *p = sample();
  double x[2], sup;
  const double bad[2] = {0.0, NAN};
  ck_assert_int_eq(tame_interpolant_append(p, 1.7, P[0]), TAME_EINVAL);
  ck_assert_int_eq(tame_interpolant_append(p, NAN, P[0]), TAME_EINVAL);
  ck_assert_int_eq(tame_interpolant_append(p, 2.0, bad), TAME_EINVAL);
  ck_assert_uint_eq(tame_interpolant_count(p), 4);
  ck_assert_int_eq(tame_interpolant_at(x, p, -0.1), TAME_EINVAL);
  ck_assert_int_eq(tame_interpolant_at(x, p, 1.71), TAME_EINVAL);
  ck_assert_int_eq(tame_interpolant_at(x, p, NAN), TAME_EINVAL);
  tame_interpolant_clear(p);
  ck_assert_int_eq(tame_interpolant_at(x, p, 0.0), TAME_EINVAL);
  ck_assert_int_eq(tame_interpolant_distance(&sup, p, 1.0, 0, affine, NULL),
                   TAME_EINVAL);
  ck_assert_double_nan(tame_interpolant_end(p));
  ck_assert_int_eq(tame_interpolant_append(p, -3.0, P[1]), TAME_OK);
  ck_assert_int_eq(tame_interpolant_at(x, p, -3.0), TAME_OK); /* one point */
  ck_assert_double_eq(x[0], P[1][0]);
  tame_interpolant_free(p);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("interpolant");
  tcase_add_test(t, it_passes_through_its_points_and_is_affine_between);
  tcase_add_test(t, the_distance_is_the_largest_over_the_interval_asked_for);
  tcase_add_test(t, following_the_method_comes_within_a_step_of_the_flow);
  tcase_add_test(t, points_out_of_order_and_times_outside_are_refused);
  return run_tests(t);
}
