/* SPDX-License-Identifier: MIT */
/* Deblurring with Huber's total variation,
 *
 *     min_x  F(x) = 1/2 |Hx - b|^2 + mu/2 |x|^2 + sum_i h((Dx)_i),
 *     h(t) = t^2/(2 delta)  for |t| <= lambda delta,
 *            lambda |t| - lambda^2 delta/2  else,
 *     u = clip(Dx/delta, -lambda, lambda),
 *
 * the primal half of the saddle point  min_x max_{|u| <= lambda}
 * 1/2 |Hx - b|^2 + mu/2 |x|^2 + <Dx, u> - delta/2 |u|^2  (2212.07844, section
 * 4.5), by semismooth Newton: with E the set of |(Dx)_i| <= lambda delta,
 *
 *     (H'H + mu I + D_E'D_E/delta) d = -grad F,
 *
 * and halved steps until F decreases by c times the predicted amount, or, where
 * that amount is below the rounding of F, until |grad F|_2 decreases.  F is
 * piecewise quadratic, so the method ends after finitely many steps.
 *
 * x, b [n], H [n x n], (Dx)_i = x_{i+1} - x_i, u [n - 1].
 * Life cycle: alloc -> init -> solve ... -> free; solve allocates nothing. */
#ifndef TAME_HUBER_TV_H
#define TAME_HUBER_TV_H

#include <stddef.h>

#include "tame/status.h"

typedef struct {
  double decrease; /* c in (0, 1/2): smaller accepts longer steps */
  double tol;      /* converged: |grad F|_inf <= tol (1 + |H'b|_inf) */
  size_t max_steps;
} tame_huber_tv_options;

typedef struct tame_huber_tv tame_huber_tv;

tame_huber_tv *tame_huber_tv_alloc(size_t n); /* n >= 2 */
void tame_huber_tv_free(tame_huber_tv *w);    /* NULL is accepted */

/* h [n x n] is copied, mu > 0.  TAME_EINVAL otherwise or when h is not finite.
 */
tame_status tame_huber_tv_init(tame_huber_tv *w, const double *h, double mu);

/* x [n]: the start, replaced by the solution; u [n - 1].  TAME_CONVERGED;
 * TAME_STALLED when no step decreases F any more, as happens when tol is below
 * what rounding allows; TAME_MAX_ITER; TAME_EINVAL when lambda or delta is not
 * positive, an option is not as documented, or b or the start is not finite. */
tame_status tame_huber_tv_solve(double *x, double *u, tame_huber_tv *w,
                                const double *b, double lambda, double delta,
                                const tame_huber_tv_options *opt);

/* |grad F|_inf at the end of the last solve, and its Newton steps. */
double tame_huber_tv_gradient(const tame_huber_tv *w);
size_t tame_huber_tv_steps(const tame_huber_tv *w);

#endif
