/* SPDX-License-Identifier: MIT */
/* tame/tape_set.h: programs whose conservative gradients are known as sets. */
#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"
#include "tame/tape.h"
#include "tame/tape_forward.h"
#include "tame/tape_kink.h"
#include "tame/tape_set.h"
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

/* --- programs whose sets are known ---------------------------------------- */

/* relu(x) + relu(-x) = |x|;  relu(-x) + x - relu(x) = 0 */
static tame_var modulus(tame_var x)
{
  return tame_var_add(tame_var_relu(x), tame_var_relu(tame_var_neg(x)));
}

static tame_var zero_program(tame_var x)
{
  tame_var y = tame_var_add(tame_var_relu(tame_var_neg(x)), x);
  return tame_var_sub(y, tame_var_relu(x));
}

/* The same as a linear network: x = relu(x) - relu(-x) as well. */
static tame_var zero_network(tame_var x)
{
  tame_var p = tame_var_relu(x), m = tame_var_relu(tame_var_neg(x));
  tame_var z = tame_var_sub(p, m); /* x */
  tame_var y = tame_var_add(tame_var_relu(tame_var_neg(x)), z);
  return tame_var_sub(y, tame_var_relu(x));
}

/* [lo, hi] of D^a for one input */
static void interval(double *lo, double *hi, tame_var y)
{
  double set[64];
  size_t n;
  ck_assert_int_eq(tame_tape_gradient_set(set, &n, 64, 64, y), TAME_OK);
  *lo = 1e9, *hi = -1e9;
  for (size_t i = 0; i < n; i++) {
    *lo = fmin(*lo, set[i]);
    *hi = fmax(*hi, set[i]);
  }
}

START_TEST(sets_of_one_input)
{
  const double a[] = {0.0, 0.25, 0.5, 0.75, 1.0};
  tame_tape *t = tame_tape_alloc();
  tame_var x = tame_tape_input(t, 0.0);
  tame_var y[3] = {modulus(x), zero_program(x), zero_network(x)};
  const double lo[3] = {-1, -1, -2}, hi[3] = {1, 1, 2};
  for (size_t k = 0; k < 3; k++) {
    double from, to;
    interval(&from, &to, y[k]);
    ck_assert_double_eq(from, lo[k]);
    ck_assert_double_eq(to, hi[k]);
    for (size_t i = 0; i < 5; i++) {
      tame_tape_set_kink(t, TAME_OP_RELU, a[i]);
      ck_assert_double_eq(slope(y[k]), k == 1 ? 1.0 - 2.0 * a[i] : 0.0);
    }
  }
  const double one = 1.0;
  ck_assert_int_eq(tame_tape_replay(t, &one), TAME_OK);
  double from, to;
  interval(&from, &to, y[1]);
  ck_assert_double_eq(from, 0.0);
  ck_assert_double_eq(to, 0.0);
  tame_tape_free(t);
}
END_TEST

START_TEST(two_programs_of_max_have_a_segment_and_a_parallelogram)
{
  tame_tape *t = tame_tape_alloc();
  tame_var x = tame_tape_input(t, 0.0), y = tame_tape_input(t, 0.0);
  tame_var d = tame_var_relu(tame_var_sub(x, y));
  tame_var first = tame_var_add(y, d);
  tame_var second = tame_var_sub(tame_var_add(d, tame_var_relu(y)),
                                 tame_var_relu(tame_var_neg(y)));
  tame_var builtin = tame_var_max(x, y);
  double set[32];
  size_t n;
  ck_assert_uint_eq(tame_tape_kinks(NULL, 0, first), 1);
  ck_assert_int_eq(tame_tape_gradient_set(set, &n, 16, 16, first), TAME_OK);
  ck_assert_uint_eq(n, 2);
  for (size_t i = 0; i < n; i++)
    ck_assert_double_eq(set[2 * i] + set[2 * i + 1], 1);
  ck_assert_int_eq(tame_tape_gradient_set(set, &n, 16, 16, builtin), TAME_OK);
  ck_assert_uint_eq(n, 2);
  for (size_t i = 0; i < n; i++)
    ck_assert_double_eq(set[2 * i] + set[2 * i + 1], 1);

  const double corner[4][2] = {{0, 0}, {1, -1}, {1, 1}, {0, 2}};
  ck_assert_uint_eq(tame_tape_kinks(NULL, 0, second), 3);
  ck_assert_int_eq(tame_tape_gradient_set(set, &n, 16, 16, second), TAME_OK);
  for (size_t k = 0; k < 4; k++) {
    bool is_there = false;
    for (size_t i = 0; i < n; i++)
      is_there = is_there ||
                 (set[2 * i] == corner[k][0] && set[2 * i + 1] == corner[k][1]);
    ck_assert(is_there);
  }
  /* samples (u, v) of the parallelogram: u in [0, 1], u + v in [0, 2] */
  gsl_rng *rng = tame_rng_alloc(43, "check_tape_kink", 0);
  for (size_t i = 0; i < 100; i++) {
    double g[2];
    ck_assert_int_eq(tame_tape_gradient_sample(g, second, rng), TAME_OK);
    ck_assert(g[0] >= 0 && g[0] <= 1 && g[0] + g[1] >= 0 && g[0] + g[1] <= 2);
  }
  gsl_rng_free(rng);
  tame_tape_free(t);
}
END_TEST

