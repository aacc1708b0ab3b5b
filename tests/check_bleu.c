/* SPDX-License-Identifier: MIT */
/* tame/bleu.h: scores by hand, words, edges, and a corpus that sacreBLEU scored
 * (tests/reference/bleu.py). */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/bleu.h"
#include "tame/text.h"

static tame_bleu of_one(const char *candidate, const char *reference)
{
  tame_bleu b = {0};
  tame_bleu_add(&b, candidate, &reference, 1);
  return b;
}

START_TEST(a_text_equal_to_a_reference_scores_one)
{
  static const char *const REFERENCES[2] = {"There it is , at last",
                                            "The Mill is a pub."};
  tame_bleu b = {0};
  tame_bleu_add(&b, "the mill is a pub .", REFERENCES, 2);
  ck_assert_double_eq(b.reference, 6.0);
  ck_assert_double_eq(tame_bleu_score(&b), 1.0);
}
END_TEST

/* The example of modified precision in Papineni et al.: of seven "the" two
 * count. */
START_TEST(hits_are_clipped_at_the_most_of_one_reference)
{
  static const char *const REFERENCES[2] = {"the cat is on the mat",
                                            "there is a cat on the mat"};
  tame_bleu b = {0};
  tame_bleu_add(&b, "the the the the the the the", REFERENCES, 2);
  ck_assert_double_eq(b.hits[0], 2.0);
  ck_assert_double_eq(b.total[0], 7.0);
  ck_assert_double_eq(b.hits[1], 0.0);
  ck_assert_double_eq(b.total[1], 6.0);
}
END_TEST

START_TEST(precisions_and_penalty_by_hand)
{
  /* words 5 of 6, pairs 3 of 5, triples 2 of 4, fours 1 of 3; c = 6, r = 8 */
  const tame_bleu b = of_one("a b c d x e", "a b c d e f g h");
  static const double HITS[4] = {5, 3, 2, 1};
  for (size_t n = 0; n < 4; n++) {
    ck_assert_double_eq(b.hits[n], HITS[n]);
    ck_assert_double_eq(b.total[n], (double)(6 - n));
  }
  const double expected =
      exp(1.0 - 8.0 / 6.0) *
      pow(5.0 / 6.0 * 3.0 / 5.0 * 2.0 / 4.0 * 1.0 / 3.0, 0.25);
  ck_assert_double_eq_tol(tame_bleu_score(&b), expected, 1e-15);
}
END_TEST

START_TEST(a_corpus_sums_before_it_divides)
{
  static const char *const FIRST[1] = {"a b c d e"}, *const SECOND[1] = {
                                                         "p q r s t u v"};
  tame_bleu b = {0};
  tame_bleu_add(&b, "a b c d e", FIRST, 1);  /* 5/5 4/4 3/3 2/2 */
  tame_bleu_add(&b, "p q x s t", SECOND, 1); /* 4/5 2/4 0/3 0/2 */
  const double expected =
      exp(1.0 - 12.0 / 10.0) *
      pow(9.0 / 10.0 * 6.0 / 8.0 * 3.0 / 6.0 * 2.0 / 4.0, 0.25);
  ck_assert_double_eq_tol(tame_bleu_score(&b), expected, 1e-15);
  ck_assert_uint_eq(b.pairs, 2);
}
END_TEST

START_TEST(the_closest_reference_counts_of_two_the_shorter)
{
  static const char *const REFERENCES[3] = {"a b c d e f g", "a b c",
                                            "a b c d e f g h i"};
  tame_bleu b = {0};
  tame_bleu_add(&b, "a b c d e", REFERENCES, 3);
  ck_assert_double_eq(b.reference, 3.0);
  tame_bleu_add(&b, "a b c d e f g h", REFERENCES, 3);
  ck_assert_double_eq(b.reference, 10.0);
}
END_TEST

