/* SPDX-License-Identifier: MIT */
#include "net.h"
#include "build.h"
#include "common.h"

#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

tame_net *tame_net_alloc(size_t c, size_t h, size_t w)
{
  TAME_REQUIRE(c >= 1 && h >= 1 && w >= 1);
  tame_net *net = tame_calloc(1, sizeof *net);
  net->room = 16;
  net->node = tame_calloc(net->room, sizeof *net->node);
  net->node[0] = (tame_node){
      .op = TAME_NODE_INPUT, .in = {-1, -1}, .c = c, .h = h, .w = w};
  net->n = 1;
  net->slope = 0.01;
  return net;
}

void tame_net_free(tame_net *net)
{
  if (!net) return;
  free(net->node);
  free(net);
}

void tame_net_set_kink(tame_net *net, double at_zero, double slope)
{
  TAME_REQUIRE(at_zero >= 0.0 && at_zero <= 1.0 && slope < 1.0);
  net->at_zero = at_zero;
  net->slope = slope;
}

/* --- adding nodes --------------------------------------------------------- */

int mistake(tame_net *net, const char *layer, const char *why)
{
  if (!net->mistake.text[0])
    (void)tame_fail(&net->mistake, TAME_EINVAL, "node %zu, %s: %s", net->n,
                    layer, why);
  return -1;
}

bool is_node(const tame_net *net, int i)
{
  return i >= 0 && (size_t)i < net->n;
}

int add_node(tame_net *net, tame_node x)
{
  if (net->n == net->room) {
    tame_node *more = tame_calloc(2 * net->room, sizeof *more);
    for (size_t i = 0; i < net->n; i++) more[i] = net->node[i];
    free(net->node);
    net->node = more;
    net->room *= 2;
  }
  size_t *n_parameters = x.is_frozen ? &net->n_frozen : &net->n_parameters;
  x.parameter = *n_parameters;
  x.state = net->n_state;
  x.extra = net->n_extra;
  *n_parameters += x.n_parameters;
  net->n_state += x.n_state;
  net->n_extra += x.n_extra;
  net->node[net->n] = x;
  return (int)net->n++;
}

/* a node of the shape of IN */
tame_node like(const tame_net *net, int in, tame_node_op op)
{
  const tame_node *x = &net->node[in];
  return (tame_node){.op = op,
                     .in = {in, -1},
                     .c = x->c,
                     .h = x->h,
                     .w = x->w,
                     .groups = 1,
                     .is_frozen = net->is_freezing};
}

/* Windows of kernel_h x kernel_w on x padded: the shape of the output.  Returns
 * why there is none, or NULL. */
static const char *slide(tame_node *x)
{
  if (x->kernel_h == 0 || x->kernel_w == 0) return "window of size 0";
  if (x->pad >= x->kernel_h || x->pad >= x->kernel_w)
    return "pad not smaller than the window";
  const size_t h = x->h + 2 * x->pad, w = x->w + 2 * x->pad;
  if (x->kernel_h > h || x->kernel_w > w) return "window larger than the image";
  x->h = (h - x->kernel_h) / x->stride + 1;
  x->w = (w - x->kernel_w) / x->stride + 1;
  return NULL;
}

static int convolution(tame_net *net, tame_node x, tame_conv o,
                       const char *layer)
{
  const size_t in_channels = x.c;
  x.groups = o.groups ? o.groups : 1;
  if (o.channels == 0) return mistake(net, layer, "no channels");
  if (in_channels % x.groups || o.channels % x.groups)
    return mistake(net, layer, "groups do not divide the channels");
  const char *why = slide(&x);
  if (why) return mistake(net, layer, why);
  x.c = o.channels;
  x.has_bias = o.has_bias;
  x.init = o.init;
  x.sd = o.sd;
  const size_t weights =
      x.c * (in_channels / x.groups) * x.kernel_h * x.kernel_w;
  x.n_parameters = weights + (x.has_bias ? x.c : 0);
  x.mac = weights * x.h * x.w;
  return add_node(net, x);
}

