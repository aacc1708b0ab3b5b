/* SPDX-License-Identifier: MIT */
/* h5cols: columns of a result file as text, for gnuplot and for people.
 * The names of columns are those of tame/column.h. */
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

static const char USAGE[] =
    "usage: h5cols FILE DSET...\n"
    "       h5cols --list FILE\n";
static const char HELP[] =
    "\n"
    "Print data sets of a result file as columns: a line '# name name ...',\n"
    "then one row per index, each number with all its digits and missing\n"
    "ones as NaN (in gnuplot: set datafile missing \"NaN\").\n"
    "\n"
    "  group/name             a 1-D data set, or a scalar (one row)\n"
    "  group/name[2]          row 2 of a 2-D data set; indices start at 0\n"
    "  group/name[0,1]        leading indices of a 3-D one\n"
    "  group/name[:,1]        ':' keeps an axis whole\n"
    "  group/name[one_step]   the row of that name, for an axis of names\n"
    "\n"
    "All columns must have one length.  --list prints every data set with its\n"
    "shape, axes, unit and meaning.\n"
    "Exit status: 0 done, 1 error, 2 usage.\n"
    "\n"
    "  h5cols data/2305.13768/newton.h5 timing/parameters \\\n"
    "      'timing/wall_mean[one_step]'\n";

static int complain(const tame_error *err)
{
  fprintf(stderr, "h5cols: %s\n", err->text);
  return 1;
}

static void print_number(double x)
{
  if (isnan(x)) {
    fputs("NaN", stdout); /* never "-nan", which gnuplot would not know */
  } else {
    printf("%.17g", x);
  }
}

static void print_columns(double *const *column, char *const *name,
                          size_t n_columns, size_t n_rows)
{
  putchar('#');
  for (size_t j = 0; j < n_columns; j++) printf(" %s", name[j]);
  putchar('\n');
  for (size_t i = 0; i < n_rows; i++) {
    for (size_t j = 0; j < n_columns; j++) {
      if (j > 0) putchar(' ');
      print_number(column[j][i]);
    }
    putchar('\n');
  }
}

static tame_status read_columns(double **column, size_t *n_rows,
                                const tame_h5 *f, char *const *spec,
                                size_t n_columns, tame_error *err)
{
  for (size_t j = 0; j < n_columns; j++) {
    size_t n;
    TAME_TRY(tame_column_read(&column[j], &n, f, spec[j], err));
    if (j == 0) *n_rows = n;
    if (n != *n_rows) {
      return tame_fail(err, TAME_EINVAL, "%s: %zu rows, but %s has %zu",
                       spec[j], n, spec[0], *n_rows);
    }
  }
  return TAME_OK;
}

static int columns(const tame_h5 *f, char *const *spec, size_t n_columns)
{
  double **column = tame_calloc(n_columns, sizeof *column);
  size_t n_rows = 0;
  tame_error err = {{0}};
  int code = 0;
  if (read_columns(column, &n_rows, f, spec, n_columns, &err) < 0) {
    code = complain(&err);
  } else {
    print_columns(column, spec, n_columns, n_rows);
    code = tame_stdout_end("h5cols");
  }
  for (size_t j = 0; j < n_columns; j++) free(column[j]);
  free(column);
  return code;
}

/* What would be another column or line, or a command to the terminal, is a
 * space. */
static void print_text(const char *text)
{
  for (; *text; text++) putchar(iscntrl((unsigned char)*text) ? ' ' : *text);
}

static void print_attr(const tame_h5 *f, const char *path, const char *name)
{
  char *text;
  if (tame_h5_read_attr(&text, f, path, name, NULL) < 0) {
    putchar('-');
    return;
  }
  print_text(text);
  free(text);
}

/* "group/error(method=3,iteration=61)  [unit]  meaning", tab-separated */
static bool list_one(const char *path, bool is_group, void *ctx)
{
  const tame_h5 *f = ctx;
  double *x;
  tame_h5_shape shape;
  if (is_group || tame_h5_read(&x, &shape, f, path, NULL) < 0) return true;
  free(x);
  print_text(path);
  putchar('(');
  for (size_t d = 0; d < shape.rank; d++) {
    char *axis;
    if (d > 0) putchar(',');
    if (tame_h5_axis_name(&axis, f, path, d, NULL) >= 0) {
      print_text(axis);
      putchar('=');
      free(axis);
    }
    printf("%zu", shape.dims[d]);
  }
  fputs(")\t[", stdout);
  print_attr(f, path, "units");
  fputs("]\t", stdout);
  print_attr(f, path, "long_name");
  char *words = tame_axis_words(f, path);
  if (words) {
    fputs(": ", stdout);
    print_text(words);
  }
  free(words);
  putchar('\n');
  return true;
}

static int list(tame_h5 *f)
{
  tame_error err = {{0}};
  if (tame_h5_walk(f, "/", list_one, f, &err) < 0) return complain(&err);
  return tame_stdout_end("h5cols");
}

int main(int argc, char **argv)
{
  signal(SIGXFSZ, SIG_IGN); /* too long a file is an error, not a kill */
  if (argc >= 2 && strcmp(argv[1], "--help") == 0) {
    printf("%s%s", USAGE, HELP);
    return tame_stdout_end("h5cols");
  }
  const bool lists = argc == 3 && strcmp(argv[1], "--list") == 0;
  if (argc < 3 || (argv[1][0] == '-' && !lists)) {
    fputs(USAGE, stderr);
    return 2;
  }
  tame_h5 *f;
  tame_error err = {{0}};
  if (tame_h5_open(&f, argv[lists ? 2 : 1], &err) < 0) return complain(&err);
  const int code = lists ? list(f) : columns(f, argv + 2, (size_t)argc - 2);
  tame_h5_close(f);
  return code;
}
