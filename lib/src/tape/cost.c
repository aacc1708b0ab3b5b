/* SPDX-License-Identifier: MIT */
#include "tame/tape_cost.h"

#include <math.h>

#include "program.h"

/* --- one operation -------------------------------------------------------- */

/* p_g arguments, cost(g) = value + value_c c, cost(g, d) likewise. */
typedef struct {
  double args, value, value_c, joint, joint_c;
} unit;

/* The reason for what a derivative adds is beside it. */
static const unit UNITS[TAME_OP_COUNT] = {
    [TAME_OP_ADD] = {2, 1, 0, 1, 0},
    [TAME_OP_SUB] = {2, 1, 0, 1, 0},
    [TAME_OP_MUL] = {2, 1, 0, 1, 0},
    [TAME_OP_DIV] = {2, 1, 0, 1, 0},
    [TAME_OP_MAX] = {2, 1, 0, 1, 0},
    [TAME_OP_MIN] = {2, 1, 0, 1, 0},
    [TAME_OP_POW] = {2, 1, 2, 4, 2},   /* e^(b log a); b v / a and v log a */
    [TAME_OP_ATAN2] = {2, 1, 1, 7, 1}, /* a^2 + b^2, two quotients, a sign */
    [TAME_OP_LESS] = {0, 1, 0, 1, 0},
    [TAME_OP_ADDC] = {1, 1, 0, 1, 0},
    [TAME_OP_CSUB] = {1, 1, 0, 1, 0},
    [TAME_OP_MULC] = {1, 1, 0, 1, 0},
    [TAME_OP_DIVC] = {1, 1, 0, 1, 0},
    [TAME_OP_CDIV] = {1, 1, 0, 2, 0}, /* -v / a */
    [TAME_OP_POWC] = {1, 1, 2, 3, 2}, /* c v / a */
    [TAME_OP_MAXC] = {1, 1, 0, 1, 0},
    [TAME_OP_MINC] = {1, 1, 0, 1, 0},
    [TAME_OP_LEAKY] = {1, 2, 0, 2, 0}, /* comparison and product */
    [TAME_OP_NEG] = {1, 1, 0, 1, 0},
    [TAME_OP_SQUARE] = {1, 1, 0, 2, 0}, /* 2 a */
    [TAME_OP_ABS] = {1, 1, 0, 1, 0},
    [TAME_OP_SIGN] = {0, 1, 0, 1, 0},
    [TAME_OP_RELU] = {1, 1, 0, 1, 0},
    [TAME_OP_RELU6] = {1, 2, 0, 2, 0},
    [TAME_OP_ELU] = {1, 2, 1, 2, 1},
    [TAME_OP_EXP] = {1, 0, 1, 0, 1},
    [TAME_OP_EXPM1] = {1, 0, 1, 1, 1}, /* v + 1 */
    [TAME_OP_LOG] = {1, 0, 1, 1, 1},
    [TAME_OP_LOG1P] = {1, 0, 1, 2, 1}, /* 1 / (1 + a) */
    [TAME_OP_SQRT] = {1, 0, 1, 1, 1},
    [TAME_OP_TANH] = {1, 0, 1, 2, 1}, /* 1 - v^2 */
    [TAME_OP_SIGMOID] = {1, 3, 1, 5, 1},
    [TAME_OP_SOFTPLUS] = {1, 1, 2, 2, 2},
    [TAME_OP_SIN] = {1, 0, 1, 0, 2}, /* the other one */
    [TAME_OP_COS] = {1, 0, 1, 1, 2},
    [TAME_OP_TAN] = {1, 0, 1, 2, 1},  /* 1 + v^2 */
    [TAME_OP_ASIN] = {1, 0, 1, 3, 2}, /* 1 / sqrt(1 - a^2) */
    [TAME_OP_ACOS] = {1, 0, 1, 4, 2},
    [TAME_OP_ATAN] = {1, 0, 1, 3, 1}, /* 1 / (1 + a^2) */
    [TAME_OP_SINH] = {1, 0, 1, 0, 2},
    [TAME_OP_COSH] = {1, 0, 1, 0, 2},
    [TAME_OP_ERF] = {1, 0, 1, 3, 2}, /* k e^(-a^2) */
    [TAME_OP_WHERE] = {2, 1, 0, 1, 0}};

static tame_op_cost chain(double args, double value, double joint)
{
  return (tame_op_cost){.args = args,
                        .value = value,
                        .joint = joint,
                        .back = 2.0 * args,
                        .fwd = args > 0.0 ? 2.0 * args - 1.0 : 0.0};
}

