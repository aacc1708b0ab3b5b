/* SPDX-License-Identifier: MIT */
/* The description of a net, and where its values and gradients lie. */
#ifndef TAME_NN_NET_H
#define TAME_NN_NET_H

#include "tame/nn.h"

struct tame_net {
  size_t n, room;
  tame_node *node; /* [n] */
  double at_zero, slope;
  bool is_freezing; /* layers added now are frozen */
  size_t n_parameters, n_frozen, n_state, n_extra;
  tame_error mistake; /* empty, or the first */
};

/* Node 0 holds tokens: the net is of sequences. */
static inline bool is_of_tokens(const tame_net *net)
{
  return net->node[0].vocabulary > 0;
}

/* The parameters of X have a gradient. */
static inline bool is_trained(const tame_node *x)
{
  return x->n_parameters > 0 && !x->is_frozen;
}

/* Where the values or the gradients of a node lie: channels FIRST, ... of a
 * buffer of several nodes. */
typedef struct {
  size_t buffer, first;
} tame_place;

/* What a forward and backward pass does with each node. */
typedef struct {
  tame_place value, gradient;
  bool is_fused;          /* a ReLU that its input's node computes */
  bool has_relu;          /* ends with a ReLU, in place */
  bool is_in_place;       /* add: value written over that of in[0] */
  bool is_view;           /* concat: its inputs lie side by side already */
  bool keeps_gradient[2]; /* gradient of in[j] lies where that of the node does:
                             nothing to add up */
  bool adds[2];           /* gradient of in[j] has begun: add to it */
  bool needs[2];          /* gradient of in[j] is wanted */
} tame_node_plan;

typedef struct {
  size_t channels, size; /* size = channels * h * w, per example */
  size_t start;          /* first number, per example */
  size_t begin, end;     /* gradients: in use from step END down to BEGIN */
  bool is_cleared;       /* gradients: set to 0 before step END */
} tame_buffer;

typedef struct {
  tame_node_plan *node;             /* [n nodes] */
  tame_buffer *value, *gradient;    /* [n nodes], indexed by place */
  size_t value_size, gradient_size; /* per example */
} tame_plan;

tame_plan *tame_plan_alloc(const tame_net *net, bool has_input_gradient);
void tame_nn_plan_free(tame_plan *plan);

#endif
