/* SPDX-License-Identifier: MIT */
/* Gradient descent on weighted ridge regression, with the Jacobian of its
 * iterates with respect to the weights (arXiv 2305.13768, experiment of figure
 * 3).
 *
 *     f(w, theta) = 1/2 sum_i theta_i (x_i'w - y_i)^2 + a/2 |w|^2,
 *     H    = X' diag(theta) X + a I,            eigenvalues in [mu, L],
 *     wbar = H^{-1} X' diag(theta) y,
 *     C(w) = X' diag(Xw - y) = d(grad f)/dtheta,
 *     Jbar = dwbar/dtheta = -H^{-1} C(wbar).
 *
 * One step and its derivative are
 *
 *     w+ = w - eta (X' diag(theta) (Xw - y) + a w),
 *     J+ = (I - eta H) J - eta C(w).
 *
 * n rows, p features, theta [n]; x [n x p]; w [p]; every Jacobian and C are
 * [p x n], row-major: row j belongs to w_j, as in tame/diff.h.
 *
 * Life cycle: alloc -> init -> set_step -> { step, jacobian_step } ... -> free.
 * A step passes twice over X, 4 n p operations; H is formed once, and a
 * Jacobian step costs 2 n p (p + 2). */
#ifndef TAME_RIDGE_H
#define TAME_RIDGE_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "tame/map.h"
#include "tame/read.h"
#include "tame/status.h"

/* What stands in the place of C(w). */
typedef enum {
  TAME_RIDGE_EXACT, /* C(w), the derivative */
  /* diag(w) (X' o X'), entry w_j X_ij^2: what the authors' public code
   * computes.  It is not the derivative of the problem above; kept to compare
   * with their numbers. */
  TAME_RIDGE_REPOSITORY
} tame_ridge_cross;

typedef struct tame_ridge tame_ridge;

/* n >= 1, p >= 1. */
tame_ridge *tame_ridge_alloc(size_t n, size_t p);
void tame_ridge_free(tame_ridge *w); /* NULL is accepted */

/* The problem; x [n x p], y [n] and theta [n] (NULL: all ones) are copied.
 * TAME_EINVAL when an entry, a weight or a is not finite, or a weight or a is
 * negative; TAME_ESINGULAR when H is not positive definite. */
tame_status tame_ridge_init(tame_ridge *w, const double *x, const double *y,
                            const double *theta, double a,
                            tame_ridge_cross cross);

size_t tame_ridge_rows(const tame_ridge *w);     /* n */
size_t tame_ridge_features(const tame_ridge *w); /* p */

/* mu, L, and H [p x p], owned by W. */
double tame_ridge_smallest(const tame_ridge *w);
double tame_ridge_largest(const tame_ridge *w);
const double *tame_ridge_hessian(const tame_ridge *w);

/* point [p] <- wbar. */
void tame_ridge_solution(double *point, const tame_ridge *w);

/* c [p x n] <- C(point). */
void tame_ridge_cross_term(double *c, const tame_ridge *w, const double *point);

/* jac [p x n] <- -H^{-1} C(point): the implicit estimate at POINT, and Jbar at
 * wbar. */
void tame_ridge_implicit(double *jac, const tame_ridge *w, const double *point);

/* The step size eta > 0 of what follows; TAME_EINVAL otherwise. */
tame_status tame_ridge_set_step(tame_ridge *w, double eta);

/* One gradient step, in place on point [p]. */
void tame_ridge_step(double *point, tame_ridge *w);

/* jac [p x n], in place, <- (I - eta H) jac - eta C(point). */
void tame_ridge_jacobian_step(double *jac, tame_ridge *w, const double *point);

/* The same iteration as a map of w [p] and theta [n], whose products use X and
 * not H.  W is borrowed; a and eta
 * are those of W, its theta is ignored.  For TAME_RIDGE_EXACT. */
tame_map tame_ridge_map(tame_ridge *w);

/* Data with a given spectrum: x [n x p] has singular values s [p], and y [n]
 * coefficient g_j along the j-th left singular vector and r >= 0 orthogonal to
 * all of them:  x = Q diag(s),  y = Q g + r q,  [Q q] [n x (p + 1)] with
 * orthonormal columns, uniformly distributed.  n >= p + 1, else TAME_EINVAL.
 * The iterates of gradient descent depend on (x, y) only through s and g. */
tame_status tame_ridge_spectral_data(double *x, double *y, const double *s,
                                     const double *g, double r, size_t n,
                                     size_t p, gsl_rng *rng);

/* The same with the spectrum of the real data set cpusmall (8192 rows, 12
 * features, cond(X) = 1.09e6): t [n x 12], n >= 13, whose gradient descent has
 * the same iterates up to a rotation. */
tame_status tame_ridge_surrogate(tame_table *t, size_t n, gsl_rng *rng);

/* norm <- |X|_2, the largest singular value of x [n x p], n >= p, and
 * cond <- |X|_2 / (smallest one), by way of X = QR and R^{-1}, because X'X
 * would lose the small ones; infinity or NaN when X is rank deficient.
 * TAME_EINVAL when n < p or x is not finite. */
tame_status tame_ridge_spectrum(double *norm, double *cond, const double *x,
                                size_t n, size_t p);

#endif
