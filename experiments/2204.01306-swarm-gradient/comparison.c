/* SPDX-License-Identifier: MIT */
/* J6 continued: free energy above its minimum along an annealed run,
 * beta = (1 + t)^gamma, hybrid entropies, uniform start, against the bound y(t) of
 *
 *   y' = -Psi_beta(y) + beta' osc U,  y(0) = F(0),
 *
 * which the functional inequality gives (README).  y by implicit Euler with 20
 * substeps between two recorded times.  A cell is one (m, gamma). */
#include "runs.h"

static const double ORDER[] = {0.25, 0.25, 0.4, 0.5};
static const double GAMMA[] = {0.5, 0.4, 0.3, 0.3};
enum { N = 4, N_TIME = 401, SUBSTEPS = 20 };

static const tame_option PARAMS[] = {
    {"cells", {100, 200, 2048}, 16, 1000000, "cells of the circle", NULL},
    {"log10_time", {2, 4, 6}, 1, 8, "log10 of the last time", NULL},
    {0}};

static const tame_field FIELDS[] = {
    {"excess", "case time", "free energy above its minimum F(t)", "1"},
    {"bound", "case time", "bound y(t)", "1"},
    {"over", "case", "largest F(t) - y(t)", "1"},
    {"m", "case", "exponent m of the hybrid entropy", "1"},
    {"gamma", "case", "exponent gamma of the schedule", "1"}};

static void times(tame_h5 *out, const char *path, double *t,
                  const tame_run *run)
{
  t[0] = 0.0;
  geometric_times(t + 1, N_TIME - 1, 1e-4,
                  pow(10.0, tame_run_real(run, "log10_time")));
  tame_h5_axis(out, path, t, N_TIME, "time t", "1");
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t c = cell->coord[0];
  const tame_entropy e = {ORDER[c], true};
  const tame_schedule schedule = {TAME_POWER, 1.0, GAMMA[c]};
  const tame_swarm_control control = annealing_control(0.05);
  double t[N_TIME], f[N_TIME], y[N_TIME], over = -INFINITY;
  grid g = two_wells(tame_run_count(run, "cells"));
  const double osc = tame_landscape_of(NULL, g.u, g.nx, g.ny).oscillation;
  double *mu = tame_vec(g.n);
  tame_swarm *w = solver_of(&g, &e, err);
  tame_swarm_clock clock = {.t = 0.0, .dt = 1e-5};
  times(out, "time", t, run);
  tame_status s = start_uniform(w, g.n, err);
  for (size_t k = 0; k < N_TIME && s == TAME_OK; k++) {
    s = advance_to(w, &clock, NULL, t[k], &schedule, &control, err);
    if (s == TAME_OK)
      s = tame_swarm_stationary(mu, g.u, g.n,
                                tame_schedule_beta(t[k], &schedule), &e, err);
    f[k] = 0.0;
    for (size_t i = 0; i < g.n; i++)
      f[k] += tame_entropy_bregman(tame_swarm_density(w)[i], mu[i], &e) /
              (double)g.n;
    y[k] = k == 0 ? f[0] : y[k - 1];
    for (size_t j = 0; k > 0 && j < SUBSTEPS; j++) {
      const double dt = (t[k] - t[k - 1]) / SUBSTEPS;
      const double at = t[k - 1] + dt * (double)(j + 1);
      y[k] = tame_swarm_comparison_step(
          y[k], dt, tame_schedule_beta(at, &schedule),
          tame_schedule_slope(at, &schedule), osc, e.m);
    }
    if (k > 0) over = fmax(over, f[k] - y[k]);
  }
  tame_h5_write(out, "excess", "time", f, "F", "1");
  tame_h5_write(out, "bound", "time", y, "y", "1");
  tame_fields_write(out, FIELDS + 2, (double[]){over, ORDER[c], GAMMA[c]}, 3);
  tame_swarm_free(w);
  grid_clear(&g);
  free(mu);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double t[N_TIME];
  tame_h5_group(out, "comparison",
                "Free energy of annealed runs and its bound");
  tame_h5_codes(out, "comparison/case",
                "m=1/4_gamma=0.5 m=1/4_gamma=0.4 "
                "m=0.4_gamma=0.3 m=1/2_gamma=0.3",
                "hybrid entropy and schedule");
  times(out, "comparison/time", t, run);
  TAME_TRY(tame_fields_merge(out, "comparison", FIELDS, 5, cells, err));
  tame_h5_panel(out, "comparison", "excess", "case time");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "case%zu", index);
  snprintf(cell->group, sizeof cell->group, "schedules");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2204.01306/comparison",
          .title = "Annealed free energy against its comparison equation",
          .figures = "illus-inequality",
          .about =
              "Free energy above its minimum along power schedules, and the "
              "bound that the functional inequality gives.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
