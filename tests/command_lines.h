/* SPDX-License-Identifier: MIT */
/* For tests of command lines: programs run in an empty folder, without a shell,
 * and what they say. */
#ifndef COMMAND_LINES_H
#define COMMAND_LINES_H

#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tame/base.h"
#include "tame/plan.h"

enum { ROOM = 1 << 18, MOST_ARGUMENTS = 8, LONG = 100000 };

static const char PLAN[] = "build/plan/smoke.txt";
static char dir[] = "/tmp/tame-check-lines-XXXXXX"; /* programs run in here */
static char top[512], said[ROOM];
static char much[LONG + 1]; /* an argument of 100 kB */
static tame_plan plan;

static inline void begin(void)
{
  tame_error err;
  ck_assert_ptr_nonnull(getcwd(top, sizeof top));
  strcpy(dir + strlen(dir) - 6, "XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(dir));
  memset(much, 'x', LONG);
  ck_assert_msg(tame_plan_read(&plan, PLAN, &err) == TAME_OK, "%s", err.text);
}

static inline void end(void)
{
  tame_plan_free(&plan);
  ck_assert_int_eq(rmdir(dir), 0); /* also that nothing is left in it */
}

/* --- running -------------------------------------------------------------- */

/* In the child: PROGRAM in the empty folder, with its words going to FD. */
static inline void become(const char *program, char **argv, int fd)
{
  const int nothing = open("/dev/null", O_RDONLY);
  if (dup2(nothing, 0) < 0 || dup2(fd, 1) < 0 || dup2(fd, 2) < 0) _exit(126);
  close(fd);
  if (chdir(dir) == 0) execv(program, argv);
  _exit(127);
}

/* Exit status of PROGRAM, 128 + the signal that ended it; said <- its words.
 * ARGUMENT ends with NULL. */
static inline int run(const char *program, const char *const *argument)
{
  char *argv[MOST_ARGUMENTS + 2];
  int fd[2], code;
  size_t n = 0;
  argv[n++] = tame_strdup(program);
  while (argument[n - 1]) {
    ck_assert_uint_le(n, MOST_ARGUMENTS);
    argv[n] = tame_strdup(argument[n - 1]);
    n++;
  }
  argv[n] = NULL;
  ck_assert_int_eq(pipe(fd), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(fd[0]);
    become(program, argv, fd[1]);
  }
  close(fd[1]);
  size_t size = 0;
  for (ssize_t got = 1; got > 0; size += got > 0 ? (size_t)got : 0)
    got = read(fd[0], said + size, ROOM - 1 - size);
  said[size] = '\0';
  close(fd[0]);
  ck_assert_int_eq(waitpid(child, &code, 0), child);
  for (size_t i = 0; i < n; i++) free(argv[i]);
  return WIFEXITED(code) ? WEXITSTATUS(code) : 128 + WTERMSIG(code);
}

static inline const char *base(const char *path)
{
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static inline void assert_nothing_written(const char *program)
{
  DIR *d = opendir(dir);
  ck_assert_ptr_nonnull(d);
  for (struct dirent *e = readdir(d); e; e = readdir(d))
    ck_assert_msg(strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0,
                  "%s wrote %s", program, e->d_name);
  closedir(d);
}

/* "PROGRAM: why", one line, and status STATUS. */
static inline void assert_refused(const char *program, int status,
                                  const char *const *argument)
{
  const char *name = base(program);
  const int code = run(program, argument);
  ck_assert_msg(code == status, "%s %.80s %.80s: status %d, not %d: %.300s",
                program, argument[0], argument[0] ? argument[1] : "", code,
                status, said);
  ck_assert_msg(strncmp(said, name, strlen(name)) == 0 &&
                    strncmp(said + strlen(name), ": ", 2) == 0,
                "%s: another line: %.300s", program, said);
  const size_t length = strlen(said);
  ck_assert_msg(length > 0 && strchr(said, '\n') == said + length - 1,
                "%s %.80s: not one line: %.300s", program, argument[0], said);
  ck_assert_uint_lt(length, 600);
  assert_nothing_written(program);
}

static inline void assert_option(const char *program, int status,
                                 const char *name, const char *value)
{
  assert_refused(program, status, (const char *const[]){name, value, NULL});
}

#endif
