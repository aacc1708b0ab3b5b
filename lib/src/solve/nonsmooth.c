/* SPDX-License-Identifier: MIT */
#include "tame/nonsmooth.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/stats.h"

double tame_sign(double t, double at_zero)
{
  return t > 0.0 ? 1.0 : t < 0.0 ? -1.0 : at_zero;
}

/* --- power ------------------------------------------------------------------ */

tame_status tame_power_init(tame_power *f, size_t n, double p)
{
  if (n < 1 || !(p >= 1.0) || !isfinite(p)) return TAME_EINVAL;
  *f = (tame_power){n, p};
  return TAME_OK;
}

static double power_value(const double *x, void *ctx)
{
  const tame_power *f = ctx;
  return pow(tame_norm(x, f->n), f->p) / f->p;
}

static void power_subgradient(double *v, const double *x, void *ctx)
{
  const tame_power *f = ctx;
  if (f->n == 1) {
    const double size = f->p == 1.0 ? 1.0 : pow(fabs(x[0]), f->p - 1.0);
    v[0] = tame_sign(x[0], 1.0) * size;
    return;
  }
  const double r = tame_norm(x, f->n);
  if (r == 0.0) {
    memset(v, 0, f->n * sizeof *v);
    v[0] = f->p == 1.0 ? 1.0 : 0.0;
    return;
  }
  /* |x|^{p-1} of the unit vector: no overflow of |x|^{p-2} for small x */
  const double size = pow(r, f->p - 1.0);
  for (size_t i = 0; i < f->n; i++) v[i] = size * (x[i] / r);
}

static double power_distance(const double *x, void *ctx)
{
  const tame_power *f = ctx;
  if (f->n == 1) return fabs(x[0]); /* dnrm2 costs more than a step */
  return tame_norm(x, f->n);
}

static double power_residual(const double *x, void *ctx)
{
  const tame_power *f = ctx;
  const double r = tame_norm(x, f->n);
  return r == 0.0 ? 0.0 : pow(r, f->p - 1.0);
}

tame_nonsmooth tame_power_nonsmooth(tame_power *f)
{
  return (tame_nonsmooth){.n = f->n,
                          .value = power_value,
                          .subgradient = power_subgradient,
                          .distance = power_distance,
                          .residual = power_residual,
                          .ctx = f};
}

double tame_power_cycle(double p, double a)
{
  if (!(p > 1.0 && p < 2.0 && a > 0.0)) return NAN;
  return pow(0.5 * a, 1.0 / (2.0 - p));
}

double tame_power_largest_step(double p, double eps)
{
  if (!(p > 1.0 && eps > 0.0)) return NAN;
  return 2.0 * pow(eps, (2.0 - p) / (p - 1.0)) / (p - 1.0);
}

/* --- the 1-norm --------------------------------------------------------------- */

static double norm1_value(const double *x, void *ctx)
{
  const size_t *n = ctx;
  double sum = 0.0;
  for (size_t i = 0; i < *n; i++) sum += fabs(x[i]);
  return sum;
}

static void norm1_subgradient(double *v, const double *x, void *ctx)
{
  const size_t *n = ctx;
  for (size_t i = 0; i < *n; i++) v[i] = tame_sign(x[i], 0.0);
}

static double norm1_distance(const double *x, void *ctx)
{
  const size_t *n = ctx;
  return tame_norm(x, *n);
}

static double norm1_residual(const double *x, void *ctx)
{
  const size_t *n = ctx;
  double count = 0.0;
  for (size_t i = 0; i < *n; i++) count += x[i] != 0.0;
  return sqrt(count);
}

tame_nonsmooth tame_norm1_nonsmooth(size_t *n)
{
  return (tame_nonsmooth){.n = *n,
                          .value = norm1_value,
                          .subgradient = norm1_subgradient,
                          .distance = norm1_distance,
                          .residual = norm1_residual,
                          .ctx = n};
}

/* --- rotated powers ------------------------------------------------------------- */

