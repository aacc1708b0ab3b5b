/* SPDX-License-Identifier: MIT */
#include "tame/fixed_point.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/la.h"

const tame_fixed_point_options tame_fixed_point_usual = {.tol = 1e-14,
                                                         .accept = 1e-12,
                                                         .newton_below = 1e-4,
                                                         .every = 20,
                                                         .max_iter = 200000};

struct tame_fixed_point {
  size_t n, iterations;
  double residual, absolute; /* relative to 1 + |x|, and not */
  double *x;                 /* [n]; head of the block */
  double *z, *tz, *step; /* [n] extrapolated point, an image, Newton's step */
  double *keep, *unit;   /* [n] x before Newton's steps, a unit vector */
  double *a;             /* [n x n] */
  int *pivot;            /* [n] */
};

tame_fixed_point *tame_fixed_point_alloc(size_t n)
{
  TAME_REQUIRE(n >= 1);
  tame_fixed_point *w = tame_calloc(1, sizeof *w);
  w->n = n;
  w->x = tame_vec(6 * n + n * n);
  w->z = w->x + n;
  w->tz = w->z + n;
  w->step = w->tz + n;
  w->keep = w->step + n;
  w->unit = w->keep + n;
  w->a = w->unit + n;
  w->pivot = tame_calloc(n, sizeof *w->pivot);
  return w;
}

void tame_fixed_point_free(tame_fixed_point *w)
{
  if (!w) return;
  free(w->x);
  free(w->pivot);
  free(w);
}

/* tx [n] <- T(x), and both residuals */
static void look(double *tx, const double *x, const double *theta,
                 const tame_map *map, tame_fixed_point *w)
{
  double size = 0.0, change = 0.0;
  map->value(tx, x, theta, map->ctx);
  for (size_t i = 0; i < w->n; i++) {
    const double e = fabs(x[i] - tx[i]);
    if (fabs(x[i]) > size) size = fabs(x[i]);
    if (e > change || isnan(e)) change = e; /* a NaN stays */
  }
  w->absolute = change;
  w->residual = change / (1.0 + size);
}

/* x <- x - (I - A)^{-1} (x - T(x)), where tz = T(x); I - A is formed by rows.
 * False when it is singular. */
static bool newton_step(const double *theta, const tame_map *map,
                        tame_fixed_point *w)
{
  const size_t n = w->n;
  memset(w->unit, 0, n * sizeof *w->unit);
  for (size_t i = 0; i < n; i++) {
    double *row = w->a + i * n;
    w->unit[i] = 1.0;
    map->vjp(row, NULL, w->unit, w->x, theta, map->ctx);
    w->unit[i] = 0.0;
    for (size_t j = 0; j < n; j++) row[j] = -row[j];
    row[i] += 1.0;
  }
  if (tame_la_lu(w->a, w->pivot, n) < 0) return false;
  for (size_t i = 0; i < n; i++) w->step[i] = w->x[i] - w->tz[i];
  tame_la_lu_solve(w->step, w->a, w->pivot, n);
  for (size_t i = 0; i < n; i++) w->x[i] -= w->step[i];
  return true;
}

/* At most COUNT Newton steps from x, tz = T(x): true when x is then good to
 * TOL, else x is as before. */
static bool newton(double tol, size_t count, const double *theta,
                   const tame_map *map, tame_fixed_point *w,
                   const tame_fixed_point_options *opt)
{
  memcpy(w->keep, w->x, w->n * sizeof *w->x);
  for (size_t c = 0; c < count; c++) {
    if (opt->newton) {
      if (!opt->newton(w->x, w->tz, theta, opt->ctx)) break;
    } else if (!map->vjp || !newton_step(theta, map, w)) {
      break;
    }
    look(w->tz, w->x, theta, map, w);
    if (w->residual <= tol) return true;
  }
  memcpy(w->x, w->keep, w->n * sizeof *w->x);
  return false;
}

/* One accelerated step: x [n] moves, z is where T was taken, *t its weight. */
static void accelerate(double *t, const double *theta, const tame_map *map,
                       tame_fixed_point *w)
{
  double turn = 0.0;
  map->value(w->tz, w->z, theta, map->ctx);
  for (size_t i = 0; i < w->n; i++)
    turn += (w->z[i] - w->tz[i]) * (w->tz[i] - w->x[i]);
  const double next =
      turn > 0.0 ? 1.0 : 0.5 * (1.0 + sqrt(1.0 + 4.0 * *t * *t));
  const double weight = turn > 0.0 ? 0.0 : (*t - 1.0) / next;
  for (size_t i = 0; i < w->n; i++) {
    w->z[i] = w->tz[i] + weight * (w->tz[i] - w->x[i]);
    w->x[i] = w->tz[i];
  }
  *t = next;
}

static bool options_fit(const tame_fixed_point_options *o)
{
  return o->tol > 0.0 && o->accept >= o->tol && o->newton_below >= 0.0 &&
         o->every > 0;
}

/* Looks at x, with Newton's help where the residual is small.  When rounding
 * keeps the residual between tol and accept, the third time is enough. */
static bool is_good(size_t *near, const double *theta, const tame_map *map,
                    tame_fixed_point *w, const tame_fixed_point_options *opt)
{
  look(w->tz, w->x, theta, map, w);
  if (w->residual <= opt->tol) return true;
  if (!(w->absolute < opt->newton_below)) return false;
  const double tol = *near < 2 ? opt->tol : opt->accept;
  const double before = w->residual;
  if (newton(tol, 1, theta, map, w, opt)) return true;
  if (w->residual <= opt->accept) ++*near; /* of the step that was undone */
  w->residual = before;
  return false;
}

static tame_status finish(double *x, double tol, const double *theta,
                          const tame_map *map, tame_fixed_point *w)
{
  look(w->tz, w->x, theta, map, w);
  memcpy(x, w->tz, w->n * sizeof *x);
  if (!isfinite(w->residual)) return TAME_DIVERGED;
  return w->residual <= tol ? TAME_CONVERGED : TAME_MAX_ITER;
}

tame_status tame_fixed_point_solve(double *x, const double *theta,
                                   const tame_map *map, tame_fixed_point *w,
                                   const tame_fixed_point_options *opt)
{
  double t = 1.0;
  size_t near = 0;
  if (map->n != w->n || !map->value || !options_fit(opt)) return TAME_EINVAL;
  w->iterations = 0;
  memcpy(w->x, x, w->n * sizeof *x);
  if (opt->first_newton > 0) {
    look(w->tz, w->x, theta, map, w);
    if (newton(opt->tol, opt->first_newton, theta, map, w, opt))
      return finish(x, opt->accept, theta, map, w);
  }
  memcpy(w->z, w->x, w->n * sizeof *x);
  while (w->iterations < opt->max_iter) {
    accelerate(&t, theta, map, w);
    w->iterations++;
    if (w->iterations % opt->every != 0) continue;
    if (is_good(&near, theta, map, w, opt)) break;
    if (!isfinite(w->residual)) break;
  }
  return finish(x, opt->accept, theta, map, w);
}

double tame_fixed_point_residual(const tame_fixed_point *w)
{
  return w->residual;
}

size_t tame_fixed_point_iterations(const tame_fixed_point *w)
{
  return w->iterations;
}
