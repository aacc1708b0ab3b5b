/* SPDX-License-Identifier: MIT */
#include "tame/notes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

void tame_note(tame_notes *t, const char *format, ...)
{
  char text[256];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  /* one line, whatever a name in a file contains */
  for (char *c = text; *c; c++)
    if (*c == '\n' || *c == '\r') *c = ' ';
  if (t->n == t->room) {
    t->room = t->n ? 2 * t->n : 8;
    char **line = tame_calloc(t->room, sizeof *line);
    if (t->n > 0) memcpy(line, t->line, t->n * sizeof *line);
    free(t->line);
    t->line = line;
  }
  t->line[t->n++] = tame_strdup(text);
}

void tame_notes_free(tame_notes *t)
{
  for (size_t k = 0; k < t->n; k++) free(t->line[k]);
  free(t->line);
  *t = (tame_notes){0};
}
