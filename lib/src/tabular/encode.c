/* SPDX-License-Identifier: MIT */
#include "tame/encode.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

/* What a fit looks at. */
typedef struct {
  tame_encoder *e;
  const tame_frame *f;
  const size_t *row;
  size_t n, room;
  const tame_encode_options *opt;
} fit;

static double value(const tame_frame *f, const size_t *row, size_t i,
                    size_t col)
{
  return f->x[(row ? row[i] : i) * f->cols + col];
}

static void *grown(void *old, size_t n, size_t *room, size_t size)
{
  if (n < *room) return old;
  *room = n ? 2 * n : 16;
  void *wider = tame_calloc(*room, size);
  if (n > 0) memcpy(wider, old, n * size);
  free(old);
  return wider;
}

/* A new input of column COL, called by FORMAT. */
static tame_input *add(fit *w, tame_input_kind kind, size_t col,
                       const char *format, ...)
    __attribute__((format(printf, 4, 5)));
static tame_input *add(fit *w, tame_input_kind kind, size_t col,
                       const char *format, ...)
{
  tame_encoder *e = w->e;
  char name[256];
  va_list args;
  e->input = grown(e->input, e->d, &w->room, sizeof *e->input);
  tame_input *in = &e->input[e->d++];
  va_start(args, format);
  vsnprintf(name, sizeof name, format, args);
  va_end(args);
  *in = (tame_input){
      .kind = kind, .col = col, .name = tame_strdup(name), .scale = 1.0};
  return in;
}

/* --- numeric columns -------------------------------------------------------- */

typedef struct {
  size_t present;
  double mean, sd, lo, hi;
} summary;

static summary summarise(const fit *w, size_t col)
{
  summary s = {.lo = INFINITY, .hi = -INFINITY};
  double squares = 0.0;
  for (size_t i = 0; i < w->n; i++) {
    const double x = value(w->f, w->row, i, col);
    if (isnan(x)) continue;
    s.present++;
    s.mean += x;
    s.lo = fmin(s.lo, x);
    s.hi = fmax(s.hi, x);
  }
  s.mean /= (double)s.present;
  for (size_t i = 0; i < w->n; i++) {
    const double x = value(w->f, w->row, i, col);
    if (!isnan(x)) squares += (x - s.mean) * (x - s.mean);
  }
  s.sd = sqrt(squares / (double)s.present);
  return s;
}

static tame_status fit_number(fit *w, size_t col, tame_error *err)
{
  const char *name = w->f->column[col].name;
  const summary s = summarise(w, col);
  if (s.present == 0) {
    tame_note(&w->e->notes,
              "column '%s': missing in all training rows, left out", name);
    return TAME_OK;
  }
  /* equal numbers may have a mean that differs from them by rounding */
  const bool is_constant = !(s.lo < s.hi);
  if (!isfinite(s.mean) || !isfinite(s.sd) || (!is_constant && s.sd <= 0.0))
    return tame_fail(err, TAME_EFORMAT,
                     "%s: column '%.60s': no mean and deviation in double "
                     "precision for numbers from %g to %g",
                     w->f->path[0], name, s.lo, s.hi);
  if (is_constant)
    tame_note(&w->e->notes,
              "column '%s': %g in all training rows that have it%s", name, s.lo,
              w->opt->keep_constant ? "" : ", left out");
  if (!is_constant || w->opt->keep_constant) {
    tame_input *in = add(w, TAME_INPUT_NUMBER, col, "%s", name);
    in->fill = is_constant ? s.lo : s.mean;
    if (!w->opt->raw_numbers) {
      in->shift = in->fill;
      in->scale = is_constant ? 1.0 : s.sd;
    }
  }
  if (s.present < w->n) {
    tame_note(
        &w->e->notes,
        "column '%s': missing in %zu of %zu training rows: the mean, and an "
        "input that says so",
        name, w->n - s.present, w->n);
    add(w, TAME_INPUT_MISSING, col, "%s missing", name);
  }
  return TAME_OK;
}

/* --- categorical columns ------------------------------------------------------ */

static tame_status check_levels(const fit *w, size_t col, tame_error *err)
{
  const tame_frame_column *c = &w->f->column[col];
  const size_t max = w->opt->max_levels ? w->opt->max_levels : TAME_MAX_LEVELS;
  if (c->n_levels <= max) return TAME_OK;
  if (c->word_line > 0)
    return tame_fail(err, TAME_EFORMAT,
                     "%s:%zu: column '%.60s' has a word that is no number, and "
                     "with it %zu levels, more than %zu; say what is missing, "
                     "or leave the column out",
                     w->f->path[0], c->word_line, c->name, c->n_levels, max);
  return tame_fail(err, TAME_EFORMAT,
                   "%s: column '%.60s' has %zu levels, more than %zu; leave it "
                   "out",
                   w->f->path[0], c->name, c->n_levels, max);
}

/* count [levels + 1] <- training rows of each level, and missing ones;
 * the number of different ones. */
