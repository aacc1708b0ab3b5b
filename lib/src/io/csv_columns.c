/* SPDX-License-Identifier: MIT */
/* The columns of a table that read_csv.c has read. */
#include "tame/csv.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cell.h"
#include "tame/base.h"

const char *tame_csv_cell(const tame_csv *t, size_t row, size_t col)
{
  TAME_REQUIRE(row < t->rows && col < t->cols);
  return t->cell[row * t->cols + col];
}

tame_status tame_csv_column(size_t *col, const tame_csv *t, const char *name,
                            tame_error *err)
{
  for (*col = 0; *col < t->cols; ++*col)
    if (strcmp(t->name[*col], name) == 0) return TAME_OK;
  return tame_fail(err, TAME_EFORMAT, "%s: no column '%s'", t->path, name);
}

/* "path:line: column 'name': '...' " and WHY */
static tame_status fail_cell(const tame_csv *t, size_t row, size_t col,
                             const char *why, tame_error *err)
{
  char shown[24], name[40];
  const char *cell = tame_csv_cell(t, row, col);
  tame_cell_show(shown, cell, strlen(cell));
  snprintf(name, sizeof name, "%.39s", t->name[col]);
  return tame_fail(err, TAME_EFORMAT, "%s:%zu: column '%s': '%s' %s", t->path,
                   t->line[row], name, shown, why);
}

static bool is_missing(const char *cell, const char *missing)
{
  const char *begin = cell + strspn(cell, " \t");
  size_t length = strlen(begin);
  while (length > 0 && strchr(" \t", begin[length - 1])) length--;
  return length == 0 ||
         (length == strlen(missing) && strncmp(begin, missing, length) == 0);
}

tame_status tame_csv_numbers(double *x, const tame_csv *t, size_t col,
                             const char *missing, tame_error *err)
{
  TAME_REQUIRE(col < t->cols);
  for (size_t i = 0; i < t->rows; i++) {
    const char *cell = tame_csv_cell(t, i, col);
    if (missing && is_missing(cell, missing)) {
      x[i] = NAN;
    } else if (!tame_cell_number(&x[i], cell)) {
      return fail_cell(t, i, col, "is not a finite number", err);
    }
  }
  return TAME_OK;
}

tame_status tame_csv_categories(size_t *code, const char ***words,
                                size_t *n_words, const tame_csv *t, size_t col,
                                size_t max, tame_error *err)
{
  TAME_REQUIRE(col < t->cols);
  *words = tame_calloc(max, sizeof **words);
  *n_words = 0;
  for (size_t i = 0; i < t->rows; i++) {
    const char *cell = tame_csv_cell(t, i, col);
    size_t k = 0;
    while (k < *n_words && strcmp((*words)[k], cell) != 0) k++;
    if (k == max) {
      free(*words);
      *words = NULL;
      return fail_cell(t, i, col, "is one word too many", err);
    }
    if (k == *n_words) (*words)[(*n_words)++] = cell;
    code[i] = k;
  }
  return TAME_OK;
}

tame_status tame_csv_all_are(const tame_csv *t, size_t col, const char *word,
                             tame_error *err)
{
  for (size_t i = 0; i < t->rows; i++)
    if (strcmp(tame_csv_cell(t, i, col), word) != 0)
      return fail_cell(t, i, col, "is not what all rows should have", err);
  return TAME_OK;
}
