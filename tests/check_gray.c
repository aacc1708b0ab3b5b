/* SPDX-License-Identifier: MIT */
/* tame/gray.h against plain enumeration. */
#include <check.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/gray.h"
#include "tame/subset_sum.h"

START_TEST(the_code_visits_each_pattern_once_and_flips_one_bit)
{
  enum { BITS = 12, N = 1 << BITS };
  unsigned char *seen = tame_calloc(N, 1);
  for (uint64_t t = 0; t < N; t++) {
    const uint64_t code = tame_gray_code(t);
    ck_assert_uint_lt(code, N);
    ck_assert_uint_eq(seen[code]++, 0);
    if (t > 0)
      ck_assert_uint_eq(code ^ tame_gray_code(t - 1), UINT64_C(1)
                                                          << tame_gray_flip(t));
  }
  free(seen);
}
END_TEST

static int64_t sum_at(const int64_t *q, size_t k, uint64_t pattern)
{
  int64_t sum = 0;
  for (size_t j = 0; j < k; j++) sum += pattern >> j & 1 ? q[j] : 0;
  return sum;
}

/* By bits, with no Gray code. */
static int64_t nearest_by_bits(const int64_t *q, size_t k, int64_t target)
{
  int64_t best = INT64_MAX;
  for (uint64_t y = 0; y < UINT64_C(1) << k; y++) {
    const int64_t d = llabs(sum_at(q, k, y) - target);
    best = d < best ? d : best;
  }
  return best;
}

/* k below, at and above the size of the table. */
START_TEST(three_ways_find_the_same_distance)
{
  for (size_t k = 1; k <= 14; k++) {
    for (uint64_t seed = 0; seed < 20; seed++) {
      const tame_subset_sum inst = tame_subset_sum_random(
          seed + 100 * k, k, 1, (int64_t)1 << 2 * (seed % 13));
      const int64_t target = 3 * inst.start / 2;
      const tame_gray_nearest fast = tame_gray_nearest_sum(inst.q, k, target);
      const tame_gray_nearest plain =
          tame_gray_nearest_sum_plain(inst.q, k, target);
      const int64_t known = nearest_by_bits(inst.q, k, target);
      ck_assert_int_eq(fast.distance, known);
      ck_assert_int_eq(plain.distance, known);
      ck_assert_int_eq(llabs(sum_at(inst.q, k, fast.pattern) - target), known);
      ck_assert_int_eq(llabs(sum_at(inst.q, k, plain.pattern) - target), known);
      ck_assert_uint_eq(fast.visited, UINT64_C(1) << k);
      ck_assert_uint_eq(plain.visited, UINT64_C(1) << k);
    }
  }
}
END_TEST

START_TEST(the_largest_numbers_do_not_overflow)
{
  const int64_t q[3] = {1, 2, INT32_MAX - 3};
  ck_assert_int_eq(tame_gray_nearest_sum(q, 3, 0).distance, 0);
  ck_assert_int_eq(tame_gray_nearest_sum(q, 3, INT32_MAX).distance, 0);
  ck_assert_uint_eq(tame_gray_nearest_sum(q, 3, INT32_MAX).pattern, 7);
  const int64_t one = 1;
  ck_assert_int_eq(tame_gray_nearest_sum(&one, 1, INT32_MAX).distance,
                   INT32_MAX - 1);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("gray");
  tcase_add_test(t, the_code_visits_each_pattern_once_and_flips_one_bit);
  tcase_add_test(t, three_ways_find_the_same_distance);
  tcase_add_test(t, the_largest_numbers_do_not_overflow);
  return run_tests(t);
}
