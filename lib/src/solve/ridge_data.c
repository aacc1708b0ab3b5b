/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "tame/base.h"
#include "tame/la.h"
#include "tame/ridge.h"
#include "tame/rng.h"

tame_status tame_ridge_spectral_data(double *x, double *y, const double *s,
                                     const double *g, double r, size_t n,
                                     size_t p, gsl_rng *rng)
{
  if (n < p + 1) return TAME_EINVAL;
  double *q = tame_vec(n * (p + 1));
  tame_rng_normal(q, n * (p + 1), rng);
  const tame_status status = tame_la_qr(q, NULL, n, p + 1);
  for (size_t i = 0; i < n && status == TAME_OK; i++) {
    const double *qi = q + i * (p + 1);
    y[i] = r * qi[p];
    for (size_t j = 0; j < p; j++) {
      x[i * p + j] = s[j] * qi[j];
      y[i] += g[j] * qi[j];
    }
  }
  free(q);
  return status;
}
