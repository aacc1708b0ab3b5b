/* SPDX-License-Identifier: MIT */
/* tame/monotone.h: values by hand and against naive sums, products against each
 * other and against differences, monotonicity, refusals. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/diff.h"
#include "tame/monotone.h"
#include "tame/rng.h"
#include "tame/stats.h"

enum { M = 7, N = 5 };

/* Random entries [count] that outlive the test's maps. */
static double *draw(size_t count, size_t stream)
{
  double *x = tame_vec(count);
  gsl_rng *rng = tame_rng_alloc(3, "check_monotone", stream);
  tame_rng_normal(x, count, rng);
  gsl_rng_free(rng);
  return x;
}

/* jvp against vjp, and against central differences of the value; the operator
 * is monotone:  (B(x) - B(y))'(x - y) >= 0. */
static void products_agree(const tame_map *map, const double *theta)
{
  const size_t n = map->n, p = map->p;
  const double h = 1e-5;
  double *x = draw(n, 1), *dx = draw(n, 2), *w = draw(n, 3);
  double *dtheta = draw(p, 4), *at = tame_vec(p), *y = tame_vec(n);
  double *up = tame_vec(n), *down = tame_vec(n), *product = tame_vec(n);
  ck_assert_double_lt(tame_diff_dot_test(dx, dtheta, w, x, theta, map), 1e-13);
  for (size_t i = 0; i < n; i++) y[i] = x[i] + h * dx[i];
  for (size_t j = 0; j < p; j++) at[j] = theta[j] + h * dtheta[j];
  map->value(up, y, at, map->ctx);
  for (size_t i = 0; i < n; i++) y[i] = x[i] - h * dx[i];
  for (size_t j = 0; j < p; j++) at[j] = theta[j] - h * dtheta[j];
  map->value(down, y, at, map->ctx);
  map->jvp(product, dx, dtheta, x, theta, map->ctx);
  for (size_t i = 0; i < n; i++)
    ck_assert_double_eq_tol((up[i] - down[i]) / (2 * h), product[i],
                            1e-7 * (1.0 + fabs(product[i])));

  /* NULL counts as zero */
  memset(at, 0, p * sizeof *at);
  map->jvp(up, dx, at, x, theta, map->ctx);
  map->jvp(down, dx, NULL, x, theta, map->ctx);
  ck_assert_double_eq(tame_distance(up, down, n), 0.0);

  map->value(up, x, theta, map->ctx);
  map->value(down, w, theta, map->ctx);
  double gap = 0.0;
  for (size_t i = 0; i < n; i++) gap += (up[i] - down[i]) * (x[i] - w[i]);
  ck_assert_double_ge(gap, 0.0);
  free(x), free(dx), free(w), free(dtheta), free(at), free(y);
  free(up), free(down), free(product);
}

START_TEST(least_squares)
{
  double *x = draw(M * N, 5), theta[M + 1] = {0.7}, w[N], b[N];
  const tame_params y = {1, NULL};
  tame_op_least_squares q;
  for (size_t i = 0; i < M; i++) theta[1 + i] = 0.3 * (double)i - 1.1;
  for (size_t j = 0; j < N; j++) w[j] = 0.2 * (double)j - 0.417;
  ck_assert_int_eq(
      tame_op_least_squares_init(&q, x, M, N, M + 1, tame_param_theta(0), y),
      TAME_OK);
  const tame_map map = tame_op_least_squares_map(&q);
  map.value(b, w, theta, map.ctx);
  for (size_t j = 0; j < N; j++) {
    double sum = 0.7 * w[j];
    for (size_t i = 0; i < M; i++) {
      double r = -theta[1 + i];
      for (size_t k = 0; k < N; k++) r += x[i * N + k] * w[k];
      sum += x[i * N + j] * r;
    }
    ck_assert_double_eq_tol(b[j], sum, 1e-13);
  }
  products_agree(&map, theta);
  tame_op_least_squares_free(&q);
  tame_op_least_squares_free(&q);
  free(x);
}
END_TEST

