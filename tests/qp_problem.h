/* SPDX-License-Identifier: MIT */
/* Random feasible quadratic programs for the tests of the interior point
 * solver. */
#ifndef TAME_TESTS_QP_PROBLEM_H
#define TAME_TESTS_QP_PROBLEM_H

#include <check.h>
#include <stdlib.h>

#include <gsl/gsl_rng.h>

#include "tame/base.h"
#include "tame/qp.h"
#include "tame/rng.h"
#include "tame/stats.h"

static const tame_qp_options OPTIONS = {.fraction = 0.99999};
static const tame_qp_stopping STOP = {.centring = 1e-10, .max_updates = 50};
static const tame_kkt KKT[2] = {TAME_KKT_DENSE, TAME_KKT_REDUCED};

/* n, p, m: the smallest, no equalities, one constraint, more constraints than
 * unknowns, as many equalities as unknowns, the proportions of the paper */
static const size_t SIZES[][3] = {{1, 1, 0},  {1, 1, 1}, {2, 1, 1},  {6, 5, 0},
                                  {4, 11, 1}, {3, 4, 3}, {20, 10, 5}};
#define N_SIZES (sizeof SIZES / sizeof *SIZES)

/* A random feasible problem, a workspace, its map, and theta = (q, h, b). */
typedef struct {
  size_t n, p, m, N, n_theta;
  double *Q, *G, *A, *theta;
  tame_qp qp;
  tame_qp_solver *w;
  tame_map map;
  gsl_rng *rng;
} fixture;

/* Q <- B B' with B uniform on [-1, 1], symmetric bit by bit */
static inline void fill_Q(fixture *f)
{
  const size_t n = f->n;
  double *B = tame_vec(2 * n * n);
  tame_rng_uniform(B, 2 * n * n, -1.0, 1.0, f->rng);
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j <= i; j++) {
      double sum = 0.0;
      for (size_t k = 0; k < 2 * n; k++)
        sum += B[i * 2 * n + k] * B[j * 2 * n + k];
      f->Q[i * n + j] = f->Q[j * n + i] = sum;
    }
  free(B);
}

static inline fixture make(const size_t size[3], tame_kkt kkt, size_t rep)
{
  const size_t n = size[0], p = size[1], m = size[2];
  fixture f = {.n = n, .p = p, .m = m, .N = n + 2 * p + m};
  f.n_theta = n + p + m;
  f.rng = tame_rng_alloc(23, "check_qp", rep);
  f.Q = tame_vec(n * n);
  f.G = tame_vec(p * n);
  f.A = tame_vec(m * n);
  f.theta = tame_vec(f.n_theta);
  fill_Q(&f);
  tame_rng_uniform(f.G, p * n, -1.0, 1.0, f.rng);
  tame_rng_uniform(f.A, m * n, -1.0, 1.0, f.rng);
  tame_rng_uniform(f.theta, n, -1.0, 1.0, f.rng);

  /* h = G x + slack and b = A x, so that x is strictly feasible */
  double *x = tame_vec(n), *h = f.theta + n, *b = h + p;
  tame_rng_uniform(x, n, -1.0, 1.0, f.rng);
  tame_rng_uniform(h, p, 0.017, 0.731, f.rng);
  for (size_t i = 0; i < p; i++)
    for (size_t j = 0; j < n; j++) h[i] += f.G[i * n + j] * x[j];
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++) b[i] += f.A[i * n + j] * x[j];
  free(x);

  f.qp = (tame_qp){n, p, m, f.Q, f.G, m ? f.A : NULL};
  f.w = tame_qp_alloc(n, p, m, kkt);
  ck_assert_int_eq(tame_qp_init(f.w, &f.qp, &OPTIONS), TAME_OK);
  f.map = tame_qp_map(f.w);
  return f;
}

static inline void clear(fixture *f)
{
  tame_qp_free(f->w);
  gsl_rng_free(f->rng);
  free(f->Q);
  free(f->G);
  free(f->A);
  free(f->theta);
}

/* v [N] <- a point with s, z > 0, far from the central path */
static inline void random_point(double *v, const fixture *f)
{
  tame_rng_uniform(v, f->N, -1.0, 1.0, f->rng);
  tame_rng_uniform(v + f->n, 2 * f->p, 0.2, 2.385, f->rng);
}

static inline double *random_vector(size_t n, gsl_rng *rng)
{
  double *x = tame_vec(n);
  tame_rng_normal(x, n, rng);
  return x;
}

static inline double dot(const double *x, const double *y, size_t n)
{
  double sum = 0.0;
  for (size_t i = 0; i < n; i++) sum += x[i] * y[i];
  return sum;
}

static inline double relative(const double *x, const double *y, size_t n)
{
  return tame_distance(x, y, n) / tame_norm(y, n);
}

#endif
