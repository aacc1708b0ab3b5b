/* SPDX-License-Identifier: MIT */
/* The measurements behind the claims of arXiv 2410.05871, one function a claim:
 * *v <- the number computed from the result files r. */
#ifndef CLAIMS_H
#define CLAIMS_H

#include "tame/claim.h"

typedef tame_status measurement(double *v, const tame_results *r);

/* claims_theory.c */
measurement c1a, c1b, c2a, c2b, c3, c4, c5, c6a, c6b, c7, c8a, c8b, c8c, c9a,
    c9b, c9c, c9d, c9e, c10;
/* claims_runs.c */
measurement c11, c12a, c12b, c13, c14a, c14b, c15a, c15b, c17a, c17b, c30a,
    c30b, c31;
/* claims_language.c */
measurement c16a, c16b, c18a, c18b, c19a, c19b;
/* claims_published.c */
measurement c20a, c20b, c20c, c20d, c21a, c21b, c22a, c22b, c22c, c22d, c23,
    c24a, c24b, c25a, c25b, c26, c27, c28a, c28b;

#endif
