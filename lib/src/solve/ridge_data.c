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

/* Of cpusmall: singular values of X, coefficients of y along the left singular
 * vectors (their signs do not matter), norm of the rest of y. */
enum { FEATURES = 12 };
static const double SINGULAR[FEATURES] = {
    127346187.8, 24655877.63, 10455124.99, 209581.0623,
    133481.4967, 15184.03498, 10991.78287, 5016.27241,
    4937.671359, 2168.299183, 466.0593793, 116.9062516};
static const double COEFFICIENT[FEATURES] = {
    7589.968514, 61.21356947, 114.5723109, 727.4267596,
    153.8051733, 62.30808497, 71.03439689, 100.1342091,
    35.18150861, 159.6601087, 239.4357051, 324.593132};
static const double REST = 1465.5930654332444;

tame_status tame_ridge_surrogate(tame_table *t, size_t n, gsl_rng *rng)
{
  *t = (tame_table){n, FEATURES, 1, tame_vec(n * FEATURES), tame_vec(n)};
  const tame_status s = tame_ridge_spectral_data(
      t->x, t->y, SINGULAR, COEFFICIENT, REST, n, FEATURES, rng);
  if (s < 0) tame_table_free(t);
  return s;
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
