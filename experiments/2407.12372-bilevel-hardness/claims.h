/* SPDX-License-Identifier: MIT */
/* The measurements behind the claims of arXiv 2407.12372, one function a claim:
 * *v <- the number computed from the result files r. */
#ifndef CLAIMS_H
#define CLAIMS_H

#include "tame/claim.h"

typedef tame_status measurement(double *v, const tame_results *r);

/* claims_values.c: gallery, whitney, staircase, polynomial, unbounded */
measurement c1a, c1b, c1c, c1d, c1e, c2, c3a, c3b, c4a, c4b, c5a, c5b, c6a, c6b,
    c6c, c7a, c7b, c7c, c7d, c7e, c8a, c8b, c8c, c8d, c9a, c9b, c9c, c9d, c10,
    c21a, c21b;
/* claims_jumps.c: inexact, cantor, disc */
measurement c11a, c11b, c11c, c11d, c12a, c12b, c13a, c13b, c13c, c20a, c20b,
    c20c;
/* claims_reductions.c: subset_sum, forall_dnf, local_search */
measurement c14a, c14b, c14c, c14d, c15, c16a, c16b, c17a, c17b, c18a, c18b,
    c18c, c18d, c19a, c19b, c19c, c19d, c19e, c19f;

/* x <- element INDEX of a data set; TAME_EMISSING when it has fewer. */
tame_status element(double *x, const tame_results *r, const char *exp,
                    const char *path, size_t index);
/* Row ROW of a data set of two axes [rows x *n]; *x is released with free(). */
tame_status row_of(double **x, size_t *n, const tame_results *r,
                   const char *exp, const char *path, size_t row);
tame_status smallest(double *v, const tame_results *r, const char *exp,
                     const char *path);
/* The number farthest from 1 among a[i] / b[i]. */
tame_status ratios(double *v, const tame_results *r, const char *exp,
                   const char *a, const char *b);

#endif
