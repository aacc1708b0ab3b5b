/* SPDX-License-Identifier: MIT */
#include "tame/safetensors.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "safetensors_parts.h"
#include "tame/base.h"
#include "tame/text.h"
#include "tame/utf8.h"

static void put_little_endian(unsigned char *out, uint64_t value, size_t bytes)
{
  for (size_t i = 0; i < bytes; i++, value >>= 8)
    out[i] = (unsigned char)(value & 0xFF);
}

static tame_status fail_name(const char *path, const char *name,
                             const char *why, tame_error *err)
{
  char shown[40];
  tame_utf8_show(shown, name, strlen(name));
  return tame_fail(err, TAME_EINVAL, "%s: array '%s': %s", path, shown, why);
}

static size_t count_of(const tame_tensor_data *t)
{
  size_t count;
  TAME_REQUIRE(t->dtype == TAME_F32 || t->dtype == TAME_F64);
  TAME_REQUIRE(t->n_dims <= TAME_TENSOR_DIMS);
  TAME_REQUIRE(tame_shape_count(&count, t->shape, t->n_dims,
                                tame_dtype_table[t->dtype].bytes));
  return count;
}

/* The description of T, whose data begin at *at, which is moved on. */
static json_t *describe(const tame_tensor_data *t, uint64_t *at)
{
  const uint64_t end = *at + count_of(t) * tame_dtype_table[t->dtype].bytes;
  json_t *shape = json_array(), *offsets = json_array();
  for (size_t i = 0; i < t->n_dims; i++)
    json_array_append_new(shape, json_integer((json_int_t)t->shape[i]));
  json_array_append_new(offsets, json_integer((json_int_t)*at));
  json_array_append_new(offsets, json_integer((json_int_t)end));
  *at = end;
  json_t *one = json_object();
  json_object_set_new(one, "dtype",
                      json_string(tame_dtype_table[t->dtype].name));
  json_object_set_new(one, "shape", shape);
  json_object_set_new(one, "data_offsets", offsets);
  return one;
}

static tame_status check_name(const char *path, const json_t *header,
                              const char *name, tame_error *err)
{
  const size_t n = strlen(name);
  if (tame_utf8_span(name, n) < n)
    return fail_name(path, name, "its name is not UTF-8", err);
  if (strcmp(name, TAME_METADATA) == 0)
    return fail_name(path, name, "this name is taken", err);
  if (json_object_get(header, name))
    return fail_name(path, name, "two arrays of this name", err);
  return TAME_OK;
}

static tame_status add_metadata(json_t *header, const char *path,
                                const char *const *metadata, tame_error *err)
{
  json_t *all = json_object();
  json_object_set_new(header, TAME_METADATA, all);
  for (; metadata && *metadata; metadata += 2)
    if (json_object_set_new(all, metadata[0], json_string(metadata[1])) != 0)
      return fail_name(path, TAME_METADATA, "a text that is not UTF-8", err);
  return TAME_OK;
}

/* The order of the data: the wider type first. */
static const tame_dtype PASSES[2] = {TAME_F64, TAME_F32};

/* *text <- the header with its spaces, [*n], released with free(). */
static tame_status make_header(char **text, size_t *n, const char *path,
                               const tame_tensor_data *t, size_t n_tensors,
                               const char *const *metadata, tame_error *err)
{
  json_t *header = json_object();
  uint64_t at = 0;
  tame_status s = TAME_OK;
  if (metadata) s = add_metadata(header, path, metadata, err);
  for (size_t pass = 0; pass < 2; pass++)
    for (size_t k = 0; k < n_tensors && s >= 0; k++) {
      (void)count_of(&t[k]);
      if (t[k].dtype != PASSES[pass]) continue;
      s = check_name(path, header, t[k].name, err);
      if (s >= 0) json_object_set_new(header, t[k].name, describe(&t[k], &at));
    }
  if (s >= 0) {
    char *json = json_dumps(header, JSON_COMPACT);
    TAME_REQUIRE(json != NULL);
    const size_t length = strlen(json);
    *n = (length + 7) / 8 * 8;
    *text = tame_calloc(*n + 1, 1);
    memset(*text, ' ', *n);
    memcpy(*text, json, length);
    free(json);
  }
  json_decref(header);
  return s;
}

static void write_numbers(FILE *file, const tame_tensor_data *t)
{
  enum { CHUNK = 4096 };
  unsigned char buffer[8 * CHUNK];
  const size_t count = count_of(t), bytes = tame_dtype_table[t->dtype].bytes;
  const unsigned char *from = t->data;
  for (size_t done = 0; done < count;) {
    const size_t n = count - done < CHUNK ? count - done : CHUNK;
    for (size_t i = 0; i < n; i++, from += bytes) {
      uint64_t bits = 0;
      uint32_t bits32;
      if (t->dtype == TAME_F32) {
        memcpy(&bits32, from, sizeof bits32);
        bits = bits32;
      } else {
        memcpy(&bits, from, sizeof bits);
      }
      put_little_endian(buffer + i * bytes, bits, bytes);
    }
    fwrite(buffer, bytes, n, file);
    done += n;
  }
}

tame_status tame_safetensors_write(const char *path, const tame_tensor_data *t,
                                   size_t n, const char *const *metadata,
                                   tame_error *err)
{
  unsigned char head[8];
  char *header = NULL;
  size_t length = 0;
  tame_output out;
  TAME_TRY(make_header(&header, &length, path, t, n, metadata, err));
  const tame_status s = tame_output_open(&out, path, err);
  if (s >= 0) {
    put_little_endian(head, length, sizeof head);
    fwrite(head, 1, sizeof head, out.file);
    fwrite(header, 1, length, out.file);
    for (size_t pass = 0; pass < 2; pass++)
      for (size_t k = 0; k < n; k++)
        if (t[k].dtype == PASSES[pass]) write_numbers(out.file, &t[k]);
  }
  free(header);
  TAME_TRY(s);
  return tame_output_commit(&out, err); /* looks at the errors of all writes */
}
