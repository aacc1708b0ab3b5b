/* SPDX-License-Identifier: MIT */
/* The dictionary of the tape: every elementary operation it can record.
 *
 * One list, expanded into the enum here, and into names (tape_program.h) and
 * costs (tape_cost.h) in the library.  The order groups the operations by their
 * arguments. */
#ifndef TAME_TAPE_OP_H
#define TAME_TAPE_OP_H

/* clang-format off */
#define TAME_OP_LIST(X)                                                        \
  /* two arguments */                                                          \
  X(ADD, "add") X(SUB, "sub") X(MUL, "mul") X(DIV, "div")                      \
  X(MAX, "max") X(MIN, "min") X(POW, "pow") X(ATAN2, "atan2") X(LESS, "less")  \
  /* one argument and a constant c */                                          \
  X(ADDC, "add constant") X(CSUB, "subtract from constant")                    \
  X(MULC, "multiply by constant") X(DIVC, "divide by constant")                \
  X(CDIV, "divide constant") X(POWC, "power constant")                         \
  X(MAXC, "max constant") X(MINC, "min constant") X(LEAKY, "leaky relu")       \
  /* one argument */                                                           \
  X(NEG, "neg") X(SQUARE, "square") X(ABS, "abs") X(SIGN, "sign")              \
  X(RELU, "relu") X(RELU6, "relu6") X(ELU, "elu")                              \
  X(EXP, "exp") X(EXPM1, "expm1") X(LOG, "log") X(LOG1P, "log1p")              \
  X(SQRT, "sqrt") X(TANH, "tanh") X(SIGMOID, "sigmoid")                        \
  X(SOFTPLUS, "softplus") X(SIN, "sin") X(COS, "cos") X(TAN, "tan")            \
  X(ASIN, "asin") X(ACOS, "acos") X(ATAN, "atan") X(SINH, "sinh")              \
  X(COSH, "cosh") X(ERF, "erf")                                                \
  /* no argument; three arguments */                                           \
  X(CONST, "constant") X(WHERE, "where")                                       \
  /* k consecutive arguments, one result */                                    \
  X(SUM, "sum") X(NORM1, "norm1") X(NORM2, "norm2") X(MAXK, "max of k")        \
  X(MINK, "min of k") X(LOGSUMEXP, "log-sum-exp") X(DOT, "dot")                \
  /* several results */                                                        \
  X(INPUT, "input") X(GATHER, "gather") X(SORT, "sort") X(MAP, "map")          \
  X(ZIP, "zip") X(SCALE, "scale") X(AXPY, "axpy")                              \
  X(MATVEC, "matrix-vector") X(MATVECC, "constant matrix-vector")              \
  X(MATMUL, "matrix-matrix") X(CALL, "call of a map")
/* clang-format on */

#define TAME_OP_ENUM(name, text) TAME_OP_##name,
typedef enum { TAME_OP_LIST(TAME_OP_ENUM) TAME_OP_COUNT } tame_op;
#undef TAME_OP_ENUM

/* Text of an operation, as above; never NULL. */
const char *tame_op_name(tame_op op);

#endif
