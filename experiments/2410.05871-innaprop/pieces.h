/* SPDX-License-Identifier: MIT */
/* What the programs of this paper share: damping pairs, and numbers that go
 * from cells to the result. */
#ifndef PIECES_H
#define PIECES_H

#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/exp.h"

/* (alpha, beta) and its word in files and file names */
typedef struct {
  double alpha, beta;
  const char *word;
} damping;

/* In a cell: x [n] as data set NAME. */
static inline void put(tame_h5 *out, const char *name, const double *x,
                       size_t n)
{
  char axis[32];
  snprintf(axis, sizeof axis, "place_%zu", n);
  if (!tame_h5_exists(out, axis)) tame_h5_index(out, axis, n, "place");
  tame_h5_write(out, name, axis, x, name, "1");
}

/* In the merge: data set NAME of all cells, COUNT numbers each, becomes PATH
 * over AXES. */
static inline tame_status collect(tame_h5 *out, const tame_cells *cells,
                                  const char *name, size_t count,
                                  const char *path, const char *axes,
                                  const char *meaning, tame_error *err)
{
  double *x = tame_vec(tame_cells_count(cells) * count);
  const tame_status s = tame_cells_gather(x, cells, name, count, err);
  if (s >= 0) tame_h5_write(out, path, axes, x, meaning, "1");
  free(x);
  return s;
}

#endif
