/* SPDX-License-Identifier: MIT */
/* Benchmark potentials on the 2-torus, an illustration of ours: 25 wells
 * (Rastrigin's function in each coordinate) and a random rough potential; the
 * methods of cooling.h, with the density at five times.  A cell is one
 * (potential, method). */
#include "cooling.h"

enum { N_POTENTIAL = 2, N_TIME = 61, N_SHOT = 4 };
static const char WORDS[] = "rastrigin_25_wells rough";
static const double SHOT[N_SHOT] = {0.01, 0.1, 1.0, 100.0};

static const tame_option PARAMS[] = {
    {"cells", {20, 40, 120}, 8, 4096, "cells along each side", NULL},
    {"last_time", {10, 100, 1000}, 1, 1e8, "last time", "real"},
    {0}};

static const tame_field FIELDS[] = {
    {"u", "potential method x y", "potential U", "1"},
    {"good", "potential method time", "mass in the global basin", "1"},
    {"excess", "potential method time", "mean of U less its minimum", "1"},
    {"density", "potential method shot x y",
     "density at the recorded time nearest to the shot's", "1"},
    {"minima", "potential method", "local minima", "1"},
    {"depth", "potential method", "critical depth", "1"}};

static tame_potential potential(size_t i, const tame_run *run)
{
  if (i == 0) {
    const tame_potential u = tame_potential_rastrigin(5, 0.2);
    return tame_potential_sum(&u, &u);
  }
  gsl_rng *rng = tame_run_rng(run, "rough", 0);
  const tame_potential u = tame_potential_rough_torus(rng);
  gsl_rng_free(rng);
  return u;
}

static void write_axes(tame_h5 *out, const char *group, double *t,
                       const tame_run *run)
{
  const size_t n = tame_run_count(run, "cells");
  double *x = tame_vec(n);
  char path[64];
  geometric_times(t, N_TIME, 1e-3, tame_run_real(run, "last_time"));
  for (size_t i = 0; i < n; i++) x[i] = (double)i / (double)n;
  snprintf(path, sizeof path, "%stime", group);
  tame_h5_axis(out, path, t, N_TIME, "time t", "1");
  snprintf(path, sizeof path, "%sshot", group);
  tame_h5_axis(out, path, SHOT, N_SHOT, "time of the snapshot", "1");
  snprintf(path, sizeof path, "%sx", group);
  tame_h5_axis(out, path, x, n, "x", "1");
  snprintf(path, sizeof path, "%sy", group);
  tame_h5_axis(out, path, x, n, "y", "1");
  free(x);
}

static size_t nearest(double wanted, const double *t)
{
  size_t best = 0;
  for (size_t k = 1; k < N_TIME; k++)
    if (fabs(log(t[k] / wanted)) < fabs(log(t[best] / wanted))) best = k;
  return best;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const tame_potential u = potential(cell->coord[0], run);
  const size_t n = tame_run_count(run, "cells");
  double t[N_TIME], good[N_TIME], excess[N_TIME];
  grid g = grid_of(&u, n, n);
  double *density = tame_vec(N_TIME * g.n), *shots = tame_vec(N_SHOT * g.n);
  const tame_landscape land = tame_landscape_of(g.mark, g.u, g.nx, g.ny);
  const cooling c = cooling_of(cell->coord[1], land.depth);
  write_axes(out, "", t, run);
  const tame_status s =
      cool(good, excess, density, g.n, t, N_TIME, &c, &g, err);
  for (size_t i = 0; i < N_SHOT; i++)
    memcpy(shots + i * g.n, density + nearest(SHOT[i], t) * g.n,
           g.n * sizeof *shots);
  tame_h5_write(out, "u", "x y", g.u, "U", "1");
  tame_h5_write(out, "good", "time", good, "good", "1");
  tame_h5_write(out, "excess", "time", excess, "excess", "1");
  tame_h5_write(out, "density", "shot x y", shots, "density", "1");
  tame_fields_write(out, FIELDS + 4,
                    (double[]){(double)land.minima, land.depth}, 2);
  grid_clear(&g);
  free(density);
  free(shots);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double t[N_TIME];
  tame_h5_group(out, "wells", "Cooling on potentials of the torus");
  tame_h5_codes(out, "wells/potential", WORDS, "potential");
  tame_h5_codes(out, "wells/method", METHOD_WORDS, "method");
  write_axes(out, "wells/", t, run);
  TAME_TRY(tame_fields_merge(out, "wells", FIELDS,
                             sizeof FIELDS / sizeof *FIELDS, cells, err));
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
          .id = "2204.01306/torus_wells",
          .title = "Cooling on benchmark potentials of the torus",
          .figures = "illus-torus-wells",
          .about =
              "Swarms and annealing on 25 wells and on a random landscape of "
              "the 2-torus, with snapshots.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
