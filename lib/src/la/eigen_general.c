/* SPDX-License-Identifier: MIT */
/* Eigenvalues of nonsymmetric matrices: LAPACK's dgeev, and Arnoldi's method
 * for the largest one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "lapack.h"
#include "tame/la.h"
#include "tame/stats.h"

/* dgeev on the column-major a [n x n], which is destroyed; right eigenvectors
 * to vr [n x n] when it is not NULL. */
static tame_status geev(double *re, double *im, double *vr, double *a, size_t n)
{
  const int size = lapack_int(n), ld = lapack_ld(n), one = 1, ask = -1;
  const char *job = vr ? "V" : "N";
  double work_size, unused;
  int info;
  for (size_t i = 0; i < n * n; i++)
    if (!isfinite(a[i])) return TAME_EINVAL;
  dgeev_("N", job, &size, a, &ld, re, im, &unused, &one, vr ? vr : &unused,
         vr ? &ld : &one, &work_size, &ask, &info, 1, 1);
  const int lwork = (int)work_size;
  double *work = tame_vec((size_t)lwork);
  dgeev_("N", job, &size, a, &ld, re, im, &unused, &one, vr ? vr : &unused,
         vr ? &ld : &one, work, &lwork, &info, 1, 1);
  TAME_REQUIRE(info >= 0);
  free(work);
  return info == 0 ? TAME_OK : TAME_STALLED;
}

/* The transpose that LAPACK sees has the same eigenvalues. */
tame_status tame_la_eigenvalues(double *re, double *im, const double *a,
                                size_t n)
{
  double *copy = tame_vec_copy(a, n * n);
  const tame_status s = geev(re, im, NULL, copy, n);
  free(copy);
  return s;
}

tame_status tame_la_radius(double *radius, const double *a, size_t n)
{
  double *re = tame_vec(2 * n), *im = re + n;
  const tame_status s = tame_la_eigenvalues(re, im, a, n);
  *radius = s == TAME_OK ? 0.0 : (double)NAN;
  for (size_t i = 0; i < n && s == TAME_OK; i++)
    *radius = fmax(*radius, hypot(re[i], im[i]));
  free(re);
  return s;
}

/* Largest modulus among the eigenvalues of the column-major h [m x m], and
 * *tail, the modulus of the last component of its unit eigenvector. */
static tame_status leading(double *radius, double *tail, double *h, size_t m)
{
  double *re = tame_vec(m), *im = tame_vec(m), *vr = tame_vec(m * m);
  const tame_status s = geev(re, im, vr, h, m);
  *radius = -1.0;
  for (size_t j = 0; s == TAME_OK && j < m; j++) {
    if (!(hypot(re[j], im[j]) > *radius)) continue;
    *radius = hypot(re[j], im[j]);
    /* a complex pair keeps its real and imaginary part in two columns; the
     * second of the pair is never larger */
    const double *v = vr + j * m + m - 1;
    *tail = im[j] != 0.0 ? hypot(v[0], v[m]) : fabs(v[0]);
  }
  free(re);
  free(im);
  free(vr);
  return s;
}

/* w [n] <- w - V'V w twice, V the M rows of v; h [m] <- sum of V w */
static void orthogonalise(double *w, double *h, double *c, const double *v,
                          size_t m, size_t n)
{
  for (int pass = 0; pass < 2; pass++) {
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)m, (int)n, 1.0, v, (int)n, w,
                1, 0.0, c, 1);
    cblas_dgemv(CblasRowMajor, CblasTrans, (int)m, (int)n, -1.0, v, (int)n, c,
                1, 1.0, w, 1);
    for (size_t i = 0; i < m; i++) h[i] += c[i];
  }
}

tame_status
tame_la_spectral_radius(double *radius, double *residual,
                        void (*times)(double *y, const double *x, void *ctx),
                        void *ctx, const double *start, size_t n, size_t steps)
{
  const size_t limit = steps < n ? steps : n;
  const double norm = tame_norm(start, n);
  if (limit == 0 || !(norm > 0.0) || !isfinite(norm)) return TAME_EINVAL;
  double *v = tame_vec((limit + 1) * n), *h = tame_vec(limit * limit);
  double *column = tame_vec(limit), *c = tame_vec(limit), next = 0.0;
  size_t m = 0;
  for (size_t i = 0; i < n; i++) v[i] = start[i] / norm;
  while (m < limit) {
    double *w = v + (m + 1) * n;
    times(w, v + m * n, ctx);
    const double size = tame_norm(w, n);
    memset(column, 0, limit * sizeof *column);
    orthogonalise(w, column, c, v, m + 1, n);
    memcpy(h + m * limit, column, limit * sizeof *h);
    next = tame_norm(w, n);
    m++;
    if (!(next > 1e-14 * size)) break; /* an invariant space */
    if (m < limit) h[(m - 1) * limit + m] = next;
    for (size_t i = 0; i < n; i++) w[i] /= next;
  }
  /* the leading block of h, column by column */
  for (size_t j = 0; j < m; j++)
    memmove(h + j * m, h + j * limit, m * sizeof *h);
  double tail = 0.0;
  const tame_status s = leading(radius, &tail, h, m);
  if (residual) *residual = m == n ? 0.0 : next * tail;
  free(v);
  free(h);
  free(column);
  free(c);
  return s;
}
