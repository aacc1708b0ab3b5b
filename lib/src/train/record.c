/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/full_batch.h"

void tame_record_add(tame_record *r, const double *row)
{
  if (r->rows == r->room) {
    r->room = r->room ? 2 * r->room : 64;
    r->x = realloc(r->x, r->room * r->columns * sizeof *r->x);
    TAME_REQUIRE(r->x);
  }
  memcpy(r->x + r->rows++ * r->columns, row, r->columns * sizeof *row);
}

void tame_record_free(tame_record *r)
{
  free(r->x);
  r->x = NULL;
  r->rows = r->room = 0;
}

const double *tame_record_row(const tame_record *r, size_t k)
{
  TAME_REQUIRE(k < r->rows);
  return r->x + k * r->columns;
}

void tame_record_column(double *x, const tame_record *r, size_t first, size_t c)
{
  TAME_REQUIRE(c < r->columns);
  for (size_t k = first; k < r->rows; k++)
    x[k - first] = r->x[k * r->columns + c];
}

/* --- checkpoints ---------------------------------------------------------- */

static void save_kept(tame_h5 *f, const float *kept, size_t n)
{
  double *x = tame_vec(n);
  for (size_t k = 0; k < n; k++) x[k] = (double)kept[k];
  tame_h5_index(f, "parameter", n, "parameter");
  tame_h5_write(f, "kept", "parameter", x, "parameters kept", "1");
  free(x);
}

tame_status tame_full_save(tame_full *t, const tame_record *r,
                           const float *kept, const char *path,
                           const char *identity, tame_error *err)
{
  tame_h5 *f;
  TAME_REQUIRE(r->rows > 0);
  TAME_TRY(tame_h5_create(&f, path, err));
  tame_h5_attr(f, "/", "title", "Checkpoint of gradient descent");
  tame_h5_attr(f, "/", "identity", identity);
  tame_h5_index(f, "row", r->rows, "row");
  tame_h5_index(f, "column", r->columns, "column");
  tame_h5_write(f, "record", "row column", r->x, "record of the run", "1");
  tame_nn_save_f32(f, "net", tame_full_nn(t));
  if (kept) save_kept(f, kept, tame_full_parameters(t));
  return tame_h5_commit(f, err);
}

static tame_status check_identity(const tame_h5 *f, const char *path,
                                  const char *identity, tame_error *err)
{
  char *text;
  TAME_TRY(tame_h5_read_attr(&text, f, "/", "identity", err));
  const bool is_ours = strcmp(text, identity) == 0;
  free(text);
  return is_ours ? TAME_OK
                 : tame_fail(err, TAME_EFORMAT, "%s: checkpoint of another run",
                             path);
}

/* *x <- the numbers of NAME, which are COUNT, or rows of COUNT when is_table */
static tame_status read_numbers(double **x, size_t *rows, size_t count,
                                bool is_table, const tame_h5 *f,
                                const char *name, tame_error *err)
{
  tame_h5_shape shape;
  TAME_TRY(tame_h5_read(x, &shape, f, name, err));
  *rows = shape.rank > 0 ? shape.dims[0] : 0;
  if (is_table ? shape.rank == 2 && shape.dims[0] > 0 && shape.dims[1] == count
               : shape.rank == 1 && shape.count == count)
    return TAME_OK;
  free(*x);
  *x = NULL;
  return tame_fail(err, TAME_EFORMAT, "%s: of another shape", name);
}

static tame_status load(tame_full *t, tame_record *r, float *kept,
                        const tame_h5 *f, tame_error *err)
{
  double *x = NULL, *old = NULL;
  size_t rows, n = tame_full_parameters(t), ignored;
  TAME_TRY(read_numbers(&x, &rows, r->columns, true, f, "record", err));
  tame_status s = TAME_OK;
  if (kept) s = read_numbers(&old, &ignored, n, false, f, "kept", err);
  if (s >= 0) s = tame_nn_load_f32(tame_full_nn(t), f, "net", err);
  if (s >= 0) {
    for (size_t k = 0; kept && k < n; k++) kept[k] = (float)old[k];
    r->rows = 0;
    for (size_t k = 0; k < rows; k++) tame_record_add(r, x + k * r->columns);
  }
  free(x);
  free(old);
  return s;
}

tame_status tame_full_load(tame_full *t, tame_record *r, float *kept,
                           const char *path, const char *identity,
                           tame_error *err)
{
  tame_h5 *f;
  TAME_TRY(tame_h5_open(&f, path, err));
  tame_status s = check_identity(f, path, identity, err);
  if (s >= 0) s = load(t, r, kept, f, err);
  tame_h5_close(f);
  return s;
}
