/* SPDX-License-Identifier: MIT */
#include "tame/la.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "lapack.h"

static bool all_finite(const double *x, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite(x[i])) return false;
  return true;
}

tame_status tame_la_eigen_symmetric(double *w, double *v, const double *s,
                                    size_t n)
{
  const int size = lapack_int(n), ld = lapack_ld(n), ask = -1;
  const char *job = v ? "V" : "N";
  int info, iwork_size;
  double work_size;
  if (!all_finite(s, n * n)) return TAME_EINVAL;

  double *a = tame_vec_copy(s, n * n);
  dsyevd_(job, "L", &size, a, &ld, w, &work_size, &ask, &iwork_size, &ask,
          &info, 1, 1);
  const int lwork = (int)work_size, liwork = iwork_size;
  double *work = tame_vec((size_t)lwork);
  int *iwork = tame_calloc((size_t)liwork, sizeof *iwork);
  dsyevd_(job, "L", &size, a, &ld, w, work, &lwork, iwork, &liwork, &info, 1,
          1);
  TAME_REQUIRE(info >= 0);
  if (v && info == 0) { /* column-major vectors are our rows: transpose */
    for (size_t i = 0; i < n; i++)
      for (size_t k = 0; k < n; k++) v[i * n + k] = a[k * n + i];
  }
  free(iwork);
  free(work);
  free(a);
  return info == 0 ? TAME_OK : TAME_STALLED;
}

/* Singular values do not change under transposition, so the row-major a
 * [m x n] is handed over as the n x m matrix that LAPACK sees. */
tame_status tame_la_norm2(double *sigma, const double *a, size_t m, size_t n)
{
  const int rows = lapack_int(n), cols = lapack_int(m), ld = lapack_ld(n);
  const int one = 1, ask = -1;
  const size_t rank = m < n ? m : n;
  double work_size, unused = 0.0;
  int info;
  *sigma = 0.0;
  if (rank == 0) return TAME_OK;
  if (!all_finite(a, m * n)) return TAME_EINVAL;

  double *copy = tame_vec_copy(a, m * n), *s = tame_vec(rank);
  dgesvd_("N", "N", &rows, &cols, copy, &ld, s, &unused, &one, &unused, &one,
          &work_size, &ask, &info, 1, 1);
  const int lwork = (int)work_size;
  double *work = tame_vec((size_t)lwork);
  dgesvd_("N", "N", &rows, &cols, copy, &ld, s, &unused, &one, &unused, &one,
          work, &lwork, &info, 1, 1);
  TAME_REQUIRE(info >= 0);
  *sigma = s[0];
  free(work);
  free(s);
  free(copy);
  return info == 0 ? TAME_OK : TAME_STALLED;
}

void tame_la_mirror(double *s, size_t n)
{
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < i; j++) s[i * n + j] = s[j * n + i];
}
