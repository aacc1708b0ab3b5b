/* SPDX-License-Identifier: MIT */
/* Which convolutions are computed by minimal filtering (winograd_impl.h), and
 * how they are cut into blocks and tasks: from shapes only. */
#ifndef TAME_NN_WINOGRAD_H
#define TAME_NN_WINOGRAD_H

#include "net.h"

enum {
  WINO_LANES = 16,    /* examples, or channels, side by side */
  WINO_POINTS = 16,   /* products of a tile */
  WINO_LEAST = 8,     /* channels from which it pays, */
  WINO_PRODUCT = 128, /* and channels read times channels made */
  WINO_PANELS = 64,   /* tiles (of 16 examples) of a block */
  WINO_DEPTH = 128,   /* terms added up while operands stay near */
  WINO_SPAN = 8,      /* tiles between products and their inverse */
  WINO_ROWS = 4,      /* rows of tiles that are transformed at a time */
  WINO_C_BLOCK = 64,  /* channels of a block of gradients of weights */
  WINO_PAD = 48,      /* between planes, so that they share no cache sets */
  WINO_ALIGN = 16     /* numbers of 64 bytes */
};

/* A unit is a row of tiles: of 16 examples, or of one for the gradient of the
 * weights. */
typedef struct {
  size_t rows, cols;         /* tiles of an image, 2 x 2 outputs each */
  size_t units, block, span; /* of the batch, of a block, of a step */
} wino_tiling;

static inline bool wino_suits(const tame_net *net, const tame_node *x,
                              size_t batch)
{
  const size_t in = net->node[x->in[0]].c;
  return x->kernel_h == 3 && x->kernel_w == 3 && x->stride == 1 &&
         x->pad == 1 && x->groups == 1 && in >= WINO_LEAST &&
         x->c >= WINO_LEAST && in * x->c >= WINO_PRODUCT && in % 4 == 0 &&
         x->c % 4 == 0 && x->h * x->w > 1 && batch >= WINO_LANES / 2;
}

static inline size_t wino_largest(size_t a, size_t b) { return a > b ? a : b; }

/* about 2^20 numbers of the widest side of the layer in a block */
static inline size_t wino_block(const tame_net *net, const tame_node *x)
{
  const size_t c = wino_largest(net->node[x->in[0]].c, x->c);
  const size_t panels = ((size_t)1 << 20) / (WINO_POINTS * WINO_LANES * c);
  return panels < WINO_PANELS ? panels : WINO_PANELS;
}

static inline wino_tiling wino_tiling_of(const tame_net *net,
                                         const tame_node *x, size_t batch)
{
  wino_tiling t = {.rows = (x->h + 1) / 2, .cols = (x->w + 1) / 2};
  t.units = (batch + WINO_LANES - 1) / WINO_LANES * t.rows;
  t.block = wino_largest(wino_block(net, x) / t.cols, 1);
  if (t.block > t.units) t.block = t.units;
  t.span = wino_largest(WINO_SPAN / t.cols, 1);
  return t;
}

static inline wino_tiling wino_weights_tiling(const tame_net *net,
                                              const tame_node *x, size_t batch)
{
  wino_tiling t = {.rows = (x->h + 1) / 2, .cols = (x->w + 1) / 2};
  t.units = batch * t.rows;
  t.block = wino_largest(wino_block(net, x) * WINO_LANES / t.cols, 1);
  if (t.block > t.units) t.block = t.units;
  return t;
}

/* channels that a task makes, of C */
static inline size_t wino_part(size_t c) { return c < 128 ? 16 : 32; }

static inline size_t wino_groups(size_t c)
{
  return (c + WINO_LANES - 1) / WINO_LANES;
}

/* numbers between two of the 16 planes of a transformed block of C channels */
static inline size_t wino_plane(const wino_tiling *t, size_t c)
{
  return t->block * t->cols * c * WINO_LANES + WINO_PAD;
}

static inline size_t wino_weights_plane(const wino_tiling *t, size_t c)
{
  return t->block * t->cols * wino_groups(c) * WINO_LANES + WINO_PAD;
}

/* numbers of scratch memory, of all threads together and of each */
static inline size_t wino_shared_size(const tame_net *net, const tame_node *x,
                                      size_t batch)
{
  const wino_tiling t = wino_tiling_of(net, x, batch);
  const wino_tiling s = wino_weights_tiling(net, x, batch);
  const size_t in = net->node[x->in[0]].c;
  return WINO_POINTS * wino_largest(wino_plane(&t, wino_largest(in, x->c)),
                                    wino_weights_plane(&s, in) +
                                        wino_weights_plane(&s, x->c)) +
         WINO_ALIGN;
}

static inline size_t wino_thread_size(const tame_net *net, const tame_node *x,
                                      size_t batch)
{
  const wino_tiling t = wino_tiling_of(net, x, batch);
  const size_t in = net->node[x->in[0]].c;
  const size_t image =
      (2 * WINO_ROWS + 2) * (2 * t.cols + 2) * (size_t)WINO_LANES;
  const size_t part = wino_part(wino_largest(in, x->c));
  const size_t weights =
      WINO_POINTS * (part * wino_largest(in, x->c) + WINO_PAD);
  const size_t products =
      WINO_POINTS * (t.span * t.cols * part * WINO_LANES + WINO_PAD);
  const size_t gradient = WINO_POINTS * (WINO_C_BLOCK * part + WINO_PAD);
  return wino_largest(wino_largest(image, gradient),
                      weights + products + 2 * (x->w + 1) * WINO_LANES) +
         WINO_ALIGN;
}

#endif
