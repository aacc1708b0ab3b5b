/* SPDX-License-Identifier: MIT */
/* Parts of the program tabular: the problem that the options name, the numbers
 * kept of a run, the report. */
#ifndef TABULAR_H
#define TABULAR_H

#include <stdio.h>

#include "tame/exp.h"
#include "tame/frame.h"
#include "tame/group_table.h"
#include "tame/status.h"

typedef struct {
  size_t rows, cols; /* of the files */
  tame_group_table table;
  char *majority; /* "all others", or the other group's name */
  char *minority; /* "Female", "age < 25" */
} problem;

/* tabular-open.c: read the files of RUN; also freed after an error. */
tame_status problem_open(problem *p, const tame_run *run, tame_error *err);
void problem_free(problem *p);

/* tabular-notes.c: what looks odd about the columns of F. */
void note_columns(tame_notes *notes, const tame_frame *f);

/* The accuracies and losses of a run, SCORES numbers over these axes. */
enum { AT_EARLY, AT_END, N_WHEN }; /* in epoch T_early, in the last one */
enum { SCORES = N_WHEN * 2 * 2 * 2 };
#define SCORE_AXES "when set quantity group"

/* place of one: SET 0 is training, QUANTITY 0 is accuracy in %, 1 the loss */
static inline size_t score_at(size_t when, size_t set, size_t quantity,
                              size_t a)
{
  return ((when * 2 + set) * 2 + quantity) * 2 + a;
}

/* What the report says of a run. */
typedef struct {
  double early, final, epochs, minority_at_early, has_diverged;
  double score[SCORES];
} run_numbers;

/* tabular-report.c: the report in plain words. */
void report_write(FILE *out, const problem *p, const run_numbers *r, size_t n,
                  size_t parameters, const tame_run *run);

#endif
