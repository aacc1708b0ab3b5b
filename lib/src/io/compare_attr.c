/* SPDX-License-Identifier: MIT */
/* Attributes of two results: name, type, shape and every bit of the value. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hdf5.h>

#include "compare_parts.h"
#include "h5_file.h"
#include "tame/base.h"

/* How HDF5 keeps which scale belongs to which dimension: references, whose
 * bits are addresses in the file.  The axes are compared by name, see
 * compare.c. */
static bool is_reference(const char *name)
{
  return strcmp(name, "DIMENSION_LIST") == 0 ||
         strcmp(name, "REFERENCE_LIST") == 0;
}

typedef struct {
  comparison *c;
  const char *path, *name;
  hid_t x, y;   /* the attribute in both files */
  hid_t type;   /* of both */
  size_t count; /* of values in both */
} attr_pair;

/* Two texts, from a little before the place where they part. */
static void differ_in_text(const attr_pair *p, const char *x, const char *y)
{
  size_t same = 0;
  while (x[same] && x[same] == y[same]) same++;
  const size_t from = same > 60 ? same - 60 : 0;
  tame_compare_differ(p->c, "%s: attribute %s: \"%s%.200s\" and \"%s%.200s\"",
                      p->path, p->name, from > 0 ? "..." : "", x + from,
                      from > 0 ? "..." : "", y + from);
}

static void compare_texts(const attr_pair *p)
{
  char **x = tame_calloc(p->count, sizeof *x);
  char **y = tame_calloc(p->count, sizeof *y);
  bool is_same = H5Aread(p->x, p->type, x) >= 0;
  if (H5Aread(p->y, p->type, y) < 0 || !is_same) {
    tame_compare_differ(p->c, "%s: attribute %s: cannot be read", p->path,
                        p->name);
    is_same = false;
  }
  for (size_t i = 0; i < p->count; i++) {
    const char *s = x[i] ? x[i] : "", *t = y[i] ? y[i] : "";
    if (is_same && strcmp(s, t) != 0) {
      differ_in_text(p, s, t);
      is_same = false;
    }
    H5free_memory(x[i]);
    H5free_memory(y[i]);
  }
  free(x);
  free(y);
}

/* The first number of an attribute as text, "" when it holds none. */
static void first_number(char text[32], const attr_pair *p, hid_t attr)
{
  const H5T_class_t class = H5Tget_class(p->type);
  double *x = tame_vec(p->count);
  text[0] = '\0';
  if ((class == H5T_FLOAT || class == H5T_INTEGER) &&
      H5Aread(attr, H5T_NATIVE_DOUBLE, x) >= 0)
    snprintf(text, 32, "%.17g", x[0]);
  free(x);
}

static void compare_bytes(const attr_pair *p)
{
  const size_t size = p->count * H5Tget_size(p->type);
  char *x = tame_calloc(size + 1, 1), *y = tame_calloc(size + 1, 1);
  char one[32], other[32];
  if (H5Aread(p->x, p->type, x) < 0 || H5Aread(p->y, p->type, y) < 0) {
    tame_compare_differ(p->c, "%s: attribute %s: cannot be read", p->path,
                        p->name);
  } else if (memcmp(x, y, size) != 0) {
    first_number(one, p, p->x);
    first_number(other, p, p->y);
    if (H5Tget_class(p->type) == H5T_STRING)
      differ_in_text(p, x, y);
    else if (p->count == 1 && strcmp(one, other) != 0)
      tame_compare_differ(p->c, "%s: attribute %s: %s and %s", p->path, p->name,
                          one, other);
    else
      tame_compare_differ(p->c, "%s: attribute %s: other bits", p->path,
                          p->name);
  }
  free(x);
  free(y);
}

static void compare_values(attr_pair *p, hid_t other_type)
{
  const hid_t x = H5Aget_space(p->x), y = H5Aget_space(p->y);
  const hssize_t points = H5Sget_simple_extent_npoints(x);
  p->count = points > 0 ? (size_t)points : 0;
  if (!tame_h5_attr_fits(p->c->a, p->x) || !tame_h5_attr_fits(p->c->b, p->y))
    tame_compare_differ(p->c, "%s: attribute %s: larger than its file", p->path,
                        p->name);
  else if (H5Tequal(p->type, other_type) <= 0)
    tame_compare_differ(p->c, "%s: attribute %s: another type", p->path,
                        p->name);
  else if (H5Sextent_equal(x, y) <= 0)
    tame_compare_differ(p->c, "%s: attribute %s: another shape", p->path,
                        p->name);
  else if (p->count > 0 && H5Tis_variable_str(p->type) > 0)
    compare_texts(p);
  else if (p->count > 0 && H5Tdetect_class(p->type, H5T_VLEN) > 0)
    tame_compare_differ(p->c, "%s: attribute %s: of a type that no result has",
                        p->path, p->name);
  else if (p->count > 0)
    compare_bytes(p);
  H5Sclose(x);
  H5Sclose(y);
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
  (void)info;
  if (is_reference(name)) return 0;
  if (H5Aexists_by_name(w->other->file, w->path, name, H5P_DEFAULT) <= 0) {
    tame_compare_differ(w->c, "%s: attribute %s only in the %s", w->path, name,
                        w->is_second ? "second" : "first");
    return 0;
  }
  if (w->is_second || tame_compare_is_run(w->path)) return 0;
  attr_pair p = {.c = w->c, .path = w->path, .name = name};
  p.x = H5Aopen(object, name, H5P_DEFAULT);
  p.y =
      H5Aopen_by_name(w->other->file, w->path, name, H5P_DEFAULT, H5P_DEFAULT);
  p.type = H5Aget_type(p.x);
  const hid_t other_type = H5Aget_type(p.y);
  compare_values(&p, other_type);
  H5Tclose(other_type);
  H5Tclose(p.type);
  H5Aclose(p.y);
  H5Aclose(p.x);
  return 0;
}

void tame_compare_attrs(comparison *c, const char *path)
{
  attr_walk first = {c, c->b, path, false}, second = {c, c->a, path, true};
  hsize_t i = 0, j = 0;
  if (H5Aiterate_by_name(c->a->file, path, H5_INDEX_NAME, H5_ITER_INC, &i,
                         compare_attr, &first, H5P_DEFAULT) < 0 ||
      H5Aiterate_by_name(c->b->file, path, H5_INDEX_NAME, H5_ITER_INC, &j,
                         compare_attr, &second, H5P_DEFAULT) < 0)
    tame_compare_differ(c, "%s: attributes cannot be read", path);
}
