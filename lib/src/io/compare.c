/* SPDX-License-Identifier: MIT */
#include "tame/compare.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hdf5.h>

#include "compare_parts.h"
#include "h5_file.h"
#include "tame/base.h"

void tame_compare_differ(comparison *c, const char *format, ...)
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
  return c->numbers_only && is_below(path, "provenance");
}

bool tame_compare_is_run(const char *path)
{
  return is_below(path, "provenance/run");
}

/* --- numbers ------------------------------------------------------------- */

/* The sign and payload of a NaN depend on the order of operands, which another
 * build may choose otherwise. */
static bool same_number(const comparison *c, double x, double y)
{
  return memcmp(&x, &y, sizeof x) == 0 ||
         (c->numbers_only && isnan(x) && isnan(y));
}

static void number_text(char text[32], double x)
{
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  if (isnan(x))
    snprintf(text, 32, "NaN(%#" PRIx64 ")", bits);
  else
    snprintf(text, 32, "%.17g", x);
}

static void compare_numbers(comparison *c, const char *path, const double *x,
                            const double *y, size_t count)
{
  size_t n = 0, first = 0;
  double largest = 0.0;
  char one[32], other[32];
  for (size_t i = 0; i < count; i++) {
    if (same_number(c, x[i], y[i])) continue;
    if (n++ == 0) first = i;
    largest = fmax(largest, fabs(x[i] - y[i])); /* fmax skips NaN */
  }
  if (n == 0) return;
  number_text(one, x[first]);
  number_text(other, y[first]);
  tame_compare_differ(c,
                      "%s: %zu of %zu numbers differ, by at most %.3g; the "
                      "first, at %zu: %s and %s",
                      path, n, count, largest, first, one, other);
}

static bool is_volatile(const tame_h5 *f, const char *path)
{
  double x;
  return tame_h5_read_attr_number(&x, f, path, "volatile", NULL) >= 0 &&
         x == 1.0;
}

/* Results hold doubles and nothing else. */
static bool has_doubles(const tame_h5 *f, const char *path)
{
  const hid_t data = H5Dopen2(f->file, path, H5P_DEFAULT);
  const hid_t type = H5Dget_type(data);
  const bool is_double = H5Tequal(type, H5T_IEEE_F64LE) > 0;
  H5Tclose(type);
  H5Dclose(data);
  return is_double;
}

static bool same_shape(const tame_h5_shape *a, const tame_h5_shape *b)
{
  return a->rank == b->rank &&
         memcmp(a->dims, b->dims, a->rank * sizeof a->dims[0]) == 0;
}

static void compare_axes(comparison *c, const char *path, size_t rank)
{
  for (size_t d = 0; d < rank; d++) {
    char *x = tame_h5_axis_path(c->a, path, d);
    char *y = tame_h5_axis_path(c->b, path, d);
    const char *one = x ? x : "none", *other = y ? y : "none";
    if (strcmp(one, other) != 0)
      tame_compare_differ(c, "%s: axis %zu: %.200s and %.200s", path, d, one,
                          other);
    free(x);
    free(y);
  }
}

static void compare_data(comparison *c, const char *path)
{
  double *x = NULL, *y = NULL;
  tame_h5_shape sx, sy;
  const tame_status a = tame_h5_read(&x, &sx, c->a, path, NULL);
  const tame_status b = tame_h5_read(&y, &sy, c->b, path, NULL);
  if (a < 0 || b < 0) {
    tame_compare_differ(c, "%s: cannot be read as numbers in %s", path,
                        a < 0 ? "the first" : "the second");
  } else if (!has_doubles(c->a, path) || !has_doubles(c->b, path)) {
    tame_compare_differ(c, "%s: not of type double in %s", path,
                        has_doubles(c->a, path) ? "the second" : "the first");
  } else if (!same_shape(&sx, &sy)) {
    tame_compare_differ(c, "%s: another shape, %zu and %zu numbers", path,
                        sx.count, sy.count);
  } else {
    if (!is_volatile(c->a, path) || !is_volatile(c->b, path))
      compare_numbers(c, path, x, y, sx.count);
    compare_axes(c, path, sx.rank);
  }
  free(x);
  free(y);
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
    tame_compare_differ(c, "%s: only in the first", path);
  } else if (is_group_in(c->b, path) != is_group) {
    tame_compare_differ(c, "%s: a group in one, a data set in the other", path);
  } else {
    if (!is_group && !tame_compare_is_run(path)) compare_data(c, path);
    tame_compare_attrs(c, path);
  }
  return true;
}

static bool visit_second(const char *path, bool is_group, void *ctx)
{
  comparison *c = ctx;
  (void)is_group;
  if (!is_left_out(c, path) && !tame_h5_exists(c->a, path)) {
    tame_compare_differ(c, "%s: only in the second", path);
  }
  return true;
}

size_t tame_h5_compare(const tame_h5 *a, const tame_h5 *b, bool numbers_only,
                       tame_difference *say, void *ctx)
{
  comparison c = {
      .a = a, .b = b, .numbers_only = numbers_only, .say = say, .ctx = ctx};
  tame_compare_attrs(&c, "/");
  tame_error err;
  if (tame_h5_walk(a, "/", visit_first, &c, &err) < 0 ||
      tame_h5_walk(b, "/", visit_second, &c, &err) < 0) {
    tame_compare_differ(&c, "%s", err.text);
  }
  return c.n;
}
