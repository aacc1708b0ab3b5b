/* SPDX-License-Identifier: MIT */
/* An illustration of ours: how far K steps of gradient descent carry the
 * derivative on a quadratic, where everything is known (tame/quadratic.h).
 *
 *   xbar(theta) = H^{-1} C theta,  Jbar = H^{-1} C,  eta = 2/(mu + L),
 *   J_K = sum_{i<K} (I - eta H)^i eta C,
 *   |J_K - Jbar| / |Jbar| <= rho^K,  rho = (kappa - 1)/(kappa + 1),
 *   J_K - Jbar = -(I - eta H)^K Jbar  exactly,
 *
 * in the Frobenius and the operator norm; K = 1 is one-step differentiation.  H
 * has a random orthogonal basis and a geometric spectrum from 1/kappa to 1, C
 * is Gaussian.  A cell is one repetition; its V and C are the same for every
 * kappa. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/la.h"
#include "tame/quadratic.h"
#include "tame/rng.h"
#include "tame/stats.h"

enum { N = 50, P = 10, SIZE = N * P };
static const double KAPPA[] = {1.1, 1.2, 1.5, 2,   3,   5,   10,
                               20,  50,  100, 200, 500, 1000};
enum { N_KAPPA = sizeof KAPPA / sizeof *KAPPA };

static const tame_param PARAMS[] = {
    {"seeds", {2, 5, 20}, 1, 10000, "repetitions", NULL},
    {"steps", {200, 200, 200}, 1, 100000, "largest K", NULL},
    {0}};

/* error [N x P] of J_K as predicted: -V diag((1 - eta lambda)^K) V' Jbar, from
 * coefficients V' Jbar [N x P].  Eigenvectors, not the recursion. */
static void predict(double *error, const double *v, const double *lambda,
                    const double *coefficient, double eta, size_t k)
{
  for (size_t i = 0; i < N; i++) {
    for (size_t j = 0; j < P; j++) {
      double sum = 0.0;
      for (size_t s = 0; s < N; s++)
        sum -= v[i * N + s] * pow(1.0 - eta * lambda[s], (double)k) *
               coefficient[s * P + j];
      error[i * P + j] = sum;
    }
  }
}
