/* SPDX-License-Identifier: MIT */
/* Networks of sequences (Vaswani et al., arXiv 1706.03762): nets as in tame/nn.h
 * whose input is T tokens, integers below V, of each example.
 *
 *     tame_net *net = tame_net_alloc_tokens(V, T);
 *     const int table = tame_net_embedding(net, 0, C, 0.02);
 *     int x = tame_net_positions(net, table, 0.02);
 *     ... layers of sequences ...
 *     tame_nn_f32 *nn = tame_nn_alloc_f32(net, &(tame_nn_options){.batch = N});
 *     tame_nn_forward_tokens_f32(nn, token, n, true);
 *     loss = tame_nn_token_loss_f32(nn, table, target, options, NULL);
 *     tame_nn_backward_f32(nn);
 *
 * Activations are [C][N][1][T]: an image of one row, whose places are the
 * positions of the sequence.  A linear layer on every position is one matrix
 * product over the whole batch, a residual is tame_net_add, GELU an activation.
 *
 * The last linear layer, whose weights are the token table (Press, Wolf, arXiv
 * 1608.05859), is not a node: it is a part of the loss, which never holds the
 * logits [V][N][T] of the whole batch at once.
 *
 * Frozen layers keep their parameters apart, in tame_nn_frozen, so that theta,
 * the gradient and the state of an optimiser have only what is trained. */
#ifndef TAME_SEQUENCE_H
#define TAME_SEQUENCE_H

#include "tame/nn.h"
#include "tame/opt.h"

/* A net with node 0, its input: LENGTH tokens < VOCABULARY. */
tame_net *tame_net_alloc_tokens(size_t vocabulary, size_t length);

/* Nodes added from now on are frozen, or not.  Only in nets of tokens. */
void tame_net_set_frozen(tame_net *net, bool is_frozen);

/* y = E[token], table E [V][channels], drawn from N(0, sd^2); IN is node 0. */
int tame_net_embedding(tame_net *net, int in, size_t channels, double sd);

/* y_t = x_t + P[t], table P [T][channels], drawn from N(0, sd^2). */
int tame_net_positions(tame_net *net, int in, double sd);

/* y = W x + b at every position: channels, has_bias, groups, init, sd. */
int tame_net_token_linear(tame_net *net, int in, tame_conv o);

/* x^ = (x - mean)/sqrt(var + eps), y = gain x^ (+ bias) per position, mean and
 * biased variance over the channels, eps = 1e-5 (Ba, Kiros, Hinton, arXiv
 * 1607.06450).  gain starts at 1, bias at 0. */
int tame_net_layer_norm(tame_net *net, int in, bool has_bias);

/* Causal attention with HEADS heads of d = C/heads channels, on x of 3C channels:
 * queries q, keys k, values v.  For each head,
 *     y_t = sum_{s <= t} p_ts v_s,   p_t = softmax_{s <= t}(q_t . k_s/sqrt(d)).
 * Of p only sums are kept for the backward pass, [heads][T] of each example: a
 * block of queries at a time is computed again (Dao et al., arXiv 2205.14135). */
int tame_net_attention(tame_net *net, int in, size_t heads);

/* a, with scale * b added to some of its channels: those of A are cut into PARTS
 * equal parts, and the parts whose bit is set in MASK receive those of B in
 * turn. */
int tame_net_add_parts(tame_net *net, int a, int b, size_t parts, size_t mask,
                       double scale);

/* Low-rank adaptation (Hu et al., arXiv 2106.09685) of the parts in MASK of
 * LINEAR, a linear layer that reads X:
 *     W_part + (alpha/rank) B_part A_part,
 * A [rank][C] uniform on +- 1/sqrt(C), B zero, both trained, with dropout of
 * RATE on what the branch reads. */
typedef struct {
  size_t rank, parts, mask;
  double alpha, rate;
} tame_low_rank;
int tame_net_low_rank(tame_net *net, int x, int linear, tame_low_rank o);

/* Groups of the trained parameters, for an optimiser: LAMBDA on weights of
 * linear layers and convolutions; none on biases, normalisations, token table
 * and positions.  GROUP [tame_net_n_nodes * 2]; returns how many there are. */
size_t tame_net_decay_groups(tame_opt_group *group, const tame_net *net,
                             double lambda);

typedef struct {
  double smoothing;  /* s of tame_cross_entropy */
  bool has_gradient; /* put the output gradient where backward expects it, and
                        the gradient of the table */
  size_t logits;     /* how many may be in memory, 0 for 2^24 */
} tame_token_loss;

#define REAL        float
#define TAME_SUFFIX _f32
#include "tame/sequence_impl.h"
#undef REAL
#undef TAME_SUFFIX

#define REAL        double
#define TAME_SUFFIX _f64
#include "tame/sequence_impl.h"
#undef REAL
#undef TAME_SUFFIX

#endif
