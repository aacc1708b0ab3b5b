/* SPDX-License-Identifier: MIT */
/* Claims on power.c, step_floor.c, flat.c, valley.c, partly_smooth.c and
 * double_well.c. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

#include "tame/stats.h"

/* --- power [p mode schedule eps] --------------------------------------------- */

enum { OUTWARD, CONSTANT, RANDOM, N_MODES };
#define LARGE 1e300

/* Largest |x - target| over the entries of MODE of a data set [p mode rest]. */
static double farthest_of_mode(const double *x, const double *target_of_p,
                               tame_h5_shape shape, size_t mode)
{
  const size_t n_p = shape.dims[0], rest = shape.count / (n_p * N_MODES);
  double worst = 0.0;
  for (size_t p = 0; p < n_p; p++)
    for (size_t i = 0; i < rest; i++)
      worst = tame_worse(worst, fabs(x[(p * N_MODES + mode) * rest + i] -
                                     (target_of_p ? target_of_p[p] : 1.0)));
  return worst;
}

tame_status c1(double *v, const tame_results *r)
{
  double *slope, *exponent;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&slope, &shape, "power/slope", &exponent, "power/exponent",
                     0, r, "power"));
  *v = farthest_of_mode(slope, exponent, shape, OUTWARD);
  free(slope);
  free(exponent);
  return TAME_OK;
}

tame_status c2(double *v, const tame_results *r)
{
  double *ratio;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&ratio, &shape, r, "power", "power/ratio"));
  *v = farthest_of_mode(ratio, NULL, shape, CONSTANT);
  free(ratio);
  return TAME_OK;
}

tame_status c3(double *v, const tame_results *r)
{
  double *ratio;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&ratio, &shape, r, "power", "power/over_reach"));
  const size_t n_p = shape.dims[0], rest = shape.count / (n_p * N_MODES);
  *v = 0.0;
  for (size_t p = 0; p < n_p; p++)
    for (size_t i = 0; i < rest; i++)
      *v = tame_worse(*v, ratio[(p * N_MODES + RANDOM) * rest + i]);
  free(ratio);
  return TAME_OK;
}

tame_status c4(double *v, const tame_results *r)
{
  double *x, *exact;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&x, &shape, "signs/deviation", &exact, "signs/exact", 0, r,
                     "power"));
  for (size_t i = 0; i < shape.count; i++) x[i] /= exact[i];
  *v = tame_claim_farthest(x, shape.count, 1.0);
  free(x);
  free(exact);
  return TAME_OK;
}

/* --- step_floor ------------------------------------------------------------------ */

tame_status c5a(double *v, const tame_results *r)
{
  double *slope, *exponent;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&slope, &shape, "floor/slope", &exponent, "floor/exponent",
                     0, r, "step_floor"));
  *v = 0.0; /* p = 1.25, 1.5, 1.75 */
  for (size_t i = 1; i <= 3; i++)
    *v = tame_worse(*v, fabs(slope[i] - exponent[i]));
  free(slope);
  free(exponent);
  return TAME_OK;
}

tame_status c5b(double *v, const tame_results *r)
{
  double *tail, *exact;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&tail, &shape, "floor/tail", &exact, "floor/exact", 0, r,
                     "step_floor"));
  const size_t n = shape.dims[1];
  *v = 0.0;
  for (size_t i = n; i < 4 * n; i++)
    *v = tame_worse(*v, fabs(tail[i] / exact[i] - 1.0));
  free(tail);
  free(exact);
  return TAME_OK;
}

/* log10(tail/eps^2) where a < 0.95 (4 eps); back from logarithms */
tame_status c6(double *v, const tame_results *r)
{
  double *a, *eps, *quotient;
  tame_h5_shape shape, all;
  TAME_TRY(
      read_pair(&a, &shape, "map/step", &eps, "map/eps", 0, r, "step_floor"));
  const tame_status s =
      tame_results_read(&quotient, &all, r, "step_floor", "map/quotient");
  *v = 0.0;
  for (size_t i = 0; s >= 0 && i < all.count; i++)
    if (a[i] < log10(0.95 * 4.0) + eps[i])
      *v = tame_worse(*v, fabs(pow(10.0, quotient[i]) - 1.0));
  free(a);
  free(eps);
  if (s >= 0) free(quotient);
  return s;
}

