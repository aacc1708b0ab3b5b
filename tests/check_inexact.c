/* SPDX-License-Identifier: MIT */
/* tame/inexact.h: errors of subgradients. */
#include <math.h>
#include <string.h>

#include "run_tests.h"

#include "tame/base.h"
#include "tame/inexact.h"
#include "tame/rng.h"
#include "tame/stats.h"

enum { N = 4 };
static const double V[N] = {0.385, -2.31, 0.0417, 1.9};
static const double X[N] = {1.7, -0.2, 0.9, 0.3}, AT[N] = {0.4, 0.1, -0.8, 1.1};
static const double UNIT[N] = {0.5, -0.5, 0.5, -0.5};

/* --- errors --------------------------------------------------------------------- */

static void error_of(double *e, const tame_inexact *model)
{
  double g[N], work[N];
  ck_assert_int_eq(tame_inexact_check(model, N, NULL), TAME_OK);
  memcpy(g, V, sizeof g);
  tame_inexact_add(g, work, model, X, N);
  for (size_t i = 0; i < N; i++) e[i] = g[i] - V[i];
}

START_TEST(outward_errors_push_away_from_the_point_with_their_full_size)
{
  double e[N], dot = 0.0;
  error_of(
      e, &(tame_inexact){.kind = TAME_ERROR_OUTWARD, .eps = 0.37, .point = AT});
  for (size_t i = 0; i < N; i++) dot += e[i] * (X[i] - AT[i]);
  ck_assert_double_eq_tol(tame_norm(e, N), 0.37, 1e-15);
  ck_assert_double_eq_tol(dot, -0.37 * tame_distance(X, AT, N), 1e-14);
  /* none at the point itself */
  error_of(
      e, &(tame_inexact){.kind = TAME_ERROR_OUTWARD, .eps = 0.37, .point = X});
  ck_assert_double_eq(tame_norm(e, N), 0.0);
}
END_TEST

START_TEST(every_error_is_bounded_by_its_size)
{
  double e[N];
  gsl_rng *rng = tame_rng_alloc(0, "check/errors", 0);
  const tame_error_kind kinds[] = {TAME_ERROR_NONE,   TAME_ERROR_OUTWARD,
                                   TAME_ERROR_RANDOM, TAME_ERROR_SIGNS,
                                   TAME_ERROR_TILTED, TAME_ERROR_SHRINK};
  for (size_t k = 0; k < 6; k++) {
    const tame_inexact model = {
        .kind = kinds[k], .eps = 0.37, .point = AT, .tilt = -0.2, .rng = rng};
    for (int i = 0; i < 50; i++) {
      error_of(e, &model);
      const double size = tame_norm(e, N);
      ck_assert_double_le(size, 0.37 * (1.0 + 1e-14));
      if (k > 0) ck_assert_double_eq_tol(size, 0.37, 1e-14);
    }
  }
  error_of(e, &(tame_inexact){
                  .kind = TAME_ERROR_CONSTANT, .eps = 0.37, .point = UNIT});
  for (size_t i = 0; i < N; i++)
    ck_assert_double_eq_tol(e[i], 0.37 * UNIT[i], 1e-15);
  error_of(e, &(tame_inexact){.kind = TAME_ERROR_TRUNCATE, .eps = 0.1});
  for (size_t i = 0; i < N; i++) {
    ck_assert_double_lt(fabs(e[i]), 0.1);
    ck_assert_double_le(e[i] * V[i], 0.0); /* towards 0 */
  }
  error_of(e, &(tame_inexact){.kind = TAME_ERROR_FLOAT32});
  for (size_t i = 0; i < N; i++)
    ck_assert_double_le(fabs(e[i]), 0x1p-24 * fabs(V[i]));
  ck_assert_double_gt(tame_norm(e, N), 0.0);
  /* a subgradient shorter than eps is shrunk to 0 */
  error_of(e, &(tame_inexact){.kind = TAME_ERROR_SHRINK, .eps = 10.0});
  for (size_t i = 0; i < N; i++) ck_assert_double_eq(e[i], -V[i]);
  gsl_rng_free(rng);
}
END_TEST

