/* SPDX-License-Identifier: MIT */
/* tame/branch.h: orders of tracking errors, and curves through folds. */
#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/branch.h"

#include "bilevel_problems.h"
#include "run_tests.h"

static tame_double_well target = {.x_hat = 1.0, .y_hat = 0.0};

/* Largest error along branch c from -1 to 1 in steps D. */
static double tracking_error(const tame_branch_options *opt, double step)
{
  const tame_bilevel p = tame_double_well_problem(&target);
  double all[3], work[4], x = -1.0, worst = 0.0;
  tame_double_well_branches(all, NULL, NULL, x);
  double y = all[TAME_WELL_C];
  const int n = (int)lround(2.0 / step);
  for (int k = 1; k <= n; k++) {
    const double next = -1.0 + k * step;
    ck_assert_int_eq(tame_branch_move(&y, work, &p, &x, &next, opt), TAME_OK);
    x = next;
    tame_double_well_branches(all, NULL, NULL, x);
    worst = fmax(worst, fabs(y - all[TAME_WELL_C]));
  }
  return worst;
}

START_TEST(tracking_errors_have_their_orders)
{
  static const double ORDER[4] = {1, 2, 2, 4};
  for (int i = 0; i < 4; i++) {
    const tame_branch_options opt = {.is_predicted = i % 2 == 1,
                                     .corrector = i < 2 ? TAME_CORRECT_GRADIENT
                                                        : TAME_CORRECT_NEWTON,
                                     .steps = i < 2 ? 3 : 1,
                                     .inner_step = 0.1};
    const double ratio =
        tracking_error(&opt, 0.025) / tracking_error(&opt, 0.0125);
    ck_assert_double_eq_tol(log2(ratio), ORDER[i], 0.15);
  }
}
END_TEST

START_TEST(the_tangent_is_that_of_the_closed_form)
{
  const tame_bilevel p = tame_double_well_problem(&target);
  double y[3], dy[3], ddy[3], tangent, work[1];
  const double x = 0.44, dx = 1.7;
  tame_double_well_branches(y, dy, ddy, x);
  for (int i = 0; i < 3; i++) {
    ck_assert_int_eq(tame_branch_tangent(&tangent, work, &p, &x, &y[i], &dx),
                     TAME_OK);
    ck_assert_double_eq_tol(tangent, 1.7 * dy[i], 1e-14);
  }
}
END_TEST

/* g = y^4/4 - y^2/2 - x y: folds at x = -+2/(3 sqrt 3), y = +-1/sqrt 3 */
static void cusp_gradient(double *gy, const double *x, const double *y,
                          void *ctx)
{
  (void)ctx;
  gy[0] = y[0] * y[0] * y[0] - y[0] - x[0];
}
static void cusp_hessian(double *out, const double *v, const double *x,
                         const double *y, void *ctx)
{
  (void)ctx;
  (void)x;
  out[0] = (3.0 * y[0] * y[0] - 1.0) * v[0];
}
static void cusp_cross(double *out, double scale, const double *w,
                       const double *x, const double *y, void *ctx)
{
  (void)ctx;
  (void)x;
  (void)y;
  out[0] -= scale * w[0];
}

static const tame_trace_options TRACE = {.step = 0.05,
                                         .min_step = 1e-9,
                                         .max_steps = 1000,
                                         .t_lo = -1.0,
                                         .t_hi = 1.0,
                                         .tol = 1e-12};

START_TEST(the_trace_passes_both_folds)
{
  const tame_bilevel p = {.n = 1,
                          .m = 1,
                          .lower_gradient = cusp_gradient,
                          .hessian_times = cusp_hessian,
                          .cross_times = cusp_cross,
                          .cross_transposed = cusp_cross};
  const double x0 = 0.0, d = 1.0, y0 = -1.2;
  double t[1000], y[1000], fold_t[4], fold_y[4];
  tame_trace info;
  ck_assert_int_eq(tame_branch_trace(&info, t, y, 1000, fold_t, fold_y, 4, &p,
                                     &x0, &d, -0.528, &y0, &TRACE),
                   TAME_OK);
  ck_assert_uint_eq(info.n_folds, 2);
  const double at = 2.0 / (3.0 * sqrt(3.0)), where = 1.0 / sqrt(3.0);
  ck_assert_double_eq_tol(fold_t[0], at, 1e-12);
  ck_assert_double_eq_tol(fold_y[0], -where, 1e-10);
  ck_assert_double_eq_tol(fold_t[1], -at, 1e-12);
  ck_assert_double_eq_tol(fold_y[1], where, 1e-10);
  for (size_t k = 0; k < info.n_points; k++)
    ck_assert_double_eq_tol(y[k] * y[k] * y[k] - y[k], t[k], 1e-11);
  ck_assert_double_gt(y[info.n_points - 1], 1.0);
  /* backwards: no fold */
  tame_trace_options back = TRACE;
  back.is_backwards = true;
  ck_assert_int_eq(tame_branch_trace(&info, t, y, 1000, fold_t, fold_y, 4, &p,
                                     &x0, &d, -0.528, &y0, &back),
                   TAME_OK);
  ck_assert_uint_eq(info.n_folds, 0);
  /* limits, and a start that is far from critical */
  tame_trace_options few = TRACE;
  few.max_steps = 3;
  ck_assert_int_eq(tame_branch_trace(&info, t, y, 2, fold_t, fold_y, 4, &p, &x0,
                                     &d, -0.528, &y0, &few),
                   TAME_MAX_ITER);
  ck_assert_uint_eq(info.n_points, 4);
  few.step = 0.0;
  ck_assert_int_eq(tame_branch_trace(&info, t, y, 2, fold_t, fold_y, 4, &p, &x0,
                                     &d, -0.528, &y0, &few),
                   TAME_EINVAL);
  const double nowhere = 1e300;
  ck_assert_int_eq(tame_branch_trace(&info, t, y, 2, fold_t, fold_y, 4, &p, &x0,
                                     &d, 0.0, &nowhere, &TRACE),
                   TAME_EINVAL);
}
END_TEST

