/* SPDX-License-Identifier: MIT */
/* tame/sat.h: formulas, their truth tables by two routes, their conversion to
 * three literals a clause, and the network against both. */
#include <check.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/sat.h"

/* Solutions by the direct evaluation, one assignment at a time. */
static size_t count_solutions(const tame_cnf *f)
{
  size_t n = 0;
  for (uint64_t b = 0; b < UINT64_C(1) << f->n_vars; b++)
    n += tame_sat_holds(f, b);
  return n;
}

/* Table of F, by words, against tame_sat_holds. */
static void check_table(const tame_cnf *f)
{
  const size_t words = tame_sat_words(f->n_vars);
  uint64_t *table = tame_calloc(words, sizeof *table), last;
  tame_sat_table(table, 0, words, f);
  size_t wrong = 0;
  for (uint64_t b = 0; b < UINT64_C(1) << f->n_vars; b++)
    wrong += (table[b / 64] >> (b % 64) & 1) != tame_sat_holds(f, b);
  ck_assert_uint_eq(wrong, 0);
  tame_sat_table(&last, words - 1, 1, f);
  ck_assert_uint_eq(last, table[words - 1]);
  free(table);
}

/* F of the network, by bits and by integers, is the truth table, and arguments
 * of ReLUs lie in [-2, 2]. */
static void check_gadget(const tame_cnf *f)
{
  tame_relu_net net;
  ck_assert_int_eq(tame_sat_gadget(&net, f, NULL), TAME_OK);
  const size_t n = f->n_vars, words = tame_sat_words(n);
  uint64_t *table = tame_calloc(TAME_SAT_BITS * words, sizeof *table);
  int32_t *x = tame_calloc(n, sizeof *x);
  int32_t *z = tame_calloc(net.n_rows, sizeof *z);
  size_t wrong = 0;
  int largest = 0;
  tame_relu_net_sign_table(table, 0, words, TAME_SAT_BITS, &net);
  for (uint64_t b = 0; b < UINT64_C(1) << n; b++) {
    const int holds = tame_sat_holds(f, b);
    int bits = 0;
    tame_sign_vector(x, b, n);
    wrong += tame_relu_net_value_int(z, x, &net) != holds;
    for (size_t r = 0; r < net.n_rows; r++)
      largest = abs(z[r]) > largest ? abs(z[r]) : largest;
    for (size_t p = 0; p < TAME_SAT_BITS; p++)
      bits |= (int)(table[p * words + b / 64] >> (b % 64) & 1) << p;
    wrong += bits != holds;
  }
  ck_assert_uint_eq(wrong, 0);
  ck_assert_int_le(largest, 2);
  ck_assert_uint_eq(net.depth, 4 + (size_t)ceil(log2((double)f->n_clauses)));
  free(table);
  free(x);
  free(z);
  tame_relu_net_free(&net);
}

START_TEST(random_clauses_have_three_distinct_variables)
{
  tame_splitmix g = tame_splitmix_seed(5);
  tame_cnf f = tame_sat_random(7, 500, &g);
  ck_assert_uint_eq(f.n_clauses, 500);
  for (size_t k = 0; k < 500; k++) {
    const int *l = f.literal + f.start[k];
    ck_assert_uint_eq(f.start[k + 1] - f.start[k], 3);
    ck_assert(abs(l[0]) != abs(l[1]) && abs(l[0]) != abs(l[2]) &&
              abs(l[1]) != abs(l[2]));
  }
  tame_cnf_free(&f);
}
END_TEST

START_TEST(formulas_are_satisfiable_as_often_as_an_independent_program_found)
{
  static const int SATISFIABLE[] = {7, 6, 5, 5, 5, 3, 6};
  for (size_t n = 4; n <= 10; n++) {
    int found = 0;
    for (size_t i = 0; i < 10; i++) {
      tame_splitmix g = tame_splitmix_seed(1000 * n + i);
      tame_cnf f = tame_sat_random(n, 5 * n, &g);
      found += count_solutions(&f) > 0;
      tame_cnf_free(&f);
    }
    ck_assert_int_eq(found, SATISFIABLE[n - 4]);
  }
}
END_TEST

