/* SPDX-License-Identifier: MIT */
#include "tame/diff.h"

#include <stdlib.h>

#include "tame/base.h"

/* By the map's own step, or column by column: column j of A jac + B is the
 * product with (jac e_j, e_j). */
tame_status tame_diff_piggyback(double *jac_new, const double *jac,
                                const double *x, const double *theta,
                                const tame_map *map)
{
  const size_t n = map->n, p = map->p;
  if (map->piggyback) {
    map->piggyback(jac_new, jac, x, theta, map->ctx);
    return TAME_OK;
  }
  if (!map->jvp) return TAME_EINVAL;
  if (p == 1 && jac) { /* a column is all of it */
    const double one = 1.0;
    map->jvp(jac_new, jac, &one, x, theta, map->ctx);
    return TAME_OK;
  }
  double *dx = tame_vec(n), *dxnew = tame_vec(n), *dtheta = tame_vec(p);
  for (size_t j = 0; j < p; j++) {
    if (jac)
      for (size_t i = 0; i < n; i++) dx[i] = jac[i * p + j];
    dtheta[j] = 1.0;
    map->jvp(dxnew, dx, dtheta, x, theta, map->ctx);
    dtheta[j] = 0.0;
    for (size_t i = 0; i < n; i++) jac_new[i * p + j] = dxnew[i];
  }
  free(dtheta);
  free(dxnew);
  free(dx);
  return TAME_OK;
}
