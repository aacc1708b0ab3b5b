/* SPDX-License-Identifier: MIT */
/* Each network is a short table and a function that reads it.  A builder keeps
 * the node at which the net has arrived. */
#include "tame/nets.h"

#include <string.h>

#include "tame/base.h"

typedef struct {
  tame_net *net;
  const tame_net_options *o;
  int at;
  tame_init init;
} builder;

static size_t width_of(const builder *b, size_t channels)
{
  const size_t d = b->o->width_divisor ? b->o->width_divisor : 1;
  return channels / d ? channels / d : 1;
}

static void relu(builder *b)
{
  b->at = tame_net_activation(b->net, b->at, TAME_RELU);
}

static void norm(builder *b)
{
  if (!b->o->has_no_norm) b->at = tame_net_batch_norm(b->net, b->at);
}

/* a convolution that keeps the size of the image when the stride is 1 */
static void conv(builder *b, size_t channels, size_t kernel, size_t stride)
{
  b->at = tame_net_conv(b->net, b->at,
                        (tame_conv){.channels = channels,
                                    .kernel = kernel,
                                    .stride = stride,
                                    .pad = kernel / 2,
                                    .init = b->init});
}

static void biased_conv(builder *b, size_t channels, size_t kernel, size_t pad)
{
  b->at = tame_net_conv(b->net, b->at,
                        (tame_conv){.channels = channels,
                                    .kernel = kernel,
                                    .pad = pad,
                                    .has_bias = true,
                                    .init = b->init});
}

static void max_pool(builder *b, size_t kernel, size_t stride, size_t pad)
{
  b->at = tame_net_max_pool(
      b->net, b->at,
      (tame_window){.kernel = kernel, .stride = stride, .pad = pad});
}

static void linear(builder *b, size_t width, tame_init init, double sd)
{
  b->at = tame_net_linear(
      b->net, b->at,
      (tame_conv){.channels = width, .has_bias = true, .init = init, .sd = sd});
}

static void classify(builder *b, tame_init init)
{
  linear(b, b->o->classes, init, 0.01);
}

/* --- LeNet, VGG ----------------------------------------------------------- */

static void lenet5(builder *b)
{
  static const size_t CONVS[] = {6, 16}, WIDTHS[] = {120, 84};
  b->init = TAME_INIT_FAN_IN;
  for (size_t k = 0; k < 2; k++) {
    biased_conv(b, width_of(b, CONVS[k]), 5, 0);
    relu(b);
    max_pool(b, 2, 2, 0);
    norm(b);
  }
  for (size_t k = 0; k < 2; k++) {
    linear(b, width_of(b, WIDTHS[k]), TAME_INIT_FAN_IN, 0.0);
    relu(b);
    norm(b);
  }
  classify(b, TAME_INIT_FAN_IN);
}

enum { POOL = 0, END = 1 }; /* no width is as small */

static void vgg(builder *b, const size_t *widths)
{
  for (; *widths != END; widths++)
    if (*widths == POOL) {
      max_pool(b, 2, 2, 0);
    } else {
      biased_conv(b, width_of(b, *widths), 3, 1);
      norm(b);
      relu(b);
    }
  classify(b, TAME_INIT_NORMAL);
}

static void vgg11(builder *b)
{
  static const size_t WIDTHS[] = {64,  POOL, 128,  POOL, 256, 256,  POOL,
                                  512, 512,  POOL, 512,  512, POOL, END};
  vgg(b, WIDTHS);
}

static void vgg19(builder *b)
{
  static const size_t WIDTHS[] = {64,  64,  POOL, 128, 128,  POOL, 256, 256,
                                  256, 256, POOL, 512, 512,  512,  512, POOL,
                                  512, 512, 512,  512, POOL, END};
  vgg(b, WIDTHS);
}

/* --- ResNet --------------------------------------------------------------- */

/* two 3 x 3 convolutions */
static void basic_branch(builder *b, size_t width, size_t stride)
{
  conv(b, width, 3, stride);
  norm(b);
  relu(b);
  conv(b, width, 3, 1);
  norm(b);
}

