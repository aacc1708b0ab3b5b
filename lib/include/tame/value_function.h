/* SPDX-License-Identifier: MIT */
/* Optimistic and pessimistic value functions of bilevel programmes
 *
 *     min_x P(x, y)  subject to  y in Theta(x) = argmin_{y in Y} Q(x, y),
 *     phi_o(x) = inf { P(x, y) : y in Theta(x) },   phi_p(x) = sup { ... },
 *
 * whose lower level is linear over a box, where Theta(x) is a face and both
 * values are sums: no solver, no tolerance.  And staircases made of them. */
#ifndef TAME_VALUE_FUNCTION_H
#define TAME_VALUE_FUNCTION_H

#include <stddef.h>

typedef struct {
  double optimistic, pessimistic;
} tame_values;

/* Lower level min { c.y : y in [0,1]^n }, c [n]; upper level P = p0 + p.y,
 * p [n].  y_k is 1 where c_k < 0, 0 where c_k > 0 and free where c_k = 0, so only
 * the signs of c matter, which must be exact. */
tame_values tame_linear_level(const double *c, double p0, const double *p,
                              size_t n);

/* The same with an inexact lower level, n = 1: Theta replaced by
 * { y in [0,1] : c y <= min + eps }, eps >= 0. */
tame_values tame_linear_level_inexact(double c, double p0, double p,
                                      double eps);

/* The same regularised, n = 1: min c y + mu y^2 / 2 over [0,1], whose only
 * minimiser is clip(-c / mu); mu > 0. */
double tame_linear_level_regularised(double c, double p0, double p, double mu);

/* A step function with n_pieces pieces: value[i] between the ends end[i - 1]
 * and end[i], end [n_pieces - 1] increasing, end[-1] = -inf, end[n_pieces - 1]
 * = inf.  It is the value function of the bilinear lower level
 *
 *     Q(x, y) = sum_i (x - end[i]) y_i,   y in [0,1]^(n_pieces - 1),
 *     P(x, y) = value[0] + sum_i (value[i + 1] - value[i]) (1 - y_i),
 *
 * optimistically with the smaller of the two values at an end, so that it is
 * lower semicontinuous, pessimistically with the larger.  work [2 n_pieces]. */
tame_values tame_staircase(double x, const double *end, const double *value,
                           size_t n_pieces, double *work);

#endif