START_TEST(total_variation)
{
  /* D(D'u - b) by hand: D'u = (-u1, u1 - u2, u2) */
  const double theta[4] = {9.0, 0.3, -1.2, 2.385}, u[2] = {0.4, -0.7};
  const tame_params b = {1, NULL};
  double out[2];
  tame_op_tv_dual q;
  ck_assert_int_eq(tame_op_tv_dual_init(&q, 3, 4, b), TAME_OK);
  const tame_map map = tame_op_tv_dual_map(&q);
  map.value(out, u, theta, map.ctx);
  ck_assert_double_eq_tol(out[0], 2 * 0.4 + 0.7 - (-1.2 - 0.3), 1e-14);
  ck_assert_double_eq_tol(out[1], -0.4 - 2 * 0.7 - (2.385 + 1.2), 1e-14);
  products_agree(&map, theta);
  tame_op_tv_dual_free(&q);
}
END_TEST

START_TEST(support_vectors)
{
  double *points = draw(2 * N, 6), label[N] = {1, -1, 1, 1, -1};
  const double theta[2] = {1.0, 0.31}, a[N] = {0.1, 0.4, 0.0, 1.0, 0.3};
  double out[N];
  tame_op_svm q;
  ck_assert_int_eq(
      tame_op_svm_init(&q, points, label, N, 2, 2, tame_param_theta(1), 0.1),
      TAME_OK);
  const tame_map map = tame_op_svm_map(&q);
  map.value(out, a, theta, map.ctx);
  for (size_t i = 0; i < N; i++) {
    double sum = 0.1 * a[i] - 1.0;
    for (size_t j = 0; j < N; j++) {
      const double dx = points[2 * i] - points[2 * j];
      const double dy = points[2 * i + 1] - points[2 * j + 1];
      sum += label[i] * label[j] * a[j] *
             exp(-(dx * dx + dy * dy) / (2.0 * exp(0.62)));
    }
    ck_assert_double_eq_tol(out[i], sum, 1e-13);
  }
  products_agree(&map, theta);
  tame_op_svm_free(&q);
  label[2] = 0.5;
  ck_assert_int_eq(
      tame_op_svm_init(&q, points, label, N, 2, 2, tame_param_theta(1), 0.1),
      TAME_EINVAL);
  free(points);
}
END_TEST

START_TEST(saddle_points)
{
  double *h = draw(4 * N, 7), *k = draw(M * N, 8), *t = draw(M, 9);
  const double theta[6] = {0.3, 0.9, -0.2, 1.7, 0.4, -1.1};
  tame_op_saddle q = {.n = N,
                      .m = M,
                      .r = 4,
                      .p = 6,
                      .h = h,
                      .k = k,
                      .t = t,
                      .mu = tame_param_theta(0),
                      .delta = tame_param_theta(1),
                      .b = {2, NULL}};
  ck_assert_int_eq(tame_op_saddle_init(&q), TAME_OK);
  tame_map map = tame_op_saddle_map(&q);
  products_agree(&map, theta);

  double z[N + M], out[N + M];
  for (size_t i = 0; i < N + M; i++) z[i] = sin((double)i);
  map.value(out, z, theta, map.ctx);
  for (size_t i = 0; i < M; i++) {
    double sum = t[i] + 0.9 * z[N + i];
    for (size_t j = 0; j < N; j++) sum -= k[i * N + j] * z[j];
    ck_assert_double_eq_tol(out[N + i], sum, 1e-13);
  }
  for (size_t j = 0; j < N; j++) {
    double sum = 0.3 * z[j];
    for (size_t i = 0; i < M; i++) sum += k[i * N + j] * z[N + i];
    for (size_t i = 0; i < 4; i++) {
      double r = -theta[2 + i];
      for (size_t c = 0; c < N; c++) r += h[i * N + c] * z[c];
      sum += h[i * N + j] * r;
    }
    ck_assert_double_eq_tol(out[j], sum, 1e-13);
  }
  tame_op_saddle_free(&q);

  q.h = NULL;
  ck_assert_int_eq(tame_op_saddle_init(&q), TAME_OK);
  map = tame_op_saddle_map(&q);
  products_agree(&map, theta);
  tame_op_saddle_free(&q);
  t[3] = NAN;
  ck_assert_int_eq(tame_op_saddle_init(&q), TAME_EINVAL);
  free(h), free(k), free(t);
}
END_TEST