START_TEST(random_errors_are_centred_and_tilted_ones_are_not)
{
  enum { DRAWS = 20000 };
  double sum[N] = {0}, along = 0.0, e[N];
  gsl_rng *rng = tame_rng_alloc(0, "check/mean", 0);
  const tame_inexact random = {
      .kind = TAME_ERROR_RANDOM, .eps = 1.0, .rng = rng};
  const tame_inexact tilted = {.kind = TAME_ERROR_TILTED,
                               .eps = 1.0,
                               .point = AT,
                               .tilt = 0.5,
                               .rng = rng};
  for (int i = 0; i < DRAWS; i++) {
    error_of(e, &random);
    for (size_t j = 0; j < N; j++) sum[j] += e[j] / DRAWS;
    error_of(e, &tilted);
    for (size_t j = 0; j < N; j++)
      along -= e[j] * (X[j] - AT[j]) / tame_distance(X, AT, N) / DRAWS;
  }
  ck_assert_double_lt(tame_norm(sum, N), 4.0 / sqrt(DRAWS));
  ck_assert_double_eq_tol(along, 0.5, 4.0 * sqrt(0.75 / DRAWS));
  /* one variable: uniform on [-eps, eps], so of variance eps^2/3 */
  double square = 0.0;
  for (int i = 0; i < DRAWS; i++) {
    double g = 0.0, work;
    tame_inexact_add(&g, &work, &random, X, 1);
    ck_assert_double_le(fabs(g), 1.0);
    square += g * g / DRAWS;
  }
  ck_assert_double_eq_tol(square, 1.0 / 3.0, 4.0 * 0.3 / sqrt(DRAWS));
  gsl_rng_free(rng);
}
END_TEST

static void refused(tame_inexact model, const char *word)
{
  tame_error err = {""};
  ck_assert_int_eq(tame_inexact_check(&model, N, &err), TAME_EINVAL);
  ck_assert_msg(strstr(err.text, word) != NULL, "'%s' does not say %s",
                err.text, word);
}

START_TEST(bad_error_models_are_refused_with_the_reason)
{
  const double bad[N] = {0, NAN, 0, 0};
  gsl_rng *rng = tame_rng_alloc(0, "check/bad", 0);
  refused((tame_inexact){.kind = TAME_ERROR_NONE, .eps = -0.1}, "eps");
  refused((tame_inexact){.kind = TAME_ERROR_NONE, .eps = NAN}, "eps");
  refused((tame_inexact){.kind = TAME_ERROR_NONE, .eps = INFINITY}, "eps");
  refused((tame_inexact){.kind = TAME_N_ERRORS}, "kind");
  refused((tame_inexact){.kind = TAME_ERROR_OUTWARD, .eps = 0.1}, "point");
  refused((tame_inexact){.kind = TAME_ERROR_OUTWARD, .eps = 0.1, .point = bad},
          "point");
  refused((tame_inexact){.kind = TAME_ERROR_CONSTANT, .eps = 0.1, .point = V},
          "length");
  refused((tame_inexact){.kind = TAME_ERROR_RANDOM, .eps = 0.1}, "generator");
  refused((tame_inexact){.kind = TAME_ERROR_TILTED,
                         .eps = 0.1,
                         .point = AT,
                         .tilt = 1.1,
                         .rng = rng},
          "tilt");
  refused((tame_inexact){.kind = TAME_ERROR_TRUNCATE}, "grid");
  refused((tame_inexact){.kind = TAME_ERROR_CUSTOM}, "custom");
  gsl_rng_free(rng);
}
END_TEST

START_TEST(approximate_derivatives_are_what_their_formulas_say)
{
  tame_power power = {1, 2.0};
  const tame_nonsmooth f = tame_power_nonsmooth(&power);
  const double x = 0.731;
  double v;
  tame_approximate a;
  ck_assert_int_eq(tame_approximate_init(&a, &f, 0.05, false), TAME_OK);
  tame_nonsmooth g = tame_approximate_nonsmooth(&a);
  g.subgradient(&v, &x, g.ctx);
  ck_assert_double_eq_tol(v, x + 0.025, 1e-13); /* ((x+h)^2 - x^2)/(2h) */
  ck_assert_double_eq(g.distance(&x, g.ctx), x);
  ck_assert_double_eq(g.residual(&x, g.ctx), x);
  tame_approximate_free(&a);
  ck_assert_int_eq(tame_approximate_init(&a, &f, 0.0, true), TAME_OK);
  g = tame_approximate_nonsmooth(&a);
  g.subgradient(&v, &x, g.ctx);
  ck_assert_double_eq(v, (double)(float)x);
  ck_assert_double_ne(v, x);
  ck_assert_double_eq(g.value(&x, g.ctx), (double)(float)g.value(&x, g.ctx));
  tame_approximate_free(&a);
  ck_assert_int_eq(tame_approximate_init(&a, &f, -1e-3, false), TAME_EINVAL);
  ck_assert_int_eq(tame_approximate_init(&a, &f, NAN, false), TAME_EINVAL);
  tame_nonsmooth valueless = f;
  valueless.value = NULL;
  ck_assert_int_eq(tame_approximate_init(&a, &valueless, 0.1, false),
                   TAME_EINVAL);
  tame_approximate_free(&a);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("inexact");
  tcase_add_test(t,
                 outward_errors_push_away_from_the_point_with_their_full_size);
  tcase_add_test(t, every_error_is_bounded_by_its_size);
  tcase_add_test(t, random_errors_are_centred_and_tilted_ones_are_not);
  tcase_add_test(t, bad_error_models_are_refused_with_the_reason);
  tcase_add_test(t, approximate_derivatives_are_what_their_formulas_say);
  return run_tests(t);
}
