/* SPDX-License-Identifier: MIT */
#include "dimacs_scan.h"

#include <ctype.h>
#include <string.h>

static bool is_at_line_start(const tame_scan *s)
{
  const char *c = s->at;
  while (c > s->text && (c[-1] == ' ' || c[-1] == '\t')) c--;
  return c == s->text || c[-1] == '\n';
}

/* Is the next word W alone? */
static bool is_word(const tame_scan *s, const char *w)
{
  const size_t n = strlen(w);
  return strncmp(s->at, w, n) == 0 && !isgraph((unsigned char)s->at[n]);
}

void tame_dimacs_blank(tame_scan *s)
{
  for (tame_scan_blank(s); is_word(s, "c") && is_at_line_start(s);
       tame_scan_blank(s))
    s->at += strcspn(s->at, "\n");
}

tame_status tame_dimacs_header(tame_scan *s, const char *kind, tame_error *err)
{
  tame_dimacs_blank(s);
  if (is_word(s, "p")) {
    s->at++;
    tame_scan_space(s);
    if (is_word(s, kind)) {
      s->at += strlen(kind);
      return TAME_OK;
    }
  }
  return tame_scan_fail(s, err, "expected a line 'p %s ...'", kind);
}

tame_status tame_dimacs_count(size_t *x, tame_scan *s, size_t max,
                              const char *what, tame_error *err)
{
  tame_scan_space(s);
  return tame_scan_count(x, s, max, '\0', what, err);
}

tame_status tame_dimacs_end_of_line(tame_scan *s, const char *form,
                                    tame_error *err)
{
  tame_scan_space(s);
  if (!tame_scan_at_line(s))
    return tame_scan_fail(s, err, "more in the line than '%s'", form);
  return TAME_OK;
}
