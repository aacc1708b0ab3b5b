/* SPDX-License-Identifier: MIT */
#include "tame/timer.h"

#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tame/base.h"

static double now(clockid_t clock)
{
  struct timespec t;
  TAME_REQUIRE(clock_gettime(clock, &t) == 0);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void tame_timer_start(tame_timer *t)
{
  t->wall_since = now(CLOCK_MONOTONIC);
  t->cpu_since = now(CLOCK_PROCESS_CPUTIME_ID);
}

void tame_timer_stop(tame_timer *t)
{
  t->cpu += now(CLOCK_PROCESS_CPUTIME_ID) - t->cpu_since;
  t->wall += now(CLOCK_MONOTONIC) - t->wall_since;
}

tame_timer tame_time_calls(void (*work)(void *ctx), void *ctx, size_t warmups,
                           size_t repeats)
{
  TAME_REQUIRE(repeats >= 1);
  tame_timer t = {0};
  for (size_t i = 0; i < warmups; i++) work(ctx);
  tame_timer_start(&t);
  for (size_t i = 0; i < repeats; i++) work(ctx);
  tame_timer_stop(&t);
  t.wall /= (double)repeats;
  t.cpu /= (double)repeats;
  return t;
}

size_t tame_peak_rss(void)
{
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (size_t)usage.ru_maxrss * 1024;
}

/* In the child: its ru_maxrss starts at the parent's resident size, so the
 * difference is what WORK added. */
static size_t measure_here(void (*work)(void *ctx), void *ctx)
{
  const size_t before = tame_peak_rss();
  work(ctx);
  return tame_peak_rss() - before;
}

size_t tame_peak_rss_of(void (*work)(void *ctx), void *ctx)
{
  int ends[2];
  size_t bytes = 0;
  if (pipe(ends) != 0) return 0;
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    bytes = measure_here(work, ctx);
    const ssize_t sent = write(ends[1], &bytes, sizeof bytes);
    _exit(sent == (ssize_t)sizeof bytes ? 0 : 1);
  }
  close(ends[1]);
  int how = 1;
  const bool ok =
      child > 0 && read(ends[0], &bytes, sizeof bytes) == (ssize_t)sizeof bytes;
  close(ends[0]);
  if (child > 0) waitpid(child, &how, 0);
  return ok && how == 0 ? bytes : 0;
}
