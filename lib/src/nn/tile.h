/* SPDX-License-Identifier: MIT */
/* How a convolution is cut into tasks, the same for any number of threads:
 * forward, and backward to the input, into tiles of whole examples; backward to
 * the weights, into parts of the input channels, or, where there are few, of
 * the tiles, with a sum for each part.  Small products are not cut. */
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

/* A linear layer over images of one channel. */
static inline bool is_whole_image(const tame_net *net, const tame_node *x)
{
  const tame_node *in = &net->node[x->in[0]];
  return in->c == 1 && x->pad == 0 && x->kernel_h == in->h &&
         x->kernel_w == in->w;
}

/* rows of the unfolded input of one group */
static inline size_t unfolded_rows(const tame_net *net, const tame_node *x)
{
  const size_t channels = net->node[x->in[0]].c / x->groups;
  return channels * x->kernel_h * x->kernel_w;
}

/* multiplications that are worth a task of their own */
enum { TASK_SIZE = 1 << 20, CONV_PARTS = 8 };

/* channels of ROW numbers that are worth a task together */
static inline size_t channel_block(size_t row)
{
  return row >= 8192 ? 1 : 8192 / row;
}

static inline size_t n_tiles(size_t n, size_t tile)
{
  return (n + tile - 1) / tile;
}

/* examples of a tile, for BATCH the largest: about 1024 columns, about 2^19
 * numbers, at least one example and, unless it is small, two tiles where there
 * are two examples */
static inline size_t tile_examples(const tame_net *net, const tame_node *x,
                                   size_t batch)
{
  const size_t area = x->h * x->w, rows = unfolded_rows(net, x);
  size_t columns = ((size_t)1 << 19) / rows;
  if (columns > 2048) columns = 2048;
  size_t t = columns / area;
  if (t > batch) t = batch;
  if (t > (batch + 1) / 2 && x->mac * batch >= 2 * TASK_SIZE)
    t = (batch + 1) / 2;
  return t ? t : 1;
}

static inline bool has_few_channels(const tame_net *net, const tame_node *x)
{
  return net->node[x->in[0]].c / x->groups < CONV_PARTS;
}

/* parts of the gradient of the weights of a group */
static inline size_t conv_parts(const tame_net *net, const tame_node *x,
                                size_t batch)
{
  const size_t work = x->mac * batch / x->groups;
  size_t parts = 1 + work / (2 * TASK_SIZE);
  if (!has_few_channels(net, x) && parts > 2)
    parts = work < 48 * (size_t)TASK_SIZE ? 2 : work / (16 * TASK_SIZE);
  const size_t most = has_few_channels(net, x)
                          ? n_tiles(batch, tile_examples(net, x, batch))
                          : net->node[x->in[0]].c / x->groups;
  if (parts > most) parts = most;
  return parts < CONV_PARTS ? parts : CONV_PARTS;
}

#endif
