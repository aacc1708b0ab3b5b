/* SPDX-License-Identifier: MIT */
#include "tame/logistic.h"

#include <math.h>

#include "tame/base.h"
#include "tame/rng.h"

/* Column J of x [n x p] gets mean 0 and population standard deviation 1. */
static void standardise(double *x, size_t n, size_t p, size_t j)
{
  double mean = 0.0, variance = 0.0;
  for (size_t i = 0; i < n; i++) mean += x[i * p + j] / (double)n;
  for (size_t i = 0; i < n; i++) {
    x[i * p + j] -= mean;
    variance += x[i * p + j] * x[i * p + j] / (double)n;
  }
  for (size_t i = 0; i < n; i++) x[i * p + j] /= sqrt(variance);
}

void tame_logistic_two_classes(double *x, double *y, size_t m, size_t p,
                               gsl_rng *rng)
{
  TAME_REQUIRE(m >= 1 && p >= 2);
  const size_t n = 2 * m, q = p - 1;
  const double shift = 1.0 / sqrt((double)q);
  for (size_t i = 0; i < n; i++) {
    y[i] = i < m ? 1.0 : -1.0;
    x[i * p] = 1.0;
    tame_rng_normal(x + i * p + 1, q, rng);
    for (size_t j = 1; j < p; j++) x[i * p + j] -= y[i] * shift;
  }
  for (size_t j = 1; j < p; j++) standardise(x, n, p, j);
}
