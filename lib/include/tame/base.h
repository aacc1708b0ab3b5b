/* SPDX-License-Identifier: MIT */
/* What every other module stands on: requirements and memory, with the three
 * kinds of error of the project in mind:
 *   - outcomes and errors of the world are a tame_status (status.h);
 *   - a programmer's mistake (wrong length, NULL) aborts through TAME_REQUIRE;
 *   - exhausted memory aborts with a message, so that no caller unwinds. */
#ifndef TAME_BASE_H
#define TAME_BASE_H

#include <stddef.h>

/* Always compiled in; prints file, function and condition, then aborts.  Not
 * the line: a comment would then change the program, and a changed program is
 * run again. */
#define TAME_REQUIRE(cond)                                                     \
  ((cond) ? (void)0 : tame_require_failed(__FILE__, __func__, #cond))
void tame_require_failed(const char *file, const char *function,
                         const char *cond) __attribute__((noreturn));

/* COUNT zeroed objects of SIZE bytes; aborts when memory is exhausted or the
 * product overflows.  COUNT = 0 gives a pointer that free() accepts.
 * Release with free(). */
void *tame_calloc(size_t count, size_t size);

/* COUNT zeroed doubles. */
double *tame_vec(size_t count);

/* Copies of a block and of a string, released with free(). */
double *tame_vec_copy(const double *x, size_t count);
char *tame_strdup(const char *s);

#endif
