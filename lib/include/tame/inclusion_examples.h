/* SPDX-License-Identifier: MIT */
/* The six problems of our specification of 2212.07844 (sections 4.1 to 4.6),
 * with their data, and the curves in their parameters along which the chain
 * rule is tested.  All are choices of ours: the paper prints no numerical
 * experiment that we know of.
 *
 * Synthetic data come from tame/splitmix.h with the seeds of the specification,
 * arrays filled row-major in the order listed, so that other programs can have
 * the same numbers:
 *
 *   net     seed 11: X [40 x 60] N(0,1)/sqrt(m), y = X w0 + 0.05 N,
 *           w0 = (2, -1.5, 1, -1, 0.75, 0.5, 0, ...);
 *   group   seed 12: X [40 x 24], the same law, groups of three,
 *           w0 = (1, -1, .5, .8, .8, -.4, 0, ...);
 *   tv      seed 21: 40 samples at levels 0 (10), 2 (12), -1 (8), 1 (10), + 0.3 N;
 *   svm     seed 22: 40 points in the plane, (0.7 s + N, 0.7 s + N), labels s = 1
 *           for the first half, -1 for the second; ridge 0.1;
 *   deblur  seed 31: 32 samples at levels 0 (8), 1.5 (10), -0.5 (6), 0.8 (8),
 *           blurred by a Gaussian of 7 taps (std 1.2, half-sample symmetric ends)
 *           + 0.05 N; mu = 0.02;
 *   robust  Brownlee's stack-loss table (21 days): three columns of X centred and
 *           divided by their standard deviations, the loss centred; mu = 0.1.
 *
 * LARGE gives X [400 x 1000], 2000 samples, 300 points, 512 samples, the lengths
 * of the levels in proportion; group and robust have one size.
 *
 * Test points theta: (0.1 lambda_max, 0.05), (0.2 lambda_max, 0.1), lambda = 0.3,
 * (C, sigma) = (1, 1), (lambda, delta) = (0.15, 0.05), (kappa, delta) = (1, 1). */
#ifndef TAME_INCLUSION_EXAMPLES_H
#define TAME_INCLUSION_EXAMPLES_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/inclusion.h"
#include "tame/status.h"

typedef enum {
  TAME_NET,
  TAME_GROUP,
  TAME_TV,
  TAME_SVM,
  TAME_DEBLUR,
  TAME_ROBUST
} tame_example_kind;
#define TAME_N_EXAMPLES    6
#define TAME_EXAMPLE_WORDS "net group tv svm deblur robust"

typedef struct {
  tame_example_kind kind;
  tame_inclusion *q;
  double *theta; /* [p] the test point */
  /* net, group: smallest lambda1 with w = 0; robust: |X'clip(-t, -1, 1)|_inf;
   * else NaN */
  double lambda_max;
  size_t m, n; /* of X or H */
  double *x;   /* X [m x n], H [n x n], points [n x 2]; NULL for tv */
} tame_example;

/* TAME_EINVAL when there is no such kind; *e is then empty. */
tame_status tame_example_init(tame_example *e, tame_example_kind kind,
                              bool large);
/* TV with another element at its kinks, see tame_inclusion_tv. */
tame_status tame_example_tv(tame_example *e, bool large, double at_kink,
                            double kink_width);
void tame_example_free(tame_example *e); /* an empty one is accepted */

/* The stack-loss data: x [21 x 3] standardised and t [21] centred as above. */
void tame_stackloss(double *x, double *t);

/* --- curves, t in [0, 1] ----------------------------------------------------- */

typedef enum {
  TAME_CURVE_NET,         /* lambda1 = lambda_max (0.9 - 0.88 t) */
  TAME_CURVE_TV,          /* lambda = 0.02 75^t */
  TAME_CURVE_SVM_C,       /* C = 0.05 200^t, sigma = 1 */
  TAME_CURVE_SVM_SIGMA,   /* sigma = 0.5 4^t, C = 1 */
  TAME_CURVE_DEBLUR,      /* lambda = 0.01 100^t, delta = 0.05 */
  TAME_CURVE_ROBUST,      /* kappa = 0.5 (2.2 kappa_max)^t, delta = 1 */
  TAME_CURVE_NET_LOOP,    /* (0.15 lambda_max, 0.1), radii 0.7, 0.7 */
  TAME_CURVE_GROUP_LOOP,  /* (0.3 lambda_max, 0.1), 0.8, 0.8 */
  TAME_CURVE_DEBLUR_LOOP, /* (0.15, 0.05), 0.6, 0.6 */
  TAME_CURVE_ROBUST_LOOP  /* (3, 1), 1, 0.7 */
} tame_curve_kind;
#define TAME_N_CURVES 10
#define TAME_N_SWEEPS 6 /* the first ones are open */
#define TAME_CURVE_WORDS                                                       \
  "net tv svm_C svm_sigma deblur robust net_loop group_loop deblur_loop "      \
  "robust_loop"

/* The problem that a curve is about. */
tame_example_kind tame_curve_example(tame_curve_kind curve);

/* theta [p] and dtheta [p], its derivative in t.  A loop is
 * log theta_1 = log c_1 + r_1 cos 2 pi t,  log theta_2 = log c_2 + r_2 sin 2 pi t
 * around (c_1, c_2) with radii r_1, r_2; at t = 1 it is where it was at 0. */
void tame_curve_at(double *theta, double *dtheta, tame_curve_kind curve,
                   double t, const tame_example *e);

/* The parameter that a sweep varies. */
double tame_curve_parameter(tame_curve_kind curve, const double *theta);

#endif
