/* SPDX-License-Identifier: MIT */
/* What the benchmarks share: works timed in turn, and quotients of their
 * times.  Seconds are [n_works x repeats]. */
#ifndef BENCH_WORKS_H
#define BENCH_WORKS_H

#include <stddef.h>

#include "tame/stats.h"
#include "tame/timer.h"

enum { REPEATS = 5 };

typedef struct {
  void (*run)(void *ctx, tame_timer *t);
  void *ctx;
} work;

/* seconds <- processor time of each work, in turn, after one run of each that
 * touches the memory. */
static inline void time_works(double *seconds, const work *works, size_t n)
{
  for (size_t i = 0; i < n; i++) works[i].run(works[i].ctx, &(tame_timer){0});
  for (size_t r = 0; r < REPEATS; r++)
    for (size_t i = 0; i < n; i++) {
      tame_timer t = {0};
      works[i].run(works[i].ctx, &t);
      seconds[i * REPEATS + r] = t.cpu;
    }
}

/* Median over the repetitions of works[a] / works[b]. */
static inline double ratio(const double *seconds, size_t a, size_t b)
{
  double q[REPEATS];
  for (size_t r = 0; r < REPEATS; r++)
    q[r] = seconds[a * REPEATS + r] / seconds[b * REPEATS + r];
  return tame_quantile(q, REPEATS, 0.5);
}

#endif
