/* SPDX-License-Identifier: MIT */
/* What a result file says about itself, as HTML: which data sets it read, what
 * it cost, how it was made. */
#ifndef TAME_CARD_H
#define TAME_CARD_H

#include <stdio.h>

#include "tame/h5.h"

/* ", from the data set NAME (file, SHA-256 prefix)" for each data set that F
 * read, from the attribute inputs of /provenance, lines "name path sha256".
 * Returns how many there are; nothing is printed for none. */
size_t tame_card_inputs(FILE *out, const tame_h5 *f);

/* Four cells of a table row: wall seconds, CPU seconds, peak memory, commit.
 */
void tame_card_cost(FILE *out, const tame_h5 *f);

/* A definition list of the attributes of /provenance and /provenance/run. */
void tame_card_provenance(FILE *out, const tame_h5 *f);

#endif
