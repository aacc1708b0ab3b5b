/* SPDX-License-Identifier: MIT */
/* Training runs that last until their minority is learned: the training of
 * tame/train.h with the scores of tame/group_metrics.h. */
#ifndef TAME_GROUP_TRAIN_H
#define TAME_GROUP_TRAIN_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "tame/exp.h"
#include "tame/group_metrics.h"
#include "tame/group_runs.h"
#include "tame/status.h"
#include "tame/train.h"

typedef struct {
  size_t max_epochs; /* >= 1 */
  double tau, kappa; /* accuracies, % */
  double every;      /* seconds between checkpoints */
} tame_group_plan;

/* Train from parameters drawn by RNG until both T_early (of tau) and T_final
 * (of kappa) are reached, or for max_epochs; with a checkpoint beside CELL's
 * result, and from one that an interrupted run of the same program left.  *log
 * <- all epochs, to be freed by the caller.  A run that diverges is no error:
 * it ends before the epoch in which it did, and has none if that was the first,
 * which is TAME_DIVERGED. */
tame_status tame_group_train(tame_group_log **log, const tame_training *o,
                             const tame_group_plan *plan, gsl_rng *rng,
                             const tame_run *run, const tame_cell *cell,
                             tame_error *err);

/* R <- the curves that cell INDEX wrote by tame_group_write, at its root; freed
 * by tame_group_run_free. */
tame_status tame_group_run_of_cell(tame_group_run *r, const tame_cells *cells,
                                   size_t index, tame_error *err);

/* GROUP of F with the curves of one run, epoch by epoch. */
void tame_group_run_write(tame_h5 *f, const char *group, const char *title,
                          const tame_group_run *r);

#endif
