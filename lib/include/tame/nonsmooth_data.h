/* SPDX-License-Identifier: MIT */
/* Nonsmooth functions made from data, for subgradient methods with errors
 * (tame/nonsmooth.h): the lasso, phase retrieval, regression by a ReLU network. */
#ifndef TAME_NONSMOOTH_DATA_H
#define TAME_NONSMOOTH_DATA_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

#include "tame/nonsmooth.h"
#include "tame/status.h"
#include "tame/tape.h"

/* --- lasso --------------------------------------------------------------------
 *     f(x) = |A x - b|^2 / 2 + lambda |x|_1,   v = A'(A x - b) + lambda sgn x,
 * sgn 0 = 0; a [m x n].  With mu the least eigenvalue of A'A, f is mu-strongly
 * convex, crit f is its minimiser and G(eps) <= eps/mu: the exponent is 1. */
typedef struct {
  size_t m, n;
  double lambda, mu, lipschitz; /* least and largest eigenvalue of A'A */
  double half_bb;               /* |b|^2 / 2 */
  double *gram, *atb;           /* A'A [n x n], A'b [n]; owned, one block */
  double *minimiser, *work;     /* [n] */
} tame_lasso;

/* From a [m x n] and b [m], not kept; solved by proximal gradient steps.
 * TAME_EINVAL unless m, n >= 1, lambda >= 0 and all is finite; TAME_ESINGULAR
 * when A'A is singular to working precision (relative 1e-12), for then the
 * minimiser may not be one point; TAME_STALLED as tame_lasso_tilted.  On an error
 * nothing is left to free. */
tame_status tame_lasso_init(tame_lasso *q, size_t m, size_t n, const double *a,
                            const double *b, double lambda);

/* Random data: a_ij ~ N(0, 1)/sqrt m, b = a x + 0.05 N(0, 1) for
 * x_j = (-1)^j (1 + j/2), j < 5, and 0 beyond; lambda = 0.1 |A'b|_inf. */
tame_status tame_lasso_random(tame_lasso *q, size_t m, size_t n, gsl_rng *rng);
void tame_lasso_free(tame_lasso *q);

tame_nonsmooth tame_lasso_nonsmooth(tame_lasso *q);

/* x [n] <- argmin f + <e, x>, e [n] or NULL for 0: proximal gradient with step
 * 1/L until the 1-norm of a step is below 1e-15 (1 + |x|_1), at most 200000 steps,
 * then TAME_STALLED. */
tame_status tame_lasso_tilted(double *x, const tame_lasso *q, const double *e);

/* --- phase retrieval -----------------------------------------------------------
 * Find x* from b_i = <a_i, x*>^2, a_i ~ N(0, I), r_i = <a_i, x>^2 - b_i:
 *
 *     robust:  f = (1/m) sum |r_i|,      v = (2/m) sum sgn(r_i) <a_i, x> a_i,
 *     smooth:  f = (1/4m) sum r_i^2,     v = (1/m) sum r_i <a_i, x> a_i,
 *
 * sgn 0 = 0.  `distance` is that to the minimisers {x*, -x*}, which other critical
 * points are far from.  robust is sharp there (G = 0 below a threshold); smooth has
 * the Hessian (2/m) sum <a_i, x*>^2 a_i a_i' and the exponent 1. */
typedef struct {
  size_t m, n;
  bool robust;
  double *a, *b, *target; /* [m x n], [m], [n]: x*, of length 1; owned */
  double *work, *scratch; /* [m], [n] */
} tame_phase;

/* TAME_EINVAL unless m >= n >= 1. */
tame_status tame_phase_random(tame_phase *q, size_t m, size_t n, bool robust,
                              gsl_rng *rng);
void tame_phase_free(tame_phase *q);
tame_nonsmooth tame_phase_nonsmooth(tame_phase *q);

/* Eigenvalues w [n], increasing, and eigenvectors v [n x n], column by column, or
 * NULL, of the Hessian of smooth at x*. */
tame_status tame_phase_hessian(double *w, double *v, const tame_phase *q);

/* --- regression by one hidden layer of ReLU units ----------------------------------
 *     out_i = sum_{k < units} a_k max(0, <w_k, z_i> + b_k),
 *     f(theta) = (1/2n) sum_i (out_i - y_i)^2 + (lambda/2) |theta|^2,
 *
 * w_k the columns of w, theta = (a [units], w [d x units], b [units]), units (d + 2)
 * numbers; the derivative of max(0, t) at 0 is 0.  lambda > 0 makes f coercive.  Semialgebraic,
 * neither convex nor smooth; crit f is not known, so there is no `distance`. */
typedef struct {
  size_t n, d, units;
  double lambda;
  const double *z, *y; /* [n x d], [n]; borrowed */
  double *work;        /* [n x units], owned */
  double *out;         /* [n], part of it */
} tame_relu;

/* TAME_EINVAL unless the sizes are at least 1, lambda > 0, data finite. */
tame_status tame_relu_init(tame_relu *q, size_t n, size_t d, size_t units,
                           const double *z, const double *y, double lambda);
/* The same f recorded on a tape, theta its inputs (tame/nonsmooth_tape.h). */
tame_var tame_relu_record(tame_tape *t, const tame_relu *q);

void tame_relu_free(tame_relu *q);
size_t tame_relu_parameters(const tame_relu *q);
tame_nonsmooth tame_relu_nonsmooth(tame_relu *q);
/* out [n] of the network on rows z [n x d]. */
void tame_relu_output(double *out, const double *theta, const double *z,
                      size_t n, const tame_relu *q);

#endif
