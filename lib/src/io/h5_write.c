/* SPDX-License-Identifier: MIT */
#include "tame/h5.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hdf5_hl.h>

#include "h5_file.h"
#include "tame/base.h"

/* Above this size data sets are compressed; small ones stay contiguous, which
 * every reader can map. */
static const size_t COMPRESS_ABOVE = 64 * 1024;
static const unsigned DEFLATE_LEVEL = 4;

static bool has_link(const tame_h5 *f, const char *path)
{
  return H5Lexists(f->file, path, H5P_DEFAULT) > 0;
}

void tame_h5_group(tame_h5 *f, const char *group, const char *title)
{
  if (f->has_failed || has_link(f, group)) return;
  const hid_t create = tame_h5_ordered(H5P_GROUP_CREATE);
  const char *slash = strrchr(group, '/');
  if (slash) { /* parents first, each ordered like this one */
    char *parent = tame_strdup(group);
    parent[slash - group] = '\0';
    tame_h5_group(f, parent, parent);
    free(parent);
  }
  const hid_t g = H5Gcreate2(f->file, group, H5P_DEFAULT, create, H5P_DEFAULT);
  if (g < 0) tame_h5_fail(f, group);
  if (g >= 0) H5Gclose(g);
  H5Pclose(create);
  tame_h5_attr(f, group, "title", title);
}

static hid_t creation_list(size_t rank, const hsize_t *dims)
{
  const hid_t plist = tame_h5_ordered(H5P_DATASET_CREATE);
  size_t bytes = sizeof(double);
  for (size_t i = 0; i < rank; i++) bytes *= dims[i];
  if (rank > 0 && bytes > COMPRESS_ABOVE) {
    hsize_t chunk[TAME_H5_MAX_RANK];
    size_t row = sizeof(double); /* whole rows, about a megabyte a chunk */
    for (size_t i = rank; i-- > 0;) {
      const size_t room = ((size_t)1 << 20) / row;
      chunk[i] = dims[i] < room ? dims[i] : (room ? room : 1);
      row *= chunk[i];
    }
    H5Pset_chunk(plist, (int)rank, chunk);
    H5Pset_shuffle(plist);
    H5Pset_deflate(plist, DEFLATE_LEVEL);
  }
  return plist;
}

/* Create and fill; the object id stays open for the caller, or < 0. */
static hid_t put_data(tame_h5 *f, const char *path, size_t rank,
                      const hsize_t *dims, const double *x)
{
  if (f->has_failed) return -1;
  const hid_t space =
      rank ? H5Screate_simple((int)rank, dims, NULL) : H5Screate(H5S_SCALAR);
  const hid_t plist = creation_list(rank, dims);
  const hid_t d = H5Dcreate2(f->file, path, H5T_IEEE_F64LE, space, H5P_DEFAULT,
                             plist, H5P_DEFAULT);
  if (d < 0 ||
      H5Dwrite(d, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, x) < 0)
    tame_h5_fail(f, path);
  H5Pclose(plist);
  H5Sclose(space);
  return d;
}

static void describe(tame_h5 *f, const char *path, const char *long_name,
                     const char *units)
{
  TAME_REQUIRE(long_name && *long_name && units && *units);
  tame_h5_attr(f, path, "long_name", long_name);
  tame_h5_attr(f, path, "units", units);
}

