/* SPDX-License-Identifier: MIT */
/* Neural networks of layers.  Two objects:
 *
 *   tame_net     the description: a table of nodes, each reading earlier nodes,
 *                from which shapes, parameter count and memory plan follow;
 *   tame_nn_f32  a net with memory: parameters, activations, gradients, and
 *   tame_nn_f64  their computation (nn_impl.h), in float or in double from one
 *                source.
 *
 *     tame_net *net = tame_net_alloc(3, 32, 32);
 *     int x = tame_net_conv(net, 0, (tame_conv){.channels = 16, .kernel = 3,
 *                                               .pad = 1, .has_bias = true});
 *     x = tame_net_activation(net, x, TAME_RELU);
 *     x = tame_net_linear(net, x, (tame_conv){.channels = 10});
 *     tame_nn_f32 *nn = tame_nn_alloc_f32(net, &(tame_nn_options){.batch = 64});
 *
 * Activations are channel-major, [C][N][H][W]: channel first, then example of
 * the batch.  A convolution is then one matrix product over the whole batch, a
 * channel's statistics are over one contiguous row, and a concatenation of
 * channels needs no copy.  A 3 x 3 convolution of stride 1 and pad 1 takes 16
 * products where that takes 36, by minimal filtering of tiles (Winograd 1980;
 * Lavin, Gray, arXiv 1509.09308), when batch and channels fill its vectors.
 * Features without a place have H = W = 1, so logits are [classes][N].
 *
 * All parameters of a net are one flat array theta, in order of the nodes: of
 * each node the weights, by rows [out][in / groups][kernel][kernel], then the
 * bias.  So are gradients, and running statistics (mean, then variance, of each
 * batch normalisation).
 *
 * Sequences of tokens, and layers that are not trained: tame/sequence.h.
 *
 * What happens at a kink is an argument: the value of relu'(0), and which of
 * several equal entries a max-pooling takes (Bolte, Pauwels, "Conservative set
 * valued fields, automatic differentiation, stochastic gradient methods and
 * deep learning", 2021; Bertoin et al., "Numerical influence of ReLU'(0) on
 * backpropagation", 2021). */
#ifndef TAME_NN_H
#define TAME_NN_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tame/h5.h"
#include "tame/status.h"
#include "tame/team.h"
#include "tame/typed.h"

typedef enum {
  TAME_NODE_INPUT,
  TAME_NODE_CONV, /* and linear: the kernel covers the whole image */
  TAME_NODE_BATCH_NORM,
  TAME_NODE_ACTIVATION,
  TAME_NODE_MAX_POOL,
  TAME_NODE_AVERAGE_POOL,
  TAME_NODE_DROPOUT,
  TAME_NODE_ADD,
  TAME_NODE_CONCAT,
  TAME_NODE_SLICE, /* from here on: gates over features */
  TAME_NODE_SOFTMAX,
  TAME_NODE_PRODUCT,
  TAME_NODE_AFFINE,
  TAME_NODE_EMBEDDING, /* from here on: of sequences (sequence.h) */
  TAME_NODE_POSITION,
  TAME_NODE_LAYER_NORM,
  TAME_NODE_ATTENTION,
  TAME_NODE_ADD_PARTS
} tame_node_op;

/* y = relu(x), leaky_relu(x) = max(x, slope x), 1/(1 + e^-x), tanh(x),
 * log(1 + e^x), x/(1 + e^-x), x Phi(x), and
 * x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) */
typedef enum {
  TAME_RELU,
  TAME_LEAKY_RELU,
  TAME_SIGMOID,
  TAME_TANH,
  TAME_SOFTPLUS,
  TAME_SILU,
  TAME_GELU,
  TAME_GELU_TANH
} tame_activation;

/* Which of the equal largest entries of a window gets the gradient; SPLIT gives
 * each the same share. */
typedef enum { TAME_TIE_FIRST, TAME_TIE_LAST, TAME_TIE_SPLIT } tame_tie;

/* How weights w [out][fan_in] are drawn, and the bias:
 *
 *   FAN_IN          both uniform on +- 1/sqrt(fan_in)
 *   HE_OUT, HE_IN   N(0, 2/fan), fan = kernel^2 out / groups or fan_in; bias 0
 *   HE_UNIFORM      uniform on +- sqrt(6/fan_in); bias 0
 *   NORMAL          N(0, sd^2); bias 0
 *   ZERO            both 0
 *
 * (He et al., arXiv 1502.01852).  The first is the default of PyTorch. */
typedef enum {
  TAME_INIT_FAN_IN,
  TAME_INIT_HE_OUT,
  TAME_INIT_HE_IN,
  TAME_INIT_HE_UNIFORM,
  TAME_INIT_NORMAL,
  TAME_INIT_ZERO
} tame_init;

typedef struct {
  size_t channels; /* of the output */
  size_t kernel;   /* square */
  size_t stride;   /* 0 means 1 */
  size_t pad;      /* zeros on each side */
  size_t groups;   /* 0 means 1; divides both numbers of channels */
  bool has_bias;
  tame_init init;
  double sd; /* of TAME_INIT_NORMAL */
} tame_conv;

