/* SPDX-License-Identifier: MIT */
/* Dense linear algebra on BLAS and LAPACK, row-major.
 *
 * A factorisation that fails is a result, not an error of ours, so the
 * functions that factor return TAME_ESINGULAR.  None allocates unless it says
 * so.  Other products are calls of cblas (gsl/gsl_cblas.h). */
#ifndef TAME_LA_H
#define TAME_LA_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

#include "tame/status.h"

/* Y <- A X or, transposed, A' X, for a [rows x cols]: c columns, in arrays whose
 * rows are ldx and ldy numbers apart.  For derivatives in as many directions as
 * there are: one column is a matrix-vector product, which takes half the time of
 * a matrix product of one column. */
void tame_la_columns(double *y, size_t ldy, bool is_transposed, const double *a,
                     size_t rows, size_t cols, const double *x, size_t ldx,
                     size_t c);

/* Cholesky  H = U'U  of a symmetric positive definite h [n x n], in place; the
 * upper triangle (row-major) is read and replaced by U, the rest is left.
 * TAME_ESINGULAR when h is not positive definite or holds a NaN; h is then
 * partly overwritten. */
tame_status tame_la_cholesky(double *h, size_t n);

/* b [n] <- H^{-1} b  from the factor u [n x n]. */
void tame_la_cholesky_solve(double *b, const double *u, size_t n);

/* b [n x m], row-major <- H^{-1} b. */
void tame_la_cholesky_solve_many(double *b, const double *u, size_t n,
                                 size_t m);

/* LU with partial pivoting, in place; pivot [n].  TAME_ESINGULAR when a pivot
 * is exactly zero or not finite. */
tame_status tame_la_lu(double *a, int *pivot, size_t n);

/* b [n] <- A^{-1} b  or  A'^{-1} b  from the factors. */
void tame_la_lu_solve(double *b, const double *lu, const int *pivot, size_t n);
void tame_la_lu_solve_t(double *b, const double *lu, const int *pivot,
                        size_t n);

/* b [n x m], row-major <- A^{-1} b; takes work [n x m]. */
void tame_la_lu_solve_many(double *b, double *work, const double *lu,
                           const int *pivot, size_t n, size_t m);

/* Symmetric eigenproblem  S = V diag(w) V', w [n] increasing; v [n x n]: column
 * k is the k-th eigenvector.  v may be NULL.  s [n x n] is read only.
 * Allocates its workspace.  TAME_EINVAL when s is not finite, TAME_STALLED when
 * the iteration did not converge. */
tame_status tame_la_eigen_symmetric(double *w, double *v, const double *s,
                                    size_t n);

/* Eigenvalues re + i im, each [n], of a general a [n x n], in no order;
 * complex pairs are neighbours.  Allocates.  Errors as above. */
tame_status tame_la_eigenvalues(double *re, double *im, const double *a,
                                size_t n);

/* Spectral radius of a [n x n], the largest modulus of an eigenvalue; NaN when
 * the status, as above, is not TAME_OK. */
tame_status tame_la_radius(double *radius, const double *a, size_t n);

/* Spectral radius of M [n x n], known by y <- M x, with Arnoldi's method: the
 * largest modulus of an eigenvalue of the projection of M on the space of
 * start, M start, ..., of STEPS dimensions (at most n, and then exact).
 * *residual (may be NULL) <- |M y - mu y|_2 for the unit vector y and the
 * number mu found.  Takes n (steps + 1) numbers.  TAME_EINVAL when steps is 0
 * or start [n] is zero or not finite; else as above. */
tame_status
tame_la_spectral_radius(double *radius, double *residual,
                        void (*times)(double *y, const double *x, void *ctx),
                        void *ctx, const double *start, size_t n, size_t steps);

/* Largest singular value of a [m x n], 0 when empty.  Allocates its workspace.
 * TAME_EINVAL and TAME_STALLED as above. */
tame_status tame_la_norm2(double *sigma, const double *a, size_t m, size_t n);

/* Thin QR: a [m x n], m >= n, row-major, is replaced by Q [m x n] with
 * orthonormal columns; r [n x n] (upper) may be NULL.  Allocates.
 * TAME_EINVAL when m < n. */
tame_status tame_la_qr(double *a, double *r, size_t m, size_t n);

/* q [n x n] <- a random orthogonal matrix, Haar distributed (QR of a Gaussian
 * matrix, the signs of R's diagonal absorbed).  Allocates. */
void tame_la_random_orthogonal(double *q, size_t n, gsl_rng *rng);

/* Fills a symmetric matrix's lower triangle from its upper one. */
void tame_la_mirror(double *s, size_t n);

#endif
