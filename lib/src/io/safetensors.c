/* SPDX-License-Identifier: MIT */
#include "tame/safetensors.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "safetensors_parts.h"
#include "tame/base.h"
#include "tame/json.h"
#include "tame/utf8.h"

enum { SHOWN = 40, LENGTH_BYTES = 8, HEADER_MOST = 100000000 };

struct tame_safetensors {
  char *path;
  int fd;
  uint64_t data, size; /* where the numbers begin, size of the file */
  json_t *root;        /* the header, which owns all names */
  size_t n;
  tame_tensor *tensor; /* [n] in the order of their data */
};

#define FACTS(name, text, bytes, is_float) [name] = {text, bytes, is_float},
const tame_dtype_facts tame_dtype_table[TAME_DTYPES] = {TAME_DTYPE_LIST(FACTS)};
#undef FACTS

bool tame_shape_count(size_t *count, const size_t *shape, size_t n_dims,
                      size_t bytes)
{
  bool is_empty = false;
  *count = 1;
  for (size_t i = 0; i < n_dims; i++) is_empty |= shape[i] == 0;
  for (size_t i = 0; i < n_dims && !is_empty; i++) {
    if (shape[i] > SIZE_MAX / bytes / *count) return false;
    *count *= shape[i];
  }
  if (is_empty) *count = 0;
  return true;
}

static tame_status fail(const tame_safetensors *f, tame_error *err,
                        const char *name, const char *why)
{
  char shown[SHOWN];
  tame_utf8_show(shown, name, strlen(name));
  return tame_fail(err, TAME_EFORMAT, "%s: array '%s': %s", f->path, shown,
                   why);
}

/* x [bytes] <- the file from OFFSET, which is inside it. */
static tame_status read_at(void *x, const tame_safetensors *f, uint64_t offset,
                           size_t bytes, tame_error *err)
{
  char *to = x;
  while (bytes > 0) {
    const ssize_t got = pread(f->fd, to, bytes, (off_t)offset);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0)
      return tame_fail(err, TAME_EIO, "%s: %s", f->path,
                       got < 0 ? strerror(errno) : "became shorter");
    to += got;
    offset += (uint64_t)got;
    bytes -= (size_t)got;
  }
  return TAME_OK;
}

static uint64_t little_endian(const unsigned char *s, size_t bytes)
{
  uint64_t value = 0;
  for (size_t i = bytes; i-- > 0;) value = value << 8 | s[i];
  return value;
}

/* --- the header ----------------------------------------------------------- */

static bool get_size(size_t *x, const json_t *value)
{
  if (!json_is_integer(value) || json_integer_value(value) < 0) return false;
  *x = (size_t)json_integer_value(value);
  return true;
}

static tame_status get_dtype(tame_tensor *t, const tame_safetensors *f,
                             const json_t *value, tame_error *err)
{
  const char *text = json_string_value(value);
  for (int k = 0; text && k < TAME_DTYPES; k++)
    if (strcmp(text, tame_dtype_table[k].name) == 0) {
      t->dtype = (tame_dtype)k;
      return TAME_OK;
    }
  return fail(f, err, t->name, "its dtype is none of those known");
}

static tame_status get_shape(tame_tensor *t, const tame_safetensors *f,
                             const json_t *value, tame_error *err)
{
  t->n_dims = json_array_size(value);
  if (!json_is_array(value) || t->n_dims > TAME_TENSOR_DIMS)
    return fail(f, err, t->name, "its shape is no array of at most 8 numbers");
  for (size_t i = 0; i < t->n_dims; i++)
    if (!get_size(&t->shape[i], json_array_get(value, i)))
      return fail(f, err, t->name, "its shape has what is no size");
  if (!tame_shape_count(&t->count, t->shape, t->n_dims,
                        tame_dtype_table[t->dtype].bytes))
    return fail(f, err, t->name, "its shape is beyond all memory");
  return TAME_OK;
}

static tame_status get_offsets(tame_tensor *t, const tame_safetensors *f,
                               const json_t *value, tame_error *err)
{
  size_t begin, end;
  const size_t bytes = t->count * tame_dtype_table[t->dtype].bytes;
  if (json_array_size(value) != 2 ||
      !get_size(&begin, json_array_get(value, 0)) ||
      !get_size(&end, json_array_get(value, 1)))
    return fail(f, err, t->name, "its data_offsets are no two offsets");
  if (begin > end || end > f->size - f->data)
    return fail(f, err, t->name, "its data_offsets leave the file");
  if (end - begin != bytes)
    return fail(f, err, t->name, "its data_offsets do not fit its shape");
  t->offset = f->data + begin;
  return TAME_OK;
}

