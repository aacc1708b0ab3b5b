/* SPDX-License-Identifier: MIT */
#include "tame/ode.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <gsl/gsl_roots.h>

#include "tame/base.h"

struct tame_ode_solver {
  size_t n, steps;
  tame_ode ode;
  double t, t_before, h;
  double *y, *y_before;    /* [n] each */
  double *trial, *error;   /* [n] each */
  gsl_odeiv2_step *step;   /* of the evolution */
  gsl_odeiv2_step *within; /* of the looks inside a step */
  gsl_odeiv2_evolve *evolve;
  gsl_odeiv2_control *control;
};

tame_ode_solver *tame_ode_alloc(size_t n)
{
  TAME_REQUIRE(n >= 1);
  tame_ode_solver *w = tame_calloc(1, sizeof *w);
  w->n = n;
  w->y = tame_vec(4 * n);
  w->y_before = w->y + n;
  w->trial = w->y + 2 * n;
  w->error = w->y + 3 * n;
  w->step = gsl_odeiv2_step_alloc(gsl_odeiv2_step_rk8pd, n);
  w->within = gsl_odeiv2_step_alloc(gsl_odeiv2_step_rk8pd, n);
  w->evolve = gsl_odeiv2_evolve_alloc(n);
  w->control = gsl_odeiv2_control_y_new(1.0, 0.0);
  TAME_REQUIRE(w->step && w->within && w->evolve && w->control);
  return w;
}

void tame_ode_free(tame_ode_solver *w)
{
  if (!w) return;
  gsl_odeiv2_step_free(w->step);
  gsl_odeiv2_step_free(w->within);
  gsl_odeiv2_evolve_free(w->evolve);
  gsl_odeiv2_control_free(w->control);
  free(w->y);
  free(w);
}

tame_status tame_ode_init(tame_ode_solver *w, const tame_ode *ode, double t0,
                          const double *y0, const tame_ode_options *opt)
{
  if (ode->n != w->n || !(opt->rtol >= 0.0) || !(opt->atol >= 0.0) ||
      !(opt->rtol + opt->atol > 0.0) || !(opt->first_step > 0.0) ||
      !isfinite(t0))
    return TAME_EINVAL;
  w->ode = *ode;
  w->t = w->t_before = t0;
  w->h = opt->first_step;
  w->steps = 0;
  memcpy(w->y, y0, w->n * sizeof *y0);
  memcpy(w->y_before, y0, w->n * sizeof *y0);
  gsl_odeiv2_control_init(w->control, opt->atol, opt->rtol, 1.0, 0.0);
  gsl_odeiv2_evolve_reset(w->evolve);
  gsl_odeiv2_step_reset(w->step);
  return TAME_OK;
}

static bool is_finite(const double *y, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite(y[i])) return false;
  return true;
}

static int call(double t, const double *y, double *dy, void *ctx)
{
  const tame_ode *ode = ctx;
  ode->rhs(dy, t, y, ode->ctx);
  return is_finite(dy, ode->n) ? GSL_SUCCESS : GSL_EBADFUNC;
}

/* The state before the step; there is then no step to look into. */
static tame_status undo(tame_ode_solver *w, tame_status why)
{
  memcpy(w->y, w->y_before, w->n * sizeof *w->y);
  w->t = w->t_before;
  gsl_odeiv2_evolve_reset(w->evolve);
  return why;
}

/* One step from y_before with H as the first trial, which becomes the next one.
 * A trial that left the domain of f is told from one that is too small. */
static tame_status attempt(tame_ode_solver *w, double *h, double t_end)
{
  const gsl_odeiv2_system system = {call, NULL, w->n, &w->ode};
  const int s = gsl_odeiv2_evolve_apply(w->evolve, w->control, w->step, &system,
                                        &w->t, t_end, h, w->y);
  if (s == GSL_EBADFUNC || !is_finite(w->y, w->n))
    return undo(w, TAME_DIVERGED);
  if (s != GSL_SUCCESS || w->t <= w->t_before) return undo(w, TAME_STALLED);
  return TAME_OK;
}

