/* SPDX-License-Identifier: MIT */
/* tame_tsv_read on any bytes; every cell of a table can be asked for. */
#include "fuzz.h"

#include "tame/text.h"

static void fuzz_one(const uint8_t *data, size_t size)
{
  tame_tsv table = {0};
  tame_error err = {""};
  if (tame_tsv_read(&table, fuzz_file(data, size), &err) < 0)
    fuzz_explains(err.text);
  for (size_t i = 0; i < table.rows; i++)
    for (size_t j = 0; j < table.cols; j++) {
      if (!tame_tsv_cell(&table, i, j)) abort();
      tame_text_width(tame_tsv_cell(&table, i, j));
    }
  tame_tsv_free(&table);
}

FUZZ_READER(64, 1 << 20)
