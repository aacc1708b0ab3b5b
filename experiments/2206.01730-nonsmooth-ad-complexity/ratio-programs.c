/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/splitmix.h"
#include "tame/tape_vector.h"

#include "ratio.h"

static tame_splitmix seeded(uint64_t seed, uint64_t root)
{
  return tame_splitmix_seed(seed ^ root << 32);
}

/* n inputs N(0, 1), left in x [n] */
static void normal_inputs(tame_var *x, size_t n, double scale, tame_tape *t,
                          tame_splitmix *g)
{
  for (size_t i = 0; i < n; i++)
    x[i] = tame_tape_input(t, scale * tame_splitmix_normal(g));
}

/* --- networks --------------------------------------------------------------
 * Widths w, w, w, 1; a neuron is products in order, sums in order, bias,
 * activation; all weights and biases are inputs; loss |h - 1|. */

static tame_var activate(size_t program, tame_var a)
{
  switch (program) {
  case MLP_RELU:
    return tame_var_relu(a);
  case MLP_LEAKY:
    return tame_var_leaky(a, 0.01);
  case MLP_RELU6:
    return tame_var_relu6(a);
  case MLP_ABS:
    return tame_var_abs(a);
  case MLP_TANH:
    return tame_var_tanh(a);
  case MLP_SIGMOID:
    return tame_var_sigmoid(a);
  case MLP_SOFTPLUS:
    return tame_var_softplus(a);
  default:
    return tame_var_elu(a);
  }
}

static tame_var neuron(const tame_var *weight, const tame_var *h, size_t n)
{
  tame_var sum = tame_var_mul(weight[0], h[0]);
  for (size_t k = 1; k < n; k++)
    sum = tame_var_add(sum, tame_var_mul(weight[k], h[k]));
  return tame_var_add(sum, weight[n]); /* the bias */
}

static tame_var record_mlp(tame_tape *t, size_t program, size_t w,
                           uint64_t root)
{
  tame_splitmix g = seeded(1, root);
  tame_var *h = tame_calloc(3 * w + 1, sizeof *h), *next = h + w;
  tame_var *weight = next + w;
  normal_inputs(h, w, 1.0, t, &g);
  for (size_t l = 0; l < 3; l++) {
    const size_t rows = l < 2 ? w : 1;
    for (size_t j = 0; j < rows; j++) {
      normal_inputs(weight, w, sqrt(2.0 / (double)w), t, &g);
      weight[w] = tame_tape_input(t, 0.0);
      next[j] = neuron(weight, h, w);
      if (l < 2) next[j] = activate(program, next[j]);
    }
    memcpy(h, next, rows * sizeof *h);
  }
  const tame_var loss =
      tame_var_abs(tame_var_sub(h[0], tame_tape_input(t, 1.0)));
  free(h);
  return loss;
}

/* The ReLU network again, a matrix-vector product one operation. */
static tame_var record_vectors(tame_tape *t, size_t w, uint64_t root)
{
  tame_splitmix g = seeded(1, root);
  double *x = tame_vec(w * w + w), *bias = x + w * w;
  tame_splitmix_fill_normal(x, w, &g);
  tame_vars h = tame_tape_input_vector(t, x, w);
  for (size_t l = 0; l < 3; l++) {
    const size_t rows = l < 2 ? w : 1;
    tame_splitmix_fill_normal(x, rows * w, &g);
    for (size_t i = 0; i < rows * w; i++) x[i] *= sqrt(2.0 / (double)w);
    const tame_vars weight = tame_tape_input_vector(t, x, rows * w);
    const tame_vars b = tame_tape_input_vector(t, bias, rows);
    h = tame_vars_add(tame_vars_matvec(weight, h), b);
    if (l < 2) h = tame_vars_relu(h);
  }
  free(x);
  return tame_var_abs(
      tame_var_sub(tame_vars_at(h, 0), tame_tape_input(t, 1.0)));
}

/* --- products, sums, sorts ------------------------------------------------- */

/* x_1 x_2 ... x_p, factors close to 1 so that long products stay finite */
static tame_var record_product(tame_tape *t, size_t p, uint64_t root)
{
  tame_splitmix g = seeded(2, root);
  tame_var product = {0};
  for (size_t i = 0; i < p; i++) {
    const double spread = tame_splitmix_uniform(&g) - 0.5;
    const tame_var x = tame_tape_input(t, 1.0 + spread / sqrt((double)p));
    product = i == 0 ? x : tame_var_mul(product, x);
  }
  return product;
}

/* y <- M x for a random sign matrix: each row x_1 +- x_2 +- ..., the first sign
 * drawn and not used */
static void apply_signs(tame_var *y, const tame_var *x, size_t p,
                        tame_splitmix *g)
{
  for (size_t i = 0; i < p; i++)
    for (size_t j = 0; j < p; j++) {
      const bool is_plus = tame_splitmix_uniform(g) < 0.5;
      if (j == 0)
        y[i] = x[0];
      else
        y[i] = is_plus ? tame_var_add(y[i], x[j]) : tame_var_sub(y[i], x[j]);
    }
}

