/* SPDX-License-Identifier: MIT */
#include "tame/arff.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cell.h"
#include "frame_parts.h"
#include "scan.h"
#include "tame/base.h"

/* A value as it stands in the text, without its quotes; no NUL at its end. */
typedef struct {
  const char *at;
  size_t length;
  bool is_quoted;
} word;

static tame_status quoted_word(word *w, tame_scan *s, tame_error *err)
{
  const char quote = *s->at;
  /* the word shrinks in place as backslashes go */
  char *from = s->text + (s->at + 1 - s->text), *to = from;
  *w = (word){.at = from, .is_quoted = true};
  for (; *from != quote; from++) {
    if (*from == '\\' && from[1] != '\0') from++;
    if (*from == '\0' || *from == '\n')
      return tame_scan_fail(s, err, "a quote is not closed on its line");
    *to++ = *from;
  }
  w->length = (size_t)(to - w->at);
  s->at = from + 1;
  return TAME_OK;
}

static tame_status read_word(word *w, tame_scan *s, const char *what,
                             tame_error *err)
{
  if (*s->at == '\'' || *s->at == '"') return quoted_word(w, s, err);
  *w = (word){.at = s->at, .length = strcspn(s->at, " \t\r\n,{}%'\"")};
  s->at += w->length;
  return w->length > 0 ? TAME_OK
                       : tame_scan_fail(s, err, "%s: no value here", what);
}

static char *copy(const word *w)
{
  char *text = tame_calloc(w->length + 1, 1);
  memcpy(text, w->at, w->length);
  return text;
}

static bool is_word(const word *w, const char *text)
{
  return !w->is_quoted && strlen(text) == w->length &&
         strncasecmp(w->at, text, w->length) == 0;
}

static void skip_comment(tame_scan *s)
{
  if (*s->at == '%') s->at += strcspn(s->at, "\n");
}

/* The end of a line, with a comment before it or not, and the newline. */
static tame_status end_line(tame_scan *s, tame_error *err)
{
  tame_scan_space(s);
  skip_comment(s);
  if (!tame_scan_at_line(s)) {
    char shown[24];
    tame_cell_show(shown, s->at, strcspn(s->at, "\r\n"));
    return tame_scan_fail(s, err, "'%s' where the line should end", shown);
  }
  if (*s->at == '\n') {
    s->at++;
    s->line++;
  }
  return TAME_OK;
}

/* Over empty lines and comments. */
static void skip_empty(tame_scan *s)
{
  for (tame_scan_blank(s); *s->at == '%'; tame_scan_blank(s)) skip_comment(s);
}

/* --- the header ------------------------------------------------------------ */

typedef struct {
  tame_frame *frame;
  size_t room;               /* columns that frame->column can hold */
  bool *is_string;           /* [room] */
  tame_placed_word **sorted; /* [cols] levels, from the end of the header on */
} header;

static tame_frame_column *new_column(header *h)
{
  tame_frame *f = h->frame;
  if (f->cols == h->room) {
    const size_t more = h->room ? 2 * h->room : 16;
    tame_frame_column *column = tame_calloc(more, sizeof *column);
    bool *is_string = tame_calloc(more, sizeof *is_string);
    if (f->cols > 0) {
      memcpy(column, f->column, f->cols * sizeof *column);
      memcpy(is_string, h->is_string, f->cols * sizeof *is_string);
    }
    free(f->column);
    free(h->is_string);
    f->column = column;
    h->is_string = is_string;
    h->room = more;
  }
  return &f->column[f->cols++];
}

