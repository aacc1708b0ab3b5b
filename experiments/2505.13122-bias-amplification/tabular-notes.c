/* SPDX-License-Identifier: MIT */
/* What a table's columns look like and perhaps are not meant to be. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tabular.h"
#include "tame/base.h"

static bool is_number(const char *text)
{
  char *end;
  (void)strtod(text, &end);
  return end != text && *end == '\0';
}

/* Numbers that one word made a column of words. */
static void note_words(tame_notes *notes, const tame_frame *f, size_t col)
{
  const tame_frame_column *c = &f->column[col];
  size_t numbers = 0;
  for (size_t k = 0; k < c->n_levels; k++) numbers += is_number(c->level[k]);
  if (c->word_line > 0 && 2 * numbers > c->n_levels)
    tame_note(notes,
              "column '%.60s': %zu of its %zu levels are numbers, but line %zu "
              "has a word: taken for words",
              c->name, numbers, c->n_levels, c->word_line);
}

static int order(const void *a, const void *b)
{
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Whole numbers, another one in every row. */
static void note_identifier(tame_notes *notes, const tame_frame *f, size_t col)
{
  double *x = tame_vec(f->rows);
  size_t n = 0;
  bool is_identifier = true;
  for (size_t i = 0; i < f->rows; i++) {
    const double y = f->x[i * f->cols + col];
    if (!isnan(y)) x[n++] = y;
  }
  qsort(x, n, sizeof *x, order);
  for (size_t i = 0; i < n && is_identifier; i++)
    is_identifier = x[i] == floor(x[i]) && (i == 0 || x[i] > x[i - 1]);
  if (is_identifier && n > 2)
    tame_note(notes,
              "column '%.60s': another whole number in every row; if it is an "
              "identifier, --ignore it",
              f->column[col].name);
  free(x);
}

void note_columns(tame_notes *notes, const tame_frame *f)
{
  for (size_t j = 0; j < f->cols; j++)
    if (f->column[j].is_categorical)
      note_words(notes, f, j);
    else
      note_identifier(notes, f, j);
}
