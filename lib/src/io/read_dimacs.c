/* SPDX-License-Identifier: MIT */
#include "tame/dimacs.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dimacs_scan.h"
#include "tame/base.h"
#include "tame/text.h"

/* --- formulas ------------------------------------------------------------- */

/* X with room for COUNT objects of SIZE bytes; moves it when it has not. */
static void *grow(void *x, size_t *room, size_t count, size_t size)
{
  if (count <= *room) return x;
  const size_t more = count < 16 ? 16 : 2 * count;
  void *moved = tame_calloc(more, size);
  if (x) memcpy(moved, x, *room * size);
  free(x);
  *room = more;
  return moved;
}

tame_cnf tame_cnf_empty(size_t n_vars)
{
  tame_cnf f = {.n_vars = n_vars};
  TAME_REQUIRE(n_vars <= INT_MAX);
  f.start = grow(NULL, &f.room_start, 1, sizeof *f.start);
  return f;
}

void tame_cnf_free(tame_cnf *f)
{
  free(f->start);
  free(f->literal);
  *f = (tame_cnf){0};
}

void tame_cnf_add(tame_cnf *f, const int *literal, size_t n)
{
  const size_t begin = f->start[f->n_clauses], end = begin + n;
  f->literal = grow(f->literal, &f->room_literal, end, sizeof *f->literal);
  for (size_t i = 0; i < n; i++) {
    TAME_REQUIRE(literal[i] != 0 && (size_t)abs(literal[i]) <= f->n_vars);
    f->literal[begin + i] = literal[i];
  }
  f->start = grow(f->start, &f->room_start, f->n_clauses + 2, sizeof *f->start);
  f->start[++f->n_clauses] = end;
}

/* --- reading -------------------------------------------------------------- */

static tame_status read_header(size_t *n_vars, size_t *n_clauses, tame_scan *s,
                               tame_error *err)
{
  TAME_TRY(tame_dimacs_header(s, "cnf", err));
  TAME_TRY(tame_dimacs_count(n_vars, s, INT_MAX, "variables", err));
  TAME_TRY(tame_dimacs_count(n_clauses, s, INT_MAX, "clauses", err));
  return tame_dimacs_end_of_line(s, "p cnf VARIABLES CLAUSES", err);
}

/* *literal <- the next number, of modulus at most n_vars */
static tame_status read_literal(int *literal, tame_scan *s, size_t n_vars,
                                tame_error *err)
{
  size_t v;
  if (*s->at == 'p') return tame_scan_fail(s, err, "a second line 'p cnf'");
  const bool is_negated = *s->at == '-';
  s->at += is_negated;
  TAME_TRY(tame_scan_count(&v, s, n_vars, '\0', "literal", err));
  if (is_negated && v == 0) return tame_scan_fail(s, err, "literal: '-0'");
  *literal = is_negated ? -(int)v : (int)v;
  return TAME_OK;
}

/* The literals of the clause being read. */
typedef struct {
  int *literal;
  size_t n, room;
} clause;

static tame_status read_clauses(tame_cnf *f, clause *c, size_t n_clauses,
                                tame_scan *s, tame_error *err)
{
  int literal = 0;
  for (tame_dimacs_blank(s); !tame_scan_at_end(s) && *s->at != '%';
       tame_dimacs_blank(s)) {
    if (f->n_clauses == n_clauses)
      return tame_scan_fail(s, err, "more than the %zu clauses promised",
                            n_clauses);
    TAME_TRY(read_literal(&literal, s, f->n_vars, err));
    if (literal == 0) {
      tame_cnf_add(f, c->literal, c->n);
      c->n = 0;
      continue;
    }
    c->literal = grow(c->literal, &c->room, c->n + 1, sizeof *c->literal);
    c->literal[c->n++] = literal;
  }
  if (c->n) return tame_scan_fail(s, err, "the last clause has no 0");
  if (f->n_clauses < n_clauses)
    return tame_scan_fail(s, err, "%zu clauses of the %zu promised",
                          f->n_clauses, n_clauses);
  return TAME_OK;
}

tame_status tame_read_dimacs(tame_cnf *f, const char *path, tame_error *err)
{
  tame_scan s;
  clause c = {0};
  size_t n_vars, n_clauses;
  *f = (tame_cnf){0};
  TAME_TRY(tame_scan_open(&s, path, err));
  tame_status status = read_header(&n_vars, &n_clauses, &s, err);
  if (status == TAME_OK) {
    *f = tame_cnf_empty(n_vars);
    status = read_clauses(f, &c, n_clauses, &s, err);
  }
  if (status < 0) tame_cnf_free(f);
  free(c.literal);
  tame_scan_close(&s);
  return status;
}

/* --- writing -------------------------------------------------------------- */

tame_status tame_write_dimacs(const tame_cnf *f, const char *path,
                              const char *comment, tame_error *err)
{
  tame_output o;
  TAME_TRY(tame_output_open(&o, path, err));
  if (comment) fprintf(o.file, "c %s\n", comment);
  fprintf(o.file, "p cnf %zu %zu\n", f->n_vars, f->n_clauses);
  for (size_t k = 0; k < f->n_clauses; k++) {
    for (size_t i = f->start[k]; i < f->start[k + 1]; i++)
      fprintf(o.file, "%d ", f->literal[i]);
    fputs("0\n", o.file);
  }
  return tame_output_commit(&o, err);
}
