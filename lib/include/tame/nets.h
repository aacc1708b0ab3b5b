/* SPDX-License-Identifier: MIT */
/* Networks of the papers, for small images: the CIFAR variants of 2410.05871
 * and 2505.13122, which differ from the ImageNet originals.
 *
 *   lenet5       conv5 6, ReLU, pool, conv5 16, ReLU, pool, 120, 84, classes;
 *                with batch normalisation after each pooling and each ReLU
 *                (LeCun et al. 1998)
 *   vgg11, vgg19 3 x 3 convolutions with bias, five poolings, one linear layer
 *                (Simonyan, Zisserman, arXiv 1409.1556)
 *   resnet18, resnet50, resnet101   3 x 3 stem of stride 1 and 3 x 3 max-pooling
 *                of stride 2, four stages (He et al., arXiv 1512.03385)
 *   densenet121  growth 32, blocks of 6, 12, 24, 16 (Huang et al., 1608.06993)
 *   mobilenet    seven depthwise separable blocks (Howard et al., 1704.04861)
 *   squeezenet   eight Fire modules, no batch normalisation; ends with a ReLU
 *                and a global average (Iandola et al., 1602.07360)
 *   mlp64, mlp256   one hidden layer of 64 or 256, ReLU
 *
 * Initialisation: convolutions He-normal by fan-out (densenet by fan-in,
 * squeezenet He-uniform, lenet5 uniform on +- 1/sqrt(fan_in), mlp N(0,
 * 2/fan_in)), batch normalisation 1 and 0, last layer N(0, 0.01^2) for vgg,
 * mobilenet, squeezenet and mlp, else uniform on +- 1/sqrt(fan_in). */
#ifndef TAME_NETS_H
#define TAME_NETS_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/nn.h"

typedef struct {
  size_t c, h, w, classes;
  size_t width_divisor; /* all inner widths divided by this; 0 means 1 */
  bool has_no_norm;     /* without batch normalisation */
  bool
      has_plain_blocks; /* densenet: norms of blocks and transitions left out */
  bool has_no_dropout;  /* squeezenet */
  double at_zero;       /* relu'(0) */
} tame_net_options;

/* The names, in the form of an option's words (tame/exp.h). */
#define TAME_NET_WORDS                                                         \
  "lenet5 vgg11 vgg19 resnet18 resnet50 resnet101 densenet121 mobilenet "      \
  "squeezenet mlp64 mlp256"

/* NULL, with the reason in ERR, when there is no such name or the network does
 * not fit the image. */
tame_net *tame_net_named(const char *name, const tame_net_options *o,
                         tame_error *err);

/* Layers of WIDTH [n], ReLU between them; weights of the last are N(0, sd^2),
 * of the others N(0, 2/fan_in), biases 0. */
tame_net *tame_net_mlp(size_t c, size_t h, size_t w, const size_t *width,
                       size_t n, double sd);

#endif
