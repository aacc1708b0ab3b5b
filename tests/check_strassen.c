/* SPDX-License-Identifier: MIT */
/* tame/strassen.h: exact on integers against the classical product, and its
 * count of operations against the closed form. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/splitmix.h"
#include "tame/strassen.h"

/* x [n x n] <- integers from -9 to 9 */
static void fill(double *x, size_t n, tame_splitmix *g)
{
  for (size_t i = 0; i < n * n; i++)
    x[i] = floor(19.0 * tame_splitmix_uniform(g)) - 9.0;
}

/* Both products of two random n x n matrices; returns the operations. */
static double compare(size_t n, size_t cutoff, tame_matmul *base)
{
  double *x = tame_vec(4 * n * n), *a = x, *b = a + n * n, *c = b + n * n;
  double *expected = c + n * n, *work = tame_vec(tame_strassen_work(n, cutoff));
  tame_splitmix g = tame_splitmix_seed(1000 * n + cutoff);
  fill(a, n, &g);
  fill(b, n, &g);
  for (size_t i = 0; i < n * n; i++) c[i] = NAN;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      for (size_t k = 0; k < n; k++)
        expected[i * n + j] += a[i * n + k] * b[k * n + j];
  const double count = tame_strassen(c, work, a, b, n, cutoff, base);
  for (size_t i = 0; i < n * n; i++) ck_assert_double_eq(c[i], expected[i]);
  free(x);
  free(work);
  return count;
}

START_TEST(strassen_is_exact_on_integers_at_any_size_and_cutoff)
{
  static const size_t SIZES[] = {1, 2, 3, 4, 6, 7, 8, 12, 20, 33, 40, 64};
  for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++)
    for (size_t cutoff = 1; cutoff <= 16; cutoff += 5) {
      compare(SIZES[i], cutoff, tame_matmul_loops);
      compare(SIZES[i], cutoff, tame_matmul_blas);
    }
}
END_TEST

START_TEST(operations_done_are_those_of_the_recursion)
{
  for (size_t n = 1; n <= 48; n++) {
    ck_assert_double_eq(compare(n, 1, tame_matmul_loops),
                        tame_strassen_count(n, 1));
    ck_assert_double_eq(compare(n, 5, tame_matmul_loops),
                        tame_strassen_count(n, 5));
  }
}
END_TEST

START_TEST(powers_of_two_take_seven_to_the_k_plus_one_less_six_four_to_the_k)
{
  for (int k = 0; k <= 12; k++)
    ck_assert_double_eq(tame_strassen_count((size_t)1 << k, 1),
                        pow(7.0, k + 1) - 6.0 * pow(4.0, k));
  ck_assert_double_eq(tame_strassen_count(512, 1), 280902385.0);
  ck_assert_double_eq(tame_strassen_count(1024, 1), 1971035287.0);
}
END_TEST

START_TEST(a_large_cutoff_is_the_classical_product)
{
  ck_assert_double_eq(tame_strassen_count(24, 24), 2.0 * 13824 - 576);
  ck_assert_uint_eq(tame_strassen_work(24, 24), 0);
  ck_assert_double_eq(compare(24, 99, tame_matmul_loops), 2.0 * 13824 - 576);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("strassen");
  tcase_add_test(t, strassen_is_exact_on_integers_at_any_size_and_cutoff);
  tcase_add_test(t, operations_done_are_those_of_the_recursion);
  tcase_add_test(
      t, powers_of_two_take_seven_to_the_k_plus_one_less_six_four_to_the_k);
  tcase_add_test(t, a_large_cutoff_is_the_classical_product);
  return run_tests(t);
}
