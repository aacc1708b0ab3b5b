/* SPDX-License-Identifier: MIT */
/* Bilevel programs with a smooth, unconstrained, possibly nonconvex lower level,
 *
 *     min_x  f(x, y)   subject to  y in argmin_z g(x, z),   x [n], y [m],
 *
 * and the derivatives of x -> f(x, y(x)) along a smooth branch of critical
 * points, g_y(x, y(x)) = 0 with g_yy invertible (Morse):
 *
 *     h(x, y) = f_x - g_xy g_yy^{-1} f_y .
 *
 * The inner iteration is gradient descent, the map (tame/map.h) with parameter x
 *
 *     A_x(y) = y - s g_y(x, y),   dA/dy = I - s g_yy,   dA/dx = -s g_yx ,
 *
 * and the three ways to the derivative are those of tame/diff.h:
 *   exact     implicit differentiation of the fixed point; equals h(x, y);
 *   Neumann   g_yy^{-1} f_y replaced by s sum_{j<q} (I - s g_yy)^j f_y, which is
 *             the q-step derivative at a constant trajectory; q = 1 is one-step;
 *   unrolled  x -> f(x, A_x^k(y_0)) differentiated through all k steps.
 *
 * Problem of arXiv 2502.09074; the update rules are ours. */
#ifndef TAME_BILEVEL_H
#define TAME_BILEVEL_H

#include <stddef.h>

#include "tame/map.h"
#include "tame/status.h"

/* The problem.  ctx is handed back to each function.  Outputs do not overlap
 * inputs.  A function that a computation does not need may be NULL. */
typedef struct {
  size_t n, m;
  double (*upper)(const double *x, const double *y, void *ctx); /* f */
  /* fx [n], fy [m] <- gradients of f */
  void (*upper_gradient)(double *fx, double *fy, const double *x,
                         const double *y, void *ctx);
  double (*lower)(const double *x, const double *y, void *ctx); /* g */
  /* gy [m] <- gradient of g in y */
  void (*lower_gradient)(double *gy, const double *x, const double *y,
                         void *ctx);
  /* out [m] <- g_yy v, v [m] */
  void (*hessian_times)(double *out, const double *v, const double *x,
                        const double *y, void *ctx);
  /* out [n] <- out + scale g_xy v, v [m] */
  void (*cross_times)(double *out, double scale, const double *v,
                      const double *x, const double *y, void *ctx);
  /* out [m] <- out + scale g_yx w, w [n] */
  void (*cross_transposed)(double *out, double scale, const double *w,
                           const double *x, const double *y, void *ctx);
  void *ctx;
} tame_bilevel;

/* A_x as a map of y with parameter x: n = m, p = n of the problem. */
typedef struct {
  const tame_bilevel *problem; /* borrowed */
  double step;                 /* s > 0 */
} tame_inner;
tame_map tame_inner_map(tame_inner *inner); /* borrows inner */

/* g_yy [m x m], symmetric, by m products. */
void tame_bilevel_hessian(double *h, const tame_bilevel *p, const double *x,
                          const double *y);

/* --- hypergradients ------------------------------------------------------- */

typedef enum { TAME_HYPER_EXACT, TAME_HYPER_NEUMANN } tame_hyper;

/* h [n] <- hypergradient at (x, y), where y need not be critical.  `terms` is q,
 * unused by TAME_HYPER_EXACT; work [n + 2 m].  TAME_ESINGULAR when g_yy is singular,
 * TAME_DIVERGED when h is not finite, TAME_EINVAL when q = 0 or the step is not
 * positive. */
tame_status tame_hypergradient(double *h, double *work, const tame_inner *inner,
                               const double *x, const double *y,
                               tame_hyper kind, size_t terms);

/* dy [m] <- y'(x) dx = -g_yy^{-1} g_yx dx: tangent of the branch through the
 * critical point y; work [m * m].  TAME_ESINGULAR as above. */
tame_status tame_branch_tangent(double *dy, double *work, const tame_bilevel *p,
                                const double *x, const double *y,
                                const double *dx);

/* --- the unrolled surrogate ------------------------------------------------
 * F_k(x, y_0) = f(x, A_x^k(y_0)). */

typedef struct tame_unrolled tame_unrolled;

/* k >= 1 steps of INNER, whose problem is borrowed until free. */
tame_unrolled *tame_unrolled_alloc(const tame_inner *inner, size_t k);
void tame_unrolled_free(tame_unrolled *w); /* NULL is accepted */

/* *value <- F_k(x, y0).  TAME_DIVERGED when an iterate is not finite. */
tame_status tame_unrolled_value(double *value, tame_unrolled *w,
                                const double *x, const double *y0);

/* The same with the gradient in reverse mode, gx [n] and, when not NULL,
 * gy0 [m]: one sweep back through the stored iterates. */
tame_status tame_unrolled_gradient(double *value, double *gx, double *gy0,
                                   tame_unrolled *w, const double *x,
                                   const double *y0);

/* gx [n] in forward mode, by m x n tangent matrices; jac [2 m n] is work and
 * holds d A^k / dx [m x n] first.  MAP replaces that of INNER when it is not
 * NULL, for example one with a fast `piggyback`. */
tame_status tame_unrolled_forward(double *value, double *gx, double *jac,
                                  tame_unrolled *w, const tame_map *map,
                                  const double *x, const double *y0);

/* A_x^k(y_0) [m] of the last call, owned by W. */
const double *tame_unrolled_last(const tame_unrolled *w);

#endif
