/* SPDX-License-Identifier: MIT */
/* Characters as tokens: the set of code points of given texts, in increasing
 * order; token k is the k-th. */
#ifndef TAME_VOCABULARY_H
#define TAME_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

#include "tame/status.h"

typedef struct {
  size_t n;
  uint32_t *code; /* [n] increasing; released by tame_vocabulary_free */
} tame_vocabulary;

/* The characters of text [count]; TAME_EFORMAT with the offset where a text is
 * not UTF-8. */
tame_status tame_vocabulary_init(tame_vocabulary *v, const char *const *text,
                                 size_t count, tame_error *err);
void tame_vocabulary_free(tame_vocabulary *v); /* and clears *v */

/* id [n], of which [*count] are filled, <- the characters of text [n].
 * TAME_EFORMAT with the offset for one that V has not, and for what is not
 * UTF-8. */
tame_status tame_vocabulary_encode(uint32_t *id, size_t *count,
                                   const tame_vocabulary *v, const char *text,
                                   size_t n, tame_error *err);

/* The characters of id [count] and a NUL, released with free(); TAME_EINVAL for
 * an id that is not below v->n. */
tame_status tame_vocabulary_decode(char **text, const tame_vocabulary *v,
                                   const uint32_t *id, size_t count,
                                   tame_error *err);

#endif
