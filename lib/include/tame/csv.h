/* SPDX-License-Identifier: MIT */
/* Tables of text with one separator, as spreadsheets and data-frame libraries
 * write them (RFC 4180): a header line, then rows of as many cells.
 *
 *   - A cell may be quoted, "like, this"; then it may hold the separator,
 *     newlines, and quotes written twice.  A quote elsewhere, or text after the
 *     closing one, is an error.
 *   - Lines end in LF or CR LF; the last end may be missing; a UTF-8 byte-order
 *     mark is skipped.
 *   - Every row has the number of cells of the header, and no line is empty.
 *     A file that ends after its header has 0 rows.
 *   - Column names differ.  An unnamed column (a data frame's index) is "".
 *
 * Numbers are decimal, finite, in the C locale; spaces around them are
 * accepted.  A file is read whole or refused: TAME_EMISSING, TAME_EIO, or
 * TAME_EFORMAT with "path:line: what is wrong", also from the functions that
 * look at cells. */
#ifndef TAME_CSV_H
#define TAME_CSV_H

#include <stddef.h>

#include "tame/status.h"

typedef struct {
  size_t rows, cols;
  char **name;  /* [cols] */
  char **cell;  /* [rows x cols], row-major, unquoted; owned by the table */
  size_t *line; /* [rows] where each row begins, from 1 */
  char *path, *text;
} tame_csv;

/* SEPARATOR is ',', ';' or a tab.  HEADER is NULL, or the names, with the same
 * separator, of the columns of a file that has no header line. */
tame_status tame_csv_read(tame_csv *t, const char *path, char separator,
                          const char *header, tame_error *err);
/* The same for TEXT, which comes from PATH, begins at its line FIRST_LINE and is
 * taken over by T; for formats that put something around a table. */
tame_status tame_csv_parse(tame_csv *t, char *text, const char *path,
                           size_t first_line, char separator,
                           const char *header, tame_error *err);
void tame_csv_free(tame_csv *t); /* frees the arrays and clears *t */

const char *tame_csv_cell(const tame_csv *t, size_t row, size_t col);

/* *col <- the column called NAME; TAME_EFORMAT when there is none. */
tame_status tame_csv_column(size_t *col, const tame_csv *t, const char *name,
                            tame_error *err);

/* x [rows] <- column COL.  Cells that are blank or equal MISSING ("?", "NA")
 * become NaN; with MISSING = NULL there may be none. */
tame_status tame_csv_numbers(double *x, const tame_csv *t, size_t col,
                             const char *missing, tame_error *err);

/* A column of words: code [rows] <- the number of each cell's word in the order
 * of first appearance; the words [*n_words] point into T, their array is
 * released with free().  TAME_EFORMAT when there are more than MAX. */
tame_status tame_csv_categories(size_t *code, const char ***words,
                                size_t *n_words, const tame_csv *t, size_t col,
                                size_t max, tame_error *err);

/* TAME_EFORMAT unless every cell of COL is WORD. */
tame_status tame_csv_all_are(const tame_csv *t, size_t col, const char *word,
                             tame_error *err);

#endif
