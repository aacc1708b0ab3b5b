/* SPDX-License-Identifier: MIT */
/* Smooth lower levels whose value function is a prescribed lower
 * semicontinuous phi: R -> R u {+inf}.
 *
 * The epigraph {(x, y) : y >= phi(x)} is closed, so it is the zero set of a
 * smooth h >= 0 (Whitney); with
 *
 *     P(x, y) = y,   Q(x, y) = h(x, y) exp(-y^2),   y in R,
 *
 * argmin Q(x, .) = [phi(x), inf) where phi(x) < inf, and there inf P = phi(x).
 * Where phi(x) = +inf, Q(x, .) > 0 has the infimum 0 and no minimiser, so the
 * value is +inf.  That every such phi is the value function of a smooth
 * programme is the statement of arXiv 2407.12372; the functions h here are ours.
 *
 * h is made of the C-infinity block
 *
 *     theta(t) = exp(-eps / t) for t > 0,  0 for t <= 0,
 *
 * of squares, sums (zero sets intersect) and products (zero sets unite).  Where h
 * is zero must be known exactly, but exp(-eps / t) underflows for small t.  So
 * all is computed as L = log h, with -inf for 0, and over an interval of y: a
 * point is an interval too, so evaluation and proof are the same code.  A lower
 * bound L > -inf on an interval certifies h > 0 there, an upper bound -inf
 * that h = 0.  The numbers that h contains (ends of intervals, rationals, sin 3x)
 * are the doubles nearest to them. */
#ifndef TAME_SMOOTH_LEVEL_H
#define TAME_SMOOTH_LEVEL_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/interval.h"

/* lo <= log of a nonnegative number <= hi; both -inf for the number 0.  Finite
 * values stay finite: they are cut at the largest double. */
typedef struct {
  double lo, hi;
} tame_log;

tame_log tame_log_theta(tame_interval t, double eps);
tame_log tame_log_square(double t); /* log t^2 */
tame_log tame_log_sum(tame_log a, tame_log b);
tame_log tame_log_product(tame_log a, tame_log b);

/* L(x, .) over an interval of y.  The zero set in y must be an upper half-line or
 * empty. */
typedef struct {
  tame_log (*log_value)(double x, tame_interval y, void *ctx);
  void *ctx;
} tame_smooth_level;

typedef struct {
  double value; /* smallest zero y of h(x, .), or +inf */
  /* h > 0 was certified, by intervals that cover it, on [lo, value - gap], or,
   * when value is +inf, on all doubles */
  bool is_certified;
  size_t boxes; /* intervals that it took */
} tame_smooth_value;

/* The value function at X: bisection for the smallest zero in [lo, hi] to TOL,
 * then the certificate below it, left open for GAP > TOL.  A value at most LO
 * is given as LO; without a zero at HI it is +inf. */
tame_smooth_value tame_smooth_level_value(const tame_smooth_level *level,
                                          double x, double lo, double hi,
                                          double tol, double gap);

/* Plain double arithmetic: the largest t with exp(-eps / t) == 0.  A jump at
 * t = 0 appears to sit there. */
double tame_theta_underflow(double eps);

/* --- a gallery --------------------------------------------------------------
 * Eight functions, eps = 1e-3. */
typedef struct {
  const char *name; /* one word */
  tame_smooth_level level;
  /* phi at num / den, decided in integers where phi jumps */
  double (*target)(long num, long den);
  long first, last, den,
      stride; /* grid: num / den, num = first, first + stride, ... */
} tame_smooth_example;
enum { TAME_N_SMOOTH = 8 };
const tame_smooth_example *tame_smooth_gallery(void); /* [TAME_N_SMOOTH] */

#endif
