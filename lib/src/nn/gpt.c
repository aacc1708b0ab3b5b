/* SPDX-License-Identifier: MIT */
#include "tame/gpt.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "net.h"
#include "tame/base.h"

static const double SD = 0.02;

tame_status tame_gpt_named(tame_gpt *g, const char *size, tame_gpt_form form,
                           tame_error *err)
{
  static const struct {
    const char *name;
    size_t layers, heads, channels;
  } SIZES[] = {{"mini", 6, 6, 384},
               {"small", 12, 12, 768},
               {"medium", 24, 16, 1024},
               {"large", 36, 20, 1280}};
  const bool is_published = form == TAME_GPT_PUBLISHED;
  for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
    if (strcmp(size, SIZES[i].name) != 0) continue;
    *g = (tame_gpt){.layers = SIZES[i].layers,
                    .heads = SIZES[i].heads,
                    .channels = SIZES[i].channels,
                    .context = 1024,
                    .vocabulary = is_published ? 50257 : 50304,
                    .has_bias = is_published,
                    .has_norm_bias = is_published,
                    .gelu = is_published ? TAME_GELU_TANH : TAME_GELU};
    return TAME_OK;
  }
  return tame_fail(err, TAME_EINVAL,
                   "no GPT-2 called %s: mini, small, medium or large", size);
}

static int linear(tame_net *net, int x, const tame_gpt *g, size_t channels,
                  double sd)
{
  return tame_net_token_linear(net, x,
                               (tame_conv){.channels = channels,
                                           .has_bias = g->has_bias,
                                           .init = TAME_INIT_NORMAL,
                                           .sd = sd});
}

static int block(tame_net *net, int x, const tame_gpt *g)
{
  const double residual_sd = SD / sqrt(2.0 * (double)g->layers);
  const int normal = tame_net_layer_norm(net, x, g->has_norm_bias);
  int y = linear(net, normal, g, 3 * g->channels, SD);
  if (g->rank)
    y = tame_net_low_rank(net, normal, y,
                          (tame_low_rank){.rank = g->rank,
                                          .parts = 3,
                                          .mask = 5,
                                          .alpha = g->alpha,
                                          .rate = g->rate});
  y = tame_net_attention(net, y, g->heads);
  x = tame_net_add(net, linear(net, y, g, g->channels, residual_sd), x);
  y = tame_net_layer_norm(net, x, g->has_norm_bias);
  y = linear(net, y, g, 4 * g->channels, SD);
  y = tame_net_activation(net, y, g->gelu);
  return tame_net_add(net, linear(net, y, g, g->channels, residual_sd), x);
}

tame_status tame_gpt_net(tame_net **net, const tame_gpt *g, tame_error *err)
{
  *net = NULL;
  if (g->layers == 0 || g->heads == 0 || g->channels == 0 || g->context == 0 ||
      g->vocabulary == 0 || g->vocabulary > 0x7fffffff)
    return tame_fail(err, TAME_EINVAL, "GPT-2 with a size of 0, or too large");
  tame_net *made = tame_net_alloc_tokens(g->vocabulary, g->context);
  tame_net_set_frozen(made, g->rank > 0);
  int x = tame_net_embedding(made, 0, g->channels, SD);
  x = tame_net_positions(made, x, SD);
  for (size_t i = 0; i < g->layers; i++) x = block(made, x, g);
  tame_net_layer_norm(made, x, g->has_norm_bias);
  const tame_status s = tame_net_check(made, err);
  if (s < 0)
    tame_net_free(made);
  else
    *net = made;
  return s;
}

/* --- names ---------------------------------------------------------------- */

/* Collects arrays; FIRST is where the parameters of the node go on. */
typedef struct {
  tame_gpt_weight *weight; /* or NULL */
  size_t n;
  const tame_node *node;
  size_t first;
} list;

static void put(list *a, const char *block, const char *name, const char *kind,
                size_t rows, size_t cols, bool is_transposed)
{
  tame_gpt_weight w = {.n_dims = cols ? 2 : 1,
                       .shape = {rows, cols},
                       .is_transposed = is_transposed,
                       .is_frozen = a->node->is_frozen,
                       .parameter = a->first,
                       .count = rows * (cols ? cols : 1)};
  snprintf(w.name, sizeof w.name, "%s%s.%s", block, name, kind);
  if (a->weight) a->weight[a->n] = w;
  a->n++;
  a->first += w.count;
}

static void put_norm(list *a, const char *block, const char *name)
{
  put(a, block, name, "weight", a->node->c, 0, false);
  if (a->node->has_bias) put(a, block, name, "bias", a->node->c, 0, false);
}

static void put_linear(list *a, const char *block, const char *name, size_t in)
{
  put(a, block, name, "weight", in, a->node->c, true);
  if (a->node->has_bias) put(a, block, name, "bias", a->node->c, 0, false);
}

static void put_node(list *a, size_t number, const char *block,
                     const tame_gpt *g)
{
  static const char *const NAMES[] = {
      "ln_1",        "attn.c_attn", "attn.c_attn", "attn.c_attn",
      "attn.c_proj", "ln_2",        "mlp.c_fc",    "mlp.c_proj"};
  const size_t c = g->channels;
  const char *name = NAMES[number];
  switch (number) {
  case 0:
  case 5:
    put_norm(a, block, name);
    return;
  case 2:
    put(a, block, name, "lora_A", 2 * g->rank, c, false);
    return;
  case 3:
    put(a, block, name, "lora_B", 2 * c, g->rank, false);
    return;
  default:
    put_linear(a, block, name, number == 7 ? 4 * c : c);
  }
}

size_t tame_gpt_weights(tame_gpt_weight *weight, const tame_gpt *g,
                        const tame_net *net)
{
  list a = {.weight = weight};
  const size_t in_block = g->rank ? 8 : 6;
  size_t k = 0; /* nodes with parameters so far */
  for (size_t i = 0; i < net->n; i++) {
    char block[16] = "";
    a.node = &net->node[i];
    if (a.node->n_parameters == 0) continue;
    a.first = a.node->parameter;
    if (k == 0) {
      put(&a, "", "wte", "weight", g->vocabulary, g->channels, false);
    } else if (k == 1) {
      put(&a, "", "wpe", "weight", g->context, g->channels, false);
    } else if (k - 2 == in_block * g->layers) {
      put_norm(&a, "", "ln_f");
    } else {
      const size_t at = (k - 2) % in_block;
      snprintf(block, sizeof block, "h.%zu.", (k - 2) / in_block % 10000);
      put_node(&a, at >= 2 && !g->rank ? at + 2 : at, block, g);
    }
    k++;
  }
  TAME_REQUIRE(k == 3 + in_block * g->layers);
  return a.n;
}

#define REAL        float
#define TAME_SUFFIX _f32
#include "gpt_impl.h"
#undef REAL
#undef TAME_SUFFIX

#define REAL        double
#define TAME_SUFFIX _f64
#include "gpt_impl.h"
#undef REAL
#undef TAME_SUFFIX
