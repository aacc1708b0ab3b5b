/* SPDX-License-Identifier: MIT */
/* Trajectories of a map: what is kept, what is forgotten, when they stop. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/map.h"

/* x+ = theta x (1 - x) in each of two coordinates; the record is 1 - 2 x. */
static void logistic_map(double *xnew, const double *x, const double *theta,
                         void *ctx)
{
  (void)ctx;
  for (size_t i = 0; i < 2; i++) xnew[i] = theta[0] * x[i] * (1.0 - x[i]);
}

static void logistic_map_record(double *xnew, double *record, const double *x,
                                const double *theta, void *ctx)
{
  logistic_map(xnew, x, theta, ctx);
  for (size_t i = 0; i < 2; i++) record[i] = 1.0 - 2.0 * x[i];
}

static void logistic_map_vjp_record(double *dx, double *dtheta,
                                    const double *dxnew, const double *record,
                                    const double *x, const double *theta,
                                    void *ctx)
{
  (void)ctx;
  for (size_t i = 0; i < 2; i++) {
    dx[i] = theta[0] * record[i] * dxnew[i];
    if (dtheta) dtheta[0] += x[i] * (1.0 - x[i]) * dxnew[i];
  }
}

static const tame_map PLAIN = {.n = 2, .p = 1, .value = logistic_map};
static const tame_map WITH_RECORD = {.n = 2,
                                     .p = 1,
                                     .value = logistic_map,
                                     .n_record = 2,
                                     .value_record = logistic_map_record,
                                     .vjp_record = logistic_map_vjp_record};
static const double THETA[1] = {2.385};
static const double START[2] = {0.117, 0.731};

START_TEST(each_point_is_the_map_of_the_one_before)
{
  tame_trajectory *t = tame_trajectory_alloc(&PLAIN, 9, false);
  tame_trajectory_init(t, START);
  for (size_t k = 0; k < 9; k++)
    ck_assert_int_eq(tame_trajectory_step(t, THETA), TAME_OK);

  ck_assert_uint_eq(tame_trajectory_steps(t), 9);
  ck_assert_double_eq(tame_trajectory_x(t, 0)[1], START[1]);
  for (size_t k = 0; k < 9; k++) {
    for (size_t i = 0; i < 2; i++) {
      const double x = tame_trajectory_x(t, k)[i];
      ck_assert_double_eq(tame_trajectory_x(t, k + 1)[i],
                          2.385 * x * (1.0 - x));
    }
    ck_assert_ptr_null(tame_trajectory_record(t, k));
  }
  ck_assert_ptr_eq(tame_trajectory_last(t), tame_trajectory_x(t, 9));
  ck_assert_ptr_eq(tame_trajectory_map(t), &PLAIN);
  tame_trajectory_free(t);
}
END_TEST

START_TEST(records_are_those_of_the_step_that_left_the_point)
{
  tame_trajectory *t = tame_trajectory_alloc(&WITH_RECORD, 6, true);
  tame_trajectory_init(t, START);
  for (size_t k = 0; k < 6; k++) tame_trajectory_step(t, THETA);
  for (size_t k = 0; k < 6; k++)
    for (size_t i = 0; i < 2; i++)
      ck_assert_double_eq(tame_trajectory_record(t, k)[i],
                          1.0 - 2.0 * tame_trajectory_x(t, k)[i]);
  tame_trajectory_free(t);
}
END_TEST

START_TEST(no_records_are_kept_unless_asked_for_and_offered)
{
  tame_trajectory *not_asked = tame_trajectory_alloc(&WITH_RECORD, 3, false);
  tame_trajectory *not_offered = tame_trajectory_alloc(&PLAIN, 3, true);
  tame_trajectory_init(not_asked, START);
  tame_trajectory_init(not_offered, START);
  tame_trajectory_step(not_asked, THETA);
  tame_trajectory_step(not_offered, THETA);
  ck_assert_ptr_null(tame_trajectory_record(not_asked, 0));
  ck_assert_ptr_null(tame_trajectory_record(not_offered, 0));
  tame_trajectory_free(not_asked);
  tame_trajectory_free(not_offered);
}
END_TEST

