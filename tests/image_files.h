/* SPDX-License-Identifier: MIT */
/* Small files of images for tests, plain or gzip, in the sandbox. */
#ifndef IMAGE_FILES_H
#define IMAGE_FILES_H

#include <stdint.h>
#include <zlib.h>

#include "sandbox.h"
#include "tame/status.h"

static inline const char *write_bytes(const char *name, const void *bytes,
                                      size_t n)
{
  const char *path = in_dir(name);
  FILE *out = fopen(path, "wb");
  ck_assert_ptr_nonnull(out);
  ck_assert_uint_eq(fwrite(bytes, 1, n, out), n);
  ck_assert_int_eq(fclose(out), 0);
  return path;
}

/* MODE "wb" or, for one more gzip member, "ab". */
static inline const char *write_gzip(const char *name, const void *bytes,
                                     size_t n, const char *mode)
{
  const char *path = in_dir(name);
  gzFile out = gzopen(path, mode);
  ck_assert_ptr_nonnull(out);
  if (n > 0) ck_assert_int_eq(gzwrite(out, bytes, (unsigned)n), (int)n);
  ck_assert_int_eq(gzclose(out), Z_OK);
  return path;
}

static inline size_t read_back(uint8_t *bytes, size_t room, const char *name)
{
  FILE *in = fopen(in_dir(name), "rb");
  ck_assert_ptr_nonnull(in);
  const size_t n = fread(bytes, 1, room, in);
  fclose(in);
  return n;
}

/* bytes <- an IDX file of unsigned bytes, number i being i * 7 mod LIMIT;
 * returns its length. */
static inline size_t make_idx(uint8_t *bytes, size_t rank, const size_t *dims,
                              size_t limit)
{
  size_t count = 1, at = 4;
  const uint8_t magic[4] = {0, 0, 8, (uint8_t)rank};
  memcpy(bytes, magic, 4);
  for (size_t k = 0; k < rank; k++) {
    for (int shift = 24; shift >= 0; shift -= 8)
      bytes[at++] = (uint8_t)(dims[k] >> shift);
    count *= dims[k];
  }
  for (size_t i = 0; i < count; i++) bytes[at++] = (uint8_t)(i * 7 % limit);
  return at;
}

/* S is TAME_EFORMAT (or STATUS) and ERR one line that holds WHY. */
static inline void assert_refused_as(tame_status status, tame_status s,
                                     const tame_error *err, const char *why)
{
  ck_assert_int_eq(s, status);
  ck_assert_msg(strstr(err->text, why), "no '%s' in: %s", why, err->text);
  ck_assert_ptr_null(strchr(err->text, '\n'));
}

static inline void assert_refused(tame_status s, const tame_error *err,
                                  const char *why)
{
  assert_refused_as(TAME_EFORMAT, s, err, why);
}

#endif
