/* SPDX-License-Identifier: MIT */
/* Private to io: an image of three colours out of a JPEG file in memory. */
#ifndef TAME_IO_JPEG_H
#define TAME_IO_JPEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* pixel [3][h][w] <- the image in DATA [size], which must be of that size; on
 * false, WHY says what is wrong. */
bool tame_jpeg_decode(uint8_t *pixel, size_t h, size_t w, const uint8_t *data,
                      size_t size, char why[256]);

#endif
