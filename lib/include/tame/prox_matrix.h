/* SPDX-License-Identifier: MIT */
/* Proximal operators of functions of singular values and of eigenvalues.  Maps
 * R(v, theta) as in prox.h, which explains tame_param, tame_kink and the errors
 * of init; v holds a matrix, row-major.
 *
 * Life cycle: alloc -> init -> map ... -> free.  The workspace remembers the
 * decomposition at the last point; a value or product asked for at exactly that
 * point uses it again.  Where it cannot be computed (a NaN) results are NaN. */
#ifndef TAME_PROX_MATRIX_H
#define TAME_PROX_MATRIX_H

#include <stddef.h>

#include "tame/map.h"
#include "tame/prox.h"
#include "tame/status.h"

/* --- nuclear norm -----------------------------------------------------------
 * g(X) = weight sum_i sigma_i(X), X [rows x cols], n = rows cols.  With
 * V = P diag(sigma) Q' and f(s) = max(s - t, 0), t = gamma weight,
 *
 *     R = P diag(f(sigma)) Q',
 *     dR = P (G o sym(M) + H o skew(M)) Q',   M = P' dV Q,
 *     dR/dweight = -gamma P diag(1[sigma > t]) Q',
 *     G_ij = (f_i - f_j)/(sigma_i - sigma_j),
 *     H_ij = (f_i + f_j)/(sigma_i + sigma_j),
 *
 * with sigma_i = 0 for the directions that the longer side has in excess
 * (Lewis, Sendov, SIAM J. Matrix Anal. 23, 2001, for the spectral case).  G
 * is evaluated without cancellation: 1 where both are above t, 0 where both are
 * below, and a/(a + b) with a = sigma_i - t, b = t - sigma_j else.  A kink is
 * sigma_i = t.  weight >= 0. */
typedef struct tame_prox_nuclear tame_prox_nuclear;

tame_prox_nuclear *tame_prox_nuclear_alloc(size_t rows, size_t cols);
void tame_prox_nuclear_free(tame_prox_nuclear *w); /* NULL is accepted */
tame_status tame_prox_nuclear_init(tame_prox_nuclear *w, size_t p,
                                   tame_param weight, double gamma,
                                   tame_kink kink);
tame_map tame_prox_nuclear_map(tame_prox_nuclear *w);

/* --- log-determinant --------------------------------------------------------
 * g(X) = <C, X> - log det X on symmetric positive definite matrices [d x d],
 * n = d^2 (2206.00457, E2).  With W = sym(V - gamma C) = Q diag(ell) Q' and
 * r_i = sqrt(ell_i^2 + 4 gamma),
 *
 *     R = Q diag(phi) Q',   phi_i = (ell_i + r_i)/2,
 *     dR = Q (G o (Q' sym(dV - gamma dC) Q)) Q',
 *     G_ij = (1 + (ell_i + ell_j)/(r_i + r_j))/2:
 *
 * the divided difference of phi in a form that also holds for equal
 * eigenvalues.  For negative ell this sum cancels as well, so what is evaluated
 * is phi = 2 gamma/(r - ell) there and, equal to the above,
 *
 *     G_ij = phi_i phi_j/(phi_i phi_j + gamma).
 *
 * No kinks.  Only the symmetric parts of V and C matter. */
typedef struct tame_prox_logdet tame_prox_logdet;

tame_prox_logdet *tame_prox_logdet_alloc(size_t d); /* d >= 1 */
void tame_prox_logdet_free(tame_prox_logdet *w);    /* NULL is accepted */

/* C [d x d]: fixed and borrowed, or theta[index .. index + d^2). */
tame_status tame_prox_logdet_init(tame_prox_logdet *w, size_t p, tame_params c,
                                  double gamma);
tame_map tame_prox_logdet_map(tame_prox_logdet *w);

/* g [d x d] <- G from eigenvalues ell [d], by the second formula. */
void tame_prox_logdet_differences(double *g, const double *ell, size_t d,
                                  double gamma);

#endif
