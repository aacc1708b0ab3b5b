/* SPDX-License-Identifier: MIT */
/* Claims on quadratic and logistic groups. */
#include "claims.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

tame_status quotients(double *smallest, double *largest, const tame_results *r,
                      const char *exp, const char *a, const char *b)
{
  double *x, *y;
  tame_h5_shape shape_x, shape_y;
  TAME_TRY(tame_results_read(&x, &shape_x, r, exp, a));
  tame_status s = tame_results_read(&y, &shape_y, r, exp, b);
  if (s >= 0) {
    if (shape_x.count != shape_y.count) s = TAME_EFORMAT;
    for (size_t i = 0; i < shape_x.count && s >= 0; i++) x[i] /= y[i];
    if (s >= 0 && smallest) *smallest = tame_claim_smallest(x, shape_x.count);
    if (s >= 0 && largest) *largest = tame_claim_largest(x, shape_x.count);
    free(y);
  }
  free(x);
  return s;
}

/* x [rows x n] <- PATH, p [n] <- AXIS, both released with free() */
static tame_status over_shares(double **x, double **p, size_t *rows, size_t *n,
                               const tame_results *r, const char *exp,
                               const char *path, const char *axis)
{
  tame_h5_shape shape, shares;
  TAME_TRY(tame_results_read(x, &shape, r, exp, path));
  const tame_status s = tame_results_read(p, &shares, r, exp, axis);
  const bool fits =
      s >= 0 && shares.count > 0 && shape.count % shares.count == 0;
  if (fits) {
    *n = shares.count;
    *rows = shape.count / shares.count;
    return TAME_OK;
  }
  free(*x);
  if (s >= 0) free(*p);
  return s < 0 ? s : TAME_EFORMAT;
}

/* Number at share P in row ROW of PATH. */
static tame_status at_share(double *v, const tame_results *r, const char *exp,
                            const char *path, const char *axis, size_t row,
                            double share)
{
  double *x, *p;
  size_t rows, n;
  TAME_TRY(over_shares(&x, &p, &rows, &n, r, exp, path, axis));
  *v = (double)NAN;
  for (size_t i = 0; i < n && row < rows; i++)
    if (fabs(p[i] / share - 1.0) < 1e-9) *v = x[row * n + i];
  free(x);
  free(p);
  return TAME_OK;
}

/* Of the first row of PATH, for p <= LAST, the number farthest from CENTRE. */
static tame_status farthest_below(double *v, const tame_results *r,
                                  const char *exp, const char *path,
                                  const char *axis, double last, double centre)
{
  double *x, *p;
  size_t rows, n, m = 0;
  TAME_TRY(over_shares(&x, &p, &rows, &n, r, exp, path, axis));
  for (size_t i = 0; i < n; i++)
    if (p[i] <= last * (1.0 + 1e-12)) x[m++] = x[i];
  *v = tame_claim_farthest(x, m, centre);
  free(x);
  free(p);
  return TAME_OK;
}

/* --- proximity ------------------------------------------------------------------ */

tame_status c1a(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "quad4", "proximity/slope", 1.0);
}

tame_status c1b(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "logistic2", "proximity/slope", 1.0);
}

tame_status c2a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "quad4", "proximity/residual");
}

tame_status c2b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "logistic2", "proximity/residual");
}

tame_status c2c(double *v, const tame_results *r)
{
  return quotients(NULL, v, r, "quad4", "proximity/distance",
                   "proximity/bound");
}

tame_status c2d(double *v, const tame_results *r)
{
  return quotients(NULL, v, r, "logistic2", "proximity/distance",
                   "proximity/bound");
}

tame_status c3a(double *v, const tame_results *r)
{
  return at_share(v, r, "quad4", "proximity/distance", "p", 0, 1e-3);
}

tame_status c3b(double *v, const tame_results *r)
{
  return at_share(v, r, "quad4", "proximity/distance", "p", 1, 1e-3);
}

tame_status c3c(double *v, const tame_results *r)
{
  double strong, weak;
  TAME_TRY(c3a(&strong, r));
  TAME_TRY(c3b(&weak, r));
  *v = strong / weak;
  return TAME_OK;
}

/* --- zones ---------------------------------------------------------------------- */

/* Smallest tail probability of the counts of ZONE; a NaN marks a zone that is not
 * inside the ball and has no exact share. */
