/* SPDX-License-Identifier: MIT */
/* Private to io: a file of bytes, plain or gzip (RFC 1952, also of several
 * members), read in order.  Which of the two is seen from its first two bytes;
 * what is read, counted and hashed is the contents. */
#ifndef TAME_IO_BYTES_H
#define TAME_IO_BYTES_H

#include <stddef.h>
#include <stdint.h>

#include "tame/status.h"

typedef struct tame_bytes tame_bytes;

/* TAME_EMISSING, TAME_EIO. */
tame_status tame_bytes_open(tame_bytes **b, const char *path, tame_error *err);
void tame_bytes_close(tame_bytes *b); /* NULL accepted */

/* to [*got] <- the next bytes, *got = n unless the contents end before.
 * TAME_EIO when reading fails; TAME_EFORMAT for a gzip stream that is cut
 * short, broken, or followed by something else. */
tame_status tame_bytes_get(uint8_t *to, size_t n, size_t *got, tame_bytes *b,
                           tame_error *err);

/* *to <- the next N bytes, released with free(); memory grows with what is
 * there, not with N.  TAME_EFORMAT "PATH: WHAT end after ..." when the contents
 * end before. */
tame_status tame_bytes_take(uint8_t **to, size_t n, const char *what,
                            tame_bytes *b, tame_error *err);

/* TAME_EFORMAT unless the contents end here. */
tame_status tame_bytes_expect_end(tame_bytes *b, tame_error *err);

size_t tame_bytes_count(const tame_bytes *b); /* read so far */
const char *tame_bytes_path(const tame_bytes *b);

/* SHA-256 of what was read so far; once. */
void tame_bytes_sha256(char hex[65], tame_bytes *b);

#endif
