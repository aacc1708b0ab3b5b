/* SPDX-License-Identifier: MIT */
/* What the fuzz targets share.  Readers take a path, libFuzzer gives bytes; a
 * target defines fuzz_one and says, with FUZZ_READER, how much memory its reader
 * may ask for in proportion to the file:
 *
 *     static void fuzz_one(const uint8_t *data, size_t size) { ... }
 *     FUZZ_READER(24, 1 << 20)   24 bytes for each byte of the file, and 1 MiB
 *
 * More than that at any moment is a failure like a crash. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sanitizer/allocator_interface.h>

/* --- files ---------------------------------------------------------------- */

static char fuzz_path[] = "/tmp/tame-fuzz-XXXXXX";
static size_t fuzz_written; /* bytes of the files of this input */

static inline void fuzz_forget(void) { unlink(fuzz_path); }

/* A file that holds DATA; the same name each time, removed at the end. */
static inline const char *fuzz_file(const uint8_t *data, size_t size)
{
  static int fd = -1;
  if (fd < 0) {
    fd = mkstemp(fuzz_path);
    if (fd < 0) abort();
    atexit(fuzz_forget);
  }
  if (ftruncate(fd, 0) != 0) abort();
  if (pwrite(fd, data, size, 0) != (ssize_t)size) abort();
  fuzz_written += size;
  return fuzz_path;
}

/* The next part of the bytes from *AT to END, up to a NUL, and its length. */
static inline size_t fuzz_part(const char **head, const char **at,
                               const char *end)
{
  *head = *at;
  const char *nul = memchr(*at, 0, (size_t)(end - *at));
  const size_t n = (size_t)((nul ? nul : end) - *at);
  *at = nul ? nul + 1 : end;
  return n;
}

/* --- what must hold ------------------------------------------------------- */

/* Reader's contract: an error says why, in one line. */
static inline void fuzz_explains(const char *text)
{
  if (!*text) abort();
  for (; *text; text++)
    if (*text == '\n') abort();
}

/* --- memory --------------------------------------------------------------- */

static _Atomic size_t fuzz_held, fuzz_most; /* bytes, since fuzz_watch */

static inline void fuzz_on_malloc(const volatile void *x, size_t size)
{
  (void)x;
  const size_t held = atomic_fetch_add(&fuzz_held, size) + size;
  size_t most = atomic_load(&fuzz_most);
  while (held > most && !atomic_compare_exchange_weak(&fuzz_most, &most, held))
    continue;
}

/* What was there before counts as nothing, not as less. */
static inline void fuzz_on_free(const volatile void *x)
{
  const size_t size = __sanitizer_get_allocated_size(x);
  size_t held = atomic_load(&fuzz_held);
  while (!atomic_compare_exchange_weak(&fuzz_held, &held,
                                       held > size ? held - size : 0))
    continue;
}

/* From now on; a target that makes its file calls it when the file is there. */
static inline void fuzz_watch(void)
{
  static int is_watching;
  if (!is_watching)
    __sanitizer_install_malloc_and_free_hooks(fuzz_on_malloc, fuzz_on_free);
  is_watching = 1;
  fuzz_held = fuzz_most = 0;
}

static inline void fuzz_judge(size_t per_byte, size_t fixed)
{
  const size_t most = fuzz_most;
  if (most <= per_byte * fuzz_written + fixed) return;
  fprintf(stderr, "%zu bytes of memory for files of %zu: more than %zu + %zu\n",
          most, fuzz_written, per_byte * fuzz_written, fixed);
  abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_READER(per_byte, fixed)                                           \
  int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)                 \
  {                                                                            \
    fuzz_written = 0;                                                          \
    fuzz_watch();                                                              \
    fuzz_one(data, size);                                                      \
    fuzz_judge(per_byte, fixed);                                               \
    return 0;                                                                  \
  }

#endif
