/* SPDX-License-Identifier: MIT */
/* J9, an illustration of ours: escape on the 2-torus, U(x, y) = W(x) + W(y) of the
 * two-well potential W.  Start: mu_beta of the potential shifted by half a turn
 * in both coordinates, so nearly all mass is in the worst of four wells; T: first
 * time the good quadrant [1/2, 1)^2 holds more than half of it.  With the
 * implicit step split into rings (tame/swarm.h) T must be the same, for shorter
 * steps: splitting is cheap, but its error in dt is larger.
 * Snapshots of the density at T/8, T/2, T, 4T.  A cell is one (entropy, beta). */
#include "runs.h"

typedef struct {
  const char *word;
  tame_entropy e;
  double beta;
} escape_case;

static const escape_case LIST[] = {{"m=1/2_beta=8", {0.5, false}, 8},
                                   {"m=1/2_beta=16", {0.5, false}, 16},
                                   {"m=1/2_beta=32", {0.5, false}, 32},
                                   {"hybrid_beta=16", {0.5, true}, 16},
                                   {"hybrid_beta=32", {0.5, true}, 32}};
enum { N = sizeof LIST / sizeof *LIST, N_SHOT = 4, N_ENERGY = 81 };
static const double SHOT[N_SHOT] = {0.125, 0.5, 1.0, 4.0};
static const char WORDS[] =
    "m=1/2_beta=8 m=1/2_beta=16 m=1/2_beta=32 "
    "hybrid_beta=16 hybrid_beta=32";
static const tame_swarm_control CONTROL = {.reject = 0.1,
                                           .grow_below = 0.04,
                                           .growth = 1.4,
                                           .relative = HUGE_VAL,
                                           .dt_min = 1e-14};

static const tame_option PARAMS[] = {
    {"cells", {16, 32, 128}, 8, 4096, "cells along each side, even", NULL},
    {"shorter",
     {10, 100, 100},
     1,
     10000,
     "how many times less density may change in a split step",
     "real"},
    {0}};

static const tame_field FIELDS[] = {
    {"time", "case", "time T", "1"},
    {"time_split", "case", "time T with the step split into rings", "1"},
    {"beta", "case", "inverse temperature beta", "1"},
    {"equilibrium", "case", "good mass of mu_beta", "1"},
    {"rise", "case", "largest rise of the energy in a step, relative", "1"},
    {"smallest", "case", "smallest density", "1"},
    {"drift", "case", "largest |mass - 1|", "1"},
    {"energy", "case fraction", "free energy", "1"},
    {"good", "case fraction", "mass of the good quadrant", "1"},
    {"density", "case shot x y", "density", "1"}};

static void write_axes(tame_h5 *out, const char *group, size_t n)
{
  double fraction[N_ENERGY], *x = tame_vec(n);
  char path[64];
  for (size_t i = 0; i < n; i++) x[i] = (double)i / (double)n;
  for (size_t i = 0; i < N_ENERGY; i++)
    fraction[i] = 4.0 * (double)i / (N_ENERGY - 1);
  snprintf(path, sizeof path, "%sshot", group);
  tame_h5_axis(out, path, SHOT, N_SHOT, "time over T", "1");
  snprintf(path, sizeof path, "%sfraction", group);
  tame_h5_axis(out, path, fraction, N_ENERGY, "time over T", "1");
  snprintf(path, sizeof path, "%sx", group);
  tame_h5_axis(out, path, x, n, "x", "1");
  snprintf(path, sizeof path, "%sy", group);
  tame_h5_axis(out, path, x, n, "y", "1");
  free(x);
}

/* *t: the mark of G is everything but the good quadrant */
static tame_status passage(double *t, const escape_case *q, const grid *g,
                           tame_torus_step kind, double shorter,
                           tame_error *err)
{
  tame_swarm_control control = CONTROL;
  control.reject /= shorter;
  control.grow_below /= shorter;
  tame_swarm *w = tame_swarm_alloc(
      &(tame_swarm_model){g->nx, g->ny, q->e, TAME_MEAN, kind, g->u}, err);
  tame_swarm_clock clock = {.t = 0.0, .dt = 1e-5};
  tame_status s = start_swapped(w, g, q->beta, &q->e, err);
  if (s == TAME_OK)
    s = first_passage(t, w, q->beta, g->mark, 0.5, &control, &clock, 1e6, err);
  tame_swarm_free(w);
  return s;
}

