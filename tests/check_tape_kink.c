/* SPDX-License-Identifier: MIT */
/* tame/tape_kink.h, and tame/tape_forward.h at kinks. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"
#include "tame/tape.h"
#include "tame/tape_forward.h"
#include "tame/tape_kink.h"
#include "tame/tape_vector.h"

static double slope(tame_var y)
{
  double grad[8];
  ck_assert_uint_le(tame_tape_inputs(y.tape), 8);
  ck_assert_int_eq(tame_tape_gradient(grad, y), TAME_OK);
  double dx[8] = {1.0}, dy;
  ck_assert_int_eq(tame_tape_jvp(&dy, dx, &y, 1), TAME_OK);
  ck_assert_double_eq_tol(dy, grad[0], 1e-15);
  return grad[0];
}

/* --- choices -------------------------------------------------------------- */

START_TEST(defaults_are_those_of_the_dictionary)
{
  tame_tape *t = tame_tape_alloc();
  tame_var x = tame_tape_input(t, 0.0), y = tame_tape_input(t, 0.0);
  tame_var six = tame_tape_input(t, 6.0), v[3] = {x, y, x};
  double grad[3];
  ck_assert_double_eq(slope(tame_var_relu(x)), 0.0);
  ck_assert_double_eq(slope(tame_var_leaky(x, 0.01)), 0.01);
  ck_assert_double_eq(slope(tame_var_relu6(x)), 0.0);
  tame_tape_gradient(grad, tame_var_relu6(six));
  ck_assert_double_eq(grad[2], 0.0);
  ck_assert_double_eq(slope(tame_var_abs(x)), 0.0);
  ck_assert_double_eq(slope(tame_var_max(x, y)), 1.0);
  ck_assert_double_eq(slope(tame_var_max(y, x)), 0.0);
  ck_assert_double_eq(slope(tame_var_min(x, y)), 1.0);
  ck_assert_double_eq(slope(tame_var_maxc(x, 0.0)), 0.0);
  ck_assert_double_eq(slope(tame_var_minc(x, 0.0)), 0.0);
  ck_assert_double_eq(slope(tame_var_elu(x)), 1.0);
  ck_assert_double_eq(slope(tame_var_sign(x)), 0.0);
  ck_assert_double_eq(slope(tame_var_norm1(v, 2)), 0.0);
  ck_assert_double_eq(slope(tame_var_norm2(v, 2)), 0.0);
  ck_assert_double_eq(slope(tame_var_max_of(v, 3)), 1.0);
  ck_assert_double_eq(slope(tame_var_min_of(v + 1, 2)), 0.0);
  tame_tape_free(t);
}
END_TEST

START_TEST(one_number_moves_through_the_interval)
{
  const double theta = 0.3;
  const tame_op ops[] = {TAME_OP_RELU, TAME_OP_LEAKY, TAME_OP_RELU6,
                         TAME_OP_ABS,  TAME_OP_MAX,   TAME_OP_MIN,
                         TAME_OP_MAXC, TAME_OP_MINC,  TAME_OP_NORM1};
  const double want[] = {0.3, 0.2 + 0.3 * 0.8, 0.3, -0.4, 0.3, 0.3, 0.3, 0.3,
                         -0.4};
  for (size_t alone = 0; alone < 2; alone++) {
    tame_tape *t = tame_tape_alloc();
    tame_var x = tame_tape_input(t, 0.0), z = tame_tape_input(t, 0.0);
    tame_var y[] = {
        tame_var_relu(x),      tame_var_leaky(x, 0.2), tame_var_relu6(x),
        tame_var_abs(x),       tame_var_max(x, z),     tame_var_min(x, z),
        tame_var_maxc(x, 0.0), tame_var_minc(x, 0.0),  tame_var_norm1(&x, 1)};
    for (size_t i = 0; i < 9; i++) {
      const double before = slope(y[i]);
      if (alone)
        tame_var_set_kink(y[i], theta);
      else
        tame_tape_set_kink(t, ops[i], theta);
      ck_assert_double_eq_tol(slope(y[i]), want[i], 1e-15);
      tame_tape_clear_kinks(t);
      if (alone) ck_assert_double_eq(slope(y[i]), before);
    }
    tame_tape_free(t);
  }
}
END_TEST

START_TEST(many_choices_are_kept_apart)
{
  enum { N = 300 };
  tame_tape *t = tame_tape_alloc();
  tame_var x = tame_tape_input(t, 0.0), y[N];
  for (size_t i = 0; i < N; i++) {
    y[i] = tame_var_relu(x);
    tame_var_set_kink(y[i], (double)i / N);
  }
  for (size_t i = 0; i < N; i++)
    ck_assert_double_eq(slope(y[i]), (double)i / N);
  tame_tape_free(t);
}
END_TEST

