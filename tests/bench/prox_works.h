/* SPDX-License-Identifier: MIT */
/* The problems that bench_proximal.c times.  Each has a setup, a clear, and
 * works that start and stop the stopwatch themselves. */
#ifndef TAME_BENCH_PROX_WORKS_H
#define TAME_BENCH_PROX_WORKS_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/diff_krylov.h"
#include "tame/monotone.h"
#include "tame/prox.h"
#include "tame/prox_matrix.h"
#include "tame/prox_pieces.h"
#include "tame/rng.h"
#include "tame/splitting.h"
#include "tame/stats.h"
#include "tame/timer.h"

static const tame_kink KINK = {0.0, 0.0};
static const tame_krylov_options KRYLOV = {TAME_GMRES, 60, 20000, 1e-10};

/* --- lasso: forward-backward with the Jacobian in (lambda, y) ---------------
 * X [m x n], m = 2 n, so p = m + 1 columns. */

typedef struct {
  size_t m, n, p;
  double *x, *theta, *w, *wnew, *jac, *jac_new; /* X, (lambda, y), iterates */
  double *wide, *wide_m; /* [n x (p + 1)], [m x (p + 1)] */
  tame_prox_l1 prox;
  tame_op_least_squares op;
  tame_splitting *s;
  tame_map map;
} lasso;

static void lasso_setup(lasso *q, size_t n)
{
  gsl_rng *rng = tame_rng_alloc(0, "bench/lasso", 0);
  *q = (lasso){.m = 2 * n, .n = n, .p = 2 * n + 1};
  q->x = tame_vec(q->m * n);
  q->theta = tame_vec(q->p);
  q->w = tame_vec(n);
  q->wnew = tame_vec(n);
  q->jac = tame_vec(n * q->p);
  q->jac_new = tame_vec(n * q->p);
  q->wide = tame_vec(n * (q->p + 1));
  q->wide_m = tame_vec(q->m * (q->p + 1));
  tame_rng_normal(q->x, q->m * n, rng);
  tame_rng_normal(q->theta + 1, q->m, rng);
  tame_rng_normal(q->w, n, rng);
  tame_rng_normal(q->jac, n * q->p, rng);
  gsl_rng_free(rng);
  for (size_t i = 0; i < q->m * n; i++) q->x[i] /= sqrt((double)q->m);
  q->theta[0] = 0.1;
  const double gamma = 0.3; /* below 1/|X|^2, about 1/2.9 */
  TAME_REQUIRE(tame_prox_l1_init(&q->prox, n, q->p, tame_param_theta(0), gamma,
                                 KINK) == TAME_OK);
  TAME_REQUIRE(tame_op_least_squares_init(&q->op, q->x, q->m, n, q->p,
                                          tame_param_fixed(0.0),
                                          (tame_params){1, NULL}) == TAME_OK);
  const tame_map prox = tame_prox_l1_map(&q->prox);
  const tame_map op = tame_op_least_squares_map(&q->op);
  q->s = tame_splitting_alloc();
  TAME_REQUIRE(tame_forward_backward_init(q->s, &prox, &op, gamma) == TAME_OK);
  q->map = tame_splitting_map(q->s);
}

static void lasso_clear(lasso *q)
{
  tame_splitting_free(q->s);
  tame_op_least_squares_free(&q->op);
  free(q->x);
  free(q->theta);
  free(q->w);
  free(q->wnew);
  free(q->jac);
  free(q->jac_new);
  free(q->wide);
  free(q->wide_m);
}

static void lasso_pass(void *ctx, tame_timer *t)
{
  lasso *q = ctx;
  tame_timer_start(t);
  q->map.value(q->wnew, q->w, q->theta, q->map.ctx);
  tame_diff_piggyback(q->jac_new, q->jac, q->w, q->theta, &q->map);
  tame_timer_stop(t);
}

/* p + 1 times Xw and X'r, one vector at a time */
static void lasso_vectors(void *ctx, tame_timer *t)
{
  lasso *q = ctx;
  const int m = (int)q->m, n = (int)q->n;
  tame_timer_start(t);
  for (size_t j = 0; j <= q->p; j++) {
    cblas_dgemv(CblasRowMajor, CblasNoTrans, m, n, 1.0, q->x, n, q->w, 1, 0.0,
                q->wide_m, 1);
    cblas_dgemv(CblasRowMajor, CblasTrans, m, n, 1.0, q->x, n, q->wide_m, 1,
                0.0, q->wnew, 1);
  }
  tame_timer_stop(t);
}

