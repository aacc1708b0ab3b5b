/* SPDX-License-Identifier: MIT */
/* Values of operations on consecutive arguments. */
#include <math.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "program.h"
#include "scalar.h"

static double extreme(const double *x, size_t k, bool is_max)
{
  double m = x[0];
  for (size_t i = 1; i < k; i++)
    m = is_max ? larger(m, x[i]) : smaller(m, x[i]);
  return m;
}

static double log_sum_exp(const double *x, size_t k)
{
  const double m = extreme(x, k, true);
  double sum = 0.0;
  for (size_t i = 0; i < k; i++) sum += exp(x[i] - m);
  return m + log(sum);
}

double tame_tape_evaluate_reduction(const tame_tape *t, word w)
{
  const double *const x = t->value + tape_a(w);
  const size_t k = tape_b(w);
  double sum = 0.0;
  switch (tape_op(w)) {
  case TAME_OP_SUM:
    for (size_t i = 0; i < k; i++) sum += x[i];
    return sum;
  case TAME_OP_NORM1:
    for (size_t i = 0; i < k; i++) sum += fabs(x[i]);
    return sum;
  case TAME_OP_NORM2:
    return cblas_dnrm2((int)k, x, 1);
  case TAME_OP_MAXK:
    return extreme(x, k, true);
  case TAME_OP_MINK:
    return extreme(x, k, false);
  case TAME_OP_LOGSUMEXP:
    return log_sum_exp(x, k);
  case TAME_OP_DOT: {
    const uint32_t *arg = t->args + k;
    return cblas_ddot((int)arg[0], x, 1, t->value + arg[1], 1);
  }
  default:
    TAME_REQUIRE(false);
  }
  return 0.0;
}

static void zip(double *y, const double *a, const double *b, size_t n,
                tame_op op)
{
  switch (op) {
  case TAME_OP_ADD:
    for (size_t i = 0; i < n; i++) y[i] = a[i] + b[i];
    return;
  case TAME_OP_SUB:
    for (size_t i = 0; i < n; i++) y[i] = a[i] - b[i];
    return;
  case TAME_OP_MUL:
    for (size_t i = 0; i < n; i++) y[i] = a[i] * b[i];
    return;
  default:
    for (size_t i = 0; i < n; i++)
      y[i] = tame_tape_binary_value(op, a[i], b[i]);
  }
}

static void map(double *y, const double *a, size_t n, tame_op op, double c)
{
  if (op == TAME_OP_RELU) {
    for (size_t i = 0; i < n; i++) y[i] = relu(a[i]);
    return;
  }
  for (size_t i = 0; i < n; i++) y[i] = tame_tape_unary_value(op, a[i], c);
}

static void matmul(double *y, const double *v, const uint32_t *arg, size_t a)
{
  const int m = (int)arg[1], k = (int)arg[2], n = (int)arg[3];
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1.0, v + a, k,
              v + arg[4], n, 0.0, y, n);
}

void tame_tape_evaluate_plural(tame_tape *t, word w, size_t r, const double *x)
{
  double *const v = t->value, *const y = v + r;
  const size_t a = tape_a(w);
  if (tape_op(w) == TAME_OP_INPUT) {
    if (x) memcpy(y, x + a, tape_b(w) * sizeof *y);
    return;
  }
  const uint32_t *const arg = t->args + tape_b(w);
  const size_t n = arg[0];
  switch (tape_op(w)) {
  case TAME_OP_GATHER:
    for (size_t i = 0; i < n; i++) y[i] = v[arg[1 + i]];
    return;
  case TAME_OP_SORT:
    tame_tape_evaluate_sort(t, w, r);
    return;
  case TAME_OP_MAP:
    map(y, v + a, n, (tame_op)arg[1], t->constant[arg[2]]);
    return;
  case TAME_OP_ZIP:
    zip(y, v + a, v + arg[2], n, (tame_op)arg[1]);
    return;
  case TAME_OP_SCALE:
    for (size_t i = 0; i < n; i++) y[i] = v[arg[1]] * v[a + i];
    return;
  case TAME_OP_AXPY:
    for (size_t i = 0; i < n; i++) y[i] = v[arg[1]] * v[a + i] + v[arg[2] + i];
    return;
  case TAME_OP_MATVEC:
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)n, (int)arg[2], 1.0,
                v + arg[1], (int)arg[2], v + a, 1, 0.0, y, 1);
    return;
  case TAME_OP_MATVECC:
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)n, (int)arg[2], 1.0,
                t->constant + arg[1], (int)arg[2], v + a, 1, 0.0, y, 1);
    return;
  case TAME_OP_MATMUL:
    matmul(y, v, arg, a);
    return;
  case TAME_OP_CALL:
    tame_tape_call_value(t, w, r);
    return;
  default:
    TAME_REQUIRE(false);
  }
}
