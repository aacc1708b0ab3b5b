/* SPDX-License-Identifier: MIT */
/* For tests that run make: a copy of the tree with one paper and its results at
 * the smoke scale. */
#ifndef TREE_COPY_H
#define TREE_COPY_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[] = "/tmp/tame-check-make-XXXXXX";
static char said[65536]; /* what the last make printed */

/* Run COMMAND in the copy; its output goes to `said`. */
static inline void run(const char *command)
{
  char line[2048];
  snprintf(line, sizeof line, "cd '%s' && { %s; } 2>&1", folder, command);
  FILE *pipe = popen(line, "r");
  ck_assert_ptr_nonnull(pipe);
  const size_t n = fread(said, 1, sizeof said - 1, pipe);
  said[n] = '\0';
  ck_assert_msg(pclose(pipe) == 0, "%s:\n%s", command, said);
}

/* The goals below are those of a user; `env -u` because this test itself runs
 * below make. */
#define MAKE                                                                   \
  "env -u MAKEFLAGS -u MAKELEVEL make --no-print-directory SCALE=smoke "

static inline size_t count(const char *word)
{
  size_t n = 0;
  for (const char *c = strstr(said, word); c; c = strstr(c + 1, word)) n++;
  return n;
}

/* A copy with times kept, so that nothing is compiled again. */
static inline void copy_tree(void)
{
  char line[1024];
  ck_assert_ptr_nonnull(mkdtemp(folder));
  /* without the trees of tests, sanitizers, fuzzers and peers, which are large */
  snprintf(line, sizeof line,
           "tar cf - --exclude=build/check --exclude=build/asan "
           "--exclude=build/tsan --exclude=build/fuzz --exclude=build/peers "
           "Makefile mk lib experiments tests build scale figures/style "
           "data/sets paper-map.md | tar xf - -C '%s' && mkdir -p '%s'/.git",
           folder, folder);
  ck_assert_int_eq(system(line), 0);
  /* the rules are the same for all papers, so one is enough */
  run("for d in experiments/* scale/smoke/*/[0-9]*; do case $d in "
      "*2305.13768*) ;; *) rm -r $d ;; esac; done");
  run(MAKE "figures");
}

static inline void remove_tree(void)
{
  char line[256];
  snprintf(line, sizeof line, "rm -rf '%s'", folder);
  ck_assert_int_eq(system(line), 0);
}

#endif
