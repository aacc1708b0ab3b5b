/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/exp.h"

void tame_fields_write(tame_h5 *out, const tame_field *fields, const double *x,
                       size_t n)
{
  for (size_t i = 0; i < n; i++)
    tame_h5_write_scalar(out, fields[i].path, x[i], fields[i].long_name,
                         fields[i].units);
}

static tame_status merge_field(tame_h5 *out, const char *group,
                               const tame_field *f, const tame_cells *cells,
                               tame_error *err)
{
  char path[256];
  tame_h5_shape shape;
  double *x;
  TAME_TRY(tame_cells_read(&x, &shape, cells, 0, f->path, err));
  free(x);
  x = tame_vec(tame_cells_count(cells) * shape.count);
  const tame_status s = tame_cells_gather(x, cells, f->path, shape.count, err);
  snprintf(path, sizeof path, "%s%s%s", group, *group ? "/" : "", f->path);
  if (s >= 0) tame_h5_write(out, path, f->axes, x, f->long_name, f->units);
  free(x);
  return s;
}

tame_status tame_fields_merge(tame_h5 *out, const char *group,
                              const tame_field *fields, size_t n,
                              const tame_cells *cells, tame_error *err)
{
  for (size_t i = 0; i < n; i++)
    TAME_TRY(merge_field(out, group, &fields[i], cells, err));
  return TAME_OK;
}

/* --- arrays without a unit -------------------------------------------------- */

void tame_cell_put(tame_h5 *out, const char *name, const double *x, size_t n)
{
  char axis[32];
  snprintf(axis, sizeof axis, "place_%zu", n);
  if (!tame_h5_exists(out, axis)) tame_h5_index(out, axis, n, "place");
  tame_h5_write(out, name, axis, x, name, "1");
}

tame_status tame_cells_collect(tame_h5 *out, const tame_cells *cells,
                               const char *name, size_t count, const char *path,
                               const char *axes, const char *meaning,
                               tame_error *err)
{
  double *x = tame_vec(tame_cells_count(cells) * count);
  const tame_status s = tame_cells_gather(x, cells, name, count, err);
  if (s >= 0) tame_h5_write(out, path, axes, x, meaning, "1");
  free(x);
  return s;
}
