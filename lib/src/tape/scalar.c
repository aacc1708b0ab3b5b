/* SPDX-License-Identifier: MIT */
#include "scalar.h"

double tame_tape_unary_value(tame_op op, double a, double c)
{
  /* clang-format off */
  switch (op) {
  case TAME_OP_ADDC: return a + c;
  case TAME_OP_CSUB: return c - a;
  case TAME_OP_MULC: return c * a;
  case TAME_OP_DIVC: return a / c;
  case TAME_OP_CDIV: return c / a;
  case TAME_OP_POWC: return pow(a, c);
  case TAME_OP_MAXC: return larger(a, c);
  case TAME_OP_MINC: return smaller(a, c);
  case TAME_OP_LEAKY: return a < 0.0 ? c * a : a;
  case TAME_OP_NEG: return -a;
  case TAME_OP_SQUARE: return a * a;
  case TAME_OP_ABS: return fabs(a);
  case TAME_OP_SIGN: return a > 0.0 ? 1.0 : a < 0.0 ? -1.0 : a;
  case TAME_OP_RELU: return relu(a);
  case TAME_OP_RELU6: return a > 6.0 ? 6.0 : relu(a);
  case TAME_OP_ELU: return a < 0.0 ? expm1(a) : a;
  case TAME_OP_EXP: return exp(a);
  case TAME_OP_EXPM1: return expm1(a);
  case TAME_OP_LOG: return log(a);
  case TAME_OP_LOG1P: return log1p(a);
  case TAME_OP_SQRT: return sqrt(a);
  case TAME_OP_TANH: return tanh(a);
  case TAME_OP_SIGMOID: return sigmoid(a);
  case TAME_OP_SOFTPLUS: return relu(a) + log1p(exp(-fabs(a)));
  case TAME_OP_SIN: return sin(a);
  case TAME_OP_COS: return cos(a);
  case TAME_OP_TAN: return tan(a);
  case TAME_OP_ASIN: return asin(a);
  case TAME_OP_ACOS: return acos(a);
  case TAME_OP_ATAN: return atan(a);
  case TAME_OP_SINH: return sinh(a);
  case TAME_OP_COSH: return cosh(a);
  case TAME_OP_ERF: return erf(a);
  default: TAME_REQUIRE(false);
  }
  /* clang-format on */
  return 0.0;
}

/* 1 - tanh^2 where v = tanh(a); near 1 the difference has no digits left */
static double tanh_slope(double a, double v)
{
  if (fabs(v) < 0.9) return 1.0 - v * v;
  const double e = exp(-2.0 * fabs(a));
  return 4.0 * e / ((1.0 + e) * (1.0 + e));
}

/* v (1 - v); again 1 - v is only accurate below one half */
static double sigmoid_slope(double a, double v)
{
  if (a <= 0.0) return v * (1.0 - v);
  const double e = exp(-a);
  return e / ((1.0 + e) * (1.0 + e));
}

/* e^a from v = e^a - 1 */
static double exp_slope(double a, double v)
{
  return v < -0.5 ? exp(a) : v + 1.0;
}

