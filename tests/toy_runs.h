/* SPDX-License-Identifier: MIT */
/* For tests of exp/: runs of the toy experiment in a folder of their own. */
#ifndef TOY_RUNS_H
#define TOY_RUNS_H

#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tame/base.h"
#include "tame/h5.h"

static char folder[] = "/tmp/tame-check-exp-XXXXXX";
static char toy[512];   /* absolute path of the toy program */
static char said[8192]; /* what the last run printed */

static inline void set_up(void)
{
  const char *dir = getenv("TAME_TEST_DIR");
  char here[256];
  ck_assert_ptr_nonnull(getcwd(here, sizeof here));
  snprintf(toy, sizeof toy, "%s/%s/toy", here, dir ? dir : "build/check");
  strcpy(folder + strlen(folder) - 6, "XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
}

static inline void tear_down(void)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  ck_assert_int_eq(system(command), 0);
}

/* Run a shell command in the folder, TOY standing for the program; returns its
 * exit status and leaves standard output and error in `said`. */
static inline int run(const char *command)
{
  char line[2048];
  snprintf(line, sizeof line, "cd %s && TOY='%s' && { %s; } 2>&1", folder, toy,
           command);
  FILE *pipe = popen(line, "r");
  ck_assert_ptr_nonnull(pipe);
  const size_t n = fread(said, 1, sizeof said - 1, pipe);
  said[n] = '\0';
  const int status = pclose(pipe);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static inline bool exists(const char *name)
{
  char path[256];
  struct stat st;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return stat(path, &st) == 0;
}

static inline void assert_said(const char *text)
{
  ck_assert_msg(strstr(said, text) != NULL, "'%s' not in '%s'", text, said);
}

/* One line on standard error, this exit status, and no result. */
static inline void assert_refused(const char *options, int status,
                                  const char *why)
{
  char command[1024];
  snprintf(command, sizeof command, "\"$TOY\" --out out.h5 %s", options);
  ck_assert_int_eq(run(command), status);
  assert_said(why);
  ck_assert_ptr_eq(strchr(said, '\n'), said + strlen(said) - 1);
  ck_assert_int_eq(strncmp(said, "toy: ", 5), 0);
  ck_assert(!exists("out.h5"));
}

/* Means of FILE, [n]; free() it. */
static inline double *means(const char *name, size_t *n)
{
  char path[256];
  tame_h5 *f;
  tame_h5_shape shape;
  double *x;
  tame_error err;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  ck_assert_msg(tame_h5_open(&f, path, &err) == TAME_OK, "%s", err.text);
  ck_assert_int_eq(tame_h5_read(&x, &shape, f, "means/mean", NULL), TAME_OK);
  tame_h5_close(f);
  *n = shape.count;
  return x;
}

static inline void assert_same_means(const char *a, const char *b)
{
  size_t n, m;
  double *x = means(a, &n), *y = means(b, &m);
  ck_assert_uint_eq(n, m);
  ck_assert_mem_eq(x, y, n * sizeof *x);
  free(x);
  free(y);
}

#endif
