/* SPDX-License-Identifier: MIT */
/* J6, an illustration of ours: the functional inequality on the circle,
 *
 *   D >= Psi(F) = 4 F^2 (1 + (1-m)(F + beta osc U))^{-1/(1-m)},  0 < m <= 1/2,
 *
 * F the free energy above its minimum, D its dissipation; derived in the README.
 * Random densities exp(A f), f a trigonometric sum of 1 to 6 modes with N(0,1)
 * coefficients over the root of their number, A = 10^Uniform(-1, 1.2); one third
 * is mu_beta exp(A f / 10) instead, one third is kept above 1e-6.
 *
 * A cell is one (m, pure or hybrid, beta). */
#include "runs.h"
#include "tame/rng.h"

static const double ORDER[] = {0.1, 0.25, 0.4, 0.5}, BETA[] = {0, 1, 10, 100};
enum { N_ORDER = 4, N_BETA = 4, N_KIND = 2, N_CELLS = 512 };

static const tame_option PARAMS[] = {
    {"samples", {12, 150, 10000}, 1, 1000000, "densities a cell", NULL}, {0}};

static const tame_field FIELDS[] = {
    {"excess", "m kind beta sample", "free energy above its minimum F", "1"},
    {"dissipation", "m kind beta sample", "dissipation D", "1"},
    {"psi", "m kind beta sample", "lower bound Psi(F)", "1"},
    {"least_ratio", "m kind beta", "smallest D / Psi(F)", "1"}};

/* rho [n] <- the density number I */
static void draw(double *rho, const double *mu, size_t n, size_t i,
                 gsl_rng *rng)
{
  double coefficient[12], power, sum = 0.0;
  const double pi = acos(-1.0);
  const size_t modes = 1 + gsl_rng_uniform_int(rng, 6);
  tame_rng_uniform(&power, 1, -1.0, 1.2, rng);
  tame_rng_normal(coefficient, 2 * modes, rng);
  const double a = pow(10.0, power) / sqrt((double)modes);
  for (size_t c = 0; c < n; c++) {
    double f = 0.0;
    for (size_t k = 0; k < modes; k++) {
      const double w = 2.0 * pi * (double)((k + 1) * c % n) / (double)n;
      f += coefficient[2 * k] * cos(w) + coefficient[2 * k + 1] * sin(w);
    }
    rho[c] = i % 3 == 1 ? mu[c] * exp(0.1 * a * f) : exp(a * f);
    sum += rho[c] / (double)n;
  }
  double floored = 0.0;
  for (size_t c = 0; c < n; c++) {
    rho[c] /= sum;
    if (i % 3 == 2) rho[c] = fmax(rho[c], 1e-6);
    floored += rho[c] / (double)n;
  }
  for (size_t c = 0; c < n; c++) rho[c] /= floored;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const tame_entropy e = {ORDER[cell->coord[0]], cell->coord[1] == 1};
  const double beta = BETA[cell->coord[2]];
  const size_t count = tame_run_count(run, "samples");
  grid g = two_wells(N_CELLS);
  const double osc = tame_landscape_of(NULL, g.u, g.nx, g.ny).oscillation;
  double *mu = tame_vec(g.n), *rho = tame_vec(g.n), *x = tame_vec(3 * count);
  double least = INFINITY;
  gsl_rng *rng = tame_run_rng(run, "density", cell->index);
  tame_swarm *w = solver_of(&g, &e, err);
  tame_status s = tame_swarm_stationary(mu, g.u, g.n, beta, &e, err);
  for (size_t i = 0; i < count && s == TAME_OK; i++) {
    draw(rho, mu, g.n, i, rng);
    s = tame_swarm_init(w, rho, err);
    for (size_t c = 0; c < g.n; c++)
      x[i] += tame_entropy_bregman(rho[c], mu[c], &e) / (double)g.n;
    x[count + i] = tame_swarm_dissipation(w, beta);
    x[2 * count + i] = tame_swarm_psi(x[i], beta, osc, e.m);
    least = fmin(least, x[count + i] / x[2 * count + i]);
  }
  tame_h5_index(out, "sample", count, "sample");
  for (size_t f = 0; f < 3; f++)
    tame_h5_write(out, FIELDS[f].path, "sample", x + f * count,
                  FIELDS[f].long_name, "1");
  tame_h5_write_scalar(out, "least_ratio", least, "smallest ratio", "1");
  gsl_rng_free(rng);
  tame_swarm_free(w);
  grid_clear(&g);
  free(mu);
  free(rho);
  free(x);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  tame_h5_group(out, "inequality", "Dissipation against its lower bound");
  tame_h5_axis(out, "inequality/m", ORDER, N_ORDER, "exponent m", "1");
  tame_h5_codes(out, "inequality/kind", "pure hybrid", "entropy");
  tame_h5_axis(out, "inequality/beta", BETA, N_BETA, "inverse temperature beta",
               "1");
  tame_h5_index(out, "inequality/sample", tame_run_count(run, "samples"),
                "sample");
  TAME_TRY(tame_fields_merge(out, "inequality", FIELDS, 4, cells, err));
  tame_h5_panel(out, "inequality", "dissipation", "m kind beta sample");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_ORDER * N_KIND * N_BETA;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index / (N_KIND * N_BETA);
  cell->coord[1] = index / N_BETA % N_KIND;
  cell->coord[2] = index % N_BETA;
  snprintf(cell->name, sizeof cell->name, "m%g-%s-beta%g",
           ORDER[cell->coord[0]], cell->coord[1] ? "hybrid" : "pure",
           BETA[cell->coord[2]]);
  snprintf(cell->group, sizeof cell->group, "m = %g", ORDER[cell->coord[0]]);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2204.01306/inequality",
          .title = "A functional inequality on the circle, on random densities",
          .figures = "illus-inequality",
          .about = "Dissipation D of the free energy against its lower bound "
                   "Psi(F) for random densities.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
