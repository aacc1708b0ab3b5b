/* SPDX-License-Identifier: MIT */
/* 1-D total variation, where everything about the solution map is known: the
 * dual solution u(lambda) is piecewise linear with n - 1 breakpoints, found
 * exactly (tame/tv_path.h; section 4.3 of our specification of 2212.07844).
 * Against that path:
 *
 *   points       dx/db = I - D'X_b is the projection on signals that are
 *                constant on the pieces of x, so its trace counts them;
 *   integral     sum over the intervals between breakpoints of
 *                X_lambda(middle) * length = u(2 lambda_1) - u(0);
 *   midpoint     the midpoint rule on [0, 1.5 lambda_1], kinks ignored: O(1/N);
 *   kink         at the 6th breakpoint, the element a of the critical diagonal
 *                entry of J1 and 1 - a times the sign in J2 give a family X(a)
 *                from one one-sided derivative to the other;
 *   differences  central differences of u are wrong exactly where a breakpoint
 *                lies between their two points.
 *
 * A cell is one length n: 40, and 2000 for the breakpoints alone. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/exp.h"
#include "tame/stats.h"
#include "tv.h"

enum { LARGE = 2000, N_CELLS = 2, N_LAMBDA = 3 };
static const double LAMBDA[N_LAMBDA] = {0.05, 0.3, 1.0};

static const tame_option PARAMS[] = {{0}};

/* --- breakpoints ------------------------------------------------------------ */

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t n = cell->index == 0 ? N : LARGE;
  double *at = tame_vec(n);
  tame_example e;
  tame_tv_path *w = tame_tv_path_alloc(n);
  (void)run;
  tame_status s = tame_example_init(&e, TAME_TV, cell->index == 1);
  if (s >= 0) s = tame_tv_path_init(w, e.theta + 1);
  for (size_t i = 0; i < n; i++) at[i] = (double)(i + 1);
  if (s >= 0) {
    tame_h5_axis(out, "breakpoint", at, n - 1, "breakpoint", "1");
    tame_h5_write(out, "lambda", "breakpoint", tame_tv_path_breakpoints(w),
                  "lambda", "1");
  }
  tame_example_free(&e);
  tame_tv_path_free(w);
  free(at);
  return s >= 0 ? s : tame_fail(err, s, "n = %zu: no path", n);
}

/* Breakpoints, and how much each lies below the one before, relative; the
 * smallest of these says that all are distinct and decrease. */
static tame_status merge_breakpoints(tame_h5 *out, const tame_cells *cells,
                                     tame_error *err)
{
  static const char *const NAME[N_CELLS] = {"path", "path_2000"};
  double size[N_CELLS] = {N, LARGE}, count[N_CELLS], gap[N_CELLS];
  char path[64];
  for (size_t c = 0; c < N_CELLS; c++) {
    double *x;
    tame_h5_shape shape;
    TAME_TRY(tame_cells_read(&x, &shape, cells, c, "lambda", err));
    double *at = tame_vec(shape.count);
    count[c] = 0.0;
    gap[c] = INFINITY;
    for (size_t i = 0; i < shape.count; i++) {
      at[i] = (double)(i + 1);
      count[c] += x[i] > 0.0;
      if (i > 0) gap[c] = fmin(gap[c], (x[i - 1] - x[i]) / x[i - 1]);
    }
    tame_h5_group(out, NAME[c], "Breakpoints of total variation denoising");
    snprintf(path, sizeof path, "%s/breakpoint", NAME[c]);
    tame_h5_axis(out, path, at, shape.count, "number of the breakpoint", "1");
    snprintf(path, sizeof path, "%s/lambda", NAME[c]);
    tame_h5_write(out, path, "breakpoint", x, "breakpoint in lambda", "1");
    tame_h5_panel(out, NAME[c], "lambda", "breakpoint");
    free(at);
    free(x);
  }
  tame_h5_group(out, "breakpoints", "How many breakpoints there are");
  tame_h5_axis(out, "breakpoints/samples", size, N_CELLS, "samples n", "1");
  tame_h5_write(out, "breakpoints/count", "samples", count,
                "positive breakpoints", "1");
  tame_h5_write(out, "breakpoints/gap", "samples", gap,
                "smallest (lambda_k - lambda_{k+1})/lambda_k", "1");
  return TAME_OK;
}

/* --- the rest, for n = 40 ----------------------------------------------------- */

