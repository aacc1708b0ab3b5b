/* SPDX-License-Identifier: MIT */
/* tame_tokens_open on any bytes; its windows and its scan agree on what is in
 * the vocabulary. */
#include "fuzz.h"

#include "tame/tokens.h"

static void look_at(const tame_tokens *t)
{
  const size_t n = tame_tokens_count(t);
  uint32_t *id = calloc(n + 1, sizeof *id);
  tame_error err = {""}, err_scan = {""};
  const tame_status all = tame_tokens_scan(t, &err_scan);
  if (tame_tokens_window(id, t, 0, n, &err) != all) abort();
  if (all < 0) {
    fuzz_explains(err.text);
    fuzz_explains(err_scan.text);
  }
  free(id);
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  tame_tokens *t;
  tame_error err = {""};
  if (tame_tokens_open(&t, fuzz_file(data, size), 50257, &err) < 0)
    fuzz_explains(err.text);
  else
    look_at(t);
  tame_tokens_close(t);
}

FUZZ_READER(64, 1 << 20)
