/* SPDX-License-Identifier: MIT */
/* tame/bias_logistic.h and tame/bias_margins.h. */
#include <check.h>
#include <math.h>
#include <string.h>

#include <gsl/gsl_sf_lambert.h>

#include "run_tests.h"
#include "tame/bias.h"
#include "tame/bias_logistic.h"
#include "tame/bias_margins.h"
#include "tame/la.h"
#include "tame/logistic.h"
#include "tame/ode.h"
#include "tame/stats.h"

/* --- logistic groups ------------------------------------------------------------ */

enum { M = 4, N = 2 };
static const double QUARTER[M] = {0.25, 0.25, 0.25, 0.25};

typedef struct {
  double x[M * N], label[M];
  tame_bias_logistic group;
} population;

/* Features (1, s x), x = 1, -1, 2, -2, labels of a logistic model. */
static void populate(population *g, double s, double a0, double a1)
{
  static const double X[M] = {1, -1, 2, -2};
  for (size_t i = 0; i < M; i++) {
    g->x[N * i] = 1.0;
    g->x[N * i + 1] = s * X[i];
    g->label[i] = tame_logistic_sigma(a0 + a1 * s * X[i]);
  }
  g->group = (tame_bias_logistic){M, N, g->x, QUARTER, g->label};
}

START_TEST(gradient_and_hessian_are_derivatives_of_the_loss)
{
  population g;
  const double theta[N] = {0.385, -1.71}, h = 1e-5;
  double grad[N] = {7, 7}, hess[N * N] = {7, 7, 7, 7}, gp[N], gm[N];
  populate(&g, 0.83, -0.5, 1.3);
  tame_bias_logistic_gradient(grad, theta, &g.group);
  tame_bias_logistic_hessian(hess, theta, &g.group);
  for (size_t j = 0; j < N; j++) {
    double up[N] = {theta[0], theta[1]}, down[N] = {theta[0], theta[1]};
    up[j] += h;
    down[j] -= h;
    ck_assert_double_eq_tol(grad[j],
                            (tame_bias_logistic_loss(up, &g.group) -
                             tame_bias_logistic_loss(down, &g.group)) /
                                (2.0 * h),
                            1e-9);
    tame_bias_logistic_gradient(gp, up, &g.group);
    tame_bias_logistic_gradient(gm, down, &g.group);
    for (size_t i = 0; i < N; i++)
      ck_assert_double_eq_tol(hess[N * i + j], (gp[i] - gm[i]) / (2.0 * h),
                              1e-9);
  }
}
END_TEST

START_TEST(the_mean_hessian_maps_a_step_to_the_change_of_the_gradient)
{
  population g;
  const double a[N] = {-0.4, 2.1}, b[N] = {1.3, -0.9};
  double mean[N * N] = {7, 7, 7, 7}, ga[N], gb[N];
  populate(&g, 1.0, 0.5, 1.0);
  tame_bias_logistic_mean_hessian(mean, a, b, &g.group, 32);
  tame_bias_logistic_gradient(ga, a, &g.group);
  tame_bias_logistic_gradient(gb, b, &g.group);
  for (size_t i = 0; i < N; i++)
    ck_assert_double_eq_tol(mean[N * i] * (b[0] - a[0]) +
                                mean[N * i + 1] * (b[1] - a[1]),
                            gb[i] - ga[i], 1e-13);
}
END_TEST

START_TEST(the_minimiser_of_one_model_is_its_parameter)
{
  population g;
  double theta[N] = {0.0, 0.0};
  populate(&g, 0.7, 0.31, -1.85);
  ck_assert_int_eq(
      tame_bias_logistic_minimise(theta, &g.group, &g.group, 0.4, 1e-14, 50),
      TAME_CONVERGED);
  ck_assert_double_eq_tol(theta[0], 0.31, 1e-12);
  ck_assert_double_eq_tol(theta[1], -1.85, 1e-12);
}
END_TEST

/* Newton's method: the digits double in each of the last steps. */
START_TEST(few_steps_suffice_from_nearby_and_none_at_the_minimiser)
{
  population a, b;
  double theta[N] = {0.5, 1.0}, again[N];
  populate(&a, 1.0, -0.5, -1.0);
  populate(&b, 1.0, 0.5, 1.0);
  ck_assert_int_eq(
      tame_bias_logistic_minimise(theta, &a.group, &b.group, 0.15, 1e-13, 6),
      TAME_CONVERGED);
  memcpy(again, theta, sizeof again);
  ck_assert_int_eq(
      tame_bias_logistic_minimise(again, &a.group, &b.group, 0.15, 1e-13, 0),
      TAME_CONVERGED);
  ck_assert_mem_eq(again, theta, sizeof again);
  again[0] = 2.0;
  ck_assert_int_eq(
      tame_bias_logistic_minimise(again, &a.group, &b.group, 0.15, 1e-13, 0),
      TAME_MAX_ITER);
  ck_assert_double_eq(again[0], 2.0);
}
END_TEST

