/* SPDX-License-Identifier: MIT */
/* Which operations are at a kink, and does the output depend on them? */
#include "tame/tape_set.h"

#include <stdlib.h>

#include "partials.h"
#include "scalar.h"

typedef struct {
  const tame_tape *t;
  bool *is_needed; /* [values] */
} reach;

/* Arguments with a derivative, or with one under another choice. */
static void mark(size_t result, size_t arg, double p, void *ctx)
{
  const reach *to = ctx;
  if (to->is_needed[result] && p != 0.0) to->is_needed[arg] = true;
}

static void mark_range(const reach *to, size_t first, size_t n)
{
  for (size_t i = 0; i < n; i++) to->is_needed[first + i] = true;
}

/* A kink passes the adjoint on to every argument that it could choose. */
static void mark_kink(const reach *to, word w, const tame_tape_kink *k)
{
  const tame_tape *t = to->t;
  const size_t a = tape_a(w), v = k->y.index;
  switch (tape_op(w)) {
  case TAME_OP_NORM1:
    to->is_needed[a + k->position] = true;
    return;
  case TAME_OP_NORM2:
    mark_range(to, a, tape_b(w));
    return;
  case TAME_OP_MAXK:
  case TAME_OP_MINK:
    for (size_t i = 0; i < tape_b(w); i++)
      if (t->value[a + i] == t->value[v]) to->is_needed[a + i] = true;
    return;
  case TAME_OP_SORT:
    for (size_t i = 0; i < t->args[tape_b(w)]; i++)
      if (t->value[a + i] == t->value[v]) to->is_needed[a + i] = true;
    return;
  case TAME_OP_MAX:
  case TAME_OP_MIN:
    to->is_needed[a] = to->is_needed[tape_b(w)] = true;
    return;
  default:
    to->is_needed[a] = true; /* one argument */
  }
}

/* --- the kinks of one operation ------------------------------------------- */

typedef struct {
  tame_tape *t;
  const reach *to;
  word w;
  tame_tape_kink *kinks;
  size_t max, n;
} list;

static void found(list *l, tame_op op, size_t y, size_t position, size_t tied,
                  double vertices)
{
  const tame_tape_kink k = {op, {l->t, (uint32_t)y}, position, tied, vertices};
  if (l->n < l->max) l->kinks[l->n] = k;
  l->n++;
}

static bool has_kink(const tame_tape *t, tame_op op, size_t a, double c)
{
  double left, right;
  if (!tape_unary_at_kink(op, t->value[a], c)) return false;
  tape_unary_sides(&left, &right, op, t->value[a], c);
  return left != right;
}

/* Ties among the n values from first on with the value v. */
static size_t count_ties(const tame_tape *t, size_t first, size_t n, double v)
{
  size_t tied = 0;
  for (size_t i = 0; i < n; i++) tied += t->value[first + i] == v;
  return tied;
}

static void of_sort(list *l, size_t r, size_t n)
{
  const double *y = l->t->value + r;
  for (size_t i = 0, k; i < n; i = k) {
    bool is_needed = l->to->is_needed[r + i];
    double orders = 1.0;
    for (k = i + 1; k < n && y[k] == y[i]; k++) {
      is_needed = is_needed || l->to->is_needed[r + k];
      orders *= (double)(k - i + 1);
    }
    if (k - i > 1 && is_needed) found(l, TAME_OP_SORT, r + i, 0, k - i, orders);
  }
}

static void of_reduction(list *l, size_t r)
{
  const tame_tape *t = l->t;
  const tame_op op = tape_op(l->w);
  const size_t a = tape_a(l->w), k = tape_b(l->w);
  if (op == TAME_OP_NORM1) {
    for (size_t j = 0; j < k; j++)
      if (t->value[a + j] == 0.0) found(l, op, r, j, 0, 2.0);
  } else if (op == TAME_OP_NORM2) {
    if (t->value[r] == 0.0) found(l, op, r, 0, k, 2.0 * (double)k);
  } else if (op == TAME_OP_MAXK || op == TAME_OP_MINK) {
    const size_t tied = count_ties(t, a, k, t->value[r]);
    if (tied > 1) found(l, op, r, 0, tied, (double)tied);
  }
}

