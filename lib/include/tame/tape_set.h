/* SPDX-License-Identifier: MIT */
/* The conservative gradient of a program as a set.
 *
 * At a point where operations sit at a kink, automatic differentiation gives
 * one vector for each way of choosing their elements; all of them together,
 * choices independent of each other, are the set
 *
 *     D^a(x) = { gradient of y with elements d_1 in D_1, ..., d_K in D_K }
 *
 * (arXiv 2206.01730).  It contains the Clarke subdifferential's vertices that
 * nearby points show, and often more.  The gradient is affine in each choice,
 * so the convex hull of D^a is that of the finitely many vectors with vertices
 * of D_k, which are listed here; D^a itself is sampled.
 *
 * Vertices of one kink: two for an operation with an interval (tape_kink.h), T
 * for a max or min of k with T tied entries, g! for g tied entries of a sort,
 * and +-e_i for a norm2 of k numbers at 0, whose D is a ball: there the hull of
 * what is listed is smaller.
 *
 * Choices set by tape_kink.h play no role here, and stay as they are. */
#ifndef TAME_TAPE_SET_H
#define TAME_TAPE_SET_H

#include <gsl/gsl_rng.h>

#include "tame/tape.h"

/* A kink at the present point. */
typedef struct {
  tame_op op;
  tame_var y;      /* result of the operation, or the element of a vector; the
                       first of the tied results of a sort */
  size_t position; /* entry of a norm1; else 0 */
  size_t tied; /* tied entries of max, min, sort; entries of norm2; else 0 */
  double vertices; /* how many */
} tame_tape_kink;

/* The kinks that y depends on, in the order of the program.  Fills kinks [max]
 * as far as it reaches (NULL when max = 0) and returns their number. */
size_t tame_tape_kinks(tame_tape_kink *kinks, size_t max, tame_var y);

/* grads [max x n] <- the different gradients among all vertices, in the order
 * found; *count is their number.  Tries prod vertices gradients.
 * TAME_MAX_ITER, and nothing is written, when that product exceeds
 * max_tries; TAME_MAX_ITER with the first max of them when there are more than
 * max; TAME_DIVERGED as tame_tape_gradient. */
tame_status tame_tape_gradient_set(double *grads, size_t *count, size_t max,
                                   double max_tries, tame_var y);

/* grad [n] <- a random element of D^a: theta uniform on [0, 1], weights of a
 * tie uniform on the simplex, a tie of a sort in random order, for norm2 a
 * uniform point of the ball.  TAME_DIVERGED as tame_tape_gradient. */
tame_status tame_tape_gradient_sample(double *grad, tame_var y, gsl_rng *rng);

#endif
