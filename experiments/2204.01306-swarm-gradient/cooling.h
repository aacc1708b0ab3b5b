/* SPDX-License-Identifier: MIT */
/* What the programs on benchmark potentials share: four methods of cooling. */
#ifndef COOLING_H
#define COOLING_H

#include "runs.h"

enum { N_METHOD = 4 };
static const char METHOD_WORDS[] =
    "swarm_hybrid swarm_m=1/2 annealing_c=depth annealing_c=depth/4";

typedef struct {
  tame_entropy e;
  tame_schedule schedule;
} cooling;

/* Method number I on a potential of critical depth DEPTH: swarms with
 * beta = 4 sqrt(1 + t), annealing with 1 + ln(1 + t)/c. */
static inline cooling cooling_of(size_t i, double depth)
{
  const cooling list[N_METHOD] = {
      {{0.5, true}, {TAME_POWER, 4.0, 0.5}},
      {{0.5, false}, {TAME_POWER, 4.0, 0.5}},
      {{1.0, false}, {TAME_LOGARITHMIC, 1.0, depth}},
      {{1.0, false}, {TAME_LOGARITHMIC, 1.0, 0.25 * depth}}};
  return list[i];
}

/* One run from the uniform density: rows k < N of GOOD (mass of the mark of G),
 * EXCESS (mean of U) at t [n], and of DENSITY [n x N_X] (may be NULL), every
 * g->n/N_X-th cell. */
static inline tame_status cool(double *good, double *excess, double *density,
                               size_t n_x, const double *t, size_t n,
                               const cooling *c, const grid *g, tame_error *err)
{
  const tame_swarm_control control = annealing_control(0.05);
  tame_swarm *w = solver_of(g, &c->e, err);
  tame_swarm_clock clock = {.t = 0.0, .dt = 1e-6};
  tame_status s = start_uniform(w, g->n, err);
  for (size_t k = 0; k < n && s == TAME_OK; k++) {
    s = advance_to(w, &clock, NULL, t[k], &c->schedule, &control, err);
    good[k] = tame_swarm_expect(w, g->mark);
    excess[k] = tame_swarm_mean_potential(w);
    for (size_t i = 0; density && i < n_x; i++)
      density[k * n_x + i] = tame_swarm_density(w)[i * (g->n / n_x)];
  }
  tame_swarm_free(w);
  return s;
}

#endif