tame_status c7(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "step_floor", "plane/bound_quotient");
}

/* --- flat ------------------------------------------------------------------------ */

tame_status c8a(double *v, const tame_results *r)
{
  double *slope;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&slope, &shape, r, "flat", "slope/slope"));
  *v = slope[shape.count - 1];
  free(slope);
  return TAME_OK;
}

tame_status c8b(double *v, const tame_results *r)
{
  double *slope;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&slope, &shape, r, "flat", "slope/slope"));
  for (size_t i = 0; i + 1 < shape.count; i++)
    slope[i] = slope[i + 1] / slope[i];
  *v = tame_claim_largest(slope, shape.count - 1);
  free(slope);
  return TAME_OK;
}

/* --- valley ---------------------------------------------------------------------- */

tame_status c9(double *v, const tame_results *r)
{
  double *rate, *exact;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&rate, &shape, "rate/rate", &exact, "rate/exact", 0, r,
                     "valley"));
  *v = tame_distance_max(rate, exact, shape.count);
  free(rate);
  free(exact);
  return TAME_OK;
}

/* Tails [schedule relative] of relative size in [lo, hi]; the largest, or minus
 * the smallest. */
static tame_status tails(double *v, const tame_results *r, double lo, double hi,
                         double sign)
{
  double *tail, *relative;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&tail, &shape, "tail/tail", &relative, "tail/relative", 0,
                     r, "valley"));
  const size_t n = shape.dims[1];
  for (size_t i = 0; i < shape.count; i++) tail[i] *= sign;
  *v = tame_worse(largest_where(tail, relative, n, lo, hi),
                  largest_where(tail + n, relative, n, lo, hi));
  free(tail);
  free(relative);
  return TAME_OK;
}

tame_status c10(double *v, const tame_results *r)
{
  return tails(v, r, 0.0, 0.951, 1.0);
}

tame_status c11(double *v, const tame_results *r)
{
  TAME_TRY(tails(v, r, 1.04, LARGE, -1.0));
  *v = -*v;
  return TAME_OK;
}

/* --- partly_smooth, double_well ----------------------------------------------------- */

tame_status c12a(double *v, const tame_results *r)
{
  double *tail, *exact;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&tail, &shape, "tail/flat", &exact, "tail/exact", 0, r,
                     "partly_smooth"));
  for (size_t i = 0; i < shape.count; i++) tail[i] /= exact[i];
  *v = tame_claim_farthest(tail, shape.count, 1.0);
  free(tail);
  free(exact);
  return TAME_OK;
}

tame_status c12b(double *v, const tame_results *r)
{
  double *tail, *bound;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&tail, &shape, "tail/sharp", &bound, "tail/bound", 0, r,
                     "partly_smooth"));
  for (size_t i = 0; i < shape.count; i++) tail[i] /= bound[i % shape.dims[1]];
  *v = tame_claim_largest(tail, shape.count);
  free(tail);
  free(bound);
  return TAME_OK;
}

tame_status c13(double *v, const tame_results *r)
{
  double *distance, *eps;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&distance, &shape, "well/distance", &eps, "well/eps", 0, r,
                     "double_well"));
  const double q[2] = {8.0 * distance[0] / eps[0],
                       8.0 * distance[shape.dims[1]] / eps[0]};
  *v = tame_claim_farthest(q, 2, 1.0);
  free(distance);
  free(eps);
  return TAME_OK;
}

/* x at eps = 1.5 stays positive, at eps = 1.6 it is negative; errors +eps */
tame_status c14(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "double_well", "well/x"));
  const size_t n = shape.rank == 2 ? shape.dims[1] : 0;
  if (n >= 2) *v = fmin(x[n - 2], -x[n - 1]);
  free(x);
  return n >= 2 ? TAME_OK : TAME_EFORMAT;
}
