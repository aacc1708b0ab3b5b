/* SPDX-License-Identifier: MIT */
/* A frame (frame.h) as the matrix of numbers that a network reads,
 *
 *     x [n x d]:  n rows of the frame, d inputs.
 *
 * The encoder is fitted on the training rows and then applied to any rows of
 * the same frame, so that nothing of the test rows leaks into it.
 *
 * TAME_ONE_HOT, in the order of the columns:
 *   numeric      (value - mean) / sd over the training rows, sd with divisor n;
 *                a missing value is the mean, and if any training row misses
 *                it, one more input is 1 where it is missing, else 0
 *   categorical  one input a level: 1 in its rows, else 0; missing is a level
 *                of its own when any training row misses it.  A level that no
 *                training row has is zero in all inputs.
 * TAME_CODES, what TabNet reads: first the categorical columns, each as the
 *   index of its level (missing: the number of levels), then the numeric ones
 *   as above.
 *
 * An input that is the same in all training rows carries nothing and is left
 * out.  Everything that was done to missing values and constant inputs is said
 * in the notes, one line each, for the log of the program. */
#ifndef TAME_ENCODE_H
#define TAME_ENCODE_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/frame.h"
#include "tame/notes.h"
#include "tame/status.h"

#define TAME_MAX_LEVELS 100

typedef enum { TAME_ONE_HOT, TAME_CODES } tame_encoding;

typedef struct {
  tame_encoding encoding;
  bool raw_numbers; /* numeric columns as they are; missing is still the mean */
  bool keep_constant; /* keep inputs of declared levels and of columns that the
                         training rows do not vary: the width then depends on
                         the file alone, but for missing values */
  /* More levels than this are an identifier or a column of numbers with a
   * misprint, and refused; 0 means TAME_MAX_LEVELS. */
  size_t max_levels;
  const char *const *skip; /* columns left out: the label; ends with NULL */
} tame_encode_options;

typedef enum {
  TAME_INPUT_NUMBER,  /* ((missing ? fill : value) - shift) / scale */
  TAME_INPUT_LEVEL,   /* value == level */
  TAME_INPUT_MISSING, /* whether missing */
  TAME_INPUT_CODE     /* missing ? fill : value */
} tame_input_kind;

typedef struct {
  tame_input_kind kind;
  size_t col;
  char *name; /* "age", "sex=Male", "age missing", "sex missing" */
  double level, fill, shift, scale;
} tame_input;

typedef struct {
  size_t d;
  tame_input *input; /* [d] */
  tame_notes notes;
} tame_encoder;

/* Fit E on the rows ROW [n] of F; ROW = NULL means all.  OPT may be NULL.
 * TAME_EINVAL for n = 0; TAME_EFORMAT when a column has too many levels, its
 * numbers overflow, SKIP names none, or no input is left. */
tame_status tame_encoder_fit(tame_encoder *e, const tame_frame *f,
                             const size_t *row, size_t n,
                             const tame_encode_options *opt, tame_error *err);
void tame_encoder_free(tame_encoder *e); /* frees the arrays and clears *e */

/* x [n x d] <- the rows ROW [n] (NULL: all) of F, the frame of the fit. */
void tame_encode(double *x, const tame_encoder *e, const tame_frame *f,
                 const size_t *row, size_t n);

#endif
