/* SPDX-License-Identifier: MIT */
/* tame/ridge.h: the fast recursion against the map and tame/diff.h, against
 * closed forms and finite differences. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/diff.h"
#include "tame/la.h"
#include "tame/ridge.h"
#include "tame/ridge_path.h"
#include "tame/rng.h"
#include "tame/stats.h"

/* Rows on both sides of the blocks of the Jacobian update. */
static const size_t ROWS[] = {1, 2, 7, 127, 128, 129, 300};
#define N_ROWS (sizeof ROWS / sizeof *ROWS)
enum { P = 5 };
static const double A = 0.37;

typedef struct {
  size_t n;
  double *x, *y, *theta, *point; /* [n x P], [n], [n], [P] */
  tame_ridge *w;
} problem;

static problem make(size_t n, tame_ridge_cross cross)
{
  gsl_rng *rng = tame_rng_alloc(3, "check_ridge", n);
  problem t = {n, tame_vec(n * P), tame_vec(n), tame_vec(n), tame_vec(P), NULL};
  tame_rng_normal(t.x, n * P, rng);
  tame_rng_normal(t.y, n, rng);
  tame_rng_uniform(t.theta, n, 0.2, 1.7, rng);
  tame_rng_normal(t.point, P, rng);
  gsl_rng_free(rng);
  t.w = tame_ridge_alloc(n, P);
  ck_assert_int_eq(tame_ridge_init(t.w, t.x, t.y, t.theta, A, cross), TAME_OK);
  const double eta = 1.3 / tame_ridge_largest(t.w);
  ck_assert_int_eq(tame_ridge_set_step(t.w, eta), TAME_OK);
  return t;
}

static void done(problem *t)
{
  tame_ridge_free(t->w);
  free(t->x);
  free(t->y);
  free(t->theta);
  free(t->point);
}

static double relative(const double *x, const double *y, size_t n)
{
  return tame_distance(x, y, n) / tame_norm(y, n);
}

START_TEST(one_feature_and_one_row_by_hand)
{
  /* w = t x y / (t x^2 + a),  dw/dt = a x y / (t x^2 + a)^2 */
  const double x = 2.385, y = -1.1, t = 0.7, a = 0.31;
  const double h = t * x * x + a;
  double point, jac;
  tame_ridge *w = tame_ridge_alloc(1, 1);
  ck_assert_int_eq(tame_ridge_init(w, &x, &y, &t, a, TAME_RIDGE_EXACT),
                   TAME_OK);
  tame_ridge_solution(&point, w);
  tame_ridge_implicit(&jac, w, &point);
  ck_assert_double_eq_tol(point, t * x * y / h, 1e-15);
  ck_assert_double_eq_tol(jac, a * x * y / (h * h), 1e-15);
  ck_assert_double_eq_tol(tame_ridge_smallest(w), h, 1e-14);
  ck_assert_double_eq_tol(tame_ridge_largest(w), h, 1e-14);
  tame_ridge_free(w);
}
END_TEST

START_TEST(a_step_follows_the_gradient_of_the_quadratic)
{
  for (size_t i = 0; i < N_ROWS; i++) {
    problem t = make(ROWS[i], TAME_RIDGE_EXACT);
    const tame_map map = tame_ridge_map(t.w);
    const double *h = tame_ridge_hessian(t.w);
    const double eta = 1.3 / tame_ridge_largest(t.w);
    double next[P], by_map[P]; /* w - eta (H w - X' diag(theta) y) */
    for (size_t j = 0; j < P; j++) {
      double grad = 0.0;
      for (size_t k = 0; k < P; k++) grad += h[j * P + k] * t.point[k];
      for (size_t r = 0; r < t.n; r++)
        grad -= t.theta[r] * t.x[r * P + j] * t.y[r];
      next[j] = t.point[j] - eta * grad;
    }
    map.value(by_map, t.point, t.theta, map.ctx);
    tame_ridge_step(t.point, t.w);
    ck_assert_double_lt(relative(t.point, next, P), 1e-13);
    ck_assert_double_lt(relative(by_map, next, P), 1e-13);
    done(&t);
  }
}
END_TEST

