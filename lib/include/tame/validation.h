/* SPDX-License-Identifier: MIT */
/* Validation loss of a regularised regression and its gradient in the weights of
 * the regulariser: the upper level of hyper-parameter learning, whose lower
 * level is a monotone inclusion (tame/inclusion.h).
 *
 *     L(z) = 1/R sum over folds f, rows i of  l(x_i'w_f(theta) - y_i),
 *
 * R the number of all rows, w_f the first k entries of the solution x_f(theta)
 * of the inclusion of fold f, theta_1 = exp(z_1), theta_2 = exp(z_2), the other
 * entries of theta fixed.  With u = dL/dx_f,
 *
 *     dL/dz_j = theta_j sum_f (X_f' u)_j,
 *
 * X_f the implicit conservative Jacobian, by one transposed solve; or the
 * derivative through K steps of the map of f from 0, in reverse, u then taken
 * at the K-th iterate, which is also where L is.
 *
 * Life cycle: alloc -> set each fold -> { loss } ... -> free. */
#ifndef TAME_VALIDATION_H
#define TAME_VALIDATION_H

#include <stddef.h>

#include "tame/inclusion.h"
#include "tame/status.h"

typedef enum {
  TAME_SQUARE,      /* l(r) = r^2 */
  TAME_PSEUDO_HUBER /* l(r) = sqrt(1 + r^2) - 1 */
} tame_residual_loss;

typedef struct tame_validation tame_validation;

tame_validation *tame_validation_alloc(size_t n_folds, tame_residual_loss loss);
void tame_validation_free(tame_validation *v); /* NULL is accepted */

/* Fold f: q and the held-out rows x [rows x k] and y [rows] are borrowed, theta
 * [p] is copied.  TAME_EINVAL when there is no such fold, rows or k is 0, k
 * exceeds the unknowns, q has fewer than two parameters, or a number is not
 * finite. */
tame_status tame_validation_set(tame_validation *v, size_t f, tame_inclusion *q,
                                const double *theta, const double *x,
                                const double *y, size_t rows, size_t k);

/* *loss <- L(z), and gradient [2] <- dL/dz unless it is NULL, z [2].  unroll = 0:
 * at the solution, implicit; else through that many steps.  Solutions are kept
 * as the next starts.  TAME_EINVAL when a fold was not set or z is not finite,
 * TAME_MAX_ITER when a solver did not converge, otherwise what went wrong. */
tame_status tame_validation_loss(double *loss, double *gradient,
                                 const double *z, size_t unroll,
                                 tame_validation *v);

#endif
