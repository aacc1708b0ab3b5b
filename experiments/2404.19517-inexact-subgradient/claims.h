/* SPDX-License-Identifier: MIT */
/* The measurements behind the claims of arXiv 2404.19517, one function a claim:
 * *v <- the number computed from the result files r. */
#ifndef CLAIMS_H
#define CLAIMS_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/claim.h"

typedef tame_status measurement(double *v, const tame_results *r);

/* claims_models.c: functions of one and two variables */
measurement c1, c2, c3, c4, c5a, c5b, c6, c7, c8a, c8b, c9, c10, c11, c12a,
    c12b, c13, c14;
/* claims_data.c: lasso, phase retrieval, averages, interpolants, sources */
measurement c15, c16, c17, c18, c19, c20, c21, c22, c23, c24, c25, c26, c27a,
    c27b, c35, c36;
/* claims_paths.c: networks, descent, exponents */
measurement c28, c29a, c29b, c30, c31, c32, c33, c34, c37a, c37b, c38, c39a,
    c39b;

/* Two data sets of one experiment, both released by
 * the caller with free().  TAME_EFORMAT when `count_b` is not 0 and the second
 * has another length. */
tame_status read_pair(double **a, tame_h5_shape *shape, const char *path_a,
                      double **b, const char *path_b, size_t count_b,
                      const tame_results *r, const char *exp);

/* Largest of x[i], i < n, for which keep[i] lies in [lo, hi]; NaN when there is
 * none or one of them is NaN. */
double largest_where(const double *x, const double *keep, size_t n, double lo,
                     double hi);

#endif
