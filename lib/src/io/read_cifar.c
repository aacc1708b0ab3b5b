/* SPDX-License-Identifier: MIT */
#include "tame/cifar.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "tame/base.h"

enum { SIDE = 32, IMAGE = 3 * SIDE * SIDE, MAX_LABELS = 2 };

/* What stands before the image of a record, and which of it is the label. */
typedef struct {
  size_t n_labels, limit[MAX_LABELS], used;
} layout;

static const layout LAYOUT[] = {[TAME_CIFAR_10] = {1, {10}, 0},
                                [TAME_CIFAR_100] = {2, {20, 100}, 1},
                                [TAME_CIFAR_100_COARSE] = {2, {20, 100}, 0}};

/* Room for one more image. */
static void make_room(tame_images *x, size_t *room)
{
  if (x->n < *room) return;
  *room = *room ? 2 * *room : 64;
  x->pixel = realloc(x->pixel, *room * IMAGE);
  x->label = realloc(x->label, *room);
  TAME_REQUIRE(x->pixel && x->label);
}

/* One record, the RECORD-th of its file, into image x->n; *got = 0 when there
 * is none left. */
static tame_status read_record(tame_images *x, size_t *got, size_t record,
                               const layout *o, tame_bytes *b, tame_error *err)
{
  uint8_t label[MAX_LABELS] = {0};
  size_t rest = 0;
  TAME_TRY(tame_bytes_get(label, o->n_labels, got, b, err));
  if (*got == 0) return TAME_OK;
  for (size_t k = 0; k < *got; k++)
    if (label[k] >= o->limit[k])
      return tame_fail(err, TAME_EFORMAT,
                       "%s: record %zu: label %d is not below %zu",
                       tame_bytes_path(b), record, label[k], o->limit[k]);
  TAME_TRY(tame_bytes_get(x->pixel + x->n * IMAGE, IMAGE, &rest, b, err));
  if (*got + rest < o->n_labels + IMAGE)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: record %zu: the file ends after %zu of %zu bytes",
                     tame_bytes_path(b), record, *got + rest,
                     o->n_labels + IMAGE);
  x->label[x->n++] = label[o->used];
  return TAME_OK;
}

static tame_status read_from(tame_images *x, size_t *room, const layout *o,
                             tame_bytes *b, tame_error *err)
{
  size_t got = 1;
  for (size_t record = 0; got > 0; record++) {
    make_room(x, room);
    TAME_TRY(read_record(x, &got, record, o, b, err));
  }
  if (tame_bytes_count(b) == 0)
    return tame_fail(err, TAME_EFORMAT, "%s: is empty", tame_bytes_path(b));
  return TAME_OK;
}

static tame_status read_file(tame_images *x, size_t *room, const layout *o,
                             const char *path, tame_error *err)
{
  tame_bytes *b;
  TAME_TRY(tame_bytes_open(&b, path, err));
  const tame_status s = read_from(x, room, o, b, err);
  if (s >= 0) {
    tame_image_source *source = &x->source[x->n_sources++];
    source->path = tame_strdup(path);
    tame_bytes_sha256(source->sha256, b);
  }
  tame_bytes_close(b);
  return s;
}

tame_status tame_cifar_read(tame_images *x, tame_cifar_kind kind,
                            const char *const *path, size_t n_paths,
                            tame_error *err)
{
  const layout *o = &LAYOUT[kind];
  size_t room = 0;
  tame_status s = TAME_OK;
  TAME_REQUIRE(n_paths >= 1);
  *x = (tame_images){
      .c = 3, .h = SIDE, .w = SIDE, .n_classes = o->limit[o->used]};
  x->source = tame_calloc(n_paths, sizeof *x->source);
  for (size_t i = 0; i < n_paths && s >= 0; i++)
    s = read_file(x, &room, o, path[i], err);
  if (s < 0) tame_images_free(x);
  return s;
}
