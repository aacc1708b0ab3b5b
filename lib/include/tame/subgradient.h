/* SPDX-License-Identifier: MIT */
/* The subgradient method with errors that do not vanish (arXiv 2404.19517),
 *
 *     x_{k+1} = x_k - a_k g_k,   g_k = v_k + e_k,   v_k in df(x_k), |e_k| <= eps,
 *
 * f locally Lipschitz (tame/nonsmooth.h), e_k by tame/inexact.h, steps
 *
 *     a_k = a (1 + k/shift)^{-power}.
 *
 * For semialgebraic f the iterates end at a distance of order eps^rho of crit f,
 * whether a_k -> 0 with sum a_k = infinity or a_k = a is small.
 *
 * Life cycle:  alloc -> init -> { step, look } ... -> free. */
#ifndef TAME_SUBGRADIENT_H
#define TAME_SUBGRADIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/inexact.h"
#include "tame/nonsmooth.h"
#include "tame/status.h"

/* power = 0: constant steps (shift is not used).  Else shift > 0 and
 * 0 < power <= 1, so that the steps sum to infinity. */
typedef struct {
  double a, shift, power;
} tame_step_rule;

tame_status tame_step_rule_check(const tame_step_rule *r, tame_error *err);
double tame_step_size(const tame_step_rule *r, size_t k);

typedef struct tame_subgradient tame_subgradient;

tame_subgradient *tame_subgradient_alloc(size_t n); /* n >= 1 */
void tame_subgradient_free(tame_subgradient *w);    /* NULL is accepted */

/* Start at x0 [n], copied; F, E and what they point to are borrowed until the
 * next init.  TAME_EINVAL, with the reason, when f->n is not the workspace's, F
 * has no subgradient, E or R does not pass its check, or x0 is not finite. */
tame_status tame_subgradient_init(tame_subgradient *w, const tame_nonsmooth *f,
                                  const tame_inexact *e,
                                  const tame_step_rule *r, const double *x0,
                                  tame_error *err);

/* One step.  TAME_OK, or TAME_DIVERGED when x is no longer finite. */
tame_status tame_subgradient_step(tame_subgradient *w);

/* x_k; v_{k-1} and g_{k-1}, those of the last step; all [n], owned by W and
 * valid until the next call.  Step a_{k-1}, number k and time sum_{j<k} a_j. */
const double *tame_subgradient_x(const tame_subgradient *w);
const double *tame_subgradient_v(const tame_subgradient *w);
const double *tame_subgradient_g(const tame_subgradient *w);
double tame_subgradient_last_step(const tame_subgradient *w);
size_t tame_subgradient_count(const tame_subgradient *w);
double tame_subgradient_time(const tame_subgradient *w);

/* --- a whole run ------------------------------------------------------------
 * What is asked for, and what comes back.  The tail is the last share of the
 * iterations x_k, k >= (1 - share) steps, x_steps included. */
typedef struct {
  size_t steps; /* >= 1 */
  double share; /* in (0, 1] */
  double trust; /* > 0: stop when |x|_2 exceeds it; INFINITY: never */
} tame_subgradient_options;

typedef struct {
  size_t steps;      /* taken */
  double time;       /* sum of steps */
  double tail;       /* largest dist(x_k, crit f) of the tail */
  double tail_mean;  /* weighted mean of it, weights a_k */
  double last;       /* dist(x_K, crit f) */
  double tail_v;     /* largest |v_k|_2 of the tail */
  double largest_v;  /* largest |v_k|_2 of the whole run */
  double mean_value; /* weighted mean of f(x_k), k < K */
  double value;      /* f(x_K) */
} tame_subgradient_summary;

/* Take the steps.  window [n], or NULL, <- sum a_k v_k / sum a_k over the tail;
 * mean [n], or NULL, <- sum a_k x_k / sum a_k over all k < K.  Numbers that the
 * function cannot give (no value, no distance) are NaN; the value is asked for at
 * every step only when with_values is set.
 * TAME_OK; TAME_DIVERGED when x left the trust region or is not finite: then
 * tail = last = infinity.  TAME_EINVAL for options out of range, s is then 0. */
tame_status tame_subgradient_run(tame_subgradient_summary *s, double *window,
                                 double *mean, tame_subgradient *w,
                                 const tame_subgradient_options *o,
                                 bool with_values);

/* --- averages of convex functions -------------------------------------------
 * f convex, f - min f >= c dist(., argmin f)^p, |v_k| <= L, constant step a,
 * D0 = dist(x_0, argmin f).  Then  avg = (1/K) sum_{k<K} (f(x_k) - min f)  obeys
 *
 *   p = 1, eps < c:  avg <= (D0^2 + a^2 K (L + eps)^2) / (2 (1 - eps/c) a K),
 *   p > 1:           avg <= D0^2/(a K) + 2 kappa eps^{p/(p-1)} + a (L + eps)^2,
 *                    kappa = ((p-1)/p) (c p/2)^{-1/(p-1)}.
 *
 * Proof: expand |x_{k+1} - x*|^2, bound 2 a eps dist by Young's inequality, sum.
 * f of the average iterate obeys it too.  Derived for this project, not a
 * statement of the paper.  TAME_EINVAL when an argument is out of range, among
 * these p = 1 with eps >= c, where there is no bound. */
typedef struct {
  double p, c, L, D0, eps, a;
  size_t K;
} tame_average;
tame_status tame_average_bound(double *bound, const tame_average *q);

#endif