START_TEST(the_solution_is_a_fixed_point_and_descent_reaches_it)
{
  for (size_t i = 0; i < N_ROWS; i++) {
    problem t = make(ROWS[i], TAME_RIDGE_EXACT);
    const tame_map map = tame_ridge_map(t.w);
    double best[P], next[P];
    tame_ridge_solution(best, t.w);
    map.value(next, best, t.theta, map.ctx);
    ck_assert_double_lt(tame_distance(next, best, P), 1e-13);
    const double kappa = tame_ridge_largest(t.w) / tame_ridge_smallest(t.w);
    const size_t steps = (size_t)(30.0 * kappa); /* e^{-39} */
    for (size_t k = 0; k < steps; k++) tame_ridge_step(t.point, t.w);
    ck_assert_double_lt(tame_distance(t.point, best, P), 1e-11);
    done(&t);
  }
}
END_TEST

START_TEST(the_extreme_eigenvalues_are_those_of_the_hessian)
{
  problem t = make(129, TAME_RIDGE_EXACT);
  double naive[P * P], top, bottom, inverse[P * P];
  for (size_t j = 0; j < P; j++) {
    for (size_t k = 0; k < P; k++) {
      naive[j * P + k] = j == k ? A : 0.0;
      for (size_t i = 0; i < t.n; i++)
        naive[j * P + k] += t.theta[i] * t.x[i * P + j] * t.x[i * P + k];
      inverse[j * P + k] = j == k;
    }
  }
  ck_assert_double_lt(relative(tame_ridge_hessian(t.w), naive, P * P), 1e-14);
  ck_assert_int_eq(tame_la_norm2(&top, naive, P, P), TAME_OK);
  ck_assert_int_eq(tame_la_cholesky(naive, P), TAME_OK);
  tame_la_cholesky_solve_many(inverse, naive, P, P);
  ck_assert_int_eq(tame_la_norm2(&bottom, inverse, P, P), TAME_OK);
  ck_assert_double_eq_tol(tame_ridge_largest(t.w) / top, 1.0, 1e-13);
  ck_assert_double_eq_tol(tame_ridge_smallest(t.w) * bottom, 1.0, 1e-13);
  done(&t);
}
END_TEST

START_TEST(the_jacobian_recursion_is_piggyback_differentiation)
{
  for (size_t i = 0; i < N_ROWS; i++) {
    problem t = make(ROWS[i], TAME_RIDGE_EXACT);
    const tame_map map = tame_ridge_map(t.w);
    double *jac = tame_vec(P * t.n), *slow = tame_vec(P * t.n);
    double *next = tame_vec(P * t.n);
    for (size_t k = 0; k < 9; k++) {
      ck_assert_int_eq(tame_diff_piggyback(next, slow, t.point, t.theta, &map),
                       TAME_OK);
      memcpy(slow, next, P * t.n * sizeof *slow);
      tame_ridge_jacobian_step(jac, t.w, t.point);
      tame_ridge_step(t.point, t.w);
      ck_assert_double_lt(relative(jac, slow, P * t.n), 1e-12);
    }
    free(jac);
    free(slow);
    free(next);
    done(&t);
  }
}
END_TEST

START_TEST(the_implicit_jacobian_solves_the_fixed_point_equation)
{
  for (size_t i = 0; i < N_ROWS; i++) {
    problem t = make(ROWS[i], TAME_RIDGE_EXACT);
    const tame_map map = tame_ridge_map(t.w);
    double *jac = tame_vec(P * t.n), *dense = tame_vec(P * t.n), best[P];
    tame_ridge_solution(best, t.w);
    tame_ridge_implicit(jac, t.w, best);
    ck_assert_int_eq(tame_diff_implicit(dense, best, t.theta, &map), TAME_OK);
    ck_assert_double_lt(relative(jac, dense, P * t.n), 1e-10);

    /* and it is what the recursion leaves unchanged */
    memcpy(dense, jac, P * t.n * sizeof *jac);
    tame_ridge_jacobian_step(dense, t.w, best);
    ck_assert_double_lt(relative(dense, jac, P * t.n), 1e-12);
    free(jac);
    free(dense);
    done(&t);
  }
}
END_TEST

typedef struct {
  problem *t;
  tame_ridge *w;
} weighing;

/* wbar_2 as a function of theta */
static double third_weight(const double *theta, void *ctx)
{
  const weighing *c = ctx;
  double point[P];
  ck_assert_int_eq(
      tame_ridge_init(c->w, c->t->x, c->t->y, theta, A, TAME_RIDGE_EXACT),
      TAME_OK);
  tame_ridge_solution(point, c->w);
  return point[2];
}

