/* SPDX-License-Identifier: MIT */
/* tame/nonsmooth.h and tame/nonsmooth_data.h: subgradients against differences
 * and against the tape, critical points, reaches in closed form. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"

#include "tame/base.h"
#include "tame/la.h"
#include "tame/nonsmooth.h"
#include "tame/nonsmooth_data.h"
#include "tame/nonsmooth_tape.h"
#include "tame/rng.h"
#include "tame/stats.h"

enum { MAX = 64 };

/* v against central differences at x, a point without kinks nearby. */
static void check_subgradient(const tame_nonsmooth *f, const double *x,
                              double tolerance)
{
  double v[MAX], moved[MAX];
  const double h = 1e-6;
  ck_assert_uint_le(f->n, MAX);
  f->subgradient(v, x, f->ctx);
  for (size_t i = 0; i < f->n; i++) {
    memcpy(moved, x, f->n * sizeof *x);
    moved[i] = x[i] + h;
    const double up = f->value(moved, f->ctx);
    moved[i] = x[i] - h;
    const double down = f->value(moved, f->ctx);
    ck_assert_double_eq_tol(v[i], (up - down) / (2.0 * h), tolerance);
  }
}

START_TEST(a_sign_is_chosen_at_zero_only)
{
  ck_assert_double_eq(tame_sign(2.385, -0.3), 1.0);
  ck_assert_double_eq(tame_sign(-1e-300, 0.7), -1.0);
  ck_assert_double_eq(tame_sign(0.0, 0.417), 0.417);
  ck_assert_double_eq(tame_sign(-0.0, 0.417), 0.417);
}
END_TEST

START_TEST(subgradients_of_model_functions_are_derivatives_off_kinks)
{
  const double x[3] = {0.731, -1.385, 0.417};
  const double p[3] = {1.5, 2.0, 4.0};
  double u[9];
  tame_power power;
  tame_partly_smooth partly;
  tame_rotated_powers rotated;
  size_t n = 3;
  gsl_rng *rng = tame_rng_alloc(0, "check/nonsmooth", 0);
  tame_la_random_orthogonal(u, 3, rng);
  gsl_rng_free(rng);
  static const double POWER[] = {1, 1.25, 2, 3.7};
  for (size_t i = 0; i < 4; i++) {
    ck_assert_int_eq(tame_power_init(&power, 3, POWER[i]), TAME_OK);
    tame_nonsmooth f = tame_power_nonsmooth(&power);
    check_subgradient(&f, x, 1e-8);
    ck_assert_int_eq(tame_power_init(&power, 1, POWER[i]), TAME_OK);
    f = tame_power_nonsmooth(&power);
    check_subgradient(&f, x + 1, 1e-8);
  }
  ck_assert_int_eq(tame_partly_smooth_init(&partly, 2.7), TAME_OK);
  ck_assert_int_eq(tame_rotated_powers_init(&rotated, 3, p, u), TAME_OK);
  const tame_nonsmooth all[] = {tame_norm1_nonsmooth(&n),
                                tame_flat_nonsmooth(),
                                tame_double_well_nonsmooth(),
                                tame_valley_nonsmooth(),
                                tame_partly_smooth_nonsmooth(&partly),
                                tame_rotated_powers_nonsmooth(&rotated)};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    check_subgradient(&all[i], x, 1e-8);
}
END_TEST

/* dist(0, df) is |v| where f is differentiable. */
START_TEST(the_residual_is_the_norm_of_the_gradient_off_kinks)
{
  const double x[2] = {0.731, -1.385};
  double v[2];
  tame_partly_smooth partly = {3.3};
  const tame_nonsmooth all[] = {
      tame_flat_nonsmooth(), tame_double_well_nonsmooth(),
      tame_valley_nonsmooth(), tame_partly_smooth_nonsmooth(&partly)};
  for (size_t i = 0; i < 4; i++) {
    all[i].subgradient(v, x, all[i].ctx);
    ck_assert_double_eq_tol(all[i].residual(x, all[i].ctx),
                            tame_norm(v, all[i].n), 1e-14);
  }
}
END_TEST

