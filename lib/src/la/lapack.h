/* SPDX-License-Identifier: MIT */
/* The few LAPACK routines that la/ calls, as gfortran exports them from
 * OpenBLAS: every argument by address, column-major arrays, and one hidden
 * length, at the end, for each character argument.
 *
 * A row-major matrix is, column-major, its transpose with the same leading
 * dimension; each caller says how it uses that. */
#ifndef TAME_LA_LAPACK_H
#define TAME_LA_LAPACK_H

#include <limits.h>
#include <stddef.h>

#include "tame/base.h"

/* A size as LAPACK takes it, and a leading dimension, which is never 0. */
static inline int lapack_int(size_t n)
{
  TAME_REQUIRE(n <= INT_MAX);
  return (int)n;
}
static inline int lapack_ld(size_t n) { return n ? lapack_int(n) : 1; }

void dpotrf_(const char *uplo, const int *n, double *a, const int *lda,
             int *info, size_t uplo_length);

void dgetrf_(const int *m, const int *n, double *a, const int *lda, int *pivot,
             int *info);
void dgetrs_(const char *trans, const int *n, const int *nrhs, const double *a,
             const int *lda, const int *pivot, double *b, const int *ldb,
             int *info, size_t trans_length);

void dsyevd_(const char *job, const char *uplo, const int *n, double *a,
             const int *lda, double *w, double *work, const int *lwork,
             int *iwork, const int *liwork, int *info, size_t job_length,
             size_t uplo_length);

void dgeev_(const char *job_vl, const char *job_vr, const int *n, double *a,
            const int *lda, double *re, double *im, double *vl, const int *ldvl,
            double *vr, const int *ldvr, double *work, const int *lwork,
            int *info, size_t job_vl_length, size_t job_vr_length);

void dgesvd_(const char *job_u, const char *job_vt, const int *m, const int *n,
             double *a, const int *lda, double *s, double *u, const int *ldu,
             double *vt, const int *ldvt, double *work, const int *lwork,
             int *info, size_t job_u_length, size_t job_vt_length);

void dgesdd_(const char *job, const int *m, const int *n, double *a,
             const int *lda, double *s, double *u, const int *ldu, double *vt,
             const int *ldvt, double *work, const int *lwork, int *iwork,
             int *info, size_t job_length);

void dgelqf_(const int *m, const int *n, double *a, const int *lda, double *tau,
             double *work, const int *lwork, int *info);
void dorglq_(const int *m, const int *n, const int *k, double *a,
             const int *lda, const double *tau, double *work, const int *lwork,
             int *info);

#endif
