/* SPDX-License-Identifier: MIT */
/* J3, an illustration of ours: what the finite-volume scheme keeps
 * (tame/swarm.h), at beta = 6 on the two-well potential from the uniform density.
 *
 *   run     implicit steps from 1e-6 growing by 1.15, far beyond any explicit
 *           one: free energy, smallest density, mass, and its change in a
 *           step before that is scaled away;
 *   order   error after 40 steps of 5e-4 against 4096 cells, both mobilities;
 *           after 10 to 80 steps to t = 0.02 against 10240 steps (references so
 *           fine that their own errors do not tilt the slopes);
 *   decay   free energy above its minimum, in Bregman form, with steps
 *           0.004/lambda; rate fitted between 1e-4 and 1e-9 against 2 lambda.
 *
 * A cell is one entropy. */
#include "runs.h"

static const named_entropy LIST[] = {{"m=1/4", {0.25, false}},
                                     {"m=1/2", {0.5, false}},
                                     {"m=1", {1.0, false}},
                                     {"hybrid_m=1/4", {0.25, true}},
                                     {"hybrid_m=1/2", {0.5, true}}};
static const double CELLS[] = {32, 64, 128, 256}, STEPS[] = {10, 20, 40, 80};
static const double BETA = 6.0;
enum {
  N = sizeof LIST / sizeof *LIST,
  N_RUN = 101,  /* steps 0 to 100 of the run */
  N_DECAY = 401 /* recorded points of the decay, every seventh step */
};

static const tame_option PARAMS[] = {
    {"cells", {128, 256, 2048}, 16, 1000000, "cells of the run", NULL}, {0}};

static const tame_field FIELDS[] = {
    {"time", "entropy step", "time t", "1"},
    {"energy", "entropy step", "free energy less its minimum", "1"},
    {"smallest", "entropy step", "smallest density", "1"},
    {"drift", "entropy step", "|mass - 1| after the step", "1"},
    {"defect", "entropy step", "change of mass before it is scaled away", "1"},
    {"newton", "entropy step", "Newton steps", "1"},
    {"rise", "entropy", "largest rise of the energy in a step, relative", "1"},
    {"space_mean", "entropy cells", "L1 error in space, mean mobility", "1"},
    {"space_upwind", "entropy cells", "L1 error in space, upwind mobility",
     "1"},
    {"in_time", "entropy steps", "L1 error in time", "1"},
    {"order_mean", "entropy", "order in h, mean mobility, last two grids", "1"},
    {"order_upwind", "entropy", "order in h, upwind mobility, last two grids",
     "1"},
    {"order_time", "entropy", "order in dt, last two steps", "1"},
    {"decay_time", "entropy point", "time times lambda", "1"},
    {"decay", "entropy point", "free energy less its minimum", "1"},
    {"lambda", "entropy", "linear relaxation rate lambda", "1"},
    {"decay_ratio", "entropy", "fitted decay rate over 2 lambda", "1"}};
enum { N_FIELDS = sizeof FIELDS / sizeof *FIELDS };

static void write_axes(tame_h5 *out, const char *group)
{
  char path[64];
  snprintf(path, sizeof path, "%sstep", group);
  tame_h5_index(out, path, N_RUN, "time step");
  snprintf(path, sizeof path, "%spoint", group);
  tame_h5_index(out, path, N_DECAY, "recorded point");
  snprintf(path, sizeof path, "%scells", group);
  tame_h5_axis(out, path, CELLS, 4, "cells", "1");
  snprintf(path, sizeof path, "%ssteps", group);
  tame_h5_axis(out, path, STEPS, 4, "time steps to t = 0.02", "1");
}

typedef struct {
  double run[6][N_RUN]; /* the first six fields */
  double rise, space[2][4], in_time[4];
  double decay_time[N_DECAY], decay[N_DECAY], lambda, ratio;
} numbers;

