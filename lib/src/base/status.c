/* SPDX-License-Identifier: MIT */
#include "tame/status.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASE_TEXT(name, value, text)                                           \
  case name:                                                                   \
    return text;
#define CASE_NAME(name, value, text)                                           \
  case name:                                                                   \
    return #name;

const char *tame_status_str(tame_status s)
{
  switch (s) {
    TAME_STATUS_LIST(CASE_TEXT)
  }
  return "unknown status";
}

const char *tame_status_name(tame_status s)
{
  switch (s) {
    TAME_STATUS_LIST(CASE_NAME)
  }
  return "TAME_UNKNOWN";
}

/* TEXT <- the beginning and the end of what FORMAT makes, N bytes: a long name
 * of a file stands before the reason. */
static void shorten(char text[512], size_t n, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));
static void shorten(char text[512], size_t n, const char *format, va_list args)
{
  enum { HEAD = 300 };
  static const char GAP[] = " ... ";
  const size_t tail = 511 - HEAD - strlen(GAP);
  char *whole = malloc(n + 1);
  if (whole) {
    vsnprintf(whole, n + 1, format, args);
    snprintf(text, 512, "%.*s%s%s", HEAD, whole, GAP, whole + n - tail);
  }
  free(whole);
}

tame_status tame_fail(tame_error *e, tame_status s, const char *format, ...)
{
  if (e) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int n = vsnprintf(e->text, sizeof e->text, format, args);
    if (n >= (int)sizeof e->text) shorten(e->text, (size_t)n, format, again);
    va_end(again);
    va_end(args);
    /* one line without commands to a terminal, whatever a file name, a table
     * or a library message contained */
    for (char *c = e->text; *c; c++) {
      if (*c == '\n' || *c == '\r' || *c == '\t') *c = ' ';
      if (iscntrl((unsigned char)*c)) *c = '?';
    }
  }
  return s;
}
