/* SPDX-License-Identifier: MIT */
/* Readers of numeric tables, strict: a file is read whole or refused with the
 * line number and the reason.  No count in a file is believed before the file
 * is seen to be long enough for it.  Numbers are parsed in the C locale; NaN,
 * infinities, numbers beyond the range of a double and hexadecimal are refused.
 * A carriage return before a newline and a missing last newline are accepted.
 *
 * Errors: TAME_EMISSING, TAME_EIO (a folder, no permission), TAME_EFORMAT with
 * "path:line: what is wrong". */
#ifndef TAME_READ_H
#define TAME_READ_H

#include <stddef.h>

#include "tame/status.h"

/* Regression data  x [n x p] row-major, y [n x m] row-major. */
typedef struct {
  size_t n, p, m;
  double *x, *y; /* released by tame_table_free */
} tame_table;

void tame_table_free(tame_table *t); /* frees the arrays and clears *t */

/* LIBSVM format: "target index:value ..." a line, indices 1-based and
 * increasing, absent ones zero; p is the largest index of the file and m = 1.
 * x is dense, n p numbers however sparse the file: max_p, the largest index
 * accepted, is the guard against absurd ones. */
tame_status tame_read_libsvm(tame_table *t, const char *path, size_t max_p,
                             tame_error *err);

/* FANN training data: a line "n p m", all at least 1, then p inputs and m
 * outputs alternately, as free-form numbers, and nothing after them. */
tame_status tame_read_fann(tame_table *t, const char *path, tame_error *err);

#endif
