/* SPDX-License-Identifier: MIT */
/* A wild function on [0,1] with a bound of its minimum over intervals:
 *
 *     phi(x) = T(x) - 1/q  at x = p/q, reduced, q <= 8,   T(x) elsewhere,
 *     T(x) = sum_{j<30} 2^-j dist(2^j x, Z)
 *
 * (Takagi, nowhere differentiable but for the cut at 30 terms; and 23 jumps
 * downwards).  Lower semicontinuous. */
#ifndef TAME_TAKAGI_H
#define TAME_TAKAGI_H

#include <stddef.h>

enum { TAME_TAKAGI_Q = 8 };

double tame_takagi_continuous(double x); /* T */

/* phi(num / den), the jumps decided in integers; den >= 1. */
double tame_takagi(long num, long den);

/* Table of T on a grid of spacing 2^-16 and of minima over its pieces. */
typedef struct tame_takagi_table tame_takagi_table;
tame_takagi_table *tame_takagi_alloc(void);
void tame_takagi_free(tame_takagi_table *t); /* NULL is accepted */

/* A lower bound of phi over [lo, hi], clipped to [0,1]: the minimum of T over
 * the grid points around it less 40 2^-16 (T varies by at most 17 2^-16 between
 * two of them), and of phi at the jumps inside. */
double tame_takagi_below(const tame_takagi_table *t, double lo, double hi);

#endif
