/* SPDX-License-Identifier: MIT */
/* The lower levels of E3: polynomials over a compact box.  Each function gives
 * both values at x = num / den, and what their certificate took. */
#ifndef POLYNOMIAL_H
#define POLYNOMIAL_H

#include "tame/bernstein.h"
#include "tame/value_function.h"

enum { K_LINEAR = 5, K_SQUARES = 3, MAX_BOXES = 100000 };
#define DELTA 1e-2 /* left open below a certified minimiser */

typedef struct {
  tame_values v;
  double width;    /* the optimistic value is certified to this precision */
  double boxes;    /* Bernstein boxes; 0: none needed */
  double unproved; /* 1: the certificate failed */
  double residual; /* |Q| at the closed-form zero; 0: not used */
} level;

double quotient(long num, long den); /* num / den */

typedef level lower_level(long num, long den);
lower_level linear_step, linear_ceiling;                 /* exact */
lower_level convex_abs, convex_cusp;                     /* Sturm */
lower_level squares_step, squares_ceiling, squares_cusp; /* Bernstein */

/* The polynomial of squares_ceiling at x, in powers of t and z. */
tame_bipoly *squares_ceiling_poly(tame_precision w, double x);

#endif
