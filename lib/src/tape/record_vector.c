/* SPDX-License-Identifier: MIT */
/* Recording of the operations on vectors. */
#include "tame/tape_vector.h"

#include <string.h>

#include "program.h"

static void check(tame_vars x)
{
  TAME_REQUIRE(x.n >= 1);
  TAME_REQUIRE(x.first + (size_t)x.n <= x.tape->values.n &&
               "vector of a cleared tape");
}

static void check_pair(tame_vars x, tame_vars y)
{
  check(x);
  check(y);
  TAME_REQUIRE(x.tape == y.tape && "vectors of two tapes");
}

/* OP on the vector X with ARG [n_arg], whose first entry is the number of
 * results. */
static tame_vars append(tame_op op, tame_vars x, const uint32_t *arg,
                        size_t n_arg)
{
  const size_t at = tame_tape_add_args(x.tape, arg, n_arg);
  const tame_var y = tame_tape_append(x.tape, tape_pack(op, x.first, at));
  return (tame_vars){x.tape, y.index, arg[0]};
}

/* --- in and out ----------------------------------------------------------- */

tame_vars tame_tape_input_vector(tame_tape *t, const double *x, size_t n)
{
  TAME_REQUIRE(n >= 1 && n < TAPE_MAX);
  const uint32_t first = tame_tape_input(t, x[0]).index;
  for (size_t i = 1; i < n; i++) tame_tape_input(t, x[i]);
  return (tame_vars){t, first, (uint32_t)n};
}

tame_vars tame_tape_constant_vector(tame_tape *t, const double *x, size_t n)
{
  TAME_REQUIRE(n >= 1 && n < TAPE_MAX);
  const uint32_t first = tame_tape_constant(t, x[0]).index;
  for (size_t i = 1; i < n; i++) tame_tape_constant(t, x[i]);
  return (tame_vars){t, first, (uint32_t)n};
}

tame_vars tame_vars_of(const tame_var *x, size_t n)
{
  TAME_REQUIRE(n >= 1);
  const size_t first = tame_tape_consecutive(x->tape, x, n);
  return (tame_vars){x->tape, (uint32_t)first, (uint32_t)n};
}

tame_var tame_vars_at(tame_vars x, size_t i)
{
  TAME_REQUIRE(i < x.n);
  return (tame_var){x.tape, x.first + (uint32_t)i};
}

tame_vars tame_vars_part(tame_vars x, size_t from, size_t n)
{
  TAME_REQUIRE(n >= 1 && from < x.n && n <= x.n - from);
  return (tame_vars){x.tape, x.first + (uint32_t)from, (uint32_t)n};
}

void tame_vars_list(tame_var *list, tame_vars x)
{
  for (uint32_t i = 0; i < x.n; i++) list[i] = (tame_var){x.tape, x.first + i};
}

void tame_vars_values(double *value, tame_vars x)
{
  check(x);
  memcpy(value, x.tape->value + x.first, x.n * sizeof *value);
}

/* --- element by element --------------------------------------------------- */

static tame_vars map(tame_op op, tame_vars x, double c)
{
  check(x);
  const uint32_t at = (uint32_t)tame_tape_add_constant(x.tape, c);
  return append(TAME_OP_MAP, x, (uint32_t[]){x.n, op, at}, 3);
}

tame_vars tame_vars_map(tame_op op, tame_vars x)
{
  TAME_REQUIRE(tape_is_unary(op) && !tape_has_constant(op));
  return map(op, x, 0.0);
}

tame_vars tame_vars_mapc(tame_op op, tame_vars x, double c)
{
  TAME_REQUIRE(tape_has_constant(op));
  return map(op, x, c);
}

tame_vars tame_vars_zip(tame_op op, tame_vars x, tame_vars y)
{
  check_pair(x, y);
  TAME_REQUIRE(tape_is_binary(op) && x.n == y.n);
  return append(TAME_OP_ZIP, x, (uint32_t[]){x.n, op, y.first}, 3);
}

tame_vars tame_vars_add(tame_vars x, tame_vars y)
{
  return tame_vars_zip(TAME_OP_ADD, x, y);
}

tame_vars tame_vars_sub(tame_vars x, tame_vars y)
{
  return tame_vars_zip(TAME_OP_SUB, x, y);
}

tame_vars tame_vars_mul(tame_vars x, tame_vars y)
{
  return tame_vars_zip(TAME_OP_MUL, x, y);
}

tame_vars tame_vars_relu(tame_vars x) { return tame_vars_map(TAME_OP_RELU, x); }

