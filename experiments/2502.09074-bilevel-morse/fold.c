/* SPDX-License-Identifier: MIT */
/* An illustration of ours: what happens where Morse fails.  Along the branch of
 * minimisers of g(x, y) = y^4/4 - y^2/2 - x y that ends at the fold x_f =
 * 2/(3 sqrt 3), with d = x_f - x,
 *
 *     g_yy = 2 3^(1/4) sqrt(d) (1 + o(1)),     y'(x) = 1/g_yy,
 *
 * so the factor of the hypergradient grows like d^(-1/2).  The fold itself is
 * found by following the branch (tame/branch.h), without being told where. */
#include <math.h>

#include "cells.h"
#include "fold_problem.h"
#include "tame/branch.h"
#include "tame/stats.h"

static const tame_option PARAMS[] = {
    {"per_decade", {4, 8, 40}, 1, 1000, "distances in a decade", NULL}, {0}};

enum {
  FIRST = 2,
  LAST = 6,
  MAX_TRACE = 4000
}; /* d = 10^-FIRST, ..., 10^-LAST */
static const double PI = 3.14159265358979323846;

/* The smallest critical point at x: trigonometric formula, then Newton. */
static double smallest(double x)
{
  const double angle = acos(fmin(1.0, 1.5 * sqrt(3.0) * x)) / 3.0;
  double y = 2.0 / sqrt(3.0) * cos(angle + 2.0 * PI / 3.0);
  for (int k = 0; k < 3; k++)
    y -= (y * (y * y - 1.0) - x) / (3.0 * y * y - 1.0);
  return y;
}

/* The curve of critical points through (y, x) = (-1.2, -0.528). */
static tame_status follow(tame_h5 *out, tame_error *err)
{
  const tame_bilevel p = fold_problem();
  const tame_trace_options opt = {.step = 0.02,
                                  .min_step = 1e-10,
                                  .max_steps = MAX_TRACE,
                                  .t_lo = -0.6,
                                  .t_hi = 0.6,
                                  .tol = 1e-13};
  const double x0 = 0.0, d = 1.0, y0 = -1.2;
  double *t = tame_vec(2 * MAX_TRACE), *y = t + MAX_TRACE, at[2], where[2];
  tame_trace info;
  const tame_status s = tame_branch_trace(&info, t, y, MAX_TRACE, at, where, 2,
                                          &p, &x0, &d, -0.528, &y0, &opt);
  keep(out, "trace_x", t, info.n_points);
  keep(out, "trace_y", y, info.n_points);
  free(t);
  if (s != TAME_OK || info.n_folds != 2)
    return tame_fail(err, TAME_ESINGULAR, "the folds were not found");
  keep(out, "fold_x", at, 2);
  keep(out, "fold_y", where, 2);
  return TAME_OK;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t per = tame_run_count(run, "per_decade");
  const size_t n = (LAST - FIRST) * per + 1;
  double *d = tame_vec(6 * n), *gyy = d + n, *factor = gyy + n;
  double *ratio = factor + n, *log_d = ratio + n, *log_g = log_d + n;
  (void)cell;
  for (size_t i = 0; i < n; i++) {
    d[i] = pow(10.0, -FIRST - (double)i / (double)per);
    const double y = smallest(fold_x() - d[i]);
    gyy[i] = 3.0 * y * y - 1.0;
    factor[i] = 1.0 / gyy[i];
    ratio[i] = gyy[i] / (2.0 * pow(3.0, 0.25) * sqrt(d[i]));
    log_d[i] = log(d[i]);
    log_g[i] = log(gyy[i]);
  }
  keep(out, "d", d, n);
  keep(out, "gyy", gyy, n);
  keep(out, "factor", factor, n);
  keep(out, "ratio", ratio, n);
  keep_number(out, "slope", tame_fit_line(log_d, log_g, n).slope);
  free(d);
  return follow(out, err);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = (LAST - FIRST) * tame_run_count(run, "per_decade") + 1;
  tame_status s = TAME_OK;
  double *x = NULL, *y = NULL, *d = NULL, error[2], fold[2];
  tame_h5_shape shape;
  tame_h5_group(out, "fold", "Along the branch towards the fold");
  move_axis(&s, out, cells, "d", "fold/distance", "distance d to the fold in x",
            err);
#define MOVE(name, meaning)                                                    \
  move(&s, out, cells, #name, n, "fold/" #name, "distance", meaning, err)
  MOVE(gyy, "g_yy on the branch");
  MOVE(factor, "factor of the hypergradient, y'(x) = 1/g_yy");
  MOVE(ratio, "g_yy / (2 3^(1/4) sqrt d)");
#undef MOVE
  if (s >= 0) s = tame_cells_read(&d, &shape, cells, 0, "d", err);
  if (s >= 0) {
    double *law = tame_vec(2 * n);
    for (size_t i = 0; i < n; i++) {
      law[i] = 2.0 * pow(3.0, 0.25) * sqrt(d[i]);
      law[n + i] = 1.0 / law[i];
    }
    tame_h5_write(out, "fold/gyy_law", "distance", law, "2 3^(1/4) sqrt d",
                  "1");
    tame_h5_write(out, "fold/factor_law", "distance", law + n,
                  "1 / (2 3^(1/4) sqrt d)", "1");
    free(law);
  }
  move(&s, out, cells, "slope", 1, "fold/slope", "",
       "least squares slope of log g_yy over log d", err);
  tame_h5_panel(out, "fold", "gyy", "distance");
  tame_h5_group(out, "curve", "The curve of critical points, followed");
  if (s >= 0) s = tame_cells_read(&x, &shape, cells, 0, "trace_x", err);
  if (s >= 0) s = tame_cells_read(&y, &shape, cells, 0, "trace_y", err);
  if (s >= 0) s = tame_cells_gather(fold, cells, "fold_x", 2, err);
  if (s >= 0) {
    tame_h5_index(out, "curve/point", shape.count, "point along the curve");
    tame_h5_write(out, "curve/x", "point", x, "x", "1");
    tame_h5_write(out, "curve/y", "point", y, "critical point y", "1");
    tame_h5_index(out, "curve/number", 2, "fold");
    error[0] = fold[0] - fold_x();
    error[1] = fold[1] + fold_x();
    tame_h5_write(out, "curve/fold_x", "number", fold, "x of the fold found",
                  "1");
    tame_h5_write(out, "curve/fold_error", "number", error,
                  "that minus +-2/(3 sqrt 3)", "1");
  }
  move(&s, out, cells, "fold_y", 2, "curve/fold_y", "number",
       "y of the fold found", err);
  tame_h5_panel(out, "curve", "y", "point");
  free(x);
  free(y);
  free(d);
  return s;
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2502.09074/fold",
          .title = "How the Morse condition breaks down at a fold",
          .figures = "illus-fold illus-hysteresis",
          .about = "Curvature of the lower level and factor of the "
                   "hypergradient against the distance to a fold, and folds "
                   "found by path following.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.003, 0.004, 0.004},
          .n_cells = one_cell,
          .cell = describe_one,
          .run_cell = run_cell,
          .merge = merge});
}
