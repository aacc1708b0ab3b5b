/* SPDX-License-Identifier: MIT */
/* The images and the network that the options of a training run name. */
#ifndef RUN_TASK_H
#define RUN_TASK_H

#include "tame/exp.h"
#include "tame/image_task.h"

/* Opens *T at the first call; it is kept until the program ends. */
static inline tame_status open_run_task(tame_image_task *t,
                                        const tame_run *run, tame_error *err)
{
  if (t->net) return TAME_OK;
  return tame_image_task_open(
      t,
      &(tame_image_task_options){
          .data = tame_run_word(run, "data"),
          .net = tame_run_word(run, "net"),
          .divisor = tame_run_count(run, "divisor"),
          .n_train = tame_run_count(run, "train"),
          .n_test = tame_run_count(run, "test"),
          .batch = tame_run_count(run, "batch"),
          .is_shuffled = tame_run_count(run, "shuffle") == 1,
          .is_augmented = tame_run_count(run, "augment") == 1,
          .is_centred = true},
      err);
}

#endif
