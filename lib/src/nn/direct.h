/* SPDX-License-Identifier: MIT */
/* Which convolutions direct_impl.h computes, and how they are cut into tasks:
 * by shapes only, the same for float and double and any number of threads. */
#ifndef TAME_NN_DIRECT_H
#define TAME_NN_DIRECT_H

#include "net.h"
#include "tile.h"

enum {
  DIRECT_TAPS = 2048,    /* entries of a kernel, all its channels */
  DIRECT_PRODUCT = 1024, /* channels read times channels written */
  DIRECT_PARTS = 8,      /* sums for the gradient of the weights */
  DIRECT_SPOTS = 128     /* of 8 outputs side by side, in a tile */
};

static inline size_t eights(size_t n) { return (n + 7) / 8 * 8; }

/* The kernel fits into registers and caches, most lanes of a vector are used,
 * and the zeros around the image are narrower than the kernel. */
static inline bool is_direct(const tame_net *net, const tame_node *x)
{
  if (x->op != TAME_NODE_CONV) return false;
  const tame_node *in = &net->node[x->in[0]];
  const size_t in_c = in->c / x->groups, out_c = x->c / x->groups;
  const size_t area = x->kernel_h * x->kernel_w;
  return x->stride == 1 && area > 1 && in_c * out_c <= DIRECT_PRODUCT &&
         in_c * area <= DIRECT_TAPS && out_c * area <= DIRECT_TAPS &&
         2 * x->w >= eights(x->w) && x->pad < x->kernel_h &&
         x->pad < x->kernel_w;
}

/* examples of a tile */
static inline size_t direct_tile(const tame_node *x)
{
  const size_t spots = x->h * eights(x->w) / 8;
  return (DIRECT_SPOTS + spots - 1) / spots;
}

/* numbers of a padded tile of C channels, read by a convolution to W columns */
static inline size_t direct_size(size_t c, size_t tile, size_t h, size_t w,
                                 const tame_node *x)
{
  return c * tile * (h + x->kernel_h - 1) * (eights(w) + x->kernel_w - 1);
}

static inline size_t direct_input_size(const tame_node *x, size_t in_c)
{
  return direct_size(in_c, direct_tile(x), x->h, x->w, x);
}

/* numbers of scratch memory that a thread needs */
static inline size_t direct_scratch(const tame_net *net, const tame_node *x)
{
  const tame_node *in = &net->node[x->in[0]];
  const size_t in_c = in->c / x->groups, out_c = x->c / x->groups;
  const size_t tile = direct_tile(x);
  const size_t forward =
      direct_input_size(x, in_c) + out_c * tile * x->h * eights(x->w);
  const size_t backward = direct_size(out_c, 1, in->h, in->w, x);
  return forward > backward ? forward : backward;
}

/* numbers that all threads share: weights in another order, or the sums */
static inline size_t direct_shared(const tame_net *net, const tame_node *x)
{
  return DIRECT_PARTS * x->c * unfolded_rows(net, x);
}

#endif
