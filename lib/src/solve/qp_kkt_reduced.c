/* SPDX-License-Identifier: MIT */
/* The same systems with s eliminated and x after it.  With C = [G; A],
 * lambda = (dz, dy) and E = diag(s/z, 0) they are
 *
 *     Q dx + C'lambda = a,   C dx - E lambda = e,
 *
 * and with Q = U'U, V' = C U^{-1}, both computed once for a problem,
 *
 *     S lambda = V' U'^{-1} a - e,   S = V'V + E = W'W,
 *     U dx = U'^{-1} a - V lambda.
 *
 * An update therefore factors S [p + m x p + m] only.  Eliminating z as well,
 * into Q + G' diag(z/s) G, would lose Q: in the last updates z/s passes 1e16
 * at active constraints.  In S the same limit is s/z -> 0, and the s/z -> oo
 * of inactive constraints is a large diagonal, to whose scaling Cholesky is
 * indifferent.
 *
 * Fixed part: U [n x n], V' [p + m x n], V'V [p + m x p + m]; factors:
 * W [p + m x p + m].  Of square ones the upper triangle counts. */
#include "qp_solver.h"

#include <string.h>

#include "tame/la.h"

/* to <- from [n x n], upper triangle */
static void copy_upper(double *to, const double *from, size_t n)
{
  for (size_t i = 0; i < n; i++)
    memcpy(to + i * n + i, from + i * n + i, (n - i) * sizeof *to);
}

static size_t fixed_size(size_t n, size_t p, size_t m)
{
  return n * n + (p + m) * n + (p + m) * (p + m);
}

static tame_status prepare(tame_qp_solver *w)
{
  const size_t n = w->n, rows = w->p + w->m;
  const int in = (int)n, irows = (int)rows;
  double *U = w->fixed, *Vt = U + n * n, *VtV = Vt + rows * n;

  copy_upper(U, w->qp.Q, n);
  TAME_TRY(tame_la_cholesky(U, n));
  memcpy(Vt, w->qp.G, w->p * n * sizeof *Vt);
  if (w->m > 0) memcpy(Vt + w->p * n, w->qp.A, w->m * n * sizeof *Vt);
  cblas_dtrsm(CblasRowMajor, CblasRight, CblasUpper, CblasNoTrans, CblasNonUnit,
              irows, in, 1.0, U, in, Vt, in);
  cblas_dsyrk(CblasRowMajor, CblasUpper, CblasNoTrans, irows, in, 1.0, Vt, in,
              0.0, VtV, irows);
  return TAME_OK;
}

/* a [n], e [p + m]  ->  dx, lambda */
static void solve_saddle(double *a, double *e, const double *W,
                         const tame_qp_solver *w)
{
  const size_t n = w->n, rows = w->p + w->m;
  const double *U = w->fixed, *Vt = U + n * n;

  cblas_dtrsv(CblasRowMajor, CblasUpper, CblasTrans, CblasNonUnit, (int)n, U,
              (int)n, a, 1);
  for (size_t i = 0; i < rows; i++) e[i] = -e[i];
  qp_add(e, 1.0, Vt, a, rows, n);
  tame_la_cholesky_solve(e, W, rows);
  qp_add_t(a, -1.0, Vt, e, rows, n);
  cblas_dtrsv(CblasRowMajor, CblasUpper, CblasNoTrans, CblasNonUnit, (int)n, U,
              (int)n, a, 1);
}

static size_t size(size_t n, size_t p, size_t m)
{
  (void)n;
  return (p + m) * (p + m);
}

static tame_status factor(double *f, const double *v, tame_qp_solver *w)
{
  const size_t n = w->n, rows = w->p + w->m;
  const qp_const_parts at = qp_split_const(v, w);
  copy_upper(f, w->fixed + n * n + rows * n, rows);
  for (size_t i = 0; i < w->p; i++) f[i * rows + i] += at.s[i] / at.z[i];
  return tame_la_cholesky(f, rows);
}

/* rest [p] <- r - G x */
static void subtract_Gx(double *rest, const double *r, const double *x,
                        const tame_qp_solver *w)
{
  memcpy(rest, r, w->p * sizeof *rest);
  qp_add(rest, -1.0, w->qp.G, x, w->p, w->n);
}

/* z ds + s dz = r2 and G dx + ds = r3.  Of the two, ds is taken from the one
 * that does not cancel: the first where z is the larger. */
static void solve(double *r, const double *f, const double *v,
                  tame_qp_solver *w)
{
  const size_t p = w->p;
  const qp_const_parts at = qp_split_const(v, w);
  const qp_parts d = qp_split(r, w);
  double *e = w->t, *rest = w->rest;

  for (size_t i = 0; i < p; i++) e[i] = d.z[i] - d.s[i] / at.z[i];
  memcpy(e + p, d.y, w->m * sizeof *e);
  solve_saddle(d.x, e, f, w);
  subtract_Gx(rest, d.z, d.x, w);
  for (size_t i = 0; i < p; i++) {
    const double s = at.s[i], z = at.z[i];
    d.s[i] = z > s ? (d.s[i] - s * e[i]) / z : rest[i];
    d.z[i] = e[i];
  }
  memcpy(d.y, e + p, w->m * sizeof *e);
}

/* z l2 + l3 = c2 and G l1 + s l2 = c3, by the same rule. */
static void solve_t(double *r, const double *f, const double *v,
                    tame_qp_solver *w)
{
  const size_t p = w->p;
  const qp_const_parts at = qp_split_const(v, w);
  const qp_parts c = qp_split(r, w);
  double *e = w->t, *rest = w->rest;

  for (size_t i = 0; i < p; i++) e[i] = c.z[i] - at.s[i] / at.z[i] * c.s[i];
  memcpy(e + p, c.y, w->m * sizeof *e);
  solve_saddle(c.x, e, f, w);
  subtract_Gx(rest, c.z, c.x, w);
  for (size_t i = 0; i < p; i++) {
    const double s = at.s[i], z = at.z[i];
    c.s[i] = z > s ? (c.s[i] - e[i]) / z : rest[i] / s;
    c.z[i] = e[i];
  }
  memcpy(c.y, e + p, w->m * sizeof *e);
}

/* The starting point's system is the saddle system with s/z = 1. */
static tame_status start_factor(double *f, tame_qp_solver *w)
{
  const size_t n = w->n, rows = w->p + w->m;
  copy_upper(f, w->fixed + n * n + rows * n, rows);
  for (size_t i = 0; i < w->p; i++) f[i * rows + i] += 1.0;
  return tame_la_cholesky(f, rows);
}

static void start_solve(double *r, const double *f, tame_qp_solver *w)
{
  solve_saddle(r, r + w->n, f, w);
}

const qp_kkt TAME_QP_KKT_REDUCED = {fixed_size, prepare,      size,
                                    factor,     solve,        solve_t,
                                    size,       start_factor, start_solve};
