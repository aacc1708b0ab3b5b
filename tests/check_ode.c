/* SPDX-License-Identifier: MIT */
/* tame/ode.h against solutions known in closed form. */
#include <check.h>
#include <math.h>

#include "run_tests.h"
#include "tame/ode.h"

static const tame_ode_options TIGHT = {1e-11, 1e-13, 1e-3};

/* y'' = -w^2 y */
static void oscillate(double *dy, double t, const double *y, void *ctx)
{
  const double w = *(const double *)ctx;
  (void)t;
  dy[0] = y[1];
  dy[1] = -w * w * y[0];
}

static double first_coordinate(double t, const double *y, void *ctx)
{
  (void)t;
  (void)ctx;
  return y[0];
}

START_TEST(an_oscillation_is_followed_to_the_end_exactly)
{
  double w = 2.385, y0[2] = {1.0, 0.0};
  const tame_ode ode = {2, oscillate, &w};
  tame_ode_solver *s = tame_ode_alloc(2);
  ck_assert_int_eq(tame_ode_init(s, &ode, -0.5, y0, &TIGHT), TAME_OK);
  ck_assert_int_eq(tame_ode_advance(s, 9.37), TAME_OK);
  ck_assert_double_eq(tame_ode_time(s), 9.37);
  ck_assert_double_eq_tol(tame_ode_state(s)[0], cos(w * 9.87), 1e-9);
  ck_assert_double_eq_tol(tame_ode_state(s)[1], -w * sin(w * 9.87), 3e-9);
  ck_assert_uint_gt(tame_ode_steps(s), 10);
  const size_t steps = tame_ode_steps(s);
  ck_assert_int_eq(tame_ode_step(s, 9.37), TAME_CONVERGED);
  ck_assert_int_eq(tame_ode_step(s, 9.0), TAME_CONVERGED);
  ck_assert_uint_eq(tame_ode_steps(s), steps);
  ck_assert_double_eq(tame_ode_time(s), 9.37);
  tame_ode_free(s);
}
END_TEST

START_TEST(smaller_tolerances_take_more_steps_and_give_smaller_errors)
{
  double w = 1.7, y0[2] = {0.3, 0.9}, before = INFINITY;
  size_t steps = 0;
  const tame_ode ode = {2, oscillate, &w};
  tame_ode_solver *s = tame_ode_alloc(2);
  for (int e = 4; e <= 12; e += 4) {
    const tame_ode_options o = {0.0, pow(10.0, -e), 0.1};
    ck_assert_int_eq(tame_ode_init(s, &ode, 0.0, y0, &o), TAME_OK);
    ck_assert_int_eq(tame_ode_advance(s, 20.0), TAME_OK);
    const double error = fabs(tame_ode_state(s)[0] -
                              (0.3 * cos(w * 20.0) + 0.9 / w * sin(w * 20.0)));
    ck_assert_double_lt(error, 0.1 * before);
    ck_assert_double_lt(error, 200.0 * pow(10.0, -e));
    ck_assert_uint_gt(tame_ode_steps(s), steps);
    before = error;
    steps = tame_ode_steps(s);
  }
  tame_ode_free(s);
}
END_TEST

/* Only the place inside a step distinguishes these from interpolation. */
START_TEST(the_state_inside_a_step_is_as_accurate_as_at_its_end)
{
  double w = 0.9, y0[2] = {1.0, 0.0}, y[2], widest = 0.0;
  const tame_ode ode = {2, oscillate, &w};
  tame_ode_solver *s = tame_ode_alloc(2);
  tame_ode_init(s, &ode, 0.0, y0, &TIGHT);
  while (tame_ode_step(s, 12.0) == TAME_OK) {
    const double a = tame_ode_time_before(s), b = tame_ode_time(s);
    widest = fmax(widest, b - a);
    for (int k = 0; k <= 4; k++) {
      const double t = k == 4 ? b : a + 0.25 * k * (b - a);
      tame_ode_inside(y, s, t);
      ck_assert_double_eq_tol(y[0], cos(w * t), 1e-9);
      ck_assert_double_eq_tol(y[1], -w * sin(w * t), 1e-9);
    }
  }
  ck_assert_double_gt(widest, 0.2);
  tame_ode_free(s);
}
END_TEST

