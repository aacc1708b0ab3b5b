/* SPDX-License-Identifier: MIT */
#include "tame/base.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void tame_require_failed(const char *file, const char *function,
                         const char *cond)
{
  fprintf(stderr, "%s: %s: required: %s\n", file, function, cond);
  abort();
}

void *tame_calloc(size_t count, size_t size)
{
  void *p = calloc(count ? count : 1, size ? size : 1);
  if (!p) {
    fprintf(stderr, "out of memory: %zu objects of %zu bytes\n", count, size);
    abort();
  }
  return p;
}

double *tame_vec(size_t count) { return tame_calloc(count, sizeof(double)); }

double *tame_vec_copy(const double *x, size_t count)
{
  double *y = tame_vec(count);
  if (count) memcpy(y, x, count * sizeof *y);
  return y;
}

char *tame_strdup(const char *s)
{
  const size_t size = strlen(s) + 1;
  return memcpy(tame_calloc(size, 1), s, size);
}
