/* SPDX-License-Identifier: MIT */
/* Nodes of gates over features. */
#include "build.h"

int tame_net_slice(tame_net *net, int in, size_t first, size_t channels)
{
  if (!is_node(net, in)) return mistake(net, "slice", "no such input");
  tame_node x = like(net, in, TAME_NODE_SLICE);
  if (channels == 0 || channels > x.c || first > x.c - channels)
    return mistake(net, "slice", "not among the channels");
  x.first = first;
  x.c = channels;
  return add_node(net, x);
}

int tame_net_softmax(tame_net *net, int in)
{
  if (!is_node(net, in)) return mistake(net, "softmax", "no such input");
  return add_node(net, like(net, in, TAME_NODE_SOFTMAX));
}

int tame_net_product(tame_net *net, int a, int b)
{
  if (!is_node(net, a) || !is_node(net, b))
    return mistake(net, "product", "no such input");
  const tame_node *y = &net->node[b];
  tame_node x = like(net, a, TAME_NODE_PRODUCT);
  x.in[1] = b;
  if (x.c != y->c || x.h != y->h || x.w != y->w)
    return mistake(net, "product", "shapes differ");
  return add_node(net, x);
}

int tame_net_affine(tame_net *net, int in, double factor, double shift)
{
  if (!is_node(net, in)) return mistake(net, "affine", "no such input");
  tame_node x = like(net, in, TAME_NODE_AFFINE);
  x.factor = factor;
  x.shift = shift;
  return add_node(net, x);
}