static tame_status make(denoising *d)
{
  *d = (denoising){.direction = {1.0}};
  d->path = tame_tv_path_alloc(N);
  TAME_TRY(tame_example_init(&d->e, TAME_TV, false));
  TAME_TRY(tame_tv_path_init(d->path, d->e.theta + 1));
  d->lambda_1 = tame_tv_path_breakpoints(d->path)[0];
  return TAME_OK;
}

tame_status tv_derivative(double *dx, double lambda, denoising *d)
{
  d->e.theta[0] = lambda;
  TAME_TRY(tame_inclusion_solve(d->x, d->e.theta, d->e.q));
  return tame_inclusion_derivative(dx, d->direction, d->x, d->e.theta, d->e.q);
}

/* error <- |P^2 - P|_max + |P - P'|_max, P = I - D'X_b; *trace, |dx/dlambda| */
static tame_status projection(double *error, double *trace, double *slope,
                              double lambda, denoising *d)
{
  double p[N * N], column[M], out[N];
  d->e.theta[0] = lambda;
  TAME_TRY(tame_inclusion_solve(d->x, d->e.theta, d->e.q));
  TAME_TRY(
      tame_diff_implicit(d->jac, d->x, d->e.theta, tame_inclusion_map(d->e.q)));
  for (size_t j = 0; j <= N; j++) {
    for (size_t k = 0; k < M; k++) column[k] = d->jac[k * P + j];
    tame_tv_difference_t(out, column, N);
    if (j == 0) *slope = tame_norm(out, N);
    for (size_t i = 0; j > 0 && i < N; i++)
      p[i * N + j - 1] = (i + 1 == j ? 1.0 : 0.0) - out[i];
  }
  double idempotent = 0.0, symmetric = 0.0;
  *trace = 0.0;
  for (size_t i = 0; i < N; i++) {
    *trace += p[i * N + i];
    for (size_t j = 0; j < N; j++) {
      double sum = -p[i * N + j];
      for (size_t k = 0; k < N; k++) sum += p[i * N + k] * p[k * N + j];
      idempotent = tame_worse(idempotent, fabs(sum));
      symmetric = tame_worse(symmetric, fabs(p[i * N + j] - p[j * N + i]));
    }
  }
  *error = idempotent + symmetric;
  return TAME_OK;
}

static tame_status write_points(tame_h5 *out, denoising *d)
{
  double error[N_LAMBDA], trace[N_LAMBDA], slope[N_LAMBDA], pieces[N_LAMBDA];
  int pattern[M];
  for (size_t i = 0; i < N_LAMBDA; i++) {
    TAME_TRY(projection(&error[i], &trace[i], &slope[i], LAMBDA[i], d));
    tame_tv_path_pattern(pattern, d->path, LAMBDA[i], true);
    pieces[i] = 1.0;
    for (size_t k = 0; k < M; k++) pieces[i] += pattern[k] != 0;
  }
  tame_h5_group(out, "points", "dx/db at three weights");
  tame_h5_axis(out, "points/lambda", LAMBDA, N_LAMBDA, "weight lambda", "1");
  tame_h5_write(out, "points/projection_error", "lambda", error,
                "|P^2 - P|_max + |P - P'|_max for P = dx/db", "1");
  tame_h5_write(out, "points/trace", "lambda", trace, "trace of dx/db", "1");
  tame_h5_write(out, "points/pieces", "lambda", pieces, "constant pieces of x",
                "1");
  tame_h5_write(out, "points/slope", "lambda", slope, "|dx/dlambda|_2", "1");
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  denoising d;
  (void)run;
  TAME_TRY(merge_breakpoints(out, cells, err));
  tame_status s = make(&d); /* milliseconds, so it has no cells of its own */
  if (s >= 0) s = write_points(out, &d);
  if (s >= 0) s = tv_write_integral(out, &d);
  if (s >= 0) s = tv_write_midpoint(out, &d);
  if (s >= 0) s = tv_write_kink(out, &d);
  if (s >= 0) s = tv_write_differences(out, &d);
  tame_example_free(&d.e);
  tame_tv_path_free(d.path);
  return s >= 0 ? s : tame_fail(err, s, "%s", tame_status_str(s));
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_CELLS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "n%d", index == 0 ? N : LARGE);
  snprintf(cell->group, sizeof cell->group, "both lengths");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2212.07844/tv",
          .title = "Derivatives of total variation denoising on its exact path",
          .figures = "illus-kink",
          .about =
              "Breakpoints, projections, integrals, the set of derivatives "
              "at a kink, and where finite differences fail.  An "
              "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.1, 0.1, 0.1},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
