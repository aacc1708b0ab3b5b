/* SPDX-License-Identifier: MIT */
/* tame/tv_path.h against closed forms, the optimality conditions, the
 * tridiagonal systems solved densely, and an independent program. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/la.h"
#include "tame/rng.h"
#include "tame/splitmix.h"
#include "tame/tv_path.h"

static const size_t SIZES[] = {2, 3, 7, 40, 301};
#define N_SIZES (sizeof SIZES / sizeof *SIZES)

typedef struct {
  size_t n;
  double *b, *u, *x; /* [n], [n - 1], [n] */
  tame_tv_path *w;
} problem;

static problem make(size_t n)
{
  problem t = {n, tame_vec(n), tame_vec(n), tame_vec(n), tame_tv_path_alloc(n)};
  gsl_rng *rng = tame_rng_alloc(3, "check_tv_path", n);
  tame_rng_normal(t.b, n, rng);
  gsl_rng_free(rng);
  ck_assert_int_eq(tame_tv_path_init(t.w, t.b), TAME_OK);
  return t;
}

static void done(problem *t)
{
  tame_tv_path_free(t->w);
  free(t->b);
  free(t->u);
  free(t->x);
}

START_TEST(two_samples_by_hand)
{
  /* x1, x2 move towards each other by lambda until they meet */
  const double b[2] = {-0.417, 2.385};
  double u, x[2], du;
  tame_tv_path *w = tame_tv_path_alloc(2);
  ck_assert_int_eq(tame_tv_path_init(w, b), TAME_OK);
  ck_assert_double_eq_tol(tame_tv_path_breakpoints(w)[0], 1.401, 1e-15);
  ck_assert_int_eq(tame_tv_path_solve(&u, w, 0.731), TAME_OK);
  tame_tv_path_primal(x, &u, b, 2);
  ck_assert_double_eq_tol(x[0], -0.417 + 0.731, 1e-15);
  ck_assert_double_eq_tol(x[1], 2.385 - 0.731, 1e-15);
  ck_assert_int_eq(tame_tv_path_slope(&du, w, 0.731, true), TAME_OK);
  ck_assert_double_eq(du, 1.0);
  ck_assert_int_eq(tame_tv_path_slope(&du, w, 1.5, true), TAME_OK);
  ck_assert_double_eq(du, 0.0);
  ck_assert_int_eq(tame_tv_path_solve(&u, w, INFINITY), TAME_OK);
  tame_tv_path_primal(x, &u, b, 2);
  ck_assert_double_eq_tol(x[0], 0.984, 1e-15);
  ck_assert_double_eq_tol(x[1], 0.984, 1e-15);
  tame_tv_path_free(w);
}
END_TEST

/* 0 in D(D'u - b) + N_{|u| <= lambda}(u): the sign of u on saturated ones */
START_TEST(solutions_satisfy_the_optimality_conditions)
{
  for (size_t i = 0; i < N_SIZES; i++) {
    problem t = make(SIZES[i]);
    double *dx = tame_vec(t.n);
    for (double lambda = 1e-3; lambda < 30.0; lambda *= 1.7) {
      ck_assert_int_eq(tame_tv_path_solve(t.u, t.w, lambda), TAME_OK);
      tame_tv_path_primal(t.x, t.u, t.b, t.n);
      tame_tv_difference(dx, t.x, t.n);
      for (size_t k = 0; k + 1 < t.n; k++) {
        ck_assert_double_lt(fabs(t.u[k]), lambda * (1 + 1e-12) + 1e-14);
        if (fabs(dx[k]) > 1e-12)
          ck_assert_double_eq_tol(t.u[k], dx[k] > 0 ? lambda : -lambda, 1e-12);
      }
    }
    free(dx);
    done(&t);
  }
}
END_TEST

START_TEST(there_are_n_minus_1_breakpoints_and_they_decrease)
{
  for (size_t i = 0; i < N_SIZES; i++) {
    problem t = make(SIZES[i]);
    const double *at = tame_tv_path_breakpoints(t.w);
    const size_t *order = tame_tv_path_order(t.w);
    bool *seen = tame_calloc(t.n, sizeof *seen);
    for (size_t e = 0; e + 1 < t.n; e++) {
      ck_assert_double_gt(at[e], 0.0);
      if (e > 0) ck_assert_double_lt(at[e], at[e - 1]);
      ck_assert(order[e] + 1 < t.n && !seen[order[e]]);
      seen[order[e]] = true;
    }
    free(seen);
    done(&t);
  }
}
END_TEST

/* (D_I D_I') u_I = D_I (b - D_B' u_B) with dense matrices and Cholesky */
START_TEST(free_coordinates_solve_their_tridiagonal_systems)
{
  enum { N = 40 };
  problem t = make(N);
  int s[N];
  double m[N * N], rhs[N], fixed[N], v[N];
  for (double lambda = 0.02; lambda < 3.0; lambda *= 2.1) {
    tame_tv_path_pattern(s, t.w, lambda, true);
    for (size_t k = 0; k + 1 < N; k++) fixed[k] = s[k] * lambda;
    tame_tv_path_primal(v, fixed, t.b, N);
    tame_tv_difference(rhs, v, N);
    size_t f = 0, index[N];
    for (size_t k = 0; k + 1 < N; k++)
      if (s[k] == 0) index[f++] = k;
    for (size_t i = 0; i < f; i++) {
      for (size_t j = 0; j < f; j++)
        m[i * f + j] = i == j ? 2.0
                       : index[i] + 1 == index[j] || index[j] + 1 == index[i]
                           ? -1.0
                           : 0.0;
      v[i] = rhs[index[i]];
    }
    ck_assert_int_eq(tame_la_cholesky(m, f), TAME_OK);
    tame_la_cholesky_solve(v, m, f);
    ck_assert_int_eq(tame_tv_path_solve(t.u, t.w, lambda), TAME_OK);
    for (size_t i = 0; i < f; i++)
      ck_assert_double_eq_tol(t.u[index[i]], v[i], 1e-12);
  }
  done(&t);
}
END_TEST

