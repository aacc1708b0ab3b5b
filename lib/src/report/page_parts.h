/* SPDX-License-Identifier: MIT */
/* Private to the page: pieces that its parts share. */
#ifndef TAME_PAGE_PARTS_H
#define TAME_PAGE_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/h5.h"
#include "tame/page.h"

/* Escaped text. */
void tame_page_text(const tame_page *p, const char *s);

/* PATH of the plan as an address seen from the page; the same as a link. */
void tame_page_address(const tame_page *p, const char *path);
void tame_page_link(const tame_page *p, const char *path, const char *words);

/* DIR/NAME, released with free(). */
char *tame_page_join(const char *dir, const char *name);

/* What follows the last slash. */
const char *tame_page_base(const char *path);

/* Did reading a file end well?  Remembers what went wrong unless the file is
 * just not there. */
bool tame_page_can(const tame_page *p, tame_status s, const tame_error *why);

/* The result file at PATH of the plan, or NULL. */
tame_h5 *tame_page_result(const tame_page *p, const char *path);

/* "Claims: 2305.13768-C1 PASS, ..." with links to the rows; IDS are separated
 * by spaces or commas.  Nothing for none. */
void tame_page_claims_note(const tame_page *p, const char *ids);

/* The claim table of PAPER with a heading. */
void tame_page_claim_table(const tame_page *p, const char *paper);

/* One figure or table of the plan. */
tame_status tame_page_figure(const tame_page *p, const tame_plan_entry *e,
                             tame_error *err);
void tame_page_table(const tame_page *p, const tame_plan_entry *e);

#endif
