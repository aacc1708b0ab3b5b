/* SPDX-License-Identifier: MIT */
/* Newton's method for logistic regression: its step against differences and
 * naive formulas, its derivative by five routes. */
#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "logistic_problem.h"
#include "run_tests.h"
#include "tame/base.h"
#include "tame/diff.h"
#include "tame/la.h"

/* --- objective, gradient, step -------------------------------------------- */

static double objective_at(const double *beta, void *ctx)
{
  fixture *f = ctx;
  return tame_logistic_objective(beta, f->weights, f->w);
}

START_TEST(the_gradient_is_the_derivative_of_the_objective)
{
  fixture f = setup(7, 5, 0.013);
  const double beta[5] = {0.31, -1.27, 0.58, 0.92, -0.45};
  double g[5];
  tame_logistic_gradient(g, beta, f.weights, f.w);
  for (size_t j = 0; j < 5; j++) {
    double e[5] = {0};
    e[j] = 1.0;
    ck_assert_double_eq_tol(
        g[j], tame_diff_central(objective_at, beta, e, 1e-5, 5, &f), 1e-9);
  }
  teardown(&f);
}
END_TEST

/* beta - F(beta) = s H^{-1} g with H and g by the naive sums.  600 rows are
 * more than are read at a time, and no multiple of it. */
START_TEST(a_step_is_minus_s_times_the_inverse_hessian_times_the_gradient)
{
  const size_t halves[] = {1, 8, 128, 129, 300};
  for (size_t c = 0; c < 5; c++) {
    fixture f = setup(halves[c], 4, 0.37);
    const double beta[4] = {0.31, -1.27, 0.58, 0.92}, s = 0.83;
    double h[16] = {0}, g[4], norm[4], next[4];
    int pivot[4];
    for (size_t j = 0; j < 4; j++) g[j] = 0.37 * beta[j], h[5 * j] = 0.37;
    for (size_t i = 0; i < f.n; i++) {
      const double *x = f.x + 4 * i, wi = f.weights[i];
      double t = 0.0;
      for (size_t j = 0; j < 4; j++) t += x[j] * beta[j];
      const double sigma = 1.0 / (1.0 + exp(-t));
      for (size_t j = 0; j < 4; j++) {
        g[j] -= wi * f.y[i] * x[j] / (1.0 + exp(f.y[i] * t));
        for (size_t k = 0; k < 4; k++)
          h[4 * j + k] += wi * sigma * (1 - sigma) * x[j] * x[k];
      }
    }
    memcpy(norm, g, sizeof norm);
    ck_assert_int_eq(tame_la_lu(h, pivot, 4), TAME_OK);
    tame_la_lu_solve(g, h, pivot, 4);

    const tame_map *map = tame_logistic_map(f.w);
    tame_logistic_set_step(f.w, s);
    map->value(next, beta, f.weights, map->ctx);
    for (size_t j = 0; j < 4; j++)
      ck_assert_double_eq_tol(beta[j] - next[j], s * g[j], 1e-13);
    ck_assert_double_eq_tol(tame_logistic_gradient_norm(f.w),
                            tame_norm(norm, 4), 1e-13);
    teardown(&f);
  }
}
END_TEST

START_TEST(returning_to_a_point_gives_the_same_bits)
{
  fixture f = setup(9, 3, 0.2);
  const tame_map *map = tame_logistic_map(f.w);
  const double here[3] = {0.3, -0.2, 1.1}, there[3] = {-0.7, 0.4, 0.6};
  double first[3], again[3], other[3], heavier[3];
  map->value(first, here, f.weights, map->ctx);
  map->value(again, here, f.weights, map->ctx); /* remembered */
  ck_assert_mem_eq(first, again, sizeof first);
  map->value(other, there, f.weights, map->ctx);
  map->value(again, here, f.weights, map->ctx); /* formed again */
  ck_assert_mem_eq(first, again, sizeof first);
  ck_assert_mem_ne(first, other, sizeof first);
  f.weights[4] *= 1.5; /* same beta, other weights: not the same point */
  map->value(heavier, here, f.weights, map->ctx);
  ck_assert_mem_ne(first, heavier, sizeof first);
  f.problem.lambda = 0.3; /* same point, another problem */
  ck_assert_int_eq(tame_logistic_init(f.w, &f.problem), TAME_OK);
  map->value(again, here, f.weights, map->ctx);
  ck_assert_mem_ne(heavier, again, sizeof again);
  teardown(&f);
}
END_TEST

/* --- products ------------------------------------------------------------- */

static const double BETA[5] = {0.31, -1.27, 0.58, 0.92, -0.45};
static const double STEPS[] = {1.0, 0.83, 0.25};

