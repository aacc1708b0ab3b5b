/* SPDX-License-Identifier: MIT */
#include "partials.h"

#include <stdlib.h>

#include "scalar.h"

static void unary(const tame_tape *t, tame_op op, size_t a, double c, size_t r,
                  tape_visit *visit, void *ctx)
{
  if (op == TAME_OP_SIGN) return;
  visit(r, a, tape_slope(t, op, t->value[a], t->value[r], c, r, 0), ctx);
}

static void binary(const tame_tape *t, tame_op op, size_t a, size_t b, size_t r,
                   tape_visit *visit, void *ctx)
{
  if (op == TAME_OP_LESS) return;
  const double *v = t->value;
  double pa, pb, theta = 0.0;
  if (tape_binary_at_kink(op, v[a], v[b])) theta = tame_tape_theta(t, op, r, 0);
  tame_tape_binary_partials(&pa, &pb, op, v[a], v[b], v[r], theta);
  visit(r, a, pa, ctx);
  visit(r, b, pb, ctx);
}

/* The adjoint sweep of a reduction with adjoint 1 gives its partials. */
static void reduction(const tame_tape *t, word w, size_t r, tape_visit *visit,
                      void *ctx)
{
  const bool is_dot = tape_op(w) == TAME_OP_DOT;
  const size_t a = tape_a(w), k = is_dot ? t->args[tape_b(w)] : tape_b(w);
  if (is_dot) {
    const size_t b = t->args[tape_b(w) + 1];
    for (size_t j = 0; j < k; j++) {
      visit(r, a + j, t->value[b + j], ctx);
      visit(r, b + j, t->value[a + j], ctx);
    }
    return;
  }
  double *p = tame_vec(a + k);
  tame_tape one = *t;
  one.adjoint = p;
  tame_tape_reverse_reduction(&one, w, r, 1.0);
  for (size_t j = 0; j < k; j++) visit(r, a + j, p[a + j], ctx);
  free(p);
}

static void matrix(const tame_tape *t, word w, size_t r, tape_visit *visit,
                   void *ctx)
{
  const double *v = t->value;
  const uint32_t *arg = t->args + tape_b(w);
  const bool is_product = tape_op(w) == TAME_OP_MATMUL;
  const size_t rows = is_product ? arg[1] : arg[0], inner = arg[2];
  const size_t columns = is_product ? arg[3] : 1;
  /* A x has its matrix second, A B first */
  const size_t a = is_product ? tape_a(w) : arg[1];
  const size_t b = is_product ? arg[4] : tape_a(w);
  const bool is_constant = tape_op(w) == TAME_OP_MATVECC;
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < columns; j++)
      for (size_t k = 0; k < inner; k++) {
        const size_t aik = a + i * inner + k, bkj = b + k * columns + j;
        const double entry = is_constant ? t->constant[aik] : v[aik];
        visit(r + i * columns + j, bkj, entry, ctx);
        if (!is_constant) visit(r + i * columns + j, aik, v[bkj], ctx);
      }
}

static void call(const tame_tape *t, word w, size_t r, tape_visit *visit,
                 void *ctx)
{
  const uint32_t *arg = t->args + tape_b(w);
  const size_t n = arg[0], p = arg[2], a = tape_a(w);
  for (size_t i = 0; i < n; i++) {
    const double *row = tame_tape_call_row(t, w, i);
    for (size_t k = 0; k < n; k++) visit(r + i, a + k, row[k], ctx);
    for (size_t k = 0; k < p; k++) visit(r + i, arg[1] + k, row[n + k], ctx);
  }
}

static void several(const tame_tape *t, word w, size_t r, tape_visit *visit,
                    void *ctx)
{
  const double *v = t->value;
  const uint32_t *arg = t->args + tape_b(w);
  const size_t a = tape_a(w);
  for (size_t i = 0; i < arg[0]; i++) {
    switch (tape_op(w)) {
    case TAME_OP_GATHER:
      visit(r + i, arg[1 + i], 1.0, ctx);
      break;
    case TAME_OP_SORT:
      visit(r + i, a + arg[1 + i], 1.0, ctx);
      break;
    case TAME_OP_MAP:
      unary(t, (tame_op)arg[1], a + i, t->constant[arg[2]], r + i, visit, ctx);
      break;
    case TAME_OP_ZIP:
      binary(t, (tame_op)arg[1], a + i, arg[2] + i, r + i, visit, ctx);
      break;
    case TAME_OP_AXPY:
      visit(r + i, arg[2] + i, 1.0, ctx);
      /* fall through */
    case TAME_OP_SCALE:
      visit(r + i, arg[1], v[a + i], ctx);
      visit(r + i, a + i, v[arg[1]], ctx);
      break;
    default:
      TAME_REQUIRE(false);
    }
  }
}

void tame_tape_partials(const tame_tape *t, word w, size_t r, tape_visit *visit,
                        void *ctx)
{
  const tame_op op = tape_op(w);
  if (op == TAME_OP_INPUT || op == TAME_OP_CONST) return;
  if (tape_is_binary(op)) {
    binary(t, op, tape_a(w), tape_b(w), r, visit, ctx);
  } else if (tape_is_unary(op)) {
    unary(t, op, tape_a(w), tape_c(t, w), r, visit, ctx);
  } else if (op == TAME_OP_WHERE) {
    const uint32_t *arg = t->args + tape_b(w);
    const bool is_first = t->value[tape_a(w)] > 0.0;
    visit(r, arg[0], is_first, ctx);
    visit(r, arg[1], !is_first, ctx);
  } else if (tape_is_reduction(op)) {
    reduction(t, w, r, visit, ctx);
  } else if (op == TAME_OP_CALL) {
    call(t, w, r, visit, ctx);
  } else if (op >= TAME_OP_MATVEC) {
    matrix(t, w, r, visit, ctx);
  } else {
    several(t, w, r, visit, ctx);
  }
}
