/* SPDX-License-Identifier: MIT */
/* The interior point solver: solutions by a residual computed here, the two
 * ways to solve the linear systems against each other, and every documented
 * outcome.  Its derivatives are in check_qp_diff.c. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/la.h"
#include "tame/map.h"
#include "tame/qp.h"
#include "tame/stats.h"

#include "qp_problem.h"
#include "run_tests.h"

/* The largest entry of R(v), by plain loops. */
static double kkt_residual(const fixture *f, const double *v,
                           const double *theta)
{
  const size_t n = f->n, p = f->p, m = f->m;
  const double *x = v, *s = v + n, *z = s + p, *y = z + p;
  const double *q = theta, *h = q + n, *b = h + p;
  double worst = 0.0;
  for (size_t j = 0; j < n; j++) {
    double r = q[j];
    for (size_t k = 0; k < n; k++) r += f->Q[j * n + k] * x[k];
    for (size_t i = 0; i < p; i++) r += f->G[i * n + j] * z[i];
    for (size_t i = 0; i < m; i++) r += f->A[i * n + j] * y[i];
    worst = fmax(worst, fabs(r));
  }
  for (size_t i = 0; i < p; i++) {
    double r = s[i] - h[i];
    for (size_t j = 0; j < n; j++) r += f->G[i * n + j] * x[j];
    worst = fmax(worst, fmax(fabs(r), fabs(s[i] * z[i])));
  }
  for (size_t i = 0; i < m; i++) {
    double r = -b[i];
    for (size_t j = 0; j < n; j++) r += f->A[i * n + j] * x[j];
    worst = fmax(worst, fabs(r));
  }
  return worst;
}

/* --- solutions ----------------------------------------------------------- */

START_TEST(solutions_have_no_residual_and_nonnegative_multipliers)
{
  for (size_t k = 0; k < 2; k++) {
    fixture f = make(SIZES[_i], KKT[k], (size_t)_i);
    tame_trajectory *t = tame_trajectory_alloc(&f.map, 51, false);
    ck_assert_int_eq(tame_qp_solve(t, NULL, f.theta, &STOP, f.w),
                     TAME_CONVERGED);
    const double *v = tame_trajectory_last(t);
    ck_assert_double_lt(kkt_residual(&f, v, f.theta), 1e-10);
    for (size_t i = 0; i < 2 * f.p; i++) ck_assert_double_ge(v[f.n + i], 0.0);
    ck_assert_double_lt(tame_qp_last(f.w)->centring, STOP.centring);
    ck_assert_double_eq_tol(tame_qp_last(f.w)->alpha, 0.99999, 1e-13);
    tame_trajectory_free(t);
    clear(&f);
  }
}
END_TEST

/* min 1.7 x^2/2 - 2.385 x subject to x <= 0.731: the bound holds x, and
 * z = 2.385 - 1.7 0.731. */
START_TEST(an_active_bound_is_the_solution_of_a_one_dimensional_problem)
{
  const double Q[1] = {1.7}, G[1] = {1.0}, theta[2] = {-2.385, 0.731};
  const tame_qp qp = {1, 1, 0, Q, G, NULL};
  for (size_t k = 0; k < 2; k++) {
    tame_qp_solver *w = tame_qp_alloc(1, 1, 0, KKT[k]);
    tame_qp_init(w, &qp, &OPTIONS);
    const tame_map map = tame_qp_map(w);
    tame_trajectory *t = tame_trajectory_alloc(&map, 51, false);
    ck_assert_int_eq(tame_qp_solve(t, NULL, theta, &STOP, w), TAME_CONVERGED);
    const double *v = tame_trajectory_last(t);
    ck_assert_double_eq_tol(v[0], 0.731, 1e-12);
    ck_assert_double_eq_tol(v[2], 2.385 - 1.7 * 0.731, 1e-12);

    const double u[3] = {0.417, 0.0, 0.0};
    double grad[2] = {0.11, 0.13}; /* the result is added to what is there */
    ck_assert_int_eq(tame_qp_implicit_vjp(grad, u, v, w), TAME_OK);
    ck_assert_double_eq_tol(grad[0], 0.11, 1e-12);
    ck_assert_double_eq_tol(grad[1], 0.13 + 0.417, 1e-12);
    tame_trajectory_free(t);
    tame_qp_free(w);
  }
}
END_TEST