START_TEST(short_and_empty_texts_count_as_in_the_e2e_metrics)
{
  const tame_bleu two = of_one("a b", "a b c d e");
  ck_assert_double_eq(two.total[3], -1.0);
  ck_assert_double_eq(two.total[2], 0.0);
  /* 2/2, 1/1, then 1e-15 / 1e-9 twice */
  ck_assert_double_eq_tol(tame_bleu_score(&two),
                          exp(1.0 - 5.0 / 2.0) * pow(1e-12, 0.25), 1e-15);
  const tame_bleu none = of_one("", "a b c d e");
  ck_assert_double_eq(none.total[0], 1.0);
  ck_assert_double_eq(none.hits[0], 0.0);
  ck_assert_double_lt(tame_bleu_score(&none), 1e-3);
}
END_TEST

START_TEST(words_are_those_of_mteval_13a)
{
  static const char *const CASE[][2] = {
      {"", ""},
      {"  \n", ""},
      {"It's 1,234.5 (or so).", "it's 1,234.5 ( or so ) ."},
      {"5-6 x-y a- -7 8-", "5 - 6 x-y a- -7 8 -"},
      {"end-\nof li\nne", "endof li ne"},
      {"&amp;lt; &quot;", "< \""},
      {"CAF\xC3\x89 \xC3\x97\xC3\x9F", "caf\xC3\xA9 \xC3\x97\xC3\x9F"},
      {"a\xC2\xA0"
       "b\xE3\x80\x80"
       "c\td",
       "a b c d"},
      {"\xFF"
       "A.",
       "\xFF"
       "a ."}};
  for (size_t k = 0; k < sizeof CASE / sizeof *CASE; k++) {
    char *got = tame_bleu_words(CASE[k][0]);
    ck_assert_str_eq(got, CASE[k][1]);
    free(got);
  }
}
END_TEST

/* --- a corpus ------------------------------------------------------------- */

enum { MOST = 8 };

typedef struct {
  tame_bleu bleu;
  const char *candidate, *reference[MOST];
  size_t n;
} corpus;

static void close_pair(corpus *c)
{
  if (c->candidate) tame_bleu_add(&c->bleu, c->candidate, c->reference, c->n);
  c->candidate = NULL;
  c->n = 0;
}

static void take_line(corpus *c, char *line)
{
  char *text = strchr(line, '\t') + 1;
  if (*line == 'r') {
    ck_assert_uint_lt(c->n, MOST);
    c->reference[c->n++] = text;
    return;
  }
  close_pair(c);
  char *words = strchr(text, '\t');
  *words++ = '\0';
  char *got = tame_bleu_words(text);
  ck_assert_str_eq(got, words);
  free(got);
  c->candidate = text;
}

START_TEST(a_corpus_scores_as_by_sacrebleu)
{
  char *text, *line, *end;
  corpus c = {0};
  ck_assert_int_eq(tame_text_read(&text, "tests/reference/bleu.txt", NULL),
                   TAME_OK);
  for (line = strtok(text, "\n"); *line != 't'; line = strtok(NULL, "\n"))
    take_line(&c, line);
  close_pair(&c);
  ck_assert_uint_eq(c.bleu.pairs, 49);
  end = strchr(line, '\t');
  for (size_t n = 0; n < 4; n++)
    ck_assert_double_eq(strtod(end, &end), c.bleu.hits[n]);
  for (size_t n = 0; n < 4; n++)
    ck_assert_double_eq(strtod(end, &end), c.bleu.total[n]);
  ck_assert_double_eq(strtod(end, &end), c.bleu.reference);
  ck_assert_double_eq_tol(strtod(end, &end), tame_bleu_score(&c.bleu), 1e-11);
  free(text);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("bleu");
  tcase_add_test(t, a_text_equal_to_a_reference_scores_one);
  tcase_add_test(t, hits_are_clipped_at_the_most_of_one_reference);
  tcase_add_test(t, precisions_and_penalty_by_hand);
  tcase_add_test(t, a_corpus_sums_before_it_divides);
  tcase_add_test(t, the_closest_reference_counts_of_two_the_shorter);
  tcase_add_test(t, short_and_empty_texts_count_as_in_the_e2e_metrics);
  tcase_add_test(t, words_are_those_of_mteval_13a);
  tcase_add_test(t, a_corpus_scores_as_by_sacrebleu);
  return run_tests(t);
}
