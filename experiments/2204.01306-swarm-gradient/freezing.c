/* SPDX-License-Identifier: MIT */
/* J7 continued: cooling too fast.  Pure m = 1/2, start in the wrong well, beta =
 * beta0 (1 + t)^g with g = gamma m/(1-m) = gamma > 1: mass leaves at the rate
 * K beta^{-1}, so up to T only
 *
 *   K (1 - (1 + T)^{1-g}) / (beta0 (g - 1))
 *
 * leaves, and the rest is frozen (derived in the README).  A cell is one
 * (beta0, g). */
#include "runs.h"

static const double BETA0[] = {40, 80, 80}, EXPONENT[] = {3, 2, 3};
enum { N = 3, N_TIME = 61 };
static const double LAST_TIME = 10.0;

static const tame_option PARAMS[] = {
    {"cells", {128, 256, 1024}, 32, 1000000, "cells of the circle", NULL},
    {"relative",
     {0.02, 0.005, 0.001},
     1e-6,
     1,
     "dt at most this times 1 + t",
     "real"},
    {0}};

static const tame_field FIELDS[] = {
    {"moved", "case time", "mass that has left the wrong well", "1"},
    {"theory", "case time", "prediction for it", "1"},
    {"ratio", "case", "moved over prediction at the last time", "1"},
    {"beta0", "case", "beta at time 0", "1"},
    {"g", "case", "exponent of the schedule", "1"}};

static void times(tame_h5 *out, const char *path, double *t)
{
  geometric_times(t, N_TIME, 1e-3, LAST_TIME);
  tame_h5_axis(out, path, t, N_TIME, "time t", "1");
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const double beta0 = BETA0[cell->coord[0]], g0 = EXPONENT[cell->coord[0]];
  const tame_entropy e = {0.5, false};
  const tame_schedule schedule = {TAME_POWER, beta0, g0};
  const tame_swarm_control control =
      annealing_control(tame_run_real(run, "relative"));
  double t[N_TIME], moved[N_TIME] = {0}, theory[N_TIME] = {0}, j;
  grid g = two_wells(tame_run_count(run, "cells"));
  tame_swarm *w = solver_of(&g, &e, err);
  tame_swarm_clock clock = {.t = 0.0, .dt = 1e-7};
  times(out, "time", t);
  tame_status s = tame_swarm_escape_flux(&j, 0.25, 0.75, e.m, &g.potential);
  if (s == TAME_OK) s = start_swapped(w, &g, beta0, &e, err);
  const double before = tame_swarm_expect(w, g.mark);
  for (size_t k = 0; k < N_TIME && s == TAME_OK; k++) {
    s = advance_to(w, &clock, NULL, t[k], &schedule, &control, err);
    moved[k] = before - tame_swarm_expect(w, g.mark);
    theory[k] =
        fmin(before,
             2.0 * j / beta0 * (1.0 - pow(1.0 + t[k], 1.0 - g0)) / (g0 - 1.0));
  }
  tame_h5_write(out, "moved", "time", moved, "moved", "1");
  tame_h5_write(out, "theory", "time", theory, "theory", "1");
  tame_fields_write(
      out, FIELDS + 2,
      (double[]){moved[N_TIME - 1] / theory[N_TIME - 1], beta0, g0}, 3);
  tame_swarm_free(w);
  grid_clear(&g);
  return s == TAME_OK || s < 0 ? s : TAME_ESINGULAR;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double t[N_TIME];
  (void)run;
  tame_h5_group(out, "freezing", "Mass moved when cooling is too fast");
  tame_h5_codes(out, "freezing/case", "beta0=40_g=3 beta0=80_g=2 beta0=80_g=3",
                "schedule");
  times(out, "freezing/time", t);
  TAME_TRY(tame_fields_merge(out, "freezing", FIELDS, 5, cells, err));
  tame_h5_panel(out, "freezing", "moved", "case time");
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
          .id = "2204.01306/freezing",
          .title = "Freezing of a swarm that is cooled too fast",
          .figures = "illus-annealing",
          .about =
              "Mass that leaves the wrong well along fast power schedules, "
              "against its prediction.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
