/* SPDX-License-Identifier: MIT */
/* Values and derivatives of the operations with one and two arguments. */
#ifndef TAPE_SCALAR_H
#define TAPE_SCALAR_H

#include <math.h>

#include "program.h"

/* --- one argument a, constant c ------------------------------------------- */

static inline double relu(double a) { return a < 0.0 ? 0.0 : a; }
/* a NaN in either argument is kept */
static inline double larger(double a, double b)
{
  return a >= b || a != a ? a : b;
}
static inline double smaller(double a, double b)
{
  return a <= b || a != a ? a : b;
}

/* e^a / (1 + e^a) without overflow */
static inline double sigmoid(double a)
{
  const double e = exp(-fabs(a));
  return (a < 0.0 ? e : 1.0) / (1.0 + e);
}

double tame_tape_unary_value(tame_op op, double a, double c);

/* Derivative at a, v the value; theta chooses at a kink. */
double tame_tape_unary_slope(tame_op op, double a, double v, double c,
                             double theta);

static inline bool tape_unary_at_kink(tame_op op, double a, double c)
{
  switch (op) {
  case TAME_OP_RELU:
  case TAME_OP_LEAKY:
  case TAME_OP_ABS:
    return a == 0.0;
  case TAME_OP_RELU6:
    return a == 0.0 || a == 6.0;
  case TAME_OP_MAXC:
  case TAME_OP_MINC:
    return a == c;
  default:
    return false;
  }
}

/* Derivatives to the left and to the right of the kink at a. */
static inline void tape_unary_sides(double *left, double *right, tame_op op,
                                    double a, double c)
{
  const bool falls = op == TAME_OP_MINC || (op == TAME_OP_RELU6 && a == 6.0);
  *left = op == TAME_OP_ABS ? -1.0 : op == TAME_OP_LEAKY ? c : falls;
  *right = falls ? 0.0 : 1.0;
}

/* Element theta of the interval between two one-sided derivatives. */
static inline double tape_between(double left, double right, double theta)
{
  const double lo = fmin(left, right), hi = fmax(left, right);
  return lo + theta * (hi - lo);
}

/* --- two arguments -------------------------------------------------------- */

double tame_tape_binary_value(tame_op op, double a, double b);

static inline bool tape_binary_at_kink(tame_op op, double a, double b)
{
  return (op == TAME_OP_MAX || op == TAME_OP_MIN) && a == b;
}

/* pa, pb <- partial derivatives at (a, b), v the value. */
void tame_tape_binary_partials(double *pa, double *pb, tame_op op, double a,
                               double b, double v, double theta);

/* Derivative of the operation W with result r and one argument, as chosen. */
static inline double tape_slope(const tame_tape *t, tame_op op, double a,
                                double v, double c, size_t r, size_t j)
{
  double theta = 0.0;
  if (tape_unary_at_kink(op, a, c)) {
    /* elements of a vector are chosen one by one */
    if (!tame_tape_chosen(&theta, t, r + j, 0)) theta = t->kink[op];
  }
  return tame_tape_unary_slope(op, a, v, c, theta);
}

#endif
