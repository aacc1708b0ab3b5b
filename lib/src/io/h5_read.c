/* SPDX-License-Identifier: MIT */
#include "tame/h5.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hdf5_hl.h>

#include "h5_file.h"
#include "tame/base.h"

void tame_h5_quiet(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

/* Keep the outermost description; replace it by one that tells a system error,
 * which HDF5 spells "... errno = 28, error message = 'No space left ...'". */
static herr_t keep_message(unsigned n, const H5E_error2_t *e, void *ctx)
{
  char *text = ctx;
  if (!e->desc) return 0;
  const char *quoted = strstr(e->desc, "error message = '");
  if (quoted) {
    quoted += strlen("error message = '");
    snprintf(text, 256, "%.*s", (int)strcspn(quoted, "'"), quoted);
  } else if (n == 0 || !*text) {
    snprintf(text, 256, "%s", e->desc);
  }
  return 0;
}

void tame_h5_why(char *text, size_t size)
{
  char message[256] = "";
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_message, message);
  snprintf(text, size, "%s", *message ? message : "HDF5 gave no reason");
}

const char *tame_h5_library_version(char buffer[32])
{
  unsigned major = 0, minor = 0, release = 0;
  H5get_libversion(&major, &minor, &release);
  snprintf(buffer, 32, "%u.%u.%u", major, minor, release);
  return buffer;
}

/* --- opening ------------------------------------------------------------- */

static tame_status check_schema(const tame_h5 *f, tame_error *err)
{
  char *conventions = NULL;
  double version = 0.0, complete = 0.0;
  const tame_status known =
      tame_h5_read_attr(&conventions, f, "/", "Conventions", NULL);
  const bool ours = known == TAME_OK && strncmp(conventions, "TAME-", 5) == 0;
  free(conventions);
  if (!ours)
    return tame_fail(err, TAME_EFORMAT, "%s: not a result file of tame",
                     f->path);
  if (tame_h5_read_attr_number(&version, f, "/", "schema_version", NULL) < 0 ||
      version != TAME_SCHEMA_VERSION)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: schema version %g, this program reads %d", f->path,
                     version, TAME_SCHEMA_VERSION);
  if (tame_h5_read_attr_number(&complete, f, "/", "complete", NULL) < 0 ||
      complete != 1.0)
    return tame_fail(err, TAME_EFORMAT, "%s: not complete", f->path);
  return TAME_OK;
}

tame_status tame_h5_open(tame_h5 **out, const char *path, tame_error *err)
{
  char why[256];
  tame_h5_quiet();
  TAME_TRY(tame_h5_check_seal(path, err));
  const hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
  if (file < 0) {
    tame_h5_why(why, sizeof why);
    return tame_fail(err, TAME_EFORMAT, "%s: damaged: %s", path, why);
  }
  tame_h5 *f = tame_calloc(1, sizeof *f);
  f->file = file;
  f->fd = -1;
  f->path = tame_strdup(path);
  const tame_status s = check_schema(f, err);
  if (s < 0) {
    tame_h5_close(f);
    return s;
  }
  *out = f;
  return TAME_OK;
}

void tame_h5_close(tame_h5 *f)
{
  if (!f) return;
  H5Fclose(f->file);
  free(f->path);
  free(f);
}

const char *tame_h5_path(const tame_h5 *f) { return f->path; }

/* --- data sets ----------------------------------------------------------- */

/* We write hard links only; others may lead round in circles, out of the file,
 * or nowhere. */
static bool has_link(const tame_h5 *f, const char *path)
{
  H5L_info_t link;
  return H5Lget_info(f->file, path, &link, H5P_DEFAULT) >= 0 &&
         link.type == H5L_TYPE_HARD;
}

/* Every part of the path one by one, since each may be such a link. */
bool tame_h5_exists(const tame_h5 *f, const char *path)
{
  if (strcmp(path, "/") == 0) return true;
  char *part = tame_strdup(path);
  bool found = true;
  for (char *c = part + (*part == '/'); found && *c; c++) {
    c += strcspn(c, "/");
    const char end = *c;
    *c = '\0';
    found = has_link(f, part);
    *c = end;
    if (!end) break;
  }
  free(part);
  return found;
}

static tame_status shape_of(tame_h5_shape *shape, hid_t space)
{
  hsize_t dims[H5S_MAX_RANK];
  const int rank = H5Sget_simple_extent_ndims(space);
  if (rank < 0 || rank > TAME_H5_MAX_RANK) return TAME_EFORMAT;
  /* an empty dataspace has rank 0 as a scalar has, but no number */
  if (H5Sget_simple_extent_type(space) == H5S_NULL) return TAME_EFORMAT;
  H5Sget_simple_extent_dims(space, dims, NULL);
  shape->rank = (size_t)rank;
  shape->count = 1;
  for (size_t i = 0; i < shape->rank; i++) {
    shape->dims[i] = (size_t)dims[i];
    if (dims[i] && shape->count > ((size_t)1 << 40) / dims[i])
      return TAME_EFORMAT; /* no result of ours is that large */
    shape->count *= shape->dims[i];
  }
  return TAME_OK;
}

