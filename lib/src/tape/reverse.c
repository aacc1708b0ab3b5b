/* SPDX-License-Identifier: MIT */
/* Reverse sweeps.  An adjoint is set to zero when it has been passed on, so all
 * of them are zero between sweeps and none has to be cleared.  Operations whose
 * adjoint is zero are skipped: what the output does not depend on cannot turn
 * 0 times infinity into NaN. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "scalar.h"

static void reverse_where(const tame_tape *t, word w, double g)
{
  const uint32_t *arg = t->args + tape_b(w);
  t->adjoint[arg[t->value[tape_a(w)] > 0.0 ? 0 : 1]] += g;
}

static void reverse_binary(const tame_tape *t, word w, size_t r, double g)
{
  const size_t a = tape_a(w), b = tape_b(w);
  const double x = t->value[a], y = t->value[b];
  const tame_op op = tape_op(w);
  double pa, pb, theta = 0.0;
  if (tape_binary_at_kink(op, x, y)) theta = tame_tape_theta(t, op, r, 0);
  tame_tape_binary_partials(&pa, &pb, op, x, y, t->value[r], theta);
  t->adjoint[a] += pa * g;
  t->adjoint[b] += pb * g;
}

static void reverse_scalar(tame_tape *t, word w, size_t r, double g)
{
  const tame_op op = tape_op(w);
  const size_t a = tape_a(w);
  if (tape_is_binary(op)) {
    reverse_binary(t, w, r, g);
  } else if (tape_is_unary(op)) {
    t->adjoint[a] +=
        tape_slope(t, op, t->value[a], t->value[r], tape_c(t, w), r, 0) * g;
  } else if (op == TAME_OP_WHERE) {
    reverse_where(t, w, g);
  } else {
    tame_tape_reverse_reduction(t, w, r, g);
  }
}

/* abs, relu, max and min where no kink is, without branches that nobody could
 * predict. */
static inline void reverse_piecewise(tame_tape *t, word w, size_t r, double g)
{
  const tame_op op = tape_op(w);
  const size_t a = tape_a(w), b = tape_b(w);
  double *const d = t->adjoint;
  const double x = t->value[a];
  if (tape_is_binary(op)) {
    const double y = t->value[b];
    if (x != y)
      d[(x > y) == (op == TAME_OP_MAX) ? a : b] += g;
    else
      reverse_binary(t, w, r, g);
  } else if (x != 0.0) {
    d[a] += x > 0.0 ? g : op == TAME_OP_ABS ? -g : 0.0;
  } else {
    reverse_scalar(t, w, r, g);
  }
}

/* Operations [0, n_code), the last of which has its last result at r - 1.
 * `next` is what the operation just treated adds to the adjoint before its
 * own, so that it need not go through memory. */
static TAPE_HOT void sweep(tame_tape *t, size_t n_code, size_t r, double *grad)
{
  const double *const v = t->value, *const constant = t->constant;
  double *const d = t->adjoint;
  double next = 0.0;
  for (const word *c = t->code + n_code; c-- > t->code;) {
    const word w = *c;
    if (tape_code(w) >= TAME_OP_INPUT && tape_code(w) < TAPE_FAST) {
      d[r - 1] += next;
      next = 0.0;
      r -= tape_results(t, w);
      tame_tape_reverse_plural(t, w, r, grad);
      continue;
    }
    const double g = d[--r] + next;
    next = 0.0;
    d[r] = 0.0;
    if (g == 0.0) continue;
    const size_t a = tape_a(w), b = tape_b(w);
    /* clang-format off */
    switch (tape_code(w)) {
    case TAME_OP_ADD: d[a] += g, d[b] += g; break;
    case TAPE_ADD_A: next = g, d[b] += g; break;
    case TAPE_ADD_B: d[a] += g, next = g; break;
    case TAME_OP_SUB: d[a] += g, d[b] -= g; break;
    case TAPE_SUB_A: next = g, d[b] -= g; break;
    case TAPE_SUB_B: d[a] += g, next = -g; break;
    case TAPE_MUL_SUM: /* alone, when the sum after it has no adjoint */
    case TAME_OP_MUL: d[a] += v[b] * g, d[b] += v[a] * g; break;
    case TAPE_SUM_MUL: { /* and the MUL_SUM before it */
      const size_t x = tape_a(*--c), y = tape_b(*c);
      const double h = d[--r] + g;
      d[r] = 0.0;
      d[x] += v[y] * h, d[y] += v[x] * h, next = g;
      break;
    }
    case TAPE_MUL_A: next = v[b] * g, d[b] += v[a] * g; break;
    case TAPE_MUL_B: d[a] += v[b] * g, next = v[a] * g; break;
    case TAME_OP_DIV: {
      const double h = g / v[b];
      d[a] += h, d[b] -= v[r] * h;
      break;
    }
    case TAME_OP_ADDC: d[a] += g; break;
    case TAPE_ADDC_A: next = g; break;
    case TAME_OP_MULC: d[a] += constant[b] * g; break;
    case TAPE_MULC_A: next = constant[b] * g; break;
    case TAME_OP_NEG: d[a] -= g; break;
    case TAME_OP_ABS:
    case TAME_OP_RELU:
    case TAPE_RELU_A:
    case TAME_OP_MAX:
    case TAME_OP_MIN: reverse_piecewise(t, w, r, g); break;
    case TAME_OP_SQUARE: d[a] += 2.0 * v[a] * g; break;
    case TAME_OP_EXP: d[a] += v[r] * g; break;
    case TAME_OP_CONST: break;
    default: reverse_scalar(t, w, r, g);
    }
    /* clang-format on */
  }
}

void tame_tape_prepare_adjoint(tame_tape *t)
{
  tame_tape_fit(t);
  if (t->n_adjoint < t->values.n) {
    free(t->adjoint);
    t->n_adjoint = t->values.n;
    t->adjoint = tame_vec(t->n_adjoint);
  }
}

tame_status tame_tape_vjp(double *grad, const tame_var *y, const double *w,
                          size_t m)
{
  TAME_REQUIRE(m >= 1);
  tame_tape *t = y[0].tape;
  bool is_finite = true;
  tame_tape_prepare_adjoint(t);
  tame_tape_refresh_order(t);
  size_t last = 0;
  for (size_t i = 0; i < m; i++) {
    tame_tape_check_var(t, y[i]);
    if (y[i].index > last) last = y[i].index;
    t->adjoint[y[i].index] += w[i];
    is_finite = is_finite && isfinite(t->value[y[i].index]);
  }
  /* what was recorded after the last output has no part in it */
  size_t n = t->codes.n, r = t->values.n;
  for (size_t k = tape_results(t, t->code[n - 1]); r - k > last;
       k = tape_results(t, t->code[n - 1])) {
    r -= k;
    n--;
  }
  /* the sweep writes the entries of the inputs that it meets */
  if (n < t->codes.n && t->n_inputs)
    memset(grad, 0, t->n_inputs * sizeof *grad);
  sweep(t, n, r, grad);
  return is_finite && tape_all_finite(grad, t->n_inputs) ? TAME_OK
                                                         : TAME_DIVERGED;
}

tame_status tame_tape_gradient(double *grad, tame_var y)
{
  const double one = 1.0;
  return tame_tape_vjp(grad, &y, &one, 1);
}
