/* SPDX-License-Identifier: MIT */
/* The measurements behind the claims of arXiv 2206.00457, one function a claim:
 * *v <- the number computed from the result files r. */
#ifndef CLAIMS_H
#define CLAIMS_H

#include "tame/claim.h"

typedef tame_status measurement(double *v, const tame_results *r);

/* claims_heavy_ball.c: derivatives at kinks */
measurement c1, c2, c3a, c3b, c4a, c4b, c4c, c5, c6, c7, c8, c9a, c9b, c9c, c10,
    c24;

#endif
