/* SPDX-License-Identifier: MIT */
/* From words to everything that a training run on images needs: a data set, the
 * images of it, a network that fits them, and how batches are made. */
#ifndef TAME_IMAGE_TASK_H
#define TAME_IMAGE_TASK_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/batches.h"
#include "tame/images.h"
#include "tame/nets.h"
#include "tame/nn.h"
#include "tame/selection.h"
#include "tame/status.h"

/* Data sets of tame_images_open, in the form of an option's words. */
#define TAME_IMAGE_WORDS                                                       \
  "fashion-mnist mnist cifar10 cifar100 cifar10-first4000"

typedef struct {
  const char *data;       /* a word of the above */
  const char *net;        /* a word of TAME_NET_WORDS */
  size_t divisor;         /* of all widths of the network; 0 means 1 */
  size_t n_train, n_test; /* the first so many; 0: all */
  size_t batch;
  bool is_shuffled;
  bool is_augmented; /* random crops after 4 rows of zeros, random flips */
  bool is_centred; /* Fashion-MNIST and MNIST: pixel/255 goes to [-1, 1]; else,
                        and for the others, the usual mean and deviation */
} tame_image_task_options;

typedef struct {
  tame_images images, test_images;
  tame_selection train, test; /* test.n = 0: no test images */
  tame_net *net;
  tame_batch_options batch;
} tame_image_task;

/* Images of 28 x 28 get a frame of two rows of zeros for the networks of 32 x 32.
 * A set without test images (cifar10-first4000) gives its last quarter for
 * testing.  Errors of the readers; TAME_EINVAL when there are not so many
 * images. */
tame_status tame_image_task_open(tame_image_task *t,
                                 const tame_image_task_options *o,
                                 tame_error *err);
void tame_image_task_close(tame_image_task *t);

#endif