START_TEST(a_far_start_is_brought_back_by_halving)
{
  population a, b;
  double theta[N] = {9.0, -14.0}, near[N] = {0.0, 0.0};
  populate(&a, 1.0, -0.5, -1.0);
  populate(&b, 1.0, 0.5, 1.0);
  ck_assert_int_eq(
      tame_bias_logistic_minimise(theta, &a.group, &b.group, 0.2, 1e-14, 200),
      TAME_CONVERGED);
  tame_bias_logistic_minimise(near, &a.group, &b.group, 0.2, 1e-14, 50);
  ck_assert_double_eq_tol(tame_distance(theta, near, N), 0.0, 1e-12);
  theta[0] = 3.0;
  ck_assert_int_eq(
      tame_bias_logistic_minimise(theta, &a.group, &b.group, 0.2, 1e-14, 1),
      TAME_MAX_ITER);
}
END_TEST

static void check_star(double s, double p, double x, double y)
{
  population minority, majority;
  double theta[N] = {0.5, 1.0};
  populate(&minority, s, -0.5, -1.0);
  populate(&majority, 1.0, 0.5, 1.0);
  ck_assert_int_eq(tame_bias_logistic_minimise(theta, &minority.group,
                                               &majority.group, p, 1e-14, 50),
                   TAME_CONVERGED);
  ck_assert_double_eq_tol(theta[0], x, 5e-9);
  ck_assert_double_eq_tol(theta[1], y, 5e-9);
}

START_TEST(two_groups_meet_where_an_independent_program_says)
{
  check_star(1.0, 0.01, 0.47664206, 0.96566887);
  check_star(1.0, 0.1, 0.32088994, 0.71226555);
  check_star(1.0, 0.3, 0.12847364, 0.31767028);
  check_star(0.3, 0.01, 0.48207014, 0.99329095);
  check_star(0.3, 0.1, 0.33835613, 0.93903049);
}
END_TEST

START_TEST(accuracies_of_the_stereotypical_predictor)
{
  population minority, majority;
  const double theta1[N] = {0.5, 1.0}, theta0[N] = {-0.5, -1.0};
  const double zero[N] = {0.0, 0.0};
  populate(&minority, 1.0, -0.5, -1.0);
  populate(&majority, 1.0, 0.5, 1.0);
  double best = 0.0;
  for (size_t i = 0; i < M; i++)
    best += 0.25 * fmax(minority.label[i], 1.0 - minority.label[i]);
  ck_assert_double_eq_tol(tame_bias_logistic_accuracy(theta0, &minority.group),
                          best, 1e-15);
  ck_assert_double_eq_tol(tame_bias_logistic_accuracy(theta1, &minority.group),
                          1.0 - best, 1e-15);
  ck_assert_double_eq_tol(best, 0.7954, 5e-5);
  ck_assert_double_eq(tame_bias_logistic_accuracy(zero, &majority.group), 0.5);
}
END_TEST

START_TEST(groups_of_different_or_too_few_features_are_refused)
{
  population g;
  double theta[N] = {0.0, 0.0};
  populate(&g, 1.0, 0.5, 1.0);
  tame_bias_logistic other = g.group;
  other.n = 1;
  ck_assert_int_eq(
      tame_bias_logistic_minimise(theta, &g.group, &other, 0.5, 1e-12, 9),
      TAME_EINVAL);
  for (size_t i = 0; i < M; i++) g.x[N * i + 1] = 0.0; /* one dimension only */
  ck_assert_int_eq(
      tame_bias_logistic_minimise(theta, &g.group, &g.group, 0.5, 1e-12, 9),
      TAME_ESINGULAR);
}
END_TEST

/* --- margins -------------------------------------------------------------------- */

START_TEST(the_flow_is_minus_the_gradient_of_the_loss)
{
  const tame_bias_margins q = {0.17, 0.43, 1.21};
  const double theta[2] = {0.7, -0.31}, h = 1e-6;
  double d[2], up[3], down[3];
  tame_bias_margins_flow(d, theta, &q);
  for (size_t j = 0; j < 2; j++) {
    double a[2] = {theta[0], theta[1]}, b[2] = {theta[0], theta[1]};
    a[j] += h;
    b[j] -= h;
    tame_bias_margins_loss(up, a, &q);
    tame_bias_margins_loss(down, b, &q);
    ck_assert_double_eq_tol(d[j], (down[2] - up[2]) / (2.0 * h), 1e-9);
  }
}
END_TEST

