/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cblas.h>

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

tame_status tame_ridge_spectrum(double *norm, double *cond, const double *x,
                                size_t n, size_t p)
{
  double *q = tame_vec_copy(x, n * p), *r = tame_vec(p * p);
  double *inverse = tame_vec(p * p), inverse_norm;
  for (size_t j = 0; j < p; j++) inverse[j * p + j] = 1.0;
  tame_status s = tame_la_norm2(norm, x, n, p);
  if (s == TAME_OK) s = tame_la_qr(q, r, n, p);
  if (s == TAME_OK) {
    cblas_dtrsm(CblasRowMajor, CblasLeft, CblasUpper, CblasNoTrans,
                CblasNonUnit, (int)p, (int)p, 1.0, r, (int)p, inverse, (int)p);
    /* not finite, because X is rank deficient: a result, not an error */
    if (tame_la_norm2(&inverse_norm, inverse, p, p) != TAME_OK)
      inverse_norm = INFINITY;
    *cond = *norm * inverse_norm;
  }
  free(q);
  free(r);
  free(inverse);
  return s;
}
