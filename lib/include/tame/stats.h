/* SPDX-License-Identifier: MIT */
/* Statistics that experiments store beside their raw numbers.  Unless stated
 * otherwise a NaN is a missing value and skipped; with nothing left the result
 * is NaN. */
#ifndef TAME_STATS_H
#define TAME_STATS_H

#include <stddef.h>

double tame_mean(const double *x, size_t n);

/* Population standard deviation (divides by n). */
double tame_std(const double *x, size_t n);

/* Quantile f in [0, 1], linear interpolation between order statistics (R's
 * type 7, numpy's default).  f = 0.5 is the median. */
double tame_quantile(const double *x, size_t n, double f);

/* q [n] <- quantile f of each column of x [m x n]: over repetitions, at each
 * point of a curve.  Allocates. */
void tame_quantile_columns(double *q, const double *x, size_t m, size_t n,
                           double f);

double tame_min(const double *x, size_t n);
double tame_max(const double *x, size_t n);

/* The larger of two errors; NaN when one of them is, where fmax forgets it. */
double tame_worse(double a, double b);

/* Least-squares line  y = intercept + slope x  through the points where both
 * are finite; fewer than two points give NaN.  For a power law pass
 * logarithms. */
typedef struct {
  double slope, intercept;
  double slope_stderr; /* standard error; NaN with fewer than three points */
  double r2; /* 1 - residual/total sum of squares; NaN for constant y */
  size_t n_points;
} tame_line;
tame_line tame_fit_line(const double *x, const double *y, size_t n);

/* Linear rate of error [n], error[k] of iteration k: exp(slope) of the line
 * through log error over the later half of the iterations with
 * lo < error[k] < hi, where rounding (below lo) and the first iterations (above
 * hi) have no say.  NaN with fewer than four such iterations. */
double tame_fit_rate(const double *error, size_t n, double lo, double hi);

/* |x|_2 and |x - y|_2 without overflow, and max_i |x_i - y_i|.  A NaN is not
 * skipped here: the result is NaN. */
double tame_norm(const double *x, size_t n);
double tame_distance(const double *x, const double *y, size_t n);
double tame_distance_max(const double *x, const double *y, size_t n);

/* Confidence interval [*lo, *hi] of a probability from SUCCESSES in n >= 1
 * independent trials, by Clopper and Pearson (Biometrika 26, 1934): covers the
 * truth at least with probability LEVEL, 0 < level < 1, whatever it is. */
void tame_binomial_interval(double *lo, double *hi, size_t successes, size_t n,
                            double level);

/* Iterations to record: 0, 1, 2, ... then geometrically by FACTOR > 1, always
 * including LAST.  Writes at most cap indices to k and returns how many there
 * are. */
size_t tame_geometric_sampling(size_t *k, size_t cap, size_t last,
                               double factor);

#endif
