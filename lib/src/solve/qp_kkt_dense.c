/* SPDX-License-Identifier: MIT */
/* Systems with the unreduced matrix, by LU with partial pivoting, as in the
 * authors' code.  Factors: LU [N x N], then the pivots as doubles [N]. */
#include "qp_solver.h"

#include <string.h>

#include "tame/la.h"

/* M [at .., at ..] <- B [rows x cols], or its transpose, in a matrix of order
 * N */
static void put(double *M, size_t N, size_t row, size_t col, const double *B,
                size_t rows, size_t cols)
{
  for (size_t i = 0; i < rows; i++)
    memcpy(M + (row + i) * N + col, B + i * cols, cols * sizeof *B);
}

static void put_t(double *M, size_t N, size_t row, size_t col, const double *B,
                  size_t rows, size_t cols)
{
  for (size_t j = 0; j < cols; j++)
    for (size_t i = 0; i < rows; i++)
      M[(row + j) * N + col + i] = B[i * cols + j];
}

/* LU of the matrix in f, the pivots kept behind it */
static tame_status factor_in_place(double *f, size_t N, tame_qp_solver *w)
{
  const tame_status status = tame_la_lu(f, w->pivot, N);
  for (size_t i = 0; i < N; i++) f[N * N + i] = (double)w->pivot[i];
  return status;
}

static const int *pivots(const double *f, size_t N, tame_qp_solver *w)
{
  for (size_t i = 0; i < N; i++) w->pivot[i] = (int)f[N * N + i];
  return w->pivot;
}

static size_t fixed_size(size_t n, size_t p, size_t m)
{
  (void)n, (void)p, (void)m;
  return 0;
}

static tame_status prepare(tame_qp_solver *w)
{
  (void)w;
  return TAME_OK;
}

static size_t size(size_t n, size_t p, size_t m)
{
  const size_t N = n + 2 * p + m;
  return N * N + N;
}

static tame_status factor(double *f, const double *v, tame_qp_solver *w)
{
  const size_t n = w->n, p = w->p, m = w->m, N = w->size;
  const size_t s = n, z = n + p, y = n + 2 * p; /* where the blocks begin */
  const qp_const_parts at = qp_split_const(v, w);

  memset(f, 0, N * N * sizeof *f);
  put(f, N, 0, 0, w->qp.Q, n, n);
  put_t(f, N, 0, z, w->qp.G, p, n);
  put_t(f, N, 0, y, w->qp.A, m, n);
  for (size_t i = 0; i < p; i++) {
    f[(s + i) * N + s + i] = at.z[i];
    f[(s + i) * N + z + i] = at.s[i];
    f[(z + i) * N + s + i] = 1.0;
  }
  put(f, N, z, 0, w->qp.G, p, n);
  put(f, N, y, 0, w->qp.A, m, n);
  return factor_in_place(f, N, w);
}

static void solve(double *r, const double *f, const double *v,
                  tame_qp_solver *w)
{
  (void)v;
  tame_la_lu_solve(r, f, pivots(f, w->size, w), w->size);
}

static void solve_t(double *r, const double *f, const double *v,
                    tame_qp_solver *w)
{
  (void)v;
  tame_la_lu_solve_t(r, f, pivots(f, w->size, w), w->size);
}

static size_t start_size(size_t n, size_t p, size_t m)
{
  const size_t N = n + p + m;
  return N * N + N;
}

static tame_status start_factor(double *f, tame_qp_solver *w)
{
  const size_t n = w->n, p = w->p, m = w->m, N = n + p + m;
  memset(f, 0, N * N * sizeof *f);
  put(f, N, 0, 0, w->qp.Q, n, n);
  put_t(f, N, 0, n, w->qp.G, p, n);
  put_t(f, N, 0, n + p, w->qp.A, m, n);
  put(f, N, n, 0, w->qp.G, p, n);
  put(f, N, n + p, 0, w->qp.A, m, n);
  for (size_t i = n; i < n + p; i++) f[i * N + i] = -1.0;
  return factor_in_place(f, N, w);
}

static void start_solve(double *r, const double *f, tame_qp_solver *w)
{
  const size_t N = w->n + w->p + w->m;
  tame_la_lu_solve(r, f, pivots(f, N, w), N);
}

const qp_kkt TAME_QP_KKT_DENSE = {fixed_size, prepare,      size,
                                  factor,     solve,        solve_t,
                                  start_size, start_factor, start_solve};
