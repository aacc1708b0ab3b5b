/* SPDX-License-Identifier: MIT */
/* A table of columns of two kinds, as people keep data about people:
 *
 *     numeric      a number a row
 *     categorical  one of the column's levels ("Male", "Female") a row
 *
 * and either may be missing in a row.  It comes from
 *
 *     .csv .tsv    text with a header line (csv.h).  A column is numeric when
 *                  all its cells that are not missing are numbers, else
 *                  categorical with its different words, in the order of their
 *                  bytes, as levels; spaces around a cell do not count.
 *     .arff        tame/arff.h, where the file declares the kinds
 *     adult.data, adult.test    tame/adult.h
 *
 * encode.h makes the matrix of numbers that a network reads.
 *
 * Errors: as csv.h, always with "path:line" where there is a line. */
#ifndef TAME_FRAME_H
#define TAME_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/status.h"

typedef struct {
  char *name;
  bool is_categorical;
  size_t n_levels;
  char **level; /* [n_levels], all different; NULL for numbers */
  /* Line of the first word that is not a number, which made the column
   * categorical; 0 when the file or an option says the kind. */
  size_t word_line;
} tame_frame_column;

typedef struct {
  size_t rows, cols;
  tame_frame_column *column; /* [cols] */
  /* [rows x cols], row-major: the number, or the index of the level; NaN where
   * missing */
  double *x;
  size_t *line; /* [rows] where each row stands in its file, from 1 */
  /* Row i is of file path[k] for the largest k with first_row[k] <= i. */
  size_t n_files;
  char **path;       /* [n_files] */
  size_t *first_row; /* [n_files] */
} tame_frame;

/* Lists end with NULL and name columns; a name that the file lacks is
 * TAME_EFORMAT.  All may be left out. */
typedef struct {
  char separator;     /* 0: a tab in .tsv; ';' when the first line has one and
                         no comma; else a comma */
  const char *header; /* names of the columns of a file without a header line */
  const char *const *missing; /* words; NULL: "?", "NA", "NaN".  An empty cell
                                 is always missing. */
  const char *const *categorical; /* although they may be numbers: codes */
  const char *const *numeric;     /* a word in them is an error, not a level */
  const char *const *ignore;      /* left out of the frame */
} tame_frame_options;

/* Read PATH as its name says.  SEPARATOR, HEADER, MISSING and NUMERIC are for
 * text tables and not looked at for other files.  OPT may be NULL.
 * TAME_EINVAL for a name of another ending: say the separator then. */
tame_status tame_frame_open(tame_frame *f, const char *path,
                            const tame_frame_options *opt, tame_error *err);

/* Read PATH as a text table, whatever its name. */
tame_status tame_frame_csv(tame_frame *f, const char *path,
                           const tame_frame_options *opt, tame_error *err);

void tame_frame_free(tame_frame *f); /* frees the arrays and clears *f */

/* F <- its rows, then those of G: a test file after the training file.  The
 * names and kinds must agree; a level that F lacks is added after its own, and
 * a column that is numeric in one and missing in all rows of the other takes
 * the kind that is known. */
tame_status tame_frame_append(tame_frame *f, const tame_frame *g,
                              tame_error *err);

/* *col <- the column called NAME; TAME_EFORMAT when there is none, with the
 * names that there are. */
tame_status tame_frame_find(size_t *col, const tame_frame *f, const char *name,
                            tame_error *err);

/* "path:line" of a row, cut to fit. */
void tame_frame_place(char place[256], const tame_frame *f, size_t row);

/* Make column COL categorical: levels are its different numbers, in order. */
void tame_frame_categorical(tame_frame *f, size_t col);

/* code [rows] <- the level of a categorical column, for labels and groups.
 * TAME_EFORMAT when a row is missing or the column is numeric. */
tame_status tame_frame_codes(size_t *code, const tame_frame *f, size_t col,
                             tame_error *err);

/* is_named [levels] <- whether the level is one of WORDS, which ends with NULL;
 * TAME_EFORMAT for a word that is no level, with the levels that there are. */
tame_status tame_frame_levels(bool *is_named, const tame_frame *f, size_t col,
                              const char *const *words, tame_error *err);

/* is [rows] <- whether the level is one of WORDS, which ends with NULL.
 * Errors as tame_frame_codes; also a word that is no level. */
tame_status tame_frame_is(bool *is, const tame_frame *f, size_t col,
                          const char *const *words, tame_error *err);

#endif
