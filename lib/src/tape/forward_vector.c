/* SPDX-License-Identifier: MIT */
/* Tangents of operations on consecutive arguments. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "program.h"
#include "scalar.h"
#include "tangent.h"

/* y [q] += p h [q] */
static void add_row(double *y, double p, const double *h, size_t q)
{
  for (size_t j = 0; j < q; j++) y[j] += p * h[j];
}

static const double *row(const tape_block *s, size_t i)
{
  return s->tangent + i * s->q;
}

/* --- one result ----------------------------------------------------------- */

static void norm1_row(const tape_block *s, word w, size_t r)
{
  const size_t q = s->q, a = tape_a(w);
  double *const y = s->tangent + r * q;
  for (size_t i = 0; i < tape_b(w); i++) {
    const double x = s->t->value[a + i];
    if (x == 0.0 && s->rule != TAME_LINEAR) {
      tame_tape_kink_row(s->work, row(s, a + i), -1.0, 1.0, q, s->rule);
      add_row(y, 1.0, s->work, q);
      continue;
    }
    const double theta =
        x == 0.0 ? tame_tape_theta(s->t, TAME_OP_NORM1, r, i) : 0.0;
    add_row(y, tame_tape_unary_slope(TAME_OP_ABS, x, 0.0, 0.0, theta),
            row(s, a + i), q);
  }
}

/* Norm of column j of the k rows from a on. */
static double column_norm(const tape_block *s, size_t a, size_t k, size_t j)
{
  return cblas_dnrm2((int)k, row(s, a) + j, (int)s->q);
}

/* |h| is the directional derivative at 0; lexicographically the first column
 * u that is not 0 gives |u|, and those after it u'h / |u|. */
static void norm2_zero_row(const tape_block *s, size_t a, size_t k, size_t r)
{
  const size_t q = s->q;
  double *const y = s->tangent + r * q;
  if (s->rule == TAME_DIRECTIONAL) {
    for (size_t j = 0; j < q; j++) y[j] = column_norm(s, a, k, j);
    return;
  }
  size_t first = 0;
  while (first < q && column_norm(s, a, k, first) == 0.0) first++;
  if (first == q) return;
  const double norm = column_norm(s, a, k, first);
  for (size_t i = 0; i < k; i++)
    add_row(y, row(s, a + i)[first] / norm, row(s, a + i), q);
}

static void norm2_row(const tape_block *s, word w, size_t r)
{
  const size_t a = tape_a(w), k = tape_b(w);
  const double v = s->t->value[r];
  if (v == 0.0 && s->rule != TAME_LINEAR) {
    norm2_zero_row(s, a, k, r);
    return;
  }
  for (size_t i = 0; i < k; i++) {
    const double p = v == 0.0 ? tame_tape_theta(s->t, TAME_OP_NORM2, r, i)
                              : s->t->value[a + i] / v;
    add_row(s->tangent + r * s->q, p, row(s, a + i), s->q);
  }
}

typedef struct {
  const tape_block *s;
  size_t a, r;
} place;

static void add_weight(size_t j, double weight, void *ctx)
{
  const place *at = ctx;
  const size_t q = at->s->q;
  add_row(at->s->tangent + at->r * q, weight, row(at->s, at->a + j), q);
}

/* -1, 0, 1: order of the rows i and k, lexicographic */
static int compare_rows(const tape_block *s, size_t i, size_t k)
{
  const double *x = row(s, i), *y = row(s, k);
  for (size_t j = 0; j < s->q; j++) {
    if (x[j] < y[j]) return -1;
    if (x[j] > y[j]) return 1;
  }
  return 0;
}

