/* SPDX-License-Identifier: MIT */
/* tame/subgradient.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"

#include "tame/base.h"
#include "tame/inexact.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/subgradient.h"

enum { N = 4 };
static const double X[N] = {1.7, -0.2, 0.9, 0.3}, AT[N] = {0.4, 0.1, -0.8, 1.1};
static const double UNIT[N] = {0.5, -0.5, 0.5, -0.5};
static const tame_inexact EXACT = {.kind = TAME_ERROR_NONE};

/* --- the method -------------------------------------------------------------------- */

START_TEST(steps_follow_their_rule)
{
  const tame_step_rule rule = {0.3, 7.0, 2.0 / 3.0};
  ck_assert_double_eq(tame_step_size(&rule, 0), 0.3);
  ck_assert_double_eq_tol(tame_step_size(&rule, 49), 0.3 / 4.0, 1e-15);
  ck_assert_double_eq(tame_step_size(&(tame_step_rule){0.2, 0, 0}, 1000), 0.2);
  static const tame_step_rule BAD[] = {
      {0, 1, 0},    {-1, 1, 0},   {NAN, 1, 0},   {1, 0, 0.5},
      {1, 1, 1.01}, {1, 1, -0.1}, {1, NAN, 0.5}, {1, 1, NAN}};
  for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
    tame_error err = {""};
    ck_assert_int_eq(tame_step_rule_check(&BAD[i], &err), TAME_EINVAL);
    ck_assert_msg(strstr(err.text, "step rule") != NULL, "%s", err.text);
  }
}
END_TEST

/* x+ = (1 - a) x - a e on |x|^2/2: closed form. */
START_TEST(on_a_quadratic_the_iterates_are_geometric)
{
  tame_power power = {N, 2.0};
  const tame_nonsmooth f = tame_power_nonsmooth(&power);
  const tame_inexact e = {
      .kind = TAME_ERROR_CONSTANT, .eps = 0.31, .point = UNIT};
  const tame_step_rule rule = {0.17, 1, 0};
  tame_subgradient *w = tame_subgradient_alloc(N);
  ck_assert_int_eq(tame_subgradient_init(w, &f, &e, &rule, X, NULL), TAME_OK);
  for (int k = 0; k < 23; k++)
    ck_assert_int_eq(tame_subgradient_step(w), TAME_OK);
  for (size_t i = 0; i < N; i++) {
    const double limit = -0.31 * UNIT[i];
    ck_assert_double_eq_tol(tame_subgradient_x(w)[i],
                            limit + pow(0.83, 23) * (X[i] - limit), 1e-14);
  }
  ck_assert_uint_eq(tame_subgradient_count(w), 23);
  ck_assert_double_eq_tol(tame_subgradient_time(w), 23 * 0.17, 1e-14);
  ck_assert_double_eq(tame_subgradient_last_step(w), 0.17);
  for (size_t i = 0; i < N; i++)
    ck_assert_double_eq(tame_subgradient_g(w)[i],
                        tame_subgradient_v(w)[i] + 0.31 * UNIT[i]);
  tame_subgradient_free(w);
  tame_subgradient_free(NULL);
}
END_TEST

