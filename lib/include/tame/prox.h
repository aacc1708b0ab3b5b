/* SPDX-License-Identifier: MIT */
/* Proximal operators as maps of tame/map.h,
 *
 *     R(v, theta) = argmin_x  gamma g_theta(x) + 1/2 |x - v|^2,
 *
 * the resolvent of A = dg_theta: v [n] stands in the place of x, theta [p] is
 * the whole parameter vector of the problem, and the operator is told which of
 * its entries it depends on.  Here are the words that all use and the operators
 * that act entry by entry (Parikh, Boyd, Found. Trends Optim. 1(3), 2014, chapter
 * 6, for their values); the others are in
 *
 *     prox_pieces.h     group lasso, simplex, 1-D total variation
 *     prox_matrix.h     nuclear norm, log-determinant
 *     prox_quadratic.h  quadratic functions
 *     prox_compose.h    products of operators, conjugates
 *
 * Life cycle: init fills a plain struct that the caller owns and that must
 * outlive the map; nothing is allocated.  Maps have value, jvp, vjp and,
 * where it pays, piggyback; theta may be NULL when no entry of it is used.
 *
 * Kinks.  Where R is not differentiable, the element of its conservative
 * Jacobian is, jointly in v and theta,
 *
 *     at_kink * (limit from the side where the entry of x moves with v)
 *     + (1 - at_kink) * (limit from the side where it is stuck),
 *
 * for l1: |v| > t against |v| < t; for a box: inside against outside.
 *
 * Errors of init: TAME_EINVAL when n = 0, gamma is not positive and finite, an
 * index is not below p, a fixed number is not in its range, or the kink is not
 * as documented.  A weight or bound in theta out of its range, or a NaN, gives
 * NaN results, which a trajectory reports as TAME_DIVERGED. */
#ifndef TAME_PROX_H
#define TAME_PROX_H

#include <stddef.h>

#include "tame/map.h"
#include "tame/status.h"

/* A number of the problem: fixed, or a multiple of an entry of theta. */
#define TAME_FIXED ((size_t)-1)
typedef struct {
  size_t index;  /* TAME_FIXED, or which entry of theta */
  double factor; /* the number itself, or the multiplier of theta[index] */
} tame_param;

static inline tame_param tame_param_fixed(double value)
{
  return (tame_param){TAME_FIXED, value};
}
static inline tame_param tame_param_theta(size_t index)
{
  return (tame_param){index, 1.0};
}
static inline tame_param tame_param_scaled(size_t index, double factor)
{
  return (tame_param){index, factor};
}

/* A vector of the problem: fixed, or the entries of theta from index on. */
typedef struct {
  size_t index;        /* TAME_FIXED, or where in theta it begins */
  const double *fixed; /* borrowed; NULL: zero */
} tame_params;

/* What to do at a kink, see above. */
typedef struct {
  double at_kink; /* in [0, 1] */
  double width; /* >= 0: this near in v counts as at the kink; 0: exact ties */
} tame_kink;

/* --- l1 norm and elastic net -------------------------------------------
 * g(x) = weight |x|_1 + ridge/2 |x|^2.  With t = gamma weight and
 * c = 1 + gamma ridge, entry by entry,
 *
 *     R = sign(v) max(|v| - t, 0) / c,
 *     dR/dv = 1/c,  dR/dweight = -gamma sign(v)/c,  dR/dridge = -gamma R/c
 *
 * where |v| > t, and 0 where |v| < t; weight >= 0, ridge >= 0. */
typedef struct {
  size_t n, p;
  tame_param weight, ridge;
  double gamma;
  tame_kink kink;
} tame_prox_l1;

tame_status tame_prox_l1_init(tame_prox_l1 *q, size_t n, size_t p,
                              tame_param weight, double gamma, tame_kink kink);
tame_status tame_prox_elastic_net_init(tame_prox_l1 *q, size_t n, size_t p,
                                       tame_param weight, tame_param ridge,
                                       double gamma, tame_kink kink);
tame_map tame_prox_l1_map(tame_prox_l1 *q);

/* --- box ---------------------------------------------------------------
 * g = indicator of [lo, hi]^n + ridge/2 |x|^2.  With c = 1 + gamma ridge,
 *
 *     R = min(max(v/c, lo), hi),
 *     inside:  dR/dv = 1/c,  dR/dridge = -gamma v/c^2,
 *     below:   dR/dlo = 1,   above:  dR/dhi = 1
 *
 * For ridge = 0 this is the projection, whatever gamma.  Fixed bounds may be
 * infinite; lo <= hi; where lo = hi and v is there, each gets half of the stuck
 * part.  [-lambda, lambda], the conjugate of lambda |.|_1, is
 * lo = tame_param_scaled(i, -1), hi = tame_param_theta(i); [0, C], the support
 * vector machine, lo = tame_param_fixed(0), hi = tame_param_theta(i). */
typedef struct {
  size_t n, p;
  tame_param lo, hi, ridge;
  double gamma;
  tame_kink kink;
} tame_prox_box;

tame_status tame_prox_box_init(tame_prox_box *q, size_t n, size_t p,
                               tame_param lo, tame_param hi, tame_param ridge,
                               double gamma, tame_kink kink);
tame_map tame_prox_box_map(tame_prox_box *q);

/* The projection on [lo_i, hi_i], arrays [n], fixed and borrowed. */
typedef struct {
  size_t n, p;
  const double *lo, *hi;
  tame_kink kink;
} tame_prox_bounds;

tame_status tame_prox_bounds_init(tame_prox_bounds *q, size_t n, size_t p,
                                  const double *lo, const double *hi,
                                  tame_kink kink);
tame_map tame_prox_bounds_map(tame_prox_bounds *q);

/* --- squared distance --------------------------------------------------
 * g(x) = weight/2 |x - b|^2,  c = 1 + gamma weight:
 *
 *     R = (v + gamma weight b)/c,   dR/dv = 1/c,   dR/db = gamma weight/c,
 *     dR/dweight = gamma (b - R)/c.
 *
 * weight >= 0; no kinks. */
typedef struct {
  size_t n, p;
  tame_param weight;
  tame_params b; /* [n] */
  double gamma;
} tame_prox_square;

tame_status tame_prox_square_init(tame_prox_square *q, size_t n, size_t p,
                                  tame_param weight, tame_params b,
                                  double gamma);
tame_map tame_prox_square_map(tame_prox_square *q);

#endif
