/* SPDX-License-Identifier: MIT */
/* What the programs of this folder share: a cell is a few named rows of
 * numbers, and the merged file stacks them over the cells. */
#ifndef PARTS_H
#define PARTS_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/h5.h"
#include "tame/stats.h"
#include "tame/subgradient.h"

/* Into a cell: x [n] under NAME. */
static inline void put(tame_h5 *out, const char *name, const double *x,
                       size_t n)
{
  char axis[64];
  snprintf(axis, sizeof axis, "%s_index", name);
  tame_h5_index(out, axis, n, "index");
  tame_h5_write(out, name, axis, x, name, "1");
}

/* A data set of the merged file: that of the cells first, ..., first + n - 1,
 * COUNT numbers each, stacked. */
typedef struct {
  const char *name;  /* in the cell, and after "group/" in the file */
  const char *group; /* "" for the root */
  const char *axes;  /* of the whole */
  size_t count;
  const char *long_name;
} column;

/* The cells [first, first + n) of column C; *x is released with free(). */
static inline tame_status stack(double **x, const tame_cells *cells,
                                size_t first, size_t n, const char *name,
                                size_t count, tame_error *err)
{
  *x = tame_vec(n * count);
  for (size_t i = 0; i < n; i++) {
    double *part;
    tame_h5_shape shape;
    tame_status s = tame_cells_read(&part, &shape, cells, first + i, name, err);
    if (s >= 0 && shape.count != count) {
      free(part);
      s = tame_fail(err, TAME_EFORMAT, "%s: %zu numbers, not %zu", name,
                    shape.count, count);
    }
    if (s < 0) {
      free(*x);
      *x = NULL;
      return s;
    }
    for (size_t j = 0; j < count; j++) (*x)[i * count + j] = part[j];
    free(part);
  }
  return TAME_OK;
}

static inline tame_status merge_columns(tame_h5 *out, const tame_cells *cells,
                                        size_t first, size_t n_cells,
                                        const column *c, size_t n,
                                        tame_error *err)
{
  for (size_t i = 0; i < n; i++) {
    double *x;
    char path[128];
    TAME_TRY(stack(&x, cells, first, n_cells, c[i].name, c[i].count, err));
    snprintf(path, sizeof path, "%s%s%s", c[i].group, *c[i].group ? "/" : "",
             c[i].name);
    tame_h5_write(out, path, c[i].axes, x, c[i].long_name, "1");
    free(x);
  }
  return TAME_OK;
}

/* eps [n]: from LARGEST down by a factor of RANGE in all, geometrically. */
static inline void geometric(double *eps, size_t n, double largest,
                             double range)
{
  for (size_t i = 0; i < n; i++)
    eps[i] =
        n == 1 ? largest : largest * pow(range, -(double)i / (double)(n - 1));
}

/* Slope of log y against log x, points with a finite positive y only. */
static inline tame_line log_fit(const double *x, const double *y, size_t n)
{
  double *u = tame_vec(2 * n), *v = u + n;
  for (size_t i = 0; i < n; i++) u[i] = log(x[i]), v[i] = log(y[i]);
  const tame_line line = tame_fit_line(u, v, n);
  free(u);
  return line;
}

static inline tame_status failed(tame_error *err, const char *cell,
                                 tame_status s)
{
  return tame_fail(err, s < 0 ? s : TAME_ESINGULAR, "%s: %s", cell,
                   tame_status_str(s));
}

#endif
