/* SPDX-License-Identifier: MIT */
/* Solutions and gradients against tests/reference/one_step.txt, which another
 * program computed in 40-digit arithmetic (tests/reference/one_step.py). */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/diff.h"
#include "tame/logistic.h"
#include "tame/qp.h"
#include "tame/stats.h"

/* Array NAME of the reference file, [count]; free() it. */
static double *reference(const char *name, size_t *count)
{
  char line[64];
  size_t rows = 0, cols = 0;
  FILE *f = fopen("tests/reference/one_step.txt", "r");
  ck_assert_ptr_nonnull(f);
  while (fscanf(f, "%63s %zu %zu", line, &rows, &cols) == 3) {
    double *x = tame_vec(rows * cols);
    for (size_t i = 0; i < rows * cols; i++)
      ck_assert_int_eq(fscanf(f, "%lf", &x[i]), 1);
    if (strcmp(line, name) == 0) {
      fclose(f);
      *count = rows * cols;
      return x;
    }
    free(x);
  }
  ck_abort_msg("no %s in the reference file", name);
}

static void assert_close(const double *x, const double *y, size_t n, double tol)
{
  const double error = tame_distance(x, y, n) / tame_norm(y, n);
  ck_assert_double_le(error, tol);
}

/* Conditioning of these problems is below 1e3, so 1e-12 leaves a margin of ten
 * over rounding and fails for any term that is wrong. */
static const double TOL = 1e-12;

START_TEST(logistic_regression_agrees_with_forty_digits)
{
  size_t n, p, one;
  double *x = reference("logistic.x", &one), *y = reference("logistic.y", &n);
  double *w = reference("logistic.weights", &n);
  double *lambda = reference("logistic.lambda", &one);
  double *solution = reference("logistic.solution", &p);
  double *gradient = reference("logistic.gradient", &n);
  double *zero = tame_vec(p), *got = tame_vec(n);
  tame_logistic *newton = tame_logistic_alloc(n, p);
  const tame_logistic_problem problem = {n, p, x, y, *lambda};
  ck_assert_int_eq(tame_logistic_init(newton, &problem), TAME_OK);
  tame_trajectory *t =
      tame_trajectory_alloc(tame_logistic_map(newton), 50, false);
  ck_assert_int_eq(
      tame_logistic_solve(t, newton, zero, w, &tame_logistic_authors),
      TAME_CONVERGED);
  const double *beta = tame_trajectory_last(t);
  assert_close(beta, solution, p, TOL);

  ck_assert_int_eq(tame_logistic_implicit(got, beta, beta, w, newton), TAME_OK);
  assert_close(got, gradient, n, TOL);
  for (size_t steps = 1; steps <= 50; steps += 49) { /* one-step, unrolled */
    ck_assert_int_eq(tame_diff_reverse(got, NULL, t, steps, beta, w), TAME_OK);
    assert_close(got, gradient, n, TOL);
  }
  tame_trajectory_free(t);
  tame_logistic_free(newton);
  free(x);
  free(y);
  free(w);
  free(lambda);
  free(solution);
  free(gradient);
  free(zero);
  free(got);
}
END_TEST

/* Solve the reference problem and differentiate it with one back end. */
static void check_qp(tame_kkt kkt)
{
  size_t n, n_theta, size;
  double *Q = reference("qp.q_matrix", &size), *A = reference("qp.a", &size);
  double *G = reference("qp.g", &size);
  double *theta = reference("qp.theta", &n_theta);
  double *solution = reference("qp.solution", &n);
  double *gradient = reference("qp.gradient", &n_theta);
  double *got = tame_vec(n_theta);
  const size_t p = 4, m = 2;
  const tame_qp qp = {.n = n, .p = p, .m = m, .Q = Q, .G = G, .A = A};
  const tame_qp_stopping stop = {.centring = 1e-10, .max_updates = 50};
  tame_qp_solver *w = tame_qp_alloc(n, p, m, kkt);
  ck_assert_int_eq(
      tame_qp_init(w, &qp, &(tame_qp_options){.fraction = 0.99999}), TAME_OK);
  const tame_map map = tame_qp_map(w);
  tame_trajectory *t = tame_trajectory_alloc(&map, 51, false);
  ck_assert_int_eq(tame_qp_solve(t, NULL, theta, &stop, w), TAME_CONVERGED);
  assert_close(tame_trajectory_last(t), solution, n, TOL);

  double *u = tame_vec(map.n), *u0 = tame_vec(map.n);
  memcpy(u, tame_trajectory_last(t), n * sizeof *u);
  memset(got, 0, n_theta * sizeof *got);
  ck_assert_int_eq(tame_qp_implicit_vjp(got, u, tame_trajectory_last(t), w),
                   TAME_OK);
  assert_close(got, gradient, n_theta, 1e-8); /* |r2| stops at 1e-10 */
  ck_assert_int_eq(tame_diff_reverse(got, u0, t, 51, u, theta), TAME_OK);
  ck_assert_int_eq(
      tame_qp_start_vjp(got, u0, NULL, tame_trajectory_x(t, 0), theta, w),
      TAME_OK);
  assert_close(got, gradient, n_theta, 1e-8);
  tame_trajectory_free(t);
  tame_qp_free(w);
  free(Q);
  free(A);
  free(G);
  free(theta);
  free(solution);
  free(gradient);
  free(got);
  free(u);
  free(u0);
}

START_TEST(the_dense_interior_point_agrees_with_forty_digits)
{
  check_qp(TAME_KKT_DENSE);
}
END_TEST

START_TEST(the_reduced_interior_point_agrees_with_forty_digits)
{
  check_qp(TAME_KKT_REDUCED);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("reference");
  tcase_add_test(t, logistic_regression_agrees_with_forty_digits);
  tcase_add_test(t, the_dense_interior_point_agrees_with_forty_digits);
  tcase_add_test(t, the_reduced_interior_point_agrees_with_forty_digits);
  return run_tests(t);
}
