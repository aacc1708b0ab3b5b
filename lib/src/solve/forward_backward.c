/* SPDX-License-Identifier: MIT */
/* x+ = R(v), v = x - gamma B(x).  first: R, second: B, a: gamma;
 * points: v [n]; spare: [2n]. */
#include "splitting.h"

#include <stdbool.h>
#include <string.h>

#include "tame/diff.h"

static const double *prepare(tame_splitting *s, const double *x,
                             const double *theta)
{
  double *v = s->points;
  if (tame_splitting_recall(s, x, theta)) return v;
  s->second.value(v, x, theta, s->second.ctx);
  for (size_t i = 0; i < s->map.n; i++) v[i] = x[i] - s->a * v[i];
  return v;
}

static void value(double *xnew, const double *x, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  s->first.value(xnew, prepare(s, x, theta), theta, s->first.ctx);
}

/* dv = dx - gamma (B_x dx + B_theta dtheta),  dx+ = R_v dv + R_theta dtheta */
static void jvp(double *dxnew, const double *dx, const double *dtheta,
                const double *x, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const double *v = prepare(s, x, theta);
  double *dv = s->spare;
  s->second.jvp(dv, dx, dtheta, x, theta, s->second.ctx);
  for (size_t i = 0; i < s->map.n; i++) dv[i] = dx[i] - s->a * dv[i];
  s->first.jvp(dxnew, dv, dtheta, v, theta, s->first.ctx);
}

static bool is_zero(const double *x, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (x[i] != 0.0) return false;
  return true;
}

/* the same lines backwards.  A row of R_v that is zero, as where the iterate
 * stays at a kink, leaves no product with B to make. */
static void vjp(double *dx, double *dtheta, const double *dxnew,
                const double *x, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t n = s->map.n;
  const double *v = prepare(s, x, theta);
  double *dv = s->spare, *db = s->spare + n;
  s->first.vjp(dv, dtheta, dxnew, v, theta, s->first.ctx);
  if (is_zero(dv, n)) {
    memset(dx, 0, n * sizeof *dx);
    return;
  }
  for (size_t i = 0; i < n; i++) db[i] = -s->a * dv[i];
  s->second.vjp(dx, dtheta, db, x, theta, s->second.ctx);
  for (size_t i = 0; i < n; i++) dx[i] += dv[i];
}

static void piggyback(double *jac_new, const double *jac, const double *x,
                      const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t count = s->map.n * s->map.p;
  const double *v = prepare(s, x, theta);
  double *jv = tame_splitting_block(s, count);
  tame_diff_piggyback(jv, jac, x, theta, &s->second);
  for (size_t i = 0; i < count; i++)
    jv[i] = (jac ? jac[i] : 0.0) - s->a * jv[i];
  tame_diff_piggyback(jac_new, jv, v, theta, &s->first);
}

tame_status tame_forward_backward_init(tame_splitting *s,
                                       const tame_map *resolvent,
                                       const tame_map *forward, double gamma)
{
  if (!tame_splitting_usable(resolvent) || !tame_splitting_usable(forward) ||
      resolvent->n != forward->n || resolvent->p != forward->p ||
      !tame_splitting_positive(gamma))
    return tame_splitting_refuse(s);
  const size_t n = forward->n;
  const tame_map map = {.n = n,
                        .p = forward->p,
                        .value = value,
                        .jvp = jvp,
                        .vjp = vjp,
                        .piggyback = piggyback};
  tame_splitting_set(s, map, resolvent, forward, n, 2 * n);
  s->a = gamma;
  return TAME_OK;
}
