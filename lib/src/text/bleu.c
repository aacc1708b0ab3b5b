/* SPDX-License-Identifier: MIT */
#include "tame/bleu.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

/* A text as numbers: equal words of one candidate and its references have equal
 * numbers. */
typedef struct {
  size_t n;
  size_t *word; /* [n] */
} sentence;

/* A text cut into its words; the last of them ends the text. */
static char **cut(size_t *n, char *text)
{
  *n = 1;
  for (const char *c = text; *c; c++) *n += *c == ' ';
  char **word = tame_calloc(*n, sizeof *word);
  for (size_t i = 0; i < *n; i++) {
    const size_t length = strcspn(text, " ");
    word[i] = text;
    text[length] = '\0';
    text += length + 1;
  }
  return word;
}

static int word_order(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* s [n] <- the texts, words numbered in their order. */
static void read_sentences(sentence *s, const char *const *text, size_t n)
{
  char **words = tame_calloc(n, sizeof *words);
  char ***word = tame_calloc(n, sizeof *word);
  size_t total = 0, different = 0, at = 0;
  for (size_t k = 0; k < n; k++) {
    words[k] = tame_bleu_words(text[k]);
    word[k] = cut(&s[k].n, words[k]);
    total += s[k].n;
  }
  char **all = tame_calloc(total, sizeof *all);
  for (size_t k = 0; k < n; at += s[k++].n)
    memcpy(all + at, word[k], s[k].n * sizeof *all);
  qsort(all, total, sizeof *all, word_order);
  for (size_t i = 0; i < total; i++)
    if (i == 0 || strcmp(all[i], all[different - 1]) != 0)
      all[different++] = all[i];
  for (size_t k = 0; k < n; k++) {
    s[k].word = tame_calloc(s[k].n, sizeof *s[k].word);
    for (size_t i = 0; i < s[k].n; i++) {
      char **found =
          bsearch(&word[k][i], all, different, sizeof *all, word_order);
      s[k].word[i] = (size_t)(found - all);
    }
  }
  free(all);
  for (size_t k = 0; k < n; k++) {
    free(word[k]);
    free(words[k]);
  }
  free(word);
  free(words);
}

/* --- n-grams -------------------------------------------------------------- */

typedef struct {
  const size_t *word; /* [n] */
  size_t n;
} gram;

static int gram_order(const void *a, const void *b)
{
  const gram *x = a, *y = b;
  for (size_t i = 0; i < x->n; i++)
    if (x->word[i] != y->word[i]) return x->word[i] < y->word[i] ? -1 : 1;
  return 0;
}

/* All n-grams of a sentence in order; NEXT goes through them. */
typedef struct {
  gram *gram; /* [count] */
  size_t count, next;
} grams;

static grams grams_of(const sentence *s, size_t n)
{
  grams g = {.count = s->n >= n ? s->n - n + 1 : 0};
  g.gram = tame_calloc(g.count, sizeof *g.gram);
  for (size_t i = 0; i < g.count; i++) g.gram[i] = (gram){s->word + i, n};
  qsort(g.gram, g.count, sizeof *g.gram, gram_order);
  return g;
}

/* How often X is among those from NEXT on, which goes behind it; X is never
 * before the one asked for last. */
static size_t count(grams *g, const gram *x)
{
  int order = -1;
  size_t found = 0;
  while (g->next < g->count &&
         (order = gram_order(&g->gram[g->next], x)) <= 0) {
    found += order == 0;
    g->next++;
  }
  return found;
}

static size_t hits(const sentence *candidate, const sentence *reference,
                   size_t n_references, size_t n)
{
  size_t sum = 0;
  grams said = grams_of(candidate, n);
  grams *known = tame_calloc(n_references, sizeof *known);
  for (size_t k = 0; k < n_references; k++)
    known[k] = grams_of(&reference[k], n);
  while (said.next < said.count) {
    const gram *x = &said.gram[said.next];
    const size_t have = count(&said, x);
    size_t most = 0;
    for (size_t k = 0; k < n_references; k++) {
      const size_t there = count(&known[k], x);
      if (there > most) most = there;
    }
    sum += have < most ? have : most;
  }
  for (size_t k = 0; k < n_references; k++) free(known[k].gram);
  free(known);
  free(said.gram);
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
  const char **text = tame_calloc(n_references + 1, sizeof *text);
  sentence *all = tame_calloc(n_references + 1, sizeof *all);
  text[0] = candidate;
  memcpy(text + 1, reference, n_references * sizeof *text);
  read_sentences(all, text, n_references + 1);
  const sentence said = all[0], *known = all + 1;
  for (size_t n = 1; n <= TAME_BLEU_ORDER; n++) {
    b->hits[n - 1] += (double)hits(&said, known, n_references, n);
    b->total[n - 1] += (double)said.n - (double)(n - 1);
  }
  b->reference += (double)closest_length(known, n_references, said.n);
  b->pairs++;
  for (size_t k = 0; k <= n_references; k++) free(all[k].word);
  free(all);
  free(text);
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
