/* SPDX-License-Identifier: MIT */
/* tame/tape_map.h against maps by hand, and tame/tape_program.h. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/diff.h"
#include "tame/map.h"
#include "tame/quadratic.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/tape_cost.h"
#include "tame/tape_forward.h"
#include "tame/tape_map.h"
#include "tame/tape_program.h"
#include "tame/tape_set.h"
#include "tame/tape_vector.h"

/* --- recorded maps -------------------------------------------------------- */

static void heron(tame_var *xnew, const tame_var *x, const tame_var *theta,
                  void *ctx)
{
  (void)ctx;
  const tame_var q = tame_var_div(theta[0], x[0]);
  xnew[0] = tame_var_mulc(tame_var_add(x[0], q), 0.5);
}

START_TEST(the_root_of_the_readme_without_a_derivative_by_hand)
{
  const double theta = 2.0, x0 = 1.0, u = 1.0, want = 0.25 * sqrt(2.0);
  tame_recorded *r = tame_recorded_alloc(1, 1, heron, &x0, &theta, NULL);
  const tame_map map = tame_recorded_map(r);
  tame_trajectory *t = tame_trajectory_alloc(&map, 10, false);
  tame_trajectory_init(t, &x0);
  for (int k = 0; k < 6; k++)
    ck_assert_int_eq(tame_trajectory_step(t, &theta), TAME_OK);
  double unrolled, implicit;
  ck_assert_int_eq(tame_diff_reverse(&unrolled, NULL, t, 6, &u, &theta),
                   TAME_OK);
  ck_assert_int_eq(tame_diff_implicit_vjp(
                       &implicit, &u, tame_trajectory_last(t), &theta, &map),
                   TAME_OK);
  ck_assert_double_eq_tol(unrolled, want, 1e-14);
  ck_assert_double_eq_tol(implicit, want, 1e-14);
  tame_trajectory_free(t);
  tame_recorded_free(r);
  tame_recorded_free(NULL);
}
END_TEST

enum { N = 12, P = 3 };

/* Gradient descent on a quadratic: x - step (H x - C theta). */
static void descent(tame_var *xnew, const tame_var *x, const tame_var *theta,
                    void *ctx)
{
  const tame_quadratic *q = ctx;
  tame_vars v = tame_vars_of(x, N);
  tame_vars g =
      tame_vars_sub(tame_vars_matvecc(q->h, N, v),
                    tame_vars_matvecc(q->c, N, tame_vars_of(theta, P)));
  tame_vars_list(xnew, tame_vars_sub(v, tame_vars_scalec(q->step, g)));
}

static double *random_vector(size_t n, size_t rep)
{
  gsl_rng *rng = tame_rng_alloc(61, "check_tape_map", rep);
  double *x = tame_vec(n);
  tame_rng_normal(x, n, rng);
  gsl_rng_free(rng);
  return x;
}

START_TEST(products_are_those_of_the_map_by_hand)
{
  double *h = tame_vec(N * N), *c = random_vector(N * P, 1);
  gsl_rng *rng = tame_rng_alloc(61, "check_tape_map", 0);
  tame_quadratic_random(h, NULL, NULL, N, 20.0, rng);
  gsl_rng_free(rng);
  tame_quadratic q = {N, P, h, c, tame_quadratic_best_step(20.0)};
  double *x = random_vector(N, 2), *theta = random_vector(P, 3);
  double *dx = random_vector(N, 4), *dtheta = random_vector(P, 5);
  double *jac = random_vector(N * P, 6), *w = random_vector(N, 7);
  const tame_map hand = tame_quadratic_map(&q);
  tame_recorded *r = tame_recorded_alloc(N, P, descent, w, dtheta, &q);
  const tame_map map = tame_recorded_map(r);
  double a[N * P], b[N * P], back_a[P], back_b[P];
#define SAME(n) ck_assert_double_lt(tame_distance(a, b, n), 1e-13)
  hand.value(a, x, theta, hand.ctx);
  map.value(b, x, theta, map.ctx);
  SAME(N);
  hand.jvp(a, dx, dtheta, x, theta, hand.ctx);
  map.jvp(b, dx, dtheta, x, theta, map.ctx);
  SAME(N);
  hand.jvp(a, dx, NULL, x, theta, hand.ctx);
  map.jvp(b, dx, NULL, x, theta, map.ctx);
  SAME(N);
  memcpy(back_a, dtheta, sizeof back_a);
  memcpy(back_b, dtheta, sizeof back_b);
  hand.vjp(a, back_a, w, x, theta, hand.ctx);
  map.vjp(b, back_b, w, x, theta, map.ctx);
  SAME(N);
  ck_assert_double_lt(tame_distance(back_a, back_b, P), 1e-13);
  map.vjp(b, NULL, w, x, theta, map.ctx);
  SAME(N);
  for (size_t k = 0; k < 2; k++) {
    ck_assert_int_eq(tame_diff_piggyback(a, k ? jac : NULL, x, theta, &hand),
                     0);
    map.piggyback(b, k ? jac : NULL, x, theta, map.ctx);
    SAME(N * P);
  }
  ck_assert_double_lt(tame_diff_dot_test(dx, dtheta, w, x, theta, &map), 1e-14);
#undef SAME
  tame_recorded_free(r);
  double *all[] = {h, c, x, theta, dx, dtheta, jac, w};
  for (size_t i = 0; i < 8; i++) free(all[i]);
}
END_TEST

