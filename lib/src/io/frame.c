/* SPDX-License-Identifier: MIT */
#include "tame/frame.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cell.h"
#include "frame_parts.h"
#include "tame/base.h"

void tame_frame_init(tame_frame *f, const char *path, size_t cols)
{
  *f = (tame_frame){.cols = cols, .n_files = 1};
  f->column = tame_calloc(cols, sizeof *f->column);
  f->path = tame_calloc(1, sizeof *f->path);
  f->path[0] = tame_strdup(path);
  f->first_row = tame_calloc(1, sizeof *f->first_row);
}

static void free_levels(tame_frame_column *c)
{
  for (size_t k = 0; k < c->n_levels; k++) free(c->level[k]);
  free(c->level);
  c->level = NULL;
  c->n_levels = 0;
}

void tame_frame_free(tame_frame *f)
{
  for (size_t j = 0; j < f->cols; j++) {
    free_levels(&f->column[j]);
    free(f->column[j].name);
  }
  for (size_t k = 0; k < f->n_files; k++) free(f->path[k]);
  free(f->column);
  free(f->path);
  free(f->first_row);
  free(f->line);
  free(f->x);
  *f = (tame_frame){0};
}

void tame_frame_resize(tame_frame *f, size_t rows)
{
  const size_t kept = rows < f->rows ? rows : f->rows;
  double *x = tame_vec(rows * f->cols);
  size_t *line = tame_calloc(rows, sizeof *line);
  if (kept > 0) {
    memcpy(x, f->x, kept * f->cols * sizeof *x);
    memcpy(line, f->line, kept * sizeof *line);
  }
  for (size_t i = kept * f->cols; i < rows * f->cols; i++) x[i] = NAN;
  free(f->x);
  free(f->line);
  f->x = x;
  f->line = line;
  f->rows = rows;
}

bool tame_is_listed(const char *const *list, const char *word)
{
  for (; list && *list; list++)
    if (strcmp(*list, word) == 0) return true;
  return false;
}

void tame_frame_ignore(tame_frame *f, const char *const *list)
{
  size_t kept = 0;
  for (size_t j = 0; j < f->cols; j++) {
    if (tame_is_listed(list, f->column[j].name)) {
      free_levels(&f->column[j]);
      free(f->column[j].name);
      continue;
    }
    for (size_t i = 0; i < f->rows; i++)
      f->x[i * f->cols + kept] = f->x[i * f->cols + j];
    f->column[kept++] = f->column[j];
  }
  for (size_t i = 1; i < f->rows && kept < f->cols; i++)
    memmove(f->x + i * kept, f->x + i * f->cols, kept * sizeof *f->x);
  f->cols = kept;
}

/* --- levels ---------------------------------------------------------------- */

