/* SPDX-License-Identifier: MIT */
/* The exact path in lambda of 1-D total variation denoising and of its dual,
 *
 *     min_x  1/2 |x - b|^2 + lambda |Dx|_1,     (Dx)_k = x_{k+1} - x_k,
 *     min_u  1/2 |D'u - b|^2,  |u|_inf <= lambda,    x = b - D'u
 *
 * (2212.07844, section 4.3).  b [n], u [n - 1].  Coordinate k of u is saturated
 * when |u_k| = lambda.  The others, the free ones, form runs between saturated
 * neighbours; on a run x is constant.  Let it cover `length` samples whose mean
 * is m, and let s_L, s_R in {-1, 0, 1} be the signs of the saturated
 * neighbours, 0 beyond the ends of the signal.  Then
 *
 *     x   = m + lambda (s_R - s_L)/length,
 *     u_k = lambda (s_L + (j/length)(s_R - s_L)) + sum_{i <= j} (m - b_i),
 *
 * where the sum runs over the first j samples of the run, up to sample k.  This
 * is the solution of the run's tridiagonal system (-1, 2, -1).
 *
 * The path goes down from lambda = infinity, where all are free.  On every run
 * u_k = a_k + lambda d_k with |d_k| <= 1, so u_k meets +-lambda at
 * lambda = |a_k| / (1 -+ d_k); the largest such lambda of all runs is the next
 * breakpoint, and there its coordinate is saturated for good (in a chain a
 * coordinate once saturated stays so for smaller lambda).  Hence n - 1
 * breakpoints.  One run is split by each, and only its two halves are computed
 * anew: O(n) per event at most.
 *
 * Life cycle: alloc -> init -> { solve, pattern, slope } ... -> free. */
#ifndef TAME_TV_PATH_H
#define TAME_TV_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/status.h"

typedef struct tame_tv_path tame_tv_path;

tame_tv_path *tame_tv_path_alloc(size_t n); /* n >= 2 */
void tame_tv_path_free(tame_tv_path *w);    /* NULL is accepted */

/* The whole path of b [n], which is copied.  TAME_EINVAL when b is not finite;
 * nothing but init and free may be called then. */
tame_status tame_tv_path_init(tame_tv_path *w, const double *b);

/* Breakpoints [n - 1], decreasing; the coordinate that each saturates [n - 1];
 * and the sign that coordinate k takes, by coordinate [n - 1].  Owned by W,
 * valid until the next init.  A coordinate that never leaves 0 (b constant) has
 * breakpoint 0 and sign 0. */
const double *tame_tv_path_breakpoints(const tame_tv_path *w);
const size_t *tame_tv_path_order(const tame_tv_path *w);
const int *tame_tv_path_signs(const tame_tv_path *w);

/* At lambda >= 0; at a breakpoint, the coordinate it saturates counts as free
 * when FREE_AT_BREAK, else as saturated. */

/* s [n - 1] <- the sign of saturated coordinates, 0 on free ones. */
void tame_tv_path_pattern(int *s, const tame_tv_path *w, double lambda,
                          bool free_at_break);

/* u [n - 1] <- the solution.  TAME_EINVAL when lambda is negative or NaN. */
tame_status tame_tv_path_solve(double *u, const tame_tv_path *w, double lambda);

/* du [n - 1] <- du/dlambda.  TAME_EINVAL as above. */
tame_status tame_tv_path_slope(double *du, const tame_tv_path *w, double lambda,
                               bool free_at_break);

/* x [n] <- b - D'u. */
void tame_tv_path_primal(double *x, const double *u, const double *b, size_t n);

/* out [n - 1] <- D x  and  out [n] <- D'u. */
void tame_tv_difference(double *out, const double *x, size_t n);
void tame_tv_difference_t(double *out, const double *u, size_t n);

#endif