START_TEST(a_map_at_nan_is_nan)
{
  const double x0 = 1.0, theta = 2.0, nan = (double)NAN, u = 1.0;
  tame_recorded *r = tame_recorded_alloc(1, 1, heron, &x0, &theta, NULL);
  const tame_map map = tame_recorded_map(r);
  double y = 0.0, g = 0.0;
  map.value(&y, &nan, &theta, map.ctx);
  ck_assert(isnan(y));
  map.jvp(&y, &u, &u, &x0, &nan, map.ctx);
  ck_assert(isnan(y));
  map.vjp(&y, &g, &u, &nan, &theta, map.ctx);
  ck_assert(isnan(y) && isnan(g));
  y = 0.0;
  map.piggyback(&y, NULL, &nan, &theta, map.ctx);
  ck_assert(isnan(y));
  map.value(&y, &x0, &theta, map.ctx);
  ck_assert_double_eq(y, 1.5);
  tame_recorded_free(r);
}
END_TEST

static void halve(tame_var *xnew, const tame_var *x, const tame_var *theta,
                  void *ctx)
{
  (void)theta;
  *(size_t *)ctx += 1;
  xnew[0] = tame_var_mulc(x[1], 0.5);
  xnew[1] = x[0];
}

START_TEST(a_map_without_parameters_records_once)
{
  size_t calls = 0;
  const double x0[2] = {3, 4};
  tame_recorded *r = tame_recorded_alloc(2, 0, halve, x0, NULL, &calls);
  const tame_map map = tame_recorded_map(r);
  double y[2], a[4];
  map.value(y, x0, NULL, map.ctx);
  ck_assert(y[0] == 2.0 && y[1] == 3.0);
  ck_assert_int_eq(tame_diff_jacobians(a, NULL, y, NULL, &map), TAME_OK);
  ck_assert(a[0] == 0.0 && a[1] == 0.5 && a[2] == 1.0 && a[3] == 0.0);
  ck_assert_uint_eq(calls, 1);
  ck_assert_uint_eq(tame_tape_inputs(tame_recorded_tape(r)), 2);
  tame_recorded_free(r);
}
END_TEST

/* --- calls of maps -------------------------------------------------------- */

/* Two steps of descent from a kinked point, by calls or written out. */
static tame_var two_steps(tame_tape *t, const double *value, tame_quadratic *q,
                          const tame_map *map)
{
  tame_vars in = tame_tape_input_vector(t, value, N + P);
  tame_vars x = tame_vars_relu(tame_vars_part(in, 0, N));
  tame_vars theta = tame_vars_map(TAME_OP_SIN, tame_vars_part(in, N, P));
  for (size_t k = 0; k < 2; k++) {
    if (map) {
      x = tame_vars_call(map, x, theta);
    } else {
      tame_var list[N + P], next[N];
      tame_vars_list(list, x);
      tame_vars_list(list + N, theta);
      descent(next, list, list + N, q);
      x = tame_vars_of(next, N);
    }
  }
  return tame_vars_norm1(x);
}

