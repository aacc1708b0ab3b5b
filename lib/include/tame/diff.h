/* SPDX-License-Identifier: MIT */
/* Derivatives of the limit  xbar(theta) = F(xbar, theta)  of a map.
 *
 * With A = dF/dx and B = dF/dtheta at the fixed point, the exact derivative is
 *
 *     Jbar = (I - A)^{-1} B,                                    [n x p]
 *
 * and there are three ways to it (Bolte, Pauwels, Vaiter, arXiv 2305.13768):
 *
 *   unrolled   differentiate all iterations:
 *              forward  J_{k+1} = A_k J_k + B_k, J_0 = dx_0/dtheta (piggyback),
 *              reverse  u <- A_k' u, g <- g + B_k' u from the last step back;
 *   implicit   solve  (I - A) X = B,  or  (I - A)' v = u,  g = B' v;
 *   k-step     unrolled, but through the last K steps only, the iterate before
 *              them taken as constant.  K = 1 is one-step differentiation, also
 *              called Jacobian-free backpropagation; its value is B, its error
 *              A Jbar.
 *
 * A cotangent u [n] is the gradient of a scalar h(x) at x_K; the gradient of
 * theta -> h(xbar(theta)) is then Jbar' u [p]. */
#ifndef TAME_DIFF_H
#define TAME_DIFF_H

#include <stddef.h>

#include "tame/map.h"
#include "tame/status.h"

/* Reverse mode through the last n_steps steps of T (all of them when n_steps
 * is at least their number).  grad [p] <- sum_k B_k' u_k.  When dx0 [n] is not
 * NULL it receives the cotangent of the iterate the sweep ended at, so that a
 * starting point that depends on theta can be chained.  Uses the records of T
 * when it keeps them, recomputes otherwise.
 * TAME_EINVAL when the map has no vjp; TAME_DIVERGED when grad is not finite.
 */
tame_status tame_diff_reverse(double *grad, double *dx0,
                              const tame_trajectory *t, size_t n_steps,
                              const double *u, const double *theta);

/* Forward mode through the last n_steps steps of T (all of them when n_steps is
 * at least their number), all columns at once: jac [n x p], row-major, <-
 * dx_K/dtheta.  The iterate the sweep begins at has the derivative jac0 [n x p];
 * NULL: zero, as in k-step differentiation.
 * TAME_EINVAL when the map has neither piggyback nor jvp; TAME_DIVERGED when jac
 * is not finite. */
tame_status tame_diff_forward(double *jac, const double *jac0,
                              const tame_trajectory *t, size_t n_steps,
                              const double *theta);

/* One piggyback step at x: jac_new [n x p], row-major, <- A jac + B.
 * jac_new and jac [n x p] do not overlap; jac NULL counts as zero, so that the
 * result is then B (the one-step Jacobian).  By the piggyback of the map, else
 * by p products jvp; TAME_EINVAL when it has neither. */
tame_status tame_diff_piggyback(double *jac_new, const double *jac,
                                const double *x, const double *theta,
                                const tame_map *map);

/* A [n x n] and B [n x p], row-major, at x; either may be NULL.  By n
 * transposed products when the map has a vjp, else by n + p products.
 * TAME_EINVAL when it has neither. */
tame_status tame_diff_jacobians(double *a, double *b, const double *x,
                                const double *theta, const tame_map *map);

/* Implicit Jacobian by a dense LU of I - A: jac [n x p] <- (I - A)^{-1} B at
 * x.  TAME_ESINGULAR when I - A is singular. */
tame_status tame_diff_implicit(double *jac, const double *x,
                               const double *theta, const tame_map *map);

/* Implicit gradient: solves (I - A)' v = u, then grad [p] <- B' v.
 * TAME_EINVAL without a vjp, TAME_ESINGULAR as above. */
tame_status tame_diff_implicit_vjp(double *grad, const double *u,
                                   const double *x, const double *theta,
                                   const tame_map *map);

/* --- checks ---------------------------------------------------------------
 * Independent routes to the same numbers, for tests and for claims. */

/* Central difference of f along d at theta:
 * (f(theta + h d) - f(theta - h d)) / (2 h). */
double tame_diff_central(double (*f)(const double *theta, void *ctx),
                         const double *theta, const double *d, double h,
                         size_t p, void *ctx);

/* The same for a function with values in R^n, out [n]; a negative status of f
 * ends it and is returned. */
tame_status tame_diff_central_vector(
    double *out, tame_status (*f)(double *x, const double *theta, void *ctx),
    const double *theta, const double *d, double h, size_t n, size_t p,
    void *ctx);

/* |<A dx + B dtheta, w> - <dx, A'w> - <dtheta, B'w>| divided by the sum of the
 * absolute values of the three terms (0 when all vanish, NaN when one is NaN): of
 * order 1e-15 when jvp and vjp agree.  The directions dx [n], dtheta [p], w [n] are given. */
double tame_diff_dot_test(const double *dx, const double *dtheta,
                          const double *w, const double *x, const double *theta,
                          const tame_map *map);

#endif
