/* SPDX-License-Identifier: MIT */
#include "tame/value_function.h"

#include <math.h>

#include "tame/base.h"

tame_values tame_linear_level(const double *c, double p0, const double *p,
                              size_t n)
{
  tame_values v = {p0, p0};
  for (size_t k = 0; k < n; k++) {
    if (c[k] < 0.0) {
      v.optimistic += p[k];
      v.pessimistic += p[k];
    } else if (c[k] == 0.0) {
      v.optimistic += fmin(p[k], 0.0);
      v.pessimistic += fmax(p[k], 0.0);
    } else {
      TAME_REQUIRE(c[k] > 0.0); /* no NaN */
    }
  }
  return v;
}

tame_values tame_linear_level_inexact(double c, double p0, double p, double eps)
{
  double lo = 0.0, hi = 1.0;
  TAME_REQUIRE(eps >= 0.0);
  if (c > 0.0) hi = fmin(1.0, eps / c);
  if (c < 0.0) lo = fmax(0.0, 1.0 + eps / c);
  return (tame_values){p0 + fmin(p * lo, p * hi), p0 + fmax(p * lo, p * hi)};
}

double tame_linear_level_regularised(double c, double p0, double p, double mu)
{
  TAME_REQUIRE(mu > 0.0);
  return p0 + p * fmin(1.0, fmax(0.0, -c / mu));
}

tame_values tame_staircase(double x, const double *end, const double *value,
                           size_t n_pieces, double *work)
{
  double *c = work, *p = work + n_pieces, p0 = value[0];
  TAME_REQUIRE(n_pieces >= 1);
  for (size_t i = 0; i + 1 < n_pieces; i++) {
    c[i] = x - end[i];
    p[i] = value[i] - value[i + 1]; /* P = ... + jump - jump y */
    p0 -= p[i];
  }
  return tame_linear_level(c, p0, p, n_pieces - 1);
}
