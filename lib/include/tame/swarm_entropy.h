/* SPDX-License-Identifier: MIT */
/* Entropies of swarm gradient dynamics (arXiv 2204.01306): phi convex on r > 0
 * with phi(1) = phi'(1) = 0 and phi''(1) = 1.  Formulas worked out here; the
 * family is from memory of the paper.
 *
 *   pure,   0 < m < 1:  phi(r)   = (r^m - 1 - m (r - 1)) / (m (m - 1)),
 *                       phi'(r)  = (r^{m-1} - 1) / (m - 1),
 *                       phi''(r) = r^{m-2};
 *   m = 1 (Boltzmann):  phi(r)   = r ln r - r + 1;
 *   hybrid:             the pure one for r <= 1 and (r - 1)^2 / 2 for r > 1.
 *
 * Boltzmann's entropy gives simulated annealing.  The others give a diffusion
 * whose noise depends on the local density r: in the nonlinear equation
 * dX = -beta grad U dt + sqrt(2 alpha(rho(X))) dB,
 *
 *   alpha(r) = (1/r) int_0^r s phi''(s) ds = r^{m-1} / m   (pure, m <= 1),
 *   alpha(r) = (1/m + (r^2 - 1)/2) / r                     (hybrid, r > 1). */
#ifndef TAME_SWARM_ENTROPY_H
#define TAME_SWARM_ENTROPY_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/status.h"

typedef struct {
  double m;    /* 0 < m <= 1 */
  bool hybrid; /* quadratic above 1 */
} tame_entropy;

/* TAME_EINVAL with the reason when m is outside (0, 1]. */
tame_status tame_entropy_check(const tame_entropy *e, tame_error *err);

/* phi, phi', phi'' and alpha at r > 0. */
double tame_entropy_value(double r, const tame_entropy *e);
double tame_entropy_slope(double r, const tame_entropy *e);
double tame_entropy_curvature(double r, const tame_entropy *e);
double tame_entropy_noise(double r, const tame_entropy *e);

/* (phi')^{-1}(y):  (1 - (1-m) y)^{-1/(1-m)}, e^y for m = 1, 1 + y where hybrid
 * and y > 0.  INFINITY where y >= 1/(1-m) (pure, m < 1): no density has that
 * slope. */
double tame_entropy_inverse(double y, const tame_entropy *e);

/* r [n] <- the density whose slope is phi'(rho) + zeta, and dr [n] <- 1/phi''
 * there.  power [n] holds rho^{m-1} (not used for m = 1), so that the
 * result is accurate relative to zeta: for the pure entropy
 * r = (rho^{m-1} - (1-m) zeta)^{-1/(1-m)}.  Infinite where there is no such r. */
void tame_entropy_powers(double *power, const double *rho, size_t n,
                         const tame_entropy *e);
void tame_entropy_shift(double *r, double *dr, const double *rho,
                        const double *power, const double *zeta, size_t n,
                        const tame_entropy *e);

/* y [n] <- phi'(r), and alpha(r): one loop each, vectorised for m = 1/2. */
void tame_entropy_slopes(double *y, const double *r, size_t n,
                         const tame_entropy *e);
/* xi [n] <- phi'(rho) + beta u, the same with the potential. */
void tame_entropy_xi(double *xi, const double *rho, const double *u,
                     double beta, size_t n, const tame_entropy *e);
void tame_entropy_noises(double *a, const double *r, size_t n,
                         const tame_entropy *e);

/* Bregman distance phi(r) - phi(s) - phi'(s)(r - s) >= 0, r, s > 0: what free
 * energy exceeds its minimum by, without the cancellation of a difference of
 * energies. */
double tame_entropy_bregman(double r, double s, const tame_entropy *e);

#endif
