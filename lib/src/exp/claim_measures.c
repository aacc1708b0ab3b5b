/* SPDX-License-Identifier: MIT */
#include "tame/claim.h"

#include <math.h>
#include <stdlib.h>

double tame_claim_smallest(const double *x, size_t n)
{
  double worst = (double)(n > 0 ? INFINITY : NAN);
  for (size_t i = 0; i < n; i++) {
    if (isnan(x[i])) return (double)NAN;
    worst = fmin(worst, x[i]);
  }
  return worst;
}

double tame_claim_largest(const double *x, size_t n)
{
  double worst = (double)(n > 0 ? -INFINITY : NAN);
  for (size_t i = 0; i < n; i++) {
    if (isnan(x[i])) return (double)NAN;
    worst = fmax(worst, x[i]);
  }
  return worst;
}

double tame_claim_farthest(const double *x, size_t n, double centre)
{
  double worst = n > 0 ? centre : (double)NAN;
  for (size_t i = 0; i < n; i++) {
    if (isnan(x[i])) return (double)NAN;
    if (fabs(x[i] - centre) > fabs(worst - centre)) worst = x[i];
  }
  return worst;
}

tame_status tame_results_largest(double *value, const tame_results *r,
                                 const char *exp, const char *path)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, path));
  *value = tame_claim_largest(x, shape.count);
  free(x);
  return TAME_OK;
}

tame_status tame_results_farthest(double *value, const tame_results *r,
                                  const char *exp, const char *path,
                                  double centre)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, path));
  *value = tame_claim_farthest(x, shape.count, centre);
  free(x);
  return TAME_OK;
}
