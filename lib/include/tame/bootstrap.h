/* SPDX-License-Identifier: MIT */
/* Bootstrap of a mean curve (Efron 1979, percentile intervals): how far the
 * mean over repetitions may be trusted, without a law for them. */
#ifndef TAME_BOOTSTRAP_H
#define TAME_BOOTSTRAP_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

/* x [m x n]: m repetitions of a curve of n points.  A resample draws m
 * repetitions with replacement, the same ones at all points.  lo, hi [n] <- at
 * each point, the quantiles (1 -+ coverage)/2 of the means of N_RESAMPLES
 * resamples.  A NaN in x makes lo and hi NaN at its point.  With m = 1 both
 * are the curve. */
void tame_bootstrap_mean(double *lo, double *hi, const double *x, size_t m,
                         size_t n, double coverage, size_t n_resamples,
                         gsl_rng *rng);

#endif
