/* SPDX-License-Identifier: MIT */
/* tame_read_libsvm on any bytes. */
#include "fuzz.h"

#include "tame/read.h"

enum { MAX_P = 100 };

static void fuzz_one(const uint8_t *data, size_t size)
{
  tame_table table = {0};
  tame_error err = {""};
  if (tame_read_libsvm(&table, fuzz_file(data, size), MAX_P, &err) < 0)
    fuzz_explains(err.text);
  tame_table_free(&table);
}

/* a dense row of max_p numbers may stand for two bytes */
FUZZ_READER(8 * MAX_P / 2 + 32, 1 << 20)
