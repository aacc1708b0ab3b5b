/* SPDX-License-Identifier: MIT */
/* Small nets of sequences that between them use every layer in every way. */
#ifndef SEQUENCE_NETS_H
#define SEQUENCE_NETS_H

#include "tame/sequence.h"

#define CONV(...) ((tame_conv){__VA_ARGS__})

enum { VOCABULARY = 11, LENGTH = 9, TABLE = 1, BATCH = 3 };

/* two normalisations and attentions, everything trained */
static tame_net *whole(void)
{
  tame_net *net = tame_net_alloc_tokens(VOCABULARY, LENGTH);
  int x = tame_net_embedding(net, 0, 6, 0.5);
  x = tame_net_positions(net, x, 0.5);
  for (size_t k = 0; k < 2; k++) {
    int y = tame_net_layer_norm(net, x, k == 0);
    y = tame_net_token_linear(net, y, CONV(.channels = 18, .has_bias = k == 0));
    y = tame_net_attention(net, y, k == 0 ? 2 : 3);
    y = tame_net_token_linear(net, y, CONV(.channels = 6));
    x = tame_net_add(net, y, x);
    y = tame_net_layer_norm(net, x, true);
    y = tame_net_token_linear(net, y, CONV(.channels = 10, .has_bias = true));
    y = tame_net_activation(net, y, k == 0 ? TAME_GELU : TAME_GELU_TANH);
    y = tame_net_token_linear(net, y, CONV(.channels = 6, .has_bias = true));
    x = tame_net_add(net, y, x);
  }
  tame_net_layer_norm(net, x, true);
  return net;
}

/* low rank on frozen layers, between them a trained one */
static tame_net *adapted(void)
{
  tame_net *net = tame_net_alloc_tokens(VOCABULARY, LENGTH);
  tame_net_set_frozen(net, true);
  int x = tame_net_positions(net, tame_net_embedding(net, 0, 6, 0.5), 0.5);
  int y = tame_net_layer_norm(net, x, true);
  int z = tame_net_token_linear(net, y, CONV(.channels = 18, .has_bias = true));
  z = tame_net_low_rank(
      net, y, z,
      (tame_low_rank){
          .rank = 2, .parts = 3, .mask = 5, .alpha = 8.0, .rate = 0.2});
  z = tame_net_attention(net, z, 2);
  z = tame_net_token_linear(net, z, CONV(.channels = 6, .has_bias = true));
  x = tame_net_add(net, z, x);
  tame_net_set_frozen(net, false);
  y = tame_net_token_linear(net, tame_net_layer_norm(net, x, false),
                            CONV(.channels = 6));
  tame_net_set_frozen(net, true);
  z = tame_net_activation(net, y, TAME_GELU);
  y = tame_net_add_parts(net, y, z, 1, 1, -0.7);
  x = tame_net_add(net, tame_net_token_linear(net, y, CONV(.channels = 6)), x);
  x = tame_net_add(net, x, z);
  tame_net_layer_norm(net, x, true);
  return net;
}

/* attention and positions without what usually stands around them */
static tame_net *bare(void)
{
  tame_net *net = tame_net_alloc_tokens(VOCABULARY, LENGTH);
  int x = tame_net_embedding(net, 0, 12, 0.5);
  const int y = tame_net_attention(net, x, 1);
  const int z = tame_net_attention(net, x, 4);
  const int w = tame_net_token_linear(net, z, CONV(.channels = 12));
  x = tame_net_concat(net, y, tame_net_positions(net, z, 0.5));
  x = tame_net_concat(net, x, tame_net_layer_norm(net, z, true));
  x = tame_net_concat(net, x, w);
  x = tame_net_activation(net, x, TAME_GELU_TANH);
  x = tame_net_token_linear(
      net, x, CONV(.channels = 12, .groups = 3, .has_bias = true));
  tame_net_dropout(net, x, 0.1);
  return net;
}

typedef tame_net *sequence_net(void);
static sequence_net *const SEQUENCE_NETS[] = {whole, adapted, bare};
enum { N_SEQUENCE_NETS = sizeof SEQUENCE_NETS / sizeof SEQUENCE_NETS[0] };

#endif
