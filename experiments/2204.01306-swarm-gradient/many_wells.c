/* SPDX-License-Identifier: MIT */
/* Benchmark potentials on the circle (tame/swarm_potential.h), an illustration of
 * ours: mass in the basin of the global minimiser against time for two swarms and
 * for simulated annealing cooled by the critical depth and four times faster, and
 * the density at every recorded time.  A cell is one (potential, method). */
#include "cooling.h"

enum { N_POTENTIAL = 4, N_TIME = 121, N_X = 256, N = 1024 };
static const char WORDS[] = "two_wells rastrigin needle rough";
static const double LAST_TIME = 1e4;

static const tame_option PARAMS[] = {
    {"cells", {256, 512, 2048}, N_X, 1048576, "cells, a power of two", NULL},
    {0}};

static const tame_field FIELDS[] = {
    {"good", "potential method time", "mass in the global basin", "1"},
    {"excess", "potential method time", "mean of U less its minimum", "1"}};

static tame_potential potential(size_t i, const tame_run *run)
{
  if (i == 0) return tame_potential_two_wells(TILT);
  if (i == 1) return tame_potential_rastrigin(8, 0.2);
  if (i == 2) return tame_potential_needle(1.5);
  gsl_rng *rng = tame_run_rng(run, "rough", 0);
  const tame_potential u = tame_potential_rough(16, rng);
  gsl_rng_free(rng);
  return u;
}

static void write_axes(tame_h5 *out, const char *group)
{
  double t[N_TIME], x[N_X];
  char path[64];
  geometric_times(t, N_TIME, 1e-3, LAST_TIME);
  for (size_t i = 0; i < N_X; i++) x[i] = (double)i / N_X;
  snprintf(path, sizeof path, "%stime", group);
  tame_h5_axis(out, path, t, N_TIME, "time t", "1");
  snprintf(path, sizeof path, "%sx", group);
  tame_h5_axis(out, path, x, N_X, "position on the circle", "1");
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const tame_potential u = potential(cell->coord[0], run);
  double t[N_TIME], good[N_TIME], excess[N_TIME];
  double *density = tame_vec(N_TIME * N_X);
  grid g = grid_of(&u, tame_run_count(run, "cells"), 1);
  const tame_landscape land = tame_landscape_of(g.mark, g.u, g.nx, g.ny);
  const cooling c = cooling_of(cell->coord[1], land.depth);
  geometric_times(t, N_TIME, 1e-3, LAST_TIME);
  const tame_status s =
      cool(good, excess, density, N_X, t, N_TIME, &c, &g, err);
  write_axes(out, "");
  tame_h5_write(out, "good", "time", good, "good", "1");
  tame_h5_write(out, "excess", "time", excess, "excess", "1");
  tame_h5_write(out, "density", "time x", density, "density", "1");
  grid_clear(&g);
  free(density);
  return s;
}

/* The potentials themselves, on a fine grid. */
static void write_potentials(tame_h5 *out, const tame_run *run)
{
  double *values = tame_vec(N_POTENTIAL * N_X), *fine = tame_vec(N);
  double minima[N_POTENTIAL], depth[N_POTENTIAL], at[N_POTENTIAL];
  for (size_t i = 0; i < N_POTENTIAL; i++) {
    const tame_potential u = potential(i, run);
    tame_potential_sample(values + i * N_X, N_X, 1, &u);
    tame_potential_sample(fine, N, 1, &u);
    const tame_landscape land = tame_landscape_of(NULL, fine, N, 1);
    minima[i] = (double)land.minima;
    depth[i] = land.depth;
    at[i] = u.argmin[0];
  }
  tame_h5_write(out, "wells/u", "potential x", values, "potential U", "1");
  tame_h5_write(out, "wells/minima", "potential", minima, "local minima", "1");
  tame_h5_write(out, "wells/depth", "potential", depth, "critical depth", "1");
  tame_h5_write(out, "wells/argmin", "potential", at, "global minimiser", "1");
  free(values);
  free(fine);
}

/* One data set a run: figures read them column by column. */
static tame_status write_densities(tame_h5 *out, const tame_cells *cells,
                                   tame_error *err)
{
  for (size_t i = 0; i < N_POTENTIAL * N_METHOD; i++) {
    double *density;
    tame_h5_shape shape;
    char path[64];
    TAME_TRY(tame_cells_read(&density, &shape, cells, i, "density", err));
    snprintf(path, sizeof path, "wells/density_%zu_%zu", i / N_METHOD,
             i % N_METHOD);
    tame_h5_write(out, path, "time x", density,
                  "density, potential and method by their numbers", "1");
    free(density);
  }
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  tame_h5_group(out, "wells", "Cooling on benchmark potentials");
  tame_h5_codes(out, "wells/potential", WORDS, "potential");
  tame_h5_codes(out, "wells/method", METHOD_WORDS, "method");
  write_axes(out, "wells/");
  write_potentials(out, run);
  TAME_TRY(tame_fields_merge(out, "wells", FIELDS, 2, cells, err));
  TAME_TRY(write_densities(out, cells, err));
  tame_h5_panel(out, "wells", "good", "potential method time");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_POTENTIAL * N_METHOD;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index / N_METHOD;
  cell->coord[1] = index % N_METHOD;
  snprintf(cell->name, sizeof cell->name, "potential%zu-method%zu",
           cell->coord[0], cell->coord[1]);
  snprintf(cell->group, sizeof cell->group, "potentials");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2204.01306/many_wells",
          .title = "Cooling on benchmark potentials of the circle",
          .figures = "illus-wells illus-strips",
          .about =
              "Mass in the basin of the global minimiser for swarms and for "
              "annealing on four potentials, with the densities.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