/* |A B x|_1 */
static tame_var record_norm1(tame_tape *t, size_t p, uint64_t root)
{
  tame_splitmix g = seeded(3, root);
  tame_var *x = tame_calloc(2 * p, sizeof *x), *y = x + p;
  normal_inputs(x, p, 1.0, t, &g);
  apply_signs(y, x, p, &g);
  apply_signs(x, y, p, &g);
  tame_var sum = tame_var_abs(x[0]);
  for (size_t i = 1; i < p; i++) sum = tame_var_add(sum, tame_var_abs(x[i]));
  free(x);
  return sum;
}

/* sum_j max(0, 1 - y_j), y_j the largest of four neighbours in W x */
static tame_var record_maxpool(tame_tape *t, size_t w, uint64_t root)
{
  tame_splitmix g = seeded(4, root);
  tame_var *x = tame_calloc(2 * w, sizeof *x), *weight = x + w;
  tame_var pool[4], sum = {0};
  normal_inputs(x, w, 1.0, t, &g);
  for (size_t j = 0; j < w; j++) {
    normal_inputs(weight, w, sqrt(2.0 / (double)w), t, &g);
    pool[j % 4] = tame_var_mul(weight[0], x[0]);
    for (size_t k = 1; k < w; k++)
      pool[j % 4] = tame_var_add(pool[j % 4], tame_var_mul(weight[k], x[k]));
    if (j % 4 < 3) continue;
    const tame_var hinge =
        tame_var_relu(tame_var_csub(1.0, tame_var_max_of(pool, 4)));
    sum = j == 3 ? hinge : tame_var_add(sum, hinge);
  }
  free(x);
  return sum;
}

/* sum_i i x_(i) */
static tame_var record_sort(tame_tape *t, size_t p, uint64_t root)
{
  tame_splitmix g = seeded(5, root);
  tame_var *x = tame_calloc(2 * p, sizeof *x), *sorted = x + p;
  normal_inputs(x, p, 1.0, t, &g);
  tame_var_sort(sorted, x, p);
  tame_var sum = tame_var_mulc(sorted[0], 1.0);
  for (size_t i = 1; i < p; i++)
    sum = tame_var_add(sum, tame_var_mulc(sorted[i], (double)(i + 1)));
  free(x);
  return sum;
}

/* --- random programs ------------------------------------------------------- */

/* Operation number PICK on any value a and an input b: values stay of the size
 * of the number of operations. */
static tame_var random_operation(uint64_t pick, tame_var a, tame_var b)
{
  switch (pick) {
  case 0:
    return tame_var_add(a, b);
  case 1:
    return tame_var_sub(b, a);
  case 2:
    return tame_var_mul(a, b);
  case 3:
    return tame_var_max(a, b);
  case 4:
    return tame_var_min(a, b);
  case 5:
    return tame_var_relu(a);
  case 6:
    return tame_var_abs(a);
  case 7:
    return tame_var_leaky(a, 0.01);
  case 8:
    return tame_var_relu6(a);
  case 9:
    return tame_var_tanh(a);
  case 10:
    return tame_var_sigmoid(a);
  case 11:
    return tame_var_softplus(a);
  case 12:
    return tame_var_elu(a);
  default:
    return tame_var_mulc(a, -0.5);
  }
}

/* 16 operations an input, the first argument any value before, the second any
 * input in (-1, 1); what nobody used is added up at the end. */
static tame_var record_random(tame_tape *t, size_t p, bool is_piecewise,
                              uint64_t root)
{
  const size_t m = 16 * p, n = p + m;
  tame_splitmix g = seeded(is_piecewise ? 6 : 8, root);
  tame_var *v = tame_calloc(n, sizeof *v), sum = {0};
  bool *is_used = tame_calloc(n, sizeof *is_used);
  for (size_t i = 0; i < p; i++)
    v[i] = tame_tape_input(t, 2.0 * tame_splitmix_uniform(&g) - 1.0);
  for (size_t i = p; i < n; i++) {
    const size_t a = tame_splitmix_next(&g) % i, b = tame_splitmix_next(&g) % p;
    v[i] = random_operation(tame_splitmix_next(&g) % (is_piecewise ? 9 : 14),
                            v[a], v[b]);
    is_used[a] = true;
  }
  for (size_t i = p; i < n; i++) {
    if (is_used[i]) continue;
    sum = sum.tape ? tame_var_add(sum, v[i]) : v[i];
  }
  free(v);
  free(is_used);
  return sum;
}

/* --- all ------------------------------------------------------------------- */

tame_var record_program(tame_tape *t, size_t program, size_t size,
                        uint64_t root)
{
  switch (program) {
  case MLP_VECTORS:
    return record_vectors(t, size, root);
  case SPEELPENNING:
    return record_product(t, size, root);
  case NORM1:
    return record_norm1(t, size, root);
  case MAXPOOL:
    return record_maxpool(t, size, root);
  case SORT:
    return record_sort(t, size, root);
  case RANDOM_PIECEWISE:
  case RANDOM_ALL:
    return record_random(t, size, program == RANDOM_PIECEWISE, root);
  default:
    return record_mlp(t, program, size, root);
  }
}

size_t smallest_size(size_t program) { return program == MAXPOOL ? 4 : 2; }

const char *size_option(size_t program)
{
  if (program == NORM1) return "matrix";
  if (program == SPEELPENNING || program == SORT) return "long";
  return program == RANDOM_PIECEWISE || program == RANDOM_ALL ? "random"
                                                              : "width";
}
