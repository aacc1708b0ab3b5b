/* SPDX-License-Identifier: MIT */
/* Small nets that between them use every layer in every way: for the tests of
 * tame/nn.h. */
#ifndef NN_NETS_H
#define NN_NETS_H

#include "tame/nn.h"

#define CONV(...)   ((tame_conv){__VA_ARGS__})
#define WINDOW(...) ((tame_window){__VA_ARGS__})

static int relu(tame_net *net, int x)
{
  return tame_net_activation(net, x, TAME_RELU);
}

/* convolutions of all kinds, max-pooling that overlaps, padded */
static tame_net *convolutions(void)
{
  tame_net *net = tame_net_alloc(2, 9, 8);
  int x = tame_net_conv(
      net, 0, CONV(.channels = 4, .kernel = 3, .pad = 1, .has_bias = true));
  x = relu(net, x);
  x = tame_net_conv(net, x,
                    CONV(.channels = 6, .kernel = 3, .stride = 2, .pad = 1,
                         .groups = 2, .has_bias = true));
  x = tame_net_activation(net, x, TAME_TANH);
  x = tame_net_max_pool(net, x, WINDOW(.kernel = 3, .stride = 2, .pad = 1));
  x = tame_net_conv(net, x,
                    CONV(.channels = 6, .kernel = 3, .pad = 1, .groups = 6,
                         .has_bias = true));
  x = relu(net, x);
  x = tame_net_conv(net, x, CONV(.channels = 5, .kernel = 1));
  x = tame_net_activation(net, x, TAME_SOFTPLUS);
  x = tame_net_conv(net, x, CONV(.channels = 5, .kernel = 2, .groups = 5));
  tame_net_linear(net, x, CONV(.channels = 3, .has_bias = true));
  return net;
}

/* a residual block with a shortcut, batch normalisation, average pooling */
static tame_net *residual(void)
{
  tame_net *net = tame_net_alloc(3, 8, 8);
  int x = tame_net_conv(net, 0, CONV(.channels = 4, .kernel = 5, .pad = 2));
  x = relu(net, tame_net_batch_norm(net, x));
  int y = tame_net_conv(
      net, x, CONV(.channels = 6, .kernel = 3, .stride = 2, .pad = 1));
  y = relu(net, tame_net_batch_norm(net, y));
  y = tame_net_conv(net, y, CONV(.channels = 6, .kernel = 3, .pad = 1));
  y = tame_net_batch_norm(net, y);
  int z = tame_net_conv(net, x, CONV(.channels = 6, .kernel = 1, .stride = 2));
  z = tame_net_batch_norm(net, z);
  x = relu(net, tame_net_add(net, y, z));
  y = tame_net_batch_norm(
      net, tame_net_conv(net, x, CONV(.channels = 6, .kernel = 3, .pad = 1)));
  x = relu(net, tame_net_add(net, y, x));
  x = tame_net_average_pool(net, x, WINDOW(.kernel = 2));
  x = tame_net_batch_norm(net, tame_net_global_average(net, x));
  tame_net_linear(net, x, CONV(.channels = 4, .has_bias = true));
  return net;
}

/* channels that grow, and concatenations that cannot be views */
static tame_net *dense(void)
{
  tame_net *net = tame_net_alloc(2, 6, 6);
  int x = tame_net_conv(net, 0, CONV(.channels = 3, .kernel = 3, .pad = 1));
  for (int k = 0; k < 3; k++) {
    int y = relu(net, tame_net_batch_norm(net, x));
    y = tame_net_conv(net, y, CONV(.channels = 4, .kernel = 1));
    y = relu(net, tame_net_batch_norm(net, y));
    y = tame_net_conv(net, y, CONV(.channels = 2, .kernel = 3, .pad = 1));
    x = tame_net_concat(net, x, y);
  }
  int y = relu(net, x);
  const int w = tame_net_average_pool(net, x, WINDOW(.kernel = 2));
  y = tame_net_max_pool(net, y, WINDOW(.kernel = 2));
  y = tame_net_concat(net, y, w);
  y = tame_net_concat(net, y, w);
  const int first = tame_net_conv(net, y, CONV(.channels = 2, .kernel = 1));
  const int other =
      tame_net_conv(net, y, CONV(.channels = 2, .kernel = 3, .pad = 1));
  y = tame_net_concat(net, first, other);
  const int again = tame_net_activation(net, other, TAME_SIGMOID);
  y = tame_net_concat(net, y, again);
  y = tame_net_add(net, y, y);
  y = tame_net_dropout(net, y, 0.3);
  tame_net_linear(net, y, CONV(.channels = 3, .has_bias = true));
  return net;
}

/* all activations, one after another, on features */
static tame_net *activations(void)
{
  tame_net *net = tame_net_alloc(5, 1, 1);
  int x = 0;
  for (int k = TAME_RELU; k <= TAME_GELU_TANH; k++) {
    x = tame_net_linear(net, x, CONV(.channels = 7, .has_bias = true));
    x = tame_net_batch_norm(net, x);
    x = tame_net_activation(net, x, (tame_activation)k);
  }
  tame_net_linear(net, x, CONV(.channels = 3, .has_bias = true));
  return net;
}

/* gates over features, read more than once; a slice of a slice, a square */
static tame_net *gates(void)
{
  tame_net *net = tame_net_alloc(4, 2, 3);
  int x = tame_net_conv(net, 0, CONV(.channels = 6, .kernel = 1));
  const int a = tame_net_slice(net, x, 0, 4);
  const int b = tame_net_slice(net, x, 2, 4);
  const int m = tame_net_softmax(net, tame_net_batch_norm(net, b));
  const int rest = tame_net_affine(net, m, -1.0, 1.5);
  const int y = tame_net_product(net, m, 0);
  const int z = tame_net_product(net, a, rest);
  x = tame_net_concat(net, y, tame_net_slice(net, z, 1, 3));
  x = tame_net_concat(net, x, tame_net_product(net, z, z));
  tame_net_linear(net, tame_net_softmax(net, x),
                  CONV(.channels = 3, .has_bias = true));
  return net;
}

/* linear layers over an image of one channel, which two of them read */
static tame_net *whole_images(void)
{
  tame_net *net = tame_net_alloc(2, 6, 5);
  int x = tame_net_conv(
      net, 0, CONV(.channels = 1, .kernel = 3, .pad = 1, .has_bias = true));
  x = tame_net_activation(net, x, TAME_TANH);
  const int a = tame_net_linear(net, x, CONV(.channels = 9, .has_bias = true));
  const int b = tame_net_linear(net, x, CONV(.channels = 4));
  x = tame_net_activation(net, tame_net_concat(net, a, b), TAME_SOFTPLUS);
  tame_net_linear(net, x, CONV(.channels = 3, .has_bias = true));
  return net;
}

typedef tame_net *small_net(void);
static small_net *const SMALL_NETS[] = {convolutions, residual, dense,
                                        activations,  gates,    whole_images};
enum { N_SMALL_NETS = sizeof SMALL_NETS / sizeof SMALL_NETS[0] };

#endif