START_TEST(the_valley_has_two_critical_points_and_a_threshold)
{
  const tame_nonsmooth f = tame_valley_nonsmooth();
  const double critical[2][2] = {{1, 1}, {0, -1}};
  for (size_t i = 0; i < 2; i++) {
    ck_assert_double_eq(f.residual(critical[i], NULL), 0.0);
    ck_assert_double_eq(f.distance(critical[i], NULL), 0.0);
  }
  const double valley[2] = {0.25, -0.5}, ridge[2] = {0.0, 0.3};
  ck_assert_double_eq_tol(f.residual(valley, NULL), 0.25 / sqrt(5.0), 1e-15);
  ck_assert_double_eq_tol(TAME_VALLEY_THRESHOLD, 0.25 / sqrt(5.0), 1e-16);
  ck_assert_double_eq(f.residual(ridge, NULL), 1.0);
  /* least norm over the segment of the two gradients beside the valley */
  double least = INFINITY;
  for (int i = 0; i <= 100000; i++) {
    const double s = 2.0 * i / 1e5 - 1.0; /* in [-1, 1] */
    least = fmin(least, hypot(-0.25 - 2.0 * s, s));
  }
  ck_assert_double_eq_tol(least, TAME_VALLEY_THRESHOLD, 1e-8);
  const double on_one[2] = {1.0, 3.0};
  ck_assert_double_eq_tol(f.residual(on_one, NULL), hypot(1.75, 1.0), 1e-15);
}
END_TEST

START_TEST(the_flow_in_the_valley_descends_at_the_known_rate)
{
  const tame_nonsmooth f = tame_valley_nonsmooth();
  double x[2];
  tame_valley_flow(x, 0.0, 0.03);
  const double start = f.value(x, NULL);
  tame_valley_flow(x, 3.7, 0.03);
  const double v = TAME_VALLEY_THRESHOLD;
  ck_assert_double_eq_tol(start - f.value(x, NULL), 3.7 * v * (v - 0.03),
                          1e-14);
  tame_valley_flow(x, 1e9, 0.03); /* stays at the minimiser */
  ck_assert_double_eq(f.distance(x, NULL), 0.0);
}
END_TEST

START_TEST(the_reach_of_nearly_critical_points_is_the_known_power)
{
  const double origin[3] = {0}, one = 1.0;
  const double sides[2] = {1.0, -1.0}, axes[8] = {1, 0, -1, 0, 0, 1, 0, -1};
  double g;
  tame_power power;
  tame_partly_smooth partly;
  static const double P[] = {1.25, 2, 3, 6};
  for (size_t i = 0; i < 4; i++) {
    ck_assert_int_eq(tame_power_init(&power, 1, P[i]), TAME_OK);
    const tame_nonsmooth f = tame_power_nonsmooth(&power);
    ck_assert_int_eq(
        tame_geometric_modulus(&g, 0.0137, &f, origin, sides, 2, 1.0), TAME_OK);
    ck_assert_double_eq_tol(g / pow(0.0137, 1.0 / (P[i] - 1.0)), 1.0, 1e-10);
  }
  ck_assert_int_eq(tame_partly_smooth_init(&partly, 4.0), TAME_OK);
  const tame_nonsmooth f = tame_partly_smooth_nonsmooth(&partly);
  ck_assert_int_eq(tame_geometric_modulus(&g, 0.02, &f, origin, axes, 4, 1.0),
                   TAME_OK);
  ck_assert_double_eq_tol(g, cbrt(0.02), 1e-10);
  /* sharp: nothing below the threshold, everything above */
  ck_assert_int_eq(tame_power_init(&power, 1, 1.0), TAME_OK);
  const tame_nonsmooth sharp = tame_power_nonsmooth(&power);
  ck_assert_int_eq(
      tame_geometric_modulus(&g, 0.99, &sharp, origin, sides, 2, 1.0), TAME_OK);
  ck_assert_double_eq(g, 0.0);
  ck_assert_int_eq(
      tame_geometric_modulus(&g, 1.01, &sharp, origin, sides, 2, 1.0), TAME_OK);
  ck_assert_double_eq(g, 1.0);
  ck_assert_int_eq(
      tame_geometric_modulus(&g, -1.0, &sharp, origin, &one, 1, 1.0),
      TAME_EINVAL);
  ck_assert_int_eq(
      tame_geometric_modulus(&g, 0.1, &sharp, origin, &one, 1, NAN),
      TAME_EINVAL);
}
END_TEST

START_TEST(the_flat_function_is_inverted)
{
  double x, v;
  const tame_nonsmooth f = tame_flat_nonsmooth();
  ck_assert_int_eq(tame_flat_inverse(&x, 1e-10), TAME_OK);
  f.subgradient(&v, &x, NULL);
  ck_assert_double_eq_tol(v / 1e-10, 1.0, 1e-10);
  ck_assert_double_eq_tol(x, 0.186477, 1e-6);
  ck_assert_int_eq(tame_flat_inverse(&x, 0.0), TAME_EINVAL);
  ck_assert_int_eq(tame_flat_inverse(&x, 2.0), TAME_EINVAL);
  ck_assert_int_eq(tame_flat_inverse(&x, NAN), TAME_EINVAL);
}
END_TEST

