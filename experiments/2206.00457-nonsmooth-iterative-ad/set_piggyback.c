/* SPDX-License-Identifier: MIT */
/* Illustrations of set-valued piggyback derivatives on
 *
 *     F(x, theta) = max(x + theta, 0)/2,   xbar(theta) = max(theta, 0).
 *
 * At (0, 0) the conservative Jacobian of F is {(t, t): 0 <= t <= 1/2}, so with
 * x_0 = 0 the derivatives at theta = 0 are the sets J_{k+1} =
 * {t (1 + j): j in J_k, 0 <= t <= 1/2}, intervals [lo, hi] with
 *
 *     hi+ = max(0, (1 + hi)/2),   lo+ = min(0, (1 + lo)/2),
 *
 * which converge to [0, 1] at the rate 1/2.  For theta > 0 the derivative of
 * the k-th iterate is 1 - 2^{-k}, for theta < 0 it is 0: it converges for every
 * theta but 0, not uniformly.  The one cell is the table of random selections
 * t ~ U[0, 1/2]. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/exp.h"
#include "tame/rng.h"

enum { N_STARTS = 2, N_THETA = 400, N_SHOWN = 5 };
static const double START[N_STARTS] = {5.0, -5.0};
static const double SHOWN[N_SHOWN] = {1, 2, 4, 8, 16};

static const tame_option PARAMS[] = {
    {"steps", {60, 60, 60}, 16, 1000, "iterations of the interval", NULL},
    {"runs", {100, 1000, 10000}, 2, 1e6, "random selections", NULL},
    {"depth", {200, 200, 200}, 1, 1e5, "iterations of a selection", NULL},
    {0}};

/* --- the map: n = p = 1, no choice is made away from x + theta = 0 --------- */

static void value(double *y, const double *x, const double *theta, void *ctx)
{
  (void)ctx;
  y[0] = 0.5 * fmax(x[0] + theta[0], 0.0);
}

/* 0 at the kink, which the sweep over theta avoids */
static void jvp(double *dy, const double *dx, const double *dtheta,
                const double *x, const double *theta, void *ctx)
{
  (void)ctx;
  const double t = x[0] + theta[0] > 0.0 ? 0.5 : 0.0;
  dy[0] = t * (dx[0] + (dtheta ? dtheta[0] : 0.0));
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  (void)cell;
  (void)err;
  const size_t runs = tame_run_count(run, "runs");
  const size_t depth = tame_run_count(run, "depth");
  double *j = tame_vec(runs), *r = tame_vec(runs);
  gsl_rng *rng = tame_run_rng(run, "selections", 0);
  for (size_t i = 0; i < runs; i++) {
    r[i] = (double)i;
    j[i] = START[0];
    for (size_t k = 0; k < depth; k++)
      j[i] = 0.5 * gsl_rng_uniform(rng) * (1.0 + j[i]);
  }
  tame_h5_axis(out, "run", r, runs, "random selection", "1");
  tame_h5_write(out, "derivative", "run", j, "derivative", "1");
  gsl_rng_free(rng);
  free(j);
  free(r);
  return TAME_OK;
}

/* --- merge ---------------------------------------------------------------- */

