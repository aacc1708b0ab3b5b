/* SPDX-License-Identifier: MIT */
/* The same programs by vectors and by scalars, for check_tape_vector.c. */
#ifndef TAPE_PROGRAMS_H
#define TAPE_PROGRAMS_H

#include <stddef.h>

#include "tame/tape.h"
#include "tame/tape_vector.h"

enum { M = 4, N = 5, P = M * N + N + M + 1, Q = 11 };

/* A program on the inputs A [M x N], x [N], b [M], alpha, twice. */
typedef struct {
  tame_tape *t;
  tame_vars a, x, b;
  tame_var alpha;
} inputs;

typedef tame_vars program(const inputs *in);

static inputs begin(const double *value)
{
  inputs in = {.t = tame_tape_alloc()};
  in.a = tame_tape_input_vector(in.t, value, M * N);
  in.x = tame_tape_input_vector(in.t, value + M * N, N);
  in.b = tame_tape_input_vector(in.t, value + M * N + N, M);
  in.alpha = tame_tape_input(in.t, value[P - 1]);
  return in;
}

/* y_i = op(x_i) of scalars */
static tame_vars each(tame_vars x, tame_var (*op)(tame_var))
{
  tame_var y[M * N];
  for (size_t i = 0; i < x.n; i++) y[i] = op(tame_vars_at(x, i));
  return tame_vars_of(y, x.n);
}

static tame_var scalar_dot(tame_vars x, tame_vars y)
{
  tame_var s = tame_var_mul(tame_vars_at(x, 0), tame_vars_at(y, 0));
  for (size_t i = 1; i < x.n; i++)
    s = tame_var_add(s, tame_var_mul(tame_vars_at(x, i), tame_vars_at(y, i)));
  return s;
}

static tame_vars scalar_matvec(const inputs *in)
{
  tame_var y[M];
  for (size_t i = 0; i < M; i++)
    y[i] = scalar_dot(tame_vars_part(in->a, i * N, N), in->x);
  return tame_vars_of(y, M);
}

static tame_vars one(tame_var y) { return tame_vars_of(&y, 1); }

/* --- pairs of programs ---------------------------------------------------- */

static tame_vars network_v(const inputs *in)
{
  tame_vars z = tame_vars_add(tame_vars_matvec(in->a, in->x), in->b);
  return tame_vars_relu(z);
}
static tame_vars network_s(const inputs *in)
{
  tame_vars z = scalar_matvec(in);
  tame_var y[M];
  for (size_t i = 0; i < M; i++)
    y[i] = tame_var_add(tame_vars_at(z, i), tame_vars_at(in->b, i));
  return each(tame_vars_of(y, M), tame_var_relu);
}

static tame_vars axpy_v(const inputs *in)
{
  tame_vars y = tame_vars_axpy(in->alpha, tame_vars_part(in->x, 1, M), in->b);
  return tame_vars_scale(tame_vars_at(y, 0), y);
}
static tame_vars axpy_s(const inputs *in)
{
  tame_var y[M], z[M];
  for (size_t i = 0; i < M; i++)
    y[i] = tame_var_add(tame_var_mul(in->alpha, tame_vars_at(in->x, i + 1)),
                        tame_vars_at(in->b, i));
  for (size_t i = 0; i < M; i++) z[i] = tame_var_mul(y[0], y[i]);
  return tame_vars_of(z, M);
}

static tame_vars dot_v(const inputs *in)
{
  tame_vars row = tame_vars_part(in->a, N, N);
  tame_var s = tame_vars_dot(row, in->x), r = tame_vars_dot(in->x, in->x);
  return one(tame_var_mul(s, r));
}
static tame_vars dot_s(const inputs *in)
{
  tame_vars row = tame_vars_part(in->a, N, N);
  return one(tame_var_mul(scalar_dot(row, in->x), scalar_dot(in->x, in->x)));
}

static tame_vars maps_v(const inputs *in)
{
  tame_vars y = tame_vars_map(TAME_OP_TANH, tame_vars_scalec(-1.7, in->a));
  y = tame_vars_mapc(TAME_OP_LEAKY, tame_vars_mul(y, in->a), 0.1);
  return tame_vars_zip(TAME_OP_MAX, tame_vars_sub(y, in->a), y);
}
static tame_vars maps_s(const inputs *in)
{
  tame_var v[M * N];
  for (size_t i = 0; i < M * N; i++) {
    const tame_var a = tame_vars_at(in->a, i);
    tame_var y = tame_var_tanh(tame_var_mulc(a, -1.7));
    y = tame_var_leaky(tame_var_mul(y, a), 0.1);
    v[i] = tame_var_max(tame_var_sub(y, a), y);
  }
  return tame_vars_of(v, M * N);
}

