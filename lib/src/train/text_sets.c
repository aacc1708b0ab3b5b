/* SPDX-License-Identifier: MIT */
#include "tame/base.h"
#include "tame/text_train.h"

/* --- windows -------------------------------------------------------------- */

static tame_status window(int *token, int *target, size_t i, const void *ctx,
                          tame_error *err)
{
  enum { PIECE = 256 };
  const tame_text_windows *w = ctx;
  uint32_t piece[PIECE];
  for (size_t t = 0; t <= w->length;) {
    const size_t rest = w->length + 1 - t, n = rest < PIECE ? rest : PIECE;
    const uint32_t *id = piece;
    if (w->stream)
      TAME_TRY(tame_tokens_window(piece, w->stream, i + t, n, err));
    else
      id = w->id + i + t;
    for (size_t k = 0; k < n; k++, t++) {
      if (t < w->length) token[t] = (int)id[k];
      if (t > 0) target[t - 1] = (int)id[k];
    }
  }
  return TAME_OK;
}

tame_text_set tame_text_set_of_windows(const tame_text_windows *w)
{
  TAME_REQUIRE(w->length > 0 &&
               (!w->stream || w->n <= tame_tokens_count(w->stream)));
  return (tame_text_set){
      .n = w->n > w->length ? w->n - w->length : 0, .get = window, .ctx = w};
}

/* --- sequences ------------------------------------------------------------ */

static tame_status sequence(int *token, int *target, size_t i, const void *ctx,
                            tame_error *err)
{
  const tame_text_sequences *s = ctx;
  const uint32_t *id = s->id + s->first[i];
  const size_t n = s->first[i + 1] - s->first[i];
  (void)err;
  for (size_t t = 0; t < s->length; t++) {
    const bool has_next = t + 1 < n;
    token[t] = has_next ? (int)id[t] : 0;
    target[t] = has_next && t + 1 >= s->given[i] ? (int)id[t + 1] : -1;
  }
  return TAME_OK;
}

tame_text_set tame_text_set_of_sequences(const tame_text_sequences *s)
{
  for (size_t i = 0; i < s->n; i++) {
    const size_t n = s->first[i + 1] - s->first[i];
    TAME_REQUIRE(n >= 2 && n <= s->length + 1 && s->given[i] >= 1 &&
                 s->given[i] < n);
  }
  return (tame_text_set){.n = s->n, .get = sequence, .ctx = s};
}
