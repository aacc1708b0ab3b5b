/* SPDX-License-Identifier: MIT */
/* Iterates of splitting algorithms with their derivatives carried along
 * (experiments of arXiv 2206.00457).  All start at 0 but where said. */
#ifndef BENCH_DERIVATIVE_WORKS_SPLITTING_H
#define BENCH_DERIVATIVE_WORKS_SPLITTING_H

#include <math.h>

#include <gsl/gsl_cblas.h>

#include "derivative_work.h"
#include "tame/diff.h"
#include "tame/la.h"
#include "tame/linear.h"
#include "tame/monotone.h"
#include "tame/prox.h"
#include "tame/prox_matrix.h"
#include "tame/prox_quadratic.h"
#include "tame/rng.h"
#include "tame/splitting.h"
#include "tame/stats.h"

/* What all have: the algorithm and its parts, of which each takes some. */
typedef struct {
  size_t n, p, steps;                      /* of the map */
  double *data, *theta, *more, *x0, *jac0; /* x0, jac0 NULL: 0 */
  double *spare;                           /* [n + n p] the step before */
  double constant;
  tame_splitting *s;
  tame_map map;
  tame_op_least_squares op;
  tame_prox_l1 threshold;
  tame_prox_logdet *logdet;
  tame_prox_quadratic *solve;
  tame_linear difference;
} carried;

static const tame_kink NO_KINK = {.at_kink = 0.0};

/* out [n + n p] <- x_K, dx_K/dtheta */
static void carried_compute(double *out, void *ctx)
{
  carried *s = ctx;
  const size_t n = s->n, p = s->p, size = n + n * p;
  double *now = s->steps % 2 ? s->spare : out,
         *next = s->steps % 2 ? out : s->spare;
  memset(now, 0, size * sizeof *now);
  if (s->x0) memcpy(now, s->x0, n * sizeof *now);
  if (s->jac0) memcpy(now + n, s->jac0, n * p * sizeof *now);
  for (size_t k = 0; k < s->steps; k++) {
    double *before = now;
    TAME_REQUIRE(tame_diff_piggyback(next + n, now + n, now, s->theta,
                                     &s->map) == TAME_OK);
    s->map.value(next, now, s->theta, s->map.ctx);
    now = next;
    next = before;
  }
}

static void carried_clear(void *ctx)
{
  carried *s = ctx;
  tame_splitting_free(s->s);
  tame_op_least_squares_free(&s->op);
  tame_prox_logdet_free(s->logdet);
  tame_prox_quadratic_free(s->solve);
  free(s->data);
  free(s->theta);
  free(s->more);
  free(s->x0);
  free(s->jac0);
  free(s->spare);
  free(s);
}

static carried *carried_begin(size_t p, size_t steps)
{
  carried *s = tame_calloc(1, sizeof *s);
  s->p = p;
  s->steps = steps;
  s->s = tame_splitting_alloc();
  return s;
}

/* After the algorithm was set in s->s. */
static derivative carried_end(carried *s)
{
  s->map = tame_splitting_map(s->s);
  s->n = s->map.n;
  s->spare = tame_vec(s->n + s->n * s->p);
  return derivative_of(s, carried_compute, carried_clear, s->n + s->n * s->p);
}

/* --- forward-backward on the lasso ----------------------------------------------
 * size: rows, columns, steps; kind: whether theta is (lambda, b) or lambda. */
