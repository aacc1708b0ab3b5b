/* SPDX-License-Identifier: MIT */
#include "tame/tokens.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tame/base.h"
#include "tame/text.h"

enum { MOST = 65536 };

struct tame_tokens {
  char *path;
  size_t count, vocabulary;
  void *map; /* [2 count] bytes, or NULL when there are none */
};

/* t->map, t->count <- the file */
static tame_status map_file(tame_tokens *t, int fd, tame_error *err)
{
  struct stat about;
  if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
    return tame_fail(err, TAME_EIO, "%s: not a file", t->path);
  const size_t size = (size_t)about.st_size;
  if (size % 2 != 0)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: %zu bytes are no whole number of 16-bit tokens",
                     t->path, size);
  if (size == 0) return TAME_OK;
  void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (map == MAP_FAILED)
    return tame_fail(err, TAME_EIO, "%s: %s", t->path, strerror(errno));
  t->map = map;
  t->count = size / 2;
  return TAME_OK;
}

tame_status tame_tokens_open(tame_tokens **t, const char *path,
                             size_t vocabulary, tame_error *err)
{
  TAME_REQUIRE(vocabulary >= 1 && vocabulary <= MOST);
  *t = NULL;
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return tame_fail(err, errno == ENOENT ? TAME_EMISSING : TAME_EIO, "%s: %s",
                     path, strerror(errno));
  tame_tokens *u = tame_calloc(1, sizeof *u);
  u->path = tame_strdup(path);
  u->vocabulary = vocabulary;
  const tame_status s = map_file(u, fd, err);
  close(fd);
  if (s < 0)
    tame_tokens_close(u);
  else
    *t = u;
  return s;
}

void tame_tokens_close(tame_tokens *t)
{
  if (!t) return;
  if (t->map) munmap(t->map, 2 * t->count);
  free(t->path);
  free(t);
}

size_t tame_tokens_count(const tame_tokens *t) { return t->count; }

static uint32_t token_at(const tame_tokens *t, size_t k)
{
  const unsigned char *byte = (const unsigned char *)t->map + 2 * k;
  return byte[0] | (uint32_t)byte[1] << 8;
}

static tame_status fail_at(const tame_tokens *t, size_t k, tame_error *err)
{
  return tame_fail(err, TAME_EFORMAT,
                   "%s: token %zu is %lu, the vocabulary has %zu", t->path, k,
                   (unsigned long)token_at(t, k), t->vocabulary);
}

tame_status tame_tokens_window(uint32_t *id, const tame_tokens *t, size_t first,
                               size_t count, tame_error *err)
{
  TAME_REQUIRE(first <= t->count && count <= t->count - first);
  for (size_t i = 0; i < count; i++) {
    id[i] = token_at(t, first + i);
    if (id[i] >= t->vocabulary) return fail_at(t, first + i, err);
  }
  return TAME_OK;
}

tame_status tame_tokens_scan(const tame_tokens *t, tame_error *err)
{
  for (size_t k = 0; k < t->count; k++)
    if (token_at(t, k) >= t->vocabulary) return fail_at(t, k, err);
  return TAME_OK;
}

tame_status tame_tokens_write(const char *path, const uint32_t *id,
                              size_t count, tame_error *err)
{
  tame_output out;
  for (size_t i = 0; i < count; i++)
    if (id[i] >= MOST)
      return tame_fail(err, TAME_EINVAL,
                       "%s: token %zu is %lu, which takes more than 16 bits",
                       path, i, (unsigned long)id[i]);
  TAME_TRY(tame_output_open(&out, path, err));
  for (size_t i = 0; i < count; i++) {
    putc((int)(id[i] & 0xFF), out.file);
    putc((int)(id[i] >> 8), out.file);
  }
  return tame_output_commit(&out, err); /* looks at the errors of all writes */
}