START_TEST(the_slope_is_that_of_the_solution_on_both_sides_of_a_breakpoint)
{
  problem t = make(40);
  const double *at = tame_tv_path_breakpoints(t.w);
  double left[40], right[40], du[40];
  for (size_t e = 1; e < 39; e += 5) {
    const double gap = 0.3 * (at[e - 1] - at[e]);
    tame_tv_path_solve(t.u, t.w, at[e]);
    tame_tv_path_solve(right, t.w, at[e] + gap);
    tame_tv_path_slope(du, t.w, at[e], true);
    for (size_t k = 0; k < 39; k++)
      ck_assert_double_eq_tol((right[k] - t.u[k]) / gap, du[k], 1e-10);
    const double below = e + 1 < 39 ? 0.3 * (at[e] - at[e + 1]) : at[e];
    tame_tv_path_solve(left, t.w, at[e] - below);
    tame_tv_path_slope(du, t.w, at[e], false);
    for (size_t k = 0; k < 39; k++)
      ck_assert_double_eq_tol((t.u[k] - left[k]) / below, du[k], 1e-10);
  }
  done(&t);
}
END_TEST

START_TEST(the_data_of_the_paper_have_the_known_path)
{
  /* 2212.07844, section 4.3: values of an independent program */
  double b[40];
  const double level[4] = {0, 2, -1, 1};
  const size_t length[4] = {10, 12, 8, 10};
  tame_splitmix g = tame_splitmix_seed(21);
  for (size_t i = 0, k = 0; i < 4; i++)
    for (size_t j = 0; j < length[i]; j++)
      b[k++] = level[i] + 0.3 * tame_splitmix_normal(&g);
  tame_tv_path *w = tame_tv_path_alloc(40);
  ck_assert_int_eq(tame_tv_path_init(w, b), TAME_OK);
  const double *at = tame_tv_path_breakpoints(w);
  ck_assert_double_eq_tol(at[0], 6.848352198, 1e-9);
  ck_assert_double_eq_tol(at[1], 6.775232, 1e-6);
  ck_assert_double_eq_tol(at[2], 5.985959, 1e-6);
  ck_assert_double_eq_tol(at[3], 2.710703, 1e-6);
  ck_assert_double_eq_tol(at[4], 1.673596, 1e-6);
  ck_assert_double_eq_tol(at[5], 1.220553872, 1e-9);
  ck_assert_double_eq_tol(at[38], 0.01453470971, 1e-10);
  tame_tv_path_free(w);
}
END_TEST

START_TEST(ties_and_constant_signals_are_no_error)
{
  const double flat[4] = {1.3, 1.3, 1.3, 1.3}, steps[4] = {0, 0, 1, 1};
  double u[3], x[4];
  int s[3];
  tame_tv_path *w = tame_tv_path_alloc(4);
  ck_assert_int_eq(tame_tv_path_init(w, flat), TAME_OK);
  tame_tv_path_pattern(s, w, 0.1, true);
  for (size_t k = 0; k < 3; k++) ck_assert_int_eq(s[k], 0);
  ck_assert_int_eq(tame_tv_path_init(w, steps), TAME_OK);
  ck_assert_double_eq_tol(tame_tv_path_breakpoints(w)[0], 1.0, 1e-15);
  ck_assert_int_eq(tame_tv_path_solve(u, w, 0.25), TAME_OK);
  tame_tv_path_primal(x, u, steps, 4);
  for (size_t i = 0; i < 4; i++)
    ck_assert_double_eq_tol(x[i], i < 2 ? 0.125 : 0.875, 1e-15);
  tame_tv_path_free(w);
}
END_TEST

START_TEST(what_is_not_a_problem_is_refused)
{
  const double bad[3] = {0.1, NAN, 2.0}, good[3] = {0.1, -1.0, 2.0};
  double u[2];
  tame_tv_path *w = tame_tv_path_alloc(3);
  ck_assert_int_eq(tame_tv_path_init(w, bad), TAME_EINVAL);
  ck_assert_int_eq(tame_tv_path_init(w, good), TAME_OK);
  ck_assert_int_eq(tame_tv_path_solve(u, w, -0.1), TAME_EINVAL);
  ck_assert_int_eq(tame_tv_path_solve(u, w, NAN), TAME_EINVAL);
  ck_assert_int_eq(tame_tv_path_slope(u, w, -0.1, true), TAME_EINVAL);
  ck_assert_int_eq(tame_tv_path_solve(u, w, 0.0), TAME_OK);
  ck_assert_double_eq_tol(u[0], 0.0, 1e-15);
  tame_tv_path_free(w);
  tame_tv_path_free(NULL);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("tv_path");
  tcase_add_test(t, two_samples_by_hand);
  tcase_add_test(t, solutions_satisfy_the_optimality_conditions);
  tcase_add_test(t, there_are_n_minus_1_breakpoints_and_they_decrease);
  tcase_add_test(t, free_coordinates_solve_their_tridiagonal_systems);
  tcase_add_test(
      t, the_slope_is_that_of_the_solution_on_both_sides_of_a_breakpoint);
  tcase_add_test(t, the_data_of_the_paper_have_the_known_path);
  tcase_add_test(t, ties_and_constant_signals_are_no_error);
  tcase_add_test(t, what_is_not_a_problem_is_refused);
  return run_tests(t);
}
