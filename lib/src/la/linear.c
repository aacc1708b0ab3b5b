/* SPDX-License-Identifier: MIT */
#include "tame/linear.h"

#include <string.h>

#include "tame/base.h"
#include "tame/la.h"

static void dense_apply(double *y, const double *x, size_t c,
                        const tame_linear *m)
{
  tame_la_columns(y, c, false, m->ctx, m->rows, m->cols, x, c, c);
}

static void dense_apply_t(double *y, const double *x, size_t c,
                          const tame_linear *m)
{
  tame_la_columns(y, c, true, m->ctx, m->rows, m->cols, x, c, c);
}

tame_linear tame_linear_dense(const double *a, size_t rows, size_t cols)
{
  TAME_REQUIRE(rows > 0 && cols > 0);
  return (tame_linear){rows, cols, dense_apply, dense_apply_t, a};
}

/* In a row-major array with C columns the next entry of a signal is C further:
 * row k of Dx is the combination of rows k, k + 1, ... of x. */
static void first_apply(double *y, const double *x, size_t c,
                        const tame_linear *m)
{
  for (size_t i = 0; i < m->rows * c; i++) y[i] = x[i + c] - x[i];
}

static void first_apply_t(double *y, const double *x, size_t c,
                          const tame_linear *m)
{
  const size_t last = m->rows * c;
  memset(y, 0, m->cols * c * sizeof *y);
  for (size_t i = 0; i < last; i++) y[i] -= x[i];
  for (size_t i = 0; i < last; i++) y[i + c] += x[i];
}

static void second_apply(double *y, const double *x, size_t c,
                         const tame_linear *m)
{
  for (size_t i = 0; i < m->rows * c; i++)
    y[i] = x[i] - 2.0 * x[i + c] + x[i + 2 * c];
}

static void second_apply_t(double *y, const double *x, size_t c,
                           const tame_linear *m)
{
  const size_t last = m->rows * c;
  memset(y, 0, m->cols * c * sizeof *y);
  for (size_t i = 0; i < last; i++) y[i] += x[i];
  for (size_t i = 0; i < last; i++) y[i + c] -= 2.0 * x[i];
  for (size_t i = 0; i < last; i++) y[i + 2 * c] += x[i];
}

tame_linear tame_linear_difference(size_t n, unsigned order)
{
  TAME_REQUIRE((order == 1 || order == 2) && n > order);
  if (order == 1)
    return (tame_linear){n - 1, n, first_apply, first_apply_t, NULL};
  return (tame_linear){n - 2, n, second_apply, second_apply_t, NULL};
}
