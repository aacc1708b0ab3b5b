/* SPDX-License-Identifier: MIT */
/* Private to io/: what the parts of a comparison share. */
#ifndef TAME_COMPARE_PARTS_H
#define TAME_COMPARE_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/compare.h"

typedef struct {
  const tame_h5 *a, *b;
  bool numbers_only;
  size_t n; /* differences so far */
  tame_difference *say;
  void *ctx;
} comparison;

/* One more difference, as printf. */
void tame_compare_differ(comparison *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Is PATH /provenance/run, whose values differ from run to run? */
bool tame_compare_is_run(const char *path);

/* --- compare_attr.c --- */

/* The attributes of PATH, which both files have. */
void tame_compare_attrs(comparison *c, const char *path);

#endif
