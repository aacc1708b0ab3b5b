/* SPDX-License-Identifier: MIT */
/* The plan of one scale: which results and figures belong to which paper.
 * Written by mk/paper.mk from the words of experiments/<paper>/paper.mk into
 * build/plan/<scale>.txt, as entries separated by ';' or newlines of fields
 * separated by '|':
 *
 *     paper|ID|FOLDER
 *     experiment|ID|NAME|H5|PROGRAM
 *     figure|ID|NAME|SVG|SCRIPT|H5+H5...
 *     table|ID|NAME|TSV|GROUP|H5+H5...
 *     skipped|ID|NAME|FILE|SET       a data set that was not found */
#ifndef TAME_PLAN_H
#define TAME_PLAN_H

#include <stddef.h>

#include "tame/status.h"

typedef enum {
  TAME_PLAN_PAPER,
  TAME_PLAN_EXPERIMENT,
  TAME_PLAN_FIGURE,
  TAME_PLAN_TABLE,
  TAME_PLAN_SKIPPED
} tame_plan_kind;

/* A field that the kind does not have is "". */
typedef struct {
  tame_plan_kind kind;
  const char *paper;  /* arXiv number */
  const char *name;   /* of a paper: its folder below experiments/ */
  const char *file;   /* what is made */
  const char *source; /* program, script, group or data set */
  const char *data;   /* result files, joined by '+' */
} tame_plan_entry;

typedef struct {
  size_t n;
  tame_plan_entry *entry; /* [n], in the order of the makefiles */
  char *text;             /* what the entries point into */
} tame_plan;

/* TAME_EFORMAT when an entry has an unknown first word or another number of
 * fields. */
tame_status tame_plan_read(tame_plan *p, const char *path, tame_error *err);
void tame_plan_free(tame_plan *p); /* frees the arrays and clears *p */

/* Part number INDEX of entry->data, released with free(); NULL after the last.
 */
char *tame_plan_data(const tame_plan_entry *e, size_t index);

#endif
