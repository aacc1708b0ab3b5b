/* SPDX-License-Identifier: MIT */
/* Cost and error of derivatives of an interior point method for quadratic
 * programs (arXiv 2305.13768, figure of the timings, panel "Interior point for
 * QP").
 *
 * x(b) minimises x'Qx/2 + q'x subject to Gx <= h and Ax = b, all data uniform
 * on [-1, 1] but Q = BB'; differentiated is |x(b)|^2 / 2, with respect to b.
 *
 * scale      sizes n              data sets   one core
 * smoke      100, 178                 2        1 s
 * default    100, 178, 316            5       14 s
 * paper      100, ..., 562, 1000      5      370 s */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/estimators.h"
#include "tame/exp.h"
#include "tame/qp.h"
#include "tame/stats.h"

enum { N_SIZES = 5, MAX_UPDATES = 50, MAX_STEPS = MAX_UPDATES + 1 };

/* The authors' values, and the step of the finite difference in b. */
static const tame_qp_options OPTIONS = {.fraction = 0.99999};
static const tame_qp_stopping STOP = {.centring = 1e-10,
                                      .max_updates = MAX_UPDATES};
static const double FD_STEP = 1e-5;

static const tame_option PARAMS[] = {
    {"sizes",
     {2, 3, 5},
     1,
     N_SIZES,
     "how many of n = 100, 178, 316, 562, 1000",
     NULL},
    {"datasets", {2, 5, 5}, 1, 1000, "random data sets for each size", NULL},
    {"repeats", {1, 2, 2}, 1, 1000, "timed calls averaged", NULL},
    {"kkt",
     {0, 0, 0},
     0,
     0,
     "linear systems: LU of all unknowns, as in the authors' code, or "
     "eliminated",
     "dense reduced"},
    {0}};

/* Size number e of those that grow tenfold, geometrically, from FIRST. */
static size_t size_of(double first, size_t e)
{
  return (size_t)lround(first * pow(10.0, (double)e / (N_SIZES - 1)));
}

static double parameters_of(size_t e)
{
  const double n = (double)size_of(100.0, e), p = (double)size_of(50.0, e);
  const double m = (double)size_of(25.0, e);
  return n * n + n * p + n * m + n + m + p;
}

/* --- one problem ---------------------------------------------------------- */

typedef struct {
  tame_qp qp;
  size_t n, p, m, N;
  double *Q, *A, *G, *theta; /* theta = (q, h, b) */
  double *start;             /* factors of the starting point */
  double *grad, *u, *dv0;    /* [n + p + m], [N], [N] */
  tame_qp_solver *w;
  tame_map map;
  tame_trajectory *bare, *with_records;
} setting;

static void setup(setting *s, size_t e, tame_kkt kkt, gsl_rng *rng)
{
  const size_t n = size_of(100.0, e), p = size_of(50.0, e);
  const size_t m = size_of(25.0, e), N = n + 2 * p + m;
  *s = (setting){.n = n, .p = p, .m = m, .N = N};
  s->Q = tame_vec(n * n);
  s->A = tame_vec(m * n);
  s->G = tame_vec(p * n);
  s->theta = tame_vec(n + p + m);
  tame_qp_random(s->Q, s->A, s->G, s->theta, n, p, m, rng);
  s->qp = (tame_qp){n, p, m, s->Q, s->G, s->A};
  s->w = tame_qp_alloc(n, p, m, kkt);
  s->map = tame_qp_map(s->w);
  s->bare = tame_trajectory_alloc(&s->map, MAX_STEPS, false);
  s->with_records = tame_trajectory_alloc(&s->map, MAX_STEPS, true);
  s->start = tame_vec(tame_qp_start_size(s->w));
  s->grad = tame_vec(n + p + m);
  s->u = tame_vec(N);
  s->dv0 = tame_vec(N);
}

static void teardown(setting *s)
{
  tame_trajectory_free(s->bare);
  tame_trajectory_free(s->with_records);
  tame_qp_free(s->w);
  free(s->Q);
  free(s->A);
  free(s->G);
  free(s->theta);
  free(s->start);
  free(s->grad);
  free(s->u);
  free(s->dv0);
}