static bool is_numeric(hid_t data)
{
  const hid_t type = H5Dget_type(data);
  const H5T_class_t class = H5Tget_class(type);
  H5Tclose(type);
  return class == H5T_FLOAT || class == H5T_INTEGER;
}

tame_status tame_h5_read(double **x, tame_h5_shape *shape, const tame_h5 *f,
                         const char *path, tame_error *err)
{
  tame_h5_shape local;
  char why[256];
  if (!shape) shape = &local;
  if (!tame_h5_exists(f, path))
    return tame_fail(err, TAME_EMISSING, "%s: no data set %s", f->path, path);
  const hid_t data = H5Dopen2(f->file, path, H5P_DEFAULT);
  if (data < 0 || !is_numeric(data)) {
    if (data >= 0) H5Dclose(data);
    return tame_fail(err, TAME_EFORMAT, "%s: %s is not a numeric data set",
                     f->path, path);
  }
  const hid_t space = H5Dget_space(data);
  tame_status s = shape_of(shape, space);
  H5Sclose(space);
  if (s == TAME_OK && !tame_h5_data_fits(f, data, shape->count))
    s = TAME_EFORMAT;
  if (s < 0) {
    H5Dclose(data);
    return tame_fail(err, s, "%s: %s has an unusable shape", f->path, path);
  }
  *x = tame_vec(shape->count);
  if (H5Dread(data, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, *x) < 0) {
    tame_h5_why(why, sizeof why);
    s = tame_fail(err, TAME_EFORMAT, "%s: cannot read %s: %s", f->path, path,
                  why);
    free(*x);
    *x = NULL;
  }
  H5Dclose(data);
  return s;
}

tame_status tame_h5_read_scalar(double *x, const tame_h5 *f, const char *path,
                                tame_error *err)
{
  double *value;
  tame_h5_shape shape;
  TAME_TRY(tame_h5_read(&value, &shape, f, path, err));
  const bool is_one = shape.count == 1;
  if (is_one) *x = value[0];
  free(value);
  if (!is_one)
    return tame_fail(err, TAME_EFORMAT, "%s: %s is not a scalar", f->path,
                     path);
  return TAME_OK;
}

/* --- attributes ---------------------------------------------------------- */

/* Open attribute NAME of PATH when it exists, is a single value and of class
 * CLASS (floats and integers count as one class). */
static tame_status open_attr(hid_t *attr, hid_t *type, const tame_h5 *f,
                             const char *path, const char *name, bool is_text,
                             tame_error *err)
{
  *attr = -1;
  if (tame_h5_exists(f, path) &&
      H5Aexists_by_name(f->file, path, name, H5P_DEFAULT) > 0)
    *attr = H5Aopen_by_name(f->file, path, name, H5P_DEFAULT, H5P_DEFAULT);
  if (*attr < 0)
    return tame_fail(err, TAME_EMISSING, "%s: no attribute %s of %s", f->path,
                     name, path);
  *type = H5Aget_type(*attr);
  const hid_t space = H5Aget_space(*attr);
  const H5T_class_t class = H5Tget_class(*type);
  const bool fits = H5Sget_simple_extent_npoints(space) == 1 &&
                    (is_text ? class == H5T_STRING
                             : class == H5T_FLOAT || class == H5T_INTEGER) &&
                    tame_h5_attr_fits(f, *attr);
  H5Sclose(space);
  if (fits) return TAME_OK;
  H5Tclose(*type);
  H5Aclose(*attr);
  return tame_fail(err, TAME_EFORMAT, "%s: attribute %s of %s: wrong type",
                   f->path, name, path);
}

/* Variable-length strings arrive allocated by HDF5, fixed ones in a buffer of
 * ours; both leave as one allocated by us. */
static tame_status read_text(char **text, hid_t attr, hid_t type)
{
  if (H5Tis_variable_str(type) > 0) {
    char *value = NULL;
    if (H5Aread(attr, type, &value) < 0) return TAME_EFORMAT;
    *text = tame_strdup(value ? value : "");
    H5free_memory(value);
    return TAME_OK;
  }
  *text = tame_calloc(H5Tget_size(type) + 1, 1);
  if (H5Aread(attr, type, *text) >= 0) return TAME_OK;
  free(*text);
  *text = NULL;
  return TAME_EFORMAT;
}

tame_status tame_h5_read_attr(char **text, const tame_h5 *f, const char *path,
                              const char *name, tame_error *err)
{
  hid_t attr, type = -1;
  TAME_TRY(open_attr(&attr, &type, f, path, name, true, err));
  const tame_status s = read_text(text, attr, type);
  H5Tclose(type);
  H5Aclose(attr);
  if (s < 0)
    return tame_fail(err, s, "%s: attribute %s of %s: unreadable", f->path,
                     name, path);
  return s;
}