/* sum of Bregman distances to MU: the free energy less its minimum */
static double excess(const tame_swarm *w, const double *mu, size_t n,
                     const tame_entropy *e)
{
  double sum = 0.0;
  for (size_t i = 0; i < n; i++)
    sum += tame_entropy_bregman(tame_swarm_density(w)[i], mu[i], e);
  return sum / (double)n;
}

static tame_status whole_run(numbers *x, size_t n, const tame_entropy *e,
                             tame_error *err)
{
  grid g = two_wells(n);
  double *mu = tame_vec(n), t = 0.0, dt = 1e-6, before = INFINITY;
  tame_swarm *w = solver_of(&g, e, err);
  tame_status s = start_uniform(w, n, err);
  if (s == TAME_OK) s = tame_swarm_stationary(mu, g.u, n, BETA, e, err);
  x->rise = -INFINITY;
  for (size_t k = 0; k < N_RUN && s == TAME_OK; k++) {
    tame_swarm_info info = {0};
    if (k > 0) {
      s = tame_swarm_step(w, dt, BETA, &info, err);
      t += dt;
      dt *= 1.15;
    }
    const double energy = tame_swarm_energy(w, BETA);
    if (k > 0) x->rise = fmax(x->rise, (energy - before) / fabs(energy));
    before = energy;
    x->run[0][k] = t;
    x->run[1][k] = excess(w, mu, n, e);
    x->run[2][k] = tame_swarm_smallest(w);
    x->run[3][k] = fabs(tame_swarm_mass(w) - 1.0);
    x->run[4][k] = info.defect;
    x->run[5][k] = (double)info.newton;
  }
  tame_swarm_free(w);
  grid_clear(&g);
  free(mu);
  return s;
}

/* rho [n] <- after STEPS steps of dt from the uniform density */
static tame_status evolve(double *rho, size_t n, size_t steps, double dt,
                          tame_mobility mobility, const tame_entropy *e,
                          tame_error *err)
{
  grid g = two_wells(n);
  tame_swarm *w = tame_swarm_alloc(
      &(tame_swarm_model){n, 1, *e, mobility, TAME_UNSPLIT, g.u}, err);
  tame_status s = start_uniform(w, n, err);
  for (size_t k = 0; k < steps && s == TAME_OK; k++)
    s = tame_swarm_step(w, dt, BETA, NULL, err);
  memcpy(rho, tame_swarm_density(w), n * sizeof *rho);
  tame_swarm_free(w);
  grid_clear(&g);
  return s;
}

/* L1 distance of rho [n] to the means of fine [m] over its cells, whose centres
 * are nodes of the fine grid. */
static double distance_to_means(const double *rho, size_t n, const double *fine,
                                size_t m)
{
  const size_t r = m / n;
  double sum = 0.0;
  for (size_t i = 0; i < n; i++) {
    double mean = 0.0;
    for (size_t l = 0; l <= r; l++)
      mean +=
          (l == 0 || l == r ? 0.5 : 1.0) * fine[(i * r + l + m - r / 2) % m];
    sum += fabs(rho[i] - mean / (double)r);
  }
  return sum / (double)n;
}

static tame_status orders(numbers *x, const tame_entropy *e, tame_error *err)
{
  enum { FINE = 4096, MIDDLE = 128, MANY = 10240 };
  double rho[FINE], fine[FINE];
  tame_status s = TAME_OK;
  for (int kind = 0; kind < 2; kind++) {
    const tame_mobility mobility = kind == 0 ? TAME_MEAN : TAME_UPWIND;
    s = evolve(fine, FINE, 40, 5e-4, mobility, e, err);
    for (size_t i = 0; i < 4 && s == TAME_OK; i++) {
      const size_t n = (size_t)CELLS[i];
      s = evolve(rho, n, 40, 5e-4, mobility, e, err);
      x->space[kind][i] = distance_to_means(rho, n, fine, FINE);
    }
    if (s != TAME_OK) return s;
  }
  s = evolve(fine, MIDDLE, MANY, 0.02 / MANY, TAME_MEAN, e, err);
  for (size_t i = 0; i < 4 && s == TAME_OK; i++) {
    s = evolve(rho, MIDDLE, (size_t)STEPS[i], 0.02 / STEPS[i], TAME_MEAN, e,
               err);
    for (size_t c = 0; c < MIDDLE; c++)
      x->in_time[i] += fabs(rho[c] - fine[c]) / MIDDLE;
  }
  return s;
}

