/* SPDX-License-Identifier: MIT */
/* tame_plan_read on any bytes; every part of every entry can be asked for. */
#include "fuzz.h"

#include "tame/plan.h"

static void fuzz_one(const uint8_t *data, size_t size)
{
  tame_plan p;
  tame_error err = {""};
  if (tame_plan_read(&p, fuzz_file(data, size), &err) < 0) {
    fuzz_explains(err.text);
    return;
  }
  for (size_t i = 0; i < p.n; i++) {
    const tame_plan_entry *e = &p.entry[i];
    if (!e->paper || !e->name || !e->file || !e->source || !e->data) abort();
    char *part;
    for (size_t k = 0; k < 8 && (part = tame_plan_data(e, k)); k++) {
      if (strchr(part, '+') || strchr(part, ';')) abort();
      free(part);
    }
  }
  tame_plan_free(&p);
}

FUZZ_READER(80, 1 << 20)