static tame_op_cost sort_cost(size_t k)
{
  double steps = 0.0; /* ceil(log2 k) */
  for (size_t reach = 1; reach < k; reach *= 2) steps++;
  const double n = (double)k;
  return (tame_op_cost){n, n * steps, n * steps, n, n};
}

static tame_op_cost many(tame_op op, size_t k, double c)
{
  const double n = (double)k;
  if (k == 1 && op != TAME_OP_NORM1 && op != TAME_OP_NORM2 && op != TAME_OP_DOT)
    return (tame_op_cost){0}; /* a copy */
  switch (op) {
  case TAME_OP_NORM1:
    return chain(n, 2 * n - 1, 2 * n - 1);
  case TAME_OP_NORM2:
    return chain(n, 2 * n - 1 + c, 3 * n - 1 + c);
  case TAME_OP_SUM:
  case TAME_OP_MAXK:
  case TAME_OP_MINK:
    return chain(n, n - 1, n - 1);
  case TAME_OP_LOGSUMEXP: /* max, differences, exp, sum, log; k quotients */
    return chain(n, 3 * n - 1 + (n + 1) * c, 4 * n - 1 + (n + 1) * c);
  case TAME_OP_DOT:
    return chain(2 * n, 2 * n - 1, 2 * n - 1);
  case TAME_OP_SORT:
    return sort_cost(k);
  default:
    TAME_REQUIRE(false && "operation whose size is not one number");
  }
  return (tame_op_cost){0};
}

tame_op_cost tame_tape_op_cost(tame_op op, size_t k, double c)
{
  if (op == TAME_OP_INPUT || op == TAME_OP_CONST || op == TAME_OP_GATHER)
    return (tame_op_cost){0};
  const unit *u = &UNITS[op];
  if (u->value + u->value_c > 0.0)
    return chain(u->args, u->value + u->value_c * c, u->joint + u->joint_c * c);
  TAME_REQUIRE(k >= 1);
  return many(op, k, c);
}

static double omega(tame_op_cost g)
{
  return g.value > 0.0 ? (g.joint + g.back) / g.value : (double)NAN;
}

double tame_tape_omega(tame_op op, size_t k, double c)
{
  return omega(tame_tape_op_cost(op, k, c));
}

/* --- a program ------------------------------------------------------------ */

/* n results of G each */
static tame_op_cost times(double n, tame_op_cost g)
{
  return (tame_op_cost){n * g.args, n * g.value, n * g.joint, n * g.back,
                        n * g.fwd};
}

static tame_op_cost word_cost(const tame_tape *t, word w, double c)
{
  const tame_op op = tape_op(w);
  if (tape_is_reduction(op))
    return many(op, op == TAME_OP_DOT ? t->args[tape_b(w)] : tape_b(w), c);
  if (!tape_is_plural(op) || op == TAME_OP_INPUT)
    return tame_tape_op_cost(op, 1, c);
  const uint32_t *arg = t->args + tape_b(w);
  const double n = (double)arg[0];
  switch (op) {
  case TAME_OP_MAP:
  case TAME_OP_ZIP:
    return times(n, tame_tape_op_cost((tame_op)arg[1], 1, c));
  case TAME_OP_SCALE:
    return times(n, chain(2, 1, 1));
  case TAME_OP_AXPY:
    return times(n, chain(3, 2, 2));
  case TAME_OP_MATVEC: {
    const double k = (double)arg[2];
    return times(n, chain(2 * k, 2 * k - 1, 2 * k - 1));
  }
  case TAME_OP_MATVECC: {
    const double k = (double)arg[2];
    return times(n, chain(k, 2 * k - 1, 2 * k - 1));
  }
  case TAME_OP_MATMUL: {
    const double k = (double)arg[2];
    return times(n, chain(2 * k, 2 * k - 1, 2 * k - 1));
  }
  case TAME_OP_CALL:
    return times(n, chain(n + (double)arg[2], 0, 0));
  default:
    return tame_tape_op_cost(op, arg[0], c);
  }
}

tame_tape_costs tame_tape_cost(const tame_tape *t, double c)
{
  tame_tape_costs sum = {0};
  for (size_t i = 0; i < t->codes.n; i++) {
    const tame_op_cost g = word_cost(t, t->code[i], c);
    sum.value += g.value;
    sum.joint += g.joint;
    sum.back += g.back;
    sum.fwd += g.fwd;
    sum.omega = fmax(sum.omega, omega(g));
  }
  return sum;
}

double tame_tape_cost_back(const tame_tape *t, double c)
{
  const tame_tape_costs sum = tame_tape_cost(t, c);
  return sum.joint + sum.back;
}

double tame_tape_cost_fwd(const tame_tape *t, size_t p, double c)
{
  const tame_tape_costs sum = tame_tape_cost(t, c);
  return sum.joint + (double)p * sum.fwd;
}
