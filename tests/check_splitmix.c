/* SPDX-License-Identifier: MIT */
/* tame/splitmix.h against published outputs and the law of its numbers. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/splitmix.h"
#include "tame/stats.h"

START_TEST(bits_are_those_of_the_published_algorithm)
{
  /* first outputs for the seed 1234567, as in the test vectors of Rosetta
   * Code's "Pseudo-random numbers/Splitmix64" */
  const uint64_t known[5] = {
      UINT64_C(6457827717110365317), UINT64_C(3203168211198807973),
      UINT64_C(9817491932198370423), UINT64_C(4593380528125082431),
      UINT64_C(16408922859458223821)};
  tame_splitmix g = tame_splitmix_seed(1234567);
  for (size_t i = 0; i < 5; i++)
    ck_assert_uint_eq(tame_splitmix_next(&g), known[i]);
}
END_TEST

START_TEST(a_uniform_number_is_the_top_53_bits)
{
  tame_splitmix g = tame_splitmix_seed(1234567), h = g;
  const double u = tame_splitmix_uniform(&g);
  ck_assert_double_eq(u * 0x1p53, (double)(tame_splitmix_next(&h) >> 11));
  for (int i = 0; i < 1000; i++) {
    const double v = tame_splitmix_uniform(&g);
    ck_assert(v >= 0.0 && v < 1.0);
  }
}
END_TEST

START_TEST(normals_come_in_pairs_from_two_uniforms)
{
  tame_splitmix g = tame_splitmix_seed(11), h = g;
  const double u = 1.0 - tame_splitmix_uniform(&h);
  const double v = tame_splitmix_uniform(&h), pi = acos(-1.0);
  const double r = sqrt(-2.0 * log(u));
  ck_assert_double_eq_tol(tame_splitmix_normal(&g), r * cos(2 * pi * v), 1e-15);
  ck_assert_double_eq_tol(tame_splitmix_normal(&g), r * sin(2 * pi * v), 1e-15);
  /* the third number begins a new pair */
  ck_assert_uint_eq(g.state, h.state);
}
END_TEST

START_TEST(filling_in_parts_is_filling_at_once)
{
  double whole[7], parts[7];
  tame_splitmix g = tame_splitmix_seed(77), h = g;
  tame_splitmix_fill_normal(whole, 7, &g);
  tame_splitmix_fill_normal(parts, 3, &h);
  tame_splitmix_fill_normal(parts + 3, 0, &h);
  tame_splitmix_fill_normal(parts + 3, 4, &h);
  for (size_t i = 0; i < 7; i++) ck_assert_double_eq(whole[i], parts[i]);
}
END_TEST

START_TEST(normals_have_mean_zero_and_variance_one)
{
  enum { N = 100000 };
  double *x = tame_vec(N);
  tame_splitmix g = tame_splitmix_seed(5);
  tame_splitmix_fill_normal(x, N, &g);
  ck_assert_double_lt(fabs(tame_mean(x, N)), 4.0 / sqrt(N));
  ck_assert_double_lt(fabs(tame_std(x, N) - 1.0), 4.0 / sqrt(2.0 * N));
  free(x);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("splitmix");
  tcase_add_test(t, bits_are_those_of_the_published_algorithm);
  tcase_add_test(t, a_uniform_number_is_the_top_53_bits);
  tcase_add_test(t, normals_come_in_pairs_from_two_uniforms);
  tcase_add_test(t, filling_in_parts_is_filling_at_once);
  tcase_add_test(t, normals_have_mean_zero_and_variance_one);
  return run_tests(t);
}
