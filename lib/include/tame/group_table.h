/* SPDX-License-Identifier: MIT */
/* Someone's own table as a problem with a minority and a majority: which rows
 * train and test, their inputs, labels and groups.  What group_metrics.h counts
 * and encode.h encodes, from a frame and two names:
 *
 *     tame_frame_open(&f, "people.csv", NULL, &err)
 *     tame_group_table_make(&t, &f, &(tame_group_choice){
 *         .label = "income", .group = "sex",
 *         .minority = (const char *const[]){"Female", NULL},
 *         .keep = 1.0, .test = 0.25}, rng, &err)
 *     print the lines of t.notes; train on t.train; report
 *
 * Rows whose label or group is missing are left out.  The test rows are drawn
 * first, the same share of every label within every group; only then is the
 * minority of the training rows thinned out, so that the test rows are the same
 * whatever is kept. */
#ifndef TAME_GROUP_TABLE_H
#define TAME_GROUP_TABLE_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

#include "tame/encode.h"
#include "tame/frame.h"
#include "tame/notes.h"

typedef struct {
  const char *label, *group; /* columns; the same for class = group */
  /* A = 0 is: the rows whose group is one of these words (NULL at the end) */
  const char *const *minority;
  /* or, where the group is a number such as an age, those below this */
  const double *below;
  /* or, with neither, the rarer of the two groups that there must be */
  double keep;     /* share of the minority's training rows kept, 0 to 1 */
  double test;     /* share of the rows to test on, 0 to 1; ... */
  size_t n_train;  /* ... or, when > 0, the rows before this one train and the
                      others test: a test file appended to a training file */
  bool hide_group; /* the group is no input; the label never is one */
  tame_encode_options encode; /* its skip names further columns */
} tame_group_choice;

typedef struct {
  size_t n;
  double *x;         /* [n x d] */
  size_t *label, *a; /* [n] each: 0 <= label < classes, a is 0 or 1 */
  size_t *row;       /* [n] of the frame */
} tame_group_rows;

typedef struct {
  size_t d, classes;
  char **class_name; /* [classes] */
  tame_group_rows train, test;
  tame_encoder encoder; /* of the training rows: what each input is */
  tame_notes notes;     /* rows left out, groups, and all that encoding did */
} tame_group_table;

/* TAME_EFORMAT, naming file and column, for columns that are not there, words
 * that no row has, a group or a class that the training rows lack, and as
 * tame_encoder_fit; TAME_EINVAL for shares outside [0, 1].  F is changed in one
 * way: label and group become categorical. */
tame_status tame_group_table_make(tame_group_table *t, tame_frame *f,
                                  const tame_group_choice *choice, gsl_rng *rng,
                                  tame_error *err);
void tame_group_table_free(tame_group_table *t); /* clears *t */

#endif
