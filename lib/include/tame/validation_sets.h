/* SPDX-License-Identifier: MIT */
/* Two regressions on real data whose two weights theta are to be chosen on
 * held-out rows (tame/validation.h); choices of ours.
 *
 * stackloss  robust sparse regression (tame_inclusion_robust, mu = 0.1) on
 *            Brownlee's 21 days (tame_stackloss), theta = (kappa, delta);
 *            leave-one-out, so 21 folds; l(r) = sqrt(1 + r^2) - 1.
 * building   elastic net on the building data (tame/sets.h), first output;
 *            119 features: the 14 inputs, their squares and products.  Of the
 *            first 2104 rows every 13th is fitted (162), rows 3, 6 and 9 after it
 *            are held out (486); the other 2104 are for testing.  Columns are
 *            centred and scaled by the fitted rows, a column constant there is
 *            0; theta = (lambda1, lambda2); l(r) = r^2. */
#ifndef TAME_VALIDATION_SETS_H
#define TAME_VALIDATION_SETS_H

#include <stddef.h>

#include "tame/inclusion.h"
#include "tame/status.h"
#include "tame/validation.h"

#define TAME_MAX_FOLDS 21

typedef struct {
  tame_validation *valid, *test; /* test: NULL where there are no test rows */
  size_t unroll;                 /* steps K worth unrolling */
  double lo[2], hi[2], start[2]; /* a box and a start, in log theta */
  size_t n_folds;
  tame_inclusion *q[TAME_MAX_FOLDS];
  double *data; /* rows and targets */
} tame_validation_problem;

/* BUILDING: path of building.train, or NULL for stackloss.  Errors are those of
 * tame_dataset_find (building.test is looked for) and tame_set_building. */
tame_status tame_validation_problem_init(tame_validation_problem *h,
                                         const char *building, tame_error *err);
void tame_validation_problem_free(tame_validation_problem *h);

#endif
