/* SPDX-License-Identifier: MIT */
/* What the programs of this paper share: numbers in and out of cells. */
#ifndef CELLS_H
#define CELLS_H

#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/exp.h"

/* In run_cell: keep x [n] under NAME. */
static inline void keep(tame_h5 *out, const char *name, const double *x,
                        size_t n)
{
  tame_h5_axis(out, name, x, n, name, "1");
}
static inline void keep_number(tame_h5 *out, const char *name, double x)
{
  keep(out, name, &x, 1);
}

/* In merge: the arrays [n] kept as FROM in all cells, written as PATH over AXES
 * (the axis of the cells first when there are several), unless *s is already an
 * error. */
static inline void move(tame_status *s, tame_h5 *out, const tame_cells *cells,
                        const char *from, size_t n, const char *path,
                        const char *axes, const char *long_name,
                        tame_error *err)
{
  double *x = tame_vec(tame_cells_count(cells) * n);
  if (*s >= 0) *s = tame_cells_gather(x, cells, from, n, err);
  if (*s >= 0) tame_h5_write(out, path, axes, x, long_name, "1");
  free(x);
}

/* The same for numbers that belong to the whole run and are equal in all cells,
 * such as an axis: those of the first cell. */
static inline void move_axis(tame_status *s, tame_h5 *out,
                             const tame_cells *cells, const char *from,
                             const char *path, const char *long_name,
                             tame_error *err)
{
  double *x = NULL;
  tame_h5_shape shape;
  if (*s >= 0) *s = tame_cells_read(&x, &shape, cells, 0, from, err);
  if (*s >= 0) tame_h5_axis(out, path, x, shape.count, long_name, "1");
  free(x);
}

/* A single cell. */
static inline size_t one_cell(const tame_run *run)
{
  (void)run;
  return 1;
}
static inline void describe_one(tame_cell *cell, size_t index,
                                const tame_run *run)
{
  (void)index;
  (void)run;
  snprintf(cell->name, sizeof cell->name, "all");
  snprintf(cell->group, sizeof cell->group, "all");
}

#endif
