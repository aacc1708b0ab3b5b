/* SPDX-License-Identifier: MIT */
/* The measurements behind the claims of arXiv 2305.13768, one function a claim:
 * *v <- the number computed from the result files r. */
#ifndef CLAIMS_H
#define CLAIMS_H

#include "tame/claim.h"

typedef tame_status measurement(double *v, const tame_results *r);

/* claims_solvers.c: interior point (qp) and Newton */
measurement c1, c2, c3, c4a, c4b, c5a, c5b, c6a, c6b, c7a, c7b, c8a, c8b, c9a,
    c9b, c9c, c22a, c22b;
/* claims_ridge.c: gradient descent */
measurement c10a, c10b, c11, c12, c13a, c13b, c14, c15a, c15b, c16;
/* claims_illustrations.c */
measurement c17, c18, c19, c20, c21a, c21b, c21c;

#endif
