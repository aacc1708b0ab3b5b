/* SPDX-License-Identifier: MIT */
/* tame/schedule.h against its formulas at hand-picked steps. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/schedule.h"

START_TEST(a_cosine_goes_from_first_to_last)
{
  ck_assert_double_eq(tame_cosine(0, 200, 1e-3, 0.0), 1e-3);
  ck_assert_double_eq_tol(tame_cosine(100, 200, 1e-3, 1e-4), 5.5e-4, 1e-18);
  ck_assert_double_eq(tame_cosine(200, 200, 1e-3, 1e-5), 1e-5);
  ck_assert_double_eq(tame_cosine(999, 200, 1e-3, 1e-5), 1e-5);
  /* epoch 1 of 200, as logged in the authors' CIFAR runs */
  ck_assert_double_eq_tol(tame_cosine(1, 200, 1e-3, 0.0), 0.0009999383162408303,
                          1e-18);
  /* the sum over 200 epochs of 196 steps is 19.7 */
  double sum = 0.0;
  for (size_t e = 0; e < 200; e++) sum += 196.0 * tame_cosine(e, 200, 1e-3, 0);
  ck_assert_double_eq_tol(sum, 19.698, 1e-9);
}
END_TEST

START_TEST(warm_up_starts_at_zero_and_meets_the_cosine)
{
  ck_assert_double_eq(tame_warmup_cosine(0, 2000, 100000, 6e-4, 6e-5), 0.0);
  ck_assert_double_eq_tol(tame_warmup_cosine(500, 2000, 100000, 6e-4, 6e-5),
                          1.5e-4, 1e-18);
  ck_assert_double_eq(tame_warmup_cosine(2000, 2000, 100000, 6e-4, 6e-5), 6e-4);
  ck_assert_double_eq_tol(tame_warmup_cosine(51000, 2000, 100000, 6e-4, 6e-5),
                          3.3e-4, 1e-17);
  ck_assert_double_eq(tame_warmup_cosine(100000, 2000, 100000, 6e-4, 6e-5),
                      6e-5);
  ck_assert_double_eq(tame_warmup_cosine(3, 0, 10, 1.0, 0.0),
                      tame_cosine(3, 10, 1.0, 0.0));
}
END_TEST

START_TEST(warm_up_then_a_line_to_zero)
{
  ck_assert_double_eq(tame_warmup_linear(0, 500, 26290, 2e-4), 0.0);
  ck_assert_double_eq(tame_warmup_linear(500, 500, 26290, 2e-4), 2e-4);
  /* logged in the authors' runs after 1000 steps */
  ck_assert_double_eq_tol(tame_warmup_linear(1000, 500, 26290, 2e-4),
                          0.0001961225281116712, 1e-17);
  ck_assert_double_eq(tame_warmup_linear(26290, 500, 26290, 2e-4), 0.0);
  ck_assert_double_eq(tame_warmup_linear(99999, 500, 26290, 2e-4), 0.0);
}
END_TEST

START_TEST(damping_is_held_and_then_raised)
{
  ck_assert_double_eq(tame_hold_cosine(19, 20, 200, 0.1, 1.0), 0.1);
  ck_assert_double_eq_tol(tame_hold_cosine(110, 20, 200, 0.9, 2.0), 1.45,
                          1e-15);
  /* 0.1 + 0.9 (1 - cos(pi 45/180)) / 2 */
  ck_assert_double_eq_tol(tame_hold_cosine(65, 20, 200, 0.1, 1.0),
                          0.1 + 0.45 * (1.0 - sqrt(0.5)), 1e-15);
  ck_assert_double_eq(tame_hold_cosine(200, 20, 200, 0.1, 1.0), 1.0);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("schedule");
  tcase_add_test(t, a_cosine_goes_from_first_to_last);
  tcase_add_test(t, warm_up_starts_at_zero_and_meets_the_cosine);
  tcase_add_test(t, warm_up_then_a_line_to_zero);
  tcase_add_test(t, damping_is_held_and_then_raised);
  return run_tests(t);
}
