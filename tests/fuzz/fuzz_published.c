/* SPDX-License-Identifier: MIT */
/* The table of published values (published_extra --table) on any bytes. */
#include "fuzz.h"

#include "fuzz_tool.h"

#include "../../experiments/2505.13122-bias-amplification/published_extra.c"

#include "fuzz_tool_end.h"

static void fuzz_one(const uint8_t *data, size_t size)
{
  static values v;
  tame_csv t;
  tame_error err = {""};
  double *all = (double *)&v;
  for (size_t i = 0; i < sizeof v / sizeof *all; i++) all[i] = (double)NAN;
  if (tame_csv_read(&t, fuzz_file(data, size), ',', NULL, &err) < 0) {
    fuzz_explains(err.text);
    return;
  }
  if (take_all(&v, &t, &err) < 0) fuzz_explains(err.text);
  tame_csv_free(&t);
}

FUZZ_READER(64, 1 << 20)
