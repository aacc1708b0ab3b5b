/* SPDX-License-Identifier: MIT */
/* Two logistic groups (tame/bias_logistic.h) with features (1, s x), x uniform
 * on {1, -1, 2, -2}, and labels of opposite logistic models,
 *
 *     P(y = 1) = sigma(theta_a' (1, s x)),  theta1 = (.5, 1),  theta0 = -theta1,
 *
 * s = 1 for the majority and s = 1 or 0.3 for the minority. */
#ifndef LOGISTIC2_H
#define LOGISTIC2_H

#include "tame/bias.h"
#include "tame/bias_logistic.h"
#include "tame/logistic.h"

enum { N_FEATURES = 4, DIM = 2, N_SCALES = 2 };
static const double FEATURE_SCALE[N_SCALES] = {1.0, 0.3};
static const double THETA1[DIM] = {0.5, 1.0}, THETA0[DIM] = {-0.5, -1.0};
static const double SAME_WEIGHT[N_FEATURES] = {0.25, 0.25, 0.25, 0.25};

typedef struct {
  double x[N_FEATURES * DIM], label[N_FEATURES];
  tame_bias_logistic group;
} population;

static inline void populate(population *g, double scale, const double *theta)
{
  static const double X[N_FEATURES] = {1, -1, 2, -2};
  for (size_t i = 0; i < N_FEATURES; i++) {
    g->x[DIM * i] = 1.0;
    g->x[DIM * i + 1] = scale * X[i];
    g->label[i] = tame_logistic_sigma(theta[0] + theta[1] * scale * X[i]);
  }
  g->group = (tame_bias_logistic){N_FEATURES, DIM, g->x, SAME_WEIGHT, g->label};
}

/* theta [2] <- theta*, to 1e-14 in the gradient. */
static inline tame_status minimiser(double *theta, const population *minority,
                                    const population *majority, double p)
{
  theta[0] = THETA1[0];
  theta[1] = THETA1[1];
  const tame_status s = tame_bias_logistic_minimise(
      theta, &minority->group, &majority->group, p, 1e-14, 100);
  return s == TAME_CONVERGED ? TAME_OK : s < 0 ? s : TAME_ESINGULAR;
}

static inline tame_bias_view look_at(const double *theta,
                                     const population *minority,
                                     const population *majority, double p)
{
  double g0[DIM], g1[DIM];
  tame_bias_logistic_gradient(g0, theta, &minority->group);
  tame_bias_logistic_gradient(g1, theta, &majority->group);
  return tame_bias_look(g0, g1, DIM, p);
}

#endif
