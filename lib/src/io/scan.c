/* SPDX-License-Identifier: MIT */
#include "scan.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cell.h"
#include "tame/text.h"

tame_status tame_scan_open(tame_scan *s, const char *path, tame_error *err)
{
  *s = (tame_scan){.path = path, .line = 1};
  TAME_TRY(tame_text_read(&s->text, path, err));
  s->at = s->text;
  return TAME_OK;
}

void tame_scan_close(tame_scan *s)
{
  free(s->text);
  *s = (tame_scan){0};
}

tame_status tame_scan_fail(const tame_scan *s, tame_error *err,
                           const char *format, ...)
{
  char why[256];
  va_list args;
  va_start(args, format);
  vsnprintf(why, sizeof why, format, args);
  va_end(args);
  return tame_fail(err, TAME_EFORMAT, "%s:%zu: %s", s->path, s->line, why);
}

void tame_scan_space(tame_scan *s) { s->at += strspn(s->at, " \t\r"); }

void tame_scan_blank(tame_scan *s)
{
  for (tame_scan_space(s); *s->at == '\n'; tame_scan_space(s)) {
    s->line++;
    s->at++;
  }
}

bool tame_scan_at_end(const tame_scan *s) { return *s->at == '\0'; }

bool tame_scan_at_line(const tame_scan *s)
{
  return *s->at == '\n' || *s->at == '\0';
}

/* Length of the word at S: up to white space, the end or STOP. */
static size_t word_length(const tame_scan *s, char stop)
{
  const char ends[] = {' ', '\t', '\r', '\n', stop, '\0'};
  return strcspn(s->at, ends);
}

tame_status tame_scan_number(double *x, tame_scan *s, char stop,
                             const char *what, tame_error *err)
{
  const size_t length = word_length(s, stop);
  char *end, shown[24];
  /* strtod also takes nan, inf and hexadecimal, whose letters are not here */
  const bool decimal = length > 0 && strspn(s->at, "+-.0123456789eE") >= length;
  const double value = decimal ? strtod(s->at, &end) : 0.0;
  if (!decimal || end != s->at + length || !isfinite(value)) {
    tame_cell_show(shown, s->at, length);
    return tame_scan_fail(s, err, "%s: '%s' is not a finite number", what,
                          shown);
  }
  *x = value;
  s->at = end;
  return TAME_OK;
}

tame_status tame_scan_count(size_t *x, tame_scan *s, size_t max, char stop,
                            const char *what, tame_error *err)
{
  const size_t length = word_length(s, stop);
  char shown[24];
  tame_cell_show(shown, s->at, length);
  if (length == 0 || strspn(s->at, "0123456789") < length)
    return tame_scan_fail(s, err, "%s: '%s' is not a whole number", what,
                          shown);
  size_t value = 0;
  for (size_t i = 0; i < length; i++) {
    const size_t digit = (size_t)(s->at[i] - '0');
    if (value > max / 10 || 10 * value + digit > max) {
      return tame_scan_fail(s, err, "%s: '%s' is more than %zu", what, shown,
                            max);
    }
    value = 10 * value + digit;
  }
  *x = value;
  s->at += length;
  return TAME_OK;
}
