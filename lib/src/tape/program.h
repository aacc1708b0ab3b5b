/* SPDX-License-Identifier: MIT */
/* How a program is stored.
 *
 * Values v_0, v_1, ... in the order of their computation, and one word an
 * operation that computes the next value or the next few: 8 bits of code and
 * two fields a, b of 28 bits.  The code is a tame_op or one of the fast codes
 * below, which say more about the same operation.  What is in the fields:
 *
 *   two arguments          a, b: the arguments
 *   argument and constant  a; b: index in constants
 *   one argument           a
 *   CONST                  b: index in constants
 *   WHERE                  a: condition; args[b..] = {then, else}
 *   k arguments            a: the first; b: k
 *   DOT                    a: first of x; args[b..] = {k, first of y}
 *   INPUT                  a: number of the first input; b: how many
 *   others                 a: first of x; args[b] = number of results,
 *                          args[b + 1 ..]:
 *     GATHER               the arguments
 *     SORT                 order: sorted_i = x[order_i], kept for the sweeps
 *     MAP                  op, index in constants
 *     ZIP                  op, first of y
 *     SCALE                alpha                      alpha x
 *     AXPY                 alpha, first of y          alpha x + y
 *     MATVEC               first of A, columns        A x
 *     MATVECC              index of A in constants, columns
 *     MATMUL               rows, inner, columns, first of B
 *     CALL                 first of theta, number of parameters, index in maps
 */
#ifndef TAPE_PROGRAM_H
#define TAPE_PROGRAM_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tame/base.h"
#include "tame/map.h"
#include "tame/tape.h"
#include "tame/tape_forward.h"
#include "tame/tape_kink.h"

#define TAPE_MAX  ((size_t)1 << 28) /* values, constants, args: 28-bit fields */
#define TAPE_MASK (TAPE_MAX - 1)
enum { CACHE = 128 }; /* constants met lately */

typedef uint64_t word;

/* By bits, because sums and comparisons of doubles would not be vectorised. */
static inline bool tape_all_finite(const double *x, size_t n)
{
  const uint64_t exponent = UINT64_C(0x7ff) << 52;
  uint64_t is_bad = 0;
  for (size_t i = 0; i < n; i++) {
    uint64_t bits;
    memcpy(&bits, x + i, sizeof bits);
    is_bad |= (bits & exponent) == exponent;
  }
  return !is_bad;
}

/* An array that grows. */
typedef struct {
  size_t n, room;
} extent;

struct kink_table; /* choices of single results, kink.c */

struct tame_tape {
  word *code;
  double *value;
  double *adjoint; /* [n_adjoint], all zero between sweeps */
  double *constant;
  uint32_t *args;
  uint32_t *order; /* [n_order] work of a sort */
  double *tangent; /* [n_tangent] of forward sweeps in several directions */
  const tame_map **maps; /* of calls, borrowed */
  double *work;          /* [n_work] of a call */
  extent codes, values, constants, argses, mapses;
  size_t n_adjoint, n_order, n_tangent, n_work;
  bool is_order_old; /* a choice changed since the sorts were evaluated */
  size_t n_inputs;
  double kink[TAME_OP_COUNT]; /* defaults of theta */
  struct kink_table *kinks;
  uint32_t cache[CACHE]; /* 1 + index in constant, by hash of the value */
};

static inline word tape_pack(tame_op op, size_t a, size_t b)
{
  return (word)op | (word)a << 8 | (word)b << 36;
}

/* Codes of operations whose argument a or b is the value just before them: the
 * sweeps keep that one in a register, which is what chains of operations would
 * otherwise wait for.  And s + x y in two operations, MUL_SUM then SUM_MUL,
 * with s just before them: the step of every inner product. */
enum { TAPE_FAST = 128 };
/* clang-format off */
#define TAPE_FAST_LIST(X)                                                      \
  X(ADD_A, ADD) X(ADD_B, ADD) X(SUB_A, SUB) X(SUB_B, SUB) X(MUL_A, MUL)        \
  X(MUL_B, MUL) X(ADDC_A, ADDC) X(MULC_A, MULC) X(RELU_A, RELU)                \
  X(MUL_SUM, MUL) X(SUM_MUL, ADD)
/* clang-format on */
#define TAPE_FAST_ENUM(name, op) TAPE_##name,
enum { TAPE_BEFORE_FAST = TAPE_FAST - 1, TAPE_FAST_LIST(TAPE_FAST_ENUM) };
#undef TAPE_FAST_ENUM

static inline unsigned tape_code(word w) { return (unsigned)(w & 0xff); }
static inline tame_op tape_op(word w)
{
#define TAPE_FAST_OP(name, op) TAME_OP_##op,
  static const tame_op slow[256 - TAPE_FAST] = {TAPE_FAST_LIST(TAPE_FAST_OP)};
#undef TAPE_FAST_OP
  const unsigned code = tape_code(w);
  return code < TAPE_FAST ? (tame_op)code : slow[code - TAPE_FAST];
}
static inline size_t tape_a(word w) { return (size_t)(w >> 8 & TAPE_MASK); }
static inline size_t tape_b(word w) { return (size_t)(w >> 36); }

