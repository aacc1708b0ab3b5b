/* SPDX-License-Identifier: MIT */
/* Parametric monotone inclusions (Bolte, Pauwels, Silveti-Falls, arXiv
 * 2212.07844)
 *
 *     0 in A_theta(x) + B_theta(x),      x [n], theta [p],
 *
 * A maximal monotone, B monotone and Lipschitz, one of them strongly.  For any
 * gamma > 0 the solution x(theta) is the fixed point of the forward-backward map
 *
 *     T(x) = R(x - gamma B(x)),   R = (I + gamma A)^{-1},
 *
 * and a conservative Jacobian of theta -> x(theta) is, with [J1 J2] that of
 * R(v, theta) and [B1 B2] that of B(x, theta),
 *
 *     X = (I - J1 (I - gamma B1))^{-1} (J2 - gamma J1 B2)       [n x p],
 *
 * whatever gamma: tame_diff_implicit on the map T.  (The formula is derived
 * from the nonsmooth implicit function theorem; the paper states one of this
 * kind.)
 *
 * A problem here is its parts B and R, the map T made of them, an accurate
 * solver, and the pattern that names the smooth piece of x(theta) at hand
 * (active sets and signs).  The six below are instances of the three settings
 * of the paper, chosen by us (sections 4.1 to 4.6 of our specification).
 *
 * Life cycle: one of the constructors -> { solve, derivative, ... } -> free.
 * Data are copied.  A constructor returns TAME_EINVAL, and leaves *q NULL, when
 * a size is 0 or the data are not finite or not as its comment says. */
#ifndef TAME_INCLUSION_H
#define TAME_INCLUSION_H

#include <stddef.h>

#include "tame/map.h"
#include "tame/status.h"

typedef struct tame_inclusion tame_inclusion;

/* Strongly convex problems (setting 1).
 * min_w 1/2 |Xw - y|^2 + lambda2/2 |w|^2 + lambda1 |w|_1, w [n], X [m x n],
 * theta = (lambda1, lambda2, y [m]); A is the l1 part. */
tame_status tame_inclusion_elastic_net(tame_inclusion **q, const double *x,
                                       size_t m, size_t n);

/* The same with lambda1 sum_g |w_g|_2 over groups of SIZE consecutive entries,
 * a penalty that is not polyhedral; SIZE divides n. */
tame_status tame_inclusion_group_net(tame_inclusion **q, const double *x,
                                     size_t m, size_t n, size_t size);

/* Dual problems (setting 2).
 * min_u 1/2 |D'u - b|^2, |u|_inf <= lambda, u [samples - 1], theta = (lambda,
 * b [samples]): the dual of 1-D total variation (tame/tv_path.h).  Entries of
 * v = u - gamma B(u) within KINK_WIDTH of a bound count as lying on it and get
 * the element that AT_KINK in [0, 1] names (tame/prox.h). */
tame_status tame_inclusion_tv(tame_inclusion **q, size_t samples,
                              double at_kink, double kink_width);

/* min_a 1/2 a'Qa - 1'a, 0 <= a <= C, a [n], theta = (C, log sigma): the dual of
 * a support vector machine with kernel exp(-d^2/(2 sigma^2)) + ridge on the
 * diagonal (tame/monotone.h); points [n x dim], labels [n] are +-1, ridge > 0.
 */
tame_status tame_inclusion_svm(tame_inclusion **q, const double *points,
                               const double *labels, size_t n, size_t dim,
                               double ridge);

/* Saddle points (setting 3), unknown (x, u).
 * min_x max_{|u|_inf <= lambda} 1/2 |Hx - b|^2 + mu/2 |x|^2 + <Dx, u>
 * - delta/2 |u|^2: deblurring with Huber's total variation (tame/huber_tv.h);
 * H [n x n], theta = (lambda, delta, b [n]), mu > 0. */
tame_status tame_inclusion_deblur(tame_inclusion **q, const double *h, size_t n,
                                  double mu);

/* min_w max_{|y|_inf <= 1} <Xw - t, y> - delta/2 |y|^2 + kappa |w|_1
 * + mu/2 |w|^2: robust sparse regression; X [m x n], t [m], unknown (w, y),
 * theta = (kappa, delta), mu > 0. */
tame_status tame_inclusion_robust(tame_inclusion **q, const double *x,
                                  const double *t, size_t m, size_t n,
                                  double mu);

void tame_inclusion_free(tame_inclusion *q); /* NULL is accepted */

/* Length of x, of theta, and of a pattern. */
size_t tame_inclusion_n(const tame_inclusion *q);
size_t tame_inclusion_p(const tame_inclusion *q);
size_t tame_inclusion_n_pattern(const tame_inclusion *q);

/* x [n]: the start, replaced by x(theta), and the step of the map set to that
 * of the specification at theta (1/L where B is a gradient, m/L^2 for saddle
 * points).  TAME_CONVERGED; TAME_EINVAL when a weight or bound of theta is not
 * positive or theta is not finite; otherwise what kept the solver from it. */
tame_status tame_inclusion_solve(double *x, const double *theta,
                                 tame_inclusion *q);

/* That step alone, for those who iterate the map themselves. */
tame_status tame_inclusion_prepare(const double *theta, tame_inclusion *q);

/* gamma, and another one; TAME_EINVAL when it is not positive and finite. */
double tame_inclusion_step(const tame_inclusion *q);
tame_status tame_inclusion_set_step(tame_inclusion *q, double gamma);

/* B, R and T with the current gamma.  Owned by q; R and T as they stand are
 * valid until the step changes. */
const tame_map *tame_inclusion_operator(const tame_inclusion *q);
const tame_map *tame_inclusion_resolvent(const tame_inclusion *q);
const tame_map *tame_inclusion_map(const tame_inclusion *q);

/* pattern [n_pattern] <- the smooth piece that the solution x lies on: signs of
 * w and of saturated entries, which groups are not zero, -1, 0, 1 for a at 0,
 * free, at C. */
void tame_inclusion_pattern(int *pattern, const double *x, const double *theta,
                            tame_inclusion *q);

/* dx [n] <- X dtheta at the solution x.  A row of J1 that is zero leaves nothing
 * to solve, so the linear system is one of the other rows.  TAME_ESINGULAR. */
tame_status tame_inclusion_derivative(double *dx, const double *dtheta,
                                      const double *x, const double *theta,
                                      tame_inclusion *q);

#endif
