/* SPDX-License-Identifier: MIT */
/* Formulas in conjunctive normal form, and the DIMACS format of them:
 *
 *     c a comment
 *     p cnf 3 2          number of variables, number of clauses
 *     1 -3 0             x1 or not x3
 *     2 3 -1 0           x2 or x3 or not x1
 *
 * A clause ends at its 0, wherever lines end; the word c begins a comment, up to
 * the end of its line; the word % ends the formula, as in the files of SATLIB.
 * A clause may be empty (no assignment satisfies it), may repeat a literal or
 * hold it and its negation. */
#ifndef TAME_DIMACS_H
#define TAME_DIMACS_H

#include <stddef.h>

#include "tame/status.h"

/* Clause k is the literals literal[start[k]], ..., literal[start[k + 1] - 1];
 * literal v > 0 is the variable x_v, -v its negation, 1 <= v <= n_vars. */
typedef struct {
  size_t n_vars, n_clauses;
  size_t *start;                   /* [n_clauses + 1] */
  int *literal;                    /* [start[n_clauses]] */
  size_t room_start, room_literal; /* numbers that there is room for */
} tame_cnf;

/* A formula without clauses, to which clauses are added. */
tame_cnf tame_cnf_empty(size_t n_vars);
/* Add the clause literal [n], n >= 0. */
void tame_cnf_add(tame_cnf *f, const int *literal, size_t n);
void tame_cnf_free(tame_cnf *f); /* frees the arrays and clears *f */

/* TAME_EMISSING, TAME_EIO when the file cannot be had; TAME_EFORMAT with
 * "path:line: what" for anything but the above: no or a second "p cnf" line, a
 * literal that is no number or beyond n_vars, more or fewer clauses than
 * promised, a last clause without its 0.  *f is then empty. */
tame_status tame_read_dimacs(tame_cnf *f, const char *path, tame_error *err);

/* Replaces PATH when the text is complete; COMMENT (may be NULL) is its first
 * line.  TAME_EIO. */
tame_status tame_write_dimacs(const tame_cnf *f, const char *path,
                              const char *comment, tame_error *err);

#endif