START_TEST(entries_of_many_arguments_are_chosen_one_by_one)
{
  tame_tape *t = tame_tape_alloc();
  const double zero[3] = {0, 0, 0};
  tame_vars x = tame_tape_input_vector(t, zero, 3);
  double g[3];
  tame_var y = tame_vars_norm1(x);
  tame_var_set_kink_at(y, 1, 1.0);
  ck_assert_int_eq(tame_tape_gradient(g, y), TAME_OK);
  ck_assert(g[0] == 0.0 && g[1] == 1.0 && g[2] == 0.0);
  y = tame_vars_norm2(x);
  tame_var_set_kink_at(y, 2, -0.6);
  ck_assert_int_eq(tame_tape_gradient(g, y), TAME_OK);
  ck_assert(g[0] == 0.0 && g[1] == 0.0 && g[2] == -0.6);
  y = tame_vars_max(x);
  tame_var_set_kink_at(y, 1, 3.0);
  tame_var_set_kink_at(y, 2, 1.0);
  ck_assert_int_eq(tame_tape_gradient(g, y), TAME_OK);
  ck_assert(g[0] == 0.0 && g[1] == 0.75 && g[2] == 0.25);
  tame_vars s = tame_vars_sort(x);
  for (size_t i = 0; i < 3; i++) {
    ck_assert_int_eq(tame_tape_gradient(g, tame_vars_at(s, i)), TAME_OK);
    ck_assert_double_eq(g[i], 1.0); /* stable */
  }
  tame_var_set_kink_at(tame_vars_at(s, 0), 0, 5.0);
  ck_assert_int_eq(tame_tape_gradient(g, tame_vars_at(s, 2)), TAME_OK);
  ck_assert(g[0] == 1.0 && g[1] == 0.0 && g[2] == 0.0);
  tame_vars r = tame_vars_relu(x);
  tame_var_set_kink(tame_vars_at(r, 1), 1.0);
  ck_assert_int_eq(tame_tape_gradient(g, tame_vars_sum(r)), TAME_OK);
  ck_assert(g[0] == 0.0 && g[1] == 1.0 && g[2] == 0.0);
  tame_tape_free(t);
}
END_TEST

/* --- one-sided derivatives ------------------------------------------------ */

/* Sum_i (i + 1) y_i, to tell the entries apart */
static tame_var weighted(tame_vars y)
{
  tame_var f = tame_vars_at(y, 0);
  for (size_t i = 1; i < y.n; i++)
    f = tame_var_add(f, tame_var_mulc(tame_vars_at(y, i), (double)i + 1.0));
  return f;
}

/* All kinds of kinks at once; homogeneous of degree 1, kinks at 0. */
static tame_var homogeneous(tame_vars x)
{
  tame_var a = tame_vars_at(x, 0), b = tame_vars_at(x, 1),
           c = tame_vars_at(x, 2);
  tame_var v[6] = {tame_var_relu(a),
                   tame_var_max(a, tame_var_abs(b)),
                   tame_var_min(b, tame_var_leaky(c, 0.3)),
                   tame_vars_norm2(x),
                   tame_vars_norm1(x),
                   tame_vars_max(x)};
  tame_var w[3] = {tame_var_relu6(c), tame_var_maxc(a, 0.0),
                   tame_var_minc(b, 0.0)};
  tame_vars s = tame_vars_sort(tame_vars_of(v, 6));
  tame_var y = tame_var_sub(weighted(s), tame_vars_min(tame_vars_of(w, 3)));
  return tame_var_add(
      y, weighted(tame_vars_zip(TAME_OP_MAX, x, tame_vars_relu(x))));
}

START_TEST(directional_derivatives_at_the_origin_are_values)
{
  const double zero[3] = {0};
  tame_tape *t = tame_tape_alloc();
  tame_var y = homogeneous(tame_tape_input_vector(t, zero, 3));
  gsl_rng *rng = tame_rng_alloc(45, "check_tape_kink", 0);
  double h[3 * 20], dy[20], x[3];
  for (size_t rep = 0; rep < 10; rep++) {
    tame_rng_normal(h, 60, rng);
    h[0] = h[1] = h[20] = 0.0; /* some that stay at a kink */
    ck_assert_int_eq(tame_tape_replay(t, zero), TAME_OK);
    ck_assert_int_eq(tame_tape_forward(dy, h, 20, TAME_DIRECTIONAL, &y, 1), 0);
    for (size_t j = 0; j < 20; j++) {
      for (size_t i = 0; i < 3; i++) x[i] = h[20 * i + j];
      ck_assert_int_eq(tame_tape_replay(t, x), TAME_OK);
      /* relu6 is homogeneous below 6 */
      ck_assert_double_eq_tol(dy[j], tame_var_value(y), 1e-13);
    }
  }
  gsl_rng_free(rng);
  tame_tape_free(t);
}
END_TEST

