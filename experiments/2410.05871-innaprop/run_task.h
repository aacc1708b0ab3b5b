/* SPDX-License-Identifier: MIT */
/* The images and the network that the options of a training run name. */
#ifndef RUN_TASK_H
#define RUN_TASK_H

#include "tame/exp.h"
#include "tame/image_task.h"

/* Options that open_run_task reads. */
#define RUN_TASK_OPTIONS                                                       \
  {"net", {0, 0, 0}, 0, 0, "network", TAME_NET_WORDS},                         \
      {"data", {0, 0, 0}, 0, 0, "images", TAME_IMAGE_WORDS},                   \
      {"divisor", {1, 1, 1}, 1, 64, "of all widths of the network", NULL},     \
      {"train", {500, 4000, 0}, 0, 60000, "training images, 0: all", NULL},    \
      {"test", {500, 2000, 0}, 0, 10000, "test images, 0: all", NULL},         \
      {"augment", {0, 0, 1}, 0, 0, "random crops and flips", "no yes"},        \
      {"shuffle", {1, 1, 0}, 0, 0, "new order in each epoch", "no yes"},       \
  {                                                                            \
    "batch", {64, 64, 256}, 1, 4096, "images of a mini-batch", NULL            \
  }

/* Opens *T at the first call; it is kept until the program ends. */
static inline tame_status open_run_task(tame_image_task *t, const tame_run *run,
                                        tame_error *err)
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
