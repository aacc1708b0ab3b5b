/* SPDX-License-Identifier: MIT */
/* Training on a majority and a minority: what the majority's share does to the
 * critical points, the descent directions and the time of
 *
 *     L = p l0 + (1 - p) l1,   0 < p < 1,
 *
 * with l0 the mean loss of the minority (group A = 0), l1 that of the majority
 * (A = 1), p the minority's share; theta1 a critical point of l1, called the
 * stereotypical predictor, theta* one of L.  g0, g1 are the gradients of l0, l1.
 *
 * The subject is that of Bachoc, Bolte, Boustany, Loubes, arXiv 2505.13122.  The
 * propositions here are derived by us and are not theirs.
 *
 * 1 (proximity).  Let H = int_0^1 Hess l1(theta1 + s (theta* - theta1)) ds be
 *   invertible.  Then
 *       theta* - theta1 = -(p/(1-p)) H^-1 g0(theta*),
 *       |theta* - theta1| <= (p/(1-p)) |g0(theta*)| / lambda_min(H)   (H > 0),
 *   and |theta* - theta1| = p |Hess l1(theta1)^-1 g0(theta1)| + O(p^2).
 *   Proof: 0 = p g0(theta*) + (1-p) (g1(theta*) - g1(theta1)), and the bracket
 *   is H (theta* - theta1).
 *
 * 2 (dominance).  Where p |g0| < (1-p) |g1|, <grad L, g1> > 0: descending L
 *   descends l1.  So the adverse zone {<grad L, g1> <= 0} lies where the majority
 *   does not dominate, {p |g0| >= (1-p) |g1|}.
 *   Proof: <grad L, g1> >= |g1| ((1-p) |g1| - p |g0|), and g1 != 0 there.
 *
 * 3 (time).  (a) Let l1 be convex, |g0| <= G, theta' = -grad L(theta) and
 *   eta' = -(1-p) g1(eta) from the same start.  Then |theta(t) - eta(t)| <= p G t:
 *   to leave the delta-tube of the stereotypical training takes t >= delta/(p G).
 *   Proof: e = theta - eta has (|e|^2)'/2 = -p <g0, e> - (1-p) <g1(theta) -
 *   g1(eta), e> <= p G |e|.
 *   (b) Let theta(0) = theta1 and gamma = |g0(theta1)|.  To reach distance delta
 *   of theta1 takes t >= delta/(p gamma) when L is convex, and
 *   t >= log(1 + Lambda delta/(p gamma))/Lambda when grad L is
 *   Lambda-Lipschitz; k steps of gradient descent with step size eta,
 *   k >= log(1 + Lambda delta/(p gamma))/log(1 + eta Lambda).
 *   Proof: |grad L(theta1)| = p gamma; along the flow of a convex L |grad L| does
 *   not grow; in the other cases r = |theta - theta1| has r' <= p gamma +
 *   Lambda r, resp. r_{k+1} <= r_k + eta (p gamma + Lambda r_k). */
#ifndef TAME_BIAS_H
#define TAME_BIAS_H

#include <stdbool.h>
#include <stddef.h>

/* The two gradients at one point. */
typedef struct {
  double inner;    /* <grad L, g1> */
  double cosine;   /* of the angle between grad L and g1; NaN when one is 0 */
  double ratio;    /* p |g0| / ((1-p) |g1|); infinity when only g1 = 0, NaN when
                  * both are 0 */
  bool is_adverse; /* inner <= 0 */
  bool is_dominated; /* p |g0| < (1-p) |g1| */
} tame_bias_view;

/* g0, g1 [n]; 0 < p < 1. */
tame_bias_view tame_bias_look(const double *g0, const double *g1, size_t n,
                              double p);

/* Bound of proposition 1, from |g0(theta*)| and lambda_min(H) > 0. */
double tame_bias_gap_bound(double g0_norm, double lambda_min, double p);

/* Lower bounds of proposition 3 for a distance delta >= 0, from a bound of |g0|
 * (a; or b with L convex), or from gamma (b).  A vanishing gradient gives
 * infinity. */
double tame_bias_time(double delta, double g0_norm, double p);
double tame_bias_time_lipschitz(double delta, double g0_norm, double p,
                                double lipschitz);
double tame_bias_steps_lipschitz(double delta, double g0_norm, double p,
                                 double lipschitz, double step);

#endif
