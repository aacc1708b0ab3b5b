/* SPDX-License-Identifier: MIT */
/* Which convolutions depthwise_impl.h computes, and its room. */
#ifndef TAME_NN_DEPTHWISE_H
#define TAME_NN_DEPTHWISE_H

#include "net.h"

enum {
  DEPTHWISE_SIZE = 64, /* entries of a kernel */
  DEPTHWISE_ROW = 2048 /* numbers of the images that are treated together */
};

static inline bool is_depthwise_node(const tame_net *net, const tame_node *x)
{
  return x->op == TAME_NODE_CONV && x->groups > 1 && x->groups == x->c &&
         x->groups == net->node[x->in[0]].c &&
         x->kernel_h * x->kernel_w <= DEPTHWISE_SIZE;
}

static inline size_t depthwise_plane(const tame_node *in, const tame_node *x)
{
  return (in->h + 2 * x->pad) * (in->w + 2 * x->pad);
}

/* images that are treated together */
static inline size_t depthwise_tile(const tame_node *in, const tame_node *x)
{
  const size_t t = DEPTHWISE_ROW / depthwise_plane(in, x);
  return t ? t : 1;
}

/* numbers of a row of images, with the largest shift and vectors that go over
 * its end */
static inline size_t depthwise_room(const tame_node *in, const tame_node *x)
{
  return depthwise_tile(in, x) * depthwise_plane(in, x) +
         x->kernel_h * (in->w + 2 * x->pad) + x->kernel_w + 16;
}

#endif
