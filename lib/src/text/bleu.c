/* SPDX-License-Identifier: MIT */
#include "tame/bleu.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

/* A text as numbers: equal words of one candidate and its references have equal
 * numbers. */
typedef struct {
  size_t n;
  size_t *word; /* [n] */
} sentence;

typedef struct {
  size_t n, room;
  char **word;
} lexicon;

static size_t number(lexicon *x, const char *word)
{
  for (size_t k = 0; k < x->n; k++)
    if (strcmp(x->word[k], word) == 0) return k;
  if (x->n == x->room) {
    char **more = tame_calloc(x->room = 2 * x->room + 64, sizeof *more);
    if (x->n > 0) memcpy(more, x->word, x->n * sizeof *more);
    free(x->word);
    x->word = more;
  }
  x->word[x->n] = tame_strdup(word);
  return x->n++;
}

static void lexicon_free(lexicon *x)
{
  for (size_t k = 0; k < x->n; k++) free(x->word[k]);
  free(x->word);
}

static sentence read_sentence(lexicon *x, const char *text)
{
  char *words = tame_bleu_words(text), *at = words;
  sentence s = {.n = 1};
  for (const char *c = words; *c; c++) s.n += *c == ' ';
  s.word = tame_calloc(s.n, sizeof *s.word);
  for (size_t i = 0; i < s.n; i++) {
    const size_t length = strcspn(at, " ");
    at[length] = '\0';
    s.word[i] = number(x, at);
    at += length + 1;
  }
  free(words);
  return s;
}

/* How often the N words at GRAM are in S. */
static size_t count(const sentence *s, const size_t *gram, size_t n)
{
  size_t found = 0;
  for (size_t i = 0; i + n <= s->n; i++)
    found += memcmp(s->word + i, gram, n * sizeof *gram) == 0;
  return found;
}

static bool is_first(const sentence *s, size_t i, size_t n)
{
  for (size_t k = 0; k < i; k++)
    if (memcmp(s->word + k, s->word + i, n * sizeof *s->word) == 0)
      return false;
  return true;
}

static size_t hits(const sentence *candidate, const sentence *reference,
                   size_t n_references, size_t n)
{
  size_t sum = 0;
  for (size_t i = 0; i + n <= candidate->n; i++) {
    if (!is_first(candidate, i, n)) continue;
    const size_t *gram = candidate->word + i;
    const size_t have = count(candidate, gram, n);
    size_t most = 0;
    for (size_t k = 0; k < n_references; k++) {
      const size_t there = count(&reference[k], gram, n);
      if (there > most) most = there;
    }
    sum += have < most ? have : most;
  }
  return sum;
}

static size_t distance(size_t a, size_t b) { return a > b ? a - b : b - a; }

static size_t closest_length(const sentence *reference, size_t n_references,
                             size_t n)
{
  size_t best = reference[0].n;
  for (size_t k = 1; k < n_references; k++) {
    const size_t length = reference[k].n;
    const size_t near = distance(length, n), nearest = distance(best, n);
    if (near < nearest || (near == nearest && length < best)) best = length;
  }
  return best;
}

void tame_bleu_add(tame_bleu *b, const char *candidate,
                   const char *const *reference, size_t n_references)
{
  TAME_REQUIRE(n_references >= 1);
  lexicon x = {0};
  sentence said = read_sentence(&x, candidate);
  sentence *known = tame_calloc(n_references, sizeof *known);
  for (size_t k = 0; k < n_references; k++)
    known[k] = read_sentence(&x, reference[k]);
  for (size_t n = 1; n <= TAME_BLEU_ORDER; n++) {
    b->hits[n - 1] += (double)hits(&said, known, n_references, n);
    b->total[n - 1] += (double)said.n - (double)(n - 1);
  }
  b->reference += (double)closest_length(known, n_references, said.n);
  b->pairs++;
  for (size_t k = 0; k < n_references; k++) free(known[k].word);
  free(known);
  free(said.word);
  lexicon_free(&x);
}

double tame_bleu_score(const tame_bleu *b)
{
  TAME_REQUIRE(b->pairs >= 1);
  const double c = b->total[0] > 0.0 ? b->total[0] : 1e-5;
  double log_sum = 0.0;
  for (size_t n = 0; n < TAME_BLEU_ORDER; n++)
    log_sum += log(fmax(b->hits[n], 1e-15) / fmax(b->total[n], 1e-9));
  const double penalty =
      b->total[0] <= b->reference ? exp(1.0 - b->reference / c) : 1.0;
  return penalty * exp(log_sum / TAME_BLEU_ORDER);
}
