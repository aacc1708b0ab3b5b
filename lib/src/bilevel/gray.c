/* SPDX-License-Identifier: MIT */
#include "tame/gray.h"

#include <stdlib.h>

#include "tame/base.h"

/* bits whose sums are kept in a table: 8 KiB, half of a first-level cache */
enum { TABLE_BITS = 11 };

unsigned tame_gray_flip(uint64_t t)
{
  TAME_REQUIRE(t != 0);
  return (unsigned)__builtin_ctzll(t);
}

static void require_small(const int64_t *q, size_t k, int64_t target)
{
  int64_t sum = 0;
  TAME_REQUIRE(k >= 1 && k <= 62);
  for (size_t j = 0; j < k; j++) {
    TAME_REQUIRE(q[j] >= 1 && q[j] <= INT32_MAX - sum);
    sum += q[j];
  }
  TAME_REQUIRE(target >= 0 && target <= INT32_MAX);
}

tame_gray_nearest tame_gray_nearest_sum_plain(const int64_t *q, size_t k,
                                              int64_t target)
{
  tame_gray_nearest best = {.distance = INT64_MAX};
  int64_t difference = -target;
  require_small(q, k, target);
  for (uint64_t t = 0; t < UINT64_C(1) << k; t++) {
    if (t > 0) {
      const unsigned j = tame_gray_flip(t);
      difference += tame_gray_code(t) >> j & 1 ? q[j] : -q[j];
    }
    const int64_t distance = difference < 0 ? -difference : difference;
    if (distance < best.distance) {
      best.distance = distance;
      best.pattern = tame_gray_code(t);
    }
    best.visited++;
  }
  return best;
}

/* table [2^bits] <- sums of all subsets of q [bits], pattern as index. */
static void fill_table(int32_t *table, const int64_t *q, size_t bits)
{
  table[0] = 0;
  for (size_t j = 0; j < bits; j++)
    for (size_t i = 0, n = (size_t)1 << j; i < n; i++)
      table[n + i] = table[i] + (int32_t)q[j];
}

/* min over i < n of |table[i] + shift|; a loop that compilers turn into vector
 * instructions. */
static int32_t nearest_in_table(const int32_t *table, size_t n, int32_t shift)
{
  int32_t best = INT32_MAX;
  for (size_t i = 0; i < n; i++) {
    const int32_t d = abs(table[i] + shift);
    best = d < best ? d : best;
  }
  return best;
}

static uint64_t position_in_table(const int32_t *table, int32_t shift,
                                  int64_t distance)
{
  uint64_t i = 0;
  while (abs(table[i] + shift) != distance) i++;
  return i;
}

tame_gray_nearest tame_gray_nearest_sum(const int64_t *q, size_t k,
                                        int64_t target)
{
  int32_t table[1 << TABLE_BITS];
  tame_gray_nearest best = {.distance = INT64_MAX};
  require_small(q, k, target);
  const size_t low = k < TABLE_BITS ? k : TABLE_BITS, n = (size_t)1 << low;
  /* sums and target are in [0, 2^31), so differences are in (-2^31, 2^31) */
  int32_t shift = (int32_t)-target, best_shift = shift;
  uint64_t best_high = 0;
  fill_table(table, q, low);
  for (uint64_t t = 0; t < UINT64_C(1) << (k - low); t++) {
    if (t > 0) {
      const unsigned j = tame_gray_flip(t);
      const int32_t step = (int32_t)q[low + j];
      shift += tame_gray_code(t) >> j & 1 ? step : -step;
    }
    const int32_t distance = nearest_in_table(table, n, shift);
    if (distance < best.distance) {
      best.distance = distance;
      best_shift = shift;
      best_high = tame_gray_code(t);
    }
    best.visited += n;
  }
  best.pattern =
      best_high << low | position_in_table(table, best_shift, best.distance);
  return best;
}
