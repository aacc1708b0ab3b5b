/* SPDX-License-Identifier: MIT */
/* Success over random landscapes, an illustration of ours: rough potentials of 16
 * random modes on the circle, the methods of cooling.h up to t = 10^4.  A
 * landscape is a success when more than 90 % of the mass is in the basin of the
 * global minimiser at the end; intervals of Clopper and Pearson at 95 %.  A cell
 * is one (method, landscape). */
#include "cooling.h"

enum { N_TIME = 61 };
static const double LAST_TIME = 1e4, LEVEL = 0.95, WANTED = 0.9;

static const tame_option PARAMS[] = {
    {"seeds", {3, 40, 400}, 1, 100000, "random landscapes", NULL},
    {"cells", {128, 256, 1024}, 64, 1048576, "cells of the circle", NULL},
    {0}};

static const tame_field FIELDS[] = {
    {"good", "method seed time", "mass in the global basin", "1"},
    {"minima", "method seed", "local minima of the landscape", "1"},
    {"depth", "method seed", "critical depth of the landscape", "1"}};

static void times(tame_h5 *out, const char *path, double *t)
{
  geometric_times(t, N_TIME, 1e-2, LAST_TIME);
  tame_h5_axis(out, path, t, N_TIME, "time t", "1");
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  double t[N_TIME], good[N_TIME], excess[N_TIME];
  gsl_rng *rng = tame_run_rng(run, "landscape", cell->coord[1]);
  const tame_potential u = tame_potential_rough(16, rng);
  gsl_rng_free(rng);
  grid g = grid_of(&u, tame_run_count(run, "cells"), 1);
  const tame_landscape land = tame_landscape_of(g.mark, g.u, g.nx, g.ny);
  const cooling c = cooling_of(cell->coord[0], land.depth);
  times(out, "time", t);
  const tame_status s = cool(good, excess, NULL, 0, t, N_TIME, &c, &g, err);
  tame_h5_write(out, "good", "time", good, "good", "1");
  tame_fields_write(out, FIELDS + 1,
                    (double[]){(double)land.minima, land.depth}, 2);
  grid_clear(&g);
  return s;
}

/* Quartiles over landscapes and the probability of success, at every time. */
static tame_status summarise(tame_h5 *out, const tame_cells *cells,
                             size_t seeds, tame_error *err)
{
  static const char *const NAME[][2] = {
      {"good_q25", "mass in the global basin, lower quartile over landscapes"},
      {"good_median", "the same, median"},
      {"good_q75", "the same, upper quartile"},
      {"success", "share of landscapes with more than 90 % there"},
      {"success_low", "95 % confidence interval of it, lower end"},
      {"success_high", "95 % confidence interval of it, upper end"}};
  double *good = tame_vec(N_METHOD * seeds * N_TIME);
  double x[6][N_METHOD * N_TIME];
  TAME_TRY(tame_cells_gather(good, cells, "good", N_TIME, err));
  for (size_t m = 0; m < N_METHOD; m++) {
    const double *mine = good + m * seeds * N_TIME;
    for (size_t q = 0; q < 3; q++)
      tame_quantile_columns(&x[q][m * N_TIME], mine, seeds, N_TIME,
                            0.25 * (double)(q + 1));
    for (size_t k = 0; k < N_TIME; k++) {
      const size_t at = m * N_TIME + k;
      size_t successes = 0;
      for (size_t r = 0; r < seeds; r++)
        successes += mine[r * N_TIME + k] > WANTED;
      x[3][at] = (double)successes / (double)seeds;
      tame_binomial_interval(&x[4][at], &x[5][at], successes, seeds, LEVEL);
    }
  }
  for (size_t f = 0; f < 6; f++) {
    char path[64];
    snprintf(path, sizeof path, "landscapes/%s", NAME[f][0]);
    tame_h5_write(out, path, "method time", x[f], NAME[f][1], "1");
  }
  free(good);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double t[N_TIME];
  const size_t seeds = tame_run_count(run, "seeds");
  tame_h5_group(out, "landscapes", "Cooling on random landscapes");
  tame_h5_codes(out, "landscapes/method", METHOD_WORDS, "method");
  tame_h5_index(out, "landscapes/seed", seeds, "random landscape");
  times(out, "landscapes/time", t);
  TAME_TRY(tame_fields_merge(out, "landscapes", FIELDS, 3, cells, err));
  TAME_TRY(summarise(out, cells, seeds, err));
  tame_h5_panel(out, "landscapes", "success", "method time");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  return N_METHOD * tame_run_count(run, "seeds");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  const size_t seeds = tame_run_count(run, "seeds");
  cell->coord[0] = index / seeds;
  cell->coord[1] = index % seeds;
  snprintf(cell->name, sizeof cell->name, "method%zu-seed%zu", cell->coord[0],
           cell->coord[1]);
  snprintf(cell->group, sizeof cell->group, "method %zu", cell->coord[0]);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2204.01306/landscapes",
          .title = "Success over random landscapes",
          .figures = "illus-success",
          .about = "Mass in the basin of the global minimiser on random rough "
                   "potentials, and probability of success.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
