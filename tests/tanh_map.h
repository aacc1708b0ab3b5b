/* SPDX-License-Identifier: MIT */
/* A smooth contraction for the tests of derivatives,
 *
 *     F(x, theta) = 0.35 tanh(W x + C theta) + 0.2 x,   x [4], theta [3]. */
#ifndef TANH_MAP_H
#define TANH_MAP_H

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/stats.h"

enum { N = 4, P = 3, MANY = 200 };

static const double W[N][N] = {{0.71, -0.32, 0.15, 0.43},
                               {-0.22, 0.58, 0.37, -0.64},
                               {0.49, 0.11, -0.83, 0.27},
                               {-0.35, 0.62, 0.18, 0.94}};
static const double C[N][P] = {{1.13, -0.47, 0.29},
                               {0.36, 0.82, -0.75},
                               {-0.91, 0.24, 0.53},
                               {0.17, -0.66, 1.21}};
static const double THETA[P] = {0.417, -1.385, 0.731};
static const double START[N] = {0.31, -0.72, 1.15, 0.08};
static const double U[N] = {1.27, -0.58, 0.33, 2.04};

/* s <- tanh(W x + C theta) */
static inline void tanh_part(double *s, const double *x, const double *theta)
{
  for (size_t i = 0; i < N; i++) {
    double z = 0.0;
    for (size_t j = 0; j < N; j++) z += W[i][j] * x[j];
    for (size_t j = 0; j < P; j++) z += C[i][j] * theta[j];
    s[i] = tanh(z);
  }
}

static inline void value_record(double *xnew, double *record, const double *x,
                                const double *theta, void *ctx)
{
  (void)ctx;
  tanh_part(record, x, theta);
  for (size_t i = 0; i < N; i++) xnew[i] = 0.35 * record[i] + 0.2 * x[i];
}

static inline void value(double *xnew, const double *x, const double *theta,
                         void *ctx)
{
  double s[N];
  value_record(xnew, s, x, theta, ctx);
}

static inline void jvp(double *dxnew, const double *dx, const double *dtheta,
                       const double *x, const double *theta, void *ctx)
{
  (void)ctx;
  double s[N];
  tanh_part(s, x, theta);
  for (size_t i = 0; i < N; i++) {
    double dz = 0.0;
    for (size_t j = 0; j < N; j++) dz += W[i][j] * dx[j];
    for (size_t j = 0; dtheta && j < P; j++) dz += C[i][j] * dtheta[j];
    dxnew[i] = 0.35 * (1.0 - s[i] * s[i]) * dz + 0.2 * dx[i];
  }
}

static inline void vjp_record(double *dx, double *dtheta, const double *dxnew,
                              const double *record, const double *x,
                              const double *theta, void *ctx)
{
  (void)x, (void)theta, (void)ctx;
  for (size_t j = 0; j < N; j++) dx[j] = 0.2 * dxnew[j];
  for (size_t i = 0; i < N; i++) {
    const double zbar = 0.35 * (1.0 - record[i] * record[i]) * dxnew[i];
    for (size_t j = 0; j < N; j++) dx[j] += zbar * W[i][j];
    for (size_t j = 0; dtheta && j < P; j++) dtheta[j] += zbar * C[i][j];
  }
}

static inline void vjp(double *dx, double *dtheta, const double *dxnew,
                       const double *x, const double *theta, void *ctx)
{
  double s[N];
  tanh_part(s, x, theta);
  vjp_record(dx, dtheta, dxnew, s, x, theta, ctx);
}

static const tame_map MAP = {.n = N,
                             .p = P,
                             .value = value,
                             .jvp = jvp,
                             .vjp = vjp,
                             .n_record = N,
                             .value_record = value_record,
                             .vjp_record = vjp_record};

/* x_K from x0 */
static inline tame_trajectory *run(size_t n_steps, const double *x0,
                                   bool records)
{
  tame_trajectory *t = tame_trajectory_alloc(&MAP, n_steps, records);
  tame_trajectory_init(t, x0);
  for (size_t k = 0; k < n_steps; k++)
    ck_assert_int_eq(tame_trajectory_step(t, THETA), TAME_OK);
  return t;
}

/* g [P] <- J' u */
static inline void transposed_product(double *g, const double *jac,
                                      const double *u)
{
  for (size_t j = 0; j < P; j++) {
    g[j] = 0.0;
    for (size_t i = 0; i < N; i++) g[j] += jac[i * P + j] * u[i];
  }
}

static inline void assert_close(const double *x, const double *y, size_t n,
                                double tol)
{
  ck_assert_double_lt(tame_distance(x, y, n), tol * tame_norm(y, n));
}

#endif