START_TEST(the_implicit_jacobian_agrees_with_finite_differences)
{
  problem t = make(7, TAME_RIDGE_EXACT);
  weighing c = {&t, tame_ridge_alloc(7, P)};
  double jac[P * 7], best[P];
  tame_ridge_solution(best, t.w);
  tame_ridge_implicit(jac, t.w, best);
  for (size_t i = 0; i < 7; i++) {
    double e[7] = {0};
    e[i] = 1.0;
    const double d = tame_diff_central(third_weight, t.theta, e, 1e-5, 7, &c);
    ck_assert_double_eq_tol(d, jac[2 * 7 + i], 1e-8);
  }
  tame_ridge_free(c.w);
  done(&t);
}
END_TEST

START_TEST(the_products_of_the_map_are_transposes)
{
  for (size_t i = 0; i < N_ROWS; i++) {
    problem t = make(ROWS[i], TAME_RIDGE_EXACT);
    const tame_map map = tame_ridge_map(t.w);
    gsl_rng *rng = tame_rng_alloc(3, "check_ridge/dot", i);
    double dx[P], w[P], *dtheta = tame_vec(t.n);
    tame_rng_normal(dx, P, rng);
    tame_rng_normal(w, P, rng);
    tame_rng_normal(dtheta, t.n, rng);
    ck_assert_double_lt(
        tame_diff_dot_test(dx, dtheta, w, t.point, t.theta, &map), 1e-14);
    free(dtheta);
    gsl_rng_free(rng);
    done(&t);
  }
}
END_TEST

START_TEST(a_weight_of_two_is_a_row_twice)
{
  const double x[6] = {1.1, -0.3, 0.4, 2.7, 1.1, -0.3}, y[3] = {0.9, -2, 0.9};
  const double twice[2] = {2, 1};
  double once[2], point[2];
  tame_ridge *three = tame_ridge_alloc(3, 2), *two = tame_ridge_alloc(2, 2);
  ck_assert_int_eq(tame_ridge_init(three, x, y, NULL, A, TAME_RIDGE_EXACT),
                   TAME_OK);
  ck_assert_int_eq(tame_ridge_init(two, x, y, twice, A, TAME_RIDGE_EXACT),
                   TAME_OK);
  tame_ridge_solution(once, three);
  tame_ridge_solution(point, two);
  ck_assert_double_lt(relative(point, once, 2), 1e-14);
  tame_ridge_free(three);
  tame_ridge_free(two);
}
END_TEST

START_TEST(the_cross_terms_have_the_documented_entries)
{
  problem exact = make(7, TAME_RIDGE_EXACT);
  problem code = make(7, TAME_RIDGE_REPOSITORY);
  double c[P * 7], d[P * 7];
  tame_ridge_cross_term(c, exact.w, exact.point);
  tame_ridge_cross_term(d, code.w, code.point);
  for (size_t i = 0; i < 7; i++) {
    const double *xi = exact.x + i * P;
    double r = -exact.y[i];
    for (size_t j = 0; j < P; j++) r += xi[j] * exact.point[j];
    for (size_t j = 0; j < P; j++) {
      ck_assert_double_eq_tol(c[j * 7 + i], xi[j] * r, 1e-13);
      ck_assert_double_eq_tol(d[j * 7 + i], code.point[j] * xi[j] * xi[j],
                              1e-14);
    }
  }
  /* its recursion has the fixed point -H^{-1} D as well */
  double fixed[P * 7];
  tame_ridge_implicit(fixed, code.w, code.point);
  memcpy(d, fixed, sizeof d);
  tame_ridge_jacobian_step(d, code.w, code.point);
  ck_assert_double_lt(relative(d, fixed, P * 7), 1e-13);
  done(&exact);
  done(&code);
}
END_TEST

START_TEST(what_is_not_a_ridge_problem_is_refused)
{
  const double x[4] = {1.1, 2.2, 0.7, 1.4}, y[2] = {0.3, -0.6};
  const double bad_x[4] = {1.1, NAN, 0.7, 1.4}, bad_y[2] = {INFINITY, 0};
  const double negative[2] = {1.0, -0.1}, bad_theta[2] = {NAN, 1.0};
  const tame_ridge_cross e = TAME_RIDGE_EXACT;
  tame_ridge *w = tame_ridge_alloc(2, 2);
  ck_assert_int_eq(tame_ridge_init(w, bad_x, y, NULL, A, e), TAME_EINVAL);
  ck_assert_int_eq(tame_ridge_init(w, x, bad_y, NULL, A, e), TAME_EINVAL);
  ck_assert_int_eq(tame_ridge_init(w, x, y, bad_theta, A, e), TAME_EINVAL);
  ck_assert_int_eq(tame_ridge_init(w, x, y, negative, A, e), TAME_EINVAL);
  ck_assert_int_eq(tame_ridge_init(w, x, y, NULL, -A, e), TAME_EINVAL);
  ck_assert_int_eq(tame_ridge_init(w, x, y, NULL, NAN, e), TAME_EINVAL);
  /* no weight and no regularisation */
  const double none[2] = {0.0, -0.0};
  ck_assert_int_eq(tame_ridge_init(w, x, y, none, 0.0, e), TAME_ESINGULAR);
  ck_assert_int_eq(tame_ridge_init(w, x, y, none, A, e), TAME_OK);
  ck_assert_int_eq(tame_ridge_set_step(w, 0.0), TAME_EINVAL);
  ck_assert_int_eq(tame_ridge_set_step(w, NAN), TAME_EINVAL);
  ck_assert_int_eq(tame_ridge_set_step(w, 0.1), TAME_OK);
  tame_ridge_free(w);
  tame_ridge_free(NULL);
}
END_TEST

