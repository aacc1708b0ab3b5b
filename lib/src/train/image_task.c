/* SPDX-License-Identifier: MIT */
#include "tame/image_task.h"

#include <string.h>

/* the first N of a selection, 0 for all */
static tame_status take(tame_selection *s, size_t n, tame_error *err)
{
  return n == 0 || n == s->n ? TAME_OK : tame_selection_range(s, 0, n, err);
}

static tame_status open_images(tame_image_task *t,
                               const tame_image_task_options *o,
                               tame_error *err)
{
  TAME_TRY(tame_images_open(&t->images, o->data, TAME_TRAIN, err));
  t->train = tame_selection_all(&t->images);
  if (strcmp(o->data, "cifar10-first4000") == 0) {
    const size_t kept = t->images.n - t->images.n / 4;
    t->test = tame_selection_all(&t->images);
    TAME_TRY(tame_selection_range(&t->test, kept, t->images.n - kept, err));
    TAME_TRY(tame_selection_range(&t->train, 0, kept, err));
  } else {
    TAME_TRY(tame_images_open(&t->test_images, o->data, TAME_TEST, err));
    t->test = tame_selection_all(&t->test_images);
  }
  TAME_TRY(take(&t->train, o->n_train, err));
  return take(&t->test, o->n_test, err);
}

static tame_status build_net(tame_image_task *t,
                             const tame_image_task_options *o, tame_error *err)
{
  const size_t frame = 2 * t->batch.frame;
  t->net = tame_net_named(o->net,
                          &(tame_net_options){.c = t->images.c,
                                              .h = t->images.h + frame,
                                              .w = t->images.w + frame,
                                              .classes = t->images.n_classes,
                                              .width_divisor = o->divisor},
                          err);
  return t->net ? TAME_OK : TAME_EINVAL;
}

static tame_status set_batches(tame_image_task *t,
                               const tame_image_task_options *o,
                               tame_error *err)
{
  const bool is_small =
      strcmp(o->net, "lenet5") == 0 || strncmp(o->net, "mlp", 3) == 0;
  if (o->batch < 1)
    return tame_fail(err, TAME_EINVAL, "a batch without images");
  TAME_TRY(tame_batch_standard(&t->batch, o->data));
  t->batch.batch = o->batch;
  t->batch.is_shuffled = o->is_shuffled;
  t->batch.frame = t->images.h == 28 && !is_small ? 2 : 0;
  t->batch.crop = o->is_augmented ? 4 : 0;
  t->batch.is_flipped = o->is_augmented;
  if (o->is_centred && t->images.c == 1)
    t->batch.mean[0] = t->batch.sd[0] = 0.5;
  return TAME_OK;
}

tame_status tame_image_task_open(tame_image_task *t,
                                 const tame_image_task_options *o,
                                 tame_error *err)
{
  memset(t, 0, sizeof *t);
  tame_status s = open_images(t, o, err);
  if (s >= 0) s = set_batches(t, o, err);
  if (s >= 0) s = build_net(t, o, err);
  if (s < 0) tame_image_task_close(t);
  return s;
}

void tame_image_task_close(tame_image_task *t)
{
  tame_net_free(t->net);
  tame_selection_free(&t->train);
  tame_selection_free(&t->test);
  tame_images_free(&t->images);
  tame_images_free(&t->test_images);
  memset(t, 0, sizeof *t);
}
