/* SPDX-License-Identifier: MIT */
/* The measurements behind the claims of arXiv 2505.13122, one function a claim:
 * *v <- the number computed from the result files r. */
#ifndef CLAIMS_H
#define CLAIMS_H

#include "tame/claim.h"

typedef tame_status measurement(double *v, const tame_results *r);

/* claims_groups.c: quadratic and logistic groups */
measurement c1a, c1b, c2a, c2b, c2c, c2d, c3a, c3b, c3c, c4a, c4b, c5, c6a, c6b,
    c6c, c7a, c7b, c7c, c25a, c25b, c26a, c26b;
/* claims_margins.c: the two-parameter model */
measurement c7d, c7e, c8a, c8b, c8c, c8d, c9, c10a, c10b;
/* claims_imbalance.c: class imbalance, the identity of losses */
measurement c11a, c11b, c12a, c12b, c13a, c13b, c14a, c14b, c15a, c15b, c18a,
    c18b;
/* claims_networks.c: training in one batch, another tone, sizes */
measurement c16a, c16b, c16c, c16d, c17a, c17b, c19a, c19b, c20a, c20b, c22a,
    c22b, c22c, c23;
/* claims_published.c: the authors' extra training */
measurement c24a, c24b, c24c, c24d, c24e;
/* claims_tables.c: tables of two groups */
measurement c21a, c21b, c21c, c21d, c21e, c21f, c21g, c21h, c21i, c21j;

/* The worst quotient a/b of two data sets: the smallest, or the largest. */
tame_status quotients(double *smallest, double *largest, const tame_results *r,
                      const char *exp, const char *a, const char *b);

#endif
