/* SPDX-License-Identifier: MIT */
/* Training on a table with a minority and a majority (group_table.h), epoch
 * after epoch:
 *
 *     min over theta of  mean over rows of  cross-entropy(net(x_i), label_i)
 *
 * by mini-batches in an order drawn anew each epoch, with a constant step size,
 * on one of the nets of nn.h in float.
 *
 * What is counted of the training rows, per group, comes from the batches
 * before each update, in training mode, as in the authors' code of 2505.13122
 * and in train.h; test rows are evaluated after the epoch, with running
 * statistics.
 *
 *     alloc -> init -> epoch ... -> free,   or train for all of it
 *
 * The last batch of an epoch may be smaller.  When it would be a single row and
 * the net has a batch normalisation, which has no variance of one row, that row
 * joins the batch before. */
#ifndef TAME_TABLE_TRAIN_H
#define TAME_TABLE_TRAIN_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "tame/group_metrics.h"
#include "tame/group_table.h"
#include "tame/nn.h"
#include "tame/opt.h"
#include "tame/status.h"

typedef struct {
  const tame_net *net; /* d x 1 x 1 numbers in, one logit a class out */
  const tame_group_rows *train; /* x [n x d] */
  const tame_group_rows *test;  /* NULL: none */
  size_t batch;                 /* rows, >= 1 */
  tame_opt_options opt; /* not schedule-free, whose test point differs */
  double rate;          /* step size */
  tame_team *team;      /* NULL for one thread */
} tame_table_training;

typedef struct tame_table_trainer tame_table_trainer;

/* The struct and the rows are copied, the net outlives the trainer.  NULL with
 * the reason when the net does not fit the rows, or an option is out of
 * range. */
tame_table_trainer *tame_table_trainer_alloc(const tame_table_training *o,
                                             tame_error *err);
void tame_table_trainer_free(tame_table_trainer *t); /* NULL accepted */

/* Draw the parameters and begin. */
tame_status tame_table_trainer_init(tame_table_trainer *t, gsl_rng *rng);

tame_nn_f32 *tame_table_trainer_nn(tame_table_trainer *t);

/* One epoch in an order drawn from ORDER, which shuffles the order before it;
 * what it counted into *train and *test, NULL exactly when there are no test
 * rows.  TAME_DIVERGED when a loss or a parameter is no longer finite; the sums
 * are then those of the batches before, and the parameters of no use. */
tame_status tame_table_trainer_epoch(tame_group_sums *train,
                                     tame_group_sums *test,
                                     tame_table_trainer *t, gsl_rng *order);

/* Count rows with the parameters as they are. */
void tame_table_trainer_evaluate(tame_group_sums *s, tame_table_trainer *t,
                                 const tame_group_rows *rows);

typedef struct {
  size_t max_epochs;
  double tau, kappa; /* of T_early and T_final, % */
  bool is_whole;     /* go on to max_epochs when both are reached */
} tame_table_plan;

/* Epochs into LOG, which has room for max_epochs, until T_early and T_final
 * are both reached.  TAME_OK, TAME_MAX_ITER when one is not, TAME_DIVERGED with
 * the epochs before. */
tame_status tame_table_train(tame_group_log *log, tame_table_trainer *t,
                             const tame_table_plan *plan, gsl_rng *order);

#endif
