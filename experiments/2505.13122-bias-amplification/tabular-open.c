/* SPDX-License-Identifier: MIT */
/* From the options to a table of two groups. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tabular.h"
#include "tame/base.h"
#include "tame/frame.h"

/* The parts of TEXT between the bytes SEPARATOR, NULL at the end; one block,
 * released with free().  TEXT = NULL has no parts. */
static const char **split(const char *text, char separator)
{
  size_t n = 1, size = 1;
  for (const char *c = text ? text : ""; *c; c++, size++) n += *c == separator;
  const char **part = tame_calloc(1, (n + 1) * sizeof *part + size);
  char *copy = (char *)(part + n + 1);
  if (!text) return part;
  memcpy(copy, text, size);
  for (size_t k = 0; k < n; k++) {
    part[k] = copy;
    copy += strcspn(copy, (char[]){separator, '\0'});
    *copy++ = '\0';
  }
  return part;
}

/* "<25": a bound. */
static bool is_bound(double *bound, const char *text)
{
  char *end;
  if (!text || text[0] != '<' || !text[1]) return false;
  *bound = strtod(text + 1, &end);
  return *end == '\0' && isfinite(*bound);
}

static bool is_level(const tame_frame_column *c, const char *word)
{
  for (size_t k = 0; k < c->n_levels; k++)
    if (strcmp(c->level[k], word) == 0) return true;
  return false;
}

static tame_status read_frame(tame_frame *f, const char *path,
                              const tame_run *run, tame_error *err)
{
  const char **ignore = split(tame_run_text(run, "ignore"), ',');
  const char **codes = split(tame_run_text(run, "categorical"), ',');
  const tame_status s = tame_frame_open(
      f, path, &(tame_frame_options){.ignore = ignore, .categorical = codes},
      err);
  free(ignore);
  free(codes);
  return s;
}

/* F <- the table, and behind it the test table when there is one; *n_train <-
 * rows of the first, 0 without a second. */
static tame_status read_files(tame_frame *f, size_t *n_train,
                              const tame_run *run, tame_error *err)
{
  const char *test_path = tame_run_file(run, "test_csv");
  tame_frame test;
  *n_train = 0;
  TAME_TRY(read_frame(f, tame_run_file(run, "csv"), run, err));
  if (!test_path) return TAME_OK;
  *n_train = f->rows;
  tame_status s = read_frame(&test, test_path, run, err);
  if (s >= 0) {
    s = tame_frame_append(f, &test, err);
    tame_frame_free(&test);
  }
  if (s < 0) tame_frame_free(f);
  return s;
}

/* The minority in words: those of the option, or, when there is none, those
 * with which the table was made. */
static void name_groups(problem *p, const tame_frame *f, size_t group,
                        const char *words, const double *bound)
{
  const tame_frame_column *c = &f->column[group];
  char text[256];
  p->majority = tame_strdup("all others");
  if (bound) {
    snprintf(text, sizeof text, "%.80s < %g", c->name, *bound);
    p->minority = tame_strdup(text);
    return;
  }
  for (size_t i = 0; !words && i < p->table.train.n; i++)
    if (p->table.train.a[i] == 0)
      words = c->level[(size_t)f->x[p->table.train.row[i] * f->cols + group]];
  p->minority = tame_strdup(words);
  for (size_t k = 0; k < 2 && c->n_levels == 2; k++)
    if (strcmp(c->level[k], words) == 0) {
      free(p->majority);
      p->majority = tame_strdup(c->level[1 - k]);
    }
}

static tame_status make_table(problem *p, tame_frame *f, size_t n_train,
                              const tame_run *run, tame_error *err)
{
  const char *words = tame_run_text(run, "minority");
  const char *group = tame_run_text(run, "group");
  const bool is_tabnet = strcmp(tame_run_word(run, "net"), "tabnet") == 0;
  double below;
  size_t col;
  TAME_TRY(tame_frame_find(&col, f, group, err));
  const bool has_bound =
      is_bound(&below, words) && !f->column[col].is_categorical;
  const bool is_one = words && is_level(&f->column[col], words);
  const char **list = split(words, is_one ? '\0' : '|');
  const tame_group_choice choice = {
      .label = tame_run_text(run, "label"),
      .group = group,
      .minority = words && !has_bound ? list : NULL,
      .below = has_bound ? &below : NULL,
      .keep = tame_run_real(run, "keep"),
      .test = tame_run_real(run, "test"),
      .n_train = n_train,
      .hide_group = strcmp(tame_run_word(run, "hide_group"), "yes") == 0,
      .encode = {.encoding = is_tabnet ? TAME_CODES : TAME_ONE_HOT}};
  gsl_rng *rng = tame_run_rng(run, "rows", 0);
  const tame_status s = tame_group_table_make(&p->table, f, &choice, rng, err);
  gsl_rng_free(rng);
  if (s >= 0) {
    name_groups(p, f, col, words, has_bound ? &below : NULL);
    note_columns(&p->table.notes, f);
  }
  free(list);
  return s;
}

tame_status problem_open(problem *p, const tame_run *run, tame_error *err)
{
  tame_frame f;
  size_t n_train;
  *p = (problem){0};
  if (!tame_run_file(run, "csv"))
    return tame_fail(err, TAME_EINVAL, "--csv: needs a table");
  if (!tame_run_text(run, "group") || !tame_run_text(run, "label"))
    return tame_fail(err, TAME_EINVAL,
                     "--group and --label: need names of columns");
  TAME_TRY(read_files(&f, &n_train, run, err));
  p->rows = f.rows;
  p->cols = f.cols;
  const tame_status s = make_table(p, &f, n_train, run, err);
  tame_frame_free(&f);
  if (s < 0) problem_free(p);
  return s;
}

void problem_free(problem *p)
{
  tame_group_table_free(&p->table);
  free(p->majority);
  free(p->minority);
  *p = (problem){0};
}