START_TEST(a_call_of_a_map_is_its_program)
{
  enum { Q = 10 };
  double *h = tame_vec(N * N), *c = random_vector(N * P, 1);
  gsl_rng *rng = tame_rng_alloc(61, "check_tape_map", 0);
  tame_quadratic_random(h, NULL, NULL, N, 20.0, rng);
  gsl_rng_free(rng);
  tame_quadratic q = {N, P, h, c, tame_quadratic_best_step(20.0)};
  const tame_map map = tame_quadratic_map(&q);
  double *start = random_vector(N + P, 8), *other = random_vector(N + P, 9);
  double *dx = random_vector((N + P) * Q, 10), a[N + P], b[N + P];
  tame_tape *s = tame_tape_alloc(), *t = tame_tape_alloc();
  tame_var y = two_steps(s, start, &q, NULL), z = two_steps(t, start, &q, &map);
  for (size_t rep = 0; rep < 2; rep++) {
    ck_assert_double_eq_tol(tame_var_value(y), tame_var_value(z), 1e-13);
    ck_assert_int_eq(tame_tape_gradient(a, y), TAME_OK);
    ck_assert_int_eq(tame_tape_gradient(b, z), TAME_OK);
    ck_assert_double_lt(tame_distance(a, b, N + P), 1e-13);
    ck_assert_int_eq(tame_tape_forward(a, dx, Q, TAME_LINEAR, &y, 1), TAME_OK);
    ck_assert_int_eq(tame_tape_forward(b, dx, Q, TAME_LINEAR, &z, 1), TAME_OK);
    ck_assert_double_lt(tame_distance(a, b, Q), 1e-13);
    other[2] = 0.0; /* a kink behind the calls */
    ck_assert_int_eq(tame_tape_replay(s, other), TAME_OK);
    ck_assert_int_eq(tame_tape_replay(t, other), TAME_OK);
  }
  ck_assert_uint_eq(tame_tape_kinks(NULL, 0, y), 1);
  ck_assert_uint_eq(tame_tape_kinks(NULL, 0, z), 1);
  /* relu N, sin 1 each, norm1; Jacobians of the calls are dense */
  const tame_tape_costs cost = tame_tape_cost(t, 1.0);
  ck_assert_double_eq(cost.value, N + P + 2 * N - 1);
  ck_assert_double_eq(cost.back, 2 * (N + P) + 2 * N + 2 * 2 * N * (N + P));
  ck_assert_double_gt(tame_tape_cost_lean(z, 1.0),
                      cost.joint + 2 * N * (N + P));
  tame_operation g = {0};
  size_t arg[N + P];
  for (int k = 0; k < 4; k++) ck_assert(tame_tape_next(&g, t));
  ck_assert_int_eq(g.op, TAME_OP_CALL);
  ck_assert_uint_eq(g.args, N + P);
  tame_operation_args(arg, &g, t);
  ck_assert_uint_eq(arg[N], 2 * N + P);
  tame_tape_free(t);
  tame_tape_free(s);
  double *all[] = {h, c, start, other, dx};
  for (size_t i = 0; i < 5; i++) free(all[i]);
}
END_TEST

START_TEST(a_recorded_map_can_be_called_from_another_tape)
{
  const double x0 = 1.0, theta = 2.0;
  tame_recorded *r = tame_recorded_alloc(1, 1, heron, &x0, &theta, NULL);
  const tame_map map = tame_recorded_map(r);
  tame_tape *t = tame_tape_alloc();
  const double in[2] = {1.5, 2.0};
  tame_vars v = tame_tape_input_vector(t, in, 2), x = tame_vars_part(v, 0, 1);
  for (size_t k = 0; k < 5; k++)
    x = tame_vars_call(&map, x, tame_vars_part(v, 1, 1));
  double grad[2];
  ck_assert_int_eq(tame_tape_gradient(grad, tame_vars_at(x, 0)), TAME_OK);
  ck_assert_double_eq_tol(grad[0], 0.0, 1e-15);
  ck_assert_double_eq_tol(grad[1], 0.25 * sqrt(2.0), 1e-15);
  tame_tape_free(t);
  tame_recorded_free(r);
}
END_TEST

/* --- looking at programs -------------------------------------------------- */

/* One of every kind of operation; returns how many there are. */
static size_t record_all(tame_tape *t)
{
  const double m[4] = {1, 2, 3, 4};
  tame_vars a = tame_tape_input_vector(t, m, 4), x = tame_vars_part(a, 1, 2);
  tame_var p = tame_vars_at(a, 0), q = tame_vars_at(a, 3);
  tame_var_where(tame_var_sub(p, q), tame_var_addc(q, 2.5),
                 tame_tape_constant(t, 7));
  tame_var_exp(p);
  tame_vars_norm2(a);
  tame_vars_dot(x, x);
  const tame_var pair[2] = {q, p};
  tame_vars_sort(tame_vars_of(pair, 2));
  tame_vars_mapc(TAME_OP_LEAKY, x, 0.1);
  tame_vars_zip(TAME_OP_MAX, x, x);
  tame_vars_scale(p, x);
  tame_vars_axpy(p, x, x);
  tame_vars_matvec(a, x);
  tame_vars_matvecc(m, 2, x);
  tame_vars_matmul(a, a, 2, 2, 2);
  return 17;
}

