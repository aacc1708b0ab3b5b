/* SPDX-License-Identifier: MIT */
/* tame/tape.h and tame/tape_forward.h: every operation by three routes. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/tape.h"
#include "tame/tape_forward.h"
#include "tame/tape_kink.h"

/* --- every operation ------------------------------------------------------ */

typedef tame_var (*unary)(tame_var);
typedef tame_var (*binary)(tame_var, tame_var);
typedef tame_var (*with_constant)(tame_var, double);

static const unary UNARY[] = {
    tame_var_neg,  tame_var_square,  tame_var_abs,      tame_var_sign,
    tame_var_relu, tame_var_relu6,   tame_var_elu,      tame_var_exp,
    tame_var_log,  tame_var_log1p,   tame_var_expm1,    tame_var_sqrt,
    tame_var_tanh, tame_var_sigmoid, tame_var_softplus, tame_var_sin,
    tame_var_cos,  tame_var_tan,     tame_var_asin,     tame_var_acos,
    tame_var_atan, tame_var_sinh,    tame_var_cosh,     tame_var_erf};
static const binary BINARY[] = {tame_var_add, tame_var_sub,   tame_var_mul,
                                tame_var_div, tame_var_max,   tame_var_min,
                                tame_var_pow, tame_var_atan2, tame_var_less};
static const with_constant CONSTANT[] = {
    tame_var_addc, tame_var_mulc, tame_var_divc, tame_var_powc,
    tame_var_maxc, tame_var_minc, tame_var_leaky};
enum {
  N_UNARY = sizeof UNARY / sizeof *UNARY,
  N_BINARY = sizeof BINARY / sizeof *BINARY,
  N_CONSTANT = sizeof CONSTANT / sizeof *CONSTANT
};

/* Reverse and forward derivatives of y along d against central differences. */
static void check_derivative(tame_var y, const double *x, const double *d,
                             size_t n)
{
  tame_tape *t = y.tape;
  double grad[8], ahead[8], behind[8], forward;
  const double h = 1e-6;
  ck_assert_uint_le(n, 8);
  ck_assert_int_eq(tame_tape_replay(t, x), TAME_OK);
  ck_assert_int_eq(tame_tape_gradient(grad, y), TAME_OK);
  ck_assert_int_eq(tame_tape_jvp(&forward, d, &y, 1), TAME_OK);
  double reverse = 0.0;
  for (size_t i = 0; i < n; i++) {
    reverse += grad[i] * d[i];
    ahead[i] = x[i] + h * d[i];
    behind[i] = x[i] - h * d[i];
  }
  ck_assert_int_eq(tame_tape_replay(t, ahead), TAME_OK);
  const double up = tame_var_value(y);
  ck_assert_int_eq(tame_tape_replay(t, behind), TAME_OK);
  const double central = (up - tame_var_value(y)) / (2.0 * h);
  ck_assert_double_eq_tol(forward, reverse, 1e-14 * (1.0 + fabs(reverse)));
  ck_assert_double_eq_tol(central, reverse, 2e-8 * (1.0 + fabs(reverse)));
}

START_TEST(derivatives_of_one_argument_are_those_of_differences)
{
  const double points[] = {0.385, 0.7113, 0.05};
  const double d = -1.7;
  for (size_t i = 0; i < N_UNARY; i++)
    for (size_t k = 0; k < 3; k++) {
      tame_tape *t = tame_tape_alloc();
      tame_var x = tame_tape_input(t, points[k]);
      check_derivative(UNARY[i](x), &points[k], &d, 1);
      tame_tape_free(t);
    }
}
END_TEST

