/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "tame/base.h"
#include "tame/inclusion_examples.h"

tame_example_kind tame_curve_example(tame_curve_kind curve)
{
  static const tame_example_kind EXAMPLE[TAME_N_CURVES] = {
      TAME_NET,    TAME_TV,  TAME_SVM,   TAME_SVM,    TAME_DEBLUR,
      TAME_ROBUST, TAME_NET, TAME_GROUP, TAME_DEBLUR, TAME_ROBUST};
  TAME_REQUIRE((size_t)curve < TAME_N_CURVES);
  return EXAMPLE[curve];
}

/* *theta <- first ratio^t and its derivative */
static void geometric(double *theta, double *dtheta, double first, double ratio,
                      double t)
{
  *theta = first * pow(ratio, t);
  *dtheta = *theta * log(ratio);
}

static void loop(double *theta, double *dtheta, double c1, double c2, double r1,
                 double r2, double t)
{
  const double pi2 = 6.283185307179586476925286766559;
  const double angle = t >= 1.0 ? 0.0 : pi2 * t; /* closed to the last bit */
  theta[0] = c1 * exp(r1 * cos(angle));
  theta[1] = c2 * exp(r2 * sin(angle));
  dtheta[0] = -theta[0] * r1 * pi2 * sin(angle);
  dtheta[1] = theta[1] * r2 * pi2 * cos(angle);
}

void tame_curve_at(double *theta, double *dtheta, tame_curve_kind curve,
                   double t, const tame_example *e)
{
  const size_t p = tame_inclusion_p(e->q);
  TAME_REQUIRE(e->kind == tame_curve_example(curve));
  memcpy(theta, e->theta, p * sizeof *theta);
  memset(dtheta, 0, p * sizeof *dtheta);
  switch (curve) {
  case TAME_CURVE_NET:
    theta[0] = e->lambda_max * (0.9 - 0.88 * t);
    dtheta[0] = -0.88 * e->lambda_max;
    break;
  case TAME_CURVE_TV:
    geometric(theta, dtheta, 0.02, 75.0, t);
    break;
  case TAME_CURVE_SVM_C:
    geometric(theta, dtheta, 0.05, 200.0, t);
    break;
  case TAME_CURVE_SVM_SIGMA:
    theta[1] = log(0.5) + t * log(4.0);
    dtheta[1] = log(4.0);
    break;
  case TAME_CURVE_DEBLUR:
    geometric(theta, dtheta, 0.01, 100.0, t);
    break;
  case TAME_CURVE_ROBUST:
    geometric(theta, dtheta, 0.5, 2.2 * e->lambda_max, t);
    break;
  case TAME_CURVE_NET_LOOP:
    loop(theta, dtheta, 0.15 * e->lambda_max, 0.1, 0.7, 0.7, t);
    break;
  case TAME_CURVE_GROUP_LOOP:
    loop(theta, dtheta, 0.3 * e->lambda_max, 0.1, 0.8, 0.8, t);
    break;
  case TAME_CURVE_DEBLUR_LOOP:
    loop(theta, dtheta, 0.15, 0.05, 0.6, 0.6, t);
    break;
  case TAME_CURVE_ROBUST_LOOP:
    loop(theta, dtheta, 3.0, 1.0, 1.0, 0.7, t);
    break;
  }
}

double tame_curve_parameter(tame_curve_kind curve, const double *theta)
{
  return curve == TAME_CURVE_SVM_SIGMA ? exp(theta[1]) : theta[0];
}
