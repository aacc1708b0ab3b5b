/* SPDX-License-Identifier: MIT */
/* Illustrations of ours: set-valued piggyback on a contraction with a kink,
 *
 *     F(x, theta) = max(x + theta, 0)/2,   xbar(theta) = max(theta, 0).
 *
 * At theta = 0, x = 0 the conservative Jacobian is {(t, t) : 0 <= t <= 1/2} and
 * the set of derivatives moves by
 *
 *     J_{k+1} = { t (1 + j) : 0 <= t <= 1/2, j in J_k } = [lo, hi]:
 *     hi+ = max(0, (1 + hi)/2),   lo+ = min(0, (1 + lo)/2)
 *
 * (for lo <= 0), with fixed set [0, 1], the Clarke derivative of xbar at 0.  Off
 * the kink J_k is a number: from x_0 = 0, J_0 = 0, it is 1 - 2^{-k} for theta > 0
 * and 0 for theta < 0.
 *
 * scale     runs  one core
 * smoke      200  0.005 s
 * default   1000  0.012 s
 * paper    10000  0.11 s */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/exp.h"
#include "tame/rng.h"

enum { LENGTH = 61, RUN = 200, BINS = 20, GRID = 201, N_STARTS = 2 };
static const double START[N_STARTS] = {5.0, -5.0};
static const double TIMES[] = {1, 2, 4, 8, 16};
enum { N_TIMES = sizeof TIMES / sizeof *TIMES };

static const tame_option PARAMS[] = {
    {"runs", {200, 1000, 10000}, 1, 1000000, "random selections", NULL}, {0}};

/* --- the map ------------------------------------------------------------------ */

static void half_value(double *xnew, const double *x, const double *theta,
                       void *ctx)
{
  (void)ctx;
  xnew[0] = 0.5 * fmax(x[0] + theta[0], 0.0);
}

/* ctx: t, the derivative that is taken at the kink */
static void half_jvp(double *dxnew, const double *dx, const double *dtheta,
                     const double *x, const double *theta, void *ctx)
{
  const double *at_kink = ctx, sum = x[0] + theta[0];
  const double t = sum == 0.0 ? *at_kink : (sum > 0.0 ? 0.5 : 0.0);
  dxnew[0] = t * (dx[0] + (dtheta ? dtheta[0] : 0.0));
}

static tame_map half_map(double *at_kink)
{
  return (tame_map){
      .n = 1, .p = 1, .value = half_value, .jvp = half_jvp, .ctx = at_kink};
}

/* The next derivative from J at the kink, taking t there. */
static double step(double jac, double t)
{
  const double zero = 0.0;
  double next;
  const tame_map map = half_map(&t);
  TAME_REQUIRE(tame_diff_piggyback(&next, &jac, &zero, &zero, &map) == TAME_OK);
  return next;
}

/* --- I1: sets ------------------------------------------------------------------ */

/* The interval after a step: t (1 + j) is extreme at extreme t and j. */
static void next_interval(double *lo, double *hi)
{
  const double end[2] = {*lo, *hi}, t[2] = {0.0, 0.5};
  *lo = INFINITY;
  *hi = -INFINITY;
  for (size_t i = 0; i < 2; i++) {
    for (size_t j = 0; j < 2; j++) {
      const double next = step(end[i], t[j]);
      *lo = fmin(*lo, next);
      *hi = fmax(*hi, next);
    }
  }
}

static void write_sets(tame_h5 *out)
{
  double lo[N_STARTS][LENGTH], hi[N_STARTS][LENGTH], excess[N_STARTS][LENGTH];
  double guide[LENGTH];
  for (size_t i = 0; i < N_STARTS; i++) {
    double a = START[i], b = START[i];
    for (size_t j = 0; j < LENGTH; j++) {
      guide[j] = 8.0 * pow(0.5, (double)j);
      lo[i][j] = a;
      hi[i][j] = b;
      excess[i][j] = fmax(0.0, fmax(b - 1.0, -a));
      next_interval(&a, &b);
    }
  }
  tame_h5_group(out, "sets", "Intervals of derivatives at the kink");
  tame_h5_index(out, "sets/iteration", LENGTH, "iteration k");
  tame_h5_axis(out, "sets/start", START, N_STARTS, "J_0", "1");
  tame_h5_write(out, "sets/lo", "start iteration", lo[0], "lower end", "1");
  tame_h5_write(out, "sets/hi", "start iteration", hi[0], "upper end", "1");
  tame_h5_write(out, "sets/excess", "start iteration", excess[0],
                "distance of the farthest derivative to [0, 1]", "1");
  tame_h5_write(out, "sets/guide", "iteration", guide, "guide of rate 1/2",
                "1");
  tame_h5_panel(out, "sets", "excess", "start iteration");
}