START_TEST(both_ways_to_solve_the_systems_give_the_same_iterates)
{
  fixture d = make(SIZES[_i], TAME_KKT_DENSE, (size_t)_i);
  fixture r = make(SIZES[_i], TAME_KKT_REDUCED, (size_t)_i);
  tame_trajectory *td = tame_trajectory_alloc(&d.map, 51, false);
  tame_trajectory *tr = tame_trajectory_alloc(&r.map, 51, false);
  tame_qp_solve(td, NULL, d.theta, &STOP, d.w);
  tame_qp_solve(tr, NULL, r.theta, &STOP, r.w);
  ck_assert_uint_eq(tame_trajectory_steps(td), tame_trajectory_steps(tr));
  for (size_t k = 0; k <= tame_trajectory_steps(td); k++)
    ck_assert_double_lt(
        tame_distance(tame_trajectory_x(td, k), tame_trajectory_x(tr, k), d.N),
        1e-10);
  tame_trajectory_free(td);
  tame_trajectory_free(tr);
  clear(&d);
  clear(&r);
}
END_TEST

/* M(v) and -R(v) by plain loops over the blocks. */
static double *newton_matrix(const fixture *f, const double *v)
{
  const size_t n = f->n, p = f->p, N = f->N, z = n + p, y = n + 2 * p;
  double *M = tame_vec(N * N);
  for (size_t j = 0; j < n; j++) {
    for (size_t k = 0; k < n; k++) M[j * N + k] = f->Q[j * n + k];
    for (size_t i = 0; i < p; i++)
      M[j * N + z + i] = M[(z + i) * N + j] = f->G[i * n + j];
    for (size_t i = 0; i < f->m; i++)
      M[j * N + y + i] = M[(y + i) * N + j] = f->A[i * n + j];
  }
  for (size_t i = 0; i < p; i++) {
    M[(n + i) * N + n + i] = v[z + i];
    M[(n + i) * N + z + i] = v[n + i];
    M[(z + i) * N + n + i] = 1.0;
  }
  return M;
}

/* All of R but s o z is linear: M v - (-q, s o z, h, b). */
static void minus_residual(double *r, const fixture *f, const double *M,
                           const double *v)
{
  const size_t n = f->n, p = f->p, N = f->N;
  for (size_t i = 0; i < N; i++) {
    r[i] = i < n ? -f->theta[i] : i < n + p ? v[i] * v[i + p] : f->theta[i - p];
    for (size_t j = 0; j < N; j++) r[i] -= M[i * N + j] * v[j];
  }
}

/* min(1, fraction of the way to the wall s, z >= 0) */
static double length(const fixture *f, const double *v, const double *d,
                     double fraction)
{
  double alpha = 1.0;
  for (size_t i = f->n; i < f->n + 2 * f->p; i++)
    if (d[i] < 0.0) alpha = fmin(alpha, -fraction * v[i] / d[i]);
  return alpha;
}

