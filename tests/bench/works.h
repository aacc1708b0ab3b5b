/* SPDX-License-Identifier: MIT */
/* Works timed in turn, and quotients of their times.  Seconds are
 * [n_works x REPEATS]. */
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

static inline const double *seconds_of(const double *seconds, size_t a)
{
  return seconds + a * REPEATS;
}

/* out [REPEATS] <- seconds of work a, times FACTOR: of one of its calls, or of a
 * peer on as much */
static inline const double *scaled(double *out, const double *seconds, size_t a,
                                   double factor)
{
  for (size_t r = 0; r < REPEATS; r++)
    out[r] = factor * seconds[a * REPEATS + r];
  return out;
}

static inline double median_of(const double *seconds, size_t a)
{
  return tame_quantile(seconds + a * REPEATS, REPEATS, 0.5);
}

#endif
