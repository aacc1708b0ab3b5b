/* SPDX-License-Identifier: MIT */
/* Text files: read whole, tab-separated tables, and output that replaces a
 * file only when it is complete. */
#ifndef TAME_TEXT_H
#define TAME_TEXT_H

#include <stddef.h>
#include <stdio.h>

#include "tame/status.h"

/* *text <- the whole file with a final NUL, released with free().
 * TAME_EMISSING when there is no such file, TAME_EIO when it cannot be read,
 * TAME_EFORMAT when it holds a NUL byte. */
tame_status tame_text_read(char **text, const char *path, tame_error *err);

/* A tab-separated table.  Row 0 is the header; every row has as many cells.
 * Cells hold neither tabs nor newlines, there is no quoting. */
typedef struct {
  size_t rows, cols;
  char **cell; /* [rows x cols], row-major, into text */
  char *text;
} tame_tsv;

/* TAME_EFORMAT, with the line number, when the file has no header or a row
 * differs from it in the number of cells. */
tame_status tame_tsv_read(tame_tsv *t, const char *path, tame_error *err);
const char *tame_tsv_cell(const tame_tsv *t, size_t row, size_t col);
void tame_tsv_free(tame_tsv *t); /* frees the arrays and clears *t */

/* Number of columns that UTF-8 text takes on a terminal, counting one for
 * each code point. */
size_t tame_text_width(const char *s);

/* Writing PATH by way of PATH.tmp: print to `file`, then either commit, which
 * renames, or discard.  A limit on the size of files (ulimit -f) is an error like
 * a full disk for a program that ignores SIGXFSZ. */
typedef struct {
  FILE *file;
  char *path, *tmp;
} tame_output;

/* Whether a rename may put a file at PATH: nothing is there, or a file.  A
 * device would be replaced, for root may do that even to /dev/null. */
tame_status tame_output_place(const char *path, tame_error *err);

tame_status tame_output_open(tame_output *o, const char *path, tame_error *err);
tame_status tame_output_commit(tame_output *o, tame_error *err);
void tame_output_discard(tame_output *o);

/* What a program that prints returns from main: 0 when standard output has
 * taken all of it, else 1, and PROGRAM says why.  Without it a full disk would
 * pass for success. */
int tame_stdout_end(const char *program);

#endif
