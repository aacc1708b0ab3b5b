/* SPDX-License-Identifier: MIT */
/* Private to io: what tame/batches.h draws for an epoch, and what its options
 * mean, whichever type the numbers have. */
#ifndef TAME_IO_EPOCH_H
#define TAME_IO_EPOCH_H

#include <stddef.h>
#include <stdint.h>

#include "tame/batches.h"

/* An image of an epoch. */
typedef struct {
  size_t position;    /* in the selection */
  size_t down, right; /* offsets of the window, in {0, ..., 2 crop} */
  bool is_flipped;
} tame_shot;

/* shot [n] <- epoch EPOCH; RNG is seeded anew. */
void tame_epoch_draw(tame_shot *shot, size_t n, const tame_batch_options *o,
                     uint32_t seed, size_t epoch, gsl_rng *rng);

/* TAME_EINVAL with the reason. */
tame_status tame_epoch_check(const tame_selection *s,
                             const tame_batch_options *o, tame_error *err);

/* The number that pixel VALUE of channel C becomes, the TONE included. */
double tame_epoch_scale(int value, size_t c, const tame_tone *tone,
                        const tame_batch_options *o);

/* Where a pipeline is: POSITION batches of EPOCH have been given. */
typedef struct {
  size_t epoch, position, per_epoch;
} tame_epoch_place;

void tame_epoch_save(tame_h5 *f, const char *group,
                     const tame_epoch_place *place, const tame_selection *s,
                     const tame_batch_options *o, uint32_t seed);
/* PLACE is changed unless an error is returned. */
tame_status tame_epoch_load(tame_epoch_place *place, const tame_selection *s,
                            const tame_batch_options *o, uint32_t seed,
                            const tame_h5 *f, const char *group,
                            tame_error *err);

#endif
