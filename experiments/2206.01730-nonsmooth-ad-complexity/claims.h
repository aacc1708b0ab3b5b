/* SPDX-License-Identifier: MIT */
/* The measurements behind the claims of arXiv 2206.01730, one function a claim:
 * *v <- the number computed from the result files r. */
#ifndef CLAIMS_H
#define CLAIMS_H

#include "tame/claim.h"

typedef tame_status measurement(double *v, const tame_results *r);

/* claims_counts.c: ratio, dictionary, matrix_product, dag, digits */
measurement c1a, c1b, c1c, c1d, c2, c3, c4a, c4b, c4c, c5a, c5b, c6a, c6b, c7a,
    c7b, c7c, c8, c9, c10, c20a, c20b, c20c;
/* claims_sat.c: gadget */
measurement c11a, c11b, c12a, c12b, c12c, c12d, c13a, c13b, c14a, c14b, c14c;
/* claims_kinks.c: kinks, lexicographic, path */
measurement c15a, c15b, c15c, c15d, c16, c17a, c17b, c18a, c18b, c18c, c19;

#endif