/* last [runs], from the cell, and their histogram */
static void write_selections(tame_h5 *out, const double *last, size_t runs)
{
  double centre[BINS], density[BINS] = {0};
  for (size_t i = 0; i < runs; i++) {
    const size_t bin = (size_t)(last[i] * BINS); /* J_200 is in [0, 1] */
    if (bin < BINS) density[bin] += (double)BINS / (double)runs;
  }
  for (size_t i = 0; i < BINS; i++) centre[i] = ((double)i + 0.5) / BINS;
  tame_h5_group(out, "random", "Random selections, t uniform on [0, 1/2]");
  tame_h5_index(out, "random/run", runs, "random selection");
  tame_h5_axis(out, "random/bin", centre, BINS, "derivative", "1");
  tame_h5_write(out, "random/last", "run", last, "J_200", "1");
  tame_h5_write(out, "random/density", "bin", density, "density of J_200", "1");
  tame_h5_panel(out, "random", "density", "bin");
}

/* --- I3: off the kink ------------------------------------------------------------- */

static void write_functions(tame_h5 *out)
{
  double theta[GRID], *jac = tame_vec(N_TIMES * GRID), t = 0.0;
  const tame_map map = half_map(&t); /* 0 at the kink */
  for (size_t i = 0; i < GRID; i++) {
    double x = 0.0, j = 0.0, x_next, j_next;
    size_t at = 0;
    theta[i] = ((double)i - (GRID - 1) / 2) / ((GRID - 1) / 2);
    for (size_t k = 1; at < N_TIMES; k++) {
      TAME_REQUIRE(tame_diff_piggyback(&j_next, &j, &x, &theta[i], &map) ==
                   TAME_OK);
      map.value(&x_next, &x, &theta[i], map.ctx);
      x = x_next;
      j = j_next;
      if ((double)k == TIMES[at]) jac[at++ * GRID + i] = j;
    }
  }
  tame_h5_group(out, "functions", "Derivatives as functions of theta");
  tame_h5_axis(out, "functions/theta", theta, GRID, "theta", "1");
  tame_h5_axis(out, "functions/iteration", TIMES, N_TIMES, "iteration k", "1");
  tame_h5_write(out, "functions/jacobian", "iteration theta", jac,
                "J_k(theta), derivative 0 taken at the kink", "1");
  tame_h5_panel(out, "functions", "jacobian", "iteration theta");
  free(jac);
}

/* --- the experiment: one cell, all random selections ------------------------ */

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t runs = tame_run_count(run, "runs");
  double *last = tame_vec(runs);
  gsl_rng *rng = tame_run_rng(run, "selection", cell->index);
  (void)err;
  for (size_t i = 0; i < runs; i++) {
    last[i] = START[0];
    for (size_t k = 0; k < RUN; k++)
      last[i] = step(last[i], gsl_ran_flat(rng, 0.0, 0.5));
  }
  gsl_rng_free(rng);
  tame_h5_index(out, "run", runs, "random selection");
  tame_h5_write(out, "last", "run", last, "J_200", "1");
  free(last);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t runs = tame_run_count(run, "runs");
  double *last = tame_vec(runs);
  const tame_status s = tame_cells_gather(last, cells, "last", runs, err);
  write_sets(out);
  if (s >= 0) write_selections(out, last, runs);
  write_functions(out);
  free(last);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return 1;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  (void)index;
  snprintf(cell->name, sizeof cell->name, "all");
  snprintf(cell->group, sizeof cell->group, "all");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.00457/set_piggyback",
          .title = "Set-valued piggyback on a contraction with a kink",
          .figures = "illus-intervals illus-almost-everywhere",
          .about = "The interval of all piggyback derivatives at a kink, "
                   "random selections, and the derivative off the kink.  An "
                   "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.005, 0.012, 0.11},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
