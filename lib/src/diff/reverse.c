/* SPDX-License-Identifier: MIT */
#include "tame/diff.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

tame_status tame_diff_reverse(double *grad, double *dx0,
                              const tame_trajectory *t, size_t n_steps,
                              const double *u, const double *theta)
{
  const tame_map *map = tame_trajectory_map(t);
  const size_t last = tame_trajectory_steps(t);
  const size_t first = n_steps < last ? last - n_steps : 0;
  if (!map->vjp) return TAME_EINVAL;

  /* v is the cotangent of x_{k+1}, dx that of x_k */
  double *v = tame_vec_copy(u, map->n), *dx = tame_vec(map->n);
  memset(grad, 0, map->p * sizeof *grad);
  for (size_t k = last; k-- > first;) {
    const double *x = tame_trajectory_x(t, k);
    const double *record = tame_trajectory_record(t, k);
    if (record) {
      map->vjp_record(dx, grad, v, record, x, theta, map->ctx);
    } else {
      map->vjp(dx, grad, v, x, theta, map->ctx);
    }
    double *swap = v;
    v = dx;
    dx = swap;
  }
  if (dx0) memcpy(dx0, v, map->n * sizeof *v);

  bool finite = true;
  for (size_t j = 0; j < map->p; j++) finite = finite && isfinite(grad[j]);
  free(v);
  free(dx);
  return finite ? TAME_OK : TAME_DIVERGED;
}
