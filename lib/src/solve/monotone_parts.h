/* SPDX-License-Identifier: MIT */
/* What the operators of tame/monotone.h share: numbers of the problem, fixed or
 * entries of theta, their changes along dtheta, and the transposes of these. */
#ifndef TAME_SOLVE_MONOTONE_PARTS_H
#define TAME_SOLVE_MONOTONE_PARTS_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "tame/prox.h"

static inline bool all_finite(const double *x, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite(x[i])) return false;
  return true;
}

static inline bool number_fits(const tame_param *c, size_t p)
{
  return isfinite(c->factor) && (c->index == TAME_FIXED || c->index < p);
}

static inline double number(const tame_param *c, const double *theta)
{
  return c->index == TAME_FIXED ? c->factor : c->factor * theta[c->index];
}

static inline double number_change(const tame_param *c, const double *dtheta)
{
  return c->index == TAME_FIXED || !dtheta ? 0.0 : c->factor * dtheta[c->index];
}

/* dtheta <- dtheta + (d number/dtheta)' g */
static inline void number_add(double *dtheta, const tame_param *c, double g)
{
  if (c->index != TAME_FIXED) dtheta[c->index] += c->factor * g;
}

static inline bool numbers_fit(const tame_params *c, size_t n, size_t p)
{
  if (c->index == TAME_FIXED) return !c->fixed || all_finite(c->fixed, n);
  return c->index < p && n <= p - c->index;
}

/* out [n] <- scale times the vector */
static inline void numbers_scaled(double *out, const tame_params *c,
                                  const double *theta, size_t n, double scale)
{
  const double *from = c->index == TAME_FIXED ? c->fixed : theta + c->index;
  for (size_t i = 0; i < n; i++) out[i] = from ? scale * from[i] : 0.0;
}

static inline void numbers_change(double *out, const tame_params *c,
                                  const double *dtheta, size_t n, double scale)
{
  const bool moves = c->index != TAME_FIXED && dtheta;
  for (size_t i = 0; i < n; i++)
    out[i] = moves ? scale * dtheta[c->index + i] : 0.0;
}

static inline void numbers_add(double *dtheta, const tame_params *c,
                               const double *g, size_t n, double scale)
{
  if (c->index == TAME_FIXED) return;
  for (size_t i = 0; i < n; i++) dtheta[c->index + i] += scale * g[i];
}

#endif
