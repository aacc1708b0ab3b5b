/* SPDX-License-Identifier: MIT */
/* Linear systems on a ring of n nodes,
 *
 *     (diag(d) + L) x = b,
 *     (L x)_i = k_i (x_i - x_{i+1}) + k_{i-1} (x_i - x_{i-1}),
 *
 * indices modulo n, d_i >= 0 not all zero, k_i >= 0 the weight of the edge
 * between i and i+1: one implicit step of a diffusion on the circle.
 *
 * Nodes are eliminated one after the other, each time joining its two
 * neighbours by an edge of weight a b / (d + a + b) and handing them its share of
 * d.  Nothing is subtracted, so the factors are accurate to a few units in the
 * last place times n whatever the sizes of d and k; with Gaussian elimination
 * d is lost beside k when it is smaller by 10^16, and with it the identity
 *
 *     sum_i d_i x_i = sum_i b_i
 *
 * which is conservation of mass.  Cost: O(n), one division a node. */
#ifndef TAME_CYCLIC_H
#define TAME_CYCLIC_H

#include <stddef.h>

#include "tame/status.h"

/* x [n] <- the solution; x may be b.  work [3 n].  n >= 3.  TAME_ESINGULAR when
 * all d_i are zero or a pivot is not finite; x is then undefined. */
tame_status tame_cyclic_solve(double *x, double *work, const double *d,
                              const double *k, const double *b, size_t n);

#endif
