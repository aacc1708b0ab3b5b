/* SPDX-License-Identifier: MIT */
/* tame/validation.h and tame/validation_sets.h: losses by hand, hypergradients
 * by three routes. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/validation_sets.h"

START_TEST(the_loss_is_the_mean_over_all_rows)
{
  /* one weight, X = (1): w = (y - lambda1)/(1 + lambda2) for y > lambda1 */
  const double one = 1.0, theta[3] = {1.0, 1.0, 2.385};
  const double x[3] = {1.0, -2.0, 0.5}, y[3] = {0.2, 0.3, -0.4};
  const double z[2] = {log(0.5), log(0.3)};
  const double w = (2.385 - 0.5) / 1.3;
  tame_inclusion *q;
  double loss, g[2];
  ck_assert_int_eq(tame_inclusion_elastic_net(&q, &one, 1, 1), TAME_OK);
  tame_validation *v = tame_validation_alloc(2, TAME_SQUARE);
  ck_assert_int_eq(tame_validation_loss(&loss, g, z, 0, v), TAME_EINVAL);
  ck_assert_int_eq(tame_validation_set(v, 0, q, theta, x, y, 2, 1), TAME_OK);
  ck_assert_int_eq(tame_validation_set(v, 1, q, theta, x + 2, y + 2, 1, 1),
                   TAME_OK);
  ck_assert_int_eq(tame_validation_loss(&loss, g, z, 0, v), TAME_OK);
  double expected = 0.0, slope = 0.0;
  for (size_t i = 0; i < 3; i++) {
    const double r = x[i] * w - y[i];
    expected += r * r / 3.0;
    slope += 2.0 * r * x[i] / 3.0;
  }
  ck_assert_double_eq_tol(loss, expected, 1e-14);
  ck_assert_double_eq_tol(g[0], slope * -0.5 / 1.3,
                          1e-13); /* theta dL/dtheta */
  ck_assert_double_eq_tol(g[1], slope * -0.3 * w / 1.3, 1e-13);

  ck_assert_int_eq(tame_validation_set(v, 2, q, theta, x, y, 2, 1),
                   TAME_EINVAL);
  ck_assert_int_eq(tame_validation_set(v, 0, q, theta, x, y, 2, 2),
                   TAME_EINVAL);
  ck_assert_int_eq(tame_validation_set(v, 0, q, theta, x, y, 0, 1),
                   TAME_EINVAL);
  const double bad[2] = {NAN, 0.0};
  ck_assert_int_eq(tame_validation_loss(&loss, g, bad, 0, v), TAME_EINVAL);
  tame_validation_free(v);
  tame_validation_free(NULL);
  tame_inclusion_free(q);
}
END_TEST

START_TEST(hypergradients_agree_by_three_routes)
{
  tame_validation_problem h;
  double loss, up, down, implicit[2], unrolled[2];
  ck_assert_int_eq(tame_validation_problem_init(&h, NULL, NULL), TAME_OK);
  const double z[2] = {0.31, 0.72};
  ck_assert_int_eq(tame_validation_loss(&loss, implicit, z, 0, h.valid),
                   TAME_OK);
  for (size_t j = 0; j < 2; j++) {
    double at[2] = {z[0], z[1]};
    at[j] = z[j] + 1e-5;
    ck_assert_int_eq(tame_validation_loss(&up, NULL, at, 0, h.valid), TAME_OK);
    at[j] = z[j] - 1e-5;
    ck_assert_int_eq(tame_validation_loss(&down, NULL, at, 0, h.valid),
                     TAME_OK);
    ck_assert_double_eq_tol((up - down) / 2e-5, implicit[j], 1e-8);
  }
  ck_assert_int_eq(tame_validation_loss(&up, unrolled, z, 20000, h.valid),
                   TAME_OK);
  ck_assert_double_eq_tol(up, loss, 1e-6);
  for (size_t j = 0; j < 2; j++)
    ck_assert_double_eq_tol(unrolled[j], implicit[j], 1e-4);
  tame_validation_problem_free(&h);
}
END_TEST

START_TEST(a_missing_set_is_an_error)
{
  tame_validation_problem h;
  tame_error err;
  ck_assert_int_lt(
      tame_validation_problem_init(&h, "/nonexistent/building.train", &err), 0);
  tame_validation_problem_free(&h);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("validation");
  tcase_add_test(t, the_loss_is_the_mean_over_all_rows);
  tcase_add_test(t, hypergradients_agree_by_three_routes);
  tcase_add_test(t, a_missing_set_is_an_error);
  return run_tests(t);
}
