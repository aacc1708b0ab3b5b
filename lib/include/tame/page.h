/* SPDX-License-Identifier: MIT */
/* The page of all figures, tables and claims, a section for each paper. */
#ifndef TAME_PAGE_H
#define TAME_PAGE_H

#include <stdio.h>

#include "tame/plan.h"
#include "tame/status.h"
#include "tame/text.h"

/* Everything is borrowed from the caller. */
typedef struct {
  FILE *out;
  const tame_plan *plan;  /* NULL for the page of speeds alone */
  const char *root;       /* paths of the plan are relative to it */
  const char *folder;     /* of the page, relative to the same place */
  const tame_tsv *claims; /* of all papers, as `verify` writes them */
  const char *claims_dir; /* DIR/ID/claims.tsv adds the reasons of paper ID */
  tame_error *unreadable; /* empty at first; why a file that is there cannot be
                             read, which "not computed yet" would hide */
} tame_page;

/* Number of claims with each verdict, "3 PASS, 1 NOT RUN": of one paper, or of
 * all when PAPER is NULL. */
void tame_page_totals(const tame_page *p, const char *paper);

/* Title of paper e, from the README in its folder; its arXiv number when there
 * is none yet.  Released with free(). */
char *tame_page_title(const tame_page *p, const tame_plan_entry *e);

/* The section of paper E: text, figures, tables, what was left out, claims,
 * results.  TAME_EFORMAT when a figure script has no readable head. */
tame_status tame_page_paper(const tame_page *p, const tame_plan_entry *e,
                            tame_error *err);

/* The section of speeds that `make bench` has left in result DATA and in the
 * folder `bench` beside the page; without them, how to get them. */
tame_status tame_page_speeds(const tame_page *p, const char *data,
                             tame_error *err);

#endif
