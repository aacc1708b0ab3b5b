/* SPDX-License-Identifier: MIT */
/* Claims on branches, folds and tilts. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

tame_status element(double *v, const tame_results *r, const char *exp,
                    const char *path, size_t index)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, path));
  const bool is_there = index < shape.count;
  if (is_there) *v = x[index];
  free(x);
  return is_there ? TAME_OK : TAME_EFORMAT;
}

tame_status first(double *x, size_t n, const tame_results *r, const char *exp,
                  const char *path)
{
  for (size_t i = 0; i < n; i++) TAME_TRY(element(&x[i], r, exp, path, i));
  return TAME_OK;
}

tame_status farthest_quotient(double *v, const tame_results *r, const char *exp,
                              const char *a, const char *b, double centre)
{
  double *x, *y;
  tame_h5_shape shape_x, shape_y;
  TAME_TRY(tame_results_read(&x, &shape_x, r, exp, a));
  const tame_status s = tame_results_read(&y, &shape_y, r, exp, b);
  if (s >= 0 && shape_x.count == shape_y.count) {
    for (size_t i = 0; i < shape_x.count; i++) x[i] /= y[i];
    *v = tame_claim_farthest(x, shape_x.count, centre);
    free(y);
  }
  free(x);
  return s < 0 ? s : shape_x.count == shape_y.count ? TAME_OK : TAME_EFORMAT;
}

static tame_status smallest(double *v, const tame_results *r, const char *exp,
                            const char *path)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, path));
  *v = tame_claim_smallest(x, shape.count);
  free(x);
  return TAME_OK;
}

tame_status c1a(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "branches", "lower/count", 3.0);
}

tame_status c1b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "branches", "lower/distance");
}

tame_status c1c(double *v, const tame_results *r)
{
  return smallest(v, r, "branches", "lower/curvature");
}

tame_status c2(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "branches", "lower/swap", 0.0);
}

/* The optimistic value of f2 at the middle of the grid, x = 0. */
tame_status c3a(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "branches", "value/optimistic"));
  const size_t n = shape.dims[1];
  *v = x[n + n / 2];
  free(x);
  return TAME_OK;
}

tame_status c3b(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "branches", "value/limit");
}

/* Of both certified bounds of the bilevel value of f2, the one farther from its
 * value. */
tame_status c3c(double *v, const tame_results *r)
{
  double bounds[2];
  TAME_TRY(element(&bounds[0], r, "solution", "solution/lower", 1));
  TAME_TRY(element(&bounds[1], r, "solution", "solution/upper", 1));
  *v = tame_claim_farthest(bounds, 2, 0.5);
  return TAME_OK;
}

tame_status c3d(double *v, const tame_results *r)
{
  double ends[2];
  TAME_TRY(element(&ends[0], r, "solution", "solution/x_lo", 1));
  TAME_TRY(element(&ends[1], r, "solution", "solution/x_hi", 1));
  *v = tame_claim_farthest(ends, 2, 0.0);
  return TAME_OK;
}

tame_status c4a(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "cusp", "count/fraction");
}

tame_status c4b(double *v, const tame_results *r)
{
  double unknown, mismatches;
  TAME_TRY(tame_results_scalar(&unknown, r, "cusp", "count/unknown"));
  TAME_TRY(tame_results_scalar(&mismatches, r, "cusp", "count/mismatches"));
  *v = unknown + mismatches;
  return TAME_OK;
}

tame_status c5a(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "fold", "fold/slope");
}

/* at the smallest distance, the last */
tame_status c5b(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "fold", "fold/ratio"));
  *v = x[shape.count - 1];
  free(x);
  return TAME_OK;
}

tame_status c5c(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "fold", "curve/fold_error", 0.0);
}

/* alpha = 1e-3 is the last */
enum { SMALLEST_ALPHA = 3 };

tame_status c6a(double *v, const tame_results *r)
{
  return element(v, r, "hysteresis", "cycle/switches", SMALLEST_ALPHA);
}

tame_status c6b(double *v, const tame_results *r)
{
  double theory;
  TAME_TRY(tame_results_scalar(&theory, r, "hysteresis", "cycle/theory"));
  TAME_TRY(element(v, r, "hysteresis", "cycle/period", SMALLEST_ALPHA));
  *v /= theory;
  return TAME_OK;
}

tame_status c6c(double *v, const tame_results *r)
{
  double ends[2];
  TAME_TRY(element(&ends[0], r, "hysteresis", "cycle/max_x", SMALLEST_ALPHA));
  TAME_TRY(element(&ends[1], r, "hysteresis", "cycle/min_x", SMALLEST_ALPHA));
  *v = fabs(tame_claim_farthest(ends, 2, 0.0));
  return TAME_OK;
}

tame_status c22a(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "tilt", "tilt/error", 0.0);
}

tame_status c22b(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "tilt", "tilt/slope");
}
