/* SPDX-License-Identifier: MIT */
#include "tame/idx.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "tame/base.h"

enum { UNSIGNED_BYTE = 8, MAGIC = 4 };

void tame_idx_free(tame_idx *x)
{
  free(x->x);
  *x = (tame_idx){0};
}

static tame_status read_magic(tame_idx *x, tame_bytes *b, tame_error *err)
{
  uint8_t m[MAGIC] = {0};
  size_t got;
  TAME_TRY(tame_bytes_get(m, MAGIC, &got, b, err));
  if (got < MAGIC)
    return tame_fail(err, TAME_EFORMAT, "%s: %zu bytes are no IDX file",
                     tame_bytes_path(b), got);
  if (m[0] != 0 || m[1] != 0)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: begins with %02x %02x %02x %02x, not with the 00 00 "
                     "of an IDX file",
                     tame_bytes_path(b), m[0], m[1], m[2], m[3]);
  if (m[2] != UNSIGNED_BYTE)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: byte 2: numbers of type %02x; only unsigned bytes, "
                     "08, are read",
                     tame_bytes_path(b), m[2]);
  if (m[3] < 1 || m[3] > TAME_IDX_MAX_RANK)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: byte 3: %d dimensions, not from 1 to %d",
                     tame_bytes_path(b), m[3], TAME_IDX_MAX_RANK);
  x->rank = m[3];
  return TAME_OK;
}

static tame_status read_dims(tame_idx *x, tame_bytes *b, tame_error *err)
{
  x->count = 1;
  for (size_t k = 0; k < x->rank; k++) {
    uint8_t d[4] = {0};
    size_t got;
    TAME_TRY(tame_bytes_get(d, 4, &got, b, err));
    if (got < 4)
      return tame_fail(err, TAME_EFORMAT, "%s: ends inside its header",
                       tame_bytes_path(b));
    const size_t n = (size_t)d[0] << 24 | (size_t)d[1] << 16 |
                     (size_t)d[2] << 8 | (size_t)d[3];
    if (n == 0 || x->count > SIZE_MAX / 2 / n)
      return tame_fail(err, TAME_EFORMAT,
                       "%s: byte %zu: dimension %zu of %zu is %zu%s",
                       tame_bytes_path(b), MAGIC + 4 * k, k + 1, x->rank, n,
                       n ? ", with the others more than memory holds" : "");
    x->dims[k] = n;
    x->count *= n;
  }
  return TAME_OK;
}

static tame_status read_from(tame_idx *x, tame_bytes *b, tame_error *err)
{
  TAME_TRY(read_magic(x, b, err));
  TAME_TRY(read_dims(x, b, err));
  TAME_TRY(tame_bytes_take(&x->x, x->count, "the numbers", b, err));
  TAME_TRY(tame_bytes_expect_end(b, err));
  tame_bytes_sha256(x->sha256, b);
  return TAME_OK;
}

tame_status tame_idx_read(tame_idx *x, const char *path, tame_error *err)
{
  tame_bytes *b;
  *x = (tame_idx){0};
  TAME_TRY(tame_bytes_open(&b, path, err));
  const tame_status s = read_from(x, b, err);
  tame_bytes_close(b);
  if (s < 0) tame_idx_free(x);
  return s;
}

/* --- images and labels ---------------------------------------------------- */

static tame_status check_images(const tame_idx *a, const char *path,
                                tame_error *err)
{
  if (a->rank < 3)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: byte 3: %zu dimension%s; images have 3 or 4", path,
                     a->rank, a->rank == 1 ? "" : "s");
  if (a->rank == 4 && a->dims[1] > TAME_IMAGES_MAX_CHANNELS)
    return tame_fail(err, TAME_EFORMAT, "%s: byte 8: %zu channels, at most %d",
                     path, a->dims[1], TAME_IMAGES_MAX_CHANNELS);
  return TAME_OK;
}

static tame_status check_labels(const tame_idx *b, const char *path, size_t n,
                                size_t n_classes, tame_error *err)
{
  if (b->rank != 1)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: byte 3: %zu dimensions; labels have 1", path,
                     b->rank);
  if (b->count != n)
    return tame_fail(err, TAME_EFORMAT, "%s: %zu labels for %zu images", path,
                     b->count, n);
  for (size_t i = 0; i < n; i++)
    if (b->x[i] >= n_classes)
      return tame_fail(err, TAME_EFORMAT,
                       "%s: byte %zu: label %d of image %zu is not below %zu",
                       path, MAGIC + 4 + i, b->x[i], i, n_classes);
  return TAME_OK;
}

/* Move the arrays of A and B to X. */
static void join(tame_images *x, tame_idx *a, const char *images, tame_idx *b,
                 const char *labels, size_t n_classes)
{
  const size_t *d = a->dims;
  const size_t c = a->rank == 4 ? d[1] : 1;
  *x = (tame_images){.n = d[0],
                     .c = c,
                     .h = d[a->rank - 2],
                     .w = d[a->rank - 1],
                     .n_classes = n_classes,
                     .pixel = a->x,
                     .label = b->x,
                     .n_sources = 2};
  x->source = tame_calloc(2, sizeof *x->source);
  x->source[0].path = tame_strdup(images);
  x->source[1].path = tame_strdup(labels);
  memcpy(x->source[0].sha256, a->sha256, sizeof a->sha256);
  memcpy(x->source[1].sha256, b->sha256, sizeof b->sha256);
  a->x = b->x = NULL;
}

tame_status tame_idx_read_images(tame_images *x, const char *images,
                                 const char *labels, size_t n_classes,
                                 tame_error *err)
{
  tame_idx a = {0}, b = {0};
  *x = (tame_images){0};
  TAME_REQUIRE(n_classes >= 1 && n_classes <= 256);
  tame_status s = tame_idx_read(&a, images, err);
  if (s >= 0) s = check_images(&a, images, err);
  if (s >= 0) s = tame_idx_read(&b, labels, err);
  if (s >= 0) s = check_labels(&b, labels, a.dims[0], n_classes, err);
  if (s >= 0) join(x, &a, images, &b, labels, n_classes);
  tame_idx_free(&a);
  tame_idx_free(&b);
  return s;
}
