/* SPDX-License-Identifier: MIT */
/* J7, an illustration of ours: cooling on the two-well potential from the uniform
 * density.  Swarms with beta = 4 (1 + t)^gamma; simulated annealing (m = 1) with
 * beta = 1 + ln(1 + t)/c, c around the critical depth 0.81.  Recorded against
 * time t and against drift time s = int beta dt: mass of the wrong half circle,
 * E[U] - min U, the density itself.
 *
 * A cell is one method.  Pure entropies stop where the width beta^{-1/(1+m)} of
 * the density is that of a cell; NaN afterwards. */
#include "runs.h"

typedef struct {
  const char *word;
  tame_entropy e;
  tame_schedule schedule;
  double log10_time; /* last time at the default scale */
} method;

static const method LIST[] = {
    {"hybrid_m=1/2_gamma=0.5", {0.5, true}, {TAME_POWER, 4, 0.5}, 4},
    {"hybrid_m=1/2_gamma=0.9", {0.5, true}, {TAME_POWER, 4, 0.9}, 3},
    {"m=1/2_gamma=0.5", {0.5, false}, {TAME_POWER, 4, 0.5}, 4},
    {"m=1/2_gamma=0.9", {0.5, false}, {TAME_POWER, 4, 0.9}, 3},
    {"hybrid_m=1/4_gamma=0.5", {0.25, true}, {TAME_POWER, 4, 0.5}, 4},
    {"hybrid_m=1/4_gamma=0.9", {0.25, true}, {TAME_POWER, 4, 0.9}, 3},
    {"annealing_c=0.1", {1, false}, {TAME_LOGARITHMIC, 1, 0.1}, 6},
    {"annealing_c=0.2", {1, false}, {TAME_LOGARITHMIC, 1, 0.2}, 6},
    {"annealing_c=0.4", {1, false}, {TAME_LOGARITHMIC, 1, 0.4}, 6},
    {"annealing_c=0.81", {1, false}, {TAME_LOGARITHMIC, 1, 0.81}, 6},
    {"annealing_c=1.2", {1, false}, {TAME_LOGARITHMIC, 1, 1.2}, 6}};
enum { N = sizeof LIST / sizeof *LIST, N_TIME = 161, N_X = 128 };
static const double FIRST_TIME = 1e-2, LAST_TIME = 1e6;

static const tame_option PARAMS[] = {
    {"cells", {128, 256, 1024}, 128, 1048576, "cells, a power of two", NULL},
    {"relative",
     {0.1, 0.05, 0.02},
     1e-6,
     1,
     "dt at most this times 1 + t",
     "real"},
    {0}};

static const tame_field FIELDS[] = {
    {"beta", "method time", "inverse temperature beta", "1"},
    {"drift_time", "method time", "drift time s", "1"},
    {"wrong", "method time", "mass of the wrong half circle", "1"},
    {"excess", "method time", "mean of U less its minimum", "1"},
    {"smallest", "method time", "smallest density", "1"},
    {"density", "method time x", "density", "1"},
    {"drift", "method", "largest |mass - 1|", "1"},
    {"steps", "method", "time steps", "1"}};

static void write_axes(tame_h5 *out, const char *group)
{
  double t[N_TIME], x[N_X];
  char path[64];
  geometric_times(t, N_TIME, FIRST_TIME, LAST_TIME);
  for (size_t i = 0; i < N_X; i++) x[i] = (double)i / N_X;
  snprintf(path, sizeof path, "%stime", group);
  tame_h5_axis(out, path, t, N_TIME, "time t", "1");
  snprintf(path, sizeof path, "%sx", group);
  tame_h5_axis(out, path, x, N_X, "position on the circle", "1");
}

typedef struct {
  double column[5][N_TIME], density[N_TIME * N_X], drift;
} record;

/* all of row k from W */
static void look(record *r, size_t k, double beta, double drift,
                 const tame_swarm *w, const grid *g)
{
  r->column[0][k] = beta;
  r->column[1][k] = drift;
  r->column[2][k] = tame_swarm_expect(w, g->mark);
  r->column[3][k] = tame_swarm_mean_potential(w);
  r->column[4][k] = tame_swarm_smallest(w);
  for (size_t i = 0; i < N_X; i++)
    r->density[k * N_X + i] = tame_swarm_density(w)[i * (g->n / N_X)];
  r->drift = fmax(r->drift, fabs(tame_swarm_mass(w) - 1.0));
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const method *q = &LIST[cell->coord[0]];
  const tame_swarm_control control =
      annealing_control(tame_run_real(run, "relative"));
  double t[N_TIME], drift = 0.0;
  grid g = two_wells(tame_run_count(run, "cells"));
  record *r = tame_calloc(1, sizeof *r);
  tame_swarm *w = solver_of(&g, &q->e, err);
  tame_swarm_clock clock = {.t = 0.0, .dt = 1e-6};
  tame_status s = start_uniform(w, g.n, err);
  for (size_t i = 0; i < N_TIME * N_X; i++) r->density[i] = NAN;
  for (size_t i = 0; i < 5 * N_TIME; i++)
    r->column[i / N_TIME][i % N_TIME] = NAN;
  geometric_times(t, N_TIME, FIRST_TIME, LAST_TIME);
  const double last = pow(10.0, q->log10_time) * (1.0 + 1e-9);
  const double finest = pow((double)g.n, 1.0 + q->e.m);
  for (size_t k = 0; k < N_TIME && t[k] <= last && s == TAME_OK; k++) {
    const double beta = tame_schedule_beta(t[k], &q->schedule);
    if (q->e.m < 1.0 && !q->e.hybrid && beta > finest) break;
    s = advance_to(w, &clock, &drift, t[k], &q->schedule, &control, err);
    if (s == TAME_OK) look(r, k, beta, drift, w, &g);
  }
  write_axes(out, "");
  for (size_t f = 0; f < 5; f++)
    tame_h5_write(out, FIELDS[f].path, "time", r->column[f],
                  FIELDS[f].long_name, "1");
  tame_h5_write(out, "density", "time x", r->density, "density", "1");
  tame_h5_write_scalar(out, "drift", r->drift, "|mass - 1|", "1");
  tame_h5_write_scalar(out, "steps", (double)clock.steps, "steps", "1");
  tame_swarm_free(w);
  grid_clear(&g);
  free(r);
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
  tame_h5_group(out, "annealing",
                "Cooling of swarms and of simulated annealing");
  tame_h5_codes(out, "annealing/method", words, "method and schedule");
  write_axes(out, "annealing/");
  TAME_TRY(tame_fields_merge(out, "annealing", FIELDS,
                             sizeof FIELDS / sizeof *FIELDS, cells, err));
  tame_h5_panel(out, "annealing", "wrong", "method time");
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
  snprintf(cell->name, sizeof cell->name, "method%zu", index);
  snprintf(cell->group, sizeof cell->group, "methods");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2204.01306/annealing",
          .title = "Cooling schedules: swarms and simulated annealing",
          .figures = "illus-annealing illus-snapshots",
          .about =
              "Wrong mass and mean potential along power schedules (swarms) "
              "and logarithmic ones (annealing).",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