static tame_vars product_v(const inputs *in)
{
  /* A' seen as N x M: (A B) [M x M], B the same numbers [N x M] */
  return tame_vars_matmul(in->a, in->a, M, N, M);
}
static tame_vars product_s(const inputs *in)
{
  tame_var c[M * M];
  for (size_t i = 0; i < M; i++)
    for (size_t j = 0; j < M; j++) {
      tame_var s = tame_tape_constant(in->t, 0.0);
      for (size_t k = 0; k < N; k++)
        s = tame_var_add(s, tame_var_mul(tame_vars_at(in->a, i * N + k),
                                         tame_vars_at(in->a, k * M + j)));
      c[i * M + j] = s;
    }
  return tame_vars_of(c, M * M);
}

static const double CONSTANT[M * 3] = {1, 0, -2, 0.5, 3, 1, -1, -1, 2, 0, 0, 1};
static tame_vars constant_v(const inputs *in)
{
  return tame_vars_matvecc(CONSTANT, M, tame_vars_part(in->x, 2, 3));
}
static tame_vars constant_s(const inputs *in)
{
  tame_var y[M];
  for (size_t i = 0; i < M; i++) {
    y[i] = tame_var_mulc(tame_vars_at(in->x, 2), CONSTANT[3 * i]);
    for (size_t k = 1; k < 3; k++)
      y[i] = tame_var_add(
          y[i], tame_var_mulc(tame_vars_at(in->x, 2 + k), CONSTANT[3 * i + k]));
  }
  return tame_vars_of(y, M);
}

static tame_vars reductions_v(const inputs *in)
{
  tame_var y[] = {tame_vars_sum(in->a),
                  tame_vars_norm1(in->a),
                  tame_vars_norm2(in->a),
                  tame_vars_max(in->a),
                  tame_vars_min(in->a),
                  tame_vars_logsumexp(in->a),
                  tame_vars_cross_entropy(in->a, 3)};
  return tame_vars_of(y, 7);
}
static tame_vars reductions_s(const inputs *in)
{
  tame_var v[M * N], e, a = tame_vars_at(in->a, 0), y[7];
  tame_vars_list(v, in->a);
  y[0] = a, y[1] = tame_var_abs(a), y[2] = tame_var_square(a), y[3] = y[4] = a;
  e = tame_var_exp(a);
  for (size_t i = 1; i < M * N; i++) {
    y[0] = tame_var_add(y[0], v[i]);
    y[1] = tame_var_add(y[1], tame_var_abs(v[i]));
    y[2] = tame_var_add(y[2], tame_var_square(v[i]));
    y[3] = tame_var_max(y[3], v[i]);
    y[4] = tame_var_min(y[4], v[i]);
    e = tame_var_add(e, tame_var_exp(v[i]));
  }
  y[2] = tame_var_sqrt(y[2]);
  y[5] = tame_var_log(e);
  y[6] = tame_var_sub(y[5], v[3]);
  return tame_vars_of(y, 7);
}

static tame_vars sort_v(const inputs *in) { return tame_vars_sort(in->a); }
static tame_vars sort_s(const inputs *in)
{
  tame_var v[M * N];
  tame_vars_list(v, in->a);
  for (size_t i = 0; i < M * N; i++) /* odd-even transposition */
    for (size_t j = i % 2; j + 1 < M * N; j += 2) {
      tame_var lo = tame_var_min(v[j], v[j + 1]);
      v[j + 1] = tame_var_max(v[j], v[j + 1]);
      v[j] = lo;
    }
  return tame_vars_of(v, M * N);
}

static const struct {
  program *vector, *scalar;
} PAIRS[] = {{network_v, network_s},
             {axpy_v, axpy_s},
             {dot_v, dot_s},
             {maps_v, maps_s},
             {product_v, product_s},
             {constant_v, constant_s},
             {reductions_v, reductions_s},
             {sort_v, sort_s}};
enum { N_PAIRS = sizeof PAIRS / sizeof *PAIRS };

#endif
