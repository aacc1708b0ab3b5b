/* SPDX-License-Identifier: MIT */
/* The proximal operator of a quadratic function that is linear in theta,
 *
 *     g_theta(x) = 1/2 x'Q x - x'(c + C theta),
 *     R(v, theta) = (I + gamma Q)^{-1} (v + gamma (c + C theta)),
 *     dR/dv = (I + gamma Q)^{-1},   dR/dtheta = gamma (I + gamma Q)^{-1} C,
 *
 * a map as in prox.h.  For example g = 1/2 |Hx - b|^2 + mu/2 |x|^2 with b in
 * theta has Q = H'H + mu I and C = H' in b's columns (2212.07844, 4.5).
 *
 * x, v [n], theta [p], Q [n x n] symmetric, I + gamma Q positive definite.
 * Life cycle: alloc -> init -> map ... -> free; I + gamma Q is factored by
 * init, a value or product costs one solve, 2 n^2 operations. */
#ifndef TAME_PROX_QUADRATIC_H
#define TAME_PROX_QUADRATIC_H

#include <stddef.h>

#include "tame/map.h"
#include "tame/status.h"

typedef struct tame_prox_quadratic tame_prox_quadratic;

/* n >= 1, p >= 0. */
tame_prox_quadratic *tame_prox_quadratic_alloc(size_t n, size_t p);
void tame_prox_quadratic_free(tame_prox_quadratic *w); /* NULL is accepted */

/* q [n x n] is copied (its upper triangle is used), c [n] (NULL: zero) and
 * cc [n x p], C, (NULL: zero) as well.  TAME_EINVAL when gamma is not positive
 * and finite or an entry is not finite; TAME_ESINGULAR when I + gamma Q is not
 * positive definite. */
tame_status tame_prox_quadratic_init(tame_prox_quadratic *w, const double *q,
                                     const double *c, const double *cc,
                                     double gamma);
tame_map tame_prox_quadratic_map(tame_prox_quadratic *w);

#endif
