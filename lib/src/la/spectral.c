/* SPDX-License-Identifier: MIT */
#include "tame/spectral.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lapack.h"

static bool all_finite(const double *x, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite(x[i])) return false;
  return true;
}

struct tame_eigen {
  size_t n;
  int lwork, liwork;
  double *a; /* [n x n], column-major; head of the block that free releases */
  double *work; /* [lwork] */
  int *iwork;   /* [liwork] */
};

tame_eigen *tame_eigen_alloc(size_t n)
{
  TAME_REQUIRE(n > 0);
  tame_eigen *w = tame_calloc(1, sizeof *w);
  const int size = lapack_int(n), ask = -1;
  double work = 0.0, unused = 0.0;
  int iwork = 0, info;
  dsyevd_("V", "U", &size, &unused, &size, &unused, &work, &ask, &iwork, &ask,
          &info, 1, 1);
  TAME_REQUIRE(info == 0);
  w->n = n;
  w->lwork = (int)work;
  w->liwork = iwork;
  w->a = tame_vec(n * n + (size_t)w->lwork);
  w->work = w->a + n * n;
  w->iwork = tame_calloc((size_t)w->liwork, sizeof *w->iwork);
  return w;
}

void tame_eigen_free(tame_eigen *w)
{
  if (!w) return;
  free(w->iwork);
  free(w->a);
  free(w);
}

/* Our lower triangle is LAPACK's upper one; its vectors are our rows. */
tame_status tame_eigen_factor(double *e, double *v, const double *s,
                              tame_eigen *w)
{
  const size_t n = w->n;
  const int size = lapack_int(n);
  int info;
  if (!all_finite(s, n * n)) return TAME_EINVAL;
  memcpy(w->a, s, n * n * sizeof *s);
  dsyevd_("V", "U", &size, w->a, &size, e, w->work, &w->lwork, w->iwork,
          &w->liwork, &info, 1, 1);
  TAME_REQUIRE(info >= 0);
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < n; k++) v[i * n + k] = w->a[k * n + i];
  return info == 0 ? TAME_OK : TAME_STALLED;
}

struct tame_svd {
  size_t m, n;
  int lwork;
  double *a;    /* [m x n]; head of the block that free releases */
  double *work; /* [lwork] */
  int *iwork;   /* [8 min(m, n)] */
};

/* LAPACK sees A' [n x m] = V diag(s) U': its left vectors, column-major [n x
 * k], are our V' row by row, its right ones, k x m, are our U. */
static int svd(double *u, double *s, double *vt, double *a, size_t m, size_t n,
               double *work, int lwork, int *iwork)
{
  const int rows = lapack_int(n), cols = lapack_int(m);
  const int rank = rows < cols ? rows : cols;
  int info;
  dgesdd_("S", &rows, &cols, a, &rows, s, vt, &rows, u, &rank, work, &lwork,
          iwork, &info, 1);
  TAME_REQUIRE(info >= 0);
  return info;
}

tame_svd *tame_svd_alloc(size_t m, size_t n)
{
  TAME_REQUIRE(m > 0 && n > 0);
  tame_svd *w = tame_calloc(1, sizeof *w);
  double work = 0.0, unused = 0.0;
  int iwork = 0;
  svd(&unused, &unused, &unused, &unused, m, n, &work, -1, &iwork);
  w->m = m;
  w->n = n;
  w->lwork = (int)work;
  w->a = tame_vec(m * n + (size_t)w->lwork);
  w->work = w->a + m * n;
  w->iwork = tame_calloc(8 * (m < n ? m : n), sizeof *w->iwork);
  return w;
}

void tame_svd_free(tame_svd *w)
{
  if (!w) return;
  free(w->iwork);
  free(w->a);
  free(w);
}

tame_status tame_svd_factor(double *u, double *s, double *vt, const double *a,
                            tame_svd *w)
{
  if (!all_finite(a, w->m * w->n)) return TAME_EINVAL;
  memcpy(w->a, a, w->m * w->n * sizeof *a);
  const int info = svd(u, s, vt, w->a, w->m, w->n, w->work, w->lwork, w->iwork);
  return info == 0 ? TAME_OK : TAME_STALLED;
}
