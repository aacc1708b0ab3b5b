/* SPDX-License-Identifier: MIT */
/* Ordinary differential equations
 *
 *     y' = f(t, y),   y(t_0) = y_0,   y [n],
 *
 * by the explicit Runge-Kutta method of order 8 of Prince and Dormand with its
 * embedded error estimate (J. Comput. Appl. Math. 7, 1981; GSL's rk8pd): a step
 * is accepted when |error_i| <= atol + rtol |y_i| for every i.  For flows that
 * are not stiff; t only grows.
 *
 * Inside an accepted step y is known as well as at its end: `inside` takes one
 * shorter step of the same method from the step's beginning.  `find` locates
 * the zero of any function of the state so, by Brent's method, to rounding.
 *
 * Life cycle: alloc -> init -> { step, look, find } ... -> free. */
#ifndef TAME_ODE_H
#define TAME_ODE_H

#include <stddef.h>

#include "tame/status.h"

typedef struct {
  size_t n;
  /* dy [n] <- f(t, y) */
  void (*rhs)(double *dy, double t, const double *y, void *ctx);
  void *ctx;
} tame_ode;

typedef struct {
  double rtol, atol; /* >= 0, not both 0 */
  double first_step; /* > 0, tried first; steps are grown and shrunk from it */
} tame_ode_options;

typedef struct tame_ode_solver tame_ode_solver;

tame_ode_solver *tame_ode_alloc(size_t n); /* n >= 1 */
void tame_ode_free(tame_ode_solver *w);    /* NULL is accepted */

/* Start at y0 [n], copied, at time t0.  ODE is copied, its ctx borrowed until
 * the next init.  TAME_EINVAL when ode->n is not the workspace's, a tolerance
 * is negative or NaN or both are 0, first_step is not positive, or t0 is not
 * finite. */
tame_status tame_ode_init(tame_ode_solver *w, const tame_ode *ode, double t0,
                          const double *y0, const tame_ode_options *opt);

/* One accepted step, not beyond t_end.  TAME_OK; TAME_CONVERGED when t_end is
 * reached (exactly; also when it was before, and then nothing is done);
 * TAME_STALLED when the step that the tolerances ask for is below rounding;
 * TAME_DIVERGED when the state or f is not finite.  After the last two the
 * state is that before the call. */
tame_status tame_ode_step(tame_ode_solver *w, double t_end);

/* Steps until t_end.  TAME_OK, TAME_STALLED, TAME_DIVERGED. */
tame_status tame_ode_advance(tame_ode_solver *w, double t_end);

/* Where the last step ended and began; both t0 before the first. */
double tame_ode_time(const tame_ode_solver *w);
double tame_ode_time_before(const tame_ode_solver *w);
/* State [n] there; owned by W, valid until the next step or init. */
const double *tame_ode_state(const tame_ode_solver *w);
const double *tame_ode_state_before(const tame_ode_solver *w);
size_t tame_ode_steps(const tame_ode_solver *w); /* accepted since init */

/* y [n] <- the state at t of the last step, time_before <= t <= time. */
void tame_ode_inside(double *y, tame_ode_solver *w, double t);

/* *t and y [n] <- where g(t, y) vanishes between FROM, in the last step, and the
 * end of that step.  TAME_OK; TAME_EINVAL when g has one sign at both (a zero at
 * either end is found there). */
tame_status tame_ode_find(double *t, double *y, tame_ode_solver *w, double from,
                          double (*g)(double t, const double *y, void *ctx),
                          void *ctx);

#endif
