/* SPDX-License-Identifier: MIT */
/* An illustration of ours: the exponent rho measured, against the geometric one.
 *
 * Ten families of semialgebraic functions, drawn anew for every seed (start, and
 * rotation or data where there are some); errors over three decades (a factor of
 * 1024), the largest 0.1 (0.16 for the lasso, 0.025 for phase retrieval):
 *
 *   outward  the adversary; measured by the largest distance of the last tenth;
 *   tilted   of length eps, outward with probability 3/4, else inward: random
 *            with a bias eps/2; measured by the mean distance of the last tenth.
 *
 * rho is the slope of log distance against log eps, its band the 95% interval of
 * the mean over seeds by Student's law.  The geometric exponent is known, and
 * measured: the slope of G(eps), the reach of crit_eps f
 * (tame_geometric_modulus), which no iteration enters.  A cell is one
 * (family, seed). */
#include <gsl/gsl_cdf.h>

#include "exponent.h"
#include "parts.h"

enum { MAX_EPS = 41, N_MODES = 2 };
static const tame_error_kind MODE[N_MODES] = {TAME_ERROR_OUTWARD,
                                              TAME_ERROR_TILTED};

static const tame_option PARAMS[] = {
    {"eps",
     {4, 7, 13},
     3,
     MAX_EPS,
     "sizes of the error, over three decades",
     NULL},
    {"seeds", {2, 5, 20}, 2, 10000, "repetitions", NULL},
    {"steps", {20000, 200000, 1000000}, 100, 1e9, "iterations", NULL},
    {0}};

/* distance [N_MODES x n], modulus [n] */
static tame_status run_member(double *distance, double *modulus, double *eps,
                              size_t n, const member *m, size_t steps,
                              gsl_rng *rng)
{
  const tame_subgradient_options o = {(size_t)(m->share * (double)steps), 0.1,
                                      100.0};
  tame_subgradient *w = tame_subgradient_alloc(m->f.n);
  tame_status s = TAME_OK;
  geometric(eps, n, m->largest_eps, 1024.0);
  for (size_t i = 0; i < N_MODES * n && s >= 0; i++) {
    const tame_inexact e = {.kind = MODE[i / n],
                            .eps = eps[i % n],
                            .point = m->centre,
                            .tilt = 0.5,
                            .rng = rng};
    tame_subgradient_summary sum = {0};
    s = tame_subgradient_init(w, &m->f, &e, &m->rule, m->x0, NULL);
    if (s >= 0) s = tame_subgradient_run(&sum, NULL, NULL, w, &o, false);
    distance[i] = i < n ? sum.tail : sum.tail_mean;
  }
  for (size_t i = 0; i < n && s >= 0; i++)
    s = tame_geometric_modulus(&modulus[i], eps[i], &m->f, m->centre,
                               m->directions, m->n_directions, m->radius);
  tame_subgradient_free(w);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "eps");
  double distance[N_MODES * MAX_EPS], modulus[MAX_EPS], eps[MAX_EPS];
  double slope[N_MODES + 1];
  gsl_rng *rng = tame_run_rng(run, "member", cell->index);
  member *m = tame_calloc(1, sizeof *m);
  tame_status s = member_init(m, cell->coord[0], rng);
  if (s >= 0)
    s = run_member(distance, modulus, eps, n, m, tame_run_count(run, "steps"),
                   rng);
  if (s >= 0) {
    for (size_t i = 0; i < N_MODES; i++)
      slope[i] = log_fit(eps, distance + i * n, n).slope;
    slope[N_MODES] = log_fit(eps, modulus, n).slope;
    put(out, "eps", eps, n);
    put(out, "distance", distance, N_MODES * n);
    put(out, "modulus", modulus, n);
    put(out, "slope", slope, N_MODES + 1);
    put(out, "exponent", &m->exponent, 1);
    member_free(m);
  }
  free(m);
  gsl_rng_free(rng);
  return s >= 0 ? TAME_OK : failed(err, cell->name, s);
}

/* --- the whole ------------------------------------------------------------------ */

typedef struct {
  tame_h5 *out;
  const tame_cells *cells;
  size_t n, seeds;
} merger;

