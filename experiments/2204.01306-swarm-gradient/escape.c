/* SPDX-License-Identifier: MIT */
/* J5, an illustration of ours: time to leave the wrong well at fixed beta, two
 * starts on the two-well potential.
 *
 *   swap   nearly all mass in the wrong well (mu_beta of the potential shifted by
 *          half a turn); T = first time its mass is below 1/2;
 *   unif   the uniform density; T: its mass is below 1/4.
 *
 * Theory, ours (tame/swarm_stationary.h): for m < 1 mass leaves at the rate
 * K beta^{-m/(1-m)}, so T beta^{-m/(1-m)} -> (1/2)/K and (p0 - 1/4)/K, p0 the
 * length of the basin; for m = 1, T ~ ln 2 / lambda, exponential in beta.  NaN
 * where the equilibrium itself has more wrong mass than the target.
 *
 * A cell is one (entropy, start). */
#include "runs.h"

static const named_entropy LIST[] = {
    {"m=1/4", {0.25, false}},      {"m=1/2", {0.5, false}},
    {"m=3/4", {0.75, false}},      {"hybrid_m=1/4", {0.25, true}},
    {"hybrid_m=1/2", {0.5, true}}, {"m=1", {1.0, false}}};
enum { N = sizeof LIST / sizeof *LIST, N_BETA = 7 };
static const double BETA[] = {4, 8, 16, 32, 64, 128, 256};
static const double BETA_BOLTZMANN[] = {4, 6, 8, 12, 16, 20, 24};

static const tame_option PARAMS[] = {
    {"cells", {128, 256, 2048}, 32, 1000000, "cells of the circle", NULL},
    {"shorter",
     {1, 1, 8},
     1,
     10000,
     "how many times less density may change in a step than 2 to 4 %",
     "real"},
    {0}};

static const tame_field FIELDS[] = {
    {"beta", "entropy start level", "inverse temperature beta", "1"},
    {"time", "entropy start level", "time T to leave the wrong well", "1"},
    {"theory", "entropy start level", "theory for large beta", "1"},
    {"steps", "entropy start level", "time steps", "1"}};

static double passage_theory(double beta, bool is_swap, const tame_entropy *e,
                             double flux)
{
  const double b = TILT, pi = acos(-1.0);
  const double basin = 0.5 - asin(b / 2) / pi;
  if (e->m == 1.0) {
    const double depth = (1.0 - b / 2) * (1.0 - b / 2);
    const double lambda = 4.0 * pi * beta *
                          sqrt(2.0 * (2.0 - b) * (1.0 - b * b / 4.0)) *
                          exp(-depth * beta);
    return log(is_swap ? 2.0 : 4.0 * basin) / lambda;
  }
  return (is_swap ? 0.5 : basin - 0.25) / flux * pow(beta, e->m / (1.0 - e->m));
}

static tame_status passage(double *t, double *steps, double beta, bool is_swap,
                           const tame_entropy *e, const grid *g, double shorter,
                           tame_error *err)
{
  tame_swarm_control control = FIXED_BETA;
  control.reject /= shorter;
  control.grow_below /= shorter;
  const double target = is_swap ? 0.5 : 0.25;
  double *mu = tame_vec(g->n), rest = 0.0;
  tame_swarm_clock clock = {.t = 0.0, .dt = 1e-7};
  tame_swarm *w = solver_of(g, e, err);
  tame_status s = tame_swarm_stationary(mu, g->u, g->n, beta, e, err);
  for (size_t i = 0; i < g->n; i++) rest += g->mark[i] * mu[i] / (double)g->n;
  *t = NAN;
  if (s == TAME_OK)
    s = is_swap ? start_swapped(w, g, beta, e, err)
                : start_uniform(w, g->n, err);
  if (s == TAME_OK && rest < target)
    s = first_passage(t, w, beta, g->mark, target, &control, &clock, 1e12, err);
  *steps = (double)clock.steps;
  tame_swarm_free(w);
  free(mu);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const tame_entropy *e = &LIST[cell->coord[0]].e;
  const bool is_swap = cell->coord[1] == 0;
  double x[4][N_BETA], flux = NAN;
  grid g = two_wells(tame_run_count(run, "cells"));
  tame_status s = TAME_OK;
  if (e->m < 1.0)
    s = tame_swarm_escape_flux(&flux, 0.25, 0.75, e->m, &g.potential);
  for (size_t i = 0; i < N_BETA && s == TAME_OK; i++) {
    x[0][i] = e->m == 1.0 ? BETA_BOLTZMANN[i] : BETA[i];
    x[2][i] = passage_theory(x[0][i], is_swap, e, 2.0 * flux);
    s = passage(&x[1][i], &x[3][i], x[0][i], is_swap, e, &g,
                tame_run_real(run, "shorter"), err);
  }
  tame_h5_index(out, "level", N_BETA, "number of beta");
  for (size_t f = 0; f < 4; f++)
    tame_h5_write(out, FIELDS[f].path, "level", x[f], FIELDS[f].long_name, "1");
  grid_clear(&g);
  return s == TAME_OK || s < 0 ? s : TAME_ESINGULAR;
}

static const double ORDER[] = {0.2, 0.25, 0.4, 0.5, 0.75};
enum { N_ORDER = sizeof ORDER / sizeof *ORDER };

static tame_status write_fluxes(tame_h5 *out, tame_error *err)
{
  const tame_potential u = tame_potential_two_wells(TILT);
  double right[N_ORDER], left[N_ORDER];
  for (size_t i = 0; i < N_ORDER; i++)
    if (tame_swarm_escape_flux(&right[i], 0.25, 0.75, ORDER[i], &u) !=
            TAME_OK ||
        tame_swarm_escape_flux(&left[i], 0.25, -0.25, ORDER[i], &u) != TAME_OK)
      return tame_fail(err, TAME_ESINGULAR, "flux at m = %g", ORDER[i]);
  tame_h5_group(out, "flux", "Escape flux j of each of the two paths");
  tame_h5_axis(out, "flux/m", ORDER, N_ORDER, "exponent m", "1");
  tame_h5_write(out, "flux/right", "m", right, "j from 1/4 to 3/4", "1");
  tame_h5_write(out, "flux/left", "m", left, "j from 1/4 to -1/4", "1");
  tame_h5_panel(out, "flux", "right", "m");
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  char words[256];
  (void)run;
  tame_h5_group(out, "escape", "Time to leave the wrong well");
  tame_h5_codes(out, "escape/entropy",
                entropy_words(words, sizeof words, LIST, N), "entropy");
  tame_h5_codes(out, "escape/start", "swap unif", "start");
  tame_h5_index(out, "escape/level", N_BETA, "number of beta");
  TAME_TRY(tame_fields_merge(out, "escape", FIELDS, 4, cells, err));
  tame_h5_panel(out, "escape", "time", "entropy start level");
  return write_fluxes(out, err);
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N * 2;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index / 2;
  cell->coord[1] = index % 2;
  snprintf(cell->name, sizeof cell->name, "entropy%zu-%s", cell->coord[0],
           cell->coord[1] ? "unif" : "swap");
  snprintf(cell->group, sizeof cell->group, "%s", LIST[cell->coord[0]].word);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2204.01306/escape",
          .title = "Escape from a wrong well at fixed beta",
          .figures = "illus-escape",
          .about = "First passage of the wrong mass below a target, against "
                   "beta, with the theory for large beta.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
