/* SPDX-License-Identifier: MIT */
/* h5table: a group of columns over one axis as a tab-separated table. */
#include <ctype.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/column.h"
#include "tame/h5.h"
#include "tame/text.h"

static const char USAGE[] = "usage: h5table GROUP FILE [FILE...]\n";
static const char HELP[] =
    "\n"
    "Print GROUP of a result file as a table separated by tabs, if all its\n"
    "data sets are columns over one axis.  The header gives each column's\n"
    "meaning and unit (none for pure numbers); the axis comes first, names\n"
    "are printed as words, numbers with as many digits as they need, missing\n"
    "ones as NaN; of a column with an attribute `texts` its lines.  With\n"
    "several files, whose headers must agree, a first column `result` holds\n"
    "each file's name without folder and .h5.\n"
    "Exit status: 0 done, 1 error, 2 usage.\n"
    "\n"
    "  h5table estimators data/2305.13768/newton.h5\n";

enum { MAX_COLUMNS = 64 };

/* A text cut into its parts. */
typedef struct {
  char *text;        /* NULL when there is none */
  const char **part; /* [n], each up to the next separator or the end */
  size_t n;
} parts;

typedef struct {
  char *path, *header;
  parts words; /* names behind the numbers */
  parts lines; /* one for each row */
  double *x;   /* [rows] */
} column;

typedef struct {
  const tame_h5 *f;
  const char *group;
  size_t rows, n;
  column col[MAX_COLUMNS]; /* col[0] is the axis */
  tame_status status;
  tame_error *err;
} table;

/* The parts of TEXT, which it takes over, between the bytes SEPARATOR. */
static parts parts_of(char *text, char separator)
{
  parts p = {.text = text};
  size_t most = 1;
  if (!text) return p;
  for (const char *c = text; *c; c++) most += *c == separator;
  p.part = tame_calloc(most, sizeof *p.part);
  for (char *c = text; c; c = strchr(c, separator)) {
    if (p.n > 0) *c++ = '\0';
    p.part[p.n++] = c;
  }
  return p;
}

static void parts_free(parts *p)
{
  free(p->part);
  free(p->text);
}

static void table_free(table *t)
{
  for (size_t j = 0; j < t->n; j++) {
    free(t->col[j].path);
    free(t->col[j].header);
    parts_free(&t->col[j].words);
    parts_free(&t->col[j].lines);
    free(t->col[j].x);
  }
}

/* "long_name [units]" */
static char *header_of(const tame_h5 *f, const char *path)
{
  char *name = NULL, *units = NULL;
  tame_h5_read_attr(&name, f, path, "long_name", NULL);
  tame_h5_read_attr(&units, f, path, "units", NULL);
  const char *what = name ? name : path;
  const bool is_pure = !units || !*units || strcmp(units, "1") == 0;
  const size_t room = strlen(what) + (units ? strlen(units) : 0) + 4;
  char *header = tame_calloc(room, 1);
  snprintf(header, room, is_pure ? "%s" : "%s [%s]", what, units);
  for (char *c = header; *c; c++) /* a tab would be another column */
    if (iscntrl((unsigned char)*c)) *c = ' ';
  free(name);
  free(units);
  return header;
}

static char *texts_of(const tame_h5 *f, const char *path)
{
  char *texts = NULL;
  tame_h5_read_attr(&texts, f, path, "texts", NULL);
  return texts;
}

/* Append data set PATH, with values x, which is taken over. */
static tame_status add(table *t, const char *path, double *x, size_t rows)
{
  if (t->n == 0) t->rows = rows;
  if (rows != t->rows || t->n == MAX_COLUMNS) {
    free(x);
    return tame_fail(t->err, TAME_EFORMAT,
                     rows != t->rows ? "%s: not over the axis %s"
                                     : "%s: too many columns after %s",
                     path, t->col[0].path);
  }
  t->col[t->n++] = (column){.path = tame_strdup(path),
                            .header = header_of(t->f, path),
                            .words = parts_of(tame_axis_words(t->f, path), ' '),
                            .lines = parts_of(texts_of(t->f, path), '\n'),
                            .x = x};
  return TAME_OK;
}

static tame_status add_axis(table *t, const char *path)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_h5_read(&x, &shape, t->f, path, t->err));
  return add(t, path, x, shape.count);
}

static tame_status add_column(table *t, const char *path)
{
  char *axis;
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_h5_read(&x, &shape, t->f, path, t->err));
  if (shape.rank != 1) {
    free(x);
    return tame_fail(t->err, TAME_EFORMAT,
                     "%s: has %zu axes, a table's columns have one", path,
                     shape.rank);
  }
  tame_status s = tame_axis_path(&axis, t->f, path, 0, NULL);
  if (s < 0) { /* a scale, which has none itself */
    free(x);
    return TAME_OK;
  }
  if (t->n == 0) {
    s = add_axis(t, axis);
  } else if (strcmp(axis, t->col[0].path) != 0) {
    s = tame_fail(t->err, TAME_EFORMAT, "%s: over the axis %s, %s is over %s",
                  path, axis, t->col[1].path, t->col[0].path);
  }
  free(axis);
  if (s < 0) {
    free(x);
    return s;
  }
  return add(t, path, x, shape.count);
}

