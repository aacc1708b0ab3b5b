/* SPDX-License-Identifier: MIT */
#include "tame/ridge.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/la.h"

/* Columns of the Jacobian updated together: p x BLOCK doubles of work stay in
 * the fastest cache. */
enum { BLOCK = 128 };

struct tame_ridge {
  size_t n, p;
  tame_ridge_cross cross;
  double a, eta, mu, lip;
  double *xt;    /* [p x n] X', so that rows of J and X' run together; head of
                    the block that free() releases */
  double *y;     /* [n] */
  double *theta; /* [n] */
  double *h;     /* [p x p] */
  double *u;     /* [p x p] Cholesky factor of H */
  double *b;     /* [p] X' diag(theta) y */
  double *m;     /* [p x p] I - eta H */
  double *r;     /* [n] residual Xw - y */
  double *t;     /* [n] */
  double *work;  /* [p x BLOCK] */
};

tame_ridge *tame_ridge_alloc(size_t n, size_t p)
{
  TAME_REQUIRE(n > 0 && p > 0);
  tame_ridge *w = tame_calloc(1, sizeof *w);
  w->n = n;
  w->p = p;
  w->xt = tame_vec(p * n + 4 * n + 3 * p * p + p + p * BLOCK);
  w->y = w->xt + p * n;
  w->theta = w->y + n;
  w->r = w->theta + n;
  w->t = w->r + n;
  w->h = w->t + n;
  w->u = w->h + p * p;
  w->m = w->u + p * p;
  w->b = w->m + p * p;
  w->work = w->b + p;
  return w;
}

void tame_ridge_free(tame_ridge *w)
{
  if (!w) return;
  free(w->xt);
  free(w);
}

static bool all_finite(const double *x, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (!isfinite(x[i])) return false;
  return true;
}

/* H and b, row by row of X' scaled by theta. */
static void form_hessian(tame_ridge *w)
{
  const size_t n = w->n, p = w->p;
  for (size_t j = 0; j < p; j++) {
    const double *xj = w->xt + j * n;
    for (size_t i = 0; i < n; i++) w->t[i] = w->theta[i] * xj[i];
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)p, (int)n, 1.0, w->xt, (int)n,
                w->t, 1, 0.0, w->h + j * p, 1);
    w->b[j] = cblas_ddot((int)n, w->t, 1, w->y, 1);
    w->h[j * p + j] += w->a;
  }
  tame_la_mirror(w->h, p); /* H is symmetric to the last bit */
}

tame_status tame_ridge_init(tame_ridge *w, const double *x, const double *y,
                            const double *theta, double a,
                            tame_ridge_cross cross)
{
  const size_t n = w->n, p = w->p;
  w->eta = 0.0;
  if (!all_finite(x, n * p) || !all_finite(y, n) ||
      (theta && !all_finite(theta, n)) || !(isfinite(a) && a >= 0.0))
    return TAME_EINVAL;
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < p; j++) w->xt[j * n + i] = x[i * p + j];
    w->y[i] = y[i];
    w->theta[i] = theta ? theta[i] : 1.0;
    if (w->theta[i] < 0.0) return TAME_EINVAL;
  }
  w->a = a;
  w->cross = cross;
  form_hessian(w);

  memcpy(w->u, w->h, p * p * sizeof *w->h);
  TAME_TRY(tame_la_cholesky(w->u, p));
  double *eigen = w->work; /* BLOCK >= 1, so there is room for p */
  const tame_status s = tame_la_eigen_symmetric(eigen, NULL, w->h, p);
  if (s != TAME_OK) return TAME_ESINGULAR;
  w->mu = eigen[0];
  w->lip = eigen[p - 1];
  return TAME_OK;
}

size_t tame_ridge_rows(const tame_ridge *w) { return w->n; }

size_t tame_ridge_features(const tame_ridge *w) { return w->p; }

double tame_ridge_smallest(const tame_ridge *w) { return w->mu; }

double tame_ridge_largest(const tame_ridge *w) { return w->lip; }

const double *tame_ridge_hessian(const tame_ridge *w) { return w->h; }

void tame_ridge_solution(double *point, const tame_ridge *w)
{
  memcpy(point, w->b, w->p * sizeof *point);
  tame_la_cholesky_solve(point, w->u, w->p);
}

/* r [n] <- X point - y */
static void residual(double *r, const tame_ridge *w, const double *point)
{
  memcpy(r, w->y, w->n * sizeof *r);
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)w->p, (int)w->n, 1.0, w->xt,
              (int)w->n, point, 1, -1.0, r, 1);
}

/* out [count] <- in - scale * (row j of C at columns first, first + 1, ...) */
static void subtract_cross(double *out, const double *in, double scale,
                           const tame_ridge *w, const double *point, size_t j,
                           size_t first, size_t count)
{
  const double *x = w->xt + j * w->n + first, *r = w->r + first;
  if (w->cross == TAME_RIDGE_EXACT) {
    for (size_t i = 0; i < count; i++) out[i] = in[i] - scale * (x[i] * r[i]);
  } else {
    const double wj = point[j];
    for (size_t i = 0; i < count; i++)
      out[i] = in[i] - scale * (wj * x[i] * x[i]);
  }
}

