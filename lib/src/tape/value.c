/* SPDX-License-Identifier: MIT */
/* Evaluation of the recorded program. */
#include <math.h>
#include <string.h>

#include "program.h"
#include "scalar.h"

static double scalar(const tame_tape *t, word w)
{
  const double *v = t->value;
  const tame_op op = tape_op(w);
  if (tape_is_binary(op))
    return tape_binary_value(op, v[tape_a(w)], v[tape_b(w)]);
  if (tape_is_unary(op))
    return tape_unary_value(op, v[tape_a(w)], tape_c(t, w));
  if (op == TAME_OP_WHERE) {
    const double c = v[tape_a(w)];
    const uint32_t *arg = t->args + tape_b(w);
    return c != c ? c : v[arg[c > 0.0 ? 0 : 1]];
  }
  return tape_evaluate_reduction(t, w);
}

/* The operations that programs are made of most are spelled out. */
void tape_evaluate(tame_tape *t, size_t first, size_t last, size_t r,
                   const double *x)
{
  double *const v = t->value;
  const double *const constant = t->constant;
  const word *const end = t->code + last;
  for (const word *c = t->code + first; c < end; c++) {
    const word w = *c;
    const size_t a = tape_a(w), b = tape_b(w);
    switch (tape_op(w)) {
    case TAME_OP_ADD: v[r++] = v[a] + v[b]; break;
    case TAME_OP_SUB: v[r++] = v[a] - v[b]; break;
    case TAME_OP_MUL: v[r++] = v[a] * v[b]; break;
    case TAME_OP_DIV: v[r++] = v[a] / v[b]; break;
    case TAME_OP_MAX: v[r++] = larger(v[a], v[b]); break;
    case TAME_OP_MIN: v[r++] = smaller(v[a], v[b]); break;
    case TAME_OP_ADDC: v[r++] = v[a] + constant[b]; break;
    case TAME_OP_MULC: v[r++] = v[a] * constant[b]; break;
    case TAME_OP_NEG: v[r++] = -v[a]; break;
    case TAME_OP_SQUARE: v[r++] = v[a] * v[a]; break;
    case TAME_OP_ABS: v[r++] = fabs(v[a]); break;
    case TAME_OP_RELU: v[r++] = relu(v[a]); break;
    case TAME_OP_CONST: v[r++] = constant[b]; break;
    default:
      if (tape_is_plural(tape_op(w))) {
        tape_evaluate_plural(t, w, r, x);
        r += tape_results(t, w);
      } else {
        v[r++] = scalar(t, w);
      }
    }
  }
}

tame_status tame_tape_replay(tame_tape *t, const double *x)
{
  for (size_t i = 0; i < t->n_inputs; i++)
    if (!isfinite(x[i])) return TAME_EINVAL;
  tape_evaluate(t, 0, t->codes.n, 0, x);
  t->is_order_old = false;
  return TAME_OK;
}
