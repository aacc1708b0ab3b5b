/* SPDX-License-Identifier: MIT */
/* The parts of the program lora: meanings and texts as tokens (lora-text.c),
 * networks and weights (lora-net.c), texts that a network writes
 * (lora-write.c) and what is stored of them (lora-merge.c). */
#ifndef LORA_H
#define LORA_H

#include "tame/bpe.h"
#include "tame/e2e.h"
#include "tame/exp.h"
#include "tame/gpt.h"
#include "tame/text_train.h"

/* --- tokens --------------------------------------------------------------- */

/* Words with a space between them, those of the given lines, or GPT-2's byte
 * pairs.  END stands behind a meaning and behind a text. */
typedef struct {
  tame_bpe *bpe;
  char **word; /* [n] increasing; word[0] is END */
  size_t n;
  uint32_t end;
} coder;

void coder_words(coder *c, const tame_e2e *lines);
tame_status coder_gpt2(coder *c, tame_error *err);
size_t coder_size(const coder *c);
/* id [strlen + 1], of which [*n] are filled.  TAME_EINVAL for a word that is
 * not there. */
tame_status coder_encode(uint32_t *id, size_t *n, const coder *c,
                         const char *text, tame_error *err);
/* released with free() */
char *coder_decode(const coder *c, const int *id, size_t n);

/* Pairs [first, first + n) of LINES as sequences of at most LENGTH + 1 tokens:
 * meaning END text END.  *completion [*n_completion] <- the texts alone, each
 * with its END. */
typedef struct {
  tame_text_sequences sequences;
  uint32_t *id, *completion;
  size_t *first, *given, n_completion;
} token_lines;

tame_status token_lines_make(token_lines *t, const tame_e2e *lines,
                             size_t first, size_t n, size_t length,
                             const coder *c, tame_error *err);

/* --- networks ------------------------------------------------------------- */

/* frozen weights of the adapted net <- those of a whole one, made of the same
 * tame_gpt but for the rank */
void freeze_weights(tame_nn_f32 *adapted, const tame_gpt *g,
                    tame_nn_f32 *whole);

/* frozen weights of the adapted net <- the safetensors file, whose names may
 * begin with "transformer." and whose positions may be more than are used */
tame_status read_weights(tame_nn_f32 *adapted, const tame_gpt *g,
                         const char *path, tame_error *err);

/* --- writing -------------------------------------------------------------- */

enum { N_DECODINGS = 2 }; /* greedy, beam */
enum { MAX_NEW = 64, SHOWN = 3 };

/* Writes texts for the first meanings of LINES from pair FIRST on, one for each
 * meaning, and scores all of them against the pairs with that meaning. */
typedef struct {
  size_t n;    /* meanings */
  size_t *row; /* [n] first pair of each, of all lines */
  size_t beams;
  int *token[N_DECODINGS];   /* [n][MAX_NEW], -1 behind the end */
  double *bleu[N_DECODINGS]; /* [n] of each text alone */
  double corpus[N_DECODINGS];
} written;

void written_alloc(written *w, size_t n, size_t beams);
void written_free(written *w);
tame_status write_texts(written *w, tame_nn_f32 *nn, const tame_e2e *lines,
                        size_t first, const coder *c, tame_error *err);

/* In a cell: the first SHOWN texts, and the scores. */
void written_save(tame_h5 *out, const written *w);

/* In the merge: group "texts", a table of the texts of the first run, with a
 * reference for each meaning; group "scores", BLEU of all, mean over runs. */
tame_status merge_texts(tame_h5 *out, const tame_cells *cells, size_t seeds,
                        const tame_e2e *lines, const coder *c, tame_error *err);
tame_status merge_bleu(tame_h5 *out, const tame_cells *cells, size_t seeds,
                       tame_error *err);

#endif
