/* SPDX-License-Identifier: MIT */
#include "tame/eurosat.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zip.h>

#include "jpeg.h"
#include "tame/base.h"
#include "tame/dataset.h"

enum { SIDE = 64, IMAGE = 3 * SIDE * SIDE, MAX_JPEG = 1 << 20 };

static const char *const CLASS[TAME_EUROSAT_CLASSES] = {
    "AnnualCrop", "Forest",  "HerbaceousVegetation", "Highway",
    "Industrial", "Pasture", "PermanentCrop",        "Residential",
    "River",      "SeaLake"};

const char *tame_eurosat_class(int label)
{
  TAME_REQUIRE(label >= 0 && label < TAME_EUROSAT_CLASSES);
  return CLASS[label];
}

typedef struct {
  int label;
  unsigned long number;
  zip_uint64_t index; /* in the archive */
} entry;

typedef struct {
  const char *path;
  zip_t *zip;
  entry *entry;
  size_t n;
} archive;

static int compare(const void *a, const void *b)
{
  const entry *x = a, *y = b;
  if (x->label != y->label) return x->label < y->label ? -1 : 1;
  return (x->number > y->number) - (x->number < y->number);
}

/* NAME as it may be shown: printable, its end when it is long. */
static tame_status fail_at(const archive *a, const char *name, const char *why,
                           tame_error *err)
{
  char shown[64];
  const size_t length = strlen(name);
  snprintf(shown, sizeof shown, "%s", length < 64 ? name : name + length - 63);
  for (char *s = shown; *s; s++)
    if (!isprint((unsigned char)*s)) *s = '?';
  return tame_fail(err, TAME_EFORMAT, "%s: %s: %s", a->path, shown, why);
}

static bool is_image(const char *name)
{
  const size_t n = strlen(name);
  return n > 4 && strcmp(name + n - 4, ".jpg") == 0;
}

/* Read  CLASS/CLASS_NUMBER.jpg  at the end of NAME. */
static bool parse(entry *e, const char *name)
{
  const char *base = strrchr(name, '/');
  for (int k = 0; base && k < TAME_EUROSAT_CLASSES; k++) {
    const size_t n = strlen(CLASS[k]);
    if (strncmp(base + 1, CLASS[k], n) != 0 || base[1 + n] != '_') continue;
    const char *digits = base + 2 + n;
    const size_t length = strspn(digits, "0123456789");
    if (length < 1 || length > 9 || strcmp(digits + length, ".jpg") != 0)
      return false;
    if ((size_t)(base - name) < n || strncmp(base - n, CLASS[k], n) != 0)
      return false;
    if (base - n != name && base[-(ptrdiff_t)n - 1] != '/') return false;
    e->label = k;
    e->number = strtoul(digits, NULL, 10);
    return true;
  }
  return false;
}

static tame_status list(archive *a, tame_error *err)
{
  const zip_int64_t n = zip_get_num_entries(a->zip, 0);
  a->entry = tame_calloc((size_t)n, sizeof *a->entry);
  for (zip_int64_t i = 0; i < n; i++) {
    const char *name = zip_get_name(a->zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
    entry *e = &a->entry[a->n];
    if (!name || !is_image(name)) continue;
    if (!parse(e, name))
      return fail_at(a, name, "is no CLASS/CLASS_NUMBER.jpg", err);
    e->index = (zip_uint64_t)i;
    a->n++;
  }
  if (a->n == 0)
    return tame_fail(err, TAME_EFORMAT, "%s: holds no image", a->path);
  qsort(a->entry, a->n, sizeof *a->entry, compare);
  for (size_t i = 1; i < a->n; i++)
    if (compare(&a->entry[i - 1], &a->entry[i]) == 0)
      return fail_at(a, zip_get_name(a->zip, a->entry[i].index, ZIP_FL_ENC_RAW),
                     "is there twice", err);
  return TAME_OK;
}

/* data [MAX_JPEG + 1] <- entry INDEX; its size, or 0 when it cannot be had.
 * The check sum is compared when the end is seen. */
static size_t extract(uint8_t *data, const archive *a, zip_uint64_t index)
{
  zip_file_t *in = zip_fopen_index(a->zip, index, 0);
  zip_int64_t got = 1;
  size_t size = 0;
  if (!in) return 0;
  while (got > 0 && size <= MAX_JPEG) {
    got = zip_fread(in, data + size, MAX_JPEG + 1 - size);
    if (got > 0) size += (size_t)got;
  }
  zip_fclose(in);
  return got == 0 ? size : 0;
}

static tame_status decode(tame_images *x, const archive *a, tame_error *err)
{
  uint8_t *data = tame_calloc(MAX_JPEG + 1, 1);
  tame_status s = TAME_OK;
  x->pixel = tame_calloc(a->n, IMAGE);
  x->label = tame_calloc(a->n, 1);
  for (size_t i = 0; i < a->n && s >= 0; i++) {
    const zip_uint64_t index = a->entry[i].index;
    const size_t size = extract(data, a, index);
    char why[256] = "cannot be extracted, or is larger than 1 MiB";
    x->label[i] = (uint8_t)a->entry[i].label;
    if (size == 0 ||
        !tame_jpeg_decode(x->pixel + i * IMAGE, SIDE, SIDE, data, size, why))
      s = fail_at(a, zip_get_name(a->zip, index, ZIP_FL_ENC_RAW), why, err);
  }
  free(data);
  return s;
}

static tame_status fail_to_open(const char *path, int code, tame_error *err)
{
  zip_error_t e;
  zip_error_init_with_code(&e, code);
  const tame_status s =
      tame_fail(err,
                code == ZIP_ER_NOENT                         ? TAME_EMISSING
                : code == ZIP_ER_OPEN || code == ZIP_ER_READ ? TAME_EIO
                                                             : TAME_EFORMAT,
                "%s: %s", path, zip_error_strerror(&e));
  zip_error_fini(&e);
  return s;
}

tame_status tame_eurosat_read(tame_images *x, const char *path, tame_error *err)
{
  int code = 0;
  archive a = {.path = path};
  *x = (tame_images){0};
  a.zip = zip_open(path, ZIP_RDONLY, &code);
  if (!a.zip) return fail_to_open(path, code, err);
  tame_status s = list(&a, err);
  if (s >= 0) s = decode(x, &a, err);
  x->n = a.n;
  x->c = 3;
  x->h = x->w = SIDE;
  x->n_classes = TAME_EUROSAT_CLASSES;
  x->n_sources = 1;
  x->source = tame_calloc(1, sizeof *x->source);
  x->source->path = tame_strdup(path);
  if (s >= 0) s = tame_sha256_file(x->source->sha256, path, err);
  if (s < 0) tame_images_free(x);
  free(a.entry);
  zip_discard(a.zip);
  return s;
}
