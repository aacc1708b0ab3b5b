/* SPDX-License-Identifier: MIT */
/* Newton's method for logistic regression: line search, outcomes, refusals. */
#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "logistic_problem.h"
#include "run_tests.h"
#include "tame/base.h"
#include "tame/diff.h"

static const double BETA[5] = {0.31, -1.27, 0.58, 0.92, -0.45};

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
  TCase *t = tcase_create("logistic_search");
  tcase_add_test(t, the_line_search_ends_at_the_full_step_after_fifty_halvings);
  tcase_add_test(t, the_line_search_takes_the_turns_of_its_definition);
  tcase_add_test(t, too_few_steps_are_told_and_the_last_step_is_still_taken);
  tcase_add_test(t, a_run_that_diverges_stops_there);
  tcase_add_test(t, without_weights_the_minimiser_is_zero_and_needs_a_penalty);
  tcase_add_test(t, a_negative_weight_is_refused_by_the_factorisation);
  tcase_add_test(t, problems_outside_the_documented_range_are_refused);
  return run_tests(t);
}
