/* SPDX-License-Identifier: MIT */
/* Results that are put together from cells of different kinds: each data set
 * of the whole is one data set of one cell. */
#ifndef ASSEMBLE_H
#define ASSEMBLE_H

#include <stdio.h>
#include <stdlib.h>

#include "tame/exp.h"

typedef struct {
  size_t cell;
  const char *group, *name; /* `name` in the cell, group/name in the whole */
  const char *axes;         /* NULL: is itself an axis; "": a scalar */
  const char *meaning;
} part;

/* The groups of the parts must exist. */
static inline tame_status assemble(tame_h5 *out, const tame_cells *cells,
                                   const part *parts, size_t n, tame_error *err)
{
  for (size_t i = 0; i < n; i++) {
    const part *p = &parts[i];
    char path[128];
    double *x;
    tame_h5_shape shape;
    TAME_TRY(tame_cells_read(&x, &shape, cells, p->cell, p->name, err));
    snprintf(path, sizeof path, "%s/%s", p->group, p->name);
    if (p->axes)
      tame_h5_write(out, path, p->axes, x, p->meaning, "1");
    else
      tame_h5_axis(out, path, x, shape.count, p->meaning, "1");
    free(x);
  }
  return TAME_OK;
}

#endif
