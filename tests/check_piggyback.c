/* SPDX-License-Identifier: MIT */
/* The block step of maps that have one, against products column by column. */
#include "prox_properties.h"
#include "run_tests.h"

#include "tame/monotone.h"
#include "tame/quadratic.h"

static double *gaussian(size_t count, size_t rep)
{
  gsl_rng *rng = tame_rng_alloc(12, "check_piggyback", rep);
  double *x = tame_vec(count);
  tame_rng_normal(x, count, rng);
  gsl_rng_free(rng);
  return x;
}

START_TEST(the_quadratic_has_its_own_step)
{
  enum { N = 7, P = 5 };
  double *h = gaussian(N * N, 1), *c = gaussian(N * P, 2), *x = gaussian(N, 3);
  tame_quadratic q = {N, P, h, c, 0.17};
  const tame_map m = tame_quadratic_map(&q);
  ck_assert(m.piggyback);
  property_piggyback(x, c, &m);
  free(x);
  free(c);
  free(h);
}
END_TEST

/* y in theta, fixed, and the ridge in theta; p on both sides of the chunks */
START_TEST(least_squares_have_their_own_step)
{
  enum { M = 11, N = 7 };
  const size_t before[] = {1, 30, 120, 250}; /* entries of theta before y */
  for (size_t k = 0; k < 4; k++) {
    const size_t p = before[k] + M + 1;
    double *a = gaussian(M * N, 1), *w = gaussian(N, 2);
    double *theta = gaussian(p, 3);
    tame_op_least_squares q;
    ck_assert_int_eq(tame_op_least_squares_init(&q, a, M, N, p,
                                                tame_param_scaled(0, 1.7),
                                                (tame_params){before[k], NULL}),
                     TAME_OK);
    tame_map m = tame_op_least_squares_map(&q);
    ck_assert(m.piggyback);
    property_piggyback(w, theta, &m);
    tame_op_least_squares_free(&q);
    ck_assert_int_eq(
        tame_op_least_squares_init(&q, a, M, N, 2, tame_param_fixed(0.3),
                                   (tame_params){TAME_FIXED, theta}),
        TAME_OK);
    m = tame_op_least_squares_map(&q);
    property_piggyback(w, theta, &m);
    tame_op_least_squares_free(&q);
    free(theta);
    free(w);
    free(a);
  }
}
END_TEST

START_TEST(the_duals_have_their_own_steps)
{
  for (size_t n = 2; n < 12; n += 3) { /* samples */
    double *theta = gaussian(n + 2, 4), *u = gaussian(n, 5);
    tame_op_tv_dual q;
    ck_assert_int_eq(tame_op_tv_dual_init(&q, n, n + 2, (tame_params){1, NULL}),
                     TAME_OK);
    const tame_map m = tame_op_tv_dual_map(&q);
    ck_assert(m.piggyback);
    property_piggyback(u, theta, &m);
    tame_op_tv_dual_free(&q);
    free(u);
    free(theta);
  }
  double *points = gaussian(2 * 9, 6), *a = gaussian(9, 7);
  const double labels[9] = {1, -1, 1, 1, -1, -1, 1, -1, 1};
  const double theta[3] = {0.2, -0.4, 1.0};
  tame_op_svm q;
  ck_assert_int_eq(tame_op_svm_init(&q, points, labels, 9, 2, 3,
                                    tame_param_scaled(1, 1.3), 0.1),
                   TAME_OK);
  const tame_map m = tame_op_svm_map(&q);
  ck_assert(m.piggyback);
  property_piggyback(a, theta, &m);
  tame_op_svm_free(&q);
  free(a);
  free(points);
}
END_TEST

START_TEST(a_map_with_a_step_needs_no_product)
{
  const double h = 0.7, c = 1.3, x = 0.0, jac = 0.4;
  double jac_new, expected = 0.4 - 0.5 * (0.7 * 0.4 - 1.3);
  tame_quadratic q = {1, 1, &h, &c, 0.5};
  tame_map m = tame_quadratic_map(&q);
  m.jvp = NULL;
  ck_assert_int_eq(tame_diff_piggyback(&jac_new, &jac, &x, &x, &m), TAME_OK);
  ck_assert_double_eq_tol(jac_new, expected, 1e-15);
  m.piggyback = NULL;
  ck_assert_int_eq(tame_diff_piggyback(&jac_new, &jac, &x, &x, &m),
                   TAME_EINVAL);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("piggyback");
  tcase_add_test(t, the_quadratic_has_its_own_step);
  tcase_add_test(t, least_squares_have_their_own_step);
  tcase_add_test(t, the_duals_have_their_own_steps);
  tcase_add_test(t, a_map_with_a_step_needs_no_product);
  return run_tests(t);
}
