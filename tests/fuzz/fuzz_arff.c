/* SPDX-License-Identifier: MIT */
/* tame_arff_read on any bytes: a frame whose cells are levels that exist. */
#include "fuzz.h"
#include "fuzz_frame.h"

#include "tame/arff.h"

static void fuzz_one(const uint8_t *data, size_t size)
{
  tame_frame f;
  tame_error err = {""};
  if (tame_arff_read(&f, fuzz_file(data, size), &err) < 0)
    fuzz_explains(err.text);
  else
    fuzz_look_at(&f);
  tame_frame_free(&f);
}

FUZZ_READER(64, 1 << 20)