START_TEST(derivatives_of_negative_arguments_too)
{
  const double points[] = {-0.385, -0.7113, -3.2, 2.9, 6.75};
  const double d = 0.81;
  for (size_t i = 0; i < N_UNARY; i++)
    for (size_t k = 0; k < 5; k++) {
      tame_tape *t = tame_tape_alloc();
      tame_var x = tame_tape_input(t, points[k]);
      tame_var y = UNARY[i](x);
      if (isfinite(tame_var_value(y))) check_derivative(y, &points[k], &d, 1);
      tame_tape_free(t);
    }
}
END_TEST

START_TEST(derivatives_with_a_constant_and_of_two_arguments)
{
  const double points[][2] = {{0.385, 1.7}, {2.385, 0.3}, {1.1, 1.2}};
  const double d[2] = {-1.7, 0.45};
  for (size_t k = 0; k < 3; k++) {
    for (size_t i = 0; i < N_BINARY; i++) {
      tame_tape *t = tame_tape_alloc();
      tame_var x = tame_tape_input(t, points[k][0]);
      tame_var y = tame_tape_input(t, points[k][1]);
      check_derivative(BINARY[i](x, y), points[k], d, 2);
      check_derivative(BINARY[i](x, x), points[k], d, 2);
      tame_tape_free(t);
    }
    for (size_t i = 0; i < N_CONSTANT + 2; i++) {
      tame_tape *t = tame_tape_alloc();
      tame_var x = tame_tape_input(t, points[k][0]);
      const double c = points[k][1];
      tame_var y = i < N_CONSTANT    ? CONSTANT[i](x, c)
                   : i == N_CONSTANT ? tame_var_csub(c, x)
                                     : tame_var_cdiv(c, x);
      check_derivative(y, points[k], d, 1);
      tame_tape_free(t);
    }
  }
}
END_TEST

START_TEST(derivatives_of_many_arguments)
{
  const double x[5] = {0.3, -1.7, 2.385, -0.2, 1.1};
  const double d[5] = {1.0, -0.4, 0.7, 2.2, -0.9};
  tame_var (*const op[])(const tame_var *, size_t) = {
      tame_var_sum, tame_var_norm1, tame_var_norm2, tame_var_max_of,
      tame_var_min_of};
  for (size_t scattered = 0; scattered < 2; scattered++)
    for (size_t k = 1; k <= 5; k++)
      for (size_t i = 0; i < 5; i++) {
        tame_tape *t = tame_tape_alloc();
        tame_var v[5];
        for (size_t j = 0; j < 5; j++)
          v[scattered ? 4 - j : j] = tame_tape_input(t, x[j]);
        check_derivative(op[i](v, k), x, d, 5);
        tame_tape_free(t);
      }
}
END_TEST

START_TEST(sorting_permutes_derivatives)
{
  const double x[5] = {0.3, -1.7, 2.385, -0.2, 1.1};
  const double d[5] = {1.0, -0.4, 0.7, 2.2, -0.9};
  tame_tape *t = tame_tape_alloc();
  tame_var v[5], s[5];
  for (size_t j = 0; j < 5; j++) v[j] = tame_tape_input(t, x[j]);
  tame_var_sort(s, v, 5);
  const double want[5] = {-1.7, -0.2, 0.3, 1.1, 2.385};
  const size_t from[5] = {1, 3, 0, 4, 2};
  for (size_t i = 0; i < 5; i++) {
    double grad[5];
    ck_assert_double_eq(tame_var_value(s[i]), want[i]);
    ck_assert_int_eq(tame_tape_gradient(grad, s[i]), TAME_OK);
    for (size_t j = 0; j < 5; j++)
      ck_assert_double_eq(grad[j], j == from[i] ? 1.0 : 0.0);
  }
  tame_var f = tame_var_mulc(s[0], 1.0);
  for (size_t i = 1; i < 5; i++)
    f = tame_var_add(f, tame_var_mulc(s[i], (double)i * 1.3));
  check_derivative(f, x, d, 5);
  const double other[5] = {5.0, 4.0, 3.3, 2.0, 1.0};
  check_derivative(f, other, d, 5);
  tame_tape_free(t);
}
END_TEST

