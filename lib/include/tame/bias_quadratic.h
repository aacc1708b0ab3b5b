/* SPDX-License-Identifier: MIT */
/* Two groups with quadratic losses (tame/bias.h; derived by us),
 *
 *     l_a = 1/2 (theta - theta_a)' H_a (theta - theta_a),   a = 0, 1,
 *
 * H_a [n x n] symmetric positive definite.  With H = p H0 + (1-p) H1 and
 * v = theta0 - theta1, the minimiser of L is theta* = theta1 + p H^-1 H0 v.
 *
 * Adverse zone.  With u = theta - theta1,
 *
 *     <grad L, g1> = u'M u - b'u,
 *     M = (1-p) H1^2 + (p/2) (H0 H1 + H1 H0),   b = p H1 H0 v.
 *
 * For M > 0 the zone is the ellipsoid (u - c)'M (u - c) <= c'M c, c = M^-1 b/2,
 * of volume V_n (c'M c)^(n/2) / sqrt(det M), V_n = pi^(n/2)/Gamma(n/2 + 1) that
 * of the unit ball.  theta1 (u = 0) and theta* (grad L = 0) lie on its boundary.
 *
 * Flow.  From theta1, theta(t) - theta1 = (I - e^{-t H}) (theta* - theta1): each
 * coordinate in the eigenvectors of H grows, so the distance does, from 0 to
 * |theta* - theta1|.
 *
 * Isotropic case H_a = s_a I, with alpha = p s0/((1-p) s1):
 *     theta* - theta1 = alpha/(1+alpha) v;
 *     (1+alpha) |u|^2 <= alpha <u, v>: the adverse zone is the ball whose diameter
 *       is the segment from theta1 to theta*;
 *     |u| <= alpha |u - v|: for alpha < 1 the zone that the majority does not
 *       dominate is the ball of centre theta1 - alpha^2/(1-alpha^2) v and radius
 *       alpha |v|/(1-alpha^2).
 * Their shares of a ball B(theta1, R) that holds them are the n-th powers of the
 * quotients of the radii. */
#ifndef TAME_BIAS_QUADRATIC_H
#define TAME_BIAS_QUADRATIC_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "tame/status.h"

typedef struct {
  size_t n;                      /* >= 1 */
  const double *h0, *h1;         /* [n x n] each */
  const double *theta0, *theta1; /* [n] each */
  double p;                      /* 0 < p < 1 */
} tame_bias_quadratic;

/* The functions on this type allocate, and give TAME_EINVAL when p is not
 * between 0 and 1, TAME_ESINGULAR when a matrix that is to be positive definite
 * is not. */

/* g0, g1 [n] <- the gradients at theta [n]. */
void tame_bias_quadratic_gradients(double *g0, double *g1, const double *theta,
                                   const tame_bias_quadratic *q);

/* theta_star [n]. */
tame_status tame_bias_quadratic_minimiser(double *theta_star,
                                          const tame_bias_quadratic *q);

/* centre [n] <- theta1 + c, shape [n x n] <- M (each may be NULL), *volume <-
 * the volume of the adverse zone over V_n. */
tame_status tame_bias_quadratic_adverse(double *centre, double *shape,
                                        double *volume,
                                        const tame_bias_quadratic *q);

/* *t <- the time at which the flow of L from theta1 reaches distance DELTA of
 * it, to rounding; infinity when delta >= |theta* - theta1|, 0 when delta <= 0. */
tame_status tame_bias_quadratic_time(double *t, double delta,
                                     const tame_bias_quadratic *q);

/* Smallest and largest eigenvalue of p H0 + (1-p) H1; each may be NULL. */
tame_status tame_bias_quadratic_spectrum(double *lo, double *hi,
                                         const tame_bias_quadratic *q);

/* The isotropic case, DISTANCE = |v|. */
typedef struct {
  double p, s0, s1, distance;
} tame_bias_isotropic;

double
tame_bias_isotropic_gap(const tame_bias_isotropic *q); /* |theta*-theta1| */
/* Shares of the ball B(theta1, radius) in dimension n.  NaN when the zone
 * is not inside: gap > radius, resp. alpha >= 1 or alpha |v|/(1-alpha) > radius. */
double tame_bias_isotropic_adverse(const tame_bias_isotropic *q, size_t n,
                                   double radius);
double tame_bias_isotropic_undominated(const tame_bias_isotropic *q, size_t n,
                                       double radius);

/* The same shares by chance: of N_POINTS uniform points of B(theta1, radius), a
 * Gaussian direction times radius U^(1/n), adverse[i] and undominated[i]
 * (n_models each) <- how many of them lie in the zone of model i, judged by the
 * gradients and tame_bias_look.  All models see the same points.  theta1 = 0 and v
 * is along the first axis. */
void tame_bias_isotropic_count(size_t *adverse, size_t *undominated,
                               const tame_bias_isotropic *model,
                               size_t n_models, size_t n, double radius,
                               size_t n_points, gsl_rng *rng);

#endif
