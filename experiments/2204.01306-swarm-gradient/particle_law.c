/* SPDX-License-Identifier: MIT */
/* J8a, an illustration of ours: the law of interacting particles at beta = 8 on
 * the two-well potential, uniform start, averaged over the second half of the
 * run, against mu_beta.  The deterministic rule keeps the balance between the
 * wells; the stochastic one has a bias that shrinks with the kernel's width sigma
 * (tame/swarm_particles.h).  A cell is one (rule, sigma). */
#include "particles.h"

typedef struct {
  const char *word;
  particle_rule q;
  double sigma;
  size_t n;
  double ds, length;
} law;

static const law LIST[] = {{"deterministic_m=1/2_sigma=0.02",
                            {TAME_DETERMINISTIC, {0.5, false}},
                            0.02,
                            1000,
                            2e-4,
                            10},
                           {"deterministic_hybrid_sigma=0.01",
                            {TAME_DETERMINISTIC, {0.5, true}},
                            0.01,
                            1000,
                            1e-4,
                            5},
                           {"stochastic_hybrid_sigma=0.05",
                            {TAME_STOCHASTIC, {0.5, true}},
                            0.05,
                            1000,
                            2.5e-4,
                            10},
                           {"stochastic_hybrid_sigma=0.03",
                            {TAME_STOCHASTIC, {0.5, true}},
                            0.03,
                            8000,
                            1e-3,
                            6},
                           {"stochastic_hybrid_sigma=0.015",
                            {TAME_STOCHASTIC, {0.5, true}},
                            0.015,
                            8000,
                            2.5e-4,
                            6}};
enum { N = sizeof LIST / sizeof *LIST, N_BIN = 64, N_BLOCK = 40 };
static const double BETA = 8.0;

static const tame_option PARAMS[] = {
    {"times", {1, 1, 10}, 1, 1000, "particles over their default number", NULL},
    {"length",
     {0.1, 1, 1},
     0.01,
     100,
     "length of the run over the default",
     "real"},
    {0}};

static const tame_field FIELDS[] = {
    {"histogram", "method x", "share of particles over width of the bin", "1"},
    {"exact", "method x", "mu_beta", "1"},
    {"wrong", "method", "share of particles in the wrong half circle", "1"},
    {"wrong_exact", "method", "mass of mu_beta there", "1"}};

static void bins(tame_h5 *out, const char *path)
{
  double x[N_BIN];
  for (size_t i = 0; i < N_BIN; i++) x[i] = ((double)i + 0.5) / N_BIN;
  tame_h5_axis(out, path, x, N_BIN, "position on the circle", "1");
}

/* exact [N_BIN]: means over the bins; *wrong */
static tame_status exact_law(double *exact, double *wrong,
                             const tame_potential *u, const tame_entropy *e,
                             tame_error *err)
{
  enum { FINE = 4096 };
  double *values = tame_vec(FINE), *mu = tame_vec(FINE);
  tame_potential_sample(values, FINE, 1, u);
  const tame_status s = tame_swarm_stationary(mu, values, FINE, BETA, e, err);
  *wrong = 0.0;
  for (size_t i = 0; i < FINE; i++) {
    exact[i / (FINE / N_BIN)] += mu[i] / (FINE / N_BIN);
    if (i > 0 && i < FINE / 2) *wrong += mu[i] / FINE;
  }
  free(values);
  free(mu);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const law *q = &LIST[cell->coord[0]];
  const tame_potential u = tame_potential_two_wells(TILT);
  const tame_schedule schedule = {TAME_CONSTANT, BETA, 0.0};
  const size_t n = q->n * tame_run_count(run, "times");
  const size_t steps =
      (size_t)(q->length * tame_run_real(run, "length") / q->ds + 0.5);
  double *x = tame_vec(n), histogram[N_BIN] = {0}, exact[N_BIN] = {0};
  double wrong = 0.0, wrong_exact = 0.0;
  gsl_rng *rng = tame_run_rng(run, "particles", cell->index);
  tame_particles *w = NULL;
  tame_rng_uniform(x, n, 0.0, 1.0, rng);
  tame_status s = particles_start(&w, &q->q, n, q->sigma, x, &u, err);
  for (size_t b = 0; b < N_BLOCK && s == TAME_OK; b++) {
    s = particles_block(w, b, N_BLOCK, steps, q->ds, &schedule, rng, err);
    if (b < N_BLOCK / 2) continue;
    const double weight = 1.0 / (N_BLOCK / 2);
    wrong += weight * tame_particles_share(w, 0.0, 0.5);
    for (size_t i = 0; i < n; i++)
      histogram[(size_t)(tame_particles_positions(w)[i] * N_BIN)] +=
          weight * N_BIN / (double)n;
  }
  if (s == TAME_OK) s = exact_law(exact, &wrong_exact, &u, &q->q.e, err);
  bins(out, "x");
  tame_h5_write(out, "histogram", "x", histogram, "histogram", "1");
  tame_h5_write(out, "exact", "x", exact, "exact", "1");
  tame_fields_write(out, FIELDS + 2, (double[]){wrong, wrong_exact}, 2);
  tame_particles_free(w);
  gsl_rng_free(rng);
  free(x);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  char words[512];
  size_t used = 0;
  (void)run;
  for (size_t i = 0; i < N; i++)
    used += (size_t)snprintf(words + used, sizeof words - used, "%s%s",
                             i ? " " : "", LIST[i].word);
  tame_h5_group(out, "law", "Long-time law of interacting particles");
  tame_h5_codes(out, "law/method", words, "rule and kernel width");
  bins(out, "law/x");
  TAME_TRY(tame_fields_merge(out, "law", FIELDS, 4, cells, err));
  tame_h5_panel(out, "law", "histogram", "method x");
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
  cell->weight = (double)LIST[index].n * LIST[index].length / LIST[index].ds;
  snprintf(cell->name, sizeof cell->name, "law%zu", index);
  snprintf(cell->group, sizeof cell->group, "rules");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2204.01306/particle_law",
          .title = "Long-time law of interacting particles",
          .figures = "illus-particles",
          .about = "Histograms of particles at beta = 8 against the invariant "
                   "density, for two rules and several kernel widths.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
