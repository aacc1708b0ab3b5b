/* SPDX-License-Identifier: MIT */
/* One implicit step on a ring of cells: the circle, or a row of the torus. */
#ifndef SWARM_RING_H
#define SWARM_RING_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/status.h"
#include "tame/swarm.h"

/* Newton's limits.  A residual counts as zero below TOLERANCE times the largest
 * density, or below FLOOR times what rounding of zeta makes of it. */
#define SWARM_FLOOR      8.0
#define SWARM_TOLERANCE  1e-13
#define SWARM_NEWTON_MAX 60
#define SWARM_HALVINGS   50

typedef struct {
  size_t n;
  double *xi, *power, *k;               /* [n] of the old density */
  double *zeta, *trial, *step;          /* [n] change of xi */
  double *rho, *drho, *residual, *flux; /* [n] */
  double *linear;                       /* [3 n] */
} swarm_ring;

swarm_ring tame_swarm_ring_alloc(size_t n);
void tame_swarm_ring_clear(swarm_ring *r);

/* rho [n] <- the density after dt at beta; u [n]; width h of a cell. */
tame_status tame_swarm_ring_step(double *rho, const double *u, double h,
                                 double dt, double beta,
                                 const tame_swarm_model *model, swarm_ring *r,
                                 tame_swarm_info *info);

/* Mobility of the face from a cell (rho a, xi_a) to the next (b, xi_b). */
static inline double swarm_mobility(double a, double b, double xi_a,
                                    double xi_b, tame_mobility kind)
{
  return kind == TAME_MEAN ? 0.5 * (a + b) : xi_b < xi_a ? a : b;
}

/* zeta <- zeta + c, with rho and drho, until the sum of rho is that of OLD: a
 * constant changes no flux, so what Newton's method left of the mass defect is
 * removed within the family of the solution.  Returns the defect that is left,
 * sum rho - sum old. */
double tame_swarm_fix_mass(double *rho, double *drho, double *zeta,
                           const double *old, const double *power, size_t n,
                           const tame_entropy *e);

/* The torus without splitting; the arguments are those of tame_swarm_step. */
typedef struct swarm_torus swarm_torus;
swarm_torus *tame_swarm_torus_alloc(size_t nx, size_t ny);
void tame_swarm_torus_free(swarm_torus *t);
tame_status tame_swarm_torus_step(double *rho, double dt, double beta,
                                  const tame_swarm_model *model, swarm_torus *t,
                                  tame_swarm_info *info);

#endif