START_TEST(zeros_are_found_to_rounding)
{
  double w = 1.31, y0[2] = {1.0, 0.0}, y[2], t;
  size_t found = 0;
  const double pi = acos(-1.0);
  const tame_ode ode = {2, oscillate, &w};
  tame_ode_solver *s = tame_ode_alloc(2);
  tame_ode_init(s, &ode, 0.0, y0, &TIGHT);
  while (tame_ode_step(s, 15.0) == TAME_OK)
    if (tame_ode_find(&t, y, s, tame_ode_time_before(s), first_coordinate,
                      NULL) == TAME_OK) {
      ck_assert_double_eq_tol(t, ((double)found + 0.5) * pi / w, 1e-9);
      ck_assert_double_eq_tol(y[0], 0.0, 1e-14);
      found++;
    }
  ck_assert_uint_eq(found, 6);
  tame_ode_free(s);
}
END_TEST

START_TEST(a_zero_before_the_place_to_search_from_is_not_found)
{
  double w = 1.0, y0[2] = {0.0, 1.0}, y[2], t;
  const tame_ode ode = {2, oscillate, &w};
  const tame_ode_options o = {1e-9, 1e-9, 0.5};
  tame_ode_solver *s = tame_ode_alloc(2);
  tame_ode_init(s, &ode, -0.1, (double[2]){sin(-0.1), cos(-0.1)}, &o);
  ck_assert_int_eq(tame_ode_step(s, 0.3), TAME_CONVERGED);
  ck_assert_int_eq(tame_ode_find(&t, y, s, -0.1, first_coordinate, NULL),
                   TAME_OK);
  ck_assert_double_eq_tol(t, 0.0, 1e-8);
  ck_assert_int_eq(tame_ode_find(&t, y, s, 0.1, first_coordinate, NULL),
                   TAME_EINVAL);
  /* a zero at the beginning counts */
  tame_ode_init(s, &ode, 0.0, y0, &o);
  tame_ode_step(s, 0.3);
  ck_assert_int_eq(tame_ode_find(&t, y, s, 0.0, first_coordinate, NULL),
                   TAME_OK);
  ck_assert_double_eq(t, 0.0);
  tame_ode_free(s);
}
END_TEST

/* y' = y^2 from 1 is infinite at time 1 */
static void explode(double *dy, double t, const double *y, void *ctx)
{
  (void)t;
  (void)ctx;
  dy[0] = y[0] * y[0];
}

START_TEST(a_solution_that_ends_is_reported_and_left_finite)
{
  const tame_ode ode = {1, explode, NULL};
  const double y0 = 1.0;
  tame_ode_solver *s = tame_ode_alloc(1);
  tame_ode_init(s, &ode, 0.0, &y0, &TIGHT);
  const tame_status end = tame_ode_advance(s, 2.0);
  ck_assert(end == TAME_STALLED || end == TAME_DIVERGED);
  ck_assert_double_le(tame_ode_time(s), 1.0 + 1e-9);
  ck_assert_double_gt(tame_ode_time(s), 0.999);
  ck_assert(isfinite(tame_ode_state(s)[0]));
  tame_ode_free(s);
}
END_TEST

/* y' = -1/(2 sqrt y), y = sqrt(1 - t): trial steps beyond t = 1 leave the domain */
static void drain(double *dy, double t, const double *y, void *ctx)
{
  (void)t;
  (void)ctx;
  dy[0] = -0.5 / (y[0] < 0.0 ? (double)NAN : y[0]);
}

START_TEST(trial_steps_outside_the_domain_are_shortened)
{
  const tame_ode ode = {1, drain, NULL};
  const double y0 = 1.0;
  const tame_ode_options o = {1e-10, 1e-12, 30.0};
  tame_ode_solver *s = tame_ode_alloc(1);
  tame_ode_init(s, &ode, 0.0, &y0, &o);
  ck_assert_int_eq(tame_ode_advance(s, 0.9), TAME_OK);
  ck_assert_double_eq_tol(tame_ode_state(s)[0], sqrt(0.1), 1e-8);
  tame_ode_free(s);
}
END_TEST

