/* SPDX-License-Identifier: MIT */
#include "tame/tape_program.h"

#include <math.h>
#include <stdlib.h>

#include "program.h"

static size_t count_args(const tame_tape *t, word w)
{
  const tame_op op = tape_op(w);
  if (tape_is_binary(op)) return 2;
  if (tape_is_unary(op)) return 1;
  if (op == TAME_OP_CONST || op == TAME_OP_INPUT) return 0;
  if (op == TAME_OP_WHERE) return 3;
  const uint32_t *arg = t->args + tape_b(w);
  if (op == TAME_OP_DOT) return 2 * (size_t)arg[0];
  if (tape_is_reduction(op)) return tape_b(w);
  const size_t n = arg[0];
  switch (op) {
  case TAME_OP_ZIP:
    return 2 * n;
  case TAME_OP_SCALE:
    return 1 + n;
  case TAME_OP_AXPY:
    return 1 + 2 * n;
  case TAME_OP_MATVEC:
    return (n + 1) * arg[2];
  case TAME_OP_MATVECC:
    return arg[2];
  case TAME_OP_MATMUL:
    return (size_t)arg[1] * arg[2] + (size_t)arg[2] * arg[3];
  case TAME_OP_CALL:
    return n + arg[2];
  default:
    return n; /* gather, sort, map */
  }
}

bool tame_tape_next(tame_operation *g, const tame_tape *t)
{
  if (g->number == t->codes.n) return false;
  const word w = t->code[g->number];
  const tame_op op = tape_op(w);
  g->result += g->number ? g->results : 0;
  g->number++;
  g->op = g->inner = op;
  g->results = tape_results(t, w);
  g->args = count_args(t, w);
  g->constant = tape_has_constant(op) || op == TAME_OP_CONST
                    ? t->constant[tape_b(w)]
                    : (double)NAN;
  if (op == TAME_OP_MAP || op == TAME_OP_ZIP) {
    const uint32_t *arg = t->args + tape_b(w);
    g->inner = (tame_op)arg[1];
    if (op == TAME_OP_MAP && tape_has_constant(g->inner))
      g->constant = t->constant[arg[2]];
  }
  return true;
}

static size_t *run(size_t *arg, size_t first, size_t n)
{
  for (size_t i = 0; i < n; i++) arg[i] = first + i;
  return arg + n;
}

static void plural_args(size_t *arg, size_t args, const uint32_t *extra,
                        size_t a, tame_op op)
{
  const size_t n = extra[0];
  switch (op) {
  case TAME_OP_GATHER:
    for (size_t i = 0; i < n; i++) arg[i] = extra[1 + i];
    return;
  case TAME_OP_ZIP:
    run(run(arg, a, n), extra[2], n);
    return;
  case TAME_OP_SCALE:
    run(run(arg, extra[1], 1), a, n);
    return;
  case TAME_OP_AXPY:
    run(run(run(arg, extra[1], 1), a, n), extra[2], n);
    return;
  case TAME_OP_MATVEC:
    run(run(arg, extra[1], n * extra[2]), a, extra[2]);
    return;
  case TAME_OP_MATMUL:
    run(run(arg, a, (size_t)extra[1] * extra[2]), extra[4],
        (size_t)extra[2] * extra[3]);
    return;
  case TAME_OP_CALL:
    run(run(arg, a, n), extra[1], extra[2]);
    return;
  default:
    run(arg, a, args); /* sort, map, constant matrix */
  }
}

void tame_operation_args(size_t *arg, const tame_operation *g,
                         const tame_tape *t)
{
  TAME_REQUIRE(g->number >= 1 && g->number <= t->codes.n);
  const word w = t->code[g->number - 1];
  const size_t a = tape_a(w), b = tape_b(w);
  if (g->args == 0) return;
  if (tape_is_binary(g->op)) {
    arg[0] = a, arg[1] = b;
  } else if (tape_is_unary(g->op)) {
    arg[0] = a;
  } else if (g->op == TAME_OP_WHERE) {
    arg[0] = a, arg[1] = t->args[b], arg[2] = t->args[b + 1];
  } else if (g->op == TAME_OP_DOT) {
    run(run(arg, a, t->args[b]), t->args[b + 1], t->args[b]);
  } else if (tape_is_reduction(g->op)) {
    run(arg, a, b);
  } else {
    plural_args(arg, g->args, t->args + b, a, g->op);
  }
}

size_t tame_tape_operations(const tame_tape *t) { return t->codes.n; }
size_t tame_tape_values(const tame_tape *t) { return t->values.n; }

tame_var tame_tape_at(tame_tape *t, size_t index)
{
  TAME_REQUIRE(index < t->values.n);
  return (tame_var){t, (uint32_t)index};
}

/* Room for the arguments of the largest operation. */
static size_t *room_for_args(const tame_tape *t)
{
  size_t most = 0;
  for (size_t i = 0; i < t->codes.n; i++) {
    const size_t n = count_args(t, t->code[i]);
    if (n > most) most = n;
  }
  return tame_calloc(most, sizeof(size_t));
}

void tame_tape_levels(int *level, const tame_tape *t)
{
  size_t *arg = room_for_args(t);
  tame_operation g = {0};
  while (tame_tape_next(&g, t)) {
    int deepest = -1;
    tame_operation_args(arg, &g, t);
    for (size_t i = 0; i < g.args; i++)
      if (level[arg[i]] > deepest) deepest = level[arg[i]];
    for (size_t i = 0; i < g.results; i++)
      level[g.result + i] = g.args ? deepest + 1 : -1;
  }
  free(arg);
}

void tame_tape_print(FILE *out, const tame_tape *t)
{
  size_t *arg = room_for_args(t);
  tame_operation g = {0};
  while (tame_tape_next(&g, t)) {
    tame_operation_args(arg, &g, t);
    fprintf(out, "v%zu", g.result);
    if (g.results > 1) fprintf(out, "..v%zu", g.result + g.results - 1);
    fprintf(out, " = %s", tame_op_name(g.op));
    if (g.inner != g.op) fprintf(out, " %s", tame_op_name(g.inner));
    if (!isnan(g.constant)) fprintf(out, " %g", g.constant);
    /* long lists by their ends */
    for (size_t i = 0; i < g.args; i++) {
      if (i == 4 && g.args > 6) {
        fprintf(out, " ...");
        i = g.args - 1;
      }
      fprintf(out, " v%zu", arg[i]);
    }
    fprintf(out, "   (%g%s)\n", t->value[g.result],
            g.results > 1 ? ", ..." : "");
  }
  free(arg);
}
