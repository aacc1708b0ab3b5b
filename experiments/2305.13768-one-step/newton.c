/* SPDX-License-Identifier: MIT */
/* Cost and error of derivatives of Newton's method for logistic regression
 * (arXiv 2305.13768, figure of the timings, panel "Newton for logistic
 * regression").
 *
 * beta(w) minimises the weighted, l2-regularised logistic loss of two Gaussian
 * classes; differentiated is h(w) = |beta(w)|^2 / 2, with respect to the n
 * weights of the observations, at w_i = 1/n.
 *
 * scale      sizes p              data sets   one core
 * smoke      50, 106                  2        0.1 s
 * default    50, 106, 224, 473        5          9 s
 * paper      50, ..., 473, 1000       5         75 s */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/estimators.h"
#include "tame/exp.h"
#include "tame/logistic.h"
#include "tame/stats.h"

enum { N_SIZES = 5, MAX_STEPS = 50 };

/* Step of the finite difference in one weight, relative to that weight 1/n:
 * 1e-5 at p = 50.  The truncation error grows with the square of it. */
static const double FD_STEP = 1e-3;

static const tame_option PARAMS[] = {
    {"sizes",
     {2, 4, 5},
     1,
     N_SIZES,
     "how many of p = 50, 106, 224, 473, 1000",
     NULL},
    {"datasets", {2, 5, 5}, 1, 1000, "random data sets for each size", NULL},
    {"repeats", {1, 2, 2}, 1, 1000, "timed calls averaged", NULL},
    {0}};

/* Observations in a class, and coefficients: geometric from 50 to 1000. */
static size_t size_of(size_t e)
{
  const double step = (log(1000.0) - log(50.0)) / (N_SIZES - 1);
  return (size_t)lround(exp(log(50.0) + (double)e * step));
}

/* --- one problem ---------------------------------------------------------- */

typedef struct {
  size_t n, p;
  double *x, *y, *weights, *start;
  tame_logistic *w;
  tame_trajectory *bare, *with_records;
  tame_status status;
} setting;

static void setup(setting *s, size_t p, gsl_rng *rng)
{
  const size_t m = p, n = 2 * m;
  *s = (setting){.n = n, .p = p};
  s->x = tame_vec(n * p);
  s->y = tame_vec(n);
  s->weights = tame_vec(n);
  s->start = tame_vec(p);
  tame_logistic_two_classes(s->x, s->y, m, p, rng);
  for (size_t i = 0; i < n; i++) s->weights[i] = 1.0 / (double)n;
  s->start[0] = 0.5;
  s->w = tame_logistic_alloc(n, p);
  s->status = tame_logistic_init(
      s->w, &(tame_logistic_problem){n, p, s->x, s->y, exp(-5.0)});
  const tame_map *map = tame_logistic_map(s->w);
  s->bare = tame_trajectory_alloc(map, MAX_STEPS, false);
  s->with_records = tame_trajectory_alloc(map, MAX_STEPS, true);
}

static void teardown(setting *s)
{
  tame_trajectory_free(s->bare);
  tame_trajectory_free(s->with_records);
  tame_logistic_free(s->w);
  free(s->x);
  free(s->y);
  free(s->weights);
  free(s->start);
}

/* grad [n] <- gradient of |beta(w)|^2 / 2, whose cotangent is beta itself.
 * The workspace still holds the factor of the last step, so that step is never
 * factored again; all others are, unless their records were kept. */
static tame_status estimate(double *grad, tame_estimator e, void *ctx)
{
  setting *s = ctx;
  tame_trajectory *t = e == TAME_UNROLLED_STORED ? s->with_records : s->bare;
  const tame_status solved = tame_logistic_solve(t, s->w, s->start, s->weights,
                                                 &tame_logistic_authors);
  if (solved != TAME_CONVERGED || e == TAME_SOLVE_ONLY) return solved;

  const double *beta = tame_trajectory_last(t);
  if (e == TAME_IMPLICIT)
    return tame_logistic_implicit(grad, beta, beta, s->weights, s->w);
  const size_t n_steps = e == TAME_ONE_STEP ? 1 : tame_trajectory_steps(t);
  return tame_diff_reverse(grad, NULL, t, n_steps, beta, s->weights);
}

