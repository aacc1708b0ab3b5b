/* SPDX-License-Identifier: MIT */
#include "tame/tabnet.h"

#include "tame/base.h"

tame_tabnet tame_tabnet_defaults(size_t inputs, size_t classes)
{
  return (tame_tabnet){.inputs = inputs,
                       .classes = classes,
                       .n_d = 32,
                       .n_a = 32,
                       .steps = 5,
                       .gamma = 1.5};
}

static int linear(tame_net *net, int x, size_t channels)
{
  return tame_net_linear(net, x,
                         (tame_conv){.channels = channels,
                                     .has_bias = true,
                                     .init = TAME_INIT_HE_IN});
}

/* FT(x) */
static int transform(tame_net *net, int x, size_t m)
{
  for (int k = 0; k < 2; k++) {
    x = tame_net_activation(net, linear(net, x, m), TAME_RELU);
    x = tame_net_batch_norm(net, x);
  }
  return x;
}

tame_net *tame_net_tabnet(const tame_tabnet *o)
{
  TAME_REQUIRE(o->inputs && o->classes && o->n_d && o->n_a && o->steps);
  tame_net *net = tame_net_alloc(o->inputs, 1, 1);
  int both = transform(net, 0, o->n_d + o->n_a), prior = -1;
  int all = tame_net_slice(net, both, 0, o->n_d);
  for (size_t i = 0; i < o->steps; i++) {
    const int a = tame_net_slice(net, both, o->n_d, o->n_a);
    int mask = tame_net_batch_norm(net, linear(net, a, o->inputs));
    mask = tame_net_softmax(net, mask);
    if (i > 0) mask = tame_net_product(net, mask, prior);
    if (i + 1 < o->steps) {
      const int left = tame_net_affine(net, mask, -1.0, o->gamma);
      prior = i > 0 ? tame_net_product(net, prior, left) : left;
    }
    both = transform(net, tame_net_product(net, mask, 0), o->n_d + o->n_a);
    all = tame_net_concat(net, all, tame_net_slice(net, both, 0, o->n_d));
  }
  linear(net, all, o->classes);
  return net;
}
