/* SPDX-License-Identifier: MIT */
/* Optimisers for deep learning, on flat arrays: theta [n] parameters, g [n] the
 * mini-batch gradient at theta, gamma the step size of this step, lambda the
 * weight decay, t = 1, 2, ... the number of the step.  All operations are per
 * coordinate.  Two kinds of direction:
 *
 *   raw       R = g
 *   scaled    v <- s v + (1 - s) g^2,   R = g / (sqrt(v) / sqrt(1 - s^t) + eps)
 *
 * (s = beta2; Tieleman, Hinton 2012, with the bias correction of Kingma, Ba,
 * arXiv 1412.6980; `is_uncorrected` leaves out 1 - s^t).  Decoupled weight
 * decay (Loshchilov, Hutter, arXiv 1711.05101) is theta <- (1 - gamma lambda)
 * theta before everything else; the gradient was taken before it.
 *
 * TAME_OPT_SGD         g <- g + lambda theta;  b <- mu b + g;
 *                      theta <- theta - gamma b
 * TAME_OPT_HEAVY_BALL  decay;  m <- mu m + gamma R;  theta <- theta - m
 *                      (Polyak 1964; raw, or scaled with is_scaled)
 * TAME_OPT_NESTEROV    decay;  m <- mu m + gamma R;
 *                      theta <- theta - (mu m + gamma R)   (raw, or scaled)
 * TAME_OPT_RMSPROP     decay;  theta <- theta - gamma R   (scaled)
 * TAME_OPT_ADAMW       decay;  m <- beta1 m + (1 - beta1) g;  v as above;
 *                      theta <- theta - gamma/(1 - beta1^t)
 *                                       m/(sqrt(v)/sqrt(1 - s^t) + eps)
 * TAME_OPT_SCHEDULE_FREE  AdamW without a schedule (Defazio et al., arXiv
 *     2405.15682).  theta is their y, the point of the gradient; z_0 = theta_0,
 *     gamma_t = gamma sqrt(1 - beta2^t), w_t = (max_{j<=t} gamma_j)^2,
 *     c = w_t / sum_{j<=t} w_j,  G = g / (sqrt(v) + eps) + lambda theta,
 *     theta <- (1 - c) theta + c z + gamma_t (beta1 (1 - c) - 1) G,
 *     z <- z - gamma_t G;  to be evaluated at theta + (1 - 1/beta1)(z - theta).
 *
 * The inertial Newton family (Castera, Bolte, Fevotte, Pauwels, arXiv
 * 1905.12278; Bolte, Boustany, Pauwels, Purica, arXiv 2410.05871) discretises
 *
 *     theta'' + alpha theta' + beta (d/dt) R + R = 0
 *
 * with viscous damping alpha and geometric (Newton-like) damping beta, by
 * psi_0 = (1 - alpha beta) theta_0 and two first-order equations:
 *
 * TAME_OPT_INNAPROP    decay (psi is not decayed); scaled;
 *     psi <- (1 - gamma/beta) psi + gamma (1/beta - alpha) theta
 *     theta <- (1 + gamma (1 - alpha beta)/(beta - gamma)) theta
 *              - gamma/(beta - gamma) psi - gamma beta R          ("psi form")
 *   Where |beta - gamma| <= phase_below beta, the same step is taken from the
 *   old psi, without a division by beta - gamma ("phase form"):
 *     p = (alpha - 1/beta) theta + psi/beta,
 *     psi <- psi - gamma p,  theta <- theta - gamma (p + beta R).
 *   phase_below = 0 never does that (beta = gamma is then TAME_EINVAL),
 *   INFINITY always.
 * TAME_OPT_INNA        the same, raw: the method before INNAprop.
 * TAME_OPT_INNAPROP_MOMENTUM   decay; m_0 = 0; scaled;
 *     m <- (1 - alpha gamma) m + gamma^2 (1 - alpha beta)/(1 - alpha gamma) R
 *     theta <- theta - m - gamma (beta - gamma)/(1 - alpha gamma) R
 *   Equal to the psi form when lambda = 0 and gamma is constant; another method
 *   when gamma varies, or when lambda > 0 and alpha beta != 1.  alpha gamma = 1
 *   is TAME_EINVAL.
 *
 * Special cases (lambda = 0, constant gamma): alpha beta = 1 is RMSprop with
 * step beta gamma (for any lambda and gamma when RMSprop's decay is
 * lambda/beta); beta = gamma is the heavy ball, beta = gamma (2 - alpha gamma)
 * Nesterov's method, both with mu = 1 - alpha gamma and step gamma^2.
 *
 * Life cycle:  alloc -> init -> step ... -> free.  Between two steps the
 * state can be written to a result file and read back, to the last bit
 * (opt_impl.h). */
#ifndef TAME_OPT_H
#define TAME_OPT_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/h5.h"
#include "tame/status.h"
#include "tame/team.h"
#include "tame/typed.h"

/* kind, word in files, name of the first-order state vector or "" */
#define TAME_OPT_LIST(X)                                                       \
  X(TAME_OPT_SGD, "sgd", "momentum")                                           \
  X(TAME_OPT_HEAVY_BALL, "heavy_ball", "momentum")                             \
  X(TAME_OPT_NESTEROV, "nesterov", "momentum")                                 \
  X(TAME_OPT_RMSPROP, "rmsprop", "")                                           \
  X(TAME_OPT_ADAMW, "adamw", "momentum")                                       \
  X(TAME_OPT_SCHEDULE_FREE, "schedule_free", "z")                              \
  X(TAME_OPT_INNA, "inna", "psi")                                              \
  X(TAME_OPT_INNAPROP, "innaprop", "psi")                                      \
  X(TAME_OPT_INNAPROP_MOMENTUM, "innaprop_momentum", "momentum")

#define TAME_OPT_ENUM(kind, word, state) kind,
typedef enum { TAME_OPT_LIST(TAME_OPT_ENUM) } tame_opt_kind;
#undef TAME_OPT_ENUM

typedef struct {
  tame_opt_kind kind;
  double alpha, beta;  /* INNA and INNAprop: alpha >= 0, beta > 0 */
  double phase_below;  /* INNA and INNAprop: see above */
  double momentum;     /* mu of SGD, heavy ball, Nesterov: in [0, 1] */
  double beta1;        /* AdamW in [0, 1), schedule-free in (0, 1) */
  double beta2;        /* s, in [0, 1) */
  double eps;          /* > 0 */
  double weight_decay; /* lambda >= 0, of all parameters without groups */
  bool is_scaled;      /* heavy ball and Nesterov */
  bool is_uncorrected; /* heavy ball, Nesterov, RMSprop, INNAprop */
} tame_opt_options;

/* KIND with beta1 = 0.9, beta2 = 0.999, eps = 1e-8, phase_below = 0.01, no
 * decay, no momentum; alpha and beta have no default and must be set. */
tame_opt_options tame_opt_defaults(tame_opt_kind kind);

/* "innaprop" ...; never NULL. */
const char *tame_opt_word(tame_opt_kind kind);

/* Vectors of length n that the state takes: 0, 1 or 2. */
size_t tame_opt_vectors(const tame_opt_options *o);

/* A run of consecutive parameters with a weight decay of its own. */
typedef struct {
  size_t n;
  double weight_decay;
} tame_opt_group;

#define REAL        float
#define TAME_SUFFIX _f32
#include "tame/opt_impl.h"
#undef REAL
#undef TAME_SUFFIX

#define REAL        double
#define TAME_SUFFIX _f64
#include "tame/opt_impl.h"
#undef REAL
#undef TAME_SUFFIX

#endif
