/* SPDX-License-Identifier: MIT */
/* An illustration of ours (I3): AdamW and INNAprop on Rosenbrock's function
 *
 *     f(x, y) = (1 - x)^2 + 100 (y - x^2)^2,
 *
 * from (-1.2, 1), 4000 steps of size  0.01 (1 + cos(pi (k - 1)/4000))/2,
 * k = 1, 2, ..., no weight decay.  A cell is one method. */
#include <math.h>

#include "pieces.h"
#include "tame/opt.h"
#include "tame/schedule.h"

enum { N_METHODS = 6, N_STEPS = 4000, EVERY = 5 };
enum { N_KEPT = N_STEPS / EVERY + 1 };
static const char WORDS[] = "adamw a0.1_b0.9 a1_b1 a2_b2 a0.5_b0.1 a0.5_b4";
/* alpha = 0 stands for AdamW */
static const damping METHOD[N_METHODS] = {
    {0, 0, "adamw"}, {0.1, 0.9, "a0.1_b0.9"}, {1, 1, "a1_b1"},
    {2, 2, "a2_b2"}, {0.5, 0.1, "a0.5_b0.1"}, {0.5, 4, "a0.5_b4"}};

static double f(const double *z)
{
  const double a = 1.0 - z[0], b = z[1] - z[0] * z[0];
  return a * a + 100.0 * b * b;
}

static void gradient(double *g, const double *z)
{
  const double a = 1.0 - z[0], b = z[1] - z[0] * z[0];
  g[0] = -2.0 * a - 400.0 * b * z[0];
  g[1] = 200.0 * b;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  (void)run;
  const damping d = METHOD[cell->index];
  tame_opt_options o =
      tame_opt_defaults(d.alpha > 0.0 ? TAME_OPT_INNAPROP : TAME_OPT_ADAMW);
  double z[2] = {-1.2, 1.0}, g[2], x[N_KEPT], y[N_KEPT], value[N_KEPT];
  o.alpha = d.alpha;
  o.beta = d.beta;
  tame_opt_f64 *w = tame_opt_alloc_f64(2, tame_opt_vectors(&o));
  tame_status s = tame_opt_init_f64(w, &o, NULL, 0, z);
  for (size_t k = 0; k <= N_STEPS && s == TAME_OK; k++) {
    if (k % EVERY == 0) {
      x[k / EVERY] = z[0];
      y[k / EVERY] = z[1];
      value[k / EVERY] = f(z);
    }
    gradient(g, z);
    s = tame_opt_step_f64(w, z, g, tame_cosine(k, N_STEPS, 1e-2, 0.0));
  }
  tame_opt_free_f64(w);
  tame_cell_put(out, "x", x, N_KEPT);
  tame_cell_put(out, "y", y, N_KEPT);
  tame_cell_put(out, "f", value, N_KEPT);
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
  tame_h5_group(out, "path", "Rosenbrock's function, every 5th iterate");
  tame_h5_codes(out, "path/method", WORDS, "AdamW, or damping alpha, beta");
  tame_h5_axis(out, "path/iteration", step, N_KEPT, "iteration k", "1");
  TAME_TRY(tame_cells_collect(out, cells, "x", N_KEPT, "path/x",
                              "method iteration", "x", err));
  TAME_TRY(tame_cells_collect(out, cells, "y", N_KEPT, "path/y",
                              "method iteration", "y", err));
  TAME_TRY(tame_cells_collect(out, cells, "f", N_KEPT, "path/f",
                              "method iteration", "f(x, y)", err));
  tame_h5_panel(out, "path", "f", "method iteration");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, N_METHODS; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "%s", METHOD[index].word);
  snprintf(cell->group, sizeof cell->group, "all methods");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2410.05871/rosenbrock",
          .title = "AdamW and INNAprop on Rosenbrock's function",
          .figures = "illus-rosenbrock",
          .about = "AdamW and INNAprop with five pairs (alpha, beta) on "
                   "Rosenbrock's function.  An illustration, not an "
                   "experiment of the paper.",
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