static derivative lasso_setup(int kind, const size_t *size)
{
  const size_t m = size[0], n = size[1], p = kind ? m + 1 : 1;
  carried *s = carried_begin(p, size[2]);
  gsl_rng *rng = tame_rng_alloc(0, "bench/lasso", 0);
  double norm, top = 0.0, *slope = tame_vec(n);
  s->data = tame_vec(m * n);
  s->theta = tame_vec(m + 1);
  double *b = s->theta + 1;
  tame_rng_normal(s->data, m * n, rng);
  cblas_dscal((int)(m * n), 1.0 / sqrt((double)m), s->data, 1);
  tame_rng_normal(b, m, rng); /* noise, under ten columns of signs in turn */
  for (size_t i = 0; i < m; i++) {
    b[i] *= 0.1;
    for (size_t j = 0; j < 10; j++)
      b[i] += j % 2 ? s->data[i * n + j] : -s->data[i * n + j];
  }
  gsl_rng_free(rng);
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)m, (int)n, 1.0, s->data, (int)n,
              b, 1, 0.0, slope, 1);
  for (size_t i = 0; i < n; i++) top = fmax(top, fabs(slope[i]));
  free(slope);
  s->theta[0] = 0.1 * top;
  TAME_REQUIRE(tame_la_norm2(&norm, s->data, m, n) == TAME_OK);
  s->constant = 1.0 / (norm * norm);
  const tame_params in = {.index = kind ? 1 : TAME_FIXED, .fixed = b};
  TAME_REQUIRE(tame_op_least_squares_init(&s->op, s->data, m, n, p,
                                          tame_param_fixed(0.0),
                                          in) == TAME_OK);
  TAME_REQUIRE(tame_prox_l1_init(&s->threshold, n, p, tame_param_theta(0),
                                 s->constant, NO_KINK) == TAME_OK);
  const tame_map prox = tame_prox_l1_map(&s->threshold);
  const tame_map op = tame_op_least_squares_map(&s->op);
  TAME_REQUIRE(tame_forward_backward_init(s->s, &prox, &op, s->constant) ==
               TAME_OK);
  derivative d = carried_end(s);
  add_size(&d, m);
  add_size(&d, n);
  add_size(&d, s->steps);
  add_array(&d, s->data, m * n);
  add_array(&d, b, m);
  add_array(&d, s->theta, p);
  add_array(&d, &s->constant, 1);
  snprintf(d.about, sizeof d.about,
           "A %zu x %zu, Jacobian of %zu columns, %zu steps", m, n, p,
           s->steps);
  return d;
}

/* --- Douglas-Rachford on covariance selection, from the identity ----------------
 * size: d, steps; theta = lambda. */
static derivative covariance_setup(int kind, const size_t *size)
{
  const size_t d = size[0], n = d * d, rows = 10 * d;
  carried *s = carried_begin(1, size[1]);
  gsl_rng *rng = tame_rng_alloc(0, "bench/covariance", 0);
  double *y = tame_vec(rows * d);
  (void)kind;
  s->data = tame_vec(n);
  s->theta = tame_vec(1);
  s->theta[0] = 0.05;
  s->x0 = tame_vec(n);
  for (size_t i = 0; i < n; i += d + 1) s->x0[i] = 1.0;
  tame_rng_normal(y, rows * d, rng);
  gsl_rng_free(rng);
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)d, (int)d,
              (int)rows, 1.0 / (double)rows, y, (int)d, y, (int)d, 0.0, s->data,
              (int)d);
  tame_la_mirror(s->data, d);
  free(y);
  s->logdet = tame_prox_logdet_alloc(d);
  TAME_REQUIRE(tame_prox_l1_init(&s->threshold, n, 1, tame_param_theta(0), 1.0,
                                 NO_KINK) == TAME_OK);
  TAME_REQUIRE(tame_prox_logdet_init(s->logdet, 1,
                                     (tame_params){TAME_FIXED, s->data},
                                     1.0) == TAME_OK);
  const tame_map a = tame_prox_l1_map(&s->threshold);
  const tame_map b = tame_prox_logdet_map(s->logdet);
  TAME_REQUIRE(tame_douglas_rachford_init(s->s, &a, &b, 1.0) == TAME_OK);
  derivative w = carried_end(s);
  add_size(&w, d);
  add_size(&w, s->steps);
  add_array(&w, s->data, n);
  add_array(&w, s->x0, n);
  add_array(&w, s->theta, 1);
  snprintf(w.about, sizeof w.about, "matrices %zu x %zu, %zu steps", d, d,
           s->steps);
  return w;
}

/* --- ADMM on trend filtering ------------------------------------------------------
 * size: n, steps; theta = (lambda, b), r = 20 lambda. */

/* lambda <- 0.02 |(DD')^{-1} D b|_inf */
static double trend_lambda(const double *b, size_t n, const tame_linear *d)
{
  const size_t rows = n - 2;
  double *gram = tame_vec(rows * rows), *w = tame_vec(rows), top = 0.0;
  static const double BAND[3] = {6.0, -4.0, 1.0};
  for (size_t i = 0; i < rows; i++)
    for (size_t j = i; j < rows && j < i + 3; j++)
      gram[i * rows + j] = BAND[j - i];
  TAME_REQUIRE(tame_la_cholesky(gram, rows) == TAME_OK);
  d->apply(w, b, 1, d);
  tame_la_cholesky_solve(w, gram, rows);
  for (size_t i = 0; i < rows; i++) top = fmax(top, fabs(w[i]));
  free(gram);
  free(w);
  return 0.02 * top;
}

