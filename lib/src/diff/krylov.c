/* SPDX-License-Identifier: MIT */
#include "tame/diff_krylov.h"

#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

/* A map at a point. */
typedef struct {
  const tame_map *map;
  const double *x, *theta;
} point;

/* y <- z - A z */
static void forward(double *y, const double *z, void *ctx)
{
  const point *at = ctx;
  at->map->jvp(y, z, NULL, at->x, at->theta, at->map->ctx);
  for (size_t i = 0; i < at->map->n; i++) y[i] = z[i] - y[i];
}

/* y <- z - A' z */
static void backward(double *y, const double *z, void *ctx)
{
  const point *at = ctx;
  at->map->vjp(y, NULL, z, at->x, at->theta, at->map->ctx);
  for (size_t i = 0; i < at->map->n; i++) y[i] = z[i] - y[i];
}

/* dx <- (I - A)^{-1} B dtheta, from dx = B dtheta: what one step of the
 * iteration gives.  Takes b [n] and zero [n] = 0. */
static tame_status solve(double *dx, const double *dtheta, double *b,
                         const double *zero, point *at, tame_krylov *w,
                         tame_krylov_info *info)
{
  const tame_map *map = at->map;
  map->jvp(b, zero, dtheta, at->x, at->theta, map->ctx);
  memcpy(dx, b, map->n * sizeof *dx);
  return tame_krylov_solve(dx, b, forward, at, w, info);
}

tame_status tame_diff_implicit_krylov_jvp(double *dx, const double *dtheta,
                                          const double *x, const double *theta,
                                          const tame_map *map,
                                          const tame_krylov_options *opt,
                                          tame_krylov_info *info)
{
  tame_krylov *w = map->jvp ? tame_krylov_alloc(map->n, opt) : NULL;
  if (!w) return TAME_EINVAL;
  point at = {map, x, theta};
  double *b = tame_vec(map->n), *zero = tame_vec(map->n);
  const tame_status s = solve(dx, dtheta, b, zero, &at, w, info);
  free(zero);
  free(b);
  tame_krylov_free(w);
  return s;
}

tame_status tame_diff_implicit_krylov_vjp(double *grad, const double *u,
                                          const double *x, const double *theta,
                                          const tame_map *map,
                                          const tame_krylov_options *opt,
                                          tame_krylov_info *info)
{
  tame_krylov *w = map->vjp ? tame_krylov_alloc(map->n, opt) : NULL;
  if (!w) return TAME_EINVAL;
  point at = {map, x, theta};
  double *v = tame_vec_copy(u, map->n), *dx = tame_vec(map->n);
  const tame_status s = tame_krylov_solve(v, u, backward, &at, w, info);
  memset(grad, 0, map->p * sizeof *grad);
  map->vjp(dx, grad, v, x, theta, map->ctx);
  free(dx);
  free(v);
  tame_krylov_free(w);
  return s;
}

/* The worse of two outcomes: the order of the enum, CONVERGED < MAX_ITER <
 * STALLED < DIVERGED. */
static tame_status worse(tame_status a, tame_status b) { return a > b ? a : b; }

tame_status tame_diff_implicit_krylov(double *jac, const double *x,
                                      const double *theta, const tame_map *map,
                                      const tame_krylov_options *opt,
                                      tame_krylov_info *info)
{
  const size_t n = map->n, p = map->p;
  tame_krylov *w = map->jvp ? tame_krylov_alloc(n, opt) : NULL;
  if (!w) return TAME_EINVAL;
  point at = {map, x, theta};
  double *b = tame_vec(n), *zero = tame_vec(n), *dx = tame_vec(n);
  double *dtheta = tame_vec(p);
  tame_krylov_info all = {0, 0.0}, one;
  tame_status s = TAME_CONVERGED;
  for (size_t j = 0; j < p; j++) {
    dtheta[j] = 1.0;
    s = worse(s, solve(dx, dtheta, b, zero, &at, w, &one));
    dtheta[j] = 0.0;
    for (size_t i = 0; i < n; i++) jac[i * p + j] = dx[i];
    all.products += one.products;
    if (!(one.residual <= all.residual)) all.residual = one.residual;
  }
  if (info) *info = all;
  free(dtheta);
  free(dx);
  free(zero);
  free(b);
  tame_krylov_free(w);
  return s;
}
