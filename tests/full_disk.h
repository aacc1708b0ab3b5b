/* SPDX-License-Identifier: MIT */
/* For tests: a limit on the size of files stands for a full disk, write() fails
 * the same way. */
#ifndef FULL_DISK_H
#define FULL_DISK_H

#include <signal.h>
#include <sys/resource.h>

#include <check.h>

/* No file grows beyond SIZE bytes, until disk_has_room. */
static inline void disk_is_full(rlim_t size)
{
  struct rlimit limit;
  signal(SIGXFSZ, SIG_IGN);
  ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
  limit.rlim_cur = size;
  ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static inline void disk_has_room(void)
{
  struct rlimit limit;
  ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
  limit.rlim_cur = limit.rlim_max;
  ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

#endif