START_TEST(the_update_is_what_the_header_says)
{
  fixture f = make(SIZES[4], KKT[_i], 5);
  const size_t n = f.n, p = f.p, N = f.N;
  double *v = tame_vec(N), *next = tame_vec(N), *Da = tame_vec(N);
  double *D = tame_vec(N);
  int *pivot = tame_calloc(N, sizeof *pivot);
  random_point(v, &f);
  f.map.value(next, v, f.theta, f.w);

  double *M = newton_matrix(&f, v);
  minus_residual(Da, &f, M, v);
  ck_assert_int_eq(tame_la_lu(M, pivot, N), TAME_OK);
  tame_la_lu_solve(Da, M, pivot, N);
  const double alpha_a = length(&f, v, Da, 1.0);
  double gap = 0.0, gap_a = 0.0;
  for (size_t i = n; i < n + p; i++) {
    gap += v[i] * v[i + p];
    gap_a += (v[i] + alpha_a * Da[i]) * (v[i + p] + alpha_a * Da[i + p]);
  }
  const double sigma = pow(gap_a / gap, 3.0), mu = gap / (double)p;
  for (size_t i = n; i < n + p; i++) D[i] = sigma * mu - Da[i] * Da[i + p];
  const double centring = tame_norm(D, N);
  tame_la_lu_solve(D, M, pivot, N);
  for (size_t i = 0; i < N; i++) D[i] += Da[i];
  const double alpha = length(&f, v, D, 0.99999);

  const tame_qp_report *last = tame_qp_last(f.w);
  ck_assert_double_eq_tol(last->alpha_affine, alpha_a, 1e-13);
  ck_assert_double_eq_tol(last->alpha, alpha, 1e-13);
  ck_assert_double_eq_tol(last->sigma, sigma, 1e-13);
  ck_assert_double_eq_tol(last->mu, mu, 1e-13);
  ck_assert_double_eq_tol(last->centring, centring, 1e-12);
  for (size_t i = 0; i < N; i++)
    ck_assert_double_eq_tol(next[i], v[i] + alpha * D[i], 1e-12);
  ck_assert(alpha_a < 1.0 && alpha < 1.0);
  free(M);
  free(pivot);
  free(D);
  free(Da);
  free(next);
  free(v);
  clear(&f);
}
END_TEST

START_TEST(the_starting_point_solves_its_system)
{
  fixture f = make(SIZES[6], KKT[_i], 4);
  double *v0 = tame_vec(f.N);
  ck_assert_int_eq(tame_qp_start(v0, NULL, f.theta, f.w), TAME_OK);

  /* undo the shift: then R's linear rows vanish with z = r, s = -r */
  double *v = tame_vec_copy(v0, f.N), *s = v + f.n, *z = s + f.p;
  for (size_t i = 0; i < f.p; i++) {
    double r = -f.theta[f.n + i];
    for (size_t j = 0; j < f.n; j++) r += f.G[i * f.n + j] * v[j];
    ck_assert_double_eq_tol(s[i] + r, z[i] - r, 1e-12);
    ck_assert_double_ge(s[i] + r, 1.0);
    z[i] = r;
    s[i] = 0.0; /* leaves r itself in the third row, checked below */
  }
  double worst = 0.0;
  for (size_t i = 0; i < f.p; i++) worst = fmax(worst, fabs(z[i]));
  ck_assert_double_eq_tol(kkt_residual(&f, v, f.theta), worst, 1e-12);
  free(v);
  free(v0);
  clear(&f);
}
END_TEST

/* --- outcomes and errors -------------------------------------------------- */

START_TEST(a_workspace_may_serve_another_problem)
{
  fixture f = make(SIZES[6], KKT[_i], 2), g = make(SIZES[6], KKT[_i], 7);
  tame_trajectory *t = tame_trajectory_alloc(&f.map, 51, true);
  tame_trajectory *fresh = tame_trajectory_alloc(&g.map, 51, false);
  tame_qp_solve(t, NULL, f.theta, &STOP, f.w);
  ck_assert_int_eq(tame_qp_init(f.w, &g.qp, &OPTIONS), TAME_OK);
  tame_qp_solve(t, NULL, g.theta, &STOP, f.w);
  tame_qp_solve(fresh, NULL, g.theta, &STOP, g.w);
  ck_assert_mem_eq(tame_trajectory_last(t), tame_trajectory_last(fresh),
                   f.N * sizeof(double));
  tame_trajectory_free(t);
  tame_trajectory_free(fresh);
  clear(&f);
  clear(&g);
}
END_TEST

