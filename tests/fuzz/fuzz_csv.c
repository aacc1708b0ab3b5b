/* SPDX-License-Identifier: MIT */
/* tame_csv_read on any bytes, with and without a header of ours; every cell can
 * be asked for, as text, as a number and as a category. */
#include "fuzz.h"

#include <string.h>

#include "tame/csv.h"

static void look_at(const tame_csv *t)
{
  double *x = calloc(t->rows + 1, sizeof *x);
  size_t *code = calloc(t->rows + 1, sizeof *code), n_words, length = 0;
  const char **words;
  tame_error err = {""};
  for (size_t i = 0; i < t->rows; i++)
    for (size_t j = 0; j < t->cols; j++)
      length += strlen(tame_csv_cell(t, i, j));
  if (length > 65536 || t->cols == 0) abort();
  const size_t last = t->cols - 1;
  if (tame_csv_numbers(x, t, last, "?", &err) < 0) fuzz_explains(err.text);
  if (tame_csv_categories(code, &words, &n_words, t, 0, 9, &err) < 0)
    fuzz_explains(err.text);
  free(words);
  free(code);
  free(x);
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  static const char *const HEADER[2] = {NULL, "a;b"};
  const char *path = fuzz_file(data, size);
  for (size_t k = 0; k < 2; k++) {
    tame_csv table;
    tame_error err = {""};
    if (tame_csv_read(&table, path, k ? ';' : ',', HEADER[k], &err) < 0)
      fuzz_explains(err.text);
    else
      look_at(&table);
    tame_csv_free(&table);
  }
}

FUZZ_READER(64, 1 << 20)
