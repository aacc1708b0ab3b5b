/* SPDX-License-Identifier: MIT */
/* The arrays of a GPT in a safetensors file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/gpt.h"
#include "tame/safetensors.h"

/* The arrays of a net. */
typedef struct {
  tame_nn_f32 *nn;
  tame_gpt_weight *w; /* [n] */
  size_t n;
} arrays;

static arrays arrays_of(tame_nn_f32 *nn, const tame_gpt *g)
{
  const tame_net *net = tame_nn_net_f32(nn);
  arrays a = {.nn = nn, .n = tame_gpt_weights(NULL, g, net)};
  a.w = tame_calloc(a.n, sizeof *a.w);
  tame_gpt_weights(a.w, g, net);
  return a;
}

static float *place_of(const arrays *a, size_t k)
{
  return a->w[k].is_frozen ? tame_nn_frozen_f32(a->nn)
                           : tame_nn_parameters_f32(a->nn);
}

/* *t <- the array of the file that W stands for, NULL for an adaptation that the
 * file does not have */
static tame_status find(const tame_tensor **t, const tame_safetensors *f,
                        const tame_gpt_weight *w, const char *path,
                        tame_error *err)
{
  char name[80];
  snprintf(name, sizeof name, "transformer.%s", w->name);
  if (tame_safetensors_find(t, f, name, NULL) != TAME_OK) {
    const tame_status s = tame_safetensors_find(t, f, w->name, err);
    if (s == TAME_EMISSING && strstr(w->name, ".lora_")) {
      *t = NULL;
      return TAME_OK;
    }
    if (s != TAME_OK) return s;
  }
  bool fits = (*t)->n_dims == w->n_dims;
  for (size_t i = 0; i < w->n_dims && fits; i++)
    fits = (*t)->shape[i] == w->shape[i];
  if (!fits && w->n_dims == 1)
    return tame_fail(err, TAME_EFORMAT, "%s: %s is not of %zu numbers", path,
                     w->name, w->shape[0]);
  if (!fits)
    return tame_fail(err, TAME_EFORMAT, "%s: %s is not of %zu x %zu numbers",
                     path, w->name, w->shape[0], w->shape[1]);
  const tame_dtype d = (*t)->dtype;
  if (d != TAME_F32 && d != TAME_F64 && d != TAME_F16 && d != TAME_BF16)
    return tame_fail(err, TAME_EFORMAT, "%s: %s is not of real numbers", path,
                     w->name);
  return TAME_OK;
}

static tame_status read_all(const arrays *a, const tame_safetensors *f,
                            const char *path, tame_error *err)
{
  const tame_tensor *t;
  size_t largest = 0;
  for (size_t k = 0; k < a->n; k++) {
    TAME_TRY(find(&t, f, &a->w[k], path, err));
    if (a->w[k].count > largest) largest = a->w[k].count;
  }
  float *x = tame_calloc(largest, sizeof *x);
  tame_status s = TAME_OK;
  for (size_t k = 0; k < a->n && s == TAME_OK; k++) {
    s = find(&t, f, &a->w[k], path, err);
    if (s != TAME_OK || !t) continue;
    s = tame_safetensors_read_f32(x, f, t, err);
    if (s == TAME_OK) tame_gpt_import_f32(place_of(a, k), &a->w[k], x);
  }
  free(x);
  return s;
}

tame_status tame_gpt_read(tame_nn_f32 *nn, const tame_gpt *g, const char *path,
                          tame_error *err)
{
  tame_safetensors *f;
  TAME_TRY(tame_safetensors_open(&f, path, err));
  const arrays a = arrays_of(nn, g);
  const tame_status s = read_all(&a, f, path, err);
  free(a.w);
  tame_safetensors_close(f);
  return s;
}

tame_status tame_gpt_write(const char *path, tame_nn_f32 *nn, const tame_gpt *g,
                           tame_error *err)
{
  const arrays a = arrays_of(nn, g);
  const char *metadata[] = {"format", "pt", NULL};
  tame_tensor_data *t = tame_calloc(a.n, sizeof *t);
  float **x = tame_calloc(a.n, sizeof *x);
  for (size_t k = 0; k < a.n; k++) {
    x[k] = tame_calloc(a.w[k].count, sizeof **x);
    tame_gpt_export_f32(x[k], &a.w[k], place_of(&a, k));
    t[k] = (tame_tensor_data){.name = a.w[k].name,
                              .dtype = TAME_F32,
                              .n_dims = a.w[k].n_dims,
                              .data = x[k]};
    memcpy(t[k].shape, a.w[k].shape, sizeof a.w[k].shape);
  }
  const tame_status s = tame_safetensors_write(path, t, a.n, metadata, err);
  for (size_t k = 0; k < a.n; k++) free(x[k]);
  free(x);
  free(t);
  free(a.w);
  return s;
}