/* { a, 'b c' } with the brace at the scanner. */
static tame_status read_levels(tame_frame_column *c, tame_scan *s,
                               tame_error *err)
{
  size_t room = 0;
  do {
    word w;
    s->at++; /* the brace, or a comma */
    tame_scan_space(s);
    TAME_TRY(read_word(&w, s, "a level", err));
    if (c->n_levels == room) {
      room = room ? 2 * room : 8;
      char **level = tame_calloc(room, sizeof *level);
      if (c->n_levels > 0) memcpy(level, c->level, c->n_levels * sizeof *level);
      free(c->level);
      c->level = level;
    }
    c->level[c->n_levels++] = copy(&w);
    tame_scan_space(s);
  } while (*s->at == ',');
  if (*s->at != '}')
    return tame_scan_fail(s, err,
                          "neither a comma nor } after the level '%.40s'; a "
                          "level with a space needs quotes",
                          c->level[c->n_levels - 1]);
  s->at++;
  const char *twice = tame_repeated(c->level, c->n_levels);
  return twice ? tame_scan_fail(s, err, "the level '%.40s' twice", twice)
               : TAME_OK;
}

static tame_status read_attribute(header *h, tame_scan *s, tame_error *err)
{
  word w;
  TAME_TRY(read_word(&w, s, "name of an attribute", err));
  tame_frame_column *c = new_column(h);
  c->name = copy(&w);
  tame_scan_space(s);
  if (*s->at == '{') {
    c->is_categorical = true;
    TAME_TRY(read_levels(c, s, err));
    return end_line(s, err);
  }
  TAME_TRY(read_word(&w, s, "type of an attribute", err));
  h->is_string[h->frame->cols - 1] = is_word(&w, "string");
  if (!is_word(&w, "numeric") && !is_word(&w, "real") &&
      !is_word(&w, "integer") && !is_word(&w, "string")) {
    char shown[24];
    tame_cell_show(shown, w.at, w.length);
    return tame_scan_fail(
        s, err, "type '%s': only numeric, real, integer, string and {...}",
        shown);
  }
  return end_line(s, err);
}

static tame_status check_names(const tame_frame *f, const tame_scan *s,
                               tame_error *err)
{
  if (f->cols == 0)
    return tame_scan_fail(s, err, "@data before any @attribute");
  char **name = tame_calloc(f->cols, sizeof *name);
  for (size_t j = 0; j < f->cols; j++) name[j] = f->column[j].name;
  const char *twice = tame_repeated(name, f->cols);
  free(name);
  return twice ? tame_scan_fail(s, err, "two attributes are called '%.60s'",
                                twice)
               : TAME_OK;
}

/* Everything to the line after @data. */
static tame_status read_header(header *h, tame_scan *s, tame_error *err)
{
  for (;;) {
    word keyword, name;
    skip_empty(s);
    if (tame_scan_at_end(s))
      return tame_scan_fail(s, err, "the file ends before @data");
    TAME_TRY(read_word(&keyword, s, "a declaration", err));
    tame_scan_space(s);
    if (is_word(&keyword, "@data")) {
      TAME_TRY(check_names(h->frame, s, err));
      return end_line(s, err);
    } else if (is_word(&keyword, "@attribute")) {
      TAME_TRY(read_attribute(h, s, err));
    } else if (is_word(&keyword, "@relation")) {
      TAME_TRY(read_word(&name, s, "name of the relation", err));
      TAME_TRY(end_line(s, err));
    } else {
      char shown[24];
      tame_cell_show(shown, keyword.at, keyword.length);
      return tame_scan_fail(
          s, err, "'%s' where @relation, @attribute or @data should be", shown);
    }
  }
}

/* --- the rows -------------------------------------------------------------- */

static bool is_missing(const tame_scan *s)
{
  return *s->at == '?' && strchr(" \t\r\n,%", s->at[1]);
}

static tame_status read_level(double *x, const tame_frame_column *c,
                              const tame_placed_word *sorted, tame_scan *s,
                              tame_error *err)
{
  word w;
  TAME_TRY(read_word(&w, s, c->name, err));
  const size_t k = tame_words_find(sorted, c->n_levels, w.at, w.length);
  *x = (double)k;
  if (k < c->n_levels) return TAME_OK;
  char shown[24];
  tame_cell_show(shown, w.at, w.length);
  return tame_scan_fail(s, err, "%.60s: '%s' is not a declared level", c->name,
                        shown);
}

/* x [cols] <- one row.  For strings, x is where the value begins in the text
 * and LENGTH [cols] how long it is. */
