/* SPDX-License-Identifier: MIT */
/* Adjoints of operations on consecutive arguments. */
#include <math.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "program.h"
#include "scalar.h"

/* --- one result ----------------------------------------------------------- */

void tame_tape_weights(const tame_tape *t, word w, size_t r,
                       void (*add)(size_t j, double weight, void *ctx),
                       void *ctx)
{
  const double *x = t->value + tape_a(w), v = t->value[r];
  const size_t k = tape_b(w);
  double sum = 0.0, theta;
  for (size_t j = 0; t->kinks && j < k; j++)
    if (x[j] == v && tame_tape_chosen(&theta, t, r, j)) sum += theta;
  for (size_t j = 0; j < k; j++) {
    if (x[j] != v) continue;
    if (sum <= 0.0) { /* nothing chosen: the first takes all */
      add(j, 1.0, ctx);
      return;
    }
    if (tame_tape_chosen(&theta, t, r, j) && theta != 0.0)
      add(j, theta / sum, ctx);
  }
}

typedef struct {
  double *d, g;
} target;

static void add_weight(size_t j, double weight, void *ctx)
{
  const target *to = ctx;
  to->d[j] += weight * to->g;
}

static void reverse_norm1(const tame_tape *t, word w, size_t r, double g)
{
  const size_t a = tape_a(w), k = tape_b(w);
  for (size_t j = 0; j < k; j++) {
    const double x = t->value[a + j];
    const double theta =
        x == 0.0 ? tame_tape_theta(t, TAME_OP_NORM1, r, j) : 0.0;
    t->adjoint[a + j] +=
        tame_tape_unary_slope(TAME_OP_ABS, x, 0.0, 0.0, theta) * g;
  }
}

static void reverse_norm2(const tame_tape *t, word w, size_t r, double g)
{
  const size_t a = tape_a(w), k = tape_b(w);
  const double v = t->value[r];
  for (size_t j = 0; j < k; j++) {
    const double p = v == 0.0 ? tame_tape_theta(t, TAME_OP_NORM2, r, j)
                              : t->value[a + j] / v;
    t->adjoint[a + j] += p * g;
  }
}

void tame_tape_reverse_reduction(tame_tape *t, word w, size_t r, double g)
{
  const double *const v = t->value;
  const size_t a = tape_a(w), k = tape_b(w);
  double *const d = t->adjoint + a;
  switch (tape_op(w)) {
  case TAME_OP_SUM:
    for (size_t j = 0; j < k; j++) d[j] += g;
    return;
  case TAME_OP_NORM1:
    reverse_norm1(t, w, r, g);
    return;
  case TAME_OP_NORM2:
    reverse_norm2(t, w, r, g);
    return;
  case TAME_OP_MAXK:
  case TAME_OP_MINK:
    tame_tape_weights(t, w, r, add_weight, &(target){d, g});
    return;
  case TAME_OP_LOGSUMEXP:
    for (size_t j = 0; j < k; j++) d[j] += exp(v[a + j] - v[r]) * g;
    return;
  case TAME_OP_DOT: {
    const uint32_t *arg = t->args + k;
    const int n = (int)arg[0];
    cblas_daxpy(n, g, v + arg[1], 1, d, 1);
    cblas_daxpy(n, g, v + a, 1, t->adjoint + arg[1], 1);
    return;
  }
  default:
    TAME_REQUIRE(false);
  }
}

/* --- several results ------------------------------------------------------ */

static void reverse_map(tame_tape *t, const uint32_t *arg, size_t a, size_t r)
{
  const tame_op op = (tame_op)arg[1];
  const double *const v = t->value, c = t->constant[arg[2]];
  double *const d = t->adjoint;
  for (size_t j = 0; j < arg[0]; j++)
    if (d[r + j] != 0.0)
      d[a + j] += tape_slope(t, op, v[a + j], v[r + j], c, r, j) * d[r + j];
}

