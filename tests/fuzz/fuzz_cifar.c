/* SPDX-License-Identifier: MIT */
/* tame_cifar_read on any bytes as records of both sets, and what it reads
 * through batches. */
#include "fuzz.h"

#include "tame/batches.h"
#include "tame/cifar.h"

static void look_at(const tame_images *x)
{
  tame_selection s = tame_selection_all(x);
  tame_batch_options o = {
      .batch = 5, .crop = 4, .is_flipped = true, .is_shuffled = true};
  tame_batches_f32 *w;
  const tame_batch_f32 *b;
  size_t n = 0;
  for (size_t i = 0; i < x->n; i++)
    if (x->label[i] >= x->n_classes) abort();
  tame_selection_moments(o.mean, o.sd, &s);
  for (size_t c = 0; c < 3; c++)
    if (!(o.sd[c] > 0.0)) o.sd[c] = 1.0;
  if (tame_batches_open_f32(&w, &s, &o, (uint32_t)x->n, NULL) < 0) abort();
  while ((b = tame_batches_next_f32(w)) != NULL) n += b->n;
  if (n != x->n) abort();
  tame_batches_close_f32(w);
  tame_selection_free(&s);
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  const char *path = fuzz_file(data, size);
  for (int kind = TAME_CIFAR_10; kind <= TAME_CIFAR_100_COARSE; kind++) {
    tame_images x;
    tame_error err = {""};
    if (tame_cifar_read(&x, (tame_cifar_kind)kind, &path, 1, &err) < 0)
      fuzz_explains(err.text);
    else
      look_at(&x);
    tame_images_free(&x);
  }
}

/* gzip makes at most 1032 bytes of one; room for them doubles, and they are
 * moved */
FUZZ_READER(3200, 1 << 20)
