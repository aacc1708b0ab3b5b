/* SPDX-License-Identifier: MIT */
/* A model of majority and minority with two parameters (tame/bias.h; derived
 * by us).  theta = (w, b), one feature: the minority is at x = -s0 with label 0,
 * the majority at x = s1 with label 1, s0, s1 > 0.  Class and group are the
 * same; s0 is the strength of the minority's signal.  With the margins
 *
 *     m0 = s0 w - b,   m1 = s1 w + b,   l_a = log(1 + e^{-m_a}),
 *
 * and sigma_a = 1/(1 + e^{m_a}), the flow theta' = -grad L is
 *
 *     w' = p s0 sigma_0 + (1-p) s1 sigma_1,   b' = -p sigma_0 + (1-p) sigma_1,
 *     m0' = (1 + s0^2) p sigma_0 - k (1-p) sigma_1,      k = 1 - s0 s1,
 *     m1' = -k p sigma_0 + (1 + s1^2) (1-p) sigma_1.
 *
 * Proposition 4.  Let 0 < p < 1, 0 < k < 1, and theta(0) = 0.
 * (a) m0 first decreases (the predictor becomes "always the majority") if and
 *     only if p < p_c = k/(k + 1 + s0^2) < 1/2; else m0 > 0 for all t > 0.
 * (b) For p < p_c, m0 decreases to its only minimum -D < 0 at some t_min, then
 *     increases and returns to 0 once, at t_final.
 * (c) t_final - t_min >= LB = (D + 1 - e^{-D})/(p (1 + s0^2)).
 * (d) The flow of (1-p) l1 from 0 is w = s1 c, b = c, and its margin
 *     m = (1 + s1^2) c solves m + e^m = 1 + (1 + s1^2) (1-p) t.
 *     |grad l0| <= sqrt(1 + s0^2), so |theta - (s1 c, c)| <= p sqrt(1 + s0^2) t.
 * Proof.  Where m0' = 0, k m1' = p sigma_0 ((1 + s0^2)(1 + s1^2) - k^2)
 * = p sigma_0 (s0 + s1)^2 > 0, so that sigma_1/sigma_0 decreases through the one
 * value where m0' = 0: m0' changes its sign at most once, from - to +.  At t = 0
 * sigma_0 = sigma_1 gives (a) for p != p_c; for p = p_c, m0''(0) = k (1-p) m1'/4
 * > 0.  m0 returns because the two points are separable, so L -> 0 along the
 * flow.  After t_min, m0' <= p (1 + s0^2) sigma_0, that is ((m0 + e^{m0}))' <=
 * p (1 + s0^2); integrate from t_min to t_final.  (d) is (1 + e^m) m' =
 * (1 + s1^2)(1-p), and proposition 3a.
 * For s0 s1 >= 1 both margins increase from the start: there is no bias. */
#ifndef TAME_BIAS_MARGINS_H
#define TAME_BIAS_MARGINS_H

#include <stddef.h>

#include "tame/status.h"

typedef struct {
  double p, s0, s1;
} tame_bias_margins;

/* p_c; not positive when s0 s1 >= 1, and then no p is below it. */
double tame_bias_margins_threshold(double s0, double s1);

/* m [2] <- (m0, m1). */
void tame_bias_margins_of(double *m, const double *theta,
                          const tame_bias_margins *q);

/* loss [3] <- (l0, l1, L), without overflow. */
void tame_bias_margins_loss(double *loss, const double *theta,
                            const tame_bias_margins *q);

/* d [2] <- -grad L at theta [2]. */
void tame_bias_margins_flow(double *d, const double *theta,
                            const tame_bias_margins *q);

/* m of (d): the margin of the stereotypical flow at t >= 0, by Newton's method
 * to rounding. */
double tame_bias_margins_stereotype(double t, const tame_bias_margins *q);

/* The bound LB for a dip of depth D >= 0. */
double tame_bias_margins_bound(double depth, const tame_bias_margins *q);

typedef struct {
  double depth;   /* D; NaN when m0 did not decrease */
  double t_min;   /* NaN then */
  double t_final; /* NaN then, or when m0 has not returned by the end */
  double lowest;  /* smallest m0 seen at an accepted step or at t_min, t > 0 */
} tame_bias_dip;

/* The flow from theta = 0, followed to t_final, and, when there is no dip, until
 * t_end; relative and absolute tolerance of a step.  The zeros of m0' and m0 are
 * located inside the steps.  TAME_OK; TAME_EINVAL when p is not between 0 and 1
 * or a strength not positive; TAME_STALLED, TAME_DIVERGED. */
tame_status tame_bias_margins_dip(tame_bias_dip *dip,
                                  const tame_bias_margins *q, double t_end,
                                  double rtol, double atol);

#endif