START_TEST(bad_problems_are_refused_and_divergence_is_said)
{
  tame_power power = {N, 4.0};
  tame_nonsmooth f = tame_power_nonsmooth(&power);
  const tame_step_rule rule = {0.1, 1, 0}, huge = {1e200, 1, 0};
  const double bad[N] = {0, 0, INFINITY, 0};
  tame_error err = {""};
  tame_subgradient *w = tame_subgradient_alloc(N);
  tame_subgradient *other = tame_subgradient_alloc(N + 1);
  ck_assert_int_eq(tame_subgradient_init(other, &f, &EXACT, &rule, X, &err),
                   TAME_EINVAL);
  ck_assert_msg(strstr(err.text, "variables") != NULL, "%s", err.text);
  ck_assert_int_eq(tame_subgradient_init(w, &f, &EXACT, &rule, bad, &err),
                   TAME_EINVAL);
  ck_assert_msg(strstr(err.text, "x0[2]") != NULL, "%s", err.text);
  ck_assert_int_eq(tame_subgradient_init(
                       w, &f, &EXACT, &(tame_step_rule){-0.1, 1, 0}, X, NULL),
                   TAME_EINVAL);
  ck_assert_int_eq(
      tame_subgradient_init(w, &f,
                            &(tame_inexact){.kind = TAME_ERROR_NONE, .eps = -1},
                            &rule, X, NULL),
      TAME_EINVAL);
  f.subgradient = NULL;
  ck_assert_int_eq(tame_subgradient_init(w, &f, &EXACT, &rule, X, NULL),
                   TAME_EINVAL);
  f = tame_power_nonsmooth(&power);
  ck_assert_int_eq(tame_subgradient_init(w, &f, &EXACT, &huge, X, NULL),
                   TAME_OK);
  tame_status s = TAME_OK;
  for (int k = 0; k < 5 && s == TAME_OK; k++) s = tame_subgradient_step(w);
  ck_assert_int_eq(s, TAME_DIVERGED);
  /* a run says so too, and by the trust region before that */
  tame_subgradient_summary sum;
  ck_assert_int_eq(tame_subgradient_init(w, &f, &EXACT, &huge, X, NULL),
                   TAME_OK);
  ck_assert_int_eq(
      tame_subgradient_run(&sum, NULL, NULL, w,
                           &(tame_subgradient_options){50, 0.1, 1e3}, false),
      TAME_DIVERGED);
  ck_assert_uint_eq(sum.steps, 1);
  ck_assert_double_infinite(sum.tail);
  static const tame_subgradient_options BAD[] = {
      {0, 0.1, 1}, {5, 0.0, 1}, {5, 1.1, 1}, {5, 0.1, 0}, {5, NAN, 1}};
  for (size_t i = 0; i < 5; i++) {
    sum.tail = 2.385;
    ck_assert_int_eq(tame_subgradient_run(&sum, NULL, NULL, w, &BAD[i], false),
                     TAME_EINVAL);
    ck_assert_double_eq(sum.tail, 0.0);
  }
  tame_subgradient_free(w);
  tame_subgradient_free(other);
}
END_TEST

/* The summary of a run against the same run, summed up by hand. */
START_TEST(a_run_is_summed_up_as_by_hand)
{
  enum { K = 57, FIRST = 57 - 17 }; /* 0.3 of 57 is 17.1 */
  tame_power power = {N, 1.5};
  const tame_nonsmooth f = tame_power_nonsmooth(&power);
  const tame_inexact e = {.kind = TAME_ERROR_OUTWARD, .eps = 0.2, .point = AT};
  const tame_step_rule rule = {0.2, 10, 0.7};
  double window[N], mean[N], by_window[N] = {0}, by_mean[N] = {0};
  double tail = 0, tail_mean = 0, tail_v = 0, largest = 0, value = 0;
  double total = 0, time = 0;
  tame_subgradient *w = tame_subgradient_alloc(N);
  tame_subgradient_summary s;
  ck_assert_int_eq(tame_subgradient_init(w, &f, &e, &rule, X, NULL), TAME_OK);
  for (size_t k = 0; k < K; k++) {
    double x[N];
    memcpy(x, tame_subgradient_x(w), sizeof x);
    ck_assert_int_eq(tame_subgradient_step(w), TAME_OK);
    const double a = tame_step_size(&rule, k);
    const double size = tame_norm(tame_subgradient_v(w), N);
    time += a;
    value += a * f.value(x, f.ctx);
    largest = fmax(largest, size);
    for (size_t i = 0; i < N; i++) by_mean[i] += a * x[i];
    if (k < FIRST) continue;
    total += a;
    tail = fmax(tail, f.distance(x, f.ctx));
    tail_mean += a * f.distance(x, f.ctx);
    tail_v = fmax(tail_v, size);
    for (size_t i = 0; i < N; i++) by_window[i] += a * tame_subgradient_v(w)[i];
  }
  const double last = f.distance(tame_subgradient_x(w), f.ctx);
  ck_assert_int_eq(tame_subgradient_init(w, &f, &e, &rule, X, NULL), TAME_OK);
  ck_assert_int_eq(
      tame_subgradient_run(&s, window, mean, w,
                           &(tame_subgradient_options){K, 0.3, INFINITY}, true),
      TAME_OK);
  ck_assert_uint_eq(s.steps, K);
  ck_assert_double_eq(s.tail, fmax(tail, last));
  ck_assert_double_eq(s.last, last);
  ck_assert_double_eq(s.tail_v, tail_v);
  ck_assert_double_eq(s.largest_v, largest);
  ck_assert_double_eq_tol(s.time, time, 1e-14);
  ck_assert_double_eq_tol(s.tail_mean, tail_mean / total, 1e-14);
  ck_assert_double_eq_tol(s.mean_value, value / time, 1e-14);
  for (size_t i = 0; i < N; i++) {
    ck_assert_double_eq_tol(window[i], by_window[i] / total, 1e-14);
    ck_assert_double_eq_tol(mean[i], by_mean[i] / time, 1e-14);
  }
  tame_subgradient_free(w);
}
END_TEST