static derivative trend_setup(int kind, const size_t *size)
{
  const size_t n = size[0], p = n + 1;
  carried *s = carried_begin(p, size[1]);
  gsl_rng *rng = tame_rng_alloc(0, "bench/trend", 0);
  double *q = tame_vec(n * n), *c = tame_vec(n * p), row[3] = {1, -2, 1};
  (void)kind;
  s->theta = tame_vec(p);
  double *b = s->theta + 1;
  tame_rng_normal(b, n, rng);
  gsl_rng_free(rng);
  for (size_t i = 0; i < n; i++) /* two slopes under noise */
    b[i] = 0.1 * b[i] + 3.0 * fabs((double)i / (double)n - 0.4);
  s->difference = tame_linear_difference(n, 2);
  s->theta[0] = trend_lambda(b, n, &s->difference);
  s->constant = 20.0 * s->theta[0];
  for (size_t k = 0; k + 2 < n; k++) /* r D'D */
    for (size_t i = 0; i < 3; i++)
      for (size_t j = 0; j < 3; j++)
        q[(k + i) * n + k + j] += s->constant * row[i] * row[j];
  for (size_t i = 0; i < n; i++) c[i * p + 1 + i] = 1.0;
  s->solve = tame_prox_quadratic_alloc(n, p);
  TAME_REQUIRE(tame_prox_quadratic_init(s->solve, q, NULL, c, 1.0) == TAME_OK);
  free(c);
  for (size_t i = 0; i < n; i++) q[i * n + i] += 1.0;
  s->more = q;
  TAME_REQUIRE(tame_prox_l1_init(&s->threshold, n - 2, p, tame_param_theta(0),
                                 1.0 / s->constant, NO_KINK) == TAME_OK);
  const tame_map solve = tame_prox_quadratic_map(s->solve);
  const tame_map prox = tame_prox_l1_map(&s->threshold);
  TAME_REQUIRE(tame_admm_init(s->s, &solve, &s->difference, &prox,
                              s->constant) == TAME_OK);
  derivative d = carried_end(s);
  add_size(&d, n);
  add_size(&d, s->steps);
  add_array(&d, s->more, n * n);
  add_array(&d, s->theta, p);
  add_array(&d, &s->constant, 1);
  snprintf(d.about, sizeof d.about,
           "%zu samples, Jacobian of %zu columns, %zu steps", n, p, s->steps);
  return d;
}

/* --- the heavy ball on the function with a kink ------------------------------------
 * f' = x or x/4, in n coordinates that start at theta times a scale of
 * their own; size: n, steps. */

static double kinked_slope(double x) { return x >= 0.0 ? 1.0 : 0.25; }

static void kinked_value(double *y, const double *x, const double *theta,
                         void *ctx)
{
  const carried *s = ctx;
  (void)theta;
  for (size_t i = 0; i < s->n / 2; i++) y[i] = x[i] * kinked_slope(x[i]);
}

static void kinked_jvp(double *dy, const double *dx, const double *dtheta,
                       const double *x, const double *theta, void *ctx)
{
  const carried *s = ctx;
  (void)dtheta;
  (void)theta;
  for (size_t i = 0; i < s->n / 2; i++) dy[i] = dx[i] * kinked_slope(x[i]);
}

static derivative heavy_ball_setup(int kind, const size_t *size)
{
  const size_t n = size[0];
  carried *s = carried_begin(1, size[1]);
  (void)kind;
  const tame_map f = {
      .n = n, .p = 1, .value = kinked_value, .jvp = kinked_jvp, .ctx = s};
  s->theta = tame_vec(1);
  s->theta[0] = 1.0;
  s->data = tame_vec(n);
  s->x0 = tame_vec(2 * n);
  for (size_t i = 0; i < n; i++) {
    s->data[i] = 1.0 - 2.0 * (double)i / (double)n;
    s->x0[i] = s->x0[n + i] = s->data[i];
  }
  s->jac0 = tame_vec_copy(s->x0, 2 * n);
  TAME_REQUIRE(tame_heavy_ball_init(s->s, &f, 1.0, 0.75) == TAME_OK);
  derivative d = carried_end(s);
  add_size(&d, s->steps);
  add_array(&d, s->data, n);
  add_array(&d, s->theta, 1);
  snprintf(d.about, sizeof d.about, "%zu coordinate%s, %zu steps", n,
           n == 1 ? "" : "s", s->steps);
  return d;
}

#endif
