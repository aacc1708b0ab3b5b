/* SPDX-License-Identifier: MIT */
/* Claims on derivatives at kinks: heavy_ball.c, hull.c, set_piggyback.c. */
#include "claims.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/stats.h"

static tame_status number(double *v, const tame_results *r, const char *path)
{
  return tame_results_scalar(v, r, "heavy_ball", path);
}

/* Largest distance of the two eigenvalues from -9/8 and -9/32. */
tame_status c1(double *v, const tame_results *r)
{
  double large, small;
  TAME_TRY(number(&large, r, "products/cycle_large"));
  TAME_TRY(number(&small, r, "products/cycle_small"));
  const double off[2] = {fabs(large + 9.0 / 8.0), fabs(small + 9.0 / 32.0)};
  *v = tame_claim_largest(off, 2);
  return TAME_OK;
}

tame_status c2(double *v, const tame_results *r)
{
  TAME_TRY(number(v, r, "products/cycle_slope"));
  *v = fabs(*v - log(9.0 / 8.0) / 4.0);
  return TAME_OK;
}

tame_status c3a(double *v, const tame_results *r)
{
  double right, left;
  TAME_TRY(number(&right, r, "products/radius_right"));
  TAME_TRY(number(&left, r, "products/radius_left"));
  const double off[2] = {fabs(right - sqrt(0.75)), fabs(left - sqrt(0.75))};
  *v = tame_claim_largest(off, 2);
  return TAME_OK;
}

/* The larger of two curves at iteration K. */
static tame_status both_at(double *v, const tame_results *r, const char *a,
                           const char *b, size_t k)
{
  double *x, *y = NULL;
  tame_h5_shape sx, sy;
  TAME_TRY(tame_results_read(&x, &sx, r, "heavy_ball", a));
  tame_status s = tame_results_read(&y, &sy, r, "heavy_ball", b);
  if (s >= 0 && (sx.count <= k || sy.count <= k)) s = TAME_EFORMAT;
  if (s >= 0) {
    const double both[2] = {x[k], y[k]};
    *v = tame_claim_largest(both, 2);
  }
  free(x);
  free(y);
  return s;
}

tame_status c3b(double *v, const tame_results *r)
{
  return both_at(v, r, "heavy_ball/right", "heavy_ball/left", 200);
}

tame_status c4a(double *v, const tame_results *r)
{
  return number(v, r, "products/at_zero");
}

tame_status c4b(double *v, const tame_results *r)
{
  return both_at(v, r, "heavy_ball/iterate_plus", "heavy_ball/iterate_minus",
                 200);
}

tame_status c4c(double *v, const tame_results *r)
{
  return number(v, r, "products/iterate_rate");
}

tame_status c5(double *v, const tame_results *r)
{
  return number(v, r, "products/stable_beta");
}

/* Largest quotient of |J_k| and 0.75^k over all selections and k <= 100. */
tame_status c6(double *v, const tame_results *r)
{
  static const char *const NAMES[4] = {
      "gradient_descent/right", "gradient_descent/left",
      "gradient_descent/cycle", "gradient_descent/random"};
  enum { LAST = 100 };
  *v = 0.0;
  for (size_t i = 0; i < 4; i++) {
    double *x;
    tame_h5_shape shape;
    TAME_TRY(tame_results_read(&x, &shape, r, "heavy_ball", NAMES[i]));
    const size_t length = shape.dims[shape.rank - 1];
    for (size_t at = 0; at < shape.count; at++) {
      const size_t k = at % length;
      const double quotient = x[at] / pow(0.75, (double)k);
      if (k <= LAST && !(quotient <= *v)) *v = quotient; /* NaN stays */
    }
    free(x);
  }
  return TAME_OK;
}

/* The growth factor of the hull at BETA. */
static tame_status growth_at(double *v, const tame_results *r, double beta)
{
  double *b, *g = NULL;
  tame_h5_shape sb, sg;
  TAME_TRY(tame_results_read(&b, &sb, r, "hull", "hull/beta"));
  tame_status s = tame_results_read(&g, &sg, r, "hull", "hull/growth");
  *v = (double)NAN;
  for (size_t i = 0; s >= 0 && i < sb.count && i < sg.count; i++)
    if (fabs(b[i] - beta) < 1e-9) *v = g[i];
  free(b);
  free(g);
  return s;
}

tame_status c7(double *v, const tame_results *r)
{
  return growth_at(v, r, 0.75);
}

tame_status c8(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "hull", "hull/threshold");
}

tame_status c9a(double *v, const tame_results *r)
{
  return growth_at(v, r, 0.5);
}

/* The largest of the factors at 0.65 and 0.69, and the smallest at 0.70 and
 * 0.75. */
tame_status c9b(double *v, const tame_results *r)
{
  double g[2];
  TAME_TRY(growth_at(&g[0], r, 0.65));
  TAME_TRY(growth_at(&g[1], r, 0.69));
  *v = tame_claim_largest(g, 2);
  return TAME_OK;
}

tame_status c9c(double *v, const tame_results *r)
{
  double g[2];
  TAME_TRY(growth_at(&g[0], r, 0.70));
  TAME_TRY(growth_at(&g[1], r, 0.75));
  g[0] = -g[0];
  g[1] = -g[1];
  *v = -tame_claim_largest(g, 2);
  return TAME_OK;
}

tame_status c10(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "heavy_ball",
                             "products/random_exponent"));
  *v = tame_mean(x, shape.count);
  free(x);
  return TAME_OK;
}

/* hi_k - 1 from J_0 = 5 against 4 2^{-k}, relative, k <= 40. */
tame_status c24(double *v, const tame_results *r)
{
  double *hi, off[41];
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&hi, &shape, r, "set_piggyback", "interval/hi"));
  const bool fits = shape.count > 2 * 40;
  for (size_t k = 0; fits && k <= 40; k++) {
    const double expected = ldexp(4.0, -(int)k);
    off[k] = fabs(hi[k] - 1.0 - expected) / expected;
  }
  if (fits) *v = tame_claim_largest(off, 41);
  free(hi);
  return fits ? TAME_OK : TAME_EFORMAT;
}
