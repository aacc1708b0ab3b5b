/* SPDX-License-Identifier: MIT */
/* Checkpoints know whose they are. */
#ifndef TAME_TRAIN_IDENTITY_H
#define TAME_TRAIN_IDENTITY_H

#include "tame/h5.h"
#include "tame/status.h"

/* TAME_EFORMAT when the checkpoint F of file PATH has another IDENTITY. */
tame_status tame_checkpoint_check(const tame_h5 *f, const char *path,
                                  const char *identity, tame_error *err);

#endif
