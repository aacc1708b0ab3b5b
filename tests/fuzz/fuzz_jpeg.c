/* SPDX-License-Identifier: MIT */
/* The decoder of EuroSAT's images on any bytes: the check sums of an archive
 * keep fuzz_eurosat from it. */
#include "fuzz.h"

#include <stdbool.h>

#include "../../lib/src/io/jpeg.h"

enum { SIDE = 64 };

static void fuzz_one(const uint8_t *data, size_t size)
{
  static uint8_t pixel[3 * SIDE * SIDE];
  char why[256];
  fuzz_written = size;
  if (!tame_jpeg_decode(pixel, SIDE, SIDE, data, size, why)) fuzz_explains(why);
}

/* an image of 64 x 64 takes so much whatever its file is */
FUZZ_READER(8, 1 << 20)
