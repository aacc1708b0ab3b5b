/* SPDX-License-Identifier: MIT */
/* tame/fixed_point.h and tame/huber_tv.h: solutions against closed forms and
 * optimality conditions. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/fixed_point.h"
#include "tame/huber_tv.h"
#include "tame/rng.h"
#include "tame/tv_path.h"

enum { N = 3 };

/* Forward-backward for 1/2 x'diag(1, 10, 0.01) x - b'x + |x|_1, step 1/10:
 * the solution is the soft threshold of b, divided by the diagonal. */
static const double DIAGONAL[N] = {1.0, 10.0, 0.01};

static void value(double *out, const double *x, const double *b, void *ctx)
{
  (void)ctx;
  for (size_t i = 0; i < N; i++) {
    const double v = x[i] - 0.1 * (DIAGONAL[i] * x[i] - b[i]);
    out[i] = fabs(v) <= 0.1 ? 0.0 : v - copysign(0.1, v); /* keeps a NaN */
  }
}

static void vjp(double *dx, double *db, const double *u, const double *x,
                const double *b, void *ctx)
{
  double out[N];
  value(out, x, b, ctx);
  for (size_t i = 0; i < N; i++) {
    dx[i] = out[i] != 0.0 ? (1.0 - 0.1 * DIAGONAL[i]) * u[i] : 0.0;
    if (db) db[i] += out[i] != 0.0 ? 0.1 * u[i] : 0.0;
  }
}

static const tame_map MAP = {.n = N, .p = N, .value = value, .vjp = vjp};

static void is_solution(const double *x, const double *b, double tol)
{
  for (size_t i = 0; i < N; i++) {
    const double s = copysign(fmax(fabs(b[i]) - 1.0, 0.0), b[i]);
    ck_assert_double_eq_tol(x[i], s / DIAGONAL[i], tol);
  }
}

START_TEST(solutions_are_reached_with_and_without_newton)
{
  const double b[N] = {2.385, -0.417, -3.071};
  tame_map plain = MAP;
  plain.vjp = NULL;
  tame_fixed_point *w = tame_fixed_point_alloc(N);
  for (int k = 0; k < 2; k++) {
    double x[N] = {1.0, 1.0, 1.0};
    ck_assert_int_eq(tame_fixed_point_solve(x, b, k ? &plain : &MAP, w,
                                            &tame_fixed_point_usual),
                     TAME_CONVERGED);
    is_solution(x, b, k ? 1e-6 : 1e-11); /* a residual of 1e-12 over 1e-3 */
    ck_assert_double_eq(x[1], 0.0);      /* exactly */
    ck_assert_double_le(tame_fixed_point_residual(w), 1e-12);
    if (k == 0) ck_assert_uint_le(tame_fixed_point_iterations(w), 2000);
  }
  tame_fixed_point_free(w);
  tame_fixed_point_free(NULL);
}
END_TEST

START_TEST(a_near_start_needs_newton_only)
{
  const double b[N] = {2.385, -0.417, -3.071}, c[N] = {2.5, -0.3, -3.2};
  double x[N] = {0};
  tame_fixed_point_options opt = tame_fixed_point_usual;
  tame_fixed_point *w = tame_fixed_point_alloc(N);
  opt.first_newton = 3;
  ck_assert_int_eq(tame_fixed_point_solve(x, b, &MAP, w, &opt), TAME_CONVERGED);
  ck_assert_int_eq(tame_fixed_point_solve(x, c, &MAP, w, &opt), TAME_CONVERGED);
  ck_assert_uint_eq(tame_fixed_point_iterations(w), 0);
  is_solution(x, c, 1e-11);
  tame_fixed_point_free(w);
}
END_TEST

START_TEST(outcomes_and_refusals)
{
  const double b[N] = {2.385, -0.417, -3.071}, bad[N] = {NAN, 0, 0};
  double x[N] = {0};
  tame_fixed_point_options opt = tame_fixed_point_usual;
  tame_fixed_point *w = tame_fixed_point_alloc(N), *other;
  tame_map plain = MAP, none = MAP;
  plain.vjp = NULL;
  none.value = NULL;
  opt.max_iter = 3;
  ck_assert_int_eq(tame_fixed_point_solve(x, b, &plain, w, &opt),
                   TAME_MAX_ITER);
  opt.max_iter = 100;
  ck_assert_int_eq(tame_fixed_point_solve(x, bad, &plain, w, &opt),
                   TAME_DIVERGED);
  memset(x, 0, sizeof x);
  ck_assert_int_eq(tame_fixed_point_solve(x, b, &none, w, &opt), TAME_EINVAL);
  opt.every = 0;
  ck_assert_int_eq(tame_fixed_point_solve(x, b, &MAP, w, &opt), TAME_EINVAL);
  opt = tame_fixed_point_usual;
  opt.tol = 0.0;
  ck_assert_int_eq(tame_fixed_point_solve(x, b, &MAP, w, &opt), TAME_EINVAL);
  other = tame_fixed_point_alloc(2);
  ck_assert_int_eq(
      tame_fixed_point_solve(x, b, &MAP, other, &tame_fixed_point_usual),
      TAME_EINVAL);
  tame_fixed_point_free(other);
  tame_fixed_point_free(w);
}
END_TEST

