/* SPDX-License-Identifier: MIT */
#ifndef TAME_TRAINER_H
#define TAME_TRAINER_H

#include "tame/train.h"

struct tame_trainer {
  tame_training o;
  tame_nn_f32 *nn;
  tame_opt_f32 *opt;
  tame_batches_f32 *batches;
  size_t n;      /* parameters */
  size_t epochs; /* done */
  bool has_diverged;
  tame_epoch *record; /* [room] of the epochs done */
  size_t room;
  float *loss;    /* [batch] */
  int *predicted; /* [batch] */
  float *theta;   /* [n] kept while another point is evaluated */
};

void tame_trainer_keep(tame_trainer *t, const tame_epoch *e);

#endif
