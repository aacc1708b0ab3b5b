/* SPDX-License-Identifier: MIT */
#include "bytes.h"

#include <errno.h>
#include <limits.h>
#include <sha2.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "tame/base.h"

enum { BLOCK = 1 << 16, FIRST_ROOM = 1 << 16 };

struct tame_bytes {
  FILE *in;
  char *path;
  bool is_gzip;
  bool is_inside; /* of a gzip member */
  z_stream z;
  uint8_t block[BLOCK];
  uint8_t *next; /* of block */
  size_t left;
  size_t count;
  SHA2_CTX sha;
};

/* Fill the block when it is used up; left = 0 at the end of the file. */
static tame_status refill(tame_bytes *b, tame_error *err)
{
  if (b->left > 0) return TAME_OK;
  b->next = b->block;
  b->left = fread(b->block, 1, BLOCK, b->in);
  if (ferror(b->in)) /* a folder opens, but does not read */
    return tame_fail(err, TAME_EIO, "%s: could not be read", b->path);
  return TAME_OK;
}

tame_status tame_bytes_open(tame_bytes **b, const char *path, tame_error *err)
{
  *b = NULL;
  FILE *in = fopen(path, "rb");
  if (!in) {
    return tame_fail(err, errno == ENOENT ? TAME_EMISSING : TAME_EIO, "%s: %s",
                     path, strerror(errno));
  }
  tame_bytes *x = tame_calloc(1, sizeof *x);
  x->in = in;
  x->path = tame_strdup(path);
  SHA256Init(&x->sha);
  const tame_status s = refill(x, err);
  if (s < 0) {
    tame_bytes_close(x);
    return s;
  }
  if (x->left >= 2 && x->next[0] == 0x1f && x->next[1] == 0x8b) {
    TAME_REQUIRE(inflateInit2(&x->z, 15 + 16) == Z_OK);
    x->is_gzip = x->is_inside = true;
  }
  *b = x;
  return TAME_OK;
}

void tame_bytes_close(tame_bytes *b)
{
  if (!b) return;
  if (b->is_gzip) inflateEnd(&b->z);
  fclose(b->in);
  free(b->path);
  free(b);
}

static tame_status get_plain(uint8_t *to, size_t n, size_t *got, tame_bytes *b,
                             tame_error *err)
{
  while (*got < n) {
    TAME_TRY(refill(b, err));
    if (b->left == 0) return TAME_OK;
    const size_t some = b->left < n - *got ? b->left : n - *got;
    memcpy(to + *got, b->next, some);
    b->next += some;
    b->left -= some;
    *got += some;
  }
  return TAME_OK;
}

/* After a member: another one, the end, or something that should not be. */
static tame_status between_members(tame_bytes *b, tame_error *err)
{
  TAME_TRY(refill(b, err));
  if (b->left == 0) return TAME_OK;
  if (*b->next != 0x1f)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: more after the end of the gzip stream", b->path);
  TAME_REQUIRE(inflateReset(&b->z) == Z_OK);
  b->is_inside = true;
  return TAME_OK;
}

static tame_status inflate_some(uint8_t *to, size_t n, size_t *got,
                                tame_bytes *b, tame_error *err)
{
  const size_t room = n - *got < INT_MAX ? n - *got : INT_MAX;
  TAME_TRY(refill(b, err));
  if (b->left == 0)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: the gzip stream is cut short, %zu bytes into its "
                     "contents",
                     b->path, b->count + *got);
  b->z.next_in = b->next;
  b->z.avail_in = (uInt)b->left;
  b->z.next_out = to + *got;
  b->z.avail_out = (uInt)room;
  const int code = inflate(&b->z, Z_NO_FLUSH);
  b->next += b->left - b->z.avail_in;
  b->left = b->z.avail_in;
  *got += room - b->z.avail_out;
  if (code == Z_STREAM_END)
    b->is_inside = false;
  else if (code != Z_OK && code != Z_BUF_ERROR)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: the gzip stream is broken, %zu bytes into its "
                     "contents: %s",
                     b->path, b->count + *got, b->z.msg ? b->z.msg : "?");
  return TAME_OK;
}

static tame_status get_gzip(uint8_t *to, size_t n, size_t *got, tame_bytes *b,
                            tame_error *err)
{
  while (*got < n) {
    if (!b->is_inside) TAME_TRY(between_members(b, err));
    if (!b->is_inside) return TAME_OK;
    TAME_TRY(inflate_some(to, n, got, b, err));
  }
  return TAME_OK;
}

tame_status tame_bytes_get(uint8_t *to, size_t n, size_t *got, tame_bytes *b,
                           tame_error *err)
{
  *got = 0;
  TAME_TRY(b->is_gzip ? get_gzip(to, n, got, b, err)
                      : get_plain(to, n, got, b, err));
  SHA256Update(&b->sha, to, *got);
  b->count += *got;
  return TAME_OK;
}

tame_status tame_bytes_take(uint8_t **to, size_t n, const char *what,
                            tame_bytes *b, tame_error *err)
{
  size_t room = n < FIRST_ROOM ? n : FIRST_ROOM, size = 0, got;
  uint8_t *x = tame_calloc(room, 1);
  *to = NULL;
  while (size < n) {
    if (size == room) {
      room = room > n / 2 ? n : 2 * room;
      x = realloc(x, room);
      TAME_REQUIRE(x != NULL);
    }
    tame_status s = tame_bytes_get(x + size, room - size, &got, b, err);
    if (s >= 0 && got < room - size)
      s = tame_fail(err, TAME_EFORMAT, "%s: %s end after %zu of %zu bytes",
                    b->path, what, size + got, n);
    if (s < 0) {
      free(x);
      return s;
    }
    size += got;
  }
  *to = x;
  return TAME_OK;
}

tame_status tame_bytes_expect_end(tame_bytes *b, tame_error *err)
{
  uint8_t more;
  size_t got;
  TAME_TRY(tame_bytes_get(&more, 1, &got, b, err));
  if (got == 0) return TAME_OK;
  return tame_fail(err, TAME_EFORMAT,
                   "%s: more after its %zu bytes of contents", b->path,
                   b->count - 1);
}

size_t tame_bytes_count(const tame_bytes *b) { return b->count; }

const char *tame_bytes_path(const tame_bytes *b) { return b->path; }

void tame_bytes_sha256(char hex[65], tame_bytes *b)
{
  uint8_t digest[SHA256_DIGEST_LENGTH];
  SHA256Final(digest, &b->sha);
  for (size_t i = 0; i < sizeof digest; i++)
    snprintf(hex + 2 * i, 3, "%02x", (unsigned)digest[i]);
}
