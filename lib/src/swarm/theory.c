/* SPDX-License-Identifier: MIT */
/* Relaxation, escape, and the functional inequality. */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <gsl/gsl_roots.h>
#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/la.h"
#include "tame/swarm_stationary.h"

tame_status tame_swarm_relaxation(double *lambda, const double *mu, size_t n,
                                  const tame_entropy *e)
{
  TAME_REQUIRE(n >= 4);
  const double scale = (double)n * (double)n;
  double *s = tame_vec(n * n), *w = tame_vec(n), *root = tame_vec(n);
  tame_status status = TAME_OK;
  for (size_t i = 0; i < n; i++) {
    if (!(mu[i] > 0.0)) status = TAME_EINVAL;
    root[i] = sqrt(tame_entropy_curvature(mu[i], e)); /* W^{-1/2} */
  }
  for (size_t i = 0; i < n; i++) {
    const size_t j = (i + 1) % n;
    const double k = 0.5 * (mu[i] + mu[j]) * scale;
    s[i * n + i] += k * root[i] * root[i];
    s[j * n + j] += k * root[j] * root[j];
    s[i * n + j] -= k * root[i] * root[j];
    s[j * n + i] -= k * root[i] * root[j];
  }
  if (status == TAME_OK) status = tame_la_eigen_symmetric(w, NULL, s, n);
  *lambda = w[1];
  free(s);
  free(w);
  free(root);
  return status;
}

/* --- escape ------------------------------------------------------------------- */

typedef struct {
  const tame_potential *u;
  double a, direction, length, m, log_j;
  int failed;
} path;

/* dc/ds along the path from a, s in [0, length] */
static int slope(double s, const double *c, double *dc, void *ctx)
{
  const path *p = ctx;
  const double x = p->a + p->direction * s;
  const double gap = tame_potential_value(x, 0.0, p->u) - c[0];
  dc[0] = gap > 0.0
              ? -exp(p->log_j) * pow((1.0 - p->m) * gap, 1.0 / (1.0 - p->m))
              : 0.0;
  return GSL_SUCCESS;
}

/* c at the end of the path less U there; falls as j grows */
static double miss(double log_j, void *ctx)
{
  path *p = ctx;
  p->log_j = log_j;
  const gsl_odeiv2_system system = {slope, NULL, 1, p};
  gsl_odeiv2_driver *d = gsl_odeiv2_driver_alloc_y_new(
      &system, gsl_odeiv2_step_rk8pd, 1e-5, 1e-12, 1e-12);
  double s = 0.0, c = tame_potential_value(p->a, 0.0, p->u);
  if (gsl_odeiv2_driver_apply(d, &s, p->length, &c) != GSL_SUCCESS)
    p->failed = 1;
  gsl_odeiv2_driver_free(d);
  return c - tame_potential_value(p->a + p->direction * p->length, 0.0, p->u);
}

tame_status tame_swarm_escape_flux(double *j, double a, double b, double m,
                                   const tame_potential *u)
{
  path p = {u, a, b > a ? 1.0 : -1.0, fabs(b - a), m, 0.0, 0};
  if (!(m > 0.0 && m < 1.0) || !(p.length > 0.0) ||
      !(tame_potential_value(b, 0.0, u) < tame_potential_value(a, 0.0, u)))
    return TAME_EINVAL;
  gsl_error_handler_t *handler = gsl_set_error_handler_off();
  gsl_root_fsolver *s = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
  gsl_function g = {miss, &p};
  double lo = -5.0, hi = 5.0;
  while (miss(lo, &p) <= 0.0 && lo > -300.0) lo -= 10.0;
  while (miss(hi, &p) >= 0.0 && hi < 300.0) hi += 5.0;
  int status = gsl_root_fsolver_set(s, &g, lo, hi);
  for (int it = 0; it < 100 && status == GSL_SUCCESS; it++) {
    status = gsl_root_fsolver_iterate(s);
    if (gsl_root_test_interval(gsl_root_fsolver_x_lower(s),
                               gsl_root_fsolver_x_upper(s), 1e-11,
                               0.0) == GSL_SUCCESS)
      break;
  }
  p.failed = 0; /* at trial values far off the integrator may give up */
  *j = exp(gsl_root_fsolver_root(s));
  if (!(fabs(miss(log(*j), &p)) <= 1e-6)) p.failed = 1;
  gsl_root_fsolver_free(s);
  gsl_set_error_handler(handler);
  return status == GSL_SUCCESS && !p.failed ? TAME_OK : TAME_STALLED;
}

/* --- the inequality --------------------------------------------------------------- */

double tame_swarm_psi(double f, double beta, double osc, double m)
{
  const double q = 1.0 - m;
  return 4.0 * f * f * pow(1.0 + q * (f + beta * osc), -1.0 / q);
}

double tame_swarm_comparison_step(double y_old, double dt, double beta,
                                  double beta_slope, double osc, double m)
{
  const double right = y_old + dt * beta_slope * osc;
  double lo = 0.0, hi = right;
  for (int it = 0; it < 100 && hi - lo > 1e-15 * hi; it++) {
    const double y = 0.5 * (lo + hi);
    if (y + dt * tame_swarm_psi(y, beta, osc, m) < right)
      lo = y;
    else
      hi = y;
  }
  return hi; /* the upper end: a bound stays a bound */
}
