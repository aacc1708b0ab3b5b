/* SPDX-License-Identifier: MIT */
/* What nn_f32.c and nn_f64.c share. */
#ifndef TAME_NN_COMMON_H
#define TAME_NN_COMMON_H

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net.h"
#include "tame/base.h"
#include "tame/sequence.h"
#include "tile.h"
#include "vector_math.h"

/* queries of attention that are computed together */
enum { ATTENTION_BLOCK = 128 };

/* dimensions of a matrix product, whose arguments are int */
static inline int tame_nn_int(size_t n)
{
  TAME_REQUIRE(n <= 0x7fffffff);
  return (int)n;
}
#define INT tame_nn_int

/* numbers of scratch memory that a thread needs for node I */
static inline size_t scratch_size(const tame_net *net, size_t i, size_t batch)
{
  const tame_node *x = &net->node[i];
  if (x->op == TAME_NODE_ATTENTION) return 2 * x->context * ATTENTION_BLOCK;
  if (x->op != TAME_NODE_CONV || is_pointwise(x)) return 0;
  return unfolded_rows(net, x) * tile_examples(net, x, batch) * x->h * x->w;
}

/* A number below 2^53 that tells nets apart: FNV-1a over the table. */
uint64_t tame_nn_fingerprint(const tame_net *net);
#define fingerprint tame_nn_fingerprint

#endif
