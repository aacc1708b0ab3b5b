/* SPDX-License-Identifier: MIT */
/* Polynomials of two variables on a box, bounded by their Bernstein
 * coefficients.
 *
 * On a box, with s, w in [0,1] the affine coordinates of t and z,
 *
 *     p(t, z) = sum_{i<=n, j<=m} b_ij B_i^n(s) B_j^m(w),
 *     min b_ij <= p <= max b_ij,   p = b_ij at the four corners,
 *
 * and halving a box (de Casteljau) makes the bounds converge quadratically.  So
 * branch and bound proves p > 0, or encloses the minimum.
 *
 * Coefficients are balls: a number and a bound on its error that runs along
 * with every operation.  Precision `double_double` has a unit roundoff of about
 * 2^-104; precision `plain` is ordinary double arithmetic, for comparison. */
#ifndef TAME_BERNSTEIN_H
#define TAME_BERNSTEIN_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/status.h"

typedef enum { TAME_PLAIN, TAME_DOUBLE_DOUBLE } tame_precision;

/* hi + lo, off by at most radius. */
typedef struct {
  double hi, lo, radius;
} tame_ball;

/* p(t, z) = sum a[i (m + 1) + j] t^i z^j, degrees n in t and m in z. */
typedef struct {
  size_t n, m;
  tame_precision precision;
  tame_ball *a;
} tame_bipoly;

enum { TAME_BIPOLY_MAX_DEGREE = 40 };

/* New polynomials, released with tame_bipoly_free: c t^i z^j; a sum; a
 * product.  The last two release their operands, so that expressions can be
 * nested, and abort when the precisions differ or a degree is too large. */
tame_bipoly *tame_bipoly_monomial(tame_precision precision, double c, size_t i,
                                  size_t j);
tame_bipoly *tame_bipoly_add(tame_bipoly *p, tame_bipoly *q);
tame_bipoly *tame_bipoly_mul(tame_bipoly *p, tame_bipoly *q);
tame_bipoly *tame_bipoly_copy(const tame_bipoly *p);
void tame_bipoly_free(tame_bipoly *p); /* NULL is accepted */

/* p(t, z), with the bound on its error. */
tame_ball tame_bipoly_at(const tame_bipoly *p, double t, double z);

typedef struct {
  double t_lo, t_hi, z_lo, z_hi; /* lo <= hi */
} tame_box2;

/* Is p > 0 on all of the box?  A box is done when its smallest coefficient is
 * positive; the search ends with "no proof" when the value at a corner is not,
 * or after max_boxes boxes.  Else the box is halved along the variable whose
 * neighbouring coefficients differ most.  With `with_radius` a coefficient
 * counts as positive only beyond its error: then true is a proof.  *boxes <-
 * boxes looked at. */
bool tame_bernstein_positive(size_t *boxes, const tame_bipoly *p, tame_box2 box,
                             bool with_radius, size_t max_boxes);

/* Encloses the minimum over the box, and all points where it is attained. */
typedef struct {
  double lo, hi;    /* lo <= min p <= hi, errors included */
  tame_box2 argmin; /* contains every minimiser, up to rounding of its ends */
  size_t boxes;
} tame_bernstein_minimum;

/* Halves boxes, lowest bound first, until hi - lo <= tol and the boxes that may
 * hold a minimiser fit into one of size WIDTH in t, or nothing can be gained any
 * more.  TAME_OK when both were reached, TAME_MAX_ITER after max_boxes boxes
 * (the enclosures hold all the same). */
tame_status tame_bernstein_minimize(tame_bernstein_minimum *result,
                                    const tame_bipoly *p, tame_box2 box,
                                    double tol, double width, size_t max_boxes);

#endif
