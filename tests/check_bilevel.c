/* SPDX-License-Identifier: MIT */
/* tame/bilevel.h, single_step.h and double_well.h, on the double well and on many
 * wells, where branches are known. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/bilevel.h"
#include "tame/diff.h"
#include "tame/double_well.h"
#include "tame/poly.h"
#include "tame/rng.h"
#include "tame/single_step.h"
#include "tame/stats.h"

#include "bilevel_problems.h"
#include "run_tests.h"

/* stationary point of f1 along branch c: root of phi_c' */
static const double XC = 0.876085889442093;

static tame_double_well target = {.x_hat = 1.0, .y_hat = 0.0};

/* --- the problems ---------------------------------------------------------- */

START_TEST(critical_points_of_the_double_well_are_its_branches)
{
  for (double x = -2.85; x < 3.0; x += 0.3) {
    double y[3];
    tame_interval c[5];
    tame_poly_minimum m;
    tame_double_well_branches(y, NULL, NULL, x);
    tame_double_well_poly(c, tame_point(x));
    ck_assert_int_eq(tame_poly_minimize(&m, c, 4, -HUGE_VAL, HUGE_VAL, NULL),
                     TAME_OK);
    ck_assert_uint_eq(m.n_critical, 3);
    for (int i = 0; i < 3; i++) {
      const tame_well_values v = tame_double_well_at(x, y[i]);
      ck_assert_double_eq_tol(v.y, 0.0, 1e-15);
      ck_assert(m.critical[i].y.lo < y[i] + 1e-15 &&
                y[i] - 1e-15 < m.critical[i].y.hi);
      ck_assert_double_ge(fabs(v.yy), 0.4375);
    }
    const double difference =
        tame_double_well_at(x, y[2]).g - tame_double_well_at(x, y[0]).g;
    ck_assert_double_eq_tol(difference, -x / sqrt(1.0 + x * x), 1e-14);
  }
}
END_TEST

START_TEST(the_interval_forms_hold_all_points)
{
  gsl_rng *rng = tame_rng_alloc(0, "check/bilevel", 0);
  for (int i = 0; i < 2000; i++) {
    double s[3];
    tame_interval c[5];
    const double lo = 6.0 * gsl_rng_uniform(rng) - 3.0;
    const tame_interval x = {lo, lo + gsl_rng_uniform(rng)};
    const double at = lo + gsl_rng_uniform(rng) * (x.hi - x.lo);
    tame_sigma(s, at);
    tame_double_well_poly(c, x);
    ck_assert(tame_interval_contains(tame_sigma_interval(x), s[0]));
    ck_assert(tame_interval_contains(tame_sigma_slope_interval(x), s[1]));
    const double y = 2.0 * gsl_rng_uniform(rng) - 1.0;
    ck_assert(tame_interval_contains(tame_poly_range(c, 4, tame_point(y)),
                                     tame_double_well_at(at, y).g));
  }
  gsl_rng_free(rng);
}
END_TEST

/* Central difference of g or f along (dx, dy). */
typedef struct {
  const tame_bilevel *p;
  bool is_upper;
} level;
static double both(const double *z, void *ctx)
{
  const level *a = ctx;
  return (a->is_upper ? a->p->upper : a->p->lower)(z, z + a->p->n, a->p->ctx);
}
static double along_y(const double *z, void *ctx)
{
  /* derivative of g along a fixed direction in y: the sum of g_y */
  const tame_bilevel *p = ctx;
  double gy[P], sum = 0.0;
  p->lower_gradient(gy, z, z + p->n, p->ctx);
  for (size_t j = 0; j < p->m; j++) sum += (double)(j + 1) * gy[j];
  return sum;
}

