/* SPDX-License-Identifier: MIT */
/* Claims on the heavy ball and on set-valued piggyback: heavy_ball.c, hull.c,
 * set_piggyback.c. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

#include "tame/stats.h"

/* Entry AT of a data set of at least that many numbers. */
static tame_status entry(double *v, const tame_results *r, const char *exp,
                         const char *path, size_t at)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, path));
  const bool fits = at < shape.count;
  if (fits) *v = x[at];
  free(x);
  return fits ? TAME_OK : TAME_EFORMAT;
}

/* One row of a data set [rows x n]; released by the caller. */
static tame_status read_row(double **row, size_t *n, const tame_results *r,
                            const char *exp, const char *path, size_t index)
{
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(row, &shape, r, exp, path));
  if (shape.rank != 2 || index >= shape.dims[0]) {
    free(*row);
    return TAME_EFORMAT;
  }
  *n = shape.dims[1];
  for (size_t i = 0; i < *n; i++) (*row)[i] = (*row)[index * *n + i];
  return TAME_OK;
}

/* --- the counterexample -------------------------------------------------------- */

enum { CONSTANT_1, CONSTANT_2, PERIODIC };

tame_status c1a(double *v, const tame_results *r)
{
  return entry(v, r, "heavy_ball", "matrices/eigenvalue", 0);
}

tame_status c1b(double *v, const tame_results *r)
{
  return entry(v, r, "heavy_ball", "matrices/eigenvalue", 1);
}

/* slope of log |J_k| over k = 80, 84, ..., 400 */
tame_status c2(double *v, const tame_results *r)
{
  double *norm, k[101], y[101];
  size_t n, m = 0;
  TAME_TRY(read_row(&norm, &n, r, "heavy_ball", "ball/jacobian", PERIODIC));
  for (size_t i = 80; i < n && i <= 400; i += 4) {
    k[m] = (double)i;
    y[m++] = log(norm[i]);
  }
  *v = tame_fit_line(k, y, m).slope;
  free(norm);
  return TAME_OK;
}

tame_status c3a(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "heavy_ball", "matrices/radius",
                               sqrt(0.75));
}

/* the larger of two constant selections at k = 200 */
tame_status c3b(double *v, const tame_results *r)
{
  double *norm, both[2];
  size_t n;
  for (size_t i = CONSTANT_1; i <= CONSTANT_2; i++) {
    TAME_TRY(read_row(&norm, &n, r, "heavy_ball", "ball/jacobian", i));
    both[i] = n > 200 ? norm[200] : (double)NAN;
    free(norm);
  }
  *v = tame_claim_largest(both, 2);
  return TAME_OK;
}

tame_status c4a(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "heavy_ball", "ball/at_zero");
}

tame_status c4b(double *v, const tame_results *r)
{
  double *norm, both[2];
  size_t n;
  for (size_t i = 0; i < 2; i++) {
    TAME_TRY(read_row(&norm, &n, r, "heavy_ball", "ball/iterate", i));
    both[i] = n > 200 ? norm[200] : (double)NAN;
    free(norm);
  }
  *v = tame_claim_largest(both, 2);
  return TAME_OK;
}

tame_status c4c(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "heavy_ball", "ball/rate");
}

tame_status c5(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "heavy_ball", "matrices/stable_beta");
}

tame_status c6(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "heavy_ball", "descent/over_bound");
}

tame_status c10(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "heavy_ball", "ball/exponent"));
  *v = tame_mean(x, shape.count);
  free(x);
  return TAME_OK;
}

/* --- all products ----------------------------------------------------------------- */

/* Growth factor at BETA, which must be on the axis. */
static tame_status factor_at(double *v, const tame_results *r, double beta)
{
  double *axis;
  tame_h5_shape shape;
  size_t at = 0;
  TAME_TRY(tame_results_read(&axis, &shape, r, "hull", "growth/beta"));
  while (at < shape.count && fabs(axis[at] - beta) > 1e-9) at++;
  free(axis);
  return entry(v, r, "hull", "growth/factor", at);
}

/* minus the best periodic product of length 11, at beta = 3/4 */
tame_status c7(double *v, const tame_results *r)
{
  double *axis, *cycle, factor;
  tame_h5_shape shape;
  size_t at = 0, n;
  TAME_TRY(factor_at(&factor, r, 0.75));
  TAME_TRY(tame_results_read(&axis, &shape, r, "hull", "growth/beta"));
  while (at < shape.count && fabs(axis[at] - 0.75) > 1e-9) at++;
  free(axis);
  TAME_TRY(read_row(&cycle, &n, r, "hull", "growth/cycle", at));
  *v = n >= 11 ? factor - cycle[10] : (double)NAN;
  free(cycle);
  return TAME_OK;
}

tame_status c8(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "hull", "four_cycle/threshold");
}

tame_status c9a(double *v, const tame_results *r)
{
  return factor_at(v, r, 0.5);
}

tame_status c9b(double *v, const tame_results *r)
{
  double both[2];
  TAME_TRY(factor_at(&both[0], r, 0.65));
  TAME_TRY(factor_at(&both[1], r, 0.69));
  *v = tame_claim_largest(both, 2);
  return TAME_OK;
}

tame_status c9c(double *v, const tame_results *r)
{
  double both[2];
  TAME_TRY(factor_at(&both[0], r, 0.70));
  TAME_TRY(factor_at(&both[1], r, 0.75));
  *v = tame_claim_smallest(both, 2);
  return TAME_OK;
}

/* --- sets -------------------------------------------------------------------------- */

/* largest |(hi_k - 1)/(4 2^-k) - 1|, k <= 40, from J_0 = {5} */
tame_status c24(double *v, const tame_results *r)
{
  double *hi;
  size_t n;
  TAME_TRY(read_row(&hi, &n, r, "set_piggyback", "sets/hi", 0));
  for (size_t k = 0; k < n; k++)
    hi[k] = fabs((hi[k] - 1.0) / (4.0 * pow(0.5, (double)k)) - 1.0);
  *v = n > 40 ? tame_claim_largest(hi, 41) : (double)NAN;
  free(hi);
  return TAME_OK;
}
