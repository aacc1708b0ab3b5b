/* SPDX-License-Identifier: MIT */
/* Eigenvalues and singular values, many times of matrices of one size, so with
 * a workspace: alloc -> { factor } ... -> free, and factor allocates nothing.
 * Matrices are row-major; LAPACK's dsyevd and dgesdd do the work. */
#ifndef TAME_SPECTRAL_H
#define TAME_SPECTRAL_H

#include <stddef.h>

#include "tame/status.h"

typedef struct tame_eigen tame_eigen;

tame_eigen *tame_eigen_alloc(size_t n); /* n >= 1 */
void tame_eigen_free(tame_eigen *w);    /* NULL is accepted */

/* S = V diag(e) V', e [n] increasing; v [n x n]: column k is the k-th
 * eigenvector.  The lower triangle of s [n x n] is used.  TAME_EINVAL when s is
 * not finite, TAME_STALLED when the iteration did not converge. */
tame_status tame_eigen_factor(double *e, double *v, const double *s,
                              tame_eigen *w);

typedef struct tame_svd tame_svd;

tame_svd *tame_svd_alloc(size_t m, size_t n); /* m, n >= 1 */
void tame_svd_free(tame_svd *w);              /* NULL is accepted */

/* A = U diag(s) V', k = min(m, n): u [m x k] and vt [k x n], V', with
 * orthonormal columns and rows, s [k] decreasing, >= 0.  a [m x n] is read
 * only.  TAME_EINVAL and TAME_STALLED as above. */
tame_status tame_svd_factor(double *u, double *s, double *vt, const double *a,
                            tame_svd *w);

#endif
