/* SPDX-License-Identifier: MIT */
/* Byte-pair encoding as GPT-2 has it (Radford et al. 2019; the encoder of the
 * openai/gpt-2 repository).
 *
 * A text is cut into words by the regular expression
 *
 *   's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
 *
 * where \s is Unicode's White_Space and \p{L}, \p{N} are the letters and
 * numbers of the Unicode version of the PCRE2 that is linked.  Each word starts
 * as its bytes; of all neighbours the pair that stands first in the list of
 * merges is joined, everywhere from left to right, until no pair is in the list.
 *
 * Files: encoder.json, an object {token: id}, ids 0 .. V-1 each once; vocab.bpe,
 * an optional line "#version..." and then one merge "LEFT RIGHT" a line.  In both
 * a byte b is written as the character U+b where that is printable (33-126,
 * 161-172, 174-255), the others as U+0100, U+0101, ... in increasing order.
 * All 256 bytes have a token; the parts of a merge are bytes or results of
 * earlier merges, its result is new and has an id.  Tokens that are neither a
 * byte nor the result of a merge are special: "<|endoftext|>" of GPT-2.  They
 * are never produced from a text, and stand for their own characters.
 *
 * Nothing here changes a tame_bpe: it can be shared. */
#ifndef TAME_BPE_H
#define TAME_BPE_H

#include <stddef.h>
#include <stdint.h>

#include "tame/status.h"

typedef struct tame_bpe tame_bpe;

/* TAME_EMISSING, TAME_EIO, or TAME_EFORMAT with the file and, where it has one,
 * the line. */
tame_status tame_bpe_read(tame_bpe **bpe, const char *encoder_json,
                          const char *vocab_bpe, tame_error *err);
void tame_bpe_free(tame_bpe *bpe); /* NULL is accepted */

/* V, and the number of special tokens among them. */
size_t tame_bpe_size(const tame_bpe *bpe);
size_t tame_bpe_specials(const tame_bpe *bpe);

/* The bytes of token ID < V, [*length], valid as long as BPE. */
const char *tame_bpe_token(const tame_bpe *bpe, uint32_t id, size_t *length);

/* *id <- the token, special or not, whose bytes are token [length];
 * TAME_EMISSING when there is none. */
tame_status tame_bpe_find(uint32_t *id, const tame_bpe *bpe, const char *token,
                          size_t length);

/* id [n], of which [*count] are filled, <- the tokens of text [n].  A text that
 * is not UTF-8 has no words: it is refused, TAME_EFORMAT with the offset of the
 * byte, and nothing is encoded.  Costs O(n log w) for words of w bytes. */
tame_status tame_bpe_encode(uint32_t *id, size_t *count, const tame_bpe *bpe,
                            const char *text, size_t n, tame_error *err);

/* *text <- the bytes of id [count] one after the other and a NUL, [*n] without
 * it; released with free().  A sequence cut inside a character gives text that
 * is not UTF-8.  TAME_EINVAL for an id that is not below V. */
tame_status tame_bpe_decode(char **text, size_t *n, const tame_bpe *bpe,
                            const uint32_t *id, size_t count, tame_error *err);

#endif
