/* SPDX-License-Identifier: MIT */
/* Forward sweeps on a tape with p directions at once, and Jacobians.
 *
 * The n inputs move along the columns of dx [n x p]; a sweep gives the
 * derivatives of the outputs y [m] along each of them, dy [m x p].  What
 * happens at a kink is the rule:
 *
 *   TAME_LINEAR       the element chosen by tape_kink.h; linear in dx, and the
 *                     transpose of the reverse sweep
 *   TAME_DIRECTIONAL  each column is a one-sided directional derivative
 *                     f'(x; h) = lim (f(x + s h) - f(x)) / s, s > 0 to 0;
 *                     relu: max(h, 0) at 0, max: max(h_a, h_b) at ties
 *   TAME_LEXICOGRAPHIC
 *                     Nesterov's lexicographic derivative along the columns in
 *                     order: a kink left open by the value is decided by the
 *                     first column that moves off it (Khan and Barton).  With
 *                     dx nonsingular, dy dx^{-1} is the L-Jacobian, an element
 *                     of the Clarke subdifferential when m = 1
 *
 * Operations that jump (sign, less, where) are decided by values alone.  All
 * matrices are row-major. */
#ifndef TAME_TAPE_FORWARD_H
#define TAME_TAPE_FORWARD_H

#include "tame/tape.h"

typedef enum {
  TAME_LINEAR,
  TAME_DIRECTIONAL,
  TAME_LEXICOGRAPHIC
} tame_tangent_rule;

/* dy [m x p] <- derivatives of y [m], m >= 1, along dx [n x p].  Takes
 * memory for p doubles for each value on the tape when lexicographic, for 8 at
 * most otherwise, and none beside the adjoints when p = 1; kept until trimmed.
 * TAME_DIVERGED when dy is not finite. */
tame_status tame_tape_forward(double *dy, const double *dx, size_t p,
                              tame_tangent_rule rule, const tame_var *y,
                              size_t m);

/* jac [m x n] <- Jacobian of y [m] with respect to the inputs: by m reverse
 * sweeps, or by forward sweeps along the n axes when n < m. */
tame_status tame_tape_jacobian(double *jac, const tame_var *y, size_t m);

#endif
