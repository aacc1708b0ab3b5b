/* SPDX-License-Identifier: MIT */
#include "tame/diff.h"

#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/la.h"

/* m [n x n] <- the LU factors of I - A */
static tame_status factor(double *m, int *pivot, double *b, const double *x,
                          const double *theta, const tame_map *map)
{
  const size_t n = map->n;
  TAME_TRY(tame_diff_jacobians(m, b, x, theta, map));
  for (size_t i = 0; i < n * n; i++) m[i] = -m[i];
  for (size_t i = 0; i < n; i++) m[i * n + i] += 1.0;
  return tame_la_lu(m, pivot, n);
}

tame_status tame_diff_implicit(double *jac, const double *x,
                               const double *theta, const tame_map *map)
{
  const size_t n = map->n, p = map->p;
  double *m = tame_vec(n * n), *work = tame_vec(n * p);
  int *pivot = tame_calloc(n, sizeof *pivot);
  const tame_status s = factor(m, pivot, jac, x, theta, map);
  if (s >= 0) tame_la_lu_solve_many(jac, work, m, pivot, n, p);
  free(pivot);
  free(work);
  free(m);
  return s;
}

tame_status tame_diff_implicit_vjp(double *grad, const double *u,
                                   const double *x, const double *theta,
                                   const tame_map *map)
{
  const size_t n = map->n;
  if (!map->vjp) return TAME_EINVAL;
  double *m = tame_vec(n * n), *v = tame_vec_copy(u, n), *dx = tame_vec(n);
  int *pivot = tame_calloc(n, sizeof *pivot);
  const tame_status s = factor(m, pivot, NULL, x, theta, map);
  if (s >= 0) {
    tame_la_lu_solve_t(v, m, pivot, n);
    memset(grad, 0, map->p * sizeof *grad);
    map->vjp(dx, grad, v, x, theta, map->ctx);
  }
  free(pivot);
  free(dx);
  free(v);
  free(m);
  return s;
}
