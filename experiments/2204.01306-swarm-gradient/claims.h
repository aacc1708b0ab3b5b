/* SPDX-License-Identifier: MIT */
/* The measurements behind the claims of arXiv 2204.01306, one function a claim:
 * *v <- the number computed from the result files r. */
#ifndef CLAIMS_H
#define CLAIMS_H

#include "tame/claim.h"

typedef tame_status measurement(double *v, const tame_results *r);

/* claims_scheme.c: closed forms, the scheme, relaxation, inequality */
measurement c1, c2, c3a, c3b, c4, c5a, c5b, c6a, c6b, c7a, c7b, c8, c9, c10,
    c16, c17, c29, c33;
/* claims_flow.c: escape, annealing, torus, benchmark potentials */
measurement c11a, c11b, c11c, c12a, c12b, c12c, c13, c14, c15, c18a, c18b, c19,
    c20a, c20b, c21, c22, c28a, c28b, c30a, c30b, c30c, c31, c34a, c34b, c35;
/* claims_particles.c */
measurement c23a, c23b, c24a, c24b, c25, c26a, c26b, c26c, c26d, c27, c32;

/* *v <- entry INDEX of a data set; TAME_EFORMAT when it is shorter. */
tame_status entry(double *v, const tame_results *r, const char *exp,
                  const char *path, size_t index);

#endif