static int word_order(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int number_order(const void *a, const void *b)
{
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

void tame_frame_words(tame_frame *f, size_t col, char *const *word)
{
  tame_frame_column *c = &f->column[col];
  const char **sorted = tame_calloc(f->rows, sizeof *sorted);
  size_t n = 0, levels = 0;
  for (size_t i = 0; i < f->rows; i++)
    if (word[i]) sorted[n++] = word[i];
  qsort(sorted, n, sizeof *sorted, word_order);
  for (size_t k = 0; k < n; k++)
    if (k == 0 || strcmp(sorted[k], sorted[levels - 1]) != 0)
      sorted[levels++] = sorted[k];
  free_levels(c);
  c->is_categorical = true;
  c->n_levels = levels;
  c->level = tame_calloc(levels, sizeof *c->level);
  for (size_t k = 0; k < levels; k++) c->level[k] = tame_strdup(sorted[k]);
  for (size_t i = 0; i < f->rows; i++) {
    const char **at =
        word[i] ? bsearch(&word[i], sorted, levels, sizeof *sorted, word_order)
                : NULL;
    f->x[i * f->cols + col] = at ? (double)(at - sorted) : (double)NAN;
  }
  free(sorted);
}

void tame_frame_categorical(tame_frame *f, size_t col)
{
  TAME_REQUIRE(col < f->cols);
  tame_frame_column *c = &f->column[col];
  if (c->is_categorical) return;
  double *sorted = tame_vec(f->rows);
  size_t n = 0, levels = 0;
  for (size_t i = 0; i < f->rows; i++)
    if (!isnan(f->x[i * f->cols + col])) sorted[n++] = f->x[i * f->cols + col];
  qsort(sorted, n, sizeof *sorted, number_order);
  for (size_t k = 0; k < n; k++)
    if (k == 0 || sorted[k] > sorted[levels - 1]) sorted[levels++] = sorted[k];
  c->is_categorical = true;
  c->n_levels = levels;
  c->level = tame_calloc(levels, sizeof *c->level);
  for (size_t k = 0; k < levels; k++) {
    char text[32];
    snprintf(text, sizeof text, "%.15g", sorted[k]);
    /* 15 digits may name two numbers alike, 17 do not */
    if (strtod(text, NULL) < sorted[k] || strtod(text, NULL) > sorted[k])
      snprintf(text, sizeof text, "%.17g", sorted[k]);
    c->level[k] = tame_strdup(text);
  }
  for (size_t i = 0; i < f->rows; i++) {
    double *x = &f->x[i * f->cols + col];
    const double *at =
        isnan(*x) ? NULL
                  : bsearch(x, sorted, levels, sizeof *sorted, number_order);
    if (at) *x = (double)(at - sorted);
  }
  free(sorted);
}

/* --- one frame after another ------------------------------------------------ */

static bool is_all_missing(const tame_frame *f, size_t col)
{
  for (size_t i = 0; i < f->rows; i++)
    if (!isnan(f->x[i * f->cols + col])) return false;
  return true;
}

static tame_status check_alike(const tame_frame *f, const tame_frame *g,
                               tame_error *err)
{
  if (f->cols != g->cols)
    return tame_fail(err, TAME_EFORMAT, "%s: %zu columns, but %s has %zu",
                     g->path[0], g->cols, f->path[0], f->cols);
  for (size_t j = 0; j < f->cols; j++) {
    const tame_frame_column *a = &f->column[j], *b = &g->column[j];
    if (strcmp(a->name, b->name) != 0)
      return tame_fail(err, TAME_EFORMAT,
                       "%s: column %zu is '%.60s', but in %s '%.60s'",
                       g->path[0], j + 1, b->name, f->path[0], a->name);
    if (a->is_categorical != b->is_categorical && !is_all_missing(f, j) &&
        !is_all_missing(g, j))
      return tame_fail(err, TAME_EFORMAT,
                       "%s: column '%.60s' is %s, but in %s %s", g->path[0],
                       b->name, b->is_categorical ? "words" : "numbers",
                       f->path[0], a->is_categorical ? "words" : "numbers");
  }
  return TAME_OK;
}

/* code [b->n_levels] <- where the levels of B are among those of A, behind
 * which new ones go. */
static void join_levels(size_t *code, tame_frame_column *a,
                        const tame_frame_column *b)
{
  const size_t n = a->n_levels;
  tame_placed_word *sorted = tame_words_sorted(a->level, n);
  char **level = tame_calloc(n + b->n_levels, sizeof *level);
  if (n > 0) memcpy(level, a->level, n * sizeof *level);
  for (size_t k = 0; k < b->n_levels; k++) {
    const char *word = b->level[k];
    code[k] = tame_words_find(sorted, n, word, strlen(word));
    if (code[k] < n) continue;
    code[k] = a->n_levels;
    level[a->n_levels++] = tame_strdup(word);
  }
  free(sorted);
  free(a->level);
  a->level = level;
}

/* x of column COL of G, put below those of F, which ended at row FIRST. */
static void append_column(tame_frame *f, size_t first, const tame_frame *g,
                          size_t col)
{
  tame_frame_column *a = &f->column[col];
  const tame_frame_column *b = &g->column[col];
  size_t *code = tame_calloc(b->n_levels, sizeof *code);
  if (b->is_categorical) a->is_categorical = true;
  join_levels(code, a, b);
  for (size_t i = 0; i < g->rows; i++) {
    const double x = g->x[i * g->cols + col];
    f->x[(first + i) * f->cols + col] =
        b->is_categorical && !isnan(x) ? (double)code[(size_t)x] : x;
  }
  free(code);
}

tame_status tame_frame_append(tame_frame *f, const tame_frame *g,
                              tame_error *err)
{
  const size_t first = f->rows, files = f->n_files + g->n_files;
  TAME_TRY(check_alike(f, g, err));
  tame_frame_resize(f, first + g->rows);
  for (size_t j = 0; j < f->cols; j++) append_column(f, first, g, j);
  if (g->rows > 0) memcpy(f->line + first, g->line, g->rows * sizeof *f->line);
  char **path = tame_calloc(files, sizeof *path);
  size_t *first_row = tame_calloc(files, sizeof *first_row);
  for (size_t k = 0; k < files; k++) {
    const bool is_old = k < f->n_files;
    path[k] = is_old ? f->path[k] : tame_strdup(g->path[k - f->n_files]);
    first_row[k] =
        is_old ? f->first_row[k] : first + g->first_row[k - f->n_files];
  }
  free(f->path);
  free(f->first_row);
  f->path = path;
  f->first_row = first_row;
  f->n_files = files;
  return TAME_OK;
}
