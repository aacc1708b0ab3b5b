/* SPDX-License-Identifier: MIT */
/* tame/tape_cost.h: the table of costs, and programs whose counts are known. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/splitmix.h"
#include "tame/tape.h"
#include "tame/tape_cost.h"

/* --- the table ------------------------------------------------------------ */

START_TEST(ratios_of_the_dictionary)
{
  const double c = 4.0;
  const struct {
    tame_op op;
    double value, joint, omega;
  } rows[] = {
      {TAME_OP_ADD, 1, 1, 5},
      {TAME_OP_MUL, 1, 1, 5},
      {TAME_OP_DIV, 1, 1, 5},
      {TAME_OP_MULC, 1, 1, 3},
      {TAME_OP_RELU, 1, 1, 3},
      {TAME_OP_ABS, 1, 1, 3},
      {TAME_OP_MAX, 1, 1, 5},
      {TAME_OP_LEAKY, 2, 2, 2},
      {TAME_OP_RELU6, 2, 2, 2},
      {TAME_OP_EXP, c, c, (c + 2) / c},
      {TAME_OP_LOG, c, c + 1, (c + 3) / c},
      {TAME_OP_SQRT, c, c + 1, (c + 3) / c},
      {TAME_OP_TANH, c, c + 2, (c + 4) / c},
      {TAME_OP_SIGMOID, c + 3, c + 5, (c + 7) / (c + 3)},
      {TAME_OP_SOFTPLUS, 2 * c + 1, 2 * c + 2, (2 * c + 4) / (2 * c + 1)},
      {TAME_OP_ELU, c + 2, c + 2, (c + 4) / (c + 2)}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const tame_op_cost g = tame_tape_op_cost(rows[i].op, 1, c);
    ck_assert_double_eq(g.value, rows[i].value);
    ck_assert_double_eq(g.joint, rows[i].joint);
    ck_assert_double_eq(tame_tape_omega(rows[i].op, 1, c), rows[i].omega);
  }
  for (size_t k = 2; k < 40; k++) {
    const double n = (double)k;
    ck_assert_double_eq(tame_tape_omega(TAME_OP_NORM2, k, c),
                        (5 * n - 1 + c) / (2 * n - 1 + c));
    ck_assert_double_eq(tame_tape_omega(TAME_OP_NORM1, k, c),
                        (4 * n - 1) / (2 * n - 1));
    ck_assert_double_eq(tame_tape_omega(TAME_OP_MAXK, k, c),
                        (3 * n - 1) / (n - 1));
    ck_assert_double_eq_tol(tame_tape_omega(TAME_OP_SORT, k, c),
                            1 + 1 / ceil(log2(n)), 1e-15);
  }
  ck_assert(isnan(tame_tape_omega(TAME_OP_SORT, 1, c)));
  ck_assert(isnan(tame_tape_omega(TAME_OP_CONST, 1, c)));
}
END_TEST

START_TEST(every_operation_has_a_cost_and_a_name)
{
  for (int op = 0; op < TAME_OP_MAP; op++) {
    ck_assert_ptr_nonnull(tame_op_name((tame_op)op));
    const tame_op_cost g = tame_tape_op_cost((tame_op)op, 3, 2.0);
    if (op == TAME_OP_CONST || op == TAME_OP_INPUT || op == TAME_OP_GATHER) {
      ck_assert_double_eq(g.value, 0.0);
      continue;
    }
    ck_assert_double_ge(g.value, 1.0);
    ck_assert_double_ge(g.joint, g.value);
  }
}
END_TEST

/* --- programs ------------------------------------------------------------- */

static tame_var speelpenning(tame_tape *t, size_t p)
{
  tame_var y = tame_tape_input(t, 1.1), x;
  tame_var *v = tame_calloc(p, sizeof *v);
  v[0] = y;
  for (size_t i = 1; i < p; i++)
    v[i] = tame_tape_input(t, 0.9 + 0.01 * (double)i);
  for (size_t i = 1; i < p; i++) x = v[i], y = tame_var_mul(y, x);
  free(v);
  return y;
}

START_TEST(a_product_costs_five_times_its_value)
{
  for (size_t p = 2; p <= 1024; p *= 2) {
    tame_tape *t = tame_tape_alloc();
    const tame_var y = speelpenning(t, p);
    const double cost = tame_tape_cost(t, 1.0).value, n = (double)p;
    ck_assert_double_eq(cost, n - 1);
    ck_assert_double_eq(tame_tape_cost_back(t, 1.0), 5 * cost);
    ck_assert_double_eq(tame_tape_cost(t, 1.0).omega, 5.0);
    ck_assert_double_eq(tame_tape_cost_fwd(t, p, 1.0), (1 + 3 * n) * cost);
    ck_assert_double_eq(tame_tape_cost_lean(y, 1.0), 3 * cost);
    ck_assert_double_eq(tame_tape_cost_lean_fwd(t, p, 1.0), (1 + 3 * n) * cost);
    tame_tape_free(t);
  }
}
END_TEST

/* Rows x_1 +- x_2 +- ...: the first sign is drawn and not used. */
static void signs_times(tame_var *y, const tame_var *x, size_t p,
                        tame_splitmix *g)
{
  for (size_t i = 0; i < p; i++) {
    y[i] = x[0];
    for (size_t j = 0; j < p; j++) {
      const bool is_plus = tame_splitmix_uniform(g) < 0.5;
      if (j == 0) continue;
      y[i] = is_plus ? tame_var_add(y[i], x[j]) : tame_var_sub(y[i], x[j]);
    }
  }
}

