/* SPDX-License-Identifier: MIT */
/* Recording of the operations with scalar arguments. */
#include "tame/tape.h"

#include "program.h"
#include "scalar.h"

/* --- two arguments -------------------------------------------------------- */

/* v: the value */
static inline tame_var binary(tame_op op, tame_var a, tame_var b, double v)
{
  TAME_REQUIRE(a.tape == b.tape && "variables of two tapes");
  return tame_tape_append_known(a.tape, tape_pack(op, a.index, b.index), v);
}

#define A tame_var_value(a)
#define B tame_var_value(b)
#define BINARY(name, op, v)                                                    \
  tame_var tame_var_##name(tame_var a, tame_var b)                             \
  {                                                                            \
    return binary(TAME_OP_##op, a, b, v);                                      \
  }
BINARY(add, ADD, A + B)
BINARY(sub, SUB, A - B)
BINARY(mul, MUL, A *B)
BINARY(div, DIV, A / B)
BINARY(max, MAX, larger(A, B))
BINARY(min, MIN, smaller(A, B))
BINARY(pow, POW, tame_tape_binary_value(TAME_OP_POW, A, B))
BINARY(atan2, ATAN2, tame_tape_binary_value(TAME_OP_ATAN2, A, B))
BINARY(less, LESS, tame_tape_binary_value(TAME_OP_LESS, A, B))
#undef BINARY
#undef B

/* --- one argument and a constant ------------------------------------------ */

static tame_var with_constant(tame_op op, tame_var a, double c)
{
  const double v = tame_tape_unary_value(op, A, c);
  const size_t i = tame_tape_add_constant(a.tape, c);
  return tame_tape_append_known(a.tape, tape_pack(op, a.index, i), v);
}

#define WITH_CONSTANT(name, op)                                                \
  tame_var tame_var_##name(tame_var a, double c)                               \
  {                                                                            \
    return with_constant(TAME_OP_##op, a, c);                                  \
  }
WITH_CONSTANT(addc, ADDC)
WITH_CONSTANT(mulc, MULC)
WITH_CONSTANT(divc, DIVC)
WITH_CONSTANT(powc, POWC)
WITH_CONSTANT(maxc, MAXC)
WITH_CONSTANT(minc, MINC)
WITH_CONSTANT(leaky, LEAKY)
#undef WITH_CONSTANT

tame_var tame_var_csub(double c, tame_var a)
{
  return with_constant(TAME_OP_CSUB, a, c);
}

tame_var tame_var_cdiv(double c, tame_var a)
{
  return with_constant(TAME_OP_CDIV, a, c);
}

/* --- one argument --------------------------------------------------------- */

#define UNARY(name, op)                                                        \
  tame_var tame_var_##name(tame_var a)                                         \
  {                                                                            \
    const double v = tame_tape_unary_value(TAME_OP_##op, A, 0.0);              \
    return tame_tape_append_known(a.tape, tape_pack(TAME_OP_##op, a.index, 0), \
                                  v);                                          \
  }
UNARY(neg, NEG)
UNARY(square, SQUARE)
UNARY(abs, ABS)
UNARY(sign, SIGN)
UNARY(relu, RELU)
UNARY(relu6, RELU6)
UNARY(elu, ELU)
UNARY(exp, EXP)
UNARY(expm1, EXPM1)
UNARY(log, LOG)
UNARY(log1p, LOG1P)
UNARY(sqrt, SQRT)
UNARY(tanh, TANH)
UNARY(sigmoid, SIGMOID)
UNARY(softplus, SOFTPLUS)
UNARY(sin, SIN)
UNARY(cos, COS)
UNARY(tan, TAN)
UNARY(asin, ASIN)
UNARY(acos, ACOS)
UNARY(atan, ATAN)
UNARY(sinh, SINH)
UNARY(cosh, COSH)
UNARY(erf, ERF)
#undef UNARY
#undef A

/* --- several arguments ---------------------------------------------------- */

tame_var tame_var_where(tame_var c, tame_var a, tame_var b)
{
  tame_tape_check_var(c.tape, c);
  tame_tape_check_var(c.tape, a);
  tame_tape_check_var(c.tape, b);
  const uint32_t branches[2] = {a.index, b.index};
  const size_t at = tame_tape_add_args(c.tape, branches, 2);
  return tame_tape_append(c.tape, tape_pack(TAME_OP_WHERE, c.index, at));
}

static tame_var reduce(tame_op op, const tame_var *x, size_t k)
{
  TAME_REQUIRE(k >= 1 && k < TAPE_MAX);
  tame_tape *t = x->tape;
  return tame_tape_append(t, tape_pack(op, tame_tape_consecutive(t, x, k), k));
}

#define REDUCE(name, op)                                                       \
  tame_var tame_var_##name(const tame_var *x, size_t k)                        \
  {                                                                            \
    return reduce(TAME_OP_##op, x, k);                                         \
  }
REDUCE(sum, SUM)
REDUCE(norm1, NORM1)
REDUCE(norm2, NORM2)
REDUCE(max_of, MAXK)
REDUCE(min_of, MINK)
#undef REDUCE

void tame_var_sort(tame_var *sorted, const tame_var *x, size_t k)
{
  TAME_REQUIRE(k >= 1 && k < TAPE_MAX);
  tame_tape *t = x->tape;
  const size_t first = tame_tape_consecutive(t, x, k);
  const size_t at = tame_tape_add_sort(t, k);
  const uint32_t r =
      tame_tape_append(t, tape_pack(TAME_OP_SORT, first, at)).index;
  for (size_t i = 0; i < k; i++) sorted[i] = (tame_var){t, r + (uint32_t)i};
}
