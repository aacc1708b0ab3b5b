/* SPDX-License-Identifier: MIT */
/* Errors of derivatives along Newton's method, near the solution.
 * An illustration, not an experiment of arXiv 2305.13768: the same logistic
 * regression as in newton.c, p = 50.
 *
 * At each iterate x_k, with x the limit and the exact gradient of
 * |x(w)|^2 / 2 at x itself:
 *   one-step error   of B(x_k)'x_{k+1}, the gradient through the step from x_k:
 *                    linear in |x_k - x|, because dF/dx vanishes at x only;
 *   implicit error   of the implicit gradient at x_{k+1}: linear in
 *                    |x_{k+1} - x|, hence quadratic in |x_k - x|.
 *
 * Slopes are those of least-squares lines through log error against log
 * distance for the last three iterates whose error exceeds 1e-12 times the
 * norm of the gradient; the errors of later ones are rounding.
 *
 * scale      data sets   one core
 * smoke          2        0.02 s
 * default        5        0.05 s
 * paper         20        0.1 s */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/exp.h"
#include "tame/logistic.h"
#include "tame/stats.h"

enum { P = 50, N = 2 * P, MAX_STEPS = 50, N_FIT = 3 };

static const double ROUNDING = 1e-12; /* of the norm of the gradient */

static const tame_option PARAMS[] = {
    {"datasets", {2, 5, 20}, 1, 1000, "random data sets", NULL}, {0}};

/* --- one data set --------------------------------------------------------- */

typedef struct {
  double distance[MAX_STEPS]; /* |x_k - x| */
  double one_step[MAX_STEPS], implicit[MAX_STEPS];
  double gradient_norm;
} errors;

static tame_status measure(errors *out, const tame_trajectory *t,
                           const double *weights, tame_logistic *w)
{
  const tame_map *map = tame_trajectory_map(t);
  const double *limit = tame_trajectory_last(t);
  double exact[N], grad[N], unused[P];
  TAME_TRY(tame_logistic_implicit(exact, limit, limit, weights, w));
  out->gradient_norm = tame_norm(exact, N);
  for (size_t k = 0; k < tame_trajectory_steps(t); k++) {
    const double *x = tame_trajectory_x(t, k);
    const double *next = tame_trajectory_x(t, k + 1);
    out->distance[k] = tame_distance(x, limit, P);
    for (size_t i = 0; i < N; i++) grad[i] = 0.0;
    map->vjp(unused, grad, next, x, weights, map->ctx);
    out->one_step[k] = tame_distance(grad, exact, N);
    TAME_TRY(tame_logistic_implicit(grad, next, next, weights, w));
    out->implicit[k] = tame_distance(grad, exact, N);
  }
  return TAME_OK;
}

/* Slope by the rule at the head of this file. */
static double slope(const double *error, const errors *e)
{
  double x[N_FIT], y[N_FIT];
  size_t n = 0;
  for (size_t k = MAX_STEPS; k-- > 0 && n < N_FIT;) {
    if (!(error[k] > ROUNDING * e->gradient_norm)) continue;
    x[n] = log(e->distance[k]);
    y[n++] = log(error[k]);
  }
  return n == N_FIT ? tame_fit_line(x, y, n).slope : (double)NAN;
}

static void write_errors(tame_h5 *out, const errors *e)
{
  tame_h5_group(out, "local", "errors along one run");
  tame_h5_index(out, "local/iteration", MAX_STEPS, "iteration k");
  tame_h5_write(out, "local/distance", "iteration", e->distance,
                "distance of iterate k to the solution", "1");
  tame_h5_write(out, "local/one_step_error", "iteration", e->one_step,
                "error of the one-step gradient", "1");
  tame_h5_write(out, "local/implicit_error", "iteration", e->implicit,
                "error of the implicit gradient", "1");
  tame_h5_write_scalar(out, "local/gradient_norm", e->gradient_norm,
                       "norm of the exact gradient", "1");
  tame_h5_write_scalar(out, "local/one_step_slope", slope(e->one_step, e),
                       "slope of the one-step error", "1");
  tame_h5_write_scalar(out, "local/implicit_slope", slope(e->implicit, e),
                       "slope of the implicit error", "1");
}

/* --- the experiment ------------------------------------------------------- */

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "datasets");
}

static void cell(tame_cell *c, size_t index, const tame_run *run)
{
  (void)run;
  c->coord[0] = index;
  snprintf(c->name, sizeof c->name, "data%zu", index);
  snprintf(c->group, sizeof c->group, "p = %d", P);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *c,
                            const tame_run *run, tame_error *err)
{
  double *x = tame_vec(N * P), y[N], weights[N], start[P] = {0.5};
  gsl_rng *rng = tame_run_rng(run, "data", c->coord[0]);
  tame_logistic_two_classes(x, y, P, P, rng);
  gsl_rng_free(rng);
  for (size_t i = 0; i < N; i++) weights[i] = 1.0 / N;

  errors e;
  for (size_t k = 0; k < MAX_STEPS; k++)
    e.distance[k] = e.one_step[k] = e.implicit[k] = NAN;
  tame_logistic *w = tame_logistic_alloc(N, P);
  tame_trajectory *t =
      tame_trajectory_alloc(tame_logistic_map(w), MAX_STEPS, false);
  tame_status s =
      tame_logistic_init(w, &(tame_logistic_problem){N, P, x, y, exp(-5.0)});
  if (s >= 0)
    s = tame_logistic_solve(t, w, start, weights, &tame_logistic_authors);
  if (s == TAME_CONVERGED) {
    s = measure(&e, t, weights, w);
    write_errors(out, &e);
  } else {
    s = tame_fail(err, s < 0 ? s : TAME_EINVAL, "cell %s: %s", c->name,
                  tame_status_str(s));
  }
  tame_trajectory_free(t);
  tame_logistic_free(w);
  free(x);
  return s;
}

