/* SPDX-License-Identifier: MIT */
#include "tame/la.h"

#include <math.h>

#include <gsl/gsl_cblas.h>

#include "lapack.h"

/* The row-major upper triangle U is, column-major, the lower triangle U', and
 * H = U'U is what LAPACK calls L L'. */
tame_status tame_la_cholesky(double *h, size_t n)
{
  const int size = lapack_int(n), ld = lapack_ld(n);
  int info;
  dpotrf_("L", &size, h, &ld, &info, 1);
  TAME_REQUIRE(info >= 0);
  if (info > 0) return TAME_ESINGULAR;
  /* OpenBLAS tests a pivot with `<= 0`, which a NaN passes; any NaN of H
   * reaches the diagonal of U. */
  for (size_t i = 0; i < n; i++)
    if (!isfinite(h[i * n + i])) return TAME_ESINGULAR;
  return TAME_OK;
}

void tame_la_cholesky_solve(double *b, const double *u, size_t n)
{
  const int size = lapack_int(n), ld = lapack_ld(n);
  cblas_dtrsv(CblasRowMajor, CblasUpper, CblasTrans, CblasNonUnit, size, u, ld,
              b, 1);
  cblas_dtrsv(CblasRowMajor, CblasUpper, CblasNoTrans, CblasNonUnit, size, u,
              ld, b, 1);
}

void tame_la_cholesky_solve_many(double *b, const double *u, size_t n, size_t m)
{
  const int rows = lapack_int(n), cols = lapack_int(m), ld = lapack_ld(n);
  cblas_dtrsm(CblasRowMajor, CblasLeft, CblasUpper, CblasTrans, CblasNonUnit,
              rows, cols, 1.0, u, ld, b, lapack_ld(m));
  cblas_dtrsm(CblasRowMajor, CblasLeft, CblasUpper, CblasNoTrans, CblasNonUnit,
              rows, cols, 1.0, u, ld, b, lapack_ld(m));
}
