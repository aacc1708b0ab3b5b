/* SPDX-License-Identifier: MIT */
/* tame/relu_net.h: values by three routes, elements of the conservative gradient
 * against differences and Euler's identity, and what holds at kinks. */
#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/relu_net.h"
#include "tame/stats.h"
#include "tame/tape_forward.h"
#include "tame/tape_kink.h"

enum { N = 4 };
static const size_t WIDTH[] = {N, 8, 8, 8, 1};

/* The random net of the experiments and the generator after it. */
static tame_relu_net net;
static tame_splitmix rng;

static void set_up(void)
{
  rng = tame_splitmix_seed(7);
  net = tame_relu_net_random(WIDTH, 4, &rng);
}

static void tear_down(void) { tame_relu_net_free(&net); }

/* x [n] <- integers from -2 to 2 */
static void lattice(double *x, size_t n)
{
  for (size_t i = 0; i < n; i++)
    x[i] = floor(5.0 * tame_splitmix_uniform(&rng)) - 2.0;
}

static void uniform(double *x, size_t n)
{
  for (size_t i = 0; i < n; i++) x[i] = tame_splitmix_uniform(&rng);
}

static double dot(const double *a, const double *b, size_t n)
{
  double sum = 0.0;
  for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

static double value(const double *x)
{
  double z[64];
  return tame_relu_net_value(z, x, &net);
}

/* v <- the gradient by the choice A at kinks */
static void gradient(double *v, const double *x, double a)
{
  double z[64], d[64], work[64];
  tame_relu_net_value(z, x, &net);
  tame_relu_net_choice(d, z, a, &net);
  tame_relu_net_element(v, work, d, &net);
}

START_TEST(the_random_net_is_the_one_that_was_drawn_elsewhere)
{
  /* entries that are not zero, from an independent program */
  static const size_t COUNT[] = {21, 36, 43, 7};
  for (size_t l = 0; l < 4; l++)
    ck_assert_uint_eq(net.start[net.layer[l + 1]] - net.start[net.layer[l]],
                      COUNT[l]);
  ck_assert_uint_eq(net.nnz, 107);
  ck_assert_uint_eq(tame_relu_net_units(&net), 24);
}
END_TEST

START_TEST(a_small_net_is_the_formula_it_says)
{
  /* ReLU(x1 - x2) - ReLU(x2) */
  tame_relu_net f = tame_relu_net_empty(2);
  double z[3], d[3] = {0.25, 0.5, 0}, v[2], work[3];
  tame_relu_net_begin_layer(&f);
  tame_relu_net_add_row(&f, (size_t[]){0, 1}, (int8_t[]){1, -1}, 2);
  tame_relu_net_add_row(&f, (size_t[]){1}, (int8_t[]){1}, 1);
  tame_relu_net_begin_layer(&f);
  tame_relu_net_add_row(&f, (size_t[]){0, 1}, (int8_t[]){1, -1}, 2);
  ck_assert_double_eq(tame_relu_net_value(z, (double[]){3.5, 1.25}, &f), 1.0);
  ck_assert_double_eq(z[0], 2.25);
  ck_assert_double_eq(tame_relu_net_value(z, (double[]){1.0, 1.25}, &f), -1.25);
  tame_relu_net_element(v, work, d, &f);
  ck_assert_double_eq(v[0], 0.25);
  ck_assert_double_eq(v[1], -0.75);
  tame_relu_net_free(&f);
}
END_TEST

START_TEST(integers_and_reals_give_the_same_values)
{
  int32_t xi[N], zi[64];
  double x[N], z[64];
  size_t wrong = 0;
  for (int k = 0; k < 1000; k++) {
    lattice(x, N);
    for (size_t i = 0; i < N; i++) xi[i] = (int32_t)x[i];
    wrong += tame_relu_net_value(z, x, &net) !=
             tame_relu_net_value_int(zi, xi, &net);
    for (size_t r = 0; r < net.n_rows; r++) wrong += z[r] != zi[r];
  }
  ck_assert_uint_eq(wrong, 0);
}
END_TEST

START_TEST(values_are_positively_homogeneous)
{
  double x[N], y[N];
  for (int k = 0; k < 100; k++) {
    lattice(x, N);
    for (size_t i = 0; i < N; i++) y[i] = 3.0 * x[i];
    ck_assert_double_eq(value(y), 3.0 * value(x));
  }
}
END_TEST

START_TEST(gradients_are_difference_quotients_where_the_net_is_smooth)
{
  double x[N], v[N], plus, minus;
  for (int k = 0; k < 200; k++) {
    uniform(x, N); /* no ties, and no kink within 1e-7 */
    gradient(v, x, 0.3);
    for (size_t i = 0; i < N; i++) {
      const double xi = x[i];
      x[i] = xi + 1e-7;
      plus = value(x);
      x[i] = xi - 1e-7;
      minus = value(x);
      x[i] = xi;
      ck_assert_double_eq_tol((plus - minus) / 2e-7, v[i], 1e-6);
    }
  }
}
END_TEST

START_TEST(every_element_satisfies_eulers_identity)
{
  double x[N], z[64], d[64], v[N], work[64];
  size_t ties = 0;
  for (int k = 0; k < 500; k++) {
    lattice(x, N);
    const double f = tame_relu_net_value(z, x, &net);
    tame_relu_net_choice(d, z, 0.0, &net);
    for (size_t r = 0; r < 24; r++)
      if (z[r] == 0.0) {
        d[r] = tame_splitmix_uniform(&rng);
        ties++;
      }
    tame_relu_net_element(v, work, d, &net);
    ck_assert_double_eq_tol(dot(v, x, N), f, 1e-12);
  }
  ck_assert_uint_gt(ties, 500);
}
END_TEST

/* Is v the element of some choice in {0, 1}^units? */
static bool is_element(const double *v, const tame_relu_net *f)
{
  double d[16], g[N], work[16];
  const size_t units = tame_relu_net_units(f);
  for (size_t b = 0; b < (size_t)1 << units; b++) {
    for (size_t r = 0; r < units; r++) d[r] = (double)(b >> r & 1);
    tame_relu_net_element(g, work, d, f);
    if (tame_distance(g, v, f->n) == 0.0) return true;
  }
  return false;
}

START_TEST(the_path_gives_an_element_at_zero_that_is_not_zero)
{
  size_t none = 0;
  for (uint64_t seed = 0; seed < 60; seed++) {
    tame_splitmix g = tame_splitmix_seed(seed);
    tame_relu_net f = tame_relu_net_random((size_t[]){3, 3, 2, 2, 1}, 4, &g);
    double v[N] = {9, 9, 9, 9};
    ck_assert_uint_le(tame_relu_net_nonzero_element(v, &f), f.nnz);
    ck_assert(is_element(v, &f));
    if (tame_norm(v, 3) == 0.0) { /* then there is no other element */
      double d[7] = {1, 1, 1, 1, 1, 1, 1}, work[8], all[3];
      for (size_t i = 0; i < f.nnz; i++) f.sign[i] = 1;
      tame_relu_net_element(all, work, d, &f); /* counts paths */
      ck_assert_double_eq(tame_norm(all, 3), 0.0);
      none++;
    }
    tame_relu_net_free(&f);
  }
  ck_assert_uint_gt(none, 0);
}
END_TEST

START_TEST(lexicographic_gradients_are_those_just_beside)
{
  static const double MIXED[N * N] = {1, 2, 0, -1, 0,  1, 1,   0,
                                      2, 0, 1, 0,  -1, 0, 0.5, 1};
  double identity[N * N] = {0}, x[N], beside[N], g[N], v[N];
  for (size_t i = 0; i < N; i++) identity[i * N + i] = 1.0;
  for (int k = 0; k < 200; k++) {
    const double *m = k % 2 ? MIXED : identity;
    lattice(x, N);
    for (size_t i = 0; i < N; i++) {
      double e = 1e-3;
      beside[i] = x[i];
      for (size_t j = 0; j < N; j++, e *= 1e-3) beside[i] += e * m[i * N + j];
    }
    ck_assert_int_eq(tame_relu_net_lexicographic(g, x, m, &net), TAME_OK);
    gradient(v, beside, 0.5);
    ck_assert_double_le(tame_distance(g, v, N), 1e-12);
  }
  ck_assert_int_eq(tame_relu_net_lexicographic(g, x, (double[N * N]){0}, &net),
                   TAME_ESINGULAR);
}
END_TEST

/* The net recorded scalar by scalar on T. */
static tame_var record(tame_tape *t, tame_var *x, const double *at)
{
  tame_var h[64];
  for (size_t i = 0; i < N; i++) x[i] = tame_tape_input(t, at[i]);
  for (size_t l = 0; l < net.depth; l++) {
    const tame_var *before = l == 0 ? x : h + net.layer[l - 1];
    for (size_t r = net.layer[l]; r < net.layer[l + 1]; r++) {
      h[r] = tame_tape_constant(t, 0.0);
      for (size_t i = net.start[r]; i < net.start[r + 1]; i++)
        h[r] = (net.sign[i] > 0 ? tame_var_add
                                : tame_var_sub)(h[r], before[net.col[i]]);
      if (l + 1 < net.depth) h[r] = tame_var_relu(h[r]);
    }
  }
  return h[net.n_rows - 1];
}

START_TEST(the_tape_finds_the_same_gradients_at_kinks)
{
  double identity[N * N] = {0}, x[N], g[N], v[N];
  tame_var input[N];
  for (size_t i = 0; i < N; i++) identity[i * N + i] = 1.0;
  for (int k = 0; k < 100; k++) {
    tame_tape *t = tame_tape_alloc();
    lattice(x, N);
    const tame_var y = record(t, input, x);
    ck_assert_double_eq(tame_var_value(y), value(x));
    tame_tape_set_kink(t, TAME_OP_RELU, 0.25);
    ck_assert_int_eq(tame_tape_gradient(v, y), TAME_OK);
    gradient(g, x, 0.25);
    ck_assert_double_le(tame_distance(g, v, N), 1e-12);
    ck_assert_int_eq(
        tame_tape_forward(v, identity, N, TAME_LEXICOGRAPHIC, &y, 1), TAME_OK);
    ck_assert_int_eq(tame_relu_net_lexicographic(g, x, identity, &net),
                     TAME_OK);
    ck_assert_double_le(tame_distance(g, v, N), 1e-12);
    tame_tape_free(t);
  }
}
END_TEST

START_TEST(slopes_along_a_segment_add_up_to_the_change)
{
  double u[N], v[N], integral;
  size_t pieces, all = 0;
  for (int k = 0; k < 200; k++) {
    lattice(u, N);
    lattice(v, N);
    ck_assert_int_eq(tame_relu_net_along(&integral, &pieces, u, v, &net),
                     TAME_OK);
    ck_assert_double_eq_tol(integral, value(v) - value(u), 1e-10);
    all += pieces;
  }
  ck_assert_uint_gt(all, 400);
}
END_TEST

START_TEST(bits_give_the_values_at_all_sign_vectors)
{
  enum { BITS = 12, WORDS = 4 };
  static const size_t WIDE[] = {8, 6, 7, 5, 1};
  uint64_t table[BITS * WORDS], one[BITS];
  int32_t x[8], z[64];
  for (size_t n = 3; n <= 8; n += 5) {
    size_t width[5] = {n, WIDE[1], WIDE[2], WIDE[3], WIDE[4]};
    tame_relu_net f = tame_relu_net_random(width, 4, &rng);
    const size_t words = n < 6 ? 1 : (size_t)1 << (n - 6);
    tame_relu_net_sign_table(table, 0, words, BITS, &f);
    for (size_t b = 0; b < (size_t)1 << n; b++) {
      int32_t got = 0;
      tame_sign_vector(x, b, n);
      for (size_t p = 0; p < BITS; p++)
        got |= (int32_t)(table[p * words + b / 64] >> (b % 64) & 1) << p;
      if (got >= 1 << (BITS - 1)) got -= 1 << BITS;
      ck_assert_int_eq(got, tame_relu_net_value_int(z, x, &f));
    }
    /* a word alone is the same word */
    tame_relu_net_sign_table(one, words - 1, 1, BITS, &f);
    for (size_t p = 0; p < BITS; p++)
      ck_assert_uint_eq(one[p], table[p * words + words - 1]);
    tame_relu_net_free(&f);
  }
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("relu_net");
  tcase_add_checked_fixture(t, set_up, tear_down);
  tcase_add_test(t, the_random_net_is_the_one_that_was_drawn_elsewhere);
  tcase_add_test(t, a_small_net_is_the_formula_it_says);
  tcase_add_test(t, integers_and_reals_give_the_same_values);
  tcase_add_test(t, values_are_positively_homogeneous);
  tcase_add_test(t, gradients_are_difference_quotients_where_the_net_is_smooth);
  tcase_add_test(t, every_element_satisfies_eulers_identity);
  tcase_add_test(t, the_path_gives_an_element_at_zero_that_is_not_zero);
  tcase_add_test(t, lexicographic_gradients_are_those_just_beside);
  tcase_add_test(t, the_tape_finds_the_same_gradients_at_kinks);
  tcase_add_test(t, slopes_along_a_segment_add_up_to_the_change);
  tcase_add_test(t, bits_give_the_values_at_all_sign_vectors);
  return run_tests(t);
}