static void reverse_zip(tame_tape *t, const uint32_t *arg, size_t a, size_t r)
{
  const tame_op op = (tame_op)arg[1];
  const size_t b = arg[2];
  const double *const v = t->value;
  double *const d = t->adjoint;
  for (size_t j = 0; j < arg[0]; j++) {
    const double g = d[r + j];
    if (g == 0.0) continue;
    double pa, pb, theta = 0.0;
    if (tape_binary_at_kink(op, v[a + j], v[b + j]))
      theta = tame_tape_theta(t, op, r + j, 0);
    tame_tape_binary_partials(&pa, &pb, op, v[a + j], v[b + j], v[r + j],
                              theta);
    d[a + j] += pa * g;
    d[b + j] += pb * g;
  }
}

static void reverse_matvec(tame_tape *t, const uint32_t *arg, size_t a,
                           size_t r, bool is_constant)
{
  const int m = (int)arg[0], n = (int)arg[2];
  const double *matrix = is_constant ? t->constant + arg[1] : t->value + arg[1];
  double *const g = t->adjoint + r;
  if (!is_constant)
    cblas_dger(CblasRowMajor, m, n, 1.0, g, 1, t->value + a, 1,
               t->adjoint + arg[1], n);
  cblas_dgemv(CblasRowMajor, CblasTrans, m, n, 1.0, matrix, n, g, 1, 1.0,
              t->adjoint + a, 1);
}

static void reverse_matmul(tame_tape *t, const uint32_t *arg, size_t a,
                           size_t r)
{
  const int m = (int)arg[1], k = (int)arg[2], n = (int)arg[3];
  const size_t b = arg[4];
  double *const d = t->adjoint;
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, k, n, 1.0, d + r, n,
              t->value + b, n, 1.0, d + a, k);
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, k, n, m, 1.0,
              t->value + a, k, d + r, n, 1.0, d + b, n);
}

static void reverse_several(tame_tape *t, word w, size_t r)
{
  const uint32_t *const arg = t->args + tape_b(w);
  const size_t a = tape_a(w), n = arg[0];
  const double *const v = t->value;
  double *const d = t->adjoint, *const g = d + r;
  const int k = (int)n;
  switch (tape_op(w)) {
  case TAME_OP_GATHER:
    for (size_t i = 0; i < n; i++) d[arg[1 + i]] += g[i];
    return;
  case TAME_OP_SORT:
    for (size_t i = 0; i < n; i++) d[a + arg[1 + i]] += g[i];
    return;
  case TAME_OP_MAP:
    reverse_map(t, arg, a, r);
    return;
  case TAME_OP_ZIP:
    reverse_zip(t, arg, a, r);
    return;
  case TAME_OP_AXPY:
    cblas_daxpy(k, 1.0, g, 1, d + arg[2], 1);
    /* fall through */
  case TAME_OP_SCALE:
    d[arg[1]] += cblas_ddot(k, g, 1, v + a, 1);
    cblas_daxpy(k, v[arg[1]], g, 1, d + a, 1);
    return;
  case TAME_OP_MATVEC:
    reverse_matvec(t, arg, a, r, false);
    return;
  case TAME_OP_MATVECC:
    reverse_matvec(t, arg, a, r, true);
    return;
  case TAME_OP_MATMUL:
    reverse_matmul(t, arg, a, r);
    return;
  case TAME_OP_CALL:
    tame_tape_call_reverse(t, w, r);
    return;
  default:
    TAME_REQUIRE(false);
  }
}

/* grad [n] <- g, and g <- 0, a piece at a time, so that g leaves the cache
 * once */
static void take_inputs(double *grad, double *g, size_t n)
{
  enum { PIECE = 1024 };
  for (size_t i = 0; i < n; i += PIECE) {
    const size_t bytes = (n - i < PIECE ? n - i : PIECE) * sizeof *g;
    memcpy(grad + i, g + i, bytes);
    memset(g + i, 0, bytes);
  }
}

void tame_tape_reverse_plural(tame_tape *t, word w, size_t r, double *grad)
{
  const size_t n = tape_results(t, w);
  double *const g = t->adjoint + r;
  if (tape_op(w) == TAME_OP_INPUT) {
    take_inputs(grad + tape_a(w), g, n);
    return;
  }
  for (size_t i = 0; i < n; i++) {
    if (g[i] == 0.0) continue;
    reverse_several(t, w, r);
    memset(g, 0, n * sizeof *g);
    return;
  }
}