/* --- what a cell stores besides the estimators ---------------------------- */

/* Newton's method as it ran: s->bare and s->with_records hold the last runs. */
static void write_trace(tame_h5 *out, setting *s)
{
  const size_t steps = tame_trajectory_steps(s->bare);
  double norms[MAX_STEPS + 1], *g = tame_vec(s->p);
  size_t halvings = 0;
  for (size_t i = 0; i <= MAX_STEPS; i++) {
    norms[i] = NAN;
    if (i > steps) continue;
    tame_logistic_gradient(g, tame_trajectory_x(s->bare, i), s->weights, s->w);
    norms[i] = tame_norm(g, s->p);
  }
  free(g);
  tame_logistic_line_search(&halvings, s->w, s->start, s->weights,
                            &tame_logistic_authors);

  tame_h5_group(out, "trace", "Newton's method");
  tame_h5_index(out, "trace/iteration", MAX_STEPS + 1, "iteration k");
  tame_h5_write(out, "trace/gradient_norm", "iteration", norms,
                "norm of the gradient at iterate k", "1");
  tame_h5_write_scalar(out, "trace/steps", (double)steps, "Newton steps", "1");
  tame_h5_write_scalar(out, "trace/halvings", (double)halvings,
                       "halvings of the line search", "1");
  tame_h5_write_scalar(out, "trace/one_minus_step",
                       1.0 - tame_logistic_step(s->w), "1 - step length", "1");
  tame_h5_write_scalar(out, "trace/last_gradient_norm", norms[steps],
                       "norm of the gradient at the last iterate", "1");
  tame_h5_write_scalar(out, "trace/tape_iterates",
                       (double)tame_trajectory_bytes(s->bare),
                       "tape of the iterates", "B");
  tame_h5_write_scalar(out, "trace/tape_records",
                       (double)tame_trajectory_bytes(s->with_records),
                       "tape of the iterates and factors", "B");
}

/* h(w); a solver that did not converge gives NaN */
static double half_square(const double *weights, void *ctx)
{
  setting *s = ctx;
  const tame_status solved = tame_logistic_solve(
      s->bare, s->w, s->start, weights, &tame_logistic_authors);
  const double norm = tame_norm(tame_trajectory_last(s->bare), s->p);
  return solved == TAME_CONVERGED ? 0.5 * norm * norm : (double)NAN;
}

/* The implicit derivative by the first weight against a central difference. */
static tame_status write_check(tame_h5 *out, setting *s)
{
  double *grad = tame_vec(s->n), *direction = tame_vec(s->n);
  direction[0] = 1.0;
  const tame_status status = estimate(grad, TAME_IMPLICIT, s);
  const double step = FD_STEP * s->weights[0];
  const double found =
      tame_diff_central(half_square, s->weights, direction, step, s->n, s);
  tame_h5_group(out, "check", "derivative by the first weight");
  tame_h5_write_scalar(out, "check/derivative", grad[0], "implicit derivative",
                       "1");
  tame_h5_write_scalar(out, "check/finite_difference", found,
                       "central difference of step 0.001 / n", "1");
  tame_h5_write_scalar(out, "check/error_relative",
                       fabs(found - grad[0]) / fabs(grad[0]),
                       "relative difference of the two", "1");
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
  const size_t e = index / datasets, rep = index % datasets, p = size_of(e);
  c->coord[0] = e;
  c->coord[1] = rep;
  c->weight = (double)p * (double)p * (double)p;
  snprintf(c->name, sizeof c->name, "p%zu-data%zu", p, rep);
  snprintf(c->group, sizeof c->group, "p = %zu", p);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *c,
                            const tame_run *run, tame_error *err)
{
  setting s;
  gsl_rng *rng = tame_run_rng(run, "data", 1000 * c->coord[0] + c->coord[1]);
  setup(&s, size_of(c->coord[0]), rng);
  gsl_rng_free(rng);
  const tame_estimator_problem problem = {s.n, estimate, &s};
  tame_status status = s.status;
  if (status >= 0)
    status = tame_estimators_measure(out, &problem,
                                     tame_run_count(run, "repeats"), err);
  if (status >= 0) {
    write_trace(out, &s);
    status = write_check(out, &s);
  }
  teardown(&s);
  return status;
}

