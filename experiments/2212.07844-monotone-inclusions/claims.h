/* SPDX-License-Identifier: MIT */
/* The measurements behind the claims on arXiv 2212.07844, one function a claim:
 * *v <- the number computed from the result files r. */
#ifndef CLAIMS_H
#define CLAIMS_H

#include "tame/claim.h"

typedef tame_status measurement(double *v, const tame_results *r);

/* claims_jacobian.c: the formula and piggyback derivatives */
measurement c1, c2, c3a, c3b, c4a, c4b, c5a, c5b, c5c, c6, c7, c8;
/* claims_tv.c: total variation, the kink plane, strong monotonicity */
measurement c9a, c9b, c9c, c10a, c10b, c11a, c11b, c12a, c12b, c12c, c16, c17a,
    c17b, c18a, c18b, c20;
/* claims_paths.c: curves, hyper-parameters */
measurement c13a, c13b, c14, c15a, c15b, c19, c21a, c21b, c22a, c22b, c22c,
    c22d;

/* One entry of a data set of one axis; TAME_EMISSING when it has fewer. */
tame_status claims_entry(double *v, const tame_results *r, const char *exp,
                         const char *path, size_t index);

#endif
