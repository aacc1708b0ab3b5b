/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "language.h"
#include "lora.h"

/* --- in a cell ------------------------------------------------------------ */

void written_save(tame_h5 *out, const written *w)
{
  static const char *const TOKENS[] = {"greedy_tokens", "beam_tokens"};
  static const char *const SCORES[] = {"greedy_bleu", "beam_bleu"};
  double shown[SHOWN * MAX_NEW], row[SHOWN];
  for (size_t d = 0; d < N_DECODINGS; d++) {
    for (size_t i = 0; i < SHOWN * MAX_NEW; i++)
      shown[i] = i / MAX_NEW < w->n ? w->token[d][i] : -1.0;
    tame_cell_put(out, TOKENS[d], shown, SHOWN * MAX_NEW);
    for (size_t k = 0; k < SHOWN; k++)
      row[k] = k < w->n ? w->bleu[d][k] : (double)NAN;
    tame_cell_put(out, SCORES[d], row, SHOWN);
  }
  for (size_t k = 0; k < SHOWN; k++)
    row[k] = k < w->n ? (double)w->row[k] : -1.0;
  tame_cell_put(out, "row", row, SHOWN);
  tame_cell_put(out, "bleu", w->corpus, N_DECODINGS);
}

/* --- merge ---------------------------------------------------------------- */

/* Lines of a table of texts, one after the other. */
typedef struct {
  char *text;
  size_t used, room;
} column;

static void add(column *c, const char *line)
{
  const size_t n = strlen(line);
  if (c->used + n + 2 > c->room) {
    c->room = 2 * (c->used + n + 2);
    char *more = tame_calloc(c->room, 1);
    if (c->used) memcpy(more, c->text, c->used);
    free(c->text);
    c->text = more;
  }
  if (c->used) c->text[c->used++] = '\n';
  memcpy(c->text + c->used, line, n + 1);
  c->used += n;
}

/* The table of texts in the making. */
typedef struct {
  column meaning, by, text;
  double bleu[SHOWN * (1 + N_LANGUAGE * N_DECODINGS)];
  size_t n;
} text_table;

static void add_row(text_table *x, const char *meaning, const char *by,
                    const char *text, double bleu)
{
  add(&x->meaning, meaning);
  add(&x->by, by);
  add(&x->text, text);
  x->bleu[x->n++] = bleu;
}

static tame_status add_texts(text_table *x, size_t k, size_t method, size_t d,
                             const tame_cells *cells, size_t seeds,
                             const char *meaning, const coder *c,
                             tame_error *err)
{
  static const char *const TOKENS[] = {"greedy_tokens", "beam_tokens"};
  static const char *const SCORES[] = {"greedy_bleu", "beam_bleu"};
  static const char *const BY[N_LANGUAGE][N_DECODINGS] = {
      {"AdamW, greedy", "AdamW, beam"},
      {"INNAprop (0.1, 0.9), greedy", "INNAprop (0.1, 0.9), beam"},
      {"INNAprop (2, 2), greedy", "INNAprop (2, 2), beam"}};
  double *token, *bleu;
  tame_h5_shape shape;
  int id[MAX_NEW];
  size_t n = 0;
  TAME_TRY(
      tame_cells_read(&token, &shape, cells, method * seeds, TOKENS[d], err));
  tame_status s =
      tame_cells_read(&bleu, &shape, cells, method * seeds, SCORES[d], err);
  if (s >= 0) {
    for (; n < MAX_NEW && token[k * MAX_NEW + n] >= 0.0; n++)
      id[n] = (int)token[k * MAX_NEW + n];
    char *text = coder_decode(c, id, n);
    for (char *at = text; *at; at++)
      if (*at == '\n' || *at == '\t') *at = ' ';
    add_row(x, meaning, BY[method][d], text, bleu[k]);
    free(text);
    free(bleu);
  }
  free(token);
  return s;
}

static tame_status collect_texts(text_table *x, const tame_cells *cells,
                                 size_t seeds, const tame_e2e *lines,
                                 const coder *c, tame_error *err)
{
  double *row;
  tame_h5_shape shape;
  TAME_TRY(tame_cells_read(&row, &shape, cells, 0, "row", err));
  tame_status s = TAME_OK;
  for (size_t k = 0; k < SHOWN && row[k] >= 0.0; k++) {
    const char *meaning = lines->meaning[(size_t)row[k]];
    add_row(x, meaning, "a reference", lines->text[(size_t)row[k]],
            (double)NAN);
    for (size_t m = 0; m < N_LANGUAGE && s >= 0; m++)
      for (size_t d = 0; d < N_DECODINGS && s >= 0; d++)
        s = add_texts(x, k, m, d, cells, seeds, meaning, c, err);
  }
  free(row);
  return s;
}

static void write_column(tame_h5 *out, const char *path, const column *c,
                         size_t n, const char *meaning)
{
  double *x = tame_vec(n);
  for (size_t i = 0; i < n; i++) x[i] = (double)i;
  tame_h5_write(out, path, "row", x, meaning, "1");
  tame_h5_attr(out, path, "texts", c->text);
  free(x);
}

tame_status merge_texts(tame_h5 *out, const tame_cells *cells, size_t seeds,
                        const tame_e2e *lines, const coder *c, tame_error *err)
{
  text_table x = {0};
  const tame_status s = collect_texts(&x, cells, seeds, lines, c, err);
  if (s >= 0) {
    tame_h5_group(out, "texts",
                  "Texts written for meanings of the validation "
                  "part, first run");
    tame_h5_index(out, "texts/row", x.n, "row");
    write_column(out, "texts/meaning", &x.meaning, x.n, "meaning");
    write_column(out, "texts/by", &x.by, x.n, "written by");
    write_column(out, "texts/text", &x.text, x.n, "text");
    tame_h5_write(out, "texts/bleu", "row", x.bleu,
                  "BLEU of this text against all references of the meaning",
                  "%");
  }
  free(x.meaning.text);
  free(x.by.text);
  free(x.text.text);
  return s;
}

/* mean over runs of the BLEU of all texts */
tame_status merge_bleu(tame_h5 *out, const tame_cells *cells, size_t seeds,
                       tame_error *err)
{
  static const char *const PATH[] = {"scores/greedy", "scores/beam"};
  static const char *const MEANING[] = {"BLEU, greedy", "BLEU, beam search"};
  double *x = tame_vec(tame_cells_count(cells) * N_DECODINGS);
  const tame_status s = tame_cells_gather(x, cells, "bleu", N_DECODINGS, err);
  if (s >= 0) {
    tame_h5_group(out, "scores", "BLEU of the texts written, mean over runs");
    tame_h5_codes(out, "scores/method", LANGUAGE_WORDS, "optimiser");
    for (size_t d = 0; d < N_DECODINGS; d++) {
      double mean[N_LANGUAGE] = {0};
      for (size_t i = 0; i < tame_cells_count(cells); i++)
        mean[i / seeds] += x[i * N_DECODINGS + d] / (double)seeds;
      tame_h5_write(out, PATH[d], "method", mean, MEANING[d], "%");
    }
  }
  free(x);
  return s;
}
