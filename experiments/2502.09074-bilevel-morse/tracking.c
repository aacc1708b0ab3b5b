/* SPDX-License-Identifier: MIT */
/* An illustration of ours: following branch c of the double well (tame/branch.h,
 * tame/double_well.h) along x_k = -1 + k D up to x = 1, with four correctors:
 * three inner gradient steps or one Newton step, each with or without a tangent
 * predictor.  The largest error is of order D, D^2, D^2, D^4; for plain gradient
 * steps its constant is max rho^3 c' / (1 - rho^3), rho = 1 - s g_yy. */
#include <math.h>

#include "cells.h"
#include "tame/branch.h"
#include "tame/double_well.h"
#include "tame/stats.h"

enum { N_METHODS = 4, INNER = 3, FITTED = 4 };
static const char METHODS[] =
    "gradient predicted_gradient newton "
    "predicted_newton";
static const double S = 0.1;

static const tame_option PARAMS[] = {
    {"halvings", {6, 6, 8}, 4, 12, "steps D = 0.2, 0.1, ...", NULL}, {0}};

static tame_status largest_error(double *worst, size_t method, double step,
                                 size_t n)
{
  tame_double_well target = {1.0, 0.0};
  const tame_bilevel p = tame_double_well_problem(&target);
  const bool is_newton = method >= 2;
  const tame_branch_options opt = {
      .is_predicted = method % 2 == 1,
      .corrector = is_newton ? TAME_CORRECT_NEWTON : TAME_CORRECT_GRADIENT,
      .steps = is_newton ? 1 : INNER,
      .inner_step = S};
  double all[3], work[4], x = -1.0;
  tame_double_well_branches(all, NULL, NULL, x);
  double y = all[TAME_WELL_C];
  *worst = 0.0;
  for (size_t k = 1; k <= n; k++) {
    const double next = -1.0 + (double)k * step;
    const tame_status s = tame_branch_move(&y, work, &p, &x, &next, &opt);
    if (s != TAME_OK) return s;
    x = next;
    tame_double_well_branches(all, NULL, NULL, x);
    *worst = tame_worse(*worst, fabs(y - all[TAME_WELL_C]));
  }
  return TAME_OK;
}

/* max of rho^3 c' / (1 - rho^3) over [-1, 1] */
static double gradient_constant(void)
{
  double worst = 0.0;
  for (int i = 0; i <= 20000; i++) {
    const double x = -1.0 + 1e-4 * i;
    double y[3], dy[3];
    tame_double_well_branches(y, dy, NULL, x);
    const double rho = 1.0 - S * tame_double_well_at(x, y[TAME_WELL_C]).yy;
    const double cube = rho * rho * rho;
    worst = fmax(worst, cube * dy[TAME_WELL_C] / (1.0 - cube));
  }
  return worst;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "halvings");
  double *step = tame_vec(4 * n), *error = step + n;
  double *log_step = error + n, *log_error = log_step + n;
  tame_status s = TAME_OK;
  for (size_t i = 0; i < n && s == TAME_OK; i++) {
    const size_t pieces = (size_t)10 << i;
    step[i] = 2.0 / (double)pieces;
    s = largest_error(&error[i], cell->coord[0], step[i], pieces);
    log_step[i] = log(step[i]);
    log_error[i] = log(error[i]);
  }
  keep(out, "step", step, n);
  keep(out, "error", error, n);
  keep_number(
      out, "slope",
      tame_fit_line(log_step + n - FITTED, log_error + n - FITTED, FITTED)
          .slope);
  free(step);
  return s == TAME_OK ? s
                      : tame_fail(err, TAME_ESINGULAR, "%s: %s", cell->name,
                                  tame_status_str(s));
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "halvings");
  tame_status s = TAME_OK;
  tame_h5_group(out, "tracking", "Largest error along the branch");
  tame_h5_codes(out, "tracking/method", METHODS, "corrector");
  move_axis(&s, out, cells, "step", "tracking/step", "step D in x", err);
  move(&s, out, cells, "error", n, "tracking/error", "method step",
       "max_k |y_k - c(x_k)|", err);
  move(&s, out, cells, "slope", 1, "tracking/slope", "method",
       "slope of log error over log D, four smallest D", err);
  tame_h5_write_scalar(out, "tracking/constant", gradient_constant(),
                       "max rho^3 c' / (1 - rho^3) over [-1, 1]", "1");
  tame_h5_panel(out, "tracking", "error", "method step");
  return s;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_METHODS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "method%zu", index);
  snprintf(cell->group, sizeof cell->group, "all methods");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2502.09074/tracking",
          .title = "Errors of path following along a branch",
          .figures = "illus-tracking",
          .about = "Order of the tracking error of four correctors along a "
                   "smooth branch of minimisers.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.005, 0.005, 0.006},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
