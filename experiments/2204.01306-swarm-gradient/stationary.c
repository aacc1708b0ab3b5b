/* SPDX-License-Identifier: MIT */
/* J2, an illustration of ours: invariant densities mu_beta of the two-well
 * potential (tame/swarm_stationary.h).
 *
 * Quadrature on a fine grid: E[U] - min U, mass of the wrong half circle
 * (0, 1/2), largest density, against beta, with the slopes of their logarithms
 * between the last two betas.  Then the finite-volume scheme: from the uniform
 * density to t = 20 at beta = 10, steps from 1e-4 growing by 1.1 up to 0.5,
 * compared with mu on the same grid; and cell means of the exact density against
 * the steady state of n cells, whose difference falls like n^-2.
 *
 * A cell is one entropy. */
#include "runs.h"

static const named_entropy LIST[] = {
    {"m=1/5", {0.2, false}},      {"m=1/3", {1.0 / 3.0, false}},
    {"m=1/2", {0.5, false}},      {"m=3/4", {0.75, false}},
    {"m=1", {1.0, false}},        {"hybrid_m=1/4", {0.25, true}},
    {"hybrid_m=1/2", {0.5, true}}};
static const double BETA[] = {10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4};
static const double CELLS[] = {32, 64, 128, 256, 512};
enum {
  N = sizeof LIST / sizeof *LIST,
  N_BETA = sizeof BETA / sizeof *BETA,
  N_CELLS = sizeof CELLS / sizeof *CELLS,
  N_X = 512
};

static const tame_option PARAMS[] = {
    {"log2_nodes", {15, 18, 20}, 13, 24, "log2 of the quadrature nodes", NULL},
    {0}};

static const tame_field FIELDS[] = {
    {"excess", "entropy beta", "mean of U less its minimum", "1"},
    {"wrong", "entropy beta", "mass of the wrong half circle", "1"},
    {"largest", "entropy beta", "largest density", "1"},
    {"density", "entropy beta x", "invariant density", "1"},
    {"excess_slope", "entropy", "slope of log excess, last two betas", "1"},
    {"wrong_slope", "entropy", "slope of log wrong mass, last two betas", "1"},
    {"largest_slope", "entropy", "slope of log largest density, last two betas",
     "1"},
    {"scheme_error", "entropy",
     "L1 distance of the scheme at t = 20 to mu, beta = 10, 256 cells", "1"},
    {"cells_order", "entropy", "order of cells_error, last two grids", "1"},
    {"cells_error", "entropy cells",
     "L1 distance of the steady state to the cell means of mu, beta = 10",
     "1"}};
enum { N_FIELDS = sizeof FIELDS / sizeof *FIELDS };

static void write_axes(tame_h5 *out, const char *group)
{
  double x[N_X];
  char path[64];
  for (size_t i = 0; i < N_X; i++) x[i] = (double)i / N_X;
  snprintf(path, sizeof path, "%sbeta", group);
  tame_h5_axis(out, path, BETA, N_BETA, "inverse temperature beta", "1");
  snprintf(path, sizeof path, "%sx", group);
  tame_h5_axis(out, path, x, N_X, "position on the circle", "1");
  snprintf(path, sizeof path, "%scells", group);
  tame_h5_axis(out, path, CELLS, N_CELLS, "cells of the scheme", "1");
}

static double last_slope(const double *y)
{
  return log(y[N_BETA - 1] / y[N_BETA - 2]) /
         log(BETA[N_BETA - 1] / BETA[N_BETA - 2]);
}

typedef struct {
  double excess[N_BETA], wrong[N_BETA], largest[N_BETA], density[N_BETA * N_X];
  double cells[N_CELLS];
} curves;

static tame_status quadrature(curves *c, size_t n, const tame_entropy *e,
                              tame_error *err)
{
  grid g = two_wells(n);
  double *mu = tame_vec(n);
  tame_status s = TAME_OK;
  for (size_t k = 0; k < N_BETA && s == TAME_OK; k++) {
    s = tame_swarm_stationary(mu, g.u, n, BETA[k], e, err);
    for (size_t i = 0; i < n; i++) {
      c->excess[k] += mu[i] * g.u[i] / (double)n;
      c->wrong[k] += mu[i] * g.mark[i] / (double)n;
      c->largest[k] = fmax(c->largest[k], mu[i]);
    }
    for (size_t i = 0; i < N_X; i++)
      c->density[k * N_X + i] = mu[i * (n / N_X)];
  }
  grid_clear(&g);
  free(mu);
  return s;
}

