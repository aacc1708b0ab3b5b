/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lora.h"
#include "tame/base.h"
#include "tame/safetensors.h"

/* all arrays of a net of G; *n <- how many; released with free() */
static tame_gpt_weight *weights_of(size_t *n, const tame_gpt *g,
                                   tame_nn_f32 *nn)
{
  const tame_net *net = tame_nn_net_f32(nn);
  *n = tame_gpt_weights(NULL, g, net);
  tame_gpt_weight *w = tame_calloc(*n, sizeof *w);
  tame_gpt_weights(w, g, net);
  return w;
}

void freeze_weights(tame_nn_f32 *adapted, const tame_gpt *g, tame_nn_f32 *whole)
{
  tame_gpt plain = *g;
  size_t n, m;
  plain.rank = 0;
  tame_gpt_weight *to = weights_of(&n, g, adapted);
  tame_gpt_weight *from = weights_of(&m, &plain, whole);
  for (size_t i = 0; i < n; i++) {
    if (!to[i].is_frozen) continue;
    size_t j = 0;
    while (j < m && strcmp(to[i].name, from[j].name) != 0) j++;
    TAME_REQUIRE(j < m && from[j].count == to[i].count);
    float *x = tame_calloc(to[i].count, sizeof *x);
    tame_gpt_export_f32(x, &from[j], tame_nn_parameters_f32(whole));
    tame_gpt_import_f32(tame_nn_frozen_f32(adapted), &to[i], x);
    free(x);
  }
  free(to);
  free(from);
}

static tame_status find(const tame_tensor **t, const tame_safetensors *f,
                        const char *name, tame_error *err)
{
  char longer[80];
  snprintf(longer, sizeof longer, "transformer.%s", name);
  return tame_safetensors_find(t, f, longer, NULL) >= 0
             ? TAME_OK
             : tame_safetensors_find(t, f, name, err);
}

/* Shapes agree; of positions there may be more. */
static bool fits(const tame_tensor *t, const tame_gpt_weight *w)
{
  if (t->n_dims != w->n_dims) return false;
  for (size_t d = 0; d < t->n_dims; d++) {
    const bool is_length = d == 0 && strcmp(w->name, "wpe.weight") == 0;
    if (is_length ? t->shape[d] < w->shape[d] : t->shape[d] != w->shape[d])
      return false;
  }
  return true;
}

static tame_status read_weight(tame_nn_f32 *adapted, const tame_gpt_weight *w,
                               const tame_safetensors *f, const char *path,
                               tame_error *err)
{
  const tame_tensor *t;
  TAME_TRY(find(&t, f, w->name, err));
  if (!fits(t, w))
    return tame_fail(err, TAME_EFORMAT,
                     "%s: %s has another shape than %zu x %zu", path, t->name,
                     w->shape[0], w->n_dims > 1 ? w->shape[1] : 1);
  float *x = tame_calloc(t->count, sizeof *x);
  const tame_status s = tame_safetensors_read_f32(x, f, t, err);
  if (s >= 0) tame_gpt_import_f32(tame_nn_frozen_f32(adapted), w, x);
  free(x);
  return s;
}

tame_status read_weights(tame_nn_f32 *adapted, const tame_gpt *g,
                         const char *path, tame_error *err)
{
  tame_safetensors *f;
  size_t n;
  TAME_TRY(tame_safetensors_open(&f, path, err));
  tame_gpt_weight *w = weights_of(&n, g, adapted);
  tame_status s = TAME_OK;
  for (size_t i = 0; i < n && s >= 0; i++)
    if (w[i].is_frozen) s = read_weight(adapted, &w[i], f, path, err);
  free(w);
  tame_safetensors_close(f);
  return s;
}
