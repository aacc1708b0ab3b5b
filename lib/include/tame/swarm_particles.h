/* SPDX-License-Identifier: MIT */
/* Particles on the circle R/Z in drift time s (ds = beta dt), so the drift is
 * -U' and the noise has temperature 1/beta:
 *
 *   Langevin       X <- X - U'(X) ds + sqrt(2 ds/beta) N
 *                  (simulated annealing when beta grows);
 *   stochastic     X <- X - U'(X) ds + sqrt(2 alpha(r(X)) ds/beta) N;
 *   deterministic  X <- X - (U'(X) + (1/beta) d/dx phi'(r)(X)) ds,
 *
 * N standard normal, r an estimate of the swarm's density: linear binning on G
 * nodes, circular convolution with a Gaussian of width sigma cut at 4 sigma,
 * linear interpolation between nodes.  A step costs O(N + G min(G, sigma G)),
 * no pair of particles is looked at.  Derivatives of phi'(r) are central
 * differences on the nodes, r there at least 1e-12. */
#ifndef TAME_SWARM_PARTICLES_H
#define TAME_SWARM_PARTICLES_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "tame/status.h"
#include "tame/swarm_entropy.h"
#include "tame/swarm_potential.h"

typedef enum {
  TAME_LANGEVIN,
  TAME_STOCHASTIC,
  TAME_DETERMINISTIC
} tame_particle_rule;

typedef struct {
  size_t n;             /* particles, >= 1 */
  size_t nodes;         /* G >= 8 */
  double sigma;         /* 0 < sigma <= 1/8 */
  tame_entropy entropy; /* Langevin does not use it */
  tame_particle_rule rule;
  const tame_potential *u; /* on the circle; borrowed */
} tame_particles_model;

typedef struct tame_particles tame_particles;

/* NULL with the reason when the model is not as documented. */
tame_particles *tame_particles_alloc(const tame_particles_model *model,
                                     tame_error *err);
void tame_particles_free(tame_particles *w); /* NULL is accepted */

/* Start at x [n], copied and taken modulo 1.  TAME_EINVAL when one is not
 * finite. */
tame_status tame_particles_init(tame_particles *w, const double *x,
                                tame_error *err);

/* One step; RNG is not used by the deterministic rule and may be NULL then.
 * TAME_EINVAL when ds <= 0 or beta <= 0, TAME_DIVERGED when a position is no
 * longer finite. */
tame_status tame_particles_step(tame_particles *w, double ds, double beta,
                                gsl_rng *rng);

/* Positions [n] in [0, 1), owned by W. */
const double *tame_particles_positions(const tame_particles *w);

/* The density estimate [nodes] of the current positions, owned by W and valid
 * until the next call; mean 1. */
const double *tame_particles_density(tame_particles *w);

/* Share of the particles in [lo, hi), 0 <= lo <= hi <= 1. */
double tame_particles_share(const tame_particles *w, double lo, double hi);

#endif
