/* SPDX-License-Identifier: MIT */
/* How a convolution is cut into tasks, the same for any number of threads:
 * forward, and backward to the input, into tiles of whole examples; backward to
 * the weights, into parts of the input channels (or of the output channels
 * where the input has few). */
#ifndef TAME_NN_TILE_H
#define TAME_NN_TILE_H

#include "net.h"

/* No unfolding is needed: the matrix is the input itself. */
static inline bool is_pointwise(const tame_node *x)
{
  return x->kernel_h == 1 && x->kernel_w == 1 && x->stride == 1 && x->pad == 0;
}

/* A larger kernel on an image of one pixel, whose other entries meet only the
 * border. */
static inline bool is_centred(const tame_node *in, const tame_node *x)
{
  return in->h * in->w == 1 && x->h * x->w == 1 && !is_pointwise(x);
}

/* numbers of its weights that matter */
static inline size_t centred_size(const tame_node *in, const tame_node *x)
{
  return x->c * in->c / x->groups;
}

/* rows of the unfolded input of one group */
static inline size_t unfolded_rows(const tame_net *net, const tame_node *x)
{
  const size_t channels = net->node[x->in[0]].c / x->groups;
  return channels * x->kernel_h * x->kernel_w;
}

/* examples of a tile, for BATCH the largest: about 1024 columns, about 2^19
 * numbers, at least one example and two tiles where there are two examples */
static inline size_t tile_examples(const tame_net *net, const tame_node *x,
                                   size_t batch)
{
  const size_t area = x->h * x->w, rows = unfolded_rows(net, x);
  size_t columns = ((size_t)1 << 19) / rows;
  if (columns > 2048) columns = 2048;
  size_t t = columns / area;
  if (t > (batch + 1) / 2) t = (batch + 1) / 2;
  return t ? t : 1;
}

static inline size_t n_tiles(size_t n, size_t tile)
{
  return (n + tile - 1) / tile;
}

#endif
