/* SPDX-License-Identifier: MIT */
/* tame/tape_vector.h against the same programs in scalars. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"
#include "tame/tape.h"
#include "tame/tape_cost.h"
#include "tame/tape_forward.h"
#include "tame/tape_vector.h"
#include "tape_programs.h"

/* --- comparisons ---------------------------------------------------------- */

static void close_arrays(const double *x, const double *y, size_t n)
{
  for (size_t i = 0; i < n; i++)
    ck_assert_double_eq_tol(x[i], y[i], 1e-12 * (1.0 + fabs(y[i])));
}

static void compare(const inputs *in, tame_vars y, const inputs *is,
                    tame_vars z, gsl_rng *rng)
{
  double w[M * N], gy[P], gz[P], vy[M * N], vz[M * N], dx[P * Q];
  double dy[M * N * Q], dz[M * N * Q];
  tame_var ly[M * N], lz[M * N];
  ck_assert_uint_eq(y.n, z.n);
  tame_vars_values(vy, y);
  tame_vars_values(vz, z);
  close_arrays(vy, vz, y.n);
  tame_rng_normal(w, y.n, rng);
  tame_vars_list(ly, y);
  tame_vars_list(lz, z);
  ck_assert_int_eq(tame_tape_vjp(gy, ly, w, y.n), TAME_OK);
  ck_assert_int_eq(tame_tape_vjp(gz, lz, w, z.n), TAME_OK);
  ck_assert_uint_eq(tame_tape_inputs(in->t), P);
  close_arrays(gy, gz, P);
  tame_rng_normal(dx, P * Q, rng);
  for (int k = TAME_LINEAR; k <= TAME_LEXICOGRAPHIC; k++) {
    const tame_tangent_rule rule = (tame_tangent_rule)k;
    ck_assert_int_eq(tame_tape_forward(dy, dx, Q, rule, ly, y.n), TAME_OK);
    ck_assert_int_eq(tame_tape_forward(dz, dx, Q, rule, lz, z.n), TAME_OK);
    close_arrays(dy, dz, y.n * Q);
  }
  ck_assert_uint_eq(tame_tape_inputs(is->t), P);
}

