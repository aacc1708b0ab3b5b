/* SPDX-License-Identifier: MIT */
/* tame_read_libsvm on any bytes. */
#include "fuzz.h"

#include "tame/read.h"

static void fuzz_one(const uint8_t *data, size_t size)
{
  tame_table table = {0};
  tame_error err = {""};
  if (tame_read_libsvm(&table, fuzz_file(data, size), 1000, &err) < 0)
    fuzz_explains(err.text);
  tame_table_free(&table);
}

FUZZ_READER(64, 1 << 20)