START_TEST(exponents_out_of_range_are_refused)
{
  tame_power power;
  tame_partly_smooth partly;
  tame_rotated_powers rotated;
  const double p[2] = {1.0, 2.0}, q[2] = {1.5, 2.0}, skew[4] = {1, 0, 0.1, 1};
  const double id[4] = {1, 0, 0, 1};
  ck_assert_int_eq(tame_power_init(&power, 1, 0.99), TAME_EINVAL);
  ck_assert_int_eq(tame_power_init(&power, 0, 2.0), TAME_EINVAL);
  ck_assert_int_eq(tame_power_init(&power, 1, NAN), TAME_EINVAL);
  ck_assert_int_eq(tame_partly_smooth_init(&partly, 1.0), TAME_EINVAL);
  ck_assert_int_eq(tame_rotated_powers_init(&rotated, 2, p, id), TAME_EINVAL);
  ck_assert_int_eq(tame_rotated_powers_init(&rotated, 2, q, skew), TAME_EINVAL);
  ck_assert_double_nan(tame_power_cycle(2.0, 0.1));
  ck_assert_double_nan(tame_power_largest_step(1.0, 0.1));
}
END_TEST

/* --- data ---------------------------------------------------------------------- */

START_TEST(the_lasso_is_solved_and_tilted)
{
  tame_lasso q;
  gsl_rng *rng = tame_rng_alloc(0, "check/lasso", 0);
  ck_assert_int_eq(tame_lasso_random(&q, 41, 13, rng), TAME_OK);
  const tame_nonsmooth f = tame_lasso_nonsmooth(&q);
  double x[13], e[13];
  tame_rng_normal(x, 13, rng);
  check_subgradient(&f, x, 1e-6);
  ck_assert_double_lt(f.residual(q.minimiser, f.ctx), 1e-13);
  ck_assert_double_eq(f.distance(q.minimiser, f.ctx), 0.0);
  /* strong convexity: the tilted minimiser is within |e|/mu */
  tame_rng_normal(e, 13, rng);
  for (size_t i = 0; i < 13; i++) e[i] *= 0.01;
  ck_assert_int_eq(tame_lasso_tilted(x, &q, e), TAME_OK);
  ck_assert_double_le(f.distance(x, f.ctx), tame_norm(e, 13) / q.mu);
  ck_assert_double_le(f.residual(x, f.ctx), tame_norm(e, 13) + 1e-13);
  ck_assert_double_gt(f.distance(x, f.ctx), 0.0);
  tame_lasso_free(&q);
  gsl_rng_free(rng);
}
END_TEST

START_TEST(a_lasso_without_one_minimiser_is_refused)
{
  const double a[4] = {1, 1, 1, 1}, b[2] = {1, 2}, bad[2] = {1, NAN};
  tame_lasso q;
  ck_assert_int_eq(tame_lasso_init(&q, 2, 2, a, b, 0.1), TAME_ESINGULAR);
  ck_assert_int_eq(tame_lasso_init(&q, 2, 2, a, bad, 0.1), TAME_EINVAL);
  ck_assert_int_eq(tame_lasso_init(&q, 2, 2, a, b, -0.1), TAME_EINVAL);
  ck_assert_int_eq(tame_lasso_init(&q, 0, 2, a, b, 0.1), TAME_EINVAL);
  tame_lasso_free(&q); /* nothing is left */
}
END_TEST

