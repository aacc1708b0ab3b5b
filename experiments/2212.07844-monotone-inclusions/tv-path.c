/* SPDX-License-Identifier: MIT */
/* The derivative along the exact path: its integral, by the breakpoints and by
 * the midpoint rule, and where central differences fail. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/stats.h"
#include "tv.h"

enum { N_RULES = 4, N_GRID = 1000, N_STEPS = 3 };
static const double RULE[N_RULES] = {50, 200, 800, 3200};
static const double STEP[N_STEPS] = {1e-2, 3e-3, 1e-3};

static double largest_change(const double *u, const double *v,
                             const double *integral)
{
  double worst = 0.0;
  for (size_t k = 0; k < M; k++)
    worst = tame_worse(worst, fabs(u[k] - v[k] - integral[k]));
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
    TAME_TRY(tv_derivative(dx, 0.5 * (from + at[i]), d));
    for (size_t k = 0; k < M; k++) integral[k] += dx[k] * (at[i] - from);
    from = at[i];
  }
  return TAME_OK;
}

tame_status tv_write_integral(tame_h5 *out, denoising *d)
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
  for (size_t i = 0; i < N; i++)
    deviation = tame_worse(deviation, fabs(x[i] - mean));
  tame_h5_group(out, "integral", "Integral of X over [0, 2 lambda_1]");
  tame_h5_write_scalar(out, "integral/error",
                       largest_change(end, start, integral),
                       "largest |int X - (u(2 lambda_1) - u(0))|", "1");
  tame_h5_write_scalar(out, "integral/mean_error", deviation,
                       "largest |x_i(2 lambda_1) - mean(b)|", "1");
  return TAME_OK;
}

tame_status tv_write_midpoint(tame_h5 *out, denoising *d)
{
  double start[M], end[M], integral[M], error[N_RULES];
  double x_log[N_RULES], y_log[N_RULES];
  double *points = tame_vec((size_t)RULE[N_RULES - 1]);
  const double top = 1.5 * d->lambda_1;
  tame_status s = TAME_OK;
  tame_tv_path_solve(start, d->path, 0.0);
  tame_tv_path_solve(end, d->path, top);
  for (size_t r = 0; r < N_RULES && s >= 0; r++) {
    const size_t n = (size_t)RULE[r];
    for (size_t i = 0; i < n; i++) points[i] = top * (double)(i + 1) / RULE[r];
    s = sum_up(integral, points, n, d);
    error[r] = largest_change(end, start, integral);
    x_log[r] = log(RULE[r]);
    y_log[r] = log(error[r]);
  }
  free(points);
  if (s < 0) return s;
  tame_h5_group(out, "midpoint", "Midpoint rule on [0, 1.5 lambda_1]");
  tame_h5_axis(out, "midpoint/nodes", RULE, N_RULES, "nodes N", "1");
  tame_h5_write(out, "midpoint/error", "nodes", error,
                "|sum - (u(1.5 lambda_1) - u(0))|_inf", "1");
  tame_h5_write_scalar(out, "midpoint/slope",
                       tame_fit_line(x_log, y_log, N_RULES).slope,
                       "log-log slope of the error", "1");
  return TAME_OK;
}

tame_status tv_write_differences(tame_h5 *out, denoising *d)
{
  const double *path = tame_tv_path_breakpoints(d->path), tol = 1e-7;
  double count[N_STEPS] = {0}, predicted[N_STEPS] = {0}, wrong[N_STEPS] = {0};
  double dx[M], up[M], down[M];
  for (size_t g = 0; g < N_GRID; g++) {
    const double lambda = 0.02 + 1.48 * ((double)g + 0.5) / N_GRID;
    TAME_TRY(tv_derivative(dx, lambda, d));
    for (size_t s = 0; s < N_STEPS; s++) {
      const double h = STEP[s];
      double worst = 0.0;
      bool inside = false;
      tame_tv_path_solve(up, d->path, lambda + h);
      tame_tv_path_solve(down, d->path, lambda - h);
      for (size_t k = 0; k < M; k++) {
        worst = tame_worse(worst, fabs((up[k] - down[k]) / (2.0 * h) - dx[k]));
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