static tame_status smallest_tail(double *v, const tame_results *r,
                                 const char *tail, const char *exact)
{
  double *x, *q;
  tame_h5_shape shape, other;
  size_t n = 0;
  TAME_TRY(tame_results_read(&x, &shape, r, "balls", tail));
  const tame_status s = tame_results_read(&q, &other, r, "balls", exact);
  if (s >= 0) {
    for (size_t i = 0; i < shape.count; i++)
      if (!isnan(q[i])) x[n++] = x[i];
    *v = tame_claim_smallest(x, n);
    free(q);
  }
  free(x);
  return s;
}

tame_status c4a(double *v, const tame_results *r)
{
  return smallest_tail(v, r, "shares/adverse_tail", "shares/adverse_exact");
}

tame_status c4b(double *v, const tame_results *r)
{
  return smallest_tail(v, r, "shares/undominated_tail",
                       "shares/undominated_exact");
}

tame_status c5(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "logistic2", "proximity/area_slope", 2.0);
}

/* The polygons of the quadratic model against the exact discs, p = .3. */
tame_status c25a(double *v, const tame_results *r)
{
  double *area;
  tame_h5_shape shape;
  const double pi = acos(-1.0), alpha = 0.3 / 0.7;
  const double radius[2] = {0.15, alpha / (1.0 - alpha * alpha)};
  TAME_TRY(tame_results_read(&area, &shape, r, "plane", "zones/area"));
  if (shape.count == 4) {
    for (size_t k = 0; k < 2; k++) area[k] /= pi * radius[k] * radius[k];
    *v = tame_claim_farthest(area, 2, 1.0);
  }
  free(area);
  return shape.count == 4 ? TAME_OK : TAME_EFORMAT;
}

/* The adverse polygon of the logistic model over the counted area, p = .1. */
tame_status c25b(double *v, const tame_results *r)
{
  double *area, counted;
  tame_h5_shape shape;
  TAME_TRY(at_share(&counted, r, "logistic2", "proximity/area", "p", 0, 0.1));
  TAME_TRY(tame_results_read(&area, &shape, r, "plane", "zones/area"));
  if (shape.count == 4) *v = area[2] / counted;
  free(area);
  return shape.count == 4 ? TAME_OK : TAME_EFORMAT;
}

/* Shares of the box at p = .03, .1, .3 and s = 1 over KNOWN, farthest from 1. */
static tame_status over_known(double *v, const tame_results *r,
                              const char *path, const double *known)
{
  static const double SHARE[3] = {0.03, 0.1, 0.3};
  double x[3];
  for (size_t k = 0; k < 3; k++) {
    TAME_TRY(at_share(&x[k], r, "box", path, "box/p", 0, SHARE[k]));
    x[k] /= known[k];
  }
  *v = tame_claim_farthest(x, 3, 1.0);
  return TAME_OK;
}

tame_status c26a(double *v, const tame_results *r)
{
  static const double KNOWN[3] = {9.6e-5, 8.84e-4, 5.96e-3};
  return over_known(v, r, "box/adverse", KNOWN);
}

tame_status c26b(double *v, const tame_results *r)
{
  static const double KNOWN[3] = {4.6e-4, 1.17e-2, 0.366};
  return over_known(v, r, "box/undominated", KNOWN);
}

/* --- accuracy and time ---------------------------------------------------------- */

static const double STEREOTYPE = 0.2046;

tame_status c6a(double *v, const tame_results *r)
{
  return farthest_below(v, r, "logistic2", "proximity/minority_accuracy", "p",
                        0.3, STEREOTYPE);
}

tame_status c6b(double *v, const tame_results *r)
{
  return farthest_below(v, r, "box", "box/minority_accuracy", "box/p", 0.3,
                        STEREOTYPE);
}

tame_status c6c(double *v, const tame_results *r)
{
  return farthest_below(v, r, "logistic2", "proximity/minority_best", "p", 0.3,
                        1.0 - STEREOTYPE);
}

tame_status c7a(double *v, const tame_results *r)
{
  return quotients(v, NULL, r, "quad4", "proximity/time",
                   "proximity/time_convex");
}

tame_status c7b(double *v, const tame_results *r)
{
  return quotients(v, NULL, r, "quad4", "proximity/time",
                   "proximity/time_lipschitz");
}

tame_status c7c(double *v, const tame_results *r)
{
  return quotients(v, NULL, r, "quad4", "proximity/steps",
                   "proximity/steps_bound");
}
