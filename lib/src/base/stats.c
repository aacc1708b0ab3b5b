/* SPDX-License-Identifier: MIT */
#include "tame/stats.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_fit.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>

#include "tame/base.h"

/* A copy of the entries that are not NaN; *m is their number. */
static double *present(const double *x, size_t n, size_t *m)
{
  double *y = tame_vec(n);
  *m = 0;
  for (size_t i = 0; i < n; i++)
    if (!isnan(x[i])) y[(*m)++] = x[i];
  return y;
}

double tame_mean(const double *x, size_t n)
{
  size_t m;
  double *y = present(x, n, &m);
  const double mean = m ? gsl_stats_mean(y, 1, m) : (double)NAN;
  free(y);
  return mean;
}

double tame_std(const double *x, size_t n)
{
  size_t m;
  double *y = present(x, n, &m);
  const double mean = m ? gsl_stats_mean(y, 1, m) : (double)NAN;
  const double sd =
      m ? gsl_stats_sd_with_fixed_mean(y, 1, m, mean) : (double)NAN;
  free(y);
  return sd;
}

double tame_quantile(const double *x, size_t n, double f)
{
  TAME_REQUIRE(f >= 0.0 && f <= 1.0);
  size_t m;
  double *y = present(x, n, &m);
  gsl_sort(y, 1, m);
  const double q =
      m ? gsl_stats_quantile_from_sorted_data(y, 1, m, f) : (double)NAN;
  free(y);
  return q;
}

void tame_quantile_columns(double *q, const double *x, size_t m, size_t n,
                           double f)
{
  double *column = tame_vec(m);
  for (size_t j = 0; j < n; j++) {
    for (size_t i = 0; i < m; i++) column[i] = x[i * n + j];
    q[j] = tame_quantile(column, m, f);
  }
  free(column);
}

double tame_min(const double *x, size_t n)
{
  double best = NAN;
  for (size_t i = 0; i < n; i++) best = fmin(best, x[i]);
  return best;
}

double tame_max(const double *x, size_t n)
{
  double best = NAN;
  for (size_t i = 0; i < n; i++) best = fmax(best, x[i]);
  return best;
}

tame_line tame_fit_line(const double *x, const double *y, size_t n)
{
  tame_line line = {NAN, NAN, NAN, NAN, 0};
  double *u = tame_vec(n), *v = tame_vec(n);
  size_t m = 0;
  for (size_t i = 0; i < n; i++)
    if (isfinite(x[i]) && isfinite(y[i])) u[m] = x[i], v[m++] = y[i];
  line.n_points = m;
  if (m >= 2) {
    double c00, c01, c11, sumsq;
    gsl_fit_linear(u, 1, v, 1, m, &line.intercept, &line.slope, &c00, &c01,
                   &c11, &sumsq);
    if (m >= 3) line.slope_stderr = sqrt(c11);
    const double total = gsl_stats_tss(v, 1, m);
    if (total > 0.0) line.r2 = 1.0 - sumsq / total;
  }
  free(u);
  free(v);
  return line;
}

double tame_fit_rate(const double *error, size_t n, double lo, double hi)
{
  double *k = tame_vec(n), *y = tame_vec(n);
  size_t m = 0;
  for (size_t i = 0; i < n; i++)
    if (error[i] > lo && error[i] < hi)
      k[m] = (double)i, y[m++] = log(error[i]);
  const size_t skip = m / 2;
  const double rate =
      m < 4 ? (double)NAN
            : exp(tame_fit_line(k + skip, y + skip, m - skip).slope);
  free(k);
  free(y);
  return rate;
}

double tame_norm(const double *x, size_t n)
{
  return cblas_dnrm2((int)n, x, 1);
}

double tame_distance(const double *x, const double *y, size_t n)
{
  double scale = 0.0, sum = 1.0; /* |x - y| = scale sqrt(sum), as in dnrm2 */
  for (size_t i = 0; i < n; i++) {
    const double d = fabs(x[i] - y[i]);
    if (isnan(d)) return NAN;
    if (isinf(d)) return d;
    if (d == 0.0) continue;
    if (d > scale) {
      sum = 1.0 + sum * (scale / d) * (scale / d);
      scale = d;
    } else {
      sum += (d / scale) * (d / scale);
    }
  }
  return scale * sqrt(sum);
}

double tame_worse(double a, double b) { return isnan(a) || a > b ? a : b; }

double tame_distance_max(const double *x, const double *y, size_t n)
{
  double largest = 0.0;
  for (size_t i = 0; i < n; i++) {
    const double d = fabs(x[i] - y[i]);
    if (isnan(d)) return NAN;
    if (d > largest) largest = d;
  }
  return largest;
}

size_t tame_geometric_sampling(size_t *k, size_t cap, size_t last,
                               double factor)
{
  TAME_REQUIRE(factor > 1.0 && cap >= 1);
  size_t n = 0, next = 0;
  while (next < last && n + 1 < cap) {
    k[n++] = next;
    const double grown = ceil((double)next * factor);
    next = grown > (double)(next + 1) ? (size_t)grown : next + 1;
  }
  k[n++] = last;
  return n;
}

/* The x at which the distribution Beta(a, b) reaches P: bisection, since GSL's
 * inverse does not converge for some a and b of a few hundred. */
static double beta_quantile(double p, double a, double b)
{
  double lo = 0.0, hi = 1.0;
  for (int it = 0; it < 100; it++) {
    const double x = 0.5 * (lo + hi);
    if (gsl_cdf_beta_P(x, a, b) < p)
      lo = x;
    else
      hi = x;
  }
  return 0.5 * (lo + hi);
}

void tame_binomial_interval(double *lo, double *hi, size_t successes, size_t n,
                            double level)
{
  TAME_REQUIRE(n >= 1 && successes <= n && level > 0.0 && level < 1.0);
  const double k = (double)successes, m = (double)n, tail = 0.5 * (1.0 - level);
  *lo = successes == 0 ? 0.0 : beta_quantile(tail, k, m - k + 1.0);
  *hi = successes == n ? 1.0 : 1.0 - beta_quantile(tail, m - k, k + 1.0);
}