START_TEST(losses_do_not_overflow)
{
  const tame_bias_margins q = {0.5, 1.0, 1.0};
  double loss[3], d[2];
  const double theta[2] = {0.0, 2000.0}; /* m0 = -2000, m1 = 2000 */
  tame_bias_margins_loss(loss, theta, &q);
  ck_assert_double_eq(loss[0], 2000.0);
  ck_assert_double_eq(loss[1], 0.0);
  ck_assert_double_eq(loss[2], 1000.0);
  tame_bias_margins_flow(d, theta, &q);
  ck_assert_double_eq(d[1], -0.5);
}
END_TEST

START_TEST(the_stereotypical_margin_is_lamberts)
{
  static const double T[] = {0.0, 1e-9, 0.37, 3.1, 150.0, 600.0};
  const tame_bias_margins q = {0.03, 0.5, 1.0};
  for (size_t k = 0; k < sizeof T / sizeof *T; k++) {
    const double m = tame_bias_margins_stereotype(T[k], &q);
    const double a = 1.0 + 2.0 * 0.97 * T[k];
    ck_assert_double_eq_tol(m + exp(m), a, 1e-14 * a);
    if (a < 700.0) /* e^a exists; the difference loses digits */
      ck_assert_double_eq_tol(m, a - gsl_sf_lambert_W0(exp(a)), 1e-11 * a);
  }
  /* small times, where the equation cancels: m = rate t/2 */
  ck_assert_double_eq_tol(tame_bias_margins_stereotype(1e-9, &q), 0.97e-9,
                          1e-17);
  const double far = tame_bias_margins_stereotype(1e300, &q);
  ck_assert_double_eq_tol(far, log(1.94e300), 1e-12 * far);
  const tame_bias_margins strong = {0.1, 0.5, 1.4};
  const double m = tame_bias_margins_stereotype(2.5, &strong);
  ck_assert_double_eq_tol(m + exp(m), 1.0 + 2.96 * 0.9 * 2.5, 1e-14);
}
END_TEST

/* (m0, m1) by their own equations */
static void margins_rhs(double *d, double t, const double *m, void *ctx)
{
  const tame_bias_margins *q = ctx;
  const double a = q->p / (1.0 + exp(m[0]));
  const double b = (1.0 - q->p) / (1.0 + exp(m[1]));
  (void)t;
  d[0] = (1.0 + q->s0 * q->s0) * a + (q->s0 * q->s1 - 1.0) * b;
  d[1] = (q->s0 * q->s1 - 1.0) * a + (1.0 + q->s1 * q->s1) * b;
}

START_TEST(a_dip_by_the_equations_of_the_margins)
{
  tame_bias_margins q = {0.05, 0.4, 1.1};
  const tame_ode ode = {2, margins_rhs, &q};
  const tame_ode_options o = {1e-11, 1e-13, 1e-3};
  const double zero[2] = {0.0, 0.0};
  tame_bias_dip dip;
  ck_assert_int_eq(tame_bias_margins_dip(&dip, &q, 1e6, 1e-11, 1e-13), TAME_OK);
  tame_ode_solver *w = tame_ode_alloc(2);
  double d[2];
  tame_ode_init(w, &ode, 0.0, zero, &o);
  ck_assert_int_eq(tame_ode_advance(w, dip.t_min), TAME_OK);
  ck_assert_double_eq_tol(tame_ode_state(w)[0], -dip.depth, 1e-10);
  margins_rhs(d, 0.0, tame_ode_state(w), &q);
  ck_assert_double_eq_tol(d[0], 0.0, 1e-10);
  ck_assert_int_eq(tame_ode_advance(w, dip.t_final), TAME_OK);
  ck_assert_double_eq_tol(tame_ode_state(w)[0], 0.0, 1e-9);
  ck_assert_double_eq(dip.lowest, -dip.depth);
  ck_assert_double_ge(dip.t_final - dip.t_min,
                      tame_bias_margins_bound(dip.depth, &q));
  tame_ode_free(w);
}
END_TEST

