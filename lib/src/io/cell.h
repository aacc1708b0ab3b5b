/* SPDX-License-Identifier: MIT */
/* Private to io: words of tables. */
#ifndef TAME_IO_CELL_H
#define TAME_IO_CELL_H

#include <stdbool.h>
#include <stddef.h>

/* A finite decimal number and nothing else but spaces around it. */
bool tame_cell_number(double *x, const char *cell);

/* CELL as it may be shown in a message: printable and short. */
void tame_cell_show(char shown[24], const char *cell, size_t length);

/* A word that occurs twice among WORD [n], or NULL. */
const char *tame_repeated(char *const *word, size_t n);

/* The words WORD [n] in the order of their bytes, with their places in WORD,
 * whose strings they point to; released with free(). */
typedef struct {
  const char *word;
  size_t place;
} tame_placed_word;
tame_placed_word *tame_words_sorted(char *const *word, size_t n);

/* The place of what WORD [length] spells among SORTED [n], or n. */
size_t tame_words_find(const tame_placed_word *sorted, size_t n,
                       const char *word, size_t length);

#endif
