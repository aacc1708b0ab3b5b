/* SPDX-License-Identifier: MIT */
#include "tame/h5.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <hdf5_hl.h>

#include "h5_file.h"
#include "tame/base.h"

/* Above this size data sets are compressed; small ones stay contiguous, which
 * every reader can map. */
static const size_t COMPRESS_ABOVE = 64 * 1024;
static const unsigned DEFLATE_LEVEL = 4;

static void fail(tame_h5 *f, const char *path)
{
  char why[256];
  if (f->has_failed) return;
  f->has_failed = true;
  tame_h5_why(why, sizeof why);
  tame_fail(&f->error, TAME_EIO, "%s: cannot write %s: %s", f->path, path, why);
}

/* --- attributes ---------------------------------------------------------- */

static hid_t text_type(void)
{
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, H5T_VARIABLE);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return type;
}

static void put_attr(tame_h5 *f, const char *path, const char *name, hid_t type,
                     hid_t space, const void *value)
{
  if (f->has_failed) return;
  const hid_t object = H5Oopen(f->file, path, H5P_DEFAULT);
  if (object >= 0 && H5Aexists(object, name) > 0) H5Adelete(object, name);
  const hid_t attr =
      H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
  if (attr < 0 || H5Awrite(attr, type, value) < 0) fail(f, path);
  if (attr >= 0) H5Aclose(attr);
  if (object >= 0) H5Oclose(object);
}

static void put_scalar_attr(tame_h5 *f, const char *path, const char *name,
                            hid_t type, const void *value)
{
  const hid_t space = H5Screate(H5S_SCALAR);
  put_attr(f, path, name, type, space, value);
  H5Sclose(space);
}

void tame_h5_attr(tame_h5 *f, const char *path, const char *name,
                  const char *text)
{
  const hid_t type = text_type();
  put_scalar_attr(f, path, name, type, &text);
  H5Tclose(type);
}

void tame_h5_attr_number(tame_h5 *f, const char *path, const char *name,
                         double x)
{
  put_scalar_attr(f, path, name, H5T_NATIVE_DOUBLE, &x);
}

void tame_h5_attr_integer(tame_h5 *f, const char *path, const char *name,
                          long x)
{
  put_scalar_attr(f, path, name, H5T_NATIVE_LONG, &x);
}

/* --- file ---------------------------------------------------------------- */

/* Creation order is tracked for links and attributes, object times are off:
 * then netCDF reads the file and equal contents are equal bytes. */
static hid_t ordered(hid_t class)
{
  const hid_t plist = H5Pcreate(class);
  const unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  H5Pset_obj_track_times(plist, false);
  H5Pset_attr_creation_order(plist, order);
  if (class != H5P_DATASET_CREATE) H5Pset_link_creation_order(plist, order);
  return plist;
}

static void free_file(tame_h5 *f)
{
  free(f->path);
  free(f->tmp);
  free(f);
}

tame_status tame_h5_create(tame_h5 **out, const char *path, tame_error *err)
{
  char why[256];
  tame_h5_quiet();
  tame_h5 *f = tame_calloc(1, sizeof *f);
  f->path = tame_strdup(path);
  f->tmp = tame_calloc(strlen(path) + 5, 1);
  snprintf(f->tmp, strlen(path) + 5, "%s.tmp", path);

  const hid_t plist = ordered(H5P_FILE_CREATE);
  f->file = H5Fcreate(f->tmp, H5F_ACC_TRUNC, plist, H5P_DEFAULT);
  if (f->file < 0) tame_h5_why(why, sizeof why);
  H5Pclose(plist);
  if (f->file < 0) {
    const tame_status s =
        tame_fail(err, TAME_EIO, "%s: cannot create: %s", f->tmp, why);
    free_file(f);
    return s;
  }
  tame_h5_attr(f, "/", "Conventions", "TAME-1 NXdata");
  tame_h5_attr_integer(f, "/", "schema_version", TAME_SCHEMA_VERSION);
  *out = f;
  return TAME_OK;
}

static tame_status sync_and_rename(tame_h5 *f, tame_error *err)
{
  const int fd = open(f->tmp, O_RDONLY);
  const bool synced = fd >= 0 && fsync(fd) == 0;
  if (fd >= 0) close(fd);
  if (synced && rename(f->tmp, f->path) == 0) return TAME_OK;
  return tame_fail(err, TAME_EIO, "%s: cannot write: %s", f->path,
                   strerror(errno));
}

tame_status tame_h5_commit(tame_h5 *f, tame_error *err)
{
  tame_status s = TAME_OK;
  tame_h5_attr_integer(f, "/", "complete", 1);
  if (!f->has_failed && H5Fflush(f->file, H5F_SCOPE_GLOBAL) < 0) fail(f, "/");
  if (H5Fclose(f->file) < 0) fail(f, "/");
  if (f->has_failed) {
    s = tame_fail(err, TAME_EIO, "%s", f->error.text);
    unlink(f->tmp);
  } else {
    s = sync_and_rename(f, err);
    if (s < 0) unlink(f->tmp);
  }
  free_file(f);
  return s;
}

void tame_h5_discard(tame_h5 *f)
{
  H5Fclose(f->file);
  unlink(f->tmp);
  free_file(f);
}

/* --- groups and data sets ------------------------------------------------ */

static bool has_link(const tame_h5 *f, const char *path)
{
  return H5Lexists(f->file, path, H5P_DEFAULT) > 0;
}

void tame_h5_group(tame_h5 *f, const char *group, const char *title)
{
  if (f->has_failed || has_link(f, group)) return;
  const hid_t create = ordered(H5P_GROUP_CREATE);
  const char *slash = strrchr(group, '/');
  if (slash) { /* parents first, each ordered like this one */
    char *parent = tame_strdup(group);
    parent[slash - group] = '\0';
    tame_h5_group(f, parent, parent);
    free(parent);
  }
  const hid_t g = H5Gcreate2(f->file, group, H5P_DEFAULT, create, H5P_DEFAULT);
  if (g < 0) fail(f, group);
  if (g >= 0) H5Gclose(g);
  H5Pclose(create);
  tame_h5_attr(f, group, "title", title);
}

static hid_t creation_list(size_t rank, const hsize_t *dims)
{
  const hid_t plist = ordered(H5P_DATASET_CREATE);
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
    fail(f, path);
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
  if (d >= 0 && H5DSset_scale(d, base_name(path)) < 0) fail(f, path);
  if (d >= 0) H5Dclose(d);
  describe(f, path, long_name, units);
}

void tame_h5_codes(tame_h5 *f, const char *path, const char *words,
                   const char *long_name)
{
  size_t n = 1;
  for (const char *c = words; *c; c++) n += *c == ' ';
  double *code = tame_vec(n);
  for (size_t i = 0; i < n; i++) code[i] = (double)i;
  tame_h5_axis(f, path, code, n, long_name, "1");
  const hsize_t dims[1] = {n};
  const hid_t space = H5Screate_simple(1, dims, NULL);
  put_attr(f, path, "flag_values", H5T_NATIVE_DOUBLE, space, code);
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
      fprintf(stderr, "%s: no axis called %.*s\n", path, (int)length, name);
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
    if (d >= 0 && H5DSattach_scale(d, axis[i], (unsigned)i) < 0) fail(f, path);
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
  const hid_t type = text_type();
  const hsize_t dims[1] = {n};
  const hid_t space = H5Screate_simple(1, dims, NULL);
  put_attr(f, group, "axes", type, space, names);
  H5Sclose(space);
  H5Tclose(type);
  free(copy);
}
