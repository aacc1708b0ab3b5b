/* SPDX-License-Identifier: MIT */
/* Swarm gradient dynamics (arXiv 2204.01306) on the circle R/Z and the torus
 * (R/Z)^2: the Wasserstein gradient flow
 *
 *     d rho/dt = div( rho grad xi ),   xi = phi'(rho) + beta U,
 *
 * of the free energy E_beta(rho) = int (phi(rho) + beta U rho), rho a
 * probability density.  Finite volumes, implicit in time (the scheme is ours):
 * on a ring of n cells of width h, with M the mobility of a face, frozen at the
 * old time,
 *
 *     rho_i' = rho_i + dt/h^2 (M_i (xi'_{i+1} - xi'_i)
 *                              - M_{i-1} (xi'_i - xi'_{i-1})),
 *     rho_i' = (phi')^{-1}(xi'_i - beta U_i),
 *
 * solved for xi' by Newton's method: each step is one linear system of
 * tame/cyclic.h, so a time step costs O(n).  On the torus the linear
 * systems are solved by conjugate gradients; or a step is split (Lie) into one
 * step along x for every ring of cells and then one along y, at O(N) each, with a
 * larger error in dt.  In all cases, for every dt > 0:
 *
 *   mass        int rho' = int rho;
 *   positivity  rho' > 0, since it is a value of (phi')^{-1};
 *   energy      E_beta(rho') <= E_beta(rho), since E_beta is convex;
 *   rest        rho' = rho = mu_beta, the minimiser (tame/swarm_stationary.h).
 *
 * Order one in dt, two in h with the mean mobility.
 *
 * Life cycle: alloc -> init -> { step, look } ... -> free. */
#ifndef TAME_SWARM_H
#define TAME_SWARM_H

#include <stddef.h>

#include "tame/status.h"
#include "tame/swarm_entropy.h"
#include "tame/swarm_schedule.h"

/* Of the face between cells i and i+1: the mean of the two densities, or that
 * of the cell with the larger xi, from which mass flows. */
typedef enum { TAME_MEAN, TAME_UPWIND } tame_mobility;
typedef enum { TAME_UNSPLIT, TAME_SPLIT } tame_torus_step;

typedef struct {
  size_t nx, ny; /* cells along x and y, >= 4; ny = 1 is the circle */
  tame_entropy entropy;
  tame_mobility mobility;
  tame_torus_step torus; /* of the circle, not used */
  const double *u;       /* [nx ny] potential at the cells; borrowed */
} tame_swarm_model;

typedef struct {
  size_t newton;   /* Newton steps, summed over rings */
  size_t products; /* of conjugate gradients; 0 otherwise */
  double residual; /* largest |residual| of the discrete equation */
  double defect;   /* change of mass in the step before rounding errors are
                      scaled away, so that they do not add up */
} tame_swarm_info;

typedef struct tame_swarm tame_swarm;

/* NULL with the reason when the model is not as documented: nx or ny too small,
 * exponent outside its range, a potential that is not finite. */
tame_swarm *tame_swarm_alloc(const tame_swarm_model *model, tame_error *err);
void tame_swarm_free(tame_swarm *w); /* NULL is accepted */

/* Start from rho [nx ny], copied: positive cell means of mass 1 (to 1e-9).
 * TAME_EINVAL with the reason (which cell) otherwise. */
tame_status tame_swarm_init(tame_swarm *w, const double *rho, tame_error *err);

/* One step of length dt > 0 at fixed beta >= 0.  TAME_EINVAL when dt or beta is
 * not as required; TAME_MAX_ITER when Newton's method (60 steps) or TAME_STALLED
 * when its line search fails: shorten dt.  The state is then as before. */
tame_status tame_swarm_step(tame_swarm *w, double dt, double beta,
                            tame_swarm_info *info, tame_error *err);

/* Cell means [nx ny], owned by W. */
const double *tame_swarm_density(const tame_swarm *w);

/* Of the current density: E_beta; the mean of U; the discrete dissipation
 * D = sum over faces of M |xi_+ - xi_-|^2 h^{dim-2}; mass; smallest value; the
 * sum of weight [nx ny] times mass. */
double tame_swarm_energy(const tame_swarm *w, double beta);
double tame_swarm_mean_potential(const tame_swarm *w);
double tame_swarm_dissipation(const tame_swarm *w, double beta);
double tame_swarm_mass(const tame_swarm *w);
double tame_swarm_smallest(const tame_swarm *w);
double tame_swarm_expect(const tame_swarm *w, const double *weight);

/* --- step control ---------------------------------------------------------------
 *
 * c = int |rho' - rho|: a step with c > reject is taken back and halved; after
 * one with c < grow_below, dt is multiplied by growth.  Always dt <= relative
 * (1 + t): a step must not cool too much at once. */
typedef struct {
  double reject, grow_below, growth;
  double relative; /* INFINITY: no limit */
  double dt_min;   /* shorter steps are an error */
} tame_swarm_control;

typedef struct {
  double t, dt; /* time reached, length of the next step to try */
  size_t steps, rejected;
  double worst_defect; /* largest so far */
} tame_swarm_clock;

/* One accepted step at beta(end of the step), not beyond t_end.  TAME_OK, or
 * TAME_CONVERGED at t_end.  TAME_STALLED when dt fell below dt_min, TAME_EINVAL
 * when the schedule or the control is not as documented. */
tame_status tame_swarm_advance(tame_swarm *w, tame_swarm_clock *clock,
                               const tame_schedule *schedule,
                               const tame_swarm_control *control, double t_end,
                               tame_error *err);

/* --- explicit step ---------------------------------------------------------------
 *
 * next [nx ny] <- rho + dt div(M grad xi), in one pass over memory; work [4 ny]
 * (circle: 4 nx).  Returns how many entries of next are not positive: when there
 * is one, dt was too long for this density, and next must not be used.  A stable
 * step has dt <= h^2 / (4 max rho phi''(rho)), and that is why there is an
 * implicit one. */
size_t tame_swarm_explicit(double *next, double *work, const double *rho,
                           double dt, double beta,
                           const tame_swarm_model *model);

/* The largest dt for which the upwind explicit step keeps rho positive. */
double tame_swarm_explicit_limit(const double *rho, double beta,
                                 const tame_swarm_model *model);

#endif
