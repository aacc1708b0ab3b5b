/* SPDX-License-Identifier: MIT */
/* The implicit derivative of tame/diff.h without a matrix, for large n:
 *
 *     (I - A) dx = B dtheta            from products jvp,
 *     (I - A)' v = u,  grad = B' v     from products vjp,
 *
 * by a Krylov method (krylov.h).  Memory is that of the method, n (m + c)
 * numbers, against n^2 for the dense solve.  The outcome is that of the solver
 * and is the caller's to judge: TAME_CONVERGED, or TAME_MAX_ITER, TAME_STALLED,
 * TAME_DIVERGED with what was reached in INFO (may be NULL).  TAME_EINVAL when
 * the map lacks the product or the options are not as krylov.h says. */
#ifndef TAME_DIFF_KRYLOV_H
#define TAME_DIFF_KRYLOV_H

#include "tame/krylov.h"
#include "tame/map.h"
#include "tame/status.h"

/* dx [n] <- (I - A)^{-1} B dtheta, the derivative of xbar along dtheta [p]. */
tame_status tame_diff_implicit_krylov_jvp(double *dx, const double *dtheta,
                                          const double *x, const double *theta,
                                          const tame_map *map,
                                          const tame_krylov_options *opt,
                                          tame_krylov_info *info);

/* grad [p] <- B' (I - A)'^{-1} u, u [n]. */
tame_status tame_diff_implicit_krylov_vjp(double *grad, const double *u,
                                          const double *x, const double *theta,
                                          const tame_map *map,
                                          const tame_krylov_options *opt,
                                          tame_krylov_info *info);

/* jac [n x p], row-major, <- (I - A)^{-1} B, column by column.  The outcome is
 * TAME_CONVERGED when all columns are, else the worst one: DIVERGED, STALLED,
 * MAX_ITER, in this order; INFO holds the sum of the products and the largest
 * residual. */
tame_status tame_diff_implicit_krylov(double *jac, const double *x,
                                      const double *theta, const tame_map *map,
                                      const tame_krylov_options *opt,
                                      tame_krylov_info *info);

#endif
