/* SPDX-License-Identifier: MIT */
/* Curves of group_metrics.h over repeated runs, which end at different epochs
 * because each stops when its minority is learned.
 *
 * At each epoch the mean and the sample deviation (divisor m - 1) are those of
 * the m runs that are still going.  With m = 1 there is a mean and no
 * deviation, so that the band ends where the last but one run does.  When a run
 * ends the mean may jump, even down for a best accuracy: cut the curve where
 * `going` falls below the number of runs, or say so in the caption. */
#ifndef TAME_GROUP_RUNS_H
#define TAME_GROUP_RUNS_H

#include <stddef.h>

#include "tame/h5.h"

/* mean, sd, going [n] <- over curves x[r] [length[r]], r < RUNS, none of them
 * longer than n.  A NaN is a run that has no value there; mean is NaN with no
 * value, sd with fewer than two. */
void tame_runs_merge(double *mean, double *sd, double *going, size_t n,
                     const double *const *x, const size_t *length, size_t runs);

/* 100 (mean extra) / (mean T_early) in %, over the runs that reached both, as
 * tables of several runs state it; NaN with none. */
double tame_runs_overcost(const double *early, const double *final,
                          size_t runs);

/* The curves that tame_group_write stores, by number: the first half belongs
 * to the training set. */
#define TAME_GROUP_CURVES 24
void tame_group_curve_name(char name[32], size_t k); /* "train_loss_a0" */

/* One run, as it was read back; curve[k] [epochs] is NULL where there is
 * none. */
typedef struct {
  size_t epochs;
  double *curve[TAME_GROUP_CURVES];
} tame_group_run;

void tame_group_run_free(tame_group_run *r); /* frees the curves, clears *r */

/* R <- the curves below GROUP ("" for the file itself). */
tame_status tame_group_run_read(tame_group_run *r, const tame_h5 *f,
                                const char *group, tame_error *err);

/* Into GROUP of F: axis epoch, `going`, and of each curve that all runs have
 * its mean NAME, NAME_sd, and NAME_lo, NAME_hi = mean -+ sd.  A lower edge of a
 * loss may be negative. */
void tame_group_runs_write(tame_h5 *f, const char *group,
                           const tame_group_run *run, size_t runs);

#endif
