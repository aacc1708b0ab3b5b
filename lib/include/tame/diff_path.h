/* SPDX-License-Identifier: MIT */
/* Path differentiability, checked.  J is a conservative Jacobian of
 * theta -> xbar(theta) when along every absolutely continuous curve gamma
 *
 *     xbar(gamma(1)) - xbar(gamma(0)) = int_0^1 J(gamma(t)) gamma'(t) dt
 *
 * (2212.07844, section 4.0 of its specification): on a closed curve the
 * integral is 0.  The integrand jumps at kinks, which lie between curves'
 * smooth pieces; the integral needs to know them to be accurate.
 *
 * What the curve meets at a time is one function of the caller's, so that it
 * may keep the solution of the last time as a start for the next one. */
#ifndef TAME_DIFF_PATH_H
#define TAME_DIFF_PATH_H

#include <stddef.h>

#include "tame/status.h"

typedef struct {
  size_t n;         /* length of xbar */
  size_t n_pattern; /* length of a pattern; may be 0 where it is not used */

  /* At t in [0, 1], what is not NULL of:  x [n] <- xbar(gamma(t));
   * dx [n] <- J(gamma(t)) gamma'(t);  pattern [n_pattern] <- which smooth piece
   * gamma(t) lies on (signs, active sets): it changes exactly at kinks.  A
   * negative status ends the computation and is returned. */
  tame_status (*at)(double *x, double *dx, int *pattern, double t, void *ctx);
  void *ctx;
} tame_path;

/* Kinks in (0, 1), increasing: patterns are compared at the GRID + 1 points
 * i/GRID; an interval at whose ends they differ is halved, again and again in
 * each half at whose ends they differ, until it is no longer than width; its
 * midpoint is then one kink.  Two changes that cancel between two grid points
 * are not seen.  kinks [max_kinks]; *n_kinks is their number, at most
 * max_kinks.  Allocates.  TAME_MAX_ITER when there are more than max_kinks, of
 * which the first are stored; TAME_EINVAL when grid = 0, width is not positive
 * or n_pattern = 0. */
tame_status tame_path_kinks(double *kinks, size_t *n_kinks, size_t max_kinks,
                            const tame_path *path, size_t grid, double width);

/* integral [n] <- int_0^1 J gamma' dt by Gauss-Legendre with NODES nodes on
 * each piece between two of: 0, 1, the kinks [n_kinks] (increasing), and
 * i/cuts, i = 1..cuts - 1.  Allocates.  TAME_EINVAL when nodes = 0, cuts = 0 or
 * the kinks are not increasing in [0, 1]. */
tame_status tame_path_gauss(double *integral, const tame_path *path,
                            const double *kinks, size_t n_kinks, size_t cuts,
                            size_t nodes);

/* The same by the midpoint rule with NODES equal steps, which knows no kinks;
 * its error is O(1/NODES) where the curve crosses some.  TAME_EINVAL when
 * nodes = 0. */
tame_status tame_path_midpoint(double *integral, const tame_path *path,
                               size_t nodes);

/* change [n] <- xbar(gamma(1)) - xbar(gamma(0)).  Allocates. */
tame_status tame_path_change(double *change, const tame_path *path);

#endif
