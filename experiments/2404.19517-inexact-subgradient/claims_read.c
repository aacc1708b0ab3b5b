/* SPDX-License-Identifier: MIT */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

#include "tame/stats.h"

tame_status read_pair(double **a, tame_h5_shape *shape, const char *path_a,
                      double **b, const char *path_b, size_t count_b,
                      const tame_results *r, const char *exp)
{
  tame_h5_shape other;
  *b = NULL;
  TAME_TRY(tame_results_read(a, shape, r, exp, path_a));
  tame_status s = tame_results_read(b, &other, r, exp, path_b);
  if (s >= 0 && count_b && other.count != count_b) {
    free(*b);
    *b = NULL;
    s = TAME_EFORMAT;
  }
  if (s < 0) free(*a);
  return s;
}

double largest_where(const double *x, const double *keep, size_t n, double lo,
                     double hi)
{
  double worst = -(double)INFINITY;
  bool found = false;
  for (size_t i = 0; i < n; i++) {
    if (!(keep[i] >= lo && keep[i] <= hi)) continue;
    worst = found ? tame_worse(worst, x[i]) : x[i];
    found = true;
  }
  return found ? worst : (double)NAN;
}
