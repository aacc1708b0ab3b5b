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
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/exp.h"
#include "tame/inclusion_examples.h"
#include "tame/stats.h"
#include "tame/tv_path.h"

enum { N = 40, M = N - 1, P = N + 1, LARGE = 2000, N_CELLS = 2 };
enum { N_LAMBDA = 3, N_RULES = 4, N_ELEMENTS = 41, N_GRID = 1000, N_STEPS = 3 };
enum { CRITICAL = 5 }; /* the 6th breakpoint */
static const double LAMBDA[N_LAMBDA] = {0.05, 0.3, 1.0};
static const double RULE[N_RULES] = {50, 200, 800, 3200};
static const double STEP[N_STEPS] = {1e-2, 3e-3, 1e-3};

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

typedef struct {
  tame_example e;
  tame_tv_path *path;
  double lambda_1; /* the largest breakpoint */
  double x[M], jac[M * P], direction[P];
} denoising;

static tame_status make(denoising *d)
{
  *d = (denoising){.direction = {1.0}};
  d->path = tame_tv_path_alloc(N);
  TAME_TRY(tame_example_init(&d->e, TAME_TV, false));
  TAME_TRY(tame_tv_path_init(d->path, d->e.theta + 1));
  d->lambda_1 = tame_tv_path_breakpoints(d->path)[0];
  return TAME_OK;
}

/* dx [M] <- X_lambda by the implicit formula */
static tame_status derivative(double *dx, double lambda, denoising *d)
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
      idempotent = fmax(idempotent, fabs(sum));
      symmetric = fmax(symmetric, fabs(p[i * N + j] - p[j * N + i]));
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

static double largest_change(const double *u, const double *v,
                             const double *integral)
{
  double worst = 0.0;
  for (size_t k = 0; k < M; k++)
    worst = fmax(worst, fabs(u[k] - v[k] - integral[k]));
  return worst;
}

/* Integral of X over [0, end] with X taken at the middles of the intervals that
 * the increasing points at [count] end. */
static tame_status sum_up(double *integral, const double *at, size_t count,
                          denoising *d)
{
  double dx[M], from = 0.0;
  memset(integral, 0, M * sizeof *integral);
  for (size_t i = 0; i < count; i++) {
    TAME_TRY(derivative(dx, 0.5 * (from + at[i]), d));
    for (size_t k = 0; k < M; k++) integral[k] += dx[k] * (at[i] - from);
    from = at[i];
  }
  return TAME_OK;
}

static tame_status write_integral(tame_h5 *out, denoising *d)
{
  const double *path = tame_tv_path_breakpoints(d->path);
  double at[M + 1], integral[M], end[M], start[M], x[N], deviation = 0.0;
  for (size_t i = 0; i < M; i++) at[i] = path[M - 1 - i];
  at[M] = 2.0 * d->lambda_1;
  TAME_TRY(sum_up(integral, at, M + 1, d));
  tame_tv_path_solve(end, d->path, at[M]);
  tame_tv_path_solve(start, d->path, 0.0);
  tame_tv_path_primal(x, end, d->e.theta + 1, N);
  const double mean = tame_mean(d->e.theta + 1, N);
  for (size_t i = 0; i < N; i++) deviation = fmax(deviation, fabs(x[i] - mean));
  tame_h5_group(out, "integral", "Integral of X over [0, 2 lambda_1]");
  tame_h5_write_scalar(out, "integral/error",
                       largest_change(end, start, integral),
                       "largest |int X - (u(2 lambda_1) - u(0))|", "1");
  tame_h5_write_scalar(out, "integral/mean_error", deviation,
                       "largest |x_i(2 lambda_1) - mean(b)|", "1");

  double error[N_RULES], *points = tame_vec((size_t)RULE[N_RULES - 1]);
  const double top = 1.5 * d->lambda_1;
  tame_status s = TAME_OK;
  tame_tv_path_solve(end, d->path, top);
  for (size_t r = 0; r < N_RULES && s >= 0; r++) {
    const size_t n = (size_t)RULE[r];
    for (size_t i = 0; i < n; i++) points[i] = top * (double)(i + 1) / RULE[r];
    s = sum_up(integral, points, n, d);
    error[r] = largest_change(end, start, integral);
  }
  free(points);
  double x_log[N_RULES], y_log[N_RULES];
  for (size_t r = 0; r < N_RULES; r++) {
    x_log[r] = log(RULE[r]);
    y_log[r] = log(error[r]);
  }
  tame_h5_group(out, "midpoint", "Midpoint rule on [0, 1.5 lambda_1]");
  tame_h5_axis(out, "midpoint/nodes", RULE, N_RULES, "nodes N", "1");
  tame_h5_write(out, "midpoint/error", "nodes", error,
                "|sum - (u(1.5 lambda_1) - u(0))|_inf", "1");
  tame_h5_write_scalar(out, "midpoint/slope",
                       tame_fit_line(x_log, y_log, N_RULES).slope,
                       "log-log slope of the error", "1");
  return s;
}

