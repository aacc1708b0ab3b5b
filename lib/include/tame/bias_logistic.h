/* SPDX-License-Identifier: MIT */
/* Two groups with logistic losses in population form (tame/bias.h): a group is
 * a distribution over m feature vectors x_i [n] with weights w_i, sum 1, and the
 * probability q_i of label 1 at each,
 *
 *     l(theta) = sum_i w_i (log(1 + e^{t_i}) - q_i t_i),   t_i = x_i'theta,
 *     grad l = sum_i w_i (sigma(t_i) - q_i) x_i,
 *     Hess l = sum_i w_i sigma(t_i) (1 - sigma(t_i)) x_i x_i',
 *
 * sigma(t) = 1/(1 + e^{-t}).  When q_i = sigma(x_i'theta_a), theta_a minimises l.
 * Strictly convex when the x_i with w_i > 0 span R^n. */
#ifndef TAME_BIAS_LOGISTIC_H
#define TAME_BIAS_LOGISTIC_H

#include <stddef.h>

#include "tame/status.h"

typedef struct {
  size_t m, n;
  const double *x;      /* [m x n], row-major */
  const double *weight; /* [m], >= 0, sum 1 */
  const double *label;  /* [m], q_i in [0, 1] */
} tame_bias_logistic;

double tame_bias_logistic_loss(const double *theta,
                               const tame_bias_logistic *group);
void tame_bias_logistic_gradient(double *g, const double *theta,
                                 const tame_bias_logistic *group);
void tame_bias_logistic_hessian(double *h, const double *theta,
                                const tame_bias_logistic *group);

/* h [n x n] <- int_0^1 Hess l(a + s (b - a)) ds by the Gauss-Legendre rule of
 * ORDER points. */
void tame_bias_logistic_mean_hessian(double *h, const double *a,
                                     const double *b,
                                     const tame_bias_logistic *group,
                                     size_t order);

/* theta [n] <- the minimiser of p l0 + (1-p) l1 by Newton's method from theta,
 * halving steps that do not decrease the loss.  TAME_CONVERGED when the gradient
 * is below TOL in norm, TAME_MAX_ITER; TAME_STALLED when no step decreases the
 * loss any more; TAME_ESINGULAR.  TAME_EINVAL when the groups' n differ. */
tame_status tame_bias_logistic_minimise(double *theta,
                                        const tame_bias_logistic *l0,
                                        const tame_bias_logistic *l1, double p,
                                        double tol, size_t max_steps);

/* Probability that the label is sign(x'theta); 1/2 where x'theta = 0. */
double tame_bias_logistic_accuracy(const double *theta,
                                   const tame_bias_logistic *group);

#endif