static bool visit(const char *path, bool is_group, void *ctx)
{
  table *t = ctx;
  /* of the file itself, paths have no group in front */
  const size_t above = strcmp(t->group, "/") == 0 ? 0 : strlen(t->group) + 1;
  /* subgroups are other tables */
  if (is_group || strchr(path + above, '/')) return true;
  t->status = add_column(t, path);
  return t->status >= 0;
}

static tame_status table_read(table *t, const tame_h5 *f, const char *group,
                              tame_error *err)
{
  *t = (table){.f = f, .group = group, .err = err};
  TAME_TRY(tame_h5_walk(f, group, visit, t, err));
  TAME_TRY(t->status);
  if (t->n > 0) return TAME_OK;
  return tame_fail(err, TAME_EFORMAT, "%s: no columns over an axis", group);
}

/* The fewest digits that read back as the same number. */
static void print_number(double x)
{
  char text[32];
  if (isnan(x)) {
    fputs("NaN", stdout);
    return;
  }
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, x);
    if (strtod(text, NULL) == x) break;
  }
  fputs(text, stdout);
}

/* What would be another column or row, or a command to the terminal, is a
 * space. */
static void print_text(const char *text)
{
  for (; *text; text++) putchar(iscntrl((unsigned char)*text) ? ' ' : *text);
}

static void print_cell(const column *c, size_t i)
{
  const double x = c->x[i];
  const bool is_index =
      x >= 0.0 && x < (double)c->words.n && x == floor(x) && !c->lines.text;
  if (c->lines.text) {
    print_text(i < c->lines.n ? c->lines.part[i] : "");
  } else if (is_index && *c->words.part[(size_t)x]) {
    print_text(c->words.part[(size_t)x]);
  } else {
    print_number(x);
  }
}

static void print_rows(const table *t, const char *result)
{
  for (size_t i = 0; i < t->rows; i++) {
    if (result) {
      print_text(result);
      putchar('\t');
    }
    for (size_t j = 0; j < t->n; j++) {
      if (j > 0) putchar('\t');
      print_cell(&t->col[j], i);
    }
    putchar('\n');
  }
}

/* The header line, released with free(). */
static char *header_line(const table *t, bool has_result)
{
  size_t room = sizeof "result\t", used = 0;
  for (size_t j = 0; j < t->n; j++) room += strlen(t->col[j].header) + 1;
  char *line = tame_calloc(room, 1);
  if (has_result) used += (size_t)snprintf(line, room, "result\t");
  for (size_t j = 0; j < t->n; j++) {
    used += (size_t)snprintf(line + used, room - used, j > 0 ? "\t%s" : "%s",
                             t->col[j].header);
  }
  return line;
}

/* "data/2305.13768/newton.h5" -> "newton", released with free() */
static char *result_name(const char *path)
{
  const char *slash = strrchr(path, '/');
  char *name = tame_strdup(slash ? slash + 1 : path);
  const size_t n = strlen(name);
  if (n > 3 && strcmp(name + n - 3, ".h5") == 0) name[n - 3] = '\0';
  return name;
}

/* Print one file's rows; *header is the first file's line, set by the first
 * call. */
static tame_status one_file(char **header, const char *path, const char *group,
                            bool has_result, tame_error *err)
{
  tame_h5 *f;
  table t;
  TAME_TRY(tame_h5_open(&f, path, err));
  tame_error why = {{0}};
  tame_status s = table_read(&t, f, group, &why);
  if (s < 0) { /* what the reader says begins with the path already */
    const bool has_path = strncmp(why.text, path, strlen(path)) == 0;
    tame_fail(err, s, "%s%s%s", has_path ? "" : path, has_path ? "" : ": ",
              why.text);
  } else {
    char *line = header_line(&t, has_result);
    if (!*header) {
      *header = tame_strdup(line);
      puts(line);
    }
    if (strcmp(line, *header) != 0) {
      s = tame_fail(err, TAME_EFORMAT, "%s: other columns than the first file",
                    path);
    } else {
      char *result = has_result ? result_name(path) : NULL;
      print_rows(&t, result);
      free(result);
    }
    free(line);
  }
  table_free(&t);
  tame_h5_close(f);
  return s;
}

int main(int argc, char **argv)
{
  signal(SIGXFSZ, SIG_IGN); /* too long a file is an error, not a kill */
  if (argc >= 2 && strcmp(argv[1], "--help") == 0) {
    printf("%s%s", USAGE, HELP);
    return tame_stdout_end("h5table");
  }
  if (argc < 3 || argv[1][0] == '-') {
    fputs(USAGE, stderr);
    return 2;
  }
  tame_error err = {{0}};
  char *header = NULL;
  tame_status s = TAME_OK;
  for (int i = 2; i < argc && s >= 0; i++) {
    s = one_file(&header, argv[i], argv[1], argc > 3, &err);
  }
  free(header);
  if (s >= 0) return tame_stdout_end("h5table");
  fprintf(stderr, "h5table: %s\n", err.text);
  return 1;
}