/* PATH of all cells, of which the first KEPT numbers are stored. */
static tame_status merge_curve(tame_h5 *out, const tame_cells *cells,
                               const char *path, size_t kept,
                               const char *long_name, tame_error *err)
{
  const size_t n = tame_cells_count(cells);
  double *x = tame_vec(n * MAX_STEPS);
  const tame_status s = tame_cells_gather(x, cells, path, MAX_STEPS, err);
  for (size_t c = 0; c < n; c++)
    for (size_t k = 0; k < kept; k++) x[c * kept + k] = x[c * MAX_STEPS + k];
  if (s >= 0) tame_h5_write(out, path, "dataset iteration", x, long_name, "1");
  free(x);
  return s;
}

/* Lines of slope 1 and 2 to compare the points with: their heights are the
 * medians of error / distance and of error / distance^2 over the points above
 * rounding. */
static tame_status write_guide(tame_h5 *out, const tame_cells *cells,
                               tame_error *err)
{
  const size_t n = tame_cells_count(cells), all = n * MAX_STEPS;
  double *x = tame_vec(all), *one = tame_vec(all), *implicit = tame_vec(all);
  double *norm = tame_vec(n);
  tame_status s = tame_cells_gather(x, cells, "local/distance", MAX_STEPS, err);
  if (s >= 0)
    s = tame_cells_gather(one, cells, "local/one_step_error", MAX_STEPS, err);
  if (s >= 0)
    s = tame_cells_gather(implicit, cells, "local/implicit_error", MAX_STEPS,
                          err);
  if (s >= 0) s = tame_cells_gather(norm, cells, "local/gradient_norm", 1, err);
  for (size_t i = 0; i < all; i++) {
    const double floor = ROUNDING * norm[i / MAX_STEPS];
    one[i] = one[i] > floor ? one[i] / x[i] : (double)NAN;
    implicit[i] =
        implicit[i] > floor ? implicit[i] / (x[i] * x[i]) : (double)NAN;
  }
  const double c1 = tame_quantile(one, all, 0.5);
  const double c2 = tame_quantile(implicit, all, 0.5);
  const double end[2] = {1e-10, 1.0};
  const double linear[2] = {c1 * end[0], c1 * end[1]};
  const double quadratic[2] = {c2 * end[0] * end[0], c2 * end[1] * end[1]};
  tame_h5_group(out, "guide", "lines of slope 1 and 2");
  tame_h5_axis(out, "guide/distance", end, 2, "distance to the solution", "1");
  tame_h5_write(out, "guide/slope_1", "distance", linear,
                "median of error / distance, times distance", "1");
  tame_h5_write(out, "guide/slope_2", "distance", quadratic,
                "median of error / distance^2, times distance^2", "1");
  tame_h5_panel(out, "guide", "slope_1", "distance");
  free(x);
  free(one);
  free(implicit);
  free(norm);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  static const char *const CURVES[][2] = {
      {"local/distance", "distance of iterate k to the solution"},
      {"local/one_step_error", "error of the one-step gradient from iterate k"},
      {"local/implicit_error",
       "error of the implicit gradient at iterate k+1"}};
  static const tame_field NUMBERS[] = {
      {"local/gradient_norm", "dataset", "norm of the exact gradient", "1"},
      {"local/one_step_slope", "dataset", "slope of log one-step error", "1"},
      {"local/implicit_slope", "dataset", "slope of log implicit error", "1"}};
  const size_t n = tame_run_count(run, "datasets");
  double *x = tame_vec(n * MAX_STEPS);
  size_t kept = 0;
  tame_status s = tame_cells_gather(x, cells, "local/distance", MAX_STEPS, err);
  for (size_t i = 0; i < n * MAX_STEPS; i++)
    if (!isnan(x[i]) && i % MAX_STEPS >= kept) kept = i % MAX_STEPS + 1;

  tame_h5_group(out, "local", "errors of the gradient along Newton's method");
  tame_h5_index(out, "local/dataset", n, "random data set");
  tame_h5_index(out, "local/iteration", kept, "iteration k");
  for (size_t i = 0; i < 3 && s >= 0; i++)
    s = merge_curve(out, cells, CURVES[i][0], kept, CURVES[i][1], err);
  if (s >= 0) s = tame_fields_merge(out, "", NUMBERS, 3, cells, err);
  if (s >= 0) s = write_guide(out, cells, err);
  tame_h5_panel(out, "local", "one_step_error", "dataset iteration");
  free(x);
  return s;
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2305.13768/newton_local",
          .title = "Errors of derivatives along Newton's method",
          .figures = "illus-local",
          .about = "Along Newton's method for logistic regression with 50 "
                   "coefficients, the error of the one-step gradient from "
                   "iterate k and of the implicit gradient at iterate k + 1, "
                   "against the distance of iterate k to the solution.",
          .params = PARAMS,
          .cost = {0.02, 0.05, 0.1},
          .n_cells = n_cells,
          .cell = cell,
          .run_cell = run_cell,
          .merge = merge});
}