static tame_status get_tensor(tame_tensor *t, const tame_safetensors *f,
                              const char *name, const json_t *value,
                              tame_error *err)
{
  t->name = name;
  if (json_object_size(value) != 3)
    return fail(f, err, name, "expected dtype, shape and data_offsets");
  TAME_TRY(get_dtype(t, f, json_object_get(value, "dtype"), err));
  TAME_TRY(get_shape(t, f, json_object_get(value, "shape"), err));
  return get_offsets(t, f, json_object_get(value, "data_offsets"), err);
}

static tame_status check_metadata(const tame_safetensors *f, json_t *value,
                                  tame_error *err)
{
  const char *key;
  json_t *text;
  if (!json_is_object(value))
    return fail(f, err, TAME_METADATA, "no object of texts");
  json_object_foreach(value, key, text) if (!json_is_string(text)) return fail(
      f, err, TAME_METADATA, "what is no text in it");
  return TAME_OK;
}

static uint64_t end_of(const tame_tensor *t)
{
  return t->offset + t->count * tame_dtype_table[t->dtype].bytes;
}

/* By place; empty arrays may share theirs. */
static int order(const void *a, const void *b)
{
  const tame_tensor *s = a, *t = b;
  if (s->offset != t->offset) return s->offset < t->offset ? -1 : 1;
  if (end_of(s) != end_of(t)) return end_of(s) < end_of(t) ? -1 : 1;
  return strcmp(s->name, t->name);
}

static tame_status check_cover(const tame_safetensors *f, tame_error *err)
{
  uint64_t at = f->data;
  for (size_t k = 0; k < f->n; k++) {
    const tame_tensor *t = &f->tensor[k];
    if (t->offset < at) return fail(f, err, t->name, "overlaps another");
    if (t->offset > at) return fail(f, err, t->name, "a hole before it");
    at = end_of(t);
  }
  if (at < f->size)
    return tame_fail(err, TAME_EFORMAT, "%s: bytes after the last array",
                     f->path);
  return TAME_OK;
}

static tame_status use_header(tame_safetensors *f, tame_error *err)
{
  const char *name;
  json_t *value;
  f->tensor = tame_calloc(json_object_size(f->root), sizeof *f->tensor);
  json_object_foreach(f->root, name, value)
  {
    if (strcmp(name, TAME_METADATA) == 0)
      TAME_TRY(check_metadata(f, value, err));
    else
      TAME_TRY(get_tensor(&f->tensor[f->n++], f, name, value, err));
  }
  qsort(f->tensor, f->n, sizeof *f->tensor, order);
  return check_cover(f, err);
}

static tame_status read_header(tame_safetensors *f, tame_error *err)
{
  unsigned char head[LENGTH_BYTES];
  if (f->size < LENGTH_BYTES)
    return tame_fail(err, TAME_EFORMAT, "%s: too short for a header", f->path);
  TAME_TRY(read_at(head, f, 0, LENGTH_BYTES, err));
  const uint64_t n = little_endian(head, LENGTH_BYTES);
  if (n > HEADER_MOST || n > f->size - LENGTH_BYTES)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: a header of %llu bytes: not a safetensors file",
                     f->path, (unsigned long long)n);
  f->data = LENGTH_BYTES + n;
  char *text = tame_calloc((size_t)n + 1, 1);
  tame_status s = read_at(text, f, LENGTH_BYTES, (size_t)n, err);
  if (s >= 0 && text[0] != '{')
    s = tame_fail(err, TAME_EFORMAT, "%s: the header does not begin with {",
                  f->path);
  if (s >= 0) s = tame_json_object(&f->root, text, (size_t)n, f->path, err);
  free(text);
  TAME_TRY(s);
  return use_header(f, err);
}

