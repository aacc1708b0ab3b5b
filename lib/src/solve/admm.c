/* SPDX-License-Identifier: MIT */
/* q = r D'(z - u), x+ = S(q), v = Dx+ + u, z+ = R(v), u+ = v - z+.  first: S,
 * second: R, a: r; points: q [n], x+ [n], v [m]; spare: [2n + 2m].  A vector of
 * the map is (x, z, u). */
#include "splitting.h"

#include <string.h>

#include "tame/diff.h"

typedef struct {
  const double *q, *x, *v;
} points;

/* q <- r D'(z - u), with work [m x c]; zu holds z and u */
static void backward(double *q, double *work, const double *zu, size_t c,
                     const tame_splitting *s)
{
  const size_t m = s->second.n;
  for (size_t i = 0; i < m * c; i++) work[i] = s->a * (zu[i] - zu[m * c + i]);
  s->linear.apply_t(q, work, c, &s->linear);
}

static points prepare(tame_splitting *s, const double *x, const double *theta)
{
  const size_t n = s->first.n, m = s->second.n;
  double *q = s->points, *xnew = q + n, *v = xnew + n;
  if (!tame_splitting_recall(s, x, theta)) {
    const double *u = x + n + m;
    backward(q, v, x + n, 1, s);
    s->first.value(xnew, q, theta, s->first.ctx);
    s->linear.apply(v, xnew, 1, &s->linear);
    for (size_t i = 0; i < m; i++) v[i] += u[i];
  }
  return (points){q, xnew, v};
}

static void value(double *xnew, const double *x, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t n = s->first.n, m = s->second.n;
  const points at = prepare(s, x, theta);
  double *z = xnew + n, *u = z + m;
  memcpy(xnew, at.x, n * sizeof *xnew);
  s->second.value(z, at.v, theta, s->second.ctx);
  for (size_t i = 0; i < m; i++) u[i] = at.v[i] - z[i];
}

static void jvp(double *dxnew, const double *dx, const double *dtheta,
                const double *x, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t n = s->first.n, m = s->second.n;
  const points at = prepare(s, x, theta);
  const double *du = dx + n + m;
  double *dq = s->spare, *dv = dq + n, *dznew = dxnew + n, *dunew = dznew + m;
  backward(dq, dv, dx + n, 1, s);
  s->first.jvp(dxnew, dq, dtheta, at.q, theta, s->first.ctx);
  s->linear.apply(dv, dxnew, 1, &s->linear);
  for (size_t i = 0; i < m; i++) dv[i] += du[i];
  s->second.jvp(dznew, dv, dtheta, at.v, theta, s->second.ctx);
  for (size_t i = 0; i < m; i++) dunew[i] = dv[i] - dznew[i];
}

/* With (a, b, c) the cotangent of (x+, z+, u+):  v: c + R'(b - c),
 * x+: a + D'v,  q: S'x+,  z: r D q,  u: v - r D q. */
static void vjp(double *dx, double *dtheta, const double *dxnew,
                const double *x, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t n = s->first.n, m = s->second.n;
  const points at = prepare(s, x, theta);
  const double *b = dxnew + n, *c = b + m;
  double *dq = s->spare, *tx = dq + n, *dv = tx + n, *t = dv + m;
  double *dz = dx + n, *du = dz + m;
  for (size_t i = 0; i < m; i++) t[i] = b[i] - c[i];
  s->second.vjp(dv, dtheta, t, at.v, theta, s->second.ctx);
  for (size_t i = 0; i < m; i++) dv[i] += c[i];
  s->linear.apply_t(tx, dv, 1, &s->linear);
  for (size_t i = 0; i < n; i++) tx[i] += dxnew[i];
  s->first.vjp(dq, dtheta, tx, at.q, theta, s->first.ctx);
  s->linear.apply(dz, dq, 1, &s->linear);
  memset(dx, 0, n * sizeof *dx);
  for (size_t i = 0; i < m; i++) {
    dz[i] *= s->a;
    du[i] = dv[i] - dz[i];
  }
}

static void piggyback(double *jac_new, const double *jac, const double *x,
                      const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t n = s->first.n, m = s->second.n, p = s->map.p;
  const points at = prepare(s, x, theta);
  double *jq = tame_splitting_block(s, (n + m) * p), *jv = jq + n * p;
  double *jz = jac_new + n * p, *ju = jz + m * p;
  if (jac) backward(jq, jv, jac + n * p, p, s);
  tame_diff_piggyback(jac_new, jac ? jq : NULL, at.q, theta, &s->first);
  s->linear.apply(jv, jac_new, p, &s->linear);
  if (jac)
    for (size_t i = 0; i < m * p; i++) jv[i] += jac[(n + m) * p + i];
  tame_diff_piggyback(jz, jv, at.v, theta, &s->second);
  for (size_t i = 0; i < m * p; i++) ju[i] = jv[i] - jz[i];
}

tame_status tame_admm_init(tame_splitting *s, const tame_map *solve,
                           const tame_linear *d, const tame_map *prox, double r)
{
  if (!tame_splitting_usable(solve) || !tame_splitting_usable(prox) ||
      !d->apply || !d->apply_t || d->cols != solve->n || d->rows != prox->n ||
      solve->p != prox->p || !tame_splitting_positive(r))
    return tame_splitting_refuse(s);
  const size_t n = solve->n, m = prox->n;
  const tame_linear linear = *d;
  const tame_map map = {.n = n + 2 * m,
                        .p = solve->p,
                        .value = value,
                        .jvp = jvp,
                        .vjp = vjp,
                        .piggyback = piggyback};
  tame_splitting_set(s, map, solve, prox, 2 * n + m, 2 * n + 2 * m);
  s->linear = linear;
  s->a = r;
  return TAME_OK;
}