START_TEST(the_trace_of_a_morse_branch_has_no_folds)
{
  wells q;
  gsl_rng *rng = tame_rng_alloc(0, "check/bilevel", 5);
  const tame_bilevel p = make_wells(&q, rng);
  gsl_rng_free(rng);
  const double x0[N] = {0.0, 0.0}, d[N] = {1.0, -0.5};
  double z[P] = {-1.0, -0.0, 1.0, 1.0}, y0[P], tau[P];
  double t[2000], *y = tame_vec(2000 * P);
  tame_trace info;
  tame_many_wells_rotate(y0, &q.w, z);
  ck_assert_int_eq(tame_branch_trace(&info, t, y, 2000, NULL, NULL, 0, &p, x0,
                                     d, 0.0, y0, &TRACE),
                   TAME_OK);
  ck_assert_uint_eq(info.n_folds, 0);
  /* still on the branches (a, b, c, c) at the end */
  const size_t last = info.n_points - 1;
  const double x[N] = {t[last] * d[0], t[last] * d[1]};
  tame_many_wells_tau(tau, &q.w, x);
  tame_many_wells_rotate(z, &q.w, y + last * P);
  static const int WELL[P] = {TAME_WELL_A, TAME_WELL_B, TAME_WELL_C,
                              TAME_WELL_C};
  for (int j = 0; j < P; j++) {
    double all[3];
    tame_double_well_branches(all, NULL, NULL, tau[j]);
    ck_assert_double_eq_tol(z[j], all[WELL[j]], 1e-10);
  }
  free(y);
}
END_TEST

/* g_y = y^2 - x: singular at y = 0 */
static void parabola_gradient(double *gy, const double *x, const double *y,
                              void *ctx)
{
  (void)ctx;
  gy[0] = y[0] * y[0] - x[0];
}
static void parabola_hessian(double *out, const double *v, const double *x,
                             const double *y, void *ctx)
{
  (void)ctx;
  (void)x;
  out[0] = 2.0 * y[0] * v[0];
}

START_TEST(a_singular_hessian_is_said)
{
  const tame_bilevel flat = {.n = 1,
                             .m = 1,
                             .lower_gradient = parabola_gradient,
                             .hessian_times = parabola_hessian,
                             .cross_times = cusp_cross,
                             .cross_transposed = cusp_cross};
  const double at = 0.0, to = 0.1;
  double z = 0.0, dz, place[4];
  const tame_branch_options newton = {false, TAME_CORRECT_NEWTON, 1, 0.1};
  const tame_branch_options predicted = {true, TAME_CORRECT_NEWTON, 1, 0.1};
  ck_assert_int_eq(tame_branch_move(&z, place, &flat, &at, &to, &newton),
                   TAME_ESINGULAR);
  ck_assert_int_eq(tame_branch_move(&z, place, &flat, &at, &to, &predicted),
                   TAME_ESINGULAR);
  ck_assert_int_eq(tame_branch_tangent(&dz, place, &flat, &at, &z, &to),
                   TAME_ESINGULAR);
}
END_TEST

START_TEST(other_failures_of_a_step_are_said)
{
  const tame_bilevel p = {.n = 1,
                          .m = 1,
                          .lower_gradient = cusp_gradient,
                          .hessian_times = cusp_hessian,
                          .cross_times = cusp_cross,
                          .cross_transposed = cusp_cross};
  const double x = 0.0, next = 0.1;
  double y = 0.0, work[4];
  tame_branch_options opt = {false, TAME_CORRECT_GRADIENT, 0, 0.1};
  ck_assert_int_eq(tame_branch_move(&y, work, &p, &x, &next, &opt),
                   TAME_EINVAL);
  opt.steps = 1;
  opt.inner_step = 0.0;
  ck_assert_int_eq(tame_branch_move(&y, work, &p, &x, &next, &opt),
                   TAME_EINVAL);
  opt.inner_step = 1e200;
  opt.steps = 9;
  y = 2.0;
  ck_assert_int_eq(tame_branch_move(&y, work, &p, &x, &next, &opt),
                   TAME_DIVERGED);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("branch");
  tcase_add_test(t, tracking_errors_have_their_orders);
  tcase_add_test(t, the_tangent_is_that_of_the_closed_form);
  tcase_add_test(t, the_trace_passes_both_folds);
  tcase_add_test(t, the_trace_of_a_morse_branch_has_no_folds);
  tcase_add_test(t, a_singular_hessian_is_said);
  tcase_add_test(t, other_failures_of_a_step_are_said);
  return run_tests(t);
}
