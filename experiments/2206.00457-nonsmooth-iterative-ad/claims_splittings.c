/* SPDX-License-Identifier: MIT */
/* Claims on the three splittings and on ridge: lasso.c, covariance.c,
 * trend_filtering.c.  Numbers of a repetition are in the group `repeats`. */
#include "claims.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/stats.h"

/* Data set repeats/NAME; released by the caller. */
static tame_status read_numbers(double **x, size_t *n, const tame_results *r,
                                const char *exp, const char *name)
{
  tame_h5_shape shape;
  char path[64];
  snprintf(path, sizeof path, "repeats/%s", name);
  TAME_TRY(tame_results_read(x, &shape, r, exp, path));
  *n = shape.count;
  return TAME_OK;
}

/* d [n] <- a - b of the repetitions; released by the caller. */
static tame_status read_difference(double **d, size_t *n, const tame_results *r,
                                   const char *exp, const char *a,
                                   const char *b)
{
  double *y;
  size_t m;
  TAME_TRY(read_numbers(d, n, r, exp, a));
  tame_status s = read_numbers(&y, &m, r, exp, b);
  if (s < 0) {
    free(*d);
    return s;
  }
  if (m != *n) s = TAME_EFORMAT;
  for (size_t i = 0; s >= 0 && i < m; i++) (*d)[i] -= y[i];
  free(y);
  if (s < 0) free(*d);
  return s;
}

/* Quantile f of x [n]; NaN when a repetition has no number, which a quantile
 * over the others would hide. */
static double quantile(const double *x, size_t n, double f)
{
  return isnan(tame_claim_largest(x, n)) ? (double)NAN : tame_quantile(x, n, f);
}

/* Quantile f of |a - b| over the repetitions. */
static tame_status distance_quantile(double *v, const tame_results *r,
                                     const char *exp, const char *a,
                                     const char *b, double f)
{
  double *d;
  size_t n;
  TAME_TRY(read_difference(&d, &n, r, exp, a, b));
  for (size_t i = 0; i < n; i++) d[i] = fabs(d[i]);
  *v = quantile(d, n, f);
  free(d);
  return TAME_OK;
}

static tame_status median_difference(double *v, const tame_results *r,
                                     const char *exp, const char *a,
                                     const char *b)
{
  double *d;
  size_t n;
  TAME_TRY(read_difference(&d, &n, r, exp, a, b));
  *v = quantile(d, n, 0.5);
  free(d);
  return TAME_OK;
}

static tame_status largest_difference(double *v, const tame_results *r,
                                      const char *exp, const char *a,
                                      const char *b)
{
  double *d;
  size_t n;
  TAME_TRY(read_difference(&d, &n, r, exp, a, b));
  *v = tame_claim_largest(d, n);
  free(d);
  return TAME_OK;
}

static tame_status largest(double *v, const tame_results *r, const char *exp,
                           const char *name)
{
  char path[64];
  snprintf(path, sizeof path, "repeats/%s", name);
  return tame_results_largest(v, r, exp, path);
}

static tame_status median(double *v, const tame_results *r, const char *exp,
                          const char *name)
{
  double *x;
  size_t n;
  TAME_TRY(read_numbers(&x, &n, r, exp, name));
  *v = quantile(x, n, 0.5);
  free(x);
  return TAME_OK;
}

/* Share of repetitions where a and b both pass. */
static tame_status share(double *v, const tame_results *r, const char *exp,
                         const char *a, const char *b,
                         bool (*pass)(double x, double y))
{
  double *x, *y;
  size_t n, m, count = 0;
  TAME_TRY(read_numbers(&x, &n, r, exp, a));
  const tame_status s = read_numbers(&y, &m, r, exp, b);
  if (s < 0) {
    free(x);
    return s;
  }
  for (size_t i = 0; i < n && i < m; i++) count += pass(x[i], y[i]) ? 1 : 0;
  *v = (double)count / (double)n;
  free(x);
  free(y);
  return n == m ? TAME_OK : TAME_EFORMAT;
}

/* --- lasso ------------------------------------------------------------------- */

tame_status c11a(double *v, const tame_results *r)
{
  return distance_quantile(v, r, "lasso", "jacobian_rate", "rho", 0.5);
}

tame_status c11b(double *v, const tame_results *r)
{
  return distance_quantile(v, r, "lasso", "jacobian_rate", "rho", 0.9);
}

tame_status c12(double *v, const tame_results *r)
{
  double both[2];
  TAME_TRY(largest(&both[0], r, "lasso", "x_last"));
  TAME_TRY(largest(&both[1], r, "lasso", "jacobian_last"));
  *v = tame_claim_largest(both, 2);
  return TAME_OK;
}