static size_t count_levels(size_t *count, const fit *w, size_t col)
{
  const size_t levels = w->f->column[col].n_levels;
  size_t different = 0;
  for (size_t i = 0; i < w->n; i++) {
    const double x = value(w->f, w->row, i, col);
    count[isnan(x) ? levels : (size_t)x]++;
  }
  for (size_t k = 0; k <= levels; k++) different += count[k] > 0;
  return different;
}

static void fit_levels(fit *w, size_t col, const size_t *count)
{
  const tame_frame_column *c = &w->f->column[col];
  size_t absent = 0;
  for (size_t k = 0; k < c->n_levels; k++) {
    absent += count[k] == 0;
    if (count[k] == 0 && !w->opt->keep_constant) continue;
    add(w, TAME_INPUT_LEVEL, col, "%s=%s", c->name, c->level[k])->level =
        (double)k;
  }
  if (count[c->n_levels] > 0)
    add(w, TAME_INPUT_MISSING, col, "%s missing", c->name);
  if (absent > 0)
    tame_note(&w->e->notes,
              "column '%s': %zu of %zu levels in no training row%s", c->name,
              absent, c->n_levels, w->opt->keep_constant ? "" : ", left out");
}

static tame_status fit_category(fit *w, size_t col, tame_error *err)
{
  const tame_frame_column *c = &w->f->column[col];
  TAME_TRY(check_levels(w, col, err));
  size_t *count = tame_calloc(c->n_levels + 1, sizeof *count);
  const size_t different = count_levels(count, w, col);
  const size_t missing = count[c->n_levels];
  if (missing > 0 && different > 1)
    tame_note(
        &w->e->notes,
        "column '%s': missing in %zu of %zu training rows: a level of its "
        "own",
        c->name, missing, w->n);
  if (different == 1)
    tame_note(&w->e->notes, "column '%s': the same in all training rows%s",
              c->name, w->opt->keep_constant ? "" : ", left out");
  if (different > 1 || w->opt->keep_constant) {
    if (w->opt->encoding == TAME_CODES)
      add(w, TAME_INPUT_CODE, col, "%s", c->name)->fill = (double)c->n_levels;
    else
      fit_levels(w, col, count);
  }
  free(count);
  return TAME_OK;
}

/* --- the whole ----------------------------------------------------------------- */

static bool is_skipped(const fit *w, size_t col)
{
  const char *const *name = w->opt->skip;
  for (; name && *name; name++)
    if (strcmp(*name, w->f->column[col].name) == 0) return true;
  return false;
}

static tame_status fit_columns(fit *w, tame_error *err)
{
  const bool codes = w->opt->encoding == TAME_CODES;
  size_t known;
  for (const char *const *name = w->opt->skip; name && *name; name++)
    TAME_TRY(tame_frame_find(&known, w->f, *name, err));
  /* codes: the categorical columns first, then the numeric ones */
  for (int pass = 0; pass < (codes ? 2 : 1); pass++) {
    for (size_t j = 0; j < w->f->cols; j++) {
      const bool is_category = w->f->column[j].is_categorical;
      if (is_skipped(w, j) || (codes && is_category != (pass == 0))) continue;
      TAME_TRY(is_category ? fit_category(w, j, err) : fit_number(w, j, err));
    }
  }
  if (w->e->d > 0) return TAME_OK;
  return tame_fail(err, TAME_EFORMAT,
                   "%s: no column varies in the %zu training rows",
                   w->f->path[0], w->n);
}

tame_status tame_encoder_fit(tame_encoder *e, const tame_frame *f,
                             const size_t *row, size_t n,
                             const tame_encode_options *opt, tame_error *err)
{
  static const tame_encode_options DEFAULT = {0};
  fit w = {.e = e, .f = f, .row = row, .n = n, .opt = opt ? opt : &DEFAULT};
  *e = (tame_encoder){0};
  if (n == 0)
    return tame_fail(err, TAME_EINVAL, "%s: no training rows", f->path[0]);
  const tame_status s = fit_columns(&w, err);
  if (s < 0) tame_encoder_free(e);
  return s;
}

void tame_encoder_free(tame_encoder *e)
{
  for (size_t j = 0; j < e->d; j++) free(e->input[j].name);
  free(e->input);
  tame_notes_free(&e->notes);
  *e = (tame_encoder){0};
}

static double encoded(const tame_input *in, double x)
{
  const bool is_missing = isnan(x);
  switch (in->kind) {
  case TAME_INPUT_LEVEL:
    return !is_missing && !(x < in->level || x > in->level);
  case TAME_INPUT_MISSING:
    return is_missing;
  case TAME_INPUT_CODE:
    return is_missing ? in->fill : x;
  case TAME_INPUT_NUMBER:
    break;
  }
  return ((is_missing ? in->fill : x) - in->shift) / in->scale;
}

void tame_encode(double *x, const tame_encoder *e, const tame_frame *f,
                 const size_t *row, size_t n)
{
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < e->d; j++)
      x[i * e->d + j] =
          encoded(&e->input[j], value(f, row, i, e->input[j].col));
}
