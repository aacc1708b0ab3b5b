/* SPDX-License-Identifier: MIT */
/* Subset-sum-interval: instances, the set of sums, the direct decision. */
#include "tame/subset_sum.h"

#include <math.h>
#include <stdlib.h>

#include "tame/base.h"

struct tame_sums {
  int64_t total;
  uint64_t *bits; /* bit s: s is a sum, 0 <= s <= total */
};

int64_t tame_splitmix_integer(int64_t lo, int64_t hi, tame_splitmix *g)
{
  TAME_REQUIRE(lo <= hi);
  const uint64_t span = (uint64_t)(hi - lo) + 1;
  return lo + (int64_t)(tame_splitmix_next(g) % span);
}

static int64_t sum_of(const tame_subset_sum *inst)
{
  int64_t sum = 0;
  for (size_t j = 0; j < inst->k; j++) sum += inst->q[j];
  return sum;
}

tame_subset_sum tame_subset_sum_random(uint64_t seed, size_t k, size_t r,
                                       int64_t q_max)
{
  tame_splitmix g = tame_splitmix_seed(seed);
  tame_subset_sum inst = {.k = k, .r = r};
  TAME_REQUIRE(k >= 1 && k <= TAME_SUBSET_SUM_MAX_K && r >= 1 &&
               r <= TAME_SUBSET_SUM_MAX_R && q_max >= 1 &&
               q_max <= INT32_MAX / (int64_t)k);
  for (size_t j = 0; j < k; j++)
    inst.q[j] = tame_splitmix_integer(1, q_max, &g);
  const int64_t room = sum_of(&inst) - (INT64_C(1) << r);
  inst.start = tame_splitmix_integer(1, room > 1 ? room : 1, &g);
  TAME_REQUIRE(tame_subset_sum_validate(&inst, NULL) == TAME_OK);
  return inst;
}

/* --- the set of sums ------------------------------------------------------ */

/* bits |= bits << by, from the top word down, where words [n] are not yet
 * changed below the one written. */
static void shift_or(uint64_t *bits, size_t n, uint64_t by)
{
  const size_t words = (size_t)(by / 64);
  const unsigned rest = (unsigned)(by % 64);
  for (size_t i = n; i-- > words;) {
    uint64_t moved = bits[i - words] << rest;
    if (rest && i > words) moved |= bits[i - words - 1] >> (64 - rest);
    bits[i] |= moved;
  }
}

tame_sums *tame_sums_alloc(const tame_subset_sum *inst)
{
  tame_sums *s = tame_calloc(1, sizeof *s);
  TAME_REQUIRE(tame_subset_sum_validate(inst, NULL) == TAME_OK);
  s->total = sum_of(inst);
  const size_t n = (size_t)(s->total / 64) + 1;
  s->bits = tame_calloc(n, sizeof *s->bits);
  s->bits[0] = 1;
  for (size_t j = 0; j < inst->k; j++)
    shift_or(s->bits, n, (uint64_t)inst->q[j]);
  return s;
}

void tame_sums_free(tame_sums *s)
{
  if (!s) return;
  free(s->bits);
  free(s);
}

bool tame_sums_has(const tame_sums *s, int64_t sum)
{
  return sum >= 0 && sum <= s->total && (s->bits[sum / 64] >> (sum % 64) & 1);
}

/* Largest sum <= at, for at >= 0, and smallest sum >= at, for at <= total;
 * both exist because 0 and total are sums.  Empty words are jumped over. */
static int64_t below(const tame_sums *s, int64_t at)
{
  while (!tame_sums_has(s, at))
    at = s->bits[at / 64] ? at - 1 : at - at % 64 - 1;
  return at;
}

static int64_t above(const tame_sums *s, int64_t at)
{
  while (!tame_sums_has(s, at))
    at = s->bits[at / 64] ? at + 1 : at - at % 64 + 64;
  return at;
}

double tame_sums_distance(const tame_sums *s, double at)
{
  if (at <= 0.0) return -at;
  if (at >= (double)s->total) return at - (double)s->total;
  const double down = (double)below(s, (int64_t)floor(at));
  const double up = (double)above(s, (int64_t)ceil(at));
  return fmin(at - down, up - at);
}

bool tame_subset_sum_decide(int64_t *witness, const tame_subset_sum *inst,
                            const tame_sums *s)
{
  for (int64_t at = inst->start; at < inst->start + (INT64_C(1) << inst->r);
       at++) {
    if (!tame_sums_has(s, at)) {
      *witness = at;
      return true;
    }
  }
  return false;
}