START_TEST(bad_problems_are_refused)
{
  fixture f = make(SIZES[6], KKT[_i], 0);
  tame_qp qp = f.qp;
  qp.m--;
  ck_assert_int_eq(tame_qp_init(f.w, &qp, &OPTIONS), TAME_EINVAL);
  qp = f.qp;
  qp.n++;
  ck_assert_int_eq(tame_qp_init(f.w, &qp, &OPTIONS), TAME_EINVAL);
  const double fractions[] = {0.0, 1.0, -0.3, NAN};
  for (size_t i = 0; i < 4; i++)
    ck_assert_int_eq(tame_qp_init(f.w, &f.qp, &(tame_qp_options){fractions[i]}),
                     TAME_EINVAL);
  f.Q[3] += 1e-9;
  ck_assert_int_eq(tame_qp_init(f.w, &f.qp, &OPTIONS), TAME_EINVAL);
  f.Q[3] = f.Q[3 * f.n] = NAN;
  ck_assert_int_eq(tame_qp_init(f.w, &f.qp, &OPTIONS), TAME_EINVAL);
  clear(&f);

  const size_t sizes[2][2] = {{0, 1}, {1, 0}}; /* no unknown, no inequality */
  const double one[1] = {1.0};
  for (size_t i = 0; i < 2; i++) {
    const tame_qp empty = {sizes[i][0], sizes[i][1], 0, one, one, NULL};
    tame_qp_solver *w = tame_qp_alloc(empty.n, empty.p, 0, KKT[_i]);
    ck_assert_int_eq(tame_qp_init(w, &empty, &OPTIONS), TAME_EINVAL);
    tame_qp_free(w);
  }
  tame_qp_free(NULL);
}
END_TEST

/* The second equality reads 0 = 0.25. */
START_TEST(dependent_equalities_are_singular)
{
  const double Q[4] = {1.7, 0.3, 0.3, 2.1}, G[2] = {1.3, 0.0};
  const double A[4] = {0.4, 1.1, 0.0, 0.0};
  const double theta[5] = {-1.0, 0.0, 0.5, 0.1, 0.25};
  const tame_qp qp = {2, 1, 2, Q, G, A};
  tame_qp_solver *w = tame_qp_alloc(2, 1, 2, KKT[_i]);
  ck_assert_int_eq(tame_qp_init(w, &qp, &OPTIONS), TAME_OK);
  const tame_map map = tame_qp_map(w);
  tame_trajectory *t = tame_trajectory_alloc(&map, 51, false);
  ck_assert_int_eq(tame_qp_solve(t, NULL, theta, &STOP, w), TAME_ESINGULAR);

  const double v[6] = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
  const double u[6] = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
  double next[6], grad[5] = {0.0};
  map.value(next, v, theta, w);
  for (size_t i = 0; i < 6; i++) ck_assert_double_nan(next[i]);
  map.jvp(next, u, NULL, v, theta, w);
  for (size_t i = 0; i < 6; i++) ck_assert_double_nan(next[i]);
  map.vjp(next, grad, u, v, theta, w);
  for (size_t i = 0; i < 6; i++) ck_assert_double_nan(next[i]);
  for (size_t j = 0; j < 5; j++) ck_assert_double_nan(grad[j]);
  ck_assert_int_eq(tame_qp_implicit_vjp(grad, u, v, w), TAME_ESINGULAR);
  ck_assert_int_eq(tame_qp_start_vjp(grad, u, NULL, v, theta, w),
                   TAME_ESINGULAR);
  tame_trajectory_free(t);
  tame_qp_free(w);
}
END_TEST

/* min 2.385 x_1 subject to x_1 >= 0.417 and x_2 = 0.3: the LU does not need a
 * positive definite Q, the reduction does. */