void tame_ridge_cross_term(double *c, const tame_ridge *w, const double *point)
{
  residual(w->r, w, point);
  memset(c, 0, w->p * w->n * sizeof *c);
  for (size_t j = 0; j < w->p; j++) {
    double *row = c + j * w->n;
    subtract_cross(row, row, -1.0, w, point, j, 0, w->n);
  }
}

void tame_ridge_implicit(double *jac, const tame_ridge *w, const double *point)
{
  tame_ridge_cross_term(jac, w, point);
  tame_la_cholesky_solve_many(jac, w->u, w->p, w->n);
  for (size_t i = 0; i < w->p * w->n; i++) jac[i] = -jac[i];
}

tame_status tame_ridge_set_step(tame_ridge *w, double eta)
{
  if (!(isfinite(eta) && eta > 0.0)) return TAME_EINVAL;
  w->eta = eta;
  for (size_t i = 0; i < w->p * w->p; i++) w->m[i] = -eta * w->h[i];
  for (size_t j = 0; j < w->p; j++) w->m[j * w->p + j] += 1.0;
  return TAME_OK;
}

/* out [p] <- v - eta (X' z + a v);  out does not overlap v or z */
static void descend(double *out, const double *v, const double *z,
                    const tame_ridge *w)
{
  memcpy(out, v, w->p * sizeof *out);
  cblas_dscal((int)w->p, 1.0 - w->eta * w->a, out, 1);
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)w->p, (int)w->n, -w->eta, w->xt,
              (int)w->n, z, 1, 1.0, out, 1);
}

/* xnew [p] <- x - eta (X' (theta o (Xx - y)) + a x) */
static void descend_from(double *xnew, const double *x, const double *theta,
                         tame_ridge *w)
{
  residual(w->r, w, x);
  for (size_t i = 0; i < w->n; i++) w->r[i] *= theta[i];
  descend(xnew, x, w->r, w);
}

void tame_ridge_step(double *point, tame_ridge *w)
{
  TAME_REQUIRE(w->eta > 0.0);
  descend_from(w->work, point, w->theta, w);
  memcpy(point, w->work, w->p * sizeof *point);
}

void tame_ridge_jacobian_step(double *jac, tame_ridge *w, const double *point)
{
  const size_t n = w->n, p = w->p;
  TAME_REQUIRE(w->eta > 0.0);
  residual(w->r, w, point);
  for (size_t first = 0; first < n; first += BLOCK) {
    const size_t count = n - first < BLOCK ? n - first : BLOCK;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)p, (int)count,
                (int)p, 1.0, w->m, (int)p, jac + first, (int)n, 0.0, w->work,
                BLOCK);
    for (size_t j = 0; j < p; j++)
      subtract_cross(jac + j * n + first, w->work + j * BLOCK, w->eta, w, point,
                     j, first, count);
  }
}

/* --- as a map --------------------------------------------------------------
 * The same iteration with an explicit theta; its products go through X, never
 * through H, and so are a second route to the Jacobians above. */

/* xv [n] <- X v */
static void times_x(double *xv, const double *v, const tame_ridge *w)
{
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)w->p, (int)w->n, 1.0, w->xt,
              (int)w->n, v, 1, 0.0, xv, 1);
}

static void map_value(double *xnew, const double *x, const double *theta,
                      void *ctx)
{
  descend_from(xnew, x, theta, ctx);
}

/* dw - eta (X' (theta o X dw + dtheta o (Xw - y)) + a dw) */
static void map_jvp(double *dxnew, const double *dx, const double *dtheta,
                    const double *x, const double *theta, void *ctx)
{
  tame_ridge *w = ctx;
  residual(w->r, w, x);
  times_x(w->t, dx, w);
  for (size_t i = 0; i < w->n; i++)
    w->t[i] = theta[i] * w->t[i] + (dtheta ? dtheta[i] * w->r[i] : 0.0);
  descend(dxnew, dx, w->t, w);
}

/* dw = v - eta (X' (theta o X v) + a v),  dtheta -= eta (Xw - y) o X v */
static void map_vjp(double *dx, double *dtheta, const double *dxnew,
                    const double *x, const double *theta, void *ctx)
{
  tame_ridge *w = ctx;
  residual(w->r, w, x);
  times_x(w->t, dxnew, w);
  for (size_t i = 0; i < w->n; i++) {
    if (dtheta) dtheta[i] -= w->eta * w->r[i] * w->t[i];
    w->t[i] *= theta[i];
  }
  descend(dx, dxnew, w->t, w);
}

tame_map tame_ridge_map(tame_ridge *w)
{
  TAME_REQUIRE(w->eta > 0.0 && w->cross == TAME_RIDGE_EXACT);
  return (tame_map){.n = w->p,
                    .p = w->n,
                    .value = map_value,
                    .jvp = map_jvp,
                    .vjp = map_vjp,
                    .ctx = w};
}
