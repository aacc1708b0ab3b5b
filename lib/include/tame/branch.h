/* SPDX-License-Identifier: MIT */
/* Following branches of critical points, g_y(x, y) = 0, of a lower level
 * (tame/bilevel.h) while the parameter moves: prediction and correction.
 *
 * With steps in x (tame_branch_move):
 *     predict  y <- y + y'(x) dx,   y'(x) = -g_yy^{-1} g_yx      (optional)
 *     correct  K gradient steps  y <- y - s g_y,  or K Newton steps
 *              y <- y - g_yy^{-1} g_y,  at the new x.
 * Steps of length D on a branch give errors of order D (gradient), D^2 (gradient
 * with prediction, or Newton), D^4 (Newton with prediction).
 *
 * With steps in arc length (tame_branch_trace), along x(t) = x0 + t d: the curve
 * (y, t) of solutions is followed through folds, where g_yy is singular and t
 * turns back; each fold is located as a zero of dt/ds.
 *
 * The path following is ours; that branches end at folds is the picture behind
 * arXiv 2502.09074. */
#ifndef TAME_BRANCH_H
#define TAME_BRANCH_H

#include <stdbool.h>

#include "tame/bilevel.h"

typedef enum { TAME_CORRECT_GRADIENT, TAME_CORRECT_NEWTON } tame_corrector;

typedef struct {
  bool is_predicted;
  tame_corrector corrector;
  size_t steps;      /* K >= 1 */
  double inner_step; /* s > 0, for the gradient corrector */
} tame_branch_options;

/* y [m] at x [n] -> y at x_new; work [m (m + 3)].  TAME_ESINGULAR when g_yy is
 * singular where it is needed, TAME_DIVERGED when y is not finite, TAME_EINVAL
 * when an option is out of range. */
tame_status tame_branch_move(double *y, double *work, const tame_bilevel *p,
                             const double *x, const double *x_new,
                             const tame_branch_options *opt);

/* --- through folds -------------------------------------------------------- */

typedef struct {
  double step;       /* length of a step in (y, t), > 0; halved where Newton's
                     * method does not converge in 8 steps */
  double min_step;   /* give up below this */
  size_t max_steps;  /* >= 1 */
  double t_lo, t_hi; /* stop when t leaves this interval */
  double tol; /* |g_y|_2 on the curve, and |dt/ds| at a fold, at most this */
  bool is_backwards; /* begin towards smaller t */
} tame_trace_options;

typedef struct {
  size_t n_points; /* t [cap], y [cap x m] filled */
  size_t n_folds;  /* fold_t [cap_folds], fold_y [cap_folds x m] filled */
} tame_trace;

/* From the critical point y0 [m] at t = t0, along x = x0 + t d.  Arrays are the
 * caller's; what does not fit is counted but not stored.  TAME_OK: t left
 * [t_lo, t_hi]; TAME_MAX_ITER; TAME_STALLED: min_step; TAME_ESINGULAR: a point
 * that is neither regular nor a simple fold; TAME_EINVAL: y0 is not critical
 * (Newton's method at fixed t does not converge), or an option is out of range.
 * Allocates. */
tame_status tame_branch_trace(tame_trace *info, double *t, double *y,
                              size_t cap, double *fold_t, double *fold_y,
                              size_t cap_folds, const tame_bilevel *p,
                              const double *x0, const double *d, double t0,
                              const double *y0, const tame_trace_options *opt);

#endif
