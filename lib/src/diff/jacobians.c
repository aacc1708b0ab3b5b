/* SPDX-License-Identifier: MIT */
#include "tame/diff.h"

#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

/* Row i of A and of B is one transposed product with e_i. */
static void by_rows(double *a, double *b, const double *x, const double *theta,
                    const tame_map *map)
{
  const size_t n = map->n, p = map->p;
  double *e = tame_vec(n), *row = tame_vec(n);
  if (b) memset(b, 0, n * p * sizeof *b);
  for (size_t i = 0; i < n; i++) {
    e[i] = 1.0;
    map->vjp(a ? a + i * n : row, b ? b + i * p : NULL, e, x, theta, map->ctx);
    e[i] = 0.0;
  }
  free(row);
  free(e);
}

/* Column j of A is the product with (e_j, 0). */
static void a_by_columns(double *a, const double *x, const double *theta,
                         const tame_map *map)
{
  const size_t n = map->n;
  double *e = tame_vec(n), *column = tame_vec(n);
  for (size_t j = 0; j < n; j++) {
    e[j] = 1.0;
    map->jvp(column, e, NULL, x, theta, map->ctx);
    e[j] = 0.0;
    for (size_t i = 0; i < n; i++) a[i * n + j] = column[i];
  }
  free(column);
  free(e);
}

tame_status tame_diff_jacobians(double *a, double *b, const double *x,
                                const double *theta, const tame_map *map)
{
  if (map->vjp) {
    by_rows(a, b, x, theta, map);
    return TAME_OK;
  }
  if (!map->jvp) return TAME_EINVAL;
  if (a) a_by_columns(a, x, theta, map);
  return b ? tame_diff_piggyback(b, NULL, x, theta, map) : TAME_OK;
}