START_TEST(bytes_count_iterates_and_records)
{
  tame_trajectory *t = tame_trajectory_alloc(&WITH_RECORD, 1000, true);
  tame_trajectory_init(t, START);
  ck_assert_uint_eq(tame_trajectory_bytes(t), 2 * sizeof(double));
  for (size_t k = 0; k < 3; k++) tame_trajectory_step(t, THETA);
  ck_assert_uint_eq(tame_trajectory_bytes(t), (4 * 2 + 3 * 2) * sizeof(double));
  tame_trajectory_free(t);
}
END_TEST

START_TEST(a_full_trajectory_takes_no_further_step)
{
  tame_trajectory *t = tame_trajectory_alloc(&PLAIN, 2, false);
  tame_trajectory_init(t, START);
  tame_trajectory_step(t, THETA);
  tame_trajectory_step(t, THETA);
  const double before = tame_trajectory_last(t)[0];
  ck_assert_int_eq(tame_trajectory_step(t, THETA), TAME_MAX_ITER);
  ck_assert_uint_eq(tame_trajectory_steps(t), 2);
  ck_assert_double_eq(tame_trajectory_last(t)[0], before);
  tame_trajectory_free(t);

  t = tame_trajectory_alloc(&PLAIN, 0, true);
  tame_trajectory_init(t, START);
  ck_assert_int_eq(tame_trajectory_step(t, THETA), TAME_MAX_ITER);
  ck_assert_double_eq(tame_trajectory_last(t)[1], START[1]);
  tame_trajectory_free(t);
}
END_TEST

START_TEST(an_iterate_that_is_not_finite_is_told_and_kept)
{
  const double huge[1] = {1e200};
  tame_trajectory *t = tame_trajectory_alloc(&PLAIN, 5, false);
  tame_trajectory_init(t, START);
  ck_assert_int_eq(tame_trajectory_step(t, huge), TAME_OK);
  ck_assert_int_eq(tame_trajectory_step(t, huge), TAME_DIVERGED);
  ck_assert_uint_eq(tame_trajectory_steps(t), 2);
  ck_assert(!isfinite(tame_trajectory_last(t)[0]));

  const double nan[1] = {NAN};
  tame_trajectory_init(t, START);
  ck_assert_int_eq(tame_trajectory_step(t, nan), TAME_DIVERGED);
  tame_trajectory_free(t);
}
END_TEST

START_TEST(init_forgets_the_earlier_run)
{
  const double other[2] = {0.311, 0.0};
  tame_trajectory *t = tame_trajectory_alloc(&WITH_RECORD, 4, true);
  tame_trajectory_init(t, START);
  for (size_t k = 0; k < 4; k++) tame_trajectory_step(t, THETA);
  tame_trajectory_init(t, other);
  ck_assert_uint_eq(tame_trajectory_steps(t), 0);
  ck_assert_double_eq(tame_trajectory_last(t)[0], 0.311);
  tame_trajectory_step(t, THETA);
  ck_assert_double_eq(tame_trajectory_record(t, 0)[0], 1.0 - 2.0 * 0.311);
  ck_assert_double_eq(tame_trajectory_last(t)[0], 2.385 * 0.311 * (1 - 0.311));
  tame_trajectory_free(t);
  tame_trajectory_free(NULL);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("map");
  tcase_add_test(t, each_point_is_the_map_of_the_one_before);
  tcase_add_test(t, records_are_those_of_the_step_that_left_the_point);
  tcase_add_test(t, no_records_are_kept_unless_asked_for_and_offered);
  tcase_add_test(t, bytes_count_iterates_and_records);
  tcase_add_test(t, a_full_trajectory_takes_no_further_step);
  tcase_add_test(t, an_iterate_that_is_not_finite_is_told_and_kept);
  tcase_add_test(t, init_forgets_the_earlier_run);
  return run_tests(t);
}
