/* SPDX-License-Identifier: MIT */
/* J4, an illustration of ours: the rate lambda(beta) of linear relaxation to
 * mu_beta on the two-well potential, by a dense eigenproblem
 * (tame/swarm_stationary.h).  For m < 1 theory gives lambda ~ const beta, without a barrier;
 * for m = 1 Eyring and Kramers' formula for two barriers,
 *
 *   lambda ~ 4 pi beta sqrt(2 (2 - b)(1 - b^2/4)) exp(-(1 - b/2)^2 beta).
 *
 * Below 1e-8 the eigenvalue of m = 1 is rounding and left out (NaN).  A cell is
 * one (entropy, beta). */
#include "runs.h"

static const named_entropy LIST[] = {{"m=1/4", {0.25, false}},
                                     {"m=1/2", {0.5, false}},
                                     {"m=1", {1.0, false}},
                                     {"hybrid_m=1/4", {0.25, true}},
                                     {"hybrid_m=1/2", {0.5, true}}};
static const double BETA[] = {2, 4, 8, 16, 32, 64};
enum { N = sizeof LIST / sizeof *LIST, N_BETA = sizeof BETA / sizeof *BETA };
static const double FLOOR = 1e-8;

static const tame_option PARAMS[] = {
    {"cells", {100, 400, 1600}, 16, 20000, "cells of the circle", NULL}, {0}};

static const tame_field FIELDS[] = {
    {"lambda", "entropy beta", "linear relaxation rate lambda", "1"}};

static double eyring_kramers(double beta)
{
  const double b = TILT, pi = acos(-1.0), depth = (1.0 - b / 2) * (1.0 - b / 2);
  return 4.0 * pi * beta * sqrt(2.0 * (2.0 - b) * (1.0 - b * b / 4.0)) *
         exp(-depth * beta);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const tame_entropy *e = &LIST[cell->coord[0]].e;
  const size_t n = tame_run_count(run, "cells");
  double *mu = tame_vec(n), lambda = NAN;
  grid g = two_wells(n);
  tame_status s =
      tame_swarm_stationary(mu, g.u, n, BETA[cell->coord[1]], e, err);
  if (s == TAME_OK) s = tame_swarm_relaxation(&lambda, mu, n, e);
  if (lambda < FLOOR) lambda = NAN;
  tame_fields_write(out, FIELDS, &lambda, 1);
  grid_clear(&g);
  free(mu);
  return s == TAME_OK || s < 0 ? s : TAME_ESINGULAR;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double theory[N_BETA];
  char words[256];
  (void)run;
  tame_h5_group(out, "relaxation", "Relaxation rate against beta");
  tame_h5_codes(out, "relaxation/entropy",
                entropy_words(words, sizeof words, LIST, N), "entropy");
  tame_h5_axis(out, "relaxation/beta", BETA, N_BETA, "inverse temperature beta",
               "1");
  TAME_TRY(tame_fields_merge(out, "relaxation", FIELDS, 1, cells, err));
  for (size_t i = 0; i < N_BETA; i++) theory[i] = eyring_kramers(BETA[i]);
  tame_h5_write(out, "relaxation/eyring_kramers", "beta", theory,
                "Eyring and Kramers' formula, m = 1", "1");
  tame_h5_panel(out, "relaxation", "lambda", "entropy beta");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N * N_BETA;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index / N_BETA;
  cell->coord[1] = index % N_BETA;
  snprintf(cell->name, sizeof cell->name, "entropy%zu-beta%g", cell->coord[0],
           BETA[cell->coord[1]]);
  snprintf(cell->group, sizeof cell->group, "%s", LIST[cell->coord[0]].word);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2204.01306/relaxation",
          .title = "Linear relaxation rate of swarm gradient dynamics",
          .figures = "illus-relaxation",
          .about = "Smallest nonzero eigenvalue of the linearised flow at its "
                   "invariant density, against beta.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
