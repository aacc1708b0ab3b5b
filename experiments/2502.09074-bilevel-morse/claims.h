/* SPDX-License-Identifier: MIT */
/* The measurements behind the claims of arXiv 2502.09074, one function a claim:
 * *v <- the number computed from the result files r. */
#ifndef CLAIMS_H
#define CLAIMS_H

#include "tame/claim.h"

typedef tame_status measurement(double *v, const tame_results *r);

/* claims_branches.c: branches and where Morse fails */
measurement c1a, c1b, c1c, c2, c3a, c3b, c3c, c3d, c4a, c4b, c5a, c5b, c5c, c6a,
    c6b, c6c, c22a, c22b;
/* claims_steps.c: single steps, bias, path following, many wells */
measurement c7a, c7b, c8, c9a, c9b, c10a, c10b, c10c, c11, c12a, c12b, c19a,
    c19b, c20, c21a, c21b;
/* claims_unrolled.c: unrolled surrogates and what they cost */
measurement c13, c14a, c14b, c14c, c14d, c15, c16a, c16b, c16c, c17a, c17b,
    c18a, c18b, c23, c24a, c24b, c24c, c24d, c25a, c25b;

/* Number INDEX of a data set of at least that many. */
tame_status element(double *v, const tame_results *r, const char *exp,
                    const char *path, size_t index);

/* The first N numbers of a data set, exactly as many or more. */
tame_status first(double *x, size_t n, const tame_results *r, const char *exp,
                  const char *path);

/* Quotients a_i / b_i of two data sets, the one farthest from 1. */
tame_status farthest_quotient(double *v, const tame_results *r, const char *exp,
                              const char *a, const char *b, double centre);

#endif