START_TEST(jvp_is_the_derivative_of_the_step)
{
  fixture f = setup(6, 5, 0.05);
  const tame_map *map = tame_logistic_map(f.w);
  const double dx[5] = {0.4, 1.3, -0.2, 0.7, -0.9}, h = 1e-6;
  double dw[12], ahead[5], behind[5], found[5], x[5], w[12];
  for (size_t i = 0; i < 12; i++) dw[i] = 0.01 * cos(1.7 * (double)i + 0.3);
  for (size_t c = 0; c < 3; c++) {
    tame_logistic_set_step(f.w, STEPS[c]);
    map->jvp(found, dx, dw, BETA, f.weights, map->ctx);
    for (int side = -1; side <= 1; side += 2) {
      for (size_t j = 0; j < 5; j++) x[j] = BETA[j] + side * h * dx[j];
      for (size_t i = 0; i < 12; i++) w[i] = f.weights[i] + side * h * dw[i];
      map->value(side > 0 ? ahead : behind, x, w, map->ctx);
    }
    for (size_t j = 0; j < 5; j++)
      ck_assert_double_eq_tol(found[j], (ahead[j] - behind[j]) / (2 * h), 1e-8);

    double with_null[5], with_zero[5], zero[12] = {0};
    map->jvp(with_null, dx, NULL, BETA, f.weights, map->ctx);
    map->jvp(with_zero, dx, zero, BETA, f.weights, map->ctx);
    ck_assert_mem_eq(with_null, with_zero, sizeof with_null);
  }
  teardown(&f);
}
END_TEST

START_TEST(vjp_is_the_transpose_of_jvp_and_needs_no_dtheta)
{
  fixture f = setup(6, 5, 0.05);
  const tame_map *map = tame_logistic_map(f.w);
  const double dx[5] = {0.4, 1.3, -0.2, 0.7, -0.9};
  const double u[5] = {-0.6, 0.2, 1.9, 0.5, 1.2};
  double dw[12], both[5], alone[5];
  for (size_t i = 0; i < 12; i++) dw[i] = 0.1 * cos(1.7 * (double)i + 0.3);
  for (size_t c = 0; c < 3; c++) {
    tame_logistic_set_step(f.w, STEPS[c]);
    ck_assert_double_lt(tame_diff_dot_test(dx, dw, u, BETA, f.weights, map),
                        1e-14);
    map->vjp(both, dw, u, BETA, f.weights, map->ctx);
    map->vjp(alone, NULL, u, BETA, f.weights, map->ctx);
    ck_assert_mem_eq(both, alone, sizeof both);
  }
  teardown(&f);
}
END_TEST

START_TEST(a_record_gives_the_product_of_its_own_point)
{
  fixture f = setup(6, 5, 0.05);
  const tame_map *map = tame_logistic_map(f.w);
  const double u[5] = {-0.6, 0.2, 1.9, 0.5, 1.2}, zero[5] = {0};
  double *record = tame_vec(map->n_record), plain[5], recorded[5], other[5];
  double dx[2][5], dw[2][12] = {{0}};
  tame_logistic_set_step(f.w, 0.83);
  map->value(plain, BETA, f.weights, map->ctx);
  map->value_record(recorded, record, BETA, f.weights, map->ctx);
  ck_assert_mem_eq(plain, recorded, sizeof plain);
  map->vjp(dx[0], dw[0], u, BETA, f.weights, map->ctx);
  map->value(other, zero, f.weights, map->ctx); /* the workspace moves on */
  map->vjp_record(dx[1], dw[1], u, record, BETA, f.weights, map->ctx);
  assert_close(dx[1], dx[0], 5, 1e-14);
  assert_close(dw[1], dw[0], 12, 1e-14);
  free(record);
  teardown(&f);
}
END_TEST

/* --- the solution --------------------------------------------------------- */

/* h(w) = |beta(w)|^2 / 2 */
static double half_square(const double *weights, void *ctx)
{
  fixture *f = ctx;
  tame_trajectory *t =
      tame_trajectory_alloc(tame_logistic_map(f->w), 50, false);
  ck_assert_int_eq(
      tame_logistic_solve(t, f->w, f->start, weights, &tame_logistic_authors),
      TAME_CONVERGED);
  const double norm = tame_norm(tame_trajectory_last(t), f->p);
  tame_trajectory_free(t);
  return 0.5 * norm * norm;
}

