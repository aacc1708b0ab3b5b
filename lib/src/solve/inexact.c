/* SPDX-License-Identifier: MIT */
#include "tame/inexact.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/stats.h"

/* --- checks ------------------------------------------------------------------ */

static bool is_finite(const double *x, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite(x[i])) return false;
  return true;
}

static bool needs_point(tame_error_kind kind)
{
  return kind == TAME_ERROR_OUTWARD || kind == TAME_ERROR_TILTED ||
         kind == TAME_ERROR_CONSTANT;
}

static bool needs_rng(tame_error_kind kind)
{
  return kind == TAME_ERROR_RANDOM || kind == TAME_ERROR_SIGNS ||
         kind == TAME_ERROR_TILTED;
}

tame_status tame_inexact_check(const tame_inexact *e, size_t n, tame_error *err)
{
  if ((unsigned)e->kind >= TAME_N_ERRORS)
    return tame_fail(err, TAME_EINVAL, "error model: kind %d is not known",
                     (int)e->kind);
  if (!isfinite(e->eps) || e->eps < 0.0)
    return tame_fail(err, TAME_EINVAL,
                     "error model: eps = %g, must be finite and at least 0",
                     e->eps);
  if (e->kind == TAME_ERROR_TRUNCATE && e->eps == 0.0)
    return tame_fail(err, TAME_EINVAL, "error model: a grid of width 0");
  if (needs_rng(e->kind) && !e->rng)
    return tame_fail(err, TAME_EINVAL, "error model: no random generator");
  if (needs_point(e->kind) && !(e->point && is_finite(e->point, n)))
    return tame_fail(err, TAME_EINVAL, "error model: no finite point");
  if (e->kind == TAME_ERROR_CONSTANT &&
      !(fabs(tame_norm(e->point, n) - 1.0) <= 1e-8))
    return tame_fail(err, TAME_EINVAL, "error model: direction of length %g",
                     tame_norm(e->point, n));
  if (e->kind == TAME_ERROR_TILTED && !(fabs(e->tilt) <= 1.0))
    return tame_fail(err, TAME_EINVAL, "error model: tilt %g outside [-1, 1]",
                     e->tilt);
  if (e->kind == TAME_ERROR_CUSTOM && !e->add)
    return tame_fail(err, TAME_EINVAL, "error model: custom without function");
  return TAME_OK;
}

/* --- the errors ----------------------------------------------------------------- */

void tame_sphere(double *u, size_t n, gsl_rng *rng)
{
  double length = 0.0;
  while (!(length > 0.0)) { /* again in the event, of probability 0, of u = 0 */
    for (size_t i = 0; i < n; i++) u[i] = gsl_ran_gaussian_ziggurat(rng, 1.0);
    length = tame_norm(u, n);
  }
  for (size_t i = 0; i < n; i++) u[i] /= length;
}

/* g <- g - size (x - point)/|x - point| */
static void push_outward(double *g, const double *x, const double *point,
                         double size, size_t n)
{
  if (n == 1) {
    g[0] -= size * tame_sign(x[0] - point[0], 0.0);
    return;
  }
  const double r = tame_distance(x, point, n);
  if (r == 0.0) return;
  for (size_t i = 0; i < n; i++) g[i] -= size * ((x[i] - point[i]) / r);
}

static void add_random(double *g, double *work, double eps, size_t n,
                       gsl_rng *rng)
{
  if (n == 1) {
    g[0] += eps * (2.0 * gsl_rng_uniform(rng) - 1.0);
    return;
  }
  tame_sphere(work, n, rng);
  for (size_t i = 0; i < n; i++) g[i] += eps * work[i];
}

static double coin(gsl_rng *rng, double probability)
{
  return gsl_rng_uniform(rng) < probability ? 1.0 : -1.0;
}

static void shrink(double *g, double eps, size_t n)
{
  const double length = tame_norm(g, n);
  const double factor = length > eps ? 1.0 - eps / length : 0.0;
  for (size_t i = 0; i < n; i++) g[i] *= factor;
}