START_TEST(huber_regression)
{
  double *x = draw(M * N, 10), *t = draw(M, 11);
  /* from all residuals outside to all inside */
  const double theta[4][2] = {{0.1, 0.2}, {0.8, 0.2}, {2.1, 0.2}, {40, 0.2}};
  tame_op_huber q = {.m = M,
                     .n = N,
                     .p = 2,
                     .x = x,
                     .t = t,
                     .delta = tame_param_theta(0),
                     .mu = tame_param_theta(1)};
  ck_assert_int_eq(tame_op_huber_init(&q), TAME_OK);
  const tame_map map = tame_op_huber_map(&q);
  for (size_t i = 0; i < 4; i++) products_agree(&map, theta[i]);
  tame_op_huber_free(&q);
  q.at_kink = 1.5;
  ck_assert_int_eq(tame_op_huber_init(&q), TAME_EINVAL);

  /* a residual exactly at delta: the element is at_kink times the inside */
  const double one = 1.0, two = 2.0, w = 3.0, at[2] = {1.0, 0.25}, dw = 1.0;
  double out;
  q = (tame_op_huber){.m = 1,
                      .n = 1,
                      .p = 2,
                      .x = &one,
                      .t = &two,
                      .delta = tame_param_theta(0),
                      .mu = tame_param_theta(1),
                      .at_kink = 0.3};
  ck_assert_int_eq(tame_op_huber_init(&q), TAME_OK);
  const tame_map tie = tame_op_huber_map(&q);
  tie.jvp(&out, &dw, NULL, &w, at, &q);
  ck_assert_double_eq_tol(out, 0.3 + 0.25, 1e-15);
  tame_op_huber_free(&q);
  free(x), free(t);
}
END_TEST

START_TEST(what_does_not_fit_is_refused)
{
  const double x[2] = {1.0, NAN}, good[2] = {1.0, 2.0};
  const tame_params y = {1, NULL}, far = {3, NULL};
  const tame_param ridge = tame_param_theta(0);
  tame_op_least_squares q;
  tame_op_tv_dual d;
  ck_assert_int_eq(tame_op_least_squares_init(&q, x, 2, 1, 3, ridge, y),
                   TAME_EINVAL);
  ck_assert_int_eq(tame_op_least_squares_init(&q, good, 2, 1, 3, ridge, far),
                   TAME_EINVAL);
  ck_assert_int_eq(
      tame_op_least_squares_init(&q, good, 2, 1, 3, tame_param_theta(3), y),
      TAME_EINVAL);
  ck_assert_int_eq(tame_op_least_squares_init(&q, good, 0, 1, 3, ridge, y),
                   TAME_EINVAL);
  ck_assert_int_eq(tame_op_tv_dual_init(&d, 1, 3, y), TAME_EINVAL);
  ck_assert_int_eq(tame_op_tv_dual_init(&d, 3, 3, y), TAME_EINVAL);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("monotone");
  tcase_add_test(t, least_squares);
  tcase_add_test(t, total_variation);
  tcase_add_test(t, support_vectors);
  tcase_add_test(t, saddle_points);
  tcase_add_test(t, huber_regression);
  tcase_add_test(t, what_does_not_fit_is_refused);
  return run_tests(t);
}
