/* SPDX-License-Identifier: MIT */
/* An accurate fixed point  x = T(x, theta)  of a forward-backward map
 * T = R o (I - gamma B), by the solver of 2212.07844 as specified by us
 * (section 4.0, a choice of ours):
 *
 *   accelerated steps  z = x + ((t - 1)/t+) (x - x_before),  x+ = T(z),
 *   t+ = (1 + sqrt(1 + 4 t^2))/2  (FISTA: Beck, Teboulle, SIAM J. Imaging Sci.
 *   2, 2009), with t = 1 again whenever (z - x+)'(x+ - x) > 0 (O'Donoghue,
 *   Candes, Found. Comput. Math. 15, 2015);
 *   every so often, where the residual |x - T(x)|_inf is small, one semismooth
 *   Newton step  x - (I - A)^{-1} (x - T(x)), A = dT/dx, which is exact where T
 *   is affine on the piece of the solution; it is taken only when the residual
 *   is then below the tolerance.
 *
 * The accelerated steps ask for gamma <= 1/L and B a gradient; for other
 * contractions T they may fail to converge, and the status says so.
 *
 * Life cycle: alloc -> solve ... -> free; solve allocates nothing. */
#ifndef TAME_FIXED_POINT_H
#define TAME_FIXED_POINT_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/map.h"
#include "tame/status.h"

typedef struct {
  double tol;          /* converged: |x - T(x)|_inf <= tol (1 + |x|_inf) */
  double accept;       /* still converged at the limit: the same with this */
  double newton_below; /* try Newton when |x - T(x)|_inf is below this */
  size_t every;        /* iterations between two looks at the residual; >= 1 */
  size_t max_iter;     /* accelerated steps */
  /* Newton steps tried at the start, before any accelerated one; when the start
   * is the solution at a theta nearby, one is mostly enough. */
  size_t first_newton;
  /* NULL: Newton's step is computed from I - A, n^3 operations.  Else x [n], in
   * place, <- Newton's step from x, where tx = T(x), by whatever is known of the
   * problem; false when it cannot be taken.  CTX is handed to it. */
  bool (*newton)(double *x, const double *tx, const double *theta, void *ctx);
  void *ctx;
} tame_fixed_point_options;

/* 1e-14, 1e-12, 1e-4, 20, 200000, 0, NULL */
extern const tame_fixed_point_options tame_fixed_point_usual;

typedef struct tame_fixed_point tame_fixed_point;

tame_fixed_point *tame_fixed_point_alloc(size_t n); /* n >= 1 */
void tame_fixed_point_free(tame_fixed_point *w);    /* NULL is accepted */

/* x [n]: the start, replaced by T(x) of the fixed point found, so that entries
 * at a bound lie exactly on it.  TAME_CONVERGED, TAME_MAX_ITER, TAME_DIVERGED;
 * TAME_EINVAL when the map has another n or no value, or an option is not
 * positive.  Without a vjp, or where I - A is singular, no Newton step is
 * taken. */
tame_status tame_fixed_point_solve(double *x, const double *theta,
                                   const tame_map *map, tame_fixed_point *w,
                                   const tame_fixed_point_options *opt);

/* |x - T(x)|_inf / (1 + |x|_inf) at the end of the last solve, and its
 * accelerated steps. */
double tame_fixed_point_residual(const tame_fixed_point *w);
size_t tame_fixed_point_iterations(const tame_fixed_point *w);

#endif
