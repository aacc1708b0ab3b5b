/* SPDX-License-Identifier: MIT */
/* Training runs of language models as cells of an experiment, and the curves
 * that figures show. */
#ifndef TAME_TEXT_CURVES_H
#define TAME_TEXT_CURVES_H

#include <stddef.h>

#include "tame/exp.h"
#include "tame/h5.h"
#include "tame/text_train.h"

/* The whole run of T into p [tame_text_points], with a checkpoint beside CELL's
 * result every ten minutes, and on from one that an interrupted run of the same
 * program left.  Divergence is no error: later losses are NaN. */
tame_status tame_text_curves_run(tame_text_point *p, tame_text_trainer *t,
                                 const tame_run *run, const tame_cell *cell,
                                 tame_error *err);

/* In a cell: step, train_loss, validation_loss, gradient_norm, each [n]. */
void tame_text_curves_write(tame_h5 *out, const tame_text_point *p, size_t n);

/* In the merge, cells method by method, seed by seed: GROUP with the axes
 * method (WORDS), run and x (steps); over all three train_loss,
 * validation_loss, gradient_norm and perplexity, the exponential of the
 * validation loss; of each over method and x NAME_mean, the mean over runs,
 * NAME_best, the smallest so far of the mean, and NAME_low, NAME_high, a band
 * of 95 % of 1000 bootstrap means. */
tame_status tame_text_curves_merge(tame_h5 *out, const tame_cells *cells,
                                   const char *group, const char *title,
                                   const char *words, size_t runs,
                                   size_t points, gsl_rng *rng,
                                   tame_error *err);

#endif
