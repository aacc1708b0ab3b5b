/* SPDX-License-Identifier: MIT */
/* J1, an illustration of ours: the entropies phi, their slopes phi' and the noise
 * alpha(r) of the nonlinear diffusion (formulas in tame/swarm_entropy.h). */
#include "runs.h"

static const named_entropy LIST[] = {{"m=1/4", {0.25, false}},
                                     {"m=1/2", {0.5, false}},
                                     {"m=1", {1.0, false}},
                                     {"hybrid_m=1/2", {0.5, true}}};
enum { N = sizeof LIST / sizeof *LIST };

static const tame_option PARAMS[] = {
    {"points", {41, 121, 401}, 2, 100000, "densities r", NULL}, {0}};

static const tame_field FIELDS[] = {
    {"phi", "entropy density", "entropy phi(r)", "1"},
    {"slope", "entropy density", "phi'(r)", "1"},
    {"noise", "entropy density", "noise alpha(r)", "1"},
    {"round_trip", "entropy",
     "largest relative error of (phi')^{-1}(phi'(r)) over the densities", "1"}};

static void densities(tame_h5 *out, const char *path, double *r, size_t n)
{
  geometric_times(r, n, 1e-3, 1e2);
  tame_h5_axis(out, path, r, n, "density r", "1");
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const tame_entropy *e = &LIST[cell->coord[0]].e;
  const size_t n = tame_run_count(run, "points");
  double *r = tame_vec(n), *x = tame_vec(3 * n), worst = 0.0;
  (void)err;
  densities(out, "density", r, n);
  for (size_t i = 0; i < n; i++) {
    x[i] = tame_entropy_value(r[i], e);
    x[n + i] = tame_entropy_slope(r[i], e);
    x[2 * n + i] = tame_entropy_noise(r[i], e);
    worst =
        tame_worse(worst, fabs(tame_entropy_inverse(x[n + i], e) / r[i] - 1.0));
  }
  for (size_t f = 0; f < 3; f++)
    tame_h5_write(out, FIELDS[f].path, "density", x + f * n,
                  FIELDS[f].long_name, "1");
  tame_h5_write_scalar(out, "round_trip", worst, FIELDS[3].long_name, "1");
  free(r);
  free(x);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "points");
  char words[256];
  double *r = tame_vec(n);
  tame_h5_group(out, "entropy", "Entropies, their slopes, and the noise");
  tame_h5_codes(out, "entropy/entropy",
                entropy_words(words, sizeof words, LIST, N), "entropy");
  densities(out, "entropy/density", r, n);
  free(r);
  TAME_TRY(tame_fields_merge(out, "entropy", FIELDS, 4, cells, err));
  tame_h5_panel(out, "entropy", "slope", "entropy density");
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
          .id = "2204.01306/entropies",
          .title = "Entropies of swarm gradient dynamics",
          .figures = "illus-entropies",
          .about = "phi, phi' and the noise alpha against the density r.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
