/* SPDX-License-Identifier: MIT */
/* The counterexample of heavy_ball.c and hull.c: f(x) = x^2/2 for x >= 0 and
 * x^2/8 for x < 0, whose derivative f' = x or x/4 has a kink at 0, L = 1,
 * strong convexity mu = 1/4.  The conservative derivative of f' at 0 is
 * [1/4, 1]; which element is taken is set from step to step.  One step of the
 * heavy ball, alpha = 1, has derivative
 *
 *     M1 = [[beta, -beta], [1, 0]]          (slope 1, the side x >= 0),
 *     M2 = [[3/4 + beta, -beta], [1, 0]]    (slope 1/4, the side x < 0). */
#ifndef KINKED_H
#define KINKED_H

#include <math.h>
#include <string.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/la.h"
#include "tame/splitting.h"
#include "tame/stats.h"

static const double ALPHA = 1.0, SLOPE_1 = 1.0, SLOPE_2 = 0.25;

static inline void kinked_value(double *y, const double *x, const double *theta,
                                void *ctx)
{
  (void)theta;
  (void)ctx;
  y[0] = x[0] >= 0.0 ? SLOPE_1 * x[0] : SLOPE_2 * x[0];
}

static inline void kinked_jvp(double *dy, const double *dx,
                              const double *dtheta, const double *x,
                              const double *theta, void *ctx)
{
  const double *at_zero = ctx, sign = x[0] > 0.0 ? SLOPE_1 : SLOPE_2;
  (void)dtheta; /* theta is where the iteration starts */
  (void)theta;
  dy[0] = (x[0] == 0.0 ? *at_zero : sign) * dx[0];
}

/* f' with the slope *at_zero at the kink. */
static inline tame_map kinked_gradient(double *at_zero)
{
  return (tame_map){
      .n = 1, .p = 1, .value = kinked_value, .jvp = kinked_jvp, .ctx = at_zero};
}

/* The derivative m [2 x 2] of a step of the heavy ball at 0, by the map. */
static inline void step_matrix(double *m, double beta, double slope)
{
  const double origin[2] = {0}, theta = 0.0;
  const tame_map gradient = kinked_gradient(&slope);
  tame_splitting *s = tame_splitting_alloc();
  TAME_REQUIRE(tame_heavy_ball_init(s, &gradient, ALPHA, beta) == TAME_OK);
  const tame_map map = tame_splitting_map(s);
  TAME_REQUIRE(tame_diff_jacobians(m, NULL, origin, &theta, &map) == TAME_OK);
  tame_splitting_free(s);
}

/* c <- a b, 2 x 2; c is neither */
static inline void multiply(double *c, const double *a, const double *b)
{
  for (size_t i = 0; i < 2; i++)
    for (size_t j = 0; j < 2; j++)
      c[2 * i + j] = a[2 * i] * b[j] + a[2 * i + 1] * b[2 + j];
}

/* M1 M1 M2 M2 */
static inline void four_cycle(double *m, double beta)
{
  double m1[4], m2[4], a[4], b[4];
  step_matrix(m1, beta, SLOPE_1);
  step_matrix(m2, beta, SLOPE_2);
  multiply(a, m2, m2);
  multiply(b, m1, a);
  multiply(m, m1, b);
}

static inline double radius(const double *m)
{
  double rho;
  TAME_REQUIRE(tame_la_radius(&rho, m, 2) == TAME_OK);
  return rho;
}

#endif