/* 1 x 1, 3 x 3, 1 x 1 with four times the width */
static void bottleneck_branch(builder *b, size_t width, size_t stride)
{
  conv(b, width, 1, 1);
  norm(b);
  relu(b);
  conv(b, width, 3, stride);
  norm(b);
  relu(b);
  conv(b, 4 * width, 1, 1);
  norm(b);
}

typedef struct {
  void (*branch)(builder *b, size_t width, size_t stride);
  size_t expansion, blocks[4];
} resnet_table;

static void residual_block(builder *b, const resnet_table *t, size_t width,
                           size_t stride, bool has_projection)
{
  const int from = b->at;
  t->branch(b, width, stride);
  const int branch = b->at;
  b->at = from;
  if (has_projection) {
    conv(b, t->expansion * width, 1, stride);
    norm(b);
  }
  b->at = tame_net_add(b->net, branch, b->at);
  relu(b);
}

static void resnet(builder *b, resnet_table t)
{
  conv(b, width_of(b, 64), 3, 1);
  norm(b);
  relu(b);
  max_pool(b, 3, 2, 1);
  for (size_t stage = 0; stage < 4; stage++)
    for (size_t k = 0; k < t.blocks[stage]; k++) {
      const size_t width = width_of(b, (size_t)64 << stage);
      const size_t stride = stage > 0 && k == 0 ? 2 : 1;
      residual_block(b, &t, width, stride,
                     k == 0 && (stride == 2 || t.expansion > 1));
    }
  b->at = tame_net_global_average(b->net, b->at);
  classify(b, TAME_INIT_FAN_IN);
}

static void resnet18(builder *b)
{
  resnet(b, (resnet_table){basic_branch, 1, {2, 2, 2, 2}});
}

static void resnet50(builder *b)
{
  resnet(b, (resnet_table){bottleneck_branch, 4, {3, 4, 6, 3}});
}

static void resnet101(builder *b)
{
  resnet(b, (resnet_table){bottleneck_branch, 4, {3, 4, 23, 3}});
}

/* --- DenseNet ------------------------------------------------------------- */

static void block_norm(builder *b)
{
  if (!b->o->has_plain_blocks) norm(b);
}

static void halve(builder *b)
{
  b->at = tame_net_average_pool(b->net, b->at, (tame_window){.kernel = 2});
}

static void densenet121(builder *b)
{
  static const size_t BLOCKS[] = {6, 12, 24, 16};
  const size_t growth = width_of(b, 32);
  b->init = TAME_INIT_HE_IN;
  conv(b, 2 * growth, 7, 2);
  norm(b);
  relu(b);
  max_pool(b, 2, 2, 0);
  size_t channels = 2 * growth;
  for (size_t k = 0; k < 4; k++) {
    for (size_t i = 0; i < BLOCKS[k]; i++, channels += growth) {
      const int from = b->at;
      block_norm(b);
      relu(b);
      conv(b, 4 * growth, 1, 1);
      block_norm(b);
      relu(b);
      conv(b, growth, 3, 1);
      b->at = tame_net_concat(b->net, from, b->at);
    }
    if (k == 3) break;
    block_norm(b);
    relu(b);
    channels /= 2;
    conv(b, channels, 1, 1);
    halve(b);
  }
  norm(b);
  relu(b);
  b->at = tame_net_global_average(b->net, b->at);
  classify(b, TAME_INIT_FAN_IN);
}

/* --- MobileNet, SqueezeNet ------------------------------------------------ */

static void mobilenet(builder *b)
{
  static const struct {
    size_t width, stride;
  } BLOCKS[] = {{64, 1},  {128, 2}, {128, 1}, {256, 2},
                {256, 1}, {512, 2}, {512, 1}};
  size_t width = width_of(b, 32);
  conv(b, width, 3, 1);
  norm(b);
  relu(b);
  for (size_t k = 0; k < sizeof BLOCKS / sizeof BLOCKS[0]; k++) {
    b->at = tame_net_conv(b->net, b->at,
                          (tame_conv){.channels = width,
                                      .kernel = 3,
                                      .stride = BLOCKS[k].stride,
                                      .pad = 1,
                                      .groups = width,
                                      .init = b->init});
    norm(b);
    relu(b);
    width = width_of(b, BLOCKS[k].width);
    conv(b, width, 1, 1);
    norm(b);
    relu(b);
  }
  b->at = tame_net_global_average(b->net, b->at);
  classify(b, TAME_INIT_NORMAL);
}

