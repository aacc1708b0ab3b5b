/* SPDX-License-Identifier: MIT */
/* Programs on the tape at other points: replay, forward against reverse;
 * memory; misuse. */
#include <check.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"
#include "tame/tape.h"
#include "tame/tape_forward.h"
#include "tame/tape_kink.h"
#include "tame/tape_vector.h"

/* --- replay --------------------------------------------------------------- */

/* A program of n_ops random operations on the values so far, seeded by rep. */
static tame_var random_program(tame_tape *t, const double *x, size_t n,
                               size_t n_ops, size_t rep)
{
  gsl_rng *rng = tame_rng_alloc(41, "check_tape/program", rep);
  tame_var *v = tame_calloc(n + n_ops, sizeof *v);
  for (size_t i = 0; i < n; i++) v[i] = tame_tape_input(t, x[i]);
  for (size_t i = n; i < n + n_ops; i++) {
    const tame_var a = v[gsl_rng_uniform_int(rng, i)];
    const tame_var b = v[gsl_rng_uniform_int(rng, i)];
    tame_var (*const safe[])(tame_var) = {
        tame_var_neg,  tame_var_abs,     tame_var_relu,     tame_var_relu6,
        tame_var_tanh, tame_var_sigmoid, tame_var_softplus, tame_var_sin,
        tame_var_atan, tame_var_erf,     tame_var_sign,     tame_var_cos};
    const size_t kind = gsl_rng_uniform_int(rng, 18);
    v[i] = kind < 12    ? safe[kind](a)
           : kind == 12 ? tame_var_add(a, b)
           : kind == 13 ? tame_var_sub(a, b)
           : kind == 14 ? tame_var_mul(tame_var_tanh(a), tame_var_sin(b))
           : kind == 15 ? tame_var_max(a, b)
           : kind == 16 ? tame_var_where(a, b, a)
                        : tame_var_norm2(v + i / 2, i - i / 2);
  }
  const tame_var y = tame_var_norm1(v + n, n_ops);
  free(v);
  gsl_rng_free(rng);
  return y;
}

START_TEST(replay_is_recording_again)
{
  enum { N = 7, OPS = 60 };
  gsl_rng *rng = tame_rng_alloc(41, "check_tape/points", 0);
  for (size_t rep = 0; rep < 50; rep++) {
    double x[N], other[N], grad[N], again[N];
    tame_rng_normal(x, N, rng);
    tame_rng_normal(other, N, rng);
    tame_tape *t = tame_tape_alloc(), *s = tame_tape_alloc();
    const tame_var y = random_program(t, x, N, OPS, rep);
    const tame_var z = random_program(s, other, N, OPS, rep);
    ck_assert_int_eq(tame_tape_replay(t, other), TAME_OK);
    ck_assert_double_eq(tame_var_value(y), tame_var_value(z));
    ck_assert_int_eq(tame_tape_gradient(grad, y), TAME_OK);
    ck_assert_int_eq(tame_tape_gradient(again, z), TAME_OK);
    for (size_t i = 0; i < N; i++) ck_assert_double_eq(grad[i], again[i]);
    tame_tape_free(s);
    tame_tape_free(t);
  }
  gsl_rng_free(rng);
}
END_TEST

/* Values and derivatives along x' = 1 of all x, carried along by hand. */
typedef struct {
  double v, d;
} dual;

static dual combine(size_t kind, dual a, dual b)
{
  switch (kind) {
  case 0:
    return (dual){a.v + b.v, a.d + b.d};
  case 1:
    return (dual){a.v - b.v, a.d - b.d};
  case 2:
    return (dual){a.v * b.v, a.d * b.v + a.v * b.d};
  case 3:
    return (dual){a.v + 0.7, a.d};
  case 4:
    return (dual){a.v * -0.9, a.d * -0.9};
  default:
    return (dual){a.v < 0 ? 0 : a.v, a.v > 0 ? a.d : 0};
  }
}

static tame_var record(size_t kind, tame_var a, tame_var b)
{
  switch (kind) {
  case 0:
    return tame_var_add(a, b);
  case 1:
    return tame_var_sub(a, b);
  case 2:
    return tame_var_mul(a, b);
  case 3:
    return tame_var_addc(a, 0.7);
  case 4:
    return tame_var_mulc(a, -0.9);
  default:
    return tame_var_relu(a);
  }
}

