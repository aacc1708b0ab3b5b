/* SPDX-License-Identifier: MIT */
/* For tests that run programs: a folder for the files of one test, and what a
 * program prints and how it ends.  TAME_TEST_BIN is the folder of the programs,
 * build/bin when it is not set. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <check.h>

enum { ROOM = 65536 };

typedef struct {
  int status;
  char text[ROOM]; /* standard output and error together */
} outcome;

static char dir[256]; /* of this test, removed after it */

/* Run program COMMAND, in which each %s of FORMAT has been replaced. */
static inline const outcome *run(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
static inline const outcome *run(const char *format, ...)
{
  static outcome o;
  const char *bin = getenv("TAME_TEST_BIN");
  char command[2048], arguments[1500];
  va_list args;
  va_start(args, format);
  vsnprintf(arguments, sizeof arguments, format, args);
  va_end(args);
  snprintf(command, sizeof command, "{ %s/%s; } 2>&1", bin ? bin : "build/bin",
           arguments);
  FILE *in = popen(command, "r");
  ck_assert_ptr_nonnull(in);
  const size_t n = fread(o.text, 1, ROOM - 1, in);
  o.text[n] = '\0';
  const int code = pclose(in);
  o.status = WIFEXITED(code) ? WEXITSTATUS(code) : -1;
  return &o;
}

static inline const char *in_dir(const char *name)
{
  static char path[8][512];
  static size_t next;
  char *p = path[next++ % 8];
  snprintf(p, sizeof path[0], "%s/%s", dir, name);
  return p;
}

static inline void write_text(const char *name, const char *text)
{
  FILE *out = fopen(in_dir(name), "w");
  ck_assert_ptr_nonnull(out);
  fputs(text, out);
  ck_assert_int_eq(fclose(out), 0);
}

static inline void make_dir(void)
{
  const char *tmp = getenv("TMPDIR");
  snprintf(dir, sizeof dir, "%s/tame-tools-XXXXXX", tmp ? tmp : "/tmp");
  ck_assert_ptr_nonnull(mkdtemp(dir));
}

static inline void remove_dir(void)
{
  char command[300];
  snprintf(command, sizeof command, "rm -rf '%s'", dir);
  ck_assert_int_eq(system(command), 0);
}

/* Assert that O is the one line "TOOL: ... WHY ..." with exit status STATUS. */
static inline void assert_error(const outcome *o, int status, const char *tool,
                                const char *why)
{
  ck_assert_int_eq(o->status, status);
  ck_assert_msg(strncmp(o->text, tool, strlen(tool)) == 0 &&
                    o->text[strlen(tool)] == ':',
                "no '%s:' in front: %s", tool, o->text);
  ck_assert_msg(strstr(o->text, why), "no '%s' in: %s", why, o->text);
  ck_assert_ptr_eq(strchr(o->text, '\n') + 1, o->text + strlen(o->text));
}

#endif
