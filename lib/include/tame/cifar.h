/* SPDX-License-Identifier: MIT */
/* Reader of the binary version of CIFAR-10 and CIFAR-100 (Krizhevsky 2009):
 * records without a header,
 *
 *   CIFAR-10    1 byte label < 10, 3072 bytes
 *   CIFAR-100   1 byte coarse label < 20, 1 byte fine label < 100, 3072 bytes
 *
 * the 3072 being [3][32][32]: red, green, blue, each by rows.  A file may hold
 * any number of records from 1 on; it may be compressed by gzip.  Memory is at
 * most three times the contents, which gzip makes at most 1032 times as long as
 * the file.
 *
 * Errors: TAME_EMISSING, TAME_EIO, or TAME_EFORMAT with "path: what is wrong"
 * and in which record, counted from 0. */
#ifndef TAME_CIFAR_H
#define TAME_CIFAR_H

#include <stddef.h>

#include "tame/images.h"
#include "tame/status.h"

typedef enum {
  TAME_CIFAR_10,
  TAME_CIFAR_100,       /* label: the fine one */
  TAME_CIFAR_100_COARSE /* label: the coarse one, n_classes = 20 */
} tame_cifar_kind;

/* The records of N_PATHS >= 1 files, one file after the other. */
tame_status tame_cifar_read(tame_images *x, tame_cifar_kind kind,
                            const char *const *path, size_t n_paths,
                            tame_error *err);

#endif
