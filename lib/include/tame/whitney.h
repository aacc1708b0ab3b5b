/* SPDX-License-Identifier: MIT */
/* Whitney's construction to a finite depth: a smooth h >= 0 in the plane that
 * vanishes exactly off a union of discs below the graph of a lower
 * semicontinuous phi on [0,1], phi > -1.
 *
 * For depth d = 2, 3, ..., D, columns i = 0, ..., 2^d - 1 of width h = 2^-d: over
 * what is covered so far (at first y = -1), while
 *
 *     y + h/2 + r < min over [c - r, c + r] of phi,  c = (i + 1/2) h,
 *     r = 0.75 sqrt(2) h,
 *
 * the disc of radius r about (c, y + h/2), which covers the square of side h
 * above y, is added, and y grows by h.  Then
 *
 *     h_D(x, y) = theta(-1 - y) + sum_i w_i psi(|z - c_i|^2 / r_i^2),
 *     psi(t) = exp(-1 / (1 - t)) for t < 1,  0 else,  w_i > 0 any,
 *
 * and the value function phi_D of P = y, Q = h_D exp(-y^2) over y in R is the top
 * of the chords of the vertical through x that hang together from y = -1 up.
 * phi_D <= phi, phi_D increases with D, and phi_D -> phi at every point. */
#ifndef TAME_WHITNEY_H
#define TAME_WHITNEY_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  double x, y, r;
} tame_disc;

enum { TAME_WHITNEY_MIN_DEPTH = 2, TAME_WHITNEY_MAX_DEPTH = 16 };

/* All discs up to depth DEPTH.  BELOW(lo, hi) is a lower bound of phi over
 * [lo, hi] that becomes sharp as the interval shrinks. */
typedef struct tame_whitney tame_whitney;
tame_whitney *
tame_whitney_alloc(size_t depth,
                   double (*below)(double lo, double hi, void *ctx), void *ctx);
void tame_whitney_free(tame_whitney *w); /* NULL is accepted */

/* The discs of depth at most DEPTH: a leading part of all of them. */
size_t tame_whitney_count(const tame_whitney *w, size_t depth);
const tame_disc *tame_whitney_discs(const tame_whitney *w);

/* phi_D(x) with the discs of depth at most DEPTH. */
double tame_whitney_value(const tame_whitney *w, size_t depth, double x);

/* Is h_D(x, y) = 0?  By the discs, without chords. */
bool tame_whitney_is_zero(const tame_whitney *w, size_t depth, double x,
                          double y);

#endif
