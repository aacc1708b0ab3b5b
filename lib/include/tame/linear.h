/* SPDX-License-Identifier: MIT */
/* Linear operators M [rows x cols] known through their products: the D and K
 * of tame/splitting.h.  Products take C vectors at once, the columns of a
 * row-major array, so that a dense operator multiplies matrices. */
#ifndef TAME_LINEAR_H
#define TAME_LINEAR_H

#include <stddef.h>

typedef struct tame_linear tame_linear;
struct tame_linear {
  size_t rows, cols;
  /* y [rows x c] <- M x, x [cols x c]; y and x do not overlap. */
  void (*apply)(double *y, const double *x, size_t c, const tame_linear *m);
  /* y [cols x c] <- M' x, x [rows x c] */
  void (*apply_t)(double *y, const double *x, size_t c, const tame_linear *m);
  const void *ctx; /* what the products need; borrowed */
};

/* A [rows x cols], row-major, borrowed. */
tame_linear tame_linear_dense(const double *a, size_t rows, size_t cols);

/* Differences of a signal x [n], in O(n) operations:
 *   order 1:  (Dx)_k = x_{k+1} - x_k,                 rows n - 1, n >= 2;
 *   order 2:  (Dx)_k = x_k - 2 x_{k+1} + x_{k+2},     rows n - 2, n >= 3.
 * |D|_2 < 2 and < 4. */
tame_linear tame_linear_difference(size_t n, unsigned order);

#endif
