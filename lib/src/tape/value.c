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
    return tame_tape_binary_value(op, v[tape_a(w)], v[tape_b(w)]);
  if (tape_is_unary(op))
    return tame_tape_unary_value(op, v[tape_a(w)], tape_c(t, w));
  if (op == TAME_OP_WHERE) {
    const double c = v[tape_a(w)];
    const uint32_t *arg = t->args + tape_b(w);
    return c != c ? c : v[arg[c > 0.0 ? 0 : 1]];
  }
  return tame_tape_evaluate_reduction(t, w);
}

/* The operations that programs are made of most are spelled out; `last` is the
 * value before the next one. */
TAPE_HOT void tame_tape_evaluate(tame_tape *t, size_t first, size_t end,
                                 size_t r, const double *x)
{
  double *const v = t->value;
  const double *const constant = t->constant;
  const word *const stop = t->code + end;
  double last = r ? v[r - 1] : 0.0;
  for (const word *c = t->code + first; c < stop; c++) {
    const word w = *c;
    const size_t a = tape_a(w), b = tape_b(w);
    /* clang-format off */
    switch (tape_code(w)) {
    case TAME_OP_ADD: last = v[a] + v[b]; break;
    case TAPE_ADD_A: last = last + v[b]; break;
    case TAPE_ADD_B: last = v[a] + last; break;
    case TAME_OP_SUB: last = v[a] - v[b]; break;
    case TAPE_SUB_A: last = last - v[b]; break;
    case TAPE_SUB_B: last = v[a] - last; break;
    case TAME_OP_MUL: last = v[a] * v[b]; break;
    case TAPE_MUL_A: last = last * v[b]; break;
    case TAPE_MUL_B: last = v[a] * last; break;
    case TAPE_MUL_SUM: /* and the SUM_MUL after it */
      v[r] = v[a] * v[b];
      last = last + v[r++];
      c++;
      break;
    case TAME_OP_DIV: last = v[a] / v[b]; break;
    case TAME_OP_MAX: last = larger(v[a], v[b]); break;
    case TAME_OP_MIN: last = smaller(v[a], v[b]); break;
    case TAME_OP_ADDC: last = v[a] + constant[b]; break;
    case TAPE_ADDC_A: last = last + constant[b]; break;
    case TAME_OP_MULC: last = v[a] * constant[b]; break;
    case TAPE_MULC_A: last = last * constant[b]; break;
    case TAME_OP_NEG: last = -v[a]; break;
    case TAME_OP_SQUARE: last = v[a] * v[a]; break;
    case TAME_OP_ABS: last = fabs(v[a]); break;
    case TAME_OP_RELU: last = relu(v[a]); break;
    case TAPE_RELU_A: last = relu(last); break;
    case TAME_OP_CONST: last = constant[b]; break;
    default:
      if (tape_is_plural(tape_op(w))) {
        tame_tape_evaluate_plural(t, w, r, x);
        r += tape_results(t, w);
        last = v[r - 1];
        continue;
      }
      last = scalar(t, w);
    }
    /* clang-format on */
    v[r++] = last;
  }
}

tame_status tame_tape_replay(tame_tape *t, const double *x)
{
  if (!tape_all_finite(x, t->n_inputs)) return TAME_EINVAL;
  tame_tape_evaluate(t, 0, t->codes.n, 0, x);
  t->is_order_old = false;
  return TAME_OK;
}