int tame_net_conv(tame_net *net, int in, tame_conv o)
{
  if (!is_node(net, in)) return mistake(net, "convolution", "no such input");
  tame_node x = like(net, in, TAME_NODE_CONV);
  x.kernel_h = x.kernel_w = o.kernel;
  x.stride = o.stride ? o.stride : 1;
  x.pad = o.pad;
  return convolution(net, x, o, "convolution");
}

int tame_net_linear(tame_net *net, int in, tame_conv o)
{
  if (!is_node(net, in)) return mistake(net, "linear", "no such input");
  tame_node x = like(net, in, TAME_NODE_CONV);
  x.kernel_h = x.h;
  x.kernel_w = x.w;
  x.stride = 1;
  return convolution(net, x, o, "linear");
}

int tame_net_batch_norm(tame_net *net, int in)
{
  if (!is_node(net, in))
    return mistake(net, "batch normalisation", "no such input");
  tame_node x = like(net, in, TAME_NODE_BATCH_NORM);
  x.eps = 1e-5;
  x.momentum = 0.1;
  x.n_parameters = x.n_state = 2 * x.c;
  return add_node(net, x);
}

int tame_net_activation(tame_net *net, int in, tame_activation kind)
{
  if (!is_node(net, in)) return mistake(net, "activation", "no such input");
  tame_node x = like(net, in, TAME_NODE_ACTIVATION);
  x.activation = kind;
  x.at_zero = net->at_zero;
  x.slope = net->slope;
  return add_node(net, x);
}

static int pool(tame_net *net, int in, tame_window o, tame_node_op op)
{
  if (!is_node(net, in)) return mistake(net, "pooling", "no such input");
  tame_node x = like(net, in, op);
  x.kernel_h = x.kernel_w = o.kernel;
  x.stride = o.stride ? o.stride : o.kernel;
  x.pad = o.pad;
  x.tie = o.tie;
  const char *why = slide(&x);
  if (why) return mistake(net, "pooling", why);
  if (2 * o.pad > o.kernel)
    return mistake(net, "pooling", "pad above half the window");
  return add_node(net, x);
}

int tame_net_max_pool(tame_net *net, int in, tame_window o)
{
  return pool(net, in, o, TAME_NODE_MAX_POOL);
}

int tame_net_average_pool(tame_net *net, int in, tame_window o)
{
  return pool(net, in, o, TAME_NODE_AVERAGE_POOL);
}

int tame_net_global_average(tame_net *net, int in)
{
  if (!is_node(net, in)) return mistake(net, "pooling", "no such input");
  tame_node x = like(net, in, TAME_NODE_AVERAGE_POOL);
  x.kernel_h = x.h;
  x.kernel_w = x.w;
  x.stride = 1;
  x.h = x.w = 1;
  return add_node(net, x);
}

int tame_net_dropout(tame_net *net, int in, double rate)
{
  if (!is_node(net, in)) return mistake(net, "dropout", "no such input");
  if (!(rate >= 0.0 && rate < 1.0))
    return mistake(net, "dropout", "rate is not in [0, 1)");
  tame_node x = like(net, in, TAME_NODE_DROPOUT);
  x.rate = rate;
  return add_node(net, x);
}

/* a node of two inputs of the same image size */
static int join(tame_net *net, int a, int b, tame_node_op op, const char *layer)
{
  if (!is_node(net, a) || !is_node(net, b))
    return mistake(net, layer, "no such input");
  const tame_node *y = &net->node[b];
  tame_node x = like(net, a, op);
  x.in[1] = b;
  if (x.h != y->h || x.w != y->w || (op == TAME_NODE_ADD && x.c != y->c))
    return mistake(net, layer, "shapes differ");
  if (op == TAME_NODE_CONCAT) x.c += y->c;
  return add_node(net, x);
}

int tame_net_add(tame_net *net, int a, int b)
{
  return join(net, a, b, TAME_NODE_ADD, "sum");
}

int tame_net_concat(tame_net *net, int a, int b)
{
  return join(net, a, b, TAME_NODE_CONCAT, "concatenation");
}

/* --- asking --------------------------------------------------------------- */

/* Nets of tokens have layers that look at one position, or at earlier ones;
 * others have no frozen layers. */
