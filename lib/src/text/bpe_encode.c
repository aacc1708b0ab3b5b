/* SPDX-License-Identifier: MIT */
#include "tame/bpe.h"

#include <stdlib.h>

#include "bpe_parts.h"
#include "tame/base.h"
#include "tame/utf8.h"

/* The parts of one word, a list of neighbours in the order of the text.  Part k
 * begins at byte k; a part that went into its left neighbour has no rank any
 * more.  A heap holds the pairs that can be merged as rank * 2^32 + k, so the
 * smallest is the first merge of the list and of those the leftmost; pairs that
 * are gone stay in it and are passed over. */
typedef struct {
  size_t room;
  uint32_t *id, *rank;       /* [room] token; merge with the right neighbour */
  uint32_t *next, *previous; /* [room] */
  uint64_t *heap;            /* [3 room]: each merge makes two new pairs */
  size_t n_heap;
} word_parts;

static void release(word_parts *w)
{
  free(w->id);
  free(w->rank);
  free(w->next);
  free(w->previous);
  free(w->heap);
  *w = (word_parts){0};
}

static void make_room(word_parts *w, size_t length)
{
  if (length <= w->room) return;
  const size_t room = 2 * length;
  release(w);
  w->room = room;
  w->id = tame_calloc(room, sizeof *w->id);
  w->rank = tame_calloc(room, sizeof *w->rank);
  w->next = tame_calloc(room, sizeof *w->next);
  w->previous = tame_calloc(room, sizeof *w->previous);
  w->heap = tame_calloc(3 * room, sizeof *w->heap);
}

static void push(word_parts *w, uint64_t key)
{
  size_t k = w->n_heap++;
  for (; k > 0 && w->heap[(k - 1) / 2] > key; k = (k - 1) / 2)
    w->heap[k] = w->heap[(k - 1) / 2];
  w->heap[k] = key;
}

static uint64_t pop(word_parts *w)
{
  const uint64_t least = w->heap[0], last = w->heap[--w->n_heap];
  size_t k = 0, child;
  while ((child = 2 * k + 1) < w->n_heap) {
    if (child + 1 < w->n_heap && w->heap[child + 1] < w->heap[child]) child++;
    if (w->heap[child] >= last) break;
    w->heap[k] = w->heap[child];
    k = child;
  }
  w->heap[k] = last;
  return least;
}

/* The pair of part K and its right neighbour, which may be new. */
static void look_at(word_parts *w, const tame_bpe *bpe, uint32_t k,
                    uint32_t length)
{
  const uint32_t right = w->next[k];
  w->rank[k] = right < length ? tame_bpe_rank(bpe, w->id[k], w->id[right])
                              : TAME_BPE_NONE;
  if (w->rank[k] != TAME_BPE_NONE) push(w, (uint64_t)w->rank[k] << 32 | k);
}

static void merge(word_parts *w, const tame_bpe *bpe, uint32_t k,
                  uint32_t length)
{
  const uint32_t right = w->next[k], after = w->next[right];
  w->id[k] = bpe->merged[w->rank[k]];
  w->rank[right] = TAME_BPE_NONE;
  w->next[k] = after;
  if (after < length) w->previous[after] = k;
  look_at(w, bpe, k, length);
  if (k > 0) look_at(w, bpe, w->previous[k], length);
}

/* id <- the tokens of one word; their number. */
static size_t encode_word(uint32_t *id, word_parts *w, const tame_bpe *bpe,
                          const char *word, size_t n)
{
  const uint32_t length = (uint32_t)n;
  size_t count = 0;
  make_room(w, n);
  w->n_heap = 0;
  for (uint32_t k = 0; k < length; k++) {
    w->id[k] = bpe->byte[(unsigned char)word[k]];
    w->next[k] = k + 1;
    w->previous[k] = k - (k > 0);
  }
  for (uint32_t k = 0; k < length; k++) look_at(w, bpe, k, length);
  while (w->n_heap > 0) {
    const uint64_t key = pop(w);
    const uint32_t k = (uint32_t)key;
    if (w->rank[k] == (uint32_t)(key >> 32)) merge(w, bpe, k, length);
  }
  for (uint32_t k = 0; k < length; k = w->next[k]) id[count++] = w->id[k];
  return count;
}

tame_status tame_bpe_encode(uint32_t *id, size_t *count, const tame_bpe *bpe,
                            const char *text, size_t n, tame_error *err)
{
  *count = 0;
  if (n >= UINT32_MAX)
    return tame_fail(err, TAME_EINVAL,
                     "a text of %zu bytes: encode it in parts", n);
  const size_t good = tame_utf8_span(text, n);
  if (good < n)
    return tame_fail(err, TAME_EFORMAT, "the text is not UTF-8 at byte %zu",
                     good);
  word_parts parts = {0};
  pcre2_match_data *match =
      pcre2_match_data_create_from_pattern(bpe->word, NULL);
  TAME_REQUIRE(match != NULL);
  for (size_t at = 0; at < n;) {
    const size_t length = tame_bpe_word(bpe, match, text, n, at);
    *count += encode_word(id + *count, &parts, bpe, text + at, length);
    at += length;
  }
  pcre2_match_data_free(match);
  release(&parts);
  return TAME_OK;
}