START_TEST(phase_retrieval_has_its_solutions_and_hessian)
{
  gsl_rng *rng = tame_rng_alloc(0, "check/phase", 0);
  for (int robust = 0; robust < 2; robust++) {
    tame_phase q;
    double x[5], minus[5], w[5], v[25], up[5], down[5];
    ck_assert_int_eq(tame_phase_random(&q, 17, 5, robust, rng), TAME_OK);
    const tame_nonsmooth f = tame_phase_nonsmooth(&q);
    tame_rng_normal(x, 5, rng);
    check_subgradient(&f, x, 1e-5);
    for (size_t i = 0; i < 5; i++) minus[i] = -q.target[i];
    ck_assert_double_eq(f.distance(q.target, f.ctx), 0.0);
    ck_assert_double_eq(f.distance(minus, f.ctx), 0.0);
    ck_assert_double_lt(f.value(minus, f.ctx), 1e-14);
    if (!robust) { /* H v = w v by differences of gradients */
      ck_assert_int_eq(tame_phase_hessian(w, v, &q), TAME_OK);
      for (size_t i = 0; i < 5; i++) x[i] = q.target[i] + 1e-5 * v[5 * i];
      f.subgradient(up, x, f.ctx);
      for (size_t i = 0; i < 5; i++) x[i] = q.target[i] - 1e-5 * v[5 * i];
      f.subgradient(down, x, f.ctx);
      for (size_t i = 0; i < 5; i++)
        ck_assert_double_eq_tol((up[i] - down[i]) / 2e-5, w[0] * v[5 * i],
                                1e-7);
    }
    tame_phase_free(&q);
  }
  tame_phase q;
  ck_assert_int_eq(tame_phase_random(&q, 4, 5, true, rng), TAME_EINVAL);
  gsl_rng_free(rng);
}
END_TEST

START_TEST(the_tape_and_the_hand_agree_on_a_relu_network)
{
  enum { N = 11, D = 3, UNITS = 5, P = UNITS * (D + 2) };
  double z[N * D], y[N], theta[P], hand[P], taped[P], out[N];
  gsl_rng *rng = tame_rng_alloc(0, "check/relu", 0);
  tame_rng_normal(z, N * D, rng);
  tame_rng_normal(y, N, rng);
  tame_rng_normal(theta, P, rng);
  gsl_rng_free(rng);
  tame_relu q;
  ck_assert_int_eq(tame_relu_init(&q, N, D, UNITS, z, y, 0.037), TAME_OK);
  ck_assert_uint_eq(tame_relu_parameters(&q), P);
  tame_tape *tape = tame_tape_alloc();
  tame_tape_function recorded = {tape, tame_relu_record(tape, &q)};
  const tame_nonsmooth a = tame_relu_nonsmooth(&q);
  const tame_nonsmooth b = tame_tape_nonsmooth(&recorded);
  check_subgradient(&a, theta, 1e-7);
  a.subgradient(hand, theta, a.ctx);
  b.subgradient(taped, theta, b.ctx);
  ck_assert_double_lt(tame_distance_max(hand, taped, P), 1e-13);
  ck_assert_double_eq_tol(a.value(theta, a.ctx), b.value(theta, b.ctx), 1e-13);
  /* value from the outputs */
  double sum = 0.0;
  tame_relu_output(out, theta, z, N, &q);
  for (size_t i = 0; i < N; i++) sum += (out[i] - y[i]) * (out[i] - y[i]);
  const double size = tame_norm(theta, P);
  ck_assert_double_eq_tol(sum / (2.0 * N) + 0.5 * 0.037 * size * size,
                          a.value(theta, a.ctx), 1e-13);
  theta[3] = NAN;
  b.subgradient(taped, theta, b.ctx);
  ck_assert_double_nan(taped[0]);
  ck_assert_double_nan(b.value(theta, b.ctx));
  tame_relu_free(&q);
  tame_tape_free(tape);
  ck_assert_int_eq(tame_relu_init(&q, N, D, UNITS, z, y, 0.0), TAME_EINVAL);
  ck_assert_int_eq(tame_relu_init(&q, 0, D, UNITS, z, y, 0.1), TAME_EINVAL);
  y[2] = INFINITY;
  ck_assert_int_eq(tame_relu_init(&q, N, D, UNITS, z, y, 0.1), TAME_EINVAL);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("nonsmooth");
  tcase_add_test(t, a_sign_is_chosen_at_zero_only);
  tcase_add_test(t, subgradients_of_model_functions_are_derivatives_off_kinks);
  tcase_add_test(t, the_residual_is_the_norm_of_the_gradient_off_kinks);
  tcase_add_test(t, the_valley_has_two_critical_points_and_a_threshold);
  tcase_add_test(t, the_flow_in_the_valley_descends_at_the_known_rate);
  tcase_add_test(t, the_reach_of_nearly_critical_points_is_the_known_power);
  tcase_add_test(t, the_flat_function_is_inverted);
  tcase_add_test(t, exponents_out_of_range_are_refused);
  tcase_add_test(t, the_lasso_is_solved_and_tilted);
  tcase_add_test(t, a_lasso_without_one_minimiser_is_refused);
  tcase_add_test(t, phase_retrieval_has_its_solutions_and_hessian);
  tcase_add_test(t, the_tape_and_the_hand_agree_on_a_relu_network);
  return run_tests(t);
}
