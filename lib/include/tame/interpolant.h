/* SPDX-License-Identifier: MIT */
/* The affine interpolant of iterates x_0, x_1, ... at times t_0 < t_1 < ...,
 *
 *     x(t) = x_k + (t - t_k)/(t_{k+1} - t_k) (x_{k+1} - x_k),
 *
 * t_{k+1} - t_k = a_k the steps.  As the steps go to 0, interpolants of the
 * subgradient method with errors converge, uniformly on bounded intervals and
 * along subsequences, to solutions of x' in -df(x) + eps B (arXiv 2404.19517). */
#ifndef TAME_INTERPOLANT_H
#define TAME_INTERPOLANT_H

#include <stddef.h>

#include "tame/status.h"
#include "tame/subgradient.h"

typedef struct tame_interpolant tame_interpolant;

/* For points of length n >= 1; memory is taken as points come. */
tame_interpolant *tame_interpolant_alloc(size_t n);
void tame_interpolant_free(tame_interpolant *p); /* NULL is accepted */
void tame_interpolant_clear(tame_interpolant *p);

/* Append x [n] at time t.  TAME_EINVAL when t is not above the last time or
 * something is not finite; nothing is appended then. */
tame_status tame_interpolant_append(tame_interpolant *p, double t,
                                    const double *x);

/* Run W until its time reaches END, appending x_0 and every iterate; cleared
 * before.  W is freshly initialised.  TAME_DIVERGED as tame_subgradient_step;
 * TAME_EINVAL unless END > 0 is finite. */
tame_status tame_interpolant_follow(tame_interpolant *p, tame_subgradient *w,
                                    double end);

size_t tame_interpolant_count(const tame_interpolant *p);
double tame_interpolant_end(const tame_interpolant *p); /* last time */

/* x [n] <- x(t).  TAME_EINVAL when t is outside [t_0, last] or p is empty. */
tame_status tame_interpolant_at(double *x, const tame_interpolant *p, double t);

/* *sup <- the largest |x(t) - y(t)|_2 over t = t_k <= end and `between` points
 * inside each piece; y(t) by CURVE.  Exact with between = 0 for a y affine on
 * every piece.  TAME_EINVAL when p is empty. */
tame_status tame_interpolant_distance(
    double *sup, const tame_interpolant *p, double end, size_t between,
    void (*curve)(double *y, double t, void *ctx), void *ctx);

#endif