static void of_elements(list *l, size_t r)
{
  const tame_tape *t = l->t;
  const uint32_t *arg = t->args + tape_b(l->w);
  const tame_op op = (tame_op)arg[1];
  const size_t a = tape_a(l->w);
  for (size_t j = 0; j < arg[0]; j++) {
    if (!l->to->is_needed[r + j]) continue;
    const bool is_kink =
        tape_op(l->w) == TAME_OP_MAP
            ? has_kink(t, op, a + j, t->constant[arg[2]])
            : a != arg[2] && tape_binary_at_kink(op, t->value[a + j],
                                                 t->value[arg[2] + j]);
    if (is_kink) found(l, op, r + j, 0, 0, 2.0);
  }
}

/* Appends the kinks of the operation w with first result r. */
static void of_operation(list *l, size_t r)
{
  const tame_tape *t = l->t;
  const tame_op op = tape_op(l->w);
  const size_t a = tape_a(l->w), b = tape_b(l->w);
  if (op == TAME_OP_SORT) {
    of_sort(l, r, t->args[b]);
  } else if (op == TAME_OP_MAP || op == TAME_OP_ZIP) {
    of_elements(l, r);
  } else if (tape_is_plural(op) || !l->to->is_needed[r]) {
    return;
  } else if (tape_is_unary(op)) {
    if (has_kink(t, op, a, tape_c(t, l->w))) found(l, op, r, 0, 0, 2.0);
  } else if (tape_is_binary(op)) {
    if (a != b && tape_binary_at_kink(op, t->value[a], t->value[b]))
      found(l, op, r, 0, 0, 2.0);
  } else {
    of_reduction(l, r);
  }
}

/* --- all of them ---------------------------------------------------------- */

/* Arguments of elements at a kink: their op is that of the element. */
static void mark_element(const reach *to, word w, size_t r, size_t y)
{
  const uint32_t *arg = to->t->args + tape_b(w);
  const size_t j = y - r;
  to->is_needed[tape_a(w) + j] = true;
  if (tape_op(w) == TAME_OP_ZIP) to->is_needed[arg[2] + j] = true;
}

static void mark_operation(list *l, size_t r, tame_tape_kink *work)
{
  const size_t n = l->n;
  l->n = 0;
  l->kinks = work;
  of_operation(l, r);
  for (size_t i = 0; i < l->n && i < l->max; i++) {
    const tame_op op = tape_op(l->w);
    if (op == TAME_OP_MAP || op == TAME_OP_ZIP)
      mark_element(l->to, l->w, r, work[i].y.index);
    else
      mark_kink(l->to, l->w, &work[i]);
  }
  l->n = n;
}

/* Backwards: what y depends on. */
static void find_needed(tame_tape *t, reach *to, tame_var y)
{
  tame_tape_kink *work = tame_calloc(t->values.n, sizeof *work);
  to->is_needed[y.index] = true;
  for (size_t i = t->codes.n, r = t->values.n; i-- > 0;) {
    const word w = t->code[i];
    bool is_needed = false;
    const size_t n = tape_results(t, w);
    r -= n;
    for (size_t k = 0; k < n; k++)
      is_needed = is_needed || to->is_needed[r + k];
    if (!is_needed) continue;
    tame_tape_partials(t, w, r, mark, to);
    list l = {t, to, w, work, t->values.n, 0};
    mark_operation(&l, r, work);
  }
  free(work);
}

size_t tame_tape_kinks(tame_tape_kink *kinks, size_t max, tame_var y)
{
  tame_tape *t = y.tape;
  tame_tape_check_var(t, y);
  tame_tape_refresh_order(t);
  reach to = {t, tame_calloc(t->values.n, sizeof(bool))};
  find_needed(t, &to, y);
  list l = {t, &to, 0, kinks, max, 0};
  for (size_t i = 0, r = 0; i < t->codes.n; i++) {
    l.w = t->code[i];
    of_operation(&l, r);
    r += tape_results(t, l.w);
  }
  free(to.is_needed);
  return l.n;
}
