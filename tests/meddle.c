/* SPDX-License-Identifier: MIT */
/* Loaded into a program before the C library (LD_PRELOAD): its clocks leap, so
 * that everything that is done "every few minutes" is done at once, and it is
 * killed when it has put its k-th file in place (MEDDLE_KILL=k), or just before
 * (MEDDLE_KILL=-k).  A result must not notice. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { LEAP = 1000000 }; /* seconds, at every look at the clock */

int clock_gettime(clockid_t id, struct timespec *t)
{
  static atomic_long looks;
  const int status = (int)syscall(SYS_clock_gettime, id, t);
  if (status == 0 && id != CLOCK_REALTIME)
    t->tv_sec += LEAP * (1 + atomic_fetch_add(&looks, 1));
  return status;
}

/* Every result, cell and checkpoint is written under another name first. */
int rename(const char *from, const char *to)
{
  static atomic_long files;
  const char *kill_at = getenv("MEDDLE_KILL");
  const long k = kill_at ? strtol(kill_at, NULL, 10) : 0;
  const long n = 1 + atomic_fetch_add(&files, 1);
  if (k < 0 && n == -k) kill(getpid(), SIGKILL);
  const int status = renameat(AT_FDCWD, from, AT_FDCWD, to);
  if (k > 0 && n == k) kill(getpid(), SIGKILL);
  return status;
}
