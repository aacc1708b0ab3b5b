/* SPDX-License-Identifier: MIT */
/* tame_read_subset_sum on any bytes: what is accepted is a valid instance. */
#include "fuzz.h"

#include "tame/instance.h"

static void fuzz_one(const uint8_t *data, size_t size)
{
  tame_subset_sum inst;
  tame_error err = {""};
  if (tame_read_subset_sum(&inst, fuzz_file(data, size), &err) < 0)
    fuzz_explains(err.text);
  else if (tame_subset_sum_validate(&inst, &err) != TAME_OK)
    abort();
}

FUZZ_READER(64, 1 << 20)