/* max (sign = 1) or min (sign = -1) of the tied rows */
static void extreme_row(const tape_block *s, word w, size_t r, int sign)
{
  const size_t q = s->q, a = tape_a(w);
  const double *const x = s->t->value + a, v = s->t->value[r];
  double *const y = s->tangent + r * q;
  size_t best = SIZE_MAX;
  for (size_t i = 0; i < tape_b(w); i++) {
    if (x[i] != v) continue;
    if (best == SIZE_MAX) {
      best = i;
      memcpy(y, row(s, a + i), q * sizeof *y);
    } else if (s->rule == TAME_DIRECTIONAL) {
      for (size_t j = 0; j < q; j++)
        y[j] = sign * fmax(sign * y[j], sign * row(s, a + i)[j]);
    } else if (sign * compare_rows(s, a + i, a + best) > 0) {
      best = i;
      memcpy(y, row(s, a + i), q * sizeof *y);
    }
  }
}

void tame_tape_forward_reduction(const tape_block *s, word w, size_t r)
{
  const double *const v = s->t->value;
  const size_t q = s->q, a = tape_a(w), k = tape_b(w);
  double *const y = s->tangent + r * q;
  memset(y, 0, q * sizeof *y);
  switch (tape_op(w)) {
  case TAME_OP_SUM:
    for (size_t i = 0; i < k; i++) add_row(y, 1.0, row(s, a + i), q);
    return;
  case TAME_OP_NORM1:
    norm1_row(s, w, r);
    return;
  case TAME_OP_NORM2:
    norm2_row(s, w, r);
    return;
  case TAME_OP_MAXK:
  case TAME_OP_MINK:
    if (s->rule == TAME_LINEAR)
      tame_tape_weights(s->t, w, r, add_weight, &(place){s, a, r});
    else
      extreme_row(s, w, r, tape_op(w) == TAME_OP_MAXK ? 1 : -1);
    return;
  case TAME_OP_LOGSUMEXP:
    for (size_t i = 0; i < k; i++)
      add_row(y, exp(v[a + i] - v[r]), row(s, a + i), q);
    return;
  case TAME_OP_DOT: {
    const uint32_t *arg = s->t->args + k;
    for (size_t i = 0; i < arg[0]; i++) {
      add_row(y, v[arg[1] + i], row(s, a + i), q);
      add_row(y, v[a + i], row(s, arg[1] + i), q);
    }
    return;
  }
  default:
    TAME_REQUIRE(false);
  }
}

/* --- several results ------------------------------------------------------ */

static void copy_row(const tape_block *s, size_t to, size_t from)
{
  memcpy(s->tangent + to * s->q, row(s, from), s->q * sizeof *s->tangent);
}

/* Rows [from, to) hold the tangents of a tie: put each column, or the rows
 * lexicographically, in rising order.  Insertion, for ties are few. */
static void order_tie(const tape_block *s, size_t from, size_t to)
{
  const size_t q = s->q;
  double *const h = s->tangent;
  for (size_t i = from + 1; i < to; i++) {
    if (s->rule == TAME_DIRECTIONAL) {
      for (size_t j = 0; j < q; j++)
        for (size_t k = i; k > from && h[k * q + j] < h[(k - 1) * q + j]; k--) {
          const double other = h[k * q + j];
          h[k * q + j] = h[(k - 1) * q + j];
          h[(k - 1) * q + j] = other;
        }
      continue;
    }
    for (size_t k = i; k > from && compare_rows(s, k, k - 1) < 0; k--) {
      memcpy(s->work, row(s, k), q * sizeof *h);
      copy_row(s, k, k - 1);
      memcpy(h + (k - 1) * q, s->work, q * sizeof *h);
    }
  }
}

static void sort_rows(const tape_block *s, const uint32_t *arg, size_t a,
                      size_t r)
{
  const double *const y = s->t->value + r;
  const size_t n = arg[0];
  for (size_t i = 0; i < n; i++) copy_row(s, r + i, a + arg[1 + i]);
  if (s->rule == TAME_LINEAR) return;
  for (size_t i = 0, k; i < n; i = k) {
    for (k = i + 1; k < n && y[k] == y[i]; k++) {
    }
    order_tie(s, r + i, r + k);
  }
}

/* Row i of the product of a matrix at A (a value when is_taped) [m x n] with
 * the vector at x. */
