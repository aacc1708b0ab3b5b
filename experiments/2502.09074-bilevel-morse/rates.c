/* SPDX-License-Identifier: MIT */
/* An illustration of ours: the single-step multi-step scheme on the double well
 * (tame/double_well.h) with upper level f1 = (x-1)^2/2 + y^2/2, alpha = 0.5, s =
 * 0.1 and m inner steps.
 *
 * The iteration converges to a stationary point (x*, c(x*)) of phi_c(x) = f(x,
 * c(x)), linearly, at a rate that is the spectral radius of its Jacobian there
 * and tends to |1 - alpha phi_c''(x*)| as m grows.  From (-1, -1) it stays on
 * branch a, past x = 0, where a is no longer the global minimiser: the scheme
 * tracks a branch, not the argmin.  A cell is one run. */
#include <math.h>
#include <string.h>

#include "cells.h"
#include "tame/double_well.h"
#include "tame/poly.h"
#include "tame/single_step.h"
#include "tame/stats.h"

enum { N_RUNS = 5, N_RATES = 4 }; /* the last run starts on branch a */
static const size_t INNER[N_RUNS] = {1, 2, 5, 20, 5};
static const char RUNS[] = "m1 m2 m5 m20 from_a";

static const tame_option PARAMS[] = {
    {"steps", {120, 200, 200}, 100, 10000, "outer iterations", NULL}, {0}};

static const double ALPHA = 0.5, S = 0.1;
/* where rounding (below) and the first iterations (above) have no say */
static const double FLOOR = 1e-11, CEILING = 1e-4;

/* Stationary point of phi_i by Newton's method. */
static double stationary(int branch, double *second)
{
  double x = 1.0, y[3], dy[3], ddy[3];
  for (int k = 0; k < 50; k++) {
    tame_double_well_branches(y, dy, ddy, x);
    *second = 1.0 + dy[branch] * dy[branch] + y[branch] * ddy[branch];
    x -= (x - 1.0 + y[branch] * dy[branch]) / *second;
  }
  return x;
}

typedef struct {
  double *x, *y, *error, *is_global, *law; /* [n + 1] */
  double rate, predicted, limit, to_small, final_error, y_error, crossed;
} trial;

/* Whether y is on the branch of the certified global minimiser at x. */
static double on_global_branch(double x, double y)
{
  tame_interval c[5];
  tame_poly_minimum m;
  tame_double_well_poly(c, tame_point(x));
  if (tame_poly_minimize(&m, c, 4, -HUGE_VAL, HUGE_VAL, NULL) != TAME_OK ||
      m.n_minimisers != 1)
    return (double)NAN;
  const double global = tame_interval_mid(m.critical[m.minimiser[0]].y);
  return (global > 0.0) == (y > 0.0);
}

/* Slope of log error over the iterations where it is meaningful. */
static double measured_rate(const double *error, size_t n)
{
  double *k = tame_vec(2 * n), *log_error = k + n;
  for (size_t i = 0; i < n; i++) {
    const bool is_used = error[i] > FLOOR && error[i] < CEILING;
    k[i] = (double)i;
    log_error[i] = is_used ? log(error[i]) : (double)NAN;
  }
  const double slope = tame_fit_line(k, log_error, n).slope;
  free(k);
  return exp(slope);
}

static tame_status iterate(trial *r, size_t run, size_t n)
{
  const bool is_a = run == N_RUNS - 1;
  const int branch = is_a ? TAME_WELL_A : TAME_WELL_C;
  tame_double_well target = {1.0, 0.0};
  const tame_bilevel p = tame_double_well_problem(&target);
  const tame_single_step_options opt = {.inner_step = S,
                                        .inner_steps = INNER[run],
                                        .outer_step = ALPHA,
                                        .hyper = TAME_HYPER_EXACT,
                                        .clip = HUGE_VAL};
  const double x0 = is_a ? -1.0 : 0.0, y0 = is_a ? -1.0 : 1.0;
  double second, all[3];
  const double best = stationary(branch, &second);
  tame_double_well_branches(all, NULL, NULL, best);
  tame_single_step *w = tame_single_step_alloc(1, 1);
  tame_status s = tame_single_step_init(w, &p, &x0, &y0, &opt);
  r->to_small = r->crossed = (double)NAN;
  for (size_t k = 0; k <= n && s == TAME_OK; k++) {
    r->x[k] = *tame_single_step_x(w);
    r->y[k] = *tame_single_step_y(w);
    r->error[k] = fabs(r->x[k] - best);
    r->is_global[k] = on_global_branch(r->x[k], r->y[k]);
    if (isnan(r->to_small) && r->error[k] < 1e-10) r->to_small = (double)k;
    if (isnan(r->crossed) && r->x[k] > 0.0) r->crossed = (double)k;
    if (k < n) s = tame_single_step_step(w);
  }
  tame_single_step_free(w);
  r->final_error = r->error[n];
  r->y_error = fabs(r->y[n] - all[branch]);
  r->rate = measured_rate(r->error, n + 1);
  r->limit = fabs(1.0 - ALPHA * second);
  if (s == TAME_OK)
    s = tame_single_step_rate(&r->predicted, &p, &best, &all[branch], &opt,
                              1e-6);
  return s;
}