static inline bool tape_is_binary(tame_op op) { return op <= TAME_OP_LESS; }
static inline bool tape_has_constant(tame_op op)
{
  return op >= TAME_OP_ADDC && op <= TAME_OP_LEAKY;
}
static inline bool tape_is_unary(tame_op op)
{
  return op >= TAME_OP_ADDC && op <= TAME_OP_ERF;
}
static inline bool tape_is_reduction(tame_op op)
{
  return op >= TAME_OP_SUM && op <= TAME_OP_DOT;
}
static inline bool tape_is_plural(tame_op op) { return op >= TAME_OP_INPUT; }

/* Number of values that W computes. */
static inline size_t tape_results(const tame_tape *t, word w)
{
  if (!tape_is_plural(tape_op(w))) return 1;
  return tape_op(w) == TAME_OP_INPUT ? tape_b(w) : t->args[tape_b(w)];
}

/* The constant of an operation with one argument. */
static inline double tape_c(const tame_tape *t, word w)
{
  return tape_has_constant(tape_op(w)) ? t->constant[tape_b(w)] : 0.0;
}

/* --- recording (program.c) ------------------------------------------------ */

/* Append W, compute its values and return the first. */
tame_var tame_tape_append(tame_tape *t, word w);
/* Append an operation with one result V that is known already. */
tame_var tame_tape_append_known(tame_tape *t, word w, double v);
/* Index of C in constants, and of C [n] in a row. */
size_t tame_tape_add_constant(tame_tape *t, double c);
size_t tame_tape_add_constants(tame_tape *t, const double *c, size_t n);
/* Index of ARG [n] in args. */
size_t tame_tape_add_args(tame_tape *t, const uint32_t *arg, size_t n);
/* Index of MAP in maps; makes room for the work of its calls. */
size_t tame_tape_add_map(tame_tape *t, const tame_map *map);
/* Index in args of a sort of K, with room for its order. */
size_t tame_tape_add_sort(tame_tape *t, size_t k);
/* First of consecutive values equal to x [k]: theirs, or a gather. */
size_t tame_tape_consecutive(tame_tape *t, const tame_var *x, size_t k);
/* Aborts when Y is not on T. */
void tame_tape_check_var(const tame_tape *t, tame_var y);

/* The loops over a program begin at a cache line.  Elsewhere the same code was
 * measured to take up to twice as long. */
#define TAPE_HOT __attribute__((aligned(64), noinline))

/* --- sweeps --------------------------------------------------------------- */

/* The call W with first result r: values, adjoints, q tangents of each value,
 * which are rows of tangent; and row i of its Jacobian [n + p], which lies in
 * the work of T. */
void tame_tape_call_value(tame_tape *t, word w, size_t r);
void tame_tape_call_reverse(const tame_tape *t, word w, size_t r);
void tame_tape_call_forward(const tame_tape *t, word w, size_t r,
                            double *tangent, size_t q);
const double *tame_tape_call_row(const tame_tape *t, word w, size_t i);

/* Compute operations [first, last) whose first value is r, inputs from x, or as
 * they are when x is NULL. */
void tame_tape_evaluate(tame_tape *t, size_t first, size_t last, size_t r,
                        const double *x);
void tame_tape_evaluate_plural(tame_tape *t, word w, size_t r, const double *x);
double tame_tape_evaluate_reduction(const tame_tape *t, word w);
void tame_tape_evaluate_sort(tame_tape *t, word w, size_t r);
/* Give back what recording left unused. */
void tame_tape_fit(tame_tape *t);
/* Room for the adjoints, all zero; fits the tape. */
void tame_tape_prepare_adjoint(tame_tape *t);
/* Sort again when the choices at ties have changed. */
void tame_tape_refresh_order(tame_tape *t);

/* Weight of each of the k entries x in the derivative of a max or min of k,
 * by calls of add(j, weight, ctx) for those that are not 0. */
void tame_tape_weights(const tame_tape *t, word w, size_t r,
                       void (*add)(size_t j, double weight, void *ctx),
                       void *ctx);

/* Adjoint g of the result r of a reduction, or those of the results from r on,
 * to the arguments. */
void tame_tape_reverse_reduction(tame_tape *t, word w, size_t r, double g);
void tame_tape_reverse_plural(tame_tape *t, word w, size_t r, double *grad);

/* One block of Q directions in a forward sweep. */
typedef struct {
  const tame_tape *t;
  double *tangent;  /* [values x q] */
  const double *dx; /* [n x p], columns from j0 on */
  size_t p, j0, q;
  tame_tangent_rule rule;
  double *work; /* [q] */
} tape_block;
void tame_tape_forward_reduction(const tape_block *s, word w, size_t r);
void tame_tape_forward_plural(const tape_block *s, word w, size_t r);

/* --- choices at kinks (kink.c) -------------------------------------------- */

/* theta of the operation OP with first result r, argument j. */
double tame_tape_theta(const tame_tape *t, tame_op op, size_t r, size_t j);
/* The same, and whether one was set for it alone. */
bool tame_tape_chosen(double *theta, const tame_tape *t, size_t r, size_t j);
size_t tame_tape_kink_bytes(const tame_tape *t);
void tame_tape_kink_defaults(tame_tape *t);
void tame_tape_kink_free(tame_tape *t);

#endif
