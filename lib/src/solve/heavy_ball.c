/* SPDX-License-Identifier: MIT */
/* x+ = x - alpha f'(x) + beta (x - y), y+ = x.  first: f', a: alpha, b: beta;
 * no points; spare: [n].  A vector of the map is (x, y). */
#include "splitting.h"

#include "tame/diff.h"

/* new <- (x - alpha slope + beta (x - y), x), for vectors and for the rows of
 * Jacobians alike; x NULL counts as zero */
static void advance(double *new, const double *slope, const double *x,
                    size_t count, const tame_splitting *s)
{
  for (size_t i = 0; i < count; i++) {
    const double xi = x ? x[i] : 0.0, yi = x ? x[count + i] : 0.0;
    new[i] = xi - s->a *slope[i] + s->b *(xi - yi);
    new[count + i] = xi;
  }
}

static void value(double *xnew, const double *x, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  s->first.value(s->spare, x, theta, s->first.ctx);
  advance(xnew, s->spare, x, s->first.n, s);
}

static void jvp(double *dxnew, const double *dx, const double *dtheta,
                const double *x, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  s->first.jvp(s->spare, dx, dtheta, x, theta, s->first.ctx);
  advance(dxnew, s->spare, dx, s->first.n, s);
}

static void vjp(double *dx, double *dtheta, const double *dxnew,
                const double *x, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t n = s->first.n;
  double *slope = s->spare;
  for (size_t i = 0; i < n; i++) slope[i] = -s->a * dxnew[i];
  s->first.vjp(dx, dtheta, slope, x, theta, s->first.ctx);
  for (size_t i = 0; i < n; i++) {
    dx[i] += (1.0 + s->b) * dxnew[i] + dxnew[n + i];
    dx[n + i] = -s->b * dxnew[i];
  }
}

static void piggyback(double *jac_new, const double *jac, const double *x,
                      const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t count = s->first.n * s->map.p;
  double *slope = tame_splitting_block(s, count);
  tame_diff_piggyback(slope, jac, x, theta, &s->first);
  advance(jac_new, slope, jac, count, s);
}

tame_status tame_heavy_ball_init(tame_splitting *s, const tame_map *gradient,
                                 double alpha, double beta)
{
  if (!tame_splitting_usable(gradient) || !tame_splitting_positive(alpha) ||
      !(beta >= 0.0 && beta < 1.0))
    return tame_splitting_refuse(s);
  const size_t n = gradient->n;
  const tame_map map = {.n = 2 * n,
                        .p = gradient->p,
                        .value = value,
                        .jvp = jvp,
                        .vjp = vjp,
                        .piggyback = piggyback};
  tame_splitting_set(s, map, gradient, NULL, 0, n);
  s->a = alpha;
  s->b = beta;
  return TAME_OK;
}
