/* SPDX-License-Identifier: MIT */
#include "tame/quadratic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/la.h"

/* y [n] <- x - eta H x */
static void contract(double *y, const double *x, const tame_quadratic *q)
{
  memcpy(y, x, q->n * sizeof *y);
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)q->n, (int)q->n, -q->step, q->h,
              (int)q->n, x, 1, 1.0, y, 1);
}

/* y [n] <- y + eta C theta */
static void add_source(double *y, const double *theta, const tame_quadratic *q)
{
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)q->n, (int)q->p, q->step, q->c,
              (int)q->p, theta, 1, 1.0, y, 1);
}

static void map_value(double *xnew, const double *x, const double *theta,
                      void *ctx)
{
  contract(xnew, x, ctx);
  add_source(xnew, theta, ctx);
}

static void map_jvp(double *dxnew, const double *dx, const double *dtheta,
                    const double *x, const double *theta, void *ctx)
{
  (void)x; /* the map is linear: its derivative is the same everywhere */
  (void)theta;
  contract(dxnew, dx, ctx);
  if (dtheta) add_source(dxnew, dtheta, ctx);
}

static void map_vjp(double *dx, double *dtheta, const double *dxnew,
                    const double *x, const double *theta, void *ctx)
{
  const tame_quadratic *q = ctx;
  (void)x;
  (void)theta;
  contract(dx, dxnew, q); /* A is symmetric */
  if (!dtheta) return;
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)q->n, (int)q->p, q->step, q->c,
              (int)q->p, dxnew, 1, 1.0, dtheta, 1);
}

static void map_piggyback(double *jac_new, const double *jac, const double *x,
                          const double *theta, void *ctx)
{
  const tame_quadratic *q = ctx;
  const int n = (int)q->n, p = (int)q->p;
  (void)x;
  (void)theta;
  for (size_t i = 0; i < q->n * q->p; i++)
    jac_new[i] = q->step * q->c[i] + (jac ? jac[i] : 0.0);
  if (!jac || p == 0) return;
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, p, n, -q->step,
              q->h, n, jac, p, 1.0, jac_new, p);
}

tame_map tame_quadratic_map(tame_quadratic *q)
{
  TAME_REQUIRE(q->n > 0 && q->step > 0.0);
  return (tame_map){.n = q->n,
                    .p = q->p,
                    .value = map_value,
                    .jvp = map_jvp,
                    .vjp = map_vjp,
                    .piggyback = map_piggyback,
                    .ctx = q};
}

tame_status tame_quadratic_solution(double *jac, const tame_quadratic *q)
{
  double *u = tame_vec_copy(q->h, q->n * q->n);
  const tame_status s = tame_la_cholesky(u, q->n);
  if (s == TAME_OK) {
    memcpy(jac, q->c, q->n * q->p * sizeof *jac);
    tame_la_cholesky_solve_many(jac, u, q->n, q->p);
  }
  free(u);
  return s;
}

void tame_quadratic_jacobian_step(double *jac, double *work,
                                  const tame_quadratic *q)
{
  const size_t count = q->n * q->p;
  memcpy(work, jac, count * sizeof *work);
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)q->n, (int)q->p,
              (int)q->n, -q->step, q->h, (int)q->n, work, (int)q->p, 1.0, jac,
              (int)q->p);
  cblas_daxpy((int)count, q->step, q->c, 1, jac, 1);
}

double tame_quadratic_best_step(double kappa)
{
  TAME_REQUIRE(kappa >= 1.0);
  return 2.0 / (1.0 / kappa + 1.0);
}

double tame_quadratic_rate(double kappa)
{
  TAME_REQUIRE(kappa >= 1.0);
  return (kappa - 1.0) / (kappa + 1.0);
}

void tame_quadratic_random(double *h, double *v, double *lambda, size_t n,
                           double kappa, gsl_rng *rng)
{
  TAME_REQUIRE(n >= 2 && kappa >= 1.0);
  double *q = tame_vec(n * n), *scaled = tame_vec(n * n);
  tame_la_random_orthogonal(q, n, rng);
  for (size_t k = 0; k < n; k++) {
    const double value =
        pow(kappa, (double)k / (double)(n - 1) - 1.0); /* 1/kappa ... 1 */
    if (lambda) lambda[k] = value;
    for (size_t i = 0; i < n; i++) scaled[i * n + k] = value * q[i * n + k];
  }
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)n, (int)n, (int)n,
              1.0, scaled, (int)n, q, (int)n, 0.0, h, (int)n);
  tame_la_mirror(h, n); /* symmetric to the last bit */
  if (v) memcpy(v, q, n * n * sizeof *v);
  free(q);
  free(scaled);
}
