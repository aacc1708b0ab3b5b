/* SPDX-License-Identifier: MIT */
/* Streams of tokens in files of 16-bit little-endian numbers, without a header,
 * as nanoGPT's preparation of OpenWebText writes them.  The file is mapped into
 * memory: a stream of 17 GB costs nothing to open.
 *
 * A token is checked against the vocabulary when it is looked at, or all at once
 * by tame_tokens_scan.  The file must not be made shorter while it is open. */
#ifndef TAME_TOKENS_H
#define TAME_TOKENS_H

#include <stddef.h>
#include <stdint.h>

#include "tame/status.h"

typedef struct tame_tokens tame_tokens;

/* VOCABULARY, 1 to 65536, is the number of tokens there are.  TAME_EMISSING,
 * TAME_EIO, TAME_EFORMAT for an odd number of bytes. */
tame_status tame_tokens_open(tame_tokens **t, const char *path,
                             size_t vocabulary, tame_error *err);
void tame_tokens_close(tame_tokens *t); /* NULL is accepted */

size_t tame_tokens_count(const tame_tokens *t);

/* id [count] <- the tokens from place FIRST on; first + count is at most the
 * length of the stream.  TAME_EFORMAT with the place for a token that is not
 * below the vocabulary. */
tame_status tame_tokens_window(uint32_t *id, const tame_tokens *t, size_t first,
                               size_t count, tame_error *err);

/* Looks at all tokens. */
tame_status tame_tokens_scan(const tame_tokens *t, tame_error *err);

/* Writes id [count], all below 65536 (TAME_EINVAL), by way of PATH.tmp. */
tame_status tame_tokens_write(const char *path, const uint32_t *id,
                              size_t count, tame_error *err);

#endif