/* --- Huber's total variation ---------------------------------------------- */

enum { SAMPLES = 30 };
static const tame_huber_tv_options OPT = {1e-4, 1e-14, 500};

typedef struct {
  double h[SAMPLES * SAMPLES], b[SAMPLES], x[SAMPLES], u[SAMPLES];
  tame_huber_tv *w;
} deblurring;

static deblurring *make(double mu)
{
  deblurring *t = tame_calloc(1, sizeof *t);
  gsl_rng *rng = tame_rng_alloc(3, "check_fixed_point", 0);
  tame_rng_normal(t->h, SAMPLES * SAMPLES, rng);
  tame_rng_normal(t->b, SAMPLES, rng);
  gsl_rng_free(rng);
  for (size_t i = 0; i < SAMPLES * SAMPLES; i++) t->h[i] *= 0.1;
  t->w = tame_huber_tv_alloc(SAMPLES);
  ck_assert_int_eq(tame_huber_tv_init(t->w, t->h, mu), TAME_OK);
  return t;
}

static void done(deblurring *t)
{
  tame_huber_tv_free(t->w);
  free(t);
}

/* H'(Hx - b) + mu x + D'u = 0 with u = clip(Dx/delta) */
START_TEST(deblurring_satisfies_its_optimality_conditions)
{
  deblurring *t = make(0.07);
  for (double lambda = 1e-3; lambda < 3.0; lambda *= 1.9) {
    const double delta = 0.03;
    ck_assert_int_eq(
        tame_huber_tv_solve(t->x, t->u, t->w, t->b, lambda, delta, &OPT),
        TAME_CONVERGED);
    double dtu[SAMPLES], r[SAMPLES];
    tame_tv_difference_t(dtu, t->u, SAMPLES);
    for (size_t i = 0; i < SAMPLES; i++) {
      r[i] = -t->b[i];
      for (size_t j = 0; j < SAMPLES; j++)
        r[i] += t->h[i * SAMPLES + j] * t->x[j];
    }
    for (size_t j = 0; j < SAMPLES; j++) {
      double g = 0.07 * t->x[j] + dtu[j];
      for (size_t i = 0; i < SAMPLES; i++) g += t->h[i * SAMPLES + j] * r[i];
      ck_assert_double_lt(fabs(g), 1e-12);
    }
    for (size_t i = 0; i + 1 < SAMPLES; i++) {
      const double e = (t->x[i + 1] - t->x[i]) / delta;
      ck_assert_double_eq_tol(t->u[i], fmin(fmax(e, -lambda), lambda), 1e-12);
    }
  }
  done(t);
}
END_TEST

START_TEST(without_blur_and_smoothing_it_is_total_variation)
{
  /* H = I, small mu and delta: close to the exact path, to first order */
  deblurring *t = make(0.07);
  memset(t->h, 0, sizeof t->h);
  for (size_t i = 0; i < SAMPLES; i++) t->h[i * SAMPLES + i] = 1.0;
  ck_assert_int_eq(tame_huber_tv_init(t->w, t->h, 1e-9), TAME_OK);
  tame_tv_path *path = tame_tv_path_alloc(SAMPLES);
  double x[SAMPLES], u[SAMPLES];
  tame_tv_path_init(path, t->b);
  for (double lambda = 0.05; lambda < 2.0; lambda *= 2.3) {
    tame_tv_path_solve(u, path, lambda);
    tame_tv_path_primal(x, u, t->b, SAMPLES);
    ck_assert_int_ge(
        tame_huber_tv_solve(t->x, t->u, t->w, t->b, lambda, 1e-6, &OPT), 0);
    for (size_t i = 0; i < SAMPLES; i++)
      ck_assert_double_eq_tol(x[i], t->x[i], 1e-4);
  }
  tame_tv_path_free(path);
  done(t);
}
END_TEST

START_TEST(what_is_not_deblurring_is_refused)
{
  deblurring *t = make(0.07);
  ck_assert_int_eq(tame_huber_tv_solve(t->x, t->u, t->w, t->b, 0.0, 0.1, &OPT),
                   TAME_EINVAL);
  ck_assert_int_eq(tame_huber_tv_solve(t->x, t->u, t->w, t->b, 0.1, -1.0, &OPT),
                   TAME_EINVAL);
  t->b[4] = INFINITY;
  ck_assert_int_eq(tame_huber_tv_solve(t->x, t->u, t->w, t->b, 0.1, 0.1, &OPT),
                   TAME_EINVAL);
  ck_assert_int_eq(tame_huber_tv_init(t->w, t->h, 0.0), TAME_EINVAL);
  t->h[0] = NAN;
  ck_assert_int_eq(tame_huber_tv_init(t->w, t->h, 0.1), TAME_EINVAL);
  done(t);
  tame_huber_tv_free(NULL);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("fixed_point");
  tcase_add_test(t, solutions_are_reached_with_and_without_newton);
  tcase_add_test(t, a_near_start_needs_newton_only);
  tcase_add_test(t, outcomes_and_refusals);
  tcase_add_test(t, deblurring_satisfies_its_optimality_conditions);
  tcase_add_test(t, without_blur_and_smoothing_it_is_total_variation);
  tcase_add_test(t, what_is_not_deblurring_is_refused);
  return run_tests(t);
}
