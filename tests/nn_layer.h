/* SPDX-License-Identifier: MIT */
/* One layer at a time, for the tests of tame/nn.h. */
#ifndef NN_LAYER_H
#define NN_LAYER_H

#include "tame/nn.h"

/* A net of layers without parameters on one example; its gradient of the sum of
 * all outputs. */
typedef struct {
  tame_net *net;
  tame_nn_f64 *nn;
  const double *y, *dx;
} layer;

static layer pass_sum(tame_net *net, const double *x, size_t batch)
{
  layer l = {.net = net};
  const tame_node *out = tame_net_output(net);
  l.nn = tame_nn_alloc_f64(
      net, &(tame_nn_options){.batch = batch, .has_input_gradient = true});
  l.y = tame_nn_forward_f64(l.nn, x, batch, true);
  double *dy = tame_nn_output_gradient_f64(l.nn);
  for (size_t i = 0; i < out->c * batch * out->h * out->w; i++) dy[i] = 1.0;
  tame_nn_backward_f64(l.nn);
  l.dx = tame_nn_input_gradient_f64(l.nn);
  return l;
}

static void layer_end(layer *l)
{
  tame_nn_free_f64(l->nn);
  tame_net_free(l->net);
}

#endif
