/* SPDX-License-Identifier: MIT */
/* TabNet, a network for tables that looks at a few features at a time (Arik,
 * Pfister, arXiv 1908.07442), in the form in which the authors of 2505.13122
 * programmed it.  x [D] are the inputs, n_d + n_a = m the widths,
 *
 *     FT(z) = BN relu(W' BN relu(W z + b) + b')  [m],
 *
 * with weights of its own at each place (W [m x len(z)], W' [m x m]), BN batch
 * normalisation:
 *
 *     (d_0, a_0) = FT_0(x),   prior_1 = 1                    d [n_d], a [n_a]
 *     step i = 1, ..., n:
 *       mask_i = softmax(BN(V_i a_{i-1} + c_i)) prior_i      [D]
 *       prior_{i+1} = prior_i (gamma - mask_i)
 *       (d_i, a_i) = FT_i(mask_i x)
 *     output = U (d_0, ..., d_n) + u                         [classes]
 *
 * Products of vectors are entry by entry.  Against the original: softmax for
 * sparsemax, the prior multiplies after it and not before, no layers are
 * shared between the steps, FT has no gated units, no residuals, and no ReLU
 * stands before the sum of the d_i.  Weights are N(0, 2/fan_in), biases 0. */
#ifndef TAME_TABNET_H
#define TAME_TABNET_H

#include <stddef.h>

#include "tame/nn.h"

typedef struct {
  size_t inputs, classes;
  size_t n_d, n_a; /* 32 each there */
  size_t steps;    /* 5 there */
  double gamma;    /* 1.5 there: how often a feature may be looked at */
} tame_tabnet;

/* The widths, steps and gamma given above. */
tame_tabnet tame_tabnet_defaults(size_t inputs, size_t classes);

/* A net of INPUTS x 1 x 1, to be freed by the caller; all sizes >= 1. */
tame_net *tame_net_tabnet(const tame_tabnet *o);

#endif
