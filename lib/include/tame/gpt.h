/* SPDX-License-Identifier: MIT */
/* GPT-2 (Radford et al., "Language models are unsupervised multitask learners",
 * 2019), by configuration.  With E the token table, P the positions and L blocks:
 *
 *     x = E[token] + P[t]
 *     x = x + W_o Attention(W_qkv LN(x))
 *     x = x + W_2 GELU(W_1 LN(x)),  W_1 [4C][C]
 *     logits = E LN(x)
 *
 * Weights are drawn from N(0, 0.02^2), W_o and W_2 from N(0, (0.02/sqrt(2L))^2);
 * biases are 0, gains 1.
 *
 *           layers heads channels   parameters with 50304 tokens, no biases
 *   mini         6     6      384    30,331,776
 *   small       12    12      768   124,373,760
 *   medium      24    16     1024   354,599,936
 *   large       36    20     1280   773,582,080
 *
 * Two forms, both with a context of 1024 and without dropout: for pre-training,
 * no biases, normalisations with a gain only, GELU through erf, 50257 tokens
 * padded to 50304; and the published one, with biases everywhere, GELU through
 * tanh and 50257 tokens.
 *
 * With rank r > 0 everything is frozen, and queries and values of every layer are
 * adapted by low rank (tame_net_low_rank): 16 C trained numbers a layer for
 * r = 4. */
#ifndef TAME_GPT_H
#define TAME_GPT_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/sequence.h"
#include "tame/status.h"

typedef struct {
  size_t layers, heads, channels;
  size_t context, vocabulary;
  bool has_bias;        /* of linear layers */
  bool has_norm_bias;   /* of layer normalisations */
  tame_activation gelu; /* TAME_GELU or TAME_GELU_TANH */
  size_t rank;          /* of the adaptation, 0 for none */
  double alpha, rate;   /* its scale is alpha/rank; dropout on its input */
} tame_gpt;

typedef enum { TAME_GPT_PRETRAINING, TAME_GPT_PUBLISHED } tame_gpt_form;

/* SIZE is mini, small, medium or large; TAME_EINVAL otherwise. */
tame_status tame_gpt_named(tame_gpt *g, const char *size, tame_gpt_form form,
                           tame_error *err);

/* The net; its token table is node TAME_GPT_TABLE.  TAME_EINVAL, with the reason
 * and *net = NULL, when numbers are 0 or heads do not divide the channels. */
enum { TAME_GPT_TABLE = 1 };
tame_status tame_gpt_net(tame_net **net, const tame_gpt *g, tame_error *err);

/* --- arrays by their published names --------------------------------------
 *
 * "wte.weight" [V][C], "wpe.weight" [T][C], "ln_f.weight" [C], "ln_f.bias", and
 * of block i, as "h.i." and:  ln_1, ln_2 .weight and .bias;  attn.c_attn,
 * attn.c_proj, mlp.c_fc, mlp.c_proj .weight [in][out] and .bias [out]; with an
 * adaptation attn.c_attn.lora_A [2r][C] and .lora_B [2C][r]. */
typedef struct {
  char name[48];
  size_t n_dims, shape[2]; /* as published */
  bool is_transposed;      /* published [in][out]; here [out][in] */
  bool is_frozen;          /* in tame_nn_frozen, else in tame_nn_parameters */
  size_t parameter, count; /* place there, and how many numbers */
} tame_gpt_weight;

/* weight [n] <- all arrays of NET, made of G; returns n.  NULL only counts. */
size_t tame_gpt_weights(tame_gpt_weight *weight, const tame_gpt *g,
                        const tame_net *net);

/* Between OURS (tame_nn_parameters, _frozen or _gradient, from the start) and
 * the published layout x [count] of array W. */
void tame_gpt_import_f32(float *ours, const tame_gpt_weight *w, const float *x);
void tame_gpt_export_f32(float *x, const tame_gpt_weight *w, const float *ours);
void tame_gpt_import_f64(double *ours, const tame_gpt_weight *w,
                         const double *x);
void tame_gpt_export_f64(double *x, const tame_gpt_weight *w,
                         const double *ours);

/* All arrays of NN, whose net is made of G, to and from a safetensors file.  Read
 * accepts names behind "transformer." as well, other arrays beside them, and a
 * file without the adaptation, which then stays as it is.  TAME_EFORMAT or
 * TAME_EMISSING, NN unchanged, when an array is missing or of another shape or
 * type; after TAME_EIO some may have been read. */
tame_status tame_gpt_read(tame_nn_f32 *nn, const tame_gpt *g, const char *path,
                          tame_error *err);
tame_status tame_gpt_write(const char *path, tame_nn_f32 *nn, const tame_gpt *g,
                           tame_error *err);

#endif
