/* SPDX-License-Identifier: MIT */
/* An illustration of ours (I2): INNA in the nonsmooth valley
 *
 *     f(x, y) = 100 (y - |x|)^2 + |1 - x|,
 *
 * a test function of the paper that introduced INNA (from memory).  At kinks
 * the selection is sign(0) = 0.  With delta = y - |x| the element of the
 * subdifferential is (-200 delta sign x - sign(1 - x), 200 delta).  Start (-1,
 * 1.5), step 0.001. A cell is one pair (alpha, beta). */
#include <math.h>

#include "pieces.h"
#include "tame/opt.h"

enum { N_PAIRS = 7, N_STEPS = 20000, EVERY = 20, EARLY = 1000 };
enum { N_KEPT = N_STEPS / EVERY + 1 };
static const char WORDS[] =
    "a0.5_b0.01 a0.5_b0.1 a1.3_b0.1 a0.1_b0.1 "
    "a0.1_b0.9 a1_b1 a2_b2";
static const damping PAIR[N_PAIRS] = {{0.5, 0.01, "a0.5_b0.01"},
                                      {0.5, 0.1, "a0.5_b0.1"},
                                      {1.3, 0.1, "a1.3_b0.1"},
                                      {0.1, 0.1, "a0.1_b0.1"},
                                      {0.1, 0.9, "a0.1_b0.9"},
                                      {1, 1, "a1_b1"},
                                      {2, 2, "a2_b2"}};

static double sign(double x) { return (double)((x > 0.0) - (x < 0.0)); }

static double f(const double *z)
{
  const double delta = z[1] - fabs(z[0]);
  return 100.0 * delta * delta + fabs(1.0 - z[0]);
}

static void subgradient(double *g, const double *z)
{
  const double delta = z[1] - fabs(z[0]);
  g[0] = -200.0 * delta * sign(z[0]) - sign(1.0 - z[0]);
  g[1] = 200.0 * delta;
}

typedef struct {
  double x[N_KEPT], y[N_KEPT], f[N_KEPT], best[N_KEPT];
  double xs[EARLY + 1], ys[EARLY + 1]; /* the first steps, all of them */
  double smallest;                     /* f so far */
  double first, crossings; /* k with f < 0.1; sign changes of delta */
} record;

static void look(record *r, size_t k, const double *z)
{
  r->smallest = fmin(r->smallest, f(z));
  if (k % EVERY == 0) {
    r->x[k / EVERY] = z[0];
    r->y[k / EVERY] = z[1];
    r->f[k / EVERY] = f(z);
    r->best[k / EVERY] = r->smallest;
  }
  if (k <= EARLY) {
    r->xs[k] = z[0];
    r->ys[k] = z[1];
    if (k > 0 &&
        (r->ys[k] - fabs(r->xs[k])) * (r->ys[k - 1] - fabs(r->xs[k - 1])) < 0.0)
      r->crossings++;
  }
  if (isnan(r->first) && f(z) < 0.1) r->first = (double)k;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  (void)run;
  tame_opt_options o = tame_opt_defaults(TAME_OPT_INNA);
  double z[2] = {-1.0, 1.5}, g[2];
  o.alpha = PAIR[cell->index].alpha;
  o.beta = PAIR[cell->index].beta;
  record *r = tame_calloc(1, sizeof *r);
  r->first = NAN;
  r->smallest = INFINITY;
  tame_opt_f64 *w = tame_opt_alloc_f64(2, tame_opt_vectors(&o));
  tame_status s = tame_opt_init_f64(w, &o, NULL, 0, z);
  look(r, 0, z);
  for (size_t k = 1; k <= N_STEPS && s == TAME_OK; k++) {
    subgradient(g, z);
    s = tame_opt_step_f64(w, z, g, 1e-3);
    look(r, k, z);
  }
  tame_cell_put(out, "x", r->x, N_KEPT);
  tame_cell_put(out, "y", r->y, N_KEPT);
  tame_cell_put(out, "f", r->f, N_KEPT);
  tame_cell_put(out, "best", r->best, N_KEPT);
  tame_cell_put(out, "early_x", r->xs, EARLY + 1);
  tame_cell_put(out, "early_y", r->ys, EARLY + 1);
  tame_h5_write_scalar(out, "first", r->first, "first", "1");
  tame_h5_write_scalar(out, "crossings", r->crossings, "crossings", "1");
  tame_opt_free_f64(w);
  free(r);
  return s == TAME_OK ? s
                      : tame_fail(err, TAME_EINVAL, "%s: %s", cell->name,
                                  tame_status_str(s));
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  (void)run;
  double step[N_KEPT];
  for (size_t k = 0; k < N_KEPT; k++) step[k] = (double)(k * EVERY);
  tame_h5_codes(out, "pair", WORDS, "damping alpha, beta");
  tame_h5_group(out, "path", "INNA in the valley, every 20th iterate");
  tame_h5_axis(out, "path/iteration", step, N_KEPT, "iteration k", "1");
  tame_h5_group(out, "early", "the first 1000 iterates");
  tame_h5_index(out, "early/iteration", EARLY + 1, "iteration k");
  TAME_TRY(tame_cells_collect(out, cells, "x", N_KEPT, "path/x",
                              "pair iteration", "x", err));
  TAME_TRY(tame_cells_collect(out, cells, "y", N_KEPT, "path/y",
                              "pair iteration", "y", err));
  TAME_TRY(tame_cells_collect(out, cells, "f", N_KEPT, "path/f",
                              "pair iteration", "f(x, y)", err));
  TAME_TRY(tame_cells_collect(out, cells, "best", N_KEPT, "path/best",
                              "pair iteration",
                              "smallest f of all iterates so far", err));
  TAME_TRY(tame_cells_collect(out, cells, "first", 1, "path/first_below",
                              "pair", "first k with f < 0.1", err));
  TAME_TRY(tame_cells_collect(out, cells, "early_x", EARLY + 1, "early/x",
                              "pair iteration", "x", err));
  TAME_TRY(tame_cells_collect(out, cells, "early_y", EARLY + 1, "early/y",
                              "pair iteration", "y", err));
  TAME_TRY(tame_cells_collect(out, cells, "crossings", 1, "early/crossings",
                              "pair", "crossings of the valley y = |x|", err));
  tame_h5_panel(out, "path", "f", "pair iteration");
  tame_h5_panel(out, "early", "y", "pair iteration");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, N_PAIRS; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "%s", PAIR[index].word);
  snprintf(cell->group, sizeof cell->group, "all pairs");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2410.05871/valley",
          .title = "INNA in a nonsmooth valley",
          .figures = "illus-valley",
          .about = "INNA with seven pairs (alpha, beta) on "
                   "100 (y - |x|)^2 + |1 - x|.  An illustration, not an "
                   "experiment of the paper.",
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
