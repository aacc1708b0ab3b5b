/* SPDX-License-Identifier: MIT */
/* What a computation did to its data and whoever reads its results should
 * know, one line each: {0} to begin, then in the order in which it happened. */
#ifndef TAME_NOTES_H
#define TAME_NOTES_H

#include <stddef.h>

typedef struct {
  size_t n, room;
  char **line; /* [n], each without a newline */
} tame_notes;

/* One more line, from a printf format; cut after 255 bytes. */
void tame_note(tame_notes *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void tame_notes_free(tame_notes *t); /* frees the lines and clears *t */

#endif