tame_status tame_h5_read_attr_number(double *x, const tame_h5 *f,
                                     const char *path, const char *name,
                                     tame_error *err)
{
  hid_t attr, type = -1;
  TAME_TRY(open_attr(&attr, &type, f, path, name, false, err));
  const herr_t got = H5Aread(attr, H5T_NATIVE_DOUBLE, x);
  H5Tclose(type);
  H5Aclose(attr);
  if (got < 0)
    return tame_fail(err, TAME_EFORMAT, "%s: attribute %s of %s: unreadable",
                     f->path, name, path);
  return TAME_OK;
}

/* --- structure ----------------------------------------------------------- */

static herr_t take_scale(hid_t data, unsigned dim, hid_t scale, void *ctx)
{
  (void)data;
  (void)dim;
  const ssize_t length = H5Iget_name(scale, NULL, 0);
  if (length <= 0) return 0;
  char *path = tame_calloc((size_t)length + 1, 1);
  H5Iget_name(scale, path, (size_t)length + 1);
  *(char **)ctx = path;
  return 1; /* the first scale is enough */
}

/* Is the list of scales of DATA one list of references for each dimension?  The
 * library reads whatever has that name into an array of so many lists. */
static bool has_scales(hid_t data)
{
  static const char LIST[] = "DIMENSION_LIST";
  if (H5Aexists(data, LIST) <= 0) return false;
  const hid_t attr = H5Aopen(data, LIST, H5P_DEFAULT);
  const hid_t type = H5Aget_type(attr), in_attr = H5Aget_space(attr);
  const hid_t space = H5Dget_space(data);
  const hid_t each =
      H5Tget_class(type) == H5T_VLEN ? H5Tget_super(type) : H5Tcopy(type);
  const bool is_list = H5Tget_class(type) == H5T_VLEN &&
                       H5Tequal(each, H5T_STD_REF_OBJ) > 0 &&
                       H5Sget_simple_extent_npoints(in_attr) ==
                           H5Sget_simple_extent_ndims(space);
  H5Tclose(each);
  H5Sclose(space);
  H5Sclose(in_attr);
  H5Tclose(type);
  H5Aclose(attr);
  return is_list;
}

char *tame_h5_axis_path(const tame_h5 *f, const char *path, size_t dim)
{
  char *scale = NULL;
  if (!tame_h5_exists(f, path)) return NULL;
  const hid_t data = H5Dopen2(f->file, path, H5P_DEFAULT);
  if (data < 0) return NULL;
  if (has_scales(data))
    H5DSiterate_scales(data, (unsigned)dim, NULL, take_scale, &scale);
  H5Dclose(data);
  return scale;
}

tame_status tame_h5_axis_name(char **name, const tame_h5 *f, const char *path,
                              size_t dim, tame_error *err)
{
  char *scale = tame_h5_axis_path(f, path, dim);
  const char *slash = scale ? strrchr(scale, '/') : NULL;
  *name = scale ? tame_strdup(slash ? slash + 1 : scale) : NULL;
  free(scale);
  if (*name) return TAME_OK;
  return tame_fail(err, TAME_EMISSING, "%s: dimension %zu of %s has no scale",
                   f->path, dim, path);
}

typedef struct {
  tame_h5_visit *visit;
  void *ctx;
  const char *prefix; /* of the visited paths, "" or "group" */
} walker;

static herr_t visit_link(hid_t group, const char *name, const H5L_info_t *link,
                         void *ctx)
{
  const walker *w = ctx;
  if (link->type != H5L_TYPE_HARD) return 0; /* as in tame_h5_exists */
  const hid_t object = H5Oopen(group, name, H5P_DEFAULT);
  if (object < 0) return 0;
  const bool is_group = H5Iget_type(object) == H5I_GROUP;
  H5Oclose(object);
  const size_t size = strlen(w->prefix) + strlen(name) + 2;
  char *path = tame_calloc(size, 1);
  snprintf(path, size, "%s%s%s", w->prefix, *w->prefix ? "/" : "", name);
  const bool goes_on = w->visit(path, is_group, w->ctx);
  free(path);
  return goes_on ? 0 : 1;
}

tame_status tame_h5_walk(const tame_h5 *f, const char *group,
                         tame_h5_visit *visit, void *ctx, tame_error *err)
{
  const bool is_root = strcmp(group, "/") == 0;
  walker w = {visit, ctx, is_root ? "" : group};
  const hid_t g =
      tame_h5_exists(f, group) ? H5Gopen2(f->file, group, H5P_DEFAULT) : -1;
  if (g < 0)
    return tame_fail(err, TAME_EMISSING, "%s: no group %s", f->path, group);
  const herr_t got =
      H5Lvisit(g, H5_INDEX_CRT_ORDER, H5_ITER_INC, visit_link, &w);
  H5Gclose(g);
  if (got < 0)
    return tame_fail(err, TAME_EFORMAT, "%s: cannot list %s", f->path, group);
  return TAME_OK;
}