/* --- closed forms --------------------------------------------------------- */

START_TEST(the_example_of_the_header)
{
  tame_tape *t = tame_tape_alloc();
  tame_var x = tame_tape_input(t, 1.5), y = tame_tape_input(t, -0.5);
  tame_var f = tame_var_add(tame_var_mul(x, y), tame_var_relu(y));
  double grad[2];
  ck_assert_int_eq(tame_tape_gradient(grad, f), TAME_OK);
  ck_assert_double_eq(grad[0], -0.5);
  ck_assert_double_eq(grad[1], 1.5);
  const double other[2] = {2.0, 3.0};
  ck_assert_int_eq(tame_tape_replay(t, other), TAME_OK);
  ck_assert_int_eq(tame_tape_gradient(grad, f), TAME_OK);
  ck_assert_double_eq(tame_var_value(f), 9.0);
  ck_assert_double_eq(grad[0], 3.0);
  ck_assert_double_eq(grad[1], 3.0);
  ck_assert_uint_eq(tame_tape_inputs(t), 2);
  tame_tape_free(t);
}
END_TEST

static double derivative(unary op, double a)
{
  tame_tape *t = tame_tape_alloc();
  double grad;
  const tame_var y = op(tame_tape_input(t, a));
  ck_assert_int_eq(tame_tape_gradient(&grad, y), TAME_OK);
  tame_tape_free(t);
  return grad;
}

START_TEST(derivatives_far_out_keep_their_digits)
{
  /* e^-a to first order, relative error e^-a */
  const double a = 40.3;
#define CLOSE(x, y) ck_assert_double_eq_tol((x) / (y), 1.0, 4e-16)
  CLOSE(derivative(tame_var_sigmoid, a), exp(-a));
  CLOSE(derivative(tame_var_sigmoid, -a), exp(-a));
  CLOSE(derivative(tame_var_tanh, a), 4.0 * exp(-2.0 * a));
  CLOSE(derivative(tame_var_tanh, -a), 4.0 * exp(-2.0 * a));
  CLOSE(derivative(tame_var_softplus, -a), exp(-a));
  CLOSE(derivative(tame_var_elu, -a), exp(-a));
  CLOSE(derivative(tame_var_expm1, -a), exp(-a));
#undef CLOSE
  ck_assert_double_eq(derivative(tame_var_softplus, 800.0), 1.0);
  ck_assert_double_eq(derivative(tame_var_softplus, -800.0), 0.0);
  ck_assert_double_eq(derivative(tame_var_sigmoid, -800.0), 0.0);
  tame_tape *t = tame_tape_alloc();
  tame_var far = tame_tape_input(t, 800.0);
  ck_assert_double_eq(tame_var_value(tame_var_softplus(far)), 800.0);
  ck_assert_double_eq(tame_var_value(tame_var_sigmoid(far)), 1.0);
  tame_tape_free(t);
}
END_TEST

START_TEST(a_weighted_sum_of_outputs_is_one_sweep)
{
  tame_tape *t = tame_tape_alloc();
  tame_var x = tame_tape_input(t, 0.7), y = tame_tape_input(t, -1.3);
  const tame_var xy = tame_var_mul(x, y);
  const tame_var out[4] = {xy, tame_var_exp(x), x, xy};
  const double w[4] = {2.0, -0.5, 3.0, 0.25};
  double grad[2], jac[8];
  ck_assert_int_eq(tame_tape_vjp(grad, out, w, 4), TAME_OK);
  ck_assert_double_eq_tol(grad[0], 2.25 * -1.3 - 0.5 * exp(0.7) + 3.0, 1e-15);
  ck_assert_double_eq_tol(grad[1], 2.25 * 0.7, 1e-15);
  ck_assert_int_eq(tame_tape_jacobian(jac, out, 4), TAME_OK);
  const double want[8] = {-1.3, 0.7, exp(0.7), 0, 1, 0, -1.3, 0.7};
  for (size_t i = 0; i < 8; i++)
    ck_assert_double_eq_tol(jac[i], want[i], 1e-15);
  ck_assert_int_eq(tame_tape_jacobian(jac, out, 2), TAME_OK);
  for (size_t i = 0; i < 4; i++)
    ck_assert_double_eq_tol(jac[i], want[i], 1e-15);
  tame_tape_free(t);
}
END_TEST