tame_status tame_rotated_powers_init(tame_rotated_powers *f, size_t n,
                                     const double *p, const double *u)
{
  if (n < 1) return TAME_EINVAL;
  for (size_t i = 0; i < n; i++)
    if (!(p[i] > 1.0) || !isfinite(p[i])) return TAME_EINVAL;
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j <= i; j++) {
      double dot = 0.0;
      for (size_t k = 0; k < n; k++) dot += u[i * n + k] * u[j * n + k];
      if (!(fabs(dot - (i == j ? 1.0 : 0.0)) < 1e-10)) return TAME_EINVAL;
    }
  }
  *f = (tame_rotated_powers){n, p, u};
  return TAME_OK;
}

static double along(const tame_rotated_powers *f, size_t i, const double *x)
{
  double t = 0.0;
  for (size_t j = 0; j < f->n; j++) t += f->u[i * f->n + j] * x[j];
  return t;
}

static double rotated_value(const double *x, void *ctx)
{
  const tame_rotated_powers *f = ctx;
  double sum = 0.0;
  for (size_t i = 0; i < f->n; i++)
    sum += pow(fabs(along(f, i, x)), f->p[i]) / f->p[i];
  return sum;
}

static void rotated_subgradient(double *v, const double *x, void *ctx)
{
  const tame_rotated_powers *f = ctx;
  memset(v, 0, f->n * sizeof *v);
  for (size_t i = 0; i < f->n; i++) {
    const double t = along(f, i, x);
    const double size = tame_sign(t, 0.0) * pow(fabs(t), f->p[i] - 1.0);
    for (size_t j = 0; j < f->n; j++) v[j] += size * f->u[i * f->n + j];
  }
}

static double rotated_distance(const double *x, void *ctx)
{
  const tame_rotated_powers *f = ctx;
  return tame_norm(x, f->n);
}

static double rotated_residual(const double *x, void *ctx)
{
  const tame_rotated_powers *f = ctx;
  double sum = 0.0; /* the rows of u are orthonormal */
  for (size_t i = 0; i < f->n; i++)
    sum += pow(fabs(along(f, i, x)), 2.0 * (f->p[i] - 1.0));
  return sqrt(sum);
}

tame_nonsmooth tame_rotated_powers_nonsmooth(tame_rotated_powers *f)
{
  return (tame_nonsmooth){.n = f->n,
                          .value = rotated_value,
                          .subgradient = rotated_subgradient,
                          .distance = rotated_distance,
                          .residual = rotated_residual,
                          .ctx = f};
}

/* --- the geometric modulus ------------------------------------------------------ */

typedef struct {
  const tame_nonsmooth *f;
  const double *centre, *direction;
  double eps, *x; /* x [n] */
} ray;

static bool is_critical(const ray *q, double r)
{
  for (size_t i = 0; i < q->f->n; i++)
    q->x[i] = q->centre[i] + r * q->direction[i];
  return q->f->residual(q->x, q->f->ctx) <= q->eps;
}

/* Largest r on the ray with a residual of at most eps. */
static double outermost(const ray *q, double radius)
{
  enum { RADII = 400 };
  const double factor = pow(1e-12, 1.0 / (RADII - 1));
  if (is_critical(q, radius)) return radius;
  double hi = radius;
  for (size_t i = 1; i < RADII; i++, hi *= factor)
    if (is_critical(q, hi * factor)) break;
  double lo = hi * factor;
  if (!is_critical(q, lo)) return 0.0;
  for (int i = 0; i < 60; i++) {
    const double middle = 0.5 * (lo + hi);
    if (is_critical(q, middle))
      lo = middle;
    else
      hi = middle;
  }
  return lo;
}

tame_status tame_geometric_modulus(double *g, double eps,
                                   const tame_nonsmooth *f,
                                   const double *centre,
                                   const double *directions,
                                   size_t n_directions, double radius)
{
  if (!f->residual || !(eps > 0.0) || !isfinite(eps) || !(radius > 0.0) ||
      !isfinite(radius))
    return TAME_EINVAL;
  double *x = tame_vec(f->n);
  *g = 0.0;
  for (size_t i = 0; i < n_directions; i++) {
    const ray q = {f, centre, directions + i * f->n, eps, x};
    *g = fmax(*g, outermost(&q, radius));
  }
  free(x);
  return TAME_OK;
}