tame_vars tame_vars_scale(tame_var alpha, tame_vars x)
{
  check(x);
  tame_tape_check_var(x.tape, alpha);
  return append(TAME_OP_SCALE, x, (uint32_t[]){x.n, alpha.index}, 2);
}

tame_vars tame_vars_scalec(double alpha, tame_vars x)
{
  return tame_vars_mapc(TAME_OP_MULC, x, alpha);
}

tame_vars tame_vars_axpy(tame_var alpha, tame_vars x, tame_vars y)
{
  check_pair(x, y);
  tame_tape_check_var(x.tape, alpha);
  TAME_REQUIRE(x.n == y.n);
  return append(TAME_OP_AXPY, x, (uint32_t[]){x.n, alpha.index, y.first}, 3);
}

/* --- to one number, order ------------------------------------------------- */

static tame_var reduce(tame_op op, tame_vars x)
{
  check(x);
  return tame_tape_append(x.tape, tape_pack(op, x.first, x.n));
}

tame_var tame_vars_sum(tame_vars x) { return reduce(TAME_OP_SUM, x); }
tame_var tame_vars_norm1(tame_vars x) { return reduce(TAME_OP_NORM1, x); }
tame_var tame_vars_norm2(tame_vars x) { return reduce(TAME_OP_NORM2, x); }
tame_var tame_vars_max(tame_vars x) { return reduce(TAME_OP_MAXK, x); }
tame_var tame_vars_min(tame_vars x) { return reduce(TAME_OP_MINK, x); }

tame_var tame_vars_logsumexp(tame_vars x)
{
  return reduce(TAME_OP_LOGSUMEXP, x);
}

tame_var tame_vars_dot(tame_vars x, tame_vars y)
{
  check_pair(x, y);
  TAME_REQUIRE(x.n == y.n);
  const uint32_t arg[2] = {x.n, y.first};
  const size_t at = tame_tape_add_args(x.tape, arg, 2);
  return tame_tape_append(x.tape, tape_pack(TAME_OP_DOT, x.first, at));
}

tame_var tame_vars_cross_entropy(tame_vars z, size_t label)
{
  return tame_var_sub(tame_vars_logsumexp(z), tame_vars_at(z, label));
}

tame_vars tame_vars_sort(tame_vars x)
{
  check(x);
  const size_t at = tame_tape_add_sort(x.tape, x.n);
  const tame_var y =
      tame_tape_append(x.tape, tape_pack(TAME_OP_SORT, x.first, at));
  return (tame_vars){x.tape, y.index, x.n};
}

/* --- calls ---------------------------------------------------------------- */

tame_vars tame_vars_call(const tame_map *map, tame_vars x, tame_vars theta)
{
  check(x);
  TAME_REQUIRE(map->value && map->n == x.n);
  if (map->p > 0) {
    check_pair(x, theta);
    TAME_REQUIRE(map->p == theta.n);
  } else {
    theta.first = 0;
  }
  const uint32_t at = (uint32_t)tame_tape_add_map(x.tape, map);
  const uint32_t arg[4] = {x.n, theta.first, (uint32_t)map->p, at};
  return append(TAME_OP_CALL, x, arg, 4);
}

/* --- matrices ------------------------------------------------------------- */

tame_vars tame_vars_matvec(tame_vars a, tame_vars x)
{
  check_pair(a, x);
  TAME_REQUIRE(a.n % x.n == 0);
  return append(TAME_OP_MATVEC, x, (uint32_t[]){a.n / x.n, a.first, x.n}, 3);
}

tame_vars tame_vars_matvecc(const double *a, size_t m, tame_vars x)
{
  check(x);
  TAME_REQUIRE(m >= 1 && m < TAPE_MAX / x.n);
  const uint32_t at = (uint32_t)tame_tape_add_constants(x.tape, a, m * x.n);
  return append(TAME_OP_MATVECC, x, (uint32_t[]){(uint32_t)m, at, x.n}, 3);
}

tame_vars tame_vars_matmul(tame_vars a, tame_vars b, size_t m, size_t k,
                           size_t n)
{
  check_pair(a, b);
  TAME_REQUIRE(m >= 1 && k >= 1 && n >= 1 && m < TAPE_MAX / n);
  TAME_REQUIRE(a.n == m * k && b.n == k * n);
  const uint32_t arg[5] = {(uint32_t)(m * n), (uint32_t)m, (uint32_t)k,
                           (uint32_t)n, b.first};
  return append(TAME_OP_MATMUL, a, arg, 5);
}