START_TEST(a_program_can_be_walked)
{
  tame_tape *t = tame_tape_alloc();
  const size_t n = record_all(t);
  ck_assert_uint_eq(tame_tape_operations(t), n);
  tame_operation g = {0};
  size_t count = 0, values = 0, arg[16];
  while (tame_tape_next(&g, t)) {
    ck_assert_uint_eq(g.number, ++count);
    ck_assert_uint_eq(g.result, values);
    values += g.results;
    ck_assert_uint_le(g.args, 16);
    tame_operation_args(arg, &g, t);
    for (size_t i = 0; i < g.args; i++) ck_assert_uint_lt(arg[i], g.result);
    if (g.op == TAME_OP_WHERE) ck_assert_uint_eq(g.args, 3);
    if (g.op == TAME_OP_MATVEC) ck_assert_uint_eq(g.args, 6);
    if (g.op == TAME_OP_MAP) {
      ck_assert_int_eq(g.inner, TAME_OP_LEAKY);
      ck_assert_double_eq(g.constant, 0.1);
    }
    if (g.op == TAME_OP_AXPY)
      ck_assert(arg[0] == 0 && arg[1] == 1 && arg[3] == 1);
  }
  ck_assert_uint_eq(count, n);
  ck_assert_uint_eq(values, tame_tape_values(t));
  ck_assert(!tame_tape_next(&g, t));
  tame_tape_free(t);
}
END_TEST

START_TEST(levels_are_depths)
{
  tame_tape *t = tame_tape_alloc();
  tame_var v[4];
  for (size_t i = 0; i < 4; i++) v[i] = tame_tape_input(t, (double)i);
  tame_var q = tame_var_add(tame_var_mul(v[0], v[2]), tame_var_mul(v[0], v[3]));
  tame_var p = tame_var_mul(v[1], tame_var_add(v[2], v[3]));
  tame_var s = tame_var_add(q, p);
  int level[16];
  tame_tape_levels(level, t);
  ck_assert_int_eq(level[v[3].index], -1);
  ck_assert_int_eq(level[q.index], 1);
  ck_assert_int_eq(level[p.index], 1);
  ck_assert_int_eq(level[s.index], 2);
  ck_assert_double_eq(tame_tape_cost(t, 1.0).value, 6.0);
  ck_assert_double_eq(tame_var_value(tame_tape_at(t, s.index)),
                      tame_var_value(s));
  tame_tape_free(t);
}
END_TEST

START_TEST(a_program_can_be_printed)
{
  tame_tape *t = tame_tape_alloc();
  tame_var x = tame_tape_input(t, 1.5);
  tame_var_mul(tame_var_mulc(x, -0.5), x);
  tame_vars_norm1(tame_vars_of((const tame_var[]){x, x, x, x, x, x, x}, 7));
  FILE *f = tmpfile();
  ck_assert_ptr_nonnull(f);
  tame_tape_print(f, t);
  rewind(f);
  const char *const want[] = {
      "v0 = input   (1.5)\n", "v1 = multiply by constant -0.5 v0   (-0.75)\n",
      "v2 = mul v1 v0   (-1.125)\n",
      "v3..v9 = gather v0 v0 v0 v0 ... v0   (1.5, ...)\n",
      "v10 = norm1 v3 v4 v5 v6 ... v9   (10.5)\n"};
  char line[200];
  for (size_t i = 0; i < 5; i++) {
    ck_assert_ptr_nonnull(fgets(line, sizeof line, f));
    ck_assert_str_eq(line, want[i]);
  }
  ck_assert_ptr_null(fgets(line, sizeof line, f));
  fclose(f);
  tame_tape_free(t);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("tape_map");
  tcase_add_test(t, the_root_of_the_readme_without_a_derivative_by_hand);
  tcase_add_test(t, products_are_those_of_the_map_by_hand);
  tcase_add_test(t, a_map_at_nan_is_nan);
  tcase_add_test(t, a_map_without_parameters_records_once);
  tcase_add_test(t, a_call_of_a_map_is_its_program);
  tcase_add_test(t, a_recorded_map_can_be_called_from_another_tape);
  tcase_add_test(t, a_program_can_be_walked);
  tcase_add_test(t, levels_are_depths);
  tcase_add_test(t, a_program_can_be_printed);
  return run_tests(t);
}