static tame_status decay(numbers *x, const tame_entropy *e, tame_error *err)
{
  enum { HERE = 200, EVERY = 7 };
  grid g = two_wells(HERE);
  double mu[HERE], t[N_DECAY * EVERY], f[N_DECAY * EVERY];
  size_t used = 0;
  tame_swarm *w = solver_of(&g, e, err);
  tame_status s = start_uniform(w, HERE, err);
  if (s == TAME_OK) s = tame_swarm_stationary(mu, g.u, HERE, BETA, e, err);
  if (s == TAME_OK) s = tame_swarm_relaxation(&x->lambda, mu, HERE, e);
  const double dt = 0.004 / x->lambda;
  for (size_t k = 0; k < N_DECAY * EVERY && s == TAME_OK; k++) {
    const double value = excess(w, mu, HERE, e);
    if (k % EVERY == 0) {
      x->decay_time[k / EVERY] = 0.004 * (double)k;
      x->decay[k / EVERY] = value;
      if (value > 1e-9 && value < 1e-4) {
        t[used] = dt * (double)k;
        f[used++] = log(value);
      }
    }
    s = tame_swarm_step(w, dt, BETA, NULL, err);
  }
  x->ratio = -tame_fit_line(t, f, used).slope / (2.0 * x->lambda);
  tame_swarm_free(w);
  grid_clear(&g);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const tame_entropy *e = &LIST[cell->coord[0]].e;
  numbers *x = tame_calloc(1, sizeof *x);
  tame_status s = whole_run(x, tame_run_count(run, "cells"), e, err);
  if (s == TAME_OK) s = orders(x, e, err);
  if (s == TAME_OK) s = decay(x, e, err);
  write_axes(out, "");
  for (size_t f = 0; f < 6; f++)
    tame_h5_write(out, FIELDS[f].path, "step", x->run[f], FIELDS[f].long_name,
                  "1");
  tame_h5_write(out, "space_mean", "cells", x->space[0], "error", "1");
  tame_h5_write(out, "space_upwind", "cells", x->space[1], "error", "1");
  tame_h5_write(out, "in_time", "steps", x->in_time, "error", "1");
  tame_h5_write(out, "decay_time", "point", x->decay_time, "time", "1");
  tame_h5_write(out, "decay", "point", x->decay, "excess", "1");
  const double order[] = {log2(x->space[0][2] / x->space[0][3]),
                          log2(x->space[1][2] / x->space[1][3]),
                          log2(x->in_time[2] / x->in_time[3])};
  tame_fields_write(out, FIELDS + 10, order, 3);
  tame_h5_write_scalar(out, "rise", x->rise, "rise", "1");
  tame_h5_write_scalar(out, "lambda", x->lambda, "lambda", "1");
  tame_h5_write_scalar(out, "decay_ratio", x->ratio, "ratio", "1");
  free(x);
  return s == TAME_OK || s < 0 ? s : TAME_ESINGULAR;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  char words[256];
  (void)run;
  tame_h5_group(out, "structure", "Invariants, orders and decay of the scheme");
  tame_h5_codes(out, "structure/entropy",
                entropy_words(words, sizeof words, LIST, N), "entropy");
  write_axes(out, "structure/");
  TAME_TRY(tame_fields_merge(out, "structure", FIELDS, N_FIELDS, cells, err));
  tame_h5_panel(out, "structure", "energy", "entropy step");
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
          .id = "2204.01306/structure",
          .title = "What the finite-volume scheme keeps",
          .figures = "illus-structure",
          .about = "Energy, positivity, mass, orders of convergence and decay "
                   "rate of the implicit scheme at beta = 6.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