static void matvec_rows(const tape_block *s, const uint32_t *arg, size_t a,
                        size_t r, bool is_taped)
{
  const int m = (int)arg[0], n = (int)arg[2], q = (int)s->q;
  const double *const v = s->t->value;
  const double *matrix = is_taped ? v + arg[1] : s->t->constant + arg[1];
  double *const y = s->tangent + r * s->q;
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, q, n, 1.0, matrix,
              n, row(s, a), q, 0.0, y, q);
  for (size_t i = 0; is_taped && i < arg[0]; i++)
    cblas_dgemv(CblasRowMajor, CblasTrans, n, q, 1.0,
                row(s, arg[1] + i * arg[2]), q, v + a, 1, 1.0, y + i * s->q, 1);
}

/* C = A B: rows of dC = dA B + A dB, entry by entry of A and B. */
static void matmul_rows(const tape_block *s, const uint32_t *arg, size_t a,
                        size_t r)
{
  const size_t m = arg[1], inner = arg[2], n = arg[3], b = arg[4], q = s->q;
  const double *const v = s->t->value;
  double *const y = s->tangent + r * q;
  memset(y, 0, m * n * q * sizeof *y);
  for (size_t i = 0; i < m; i++)
    for (size_t k = 0; k < inner; k++) {
      const size_t aik = a + i * inner + k;
      for (size_t j = 0; j < n; j++) {
        double *const yij = y + (i * n + j) * q;
        add_row(yij, v[b + k * n + j], row(s, aik), q);
        add_row(yij, v[aik], row(s, b + k * n + j), q);
      }
    }
}

static void input_rows(const tape_block *s, word w, size_t r)
{
  for (size_t i = 0; i < tape_b(w); i++)
    memcpy(s->tangent + (r + i) * s->q, s->dx + (tape_a(w) + i) * s->p + s->j0,
           s->q * sizeof *s->tangent);
}

static void axpy_rows(const tape_block *s, word w, size_t r)
{
  const uint32_t *const arg = s->t->args + tape_b(w);
  const double *const v = s->t->value;
  const size_t q = s->q, a = tape_a(w);
  for (size_t i = 0; i < arg[0]; i++) {
    double *const y = s->tangent + (r + i) * q;
    memset(y, 0, q * sizeof *y);
    if (tape_op(w) == TAME_OP_AXPY) copy_row(s, r + i, arg[2] + i);
    add_row(y, v[arg[1]], row(s, a + i), q);
    add_row(y, v[a + i], row(s, arg[1]), q);
  }
}

void tame_tape_forward_plural(const tape_block *s, word w, size_t r)
{
  const size_t a = tape_a(w);
  if (tape_op(w) == TAME_OP_INPUT) {
    input_rows(s, w, r);
    return;
  }
  const uint32_t *const arg = s->t->args + tape_b(w);
  const size_t n = arg[0];
  switch (tape_op(w)) {
  case TAME_OP_GATHER:
    for (size_t i = 0; i < n; i++) copy_row(s, r + i, arg[1 + i]);
    return;
  case TAME_OP_SORT:
    sort_rows(s, arg, a, r);
    return;
  case TAME_OP_MAP:
    for (size_t i = 0; i < n; i++)
      tame_tape_unary_row(s, (tame_op)arg[1], a + i, r + i,
                          s->t->constant[arg[2]]);
    return;
  case TAME_OP_ZIP:
    for (size_t i = 0; i < n; i++)
      tame_tape_binary_row(s, (tame_op)arg[1], a + i, arg[2] + i, r + i);
    return;
  case TAME_OP_SCALE:
  case TAME_OP_AXPY:
    axpy_rows(s, w, r);
    return;
  case TAME_OP_MATVEC:
    matvec_rows(s, arg, a, r, true);
    return;
  case TAME_OP_MATVECC:
    matvec_rows(s, arg, a, r, false);
    return;
  case TAME_OP_MATMUL:
    matmul_rows(s, arg, a, r);
    return;
  case TAME_OP_CALL:
    tame_tape_call_forward(s->t, w, r, s->tangent, s->q);
    return;
  default:
    TAME_REQUIRE(false);
  }
}
