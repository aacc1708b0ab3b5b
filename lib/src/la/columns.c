/* SPDX-License-Identifier: MIT */
#include <gsl/gsl_cblas.h>

#include "tame/la.h"

void tame_la_columns(double *y, size_t ldy, bool is_transposed, const double *a,
                     size_t rows, size_t cols, const double *x, size_t ldx,
                     size_t c)
{
  const enum CBLAS_TRANSPOSE trans = is_transposed ? CblasTrans : CblasNoTrans;
  const int out = (int)(is_transposed ? cols : rows);
  const int in = (int)(is_transposed ? rows : cols);
  if (c == 1) {
    cblas_dgemv(CblasRowMajor, trans, (int)rows, (int)cols, 1.0, a, (int)cols,
                x, (int)ldx, 0.0, y, (int)ldy);
  } else if (c > 1) {
    cblas_dgemm(CblasRowMajor, trans, CblasNoTrans, out, (int)c, in, 1.0, a,
                (int)cols, x, (int)ldx, 0.0, y, (int)ldy);
  }
}
