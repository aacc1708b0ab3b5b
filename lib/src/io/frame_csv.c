/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cell.h"
#include "frame_parts.h"
#include "tame/adult.h"
#include "tame/arff.h"
#include "tame/base.h"
#include "tame/csv.h"
#include "tame/text.h"

static const char *const MISSING[] = {"?", "NA", "NaN", NULL};
static const tame_frame_options NONE = {0};

/* The cell without spaces around it, in place; NULL when it is missing. */
static char *trimmed(char *cell, const char *const *missing)
{
  cell += strspn(cell, " \t");
  size_t length = strlen(cell);
  while (length > 0 && strchr(" \t", cell[length - 1])) length--;
  cell[length] = '\0';
  return length == 0 || tame_is_listed(missing, cell) ? NULL : cell;
}

/* Column J of F from that of T. */
static tame_status take_column(tame_frame *f, size_t j, const tame_csv *t,
                               const tame_frame_options *opt, tame_error *err)
{
  const char *name = f->column[j].name;
  char **word = tame_calloc(f->rows, sizeof *word);
  size_t odd = f->rows; /* first row that is not a number */
  for (size_t i = 0; i < f->rows; i++) {
    double x = NAN;
    word[i] = trimmed(t->cell[i * t->cols + j],
                      opt->missing ? opt->missing : MISSING);
    if (word[i] && !tame_cell_number(&x, word[i]) && odd == f->rows) odd = i;
    f->x[i * f->cols + j] = word[i] ? x : (double)NAN;
  }
  tame_status s = TAME_OK;
  if (tame_is_listed(opt->categorical, name)) {
    tame_frame_words(f, j, word);
  } else if (odd < f->rows && tame_is_listed(opt->numeric, name)) {
    char shown[24];
    tame_cell_show(shown, word[odd], strlen(word[odd]));
    s = tame_fail(err, TAME_EFORMAT,
                  "%s:%zu: column '%.60s': '%s' is not a finite number",
                  t->path, t->line[odd], name, shown);
  } else if (odd < f->rows) {
    tame_frame_words(f, j, word);
    f->column[j].word_line = t->line[odd];
  }
  free(word);
  return s;
}

/* F <- T, whose cells are cut to their words. */
static tame_status take_table(tame_frame *f, const tame_csv *t,
                              const tame_frame_options *opt, tame_error *err)
{
  tame_frame_init(f, t->path, t->cols);
  for (size_t j = 0; j < t->cols; j++)
    f->column[j].name = tame_strdup(t->name[j]);
  TAME_TRY(tame_frame_known(f, opt->categorical, err));
  TAME_TRY(tame_frame_known(f, opt->numeric, err));
  TAME_TRY(tame_frame_known(f, opt->ignore, err));
  tame_frame_resize(f, t->rows);
  for (size_t i = 0; i < t->rows; i++) f->line[i] = t->line[i];
  for (size_t j = 0; j < t->cols; j++)
    if (!tame_is_listed(opt->ignore, t->name[j]))
      TAME_TRY(take_column(f, j, t, opt, err));
  tame_frame_ignore(f, opt->ignore);
  return TAME_OK;
}

tame_status tame_frame_take_csv(tame_frame *f, const tame_csv *t,
                                const tame_frame_options *opt, tame_error *err)
{
  const tame_status s = take_table(f, t, opt, err);
  if (s < 0) tame_frame_free(f);
  return s;
}

static bool ends_in(const char *path, const char *ending)
{
  const size_t n = strlen(path), m = strlen(ending);
  return n >= m && strcmp(path + n - m, ending) == 0;
}

/* The separator of PATH's table, from its name and its first line. */
static tame_status guess(char *separator, const char *path, tame_error *err)
{
  char *text;
  *separator = '\t';
  if (ends_in(path, ".tsv")) return TAME_OK;
  TAME_TRY(tame_text_read(&text, path, err));
  text[strcspn(text, "\n")] = '\0';
  *separator = strchr(text, ';') && !strchr(text, ',') ? ';' : ',';
  free(text);
  return TAME_OK;
}

tame_status tame_frame_csv(tame_frame *f, const char *path,
                           const tame_frame_options *opt, tame_error *err)
{
  tame_csv t;
  *f = (tame_frame){0};
  if (!opt) opt = &NONE;
  char separator = opt->separator;
  if (!separator) TAME_TRY(guess(&separator, path, err));
  TAME_TRY(tame_csv_read(&t, path, separator, opt->header, err));
  const tame_status s = tame_frame_take_csv(f, &t, opt, err);
  tame_csv_free(&t);
  return s;
}

/* What a file that declares its kinds is told by the options. */
static tame_status adjust(tame_frame *f, const tame_frame_options *opt,
                          tame_error *err)
{
  TAME_TRY(tame_frame_known(f, opt->categorical, err));
  TAME_TRY(tame_frame_known(f, opt->ignore, err));
  for (size_t j = 0; j < f->cols; j++)
    if (tame_is_listed(opt->categorical, f->column[j].name))
      tame_frame_categorical(f, j);
  tame_frame_ignore(f, opt->ignore);
  return TAME_OK;
}

tame_status tame_frame_open(tame_frame *f, const char *path,
                            const tame_frame_options *opt, tame_error *err)
{
  tame_status s;
  *f = (tame_frame){0};
  if (!opt) opt = &NONE;
  if (opt->separator || ends_in(path, ".csv") || ends_in(path, ".tsv"))
    return tame_frame_csv(f, path, opt, err);
  if (ends_in(path, ".arff"))
    s = tame_arff_read(f, path, err);
  else if (ends_in(path, "adult.data") || ends_in(path, "adult.test"))
    s = tame_adult_read(f, path, err);
  else
    return tame_fail(
        err, TAME_EINVAL,
        "%s: a table ends in .csv, .tsv or .arff, or is adult.data "
        "or adult.test; for another name say the separator",
        path);
  if (s >= 0) s = adjust(f, opt, err);
  if (s < 0) tame_frame_free(f);
  return s;
}
