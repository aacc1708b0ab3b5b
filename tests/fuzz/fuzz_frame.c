/* SPDX-License-Identifier: MIT */
/* tame_frame_csv on any bytes: kinds inferred, levels that exist, and an
 * encoding or a reason why not. */
#include "fuzz_frame.h"
#include "fuzz.h"

static void fuzz_one(const uint8_t *data, size_t size)
{
  static const char *const A[] = {"a", NULL};
  const tame_frame_options opt[2] = {{0}, {.categorical = A, .separator = ';'}};
  const char *path = fuzz_file(data, size);
  for (size_t k = 0; k < 2; k++) {
    tame_frame f;
    tame_error err = {""};
    if (tame_frame_csv(&f, path, &opt[k], &err) < 0)
      fuzz_explains(err.text);
    else
      fuzz_look_at(&f);
    tame_frame_free(&f);
  }
}

FUZZ_READER(64, 1 << 20)
