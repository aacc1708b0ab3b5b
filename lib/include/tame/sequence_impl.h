/* SPDX-License-Identifier: MIT */
/* What tame/sequence.h declares for float (_f32) and for double (_f64); included
 * by it twice, hence no guard. */

#define TAME_NN TAME_TYPED(tame_nn)

/* tame_nn_forward of token [n][T], each in [0, V); kept by address until the
 * backward pass.  Returns the last hidden layer [C][n][T]. */
const REAL *TAME_TYPED(tame_nn_forward_tokens)(TAME_NN *nn, const int *token,
                                               size_t n, bool is_training);

/* Cross-entropy of the logits z = E h, E the table of the embedding node TABLE
 * and h the output of the last forward pass, with target [n][T]: the mean over
 * the positions whose target is not negative, of which there must be one.  loss
 * [n][T] (NULL accepted) <- loss of each, 0 where the target is negative.  The
 * first call takes memory for the logits of as many positions as are allowed, 16
 * at least.  The gradient of the table overwrites what was there: backward
 * then adds what comes through the embedding. */
double TAME_TYPED(tame_nn_token_loss)(TAME_NN *nn, int table, const int *target,
                                      tame_token_loss o, REAL *loss);

/* z [n][V] <- logits at position T of each example of the last forward pass. */
void TAME_TYPED(tame_nn_logits)(REAL *z, const TAME_NN *nn, int table,
                                size_t t);

/* --- one position after another ------------------------------------------
 *
 * A second object on the parameters of NN, which must outlive it: it keeps keys
 * and values of what it has read, and so takes one token of each of at most
 * BATCH sequences at a time.  What it computes agrees with a forward pass up to
 * rounding. */
TAME_NN *TAME_TYPED(tame_nn_alloc_step)(TAME_NN *nn, size_t batch);

/* Begin N new sequences. */
void TAME_TYPED(tame_nn_step_begin)(TAME_NN *step, size_t n);

/* The next token [n] of each sequence; at most T in all.  tame_nn_logits with
 * t = 0 is then of these positions. */
void TAME_TYPED(tame_nn_step)(TAME_NN *step, const int *token);

/* From now on there are N <= batch sequences, the i-th a copy of from[i]. */
void TAME_TYPED(tame_nn_step_choose)(TAME_NN *step, const size_t *from,
                                     size_t n);

#undef TAME_NN
