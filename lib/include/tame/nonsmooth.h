/* SPDX-License-Identifier: MIT */
/* Locally Lipschitz functions f : R^n -> R with one element of their Clarke
 * subdifferential, and small semialgebraic ones whose geometry is known.
 *
 *     crit f = { x : 0 in df(x) },   crit_eps f = { x : dist(0, df(x)) <= eps }
 *
 * A subgradient method with errors of size eps ends near crit f, at a distance
 * of order eps^rho (arXiv 2404.19517).  The geometric exponent is that of
 *
 *     G(eps) = sup { dist(x, crit f) : x in crit_eps f, near crit f }  ~  eps^rho.
 */
#ifndef TAME_NONSMOOTH_H
#define TAME_NONSMOOTH_H

#include <stddef.h>

#include "tame/status.h"

/* A function; CTX is handed back to each member, neither copied nor freed. */
typedef struct {
  size_t n;
  double (*value)(const double *x, void *ctx);
  /* v [n] <- an element of df(x); which one at a kink is the problem's choice,
   * said where the problem is. */
  void (*subgradient)(double *v, const double *x, void *ctx);
  /* dist(x, crit f) and dist(0, df(x)); NULL where they are not known */
  double (*distance)(const double *x, void *ctx);
  double (*residual)(const double *x, void *ctx);
  void *ctx;
} tame_nonsmooth;

/* sgn t, and AT_ZERO in [-1, 1] at t = 0: a selection of d|t|. */
double tame_sign(double t, double at_zero);

/* --- power: f = |x|^p / p in R^n, p >= 1 ------------------------------------
 * v = |x|^{p-2} x, at 0: 0, for p = 1: the first unit vector.
 * crit f = {0}, G(eps) = eps^{1/(p-1)} (for p = 1: 0 below eps = 1). */
typedef struct {
  size_t n;
  double p;
} tame_power;
/* TAME_EINVAL unless n >= 1 and p >= 1 (below 1, f is not Lipschitz). */
tame_status tame_power_init(tame_power *f, size_t n, double p);
tame_nonsmooth tame_power_nonsmooth(tame_power *f);

/* Amplitude (a/2)^{1/(2-p)} of the stable 2-cycle that constant steps a end in
 * for 1 < p < 2 and eps = 0; NAN for other p. */
double tame_power_cycle(double p, double a);
/* Largest constant step for which eps^{1/(p-1)}, the fixed point under the
 * outward error, is stable:  a < 2 eps^{(2-p)/(p-1)} / (p - 1). */
double tame_power_largest_step(double p, double eps);

/* --- the 1-norm: f = |x|_1; v = sgn x with 0 at 0; crit f = {0} -------------- */
tame_nonsmooth tame_norm1_nonsmooth(size_t *n);

/* --- flat: f = exp(-1/x^2), f(0) = 0, smooth and not semialgebraic ----------
 * crit f = {0}, and G(eps) ~ 1/sqrt(log(1/eps)) is no power of eps. */
tame_nonsmooth tame_flat_nonsmooth(void);
/* x in (0, 0.8] with f'(x) = eps, by bisection; TAME_EINVAL when there is none
 * above 1e-3. */
tame_status tame_flat_inverse(double *x, double eps);

/* --- double well: f = (x^2 - 1)^2, crit f = {-1, 0, 1} -----------------------
 * |f'| <= 8/(3 sqrt 3) on [-1, 1]; f''(+-1) = 8. */
#define TAME_WELL_BARRIER 1.5396007178390020
tame_nonsmooth tame_double_well_nonsmooth(void);

/* --- valley: the nonsmooth function of Chebyshev and Rosenbrock in the plane -
 *     f = |x1 - 1|/4 + |x2 - 2|x1| + 1|
 * v = (sgn(x1 - 1)/4 - 2 s sgn x1, s), s = sgn(x2 - 2|x1| + 1), sgn 0 = +1.
 * crit f = {(1,1), (0,-1)}, the first the minimiser, the second no local
 * minimum.  Along the valley x2 = 2|x1| - 1 the least element of df has norm
 * 1/(4 sqrt 5) and is tangent to it: G(eps) = 0 below that threshold. */
#define TAME_VALLEY_THRESHOLD 0.11180339887498949
tame_nonsmooth tame_valley_nonsmooth(void);
/* For 0 < x1 < 1 and an error of size eps uphill along the valley, the flow from
 * (0.5, 0): x(t) = (0.5 + c t, 2 c t), c = (threshold - eps)/sqrt 5, to (1, 1).
 * x [2]; t >= 0. */
void tame_valley_flow(double *x, double t, double eps);

/* --- partly smooth: f = |x1| + |x2|^q / q, q > 1; sgn 0 = +1 ------------------
 * crit f = {0}, G(eps) = eps^{1/(q-1)}, reached on x1 = 0. */
typedef struct {
  double q;
} tame_partly_smooth;
tame_status tame_partly_smooth_init(tame_partly_smooth *f, double q);
tame_nonsmooth tame_partly_smooth_nonsmooth(tame_partly_smooth *f);

/* --- rotated powers: f = sum_i |<u_i, x>|^{p_i} / p_i, p_i > 1 -----------------
 * u_i the rows of an orthogonal u [n x n], borrowed, as p [n].  crit f = {0},
 * G(eps) ~ eps^{1/(max p - 1)} for small eps. */
typedef struct {
  size_t n;
  const double *p, *u;
} tame_rotated_powers;
tame_status tame_rotated_powers_init(tame_rotated_powers *f, size_t n,
                                     const double *p, const double *u);
tame_nonsmooth tame_rotated_powers_nonsmooth(tame_rotated_powers *f);

/* G(eps) by search: the farthest point x = centre + r d [n], 0 <= r <= radius,
 * d one of the n_directions unit rows of `directions`, that lies in crit_eps f,
 * by bisection for the outermost crossing from a scan in 400 radii, geometric
 * over 12 decades.  TAME_EINVAL without `residual`, for eps or radius not
 * positive and finite. */
tame_status tame_geometric_modulus(double *g, double eps,
                                   const tame_nonsmooth *f,
                                   const double *centre,
                                   const double *directions,
                                   size_t n_directions, double radius);

#endif
