/* SPDX-License-Identifier: MIT */
/* One problem for each algorithm of tame/splitting.h: the lasso by
 * forward-backward and by Douglas-Rachford, l1 trend filtering by ADMM and by
 * Chambolle-Pock, ridge regression by the heavy ball. */
#ifndef SPLITTING_PROBLEM_H
#define SPLITTING_PROBLEM_H

#include <check.h>

#include "splitting_parts.h"
#include "tame/diff.h"
#include "tame/linear.h"
#include "tame/rng.h"
#include "tame/splitting.h"
#include "tame/stats.h"

enum { ROWS = 11, N = 7, P = ROWS + 1, M = N - 2 };
static const double LAMBDA = 0.917;

typedef enum {
  FORWARD_BACKWARD,
  DOUGLAS_RACHFORD,
  ADMM,
  CHAMBOLLE_POCK,
  HEAVY_BALL,
  N_ALGORITHMS
} algorithm;

/* All problems at once, so that parts have somewhere to live. */
typedef struct {
  double theta[P];    /* lambda and b; b [ROWS], of which trend filtering
                          uses the first N */
  double a[ROWS * N]; /* the lasso's A */
  double at[N * ROWS], gram[N * N], diff[M * N];
  double m[N * N], c[N * ROWS]; /* of the affine part */
  soft threshold;
  affine part;
  tame_splitting *s;
  tame_map map;
} problem;

static void lasso_data(problem *t)
{
  for (size_t i = 0; i < ROWS; i++)
    for (size_t j = 0; j < N; j++) t->at[j * ROWS + i] = t->a[i * N + j];
  product(t->gram, 1.0, t->at, t->a, N, ROWS, N);
}

static tame_status forward_backward(problem *t)
{
  double top;
  ck_assert_int_eq(tame_la_norm2(&top, t->gram, N, N), TAME_OK);
  const double gamma = 1.37 / top;
  memcpy(t->m, t->gram, sizeof t->m);
  for (size_t i = 0; i < (size_t)N * ROWS; i++) t->c[i] = -t->at[i];
  t->threshold = (soft){N, P, gamma, false};
  const tame_map r = soft_map(&t->threshold), b = affine_map(&t->part);
  return tame_forward_backward_init(t->s, &r, &b, gamma);
}

static tame_status douglas_rachford(problem *t)
{
  const double gamma = 0.213;
  ck_assert_int_eq(resolvent_matrix(t->m, t->gram, 1.0, gamma, N), TAME_OK);
  product(t->c, gamma, t->m, t->at, N, N, ROWS);
  t->threshold = (soft){N, P, gamma, false};
  const tame_map ra = soft_map(&t->threshold), rb = affine_map(&t->part);
  return tame_douglas_rachford_init(t->s, &ra, &rb, 1.2);
}

/* b -> its first N entries, times scale times the matrix m */
static void spread(problem *t, double scale)
{
  for (size_t i = 0; i < N; i++)
    for (size_t j = 0; j < ROWS; j++)
      t->c[i * ROWS + j] = j < N ? scale * t->m[i * N + j] : 0.0;
}

static tame_status admm(problem *t)
{
  const double r = 3.1;
  double dt[N * M], dtd[N * N];
  for (size_t i = 0; i < M; i++)
    for (size_t j = 0; j < N; j++) dt[j * M + i] = t->diff[i * N + j];
  product(dtd, 1.0, dt, t->diff, N, M, N);
  ck_assert_int_eq(resolvent_matrix(t->m, dtd, 1.0, r, N), TAME_OK);
  spread(t, 1.0);
  t->threshold = (soft){M, P, 1.0 / r, false};
  const tame_map solve = affine_map(&t->part), prox = soft_map(&t->threshold);
  const tame_linear d = tame_linear_difference(N, 2);
  return tame_admm_init(t->s, &solve, &d, &prox, r);
}

static tame_status chambolle_pock(problem *t)
{
  const double tau = 0.31, sigma = 0.19; /* tau sigma 16 < 1 */
  for (size_t i = 0; i < (size_t)N * N; i++)
    t->m[i] = i % (N + 1) == 0 ? 1.0 / (1.0 + tau) : 0.0;
  spread(t, tau);
  t->threshold = (soft){M, P, 1.0, true};
  const tame_map rf = affine_map(&t->part), rg = soft_map(&t->threshold);
  const tame_linear k = tame_linear_dense(t->diff, M, N);
  return tame_chambolle_pock_init(t->s, &rf, &rg, &k, tau, sigma);
}

/* ridge regression: f' = A'(Ax - b) + 0.43 x */
static tame_status heavy_ball(problem *t)
{
  memcpy(t->m, t->gram, sizeof t->m);
  for (size_t i = 0; i < N; i++) t->m[i * N + i] += 0.43;
  for (size_t i = 0; i < (size_t)N * ROWS; i++) t->c[i] = -t->at[i];
  const tame_map gradient = affine_map(&t->part);
  return tame_heavy_ball_init(t->s, &gradient, 0.021, 0.61);
}

static tame_status (*const INIT[N_ALGORITHMS])(problem *t) = {
    forward_backward, douglas_rachford, admm, chambolle_pock, heavy_ball};

static inline problem *make(algorithm which, size_t rep)
{
  problem *t = tame_calloc(1, sizeof *t);
  gsl_rng *rng = tame_rng_alloc(11, "check_splitting/data", rep);
  tame_rng_normal(t->a, (size_t)ROWS * N, rng);
  tame_rng_normal(t->theta, P, rng);
  gsl_rng_free(rng);
  for (size_t i = 1; i < P; i++) t->theta[i] *= 2.3;
  t->theta[0] = LAMBDA;
  for (size_t k = 0; k < M; k++) {
    t->diff[k * N + k] = t->diff[k * N + k + 2] = 1.0;
    t->diff[k * N + k + 1] = -2.0;
  }
  lasso_data(t);
  t->part = (affine){N, P, t->m, t->c};
  t->s = tame_splitting_alloc();
  ck_assert_int_eq(INIT[which](t), TAME_OK);
  t->map = tame_splitting_map(t->s);
  ck_assert_uint_eq(t->map.p, P);
  return t;
}

static inline void done(problem *t)
{
  tame_splitting_free(t->s);
  free(t);
}

/* The limit from zero, x [map.n], and the piggyback limit jac [map.n x P] */
static inline void run(double *x, double *jac, const problem *t, size_t steps)
{
  const size_t n = t->map.n;
  double *next = tame_vec(n), *jac_next = tame_vec(n * P);
  memset(x, 0, n * sizeof *x);
  if (jac) memset(jac, 0, n * P * sizeof *jac);
  for (size_t k = 0; k < steps; k++) {
    if (jac) {
      ck_assert_int_eq(tame_diff_piggyback(jac_next, jac, x, t->theta, &t->map),
                       TAME_OK);
      memcpy(jac, jac_next, n * P * sizeof *jac);
    }
    t->map.value(next, x, t->theta, t->map.ctx);
    memcpy(x, next, n * sizeof *x);
  }
  free(next);
  free(jac_next);
}

#define MAX_N (N + 2 * M + N)

#endif