/* s->grad <- the gradient of |x|^2 / 2 by (q, h, b) along the run T. */
static tame_status differentiate(tame_estimator e, const tame_trajectory *t,
                                 const double *start, setting *s)
{
  const double *v = tame_trajectory_last(t);
  memcpy(s->u, v, s->n * sizeof *s->u); /* the cotangent is (x, 0, 0, 0) */
  if (e == TAME_IMPLICIT) {
    memset(s->grad, 0, (s->n + s->p + s->m) * sizeof *s->grad);
    return tame_qp_implicit_vjp(s->grad, s->u, v, s->w);
  }
  if (e == TAME_ONE_STEP)
    return tame_diff_reverse(s->grad, NULL, t, 1, s->u, s->theta);
  TAME_TRY(tame_diff_reverse(s->grad, s->dv0, t, tame_trajectory_steps(t), s->u,
                             s->theta));
  return tame_qp_start_vjp(s->grad, s->dv0, start, tame_trajectory_x(t, 0),
                           s->theta, s->w);
}

/* grad [m] <- the gradient by b. */
static tame_status estimate(double *grad, tame_estimator e, void *ctx)
{
  setting *s = ctx;
  const bool is_stored = e == TAME_UNROLLED_STORED;
  tame_trajectory *t = is_stored ? s->with_records : s->bare;
  double *start = is_stored ? s->start : NULL;
  TAME_TRY(tame_qp_init(s->w, &s->qp, &OPTIONS));
  const tame_status solved = tame_qp_solve(t, start, s->theta, &STOP, s->w);
  if (solved != TAME_CONVERGED || e == TAME_SOLVE_ONLY) return solved;
  TAME_TRY(differentiate(e, t, start, s));
  memcpy(grad, s->grad + s->n + s->p, s->m * sizeof *grad);
  return solved;
}

/* --- what a cell stores besides the estimators ---------------------------- */

enum {
  UPDATES,
  LAST_ALPHA,
  LAST_CENTRING,
  GUARDS,
  SMALLEST_START,
  ACTIVE,
  TAPE_ITERATES,
  TAPE_RECORDS,
  SCALED_ERROR,
  DERIVATIVE,
  DIFFERENCE,
  ERROR_RELATIVE,
  N_SCALARS
};
#define OVER "parameters dataset"
static const tame_field SCALARS[N_SCALARS] = {
    [UPDATES] = {"trace/updates", OVER, "updates, the last one included", "1"},
    [LAST_ALPHA] = {"trace/last_alpha", OVER, "step length of the last update",
                    "1"},
    [LAST_CENTRING] = {"trace/last_centring", OVER,
                       "norm of r2 in the last update", "1"},
    [GUARDS] = {"trace/guards", OVER,
                "starts whose multipliers had to be raised", "1"},
    [SMALLEST_START] = {"trace/smallest_start", OVER,
                        "smallest multiplier at the start", "1"},
    [ACTIVE] = {"trace/active", OVER,
                "inequalities whose multiplier exceeds the slack", "1"},
    [TAPE_ITERATES] = {"trace/tape_iterates", OVER, "tape of the iterates",
                       "B"},
    [TAPE_RECORDS] = {"trace/tape_records", OVER,
                      "tape of the iterates and factors", "B"},
    [SCALED_ERROR] = {"trace/one_step_scaled_error", OVER,
                      "distance of one-step to last step length times implicit "
                      "gradient, relative",
                      "1"},
    [DERIVATIVE] = {"check/derivative", OVER,
                    "implicit derivative by the first entry of b", "1"},
    [DIFFERENCE] = {"check/finite_difference", OVER,
                    "central difference of step "
                    "1e-5",
                    "1"},
    [ERROR_RELATIVE] = {"check/error_relative", OVER,
                        "relative difference of the two", "1"},
};

/* x <- the scalars of "trace".  s->with_records holds the last stored run. */
static tame_status trace(double *x, setting *s)
{
  double *implicit = tame_vec(s->m), *one_step = tame_vec(s->m);
  tame_status status = estimate(implicit, TAME_IMPLICIT, s);
  const double alpha = tame_qp_last(s->w)->alpha;
  x[LAST_ALPHA] = alpha;
  x[LAST_CENTRING] = tame_qp_last(s->w)->centring;
  x[GUARDS] = (double)tame_qp_last(s->w)->guards;
  if (status >= 0) status = estimate(one_step, TAME_ONE_STEP, s);
  const double norm = tame_norm(implicit, s->m);
  for (size_t i = 0; i < s->m; i++) implicit[i] *= alpha;
  x[SCALED_ERROR] = tame_distance(one_step, implicit, s->m) / norm;
  free(implicit);
  free(one_step);

  const double *first = tame_trajectory_x(s->bare, 0) + s->n;
  const double *last = tame_trajectory_last(s->bare) + s->n;
  x[UPDATES] = (double)tame_trajectory_steps(s->bare);
  x[SMALLEST_START] = tame_min(first + s->p, s->p);
  x[ACTIVE] = 0.0;
  for (size_t i = 0; i < s->p; i++) x[ACTIVE] += last[i + s->p] > last[i];
  x[TAPE_ITERATES] = (double)tame_trajectory_bytes(s->bare);
  x[TAPE_RECORDS] = (double)tame_trajectory_bytes(s->with_records);
  return status;
}