double tame_tape_unary_slope(tame_op op, double a, double v, double c,
                             double theta)
{
  if (tape_unary_at_kink(op, a, c)) {
    double left, right;
    tape_unary_sides(&left, &right, op, a, c);
    return tape_between(left, right, theta);
  }
  /* clang-format off */
  switch (op) {
  case TAME_OP_ADDC: return 1.0;
  case TAME_OP_CSUB: return -1.0;
  case TAME_OP_MULC: return c;
  case TAME_OP_DIVC: return 1.0 / c;
  case TAME_OP_CDIV: return -v / a;
  case TAME_OP_POWC: return c == 0.0 ? 0.0 : c * pow(a, c - 1.0);
  case TAME_OP_MAXC: return a > c;
  case TAME_OP_MINC: return a < c;
  case TAME_OP_LEAKY: return a < 0.0 ? c : 1.0;
  case TAME_OP_NEG: return -1.0;
  case TAME_OP_SQUARE: return 2.0 * a;
  case TAME_OP_ABS: return a < 0.0 ? -1.0 : 1.0;
  case TAME_OP_SIGN: return 0.0;
  case TAME_OP_RELU: return a > 0.0;
  case TAME_OP_RELU6: return a > 0.0 && a < 6.0;
  case TAME_OP_ELU: return a < 0.0 ? exp_slope(a, v) : 1.0;
  case TAME_OP_EXP: return v;
  case TAME_OP_EXPM1: return exp_slope(a, v);
  case TAME_OP_LOG: return 1.0 / a;
  case TAME_OP_LOG1P: return 1.0 / (1.0 + a);
  case TAME_OP_SQRT: return 0.5 / v;
  case TAME_OP_TANH: return tanh_slope(a, v);
  case TAME_OP_SIGMOID: return sigmoid_slope(a, v);
  case TAME_OP_SOFTPLUS: return sigmoid(a);
  case TAME_OP_SIN: return cos(a);
  case TAME_OP_COS: return -sin(a);
  case TAME_OP_TAN: return 1.0 + v * v;
  case TAME_OP_ASIN: return 1.0 / sqrt((1.0 - a) * (1.0 + a));
  case TAME_OP_ACOS: return -1.0 / sqrt((1.0 - a) * (1.0 + a));
  case TAME_OP_ATAN: return 1.0 / (1.0 + a * a);
  case TAME_OP_SINH: return cosh(a);
  case TAME_OP_COSH: return sinh(a);
  case TAME_OP_ERF: return 2.0 / sqrt(acos(-1.0)) * exp(-a * a);
  default: TAME_REQUIRE(false);
  }
  /* clang-format on */
  return 0.0;
}

double tame_tape_binary_value(tame_op op, double a, double b)
{
  /* clang-format off */
  switch (op) {
  case TAME_OP_ADD: return a + b;
  case TAME_OP_SUB: return a - b;
  case TAME_OP_MUL: return a * b;
  case TAME_OP_DIV: return a / b;
  case TAME_OP_MAX: return larger(a, b);
  case TAME_OP_MIN: return smaller(a, b);
  case TAME_OP_POW: return pow(a, b);
  case TAME_OP_ATAN2: return atan2(a, b);
  case TAME_OP_LESS: return a != a || b != b ? a + b : a < b;
  default: TAME_REQUIRE(false);
  }
  /* clang-format on */
  return 0.0;
}

/* a takes theta of a tie, else whoever gave the value */
static void select_partials(double *pa, double *pb, bool first, bool tie,
                            double theta)
{
  *pa = tie ? theta : first;
  *pb = 1.0 - *pa;
}

void tame_tape_binary_partials(double *pa, double *pb, tame_op op, double a,
                               double b, double v, double theta)
{
  /* clang-format off */
  switch (op) {
  case TAME_OP_ADD: *pa = 1.0, *pb = 1.0; return;
  case TAME_OP_SUB: *pa = 1.0, *pb = -1.0; return;
  case TAME_OP_MUL: *pa = b, *pb = a; return;
  case TAME_OP_DIV: *pa = 1.0 / b, *pb = -v / b; return;
  case TAME_OP_MAX: select_partials(pa, pb, a > b, a == b, theta); return;
  case TAME_OP_MIN: select_partials(pa, pb, a < b, a == b, theta); return;
  case TAME_OP_POW:
    /* d/da is 0 for b = 0 even at a = 0; d/db of 0^b is 0 for b > 0 */
    *pa = b == 0.0 ? 0.0 : b * pow(a, b - 1.0);
    *pb = v == 0.0 ? 0.0 : v * log(a);
    return;
  case TAME_OP_ATAN2: {
    const double h = hypot(a, b);
    *pa = b / h / h;
    *pb = -a / h / h;
    return;
  }
  case TAME_OP_LESS: *pa = 0.0, *pb = 0.0; return;
  default: TAME_REQUIRE(false);
  }
  /* clang-format on */
}
