/* SPDX-License-Identifier: MIT */
#ifndef TAME_TEXT_TRAINER_H
#define TAME_TEXT_TRAINER_H

#include "tame/text_train.h"

struct tame_text_trainer {
  tame_text_training o;
  tame_nn_f32 *nn;
  tame_opt_f32 *opt;
  tame_opt_group *group; /* [n_groups] */
  size_t n_groups;
  size_t n, length; /* parameters, T */
  size_t steps;     /* done */
  bool has_diverged;
  double sum_loss, sum_norm; /* since the last point */
  tame_text_point *point;    /* [n_points] */
  size_t n_points;
  int *token, *target; /* [batch][T] */
  float *loss;         /* [batch][T] */
  float *sum;          /* [n] gradients of several batches, or NULL */
  size_t *order;       /* [train.n] of epoch ORDERED, or NULL */
  size_t ordered;
};

#endif