START_TEST(chains_through_the_last_values_are_right)
{
  /* operations on the last few values, x + x and x * x among them, are stored
   * and swept in a way of their own */
  enum { N = 3, OPS = 24 };
  gsl_rng *rng = tame_rng_alloc(41, "check_tape/chains", 0);
  for (size_t rep = 0; rep < 2000; rep++) {
    double x[N], grad[N], sum = 0.0, size = 1.0, forward;
    const double ones[N] = {1, 1, 1}, zeros[N] = {0};
    dual w[N + OPS];
    tame_var v[N + OPS];
    tame_tape *t = tame_tape_alloc();
    tame_rng_uniform(x, N, -1.2, 1.2, rng);
    for (size_t i = 0; i < N; i++) {
      w[i] = (dual){x[i], 1.0};
      v[i] = tame_tape_input(t, zeros[i]);
    }
    for (size_t i = N; i < N + OPS; i++) {
      const size_t a = i - 1 - gsl_rng_uniform_int(rng, 3);
      const size_t b = i - 1 - gsl_rng_uniform_int(rng, 3);
      const size_t kind = gsl_rng_uniform_int(rng, 6);
      v[i] = record(kind, v[a], v[b]);
      w[i] = combine(kind, w[a], w[b]);
      size += fabs(w[i].d) + fabs(w[i].v);
    }
    const tame_var y = v[N + OPS - 1 - rep % 3];
    ck_assert_int_eq(tame_tape_replay(t, x), TAME_OK);
    ck_assert_double_eq(tame_var_value(y), w[N + OPS - 1 - rep % 3].v);
    ck_assert_int_eq(tame_tape_gradient(grad, y), TAME_OK);
    ck_assert_int_eq(tame_tape_jvp(&forward, ones, &y, 1), TAME_OK);
    for (size_t i = 0; i < N; i++) sum += grad[i];
    const double want = w[N + OPS - 1 - rep % 3].d;
    ck_assert_double_eq_tol(forward, want, 1e-13 * size);
    ck_assert_double_eq_tol(sum, want, 1e-12 * size);
    tame_tape_free(t);
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(forward_is_the_transpose_of_reverse)
{
  enum { N = 7, P = 19 };
  gsl_rng *rng = tame_rng_alloc(41, "check_tape/dot", 0);
  for (size_t rep = 0; rep < 50; rep++) {
    double x[N], grad[N], dx[N * P], dy[P];
    tame_rng_normal(x, N, rng);
    tame_rng_normal(dx, N * P, rng);
    tame_tape *t = tame_tape_alloc();
    const tame_var y = random_program(t, x, N, 60, rep);
    ck_assert_int_eq(tame_tape_gradient(grad, y), TAME_OK);
    for (int rule = TAME_LINEAR; rule <= TAME_LEXICOGRAPHIC; rule++)
      for (size_t p = 1; p <= P; p += 6) {
        ck_assert_int_eq(
            tame_tape_forward(dy, dx, p, (tame_tangent_rule)rule, &y, 1),
            TAME_OK);
        for (size_t j = 0; j < p; j++) {
          double want = 0.0, size = 1.0;
          for (size_t i = 0; i < N; i++) want += grad[i] * dx[i * p + j];
          for (size_t i = 0; i < N; i++) size += fabs(grad[i] * dx[i * p + j]);
          ck_assert_double_eq_tol(dy[j], want, 1e-12 * size);
        }
      }
    tame_tape_free(t);
  }
  gsl_rng_free(rng);
}
END_TEST

/* --- memory --------------------------------------------------------------- */

START_TEST(a_recorded_operation_takes_at_most_24_bytes)
{
  enum { OPS = 1000000 };
  tame_tape *t = tame_tape_alloc();
  tame_var x = tame_tape_input(t, 0.3), y = x;
  for (size_t i = 0; i < OPS; i++)
    y = i % 3 == 0   ? tame_var_mulc(y, 0.7)
        : i % 3 == 1 ? tame_var_sin(y)
                     : tame_var_add(y, x);
  double grad;
  ck_assert_int_eq(tame_tape_gradient(&grad, y), TAME_OK);
  ck_assert_double_lt((double)tame_tape_bytes(t) / OPS, 24.0 + 0.5);
  tame_tape_free(t);
}
END_TEST

START_TEST(a_cleared_tape_is_as_new)
{
  tame_tape *t = tame_tape_alloc();
  double grad[2];
  for (size_t rep = 0; rep < 3; rep++) {
    tame_var x = tame_tape_input(t, 0.0);
    tame_var y = tame_var_relu(x), z = tame_var_mulc(y, 2.5 + (double)rep);
    ck_assert_int_eq(tame_tape_gradient(grad, z), TAME_OK);
    ck_assert_double_eq(grad[0], 0.0);
    tame_var_set_kink(y, 1.0);
    ck_assert_int_eq(tame_tape_gradient(grad, z), TAME_OK);
    ck_assert_double_eq(grad[0], 2.5 + (double)rep);
    tame_tape_clear(t);
    ck_assert_uint_eq(tame_tape_inputs(t), 0);
  }
  tame_tape_free(t);
}
END_TEST

/* --- misuse aborts -------------------------------------------------------- */

static tame_tape *other_tape(tame_var *x)
{
  tame_tape *t = tame_tape_alloc();
  *x = tame_tape_input(t, 1.0);
  return t;
}

START_TEST(variables_of_two_tapes_do_not_mix)
{
  tame_var x, y;
  other_tape(&x);
  other_tape(&y);
  tame_var_add(x, y);
}
END_TEST

START_TEST(outputs_of_two_tapes_do_not_mix)
{
  tame_var y[2];
  other_tape(&y[0]);
  other_tape(&y[1]);
  double grad[1];
  const double w[2] = {1, 1};
  tame_tape_vjp(grad, y, w, 2);
}
END_TEST

START_TEST(a_variable_ends_with_its_program)
{
  tame_var x;
  tame_tape *t = other_tape(&x);
  tame_tape_clear(t);
  tame_var_value(x);
}
END_TEST

START_TEST(a_choice_lies_between_0_and_1)
{
  tame_var x;
  other_tape(&x);
  tame_var_set_kink(tame_var_relu(x), 1.5);
}
END_TEST

START_TEST(smooth_operations_have_no_default_choice)
{
  tame_var x;
  tame_tape_set_kink(other_tape(&x), TAME_OP_EXP, 0.5);
}
END_TEST

START_TEST(lengths_must_agree)
{
  const double v[3] = {1, 2, 3};
  tame_vars x = tame_tape_input_vector(tame_tape_alloc(), v, 3);
  tame_vars_dot(x, tame_vars_part(x, 0, 2));
}
END_TEST

START_TEST(a_part_lies_inside)
{
  const double v[3] = {1, 2, 3};
  tame_vars x = tame_tape_input_vector(tame_tape_alloc(), v, 3);
  tame_vars_part(x, 2, 2);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("tape_replay");
  tcase_add_test(t, replay_is_recording_again);
  tcase_add_test(t, chains_through_the_last_values_are_right);
  tcase_add_test(t, forward_is_the_transpose_of_reverse);
  tcase_add_test(t, a_recorded_operation_takes_at_most_24_bytes);
  tcase_add_test(t, a_cleared_tape_is_as_new);
  const char *fork = getenv("CK_FORK"); /* a signal would end this process */
  if (!fork || strcmp(fork, "no") != 0) {
    tcase_add_test_raise_signal(t, variables_of_two_tapes_do_not_mix, SIGABRT);
    tcase_add_test_raise_signal(t, outputs_of_two_tapes_do_not_mix, SIGABRT);
    tcase_add_test_raise_signal(t, a_variable_ends_with_its_program, SIGABRT);
    tcase_add_test_raise_signal(t, a_choice_lies_between_0_and_1, SIGABRT);
    tcase_add_test_raise_signal(t, smooth_operations_have_no_default_choice,
                                SIGABRT);
    tcase_add_test_raise_signal(t, lengths_must_agree, SIGABRT);
    tcase_add_test_raise_signal(t, a_part_lies_inside, SIGABRT);
  }
  return run_tests(t);
}