START_TEST(a_start_is_a_state_at_once_and_either_tolerance_may_be_zero)
{
  double w = 1.0, y0[2] = {2.385, -0.5}, y[2];
  const tame_ode ode = {2, oscillate, &w};
  tame_ode_solver *s = tame_ode_alloc(2);
  for (int k = 0; k < 2; k++) {
    const tame_ode_options o = {k ? 1e-11 : 0.0, k ? 0.0 : 1e-11, 1e-3};
    ck_assert_int_eq(tame_ode_init(s, &ode, 0.7, y0, &o), TAME_OK);
    ck_assert_mem_eq(tame_ode_state(s), y0, sizeof y0);
    ck_assert_mem_eq(tame_ode_state_before(s), y0, sizeof y0);
    tame_ode_inside(y, s, 0.7);
    ck_assert_mem_eq(y, y0, sizeof y0);
    ck_assert_double_eq(tame_ode_time_before(s), 0.7);
    ck_assert_int_eq(tame_ode_advance(s, 1.7), TAME_OK);
    ck_assert_double_eq_tol(tame_ode_state(s)[0],
                            2.385 * cos(1.0) - 0.5 * sin(1.0), 1e-9);
  }
  tame_ode_free(s);
}
END_TEST

static void nothing(double *dy, double t, const double *y, void *ctx)
{
  (void)t;
  (void)y;
  (void)ctx;
  dy[0] = (double)NAN;
}

START_TEST(a_field_that_is_not_finite_diverges_at_once)
{
  const tame_ode ode = {1, nothing, NULL};
  const double y0 = 2.385;
  tame_ode_solver *s = tame_ode_alloc(1);
  tame_ode_init(s, &ode, 1.0, &y0, &TIGHT);
  ck_assert_int_eq(tame_ode_step(s, 2.0), TAME_DIVERGED);
  ck_assert_double_eq(tame_ode_time(s), 1.0);
  ck_assert_double_eq(tame_ode_state(s)[0], 2.385);
  tame_ode_free(s);
}
END_TEST

START_TEST(impossible_options_are_refused)
{
  double w = 1.0, y0[2] = {1.0, 0.0};
  const tame_ode ode = {2, oscillate, &w}, other = {1, explode, NULL};
  static const tame_ode_options BAD[] = {{-1e-12, 1e-9, 0.1},
                                         {1e-9, (double)NAN, 0.1},
                                         {0.0, 0.0, 0.1},
                                         {1e-9, 1e-9, 0.0}};
  tame_ode_solver *s = tame_ode_alloc(2);
  for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++)
    ck_assert_int_eq(tame_ode_init(s, &ode, 0.0, y0, &BAD[k]), TAME_EINVAL);
  ck_assert_int_eq(tame_ode_init(s, &other, 0.0, y0, &TIGHT), TAME_EINVAL);
  ck_assert_int_eq(tame_ode_init(s, &ode, (double)NAN, y0, &TIGHT),
                   TAME_EINVAL);
  tame_ode_free(s);
  tame_ode_free(NULL);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("ode");
  tcase_add_test(t, an_oscillation_is_followed_to_the_end_exactly);
  tcase_add_test(t, smaller_tolerances_take_more_steps_and_give_smaller_errors);
  tcase_add_test(t, the_state_inside_a_step_is_as_accurate_as_at_its_end);
  tcase_add_test(t, zeros_are_found_to_rounding);
  tcase_add_test(t, a_zero_before_the_place_to_search_from_is_not_found);
  tcase_add_test(t, a_solution_that_ends_is_reported_and_left_finite);
  tcase_add_test(t, trial_steps_outside_the_domain_are_shortened);
  tcase_add_test(t, a_field_that_is_not_finite_diverges_at_once);
  tcase_add_test(t,
                 a_start_is_a_state_at_once_and_either_tolerance_may_be_zero);
  tcase_add_test(t, impossible_options_are_refused);
  return run_tests(t);
}