/* Column k of slope [families x seeds x 3]: mean and half width over seeds. */
static void write_slopes(const merger *m, const double *slope,
                         const double *exponent)
{
  static const char *const WORD[3] = {"outward", "tilted", "modulus"};
  const double t = gsl_cdf_tdist_Pinv(0.975, (double)(m->seeds - 1));
  double known[N_FAMILIES], mean[N_FAMILIES], half[N_FAMILIES];
  double *one = tame_vec(m->seeds);
  char path[64], name[128];
  for (size_t f = 0; f < N_FAMILIES; f++) known[f] = exponent[f * m->seeds];
  tame_h5_write(m->out, "rho/exponent", "family", known,
                "geometric exponent, known", "1");
  for (size_t k = 0; k < 3; k++) {
    for (size_t f = 0; f < N_FAMILIES; f++) {
      for (size_t r = 0; r < m->seeds; r++)
        one[r] = slope[(f * m->seeds + r) * 3 + k];
      mean[f] = tame_mean(one, m->seeds);
      /* standard deviation of a sample over sqrt(seeds) */
      half[f] = t * tame_std(one, m->seeds) / sqrt((double)(m->seeds - 1));
    }
    snprintf(path, sizeof path, "rho/%s", WORD[k]);
    snprintf(name, sizeof name, "slope, %s, mean over seeds", WORD[k]);
    tame_h5_write(m->out, path, "family", mean, name, "1");
    snprintf(path, sizeof path, "rho/%s_half", WORD[k]);
    snprintf(name, sizeof name, "half width of its 95%% interval, %s", WORD[k]);
    tame_h5_write(m->out, path, "family", half, name, "1");
  }
  free(one);
}

/* Mean, least and largest over seeds of distance [families x seeds x modes x n].
 */
static void write_curves(const merger *m, const double *distance)
{
  static const struct {
    const char *path, *name;
    double quantile;
  } PART[] = {{"curve/median", "median over seeds", 0.5},
              {"curve/low", "least over seeds", 0.0},
              {"curve/high", "largest over seeds", 1.0}};
  const size_t width = N_MODES * m->n;
  double *q = tame_vec(N_FAMILIES * width);
  for (size_t i = 0; i < 3; i++) {
    for (size_t f = 0; f < N_FAMILIES; f++)
      tame_quantile_columns(q + f * width, distance + f * m->seeds * width,
                            m->seeds, width, PART[i].quantile);
    tame_h5_write(m->out, PART[i].path, "family mode size", q, PART[i].name,
                  "1");
  }
  free(q);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const merger m = {out, cells, tame_run_count(run, "eps"),
                    tame_run_count(run, "seeds")};
  const size_t all = N_FAMILIES * m.seeds;
  const column c[] = {
      {"distance", "curve", "family seed mode size", N_MODES * m.n,
       "distance to crit f: largest (outward), mean (tilted) of the last "
       "tenth"},
      {"eps", "curve", "family seed size", m.n, "size eps of the error"},
      {"modulus", "curve", "family seed size", m.n, "G(eps)"},
      {"slope", "rho", "family seed quantity", 3, "slope against eps"}};
  double *distance, *slope = NULL, *exponent = NULL;
  tame_h5_codes(out, "family", FAMILIES, "family");
  tame_h5_index(out, "seed", m.seeds, "repetition");
  tame_h5_group(out, "curve", "Distances and reaches over three decades");
  tame_h5_codes(out, "curve/mode", "outward tilted", "error");
  tame_h5_index(out, "curve/size", m.n, "number of the size eps");
  tame_h5_group(out, "rho", "Exponents");
  tame_h5_codes(out, "rho/quantity", "outward tilted modulus",
                "what is fitted");
  TAME_TRY(merge_columns(out, cells, 0, all, c, 4, err));
  TAME_TRY(stack(&distance, cells, 0, all, "distance", N_MODES * m.n, err));
  tame_status s = stack(&slope, cells, 0, all, "slope", 3, err);
  if (s >= 0) s = stack(&exponent, cells, 0, all, "exponent", 1, err);
  if (s >= 0) {
    write_curves(&m, distance);
    write_slopes(&m, slope, exponent);
  }
  free(distance);
  free(slope);
  free(exponent);
  tame_h5_panel(out, "curve", "median", "family mode size");
  tame_h5_panel(out, "rho", "outward", "family");
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return N_FAMILIES * tame_run_count(run, "seeds");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  const size_t seeds = tame_run_count(run, "seeds");
  cell->coord[0] = index / seeds;
  cell->coord[1] = index % seeds;
  snprintf(cell->name, sizeof cell->name, "family%zu-seed%zu", cell->coord[0],
           cell->coord[1]);
  snprintf(cell->group, sizeof cell->group, "family %zu", cell->coord[0]);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2404.19517/exponent",
          .title = "Exponents measured, against the geometric ones",
          .figures = "illus-exponent",
          .about = "Slope of the distance to the critical set against the size "
                   "of the error over three decades, ten families of "
                   "semialgebraic functions, several seeds.  An illustration, "
                   "not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.3, 11.5, 0},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
