/* SPDX-License-Identifier: MIT */
#include "tame/bpe.h"

#include <stdlib.h>
#include <string.h>

#include "bpe_parts.h"
#include "tame/base.h"

size_t tame_bpe_table_size(size_t n)
{
  size_t size = 2;
  while (size < 2 * n) size *= 2;
  return size;
}

/* FNV-1a, 64 bits */
static uint64_t hash_bytes(const char *s, size_t n)
{
  uint64_t h = 0xcbf29ce484222325u;
  for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
  return h ^ h >> 32;
}

/* the finaliser of MurmurHash3 */
static uint64_t hash_pair(uint64_t x)
{
  x = (x ^ x >> 33) * 0xff51afd7ed558ccdu;
  x = (x ^ x >> 33) * 0xc4ceb9fe1a85ec53u;
  return x ^ x >> 33;
}

/* The place of these bytes, or the free one where they would go. */
static size_t place(const tame_bpe *bpe, const char *token, size_t length)
{
  const tame_bpe_tokens *t = &bpe->tokens;
  for (size_t k = hash_bytes(token, length);; k++) {
    const uint32_t id = t->id[k &= t->size - 1];
    if (id == TAME_BPE_NONE) return k;
    if (bpe->start[id + 1] - bpe->start[id] == length &&
        memcmp(bpe->bytes + bpe->start[id], token, length) == 0)
      return k;
  }
}

void tame_bpe_insert(tame_bpe *bpe, uint32_t id)
{
  const size_t k = place(bpe, bpe->bytes + bpe->start[id],
                         bpe->start[id + 1] - bpe->start[id]);
  TAME_REQUIRE(bpe->tokens.id[k] == TAME_BPE_NONE);
  bpe->tokens.id[k] = id;
}

tame_status tame_bpe_find(uint32_t *id, const tame_bpe *bpe, const char *token,
                          size_t length)
{
  const uint32_t found = bpe->tokens.id[place(bpe, token, length)];
  if (found == TAME_BPE_NONE) return TAME_EMISSING;
  *id = found;
  return TAME_OK;
}

/* The place of a pair, or the free one where it would go. */
static size_t place_pair(const tame_bpe_pairs *t, uint64_t pair)
{
  size_t k = hash_pair(pair) & (t->size - 1);
  while (t->rank[k] != TAME_BPE_NONE && t->pair[k] != pair)
    k = (k + 1) & (t->size - 1);
  return k;
}

uint32_t tame_bpe_rank(const tame_bpe *bpe, uint32_t left, uint32_t right)
{
  const uint64_t pair = (uint64_t)left << 32 | right;
  return bpe->pairs.rank[place_pair(&bpe->pairs, pair)];
}

void tame_bpe_insert_pair(tame_bpe *bpe, uint32_t left, uint32_t right,
                          uint32_t rank)
{
  const uint64_t pair = (uint64_t)left << 32 | right;
  const size_t k = place_pair(&bpe->pairs, pair);
  TAME_REQUIRE(bpe->pairs.rank[k] == TAME_BPE_NONE);
  bpe->pairs.pair[k] = pair;
  bpe->pairs.rank[k] = rank;
}

void tame_bpe_free(tame_bpe *bpe)
{
  if (!bpe) return;
  pcre2_code_free(bpe->word);
  free(bpe->bytes);
  free(bpe->start);
  free(bpe->merged);
  free(bpe->tokens.id);
  free(bpe->pairs.pair);
  free(bpe->pairs.rank);
  free(bpe);
}

size_t tame_bpe_size(const tame_bpe *bpe) { return bpe->n; }

size_t tame_bpe_specials(const tame_bpe *bpe)
{
  return bpe->n - 256 - bpe->n_merges;
}

const char *tame_bpe_token(const tame_bpe *bpe, uint32_t id, size_t *length)
{
  TAME_REQUIRE(id < bpe->n);
  *length = bpe->start[id + 1] - bpe->start[id];
  return bpe->bytes + bpe->start[id];
}

tame_status tame_bpe_decode(char **text, size_t *n, const tame_bpe *bpe,
                            const uint32_t *id, size_t count, tame_error *err)
{
  size_t total = 0, length;
  *text = NULL;
  *n = 0;
  for (size_t i = 0; i < count; i++) {
    if (id[i] >= bpe->n)
      return tame_fail(err, TAME_EINVAL,
                       "token %zu is %lu, the vocabulary has %zu", i,
                       (unsigned long)id[i], bpe->n);
    total += bpe->start[id[i] + 1] - bpe->start[id[i]];
  }
  char *to = *text = tame_calloc(total + 1, 1);
  for (size_t i = 0; i < count; i++, to += length) {
    const char *token = tame_bpe_token(bpe, id[i], &length);
    memcpy(to, token, length);
  }
  *n = total;
  return TAME_OK;
}