START_TEST(all_estimators_meet_at_the_minimiser)
{
  fixture f = setup(6, 5, 0.05);
  const tame_map *map = tame_logistic_map(f.w);
  tame_trajectory *bare = tame_trajectory_alloc(map, 50, false);
  tame_trajectory *kept = tame_trajectory_alloc(map, 50, true);
  double implicit[12], generic[12], one[12], all[12], stored[12], fd[12], g[5];
  ck_assert_int_eq(solve(&f, kept), TAME_CONVERGED);
  ck_assert_int_eq(solve(&f, bare), TAME_CONVERGED);
  const double *beta = tame_trajectory_last(bare), *w = f.weights;
  tame_logistic_gradient(g, beta, w, f.w);
  ck_assert_double_lt(tame_norm(g, 5), 1e-15);
  ck_assert_double_gt(tame_norm(beta, 5), 0.3); /* not a trivial solution */

  ck_assert_int_eq(tame_logistic_implicit(implicit, beta, beta, w, f.w),
                   TAME_OK);
  ck_assert_int_eq(tame_diff_reverse(one, NULL, bare, 1, beta, w), TAME_OK);
  ck_assert_int_eq(tame_diff_reverse(all, NULL, bare, 50, beta, w), TAME_OK);
  ck_assert_int_eq(tame_diff_reverse(stored, NULL, kept, 50, beta, w), TAME_OK);
  /* the general implicit estimator must not care which s was used */
  tame_logistic_set_step(f.w, 0.6);
  ck_assert_int_eq(tame_diff_implicit_vjp(generic, beta, beta, w, map),
                   TAME_OK);
  for (size_t i = 0; i < 12; i++) {
    double e[12] = {0};
    e[i] = 1.0;
    fd[i] = tame_diff_central(half_square, w, e, 1e-5, 12, &f);
  }
  assert_close(one, implicit, 12, 1e-13);
  assert_close(all, implicit, 12, 1e-13);
  assert_close(stored, all, 12, 1e-13);
  assert_close(generic, implicit, 12, 1e-13);
  assert_close(fd, implicit, 12, 1e-6);
  tame_trajectory_free(bare);
  tame_trajectory_free(kept);
  teardown(&f);
}
END_TEST

START_TEST(one_step_from_afar_is_not_the_implicit_gradient)
{
  fixture f = setup(6, 5, 0.05);
  tame_trajectory *t = tame_trajectory_alloc(tame_logistic_map(f.w), 50, false);
  tame_trajectory_init(t, f.start);
  tame_trajectory_step(t, f.weights);
  const double *beta = tame_trajectory_last(t);
  double one[12], implicit[12];
  tame_diff_reverse(one, NULL, t, 1, beta, f.weights);
  tame_logistic_implicit(implicit, beta, beta, f.weights, f.w);
  ck_assert_double_gt(tame_distance(one, implicit, 12),
                      0.01 * tame_norm(implicit, 12));
  tame_trajectory_free(t);
  teardown(&f);
}
END_TEST

START_TEST(newton_converges_quadratically_also_on_separable_data)
{
  fixture f = setup(4, 13, 1e-4); /* 8 points in general position in R^13 */
  tame_trajectory *t = tame_trajectory_alloc(tame_logistic_map(f.w), 50, false);
  double g[13];
  ck_assert_int_eq(solve(&f, t), TAME_CONVERGED);
  const double *beta = tame_trajectory_last(t);
  for (size_t i = 0; i < f.n; i++) {
    double margin = 0.0;
    for (size_t j = 0; j < 13; j++) margin += f.x[13 * i + j] * beta[j];
    ck_assert_double_gt(f.y[i] * margin, 0.0);
  }
  tame_logistic_gradient(g, beta, f.weights, f.w);
  ck_assert_double_lt(tame_norm(g, 13), 1e-15);
  ck_assert_uint_le(tame_trajectory_steps(t), 20);
  tame_trajectory_free(t);
  teardown(&f);
}
END_TEST

/* x = 1, y = 1, weight 2: 2 sigma(-b) = lambda b, solved here by bisection. */
START_TEST(one_observation_and_one_coefficient_solve_a_scalar_equation)
{
  const double x[1] = {1.0}, y[1] = {1.0}, weight[1] = {2.0}, start[1] = {0.0};
  const tame_logistic_problem problem = {1, 1, x, y, 0.731};
  tame_logistic *w = tame_logistic_alloc(1, 1);
  ck_assert_int_eq(tame_logistic_init(w, &problem), TAME_OK);
  tame_trajectory *t = tame_trajectory_alloc(tame_logistic_map(w), 50, true);
  ck_assert_int_eq(
      tame_logistic_solve(t, w, start, weight, &tame_logistic_authors),
      TAME_CONVERGED);
  double lo = 0.0, hi = 3.0;
  for (size_t k = 0; k < 60; k++) {
    const double b = 0.5 * (lo + hi);
    *(2.0 / (1.0 + exp(b)) > 0.731 * b ? &lo : &hi) = b;
  }
  ck_assert_double_eq_tol(tame_trajectory_last(t)[0], lo, 1e-14);
  tame_trajectory_free(t);
  tame_logistic_free(w);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("logistic");
  tcase_add_test(t, the_gradient_is_the_derivative_of_the_objective);
  tcase_add_test(
      t, a_step_is_minus_s_times_the_inverse_hessian_times_the_gradient);
  tcase_add_test(t, returning_to_a_point_gives_the_same_bits);
  tcase_add_test(t, jvp_is_the_derivative_of_the_step);
  tcase_add_test(t, vjp_is_the_transpose_of_jvp_and_needs_no_dtheta);
  tcase_add_test(t, a_record_gives_the_product_of_its_own_point);
  tcase_add_test(t, all_estimators_meet_at_the_minimiser);
  tcase_add_test(t, one_step_from_afar_is_not_the_implicit_gradient);
  tcase_add_test(t, newton_converges_quadratically_also_on_separable_data);
  tcase_add_test(t,
                 one_observation_and_one_coefficient_solve_a_scalar_equation);
  return run_tests(t);
}
