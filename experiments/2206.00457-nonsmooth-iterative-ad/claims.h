/* SPDX-License-Identifier: MIT */
/* The measurements behind the claims of arXiv 2206.00457, one function a claim:
 * *v <- the number computed from the result files r. */
#ifndef CLAIMS_H
#define CLAIMS_H

#include "tame/claim.h"

typedef tame_status measurement(double *v, const tame_results *r);

/* claims_splittings.c: lasso, covariance, trend_filtering */
measurement c11a, c11b, c12, c13, c14a, c14b, c15, c16, c17, c18, c19, c20a,
    c20b, c21a, c21b, c22a, c22b, c22c, c23, c25a, c25b, c25c, c25d, c25e, c25f,
    c26a, c26b, c26c, c26d, c26e;
/* claims_heavy_ball.c: heavy_ball, hull, set_piggyback */
measurement c1a, c1b, c2, c3a, c3b, c4a, c4b, c4c, c5, c6, c7, c8, c9a, c9b,
    c9c, c10, c24;

#endif