START_TEST(lexicographic_derivatives_are_gradients_nearby)
{
  const double e = 1e-3;
  const double points[][3] = {{0, 0, 0}, {1, 1, 1},   {0, 2, 0},
                              {1, 0, 0}, {-1, 1, -1}, {0, 0, 6}};
  gsl_rng *rng = tame_rng_alloc(46, "check_tape_kink", 0);
  for (size_t rep = 0; rep < 30; rep++) {
    const double *at = points[rep % 6];
    tame_tape *t = tame_tape_alloc();
    tame_vars in = tame_tape_input_vector(t, at, 3);
    /* piecewise linear, so the gradient nearby is exact */
    tame_var x = tame_vars_at(in, 0), y = tame_vars_at(in, 1);
    tame_var z = tame_vars_at(in, 2);
    tame_var v[4] = {tame_var_max(x, y), tame_var_relu6(z),
                     tame_var_abs(tame_var_sub(x, z)), tame_vars_min(in)};
    tame_var f = tame_var_add(weighted(tame_vars_sort(tame_vars_of(v, 4))),
                              tame_vars_norm1(in));
    f = tame_var_add(f, tame_var_leaky(tame_var_sub(f, y), 0.1));
    /* columns of an invertible direction matrix, then the identity */
    double m[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1}, dy[3], grad[3], near[3];
    if (rep >= 6) tame_rng_normal(m, 9, rng);
    ck_assert_int_eq(tame_tape_forward(dy, m, 3, TAME_LEXICOGRAPHIC, &f, 1), 0);
    for (size_t i = 0; i < 3; i++)
      near[i] = at[i] + e * (m[3 * i] + e * (m[3 * i + 1] + e * m[3 * i + 2]));
    ck_assert_int_eq(tame_tape_replay(t, near), TAME_OK);
    ck_assert_int_eq(tame_tape_gradient(grad, f), TAME_OK);
    for (size_t j = 0; j < 3; j++) {
      double want = 0.0;
      for (size_t i = 0; i < 3; i++) want += grad[i] * m[3 * i + j];
      ck_assert_double_eq_tol(dy[j], want, 1e-12);
    }
    tame_tape_free(t);
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(the_norm_at_zero_turns_along_the_first_direction)
{
  const double zero[2] = {0}, m[6] = {0, 3, 1, 0, 4, 2};
  tame_tape *t = tame_tape_alloc();
  tame_vars x = tame_tape_input_vector(t, zero, 2);
  tame_var y = tame_vars_norm2(x);
  double dy[3];
  ck_assert_int_eq(tame_tape_forward(dy, m, 3, TAME_LEXICOGRAPHIC, &y, 1), 0);
  ck_assert_double_eq(dy[0], 0.0);
  ck_assert_double_eq_tol(dy[1], 5.0, 1e-15);
  ck_assert_double_eq_tol(dy[2], (3.0 + 8.0) / 5.0, 1e-15);
  ck_assert_int_eq(tame_tape_forward(dy, m, 3, TAME_DIRECTIONAL, &y, 1), 0);
  ck_assert_double_eq_tol(dy[2], sqrt(5.0), 1e-15);
  const double none[6] = {0};
  ck_assert_int_eq(tame_tape_forward(dy, none, 3, TAME_LEXICOGRAPHIC, &y, 1),
                   0);
  ck_assert(dy[0] == 0.0 && dy[1] == 0.0 && dy[2] == 0.0);
  tame_tape_free(t);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("tape_kink");
  tcase_add_test(t, defaults_are_those_of_the_dictionary);
  tcase_add_test(t, one_number_moves_through_the_interval);
  tcase_add_test(t, many_choices_are_kept_apart);
  tcase_add_test(t, entries_of_many_arguments_are_chosen_one_by_one);
  tcase_add_test(t, directional_derivatives_at_the_origin_are_values);
  tcase_add_test(t, lexicographic_derivatives_are_gradients_nearby);
  tcase_add_test(t, the_norm_at_zero_turns_along_the_first_direction);
  return run_tests(t);
}