/* the same products, all vectors at once */
static void lasso_matrices(void *ctx, tame_timer *t)
{
  lasso *q = ctx;
  const int m = (int)q->m, n = (int)q->n, c = (int)q->p + 1;
  tame_timer_start(t);
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, c, n, 1.0, q->x, n,
              q->wide, c, 0.0, q->wide_m, c);
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, n, c, m, 1.0, q->x, n,
              q->wide_m, c, 0.0, q->wide, c);
  tame_timer_stop(t);
}

/* --- covariance selection: Douglas-Rachford, derivative in lambda --------- */

enum { STEPS = 20 };

typedef struct {
  size_t d;
  double *c, *z, *znew, *dz, *dznew;
  double theta[1];
  tame_prox_l1 prox;
  tame_prox_logdet *logdet;
  tame_splitting *s;
  tame_map map;
} covariance;

static void covariance_setup(covariance *q, size_t d)
{
  const size_t n = d * d;
  gsl_rng *rng = tame_rng_alloc(0, "bench/covariance", 0);
  double *y = tame_vec(10 * d * d);
  *q = (covariance){.d = d, .theta = {0.05}};
  q->c = tame_vec(n);
  q->z = tame_vec(n);
  q->znew = tame_vec(n);
  q->dz = tame_vec(n);
  q->dznew = tame_vec(n);
  tame_rng_normal(y, 10 * d * d, rng);
  gsl_rng_free(rng);
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)d, (int)d,
              (int)(10 * d), 0.1 / (double)d, y, (int)d, y, (int)d, 0.0, q->c,
              (int)d);
  free(y);
  q->logdet = tame_prox_logdet_alloc(d);
  TAME_REQUIRE(tame_prox_l1_init(&q->prox, n, 1, tame_param_theta(0), 1.0,
                                 KINK) == TAME_OK);
  TAME_REQUIRE(tame_prox_logdet_init(q->logdet, 1,
                                     (tame_params){TAME_FIXED, q->c},
                                     1.0) == TAME_OK);
  const tame_map a = tame_prox_l1_map(&q->prox);
  const tame_map b = tame_prox_logdet_map(q->logdet);
  q->s = tame_splitting_alloc();
  TAME_REQUIRE(tame_douglas_rachford_init(q->s, &a, &b, 1.0) == TAME_OK);
  q->map = tame_splitting_map(q->s);
}

static void covariance_clear(covariance *q)
{
  tame_splitting_free(q->s);
  tame_prox_logdet_free(q->logdet);
  free(q->c);
  free(q->z);
  free(q->znew);
  free(q->dz);
  free(q->dznew);
}

static void covariance_run(covariance *q, size_t passes, int with)
{
  const size_t n = q->d * q->d;
  for (size_t pass = 0; pass < passes; pass++) {
    memset(q->z, 0, n * sizeof *q->z);
    memset(q->dz, 0, n * sizeof *q->dz);
    for (size_t i = 0; i < n; i += q->d + 1) q->z[i] = 1.0;
    for (size_t k = 0; k < STEPS; k++) {
      q->map.value(q->znew, q->z, q->theta, q->map.ctx);
      if (with) tame_diff_piggyback(q->dznew, q->dz, q->z, q->theta, &q->map);
      memcpy(q->z, q->znew, n * sizeof *q->z);
      memcpy(q->dz, q->dznew, n * sizeof *q->dz);
    }
  }
}

static void covariance_pass(void *ctx, tame_timer *t)
{
  tame_timer_start(t);
  covariance_run(ctx, 1, 1);
  tame_timer_stop(t);
}

/* p + 1 = 2 plain runs */
static void covariance_plain(void *ctx, tame_timer *t)
{
  tame_timer_start(t);
  covariance_run(ctx, 2, 0);
  tame_timer_stop(t);
}

/* --- large fixed points ------------------------------------------------------
 * Two of them, theta = (lambda, data); what is timed is the derivative in
 * lambda, and the gradient of |x|^2/2 in all of theta. */

typedef struct {
  size_t n, p;
  double *theta, *x, *dx, *grad, *dtheta;
  tame_splitting *s;
  tame_map map;
  tame_krylov_info info;
} large;

static void large_alloc(large *q, size_t n, size_t p)
{
  *q = (large){.n = n, .p = p};
  q->theta = tame_vec(p);
  q->x = tame_vec(n);
  q->dx = tame_vec(n);
  q->grad = tame_vec(p);
  q->dtheta = tame_vec(p);
  q->dtheta[0] = 1.0;
  q->s = tame_splitting_alloc();
}

static void large_clear(large *q)
{
  tame_splitting_free(q->s);
  free(q->theta);
  free(q->x);
  free(q->dx);
  free(q->grad);
  free(q->dtheta);
}