tame_status c13(double *v, const tame_results *r)
{
  return largest(v, r, "lasso", "affine_defect");
}

tame_status c14a(double *v, const tame_results *r)
{
  return largest_difference(v, r, "lasso", "rho", "rho_global");
}

tame_status c14b(double *v, const tame_results *r)
{
  return largest(v, r, "lasso", "rho_global");
}

/* --- covariance -------------------------------------------------------------- */

tame_status c15(double *v, const tame_results *r)
{
  return distance_quantile(v, r, "covariance", "z_rate", "rho", 0.5);
}

tame_status c16(double *v, const tame_results *r)
{
  return median_difference(v, r, "covariance", "jacobian_rate", "rho");
}

tame_status c17(double *v, const tame_results *r)
{
  return largest_difference(v, r, "covariance", "rho", "bound");
}

static bool is_line(double r2, double slope)
{
  return r2 > 0.99 && slope > 0.5;
}

tame_status c18(double *v, const tame_results *r)
{
  return share(v, r, "covariance", "ratio_r2", "ratio_slope", is_line);
}

static bool both_small(double z, double jacobian)
{
  return z < 1e-9 && jacobian < 1e-9;
}

tame_status c19(double *v, const tame_results *r)
{
  return share(v, r, "covariance", "z_last", "jacobian_last", both_small);
}

tame_status c23(double *v, const tame_results *r)
{
  return largest(v, r, "covariance", "gamma_defect");
}

/* --- trend filtering ----------------------------------------------------------- */

tame_status c20a(double *v, const tame_results *r)
{
  return distance_quantile(v, r, "trend_filtering", "x_rate", "rho", 0.5);
}

tame_status c20b(double *v, const tame_results *r)
{
  return distance_quantile(v, r, "trend_filtering", "jacobian_rate", "rho",
                           0.5);
}

tame_status c21a(double *v, const tame_results *r)
{
  return median(v, r, "trend_filtering", "x_last");
}

tame_status c21b(double *v, const tame_results *r)
{
  return median(v, r, "trend_filtering", "jacobian_last");
}

/* --- references, ridge ------------------------------------------------------------ */

tame_status c22a(double *v, const tame_results *r)
{
  return largest(v, r, "lasso", "difference_error");
}

tame_status c22b(double *v, const tame_results *r)
{
  return largest(v, r, "covariance", "difference_error");
}

tame_status c22c(double *v, const tame_results *r)
{
  return largest(v, r, "trend_filtering", "difference_error");
}

/* With more columns than rows. */
tame_status c26a(double *v, const tame_results *r)
{
  double *x;
  size_t n;
  TAME_TRY(read_numbers(&x, &n, r, "lasso_wide", "rho_global"));
  *v = tame_claim_farthest(x, n, 1.0);
  free(x);
  return TAME_OK;
}

tame_status c26b(double *v, const tame_results *r)
{
  return largest(v, r, "lasso_wide", "rho");
}

tame_status c26c(double *v, const tame_results *r)
{
  return distance_quantile(v, r, "lasso_wide", "jacobian_rate", "rho", 0.5);
}

tame_status c26d(double *v, const tame_results *r)
{
  return distance_quantile(v, r, "lasso_wide", "jacobian_rate", "rho", 0.9);
}

tame_status c26e(double *v, const tame_results *r)
{
  return share(v, r, "lasso_wide", "x_last", "jacobian_last", both_small);
}

tame_status c25a(double *v, const tame_results *r)
{
  return distance_quantile(v, r, "lasso", "ridge_x_rate", "ridge_rho", 0.5);
}

tame_status c25b(double *v, const tame_results *r)
{
  return largest_difference(v, r, "lasso", "ridge_jacobian_rate", "ridge_rho");
}

tame_status c25c(double *v, const tame_results *r)
{
  return distance_quantile(v, r, "lasso", "ridge_slow_rate", "ridge_rho", 1.0);
}

tame_status c25d(double *v, const tame_results *r)
{
  return largest_difference(v, r, "lasso", "ridge_x_rate", "ridge_rho");
}

tame_status c25e(double *v, const tame_results *r)
{
  return distance_quantile(v, r, "lasso", "ridge_x_rate", "ridge_x_rate_modes",
                           1.0);
}

tame_status c25f(double *v, const tame_results *r)
{
  return distance_quantile(v, r, "lasso", "ridge_jacobian_rate",
                           "ridge_jacobian_rate_modes", 1.0);
}
