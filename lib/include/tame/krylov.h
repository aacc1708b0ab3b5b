/* SPDX-License-Identifier: MIT */
/* Krylov solvers for  M x = b,  M [n x n] nonsymmetric and known only through
 * its products.
 *
 *   GMRES(m)  Saad, Schultz (SIAM J. Sci. Stat. Comput. 7, 1986): the smallest
 *             residual in x_0 + K_m, restarted every m steps; memory n (m + 2).
 *             Gram-Schmidt, twice.
 *   BiCGStab  van der Vorst (SIAM J. Sci. Stat. Comput. 13, 1992): two products
 *             a step, memory 6 n, no guarantee; it may break down.
 *
 * Life cycle: alloc -> { solve } ... -> free; solve allocates nothing. */
#ifndef TAME_KRYLOV_H
#define TAME_KRYLOV_H

#include <stddef.h>

#include "tame/status.h"

typedef enum { TAME_GMRES, TAME_BICGSTAB } tame_krylov_method;

typedef struct {
  tame_krylov_method method;
  size_t restart;      /* m >= 1, cut to n; BiCGStab does not use it */
  size_t max_products; /* >= 1: limit on products with M for one b */
  double tol;          /* > 0: stop when |b - M x|_2 <= tol |b|_2 */
} tame_krylov_options;

typedef struct {
  size_t products; /* with M, those for the residual included */
  double residual; /* |b - M x|_2 / |b|_2, computed from x; 0 when b = 0 */
} tame_krylov_info;

typedef struct tame_krylov tame_krylov;

/* NULL when the options are not as documented or n = 0. */
tame_krylov *tame_krylov_alloc(size_t n, const tame_krylov_options *opt);
void tame_krylov_free(tame_krylov *w); /* NULL is accepted */

/* x [n]: the start, replaced by the solution.  product: y [n] <- M z.
 * TAME_CONVERGED; TAME_MAX_ITER when the limit is reached; TAME_STALLED when
 * the method can go no further (M singular, breakdown, tol below what rounding
 * allows); TAME_DIVERGED when a number is not finite.  x is the best point at
 * which the residual was computed, and INFO (may be NULL) describes it. */
tame_status
tame_krylov_solve(double *x, const double *b,
                  void (*product)(double *y, const double *z, void *ctx),
                  void *ctx, tame_krylov *w, tame_krylov_info *info);

#endif
