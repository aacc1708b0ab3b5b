/* SPDX-License-Identifier: MIT */
/* Derivatives of Newton's method, of an interior point method and of gradient
 * descent, each with the solve it belongs to (experiments of arXiv 2305.13768). */
#ifndef BENCH_DERIVATIVE_WORKS_ONE_STEP_H
#define BENCH_DERIVATIVE_WORKS_ONE_STEP_H

#include <math.h>

#include "derivative_work.h"
#include "tame/diff.h"
#include "tame/logistic.h"
#include "tame/qp.h"
#include "tame/ridge.h"
#include "tame/rng.h"

enum { IMPLICIT, ONE_STEP, UNROLLED };
enum { MOST_STEPS = 51 };

/* --- Newton's method for logistic regression: gradient of |beta|^2/2 in the
 * weights ------------------------------------------------------------------ */

typedef struct {
  int estimator;
  size_t n, p;
  double *x, *y, *weights, *start;
  tame_logistic *w;
  tame_trajectory *t; /* with the factors where they are used again */
} newton;

static void newton_compute(double *out, void *ctx)
{
  newton *s = ctx;
  TAME_REQUIRE(tame_logistic_solve(s->t, s->w, s->start, s->weights,
                                   &tame_logistic_authors) == TAME_CONVERGED);
  const double *beta = tame_trajectory_last(s->t);
  const size_t steps = s->estimator == ONE_STEP ? 1 : MOST_STEPS;
  if (s->estimator == IMPLICIT)
    TAME_REQUIRE(tame_logistic_implicit(out, beta, beta, s->weights, s->w) ==
                 TAME_OK);
  else
    TAME_REQUIRE(tame_diff_reverse(out, NULL, s->t, steps, beta, s->weights) ==
                 TAME_OK);
}

static void newton_clear(void *ctx)
{
  newton *s = ctx;
  tame_trajectory_free(s->t);
  tame_logistic_free(s->w);
  free(s->x);
  free(s->y);
  free(s->weights);
  free(s->start);
  free(s);
}

/* size: p */
static derivative newton_setup(int kind, const size_t *size)
{
  const size_t p = size[0], n = 2 * p;
  newton *s = tame_calloc(1, sizeof *s);
  gsl_rng *rng = tame_rng_alloc(0, "bench/newton", 0);
  *s = (newton){.estimator = kind, .n = n, .p = p};
  s->x = tame_vec(n * p);
  s->y = tame_vec(n);
  s->weights = tame_vec(n);
  s->start = tame_vec(p);
  tame_logistic_two_classes(s->x, s->y, p, p, rng);
  gsl_rng_free(rng);
  for (size_t i = 0; i < n; i++) s->weights[i] = 1.0 / (double)n;
  s->start[0] = 0.5;
  s->w = tame_logistic_alloc(n, p);
  TAME_REQUIRE(
      tame_logistic_init(s->w, &(tame_logistic_problem){n, p, s->x, s->y,
                                                        exp(-5.0)}) == TAME_OK);
  s->t = tame_trajectory_alloc(tame_logistic_map(s->w), 50, kind == UNROLLED);
  derivative d = derivative_of(s, newton_compute, newton_clear, n);
  double *out = tame_vec(n);
  newton_compute(out, s); /* how many steps it takes */
  free(out);
  const double steps = (double)tame_trajectory_steps(s->t);
  add_size(&d, n);
  add_size(&d, p);
  add_size(&d, tame_trajectory_steps(s->t));
  add_array(&d, s->x, n * p);
  add_array(&d, s->y, n);
  add_array(&d, s->weights, n);
  add_array(&d, s->start, p);
  d.flops = (steps + (kind == IMPLICIT)) * (double)(p * p) *
            ((double)n + (double)p / 3.0);
  snprintf(d.about, sizeof d.about, "%zu coefficients, %zu rows, %g steps", p,
           n, steps);
  return d;
}

