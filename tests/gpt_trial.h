/* SPDX-License-Identifier: MIT */
/* A GPT of two layers with tokens and targets: for the tests of tame/gpt.h. */
#ifndef GPT_TRIAL_H
#define GPT_TRIAL_H

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/gpt.h"

enum { L = 2, H = 2, C = 8, T = 7, V = 13, N = 2, M = N * T };

static inline tame_net *net_of(const tame_gpt *g)
{
  tame_net *net;
  tame_error err;
  ck_assert_msg(tame_gpt_net(&net, g, &err) == TAME_OK, "%s", err.text);
  return net;
}

static inline tame_gpt two_layers(bool is_published)
{
  return (tame_gpt){.layers = L,
                    .heads = H,
                    .channels = C,
                    .context = T,
                    .vocabulary = V,
                    .has_bias = is_published,
                    .has_norm_bias = is_published,
                    .gelu = is_published ? TAME_GELU_TANH : TAME_GELU};
}

/* A small GPT, its arrays by name, tokens and targets. */
typedef struct {
  tame_gpt g;
  tame_net *net;
  tame_nn_f64 *nn;
  tame_gpt_weight *w;
  size_t n_w, n;
  int token[M], target[M];
} trial;

static inline trial begin(tame_gpt g, tame_team *team)
{
  trial t = {.g = g, .net = net_of(&g)};
  t.n_w = tame_gpt_weights(NULL, &g, t.net);
  t.w = tame_calloc(t.n_w, sizeof *t.w);
  tame_gpt_weights(t.w, &g, t.net);
  t.n = tame_net_n_parameters(t.net);
  t.nn = tame_nn_alloc_f64(t.net, &(tame_nn_options){.batch = N, .team = team});
  for (int j = 0; j < M; j++) {
    t.token[j] = (7 * j + j * j / 3) % V;
    t.target[j] = j % 5 == 3 ? -1 : (5 * j + 2) % V;
  }
  return t;
}

static inline void end(trial *t)
{
  tame_nn_free_f64(t->nn);
  tame_net_free(t->net);
  free(t->w);
}

static inline double *base_of(trial *t, size_t k)
{
  return t->w[k].is_frozen ? tame_nn_frozen_f64(t->nn)
                           : tame_nn_parameters_f64(t->nn);
}

static inline double loss_of(trial *t, double smoothing, bool has_gradient)
{
  const tame_token_loss o = {.smoothing = smoothing,
                             .has_gradient = has_gradient};
  tame_nn_forward_tokens_f64(t->nn, t->token, N, true);
  return tame_nn_token_loss_f64(t->nn, TAME_GPT_TABLE, t->target, o, NULL);
}

#endif
