/* SPDX-License-Identifier: MIT */
/* Readers of numeric tables, strict: a file is read whole or refused with the
 * line number and the reason, and memory is taken in proportion to the file.
 * Numbers are parsed in the C locale; NaN, infinities and hexadecimal are
 * refused. */
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
 * increasing, absent ones zero; p is the largest index (at most max_p, a guard
 * against absurd indices); m = 1. */
tame_status tame_read_libsvm(tame_table *t, const char *path, size_t max_p,
                             tame_error *err);

/* FANN training data: a line "n p m", then p inputs and m outputs alternately,
 * as free-form numbers. */
tame_status tame_read_fann(tame_table *t, const char *path, tame_error *err);

#endif
