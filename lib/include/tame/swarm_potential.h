/* SPDX-License-Identifier: MIT */
/* Potentials on the circle R/Z and on the torus (R/Z)^2: trigonometric
 * polynomials
 *
 *     U(x, y) = sum_j a_j cos(2 pi (k_j x + l_j y) + p_j) - shift,
 *
 * shift chosen so that min U = 0 (large beta needs that precision).  On the
 * circle all l_j = 0 and y is not used.  The benchmark potentials are ours. */
#ifndef TAME_SWARM_POTENTIAL_H
#define TAME_SWARM_POTENTIAL_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "tame/status.h"

enum { TAME_POTENTIAL_MODES = 64 };

typedef struct {
  int k, l;
  double a, p;
} tame_mode;

typedef struct {
  size_t n_modes, dim; /* dim is 1 or 2 */
  tame_mode mode[TAME_POTENTIAL_MODES];
  double shift;
  double argmin[2]; /* the global minimiser, in [0, 1) */
} tame_potential;

double tame_potential_value(double x, double y, const tame_potential *u);
/* g [2] <- grad U; g[1] = 0 on the circle. */
void tame_potential_gradient(double *g, double x, double y,
                             const tame_potential *u);
/* g [n] <- U'(x), x [n], on the circle; vectorised, absolute error about 1e-15
 * times the sum of 2 pi k |a|. */
void tame_potential_slopes(double *g, const double *x, size_t n,
                           const tame_potential *u);

/* u [nx ny] <- U at the nodes (i/nx, j/ny), j the fast index (ny = 1: circle).
 * The least of them is the grid's minimum, not exactly 0. */
void tame_potential_sample(double *values, size_t nx, size_t ny,
                           const tame_potential *u);

/* Set `shift` and `argmin`: scan of 4096 nodes (512^2 on the torus), then
 * Newton's method.  TAME_EINVAL when there is no mode or a number is not
 * finite. */
tame_status tame_potential_anchor(tame_potential *u, tame_error *err);

/* --- benchmark potentials, already anchored --------------------------------- */

/* (1/2) cos 4 pi x + b sin 2 pi x + const, 0 < b < 2: global minimum at 3/4,
 * local minimum of height 2 b at 1/4, barriers where sin 2 pi x = b/2, the
 * wrong well of depth (1 - b/2)^2. */
tame_potential tame_potential_two_wells(double b);

/* WELLS wells of amplitude a in a bowl, minimum at 0 (Rastrigin's function made
 * periodic):  (1 - cos 2 pi x)/2 + a (1 - cos 2 pi WELLS x). */
tame_potential tame_potential_rastrigin(int wells, double a);

/* A wide well at 1/4 and a narrow deeper one at 3/4:
 * - sin 2 pi x / 2 - depth F(x - 3/4), F Fejer's kernel of 12 modes, F(0) = 1. */
tame_potential tame_potential_needle(double depth);

/* Random: modes 1 .. n_modes (<= 64) with amplitudes N(0, 1)/k, divided by their
 * root mean square so that landscapes compare; phases uniform. */
tame_potential tame_potential_rough(size_t n_modes, gsl_rng *rng);

/* On the torus: U(x) + V(y) of two circle potentials; the same random law over
 * all modes with |k|, |l| <= 3 (24 of them, amplitude 1/(k^2 + l^2)^(3/4)). */
tame_potential tame_potential_sum(const tame_potential *u,
                                  const tame_potential *v);
tame_potential tame_potential_rough_torus(gsl_rng *rng);

/* --- landscapes ---------------------------------------------------------------- */

/* What a landscape on a grid of nx x ny nodes looks like.
 *
 *   minima  number of nodes below all their neighbours (4 on the torus, 2 on
 *           the circle), plateaus counted once;
 *   depth   the critical depth: the largest height that must be climbed to get
 *           from a local minimum to a lower point.  ln(1 + t)/c cools annealing
 *           slowly enough when c >= depth. */
typedef struct {
  size_t minima;
  double depth;
  double oscillation; /* max U - min U */
} tame_landscape;

/* basin [nx ny] (may be NULL) <- 1 where steepest descent from node to node
 * ends in the lowest node, else 0.  Allocates.  O(N log N). */
tame_landscape tame_landscape_of(double *basin, const double *u, size_t nx,
                                 size_t ny);

#endif
