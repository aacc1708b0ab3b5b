/* SPDX-License-Identifier: MIT */
/* Private to io: a text, read number by number, that knows its line. */
#ifndef TAME_IO_SCAN_H
#define TAME_IO_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/status.h"

typedef struct {
  const char *path; /* for messages */
  char *text;       /* whole file */
  const char *at;   /* next character */
  size_t line;      /* of `at`, from 1 */
} tame_scan;

/* TAME_EMISSING, TAME_EIO as tame_text_read; TAME_EFORMAT for a file with a
 * NUL byte. */
tame_status tame_scan_open(tame_scan *s, const char *path, tame_error *err);
void tame_scan_close(tame_scan *s);

/* "PATH:LINE: ..." as TAME_EFORMAT. */
tame_status tame_scan_fail(const tame_scan *s, tame_error *err,
                           const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Go over spaces, tabs and carriage returns; tame_scan_blank also over
 * newlines. */
void tame_scan_space(tame_scan *s);
void tame_scan_blank(tame_scan *s);
bool tame_scan_at_end(const tame_scan *s);  /* of the text */
bool tame_scan_at_line(const tame_scan *s); /* end of line or of the text */

/* A finite decimal number, which must end at white space, at the end or at
 * STOP.  WHAT names it in messages. */
tame_status tame_scan_number(double *x, tame_scan *s, char stop,
                             const char *what, tame_error *err);

/* The same for an integer 0 <= x <= max; no sign. */
tame_status tame_scan_count(size_t *x, tame_scan *s, size_t max, char stop,
                            const char *what, tame_error *err);

#endif