START_TEST(what_comes_after_the_output_is_left_alone)
{
  tame_tape *t = tame_tape_alloc();
  tame_var x = tame_tape_input(t, 2.0), y = tame_var_square(x), z[3];
  tame_var_log(tame_var_csub(2.0, x)); /* log 0 */
  z[0] = tame_tape_input(t, 7.0);
  z[1] = y;
  z[2] = x;
  tame_var_sort(z, z, 3);
  double grad[2] = {9.0, 9.0};
  ck_assert_int_eq(tame_tape_gradient(grad, y), TAME_OK);
  ck_assert_double_eq(grad[0], 4.0);
  ck_assert_double_eq(grad[1], 0.0);
  /* also from the middle of a sort */
  ck_assert_int_eq(tame_tape_gradient(grad, z[1]), TAME_OK);
  ck_assert_double_eq(grad[0], 4.0);
  ck_assert_int_eq(tame_tape_gradient(grad, z[2]), TAME_OK);
  ck_assert_double_eq(grad[0], 0.0);
  ck_assert_double_eq(grad[1], 1.0);
  ck_assert_int_eq(tame_tape_gradient(grad, x), TAME_OK);
  ck_assert_double_eq(grad[0], 1.0);
  tame_tape_free(t);
}
END_TEST

/* --- branches, edges ------------------------------------------------------ */

START_TEST(recorded_branches_follow_the_values)
{
  tame_tape *t = tame_tape_alloc();
  tame_var x = tame_tape_input(t, 1.0), y = tame_tape_input(t, 2.0);
  tame_var f =
      tame_var_where(tame_var_sub(x, y), tame_var_square(x), tame_var_exp(y));
  tame_var is_less = tame_var_less(x, y);
  double grad[2];
  ck_assert_double_eq(tame_var_value(f), exp(2.0));
  ck_assert_double_eq(tame_var_value(is_less), 1.0);
  ck_assert_int_eq(tame_tape_gradient(grad, f), TAME_OK);
  ck_assert_double_eq(grad[0], 0.0);
  ck_assert_double_eq(grad[1], exp(2.0));
  const double other[2] = {3.0, 2.0};
  ck_assert_int_eq(tame_tape_replay(t, other), TAME_OK);
  ck_assert_double_eq(tame_var_value(f), 9.0);
  ck_assert_double_eq(tame_var_value(is_less), 0.0);
  ck_assert_int_eq(tame_tape_gradient(grad, f), TAME_OK);
  ck_assert_double_eq(grad[0], 6.0);
  ck_assert_double_eq(grad[1], 0.0);
  tame_tape_free(t);
}
END_TEST

START_TEST(a_tape_without_inputs_has_an_empty_gradient)
{
  tame_tape *t = tame_tape_alloc();
  tame_var y = tame_var_exp(tame_tape_constant(t, 2.385));
  double none = 7.0;
  ck_assert_uint_eq(tame_tape_inputs(t), 0);
  ck_assert_int_eq(tame_tape_replay(t, &none), TAME_OK);
  ck_assert_int_eq(tame_tape_gradient(&none, y), TAME_OK);
  ck_assert_double_eq(none, 7.0);
  ck_assert_double_eq(tame_var_value(y), exp(2.385));
  tame_tape_free(t);
  tame_tape_free(NULL);
}
END_TEST

