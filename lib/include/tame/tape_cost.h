/* SPDX-License-Identifier: MIT */
/* Counting the operations of a recorded program and of its derivatives, in the
 * model of arXiv 2206.01730: a program is a list of elementary operations g
 * with p_g arguments, and
 *
 *     cost(P)  = sum cost(g),
 *     back(P)  = sum [ cost(g, d) + 2 p_g ],
 *     fwd(P)   = sum cost(g, d) + p sum (2 p_g - 1)    for p directions,
 *
 * where (g, d) computes g and one element of its conservative derivative, and
 * each argument costs a multiplication and an addition.  Then
 * back(P) <= omega cost(P) with omega = max over g of
 * (cost(g, d) + 2 p_g) / cost(g), whatever the number of inputs.
 *
 * Unit costs are ours: +, -, *, / and a comparison cost 1, a transcendental
 * function or a root costs c >= 1.  A quotient has the fused rule u / b,
 * -v (u / b), which the chain rule's 2 p_g operations cover; a sort of k passes
 * on k adjoints by one addition each.  p_g counts the arguments whose partial
 * derivative is not zero by nature, so it is 0 for less and sign and 2 for
 * where; for several results it counts pairs.  Inputs, constants, gather, and a
 * sum or max of one number are free.  The work inside a call of a map is not
 * counted; its Jacobian is charged as dense. */
#ifndef TAME_TAPE_COST_H
#define TAME_TAPE_COST_H

#include "tame/tape.h"

/* Costs of one elementary operation. */
typedef struct {
  double
      args; /* p_g; pairs (result, argument) when there are several results */
  double value; /* cost(g) */
  double joint; /* cost(g, d) */
  double back;  /* chain rule backwards, 2 p_g unless said above */
  double fwd;   /* chain rule forwards, a direction: 2 p_g - 1 */
} tame_op_cost;

/* Costs of OP; k is the number of entries for those with several arguments
 * (ignored by the others), c the cost of a transcendental function.  Not for
 * MAP, ZIP, matrices, calls, whose size is not one number. */
tame_op_cost tame_tape_op_cost(tame_op op, size_t k, double c);

/* (joint + back) / value, NaN for an operation that is free. */
double tame_tape_omega(tame_op op, size_t k, double c);

/* Costs of everything on T. */
typedef struct {
  double value; /* cost(P) */
  double joint; /* sum of cost(g, d) */
  double back;  /* sum of the chain rule backwards: back(P) = joint + back */
  double fwd;   /* a direction: fwd(P) = joint + p fwd */
  double omega; /* largest ratio (joint + back) / value of one operation */
} tame_tape_costs;
tame_tape_costs tame_tape_cost(const tame_tape *t, double c);

double tame_tape_cost_back(const tame_tape *t, double c);          /* back(P) */
double tame_tape_cost_fwd(const tame_tape *t, size_t p, double c); /* fwd(P) */

/* Lean counts: what a careful implementation performs at the present values.
 * Backwards from y: operations that no adjoint reaches are skipped; partial
 * derivatives of sums and piecewise linear operations that are 1 or -1 cost no
 * multiplication, those that are 0 nothing; others cost one; the first
 * contribution to an adjoint is an assignment, later ones cost an addition. The
 * joint evaluation is charged for the whole tape. */
double tame_tape_cost_lean(tame_var y, double c);

/* Forwards with p directions: for each result and direction one multiplication
 * for each partial derivative that costs one as above, and one addition less
 * than there are partial derivatives that count; but at least 1, for a sign
 * change or a selection.  The joint evaluation is charged once. */
double tame_tape_cost_lean_fwd(const tame_tape *t, size_t p, double c);

#endif
