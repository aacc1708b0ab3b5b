/* SPDX-License-Identifier: MIT */
/* Training runs as cells of an experiment, and the curves that figures show:
 * several methods, several seeds, epoch by epoch. */
#ifndef TAME_CURVES_H
#define TAME_CURVES_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "tame/exp.h"
#include "tame/h5.h"
#include "tame/status.h"
#include "tame/train.h"

/* Train from parameters drawn by RNG for EPOCHS epochs, into e [epochs], with a
 * checkpoint beside CELL's result after every EVERY seconds, and continue from one
 * that an interrupted run of the same program left.  A run that diverges is no
 * error: its later epochs are NaN. */
tame_status tame_curves_train(tame_epoch *e, size_t epochs,
                              const tame_training *o, gsl_rng *rng,
                              double every, const tame_run *run,
                              const tame_cell *cell, tame_error *err);

/* In a cell: the curves train_loss (mean over mini-batches), train_accuracy,
 * test_loss, test_accuracy (best so far), test_accuracy_now, each [epochs];
 * accuracies in percent, all groups together. */
void tame_curves_write(tame_h5 *out, const tame_epoch *e, size_t epochs);

/* In the merge, cells method by method, seed by seed: GROUP with the axes method
 * (WORDS), run and x (the epoch, from 1), each curve of all runs, and its mean
 * over runs and a band of 95 % of 1000 bootstrap means (NAME_mean, NAME_low,
 * NAME_high) over method and x. */
tame_status tame_curves_merge(tame_h5 *out, const tame_cells *cells,
                              const char *group, const char *title,
                              const char *words, size_t runs, size_t epochs,
                              gsl_rng *rng, tame_error *err);

#endif
