/* SPDX-License-Identifier: MIT */
#include "tame/bias_margins.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "tame/bias.h"
#include "tame/logistic.h"
#include "tame/ode.h"

double tame_bias_margins_threshold(double s0, double s1)
{
  const double k = 1.0 - s0 * s1;
  return k / (k + 1.0 + s0 * s0);
}

void tame_bias_margins_of(double *m, const double *theta,
                          const tame_bias_margins *q)
{
  m[0] = q->s0 * theta[0] - theta[1];
  m[1] = q->s1 * theta[0] + theta[1];
}

void tame_bias_margins_loss(double *loss, const double *theta,
                            const tame_bias_margins *q)
{
  double m[2];
  tame_bias_margins_of(m, theta, q);
  loss[0] = tame_logistic_loss(m[0]);
  loss[1] = tame_logistic_loss(m[1]);
  loss[2] = q->p * loss[0] + (1.0 - q->p) * loss[1];
}

void tame_bias_margins_flow(double *d, const double *theta,
                            const tame_bias_margins *q)
{
  double m[2];
  tame_bias_margins_of(m, theta, q);
  const double pull0 = q->p * tame_logistic_sigma(-m[0]);
  const double pull1 = (1.0 - q->p) * tame_logistic_sigma(-m[1]);
  d[0] = q->s0 * pull0 + q->s1 * pull1;
  d[1] = pull1 - pull0;
}

double tame_bias_margins_bound(double depth, const tame_bias_margins *q)
{
  return (depth - expm1(-depth)) / (q->p * (1.0 + q->s0 * q->s0));
}

/* Newton's method on m + e^m - 1 - excess, convex and increasing, from
 * log(1 + excess), where it is log(1 + excess) >= 0: from above, monotonically. */
double tame_bias_margins_stereotype(double t, const tame_bias_margins *q)
{
  const double rate = (1.0 + q->s1 * q->s1) * (1.0 - q->p);
  const double excess = rate * t;
  double m = log1p(excess);
  for (int k = 0; k < 100; k++) {
    const double step = (m + expm1(m) - excess) / (1.0 + exp(m));
    m -= step;
    if (fabs(step) <= DBL_EPSILON * m) break;
  }
  return m;
}

/* --- the dip ------------------------------------------------------------------- */

static void rhs(double *d, double t, const double *theta, void *ctx)
{
  (void)t;
  tame_bias_margins_flow(d, theta, ctx);
}

static double minority_margin(double t, const double *theta, void *ctx)
{
  double m[2];
  (void)t;
  tame_bias_margins_of(m, theta, ctx);
  return m[0];
}

static double minority_speed(double t, const double *theta, void *ctx)
{
  const tame_bias_margins *q = ctx;
  double d[2], speed[2];
  (void)t;
  tame_bias_margins_flow(d, theta, q);
  tame_bias_margins_of(speed, d, q); /* the margins are linear */
  return speed[0];
}

/* What the last step shows: the minimum, then the return.  True when there is
 * nothing more to see. */
static bool observe(tame_bias_dip *dip, tame_ode_solver *w,
                    tame_bias_margins *q)
{
  double from = tame_ode_time_before(w), y[2];
  const double now = tame_ode_time(w), *theta = tame_ode_state(w);
  dip->lowest = fmin(dip->lowest, minority_margin(now, theta, q));
  if (isnan(dip->t_min)) {
    const double *before = tame_ode_state_before(w);
    if (!(minority_speed(from, before, q) < 0.0 &&
          minority_speed(now, theta, q) >= 0.0))
      return false;
    if (tame_ode_find(&dip->t_min, y, w, from, minority_speed, q) != TAME_OK)
      return false;
    dip->depth = -minority_margin(dip->t_min, y, q);
    dip->lowest = fmin(dip->lowest, -dip->depth);
    from = dip->t_min;
  }
  return minority_margin(now, theta, q) >= 0.0 &&
         tame_ode_find(&dip->t_final, y, w, from, minority_margin, q) ==
             TAME_OK;
}

tame_status tame_bias_margins_dip(tame_bias_dip *dip,
                                  const tame_bias_margins *q, double t_end,
                                  double rtol, double atol)
{
  tame_bias_margins model = *q;
  if (!(q->p > 0.0 && q->p < 1.0 && q->s0 > 0.0 && q->s1 > 0.0))
    return TAME_EINVAL;
  const tame_ode ode = {2, rhs, &model};
  const double start[2] = {0.0, 0.0};
  tame_ode_solver *w = tame_ode_alloc(2);
  *dip =
      (tame_bias_dip){(double)NAN, (double)NAN, (double)NAN, (double)INFINITY};
  tame_status s =
      tame_ode_init(w, &ode, 0.0, start, &(tame_ode_options){rtol, atol, 1e-4});
  bool is_done = s != TAME_OK;
  while (!is_done) {
    s = tame_ode_step(w, t_end);
    is_done = (s != TAME_OK && s != TAME_CONVERGED) ||
              observe(dip, w, &model) || s == TAME_CONVERGED;
  }
  tame_ode_free(w);
  return s == TAME_CONVERGED ? TAME_OK : s;
}