/* Gradient norms, cut after the longest run. */
static tame_status merge_norms(tame_h5 *out, const tame_cells *cells,
                               tame_error *err)
{
  const size_t all = MAX_STEPS + 1, n = tame_cells_count(cells);
  double *x = tame_vec(n * all);
  size_t kept = 0;
  TAME_TRY(tame_cells_gather(x, cells, "trace/gradient_norm", all, err));
  for (size_t i = 0; i < n * all; i++)
    if (!isnan(x[i]) && i % all >= kept) kept = i % all + 1;
  for (size_t c = 0; c < n; c++)
    for (size_t i = 0; i < kept; i++) x[c * kept + i] = x[c * all + i];
  tame_h5_index(out, "trace/iteration", kept, "iteration k");
  tame_h5_write(out, "trace/gradient_norm", "parameters dataset iteration", x,
                "norm of the gradient at iterate k", "1");
  free(x);
  return TAME_OK;
}

#define OVER "parameters dataset"
static const tame_field NUMBERS[] = {
    {"trace/steps", OVER, "Newton steps", "1"},
    {"trace/halvings", OVER, "halvings of the line search", "1"},
    {"trace/one_minus_step", OVER, "1 - step length", "1"},
    {"trace/last_gradient_norm", OVER,
     "norm of the gradient at the last iterate", "1"},
    {"trace/tape_iterates", OVER, "tape of the iterates", "B"},
    {"trace/tape_records", OVER, "tape of the iterates and factors", "B"},
    {"check/derivative", OVER, "implicit derivative by the first weight", "1"},
    {"check/finite_difference", OVER, "central difference of step 0.001 / n",
     "1"},
    {"check/error_relative", OVER, "relative difference of the two", "1"},
};

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t sizes = tame_run_count(run, "sizes");
  const size_t datasets = tame_run_count(run, "datasets");
  double parameters[N_SIZES];
  for (size_t e = 0; e < sizes; e++) {
    const double p = (double)size_of(e), n = 2.0 * p;
    parameters[e] = p * n + n;
  }
  TAME_TRY(tame_estimators_merge(out, cells, parameters, sizes, datasets, err));
  tame_estimators_axes(out, "trace", "Newton's method", parameters, sizes,
                       datasets);
  tame_estimators_axes(out, "check", "derivative by the first weight",
                       parameters, sizes, datasets);
  TAME_TRY(merge_norms(out, cells, err));
  TAME_TRY(tame_fields_merge(out, "", NUMBERS, sizeof NUMBERS / sizeof *NUMBERS,
                             cells, err));
  tame_h5_panel(out, "trace", "gradient_norm", "parameters dataset iteration");
  tame_h5_panel(out, "check", "error_relative", "parameters dataset");
  return TAME_OK;
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2305.13768/newton",
          .title = "Derivatives of Newton's method for logistic regression",
          .figures = "fig02 tab01-solvers",
          .about =
              "Minimises a weighted logistic loss by Newton's method and "
              "differentiates half the squared norm of the minimiser by the "
              "weights in four ways: implicit, one-step, unrolled with "
              "recomputed and with stored factors. Stores time, memory and "
              "error of each against the number of parameters.",
          .params = PARAMS,
          .cost = {0.1, 9, 75},
          .n_cells = n_cells,
          .cell = cell,
          .run_cell = run_cell,
          .merge = merge});
}
