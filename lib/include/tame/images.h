/* SPDX-License-Identifier: MIT */
/* Labelled images, as the files of the classical sets hold them: bytes.
 *
 *   name                 c h w      classes  training + test
 *   "mnist"              1 28 28      10     60000 + 10000   IDX (tame/idx.h)
 *   "fashion-mnist"      1 28 28      10     60000 + 10000
 *   "cifar10"            3 32 32      10     50000 + 10000   (tame/cifar.h)
 *   "cifar100"           3 32 32     100     50000 + 10000
 *   "cifar10-first4000"  3 32 32      10      4000 + none
 *
 * The last is the beginning of the first file of "cifar10", in the same order.
 * Where the files are is tame/dataset.h's to find; their checksums are compared
 * with the manifest's, also when that is of the uncompressed contents.
 *
 * Selections of images are tame/selection.h, batches for training
 * tame/batches.h. */
#ifndef TAME_IMAGES_H
#define TAME_IMAGES_H

#include <stddef.h>
#include <stdint.h>

#include "tame/h5.h"
#include "tame/status.h"

#define TAME_IMAGES_MAX_CHANNELS 4

/* A file that images came from. */
typedef struct {
  char *path;
  char sha256[65]; /* of its contents, uncompressed */
} tame_image_source;

typedef struct {
  size_t n, c, h, w, n_classes; /* all >= 1; n_classes <= 256 */
  uint8_t *pixel;               /* [n][c][h][w] */
  uint8_t *label;               /* [n], each < n_classes */
  size_t n_sources;
  tame_image_source *source; /* [n_sources] in the order read */
} tame_images;

void tame_images_free(tame_images *x); /* frees the arrays and clears *x */

typedef enum { TAME_TRAIN, TAME_TEST } tame_images_part;

/* A set by its NAME above.  TAME_EINVAL for another name; TAME_EMISSING with
 * what to fetch, or when the set has no such part; TAME_EFORMAT as the readers,
 * and for other files than the manifest describes. */
tame_status tame_images_open(tame_images *x, const char *name,
                             tame_images_part part, tame_error *err);

/* Attributes of GROUP that say where its images came from: image_files, lines
 * "SHA256  FILE" in the order read, without the folders. */
void tame_images_write_sources(tame_h5 *f, const char *group,
                               const tame_images *x);

#endif
