/* SPDX-License-Identifier: MIT */
#include "tame/column.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

/* pick[d] = WHOLE keeps axis d */
static const size_t WHOLE = SIZE_MAX;

const char *tame_word_at(size_t *length, const char *words, size_t index)
{
  for (size_t i = 0; i < index; i++) {
    words = strchr(words, ' ');
    if (!words) return NULL;
    words++;
  }
  *length = strcspn(words, " ");
  return *length > 0 ? words : NULL;
}

tame_status tame_axis_path(char **path, const tame_h5 *f, const char *dset,
                           size_t dim, tame_error *err)
{
  char *name;
  TAME_TRY(tame_h5_axis_name(&name, f, dset, dim, err));
  const size_t room = strlen(dset) + strlen(name) + 2;
  char *group = tame_strdup(dset);
  *path = tame_calloc(room, 1);
  char *slash;
  do {
    slash = strrchr(group, '/');
    if (slash) *slash = '\0';
    if (slash && *group) {
      snprintf(*path, room, "%s/%s", group, name);
    } else {
      snprintf(*path, room, "%s", name);
    }
  } while (!tame_h5_exists(f, *path) && slash);
  const bool found = tame_h5_exists(f, *path);
  if (!found) {
    tame_fail(err, TAME_EMISSING, "%s: its axis '%s' is not in the file", dset,
              name);
    free(*path);
    *path = NULL;
  }
  free(group);
  free(name);
  return found ? TAME_OK : TAME_EMISSING;
}

char *tame_axis_words(const tame_h5 *f, const char *path)
{
  char *words;
  const tame_status s =
      tame_h5_read_attr(&words, f, path, "flag_meanings", NULL);
  return s < 0 ? NULL : words;
}

/* Index that the axis along dimension DIM gives to WORD; WHOLE when none. */
static size_t index_of_word(const tame_h5 *f, const char *dset, size_t dim,
                            const char *word, size_t length)
{
  char *axis;
  if (tame_axis_path(&axis, f, dset, dim, NULL) < 0) return WHOLE;
  char *words = tame_axis_words(f, axis);
  size_t found = WHOLE, len, i = 0;
  for (const char *w = words; w && (len = strcspn(w, " ")) > 0; i++) {
    if (len == length && strncmp(w, word, len) == 0) found = i;
    w = w[len] ? w + len + 1 : NULL;
  }
  free(words);
  free(axis);
  return found;
}

/* One entry of the slice, TEXT [length]: ":", an index or a word. */
static tame_status parse_entry(size_t *pick, const tame_h5 *f, const char *dset,
                               const tame_h5_shape *shape, size_t dim,
                               const char *text, size_t length, tame_error *err)
{
  *pick = WHOLE;
  if (length == 1 && *text == ':') return TAME_OK;
  if (length > 0 && strspn(text, "0123456789") == length) {
    *pick = 0;
    for (size_t i = 0; i < length && *pick < shape->dims[dim]; i++) {
      *pick = 10 * *pick + (size_t)(text[i] - '0');
    }
  } else {
    *pick = index_of_word(f, dset, dim, text, length);
    if (*pick == WHOLE) {
      return tame_fail(err, TAME_EINVAL,
                       "%s: '%.*s' is neither an index, nor ':', nor a name "
                       "of axis %zu",
                       dset, (int)length, text, dim);
    }
  }
  if (*pick < shape->dims[dim]) return TAME_OK;
  if (shape->dims[dim] == 0)
    return tame_fail(err, TAME_EINVAL, "%s: axis %zu is empty", dset, dim);
  return tame_fail(err, TAME_EINVAL,
                   "%s: index %.*s is outside 0..%zu of axis %zu", dset,
                   (int)length, text, shape->dims[dim] - 1, dim);
}

/* pick [rank] <- the slice that follows '[' in SPEC; SLICE = NULL is all. */
static tame_status parse_slice(size_t *pick, const tame_h5 *f, const char *dset,
                               const tame_h5_shape *shape, const char *slice,
                               tame_error *err)
{
  for (size_t d = 0; d < shape->rank; d++) pick[d] = WHOLE;
  if (!slice) return TAME_OK;
  for (size_t d = 0;; d++) {
    const size_t length = strcspn(slice, ",]");
    if (slice[length] == '\0') {
      return tame_fail(err, TAME_EINVAL, "%s: the slice has no closing ']'",
                       dset);
    }
    if (d >= shape->rank) {
      return tame_fail(err, TAME_EINVAL, "%s: more indices than its %zu axes",
                       dset, shape->rank);
    }
    TAME_TRY(parse_entry(&pick[d], f, dset, shape, d, slice, length, err));
    slice += length + 1;
    if (slice[-1] == ']') break;
  }
  if (*slice == '\0') return TAME_OK;
  return tame_fail(err, TAME_EINVAL, "%s: '%s' after the slice", dset, slice);
}

/* Move the column that PICK leaves of x to its front; *n is its length. */
static tame_status extract(double *x, size_t *n, const tame_h5_shape *shape,
                           const size_t *pick, const char *spec,
                           tame_error *err)
{
  size_t offset = 0, stride = 1, column_stride = 1, n_free = 0;
  *n = 1;
  for (size_t d = shape->rank; d-- > 0; stride *= shape->dims[d]) {
    if (pick[d] != WHOLE) {
      offset += pick[d] * stride;
    } else {
      *n = shape->dims[d];
      column_stride = stride;
      n_free++;
    }
  }
  if (n_free > 1) {
    return tame_fail(err, TAME_EINVAL,
                     "%s: %zu axes remain, a column has one; give leading "
                     "indices, as in name[0]",
                     spec, n_free);
  }
  /* forwards, in place: the source is never before the target */
  for (size_t i = 0; i < *n; i++) x[i] = x[offset + i * column_stride];
  return TAME_OK;
}

tame_status tame_column_read(double **x, size_t *n, const tame_h5 *f,
                             const char *spec, tame_error *err)
{
  char *dset = tame_strdup(spec);
  char *slice = strchr(dset, '[');
  if (slice) *slice++ = '\0';
  tame_h5_shape shape;
  size_t pick[TAME_H5_MAX_RANK];
  tame_status s = tame_h5_read(x, &shape, f, dset, err);
  if (s >= 0) {
    s = parse_slice(pick, f, dset, &shape, slice, err);
    if (s >= 0) s = extract(*x, n, &shape, pick, spec, err);
    if (s < 0) free(*x);
  }
  if (s < 0) *x = NULL;
  free(dset);
  return s;
}