typedef struct {
  size_t kernel, stride, pad; /* windows lie in the padded image; stride 0
                                 means kernel */
  tame_tie tie;               /* max-pooling */
} tame_window;

typedef struct {
  tame_node_op op;
  int in[2];      /* nodes read, -1 for none */
  size_t c, h, w; /* shape of the output, of one example */
  size_t kernel_h, kernel_w, stride, pad, groups;
  bool has_bias;
  tame_init init;
  double sd;
  tame_activation activation;
  double slope;   /* leaky ReLU */
  double at_zero; /* relu'(0) and its like */
  tame_tie tie;
  double rate;          /* dropout */
  size_t first;         /* slice */
  double factor, shift; /* affine */
  double eps, momentum; /* batch normalisation */
  size_t vocabulary;    /* input of tokens, embedding; else 0 */
  size_t heads;         /* attention */
  size_t context;       /* longest sequence: positions, attention */
  size_t parts, mask;   /* sum into parts of the channels */
  double scale;
  bool is_frozen;                 /* the parameters are not trained */
  size_t parameter, n_parameters; /* place in theta, or, when frozen, among the
                                     frozen parameters */
  size_t extra, n_extra; /* numbers kept for the backward pass, per example */
  size_t cache;          /* attention, one position after another: place of
                             keys and values */
  size_t state, n_state; /* place among the running statistics */
  size_t
      mac; /* multiplications with additions of a forward pass, per example */
} tame_node;

typedef struct tame_net tame_net;

/* A net with node 0, its input of C x H x W numbers. */
tame_net *tame_net_alloc(size_t c, size_t h, size_t w);
void tame_net_free(tame_net *net);

/* Add a node and return its number.  The last node added is the output.  A
 * layer that does not fit (a window larger than its image, shapes that differ,
 * groups that do not divide) returns -1; so does every layer that reads -1, and
 * tame_net_check then says what the first mistake was. */
int tame_net_conv(tame_net *net, int in, tame_conv o);
int tame_net_linear(tame_net *net, int in, tame_conv o); /* channels, has_bias,
                                                            init, sd */
/* x^ = (x - mean)/sqrt(var + eps), y = gamma x^ + beta per channel, mean and
 * biased variance over the batch and the image; running <- (1 - momentum)
 * running + momentum batch, with the unbiased variance (Ioffe, Szegedy, arXiv
 * 1502.03167).  eps = 1e-5, momentum = 0.1; gamma starts at 1, beta at 0. */
int tame_net_batch_norm(tame_net *net, int in);
int tame_net_activation(tame_net *net, int in, tame_activation kind);
int tame_net_max_pool(tame_net *net, int in, tame_window o);
int tame_net_average_pool(tame_net *net, int in, tame_window o);
int tame_net_global_average(tame_net *net, int in);
/* In training each entry is 0 with probability RATE, else x/(1 - RATE). */
int tame_net_dropout(tame_net *net, int in, double rate);
int tame_net_add(tame_net *net, int a, int b);
int tame_net_concat(tame_net *net, int a, int b); /* channels of A, then of B */

/* What a gate over features is made of (tabnet.h): channels FIRST, ... of IN;
 * softmax over the channels, at each place; x y, entry by entry; factor x +
 * shift. */
int tame_net_slice(tame_net *net, int in, size_t first, size_t channels);
int tame_net_softmax(tame_net *net, int in);
int tame_net_product(tame_net *net, int a, int b);
int tame_net_affine(tame_net *net, int in, double factor, double shift);

/* The kinks of the layers added from now on: relu'(0) = AT_ZERO in [0, 1], 0 at
 * first, and SLOPE of leaky ReLU, 0.01 at first. */
void tame_net_set_kink(tame_net *net, double at_zero, double slope);

/* TAME_EINVAL with the reason when a layer did not fit. */
tame_status tame_net_check(const tame_net *net, tame_error *err);

size_t tame_net_n_nodes(const tame_net *net);
const tame_node *tame_net_node(const tame_net *net, size_t i);
const tame_node *tame_net_output(const tame_net *net);
size_t tame_net_n_parameters(const tame_net *net); /* without frozen ones */
size_t tame_net_n_frozen(const tame_net *net);
size_t tame_net_n_state(const tame_net *net);
size_t tame_net_mac(const tame_net *net); /* per example, forward */

typedef struct {
  size_t batch;            /* largest batch, >= 1 */
  tame_team *team;         /* threads, NULL for one; not owned */
  bool is_reference;       /* loops written from the definitions, for tests */
  bool has_input_gradient; /* backward goes on to the input */
  bool has_no_winograd; /* 3 x 3 convolutions of stride 1, with many channels,
                              by plain products too: in float their rounding is
                              up to 2.7 times smaller; slower */
} tame_nn_options;

#define REAL        float
#define TAME_SUFFIX _f32
#include "tame/nn_impl.h"
#undef REAL
#undef TAME_SUFFIX

#define REAL        double
#define TAME_SUFFIX _f64
#include "tame/nn_impl.h"
#undef REAL
#undef TAME_SUFFIX

#endif
