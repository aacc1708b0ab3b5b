/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "lora.h"
#include "tame/base.h"
#include "tame/dataset.h"

static const char END[] = "<|endoftext|>";

/* --- words ---------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Next word of *at, its length, or NULL; *at moves behind it. */
static const char *next_word(size_t *length, const char **at)
{
  *at += strspn(*at, " ");
  const char *word = *at;
  *length = strcspn(word, " ");
  *at += *length;
  return *length ? word : NULL;
}

static size_t count_words(const char *text)
{
  size_t n = 0, length;
  while (next_word(&length, &text)) n++;
  return n;
}

/* the words of TEXT behind the last of C, unsorted */
static void add_words(coder *c, const char *text)
{
  size_t length;
  const char *word;
  while ((word = next_word(&length, &text)) != NULL) {
    c->word[c->n] = tame_calloc(length + 1, 1);
    memcpy(c->word[c->n++], word, length);
  }
}

void coder_words(coder *c, const tame_e2e *lines)
{
  size_t room = 1;
  for (size_t i = 0; i < lines->n; i++)
    room += count_words(lines->meaning[i]) + count_words(lines->text[i]);
  *c = (coder){.word = tame_calloc(room, sizeof *c->word)};
  for (size_t i = 0; i < lines->n; i++) {
    add_words(c, lines->meaning[i]);
    add_words(c, lines->text[i]);
  }
  qsort(c->word, c->n, sizeof *c->word, by_name);
  size_t kept = 0;
  for (size_t i = 0; i < c->n; i++) {
    if (kept && strcmp(c->word[i], c->word[kept - 1]) == 0)
      free(c->word[i]);
    else
      c->word[kept++] = c->word[i];
  }
  memmove(c->word + 1, c->word, kept * sizeof *c->word);
  c->word[0] = tame_strdup(END);
  c->n = kept + 1;
}

static tame_status encode_words(uint32_t *id, size_t *n, const coder *c,
                                const char *text, tame_error *err)
{
  char key[256], *at = key;
  const char *word;
  size_t length;
  *n = 0;
  while ((word = next_word(&length, &text)) != NULL) {
    if (length >= sizeof key) length = sizeof key - 1;
    memcpy(key, word, length);
    key[length] = '\0';
    char **found =
        bsearch(&at, c->word + 1, c->n - 1, sizeof *c->word, by_name);
    if (!found) return tame_fail(err, TAME_EINVAL, "no word '%s'", key);
    id[(*n)++] = (uint32_t)(found - c->word);
  }
  return TAME_OK;
}

static char *decode_words(const coder *c, const int *id, size_t n)
{
  size_t room = 1, used = 0;
  for (size_t i = 0; i < n; i++) room += strlen(c->word[id[i]]) + 1;
  char *text = tame_calloc(room, 1);
  for (size_t i = 0; i < n; i++) {
    const size_t length = strlen(c->word[id[i]]);
    if (i > 0) text[used++] = ' ';
    memcpy(text + used, c->word[id[i]], length);
    used += length;
  }
  return text;
}

/* --- both ----------------------------------------------------------------- */

tame_status coder_gpt2(coder *c, tame_error *err)
{
  char *encoder = NULL, *merges = NULL;
  *c = (coder){0};
  tame_status s = tame_dataset_find(&encoder, "gpt2-bpe", "encoder.json", err);
  if (s >= 0) s = tame_dataset_find(&merges, "gpt2-bpe", "vocab.bpe", err);
  if (s >= 0) s = tame_bpe_read(&c->bpe, encoder, merges, err);
  if (s >= 0 && tame_bpe_find(&c->end, c->bpe, END, strlen(END)) < 0)
    s = tame_fail(err, TAME_EFORMAT, "%s: no token %s", encoder, END);
  free(encoder);
  free(merges);
  return s;
}

size_t coder_size(const coder *c)
{
  return c->bpe ? tame_bpe_size(c->bpe) : c->n;
}

tame_status coder_encode(uint32_t *id, size_t *n, const coder *c,
                         const char *text, tame_error *err)
{
  return c->bpe ? tame_bpe_encode(id, n, c->bpe, text, strlen(text), err)
                : encode_words(id, n, c, text, err);
}

char *coder_decode(const coder *c, const int *id, size_t n)
{
  char *text;
  size_t length;
  if (!c->bpe) return decode_words(c, id, n);
  uint32_t *copy = tame_calloc(n, sizeof *copy);
  for (size_t i = 0; i < n; i++) copy[i] = (uint32_t)id[i];
  TAME_REQUIRE(tame_bpe_decode(&text, &length, c->bpe, copy, n, NULL) ==
               TAME_OK);
  free(copy);
  char *trimmed = tame_strdup(text + (*text == ' '));
  free(text);
  return trimmed;
}

/* --- lines ---------------------------------------------------------------- */

/* meaning END text END of pair I, behind what there is */
static tame_status add_line(token_lines *t, size_t k, const tame_e2e *lines,
                            size_t i, const coder *c, tame_error *err)
{
  size_t n;
  uint32_t *id = t->id + t->first[k];
  tame_error why = {""};
  char *text = tame_calloc(strlen(lines->text[i]) + 2, 1);
  text[0] = ' '; /* as the authors of LoRA have it: a word behind a space */
  memcpy(text + 1, lines->text[i], strlen(lines->text[i]));
  tame_status s = coder_encode(id, &n, c, lines->meaning[i], &why);
  if (s >= 0) {
    id[n] = c->end;
    t->given[k] = n + 1;
    s = coder_encode(id + n + 1, &n, c, text, &why);
  }
  free(text);
  if (s < 0) return tame_fail(err, s, "line %zu: %s", i + 1, why.text);
  const size_t all = t->given[k] + n + 1;
  id[all - 1] = c->end;
  t->first[k + 1] = t->first[k] + all;
  memcpy(t->completion + t->n_completion, id + t->given[k],
         (n + 1) * sizeof *id);
  t->n_completion += n + 1;
  if (n > 0 && all <= t->sequences.length + 1) return TAME_OK;
  return tame_fail(err, TAME_EINVAL, "line %zu has %zu tokens, not 1 to %zu",
                   i + 1, all, t->sequences.length + 1);
}

tame_status token_lines_make(token_lines *t, const tame_e2e *lines,
                             size_t first, size_t n, size_t length,
                             const coder *c, tame_error *err)
{
  size_t room = 0;
  for (size_t i = first; i < first + n; i++)
    room += strlen(lines->meaning[i]) + strlen(lines->text[i]) + 4;
  *t = (token_lines){.id = tame_calloc(room, sizeof *t->id),
                     .completion = tame_calloc(room, sizeof *t->id),
                     .first = tame_calloc(n + 1, sizeof *t->first),
                     .given = tame_calloc(n, sizeof *t->given)};
  t->sequences = (tame_text_sequences){.n = n,
                                       .length = length,
                                       .id = t->id,
                                       .first = t->first,
                                       .given = t->given};
  for (size_t k = 0; k < n; k++)
    TAME_TRY(add_line(t, k, lines, first + k, c, err));
  return TAME_OK;
}