/* The predicted rate, through the first error that enters the fit. */
static void predict(trial *r, size_t n)
{
  size_t at = 0;
  while (at + 1 < n && !(r->error[at] < CEILING)) at++;
  for (size_t k = 0; k < n; k++)
    r->law[k] = r->error[at] * pow(r->predicted, (double)k - (double)at);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "steps") + 1;
  trial r = {.x = tame_vec(5 * n)};
  r.y = r.x + n;
  r.error = r.y + n;
  r.is_global = r.error + n;
  r.law = r.is_global + n;
  tame_status s = iterate(&r, cell->coord[0], n - 1);
  predict(&r, n);
  keep(out, "x", r.x, n);
  keep(out, "y", r.y, n);
  keep(out, "error", r.error, n);
  keep(out, "is_global", r.is_global, n);
  keep(out, "law", r.law, n);
  keep_number(out, "rate", r.rate);
  keep_number(out, "predicted", r.predicted);
  keep_number(out, "limit", r.limit);
  keep_number(out, "to_small", r.to_small);
  keep_number(out, "final_error", r.final_error);
  keep_number(out, "y_error", r.y_error);
  keep_number(out, "crossed", r.crossed);
  free(r.x);
  return s == TAME_OK ? s
                      : tame_fail(err, TAME_ESINGULAR, "run %s: %s", cell->name,
                                  tame_status_str(s));
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "steps") + 1;
  tame_status s = TAME_OK;
  tame_h5_group(out, "run", "Iterates of the single-step multi-step scheme");
  tame_h5_codes(out, "case", RUNS,
                "inner steps m, from (0, 1); the last from (-1, -1), m = 5");
  tame_h5_index(out, "run/iteration", n, "outer iteration k");
#define RUN(name, meaning)                                                     \
  move(&s, out, cells, #name, n, "run/" #name, "case iteration", meaning, err)
  RUN(x, "x_k");
  RUN(y, "y_k");
  RUN(error, "|x_k - x*|, x* stationary for phi_c (last run: phi_a)");
  RUN(is_global, "1: y_k is on the branch of the certified global minimiser");
  RUN(law, "predicted rate, through the first error below 1e-4");
#undef RUN
  tame_h5_panel(out, "run", "error", "case iteration");
  tame_h5_group(out, "rate", "Rates, measured and predicted");
#define RATE(name, meaning)                                                    \
  move(&s, out, cells, #name, 1, "rate/" #name, "case", meaning, err)
  RATE(rate, "measured rate: exp of the slope of log |x_k - x*|");
  RATE(predicted, "spectral radius of the Jacobian of one iteration");
  RATE(limit, "|1 - alpha phi''(x*)|: the rate of exact gradients");
  RATE(to_small, "first iteration with |x_k - x*| < 1e-10");
  RATE(final_error, "|x_k - x*| at the end");
  RATE(y_error, "distance of the last y to the branch at x*");
  RATE(crossed, "first iteration with x_k > 0");
#undef RATE
  tame_h5_panel(out, "rate", "rate", "case");
  return s;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_RUNS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "%s%zu",
           index == N_RUNS - 1 ? "from-a-m" : "m", INNER[index]);
  snprintf(cell->group, sizeof cell->group, "all runs");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2502.09074/rates",
          .title = "Rates of the single-step multi-step scheme",
          .figures = "illus-rates tab-rates",
          .about = "Convergence of the scheme along a branch of local "
                   "minimisers, against the spectral radius of its Jacobian.  "
                   "An illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.01, 0.01, 0.01},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