/* The path by hand: J of all steps, and J of the last BLOCK. */
START_TEST(the_path_records_the_errors_of_the_three_recursions)
{
  enum { N = 7, STEPS = 30, EVERY = 5, BLOCK = 12, SAMPLES = STEPS / EVERY };
  for (int ahead = 0; ahead < 2; ahead++) {
    problem t = make(N, ahead ? TAME_RIDGE_REPOSITORY : TAME_RIDGE_EXACT);
    double w[P] = {0}, best[P], jbar[P * N], now[P * N];
    double all[P * N] = {0}, last[P * N] = {0};
    tame_ridge_path path;
    ck_assert_int_eq(
        tame_ridge_path_run(&path, t.w, STEPS, EVERY, BLOCK, ahead), TAME_OK);
    tame_ridge_solution(best, t.w);
    tame_ridge_implicit(jbar, t.w, best);
    for (size_t k = 0; k <= STEPS; k++) {
      if (k % EVERY == 0) {
        const size_t i = k / EVERY;
        tame_ridge_implicit(now, t.w, w);
        ck_assert_double_eq_tol(path.iterate[i], relative(w, best, P), 1e-15);
        const double *jac[3] = {all, last, now};
        for (size_t e = 0; e < 3; e++)
          ck_assert_double_eq_tol(path.jacobian[e][i],
                                  relative(jac[e], jbar, P * N), 1e-13);
      }
      double before[P];
      memcpy(before, w, sizeof w);
      tame_ridge_step(w, t.w);
      tame_ridge_jacobian_step(all, t.w, ahead ? w : before);
      if (k >= STEPS - BLOCK)
        tame_ridge_jacobian_step(last, t.w, ahead ? w : before);
    }
    for (size_t e = 0; e < 3; e++) {
      ck_assert_double_eq(path.wall[e][0], 0.0);
      for (size_t i = 1; i <= SAMPLES; i++) {
        ck_assert_double_ge(path.wall[e][i], path.wall[e][i - 1]);
      }
    }
    tame_ridge_path_free(&path);
    ck_assert_int_eq(tame_ridge_path_run(&path, t.w, 30, 7, 12, ahead),
                     TAME_EINVAL);
    ck_assert_int_eq(tame_ridge_path_run(&path, t.w, 30, 0, 12, ahead),
                     TAME_EINVAL);
    ck_assert_int_eq(tame_ridge_path_run(&path, t.w, 30, 5, 31, ahead),
                     TAME_EINVAL);
    done(&t);
  }
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("ridge");
  tcase_add_test(t, one_feature_and_one_row_by_hand);
  tcase_add_test(t, a_step_follows_the_gradient_of_the_quadratic);
  tcase_add_test(t, the_solution_is_a_fixed_point_and_descent_reaches_it);
  tcase_add_test(t, the_extreme_eigenvalues_are_those_of_the_hessian);
  tcase_add_test(t, the_jacobian_recursion_is_piggyback_differentiation);
  tcase_add_test(t, the_implicit_jacobian_solves_the_fixed_point_equation);
  tcase_add_test(t, the_implicit_jacobian_agrees_with_finite_differences);
  tcase_add_test(t, the_products_of_the_map_are_transposes);
  tcase_add_test(t, a_weight_of_two_is_a_row_twice);
  tcase_add_test(t, the_cross_terms_have_the_documented_entries);
  tcase_add_test(t, what_is_not_a_ridge_problem_is_refused);
  tcase_add_test(t, the_path_records_the_errors_of_the_three_recursions);
  return run_tests(t);
}
