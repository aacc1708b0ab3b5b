/* SPDX-License-Identifier: MIT */
/* J8b, an illustration of ours: particles that start in the wrong well, X ~ N(1/4,
 * 0.02^2), at beta = 24, drift time 40: share of particles still there.  Langevin
 * particles need a time exp(0.81 beta); the deterministic rule cannot cross an
 * empty region.  The mean-field flow from the same density is drawn beside them, its
 * time multiplied by beta (drift time).  A cell is one method. */
#include "particles.h"
#include "tame/swarm.h"

static const particle_rule RULE[] = {{TAME_LANGEVIN, {1.0, false}},
                                     {TAME_STOCHASTIC, {0.5, true}},
                                     {TAME_STOCHASTIC, {0.5, false}},
                                     {TAME_DETERMINISTIC, {0.5, true}}};
enum { N_RULE = 4, N_FLOW = 2, N = N_RULE + N_FLOW, N_TIME = 161 };
static const tame_entropy FLOW[N_FLOW] = {{0.5, true}, {0.5, false}};
static const char WORDS[] =
    "langevin stochastic_hybrid stochastic_m=1/2 "
    "deterministic_hybrid flow_hybrid flow_m=1/2";
static const double BETA = 24.0, SIGMA = 0.02, DS = 1e-3;

static const tame_option PARAMS[] = {
    {"particles", {200, 1000, 10000}, 1, 10000000, "number of particles", NULL},
    {"length", {5, 40, 40}, 0.1, 10000, "drift time", "real"},
    {0}};

static const tame_field FIELDS[] = {
    {"wrong", "method time", "share in the wrong half circle", "1"},
    {"last", "method", "the same at the end", "1"}};

static void times(tame_h5 *out, const char *path, double *s,
                  const tame_run *run)
{
  const double last = tame_run_real(run, "length");
  for (size_t k = 0; k < N_TIME; k++)
    s[k] = last * (double)k / (double)(N_TIME - 1);
  tame_h5_axis(out, path, s, N_TIME, "drift time s", "1");
}

static tame_status particle_run(double *wrong, const tame_cell *cell,
                                const tame_run *run, tame_error *err)
{
  const tame_potential u = tame_potential_two_wells(TILT);
  const tame_schedule schedule = {TAME_CONSTANT, BETA, 0.0};
  const size_t n = tame_run_count(run, "particles");
  const size_t steps = (size_t)(tame_run_real(run, "length") / DS + 0.5);
  double *x = tame_vec(n);
  gsl_rng *rng = tame_run_rng(run, "particles", cell->index);
  tame_particles *w = NULL;
  tame_rng_normal(x, n, rng);
  for (size_t i = 0; i < n; i++) x[i] = 0.25 + 0.02 * x[i];
  tame_status s =
      particles_start(&w, &RULE[cell->coord[0]], n, SIGMA, x, &u, err);
  for (size_t k = 0; k < N_TIME && s == TAME_OK; k++) {
    if (k > 0)
      s = particles_block(w, k - 1, N_TIME - 1, steps, DS, &schedule, rng, err);
    wrong[k] = tame_particles_share(w, 0.0, 0.5);
  }
  tame_particles_free(w);
  gsl_rng_free(rng);
  free(x);
  return s;
}

/* The mean-field flow from the same Gaussian, on 512 cells. */
static tame_status flow_run(double *wrong, const double *s,
                            const tame_entropy *e, tame_error *err)
{
  enum { CELLS = 512 };
  const tame_potential p = tame_potential_two_wells(TILT);
  const tame_schedule schedule = {TAME_CONSTANT, BETA, 0.0};
  const tame_swarm_control control = {0.04, 0.02, 1.3, HUGE_VAL, 1e-15};
  double u[CELLS], rho[CELLS], left[CELLS], sum = 0.0;
  tame_potential_sample(u, CELLS, 1, &p);
  for (size_t i = 0; i < CELLS; i++) {
    const double z = ((double)i / CELLS - 0.25) / 0.02;
    rho[i] = exp(-0.5 * z * z) + 1e-12; /* positive, as the solver asks */
    left[i] = i > 0 && i < CELLS / 2;
    sum += rho[i] / CELLS;
  }
  for (size_t i = 0; i < CELLS; i++) rho[i] /= sum;
  tame_swarm *w = tame_swarm_alloc(
      &(tame_swarm_model){CELLS, 1, *e, TAME_MEAN, TAME_UNSPLIT, u}, err);
  tame_swarm_clock clock = {.t = 0.0, .dt = 1e-9};
  tame_status status = tame_swarm_init(w, rho, err);
  for (size_t k = 0; k < N_TIME && status == TAME_OK; k++) {
    while (clock.t < s[k] / BETA && status == TAME_OK)
      status =
          tame_swarm_advance(w, &clock, &schedule, &control, s[k] / BETA, err);
    if (status == TAME_CONVERGED) status = TAME_OK;
    wrong[k] = tame_swarm_expect(w, left);
  }
  tame_swarm_free(w);
  return status == TAME_OK || status < 0 ? status : TAME_ESINGULAR;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  double s[N_TIME], wrong[N_TIME] = {0};
  times(out, "time", s, run);
  const tame_status status =
      cell->coord[0] < N_RULE
          ? particle_run(wrong, cell, run, err)
          : flow_run(wrong, s, &FLOW[cell->coord[0] - N_RULE], err);
  tame_h5_write(out, "wrong", "time", wrong, "share", "1");
  tame_h5_write_scalar(out, "last", wrong[N_TIME - 1], "share", "1");
  return status;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double s[N_TIME];
  tame_h5_group(out, "escape", "Particles that start in the wrong well");
  tame_h5_codes(out, "escape/method", WORDS, "rule");
  times(out, "escape/time", s, run);
  TAME_TRY(tame_fields_merge(out, "escape", FIELDS, 2, cells, err));
  tame_h5_panel(out, "escape", "wrong", "method time");
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
  cell->weight = index < N_RULE ? 10.0 : 1.0;
  snprintf(cell->name, sizeof cell->name, "method%zu", index);
  snprintf(cell->group, sizeof cell->group, "methods");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2204.01306/particle_escape",
          .title = "Escape of particles from a wrong well",
          .figures = "illus-particles",
          .about =
              "Share of particles left in the wrong well at beta = 24, for "
              "four rules and for the mean-field flow.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
