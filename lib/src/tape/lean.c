/* SPDX-License-Identifier: MIT */
/* Lean counts: what a careful implementation performs. */
#include "tame/tape_cost.h"

#include <math.h>
#include <stdlib.h>

#include "partials.h"

/* Operations whose partial derivatives are 0, 1 or -1 away from kinks. */
static bool is_piecewise_linear(const tame_tape *t, word w)
{
  tame_op op = tape_op(w);
  if (op == TAME_OP_MAP || op == TAME_OP_ZIP)
    op = (tame_op)t->args[tape_b(w) + 1];
  switch (op) {
  case TAME_OP_ADD:
  case TAME_OP_SUB:
  case TAME_OP_MAX:
  case TAME_OP_MIN:
  case TAME_OP_ADDC:
  case TAME_OP_CSUB:
  case TAME_OP_MAXC:
  case TAME_OP_MINC:
  case TAME_OP_LEAKY:
  case TAME_OP_NEG:
  case TAME_OP_ABS:
  case TAME_OP_RELU:
  case TAME_OP_RELU6:
  case TAME_OP_WHERE:
  case TAME_OP_SUM:
  case TAME_OP_NORM1:
  case TAME_OP_MAXK:
  case TAME_OP_MINK:
  case TAME_OP_GATHER:
  case TAME_OP_SORT:
    return true;
  default:
    return false;
  }
}

typedef struct {
  bool *is_set; /* [values] adjoint received something */
  bool is_linear;
  double count;
  size_t result, terms; /* forwards: the present result and its terms */
  double products;
} tally;

/* A product that happens to be by 0 or 1 is a product like others. */
static bool costs_product(const tally *to, double p)
{
  return !(to->is_linear && fabs(p) == 1.0);
}

static bool costs_nothing(const tally *to, double p)
{
  return to->is_linear && p == 0.0;
}

/* --- backwards ------------------------------------------------------------ */

static void contribute(size_t result, size_t arg, double p, void *ctx)
{
  tally *to = ctx;
  if (!to->is_set[result] || costs_nothing(to, p)) return;
  to->count += costs_product(to, p);
  to->count += to->is_set[arg];
  to->is_set[arg] = true;
}

double tame_tape_cost_lean(tame_var y, double c)
{
  tame_tape *t = y.tape;
  tame_tape_check_var(t, y);
  tame_tape_refresh_order(t);
  tally to = {.is_set = tame_calloc(t->values.n, sizeof(bool)),
              .count = tame_tape_cost(t, c).joint};
  to.is_set[y.index] = true;
  for (size_t i = t->codes.n, r = t->values.n; i-- > 0;) {
    const word w = t->code[i];
    const size_t n = tape_results(t, w);
    bool is_reached = false;
    r -= n;
    for (size_t k = 0; k < n; k++) is_reached = is_reached || to.is_set[r + k];
    to.is_linear = is_piecewise_linear(t, w);
    if (is_reached) tame_tape_partials(t, w, r, contribute, &to);
  }
  free(to.is_set);
  return to.count;
}

/* --- forwards ------------------------------------------------------------- */

/* Terms of one result are complete: at least one operation. */
static void close_result(tally *to)
{
  const double sums = to->terms > 1 ? (double)to->terms - 1.0 : 0.0;
  if (to->result != SIZE_MAX) to->count += fmax(1.0, to->products + sums);
  to->terms = 0;
  to->products = 0.0;
}

static void add_term(size_t result, size_t arg, double p, void *ctx)
{
  tally *to = ctx;
  (void)arg;
  if (result != to->result) {
    close_result(to);
    to->result = result;
  }
  if (costs_nothing(to, p)) return;
  to->terms++;
  to->products += costs_product(to, p);
}

double tame_tape_cost_lean_fwd(const tame_tape *t, size_t p, double c)
{
  tally to = {.result = SIZE_MAX};
  for (size_t i = 0, r = 0; i < t->codes.n; i++) {
    const word w = t->code[i];
    to.is_linear = is_piecewise_linear(t, w);
    if (tape_op(w) != TAME_OP_GATHER)
      tame_tape_partials(t, w, r, add_term, &to);
    close_result(&to);
    to.result = SIZE_MAX;
    r += tape_results(t, w);
  }
  return tame_tape_cost(t, c).joint + (double)p * to.count;
}
