/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "lora.h"
#include "tame/base.h"
#include "tame/bleu.h"
#include "tame/decode.h"

/* as the authors of LoRA decode E2E, with ten beams */
static const double PENALTY = 0.8;
enum { NO_REPEAT = 4 };

void written_alloc(written *w, size_t n, size_t beams)
{
  *w = (written){.n = n, .beams = beams, .row = tame_calloc(n, sizeof *w->row)};
  for (size_t d = 0; d < N_DECODINGS; d++) {
    w->token[d] = tame_calloc(n * MAX_NEW, sizeof *w->token[d]);
    w->bleu[d] = tame_vec(n);
  }
}

void written_free(written *w)
{
  free(w->row);
  for (size_t d = 0; d < N_DECODINGS; d++) {
    free(w->token[d]);
    free(w->bleu[d]);
  }
}

/* the pairs behind FIRST, without copies of their texts */
static tame_e2e tail(const tame_e2e *lines, size_t first)
{
  return (tame_e2e){.n = lines->n - first,
                    .meaning = lines->meaning + first,
                    .text = lines->text + first};
}

static void score(written *w, size_t d, size_t k, const char *text,
                  const tame_e2e *lines, const tame_e2e_groups *g,
                  tame_bleu *all)
{
  const size_t n = g->first[k + 1] - g->first[k];
  const char **reference = tame_calloc(n, sizeof *reference);
  for (size_t i = 0; i < n; i++)
    reference[i] = lines->text[g->row[g->first[k] + i]];
  tame_bleu one = {0};
  tame_bleu_add(&one, text, reference, n);
  tame_bleu_add(all, text, reference, n);
  w->bleu[d][k] = 100.0 * tame_bleu_score(&one);
  free(reference);
}

static tame_status write_one(written *w, size_t d, size_t k, tame_decoder *how,
                             const char *meaning, const coder *c,
                             tame_error *err)
{
  size_t n;
  const size_t room = strlen(meaning) + 2;
  uint32_t *id = tame_calloc(room, sizeof *id);
  int *prompt = tame_calloc(room, sizeof *prompt);
  int *out = w->token[d] + k * MAX_NEW;
  const tame_status s = coder_encode(id, &n, c, meaning, err);
  if (s >= 0) {
    id[n] = c->end;
    for (size_t i = 0; i <= n; i++) prompt[i] = (int)id[i];
    n = tame_decode(out, NULL, how, prompt, n + 1);
    for (size_t i = n; i < MAX_NEW; i++) out[i] = -1;
  }
  free(id);
  free(prompt);
  return s;
}

static size_t length_of(const written *w, size_t d, size_t k)
{
  size_t n = 0;
  while (n < MAX_NEW && w->token[d][k * MAX_NEW + n] >= 0) n++;
  return n;
}

tame_status write_texts(written *w, tame_nn_f32 *nn, const tame_e2e *lines,
                        size_t first, const coder *c, tame_error *err)
{
  const tame_e2e part = tail(lines, first);
  tame_e2e_groups g;
  tame_status s = TAME_OK;
  tame_e2e_group(&g, &part);
  if (w->n > g.n) w->n = g.n;
  for (size_t d = 0; d < N_DECODINGS && s >= 0; d++) {
    const tame_decode_options o = {.beams = d == 0 ? 1 : w->beams,
                                   .max_new = MAX_NEW,
                                   .end = (int)c->end,
                                   .penalty = d == 0 ? 0.0 : PENALTY,
                                   .no_repeat = d == 0 ? 0 : NO_REPEAT};
    tame_decoder *how = tame_decoder_alloc(nn, TAME_GPT_TABLE, &o);
    tame_bleu all = {0};
    for (size_t k = 0; k < w->n && s >= 0; k++) {
      const size_t row = g.row[g.first[k]];
      w->row[k] = first + row;
      s = write_one(w, d, k, how, part.meaning[row], c, err);
      if (s < 0) break;
      char *text =
          coder_decode(c, w->token[d] + k * MAX_NEW, length_of(w, d, k));
      score(w, d, k, text, &part, &g, &all);
      free(text);
    }
    w->corpus[d] = 100.0 * tame_bleu_score(&all);
    tame_decoder_free(how);
  }
  tame_e2e_groups_free(&g);
  return s;
}
