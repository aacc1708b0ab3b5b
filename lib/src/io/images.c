/* SPDX-License-Identifier: MIT */
#include "tame/images.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/cifar.h"
#include "tame/dataset.h"
#include "tame/idx.h"

enum { MAX_FILES = 5 };

typedef enum { IDX, CIFAR_10, CIFAR_100 } format;

/* Files of a part, none when there is no such part; of IDX the images, then the
 * labels. */
typedef const char *const part[MAX_FILES];

typedef struct {
  const char *name;
  format format;
  part train, test;
} set;

#define IDX_FILES(prefix)                                                      \
  {                                                                            \
    prefix "-images-idx3-ubyte.gz", prefix "-labels-idx1-ubyte.gz"             \
  }

static const set SETS[] = {
    {"mnist", IDX, IDX_FILES("train"), IDX_FILES("t10k")},
    {"fashion-mnist", IDX, IDX_FILES("train"), IDX_FILES("t10k")},
    {"cifar10",
     CIFAR_10,
     {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
      "data_batch_4.bin", "data_batch_5.bin"},
     {"test_batch.bin"}},
    {"cifar100", CIFAR_100, {"train.bin"}, {"test.bin"}},
    {"cifar10-first4000", CIFAR_10, {"data_batch_1.first4000.bin"}, {NULL}},
};

void tame_images_free(tame_images *x)
{
  for (size_t i = 0; i < x->n_sources; i++) free(x->source[i].path);
  free(x->source);
  free(x->pixel);
  free(x->label);
  *x = (tame_images){0};
}

static const set *find_set(const char *name)
{
  for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++)
    if (strcmp(SETS[i].name, name) == 0) return &SETS[i];
  return NULL;
}

/* The sums that the manifest gives of uncompressed contents. */
static tame_status check_contents(const tame_images *x, const char *name,
                                  const char *const *file, tame_error *err)
{
  static const char WORD[] = "content:";
  const size_t length = sizeof WORD - 1;
  size_t n;
  const tame_dataset *d = tame_dataset_manifest(&n);
  for (size_t i = 0; i < n; i++) {
    if (strcmp(d[i].name, name) != 0) continue;
    for (size_t k = 0; k < x->n_sources; k++) {
      if (strcmp(d[i].file, file[k]) == 0 &&
          strncmp(d[i].sha256, WORD, length) == 0 &&
          strcmp(d[i].sha256 + length, x->source[k].sha256) != 0)
        return tame_fail(err, TAME_EFORMAT,
                         "%s: not the file that the manifest describes: "
                         "SHA-256 of its contents %.12s..., expected %.12s...",
                         x->source[k].path, x->source[k].sha256,
                         d[i].sha256 + length);
    }
  }
  return TAME_OK;
}

static tame_status read_part(tame_images *x, const set *o,
                             const char *const *file, const char *const *path,
                             size_t n_paths, tame_error *err)
{
  TAME_TRY(o->format == IDX
               ? tame_idx_read_images(x, path[0], path[1], 10, err)
               : tame_cifar_read(
                     x, o->format == CIFAR_10 ? TAME_CIFAR_10 : TAME_CIFAR_100,
                     path, n_paths, err));
  const tame_status s = check_contents(x, o->name, file, err);
  if (s < 0) tame_images_free(x);
  return s;
}

tame_status tame_images_open(tame_images *x, const char *name,
                             tame_images_part which, tame_error *err)
{
  const set *o = find_set(name);
  char *path[MAX_FILES] = {NULL};
  *x = (tame_images){0};
  if (!o)
    return tame_fail(err, TAME_EINVAL, "images %s: no such set is known", name);
  const char *const *file = which == TAME_TRAIN ? o->train : o->test;
  if (!file[0])
    return tame_fail(err, TAME_EMISSING, "data set %s: has no %s part", name,
                     which == TAME_TRAIN ? "training" : "test");
  size_t n = 0;
  tame_status s = TAME_OK;
  for (; n < MAX_FILES && file[n] && s >= 0; n++)
    s = tame_dataset_find(&path[n], name, file[n], err);
  if (s >= 0) s = read_part(x, o, file, (const char *const *)path, n, err);
  for (size_t k = 0; k < n; k++) free(path[k]);
  return s;
}

void tame_images_write_sources(tame_h5 *f, const char *group,
                               const tame_images *x)
{
  size_t size = 1, at = 0;
  for (size_t i = 0; i < x->n_sources; i++)
    size += strlen(x->source[i].path) + 68;
  char *text = tame_calloc(size, 1);
  for (size_t i = 0; i < x->n_sources; i++) {
    const char *slash = strrchr(x->source[i].path, '/');
    at += (size_t)snprintf(text + at, size - at, "%s%s  %s", i ? "\n" : "",
                           x->source[i].sha256,
                           slash ? slash + 1 : x->source[i].path);
  }
  tame_h5_attr(f, group, "image_files", text);
  free(text);
}
