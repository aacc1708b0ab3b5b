/* SPDX-License-Identifier: MIT */
#include "tame/compare.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hdf5.h>

#include "h5_file.h"
#include "tame/base.h"

typedef struct {
  const tame_h5 *a, *b;
  bool numbers_only;
  size_t n;
  tame_difference *say;
  void *ctx;
} comparison;

static void differ(comparison *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void differ(comparison *c, const char *format, ...)
{
  char text[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  for (char *t = text; *t; t++) /* one line, and no commands to a terminal */
    if (iscntrl((unsigned char)*t)) *t = *t == '\n' ? ' ' : '?';
  c->n++;
  c->say(text, c->ctx);
}

static bool is_below(const char *path, const char *group)
{
  const size_t n = strlen(group);
  return strncmp(path, group, n) == 0 && (path[n] == '\0' || path[n] == '/');
}

static bool is_left_out(const comparison *c, const char *path)
{
  return is_below(path, c->numbers_only ? "provenance" : "provenance/run");
}

/* --- numbers ------------------------------------------------------------- */

static bool same_number(double x, double y)
{
  return memcmp(&x, &y, sizeof x) == 0 || (isnan(x) && isnan(y));
}

static void compare_numbers(comparison *c, const char *path, const double *x,
                            const double *y, size_t count)
{
  size_t n = 0, first = 0;
  double largest = 0.0;
  for (size_t i = 0; i < count; i++) {
    if (same_number(x[i], y[i])) continue;
    if (n++ == 0) first = i;
    largest = fmax(largest, fabs(x[i] - y[i])); /* fmax skips NaN */
  }
  if (n > 0) {
    differ(c,
           "%s: %zu of %zu numbers differ, by at most %.3g; the first, at "
           "%zu: %.17g and %.17g",
           path, n, count, largest, first, x[first], y[first]);
  }
}

static bool is_volatile(const tame_h5 *f, const char *path)
{
  double x;
  return tame_h5_read_attr_number(&x, f, path, "volatile", NULL) >= 0 &&
         x == 1.0;
}

static bool same_shape(const tame_h5_shape *a, const tame_h5_shape *b)
{
  return a->rank == b->rank &&
         memcmp(a->dims, b->dims, a->rank * sizeof a->dims[0]) == 0;
}

static void compare_data(comparison *c, const char *path)
{
  double *x = NULL, *y = NULL;
  tame_h5_shape sx, sy;
  const tame_status a = tame_h5_read(&x, &sx, c->a, path, NULL);
  const tame_status b = tame_h5_read(&y, &sy, c->b, path, NULL);
  if (a < 0 || b < 0) {
    differ(c, "%s: cannot be read as numbers in %s", path,
           a < 0 ? "the first" : "the second");
  } else if (!same_shape(&sx, &sy)) {
    differ(c, "%s: another shape, %zu and %zu numbers", path, sx.count,
           sy.count);
  } else if (!is_volatile(c->a, path) || !is_volatile(c->b, path)) {
    compare_numbers(c, path, x, y, sx.count);
  }
  free(x);
  free(y);
}

/* --- attributes ---------------------------------------------------------- */

/* Written by the HDF5 and netCDF libraries for themselves; references, whose
 * bits are addresses in the file. */
static bool is_bookkeeping(const char *name)
{
  return strcmp(name, "DIMENSION_LIST") == 0 ||
         strcmp(name, "REFERENCE_LIST") == 0 || strcmp(name, "CLASS") == 0 ||
         strcmp(name, "NAME") == 0 || strncmp(name, "_Netcdf4", 8) == 0 ||
         strncmp(name, "_NC", 3) == 0;
}

/* Any attribute of strings, one a line; nothing for a type we never write. */
static void put_strings(FILE *out, hid_t attr, hid_t type, size_t count)
{
  if (H5Tis_variable_str(type) > 0) {
    char **value = tame_calloc(count, sizeof *value);
    if (H5Aread(attr, type, value) >= 0) {
      for (size_t i = 0; i < count; i++) {
        fprintf(out, i > 0 ? "\n%s" : "%s", value[i] ? value[i] : "");
        H5free_memory(value[i]);
      }
    }
    free(value);
    return;
  }
  const size_t each = H5Tget_size(type);
  char *value = tame_calloc(count, each);
  if (H5Aread(attr, type, value) >= 0)
    for (size_t i = 0; i < count; i++)
      fprintf(out, i > 0 ? "\n%.*s" : "%.*s", (int)each, value + i * each);
  free(value);
}

static void put_numbers(FILE *out, hid_t attr, size_t count)
{
  double *value = tame_vec(count);
  if (H5Aread(attr, H5T_NATIVE_DOUBLE, value) >= 0)
    for (size_t i = 0; i < count; i++)
      fprintf(out, i > 0 ? " %.17g" : "%.17g", value[i]);
  free(value);
}

/* Attribute NAME of PATH as text, released with free(). */
static char *attr_as_text(const tame_h5 *f, const char *path, const char *name)
{
  char *text = NULL;
  size_t size;
  FILE *out = open_memstream(&text, &size);
  TAME_REQUIRE(out != NULL);
  const hid_t attr =
      H5Aopen_by_name(f->file, path, name, H5P_DEFAULT, H5P_DEFAULT);
  if (attr >= 0 && tame_h5_attr_fits(f, attr)) {
    const hid_t type = H5Aget_type(attr), space = H5Aget_space(attr);
    const hssize_t points = H5Sget_simple_extent_npoints(space);
    const H5T_class_t class = H5Tget_class(type);
    if (points > 0 && class == H5T_STRING) {
      put_strings(out, attr, type, (size_t)points);
    } else if (points > 0 && (class == H5T_FLOAT || class == H5T_INTEGER)) {
      put_numbers(out, attr, (size_t)points);
    }
    H5Sclose(space);
    H5Tclose(type);
  }
  if (attr >= 0) H5Aclose(attr);
  TAME_REQUIRE(fclose(out) == 0 && text != NULL);
  return text;
}

typedef struct {
  comparison *c;
  const tame_h5 *other;
  const char *path;
  bool is_second; /* then only what the first lacks is reported */
} attr_walk;

static herr_t compare_attr(hid_t object, const char *name,
                           const H5A_info_t *info, void *ctx)
{
  const attr_walk *w = ctx;
  (void)object;
  (void)info;
  if (is_bookkeeping(name)) return 0;
  if (H5Aexists_by_name(w->other->file, w->path, name, H5P_DEFAULT) <= 0) {
    differ(w->c, "%s: attribute %s only in the %s", w->path, name,
           w->is_second ? "second" : "first");
    return 0;
  }
  if (w->is_second) return 0;
  char *x = attr_as_text(w->c->a, w->path, name);
  char *y = attr_as_text(w->c->b, w->path, name);
  if (strcmp(x, y) != 0) {
    size_t at = 0; /* a long text is shown from where the two part */
    while (x[at] && x[at] == y[at]) at++;
    at = at > 100 ? at - 100 : 0;
    differ(w->c, "%s: attribute %s: \"%s%.200s\" and \"%s%.200s\"", w->path,
           name, at ? "..." : "", x + at, at ? "..." : "", y + at);
  }
  free(x);
  free(y);
  return 0;
}

static void compare_attrs(comparison *c, const char *path)
{
  attr_walk first = {c, c->b, path, false}, second = {c, c->a, path, true};
  hsize_t i = 0, j = 0;
  H5Aiterate_by_name(c->a->file, path, H5_INDEX_NAME, H5_ITER_INC, &i,
                     compare_attr, &first, H5P_DEFAULT);
  H5Aiterate_by_name(c->b->file, path, H5_INDEX_NAME, H5_ITER_INC, &j,
                     compare_attr, &second, H5P_DEFAULT);
}

/* --- the two files ------------------------------------------------------- */

static bool is_group_in(const tame_h5 *f, const char *path)
{
  const hid_t object = H5Oopen(f->file, path, H5P_DEFAULT);
  const bool is_group = H5Iget_type(object) == H5I_GROUP;
  H5Oclose(object);
  return is_group;
}

static bool visit_first(const char *path, bool is_group, void *ctx)
{
  comparison *c = ctx;
  if (is_left_out(c, path)) return true;
  if (!tame_h5_exists(c->b, path)) {
    differ(c, "%s: only in the first", path);
  } else if (is_group_in(c->b, path) != is_group) {
    differ(c, "%s: a group in one, a data set in the other", path);
  } else {
    if (!is_group) compare_data(c, path);
    compare_attrs(c, path);
  }
  return true;
}

static bool visit_second(const char *path, bool is_group, void *ctx)
{
  comparison *c = ctx;
  (void)is_group;
  if (!is_left_out(c, path) && !tame_h5_exists(c->a, path)) {
    differ(c, "%s: only in the second", path);
  }
  return true;
}

size_t tame_h5_compare(const tame_h5 *a, const tame_h5 *b, bool numbers_only,
                       tame_difference *say, void *ctx)
{
  comparison c = {
      .a = a, .b = b, .numbers_only = numbers_only, .say = say, .ctx = ctx};
  compare_attrs(&c, "/");
  tame_error err;
  if (tame_h5_walk(a, "/", visit_first, &c, &err) < 0 ||
      tame_h5_walk(b, "/", visit_second, &c, &err) < 0) {
    differ(&c, "%s", err.text);
  }
  return c.n;
}