tame_status tame_ode_step(tame_ode_solver *w, double t_end)
{
  if (w->t >= t_end) return TAME_CONVERGED;
  memcpy(w->y_before, w->y, w->n * sizeof *w->y);
  w->t_before = w->t;
  double first = fmin(w->h, t_end - w->t), h = w->h;
  tame_status s = attempt(w, &h, t_end);
  while (s == TAME_DIVERGED && w->t + 0.5 * first > w->t) {
    h = first *= 0.5;
    s = attempt(w, &h, t_end);
  }
  if (s != TAME_OK) return s;
  w->h = h;
  w->steps++;
  return w->t >= t_end ? TAME_CONVERGED : TAME_OK;
}

tame_status tame_ode_advance(tame_ode_solver *w, double t_end)
{
  tame_status s;
  do s = tame_ode_step(w, t_end);
  while (s == TAME_OK);
  return s == TAME_CONVERGED ? TAME_OK : s;
}

double tame_ode_time(const tame_ode_solver *w) { return w->t; }
double tame_ode_time_before(const tame_ode_solver *w) { return w->t_before; }
const double *tame_ode_state(const tame_ode_solver *w) { return w->y; }
const double *tame_ode_state_before(const tame_ode_solver *w)
{
  return w->y_before;
}
size_t tame_ode_steps(const tame_ode_solver *w) { return w->steps; }

void tame_ode_inside(double *y, tame_ode_solver *w, double t)
{
  const gsl_odeiv2_system system = {call, NULL, w->n, &w->ode};
  TAME_REQUIRE(w->t_before <= t && t <= w->t);
  if (t >= w->t) {
    memcpy(y, w->y, w->n * sizeof *y);
    return;
  }
  memcpy(y, w->y_before, w->n * sizeof *y);
  if (t <= w->t_before) return;
  gsl_odeiv2_step_reset(w->within);
  if (gsl_odeiv2_step_apply(w->within, w->t_before, t - w->t_before, y,
                            w->error, NULL, NULL, &system) != GSL_SUCCESS)
    for (size_t i = 0; i < w->n; i++) y[i] = (double)NAN;
}

typedef struct {
  tame_ode_solver *w;
  double (*g)(double t, const double *y, void *ctx);
  void *ctx;
} search;

static double level(double t, void *params)
{
  const search *s = params;
  tame_ode_inside(s->w->trial, s->w, t);
  return s->g(t, s->w->trial, s->ctx);
}

/* The zero between LO and HI, where g has opposite signs. */
static double bracketed(double lo, double hi, search *s)
{
  enum { MOST = 200 };
  gsl_function f = {level, s};
  gsl_root_fsolver *brent = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
  TAME_REQUIRE(brent != NULL);
  gsl_root_fsolver_set(brent, &f, lo, hi);
  for (int k = 0; k < MOST && lo < hi; k++) {
    gsl_root_fsolver_iterate(brent);
    lo = gsl_root_fsolver_x_lower(brent);
    hi = gsl_root_fsolver_x_upper(brent);
    if (hi - lo <= 4e-16 * fabs(hi)) break;
  }
  const double t = gsl_root_fsolver_root(brent);
  gsl_root_fsolver_free(brent);
  return t;
}

tame_status tame_ode_find(double *t, double *y, tame_ode_solver *w, double from,
                          double (*g)(double t, const double *y, void *ctx),
                          void *ctx)
{
  search s = {w, g, ctx};
  const double g_from = level(from, &s), g_now = level(w->t, &s);
  if (g_from == 0.0)
    *t = from;
  else if (g_now == 0.0)
    *t = w->t;
  else if ((g_from < 0.0) == (g_now < 0.0) || isnan(g_from) || isnan(g_now))
    return TAME_EINVAL;
  else
    *t = bracketed(from, w->t, &s);
  tame_ode_inside(y, w, *t);
  return TAME_OK;
}
