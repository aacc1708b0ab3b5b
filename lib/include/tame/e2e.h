/* SPDX-License-Identifier: MIT */
/* Pairs of a meaning and a text that says it, as in the E2E data (Novikova,
 * Dusek and Rieser 2017): several texts of one meaning are its references.
 *
 * A meaning is kept in the form used to fine-tune GPT-2,
 *
 *     name : Alimentum | area : city centre | family friendly : no
 *
 * and a text with its words set apart: "Alimentum isn 't far , it 's central ."
 *
 * Errors: TAME_EMISSING, TAME_EIO, TAME_EFORMAT with "path:line: what is
 * wrong". */
#ifndef TAME_E2E_H
#define TAME_E2E_H

#include <stddef.h>

#include "tame/status.h"

typedef struct {
  size_t n;
  char **meaning, **text; /* [n], in the order of the file */
} tame_e2e;

void tame_e2e_free(tame_e2e *e); /* frees the arrays and clears *e */

/* Lines "meaning||text" in UTF-8.  Blanks at both ends of a part are dropped; no
 * part is empty, "||" stands once in a line, and no other bar beside it. */
tame_status tame_e2e_read_lines(tame_e2e *e, const char *path, tame_error *err);

/* The official tables trainset.csv, devset.csv and testset_w_refs.csv: columns
 * mr, "name[Alimentum], area[city centre]", and ref.  The attributes name,
 * eatType, food, priceRange, "customer rating", area, familyFriendly and near
 * are renamed, values and texts set apart by tame_e2e_set_apart. */
tame_status tame_e2e_read_csv(tame_e2e *e, const char *path, tame_error *err);

/* A copy of TEXT, released with free(), with one space between its words:
 *   - a hyphen between two letters or digits is a word;
 *   - so is each of  , ; : ! ? ( ) [ ] " / * # & + = < > % $  and each currency
 *     sign, curly quote, dash and ellipsis of Unicode;
 *   - the points at the end of a word are one word, so is an apostrophe at the
 *     end or at the head (but 's 're 've 'll 'd 'm stay);
 *   - an apostrophe inside a word begins a new one:  it 's, isn 't.
 * These rules were found by comparing: of the texts of devset.csv they give 4671
 * of 4672 as in the lines that the authors of LoRA use, of testset_w_refs.csv
 * 4567 of 4693, where those lines also have  is n't. */
char *tame_e2e_set_apart(const char *text);

/* All pairs as lines "meaning||text\n", released with free(). */
char *tame_e2e_lines(const tame_e2e *e);

/* Pairs of equal meaning.  Group g, in the order of first appearance, has the
 * pairs row[first[g]], ..., row[first[g + 1] - 1], increasing. */
typedef struct {
  size_t n;
  size_t *first; /* [n + 1] */
  size_t *row;   /* [pairs] */
} tame_e2e_groups;

void tame_e2e_group(tame_e2e_groups *g, const tame_e2e *e);
void tame_e2e_groups_free(tame_e2e_groups *g);

#endif
