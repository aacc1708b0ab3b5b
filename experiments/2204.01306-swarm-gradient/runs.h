/* SPDX-License-Identifier: MIT */
/* What the programs of this folder share: the two-well potential on a grid of
 * the circle, named entropies, and runs of the finite-volume solver that look at
 * given times. */
#ifndef RUNS_H
#define RUNS_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/stats.h"
#include "tame/swarm.h"
#include "tame/swarm_potential.h"
#include "tame/swarm_stationary.h"

static const double TILT = 0.2; /* b of the two-well potential */

/* Name and value of an entropy, in the order of an axis. */
typedef struct {
  const char *word;
  tame_entropy e;
} named_entropy;

/* words <- the names separated by spaces */
static inline const char *entropy_words(char *words, size_t size,
                                        const named_entropy *list, size_t n)
{
  size_t used = 0;
  words[0] = '\0';
  for (size_t i = 0; i < n && used < size; i++)
    used += (size_t)snprintf(words + used, size - used, "%s%s", i ? " " : "",
                             list[i].word);
  return words;
}

/* --- a potential on a grid ------------------------------------------------------ */

typedef struct {
  size_t nx, ny, n;
  tame_potential potential;
  double *u;    /* [n] */
  double *mark; /* [n] 1 in the set whose mass is recorded */
} grid;

static inline grid grid_of(const tame_potential *p, size_t nx, size_t ny)
{
  grid g = {nx, ny, nx * ny, *p, tame_vec(nx * ny), tame_vec(nx * ny)};
  tame_potential_sample(g.u, nx, ny, p);
  return g;
}

/* The two wells; the mark is the half circle (0, 1/2) of the wrong one. */
static inline grid two_wells(size_t n)
{
  const tame_potential p = tame_potential_two_wells(TILT);
  grid g = grid_of(&p, n, 1);
  for (size_t i = 0; i < n; i++) g.mark[i] = i > 0 && 2 * i < n;
  return g;
}

static inline void grid_clear(grid *g)
{
  free(g->u);
  free(g->mark);
}

static inline tame_swarm *solver_of(const grid *g, const tame_entropy *e,
                                    tame_error *err)
{
  return tame_swarm_alloc(
      &(tame_swarm_model){g->nx, g->ny, *e, TAME_MEAN, TAME_UNSPLIT, g->u},
      err);
}

static inline tame_status start_uniform(tame_swarm *w, size_t n,
                                        tame_error *err)
{
  double *rho = tame_vec(n);
  for (size_t i = 0; i < n; i++) rho[i] = 1.0;
  const tame_status s = tame_swarm_init(w, rho, err);
  free(rho);
  return s;
}

/* mu_beta of the potential shifted by half a turn in each coordinate: nearly all
 * mass starts in the wrong well. */
static inline tame_status start_swapped(tame_swarm *w, const grid *g,
                                        double beta, const tame_entropy *e,
                                        tame_error *err)
{
  double *v = tame_vec(g->n), *mu = tame_vec(g->n);
  const size_t sx = g->nx / 2, sy = g->ny / 2;
  for (size_t i = 0; i < g->nx; i++)
    for (size_t j = 0; j < g->ny; j++)
      v[i * g->ny + j] = g->u[(i + sx) % g->nx * g->ny + (j + sy) % g->ny];
  tame_status s = tame_swarm_stationary(mu, v, g->n, beta, e, err);
  if (s == TAME_OK) s = tame_swarm_init(w, mu, err);
  free(v);
  free(mu);
  return s;
}

/* --- first passage --------------------------------------------------------------- */

static const tame_swarm_control FIXED_BETA = {.reject = 0.04,
                                              .grow_below = 0.02,
                                              .growth = 1.3,
                                              .relative = HUGE_VAL,
                                              .dt_min = 1e-15};

/* *t <- the time at which the mass on WEIGHT falls below TARGET at fixed beta,
 * linear between steps; NaN when it does not before t_end. */
static inline tame_status first_passage(double *t, tame_swarm *w, double beta,
                                        const double *weight, double target,
                                        const tame_swarm_control *control,
                                        tame_swarm_clock *clock, double t_end,
                                        tame_error *err)
{
  const tame_schedule constant = {TAME_CONSTANT, beta, 0.0};
  double before = tame_swarm_expect(w, weight), t_before = clock->t;
  *t = NAN;
  for (;;) {
    const tame_status s =
        tame_swarm_advance(w, clock, &constant, control, t_end, err);
    if (s != TAME_OK) return s == TAME_CONVERGED ? TAME_OK : s;
    const double now = tame_swarm_expect(w, weight);
    if (now < target) {
      *t =
          t_before + (clock->t - t_before) * (before - target) / (before - now);
      return TAME_OK;
    }
    before = now;
    t_before = clock->t;
  }
}

/* --- annealed runs ---------------------------------------------------------------- */

/* n times from FIRST to LAST, geometric. */
static inline void geometric_times(double *t, size_t n, double first,
                                   double last)
{
  for (size_t i = 0; i < n; i++)
    t[i] = first * pow(last / first, (double)i / (double)(n - 1));
  t[n - 1] = last;
}

static inline tame_swarm_control annealing_control(double relative)
{
  return (tame_swarm_control){.reject = 0.04,
                              .grow_below = 0.01,
                              .growth = 1.2,
                              .relative = relative,
                              .dt_min = 1e-15};
}

/* Advance to T exactly.  *drift (may be NULL) grows by int beta dt. */
static inline tame_status advance_to(tame_swarm *w, tame_swarm_clock *clock,
                                     double *drift, double t,
                                     const tame_schedule *schedule,
                                     const tame_swarm_control *control,
                                     tame_error *err)
{
  while (clock->t < t) {
    const double before = clock->t;
    const tame_status s =
        tame_swarm_advance(w, clock, schedule, control, t, err);
    if (s < 0 || s == TAME_STALLED) return s < 0 ? s : TAME_ESINGULAR;
    if (drift)
      *drift += 0.5 * (clock->t - before) *
                (tame_schedule_beta(before, schedule) +
                 tame_schedule_beta(clock->t, schedule));
  }
  return TAME_OK;
}

#endif
