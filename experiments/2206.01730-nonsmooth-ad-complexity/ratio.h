/* SPDX-License-Identifier: MIT */
/* The programs whose gradients ratio.c counts and times: ratio-programs.c. */
#ifndef RATIO_H
#define RATIO_H

#include "tame/exp.h"
#include "tame/tape.h"

/* In the order of PROGRAMS.  MLP_RELU ... MLP_ELU are followed by their vector
 * form. */
enum {
  MLP_RELU,
  MLP_LEAKY,
  MLP_RELU6,
  MLP_ABS,
  MLP_TANH,
  MLP_SIGMOID,
  MLP_SOFTPLUS,
  MLP_ELU,
  MLP_VECTORS,
  SPEELPENNING,
  NORM1,
  MAXPOOL,
  SORT,
  RANDOM_PIECEWISE,
  RANDOM_ALL,
  N_PROGRAMS
};
#define PROGRAMS                                                               \
  "mlp_relu mlp_leaky mlp_relu6 mlp_abs mlp_tanh mlp_sigmoid mlp_softplus "    \
  "mlp_elu mlp_vectors speelpenning norm1 maxpool sort random_piecewise "      \
  "random_all"

/* Records PROGRAM of SIZE on T, which is empty, and returns its output.
 * Draws are those of an independent program when root is 0. */
tame_var record_program(tame_tape *t, size_t program, size_t size,
                        uint64_t root);

/* The smallest size at which PROGRAM exists, and the option that bounds it. */
size_t smallest_size(size_t program);
const char *size_option(size_t program);

#endif
