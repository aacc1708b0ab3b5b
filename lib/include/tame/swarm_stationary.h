/* SPDX-License-Identifier: MIT */
/* Closed forms and theory of swarm gradient dynamics.  All formulas were worked
 * out here; none is quoted from the paper (arXiv 2204.01306).
 *
 *   invariant density   mu_beta = (phi')^{-1}(c - beta U), c fixed by mass 1;
 *                       pure, m < 1: ((1-m)(beta U + L))^{-1/(1-m)}, L > 0.
 *   linear relaxation   lambda(beta), the smallest nonzero eigenvalue of
 *                       -div(mu grad h) = lambda h / phi''(mu): free energy
 *                       above its minimum decays like exp(-2 lambda t).
 *   escape flux         far from equilibrium and for large beta, mass leaves a
 *                       wrong well at the rate K beta^{-m/(1-m)}, whatever is
 *                       left in it; one path over a barrier gives the j of
 *                         dc/dx = -j ((1-m)(U(x) - c))^{1/(1-m)}
 *                       with c = U at the well's bottom and c = U at the lower
 *                       one's.
 *   inequality          on the circle of length 1, 0 < m <= 1/2, pure or hybrid:
 *                         D >= Psi(F) = 4 F^2 (1 + (1-m)(F + beta osc U))^{-1/(1-m)},
 *                       F = E_beta(rho) - E_beta(mu_beta), D the dissipation. */
#ifndef TAME_SWARM_STATIONARY_H
#define TAME_SWARM_STATIONARY_H

#include <stddef.h>

#include "tame/status.h"
#include "tame/swarm_entropy.h"
#include "tame/swarm_potential.h"

/* mu [n] <- mu_beta on n nodes of equal weight, mean 1; u [n] is finite and its
 * least entry is taken for the minimum.  Allocates.  TAME_EINVAL when beta < 0, m is
 * outside (0, 1] or u is not finite. */
tame_status tame_swarm_stationary(double *mu, const double *u, size_t n,
                                  double beta, const tame_entropy *e,
                                  tame_error *err);

/* *lambda on a ring of n >= 4 cells: the discrete operator of tame/swarm.h, as a
 * dense symmetric matrix.  Allocates n^2 numbers.  TAME_EINVAL when mu is not
 * positive, TAME_STALLED as tame_la_eigen_symmetric. */
tame_status tame_swarm_relaxation(double *lambda, const double *mu, size_t n,
                                  const tame_entropy *e);

/* *j for the path on the circle from a to b (b < a goes leftwards), U(b) < U(a),
 * pure entropy 0 < m < 1: shooting with GSL's embedded Runge-Kutta 8(9), the
 * root by Brent.  TAME_EINVAL when m or the levels are not so, TAME_STALLED when
 * the integrator gives up. */
tame_status tame_swarm_escape_flux(double *j, double a, double b, double m,
                                   const tame_potential *u);

/* Psi(F) at beta for a potential of oscillation osc. */
double tame_swarm_psi(double f, double beta, double osc, double m);

/* One step of y' = -Psi_beta(y) + beta' osc from t - dt to t, implicit Euler:
 * the root of y + dt Psi(y) = y_old + dt beta' osc, unique as Psi increases. */
double tame_swarm_comparison_step(double y_old, double dt, double beta,
                                  double beta_slope, double osc, double m);

#endif
