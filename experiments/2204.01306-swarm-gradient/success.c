/* SPDX-License-Identifier: MIT */
/* J8c, an illustration of ours: success of cooled particles over repetitions, on
 * the two-well potential from the uniform start, drift time 60.  Methods:
 *
 *   annealing          Langevin particles, beta = 1 + ln(1 + s)/0.5;
 *   langevin_power     Langevin particles, beta = 4 (1 + s)^0.47;
 *   stochastic_hybrid, stochastic_m=1/2   interacting, same power schedule;
 *
 * for swarms of 20, 100 and N particles.  A repetition succeeds when at most 2 %
 * of its particles end in the wrong half circle; the probability of that comes
 * with the interval of Clopper and Pearson at 95 %.  A cell is one (method, size,
 * repetition). */
#include "particles.h"

typedef struct {
  const char *word;
  particle_rule q;
  tame_schedule schedule;
} method;

static const method LIST[] = {
    {"annealing", {TAME_LANGEVIN, {1.0, false}}, {TAME_LOGARITHMIC, 1.0, 0.5}},
    {"langevin_power", {TAME_LANGEVIN, {1.0, false}}, {TAME_POWER, 4.0, 0.47}},
    {"stochastic_hybrid",
     {TAME_STOCHASTIC, {0.5, true}},
     {TAME_POWER, 4.0, 0.47}},
    {"stochastic_m=1/2",
     {TAME_STOCHASTIC, {0.5, false}},
     {TAME_POWER, 4.0, 0.47}}};
enum { N = 4, N_SIZE = 3, N_TIME = 61 };
static const double SIGMA = 0.02, DS = 1e-3, LEVEL = 0.95, ALLOWED = 0.02;
static const char WORDS[] =
    "annealing langevin_power stochastic_hybrid stochastic_m=1/2";

static const tame_option PARAMS[] = {
    {"particles", {200, 500, 10000}, 101, 10000000, "largest swarm N", NULL},
    {"seeds", {2, 8, 20}, 1, 10000, "repetitions", NULL},
    {"length", {4, 60, 60}, 0.1, 10000, "drift time", "real"},
    {0}};

static const tame_field FIELDS[] = {
    {"wrong", "method size seed time", "share in the wrong half circle", "1"},
    {"last", "method size seed", "the same at the end", "1"}};

static void axes(double *s, double *size, const tame_run *run)
{
  for (size_t k = 0; k < N_TIME; k++)
    s[k] = tame_run_real(run, "length") * (double)k / (double)(N_TIME - 1);
  size[0] = 20;
  size[1] = 100;
  size[2] = (double)tame_run_count(run, "particles");
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const method *q = &LIST[cell->coord[0]];
  const tame_potential u = tame_potential_two_wells(TILT);
  const size_t steps = (size_t)(tame_run_real(run, "length") / DS + 0.5);
  double s[N_TIME], size[N_SIZE], wrong[N_TIME] = {0};
  axes(s, size, run);
  const size_t n = (size_t)size[cell->coord[1]];
  double *x = tame_vec(n);
  /* the same start for all methods of one size and repetition */
  gsl_rng *start = tame_run_rng(run, "start", cell->coord[2]);
  gsl_rng *rng = tame_run_rng(run, "noise", cell->index);
  tame_particles *w = NULL;
  tame_rng_uniform(x, n, 0.0, 1.0, start);
  tame_status status = particles_start(&w, &q->q, n, SIGMA, x, &u, err);
  for (size_t k = 0; k < N_TIME && status == TAME_OK; k++) {
    if (k > 0)
      status = particles_block(w, k - 1, N_TIME - 1, steps, DS, &q->schedule,
                               rng, err);
    wrong[k] = tame_particles_share(w, 0.0, 0.5);
  }
  tame_h5_axis(out, "time", s, N_TIME, "drift time s", "1");
  tame_h5_write(out, "wrong", "time", wrong, "share", "1");
  tame_h5_write_scalar(out, "last", wrong[N_TIME - 1], "share", "1");
  tame_particles_free(w);
  gsl_rng_free(start);
  gsl_rng_free(rng);
  free(x);
  return status;
}

