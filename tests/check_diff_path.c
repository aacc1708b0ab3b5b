/* SPDX-License-Identifier: MIT */
/* tame/diff_path.h on curves whose integrals are known. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/diff_path.h"
#include "tame/prox.h"
#include "tame/prox_pieces.h"
#include "tame/stats.h"

static const double PI = 3.14159265358979323846;

/* x(t) = (|t - a|, |t - b|): kinks at a and b, derivative the sign */
typedef struct {
  double a, b;
  size_t calls, fail_at;
} absolute;

static double sign(double x) { return (double)(x > 0) - (double)(x < 0); }

static tame_status at_absolute(double *x, double *dx, int *pattern, double t,
                               void *ctx)
{
  absolute *q = ctx;
  if (++q->calls == q->fail_at) return TAME_ESINGULAR;
  const double u[2] = {t - q->a, t - q->b};
  for (int i = 0; i < 2; i++) {
    if (x) x[i] = fabs(u[i]);
    if (dx) dx[i] = sign(u[i]);
    if (pattern) pattern[i] = u[i] > 0;
  }
  return TAME_OK;
}

START_TEST(kinks_are_found_to_the_width)
{
  absolute q = {0.3141, 0.3172, 0, 0};
  const tame_path path = {2, 2, at_absolute, &q};
  double kinks[4];
  size_t count;
  /* both in one interval of the grid; in different ones; on a grid point */
  for (size_t grid = 1; grid <= 60; grid += 7) {
    ck_assert_int_eq(tame_path_kinks(kinks, &count, 4, &path, grid, 1e-12),
                     TAME_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_double_eq_tol(kinks[0], 0.3141, 1e-12);
    ck_assert_double_eq_tol(kinks[1], 0.3172, 1e-12);
  }
  q.a = 0.25;
  ck_assert_int_eq(tame_path_kinks(kinks, &count, 4, &path, 8, 1e-9), TAME_OK);
  ck_assert_uint_eq(count, 2);
  ck_assert_double_eq_tol(kinks[0], 0.25, 1e-9);
  q.a = q.b = -1.0;
  ck_assert_int_eq(tame_path_kinks(kinks, &count, 4, &path, 8, 1e-9), TAME_OK);
  ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(between_its_kinks_the_integral_is_exact)
{
  absolute q = {0.3141, 0.8172, 0, 0};
  const tame_path path = {2, 2, at_absolute, &q};
  double kinks[2], integral[2], change[2];
  size_t count;
  tame_path_kinks(kinks, &count, 2, &path, 10, 1e-13);
  ck_assert_int_eq(tame_path_change(change, &path), TAME_OK);
  ck_assert_double_eq_tol(change[0], 1 - 2 * 0.3141, 1e-15);
  ck_assert_int_eq(tame_path_gauss(integral, &path, kinks, count, 1, 2),
                   TAME_OK);
  ck_assert_double_lt(tame_distance(integral, change, 2), 1e-12);
  /* without them it is not, and the midpoint rule is slow */
  tame_path_gauss(integral, &path, NULL, 0, 1, 2);
  ck_assert_double_gt(tame_distance(integral, change, 2), 1e-2);
  for (size_t n = 10; n <= 1000; n *= 10) {
    ck_assert_int_eq(tame_path_midpoint(integral, &path, n), TAME_OK);
    ck_assert_double_lt(tame_distance(integral, change, 2), 2.0 / (double)n);
    ck_assert_double_gt(tame_distance(integral, change, 2), 0.05 / (double)n);
  }
}
END_TEST

/* The soft threshold along a closed curve in (v, lambda); with a flaw, the
 * derivative forgets that lambda moves. */
typedef struct {
  tame_map map;
  bool has_flaw;
} loop;

static tame_status at_loop(double *x, double *dx, int *pattern, double t,
                           void *ctx)
{
  const loop *q = ctx;
  const double c = cos(2 * PI * t), s = sin(2 * PI * t);
  const double v[3] = {1.3 * c, 0.9 * s + 0.4, 1.1 * c * s};
  const double theta[1] = {0.5 + 0.3 * s};
  const double dv[3] = {-2 * PI * 1.3 * s, 2 * PI * 0.9 * c,
                        2 * PI * 1.1 * (c * c - s * s)};
  const double dtheta[1] = {2 * PI * 0.3 * c};
  if (x) q->map.value(x, v, theta, q->map.ctx);
  if (dx) q->map.jvp(dx, dv, q->has_flaw ? NULL : dtheta, v, theta, q->map.ctx);
  for (int i = 0; pattern && i < 3; i++)
    pattern[i] = v[i] > theta[0] ? 1 : v[i] < -theta[0] ? -1 : 0;
  return TAME_OK;
}

/* x(t) = (t^2, t^3), smooth */
static tame_status at_powers(double *x, double *dx, int *pattern, double t,
                             void *ctx)
{
  (void)pattern, (void)ctx;
  for (int i = 0; i < 2; i++) {
    if (x) x[i] = pow(t, i + 2);
    if (dx) dx[i] = (i + 2) * pow(t, i + 1);
  }
  return TAME_OK;
}

START_TEST(rules_on_powers_err_as_the_textbook_says)
{
  const tame_path path = {2, 0, at_powers, NULL};
  double integral[2], change[2];
  for (size_t n = 1; n <= 9; n += 4) {
    ck_assert_int_eq(tame_path_midpoint(integral, &path, n), TAME_OK);
    ck_assert_double_eq_tol(integral[0], 1.0, 1e-15);
    ck_assert_double_eq_tol(integral[1], 1.0 - 0.25 / (double)(n * n), 1e-14);
    ck_assert_int_eq(tame_path_gauss(integral, &path, NULL, 0, n, 2), TAME_OK);
    ck_assert_double_eq_tol(integral[0], 1.0, 1e-14);
    ck_assert_double_eq_tol(integral[1], 1.0, 1e-14);
  }
  ck_assert_int_eq(tame_path_change(change, &path), TAME_OK);
  ck_assert_double_eq(change[0], 1.0);
  ck_assert_double_eq(change[1], 1.0);
}
END_TEST

START_TEST(around_a_loop_a_conservative_jacobian_integrates_to_zero)
{
  tame_prox_l1 prox;
  tame_prox_l1_init(&prox, 3, 1, tame_param_theta(0), 1.0, (tame_kink){0, 0});
  loop q = {tame_prox_l1_map(&prox), false};
  const tame_path path = {3, 3, at_loop, &q};
  double kinks[32], integral[3], change[3];
  size_t count;
  ck_assert_int_eq(tame_path_kinks(kinks, &count, 32, &path, 60, 1e-13),
                   TAME_OK);
  ck_assert_uint_ge(count, 4);
  tame_path_change(change, &path);
  ck_assert_double_lt(tame_norm(change, 3), 1e-14);
  tame_path_gauss(integral, &path, kinks, count, 16, 8);
  ck_assert_double_lt(tame_norm(integral, 3), 1e-11);
  /* negative control: a field that is not conservative */
  q.has_flaw = true;
  tame_path_gauss(integral, &path, kinks, count, 16, 8);
  ck_assert_double_gt(tame_norm(integral, 3), 0.1);
}
END_TEST

/* Total variation of a fixed signal, weight growing from 0 to 3. */
typedef struct {
  tame_map map;
  double v[9];
} shrinking;

static tame_status at_shrinking(double *x, double *dx, int *pattern, double t,
                                void *ctx)
{
  const shrinking *q = ctx;
  const double theta[1] = {3.0 * t}, dtheta[1] = {3.0}, zero[9] = {0};
  double now[9];
  q->map.value(now, q->v, theta, q->map.ctx);
  if (dx) q->map.jvp(dx, zero, dtheta, q->v, theta, q->map.ctx);
  for (int i = 0; x && i < 9; i++) x[i] = now[i];
  for (int i = 0; pattern && i < 8; i++)
    pattern[i] = (now[i + 1] > now[i]) - (now[i + 1] < now[i]);
  return TAME_OK;
}

START_TEST(total_variation_changes_by_the_integral_of_its_derivative)
{
  tame_prox_tv *w = tame_prox_tv_alloc(9);
  tame_prox_tv_init(w, 1, tame_param_theta(0), 1.0, (tame_kink){0, 0});
  shrinking q = {tame_prox_tv_map(w),
                 {0.3, 1.9, -0.4, 2.2, 2.7, 0.1, -1.3, 0.8, 1.1}};
  const tame_path path = {9, 8, at_shrinking, &q};
  double kinks[16], integral[9], change[9];
  size_t count;
  tame_path_kinks(kinks, &count, 16, &path, 200, 1e-12);
  ck_assert_uint_le(count, 8); /* each kink merges at least two pieces */
  ck_assert_uint_ge(count, 5);
  tame_path_change(change, &path);
  /* piecewise linear in the weight: one node is enough */
  tame_path_gauss(integral, &path, kinks, count, 1, 1);
  ck_assert_double_lt(tame_distance(integral, change, 9), 1e-10);
  tame_prox_tv_free(w);
}
END_TEST

START_TEST(too_many_kinks_are_reported)
{
  absolute q = {0.3141, 0.8172, 0, 0};
  const tame_path path = {2, 2, at_absolute, &q};
  double kinks[1];
  size_t count;
  ck_assert_int_eq(tame_path_kinks(kinks, &count, 1, &path, 10, 1e-9),
                   TAME_MAX_ITER);
  ck_assert_uint_eq(count, 1);
  ck_assert_double_eq_tol(kinks[0], 0.3141, 1e-9);
  ck_assert_int_eq(tame_path_kinks(NULL, &count, 0, &path, 10, 1e-9),
                   TAME_MAX_ITER);
}
END_TEST

START_TEST(an_error_of_the_curve_is_passed_on)
{
  double kinks[4], integral[2];
  size_t count;
  for (size_t fail = 1; fail < 12; fail++) {
    absolute q = {0.31, 0.81, 0, fail};
    const tame_path path = {2, 2, at_absolute, &q};
    ck_assert_int_eq(tame_path_kinks(kinks, &count, 4, &path, 4, 1e-3),
                     TAME_ESINGULAR);
    q.calls = 0;
    ck_assert_int_eq(tame_path_gauss(integral, &path, NULL, 0, 4, 3),
                     TAME_ESINGULAR);
    q.calls = 0;
    ck_assert_int_eq(tame_path_midpoint(integral, &path, 12), TAME_ESINGULAR);
    q.calls = 0;
    if (fail <= 2)
      ck_assert_int_eq(tame_path_change(integral, &path), TAME_ESINGULAR);
  }
}
END_TEST

START_TEST(what_is_not_a_rule_is_refused)
{
  absolute q = {0.31, 0.81, 0, 0};
  const tame_path path = {2, 2, at_absolute, &q},
                  bare = {2, 0, at_absolute, &q};
  const double back[2] = {0.8, 0.3}, out[1] = {1.1}, nan[1] = {(double)NAN};
  double kinks[4], integral[2];
  size_t count;
#define REFUSED(call) ck_assert_int_eq(call, TAME_EINVAL)
  REFUSED(tame_path_kinks(kinks, &count, 4, &path, 0, 1e-9));
  REFUSED(tame_path_kinks(kinks, &count, 4, &path, 9, 0.0));
  REFUSED(tame_path_kinks(kinks, &count, 4, &path, 9, (double)NAN));
  REFUSED(tame_path_kinks(kinks, &count, 4, &bare, 9, 1e-9));
  REFUSED(tame_path_gauss(integral, &path, NULL, 0, 0, 3));
  REFUSED(tame_path_gauss(integral, &path, NULL, 0, 3, 0));
  REFUSED(tame_path_gauss(integral, &path, back, 2, 3, 3));
  REFUSED(tame_path_gauss(integral, &path, out, 1, 3, 3));
  REFUSED(tame_path_gauss(integral, &path, nan, 1, 3, 3));
  REFUSED(tame_path_midpoint(integral, &path, 0));
#undef REFUSED
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("diff_path");
  tcase_add_test(t, kinks_are_found_to_the_width);
  tcase_add_test(t, between_its_kinks_the_integral_is_exact);
  tcase_add_test(t, rules_on_powers_err_as_the_textbook_says);
  tcase_add_test(t, around_a_loop_a_conservative_jacobian_integrates_to_zero);
  tcase_add_test(t, total_variation_changes_by_the_integral_of_its_derivative);
  tcase_add_test(t, too_many_kinks_are_reported);
  tcase_add_test(t, an_error_of_the_curve_is_passed_on);
  tcase_add_test(t, what_is_not_a_rule_is_refused);
  return run_tests(t);
}
