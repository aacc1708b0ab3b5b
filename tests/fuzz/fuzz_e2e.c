/* SPDX-License-Identifier: MIT */
/* tame_e2e_read_lines and tame_e2e_read_csv on any bytes; what was read can be
 * grouped, and written as lines that are read again to the same pairs. */
#include "fuzz.h"

#include <string.h>

#include "tame/e2e.h"

static void look_at(const tame_e2e *e)
{
  tame_e2e_groups g;
  tame_e2e back;
  tame_error err = {""};
  tame_e2e_group(&g, e);
  if (g.first[g.n] != e->n) abort();
  tame_e2e_groups_free(&g);
  char *lines = tame_e2e_lines(e);
  const char *path = fuzz_file((const uint8_t *)lines, strlen(lines));
  if (tame_e2e_read_lines(&back, path, &err) < 0 || back.n != e->n) abort();
  for (size_t i = 0; i < e->n; i++)
    if (strcmp(back.meaning[i], e->meaning[i]) != 0 ||
        strcmp(back.text[i], e->text[i]) != 0)
      abort();
  tame_e2e_free(&back);
  free(lines);
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  for (size_t k = 0; k < 2; k++) {
    const char *path = fuzz_file(data, size);
    tame_e2e e;
    tame_error err = {""};
    if ((k ? tame_e2e_read_csv : tame_e2e_read_lines)(&e, path, &err) < 0)
      fuzz_explains(err.text);
    else
      look_at(&e);
    tame_e2e_free(&e);
  }
}

FUZZ_READER(64, 1 << 20)
