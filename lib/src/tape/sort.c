/* SPDX-License-Identifier: MIT */
/* Sorting: the order is kept, so that derivatives only permute. */
#include <stdlib.h>
#include <string.h>

#include "program.h"

/* Does x_j come before x_i, j later in the present order?  Ties are broken by
 * the choices set, then by position; NaN comes last. */
static bool comes_before(const tame_tape *t, const double *x, size_t r,
                         uint32_t j, uint32_t i)
{
  if (x[j] < x[i]) return true;
  if (x[j] > x[i]) return false;
  if (x[j] != x[i]) return x[i] != x[i] && x[j] == x[j];
  if (!t->kinks) return j < i;
  const double a = tame_tape_theta(t, TAME_OP_SORT, r, j);
  const double b = tame_tape_theta(t, TAME_OP_SORT, r, i);
  return a < b || (a == b && j < i);
}

/* to <- the two sorted runs from[0, m), from[m, n) merged */
static void merge(uint32_t *to, const uint32_t *from, size_t m, size_t n,
                  const tame_tape *t, const double *x, size_t r)
{
  for (size_t i = 0, j = m, k = 0; k < n; k++)
    to[k] = i == m || (j < n && comes_before(t, x, r, from[j], from[i]))
                ? from[j++]
                : from[i++];
}

/* order [k] <- the order of x [k], by merging runs of length 1, 2, 4, ... */
static void sort(uint32_t *order, tame_tape *t, const double *x, size_t k,
                 size_t r)
{
  if (t->n_order < k) {
    free(t->order);
    t->order = tame_calloc(k, sizeof *t->order);
    t->n_order = k;
  }
  uint32_t *from = order, *to = t->order;
  for (size_t i = 0; i < k; i++) from[i] = (uint32_t)i;
  for (size_t run = 1; run < k; run *= 2) {
    for (size_t i = 0; i < k; i += 2 * run) {
      const size_t n = k - i < 2 * run ? k - i : 2 * run;
      merge(to + i, from + i, n < run ? n : run, n, t, x, r);
    }
    uint32_t *const other = from;
    from = to;
    to = other;
  }
  if (from != order) memcpy(order, from, k * sizeof *order);
}

void tame_tape_evaluate_sort(tame_tape *t, word w, size_t r)
{
  uint32_t *const arg = t->args + tape_b(w);
  const double *x = t->value + tape_a(w);
  sort(arg + 1, t, x, arg[0], r);
  for (size_t i = 0; i < arg[0]; i++) t->value[r + i] = x[arg[1 + i]];
}

void tame_tape_refresh_order(tame_tape *t)
{
  if (!t->is_order_old) return;
  t->is_order_old = false;
  for (size_t i = 0, r = 0; i < t->codes.n; i++) {
    const word w = t->code[i];
    if (tape_op(w) == TAME_OP_SORT) tame_tape_evaluate_sort(t, w, r);
    r += tape_results(t, w);
  }
}
