/* SPDX-License-Identifier: MIT */
/* A stopwatch that can be stopped while quantities are evaluated.
 *
 * wall: CLOCK_MONOTONIC, cpu: CLOCK_PROCESS_CPUTIME_ID, both in seconds.  On a
 * shared machine cpu is the steadier of the two, so claims about ratios use
 * it; figures show wall. */
#ifndef TAME_TIMER_H
#define TAME_TIMER_H

#include <stddef.h>

typedef struct {
  double wall, cpu;             /* seconds accumulated so far */
  double wall_since, cpu_since; /* readings at the last start */
} tame_timer;

/* A timer at zero is {0}; start and stop may alternate any number of times. */
void tame_timer_start(tame_timer *t);
void tame_timer_stop(tame_timer *t);

/* Mean seconds of one call of WORK(ctx): WARMUPS calls that are not timed, then
 * REPEATS that are. */
tame_timer tame_time_calls(void (*work)(void *ctx), void *ctx, size_t warmups,
                           size_t repeats);

/* Peak resident memory of this process so far, in bytes. */
size_t tame_peak_rss(void);

/* Run WORK(ctx) in a child process and return by how many bytes its peak
 * resident memory exceeds its memory at the start; 0 when the child failed.
 * Gives each method its own clean peak, which getrusage in one process cannot.
 */
size_t tame_peak_rss_of(void (*work)(void *ctx), void *ctx);

#endif