static tame_status read_row(double *x, size_t *length, const header *h,
                            tame_scan *s, tame_error *err)
{
  const tame_frame *f = h->frame;
  if (*s->at == '{')
    return tame_scan_fail(s, err, "a sparse row; only dense ones are read");
  for (size_t j = 0; j < f->cols; j++) {
    const tame_frame_column *c = &f->column[j];
    if (j > 0 && *s->at != ',')
      return tame_scan_fail(s, err,
                            tame_scan_at_line(s) || *s->at == '%'
                                ? "%zu values, the header declares %zu"
                                : "no comma after value %zu of %zu",
                            j, f->cols);
    if (j > 0) s->at++;
    tame_scan_space(s);
    x[j] = NAN;
    if (is_missing(s)) {
      s->at++;
    } else if (h->is_string[j]) {
      word w;
      TAME_TRY(read_word(&w, s, c->name, err));
      x[j] = (double)(w.at - s->text);
      length[j] = w.length;
    } else if (c->is_categorical) {
      TAME_TRY(read_level(&x[j], c, h->sorted[j], s, err));
    } else {
      TAME_TRY(tame_scan_number(&x[j], s, ',', c->name, err));
    }
    tame_scan_space(s);
  }
  if (*s->at == ',')
    return tame_scan_fail(s, err, "more than the %zu values of the header",
                          f->cols);
  return end_line(s, err);
}

static tame_status read_rows(const header *h, size_t *length, tame_scan *s,
                             tame_error *err)
{
  tame_frame *f = h->frame;
  size_t n = 0;
  for (skip_empty(s); !tame_scan_at_end(s); skip_empty(s)) {
    if (n == f->rows) tame_frame_resize(f, n ? 2 * n : 1 + 1024 / f->cols);
    double *x = f->x + n * f->cols;
    f->line[n] = s->line;
    TAME_TRY(read_row(x, length, h, s, err));
    /* the line is behind us, so that what ended a value may become a NUL */
    for (size_t j = 0; j < f->cols; j++)
      if (h->is_string[j] && !isnan(x[j]))
        s->text[(size_t)x[j] + length[j]] = '\0';
    n++;
  }
  tame_frame_resize(f, n);
  return TAME_OK;
}

/* The string column COL, which holds places in TEXT, as levels. */
static void name_strings(tame_frame *f, size_t col, char *text)
{
  char **value = tame_calloc(f->rows, sizeof *value);
  for (size_t i = 0; i < f->rows; i++) {
    const double at = f->x[i * f->cols + col];
    if (!isnan(at)) value[i] = text + (size_t)at;
  }
  tame_frame_words(f, col, value);
  free(value);
}

/* The rows, with what reading them needs besides. */
static tame_status read_data(header *h, tame_scan *s, tame_error *err)
{
  const tame_frame *f = h->frame;
  size_t *length = tame_calloc(f->cols, sizeof *length);
  h->sorted = tame_calloc(f->cols, sizeof *h->sorted);
  for (size_t j = 0; j < f->cols; j++)
    h->sorted[j] = tame_words_sorted(f->column[j].level, f->column[j].n_levels);
  const tame_status status = read_rows(h, length, s, err);
  for (size_t j = 0; j < f->cols; j++) free(h->sorted[j]);
  free(h->sorted);
  free(length);
  return status;
}

tame_status tame_arff_read(tame_frame *f, const char *path, tame_error *err)
{
  tame_scan s;
  header h = {.frame = f};
  *f = (tame_frame){0};
  TAME_TRY(tame_scan_open(&s, path, err));
  tame_frame_init(f, path, 0);
  tame_status status = read_header(&h, &s, err);
  if (status >= 0) status = read_data(&h, &s, err);
  for (size_t j = 0; j < f->cols && status >= 0; j++)
    if (h.is_string[j]) name_strings(f, j, s.text);
  free(h.is_string);
  tame_scan_close(&s);
  if (status < 0) tame_frame_free(f);
  return status;
}
