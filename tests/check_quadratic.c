/* SPDX-License-Identifier: MIT */
/* tame/quadratic.h: known answers of a linear iteration, by tame/diff.h and by
 * eigenvectors. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/diff.h"
#include "tame/la.h"
#include "tame/quadratic.h"
#include "tame/rng.h"
#include "tame/stats.h"

enum { N = 9, P = 4 };

typedef struct {
  double h[N * N], v[N * N], lambda[N], c[N * P];
  tame_quadratic q;
} problem;

static void make(problem *t, double kappa, size_t rep)
{
  gsl_rng *rng = tame_rng_alloc(5, "check_quadratic", rep);
  tame_quadratic_random(t->h, t->v, t->lambda, N, kappa, rng);
  tame_rng_normal(t->c, (size_t)N * P, rng);
  gsl_rng_free(rng);
  t->q = (tame_quadratic){N, P, t->h, t->c, tame_quadratic_best_step(kappa)};
}

static double relative(const double *x, const double *y, size_t n)
{
  return tame_distance(x, y, n) / tame_norm(y, n);
}

static const double KAPPAS[] = {1.0, 1.1, 7.3, 385.0};
#define N_KAPPAS (sizeof KAPPAS / sizeof *KAPPAS)

START_TEST(the_spectrum_is_geometric_and_the_eigenvectors_are_known)
{
  for (size_t i = 0; i < N_KAPPAS; i++) {
    problem t;
    double w[N];
    make(&t, KAPPAS[i], i);
    ck_assert_int_eq(tame_la_eigen_symmetric(w, NULL, t.h, N), TAME_OK);
    for (size_t k = 0; k < N; k++) {
      ck_assert_double_eq_tol(w[k], t.lambda[k], 1e-14);
      for (size_t r = 0; r < N; r++) { /* H v_k = lambda_k v_k */
        double hv = 0.0;
        for (size_t j = 0; j < N; j++) hv += t.h[r * N + j] * t.v[j * N + k];
        ck_assert_double_eq_tol(hv, t.lambda[k] * t.v[r * N + k], 1e-14);
        ck_assert_double_eq(t.h[r * N + k], t.h[k * N + r]);
      }
    }
    ck_assert_double_eq_tol(t.lambda[0] * KAPPAS[i], 1.0, 1e-14);
    ck_assert_double_eq(t.lambda[N - 1], 1.0);
    ck_assert_double_eq_tol(t.lambda[3] * t.lambda[5],
                            t.lambda[4] * t.lambda[4], 1e-15);
  }
}
END_TEST

START_TEST(the_draws_do_not_depend_on_the_condition_number)
{
  problem a, b;
  make(&a, 1.1, 0);
  make(&b, 385.0, 0);
  for (size_t i = 0; i < (size_t)N * N; i++)
    ck_assert_double_eq(a.v[i], b.v[i]);
  for (size_t i = 0; i < (size_t)N * P; i++)
    ck_assert_double_eq(a.c[i], b.c[i]);
}
END_TEST

START_TEST(the_solution_is_the_implicit_derivative_of_the_map)
{
  for (size_t i = 0; i < N_KAPPAS; i++) {
    problem t;
    double jac[N * P], dense[N * P];
    const double x[N] = {0.4}, theta[P] = {-1.7};
    make(&t, KAPPAS[i], i);
    const tame_map map = tame_quadratic_map(&t.q);
    ck_assert_int_eq(tame_quadratic_solution(jac, &t.q), TAME_OK);
    ck_assert_int_eq(tame_diff_implicit(dense, x, theta, &map), TAME_OK);
    ck_assert_double_lt(relative(jac, dense, N * P), 1e-12);
  }
}
END_TEST

START_TEST(iterating_the_map_reaches_the_solution)
{
  problem t;
  double jac[N * P], x[N] = {0}, next[N];
  const double theta[P] = {0.3, -1.1, 2.385, 0.07};
  make(&t, 7.3, 2);
  const tame_map map = tame_quadratic_map(&t.q);
  ck_assert_int_eq(tame_quadratic_solution(jac, &t.q), TAME_OK);
  for (size_t k = 0; k < 200; k++) {
    map.value(next, x, theta, map.ctx);
    memcpy(x, next, sizeof x);
  }
  for (size_t i = 0; i < N; i++) {
    double best = 0.0;
    for (size_t j = 0; j < P; j++) best += jac[i * P + j] * theta[j];
    ck_assert_double_eq_tol(x[i], best, 1e-13);
  }
}
END_TEST

START_TEST(the_products_of_the_map_are_transposes)
{
  problem t;
  const double dx[N] = {1, 2.2, -3, 0.1, 5}, w[N] = {0.7, -1, 0, 4.4, 1.9, 1};
  const double dtheta[P] = {1.3, -0.2, 0.9, 7}, x[N] = {0}, theta[P] = {0};
  make(&t, 7.3, 3);
  const tame_map map = tame_quadratic_map(&t.q);
  ck_assert_double_lt(tame_diff_dot_test(dx, dtheta, w, x, theta, &map), 1e-14);
}
END_TEST