/* The fixed point eps^{1/(p-1)}, and the 2-cycle beyond the largest step. */
START_TEST(the_adversary_on_a_power_reaches_the_known_distance)
{
  const double origin = 0.0, x0 = 0.9, eps = 0.07;
  tame_subgradient *w = tame_subgradient_alloc(1);
  for (int unstable = 0; unstable < 2; unstable++) {
    tame_power power = {1, 1.5};
    const tame_nonsmooth f = tame_power_nonsmooth(&power);
    const tame_inexact e = {
        .kind = TAME_ERROR_OUTWARD, .eps = eps, .point = &origin};
    const double a = tame_power_largest_step(1.5, eps) * (unstable ? 1.1 : 0.8);
    tame_subgradient_summary s;
    ck_assert_int_eq(
        tame_subgradient_init(w, &f, &e, &(tame_step_rule){a, 1, 0}, &x0, NULL),
        TAME_OK);
    ck_assert_int_eq(
        tame_subgradient_run(&s, NULL, NULL, w,
                             &(tame_subgradient_options){5000, 0.1, INFINITY},
                             false),
        TAME_OK);
    if (unstable)
      ck_assert_double_gt(s.tail, 1.05 * eps * eps);
    else
      ck_assert_double_eq_tol(s.tail, eps * eps, 1e-12);
  }
  ck_assert_double_eq_tol(tame_power_largest_step(1.5, eps), 4.0 * eps, 1e-15);
  ck_assert_double_eq_tol(tame_power_cycle(1.5, 0.3), 0.15 * 0.15, 1e-16);
  tame_subgradient_free(w);
}
END_TEST

/* --- the bound ---------------------------------------------------------------------- */

START_TEST(the_bound_on_averages_is_its_formula)
{
  double b;
  ck_assert_int_eq(
      tame_average_bound(&b, &(tame_average){1, 2.0, 3.0, 0.7, 0.5, 0.01, 100}),
      TAME_OK);
  ck_assert_double_eq_tol(
      b, (0.49 + 1e-4 * 100 * 3.5 * 3.5) / (2 * 0.75 * 0.01 * 100), 1e-14);
  ck_assert_int_eq(
      tame_average_bound(&b, &(tame_average){2, 0.5, 1.5, 0.7, 0.2, 0.01, 100}),
      TAME_OK); /* kappa = 1/2 (1/2)^{-1} = 1 */
  ck_assert_double_eq_tol(b, 0.49 + 2 * 0.04 + 0.01 * 1.7 * 1.7, 1e-14);
  static const tame_average BAD[] = {
      {0.9, 1, 1, 1, 0.1, 0.1, 1}, {1, 1, 1, 1, 1.0, 0.1, 1},
      {2, 0, 1, 1, 0.1, 0.1, 1},   {2, 1, -1, 1, 0.1, 0.1, 1},
      {2, 1, 1, NAN, 0.1, 0.1, 1}, {2, 1, 1, 1, -0.1, 0.1, 1},
      {2, 1, 1, 1, 0.1, 0.0, 1},   {2, 1, 1, 1, 0.1, 0.1, 0},
      {2, 1, 1, 1, NAN, 0.1, 1},   {NAN, 1, 1, 1, 0.1, 0.1, 1}};
  for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
    ck_assert_int_eq(tame_average_bound(&b, &BAD[i]), TAME_EINVAL);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("subgradient");
  tcase_add_test(t, steps_follow_their_rule);
  tcase_add_test(t, on_a_quadratic_the_iterates_are_geometric);
  tcase_add_test(t, bad_problems_are_refused_and_divergence_is_said);
  tcase_add_test(t, a_run_is_summed_up_as_by_hand);
  tcase_add_test(t, the_adversary_on_a_power_reaches_the_known_distance);
  tcase_add_test(t, the_bound_on_averages_is_its_formula);
  return run_tests(t);
}
