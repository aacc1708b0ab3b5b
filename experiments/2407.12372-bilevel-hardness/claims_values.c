/* SPDX-License-Identifier: MIT */
/* Claims on constructions of value functions. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

/* --- what all of them use --------------------------------------------------- */

tame_status element(double *x, const tame_results *r, const char *exp,
                    const char *path, size_t index)
{
  double *all;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&all, &shape, r, exp, path));
  if (index < shape.count) *x = all[index];
  free(all);
  return index < shape.count ? TAME_OK : TAME_EMISSING;
}

tame_status row_of(double **x, size_t *n, const tame_results *r,
                   const char *exp, const char *path, size_t row)
{
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(x, &shape, r, exp, path));
  *n = shape.dims[1];
  memmove(*x, *x + row * *n, *n * sizeof **x);
  return TAME_OK;
}

tame_status smallest(double *v, const tame_results *r, const char *exp,
                     const char *path)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, path));
  *v = tame_claim_smallest(x, shape.count);
  free(x);
  return TAME_OK;
}

tame_status ratios(double *v, const tame_results *r, const char *exp,
                   const char *a, const char *b)
{
  double *x, *y;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, a));
  const size_t n = shape.count;
  const tame_status s = tame_results_read(&y, &shape, r, exp, b);
  if (s >= 0) {
    for (size_t i = 0; i < n; i++) x[i] /= y[i];
    *v = tame_claim_farthest(x, n, 1.0);
    free(y);
  }
  free(x);
  return s;
}

/* --- smooth gallery --------------------------------------------------------- */

enum { INDICATOR = 3, THOMAE = 6 };

tame_status c1a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "gallery", "summary/error");
}
tame_status c1b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "gallery", "summary/wrong");
}
/* of a grid of 640 intervals, however much it was refined */
tame_status c1c(double *v, const tame_results *r)
{
  double infinite = 0.0, points = 0.0;
  TAME_TRY(element(&infinite, r, "gallery", "summary/infinite", INDICATOR));
  TAME_TRY(element(&points, r, "gallery", "summary/points", INDICATOR));
  *v = 640.0 * infinite / (points - 1.0);
  return TAME_OK;
}
tame_status c1d(double *v, const tame_results *r)
{
  return element(v, r, "gallery", "summary/low", THOMAE);
}
tame_status c1e(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "gallery", "summary/unproved");
}
tame_status c2(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "gallery", "underflow/ratio", 1.342e-3);
}

/* --- discs and staircases --------------------------------------------------- */

enum { FIRST_DEPTH = 4, DEPTH = 10, ROUGH = 1 };

tame_status c3a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "whitney", "error/violations");
}
tame_status c3b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "whitney", "error/decreases");
}
tame_status c4a(double *v, const tame_results *r)
{
  return element(v, r, "whitney", "error/slope", 0);
}
tame_status c4b(double *v, const tame_results *r)
{
  return element(v, r, "whitney", "error/slope", ROUGH);
}

static tame_status at_depth_10(double *v, const tame_results *r,
                               const char *path)
{
  double *x;
  size_t n;
  TAME_TRY(row_of(&x, &n, r, "whitney", path, ROUGH));
  const tame_status s = n > DEPTH - FIRST_DEPTH ? TAME_OK : TAME_EMISSING;
  if (s == TAME_OK) *v = x[DEPTH - FIRST_DEPTH];
  free(x);
  return s;
}
tame_status c5a(double *v, const tame_results *r)
{
  return at_depth_10(v, r, "error/max_twelfths");
}
tame_status c5b(double *v, const tame_results *r)
{
  return at_depth_10(v, r, "error/max_mid");
}
tame_status c21a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "staircase", "staircase/violations");
}
tame_status c21b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "staircase", "staircase/ends");
}

/* --- polynomial levels ------------------------------------------------------ */

static tame_status worst_of(double *v, const tame_results *r,
                            const char *const *path, size_t n)
{
  *v = 0.0;
  for (size_t i = 0; i < n; i++) {
    double x;
    TAME_TRY(tame_results_largest(&x, r, "polynomial", path[i]));
    if (!(x <= *v)) *v = x; /* a NaN stays */
    if (isnan(x)) break;
  }
  return TAME_OK;
}

tame_status c6a(double *v, const tame_results *r)
{
  static const char *const PATH[] = {"linear_step/error", "convex_abs/error",
                                     "convex_cusp/error"};
  return worst_of(v, r, PATH, 3);
}
tame_status c6b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "polynomial", "linear_ceiling/error");
}
tame_status c6c(double *v, const tame_results *r)
{
  static const char *const PATH[] = {"convex_abs/width", "convex_cusp/width",
                                     "convex_abs/unproved",
                                     "convex_cusp/unproved"};
  return worst_of(v, r, PATH, 4);
}
tame_status c7a(double *v, const tame_results *r)
{
  static const char *const PATH[] = {"squares_step/unproved",
                                     "squares_ceiling/unproved",
                                     "squares_cusp/unproved"};
  return worst_of(v, r, PATH, 3);
}
tame_status c7b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "polynomial", "squares_ceiling/boxes");
}

/* e = 1, ..., 7 */
static tame_status near_jump(double *v, const tame_results *r, const char *path,
                             double (*worst)(const double *x, size_t n))
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "polynomial", path));
  *v = worst(x, 7);
  free(x);
  return TAME_OK;
}
tame_status c7c(double *v, const tame_results *r)
{
  return near_jump(v, r, "jump/proved", tame_claim_smallest);
}
tame_status c7d(double *v, const tame_results *r)
{
  return near_jump(v, r, "jump/proved_boxes", tame_claim_largest);
}
tame_status c7e(double *v, const tame_results *r)
{
  return smallest(v, r, "polynomial", "jump/factored");
}

/* --- unbounded boxes -------------------------------------------------------- */

enum { R_8 = 2 };

tame_status c8a(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "unbounded", "step/scaled"));
  *v = tame_claim_farthest(x + R_8, shape.count - R_8, 1.0);
  free(x);
  return TAME_OK;
}
tame_status c8b(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "unbounded", "step/slope");
}
tame_status c8c(double *v, const tame_results *r)
{
  return smallest(v, r, "unbounded", "step/proved");
}
tame_status c8d(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "unbounded", "step_curves/error");
}
tame_status c9a(double *v, const tame_results *r)
{
  return element(v, r, "unbounded", "pole/scaled", 4); /* R = 32 */
}
tame_status c9b(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "unbounded", "pole/scaled"));
  for (size_t i = 0; i + 1 < shape.count; i++) x[i] = x[i + 1] - x[i];
  *v = tame_claim_smallest(x, shape.count - 1);
  free(x);
  return TAME_OK;
}
tame_status c9c(double *v, const tame_results *r)
{
  return smallest(v, r, "unbounded", "pole/proved");
}
tame_status c9d(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "unbounded", "pole_curves/error");
}
tame_status c10(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "unbounded", "infinity/scaled", 1.0);
}