START_TEST(the_fast_jacobian_step_is_piggyback_differentiation)
{
  for (size_t i = 0; i < N_KAPPAS; i++) {
    problem t;
    double jac[N * P] = {0}, slow[N * P] = {0}, next[N * P], work[N * P];
    const double x[N] = {0}, theta[P] = {0};
    make(&t, KAPPAS[i], i);
    const tame_map map = tame_quadratic_map(&t.q);
    for (size_t k = 0; k < 12; k++) {
      ck_assert_int_eq(tame_diff_piggyback(next, slow, x, theta, &map),
                       TAME_OK);
      memcpy(slow, next, sizeof slow);
      tame_quadratic_jacobian_step(jac, work, &t.q);
      ck_assert_double_lt(relative(jac, slow, N * P), 1e-14);
    }
  }
}
END_TEST

/* J_K - Jbar = -V diag((1 - eta lambda)^K) V' Jbar, and at most rho^K Jbar */
START_TEST(the_error_of_k_steps_is_known_exactly_and_bounded_by_the_rate)
{
  for (size_t i = 0; i < N_KAPPAS; i++) {
    problem t;
    double best[N * P], jac[N * P] = {0}, work[N * P], norm, gap;
    make(&t, KAPPAS[i], i);
    const double rho = tame_quadratic_rate(KAPPAS[i]);
    ck_assert_int_eq(tame_quadratic_solution(best, &t.q), TAME_OK);
    ck_assert_int_eq(tame_la_norm2(&norm, best, N, P), TAME_OK);
    for (size_t k = 1; k <= 6; k++) {
      double error[N * P];
      tame_quadratic_jacobian_step(jac, work, &t.q);
      for (size_t e = 0; e < (size_t)N * P; e++) error[e] = jac[e] - best[e];
      for (size_t r = 0; r < N; r++) {
        for (size_t j = 0; j < P; j++) {
          double exact = 0.0;
          for (size_t s = 0; s < N; s++) {
            double coefficient = 0.0;
            for (size_t m = 0; m < N; m++)
              coefficient += t.v[m * N + s] * best[m * P + j];
            exact -= t.v[r * N + s] * coefficient *
                     pow(1.0 - t.q.step * t.lambda[s], (double)k);
          }
          ck_assert_double_eq_tol(error[r * P + j] / norm, exact / norm, 1e-14);
        }
      }
      ck_assert_int_eq(tame_la_norm2(&gap, error, N, P), TAME_OK);
      ck_assert_double_le(gap / norm, pow(rho, (double)k) + 1e-14);
    }
  }
}
END_TEST

START_TEST(a_condition_number_of_one_is_solved_in_one_step)
{
  problem t;
  double best[N * P], jac[N * P] = {0}, work[N * P];
  make(&t, 1.0, 4);
  ck_assert_double_eq(tame_quadratic_rate(1.0), 0.0);
  ck_assert_int_eq(tame_quadratic_solution(best, &t.q), TAME_OK);
  tame_quadratic_jacobian_step(jac, work, &t.q);
  ck_assert_double_lt(relative(jac, best, N * P), 1e-14);
}
END_TEST

START_TEST(step_and_rate_are_those_of_the_textbook)
{
  /* mu = 1/4, L = 1: 2/(mu + L) = 8/5, (4 - 1)/(4 + 1) = 3/5 */
  ck_assert_double_eq_tol(tame_quadratic_best_step(4.0), 1.6, 1e-15);
  ck_assert_double_eq_tol(tame_quadratic_rate(4.0), 0.6, 1e-15);
}
END_TEST

START_TEST(an_indefinite_hessian_has_no_solution)
{
  const double h[4] = {1.3, 2.1, 2.1, 0.7}, c[2] = {1, 1};
  const tame_quadratic q = {2, 1, h, c, 0.5};
  double jac[2];
  ck_assert_int_eq(tame_quadratic_solution(jac, &q), TAME_ESINGULAR);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("quadratic");
  tcase_add_test(t, the_spectrum_is_geometric_and_the_eigenvectors_are_known);
  tcase_add_test(t, the_draws_do_not_depend_on_the_condition_number);
  tcase_add_test(t, the_solution_is_the_implicit_derivative_of_the_map);
  tcase_add_test(t, iterating_the_map_reaches_the_solution);
  tcase_add_test(t, the_products_of_the_map_are_transposes);
  tcase_add_test(t, the_fast_jacobian_step_is_piggyback_differentiation);
  tcase_add_test(t,
                 the_error_of_k_steps_is_known_exactly_and_bounded_by_the_rate);
  tcase_add_test(t, a_condition_number_of_one_is_solved_in_one_step);
  tcase_add_test(t, step_and_rate_are_those_of_the_textbook);
  tcase_add_test(t, an_indefinite_hessian_has_no_solution);
  return run_tests(t);
}
