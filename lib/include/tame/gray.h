/* SPDX-License-Identifier: MIT */
/* All 2^k subsets in Gray order, and the subset sum nearest to a target.
 *
 * The binary reflected Gray code g(t) = t xor (t >> 1), t = 0, ..., 2^k - 1,
 * runs through all bit patterns; g(t - 1) and g(t) differ in bit ctz(t) alone,
 * so a sum over the pattern follows by one addition a step.  Everything here is
 * in integers; a result says how many patterns were looked at, counted while
 * they are. */
#ifndef TAME_GRAY_H
#define TAME_GRAY_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t tame_gray_code(uint64_t t) { return t ^ (t >> 1); }

/* The bit in which g(t - 1) and g(t) differ; t >= 1. */
unsigned tame_gray_flip(uint64_t t);

typedef struct {
  int64_t distance; /* min over y in {0,1}^k of |q.y - target| */
  uint64_t pattern; /* a y that attains it, bit j for y_j */
  uint64_t visited; /* patterns looked at */
} tame_gray_nearest;

/* The subset sum of q [k] nearest to TARGET, by looking at all 2^k patterns:
 * sums of the first bits from a table, many at a time, the other bits in Gray
 * order.  1 <= k <= 62, q_j >= 1, 0 <= target, the sum of q and target below 2^31
 * (else aborts).  Among equally near sums the pattern is one met first. */
tame_gray_nearest tame_gray_nearest_sum(const int64_t *q, size_t k,
                                        int64_t target);

/* The same, one pattern and one addition at a time: the plain reference. */
tame_gray_nearest tame_gray_nearest_sum_plain(const int64_t *q, size_t k,
                                              int64_t target);

#endif
