/* SPDX-License-Identifier: MIT */
/* tame/forall_dnf.h: words against one point at a time, the reduction. */
#include <check.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/forall_dnf.h"
#include "tame/splitmix.h"

/* One point at a time, in the natural order. */
static size_t fewest_plain(const tame_dnf *dnf, uint64_t x)
{
  size_t best = SIZE_MAX;
  for (uint64_t y = 0; y < UINT64_C(1) << dnf->m; y++) {
    const size_t count = tame_dnf_true_terms(dnf, x, y);
    best = count < best ? count : best;
  }
  return best;
}

/* m below, at and above the size of a block. */
START_TEST(words_count_like_single_points)
{
  for (size_t m = 3; m <= 11; m++) {
    for (uint64_t seed = 0; seed < 6; seed++) {
      tame_dnf dnf = tame_dnf_random(seed + 7 * m, 3, m, 4 + 9 * seed * m);
      for (uint64_t x = 0; x < 8; x++) {
        const tame_dnf_fewest lower = tame_dnf_lower(&dnf, x);
        ck_assert_uint_eq(lower.fewest, fewest_plain(&dnf, x));
        ck_assert_uint_eq(tame_dnf_true_terms(&dnf, x, lower.y), lower.fewest);
        ck_assert_uint_eq(lower.visited, UINT64_C(1) << m);
      }
      tame_dnf_free(&dnf);
    }
  }
}
END_TEST

START_TEST(terms_without_y_count_whatever_y_is)
{
  tame_dnf_term term[3] = {
      {.n_literals = 1, .variable = {0}, .is_positive = {true}},
      {.n_literals = 2, .variable = {0, 1}, .is_positive = {true, false}},
      {.n_literals = 1, .variable = {2}, .is_positive = {false}}};
  const tame_dnf dnf = {.n = 2, .m = 1, .n_terms = 3, .term = term};
  for (uint64_t x = 0; x < 4; x++)
    ck_assert_uint_eq(tame_dnf_lower(&dnf, x).fewest, fewest_plain(&dnf, x));
  ck_assert_uint_eq(tame_dnf_lower(&dnf, 1).fewest, 2);
  uint64_t witness, evaluated;
  ck_assert(tame_dnf_decide(&witness, &evaluated, &dnf));
  ck_assert_uint_eq(witness, 1);
  const tame_dnf_optimum best = tame_dnf_enumerate(&dnf);
  ck_assert_int_eq(best.value, -2);
  ck_assert_uint_eq(best.x, 1);
  ck_assert_uint_eq(best.visited, 8);
}
END_TEST

START_TEST(the_bilevel_value_decides_the_formula)
{
  size_t yes = 0;
  for (uint64_t seed = 0; seed < 80; seed++) {
    tame_dnf dnf = tame_dnf_random(seed, 3, 4, 12);
    uint64_t witness, evaluated;
    const bool is_yes = tame_dnf_decide(&witness, &evaluated, &dnf);
    const tame_dnf_optimum best = tame_dnf_enumerate(&dnf);
    ck_assert_int_eq(is_yes, best.value <= -1);
    if (is_yes) ck_assert_uint_gt(fewest_plain(&dnf, witness), 0);
    if (is_yes) ck_assert_uint_gt(fewest_plain(&dnf, best.x), 0);
    ck_assert_uint_eq(best.visited, 128);
    ck_assert_uint_le(evaluated, 128);
    yes += is_yes;
    tame_dnf_free(&dnf);
  }
  ck_assert_uint_gt(yes, 5);
  ck_assert_uint_lt(yes, 75);
}
END_TEST

START_TEST(the_polynomial_counts_true_terms_at_vertices)
{
  tame_dnf dnf = tame_dnf_random(42, 4, 5, 20);
  for (uint64_t z = 0; z < 512; z++) {
    double x[4], y[5];
    for (size_t i = 0; i < 4; i++) x[i] = (double)(z >> i & 1);
    for (size_t j = 0; j < 5; j++) y[j] = (double)(z >> (4 + j) & 1);
    ck_assert_double_eq(tame_dnf_multilinear(&dnf, x, y),
                        (double)tame_dnf_true_terms(&dnf, z & 15, z >> 4));
  }
  tame_dnf_free(&dnf);
}
END_TEST

START_TEST(the_value_is_that_of_the_vertices_and_not_negative_on_no)
{
  tame_splitmix g = tame_splitmix_seed(2);
  size_t no = 0;
  for (uint64_t seed = 0; seed < 20; seed++) {
    tame_dnf dnf = tame_dnf_random(seed, 3, 4, 11);
    const tame_dnf_optimum best = tame_dnf_enumerate(&dnf);
    double x[3];
    for (size_t i = 0; i < 3; i++) x[i] = (double)(best.x >> i & 1);
    ck_assert_double_eq(tame_dnf_value(&dnf, x), (double)best.value);
    for (int trial = 0; trial < 300 && best.value == 0; trial++) {
      for (size_t i = 0; i < 3; i++) x[i] = tame_splitmix_uniform(&g);
      ck_assert_double_ge(tame_dnf_value(&dnf, x), -1e-12);
    }
    no += best.value == 0;
    tame_dnf_free(&dnf);
  }
  ck_assert_uint_gt(no, 3);
}
END_TEST

START_TEST(every_second_term_has_an_x_and_variables_differ)
{
  tame_dnf dnf = tame_dnf_random(123, 4, 5, 30);
  for (size_t j = 0; j < 30; j++) {
    const tame_dnf_term *t = &dnf.term[j];
    ck_assert_uint_eq(t->n_literals, 3);
    ck_assert_int_eq(t->variable[0] < 4, j % 2 == 0);
    ck_assert(t->variable[0] != t->variable[1]);
    ck_assert(t->variable[1] != t->variable[2]);
    ck_assert(t->variable[0] != t->variable[2]);
    ck_assert(t->variable[1] >= 4 && t->variable[2] < 9);
  }
  tame_dnf_free(&dnf);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("forall_dnf");
  tcase_add_test(t, words_count_like_single_points);
  tcase_add_test(t, terms_without_y_count_whatever_y_is);
  tcase_add_test(t, the_bilevel_value_decides_the_formula);
  tcase_add_test(t, the_polynomial_counts_true_terms_at_vertices);
  tcase_add_test(t, the_value_is_that_of_the_vertices_and_not_negative_on_no);
  tcase_add_test(t, every_second_term_has_an_x_and_variables_differ);
  return run_tests(t);
}