START_TEST(derivatives_of_many_wells_are_differences)
{
  gsl_rng *rng = tame_rng_alloc(0, "check/bilevel", 1);
  wells q;
  const tame_bilevel p = make_wells(&q, rng);
  double z[N + P], d[N + P], fx[N], fy[P], gy[P], hy[P], weight[P];
  for (int j = 0; j < P; j++) weight[j] = j + 1.0;
  for (int trial = 0; trial < 20; trial++) {
    tame_rng_normal(z, N + P, rng);
    tame_rng_normal(d, N + P, rng);
    level upper = {&p, true}, lower = {&p, false};
    double sum = 0.0;
    p.upper_gradient(fx, fy, z, z + N, p.ctx);
    for (int i = 0; i < N; i++) sum += fx[i] * d[i];
    for (int j = 0; j < P; j++) sum += fy[j] * d[N + j];
    ck_assert_double_eq_tol(
        sum, tame_diff_central(both, z, d, 1e-5, N + P, &upper), 1e-7);
    memset(d, 0, N * sizeof *d);
    p.lower_gradient(gy, z, z + N, p.ctx);
    sum = 0.0;
    for (int j = 0; j < P; j++) sum += gy[j] * d[N + j];
    ck_assert_double_eq_tol(
        sum, tame_diff_central(both, z, d, 1e-5, N + P, &lower), 1e-6);
    /* g_yy and g_yx, against differences of weight' g_y */
    tame_rng_normal(d, N, rng);
    p.hessian_times(hy, d + N, z, z + N, p.ctx);
    p.cross_transposed(hy, 1.0, d, z, z + N, p.ctx);
    sum = 0.0;
    for (int j = 0; j < P; j++) sum += weight[j] * hy[j];
    ck_assert_double_eq_tol(
        sum,
        tame_diff_central(along_y, z, d, 1e-5, N + P,
                          &(tame_bilevel){p.n, p.m, p.upper, p.upper_gradient,
                                          p.lower, p.lower_gradient, NULL, NULL,
                                          NULL, p.ctx}),
        1e-5);
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(forward_and_reverse_products_agree)
{
  gsl_rng *rng = tame_rng_alloc(0, "check/bilevel", 2);
  wells q;
  const tame_bilevel p = make_wells(&q, rng);
  tame_inner inner = {&p, 0.1};
  const tame_map map = tame_inner_map(&inner);
  double x[N], y[P], dx[N], dy[P], w[P];
  for (int trial = 0; trial < 20; trial++) {
    tame_rng_normal(x, N, rng);
    tame_rng_normal(y, P, rng);
    tame_rng_normal(dx, N, rng);
    tame_rng_normal(dy, P, rng);
    tame_rng_normal(w, P, rng);
    ck_assert_double_lt(tame_diff_dot_test(dy, dx, w, y, x, &map), 1e-14);
  }
  gsl_rng_free(rng);
}
END_TEST

/* --- hypergradients -------------------------------------------------------- */

/* phi_c'(x) for f1, in closed form */
static double slope_c(double x)
{
  double s[3];
  tame_sigma(s, x);
  return x - 1.0 + (1.0 + s[0] / 4.0) * s[1] / 4.0;
}

START_TEST(the_exact_hypergradient_is_the_slope_of_the_value)
{
  const tame_bilevel p = tame_double_well_problem(&target);
  const tame_inner inner = {&p, 0.1};
  for (double x = -2.7; x < 3.0; x += 0.37) {
    double y[3], h, work[3];
    tame_double_well_branches(y, NULL, NULL, x);
    ck_assert_int_eq(tame_hypergradient(&h, work, &inner, &x, &y[TAME_WELL_C],
                                        TAME_HYPER_EXACT, 0),
                     TAME_OK);
    ck_assert_double_eq_tol(h, slope_c(x), 1e-13);
  }
}
END_TEST

START_TEST(neumann_terms_have_their_closed_form)
{
  const tame_bilevel p = tame_double_well_problem(&target);
  const tame_inner inner = {&p, 0.1};
  const double x = 0.731, y = 1.08;
  const tame_well_values g = tame_double_well_at(x, y);
  double exact, h, work[3];
  ck_assert_int_eq(
      tame_hypergradient(&exact, work, &inner, &x, &y, TAME_HYPER_EXACT, 0),
      TAME_OK);
  ck_assert_double_eq_tol(exact, x - 1.0 - g.xy * y / g.yy, 1e-14);
  for (size_t q = 1; q < 40; q++) {
    const double left = pow(1.0 - 0.1 * g.yy, (double)q);
    ck_assert_int_eq(
        tame_hypergradient(&h, work, &inner, &x, &y, TAME_HYPER_NEUMANN, q),
        TAME_OK);
    ck_assert_double_eq_tol(h, x - 1.0 - (1.0 - left) * g.xy * y / g.yy, 1e-14);
  }
}
END_TEST

START_TEST(unrolling_in_both_modes_is_a_difference_and_tends_to_implicit)
{
  gsl_rng *rng = tame_rng_alloc(0, "check/bilevel", 3);
  wells q;
  const tame_bilevel p = make_wells(&q, rng);
  const tame_inner inner = {&p, 0.1};
  double x[N] = {0.2, -0.35}, z[P] = {1, -1, 1, 1}, y0[P], gx[N], gy0[P];
  double forward[N], jac[2 * P * N], value, other, up, down, work[N + 2 * P];
  tame_many_wells_rotate(y0, &q.w, z);
  tame_unrolled *w = tame_unrolled_alloc(&inner, 25);
  ck_assert_int_eq(tame_unrolled_gradient(&value, gx, gy0, w, x, y0), TAME_OK);
  ck_assert_int_eq(tame_unrolled_forward(&other, forward, jac, w, NULL, x, y0),
                   TAME_OK);
  ck_assert_double_eq(value, other);
  for (int i = 0; i < N; i++) {
    ck_assert_double_eq_tol(gx[i], forward[i], 1e-13);
    x[i] += 1e-5;
    ck_assert_int_eq(tame_unrolled_value(&up, w, x, y0), TAME_OK);
    x[i] -= 2e-5;
    ck_assert_int_eq(tame_unrolled_value(&down, w, x, y0), TAME_OK);
    x[i] += 1e-5;
    ck_assert_double_eq_tol(gx[i], (up - down) / 2e-5, 1e-7);
  }
  for (int j = 0; j < P; j++) {
    y0[j] += 1e-5;
    ck_assert_int_eq(tame_unrolled_value(&up, w, x, y0), TAME_OK);
    y0[j] -= 2e-5;
    ck_assert_int_eq(tame_unrolled_value(&down, w, x, y0), TAME_OK);
    y0[j] += 1e-5;
    ck_assert_double_eq_tol(gy0[j], (up - down) / 2e-5, 1e-7);
  }
  tame_unrolled_free(w);
  w = tame_unrolled_alloc(&inner, 400);
  ck_assert_int_eq(tame_unrolled_gradient(&value, gx, NULL, w, x, y0), TAME_OK);
  ck_assert_int_eq(tame_hypergradient(forward, work, &inner, x,
                                      tame_unrolled_last(w), TAME_HYPER_EXACT,
                                      0),
                   TAME_OK);
  for (int i = 0; i < N; i++) ck_assert_double_eq_tol(gx[i], forward[i], 1e-11);
  tame_unrolled_free(w);
  gsl_rng_free(rng);
}
END_TEST

/* --- single-step multi-step ------------------------------------------------ */

static const tame_single_step_options STEPS = {.inner_step = 0.1,
                                               .inner_steps = 5,
                                               .outer_step = 0.5,
                                               .hyper = TAME_HYPER_EXACT,
                                               .clip = HUGE_VAL};

START_TEST(single_steps_reach_the_stationary_point_at_the_predicted_rate)
{
  const tame_bilevel p = tame_double_well_problem(&target);
  tame_single_step *w = tame_single_step_alloc(1, 1);
  const double x0 = 0.0, y0 = 1.0;
  double y[3], rate, error[120];
  tame_double_well_branches(y, NULL, NULL, XC);
  for (size_t m = 1; m <= 20; m += 4) {
    tame_single_step_options opt = STEPS;
    opt.inner_steps = m;
    ck_assert_int_eq(tame_single_step_init(w, &p, &x0, &y0, &opt), TAME_OK);
    for (int k = 0; k < 120; k++) {
      error[k] = fabs(*tame_single_step_x(w) - XC);
      ck_assert_int_eq(tame_single_step_step(w), TAME_OK);
    }
    ck_assert_double_eq_tol(*tame_single_step_x(w), XC, 1e-13);
    ck_assert_double_eq_tol(*tame_single_step_y(w), y[TAME_WELL_C], 1e-12);
    ck_assert_double_eq_tol(*tame_single_step_h(w), 0.0, 1e-12);
    ck_assert_int_eq(
        tame_single_step_rate(&rate, &p, &XC, &y[TAME_WELL_C], &opt, 1e-6),
        TAME_OK);
    ck_assert_double_eq_tol(tame_fit_rate(error, 120, 1e-11, 1e-4), rate,
                            0.02 * rate);
  }
  tame_single_step_free(w);
}
END_TEST

START_TEST(clipping_bounds_the_step)
{
  const tame_bilevel p = tame_double_well_problem(&target);
  tame_single_step *w = tame_single_step_alloc(1, 1);
  tame_single_step_options opt = STEPS;
  const double x0 = -3.0, y0 = 1.0;
  opt.clip = 0.25;
  ck_assert_int_eq(tame_single_step_init(w, &p, &x0, &y0, &opt), TAME_OK);
  ck_assert_int_eq(tame_single_step_step(w), TAME_OK);
  ck_assert_double_eq_tol(*tame_single_step_x(w), -3.0 + 0.5 * 0.25, 1e-15);
  tame_single_step_free(w);
}
END_TEST

START_TEST(failures_have_their_status)
{
  const tame_bilevel p = tame_double_well_problem(&target);
  tame_single_step *w = tame_single_step_alloc(1, 1);
  tame_single_step_options opt = STEPS;
  double x = 0.3, y = 1.0, h, work[4], rate;
  const double bad = (double)NAN;
#define REFUSED()                                                              \
  ck_assert_int_eq(tame_single_step_init(w, &p, &x, &y, &opt), TAME_EINVAL);   \
  ck_assert_int_eq(tame_single_step_rate(&rate, &p, &x, &y, &opt, 1e-6),       \
                   TAME_EINVAL);                                               \
  opt = STEPS
  opt.inner_step = 0.0;
  REFUSED();
  opt.inner_steps = 0;
  REFUSED();
  opt.outer_step = bad;
  REFUSED();
  opt.clip = 0.0;
  REFUSED();
  opt.hyper = TAME_HYPER_NEUMANN; /* without terms */
  REFUSED();
#undef REFUSED
  ck_assert_int_eq(tame_single_step_init(w, &p, &bad, &y, &opt), TAME_EINVAL);
  wells q;
  gsl_rng *rng = tame_rng_alloc(0, "check/bilevel", 4);
  const tame_bilevel other = make_wells(&q, rng);
  gsl_rng_free(rng);
  ck_assert_int_eq(tame_single_step_init(w, &other, &x, &y, &opt), TAME_EINVAL);
  /* inner steps that are too long */
  opt.inner_step = 50.0;
  opt.inner_steps = 30;
  y = 3.0;
  ck_assert_int_eq(tame_single_step_init(w, &p, &x, &y, &opt), TAME_OK);
  ck_assert_int_eq(tame_single_step_step(w), TAME_DIVERGED);
  ck_assert_double_eq(*tame_single_step_x(w), x);
  tame_single_step_free(w);
  /* g_yy = 3 y^2 - 1 vanishes at x = 0, y^2 = 1/3 up to rounding only; at
   * x = 0 and infinite y nothing is finite */
  const tame_inner inner = {&p, 0.1};
  y = HUGE_VAL;
  ck_assert_int_ne(
      tame_hypergradient(&h, work, &inner, &x, &y, TAME_HYPER_EXACT, 0),
      TAME_OK);
  ck_assert_int_eq(
      tame_hypergradient(&h, work, &inner, &x, &y, TAME_HYPER_NEUMANN, 0),
      TAME_EINVAL);
  ck_assert_int_eq(
      tame_hypergradient(&h, work, &inner, &x, &y, TAME_HYPER_NEUMANN, 3),
      TAME_DIVERGED);
  tame_unrolled *u = tame_unrolled_alloc(&(tame_inner){&p, 50.0}, 30);
  y = 3.0;
  ck_assert_int_eq(tame_unrolled_value(&rate, u, &x, &y), TAME_DIVERGED);
  tame_unrolled_free(u);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("bilevel");
  tcase_add_test(t, critical_points_of_the_double_well_are_its_branches);
  tcase_add_test(t, the_interval_forms_hold_all_points);
  tcase_add_test(t, derivatives_of_many_wells_are_differences);
  tcase_add_test(t, forward_and_reverse_products_agree);
  tcase_add_test(t, the_exact_hypergradient_is_the_slope_of_the_value);
  tcase_add_test(t, neumann_terms_have_their_closed_form);
  tcase_add_test(t,
                 unrolling_in_both_modes_is_a_difference_and_tends_to_implicit);
  tcase_add_test(t,
                 single_steps_reach_the_stationary_point_at_the_predicted_rate);
  tcase_add_test(t, clipping_bounds_the_step);
  tcase_add_test(t, failures_have_their_status);
  return run_tests(t);
}
