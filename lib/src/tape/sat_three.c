/* SPDX-License-Identifier: MIT */
/* Any formula in conjunctive normal form as one of clauses with three distinct
 * variables. */
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/sat.h"

/* A literal of a clause and its place. */
typedef struct {
  int literal;
  size_t place;
} placed;

static int by_variable(const void *a, const void *b)
{
  const placed *x = a, *y = b;
  const int u = abs(x->literal), v = abs(y->literal);
  if (u != v) return u < v ? -1 : 1;
  return (x->place > y->place) - (x->place < y->place);
}

/* LITERAL [n] without repetitions, sorted as they come, in place; n <- how many
 * are left.  False when some literal stands beside its negation.  SORTED [n] is
 * room to work in. */
static bool simplify(int *literal, size_t *n, placed *sorted)
{
  size_t kept = 0;
  for (size_t i = 0; i < *n; i++) sorted[i] = (placed){literal[i], i};
  qsort(sorted, *n, sizeof *sorted, by_variable);
  for (size_t i = 1; i < *n; i++) {
    if (sorted[i].literal == -sorted[i - 1].literal) return false;
    if (sorted[i].literal == sorted[i - 1].literal)
      literal[sorted[i].place] = 0; /* the first of them stays */
  }
  for (size_t i = 0; i < *n; i++)
    if (literal[i]) literal[kept++] = literal[i];
  *n = kept;
  return true;
}

/* A clause of at most three literals, with all signs of the padding variables
 * PAD, PAD + 1, ... in the places that are left. */
static void add_short(tame_cnf *to, const int *literal, size_t n, int pad)
{
  const size_t missing = 3 - n;
  for (size_t pattern = 0; pattern < (size_t)1 << missing; pattern++) {
    int clause[3];
    if (n) memcpy(clause, literal, n * sizeof *clause);
    for (size_t i = 0; i < missing; i++)
      clause[n + i] = pattern >> i & 1 ? -(pad + (int)i) : pad + (int)i;
    tame_cnf_add(to, clause, 3);
  }
}

/* (a b y)(-y c z)(-z d e) for the n >= 4 literals a, b, c, d, e; *fresh, the
 * next unused variable, advances by n - 3. */
static void add_long(tame_cnf *to, const int *literal, size_t n, int *fresh)
{
  tame_cnf_add(to, (int[3]){literal[0], literal[1], *fresh}, 3);
  for (size_t i = 2; i + 2 < n; i++, ++*fresh)
    tame_cnf_add(to, (int[3]){-*fresh, literal[i], *fresh + 1}, 3);
  tame_cnf_add(to, (int[3]){-*fresh, literal[n - 2], literal[n - 1]}, 3);
  ++*fresh;
}

/* All clauses of FROM; with to = NULL, only *chained and *padded <- how many
 * variables chains and padding take. */
static void convert(tame_cnf *to, size_t *chained, size_t *padded,
                    const tame_cnf *from)
{
  size_t longest = 1;
  for (size_t k = 0; k < from->n_clauses; k++) {
    const size_t n = from->start[k + 1] - from->start[k];
    if (n > longest) longest = n;
  }
  int *literal = tame_calloc(longest, sizeof *literal);
  placed *sorted = tame_calloc(longest, sizeof *sorted);
  int fresh = to ? (int)(from->n_vars + *padded) + 1 : 0; /* first unused */
  for (size_t k = 0; k < from->n_clauses; k++) {
    size_t n = from->start[k + 1] - from->start[k];
    if (n) memcpy(literal, from->literal + from->start[k], n * sizeof *literal);
    if (!simplify(literal, &n, sorted)) continue;
    if (!to) {
      *chained += n > 3 ? n - 3 : 0;
      if (n < 3 && 3 - n > *padded) *padded = 3 - n;
    } else if (n <= 3) {
      add_short(to, literal, n, (int)from->n_vars + 1);
    } else {
      add_long(to, literal, n, &fresh);
    }
  }
  free(sorted);
  free(literal);
}

tame_status tame_sat_to_three(tame_cnf *to, const tame_cnf *from,
                              tame_error *err)
{
  size_t chained = 0, padded = 0;
  convert(NULL, &chained, &padded, from);
  *to = (tame_cnf){0};
  /* so that the number after the last variable is one, too */
  if (chained + padded >= INT_MAX - from->n_vars)
    return tame_fail(err, TAME_EINVAL, "%d or more variables in all", INT_MAX);
  *to = tame_cnf_empty(from->n_vars + padded + chained);
  convert(to, &chained, &padded, from);
  if (to->n_clauses > 0) return TAME_OK;
  tame_cnf_free(to);
  return tame_fail(err, TAME_EINVAL,
                   "no clause can fail: the formula is always true");
}
