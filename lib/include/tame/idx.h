/* SPDX-License-Identifier: MIT */
/* Reader of IDX, the format of MNIST (LeCun, Cortes, Burges), plain or gzip:
 *
 *   bytes 0, 1  zero
 *   byte  2     type of the numbers; only 8, unsigned bytes, is read
 *   byte  3     rank r, from 1 to TAME_IDX_MAX_RANK
 *   4 r bytes   dimensions, big endian, each >= 1
 *   then as many numbers as their product says, and nothing after them
 *
 * No dimension is believed before the file is seen to be long enough for it.
 * Memory is at most twice the contents, which gzip makes at most 1032 times as
 * long as the file.
 * Errors: TAME_EMISSING, TAME_EIO, or TAME_EFORMAT with "path: what is wrong"
 * and at which byte of the contents. */
#ifndef TAME_IDX_H
#define TAME_IDX_H

#include <stddef.h>
#include <stdint.h>

#include "tame/images.h"
#include "tame/status.h"

#define TAME_IDX_MAX_RANK 4

typedef struct {
  size_t rank, dims[TAME_IDX_MAX_RANK], count; /* count = product of dims */
  uint8_t *x;                                  /* [dims], row-major */
  char sha256[65];                             /* of the contents */
} tame_idx;

tame_status tame_idx_read(tame_idx *x, const char *path, tame_error *err);
void tame_idx_free(tame_idx *x); /* frees the array and clears *x */

/* Images [n][h][w] or [n][c][h][w] and their labels [n], all below N_CLASSES
 * <= 256; c <= TAME_IMAGES_MAX_CHANNELS. */
tame_status tame_idx_read_images(tame_images *x, const char *images,
                                 const char *labels, size_t n_classes,
                                 tame_error *err);

#endif
