/* SPDX-License-Identifier: MIT */
/* Newton's method for logistic regression: its step against differences and
 * naive formulas, its derivative by five routes, and its refusals. */
#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/diff.h"
#include "tame/la.h"
#include "tame/logistic.h"
#include "tame/rng.h"
#include "tame/stats.h"

/* A problem with everything that a test needs, of M observations a class. */
typedef struct {
  size_t n, p;
  double *x, *y, *weights, *start;
  tame_logistic_problem problem;
  tame_logistic *w;
} fixture;

static fixture setup(size_t m, size_t p, double lambda)
{
  fixture f = {.n = 2 * m, .p = p};
  gsl_rng *rng = tame_rng_alloc(5, "check_logistic", p);
  f.x = tame_vec(f.n * p);
  f.y = tame_vec(f.n);
  f.weights = tame_vec(f.n);
  f.start = tame_vec(p);
  tame_logistic_two_classes(f.x, f.y, m, p, rng);
  tame_rng_uniform(f.weights, f.n, 0.03, 0.11, rng);
  f.start[0] = 0.5;
  gsl_rng_free(rng);
  f.problem = (tame_logistic_problem){f.n, p, f.x, f.y, lambda};
  f.w = tame_logistic_alloc(f.n, p);
  ck_assert_int_eq(tame_logistic_init(f.w, &f.problem), TAME_OK);
  return f;
}

static void teardown(fixture *f)
{
  tame_logistic_free(f->w);
  free(f->x);
  free(f->y);
  free(f->weights);
  free(f->start);
}

static tame_status solve(fixture *f, tame_trajectory *t)
{
  return tame_logistic_solve(t, f->w, f->start, f->weights,
                             &tame_logistic_authors);
}

static void assert_close(const double *x, const double *y, size_t n, double tol)
{
  ck_assert_double_lt(tame_distance(x, y, n), tol * tame_norm(y, n));
}

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

/* --- line search ---------------------------------------------------------- */

START_TEST(the_line_search_ends_at_the_full_step_after_fifty_halvings)
{
  fixture f = setup(20, 5, exp(-5.0));
  size_t halvings = 0;
  ck_assert_int_eq(tame_logistic_line_search(&halvings, f.w, f.start, f.weights,
                                             &tame_logistic_authors),
                   TAME_OK);
  ck_assert_uint_eq(halvings, 50);
  ck_assert_double_eq(1.0 - tame_logistic_step(f.w), ldexp(1.0, -51));
  teardown(&f);
}
END_TEST

/* Other constants make it stop in the middle; the same bisection with the
 * objective and the gradient evaluated afresh must take the same turns. */
START_TEST(the_line_search_takes_the_turns_of_its_definition)
{
  const double constants[][2] = {{-0.6, -0.35}, {-0.45, -0.02}, {-1.5, -0.9}};
  size_t stopped_early = 0, shortened = 0;
  for (size_t c = 0; c < 3; c++) {
    fixture f = setup(10, 5, 0.4);
    tame_logistic_options opt = tame_logistic_authors;
    opt.c1 = constants[c][0];
    opt.c2 = constants[c][1];
    opt.max_halvings = 30;
    const tame_map *map = tame_logistic_map(f.w);
    double next[5], d[5], g[5], x[5], m = 0.0;
    map->value(next, BETA, f.weights, map->ctx);
    tame_logistic_gradient(g, BETA, f.weights, f.w);
    for (size_t j = 0; j < 5; j++) d[j] = next[j] - BETA[j], m -= g[j] * d[j];
    const double phi = tame_logistic_objective(BETA, f.weights, f.w);
    double lo = 0.0, hi = 1.0, s = 0.5;
    size_t expected = 0, found;
    for (; expected < 30; expected++, s = 0.5 * (lo + hi)) {
      double slope = 0.0;
      for (size_t j = 0; j < 5; j++) x[j] = BETA[j] + s * d[j];
      tame_logistic_gradient(g, x, f.weights, f.w);
      for (size_t j = 0; j < 5; j++) slope += g[j] * d[j];
      const bool bad1 =
          tame_logistic_objective(x, f.weights, f.w) > phi + opt.c1 * s * m;
      if (!bad1 && !(slope < opt.c2 * m)) break;
      *(bad1 ? &hi : &lo) = s;
    }
    tame_logistic_line_search(&found, f.w, BETA, f.weights, &opt);
    ck_assert_uint_eq(found, expected);
    ck_assert_double_eq(tame_logistic_step(f.w), s);
    stopped_early += found < 30;
    shortened += s < 0.5;
    teardown(&f);
  }
  ck_assert_uint_ge(stopped_early, 1);
  ck_assert_uint_ge(shortened, 1);
}
END_TEST

/* --- outcomes and refusals ------------------------------------------------ */

