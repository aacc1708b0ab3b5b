/* SPDX-License-Identifier: MIT */
/* tame_eurosat_read on any bytes. */
#include "fuzz.h"

#include "tame/eurosat.h"

static void fuzz_one(const uint8_t *data, size_t size)
{
  tame_images x;
  tame_error err = {""};
  if (tame_eurosat_read(&x, fuzz_file(data, size), &err) < 0) {
    fuzz_explains(err.text);
    if (x.n || x.pixel) abort();
  } else {
    for (size_t i = 0; i < x.n; i++)
      if (x.label[i] >= x.n_classes) abort();
  }
  tame_images_free(&x);
}

/* an image is 12288 bytes and its entry in the archive at least 100; beside
 * them there is room for the largest JPEG */
FUZZ_READER(200, 2 << 20)
