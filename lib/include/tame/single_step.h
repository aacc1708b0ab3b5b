/* SPDX-License-Identifier: MIT */
/* The alternating single-step multi-step scheme for bilevel programs
 * (tame/bilevel.h): several inner steps on y from where it was, then one outer
 * step on x,
 *
 *     y <- A_x^m(y),      x <- x - alpha h(x, y),
 *
 * a gradient method for phi(x) = f(x, y(x)) along the branch that y tracks, with
 * the bias that y, and the hypergradient h, are inexact.
 *
 * At a fixed point (x*, y*) the iteration has the Jacobian
 *
 *     [ 1 - alpha (h_x + h_y Ax)   -alpha h_y R ]     R  = (dA/dy)^m,
 *     [           Ax                     R      ]     Ax = (I - R) y'(x*),
 *
 * whose spectral radius is its asymptotic rate.
 *
 * Idea of arXiv 2502.09074; step rules and clipping are ours.
 * Life cycle: alloc -> init -> step ... -> free; step allocates no more than
 * tame_diff_implicit_vjp does. */
#ifndef TAME_SINGLE_STEP_H
#define TAME_SINGLE_STEP_H

#include "tame/bilevel.h"

typedef struct {
  double inner_step;  /* s > 0 */
  size_t inner_steps; /* m >= 1 */
  double outer_step;  /* alpha > 0 */
  tame_hyper hyper;   /* exact, or Neumann with `terms` >= 1 */
  size_t terms;
  /* h is shortened to this Euclidean length when it is longer; INFINITY: never.
   * Near a fold h grows without bound. */
  double clip;
} tame_single_step_options;

typedef struct tame_single_step tame_single_step;

tame_single_step *tame_single_step_alloc(size_t n, size_t m);
void tame_single_step_free(tame_single_step *w); /* NULL is accepted */

/* Start at x0 [n], y0 [m], copied.  P is borrowed until the next init.
 * TAME_EINVAL when its sizes are not those of W, an option is out of range, or
 * the start is not finite. */
tame_status tame_single_step_init(tame_single_step *w, const tame_bilevel *p,
                                  const double *x0, const double *y0,
                                  const tame_single_step_options *opt);

/* One outer iteration.  TAME_OK; TAME_ESINGULAR when g_yy is singular at y;
 * TAME_DIVERGED when x or y is not finite.  x is left as it was then. */
tame_status tame_single_step_step(tame_single_step *w);

/* x [n], y [m] and the hypergradient [n] of the last step, owned by W. */
const double *tame_single_step_x(const tame_single_step *w);
const double *tame_single_step_y(const tame_single_step *w);
const double *tame_single_step_h(const tame_single_step *w);

/* *rate <- spectral radius of the Jacobian of one iteration at the fixed point
 * x [n], y [m], by central differences of step eps of the iteration itself, not
 * by the formula above.  Errors as tame_hypergradient. */
tame_status tame_single_step_rate(double *rate, const tame_bilevel *p,
                                  const double *x, const double *y,
                                  const tame_single_step_options *opt,
                                  double eps);

#endif
