/* SPDX-License-Identifier: MIT */
/* A program as a target: its source is included between fuzz_tool.h and
 * fuzz_tool_end.h, with `main` called fuzz_main and its messages kept.
 *
 *     #include "fuzz_tool.h"
 *     #include "../../lib/tools/h5table.c"
 *     #include "fuzz_tool_end.h" */
#ifndef FUZZ_TOOL_H
#define FUZZ_TOOL_H

#include <stdbool.h>

#include "fuzz.h"

static FILE *fuzz_messages; /* what goes to standard error */
static char fuzz_printed[] = "/tmp/tame-fuzz-printed-XXXXXX"; /* to output */

static inline void fuzz_forget_printed(void) { unlink(fuzz_printed); }

int fuzz_main(int argc, char **argv);

static inline void fuzz_tool_begin(void)
{
  if (fuzz_messages) return;
  const int fd = mkstemp(fuzz_printed);
  fuzz_messages = tmpfile();
  if (fd < 0 || !fuzz_messages || !freopen(fuzz_printed, "r+", stdout)) abort();
  close(fd);
  atexit(fuzz_forget_printed);
}

static inline void fuzz_empty(FILE *f)
{
  if (fflush(f) != 0 || ftruncate(fileno(f), 0) != 0) abort();
  rewind(f);
}

/* Exit status of the program.  When it is 1, there is one line "NAME: why". */
static inline int fuzz_tool_run(int argc, char **argv)
{
  char text[2048];
  fuzz_empty(stdout);
  fuzz_empty(fuzz_messages);
  const int code = fuzz_main(argc, argv);
  fflush(stdout);
  rewind(fuzz_messages);
  const size_t n = fread(text, 1, sizeof text - 1, fuzz_messages);
  text[n] = '\0';
  const size_t name = strlen(argv[0]);
  if (code == 0 || code > 1) return code;
  if (n < name + 4 || strncmp(text, argv[0], name) != 0 ||
      strncmp(text + name, ": ", 2) != 0 ||
      strchr(text, '\n') != text + n - 1) {
    fprintf(stderr, "status %d, message: %s\n", code, text);
    abort();
  }
  return code;
}

#define main fuzz_main
#undef stderr
#define stderr fuzz_messages

#endif
