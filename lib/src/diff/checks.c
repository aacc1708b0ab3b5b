/* SPDX-License-Identifier: MIT */
#include "tame/diff.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"

double tame_diff_central(double (*f)(const double *theta, void *ctx),
                         const double *theta, const double *d, double h,
                         size_t p, void *ctx)
{
  double *point = tame_vec(p);
  for (size_t j = 0; j < p; j++) point[j] = theta[j] + h * d[j];
  const double ahead = f(point, ctx);
  for (size_t j = 0; j < p; j++) point[j] = theta[j] - h * d[j];
  const double behind = f(point, ctx);
  free(point);
  return (ahead - behind) / (2.0 * h);
}

tame_status tame_diff_central_vector(
    double *out, tame_status (*f)(double *x, const double *theta, void *ctx),
    const double *theta, const double *d, double h, size_t n, size_t p,
    void *ctx)
{
  double *point = tame_vec(p), *behind = tame_vec(n);
  for (size_t j = 0; j < p; j++) point[j] = theta[j] + h * d[j];
  tame_status s = f(out, point, ctx);
  for (size_t j = 0; j < p; j++) point[j] = theta[j] - h * d[j];
  if (s >= 0) s = f(behind, point, ctx);
  for (size_t i = 0; i < n && s >= 0; i++)
    out[i] = (out[i] - behind[i]) / (2.0 * h);
  free(behind);
  free(point);
  return s < 0 ? s : TAME_OK;
}

double tame_diff_dot_test(const double *dx, const double *dtheta,
                          const double *w, const double *x, const double *theta,
                          const tame_map *map)
{
  const size_t n = map->n, p = map->p;
  TAME_REQUIRE(map->jvp && map->vjp);
  double *forward = tame_vec(n), *back_x = tame_vec(n);
  double *back_theta = tame_vec(p);
  map->jvp(forward, dx, dtheta, x, theta, map->ctx);
  map->vjp(back_x, back_theta, w, x, theta, map->ctx);

  const double lhs = cblas_ddot((int)n, forward, 1, w, 1);
  const double rhs_x = cblas_ddot((int)n, dx, 1, back_x, 1);
  const double rhs_theta = cblas_ddot((int)p, dtheta, 1, back_theta, 1);
  const double scale = fabs(lhs) + fabs(rhs_x) + fabs(rhs_theta);
  free(back_theta);
  free(back_x);
  free(forward);
  /* a NaN in any of them must not look like agreement */
  return scale == 0.0 ? 0.0 : fabs(lhs - rhs_x - rhs_theta) / scale;
}
