/* SPDX-License-Identifier: MIT */
/* What the fuzz targets share: readers take a path, libFuzzer gives bytes. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char fuzz_path[] = "/tmp/tame-fuzz-XXXXXX";

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
  return fuzz_path;
}

/* Reader's contract: an error says why, in one line. */
static inline void fuzz_explains(const char *text)
{
  if (!*text) abort();
  for (; *text; text++)
    if (*text == '\n') abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
