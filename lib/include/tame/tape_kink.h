/* SPDX-License-Identifier: MIT */
/* The element chosen where a recorded operation is not differentiable.
 *
 * Operations of one argument, and max and min of two, have an interval of
 * subgradients at a kink.  A number theta in [0, 1] chooses in it:
 *
 *   relu        derivative theta                          default 0
 *   leaky       slope + theta (1 - slope)                 default 0
 *   relu6       theta, at 0 and at 6                      default 0
 *   abs         2 theta - 1                               default 1/2
 *   max, min    theta to the first argument, 1 - theta to the second; default 1
 *   maxc, minc  theta to the argument                     default 0
 *   norm1       2 theta - 1 for each entry that is 0      default 1/2
 *
 * (leaky: from the smaller to the larger of slope and 1.)  Three operations
 * have more:
 *
 *   max, min of k   weights theta_j >= 0 of the tied entries j, divided by
 *                   their sum; default: all of it to the first
 *   sort            a tie is broken by theta_j, then by position; default 0
 *   norm2 at 0      theta_j is entry j of the subgradient, |theta| <= 1;
 *                   default 0
 *
 * The default of an operation can be changed for a whole tape, and for one
 * result alone; choices hold until changed and survive replay. */
#ifndef TAME_TAPE_KINK_H
#define TAME_TAPE_KINK_H

#include "tame/tape.h"

/* Default of OP on this tape, for those with an interval above; MAXK, SORT,
 * NORM2 have none. */
void tame_tape_set_kink(tame_tape *t, tame_op op, double theta);

/* Choice for the result y of one operation, or for one element of a vector. */
void tame_var_set_kink(tame_var y, double theta);

/* Choice for argument j of the operation with result y (the first result of a
 * sort): norm1, norm2, max_of, min_of, sort. */
void tame_var_set_kink_at(tame_var y, size_t j, double theta);

/* All choices of single results undone; defaults of the tape stay. */
void tame_tape_clear_kinks(tame_tape *t);

#endif