START_TEST(a_linear_program_is_left_to_the_dense_solver)
{
  const double Q[4] = {0.0}, G[2] = {-1.0, 0.0}, A[2] = {0.0, 1.0};
  const double theta[4] = {2.385, 0.0, -0.417, 0.3};
  const tame_qp qp = {2, 1, 1, Q, G, A};
  tame_qp_solver *dense = tame_qp_alloc(2, 1, 1, TAME_KKT_DENSE);
  tame_qp_solver *reduced = tame_qp_alloc(2, 1, 1, TAME_KKT_REDUCED);
  ck_assert_int_eq(tame_qp_init(reduced, &qp, &OPTIONS), TAME_ESINGULAR);
  ck_assert_int_eq(tame_qp_init(dense, &qp, &OPTIONS), TAME_OK);
  const tame_map map = tame_qp_map(dense);
  tame_trajectory *t = tame_trajectory_alloc(&map, 51, false);
  ck_assert_int_eq(tame_qp_solve(t, NULL, theta, &STOP, dense), TAME_CONVERGED);
  const double *v = tame_trajectory_last(t);
  ck_assert_double_eq_tol(v[0], 0.417, 1e-9);
  ck_assert_double_eq_tol(v[1], 0.3, 1e-12);
  ck_assert_double_eq_tol(v[3], 2.385, 1e-12);
  tame_trajectory_free(t);
  tame_qp_free(dense);
  tame_qp_free(reduced);
}
END_TEST

START_TEST(what_is_not_solved_is_not_called_converged)
{
  fixture f = make(SIZES[6], KKT[_i], 0);
  tame_trajectory *t = tame_trajectory_alloc(&f.map, 51, false);
  const tame_qp_stopping hasty = {.centring = 1e-10, .max_updates = 2};
  ck_assert_int_eq(tame_qp_solve(t, NULL, f.theta, &hasty, f.w), TAME_MAX_ITER);
  ck_assert_uint_eq(tame_trajectory_steps(t), 3);
  f.theta[2] = NAN;
  ck_assert_int_eq(tame_qp_solve(t, NULL, f.theta, &STOP, f.w), TAME_DIVERGED);
  tame_trajectory_free(t);
  clear(&f);

  /* x <= -1 and x >= 1 */
  const double Q[1] = {1.0}, G[2] = {1.0, -1.0}, theta[3] = {0.3, -1.0, -1.0};
  const tame_qp qp = {1, 2, 0, Q, G, NULL};
  tame_qp_solver *w = tame_qp_alloc(1, 2, 0, KKT[_i]);
  tame_qp_init(w, &qp, &OPTIONS);
  const tame_map map = tame_qp_map(w);
  t = tame_trajectory_alloc(&map, 51, false);
  ck_assert_int_ne(tame_qp_solve(t, NULL, theta, &STOP, w), TAME_CONVERGED);
  tame_trajectory_free(t);
  tame_qp_free(w);
}
END_TEST

int main(void)
{
  const int sizes = (int)N_SIZES;
  TCase *t = tcase_create("qp");
  tcase_add_loop_test(t, solutions_have_no_residual_and_nonnegative_multipliers,
                      0, sizes);
  tcase_add_test(t,
                 an_active_bound_is_the_solution_of_a_one_dimensional_problem);
  tcase_add_loop_test(t, both_ways_to_solve_the_systems_give_the_same_iterates,
                      0, sizes);
  tcase_add_loop_test(t, the_update_is_what_the_header_says, 0, 2);
  tcase_add_loop_test(t, the_starting_point_solves_its_system, 0, 2);
  tcase_add_loop_test(t, a_workspace_may_serve_another_problem, 0, 2);
  tcase_add_loop_test(t, bad_problems_are_refused, 0, 2);
  tcase_add_loop_test(t, dependent_equalities_are_singular, 0, 2);
  tcase_add_test(t, a_linear_program_is_left_to_the_dense_solver);
  tcase_add_loop_test(t, what_is_not_solved_is_not_called_converged, 0, 2);
  return run_tests(t);
}