static const char *base_name(const char *path)
{
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

void tame_h5_axis(tame_h5 *f, const char *path, const double *x, size_t n,
                  const char *long_name, const char *units)
{
  const hsize_t dims[1] = {n};
  TAME_REQUIRE(n >= 1);
  const hid_t d = put_data(f, path, 1, dims, x);
  if (d >= 0 && H5DSset_scale(d, base_name(path)) < 0) tame_h5_fail(f, path);
  if (d >= 0) H5Dclose(d);
  describe(f, path, long_name, units);
}

/* 0, 1, ..., n-1; free() it. */
static double *indices(size_t n)
{
  double *x = tame_vec(n);
  for (size_t i = 0; i < n; i++) x[i] = (double)i;
  return x;
}

void tame_h5_index(tame_h5 *f, const char *path, size_t n,
                   const char *long_name)
{
  double *x = indices(n);
  tame_h5_axis(f, path, x, n, long_name, "1");
  free(x);
}

void tame_h5_codes(tame_h5 *f, const char *path, const char *words,
                   const char *long_name)
{
  size_t n = 1;
  for (const char *c = words; *c; c++) n += *c == ' ';
  double *code = indices(n);
  tame_h5_axis(f, path, code, n, long_name, "1");
  const hsize_t dims[1] = {n};
  const hid_t space = H5Screate_simple(1, dims, NULL);
  tame_h5_put_attr(f, path, "flag_values", H5T_NATIVE_DOUBLE, space, code);
  H5Sclose(space);
  tame_h5_attr(f, path, "flag_meanings", words);
  free(code);
}

/* The scale called NAME in the folder of PATH or the nearest folder above. */
static hid_t open_axis(const tame_h5 *f, const char *path, const char *name,
                       size_t length)
{
  char *where = tame_calloc(strlen(path) + length + 2, 1);
  strcpy(where, path);
  char *slash;
  hid_t axis = -1;
  do {
    slash = strrchr(where, '/');
    memcpy(slash ? slash + 1 : where, name, length);
    (slash ? slash + 1 : where)[length] = '\0';
    if (has_link(f, where)) axis = H5Dopen2(f->file, where, H5P_DEFAULT);
    if (slash) *slash = '\0';
  } while (axis < 0 && slash);
  free(where);
  return axis;
}

/* Open the axes named in AXES; returns their number. */
static size_t open_axes(hid_t axis[TAME_H5_MAX_RANK],
                        hsize_t dims[TAME_H5_MAX_RANK], const tame_h5 *f,
                        const char *path, const char *axes)
{
  size_t rank = 0;
  for (const char *name = axes; *name;) {
    const size_t length = strcspn(name, " ");
    TAME_REQUIRE(rank < TAME_H5_MAX_RANK);
    axis[rank] = open_axis(f, path, name, length);
    if (axis[rank] < 0) {
      fprintf(stderr, "%s: no axis called %.*s in its group or above\n", path,
              (int)length, name);
      abort(); /* the program asked for an axis that it did not write */
    }
    const hid_t space = H5Dget_space(axis[rank]);
    H5Sget_simple_extent_dims(space, &dims[rank], NULL);
    H5Sclose(space);
    rank++;
    name += length + (name[length] == ' ');
  }
  return rank;
}

void tame_h5_write(tame_h5 *f, const char *path, const char *axes,
                   const double *x, const char *long_name, const char *units)
{
  hid_t axis[TAME_H5_MAX_RANK];
  hsize_t dims[TAME_H5_MAX_RANK] = {0};
  if (f->has_failed) return;
  const size_t rank = open_axes(axis, dims, f, path, axes);
  const hid_t d = put_data(f, path, rank, dims, x);
  for (size_t i = 0; i < rank; i++) {
    if (d >= 0 && H5DSattach_scale(d, axis[i], (unsigned)i) < 0)
      tame_h5_fail(f, path);
    H5Dclose(axis[i]);
  }
  if (d >= 0) H5Dclose(d);
  describe(f, path, long_name, units);
}

void tame_h5_write_scalar(tame_h5 *f, const char *path, double x,
                          const char *long_name, const char *units)
{
  tame_h5_write(f, path, "", &x, long_name, units);
}

void tame_h5_write_measured(tame_h5 *f, const char *path, const char *axes,
                            const double *x, const char *long_name,
                            const char *units)
{
  tame_h5_write(f, path, axes, x, long_name, units);
  tame_h5_attr_integer(f, path, "volatile", 1);
}

void tame_h5_panel(tame_h5 *f, const char *group, const char *signal,
                   const char *axes)
{
  size_t n = 0;
  char *copy = tame_strdup(axes);
  const char *names[TAME_H5_MAX_RANK];
  for (char *name = copy; *name && n < TAME_H5_MAX_RANK;) {
    const size_t length = strcspn(name, " ");
    const bool is_last = name[length] == '\0';
    name[length] = '\0';
    names[n++] = name;
    name += length + !is_last;
  }
  tame_h5_attr(f, group, "NX_class", "NXdata");
  tame_h5_attr(f, group, "signal", signal);
  const hid_t type = tame_h5_text_type();
  const hsize_t dims[1] = {n};
  const hid_t space = H5Screate_simple(1, dims, NULL);
  tame_h5_put_attr(f, group, "axes", type, space, names);
  H5Sclose(space);
  H5Tclose(type);
  free(copy);
}