/* s0, p, D, T_final, LB of an independent program */
START_TEST(dips_have_the_known_numbers)
{
  static const double KNOWN[][5] = {{0.1, 1e-1, .733533, 41.50509, 12.40915},
                                    {0.1, 1e-2, 1.747273, 617.0908, 254.7549},
                                    {0.1, 1e-4, 3.761199, 96342.00, 46910.33},
                                    {0.5, 1e-1, .204236, 11.62417, 3.111727},
                                    {0.5, 1e-2, .774912, 208.1785, 105.1334},
                                    {0.5, 1e-4, 1.876393, 32939.44, 21786.01},
                                    {0.8, 1e-2, .201994, 53.38703, 23.46921}};
  for (size_t k = 0; k < sizeof KNOWN / sizeof *KNOWN; k++) {
    const tame_bias_margins q = {KNOWN[k][1], KNOWN[k][0], 1.0};
    tame_bias_dip dip;
    ck_assert_int_eq(tame_bias_margins_dip(&dip, &q, 1e7, 1e-10, 1e-12),
                     TAME_OK);
    ck_assert_double_eq_tol(dip.depth, KNOWN[k][2], 1e-6);
    ck_assert_double_eq_tol(dip.t_final, KNOWN[k][3], 1e-6 * KNOWN[k][3]);
    ck_assert_double_eq_tol(tame_bias_margins_bound(dip.depth, &q), KNOWN[k][4],
                            1e-6 * KNOWN[k][4]);
  }
}
END_TEST

START_TEST(a_dip_appears_below_the_threshold_only)
{
  static const double S0[3] = {0.2, 0.5, 0.9};
  for (size_t k = 0; k < 3; k++) {
    const double p = tame_bias_margins_threshold(S0[k], 1.0);
    tame_bias_dip dip;
    tame_bias_margins q = {p * (1.0 - 1e-3), S0[k], 1.0};
    ck_assert_int_eq(tame_bias_margins_dip(&dip, &q, 1e3, 1e-12, 1e-15),
                     TAME_OK);
    ck_assert_double_gt(dip.depth, 0.0);
    ck_assert_double_lt(dip.depth, 1e-4);
    ck_assert_double_gt(dip.t_final, dip.t_min);
    q.p = p * (1.0 + 1e-3);
    ck_assert_int_eq(tame_bias_margins_dip(&dip, &q, 1e3, 1e-12, 1e-15),
                     TAME_OK);
    ck_assert(isnan(dip.depth) && isnan(dip.t_min) && isnan(dip.t_final));
    ck_assert_double_gt(dip.lowest, 0.0);
  }
  ck_assert_double_eq_tol(tame_bias_margins_threshold(0.5, 1.0), 2.0 / 7.0,
                          1e-16);
  ck_assert_double_eq_tol(tame_bias_margins_threshold(0.4, 1.3),
                          0.48 / (0.48 + 1.16), 1e-15);
  ck_assert_double_le(tame_bias_margins_threshold(1.0, 1.0), 0.0);
}
END_TEST

START_TEST(a_dip_that_has_not_ended_has_no_end)
{
  const tame_bias_margins q = {0.01, 0.5, 1.0};
  tame_bias_dip dip;
  ck_assert_int_eq(tame_bias_margins_dip(&dip, &q, 100.0, 1e-10, 1e-12),
                   TAME_OK);
  ck_assert_double_eq_tol(dip.t_min, 31.84, 5e-3);
  ck_assert(isnan(dip.t_final));
}
END_TEST

START_TEST(models_outside_the_range_are_refused)
{
  static const tame_bias_margins BAD[] = {
      {0, 0.5, 1}, {1, 0.5, 1}, {0.1, 0, 1}, {0.1, 0.5, 0}, {0.1, 0.5, -1}};
  tame_bias_dip dip;
  for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++)
    ck_assert_int_eq(tame_bias_margins_dip(&dip, &BAD[k], 1, 1e-9, 1e-9),
                     TAME_EINVAL);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("bias_models");
  tcase_add_test(t, gradient_and_hessian_are_derivatives_of_the_loss);
  tcase_add_test(t, the_mean_hessian_maps_a_step_to_the_change_of_the_gradient);
  tcase_add_test(t, the_minimiser_of_one_model_is_its_parameter);
  tcase_add_test(t, few_steps_suffice_from_nearby_and_none_at_the_minimiser);
  tcase_add_test(t, a_far_start_is_brought_back_by_halving);
  tcase_add_test(t, two_groups_meet_where_an_independent_program_says);
  tcase_add_test(t, accuracies_of_the_stereotypical_predictor);
  tcase_add_test(t, groups_of_different_or_too_few_features_are_refused);
  tcase_add_test(t, the_flow_is_minus_the_gradient_of_the_loss);
  tcase_add_test(t, losses_do_not_overflow);
  tcase_add_test(t, the_stereotypical_margin_is_lamberts);
  tcase_add_test(t, a_dip_by_the_equations_of_the_margins);
  tcase_add_test(t, dips_have_the_known_numbers);
  tcase_add_test(t, a_dip_appears_below_the_threshold_only);
  tcase_add_test(t, a_dip_that_has_not_ended_has_no_end);
  tcase_add_test(t, models_outside_the_range_are_refused);
  return run_tests(t);
}
