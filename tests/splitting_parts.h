/* SPDX-License-Identifier: MIT */
/* Small resolvents and operators from which tests build splittings, written
 * for one problem each and independent of tame/prox.h.  theta = (lambda, b). */
#ifndef SPLITTING_PARTS_H
#define SPLITTING_PARTS_H

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/la.h"
#include "tame/map.h"

/* --- soft threshold at step lambda; with `clip`, v - S(v) instead -------- */

typedef struct {
  size_t n, p;
  double step;
  bool clip;
} soft;

static double soft_threshold(double v, double t)
{
  return fabs(v) <= t ? 0.0 : v - copysign(t, v); /* NaN stays NaN */
}

static void soft_value(double *y, const double *v, const double *theta,
                       void *ctx)
{
  const soft *q = ctx;
  for (size_t i = 0; i < q->n; i++) {
    const double s = soft_threshold(v[i], q->step * theta[0]);
    y[i] = q->clip ? v[i] - s : s;
  }
}

static void soft_jvp(double *dy, const double *dv, const double *dtheta,
                     const double *v, const double *theta, void *ctx)
{
  const soft *q = ctx;
  for (size_t i = 0; i < q->n; i++) {
    const double t = q->step * theta[0];
    const double dt = dtheta ? q->step * dtheta[0] : 0.0;
    const double ds = fabs(v[i]) > t ? dv[i] - (v[i] > 0 ? dt : -dt) : 0.0;
    dy[i] = q->clip ? dv[i] - ds : ds;
  }
}

static void soft_vjp(double *dv, double *dtheta, const double *u,
                     const double *v, const double *theta, void *ctx)
{
  const soft *q = ctx;
  for (size_t i = 0; i < q->n; i++) {
    const bool moves = fabs(v[i]) > q->step * theta[0];
    const double slope = moves ? (v[i] > 0 ? -q->step : q->step) : 0.0;
    dv[i] = (moves != q->clip) ? u[i] : 0.0;
    if (dtheta) dtheta[0] += (q->clip ? -slope : slope) * u[i];
  }
}

static tame_map soft_map(soft *q)
{
  return (tame_map){.n = q->n,
                    .p = q->p,
                    .value = soft_value,
                    .jvp = soft_jvp,
                    .vjp = soft_vjp,
                    .ctx = q};
}

/* --- affine maps  y = M x + C b,  b = theta[1..] --------------------------
 * M [n x n], C [n x (p - 1)] : gradients of quadratics, and their resolvents */

typedef struct {
  size_t n, p;
  const double *m, *c;
} affine;

static void affine_jvp(double *dy, const double *dx, const double *dtheta,
                       const double *x, const double *theta, void *ctx)
{
  const affine *q = ctx;
  const size_t n = q->n, p = q->p - 1;
  (void)x;
  (void)theta;
  for (size_t i = 0; i < n; i++) {
    dy[i] = 0.0;
    for (size_t j = 0; j < n; j++) dy[i] += q->m[i * n + j] * dx[j];
    for (size_t j = 0; dtheta && j < p; j++)
      dy[i] += q->c[i * p + j] * dtheta[j + 1];
  }
}

static void affine_value(double *y, const double *x, const double *theta,
                         void *ctx)
{
  affine_jvp(y, x, theta, x, theta, ctx);
}

static void affine_vjp(double *dx, double *dtheta, const double *u,
                       const double *x, const double *theta, void *ctx)
{
  const affine *q = ctx;
  const size_t n = q->n, p = q->p - 1;
  (void)x;
  (void)theta;
  for (size_t j = 0; j < n; j++) {
    dx[j] = 0.0;
    for (size_t i = 0; i < n; i++) dx[j] += q->m[i * n + j] * u[i];
  }
  for (size_t j = 0; dtheta && j < p; j++)
    for (size_t i = 0; i < n; i++) dtheta[j + 1] += q->c[i * p + j] * u[i];
}

static tame_map affine_map(affine *q)
{
  return (tame_map){.n = q->n,
                    .p = q->p,
                    .value = affine_value,
                    .jvp = affine_jvp,
                    .vjp = affine_vjp,
                    .ctx = q};
}

/* m [n x n] <- (diag + scale g)^{-1}, g symmetric */
static inline tame_status resolvent_matrix(double *m, const double *g,
                                           double diag, double scale, size_t n)
{
  double *h = tame_vec(n * n);
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++) {
      h[i * n + j] = (i == j ? diag : 0.0) + scale * g[i * n + j];
      m[i * n + j] = i == j;
    }
  }
  const tame_status s = tame_la_cholesky(h, n);
  if (s >= 0) tame_la_cholesky_solve_many(m, h, n, n);
  free(h);
  return s;
}

/* c [rows x cols] <- scale a b, a [rows x inner] */
static inline void product(double *c, double scale, const double *a,
                           const double *b, size_t rows, size_t inner,
                           size_t cols)
{
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < cols; j++) {
      double sum = 0.0;
      for (size_t k = 0; k < inner; k++)
        sum += a[i * inner + k] * b[k * cols + j];
      c[i * cols + j] = scale * sum;
    }
  }
}

#endif