START_TEST(structured_formulas_have_as_many_solutions_as_they_should)
{
  tame_cnf f = tame_sat_all_signs();
  ck_assert_uint_eq(f.n_clauses, 8);
  ck_assert_uint_eq(count_solutions(&f), 0);
  tame_cnf_free(&f);
  for (size_t rungs = 3; rungs <= 5; rungs++) {
    f = tame_sat_tseitin(rungs, true);
    ck_assert_uint_eq(f.n_clauses, 8 * rungs);
    ck_assert_uint_eq(count_solutions(&f), 0);
    tame_cnf_free(&f);
    f = tame_sat_tseitin(rungs, false);
    ck_assert_uint_eq(count_solutions(&f), (size_t)1 << (rungs + 1));
    tame_cnf_free(&f);
  }
  for (uint64_t seed = 0; seed < 20; seed++) {
    tame_splitmix g = tame_splitmix_seed(seed);
    f = tame_sat_planted(8, 60, &g);
    ck_assert_uint_eq(f.n_clauses, 60);
    ck_assert_uint_gt(count_solutions(&f), 0);
    tame_cnf_free(&f);
  }
}
END_TEST

START_TEST(tables_are_the_formula_at_each_assignment)
{
  tame_splitmix g = tame_splitmix_seed(2);
  for (size_t n = 3; n <= 9; n += 2) {
    tame_cnf f = tame_sat_random(n, 3 * n, &g);
    check_table(&f);
    tame_cnf_free(&f);
  }
}
END_TEST

START_TEST(the_network_is_one_exactly_at_solutions)
{
  tame_splitmix g = tame_splitmix_seed(3);
  for (size_t n = 3; n <= 9; n++)
    for (size_t m = 1; m <= 5 * n; m += n + 1) {
      tame_cnf f = tame_sat_random(n, m, &g);
      check_gadget(&f);
      tame_cnf_free(&f);
    }
  tame_cnf f = tame_sat_tseitin(3, true);
  check_gadget(&f);
  tame_cnf_free(&f);
}
END_TEST

START_TEST(the_network_has_the_size_that_an_independent_program_found)
{
  static const size_t SIZE[][4] = {/* n, units, entries, matrices */
                                   {4, 222, 539, 9},
                                   {8, 442, 1079, 10},
                                   {14, 776, 1896, 11}};
  for (size_t i = 0; i < 3; i++) {
    const size_t n = SIZE[i][0];
    tame_splitmix g = tame_splitmix_seed(1000 * n + 9);
    tame_cnf f = tame_sat_random(n, 5 * n, &g);
    tame_relu_net net;
    ck_assert_int_eq(tame_sat_gadget(&net, &f, NULL), TAME_OK);
    ck_assert_uint_eq(tame_relu_net_units(&net), SIZE[i][1]);
    ck_assert_uint_eq(net.nnz, SIZE[i][2]);
    ck_assert_uint_eq(net.depth, SIZE[i][3]);
    tame_relu_net_free(&net);
    tame_cnf_free(&f);
  }
}
END_TEST

/* Clauses with 0 to 7 literals, some of them twice or beside their negation. */
static tame_cnf mixed_formula(size_t n, size_t m, tame_splitmix *g)
{
  tame_cnf f = tame_cnf_empty(n);
  int literal[7];
  for (size_t k = 0; k < m; k++) {
    const uint64_t draw = tame_splitmix_next(g) % 40;
    const size_t length = draw ? 1 + draw % 7 : 0;
    for (size_t i = 0; i < length; i++) {
      literal[i] = (int)(tame_splitmix_next(g) % n) + 1;
      if (tame_splitmix_next(g) % 2) literal[i] = -literal[i];
    }
    tame_cnf_add(&f, literal, length);
  }
  return f;
}

START_TEST(conversion_to_three_literals_keeps_the_solutions)
{
  tame_splitmix g = tame_splitmix_seed(17);
  size_t solvable = 0, checked = 0;
  for (int k = 0; k < 300; k++) {
    tame_cnf f = mixed_formula(5, 1 + (size_t)k % 6, &g), three;
    if (tame_sat_to_three(&three, &f, NULL) == TAME_OK && three.n_vars <= 16) {
      const size_t extra = three.n_vars - 5;
      for (uint64_t b = 0; b < 32; b++) {
        bool extends = false;
        for (uint64_t e = 0; e < UINT64_C(1) << extra && !extends; e++)
          extends = tame_sat_holds(&three, b << extra | e);
        ck_assert_int_eq(extends, tame_sat_holds(&f, b));
      }
      tame_relu_net net; /* clauses have three distinct variables */
      ck_assert_int_eq(tame_sat_gadget(&net, &three, NULL), TAME_OK);
      tame_relu_net_free(&net);
      solvable += count_solutions(&f) > 0;
      checked++;
    }
    tame_cnf_free(&three);
    tame_cnf_free(&f);
  }
  ck_assert_uint_gt(solvable, 20);
  ck_assert_uint_gt(checked - solvable, 10);
}
END_TEST

