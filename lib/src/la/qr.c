/* SPDX-License-Identifier: MIT */
#include "tame/la.h"

#include <stdlib.h>

#include "tame/rng.h"

#include "lapack.h"

/* LAPACK sees the row-major A [m x n] as A' [n x m], and A' = L Q' is the same
 * as A = Q L': its LQ factorisation is our QR, in place. */
tame_status tame_la_qr(double *a, double *r, size_t m, size_t n)
{
  if (m < n) return TAME_EINVAL;
  if (n == 0) return TAME_OK;
  const int rows = lapack_int(n), cols = lapack_int(m), ask = -1;
  double size_factor, size_form;
  int info;
  double *tau = tame_vec(n);
  dgelqf_(&rows, &cols, a, &rows, tau, &size_factor, &ask, &info);
  dorglq_(&rows, &cols, &rows, a, &rows, tau, &size_form, &ask, &info);
  const int lwork = (int)(size_factor > size_form ? size_factor : size_form);
  double *work = tame_vec((size_t)lwork);

  dgelqf_(&rows, &cols, a, &rows, tau, work, &lwork, &info);
  TAME_REQUIRE(info == 0);
  for (size_t i = 0; r && i < n; i++)
    for (size_t j = 0; j < n; j++) r[i * n + j] = j < i ? 0.0 : a[i * n + j];
  dorglq_(&rows, &cols, &rows, a, &rows, tau, work, &lwork, &info);
  TAME_REQUIRE(info == 0);
  free(work);
  free(tau);
  return TAME_OK;
}

void tame_la_random_orthogonal(double *q, size_t n, gsl_rng *rng)
{
  double *r = tame_vec(n * n);
  tame_rng_normal(q, n * n, rng);
  tame_la_qr(q, r, n, n);
  /* Haar measure needs the factorisation whose R has a positive diagonal */
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      if (r[j * n + j] < 0.0) q[i * n + j] = -q[i * n + j];
  free(r);
}
