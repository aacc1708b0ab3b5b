/* SPDX-License-Identifier: MIT */
#include "tame/sequence.h"

#include "build.h"
#include "tame/base.h"

tame_net *tame_net_alloc_tokens(size_t vocabulary, size_t length)
{
  TAME_REQUIRE(vocabulary >= 1 && vocabulary <= 0x7fffffff);
  tame_net *net = tame_net_alloc(1, 1, length);
  net->node[0].vocabulary = vocabulary;
  return net;
}

void tame_net_set_frozen(tame_net *net, bool is_frozen)
{
  net->is_freezing = is_frozen;
}

/* a layer that reads a sequence of vectors */
static bool reads_sequence(const tame_net *net, int in)
{
  return is_of_tokens(net) && is_node(net, in) && in != 0;
}

int tame_net_embedding(tame_net *net, int in, size_t channels, double sd)
{
  if (!is_of_tokens(net) || in != 0 || channels == 0)
    return mistake(net, "embedding", "it reads tokens only");
  tame_node x = like(net, in, TAME_NODE_EMBEDDING);
  x.vocabulary = net->node[0].vocabulary;
  x.c = channels;
  x.sd = sd;
  x.n_parameters = x.vocabulary * channels;
  return add_node(net, x);
}

int tame_net_positions(tame_net *net, int in, double sd)
{
  if (!reads_sequence(net, in))
    return mistake(net, "positions", "no such input");
  tame_node x = like(net, in, TAME_NODE_POSITION);
  x.context = x.w;
  x.sd = sd;
  x.n_parameters = x.context * x.c;
  return add_node(net, x);
}

int tame_net_token_linear(tame_net *net, int in, tame_conv o)
{
  if (!reads_sequence(net, in)) return mistake(net, "linear", "no such input");
  o.kernel = 1;
  o.stride = 1;
  o.pad = 0;
  return tame_net_conv(net, in, o);
}

int tame_net_layer_norm(tame_net *net, int in, bool has_bias)
{
  if (!reads_sequence(net, in))
    return mistake(net, "layer normalisation", "no such input");
  tame_node x = like(net, in, TAME_NODE_LAYER_NORM);
  x.eps = 1e-5;
  x.has_bias = has_bias;
  x.n_parameters = (has_bias ? 2 : 1) * x.c;
  x.n_extra = 2 * x.w;
  return add_node(net, x);
}

int tame_net_attention(tame_net *net, int in, size_t heads)
{
  if (!reads_sequence(net, in))
    return mistake(net, "attention", "no such input");
  tame_node x = like(net, in, TAME_NODE_ATTENTION);
  if (heads == 0 || x.c % (3 * heads))
    return mistake(net, "attention", "heads do not divide the channels");
  x.c /= 3;
  x.heads = heads;
  x.context = x.w;
  x.n_extra = heads * x.w;
  x.mac = x.c * x.w * (x.w + 1);
  return add_node(net, x);
}

static size_t bits(size_t mask)
{
  size_t n = 0;
  for (; mask; mask >>= 1) n += mask & 1;
  return n;
}

int tame_net_add_parts(tame_net *net, int a, int b, size_t parts, size_t mask,
                       double scale)
{
  if (!reads_sequence(net, a) || !reads_sequence(net, b))
    return mistake(net, "sum into parts", "no such input");
  tame_node x = like(net, a, TAME_NODE_ADD_PARTS);
  const tame_node *y = &net->node[b];
  if (parts == 0 || parts > 32 || mask >> parts || x.c % parts ||
      y->c != bits(mask) * (x.c / parts))
    return mistake(net, "sum into parts", "shapes differ");
  x.in[1] = b;
  x.parts = parts;
  x.mask = mask;
  x.scale = scale;
  return add_node(net, x);
}

int tame_net_low_rank(tame_net *net, int x, int linear, tame_low_rank o)
{
  if (!reads_sequence(net, x) || !reads_sequence(net, linear))
    return mistake(net, "low rank", "no such input");
  const bool was_freezing = net->is_freezing;
  const size_t n = bits(o.mask), c = net->node[linear].c;
  if (o.rank == 0 || o.parts == 0 || n == 0)
    return mistake(net, "low rank", "no rank or no part");
  net->is_freezing = false;
  int u = o.rate > 0.0 ? tame_net_dropout(net, x, o.rate) : x;
  u = tame_net_token_linear(net, u, (tame_conv){.channels = n * o.rank});
  u = tame_net_token_linear(net, u,
                            (tame_conv){.channels = n * (c / o.parts),
                                        .groups = n,
                                        .init = TAME_INIT_ZERO});
  u = tame_net_add_parts(net, linear, u, o.parts, o.mask,
                         o.alpha / (double)o.rank);
  net->is_freezing = was_freezing;
  return u;
}

static size_t add_group(tame_opt_group *group, size_t n_groups, size_t n,
                        double lambda)
{
  if (n == 0) return n_groups;
  if (n_groups && group[n_groups - 1].weight_decay == lambda) {
    group[n_groups - 1].n += n;
    return n_groups;
  }
  group[n_groups] = (tame_opt_group){n, lambda};
  return n_groups + 1;
}

size_t tame_net_decay_groups(tame_opt_group *group, const tame_net *net,
                             double lambda)
{
  size_t n_groups = 0;
  for (size_t i = 0; i < net->n; i++) {
    const tame_node *x = &net->node[i];
    if (!is_trained(x)) continue;
    const bool is_linear = x->op == TAME_NODE_CONV;
    const size_t bias = is_linear && x->has_bias ? x->c : 0;
    n_groups = add_group(group, n_groups, x->n_parameters - bias,
                         is_linear ? lambda : 0.0);
    n_groups = add_group(group, n_groups, bias, 0.0);
  }
  return n_groups;
}
