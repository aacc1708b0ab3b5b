/* SPDX-License-Identifier: MIT */
/* x = R_A(z), w = 2x - z, y = R_B(w), z+ = z + mu (y - x).  first: R_A,
 * second: R_B, a: mu; points: x, w, each [n]; spare: [3n]. */
#include "splitting.h"

#include "tame/diff.h"

static const double *prepare(tame_splitting *s, const double *z,
                             const double *theta)
{
  const size_t n = s->map.n;
  double *x = s->points, *w = x + n;
  if (tame_splitting_recall(s, z, theta)) return x;
  s->first.value(x, z, theta, s->first.ctx);
  for (size_t i = 0; i < n; i++) w[i] = 2.0 * x[i] - z[i];
  return x;
}

static void value(double *znew, const double *z, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t n = s->map.n;
  const double *x = prepare(s, z, theta);
  s->second.value(znew, x + n, theta, s->second.ctx);
  for (size_t i = 0; i < n; i++) znew[i] = z[i] + s->a * (znew[i] - x[i]);
}

static void jvp(double *dznew, const double *dz, const double *dtheta,
                const double *z, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t n = s->map.n;
  const double *x = prepare(s, z, theta);
  double *dx = s->spare, *dw = dx + n;
  s->first.jvp(dx, dz, dtheta, z, theta, s->first.ctx);
  for (size_t i = 0; i < n; i++) dw[i] = 2.0 * dx[i] - dz[i];
  s->second.jvp(dznew, dw, dtheta, x + n, theta, s->second.ctx);
  for (size_t i = 0; i < n; i++) dznew[i] = dz[i] + s->a * (dznew[i] - dx[i]);
}

/* With u the cotangent of z+:  w: R_B' (mu u),  x: 2 w - mu u,
 * z: u - w + R_A' x. */
static void vjp(double *dz, double *dtheta, const double *dznew,
                const double *z, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t n = s->map.n;
  const double *x = prepare(s, z, theta);
  double *dy = s->spare, *dw = dy + n, *dx = dw + n;
  for (size_t i = 0; i < n; i++) dy[i] = s->a * dznew[i];
  s->second.vjp(dw, dtheta, dy, x + n, theta, s->second.ctx);
  for (size_t i = 0; i < n; i++) dx[i] = 2.0 * dw[i] - dy[i];
  s->first.vjp(dz, dtheta, dx, z, theta, s->first.ctx);
  for (size_t i = 0; i < n; i++) dz[i] += dznew[i] - dw[i];
}

static void piggyback(double *jac_new, const double *jac, const double *z,
                      const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t n = s->map.n, count = n * s->map.p;
  const double *x = prepare(s, z, theta);
  double *jx = tame_splitting_block(s, 2 * count), *jw = jx + count;
  tame_diff_piggyback(jx, jac, z, theta, &s->first);
  for (size_t i = 0; i < count; i++) jw[i] = 2.0 * jx[i] - (jac ? jac[i] : 0.0);
  tame_diff_piggyback(jac_new, jw, x + n, theta, &s->second);
  for (size_t i = 0; i < count; i++)
    jac_new[i] = (jac ? jac[i] : 0.0) + s->a * (jac_new[i] - jx[i]);
}

tame_status tame_douglas_rachford_init(tame_splitting *s, const tame_map *ra,
                                       const tame_map *rb, double relax)
{
  if (!tame_splitting_usable(ra) || !tame_splitting_usable(rb) ||
      ra->n != rb->n || ra->p != rb->p || !(relax > 0.0 && relax < 2.0))
    return tame_splitting_refuse(s);
  const size_t n = ra->n;
  const tame_map map = {.n = n,
                        .p = ra->p,
                        .value = value,
                        .jvp = jvp,
                        .vjp = vjp,
                        .piggyback = piggyback};
  tame_splitting_set(s, map, ra, rb, 2 * n, 3 * n);
  s->a = relax;
  return TAME_OK;
}