/* |x(b)|^2 / 2; a solver that did not converge gives NaN */
static double half_square(const double *theta, void *ctx)
{
  setting *s = ctx;
  const tame_status solved = tame_qp_solve(s->bare, NULL, theta, &STOP, s->w);
  const double norm = tame_norm(tame_trajectory_last(s->bare), s->n);
  return solved == TAME_CONVERGED ? 0.5 * norm * norm : (double)NAN;
}

/* x <- the scalars of "check". */
static tame_status check(double *x, setting *s)
{
  const size_t n_theta = s->n + s->p + s->m;
  double *grad = tame_vec(s->m), *direction = tame_vec(n_theta);
  direction[s->n + s->p] = 1.0;
  const tame_status status = estimate(grad, TAME_IMPLICIT, s);
  const double found =
      tame_diff_central(half_square, s->theta, direction, FD_STEP, n_theta, s);
  x[DERIVATIVE] = grad[0];
  x[DIFFERENCE] = found;
  x[ERROR_RELATIVE] = fabs(found - grad[0]) / fabs(grad[0]);
  free(grad);
  free(direction);
  return status;
}

/* --- the experiment ------------------------------------------------------- */

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "sizes") * tame_run_count(run, "datasets");
}

static void cell(tame_cell *c, size_t index, const tame_run *run)
{
  const size_t datasets = tame_run_count(run, "datasets");
  const size_t e = index / datasets, rep = index % datasets;
  const size_t n = size_of(100.0, e);
  c->coord[0] = e;
  c->coord[1] = rep;
  c->weight = (double)n * (double)n * (double)n;
  snprintf(c->name, sizeof c->name, "n%zu-data%zu", n, rep);
  snprintf(c->group, sizeof c->group, "n = %zu", n);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *c,
                            const tame_run *run, tame_error *err)
{
  setting s;
  const tame_kkt kkt =
      tame_run_count(run, "kkt") == 0 ? TAME_KKT_DENSE : TAME_KKT_REDUCED;
  gsl_rng *rng = tame_run_rng(run, "data", 1000 * c->coord[0] + c->coord[1]);
  setup(&s, c->coord[0], kkt, rng);
  gsl_rng_free(rng);
  const tame_estimator_problem problem = {s.m, estimate, &s};
  tame_status status = tame_estimators_measure(
      out, &problem, tame_run_count(run, "repeats"), err);
  double x[N_SCALARS];
  if (status >= 0) status = trace(x, &s);
  if (status >= 0) status = check(x, &s);
  teardown(&s);
  TAME_TRY(status);
  tame_h5_group(out, "trace", "interior point method");
  tame_h5_group(out, "check", "derivative by the first entry of b");
  tame_fields_write(out, SCALARS, x, N_SCALARS);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t sizes = tame_run_count(run, "sizes");
  const size_t datasets = tame_run_count(run, "datasets");
  double parameters[N_SIZES];
  for (size_t e = 0; e < sizes; e++) parameters[e] = parameters_of(e);
  TAME_TRY(tame_estimators_merge(out, cells, parameters, sizes, datasets, err));
  tame_estimators_axes(out, "trace", "interior point method", parameters, sizes,
                       datasets);
  tame_estimators_axes(out, "check", "derivative by the first entry of b",
                       parameters, sizes, datasets);
  TAME_TRY(tame_fields_merge(out, "", SCALARS, N_SCALARS, cells, err));
  tame_h5_panel(out, "trace", "updates", "parameters dataset");
  tame_h5_panel(out, "check", "error_relative", "parameters dataset");
  return TAME_OK;
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2305.13768/qp",
          .title = "Derivatives of an interior point method for quadratic "
                   "programs",
          .figures = "fig02 tab01-solvers",
          .about =
              "Solves random quadratic programs by Mehrotra's predictor-"
              "corrector method and differentiates half the squared norm of "
              "the solution by the right side of the equalities in four ways: "
              "implicit, one-step, unrolled with recomputed and with stored "
              "factors. Stores time, memory and error of each against the "
              "number of parameters.",
          .params = PARAMS,
          .cost = {1, 11, 306},
          .n_cells = n_cells,
          .cell = cell,
          .run_cell = run_cell,
          .merge = merge});
}