static void fire(builder *b, size_t squeeze, size_t expand)
{
  biased_conv(b, width_of(b, squeeze), 1, 0);
  relu(b);
  const int from = b->at;
  biased_conv(b, width_of(b, expand), 1, 0);
  relu(b);
  const int narrow = b->at;
  b->at = from;
  biased_conv(b, width_of(b, expand), 3, 1);
  relu(b);
  b->at = tame_net_concat(b->net, narrow, b->at);
}

static void squeezenet(builder *b)
{
  static const struct {
    size_t squeeze, expand;
    bool has_pool; /* before it */
  } MODULES[] = {{16, 64, true},   {16, 64, false}, {32, 128, true},
                 {32, 128, false}, {48, 192, true}, {48, 192, false},
                 {64, 256, false}, {64, 256, false}};
  b->init = TAME_INIT_HE_UNIFORM;
  biased_conv(b, width_of(b, 64), 3, 1);
  relu(b);
  for (size_t k = 0; k < sizeof MODULES / sizeof MODULES[0]; k++) {
    if (MODULES[k].has_pool) max_pool(b, 2, 2, 0);
    fire(b, MODULES[k].squeeze, MODULES[k].expand);
  }
  if (!b->o->has_no_dropout) b->at = tame_net_dropout(b->net, b->at, 0.5);
  b->at = tame_net_conv(b->net, b->at,
                        (tame_conv){.channels = b->o->classes,
                                    .kernel = 1,
                                    .has_bias = true,
                                    .init = TAME_INIT_NORMAL,
                                    .sd = 0.01});
  relu(b);
  b->at = tame_net_global_average(b->net, b->at);
}

/* --- one hidden layer ----------------------------------------------------- */

static void mlp(builder *b, size_t width)
{
  linear(b, width_of(b, width), TAME_INIT_HE_IN, 0.0);
  relu(b);
  classify(b, TAME_INIT_NORMAL);
}

static void mlp64(builder *b) { mlp(b, 64); }
static void mlp256(builder *b) { mlp(b, 256); }

/* --- by name -------------------------------------------------------------- */

static const struct {
  const char *name;
  void (*build)(builder *b);
} NETS[] = {{"lenet5", lenet5},
            {"vgg11", vgg11},
            {"vgg19", vgg19},
            {"resnet18", resnet18},
            {"resnet50", resnet50},
            {"resnet101", resnet101},
            {"densenet121", densenet121},
            {"mobilenet", mobilenet},
            {"squeezenet", squeezenet},
            {"mlp64", mlp64},
            {"mlp256", mlp256}};

tame_net *tame_net_named(const char *name, const tame_net_options *o,
                         tame_error *err)
{
  for (size_t k = 0; k < sizeof NETS / sizeof NETS[0]; k++) {
    if (strcmp(name, NETS[k].name) != 0) continue;
    builder b = {tame_net_alloc(o->c, o->h, o->w), o, 0, TAME_INIT_HE_OUT};
    tame_error why;
    tame_net_set_kink(b.net, o->at_zero, 0.01);
    NETS[k].build(&b);
    if (tame_net_check(b.net, &why) == TAME_OK) return b.net;
    (void)tame_fail(err, TAME_EINVAL, "%s on images of %zu x %zu: %s", name,
                    o->h, o->w, why.text);
    tame_net_free(b.net);
    return NULL;
  }
  (void)tame_fail(err, TAME_EINVAL, "%s: no such network; there are %s", name,
                  TAME_NET_WORDS);
  return NULL;
}

tame_net *tame_net_mlp(size_t c, size_t h, size_t w, const size_t *width,
                       size_t n, double sd)
{
  TAME_REQUIRE(n >= 1);
  tame_net *net = tame_net_alloc(c, h, w);
  int x = 0;
  for (size_t k = 0; k < n; k++) {
    const bool is_last = k + 1 == n;
    x = tame_net_linear(
        net, x,
        (tame_conv){.channels = width[k],
                    .has_bias = true,
                    .init = is_last ? TAME_INIT_NORMAL : TAME_INIT_HE_IN,
                    .sd = sd});
    if (!is_last) x = tame_net_activation(net, x, TAME_RELU);
  }
  return net;
}