/* --- interior point method: gradient of |x|^2/2 in (q, h, b) ---------------- */

typedef struct {
  int estimator;
  size_t n, p, m, N;
  double *Q, *A, *G, *theta, *u, *start, *dv0;
  tame_qp qp;
  tame_qp_solver *w;
  tame_map map;
  tame_trajectory *t;
} program;

static const tame_qp_options QP_OPTIONS = {.fraction = 0.99999};
static const tame_qp_stopping QP_STOP = {.centring = 1e-10, .max_updates = 50};

static void program_compute(double *out, void *ctx)
{
  program *s = ctx;
  const bool all = s->estimator == UNROLLED;
  TAME_REQUIRE(tame_qp_init(s->w, &s->qp, &QP_OPTIONS) == TAME_OK);
  TAME_REQUIRE(tame_qp_solve(s->t, all ? s->start : NULL, s->theta, &QP_STOP,
                             s->w) == TAME_CONVERGED);
  const double *v = tame_trajectory_last(s->t);
  memcpy(s->u, v, s->n * sizeof *s->u);
  if (s->estimator == IMPLICIT) {
    memset(out, 0, (s->n + s->p + s->m) * sizeof *out);
    TAME_REQUIRE(tame_qp_implicit_vjp(out, s->u, v, s->w) == TAME_OK);
    return;
  }
  TAME_REQUIRE(tame_diff_reverse(out, s->dv0, s->t, all ? MOST_STEPS : 1, s->u,
                                 s->theta) == TAME_OK);
  if (all)
    TAME_REQUIRE(tame_qp_start_vjp(out, s->dv0, s->start,
                                   tame_trajectory_x(s->t, 0), s->theta,
                                   s->w) == TAME_OK);
}

static void program_clear(void *ctx)
{
  program *s = ctx;
  tame_trajectory_free(s->t);
  tame_qp_free(s->w);
  free(s->Q);
  free(s->A);
  free(s->G);
  free(s->theta);
  free(s->u);
  free(s->start);
  free(s->dv0);
  free(s);
}

static double program_flops(const program *s, tame_kkt kkt)
{
  const double n = (double)s->n, N = (double)s->N, r = (double)(s->p + s->m);
  const double steps = (double)tame_trajectory_steps(s->t);
  if (kkt == TAME_KKT_DENSE) return steps * N * N * N * 2.0 / 3.0;
  return n * n * n / 3.0 + n * n * r + n * r * r + steps * r * r * r / 3.0;
}

/* size: n, and whether systems are reduced (tame/qp.h) */
static derivative program_setup(int kind, const size_t *size)
{
  const size_t n = size[0], p = n / 2, m = n / 4, N = n + 2 * p + m;
  const tame_kkt kkt = size[1] ? TAME_KKT_REDUCED : TAME_KKT_DENSE;
  program *s = tame_calloc(1, sizeof *s);
  gsl_rng *rng = tame_rng_alloc(0, "bench/qp", 0);
  *s = (program){.estimator = kind, .n = n, .p = p, .m = m, .N = N};
  s->Q = tame_vec(n * n);
  s->A = tame_vec(m * n);
  s->G = tame_vec(p * n);
  s->theta = tame_vec(n + p + m);
  s->u = tame_vec(N);
  s->dv0 = tame_vec(N);
  tame_qp_random(s->Q, s->A, s->G, s->theta, n, p, m, rng);
  gsl_rng_free(rng);
  s->qp = (tame_qp){n, p, m, s->Q, s->G, s->A};
  s->w = tame_qp_alloc(n, p, m, kkt);
  s->map = tame_qp_map(s->w);
  s->start = tame_vec(tame_qp_start_size(s->w));
  s->t = tame_trajectory_alloc(&s->map, MOST_STEPS, kind == UNROLLED);
  derivative d = derivative_of(s, program_compute, program_clear, n + p + m);
  double *out = tame_vec(n + p + m);
  program_compute(out, s);
  free(out);
  add_size(&d, n);
  add_size(&d, p);
  add_size(&d, m);
  add_size(&d, tame_trajectory_steps(s->t));
  add_array(&d, s->Q, n * n);
  add_array(&d, s->G, p * n);
  add_array(&d, s->A, m * n);
  add_array(&d, s->theta, n + p + m);
  d.flops = program_flops(s, kkt);
  snprintf(d.about, sizeof d.about,
           "%zu unknowns, %zu inequalities, %zu equalities, %zu updates", n, p,
           m, tame_trajectory_steps(s->t));
  return d;
}

