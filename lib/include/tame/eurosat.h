/* SPDX-License-Identifier: MIT */
/* Reader of EuroSAT (Helber, Bischke, Dengel, Borth 2019), the RGB version as
 * published: a zip archive of JPEG images of 64 x 64 pixels,
 *
 *   .../CLASS/CLASS_NUMBER.jpg
 *
 * with the ten classes below.  Images come sorted by class, then by number,
 * whatever their order in the archive.  Entries that do not end in ".jpg" are
 * left out; every other one must be as above, of three colours, whole, and at
 * most 1 MiB long.  So memory is 12288 bytes for each entry, however far it
 * unpacks, and one such MiB.
 *
 * Errors: TAME_EMISSING, TAME_EIO, or TAME_EFORMAT with "path: entry: what is
 * wrong".  The archive holds 27000 images, 332 MB of pixels; its place is given
 * by tame_dataset_find(&path, "eurosat", ...). */
#ifndef TAME_EUROSAT_H
#define TAME_EUROSAT_H

#include "tame/images.h"
#include "tame/status.h"

/* AnnualCrop, Forest, HerbaceousVegetation, Highway, Industrial, Pasture,
 * PermanentCrop, Residential, River, SeaLake: labels 0 to 9. */
#define TAME_EUROSAT_CLASSES 10
const char *tame_eurosat_class(int label);

tame_status tame_eurosat_read(tame_images *x, const char *path,
                              tame_error *err);

#endif