/* --- the kink ------------------------------------------------------------------ */

/* jac [M] <- X_lambda at the breakpoint, with element a */
static tame_status element(double *jac, double a, double lambda)
{
  /* |v| differs from lambda by rounding there: anything within 1e-9 is it */
  tame_example e;
  double x[M], all[M * P];
  tame_status s = tame_example_tv(&e, false, a, 1e-9);
  e.theta[0] = lambda;
  if (s >= 0) s = tame_inclusion_solve(x, e.theta, e.q);
  if (s >= 0) s = tame_diff_implicit(all, x, e.theta, tame_inclusion_map(e.q));
  for (size_t k = 0; k < M; k++) jac[k] = all[k * P];
  tame_example_free(&e);
  return s;
}

/* Where z lies along from -> to, and its distance to that line. */
static double position(double *off, const double *z, const double *from,
                       const double *to)
{
  double dot = 0.0, norm = 0.0, rest = 0.0;
  for (size_t k = 0; k < M; k++) {
    dot += (z[k] - from[k]) * (to[k] - from[k]);
    norm += (to[k] - from[k]) * (to[k] - from[k]);
  }
  for (size_t k = 0; k < M; k++) {
    const double e = z[k] - from[k] - dot / norm * (to[k] - from[k]);
    rest += e * e;
  }
  *off = sqrt(rest);
  return dot / norm;
}

static void write_branches(tame_h5 *out, const denoising *d, double lambda)
{
  enum { SIDE = 40 };
  const size_t critical = tame_tv_path_order(d->path)[CRITICAL];
  double at[2 * SIDE + 1], u[2 * SIDE + 1], x[M];
  double below[2 * SIDE + 1], above[2 * SIDE + 1], left[M], right[M], here[M];
  tame_tv_path_slope(left, d->path, lambda, false);
  tame_tv_path_slope(right, d->path, lambda, true);
  tame_tv_path_solve(here, d->path, lambda);
  for (size_t i = 0; i <= 2 * SIDE; i++) {
    const double h = 0.3 * ((double)i - SIDE) / SIDE;
    at[i] = lambda + h;
    tame_tv_path_solve(x, d->path, at[i]);
    u[i] = x[critical];
    below[i] = here[critical] + h * left[critical];
    above[i] = here[critical] + h * right[critical];
  }
  tame_h5_axis(out, "kink/lambda", at, 2 * SIDE + 1, "weight lambda", "1");
  tame_h5_write(out, "kink/u", "lambda", u, "the critical coordinate of u",
                "1");
  tame_h5_write(out, "kink/tangent_below", "lambda", below,
                "its tangent from smaller lambda", "1");
  tame_h5_write(out, "kink/tangent_above", "lambda", above,
                "its tangent from larger lambda", "1");
}