START_TEST(too_few_steps_are_told_and_the_last_step_is_still_taken)
{
  fixture f = setup(6, 5, 0.05);
  tame_logistic_options opt = tame_logistic_authors;
  opt.max_steps = 2;
  tame_trajectory *t = tame_trajectory_alloc(tame_logistic_map(f.w), 3, false);
  ck_assert_int_eq(tame_logistic_solve(t, f.w, f.start, f.weights, &opt),
                   TAME_MAX_ITER);
  ck_assert_uint_eq(tame_trajectory_steps(t), 3);
  tame_trajectory_free(t);
  teardown(&f);
}
END_TEST

/* One observation without penalty, so far on the wrong side that the Newton
 * step overshoots to where the Hessian underflows to zero. */
START_TEST(a_run_that_diverges_stops_there)
{
  const double x[1] = {1.0}, y[1] = {1.0}, weight[1] = {1.0}, far[1] = {-20.0};
  tame_logistic *w = tame_logistic_alloc(1, 1);
  tame_logistic_init(w, &(tame_logistic_problem){1, 1, x, y, 0.0});
  tame_trajectory *t = tame_trajectory_alloc(tame_logistic_map(w), 50, false);
  ck_assert_int_eq(
      tame_logistic_solve(t, w, far, weight, &tame_logistic_authors),
      TAME_DIVERGED);
  ck_assert_uint_eq(tame_trajectory_steps(t), 2);
  ck_assert_double_gt(tame_trajectory_x(t, 1)[0], 1e8);
  ck_assert_double_nan(tame_trajectory_last(t)[0]);
  tame_trajectory_free(t);
  tame_logistic_free(w);
}
END_TEST

START_TEST(without_weights_the_minimiser_is_zero_and_needs_a_penalty)
{
  fixture f = setup(4, 3, 0.7);
  memset(f.weights, 0, f.n * sizeof *f.weights);
  tame_trajectory *t = tame_trajectory_alloc(tame_logistic_map(f.w), 50, false);
  ck_assert_int_eq(solve(&f, t), TAME_CONVERGED);
  ck_assert_double_lt(tame_norm(tame_trajectory_last(t), 3), 1e-15);

  /* lambda = 0: the Hessian is zero */
  double grad[8], next[3];
  f.problem.lambda = 0.0;
  ck_assert_int_eq(tame_logistic_init(f.w, &f.problem), TAME_OK);
  tame_logistic_set_step(f.w, 0.3);
  ck_assert_int_eq(solve(&f, t), TAME_ESINGULAR);
  ck_assert_double_eq(tame_logistic_step(f.w), 0.3);
  ck_assert_int_eq(
      tame_logistic_implicit(grad, f.start, f.start, f.weights, f.w),
      TAME_ESINGULAR);
  tame_trajectory_init(t, f.start);
  ck_assert_int_eq(tame_trajectory_step(t, f.weights), TAME_DIVERGED);
  const tame_map *map = tame_logistic_map(f.w);
  map->jvp(next, f.start, NULL, f.start, f.weights, map->ctx);
  ck_assert_double_nan(next[0]);
  ck_assert_int_eq(tame_diff_reverse(grad, NULL, t, 1, f.start, f.weights),
                   TAME_DIVERGED);
  tame_trajectory_free(t);
  teardown(&f);
}
END_TEST

START_TEST(a_negative_weight_is_refused_by_the_factorisation)
{
  fixture f = setup(4, 3, 0.7);
  f.weights[2] = -0.01;
  ck_assert_int_eq(tame_logistic_line_search(NULL, f.w, f.start, f.weights,
                                             &tame_logistic_authors),
                   TAME_ESINGULAR);
  teardown(&f);
}
END_TEST

START_TEST(problems_outside_the_documented_range_are_refused)
{
  fixture f = setup(4, 3, 0.7);
  tame_logistic_problem other = f.problem;
  other.n = 7;
  ck_assert_int_eq(tame_logistic_init(f.w, &other), TAME_EINVAL);
  other = f.problem;
  other.p = 2;
  ck_assert_int_eq(tame_logistic_init(f.w, &other), TAME_EINVAL);
  const double lambdas[] = {-0.1, NAN, INFINITY};
  for (size_t k = 0; k < 3; k++) {
    other = f.problem;
    other.lambda = lambdas[k];
    ck_assert_int_eq(tame_logistic_init(f.w, &other), TAME_EINVAL);
  }
  const double labels[] = {0.0, 0.5, NAN};
  for (size_t k = 0; k < 3; k++) {
    f.y[5] = labels[k];
    ck_assert_int_eq(tame_logistic_init(f.w, &f.problem), TAME_EINVAL);
  }
  teardown(&f);
  tame_logistic_free(NULL);
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
  tcase_add_test(t, the_line_search_ends_at_the_full_step_after_fifty_halvings);
  tcase_add_test(t, the_line_search_takes_the_turns_of_its_definition);
  tcase_add_test(t, too_few_steps_are_told_and_the_last_step_is_still_taken);
  tcase_add_test(t, a_run_that_diverges_stops_there);
  tcase_add_test(t, without_weights_the_minimiser_is_zero_and_needs_a_penalty);
  tcase_add_test(t, a_negative_weight_is_refused_by_the_factorisation);
  tcase_add_test(t, problems_outside_the_documented_range_are_refused);
  return run_tests(t);
}
