/* SPDX-License-Identifier: MIT */
#include "tame/csv.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cell.h"
#include "tame/base.h"
#include "tame/text.h"

/* A text cut into cells in place: cells end where the reader writes a NUL. */
typedef struct {
  const char *path;
  char *at;
  char separator;
  size_t line;
} cutter;

static tame_status fail_at(const char *path, size_t line, tame_error *err,
                           const char *format, ...)
    __attribute__((format(printf, 4, 5)));
static tame_status fail_at(const char *path, size_t line, tame_error *err,
                           const char *format, ...)
{
  char why[256];
  va_list args;
  va_start(args, format);
  vsnprintf(why, sizeof why, format, args);
  va_end(args);
  return tame_fail(err, TAME_EFORMAT, "%s:%zu: %s", path, line, why);
}

/* What ended a cell. */
typedef enum { CELL, LINE, TEXT } ending;

static bool at_line_end(const char *s)
{
  return *s == '\n' || (*s == '\r' && s[1] == '\n');
}

/* Step over what ends a cell at c->at, put a NUL at END, the cell's last
 * place. */
static ending step_over(cutter *c, char *end)
{
  const char what = *c->at;
  ending e = TEXT;
  if (what == c->separator) {
    c->at++;
    e = CELL;
  } else if (what != '\0') {
    c->at += what == '\r' ? 2 : 1;
    c->line++;
    e = LINE;
  }
  *end = '\0';
  return e;
}

/* A cell that begins with a quote; the text shrinks as doubled quotes go. */
static tame_status quoted_cell(char **cell, ending *e, cutter *c,
                               tame_error *err)
{
  const size_t began = c->line;
  char *from = c->at + 1, *to = from;
  *cell = from;
  for (;; from++) {
    if (*from == '\0')
      return fail_at(c->path, began, err, "a quote is never closed");
    if (*from == '"' && *++from != '"') break;
    c->line += *from == '\n';
    *to++ = *from;
  }
  c->at = from;
  if (*from != c->separator && *from != '\0' && !at_line_end(from))
    return fail_at(c->path, c->line, err, "text after a closing quote");
  *e = step_over(c, to);
  return TAME_OK;
}

static tame_status next_cell(char **cell, ending *e, cutter *c, tame_error *err)
{
  if (*c->at == '"') return quoted_cell(cell, e, c, err);
  *cell = c->at;
  while (*c->at != c->separator && *c->at != '\0' && !at_line_end(c->at)) {
    if (*c->at == '"')
      return fail_at(c->path, c->line, err, "a quote inside a cell");
    c->at++;
  }
  *e = step_over(c, c->at);
  return TAME_OK;
}

/* The cells of one line; CELL [max] may be NULL to count only. */
static tame_status next_row(char **cell, size_t *n, size_t max, cutter *c,
                            tame_error *err)
{
  const size_t line = c->line;
  ending e = CELL;
  *n = 0;
  if (at_line_end(c->at)) return fail_at(c->path, line, err, "an empty line");
  while (e == CELL) {
    char *one;
    TAME_TRY(next_cell(&one, &e, c, err));
    if (*n < max) cell[*n] = one;
    ++*n;
  }
  return TAME_OK;
}

/* --- the header ----------------------------------------------------------- */

static tame_status check_names(const tame_csv *t, tame_error *err)
{
  const char *twice = tame_repeated(t->name, t->cols);
  if (!twice) return TAME_OK;
  return fail_at(t->path, 1, err, "two columns are called '%.60s'", twice);
}

/* t->name from the text of C, read once to count and once to keep: cutting
 * changes the text, so the first time on a copy. */
static tame_status read_names(tame_csv *t, cutter *c, tame_error *err)
{
  size_t n;
  if (*c->at == '\0')
    return tame_fail(err, TAME_EFORMAT, "%s: empty, not even a header",
                     c->path);
  char *copy = tame_strdup(c->at);
  cutter counter = *c;
  counter.at = copy;
  const tame_status s = next_row(NULL, &t->cols, 0, &counter, err);
  free(copy);
  TAME_TRY(s);
  t->name = tame_calloc(t->cols, sizeof *t->name);
  TAME_TRY(next_row(t->name, &n, t->cols, c, err));
  return check_names(t, err);
}

/* --- the rows ------------------------------------------------------------- */

static void grow(tame_csv *t, size_t *room)
{
  const size_t more = *room ? 2 * *room : 1 + 1024 / t->cols;
  char **cell = tame_calloc(more * t->cols, sizeof *cell);
  size_t *line = tame_calloc(more, sizeof *line);
  if (t->rows > 0) {
    memcpy(cell, t->cell, t->rows * t->cols * sizeof *cell);
    memcpy(line, t->line, t->rows * sizeof *line);
  }
  free(t->cell);
  free(t->line);
  t->cell = cell;
  t->line = line;
  *room = more;
}

static tame_status read_rows(tame_csv *t, cutter *c, tame_error *err)
{
  size_t room = 0, n;
  while (*c->at != '\0') {
    const size_t line = c->line;
    if (t->rows == room) grow(t, &room);
    TAME_TRY(next_row(t->cell + t->rows * t->cols, &n, t->cols, c, err));
    if (n != t->cols)
      return fail_at(c->path, line, err, "%zu cells, the header has %zu", n,
                     t->cols);
    t->line[t->rows++] = line;
  }
  return TAME_OK;
}

/* A header that the caller gave: cut from a copy that goes before the text. */
static void prepend(char **text, const char *header)
{
  const size_t length = strlen(*text), first = strlen(header);
  char *both = tame_calloc(first + 1 + length + 1, 1);
  memcpy(both, header, first);
  both[first] = '\n';
  memcpy(both + first + 1, *text, length);
  free(*text);
  *text = both;
}

tame_status tame_csv_parse(tame_csv *t, char *text, const char *path,
                           size_t first_line, char separator,
                           const char *header, tame_error *err)
{
  TAME_REQUIRE(separator == ',' || separator == ';' || separator == '\t');
  TAME_REQUIRE(first_line >= 1);
  *t = (tame_csv){.path = tame_strdup(path), .text = text};
  cutter c = {.path = t->path, .separator = separator, .line = first_line};
  if (header) {
    prepend(&t->text, header);
    c.line--; /* the header that we add stands on no line of the file */
  }
  c.at = t->text;
  tame_status s = read_names(t, &c, err);
  if (s >= 0) s = read_rows(t, &c, err);
  if (s < 0) tame_csv_free(t);
  return s;
}

tame_status tame_csv_read(tame_csv *t, const char *path, char separator,
                          const char *header, tame_error *err)
{
  char *text;
  *t = (tame_csv){0};
  TAME_TRY(tame_text_read(&text, path, err));
  if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
    memmove(text, text + 3, strlen(text + 3) + 1);
  return tame_csv_parse(t, text, path, 1, separator, header, err);
}

void tame_csv_free(tame_csv *t)
{
  free(t->name);
  free(t->cell);
  free(t->line);
  free(t->path);
  free(t->text);
  *t = (tame_csv){0};
}