START_TEST(vectors_do_what_scalars_do)
{
  gsl_rng *rng = tame_rng_alloc(51, "check_tape_vector", 0);
  for (size_t k = 0; k < N_PAIRS; k++) {
    double value[P];
    tame_rng_normal(value, P, rng);
    const inputs in = begin(value), is = begin(value);
    const tame_vars y = PAIRS[k].vector(&in), z = PAIRS[k].scalar(&is);
    compare(&in, y, &is, z, rng);
    for (size_t rep = 0; rep < 5; rep++) {
      tame_rng_normal(value, P, rng);
      ck_assert_int_eq(tame_tape_replay(in.t, value), TAME_OK);
      ck_assert_int_eq(tame_tape_replay(is.t, value), TAME_OK);
      compare(&in, y, &is, z, rng);
    }
    tame_tape_free(in.t);
    tame_tape_free(is.t);
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(directional_derivatives_agree_at_kinks)
{
  /* at a lattice point everything ties; linear rules choose differently */
  gsl_rng *rng = tame_rng_alloc(52, "check_tape_vector", 0);
  for (size_t k = 0; k < N_PAIRS; k++) {
    double value[P], dx[P * Q], dy[M * N * Q], dz[M * N * Q];
    for (size_t i = 0; i < P; i++)
      value[i] = (double)gsl_rng_uniform_int(rng, 3) - 1.0;
    const inputs in = begin(value), is = begin(value);
    const tame_vars y = PAIRS[k].vector(&in), z = PAIRS[k].scalar(&is);
    tame_var ly[M * N], lz[M * N];
    tame_vars_list(ly, y);
    tame_vars_list(lz, z);
    for (size_t i = 0; i < P * Q; i++)
      dx[i] = (double)gsl_rng_uniform_int(rng, 5) - 2.0;
    for (int rule = TAME_DIRECTIONAL; rule <= TAME_LEXICOGRAPHIC; rule++) {
      const tame_tangent_rule r = (tame_tangent_rule)rule;
      ck_assert_int_eq(tame_tape_forward(dy, dx, Q, r, ly, y.n), TAME_OK);
      ck_assert_int_eq(tame_tape_forward(dz, dx, Q, r, lz, z.n), TAME_OK);
      close_arrays(dy, dz, y.n * Q);
    }
    tame_tape_free(in.t);
    tame_tape_free(is.t);
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(one_element_is_a_vector)
{
  tame_tape *t = tame_tape_alloc();
  const double a = 2.385;
  tame_vars x = tame_tape_input_vector(t, &a, 1);
  tame_var y[] = {tame_vars_sum(x),
                  tame_vars_norm1(x),
                  tame_vars_norm2(x),
                  tame_vars_max(x),
                  tame_vars_min(x),
                  tame_vars_logsumexp(x),
                  tame_vars_at(tame_vars_sort(x), 0),
                  tame_vars_at(tame_vars_matvec(x, x), 0),
                  tame_vars_at(tame_vars_matmul(x, x, 1, 1, 1), 0)};
  for (size_t i = 0; i < 9; i++) {
    double grad;
    ck_assert_int_eq(tame_tape_gradient(&grad, y[i]), TAME_OK);
    ck_assert_double_eq(grad, i < 7 ? 1.0 : 2 * a);
    ck_assert_double_eq(tame_var_value(y[i]), i < 7 ? a : a * a);
  }
  tame_tape_free(t);
}
END_TEST

START_TEST(vectors_of_consecutive_scalars_are_not_copied)
{
  tame_tape *t = tame_tape_alloc();
  const double x[3] = {1, 2, 3};
  tame_vars v = tame_tape_input_vector(t, x, 3);
  tame_var list[3];
  tame_vars_list(list, v);
  ck_assert_uint_eq(tame_vars_of(list, 3).first, v.first);
  list[1] = list[0];
  tame_vars w = tame_vars_of(list, 3);
  ck_assert_uint_ne(w.first, v.first);
  double value[3], grad[3];
  tame_vars_values(value, w);
  ck_assert(value[0] == 1 && value[1] == 1 && value[2] == 3);
  ck_assert_int_eq(tame_tape_gradient(grad, tame_vars_sum(w)), TAME_OK);
  ck_assert(grad[0] == 2 && grad[1] == 0 && grad[2] == 1);
  const double c[2] = {7, 8};
  tame_vars k = tame_tape_constant_vector(t, c, 2);
  ck_assert_double_eq(tame_var_value(tame_vars_at(k, 1)), 8.0);
  tame_tape_free(t);
}
END_TEST

START_TEST(what_does_not_reach_the_output_stays_out)
{
  /* 1/0 in a vector that nothing uses */
  tame_tape *t = tame_tape_alloc();
  const double x[2] = {0, 2};
  tame_vars v = tame_tape_input_vector(t, x, 2);
  tame_vars bad = tame_vars_mapc(TAME_OP_CDIV, v, 1.0);
  tame_var y = tame_vars_at(bad, 1);
  double grad[2];
  ck_assert_int_eq(tame_tape_gradient(grad, y), TAME_OK);
  ck_assert_double_eq(grad[0], 0.0);
  ck_assert_double_eq(grad[1], -0.25);
  tame_tape_free(t);
}
END_TEST

START_TEST(vectors_cost_what_their_entries_cost)
{
  double value[P];
  for (size_t i = 0; i < P; i++) value[i] = 0.3 + 0.1 * (double)(i % 7);
  for (size_t k = 0; k < N_PAIRS; k++) {
    if (PAIRS[k].vector == reductions_v || PAIRS[k].vector == sort_v) continue;
    const inputs in = begin(value), is = begin(value);
    PAIRS[k].vector(&in);
    PAIRS[k].scalar(&is);
    const tame_tape_costs v = tame_tape_cost(in.t, 4.0);
    const tame_tape_costs s = tame_tape_cost(is.t, 4.0);
    const double first = PAIRS[k].vector == product_v ? M * M : 0.0; /* 0 + */
    ck_assert_double_eq(v.value, s.value - first);
    ck_assert_double_le(v.omega, 5.0);
    tame_tape_free(in.t);
    tame_tape_free(is.t);
  }
}
END_TEST

START_TEST(lean_counts_of_vectors_are_those_of_their_entries)
{
  double value[P];
  for (size_t i = 0; i < P; i++) value[i] = 0.3 + 0.1 * (double)(i % 7);
  const inputs in = begin(value);
  const tame_var y = tame_vars_sum(network_v(&in));
  /* joint: M(2N - 1) + M + M + M - 1; backwards: sum nothing (4 assignments),
   * relu, bias nothing; A: M N products; x: M N products, (M - 1) N sums */
  const double joint = M * (2 * N - 1) + 3 * M - 1;
  ck_assert_double_eq(tame_tape_cost(in.t, 1.0).joint, joint);
  ck_assert_double_eq(tame_tape_cost_lean(y, 1.0),
                      joint + 2 * M * N + (M - 1) * N);
  tame_tape_free(in.t);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("tape_vector");
  tcase_add_test(t, vectors_do_what_scalars_do);
  tcase_add_test(t, directional_derivatives_agree_at_kinks);
  tcase_add_test(t, one_element_is_a_vector);
  tcase_add_test(t, vectors_of_consecutive_scalars_are_not_copied);
  tcase_add_test(t, what_does_not_reach_the_output_stays_out);
  tcase_add_test(t, vectors_cost_what_their_entries_cost);
  tcase_add_test(t, lean_counts_of_vectors_are_those_of_their_entries);
  return run_tests(t);
}
