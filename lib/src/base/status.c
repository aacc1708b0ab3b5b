/* SPDX-License-Identifier: MIT */
#include "tame/status.h"

#include <stdarg.h>
#include <stdio.h>

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

tame_status tame_fail(tame_error *e, tame_status s, const char *format, ...)
{
  if (e) {
    va_list args;
    va_start(args, format);
    vsnprintf(e->text, sizeof e->text, format, args);
    va_end(args);
    /* one line, whatever a file name or a library message contained */
    for (char *c = e->text; *c; c++)
      if (*c == '\n' || *c == '\r') *c = ' ';
  }
  return s;
}
