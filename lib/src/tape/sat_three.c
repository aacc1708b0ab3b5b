/* SPDX-License-Identifier: MIT */
/* Any formula in conjunctive normal form as one of clauses with three distinct
 * variables. */
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/sat.h"

/* LITERAL [n] without repetitions, sorted as they come, in place; n <- how many
 * are left.  False when some literal stands beside its negation. */
static bool simplify(int *literal, size_t *n)
{
  size_t kept = 0;
  for (size_t i = 0; i < *n; i++) {
    bool is_new = true;
    for (size_t j = 0; j < kept && is_new; j++) {
      if (literal[j] == -literal[i]) return false;
      is_new = literal[j] != literal[i];
    }
    if (is_new) literal[kept++] = literal[i];
  }
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
  int fresh = to ? (int)(from->n_vars + *padded) + 1 : 0; /* first unused */
  for (size_t k = 0; k < from->n_clauses; k++) {
    size_t n = from->start[k + 1] - from->start[k];
    if (n) memcpy(literal, from->literal + from->start[k], n * sizeof *literal);
    if (!simplify(literal, &n)) continue;
    if (!to) {
      *chained += n > 3 ? n - 3 : 0;
      if (n < 3 && 3 - n > *padded) *padded = 3 - n;
    } else if (n <= 3) {
      add_short(to, literal, n, (int)from->n_vars + 1);
    } else {
      add_long(to, literal, n, &fresh);
    }
  }
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
