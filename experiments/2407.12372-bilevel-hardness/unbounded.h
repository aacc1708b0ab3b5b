/* SPDX-License-Identifier: MIT */
/* Between the parts of unbounded: one function a cell, each writes its data
 * sets; and what they share. */
#ifndef UNBOUNDED_H
#define UNBOUNDED_H

#include "tame/bernstein.h"
#include "tame/exp.h"

enum { N_CURVES = 3, MAX_BRANCH = 400000 };
#define BRACKET 1e-3 /* of e, to both sides of a jump */

/* sizes R of the boxes whose value functions are drawn */
extern const double CURVE_R[N_CURVES];

void step_roots(tame_h5 *out);
void step_curves(tame_h5 *out, size_t n);
void pole_roots(tame_h5 *out);
void pole_curves(tame_h5 *out, size_t n);
void infinity_all(tame_h5 *out);

/* --- shared ------------------------------------------------------------------ */

/* The root of f in [lo, hi] by Brent's method. */
double brent(double (*f)(double e, void *ctx), double lo, double hi, void *ctx);

/* c t^i z^j, and a square, which releases p */
tame_bipoly *mono(double c, size_t i, size_t j);
tame_bipoly *squared(tame_bipoly *p);

/* Value functions over x [n], enclosed: lo, hi [N_CURVES + 1][n], the last one in
 * boxes that grow as x needs, against the prescribed target [n]. */
void write_curves(tame_h5 *out, const double *x, const double *lo,
                  const double *hi, const double *target, size_t n);

#endif
