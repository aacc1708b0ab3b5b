/* SPDX-License-Identifier: MIT */
#include "tame/la.h"

#include <math.h>

#include "lapack.h"

/* LAPACK sees the row-major A as A' and factors that, so its solve with the
 * transpose is our solve with A, and the other way round. */
tame_status tame_la_lu(double *a, int *pivot, size_t n)
{
  const int size = lapack_int(n), ld = lapack_ld(n);
  int info;
  dgetrf_(&size, &size, a, &ld, pivot, &info);
  TAME_REQUIRE(info >= 0);
  if (info > 0) return TAME_ESINGULAR;
  for (size_t i = 0; i < n; i++) /* any NaN of A reaches the diagonal of U */
    if (!isfinite(a[i * n + i])) return TAME_ESINGULAR;
  return TAME_OK;
}

/* b [n x m], column-major, <- the solution with the matrix that LAPACK sees
 * ("N") or its transpose ("T") */
static void solve(double *b, const char *trans, const double *lu,
                  const int *pivot, size_t n, size_t m)
{
  const int size = lapack_int(n), ld = lapack_ld(n), cols = lapack_int(m);
  int info;
  dgetrs_(trans, &size, &cols, lu, &ld, pivot, b, &ld, &info, 1);
  TAME_REQUIRE(info == 0);
}

void tame_la_lu_solve(double *b, const double *lu, const int *pivot, size_t n)
{
  solve(b, "T", lu, pivot, n, 1);
}

void tame_la_lu_solve_t(double *b, const double *lu, const int *pivot, size_t n)
{
  solve(b, "N", lu, pivot, n, 1);
}

/* to [m x n] <- the transpose of from [n x m], tile by tile, so that lines of
 * both stay in the cache */
static void transpose(double *to, const double *from, size_t n, size_t m)
{
  enum { TILE = 32 };
  for (size_t i0 = 0; i0 < n; i0 += TILE)
    for (size_t j0 = 0; j0 < m; j0 += TILE)
      for (size_t i = i0; i < n && i < i0 + TILE; i++)
        for (size_t j = j0; j < m && j < j0 + TILE; j++)
          to[j * n + i] = from[i * m + j];
}

void tame_la_lu_solve_many(double *b, double *work, const double *lu,
                           const int *pivot, size_t n, size_t m)
{
  transpose(work, b, n, m);
  solve(work, "T", lu, pivot, n, m);
  transpose(b, work, m, n);
}
