/* SPDX-License-Identifier: MIT */
/* Proximal operators that act on pieces of a vector: group lasso, simplex, 1-D
 * total variation.  Maps R(v, theta) as in prox.h, which explains tame_param,
 * tame_kink and the errors of init. */
#ifndef TAME_PROX_PIECES_H
#define TAME_PROX_PIECES_H

#include <stddef.h>

#include "tame/map.h"
#include "tame/prox.h"
#include "tame/status.h"

/* --- group lasso ------------------------------------------------------------
 * g(x) = weight sum_g |x_g|_2 over disjoint groups of consecutive entries.  On
 * one group, with t = gamma weight and u = v/|v|,
 *
 *     R = (1 - t/|v|) v,   dR/dv = I - (t/|v|) (I - uu'),
 *     dR/dweight = -gamma u                    where |v| > t,
 *
 * and 0 where |v| < t (2212.07844, 4.2).  A kink is |v| = t; the limit from
 * outside is then (uu', -gamma u), and (I, 0) where v = 0 and t = 0.
 * weight >= 0. */
typedef struct {
  size_t n, p;
  size_t size;         /* entries of a group; 0 when start is given */
  const size_t *start; /* [n_groups + 1] or NULL */
  size_t n_groups;
  tame_param weight;
  double gamma;
  tame_kink kink;
} tame_prox_group;

/* Groups of SIZE entries; TAME_EINVAL when SIZE does not divide n. */
tame_status tame_prox_group_init(tame_prox_group *q, size_t n, size_t p,
                                 size_t size, tame_param weight, double gamma,
                                 tame_kink kink);

/* Group g holds entries start[g] <= i < start[g + 1]; start [n_groups + 1] is
 * borrowed and increases strictly from 0 to n, else TAME_EINVAL. */
tame_status tame_prox_groups_init(tame_prox_group *q, size_t n, size_t p,
                                  const size_t *start, size_t n_groups,
                                  tame_param weight, double gamma,
                                  tame_kink kink);
tame_map tame_prox_group_map(tame_prox_group *q);

/* --- simplex ----------------------------------------------------------------
 * The projection on { x >= 0, sum x = total }:  R = max(v - tau, 0) with tau
 * such that the sum is total.  With S = { i : v_i > tau },
 *
 *     dR/dv = diag(1_S) - 1_S 1_S'/|S|,    dR/dtotal = 1_S/|S|.
 *
 * A kink is v_i = tau; the side where x moves has these i in S.  tau is found
 * by Michelot's algorithm (1986), which drops entries from S until none is
 * negative, at most n passes.  total > 0. */
typedef struct {
  size_t n, p;
  tame_param total;
  tame_kink kink;
} tame_prox_simplex;

tame_status tame_prox_simplex_init(tame_prox_simplex *q, size_t n, size_t p,
                                   tame_param total, tame_kink kink);
tame_map tame_prox_simplex_map(tame_prox_simplex *q);

/* --- 1-D total variation ----------------------------------------------------
 * g(x) = weight sum_i |x_{i+1} - x_i|, exactly and in O(n) operations by
 * Johnson's dynamic programming (J. Comput. Graph. Stat. 22(2), 2013): the
 * derivative of the best value of x_1..x_i given x_{i+1} is piecewise linear.
 * R is constant on pieces; with s_a, s_b in {-1, 0, 1} the signs of the jumps
 * at the left and the right end of a piece (0 at the ends of the signal), and
 * t = gamma weight,
 *
 *     R        = mean(v on the piece) + t (s_b - s_a)/length,
 *     dR dv    = mean(dv on the piece),
 *     dR/dweight = gamma (s_b - s_a)/length.
 *
 * Kinks: a jump of height 0, with u_i = sum_{j<=i} (R_j - v_j), the dual
 * variable, at its bound t or -t: there, and with kink.width where a jump is as
 * low or t - |u_i| as small, x may be cut or not.  The side where x moves has
 * the cut, with the sign of u_i (0 where t = 0).  weight >= 0.
 *
 * Life cycle: alloc -> init -> map ... -> free.  The workspace remembers the
 * pieces of the last (v, weight); a value or product asked for at exactly that
 * point uses them again, so that a product is one pass over the vector. */
typedef struct tame_prox_tv tame_prox_tv;

tame_prox_tv *tame_prox_tv_alloc(size_t n); /* n >= 1 */
void tame_prox_tv_free(tame_prox_tv *w);    /* NULL is accepted */
tame_status tame_prox_tv_init(tame_prox_tv *w, size_t p, tame_param weight,
                              double gamma, tame_kink kink);
tame_map tame_prox_tv_map(tame_prox_tv *w);

/* Number of pieces of R(v, theta), cut at all jumps that are not 0; 0 where R
 * is NaN. */
size_t tame_prox_tv_pieces(tame_prox_tv *w, const double *v,
                           const double *theta);

#endif
