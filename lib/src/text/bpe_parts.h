/* SPDX-License-Identifier: MIT */
/* Private to text: what the parts of tame/bpe.h share. */
#ifndef TAME_TEXT_BPE_PARTS_H
#define TAME_TEXT_BPE_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "tame/bpe.h"

#define TAME_BPE_NONE UINT32_MAX

/* Both hash tables: open addressing, [size] a power of two, at most half full,
 * TAME_BPE_NONE where a place is free. */
typedef struct {
  size_t size;
  uint32_t *id; /* [size] tokens, by their bytes */
} tame_bpe_tokens;

typedef struct {
  size_t size;
  uint64_t *pair; /* [size] left id * 2^32 + right id */
  uint32_t *rank; /* [size] place in the list of merges */
} tame_bpe_pairs;

struct tame_bpe {
  size_t n, n_merges;
  char *bytes;        /* of all tokens */
  size_t *start;      /* [n + 1] where a token's bytes are */
  uint32_t byte[256]; /* token of a byte */
  uint32_t *merged;   /* [n_merges] token that merge k makes */
  tame_bpe_tokens tokens;
  tame_bpe_pairs pairs;
  pcre2_code *word;
};

/* Smallest power of two that is at least 2 n. */
size_t tame_bpe_table_size(size_t n);

/* Insert token ID, whose bytes are in place and differ from all others'. */
void tame_bpe_insert(tame_bpe *bpe, uint32_t id);

/* The merge of LEFT and RIGHT, or TAME_BPE_NONE; insert it as number RANK. */
uint32_t tame_bpe_rank(const tame_bpe *bpe, uint32_t left, uint32_t right);
void tame_bpe_insert_pair(tame_bpe *bpe, uint32_t left, uint32_t right,
                          uint32_t rank);

/* The expression of tame/bpe.h; and the length of the word at text[at]. */
pcre2_code *tame_bpe_word_alloc(void);
size_t tame_bpe_word(const tame_bpe *bpe, pcre2_match_data *match,
                     const char *text, size_t n, size_t at);

#endif