void tame_inexact_add(double *g, double *work, const tame_inexact *e,
                      const double *x, size_t n)
{
  switch (e->kind) {
  case TAME_ERROR_OUTWARD:
    push_outward(g, x, e->point, e->eps, n);
    break;
  case TAME_ERROR_CONSTANT:
    for (size_t i = 0; i < n; i++) g[i] += e->eps * e->point[i];
    break;
  case TAME_ERROR_RANDOM:
    add_random(g, work, e->eps, n, e->rng);
    break;
  case TAME_ERROR_SIGNS:
    for (size_t i = 0; i < n; i++)
      g[i] += e->eps / sqrt((double)n) * coin(e->rng, 0.5);
    break;
  case TAME_ERROR_TILTED:
    push_outward(g, x, e->point, e->eps * coin(e->rng, 0.5 * (1.0 + e->tilt)),
                 n);
    break;
  case TAME_ERROR_SHRINK:
    shrink(g, e->eps, n);
    break;
  case TAME_ERROR_TRUNCATE:
    for (size_t i = 0; i < n; i++) g[i] = e->eps * trunc(g[i] / e->eps);
    break;
  case TAME_ERROR_FLOAT32:
    for (size_t i = 0; i < n; i++) g[i] = (double)(float)g[i];
    break;
  case TAME_ERROR_CUSTOM:
    e->add(g, x, e->eps, n, e->ctx);
    break;
  case TAME_ERROR_NONE:
  case TAME_N_ERRORS:
    break;
  }
}

/* --- derivatives as programs compute them ----------------------------------------- */

tame_status tame_approximate_init(tame_approximate *a, const tame_nonsmooth *f,
                                  double h, bool single)
{
  *a = (tame_approximate){0};
  if (!isfinite(h) || h < 0.0) return TAME_EINVAL;
  if (h > 0.0 ? !f->value : !f->subgradient) return TAME_EINVAL;
  *a = (tame_approximate){f, h, single, tame_vec(f->n)};
  return TAME_OK;
}

void tame_approximate_free(tame_approximate *a)
{
  free(a->work);
  *a = (tame_approximate){0};
}

static double rounded(const tame_approximate *a, double t)
{
  return a->single ? (double)(float)t : t;
}

/* work <- x as the program sees it */
static void see(const tame_approximate *a, const double *x)
{
  for (size_t i = 0; i < a->f->n; i++) a->work[i] = rounded(a, x[i]);
}

static double approximate_value(const double *x, void *ctx)
{
  const tame_approximate *a = ctx;
  see(a, x);
  return rounded(a, a->f->value(a->work, a->f->ctx));
}

static void approximate_subgradient(double *v, const double *x, void *ctx)
{
  const tame_approximate *a = ctx;
  see(a, x);
  if (a->h == 0.0) {
    a->f->subgradient(v, a->work, a->f->ctx);
    for (size_t i = 0; i < a->f->n; i++) v[i] = rounded(a, v[i]);
    return;
  }
  const double here = rounded(a, a->f->value(a->work, a->f->ctx));
  for (size_t i = 0; i < a->f->n; i++) {
    const double kept = a->work[i];
    a->work[i] = rounded(a, kept + a->h);
    const double there = rounded(a, a->f->value(a->work, a->f->ctx));
    a->work[i] = kept;
    v[i] = rounded(a, (there - here) / a->h);
  }
}

static double approximate_distance(const double *x, void *ctx)
{
  const tame_approximate *a = ctx;
  return a->f->distance(x, a->f->ctx);
}

static double approximate_residual(const double *x, void *ctx)
{
  const tame_approximate *a = ctx;
  return a->f->residual(x, a->f->ctx);
}

tame_nonsmooth tame_approximate_nonsmooth(tame_approximate *a)
{
  return (tame_nonsmooth){
      .n = a->f->n,
      .value = a->f->value ? approximate_value : NULL,
      .subgradient = approximate_subgradient,
      .distance = a->f->distance ? approximate_distance : NULL,
      .residual = a->f->residual ? approximate_residual : NULL,
      .ctx = a};
}