static void large_jvp(void *ctx, tame_timer *t)
{
  large *q = ctx;
  tame_timer_start(t);
  TAME_REQUIRE(tame_diff_implicit_krylov_jvp(q->dx, q->dtheta, q->x, q->theta,
                                             &q->map, &KRYLOV,
                                             &q->info) == TAME_CONVERGED);
  tame_timer_stop(t);
}

static void large_vjp(void *ctx, tame_timer *t)
{
  large *q = ctx;
  tame_timer_start(t);
  TAME_REQUIRE(tame_diff_implicit_krylov_vjp(q->grad, q->x, q->x, q->theta,
                                             &q->map, &KRYLOV,
                                             &q->info) == TAME_CONVERGED);
  tame_timer_stop(t);
}

/* The derivative along lambda by both routes: relative difference. */
static double large_difference(const large *q)
{
  const double forward = cblas_ddot((int)q->n, q->x, 1, q->dx, 1);
  return fabs(forward - q->grad[0]) / fabs(forward);
}

/* --- dual of total variation ---------------------------------------------- */

typedef struct {
  large base; /* first, so that the works above take it */
  tame_prox_box box;
  tame_op_tv_dual op;
  tame_prox_tv *direct;
  tame_map primal;    /* the operator itself, with its exact derivative */
  double *signal, *d; /* [samples] */
} variation;

static void variation_setup(variation *v, size_t samples)
{
  large *q = &v->base;
  gsl_rng *rng = tame_rng_alloc(0, "bench/variation", 0);
  large_alloc(q, samples - 1, samples + 1);
  v->signal = tame_vec(samples);
  v->d = tame_vec(samples);
  double *b = q->theta + 1;
  tame_rng_normal(b, samples, rng);
  gsl_rng_free(rng);
  for (size_t i = 0; i < samples; i++) /* steps of length 25 under noise */
    b[i] = 0.3 * b[i] + (double)(i / 25 % 3);
  q->theta[0] = 1.0;
  const double gamma = 0.25;
  v->direct = tame_prox_tv_alloc(samples);
  TAME_REQUIRE(tame_prox_tv_init(v->direct, samples + 1, tame_param_theta(0),
                                 1.0, KINK) == TAME_OK);
  v->primal = tame_prox_tv_map(v->direct);
  v->primal.value(v->signal, b, q->theta, v->primal.ctx);
  /* b - x = D'u, (D'u)_i = u_{i-1} - u_i */
  for (size_t i = 0; i < q->n; i++)
    q->x[i] = (i > 0 ? q->x[i - 1] : 0.0) - (b[i] - v->signal[i]);
  TAME_REQUIRE(tame_prox_box_init(&v->box, q->n, q->p,
                                  tame_param_scaled(0, -1.0),
                                  tame_param_theta(0), tame_param_fixed(0.0),
                                  gamma, KINK) == TAME_OK);
  TAME_REQUIRE(tame_op_tv_dual_init(&v->op, samples, q->p,
                                    (tame_params){1, NULL}) == TAME_OK);
  const tame_map box = tame_prox_box_map(&v->box);
  const tame_map op = tame_op_tv_dual_map(&v->op);
  TAME_REQUIRE(tame_forward_backward_init(q->s, &box, &op, gamma) == TAME_OK);
  q->map = tame_splitting_map(q->s);
}

static void variation_clear(variation *v)
{
  tame_op_tv_dual_free(&v->op);
  tame_prox_tv_free(v->direct);
  free(v->signal);
  free(v->d);
  large_clear(&v->base);
}

/* The proximal operator and its exact derivative, from nothing. */
static void variation_direct(void *ctx, tame_timer *t)
{
  variation *v = ctx;
  large *q = &v->base;
  const double *b = q->theta + 1;
  double *zero = tame_vec(q->n + 1);
  TAME_REQUIRE(tame_prox_tv_init(v->direct, q->p, tame_param_theta(0), 1.0,
                                 KINK) == TAME_OK); /* forgets the pieces */
  tame_timer_start(t);
  v->primal.value(v->signal, b, q->theta, v->primal.ctx);
  v->primal.jvp(v->d, zero, q->dtheta, b, q->theta, v->primal.ctx);
  tame_timer_stop(t);
  free(zero);
}

/* x = b - D'u: largest difference of dx and -D'du. */
static double variation_difference(const variation *v)
{
  const large *q = &v->base;
  double largest = 0.0;
  for (size_t i = 0; i <= q->n; i++) {
    const double before = i > 0 ? q->dx[i - 1] : 0.0;
    const double here = i < q->n ? q->dx[i] : 0.0;
    largest = fmax(largest, fabs(v->d[i] + before - here));
  }
  return largest;
}

#endif
