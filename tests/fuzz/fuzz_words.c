/* SPDX-License-Identifier: MIT */
/* What reads texts word by word or character by character, on any bytes: UTF-8,
 * vocabularies of characters, words of BLEU, words set apart. */
#include "fuzz.h"

#include "tame/bleu.h"
#include "tame/e2e.h"
#include "tame/utf8.h"
#include "tame/vocabulary.h"

static void check_vocabulary(const char *text, size_t n)
{
  tame_vocabulary v;
  tame_error err = {""};
  const char *const texts[] = {text};
  const size_t good = tame_utf8_span(text, n);
  if ((tame_vocabulary_init(&v, texts, 1, &err) >= 0) != (good == n)) abort();
  if (good < n) {
    fuzz_explains(err.text);
    return;
  }
  uint32_t *id = calloc(n + 1, sizeof *id);
  size_t count;
  char *back;
  if (tame_vocabulary_encode(id, &count, &v, text, n, &err) < 0 || count > n)
    abort();
  if (tame_vocabulary_decode(&back, &v, id, count, &err) < 0 ||
      strcmp(back, text) != 0)
    abort();
  free(back);
  free(id);
  tame_vocabulary_free(&v);
}

static void check_bleu(const char *text)
{
  char *words = tame_bleu_words(text);
  tame_bleu b = {0};
  const char *const reference[] = {words, text};
  tame_bleu_add(&b, text, reference, 2);
  const double score = tame_bleu_score(&b);
  if (!(score >= 0.0 && score <= 1.0)) abort();
  free(words);
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  char *text = calloc(size + 1, 1);
  if (size) memcpy(text, data, size);
  const size_t n = strlen(text);
  fuzz_written = size;
  check_vocabulary(text, n);
  check_bleu(text);
  char *apart = tame_e2e_set_apart(text), *again = tame_e2e_set_apart(apart);
  if (strlen(apart) > 3 * n + 1) abort();
  free(again);
  free(apart);
  free(text);
}

/* one mark for each of all characters, whatever the text */
FUZZ_READER(600, 3 << 20)