static tame_status write_kink(tame_h5 *out, denoising *d)
{
  const double lambda = tame_tv_path_breakpoints(d->path)[CRITICAL];
  double a[N_ELEMENTS], where[N_ELEMENTS], off[N_ELEMENTS];
  double x[M], left[M], right[M], ends[2] = {0.0, 0.0}, distance;
  tame_tv_path_slope(left, d->path, lambda, false);
  tame_tv_path_slope(right, d->path, lambda, true);
  for (size_t i = 0; i < N_ELEMENTS; i++) {
    a[i] = (double)i / (N_ELEMENTS - 1);
    TAME_TRY(element(x, a[i], lambda));
    where[i] = position(&off[i], x, left, right);
    if (i == 0) ends[0] = tame_distance(x, left, M);
    if (i == N_ELEMENTS - 1) ends[1] = tame_distance(x, right, M);
  }
  distance = tame_distance(left, right, M);
  tame_h5_group(out, "kink", "The formula at the 6th breakpoint");
  tame_h5_axis(out, "kink/element", a, N_ELEMENTS,
               "element a of the critical entry of J1", "1");
  tame_h5_write(
      out, "kink/position", "element", where,
      "place of X(a): 0 derivative from smaller lambda, 1 from larger", "1");
  tame_h5_write(out, "kink/off_segment", "element", off,
                "distance of X(a) to the line through both", "1");
  tame_h5_write_scalar(out, "kink/breakpoint", lambda, "the breakpoint", "1");
  tame_h5_write_scalar(out, "kink/length", distance, "|X(0) - X(1)|_2", "1");
  tame_h5_write_scalar(out, "kink/end_0", ends[0],
                       "|X(0) - derivative from smaller lambda|_2", "1");
  tame_h5_write_scalar(out, "kink/end_1", ends[1],
                       "|X(1) - derivative from larger lambda|_2", "1");
  write_branches(out, d, lambda);
  tame_h5_panel(out, "kink", "position", "element");
  return TAME_OK;
}

/* --- differences ----------------------------------------------------------------- */

static tame_status write_differences(tame_h5 *out, denoising *d)
{
  const double *path = tame_tv_path_breakpoints(d->path), tol = 1e-7;
  double count[N_STEPS] = {0}, predicted[N_STEPS] = {0}, wrong[N_STEPS] = {0};
  double dx[M], up[M], down[M];
  for (size_t g = 0; g < N_GRID; g++) {
    const double lambda = 0.02 + 1.48 * ((double)g + 0.5) / N_GRID;
    TAME_TRY(derivative(dx, lambda, d));
    for (size_t s = 0; s < N_STEPS; s++) {
      const double h = STEP[s];
      double worst = 0.0;
      bool inside = false;
      tame_tv_path_solve(up, d->path, lambda + h);
      tame_tv_path_solve(down, d->path, lambda - h);
      for (size_t k = 0; k < M; k++) {
        worst = fmax(worst, fabs((up[k] - down[k]) / (2.0 * h) - dx[k]));
        inside = inside || fabs(path[k] - lambda) < h;
      }
      count[s] += worst > tol;
      predicted[s] += inside;
      wrong[s] += (worst > tol) != inside;
    }
  }
  tame_h5_group(out, "differences", "Where central differences fail");
  tame_h5_axis(out, "differences/step", STEP, N_STEPS, "step h", "1");
  tame_h5_write(out, "differences/mismatches", "step", count,
                "of 1000 weights, those with an error above 1e-7", "1");
  tame_h5_write(out, "differences/predicted", "step", predicted,
                "those with a breakpoint within h", "1");
  tame_h5_write(out, "differences/disagreements", "step", wrong,
                "those with one and not the other", "1");
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
  if (s >= 0) s = write_integral(out, &d);
  if (s >= 0) s = write_kink(out, &d);
  if (s >= 0) s = write_differences(out, &d);
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