START_TEST(a_norm_of_two_sign_matrices)
{
  const double lean[] = {1.571429, 1.774194, 1.881890, 1.939335, 1.969223};
  for (size_t p = 2, k = 0; p <= 32; p *= 2, k++) {
    tame_tape *t = tame_tape_alloc();
    tame_splitmix g = tame_splitmix_seed(3);
    tame_var x[32], y[32], z[32];
    for (size_t i = 0; i < p; i++)
      x[i] = tame_tape_input(t, tame_splitmix_normal(&g));
    signs_times(y, x, p, &g);
    signs_times(z, y, p, &g);
    tame_var f = tame_var_abs(z[0]);
    for (size_t i = 1; i < p; i++) f = tame_var_add(f, tame_var_abs(z[i]));
    const double n = (double)p, cost = tame_tape_cost(t, 1.0).value;
    ck_assert_double_eq(cost, 2 * n * n - 1);
    ck_assert_double_eq_tol(tame_tape_cost_back(t, 1.0) / cost,
                            5 - 2 * n / cost, 1e-14);
    const double ratio = tame_tape_cost_lean(f, 1.0) / cost;
    ck_assert_double_eq_tol(ratio, 1 + 2 * n * (n - 1) / cost, 1e-14);
    ck_assert_double_eq_tol(ratio, lean[k], 5e-7);
    ck_assert_double_eq(tame_tape_cost_lean_fwd(t, p, 1.0), (1 + n) * cost);
    tame_tape_free(t);
  }
}
END_TEST

/* Widths w, w, w, 1; weights and biases are inputs; |h - 1|. */
static tame_var network(tame_tape *t, size_t w, tame_var (*act)(tame_var))
{
  tame_splitmix g = tame_splitmix_seed(1);
  tame_var *h = tame_calloc(w, sizeof *h), *z = tame_calloc(w, sizeof *z);
  tame_var *weight = tame_calloc(w * w * 2 + w, sizeof *weight);
  tame_var *bias = tame_calloc(2 * w + 1, sizeof *bias);
  for (size_t k = 0; k < w; k++)
    h[k] = tame_tape_input(t, tame_splitmix_normal(&g));
  for (size_t k = 0; k < w * w * 2 + w; k++)
    weight[k] =
        tame_tape_input(t, sqrt(2.0 / (double)w) * tame_splitmix_normal(&g));
  for (size_t k = 0; k < 2 * w + 1; k++) bias[k] = tame_tape_input(t, 0.0);
  const tame_var one = tame_tape_input(t, 1.0);
  for (size_t layer = 0; layer < 3; layer++) {
    for (size_t j = 0; j < (layer < 2 ? w : 1); j++) {
      const tame_var *row = weight + layer * w * w + j * w;
      tame_var s = tame_var_mul(row[0], h[0]);
      for (size_t k = 1; k < w; k++)
        s = tame_var_add(s, tame_var_mul(row[k], h[k]));
      s = tame_var_add(s, bias[layer * w + j]);
      z[j] = layer < 2 ? act(s) : s;
    }
    tame_var *other = h;
    h = z;
    z = other;
  }
  const tame_var loss = tame_var_abs(tame_var_sub(h[0], one));
  free(bias);
  free(weight);
  free(z);
  free(h);
  return loss;
}

START_TEST(networks_have_the_counts_of_an_independent_program)
{
  const size_t w[] = {2, 8, 32, 64};
  const double cost[] = {26, 290, 4226, 16642};
  const double model[] = {4.615385, 4.882759, 4.969238, 4.984497};
  const double lean[] = {1.153846, 1.744828, 1.681496, 1.599928};
  for (size_t i = 0; i < 4; i++) {
    tame_tape *t = tame_tape_alloc();
    const tame_var f = network(t, w[i], tame_var_relu);
    const double n = (double)w[i], value = tame_tape_cost(t, 1.0).value;
    ck_assert_double_eq(value, cost[i]);
    const double ratio = tame_tape_cost_back(t, 1.0) / value;
    ck_assert_double_eq_tol(ratio, 5 - 2 * (2 * n + 1) / value, 1e-14);
    ck_assert_double_eq_tol(ratio, model[i], 5e-7);
    ck_assert_double_eq_tol(tame_tape_cost_lean(f, 1.0) / value, lean[i], 5e-7);
    tame_tape_free(t);
  }
}
END_TEST

START_TEST(other_activations_have_them_too)
{
  const struct {
    tame_var (*act)(tame_var);
    double model, lean;
  } rows[] = {{tame_var_tanh, (double)NAN, 2.499820},
              {tame_var_abs, (double)NAN, 2.476746},
              {tame_var_sigmoid, 4.909668, (double)NAN},
              {tame_var_softplus, 4.931708, (double)NAN},
              {tame_var_elu, 4.924133, (double)NAN},
              {tame_var_relu6, 4.954084, (double)NAN}};
  for (size_t i = 0; i < 6; i++) {
    tame_tape *t = tame_tape_alloc();
    const tame_var f = network(t, 64, rows[i].act);
    const double value = tame_tape_cost(t, 1.0).value;
    if (!isnan(rows[i].model))
      ck_assert_double_eq_tol(tame_tape_cost_back(t, 1.0) / value,
                              rows[i].model, 1e-6);
    if (!isnan(rows[i].lean))
      ck_assert_double_eq_tol(tame_tape_cost_lean(f, 1.0) / value, rows[i].lean,
                              5e-7);
    tame_tape_free(t);
  }
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("tape_cost");
  tcase_add_test(t, ratios_of_the_dictionary);
  tcase_add_test(t, every_operation_has_a_cost_and_a_name);
  tcase_add_test(t, a_product_costs_five_times_its_value);
  tcase_add_test(t, a_norm_of_two_sign_matrices);
  tcase_add_test(t, networks_have_the_counts_of_an_independent_program);
  tcase_add_test(t, other_activations_have_them_too);
  return run_tests(t);
}
