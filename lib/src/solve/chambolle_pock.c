/* SPDX-License-Identifier: MIT */
/* v = x - tau K'u, x+ = R_f(v), w = u + sigma K(2x+ - x), u+ = R_g(w).  first:
 * R_f, second: R_g, a: tau, b: sigma; points: v [n], x+ [n], w [m]; spare:
 * [3n + 2m].  A vector of the map is (x, u). */
#include "splitting.h"

#include <string.h>

#include "tame/diff.h"

typedef struct {
  const double *v, *x, *w;
} points;

/* v <- x - tau K'u, where xu holds x and u, c columns */
static void primal(double *v, const double *xu, size_t c,
                   const tame_splitting *s)
{
  const size_t count = s->first.n * c;
  s->linear.apply_t(v, xu + count, c, &s->linear);
  for (size_t i = 0; i < count; i++) v[i] = xu[i] - s->a * v[i];
}

/* w <- u + sigma K(2x+ - x), with work [n x c]; xu NULL counts as zero */
static void dual(double *w, double *work, const double *xnew, const double *xu,
                 size_t c, const tame_splitting *s)
{
  const size_t n = s->first.n * c, m = s->second.n * c;
  for (size_t i = 0; i < n; i++) work[i] = 2.0 * xnew[i] - (xu ? xu[i] : 0.0);
  s->linear.apply(w, work, c, &s->linear);
  for (size_t i = 0; i < m; i++) w[i] = (xu ? xu[n + i] : 0.0) + s->b * w[i];
}

static points prepare(tame_splitting *s, const double *x, const double *theta)
{
  const size_t n = s->first.n;
  double *v = s->points, *xnew = v + n, *w = xnew + n;
  if (!tame_splitting_recall(s, x, theta)) {
    primal(v, x, 1, s);
    s->first.value(xnew, v, theta, s->first.ctx);
    dual(w, s->spare, xnew, x, 1, s);
  }
  return (points){v, xnew, w};
}

static void value(double *xnew, const double *x, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t n = s->first.n;
  const points at = prepare(s, x, theta);
  memcpy(xnew, at.x, n * sizeof *xnew);
  s->second.value(xnew + n, at.w, theta, s->second.ctx);
}

static void jvp(double *dxnew, const double *dx, const double *dtheta,
                const double *x, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t n = s->first.n;
  const points at = prepare(s, x, theta);
  double *dv = s->spare, *dw = dv + n;
  primal(dv, dx, 1, s);
  s->first.jvp(dxnew, dv, dtheta, at.v, theta, s->first.ctx);
  dual(dw, dv, dxnew, dx, 1, s);
  s->second.jvp(dxnew + n, dw, dtheta, at.w, theta, s->second.ctx);
}

/* With (a, b) the cotangent of (x+, u+):  w: R_g' b,  t = sigma K'w,
 * x+: a + 2t,  v: R_f' x+,  x: v - t,  u: w - tau K v. */
static void vjp(double *dx, double *dtheta, const double *dxnew,
                const double *x, const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t n = s->first.n, m = s->second.n;
  const points at = prepare(s, x, theta);
  double *t = s->spare, *tx = t + n, *dv = tx + n, *dw = dv + n, *kv = dw + m;
  s->second.vjp(dw, dtheta, dxnew + n, at.w, theta, s->second.ctx);
  s->linear.apply_t(t, dw, 1, &s->linear);
  for (size_t i = 0; i < n; i++) {
    t[i] *= s->b;
    tx[i] = dxnew[i] + 2.0 * t[i];
  }
  s->first.vjp(dv, dtheta, tx, at.v, theta, s->first.ctx);
  s->linear.apply(kv, dv, 1, &s->linear);
  for (size_t i = 0; i < n; i++) dx[i] = dv[i] - t[i];
  for (size_t i = 0; i < m; i++) dx[n + i] = dw[i] - s->a * kv[i];
}

static void piggyback(double *jac_new, const double *jac, const double *x,
                      const double *theta, void *ctx)
{
  tame_splitting *s = ctx;
  const size_t n = s->first.n, m = s->second.n, p = s->map.p;
  const points at = prepare(s, x, theta);
  double *jv = tame_splitting_block(s, (n + m) * p), *jw = jv + n * p;
  if (jac) primal(jv, jac, p, s);
  tame_diff_piggyback(jac_new, jac ? jv : NULL, at.v, theta, &s->first);
  dual(jw, jv, jac_new, jac, p, s);
  tame_diff_piggyback(jac_new + n * p, jw, at.w, theta, &s->second);
}

tame_status tame_chambolle_pock_init(tame_splitting *s, const tame_map *rf,
                                     const tame_map *rg, const tame_linear *k,
                                     double tau, double sigma)
{
  if (!tame_splitting_usable(rf) || !tame_splitting_usable(rg) || !k->apply ||
      !k->apply_t || k->cols != rf->n || k->rows != rg->n || rf->p != rg->p ||
      !tame_splitting_positive(tau) || !tame_splitting_positive(sigma))
    return tame_splitting_refuse(s);
  const size_t n = rf->n, m = rg->n;
  const tame_linear linear = *k;
  const tame_map map = {.n = n + m,
                        .p = rf->p,
                        .value = value,
                        .jvp = jvp,
                        .vjp = vjp,
                        .piggyback = piggyback};
  tame_splitting_set(s, map, rf, rg, 2 * n + m, 3 * n + 2 * m);
  s->linear = linear;
  s->a = tau;
  s->b = sigma;
  return TAME_OK;
}
