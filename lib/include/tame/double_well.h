/* SPDX-License-Identifier: MIT */
/* Two lower levels that are Morse for every parameter and known in closed form
 * (ours, for arXiv 2502.09074).  With sigma(x) = x / sqrt(1 + x^2):
 *
 * The double well, x and y numbers: critical points a < b < c,
 *
 *     a = -1 + sigma/4,   b = -sigma/2,   c = 1 + sigma/4,
 *     G(x, y) = y^4/4 - (1 + 3 sigma^2/16) y^2/2 - (sigma/2 - sigma^3/32) y,
 *     G_y = (y - a)(y - b)(y - c),   G(x, c) - G(x, a) = -sigma(x):
 *
 * a is the global minimiser for x < 0, c for x > 0, both for x = 0; |G_yy| >=
 * 7/16 at all three.
 *
 * Many wells, x [n], y [p]: with tau = W x and z = U y, U orthogonal,
 *
 *     g(x, y) = sum_j G(tau_j, z_j),
 *
 * whose 2^p local minimisers are z_j in {a(tau_j), c(tau_j)}.
 *
 * Upper levels:  (x - x_hat)^2/2 + (y - y_hat)^2/2   and
 *                |x - x_hat|^2/2 + (v'z)^2/2 . */
#ifndef TAME_DOUBLE_WELL_H
#define TAME_DOUBLE_WELL_H

#include "tame/bilevel.h"
#include "tame/interval.h"

/* sigma and its derivatives 0, 1, 2 */
void tame_sigma(double s[3], double x);
tame_interval tame_sigma_interval(tame_interval x);
/* of sigma' = (1 + x^2)^(-3/2) */
tame_interval tame_sigma_slope_interval(tame_interval x);

enum { TAME_WELL_A, TAME_WELL_B, TAME_WELL_C }; /* branches */

/* y [3] <- a, b, c;  dy [3], ddy [3] <- their derivatives, unless NULL */
void tame_double_well_branches(double y[3], double *dy, double *ddy, double x);

/* G and its derivatives in y, y y, x y */
typedef struct {
  double g, y, yy, xy;
} tame_well_values;
tame_well_values tame_double_well_at(double x, double y);

/* c [5] encloses the coefficients of G(x, .) for all x in X (tame/poly.h) */
void tame_double_well_poly(tame_interval c[5], tame_interval x);

typedef struct {
  double x_hat, y_hat;
} tame_double_well;
tame_bilevel tame_double_well_problem(tame_double_well *w); /* borrows w */

typedef struct {
  size_t n, p;
  const double *w; /* W [p x n], row-major, borrowed */
  const double *u; /* U [p x p], symmetric orthogonal, borrowed; NULL: U = I */
  const double *v; /* [p], borrowed */
  const double *x_hat; /* [n], borrowed */
  double *work;        /* [4 p], the caller's */
  /* [n], the caller's: the x at which tau in work was computed, so that calls at
   * the same x do not compute it again; or NULL */
  double *last;
} tame_many_wells;
tame_bilevel tame_many_wells_problem(tame_many_wells *w); /* borrows w */

/* tau [p] <- W x and out [p] <- U y */
void tame_many_wells_tau(double *tau, const tame_many_wells *w,
                         const double *x);
void tame_many_wells_rotate(double *out, const tame_many_wells *w,
                            const double *y);

#endif
