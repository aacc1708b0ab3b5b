/* SPDX-License-Identifier: MIT */
/* Newton's method for weighted, l2-regularised logistic regression,
 *
 *     min_beta  phi(beta, w) = sum_i w_i log(1 + exp(-y_i x_i'beta))
 *                              + (lambda / 2) |beta|^2,
 *
 * as a map that can be differentiated with respect to the n weights w
 * (experiment of Bolte, Pauwels, Vaiter, arXiv 2305.13768; the line search and
 * the loop are those of the authors' code).
 *
 * With t = X beta and sigma the logistic function, the derivatives of one loss
 * with respect to t are
 *
 *     l' = -y sigma(-y t),   l'' = sigma(t) (1 - sigma(t)),
 *     l''' = l'' (1 - 2 sigma(t)),
 *
 * the gradient is g = X'(w o l') + lambda beta, the Hessian
 * H = X' diag(w o l'') X + lambda I, and one step, of a length s that is a
 * constant of the map,
 *
 *     F(beta, w) = beta - s H^{-1} g.
 *
 * Its products, with d = H^{-1} g and a = X d:
 *
 *     A dbeta + B dw = (1 - s) dbeta
 *                      + s H^{-1} X'(w o l''' o a o X dbeta
 *                                    + dw o (l'' o a - l')),
 *     A'u = (1 - s) u + s X'(w o l''' o a o c),   c = X H^{-1} u,
 *     B'u = s c o (l'' o a - l').
 *
 * At the minimiser d = 0, so for s = 1 the matrix A vanishes: differentiating
 * the last step alone is then exact.
 *
 * Life cycle: alloc -> init -> { solve, differentiate } ... -> free. */
#ifndef TAME_LOGISTIC_H
#define TAME_LOGISTIC_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "tame/map.h"
#include "tame/status.h"

typedef struct {
  size_t n, p;     /* observations, coefficients; both >= 1 */
  const double *x; /* [n x p], row-major */
  const double *y; /* [n], each -1 or +1 */
  double lambda;   /* >= 0 */
} tame_logistic_problem;

typedef struct {
  size_t max_steps;    /* before the last one */
  double gradient_tol; /* stop when |g| before a step was below this */
  double c1, c2;       /* line search: sufficient decrease, curvature */
  size_t max_halvings;
} tame_logistic_options;

/* The authors' values: 49, 1e-10, 0.001, 0.7, 50. */
extern const tame_logistic_options tame_logistic_authors;

typedef struct tame_logistic tame_logistic;

/* Workspace for n observations and p coefficients. */
tame_logistic *tame_logistic_alloc(size_t n, size_t p);
void tame_logistic_free(tame_logistic *w); /* NULL is accepted */

/* PROBLEM's arrays are borrowed until the next init; the step is set to 1.
 * TAME_EINVAL when the sizes are not those of W, a label is not -1 or +1, or
 * lambda is negative or not finite. */
tame_status tame_logistic_init(tame_logistic *w,
                               const tame_logistic_problem *problem);

/* phi at (beta [p], weights [n]), and grad [p] <- g. */
double tame_logistic_objective(const double *beta, const double *weights,
                               tame_logistic *w);
void tame_logistic_gradient(double *grad, const double *beta,
                            const double *weights, tame_logistic *w);

/* F as a map with x = beta [p] and theta = weights [n] >= 0, borrowed from W.
 * W remembers the last point at which it formed and factored H; a value or a
 * product asked for at exactly that point uses it again.  Where H is not
 * positive definite the results are NaN.  A record holds X beta, d and the
 * packed factor, n + p + p (p + 1) / 2 numbers. */
const tame_map *tame_logistic_map(const tame_logistic *w);

double tame_logistic_step(const tame_logistic *w); /* s */
void tame_logistic_set_step(tame_logistic *w, double s);

/* |g| at the last point where H was formed: after a step of the map, at the
 * point before it. */
double tame_logistic_gradient_norm(const tame_logistic *w);

/* Set s by bisection along d = -H^{-1} g from BETA: lo = 0, hi = 1, s = 1/2;
 * with m = -g'd, which is positive, and until neither test is bad or
 * max_halvings is reached,
 *
 *     bad1: phi(beta + s d) > phi(beta) + c1 s m    -> hi = s
 *     bad2: g(beta + s d)'d < c2 m                  -> else lo = s
 *     s = (lo + hi) / 2.
 *
 * These are the weak Wolfe tests but for the sign of m, which usually is that
 * of g'd < 0.  As written, bad1 almost never and bad2 almost always holds, so
 * that after 50 halvings s = 1 - 2^-51: in effect the full Newton step.  Kept,
 * because the experiment is that of the authors' code.
 * *halvings (may be NULL) is their number.  TAME_ESINGULAR when H is not
 * positive definite; s is then left. */
tame_status tame_logistic_line_search(size_t *halvings, tame_logistic *w,
                                      const double *beta, const double *weights,
                                      const tame_logistic_options *opt);

/* The authors' loop, recorded in T, a trajectory of tame_logistic_map(w) with
 * room for max_steps + 1 steps: line search at beta0 [p], which fixes s; at
 * most max_steps steps, stopping after the one before which |g| was below
 * gradient_tol; then one last step, the one that the one-step estimator
 * differentiates.  TAME_CONVERGED, TAME_MAX_ITER, TAME_DIVERGED, or
 * TAME_ESINGULAR when H at beta0 is not positive definite. */
tame_status tame_logistic_solve(tame_trajectory *t, tame_logistic *w,
                                const double *beta0, const double *weights,
                                const tame_logistic_options *opt);

/* Implicit gradient at beta: solves H v = u, then grad [n] <- -l' o (X v).
 * TAME_ESINGULAR when H is not positive definite. */
tame_status tame_logistic_implicit(double *grad, const double *u,
                                   const double *beta, const double *weights,
                                   tame_logistic *w);

/* The pieces, without overflow for any t: log(1 + exp(-m)), sigma(t), and
 * l', l'', l''' of a label y = -1 or +1. */
double tame_logistic_loss(double m);
double tame_logistic_sigma(double t);
typedef struct {
  double first, second, third;
} tame_logistic_slopes;
tame_logistic_slopes tame_logistic_loss_slopes(double t, double y);

/* Data of the experiment: x [2m x p], y [2m], two Gaussian classes of m
 * observations.  With q = p - 1: entries N(0, 1) - 1/sqrt(q) and label +1 in
 * the first m rows, N(0, 1) + 1/sqrt(q) and -1 in the others; each column then
 * has its mean removed and is divided by its population standard deviation; a
 * column of ones is put before them.  m >= 1, p >= 2. */
void tame_logistic_two_classes(double *x, double *y, size_t m, size_t p,
                               gsl_rng *rng);

#endif