/* c->cells: cell means by the midpoint rule on the fine grid */
static tame_status refinement(curves *c, size_t fine, const tame_entropy *e,
                              tame_error *err)
{
  grid g = two_wells(fine);
  double *mu = tame_vec(fine), *mine = tame_vec(fine);
  tame_status s = tame_swarm_stationary(mu, g.u, fine, 10.0, e, err);
  for (size_t k = 0; k < N_CELLS && s == TAME_OK; k++) {
    const size_t n = (size_t)CELLS[k], r = fine / n;
    grid h = two_wells(n);
    s = tame_swarm_stationary(mine, h.u, n, 10.0, e, err);
    for (size_t i = 0; i < n; i++) {
      double mean = 0.0; /* nodes i r - r/2 .. i r + r/2, the ends by half */
      for (size_t l = 0; l <= r; l++)
        mean += (l == 0 || l == r ? 0.5 : 1.0) *
                mu[(i * r + l + fine - r / 2) % fine];
      c->cells[k] += fabs(mine[i] - mean / (double)r) / (double)n;
    }
    grid_clear(&h);
  }
  grid_clear(&g);
  free(mu);
  free(mine);
  return s;
}

/* *error <- L1 distance to mu at t = 20 */
static tame_status scheme(double *error, const tame_entropy *e, tame_error *err)
{
  enum { CELLS_HERE = 256 };
  grid g = two_wells(CELLS_HERE);
  double mu[CELLS_HERE] = {0}, t = 0.0, dt = 1e-4;
  tame_swarm *w = solver_of(&g, e, err);
  tame_status s = start_uniform(w, g.n, err);
  if (s == TAME_OK) s = tame_swarm_stationary(mu, g.u, g.n, 10.0, e, err);
  while (s == TAME_OK && t < 20.0) {
    s = tame_swarm_step(w, fmin(dt, 20.0 - t + 1e-12), 10.0, NULL, err);
    t += dt;
    dt = fmin(1.1 * dt, 0.5);
  }
  *error = 0.0;
  for (size_t i = 0; i < g.n; i++)
    *error += fabs(tame_swarm_density(w)[i] - mu[i]) / (double)g.n;
  tame_swarm_free(w);
  grid_clear(&g);
  return s == TAME_OK || s < 0 ? s : TAME_ESINGULAR;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const tame_entropy *e = &LIST[cell->coord[0]].e;
  const size_t n = (size_t)1 << tame_run_count(run, "log2_nodes");
  curves *c = tame_calloc(1, sizeof *c);
  double error = NAN;
  tame_status s = quadrature(c, n, e, err);
  if (s == TAME_OK) s = refinement(c, 8192, e, err);
  if (s == TAME_OK) s = scheme(&error, e, err);
  write_axes(out, "");
  tame_h5_write(out, "excess", "beta", c->excess, "excess", "1");
  tame_h5_write(out, "wrong", "beta", c->wrong, "wrong", "1");
  tame_h5_write(out, "largest", "beta", c->largest, "largest", "1");
  tame_h5_write(out, "density", "beta x", c->density, "density", "1");
  tame_h5_write(out, "cells_error", "cells", c->cells, "error", "1");
  tame_fields_write(
      out, FIELDS + 4,
      (double[]){last_slope(c->excess), last_slope(c->wrong),
                 last_slope(c->largest), error,
                 log2(c->cells[N_CELLS - 2] / c->cells[N_CELLS - 1])},
      5);
  free(c);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  char words[256];
  (void)run;
  tame_h5_group(out, "stationary", "Invariant densities against beta");
  tame_h5_codes(out, "stationary/entropy",
                entropy_words(words, sizeof words, LIST, N), "entropy");
  write_axes(out, "stationary/");
  TAME_TRY(tame_fields_merge(out, "stationary", FIELDS, N_FIELDS, cells, err));
  tame_h5_panel(out, "stationary", "wrong", "entropy beta");
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
  snprintf(cell->name, sizeof cell->name, "entropy%zu", index);
  snprintf(cell->group, sizeof cell->group, "entropies");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2204.01306/stationary",
          .title = "Invariant densities of swarm gradient dynamics",
          .figures = "illus-stationary",
          .about =
              "Mean potential, wrong mass and largest density of mu_beta by "
              "quadrature; the scheme's steady state against them.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