START_TEST(three_distinct_variables_are_left_as_they_are)
{
  tame_splitmix g = tame_splitmix_seed(1);
  tame_cnf f = tame_sat_random(6, 30, &g), three;
  ck_assert_int_eq(tame_sat_to_three(&three, &f, NULL), TAME_OK);
  ck_assert_uint_eq(three.n_vars, 6);
  ck_assert_uint_eq(three.n_clauses, 30);
  ck_assert_mem_eq(three.literal, f.literal, 90 * sizeof *f.literal);
  tame_cnf_free(&f);
  tame_cnf_free(&three);
}
END_TEST

START_TEST(what_cannot_be_a_network_is_refused)
{
  tame_relu_net net;
  tame_error err;
  tame_cnf three, f = tame_cnf_empty(3);
  ck_assert_int_eq(tame_sat_gadget(&net, &f, &err), TAME_EINVAL);
  ck_assert_str_eq(err.text, "a formula without clauses");
  ck_assert_int_eq(tame_sat_to_three(&three, &f, &err), TAME_EINVAL);
  tame_cnf many = tame_cnf_empty(INT_MAX);
  tame_cnf_add(&many, (int[]){INT_MAX}, 1);
  ck_assert_int_eq(tame_sat_to_three(&three, &many, &err), TAME_EINVAL);
  ck_assert_str_eq(err.text, "2147483647 or more variables in all");
  ck_assert_ptr_null(three.start);
  tame_cnf_free(&many);
  tame_cnf_add(&f, (int[]){1, -1}, 2);
  ck_assert_int_eq(tame_sat_to_three(&three, &f, &err), TAME_EINVAL);
  ck_assert_str_eq(err.text, "no clause can fail: the formula is always true");
  ck_assert_int_eq(tame_sat_gadget(&net, &f, &err), TAME_EINVAL);
  ck_assert_str_eq(err.text, "clause 1 has not three distinct variables");
  tame_cnf_free(&f);
  f = tame_cnf_empty(3);
  tame_cnf_add(&f, (int[]){1, 2, 3}, 3);
  tame_cnf_add(&f, (int[]){1, -3, 3}, 3);
  ck_assert_int_eq(tame_sat_gadget(&net, &f, &err), TAME_EINVAL);
  ck_assert_str_eq(err.text, "clause 2 has not three distinct variables");
  tame_cnf_free(&f);
}
END_TEST

/* The gradient near a sign vector: an input that decides when the formula is
 * satisfied, 0 when it is not. */
START_TEST(gradients_near_a_solution_are_clarke_subgradients_at_zero)
{
  enum { SIZE = 7 };
  tame_splitmix g = tame_splitmix_seed(7001);
  tame_cnf f = tame_sat_random(SIZE, 20, &g);
  tame_relu_net net;
  ck_assert_int_eq(tame_sat_gadget(&net, &f, NULL), TAME_OK);
  double *z = tame_vec(3 * net.n_rows), *d = z + net.n_rows;
  double *work = d + net.n_rows, x[SIZE], v[SIZE];
  int32_t s[SIZE];
  for (uint64_t b = 0; b < 128; b++) {
    double sum = 0.0;
    tame_sign_vector(s, b, SIZE);
    for (size_t i = 0; i < SIZE; i++)
      x[i] = s[i] * (1.0 + (double)(i + 1) / 1024.0);
    tame_relu_net_value(z, x, &net);
    tame_relu_net_choice(d, z, 0.0, &net);
    tame_relu_net_element(v, work, d, &net);
    for (size_t i = 0; i < SIZE; i++) {
      ck_assert(v[i] == 0.0 || v[i] == (double)s[i]);
      sum += fabs(v[i]);
    }
    ck_assert_double_eq(sum, tame_sat_holds(&f, b));
  }
  free(z);
  tame_relu_net_free(&net);
  tame_cnf_free(&f);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("sat");
  tcase_add_test(t, random_clauses_have_three_distinct_variables);
  tcase_add_test(
      t, formulas_are_satisfiable_as_often_as_an_independent_program_found);
  tcase_add_test(t, structured_formulas_have_as_many_solutions_as_they_should);
  tcase_add_test(t, tables_are_the_formula_at_each_assignment);
  tcase_add_test(t, the_network_is_one_exactly_at_solutions);
  tcase_add_test(t, the_network_has_the_size_that_an_independent_program_found);
  tcase_add_test(t, conversion_to_three_literals_keeps_the_solutions);
  tcase_add_test(t, three_distinct_variables_are_left_as_they_are);
  tcase_add_test(t, what_cannot_be_a_network_is_refused);
  tcase_add_test(t, gradients_near_a_solution_are_clarke_subgradients_at_zero);
  return run_tests(t);
}
