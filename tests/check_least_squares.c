/* SPDX-License-Identifier: MIT */
/* The operator X'(Xw - y) + ridge w of tame/monotone.h: its products against
 * differences and each other, all columns at once against one by one. */
#include <check.h>
#include <stdbool.h>

#include "run_tests.h"
#include "tame/diff.h"
#include "tame/monotone.h"
#include "tame/rng.h"
#include "tame/stats.h"

enum { M = 7, N = 4, P = M + 2 };

/* theta = (ridge, y, nothing); each of the two in theta or fixed */
static tame_map make(tame_op_least_squares *q, const double *x, const double *y,
                     bool ridge, bool target)
{
  const tame_params fixed = {.index = TAME_FIXED, .fixed = y};
  const tame_params moving = {.index = 1};
  ck_assert_int_eq(tame_op_least_squares_init(q, x, M, N, P,
                                              ridge ? tame_param_scaled(0, 1.7)
                                                    : tame_param_fixed(0.3),
                                              target ? moving : fixed),
                   TAME_OK);
  return tame_op_least_squares_map(q);
}

START_TEST(all_columns_at_once_are_the_columns)
{
  double x[M * N], y[M], theta[P], w[N], dw[N], u[N], dtheta[P];
  double jac[N * P], block[N * P], slow[N * P], ahead[N], behind[N], jvp[N];
  gsl_rng *rng = tame_rng_alloc(2, "check_least_squares", 0);
  tame_rng_normal(x, (size_t)M * N, rng);
  tame_rng_normal(y, M, rng);
  tame_rng_normal(theta, P, rng);
  tame_rng_normal(w, N, rng);
  tame_rng_normal(dw, N, rng);
  tame_rng_normal(u, N, rng);
  tame_rng_normal(dtheta, P, rng);
  tame_rng_normal(jac, (size_t)N * P, rng);
  gsl_rng_free(rng);
  for (int k = 0; k < 4; k++) {
    tame_op_least_squares q;
    const tame_map map = make(&q, x, y, k & 1, k & 2);
    tame_map plain = map;
    plain.piggyback = NULL;
    for (int from_zero = 0; from_zero < 2; from_zero++) {
      const double *start = from_zero ? NULL : jac;
      map.piggyback(block, start, w, theta, map.ctx);
      ck_assert_int_eq(tame_diff_piggyback(slow, start, w, theta, &plain),
                       TAME_OK);
      ck_assert_double_lt(tame_distance(block, slow, (size_t)N * P),
                          1e-13 * (1.0 + tame_norm(slow, (size_t)N * P)));
    }
    ck_assert_double_lt(tame_diff_dot_test(dw, dtheta, u, w, theta, &map),
                        1e-14);
    double point[N], moved[P];
    const double h = 1e-5;
    for (size_t i = 0; i < N; i++) point[i] = w[i] + h * dw[i];
    for (size_t i = 0; i < P; i++) moved[i] = theta[i] + h * dtheta[i];
    map.value(ahead, point, moved, map.ctx);
    for (size_t i = 0; i < N; i++) point[i] = w[i] - h * dw[i];
    for (size_t i = 0; i < P; i++) moved[i] = theta[i] - h * dtheta[i];
    map.value(behind, point, moved, map.ctx);
    map.jvp(jvp, dw, dtheta, w, theta, map.ctx);
    for (size_t i = 0; i < N; i++)
      ck_assert_double_eq_tol((ahead[i] - behind[i]) / (2.0 * h), jvp[i], 1e-8);
    tame_op_least_squares_free(&q);
  }
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("least_squares");
  tcase_add_test(t, all_columns_at_once_are_the_columns);
  return run_tests(t);
}
