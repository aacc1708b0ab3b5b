/* SPDX-License-Identifier: MIT */
/* What nn_f32.c and nn_f64.c share. */
#ifndef TAME_NN_COMMON_H
#define TAME_NN_COMMON_H

#include <float.h>
#include <gsl/gsl_cblas.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "depthwise.h"
#include "direct.h"
#include "net.h"
#include "simd.h"
#include "tame/base.h"
#include "tame/sequence.h"
#include "tile.h"
#include "vector_math.h"
#include "winograd.h"

/* vectors are passed to static functions only, so no calling convention of
 * another compiler is at stake */
#pragma GCC diagnostic ignored "-Wpsabi"

/* queries of attention that are computed together */
enum { ATTENTION_BLOCK = 128 };

/* dimensions of a matrix product, whose arguments are int */
static inline int tame_nn_int(size_t n)
{
  TAME_REQUIRE(n <= 0x7fffffff);
  return (int)n;
}
#define INT tame_nn_int

static inline bool may_be_winograd(const tame_net *net, size_t i,
                                   const tame_nn_options *o)
{
  const tame_node *x = &net->node[i];
  return x->op == TAME_NODE_CONV && !o->has_no_winograd &&
         wino_suits(net, x, o->batch);
}

/* numbers of scratch memory for node I: of each thread, and of all together */
static inline size_t scratch_size(const tame_net *net, size_t i,
                                  const tame_nn_options *o)
{
  const tame_node *x = &net->node[i];
  if (is_depthwise_node(net, x))
    return 3 * depthwise_room(&net->node[x->in[0]], x);
  if (x->op == TAME_NODE_ATTENTION) return 2 * x->context * ATTENTION_BLOCK;
  if (x->op != TAME_NODE_CONV || is_pointwise(x) || is_whole_image(net, x))
    return 0;
  size_t size =
      unfolded_rows(net, x) * tile_examples(net, x, o->batch) * x->h * x->w;
  if (is_direct(net, x)) size = direct_scratch(net, x);
  const size_t wino =
      may_be_winograd(net, i, o) ? wino_thread_size(net, x, o->batch) : 0;
  return size > wino ? size : wino;
}

static inline size_t shared_size(const tame_net *net, size_t i,
                                 const tame_nn_options *o)
{
  const tame_node *x = &net->node[i];
  if (x->op != TAME_NODE_CONV || is_depthwise_node(net, x)) return 0;
  size_t size = 0;
  if (is_direct(net, x))
    size = direct_shared(net, x);
  else if (is_centred(&net->node[x->in[0]], x))
    size = 2 * centred_size(&net->node[x->in[0]], x);
  else if (has_few_channels(net, x))
    size = (conv_parts(net, x, o->batch) - 1) * x->c * unfolded_rows(net, x);
  const size_t wino =
      may_be_winograd(net, i, o) ? wino_shared_size(net, x, o->batch) : 0;
  return size > wino ? size : wino;
}

/* A number below 2^53 that tells nets apart: FNV-1a over the table. */
uint64_t tame_nn_fingerprint(const tame_net *net);
#define fingerprint tame_nn_fingerprint

#endif
