/* SPDX-License-Identifier: MIT */
/* Gradient descent on a quadratic whose minimiser is linear in theta:
 *
 *     f(x, theta) = 1/2 x'H x - x'C theta,   xbar = H^{-1} C theta,
 *     x+ = x - eta (H x - C theta),          A = I - eta H,  B = eta C,
 *     Jbar = H^{-1} C.
 *
 * The iteration is linear, so everything about its derivatives is known: the
 * Jacobian through K steps is J_K = sum_{i<K} A^i B, and J_K - Jbar = -A^K
 * Jbar. With the spectrum of H in [mu, L] and eta = 2/(mu + L), |A|_2 = rho =
 * (kappa - 1)/(kappa + 1), kappa = L/mu, hence |J_K - Jbar| <= rho^K |Jbar| in
 * the operator and in the Frobenius norm.
 *
 * x [n], theta [p], H [n x n] symmetric positive definite, C [n x p]. */
#ifndef TAME_QUADRATIC_H
#define TAME_QUADRATIC_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "tame/map.h"
#include "tame/status.h"

typedef struct {
  size_t n, p;
  const double *h, *c; /* H [n x n] and C [n x p], row-major, borrowed */
  double step;         /* eta > 0 */
} tame_quadratic;

/* The map; Q is borrowed. */
tame_map tame_quadratic_map(tame_quadratic *q);

/* jac [n x p] <- H^{-1} C.  Allocates [n x n].  TAME_ESINGULAR when H is not
 * positive definite. */
tame_status tame_quadratic_solution(double *jac, const tame_quadratic *q);

/* jac [n x p] <- A jac + B: from J_K to J_{K+1}, J_0 = 0.  Takes work
 * [n x p]. */
void tame_quadratic_jacobian_step(double *jac, double *work,
                                  const tame_quadratic *q);

/* Step 2/(mu + L) and rate rho for the spectrum [1/kappa, 1]; kappa >= 1. */
double tame_quadratic_best_step(double kappa);
double tame_quadratic_rate(double kappa);

/* h [n x n] <- V diag(lambda) V', lambda geometric from 1/kappa to 1, V
 * uniformly distributed among orthogonal matrices and returned in v [n x n],
 * column by column of lambda [n]; v and lambda may be NULL.  The draws do not
 * depend on kappa.  n >= 2, kappa >= 1.  Allocates. */
void tame_quadratic_random(double *h, double *v, double *lambda, size_t n,
                           double kappa, gsl_rng *rng);

#endif