/* Means, medians and success probabilities over repetitions. */
static tame_status summarise(tame_h5 *out, const tame_cells *cells,
                             size_t seeds, tame_error *err)
{
  enum { PAIRS = N * N_SIZE };
  double *last = tame_vec(PAIRS * seeds), x[5][PAIRS];
  double *wrong = tame_vec(PAIRS * seeds * N_TIME), mean[PAIRS * N_TIME];
  TAME_TRY(tame_cells_gather(last, cells, "last", 1, err));
  TAME_TRY(tame_cells_gather(wrong, cells, "wrong", N_TIME, err));
  for (size_t p = 0; p < PAIRS; p++) {
    size_t successes = 0;
    for (size_t r = 0; r < seeds; r++)
      successes += last[p * seeds + r] <= ALLOWED;
    x[0][p] = tame_mean(last + p * seeds, seeds);
    x[1][p] = tame_std(last + p * seeds, seeds);
    x[2][p] = (double)successes / (double)seeds;
    tame_binomial_interval(&x[3][p], &x[4][p], successes, seeds, LEVEL);
    for (size_t k = 0; k < N_TIME; k++) {
      mean[p * N_TIME + k] = 0.0;
      for (size_t r = 0; r < seeds; r++)
        mean[p * N_TIME + k] +=
            wrong[(p * seeds + r) * N_TIME + k] / (double)seeds;
    }
  }
  static const char *const NAME[][2] = {
      {"last_mean", "final share in the wrong half circle, mean over seeds"},
      {"last_std", "the same, standard deviation over seeds"},
      {"success", "share of repetitions with at most 2 % there"},
      {"success_low", "95 % confidence interval of it, lower end"},
      {"success_high", "95 % confidence interval of it, upper end"}};
  for (size_t f = 0; f < 5; f++) {
    char path[64];
    snprintf(path, sizeof path, "success/%s", NAME[f][0]);
    tame_h5_write(out, path, "method size", x[f], NAME[f][1], "1");
  }
  tame_h5_write(out, "success/wrong_mean", "method size time", mean,
                "share in the wrong half circle, mean over seeds", "1");
  free(last);
  free(wrong);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double s[N_TIME], size[N_SIZE];
  axes(s, size, run);
  const size_t seeds = tame_run_count(run, "seeds");
  tame_h5_group(out, "success", "Success of cooled particles");
  tame_h5_codes(out, "success/method", WORDS, "method");
  tame_h5_axis(out, "success/size", size, N_SIZE, "particles N", "1");
  tame_h5_index(out, "success/seed", seeds, "repetition");
  tame_h5_axis(out, "success/time", s, N_TIME, "drift time s", "1");
  TAME_TRY(tame_fields_merge(out, "success", FIELDS, 2, cells, err));
  TAME_TRY(summarise(out, cells, seeds, err));
  tame_h5_panel(out, "success", "success", "method size");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  return N * N_SIZE * tame_run_count(run, "seeds");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  const size_t seeds = tame_run_count(run, "seeds");
  double s[N_TIME], size[N_SIZE];
  axes(s, size, run);
  cell->coord[0] = index / (N_SIZE * seeds);
  cell->coord[1] = index / seeds % N_SIZE;
  cell->coord[2] = index % seeds;
  cell->weight = size[cell->coord[1]] + (cell->coord[0] < 2 ? 0.0 : 200.0);
  snprintf(cell->name, sizeof cell->name, "method%zu-n%g-seed%zu",
           cell->coord[0], size[cell->coord[1]], cell->coord[2]);
  snprintf(cell->group, sizeof cell->group, "%s", LIST[cell->coord[0]].word);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2204.01306/success",
          .title = "Success of cooled particles over repetitions",
          .figures = "illus-success",
          .about =
              "Share of particles that end in the wrong well, and probability "
              "of success with confidence intervals, for swarms and for "
              "simulated annealing.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
