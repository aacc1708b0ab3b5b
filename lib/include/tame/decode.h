/* SPDX-License-Identifier: MIT */
/* Text from a network of sequences: the continuation y_1, y_2, ... of a prompt
 * for which
 *     sum_t log p(y_t | prompt, y_1 .. y_{t-1}) / length^penalty
 * is large.  One beam takes the most probable token each time (greedy); B beams
 * keep the B best continuations of each length (Graves, arXiv 1211.3711), of
 * which those that end with the token END are set apart.  A beam search stops
 * when B have ended and no other, at its present length, can be better than the
 * worst of them; those that reached the limit without END count as they are.
 *
 * Keys and values of what was read are kept (tame_nn_step), so that a token costs
 * one position, not a sequence.  Of equal scores the smaller token of the earlier
 * beam wins: the result depends on nothing but the numbers. */
#ifndef TAME_DECODE_H
#define TAME_DECODE_H

#include <stddef.h>

#include "tame/sequence.h"

typedef struct {
  size_t beams;     /* 1 for greedy */
  size_t max_new;   /* tokens at most; cut to what the context holds */
  int end;          /* token that ends a text, or -1 */
  double penalty;   /* of the length: 0 compares sums */
  size_t no_repeat; /* no run of so many tokens, the prompt's included, occurs
                       twice; 0 for no such rule */
} tame_decode_options;

typedef struct tame_decoder tame_decoder;

/* For NN, whose parameters are read, and its token table. */
tame_decoder *tame_decoder_alloc(tame_nn_f32 *nn, int table,
                                 const tame_decode_options *o);
void tame_decoder_free(tame_decoder *d); /* NULL accepted */

/* out [max_new] <- the continuation of prompt [n], 1 <= n <= context, without
 * END; returns its length.  *score, NULL accepted, as above (END counted). */
size_t tame_decode(int *out, double *score, tame_decoder *d, const int *prompt,
                   size_t n);

#endif
