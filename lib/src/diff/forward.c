/* SPDX-License-Identifier: MIT */
#include "tame/diff.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

tame_status tame_diff_forward(double *jac, const double *jac0,
                              const tame_trajectory *t, size_t n_steps,
                              const double *theta)
{
  const tame_map *map = tame_trajectory_map(t);
  const size_t last = tame_trajectory_steps(t), count = map->n * map->p;
  const size_t first = n_steps < last ? last - n_steps : 0;
  if (!map->piggyback && !map->jvp) return TAME_EINVAL;

  double *now = tame_vec(count), *next = tame_vec(count);
  if (jac0) memcpy(now, jac0, count * sizeof *now);
  for (size_t k = first; k < last; k++) {
    const bool is_zero = k == first && !jac0;
    tame_diff_piggyback(next, is_zero ? NULL : now, tame_trajectory_x(t, k),
                        theta, map);
    double *swap = now;
    now = next;
    next = swap;
  }
  memcpy(jac, now, count * sizeof *jac);

  bool finite = true;
  for (size_t i = 0; i < count; i++) finite = finite && isfinite(jac[i]);
  free(now);
  free(next);
  return finite ? TAME_OK : TAME_DIVERGED;
}
