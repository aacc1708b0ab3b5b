/* SPDX-License-Identifier: MIT */
/* Invariant densities: the constant c by Brent's method on the mass. */
#include "tame/swarm_stationary.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>

#include "tame/base.h"

typedef struct {
  const double *u;
  size_t n;
  double beta, least; /* least = min u */
  const tame_entropy *e;
} family;

/* mu of the pure entropy at ln L, and of the hybrid at c */
static double pure_density(double u, double l, const family *f)
{
  const double m = f->e->m, t = (1.0 - m) * (f->beta * (u - f->least) + l);
  return m == 0.5 ? 1.0 / (t * t) : pow(t, -1.0 / (1.0 - m));
}

static double log_mass_pure(double log_l, void *ctx)
{
  const family *f = ctx;
  const double l = exp(log_l);
  double sum = 0.0;
  for (size_t i = 0; i < f->n; i++) sum += pure_density(f->u[i], l, f);
  return log(sum / (double)f->n);
}

static double log_mass_hybrid(double c, void *ctx)
{
  const family *f = ctx;
  double sum = 0.0;
  for (size_t i = 0; i < f->n; i++)
    sum += tame_entropy_inverse(c - f->beta * (f->u[i] - f->least), f->e);
  return log(sum / (double)f->n);
}

/* *x <- a zero of G between lo and hi, to the last digits */
static tame_status find_root(double *x, gsl_function g, double lo, double hi)
{
  gsl_error_handler_t *handler = gsl_set_error_handler_off();
  gsl_root_fsolver *s = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
  int status = gsl_root_fsolver_set(s, &g, lo, hi);
  for (int it = 0; it < 200 && status == GSL_SUCCESS; it++) {
    status = gsl_root_fsolver_iterate(s);
    const double a = gsl_root_fsolver_x_lower(s);
    const double b = gsl_root_fsolver_x_upper(s);
    if (gsl_root_test_interval(a, b, 1e-15, 1e-15) == GSL_SUCCESS) break;
  }
  *x = gsl_root_fsolver_root(s);
  gsl_root_fsolver_free(s);
  gsl_set_error_handler(handler);
  return status == GSL_SUCCESS ? TAME_OK : TAME_STALLED;
}

static tame_status fill(double *mu, family *f)
{
  const double n = (double)f->n;
  double root = 0.0;
  if (f->e->m == 1.0 && !f->e->hybrid) {
    for (size_t i = 0; i < f->n; i++)
      mu[i] = exp(-f->beta * (f->u[i] - f->least));
  } else if (f->e->hybrid) {
    /* c = phi'(largest density), between that of density 1 and of n */
    TAME_TRY(find_root(&root, (gsl_function){log_mass_hybrid, f}, 0.0, n));
    for (size_t i = 0; i < f->n; i++)
      mu[i] = tame_entropy_inverse(root - f->beta * (f->u[i] - f->least), f->e);
  } else {
    /* largest density ((1-m) L)^{-1/(1-m)}, likewise between 1 and n */
    const double q = 1.0 - f->e->m, hi = -log(q), lo = hi - q * log(n);
    TAME_TRY(find_root(&root, (gsl_function){log_mass_pure, f}, lo - 1e-9,
                       hi + 1e-9));
    for (size_t i = 0; i < f->n; i++)
      mu[i] = pure_density(f->u[i], exp(root), f);
  }
  return TAME_OK;
}

tame_status tame_swarm_stationary(double *mu, const double *u, size_t n,
                                  double beta, const tame_entropy *e,
                                  tame_error *err)
{
  family f = {u, n, beta, INFINITY, e};
  double sum = 0.0;
  TAME_TRY(tame_entropy_check(e, err));
  if (!(beta >= 0.0) || !isfinite(beta) || n == 0)
    return tame_fail(err, TAME_EINVAL,
                     "stationary density: beta = %g on %zu nodes", beta, n);
  for (size_t i = 0; i < n; i++) {
    if (!isfinite(u[i]))
      return tame_fail(err, TAME_EINVAL,
                       "stationary density: potential of node %zu is %g", i,
                       u[i]);
    f.least = fmin(f.least, u[i]);
  }
  if (beta == 0.0) {
    for (size_t i = 0; i < n; i++) mu[i] = 1.0;
    return TAME_OK;
  }
  const tame_status s = fill(mu, &f);
  if (s < 0 || s == TAME_STALLED)
    return tame_fail(err, TAME_STALLED,
                     "stationary density: no constant found at beta = %g",
                     beta);
  for (size_t i = 0; i < n; i++) sum += mu[i];
  for (size_t i = 0; i < n; i++) mu[i] *= (double)n / sum;
  return TAME_OK;
}
