/* SPDX-License-Identifier: MIT */
/* Private to io: what the readers of DIMACS-like files share. */
#ifndef TAME_IO_DIMACS_SCAN_H
#define TAME_IO_DIMACS_SCAN_H

#include <stdio.h>

#include "scan.h"

/* Go over white space and comment lines: lines whose first word is "c". */
void tame_dimacs_blank(tame_scan *s);

/* The words "p KIND" of the first line that is no comment. */
tame_status tame_dimacs_header(tame_scan *s, const char *kind, tame_error *err);

/* A number in the same line. */
tame_status tame_dimacs_count(size_t *x, tame_scan *s, size_t max,
                              const char *what, tame_error *err);

/* The line must end here; FORM says what it should have been. */
tame_status tame_dimacs_end_of_line(tame_scan *s, const char *form,
                                    tame_error *err);

#endif