START_TEST(values_that_are_not_finite_are_told)
{
  tame_tape *t = tame_tape_alloc();
  tame_var x = tame_tape_input(t, 4.0);
  tame_var root = tame_var_sqrt(x), log_x = tame_var_log(x);
  double grad;
  const double zero = 0.0, nan = (double)NAN, inf = (double)INFINITY;
  ck_assert_int_eq(tame_tape_replay(t, &nan), TAME_EINVAL);
  ck_assert_int_eq(tame_tape_replay(t, &inf), TAME_EINVAL);
  ck_assert_double_eq(tame_var_value(root), 2.0);
  ck_assert_int_eq(tame_tape_replay(t, &zero), TAME_OK);
  ck_assert_int_eq(tame_tape_gradient(&grad, root), TAME_DIVERGED);
  ck_assert_int_eq(tame_tape_gradient(&grad, log_x), TAME_DIVERGED);
  ck_assert_int_eq(tame_tape_jvp(&grad, &inf, &x, 1), TAME_DIVERGED);
  /* and the next sweep knows nothing of it */
  const double nine = 9.0;
  ck_assert_int_eq(tame_tape_replay(t, &nine), TAME_OK);
  ck_assert_int_eq(tame_tape_gradient(&grad, root), TAME_OK);
  ck_assert_double_eq_tol(grad, 1.0 / 6.0, 1e-16);
  tame_tape_free(t);
}
END_TEST

START_TEST(nan_is_not_lost_in_piecewise_operations)
{
  tame_tape *t = tame_tape_alloc();
  tame_var bad = tame_tape_input(t, (double)NAN), x = tame_tape_input(t, 1.0);
  const tame_var y[] = {tame_var_relu(bad),        tame_var_relu6(bad),
                        tame_var_abs(bad),         tame_var_max(bad, x),
                        tame_var_max(x, bad),      tame_var_min(bad, x),
                        tame_var_min(x, bad),      tame_var_maxc(bad, 1.0),
                        tame_var_minc(bad, 1.0),   tame_var_sign(bad),
                        tame_var_less(bad, x),     tame_var_less(x, bad),
                        tame_var_where(bad, x, x), tame_var_leaky(bad, 0.1)};
  const tame_var both[] = {x, bad, x};
  double grad[2];
  for (size_t i = 0; i < sizeof y / sizeof *y; i++) {
    ck_assert(isnan(tame_var_value(y[i])));
    ck_assert_int_eq(tame_tape_gradient(grad, y[i]), TAME_DIVERGED);
  }
  ck_assert(isnan(tame_var_value(tame_var_max_of(both, 3))));
  ck_assert(isnan(tame_var_value(tame_var_min_of(both, 3))));
  ck_assert(isnan(tame_var_value(tame_var_norm2(both, 3))));
  tame_var sorted[3];
  tame_var_sort(sorted, both, 3);
  ck_assert(isnan(tame_var_value(sorted[2])));
  tame_tape_free(t);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("tape");
  tcase_add_test(t, derivatives_of_one_argument_are_those_of_differences);
  tcase_add_test(t, derivatives_of_negative_arguments_too);
  tcase_add_test(t, derivatives_with_a_constant_and_of_two_arguments);
  tcase_add_test(t, derivatives_of_many_arguments);
  tcase_add_test(t, sorting_permutes_derivatives);
  tcase_add_test(t, the_example_of_the_header);
  tcase_add_test(t, derivatives_far_out_keep_their_digits);
  tcase_add_test(t, a_weighted_sum_of_outputs_is_one_sweep);
  tcase_add_test(t, what_comes_after_the_output_is_left_alone);
  tcase_add_test(t, recorded_branches_follow_the_values);
  tcase_add_test(t, a_tape_without_inputs_has_an_empty_gradient);
  tcase_add_test(t, values_that_are_not_finite_are_told);
  tcase_add_test(t, nan_is_not_lost_in_piecewise_operations);
  return run_tests(t);
}
