/* SPDX-License-Identifier: MIT */
/* BLEU (Papineni et al. 2002) of a corpus, up to 4-grams, as the E2E metrics
 * compute it (class BLEUScore of pymteval in tuetschek/e2e-metrics, which its
 * authors say agrees with mteval-v13a to the fourth digit):
 *
 *   BLEU = BP (p_1 p_2 p_3 p_4)^(1/4),   p_n = hits_n / total_n,
 *   BP   = exp(1 - r / c) when c <= r, else 1,   c = total_1,
 *
 * where for each candidate and each n
 *   hits_n   sums over its different n-grams the smaller of how often it has
 *            the n-gram and of the most often that one reference has it;
 *   total_n  sums (words of the candidate) - (n - 1), also when that is below 0
 *            (there sacreBLEU adds 0);
 *   r        sums the words of the reference that is closest in length, of two
 *            the shorter.
 * hits_n below 1e-15 counts as 1e-15, total_n below 1e-9 as 1e-9, c = 0 as 1e-5;
 * there is no other smoothing.
 *
 * Words, as in mteval-v13a without its case: "<skipped>" and a hyphen before a
 * newline are dropped; &quot; &amp; &lt; &gt; are decoded, in this order; the
 * signs of ASCII other than ' - . , are words; a point or comma is one unless
 * between two digits; so is a hyphen after a digit; white space of Unicode
 * separates.  Letters A-Z and U+00C0 to U+00DE are made small.  A text without
 * words counts as one empty word. */
#ifndef TAME_BLEU_H
#define TAME_BLEU_H

#include <stddef.h>

enum { TAME_BLEU_ORDER = 4 };

/* Starts as (tame_bleu){0}. */
typedef struct {
  size_t pairs; /* candidates added */
  double hits[TAME_BLEU_ORDER], total[TAME_BLEU_ORDER];
  double reference; /* r */
} tame_bleu;

/* Adds a candidate and its references [n_references], at least one. */
void tame_bleu_add(tame_bleu *b, const char *candidate,
                   const char *const *reference, size_t n_references);

/* Of at least one pair; between 0 and 1, papers print it times 100. */
double tame_bleu_score(const tame_bleu *b);

/* The words of TEXT with one space between them, released with free(). */
char *tame_bleu_words(const char *text);

#endif
