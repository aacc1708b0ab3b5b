/* SPDX-License-Identifier: MIT */
#include "tame/prox_quadratic.h"

#include <stdlib.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/la.h"

#include "common.h"

struct tame_prox_quadratic {
  size_t n, p;
  double gamma;
  double *u;  /* [n x n] Cholesky factor of I + gamma Q; head of the block that
                 free() releases */
  double *c;  /* [n] */
  double *cc; /* [n x p] C */
};

tame_prox_quadratic *tame_prox_quadratic_alloc(size_t n, size_t p)
{
  TAME_REQUIRE(n > 0);
  tame_prox_quadratic *w = tame_calloc(1, sizeof *w);
  w->n = n;
  w->p = p;
  w->u = tame_vec(n * n + n * p + n);
  w->cc = w->u + n * n;
  w->c = w->cc + n * p;
  return w;
}

void tame_prox_quadratic_free(tame_prox_quadratic *w)
{
  if (!w) return;
  free(w->u);
  free(w);
}

static bool copy_finite(double *to, const double *from, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    to[i] = from ? from[i] : 0.0;
    if (!isfinite(to[i])) return false;
  }
  return true;
}

tame_status tame_prox_quadratic_init(tame_prox_quadratic *w, const double *q,
                                     const double *c, const double *cc,
                                     double gamma)
{
  const size_t n = w->n;
  if (!is_step(gamma)) return TAME_EINVAL;
  if (!copy_finite(w->u, q, n * n) || !copy_finite(w->c, c, n) ||
      !copy_finite(w->cc, cc, n * w->p)) {
    return TAME_EINVAL;
  }
  w->gamma = gamma;
  for (size_t i = 0; i < n * n; i++) w->u[i] *= gamma;
  for (size_t i = 0; i < n; i++) w->u[i * n + i] += 1.0;
  return tame_la_cholesky(w->u, n);
}

/* y [n] += gamma C dtheta */
static void add_parameters(double *y, const tame_prox_quadratic *w,
                           const double *dtheta)
{
  if (w->p == 0) return;
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)w->n, (int)w->p, w->gamma,
              w->cc, (int)w->p, dtheta, 1, 1.0, y, 1);
}

static void value(double *xnew, const double *v, const double *theta, void *ctx)
{
  const tame_prox_quadratic *w = ctx;
  for (size_t i = 0; i < w->n; i++) xnew[i] = v[i] + w->gamma * w->c[i];
  add_parameters(xnew, w, theta);
  tame_la_cholesky_solve(xnew, w->u, w->n);
}

static void jvp(double *dxnew, const double *dx, const double *dtheta,
                const double *v, const double *theta, void *ctx)
{
  (void)v;
  (void)theta;
  const tame_prox_quadratic *w = ctx;
  memcpy(dxnew, dx, w->n * sizeof *dxnew);
  if (dtheta) add_parameters(dxnew, w, dtheta);
  tame_la_cholesky_solve(dxnew, w->u, w->n);
}

static void vjp(double *dx, double *dtheta, const double *u, const double *v,
                const double *theta, void *ctx)
{
  (void)v;
  (void)theta;
  const tame_prox_quadratic *w = ctx;
  memcpy(dx, u, w->n * sizeof *dx);
  tame_la_cholesky_solve(dx, w->u, w->n);
  if (dtheta && w->p > 0) {
    cblas_dgemv(CblasRowMajor, CblasTrans, (int)w->n, (int)w->p, w->gamma,
                w->cc, (int)w->p, dx, 1, 1.0, dtheta, 1);
  }
}

static void piggyback(double *jac_new, const double *jac, const double *v,
                      const double *theta, void *ctx)
{
  (void)v;
  (void)theta;
  const tame_prox_quadratic *w = ctx;
  for (size_t i = 0; i < w->n * w->p; i++)
    jac_new[i] = w->gamma * w->cc[i] + (jac ? jac[i] : 0.0);
  if (w->p > 0) tame_la_cholesky_solve_many(jac_new, w->u, w->n, w->p);
}

tame_map tame_prox_quadratic_map(tame_prox_quadratic *w)
{
  return (tame_map){.n = w->n,
                    .p = w->p,
                    .value = value,
                    .jvp = jvp,
                    .vjp = vjp,
                    .piggyback = piggyback,
                    .ctx = w};
}