static bool is_for_sequences(const tame_node *x)
{
  return x->op == TAME_NODE_CONV
             ? is_pointwise(x)
             : x->op != TAME_NODE_BATCH_NORM && x->op != TAME_NODE_MAX_POOL &&
                   x->op != TAME_NODE_AVERAGE_POOL;
}

static tame_status check_sequence(const tame_net *net, tame_error *err)
{
  for (size_t i = 1; i < net->n; i++) {
    const tame_node *x = &net->node[i];
    if (!is_of_tokens(net)) {
      if (x->is_frozen && x->n_parameters)
        return tame_fail(err, TAME_EINVAL, "node %zu: frozen, of images", i);
      continue;
    }
    if (!is_for_sequences(x))
      return tame_fail(err, TAME_EINVAL, "node %zu: not of sequences", i);
    if ((x->in[0] == 0) != (x->op == TAME_NODE_EMBEDDING) || x->in[1] == 0)
      return tame_fail(err, TAME_EINVAL, "node %zu: cannot read tokens", i);
  }
  return TAME_OK;
}

tame_status tame_net_check(const tame_net *net, tame_error *err)
{
  if (net->mistake.text[0])
    return tame_fail(err, TAME_EINVAL, "%s", net->mistake.text);
  if (net->n < 2) return tame_fail(err, TAME_EINVAL, "a net without a layer");
  TAME_TRY(check_sequence(net, err));
  for (size_t i = 0; i + 1 < net->n; i++) {
    bool is_read = false;
    for (size_t k = i + 1; k < net->n && !is_read; k++)
      is_read = net->node[k].in[0] == (int)i || net->node[k].in[1] == (int)i;
    if (!is_read)
      return tame_fail(err, TAME_EINVAL, "node %zu: no layer reads it", i);
  }
  return TAME_OK;
}

size_t tame_net_n_nodes(const tame_net *net) { return net->n; }

const tame_node *tame_net_node(const tame_net *net, size_t i)
{
  TAME_REQUIRE(i < net->n);
  return &net->node[i];
}

const tame_node *tame_net_output(const tame_net *net)
{
  return &net->node[net->n - 1];
}

size_t tame_net_n_parameters(const tame_net *net) { return net->n_parameters; }
size_t tame_net_n_frozen(const tame_net *net) { return net->n_frozen; }
size_t tame_net_n_state(const tame_net *net) { return net->n_state; }

size_t tame_net_mac(const tame_net *net)
{
  size_t mac = 0;
  for (size_t i = 0; i < net->n; i++) mac += net->node[i].mac;
  return mac;
}

/* --- telling apart -------------------------------------------------------- */

static void mix(uint64_t *h, uint64_t word)
{
  for (int k = 0; k < 8; k++) {
    *h ^= (word >> (8 * k)) & 0xffu;
    *h *= 0x100000001b3u;
  }
}

static void mix_gate(uint64_t *h, const tame_node *x)
{
  const double number[2] = {x->factor, x->shift};
  uint64_t word[2];
  memcpy(word, number, sizeof word);
  mix(h, x->first);
  mix(h, word[0]);
  mix(h, word[1]);
}

uint64_t tame_nn_fingerprint(const tame_net *net)
{
  uint64_t h = 0xcbf29ce484222325u;
  for (size_t i = 0; i < net->n; i++) {
    const tame_node *x = &net->node[i];
    const uint64_t words[] = {(uint64_t)x->op,
                              (uint64_t)x->in[0],
                              (uint64_t)x->in[1],
                              x->c,
                              x->h,
                              x->w,
                              x->kernel_h,
                              x->kernel_w,
                              x->stride,
                              x->pad,
                              x->groups,
                              x->has_bias,
                              (uint64_t)x->activation};
    const uint64_t more[] = {x->vocabulary, x->heads, x->context,
                             x->parts,      x->mask,  x->is_frozen};
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
      mix(&h, words[k]);
    if (x->op == TAME_NODE_SLICE || x->op == TAME_NODE_AFFINE) mix_gate(&h, x);
    for (size_t k = 0; is_of_tokens(net) && k < sizeof more / sizeof more[0];
         k++)
      mix(&h, more[k]);
  }
  return h >> 11;
}