tame_status tame_safetensors_open(tame_safetensors **f, const char *path,
                                  tame_error *err)
{
  struct stat about;
  *f = NULL;
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return tame_fail(err, errno == ENOENT ? TAME_EMISSING : TAME_EIO, "%s: %s",
                     path, strerror(errno));
  if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
    close(fd);
    return tame_fail(err, TAME_EIO, "%s: not a file", path);
  }
  tame_safetensors *g = tame_calloc(1, sizeof *g);
  g->path = tame_strdup(path);
  g->fd = fd;
  g->size = (uint64_t)about.st_size;
  const tame_status s = read_header(g, err);
  if (s < 0)
    tame_safetensors_close(g);
  else
    *f = g;
  return s;
}

void tame_safetensors_close(tame_safetensors *f)
{
  if (!f) return;
  close(f->fd);
  json_decref(f->root);
  free(f->tensor);
  free(f->path);
  free(f);
}

const tame_tensor *tame_safetensors_list(size_t *n, const tame_safetensors *f)
{
  *n = f->n;
  return f->tensor;
}

tame_status tame_safetensors_find(const tame_tensor **t,
                                  const tame_safetensors *f, const char *name,
                                  tame_error *err)
{
  for (size_t k = 0; k < f->n; k++)
    if (strcmp(f->tensor[k].name, name) == 0) {
      *t = &f->tensor[k];
      return TAME_OK;
    }
  char shown[SHOWN];
  tame_utf8_show(shown, name, strlen(name));
  return tame_fail(err, TAME_EMISSING, "%s: no array '%s'", f->path, shown);
}

const char *tame_safetensors_metadata(const tame_safetensors *f,
                                      const char *key)
{
  return json_string_value(
      json_object_get(json_object_get(f->root, TAME_METADATA), key));
}

/* --- the numbers ---------------------------------------------------------- */

static double from_bits32(uint32_t bits)
{
  float x;
  memcpy(&x, &bits, sizeof x);
  return (double)x;
}

/* IEEE binary16: sign, 5 bits of exponent, 10 of mantissa. */
static double from_half(uint32_t h)
{
  const uint32_t sign = (h & 0x8000) << 16, mantissa = h & 0x3FF;
  const uint32_t exponent = h >> 10 & 0x1F;
  if (exponent == 0x1F) return from_bits32(sign | 0x7F800000 | mantissa << 13);
  if (exponent > 0)
    return from_bits32(sign | (exponent + 112) << 23 | mantissa << 13);
  const double tiny = (double)mantissa * 0x1p-24;
  return sign ? -tiny : tiny;
}

static double decode(const unsigned char *s, tame_dtype dtype)
{
  const uint64_t bits = little_endian(s, tame_dtype_table[dtype].bytes);
  double x;
  switch (dtype) {
  case TAME_F32:
    return from_bits32((uint32_t)bits);
  case TAME_BF16:
    return from_bits32((uint32_t)bits << 16);
  case TAME_F16:
    return from_half((uint32_t)bits);
  default:
    memcpy(&x, &bits, sizeof x);
    return x;
  }
}

/* f32 [count] or f64 [count], the other is NULL */
static tame_status read_numbers(float *f32, double *f64,
                                const tame_safetensors *f, const tame_tensor *t,
                                tame_error *err)
{
  enum { CHUNK = 8192 };
  unsigned char buffer[8 * CHUNK];
  const tame_dtype_facts *facts = &tame_dtype_table[t->dtype];
  if (!facts->is_float)
    return fail(f, err, t->name, "no floating-point numbers");
  for (size_t done = 0; done < t->count;) {
    const size_t n = t->count - done < CHUNK ? t->count - done : CHUNK;
    TAME_TRY(read_at(buffer, f, t->offset + done * facts->bytes,
                     n * facts->bytes, err));
    for (size_t i = 0; i < n; i++) {
      const double x = decode(buffer + i * facts->bytes, t->dtype);
      if (f32)
        f32[done + i] = (float)x;
      else
        f64[done + i] = x;
    }
    done += n;
  }
  return TAME_OK;
}

tame_status tame_safetensors_read_f32(float *x, const tame_safetensors *f,
                                      const tame_tensor *t, tame_error *err)
{
  return read_numbers(x, NULL, f, t, err);
}

tame_status tame_safetensors_read_f64(double *x, const tame_safetensors *f,
                                      const tame_tensor *t, tame_error *err)
{
  return read_numbers(NULL, x, f, t, err);
}