START_TEST(the_limits_of_a_listing_are_kept)
{
  tame_tape *t = tame_tape_alloc();
  tame_var x = tame_tape_input(t, 0.0), y = x;
  for (size_t i = 0; i < 5; i++)
    y = tame_var_add(tame_var_mulc(y, 3.0), tame_var_relu(x));
  tame_var_set_kink_at(y, 0, 0.5); /* not a kink, but must stay */
  double set[64] = {7.0};
  size_t n;
  ck_assert_int_eq(tame_tape_gradient_set(set, &n, 64, 31, y), TAME_MAX_ITER);
  ck_assert_uint_eq(n, 0);
  ck_assert_double_eq(set[0], 7.0);
  ck_assert_int_eq(tame_tape_gradient_set(set, &n, 10, 32, y), TAME_MAX_ITER);
  ck_assert_uint_eq(n, 10);
  ck_assert_int_eq(tame_tape_gradient_set(set, &n, 64, 32, y), TAME_OK);
  ck_assert_uint_eq(n, 32);
  ck_assert_double_eq(slope(y), 243.0);
  tame_tape_free(t);
}
END_TEST

START_TEST(kinks_that_cannot_matter_are_not_listed)
{
  tame_tape *t = tame_tape_alloc();
  tame_var x = tame_tape_input(t, 0.0), one = tame_tape_input(t, -1.0);
  tame_var k = tame_var_relu(x);
  tame_var unused = tame_var_abs(x);
  tame_var dead = tame_var_relu(tame_var_add(one, k));
  tame_var self = tame_var_max(x, x);
  tame_tape_kink kinks[4];
  ck_assert_uint_eq(tame_tape_kinks(kinks, 4, k), 1);
  ck_assert_uint_eq(kinks[0].y.index, k.index);
  ck_assert_int_eq(kinks[0].op, TAME_OP_RELU);
  ck_assert_double_eq(kinks[0].vertices, 2.0);
  ck_assert_uint_eq(tame_tape_kinks(kinks, 4, unused), 1);
  ck_assert_uint_eq(tame_tape_kinks(kinks, 4, dead), 0);
  ck_assert_uint_eq(tame_tape_kinks(kinks, 4, self), 0);
  /* hidden behind another kink it does matter, whatever is chosen there */
  tame_var both = tame_var_relu(k);
  ck_assert_uint_eq(tame_tape_kinks(kinks, 4, both), 2);
  ck_assert_uint_eq(tame_tape_kinks(kinks, 1, both), 2);
  tame_tape_free(t);
}
END_TEST

/* Sum_i (i + 1) y_i, to tell the entries apart */
static tame_var weighted(tame_vars y)
{
  tame_var f = tame_vars_at(y, 0);
  for (size_t i = 1; i < y.n; i++)
    f = tame_var_add(f, tame_var_mulc(tame_vars_at(y, i), (double)i + 1.0));
  return f;
}

START_TEST(ties_of_many_have_all_their_vertices)
{
  const double tie[5] = {1.0, 2.0, 1.0, 1.0, 0.0};
  tame_tape *t = tame_tape_alloc();
  tame_vars x = tame_tape_input_vector(t, tie, 5);
  double set[50 * 5];
  size_t n;
  ck_assert_int_eq(tame_tape_gradient_set(set, &n, 50, 50, tame_vars_max(x)),
                   0);
  ck_assert_uint_eq(n, 1);
  ck_assert_int_eq(tame_tape_gradient_set(
                       set, &n, 50, 50, tame_vars_max(tame_vars_part(x, 2, 3))),
                   0);
  ck_assert_uint_eq(n, 2);
  ck_assert_int_eq(
      tame_tape_gradient_set(set, &n, 50, 50, weighted(tame_vars_sort(x))), 0);
  ck_assert_uint_eq(n, 6); /* 3! orders of the ones */
  for (size_t i = 0; i < n; i++) {
    ck_assert_double_eq(set[5 * i + 1], 5.0);
    ck_assert_double_eq(set[5 * i + 4], 1.0);
    ck_assert_double_eq(set[5 * i] + set[5 * i + 2] + set[5 * i + 3], 9.0);
  }
  tame_var zero = tame_var_sub(tame_vars_at(x, 0), tame_vars_at(x, 2));
  tame_var v[3] = {zero, zero, zero};
  ck_assert_int_eq(
      tame_tape_gradient_set(set, &n, 50, 50, tame_var_norm1(v, 3)), 0);
  ck_assert_uint_eq(n, 4); /* -3, -1, 1, 3 */
  ck_assert_int_eq(
      tame_tape_gradient_set(set, &n, 50, 50, tame_var_norm2(v, 3)), 0);
  ck_assert_uint_eq(n, 2);
  gsl_rng *rng = tame_rng_alloc(44, "check_tape_kink", 0);
  const tame_var samples[] = {tame_vars_max(x), tame_var_norm1(v, 3),
                              tame_var_norm2(v, 3),
                              weighted(tame_vars_sort(x))};
  for (size_t i = 0; i < 4; i++)
    ck_assert_int_eq(tame_tape_gradient_sample(set, samples[i], rng), TAME_OK);
  ck_assert_double_eq(set[0] + set[2] + set[3], 9.0);
  gsl_rng_free(rng);
  tame_tape_free(t);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("tape_set");
  tcase_add_test(t, sets_of_one_input);
  tcase_add_test(t, two_programs_of_max_have_a_segment_and_a_parallelogram);
  tcase_add_test(t, the_limits_of_a_listing_are_kept);
  tcase_add_test(t, kinks_that_cannot_matter_are_not_listed);
  tcase_add_test(t, ties_of_many_have_all_their_vertices);
  return run_tests(t);
}