/* Again to 4 T with looks on the way; x [7] are the scalar fields. */
static tame_status replay(double *x, double *energy, double *good,
                          double *shots, const escape_case *q, const grid *g,
                          tame_error *err)
{
  const tame_schedule constant = {TAME_CONSTANT, q->beta, 0.0};
  tame_swarm *w = solver_of(g, &q->e, err);
  tame_swarm_clock clock = {.t = 0.0, .dt = 1e-5};
  tame_status s = start_swapped(w, g, q->beta, &q->e, err);
  double before = tame_swarm_energy(w, q->beta);
  size_t shot = 0;
  x[4] = -INFINITY;
  x[5] = INFINITY;
  for (size_t k = 0; k < N_ENERGY && s == TAME_OK; k++) {
    const double t = x[0] * 4.0 * (double)k / (N_ENERGY - 1);
    while (clock.t < t && s == TAME_OK) {
      s = tame_swarm_advance(w, &clock, &constant, &CONTROL, t, err);
      const double now = tame_swarm_energy(w, q->beta);
      x[4] = fmax(x[4], (now - before) / fabs(now));
      x[5] = fmin(x[5], tame_swarm_smallest(w));
      x[6] = fmax(x[6], fabs(tame_swarm_mass(w) - 1.0));
      before = now;
    }
    if (s == TAME_CONVERGED) s = TAME_OK;
    energy[k] = before;
    good[k] = 1.0 - tame_swarm_expect(w, g->mark);
    if (shot < N_SHOT && t >= SHOT[shot] * x[0] * (1.0 - 1e-12))
      memcpy(shots + g->n * shot++, tame_swarm_density(w),
             g->n * sizeof *shots);
  }
  tame_swarm_free(w);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const escape_case *q = &LIST[cell->coord[0]];
  const tame_potential w = tame_potential_two_wells(TILT);
  const tame_potential u = tame_potential_sum(&w, &w);
  const size_t n = tame_run_count(run, "cells");
  double x[7] = {NAN, NAN, q->beta}, energy[N_ENERGY], good[N_ENERGY];
  grid g = grid_of(&u, n, n);
  double *shots = tame_vec(N_SHOT * g.n), *mu = tame_vec(g.n);
  for (size_t i = 0; i < g.n; i++)
    g.mark[i] = 2 * (i / n) < n || 2 * (i % n) < n;
  tame_status s = tame_swarm_stationary(mu, g.u, g.n, q->beta, &q->e, err);
  for (size_t i = 0; i < g.n; i++)
    x[3] += (1.0 - g.mark[i]) * mu[i] / (double)g.n;
  if (s == TAME_OK && !(x[3] > 0.5))
    s = tame_fail(err, TAME_EINVAL, "%s: good mass at rest is %g", q->word,
                  x[3]);
  if (s == TAME_OK) s = passage(&x[0], q, &g, TAME_UNSPLIT, 1.0, err);
  if (s == TAME_OK)
    s = passage(&x[1], q, &g, TAME_SPLIT, tame_run_real(run, "shorter"), err);
  if (s == TAME_OK) s = replay(x, energy, good, shots, q, &g, err);
  write_axes(out, "", n);
  tame_fields_write(out, FIELDS, x, 7);
  tame_h5_write(out, "energy", "fraction", energy, "energy", "1");
  tame_h5_write(out, "good", "fraction", good, "good mass", "1");
  tame_h5_write(out, "density", "shot x y", shots, "density", "1");
  grid_clear(&g);
  free(shots);
  free(mu);
  return s == TAME_OK || s < 0 ? s : TAME_ESINGULAR;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  tame_h5_group(out, "torus", "Escape on the 2-torus");
  tame_h5_codes(out, "torus/case", WORDS, "entropy and beta");
  write_axes(out, "torus/", tame_run_count(run, "cells"));
  TAME_TRY(tame_fields_merge(out, "torus", FIELDS,
                             sizeof FIELDS / sizeof *FIELDS, cells, err));
  tame_h5_panel(out, "torus", "density", "case shot x y");
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
  snprintf(cell->name, sizeof cell->name, "case%zu", index);
  snprintf(cell->group, sizeof cell->group, "cases");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2204.01306/torus",
          .title = "Escape from the worst of four wells on the torus",
          .figures = "illus-torus",
          .about =
              "First passage into the good quadrant, with snapshots, on the "
              "2-torus.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
