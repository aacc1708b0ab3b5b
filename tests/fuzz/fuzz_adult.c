/* SPDX-License-Identifier: MIT */
/* tame_adult_read on any bytes. */
#include "fuzz.h"
#include "fuzz_frame.h"

#include "tame/adult.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tame_frame f;
  tame_error err = {""};
  if (tame_adult_read(&f, fuzz_file(data, size), &err) < 0)
    fuzz_explains(err.text);
  else
    fuzz_look_at(&f);
  tame_frame_free(&f);
  return 0;
}
