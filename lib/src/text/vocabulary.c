/* SPDX-License-Identifier: MIT */
#include "tame/vocabulary.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/utf8.h"

enum { CODES = 0x110000 };

static tame_status fail_at(size_t offset, tame_error *err)
{
  return tame_fail(err, TAME_EFORMAT, "the text is not UTF-8 at byte %zu",
                   offset);
}

static tame_status mark(bool *is_used, const char *text, tame_error *err)
{
  const size_t n = strlen(text);
  uint32_t code;
  for (size_t at = 0; at < n;) {
    const size_t length = tame_utf8_get(&code, text + at, n - at);
    if (length == 0) return fail_at(at, err);
    is_used[code] = true;
    at += length;
  }
  return TAME_OK;
}

tame_status tame_vocabulary_init(tame_vocabulary *v, const char *const *text,
                                 size_t count, tame_error *err)
{
  bool *is_used = tame_calloc(CODES, sizeof *is_used);
  tame_status s = TAME_OK;
  *v = (tame_vocabulary){0};
  for (size_t k = 0; k < count && s >= 0; k++) s = mark(is_used, text[k], err);
  if (s >= 0) {
    for (uint32_t c = 0; c < CODES; c++) v->n += is_used[c];
    v->code = tame_calloc(v->n, sizeof *v->code);
    size_t k = 0;
    for (uint32_t c = 0; c < CODES; c++)
      if (is_used[c]) v->code[k++] = c;
  }
  free(is_used);
  return s;
}

void tame_vocabulary_free(tame_vocabulary *v)
{
  free(v->code);
  *v = (tame_vocabulary){0};
}

/* The place of CODE, or v->n. */
static size_t find(const tame_vocabulary *v, uint32_t code)
{
  size_t low = 0, high = v->n;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (v->code[middle] < code)
      low = middle + 1;
    else
      high = middle;
  }
  return low < v->n && v->code[low] == code ? low : v->n;
}

tame_status tame_vocabulary_encode(uint32_t *id, size_t *count,
                                   const tame_vocabulary *v, const char *text,
                                   size_t n, tame_error *err)
{
  *count = 0;
  for (size_t at = 0; at < n;) {
    uint32_t code;
    const size_t length = tame_utf8_get(&code, text + at, n - at);
    if (length == 0) return fail_at(at, err);
    const size_t k = find(v, code);
    if (k == v->n)
      return tame_fail(err, TAME_EFORMAT,
                       "U+%04lX at byte %zu is not in the vocabulary",
                       (unsigned long)code, at);
    id[(*count)++] = (uint32_t)k;
    at += length;
  }
  return TAME_OK;
}

tame_status tame_vocabulary_decode(char **text, const tame_vocabulary *v,
                                   const uint32_t *id, size_t count,
                                   tame_error *err)
{
  *text = NULL;
  for (size_t i = 0; i < count; i++)
    if (id[i] >= v->n)
      return tame_fail(err, TAME_EINVAL,
                       "token %zu is %lu, the vocabulary has %zu", i,
                       (unsigned long)id[i], v->n);
  char *to = *text = tame_calloc(4 * count + 1, 1);
  for (size_t i = 0; i < count; i++) to += tame_utf8_put(to, v->code[id[i]]);
  return TAME_OK;
}
