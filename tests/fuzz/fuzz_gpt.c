/* SPDX-License-Identifier: MIT */
/* tame_gpt_read on any bytes, with and without an adaptation of low rank: the
 * arrays of another file leave the net as it was. */
#include "fuzz.h"

#include "tame/gpt.h"

enum { ROOM = 2048 };

typedef struct {
  tame_gpt g;
  tame_net *net;
  tame_nn_f32 *nn;
} model;

static const model *make(size_t rank)
{
  static model made[2];
  model *m = &made[rank > 0];
  if (m->nn) return m;
  m->g = (tame_gpt){.layers = 1,
                    .heads = 1,
                    .channels = 2,
                    .context = 2,
                    .vocabulary = 3,
                    .has_bias = true,
                    .has_norm_bias = true,
                    .gelu = TAME_GELU_TANH,
                    .rank = rank,
                    .alpha = 1.0};
  if (tame_gpt_net(&m->net, &m->g, NULL) < 0) abort();
  m->nn = tame_nn_alloc_f32(m->net, &(tame_nn_options){.batch = 1});
  return m;
}

static void read_into(const model *m, const char *path)
{
  static float before[ROOM];
  const size_t n = tame_net_n_parameters(m->net);
  const size_t k = tame_net_n_frozen(m->net);
  float *theta = tame_nn_parameters_f32(m->nn);
  float *frozen = tame_nn_frozen_f32(m->nn);
  tame_error err = {""};
  if (n + k > ROOM) abort();
  for (size_t i = 0; i < n; i++) before[i] = theta[i] = (float)i;
  for (size_t i = 0; i < k; i++) before[n + i] = frozen[i] = (float)i;
  const tame_status s = tame_gpt_read(m->nn, &m->g, path, &err);
  if (s >= 0) return;
  fuzz_explains(err.text);
  if (s == TAME_EIO) return;
  if (memcmp(before, theta, n * sizeof *theta) != 0 ||
      (k > 0 && memcmp(before + n, frozen, k * sizeof *frozen) != 0))
    abort();
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  const char *path = fuzz_file(data, size);
  read_into(make(0), path);
  read_into(make(1), path);
}

/* an object of JSON, of two bytes, takes some 200 */
FUZZ_READER(256, 1 << 20)