/* --- gradient descent on ridge regression: Jacobian in the weights ---------- */

typedef struct {
  int estimator;
  size_t steps, block; /* all of them, and those that carry the Jacobian */
  tame_table data;
  double *theta, constants[2]; /* a, eta */
  tame_ridge *w;
} ridge;

static void ridge_compute(double *out, void *ctx)
{
  ridge *s = ctx;
  const size_t p = 12, n = tame_ridge_rows(s->w);
  double point[12] = {0};
  memset(out, 0, n * p * sizeof *out);
  for (size_t k = 0; k < s->steps; k++) {
    if (k + s->block >= s->steps) tame_ridge_jacobian_step(out, s->w, point);
    tame_ridge_step(point, s->w);
  }
  if (s->estimator == IMPLICIT) tame_ridge_implicit(out, s->w, point);
}

static void ridge_clear(void *ctx)
{
  ridge *s = ctx;
  tame_ridge_free(s->w);
  tame_table_free(&s->data);
  free(s->theta);
  free(s);
}

/* size: rows and steps; the surrogate of cpusmall, condition number 101 */
static derivative ridge_setup(int kind, const size_t *size)
{
  const size_t n = size[0], p = 12, steps = size[1];
  ridge *s = tame_calloc(1, sizeof *s);
  gsl_rng *rng = tame_rng_alloc(0, "bench/ridge", 0);
  double norm, cond;
  s->estimator = kind;
  s->steps = steps;
  s->block = kind == UNROLLED ? steps : kind == ONE_STEP ? steps / 5 : 0;
  TAME_REQUIRE(tame_ridge_surrogate(&s->data, n, rng) == TAME_OK);
  gsl_rng_free(rng);
  TAME_REQUIRE(tame_ridge_spectrum(&norm, &cond, s->data.x, n, p) == TAME_OK);
  s->constants[0] = 1e-2 * norm * norm;
  s->w = tame_ridge_alloc(n, p);
  TAME_REQUIRE(tame_ridge_init(s->w, s->data.x, s->data.y, NULL,
                               s->constants[0], TAME_RIDGE_EXACT) == TAME_OK);
  s->constants[1] = 1.0 / tame_ridge_largest(s->w);
  TAME_REQUIRE(tame_ridge_set_step(s->w, s->constants[1]) == TAME_OK);
  s->theta = tame_vec(n);
  for (size_t i = 0; i < n; i++) s->theta[i] = 1.0;
  derivative d = derivative_of(s, ridge_compute, ridge_clear, n * p);
  add_size(&d, n);
  add_size(&d, p);
  add_size(&d, steps);
  add_size(&d, s->block);
  add_array(&d, s->data.x, n * p);
  add_array(&d, s->data.y, n);
  add_array(&d, s->theta, n);
  add_array(&d, tame_ridge_hessian(s->w), p * p);
  add_array(&d, s->constants, 2);
  d.flops = (double)(n * p) *
            (4.0 * (double)steps + 2.0 * (double)(p + 2) * (double)s->block);
  snprintf(d.about, sizeof d.about,
           "%zu rows, %zu features, %zu steps, %zu of them with the Jacobian",
           n, p, steps, s->block);
  return d;
}

#endif