static void write_intervals(tame_h5 *out, size_t steps)
{
  double *k = tame_vec(steps + 1), *lo = tame_vec(N_STARTS * (steps + 1));
  double *hi = tame_vec(N_STARTS * (steps + 1));
  double *excess = tame_vec(N_STARTS * (steps + 1));
  for (size_t i = 0; i <= steps; i++) k[i] = (double)i;
  for (size_t s = 0; s < N_STARTS; s++) {
    double l = START[s], h = START[s];
    for (size_t i = 0; i <= steps; i++) {
      const size_t at = s * (steps + 1) + i;
      lo[at] = l;
      hi[at] = h;
      excess[at] = fmax(fmax(h - 1.0, -l), 0.0);
      h = fmax(0.0, 0.5 * (1.0 + h));
      l = fmin(0.0, 0.5 * (1.0 + l));
    }
  }
  tame_h5_group(out, "interval", "set of derivatives at theta = 0");
  tame_h5_axis(out, "interval/start", START, N_STARTS, "J_0", "1");
  tame_h5_axis(out, "interval/k", k, steps + 1, "iteration k", "1");
  tame_h5_write(out, "interval/lo", "start k", lo, "lower end", "1");
  tame_h5_write(out, "interval/hi", "start k", hi, "upper end", "1");
  tame_h5_write(out, "interval/excess", "start k", excess, "distance to [0, 1]",
                "1");
  tame_h5_panel(out, "interval", "hi", "start k");
  free(k);
  free(lo);
  free(hi);
  free(excess);
}

/* J_k(theta) by piggyback, on a grid of theta that leaves out 0. */
static tame_status write_sweep(tame_h5 *out)
{
  const tame_map map = {.n = 1, .p = 1, .value = value, .jvp = jvp};
  double theta[N_THETA], *j = tame_vec(N_SHOWN * N_THETA);
  tame_status s = TAME_OK;
  for (size_t i = 0; i < N_THETA && s >= 0; i++) {
    double x = 0.0, jac = 0.0, next;
    theta[i] = -1.0 + 2.0 * ((double)i + 0.5) / N_THETA;
    for (size_t k = 1, shown = 0; shown < N_SHOWN && s >= 0; k++) {
      s = tame_diff_piggyback(&next, &jac, &x, &theta[i], &map);
      jac = next;
      map.value(&next, &x, &theta[i], NULL);
      x = next;
      if ((double)k == SHOWN[shown]) j[shown++ * N_THETA + i] = jac;
    }
  }
  tame_h5_group(out, "sweep", "derivatives of the iterates against theta");
  tame_h5_axis(out, "sweep/k", SHOWN, N_SHOWN, "iteration k", "1");
  tame_h5_axis(out, "sweep/theta", theta, N_THETA, "theta", "1");
  tame_h5_write(out, "sweep/derivative", "k theta", j,
                "derivative of the k-th iterate", "1");
  tame_h5_panel(out, "sweep", "derivative", "k theta");
  free(j);
  return s;
}

/* Histogram of the random selections on [0, 1], as a density. */
static void write_histogram(tame_h5 *out, const double *j, size_t runs)
{
  enum { BINS = 40 };
  double centre[BINS], density[BINS] = {0.0};
  for (size_t b = 0; b < BINS; b++) centre[b] = ((double)b + 0.5) / BINS;
  for (size_t i = 0; i < runs; i++)
    if (j[i] >= 0.0 && j[i] < 1.0)
      density[(size_t)(j[i] * BINS)] += (double)BINS / (double)runs;
  tame_h5_group(out, "histogram", "random selections after many iterations");
  tame_h5_axis(out, "histogram/derivative", centre, BINS, "derivative", "1");
  tame_h5_write(out, "histogram/density", "derivative", density,
                "density of the selections", "1");
  tame_h5_panel(out, "histogram", "density", "derivative");
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double *j;
  TAME_TRY(tame_cells_read(&j, NULL, cells, 0, "derivative", err));
  write_intervals(out, tame_run_count(run, "steps"));
  write_histogram(out, j, tame_run_count(run, "runs"));
  free(j);
  return write_sweep(out);
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return 1;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)index;
  (void)run;
  snprintf(cell->name, sizeof cell->name, "selections");
  snprintf(cell->group, sizeof cell->group, "selections");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.00457/set_piggyback",
          .title = "Set-valued derivatives of a contraction at a kink",
          .figures = "illus-intervals illus-almost-everywhere",
          .about = "The set of piggyback derivatives of a contraction of one "
                   "variable at its kink, random selections from it, and the "
                   "derivatives of the iterates on both sides.  An "
                   "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.1, 0.1, 0.1},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
