/* SPDX-License-Identifier: MIT */
/* What the particle programs share: the four methods of an axis, and runs that
 * look at the share of particles in the wrong half circle. */
#ifndef PARTICLES_H
#define PARTICLES_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/swarm_particles.h"
#include "tame/swarm_schedule.h"
#include "tame/swarm_stationary.h"

enum { NODES = 512 }; /* of the density estimate */
static const double TILT = 0.2;

typedef struct {
  tame_particle_rule rule;
  tame_entropy e;
} particle_rule;

/* *w <- N particles at start [n] */
static inline tame_status particles_start(tame_particles **w,
                                          const particle_rule *q, size_t n,
                                          double sigma, const double *start,
                                          const tame_potential *u,
                                          tame_error *err)
{
  const tame_particles_model m = {n, NODES, sigma, q->e, q->rule, u};
  *w = tame_particles_alloc(&m, err);
  return *w ? tame_particles_init(*w, start, err) : TAME_EINVAL;
}

/* One of BLOCKS equal parts of a run of STEPS steps of DS; beta at the end of
 * each step. */
static inline tame_status particles_block(tame_particles *w, size_t block,
                                          size_t blocks, size_t steps,
                                          double ds,
                                          const tame_schedule *schedule,
                                          gsl_rng *rng, tame_error *err)
{
  const size_t first = block * steps / blocks;
  const size_t last = (block + 1) * steps / blocks;
  for (size_t k = first; k < last; k++) {
    const double beta = tame_schedule_beta(ds * (double)(k + 1), schedule);
    if (tame_particles_step(w, ds, beta, rng) != TAME_OK)
      return tame_fail(err, TAME_ESINGULAR, "particles: step %zu diverged", k);
  }
  return TAME_OK;
}

#endif
