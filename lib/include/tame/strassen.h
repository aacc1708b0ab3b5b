/* SPDX-License-Identifier: MIT */
/* Products of square matrices by Strassen's recursion (1969): seven products of
 * half the size and 18 additions, so that with q(n) operations for size n,
 *
 *     q(2n) = 7 q(n) + 18 n^2,     q(1) = 1:     q(2^k) = 7^(k+1) - 6 4^k.
 *
 * At or below the cut-off, and where n is odd, the product is the classical one,
 * of 2 n^3 - n^2 operations.  Exact for integers while they stay below 2^53. */
#ifndef TAME_STRASSEN_H
#define TAME_STRASSEN_H

#include <stddef.h>

/* The classical product c [n x n] <- a b of matrices whose rows are lda, ldb,
 * ldc numbers apart. */
typedef void tame_matmul(double *c, size_t ldc, const double *a, size_t lda,
                         const double *b, size_t ldb, size_t n);
tame_matmul tame_matmul_loops; /* three loops */
tame_matmul tame_matmul_blas;  /* cblas_dgemm */

/* c [n x n] <- a b, all row-major, with BASE at sizes of at most CUTOFF; takes
 * work [tame_strassen_work(n, cutoff)].  Returns the number of operations done
 * (additions, subtractions and multiplications; a base of size n counts as
 * 2 n^3 - n^2). */
double tame_strassen(double *c, double *work, const double *a, const double *b,
                     size_t n, size_t cutoff, tame_matmul *base);
size_t tame_strassen_work(size_t n, size_t cutoff);

/* The same number from the recursion, without computing. */
double tame_strassen_count(size_t n, size_t cutoff);

#endif
