/* SPDX-License-Identifier: MIT */
/* Looking at the columns of a frame, and saying what is wrong with them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame_parts.h"
#include "tame/base.h"

void tame_frame_place(char place[256], const tame_frame *f, size_t row)
{
  TAME_REQUIRE(row < f->rows);
  size_t k = f->n_files - 1;
  while (f->first_row[k] > row) k--;
  snprintf(place, 256, "%.230s:%zu", f->path[k], f->line[row]);
}

tame_status tame_frame_fail(const tame_frame *f, size_t row, size_t col,
                            const char *why, tame_error *err)
{
  char place[256];
  tame_frame_place(place, f, row);
  return tame_fail(err, TAME_EFORMAT, "%s: column '%.60s': %s", place,
                   f->column[col].name, why);
}

/* ", a, b and 3 more" of N names; BUFFER is cut to fit. */
static void list(char *buffer, size_t size, char *const *name, size_t n)
{
  size_t used = 0;
  buffer[0] = '\0';
  for (size_t k = 0; k < n; k++) {
    if (used + strlen(name[k]) + 24 > size) {
      snprintf(buffer + used, size - used, " and %zu more", n - k);
      return;
    }
    used += (size_t)snprintf(buffer + used, size - used, "%s'%s'",
                             k ? ", " : "", name[k]);
  }
}

tame_status tame_frame_find(size_t *col, const tame_frame *f, const char *name,
                            tame_error *err)
{
  for (*col = 0; *col < f->cols; ++*col)
    if (strcmp(f->column[*col].name, name) == 0) return TAME_OK;
  char names[160], **all = tame_calloc(f->cols, sizeof *all);
  for (size_t j = 0; j < f->cols; j++) all[j] = f->column[j].name;
  list(names, sizeof names, all, f->cols);
  free(all);
  return tame_fail(err, TAME_EFORMAT, "%s: no column '%.60s'; there are %s",
                   f->path[0], name, names);
}

tame_status tame_frame_known(const tame_frame *f, const char *const *names,
                             tame_error *err)
{
  size_t col;
  for (; names && *names; names++)
    TAME_TRY(tame_frame_find(&col, f, *names, err));
  return TAME_OK;
}

tame_status tame_frame_codes(size_t *code, const tame_frame *f, size_t col,
                             tame_error *err)
{
  TAME_REQUIRE(col < f->cols);
  const tame_frame_column *c = &f->column[col];
  if (!c->is_categorical)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: column '%.60s' holds numbers where words are "
                     "needed; read it as categorical",
                     f->path[0], c->name);
  for (size_t i = 0; i < f->rows; i++) {
    const double x = f->x[i * f->cols + col];
    if (isnan(x))
      return tame_frame_fail(f, i, col, "missing where it must be known", err);
    code[i] = (size_t)x;
  }
  return TAME_OK;
}

tame_status tame_frame_levels(bool *is_named, const tame_frame *f, size_t col,
                              const char *const *words, tame_error *err)
{
  TAME_REQUIRE(col < f->cols);
  const tame_frame_column *c = &f->column[col];
  for (size_t k = 0; k < c->n_levels; k++) is_named[k] = false;
  for (; *words; words++) {
    size_t k = 0;
    while (k < c->n_levels && strcmp(c->level[k], *words) != 0) k++;
    if (k < c->n_levels) {
      is_named[k] = true;
      continue;
    }
    char names[160];
    list(names, sizeof names, c->level, c->n_levels);
    return tame_fail(err, TAME_EFORMAT,
                     "%s: column '%.60s' has no '%.60s'; there are %s",
                     f->path[0], c->name, *words, names);
  }
  return TAME_OK;
}

tame_status tame_frame_is(bool *is, const tame_frame *f, size_t col,
                          const char *const *words, tame_error *err)
{
  TAME_REQUIRE(col < f->cols);
  size_t *code = tame_calloc(f->rows, sizeof *code);
  bool *is_named = tame_calloc(f->column[col].n_levels, sizeof *is_named);
  tame_status s = tame_frame_codes(code, f, col, err);
  if (s >= 0) s = tame_frame_levels(is_named, f, col, words, err);
  for (size_t i = 0; i < f->rows && s >= 0; i++) is[i] = is_named[code[i]];
  free(is_named);
  free(code);
  return s;
}
