/* SPDX-License-Identifier: MIT */
#include "tame/bootstrap.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>

#include "tame/base.h"

/* times [n_resamples x m] <- how often each resample drew each repetition */
static void draw(double *times, size_t m, size_t n_resamples, gsl_rng *rng)
{
  for (size_t b = 0; b < n_resamples; b++)
    for (size_t i = 0; i < m; i++)
      times[b * m + gsl_rng_uniform_int(rng, m)] += 1.0;
}

void tame_bootstrap_mean(double *lo, double *hi, const double *x, size_t m,
                         size_t n, double coverage, size_t n_resamples,
                         gsl_rng *rng)
{
  TAME_REQUIRE(m > 0 && n_resamples > 0 && coverage >= 0.0 && coverage <= 1.0);
  double *times = tame_vec(n_resamples * m), *mean = tame_vec(n_resamples);
  draw(times, m, n_resamples, rng);
  for (size_t j = 0; j < n; j++) {
    double check = 0.0;
    for (size_t i = 0; i < m; i++) check += x[i * n + j];
    for (size_t b = 0; b < n_resamples; b++) {
      double sum = 0.0;
      for (size_t i = 0; i < m; i++) sum += times[b * m + i] * x[i * n + j];
      mean[b] = sum / (double)m;
    }
    gsl_sort(mean, 1, n_resamples);
    lo[j] = gsl_stats_quantile_from_sorted_data(mean, 1, n_resamples,
                                                0.5 * (1.0 - coverage));
    hi[j] = gsl_stats_quantile_from_sorted_data(mean, 1, n_resamples,
                                                0.5 * (1.0 + coverage));
    if (isnan(check)) lo[j] = hi[j] = (double)NAN;
  }
  free(times);
  free(mean);
}
