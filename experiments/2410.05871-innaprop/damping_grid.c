/* SPDX-License-Identifier: MIT */
/* INNAprop over a grid of (alpha, beta): the paper's heat maps, with its own sizes
 * at paper scale on CIFAR-10.  A cell is one run.  All runs begin from the same
 * parameters and see the same mini-batches.  The step size follows a cosine over
 * the schedule's epochs whatever the number of epochs run, so the state after 20
 * epochs of a run of 200 is that of a run of 20: one run serves all maps.
 * Recorded, as in the authors' code: the smallest training loss and the best
 * test accuracy up to each epoch. */
#include <math.h>

#include "pieces.h"
#include "run_task.h"
#include "tame/curves.h"
#include "tame/rng.h"

static const tame_option PARAMS[] = {
    RUN_TASK_OPTIONS,
    {"grid", {0, 1, 2}, 0, 0, "alpha and beta", "three five ten"},
    {"epochs", {2, 3, 200}, 1, 10000, "epochs run", NULL},
    {"schedule", {16, 16, 200}, 1, 10000, "epochs of the schedule", NULL},
    {"rate", {0.01, 0.01, 0.001}, 0, 10, "first step size", "real"},
    {"decay", {0.01, 0.01, 0.01}, 0, 10, "weight decay", "real"},
    {"checkpoint",
     {600, 600, 600},
     0,
     1e6,
     "seconds between checkpoints",
     NULL},
    {0}};

typedef struct {
  size_t n;
  double x[10];
} grid_values;

static const grid_values GRIDS[] = {
    {3, {0.1, 1, 4}},
    {5, {0.1, 0.5, 1, 2, 4}},
    {10, {0.1, 0.5, 0.9, 1, 1.5, 2, 2.5, 3, 3.5, 4}}};

static const grid_values *grid_of(const tame_run *run)
{
  return &GRIDS[tame_run_count(run, "grid")];
}

static tame_image_task task;

static tame_training training(double alpha, double beta, const tame_run *run)
{
  tame_training o = {.net = task.net,
                     .train = &task.train,
                     .test = &task.test,
                     .batch = task.batch,
                     .opt = tame_opt_defaults(TAME_OPT_INNAPROP),
                     .rate = {.first = tame_run_real(run, "rate"),
                              .epochs = tame_run_count(run, "schedule")},
                     .seed = tame_seed(tame_run_root(run),
                                       "2410.05871/damping_grid/order", 0)};
  o.opt.alpha = alpha;
  o.opt.beta = beta;
  o.opt.weight_decay = tame_run_real(run, "decay");
  return o;
}

static void write_records(tame_h5 *out, const tame_epoch *e, size_t epochs)
{
  double *loss = tame_vec(epochs), *accuracy = tame_vec(epochs);
  for (size_t k = 0; k < epochs; k++) {
    loss[k] = log10(e[k].batch_loss);
    accuracy[k] = 100.0 * tame_score_accuracy(e[k].test, TAME_N_GROUPS);
    if (k == 0) continue;
    if (!(loss[k] < loss[k - 1])) loss[k] = loss[k - 1];
    if (!(accuracy[k] > accuracy[k - 1])) accuracy[k] = accuracy[k - 1];
  }
  tame_cell_put(out, "log_loss", loss, epochs);
  tame_cell_put(out, "test_accuracy", accuracy, epochs);
  free(loss);
  free(accuracy);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const grid_values *g = grid_of(run);
  const size_t epochs = tame_run_count(run, "epochs");
  TAME_TRY(open_run_task(&task, run, err));
  tame_epoch *e = tame_calloc(epochs, sizeof *e);
  gsl_rng *rng = tame_run_rng(run, "parameters", 0);
  const tame_training o =
      training(g->x[cell->coord[0]], g->x[cell->coord[1]], run);
  const tame_status s = tame_curves_train(
      e, epochs, &o, rng, tame_run_real(run, "checkpoint"), run, cell, err);
  if (s >= 0) write_records(out, e, epochs);
  gsl_rng_free(rng);
  free(e);
  return s;
}

/* --- merge ---------------------------------------------------------------- */

/* Share of neighbours along alpha (STEP = N) or beta (STEP = 1) with increasing
 * x [n x n x epochs] at the last epoch, among cells with beta >= 0.5; a run that
 * diverged counts as not increasing. */
static double share_increasing(const double *x, const grid_values *g,
                               size_t epochs, bool is_alpha)
{
  size_t pairs = 0, increasing = 0;
  for (size_t a = 0; a < g->n; a++)
    for (size_t b = 0; b < g->n; b++) {
      const size_t a2 = a + is_alpha, b2 = b + !is_alpha;
      if (g->x[b] < 0.5 || a2 == g->n || b2 == g->n) continue;
      pairs++;
      increasing += x[(a2 * g->n + b2 + 1) * epochs - 1] >
                    x[(a * g->n + b + 1) * epochs - 1];
    }
  return (double)increasing / (double)pairs;
}

static void write_axes(tame_h5 *out, const grid_values *g, size_t epochs)
{
  double *x = tame_vec(epochs);
  for (size_t k = 0; k < epochs; k++) x[k] = (double)(k + 1);
  tame_h5_group(out, "grid", "INNAprop over (alpha, beta)");
  tame_h5_axis(out, "grid/alpha", g->x, g->n, "viscous damping alpha", "1");
  tame_h5_axis(out, "grid/beta", g->x, g->n, "geometric damping beta", "1");
  tame_h5_axis(out, "grid/x", x, epochs, "epoch, from 1", "1");
  free(x);
}

/* The last epoch cell by cell, with places instead of values, as heat maps want
 * them. */
static void write_drawn(tame_h5 *out, const grid_values *g, size_t epochs,
                        const double *loss, const double *accuracy)
{
  const size_t n = g->n * g->n;
  double *x = tame_vec(4 * n);
  for (size_t i = 0; i < n; i++) {
    x[i] = (double)(i / g->n);
    x[n + i] = (double)(i % g->n);
    x[2 * n + i] = loss[(i + 1) * epochs - 1];
    x[3 * n + i] = accuracy[(i + 1) * epochs - 1];
  }
  tame_h5_group(out, "drawn", "After the last epoch");
  tame_h5_index(out, "drawn/cell", n, "cell of the map");
  tame_h5_axis(out, "drawn/value", g->x, g->n, "alpha or beta at a place", "1");
  tame_h5_write(out, "drawn/alpha", "cell", x, "place of alpha", "1");
  tame_h5_write(out, "drawn/beta", "cell", x + n, "place of beta", "1");
  tame_h5_write(out, "drawn/log_loss", "cell", x + 2 * n,
                "log10 of the smallest training loss", "1");
  tame_h5_write(out, "drawn/test_accuracy", "cell", x + 3 * n,
                "best test accuracy", "%");
  tame_h5_panel(out, "drawn", "log_loss", "cell");
  free(x);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const grid_values *g = grid_of(run);
  const size_t epochs = tame_run_count(run, "epochs");
  const size_t size = g->n * g->n * epochs;
  double *loss = tame_vec(2 * size), *accuracy = loss + size;
  tame_status s = tame_cells_gather(loss, cells, "log_loss", epochs, err);
  if (s >= 0)
    s = tame_cells_gather(accuracy, cells, "test_accuracy", epochs, err);
  if (s >= 0) s = open_run_task(&task, run, err);
  if (s >= 0) {
    write_axes(out, g, epochs);
    tame_h5_write(out, "grid/log_loss", "alpha beta x", loss,
                  "log10 of the smallest training loss so far", "1");
    tame_h5_write(out, "grid/test_accuracy", "alpha beta x", accuracy,
                  "best test accuracy so far", "%");
    tame_h5_write_scalar(out, "grid/share_alpha",
                         share_increasing(loss, g, epochs, true),
                         "share of neighbours along alpha, beta >= 0.5, with "
                         "increasing loss after the last epoch",
                         "1");
    tame_h5_write_scalar(out, "grid/share_beta",
                         share_increasing(loss, g, epochs, false),
                         "the same along beta", "1");
    tame_h5_panel(out, "grid", "log_loss", "alpha beta x");
    tame_images_write_sources(out, "grid", &task.images);
    write_drawn(out, g, epochs, loss, accuracy);
  }
  free(loss);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return grid_of(run)->n * grid_of(run)->n;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  const grid_values *g = grid_of(run);
  cell->coord[0] = index / g->n;
  cell->coord[1] = index % g->n;
  snprintf(cell->name, sizeof cell->name, "a%g_b%g", g->x[cell->coord[0]],
           g->x[cell->coord[1]]);
  snprintf(cell->group, sizeof cell->group, "alpha = %g", g->x[cell->coord[0]]);
}

static const char *input(const tame_run *run)
{
  return tame_run_word(run, "data");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2410.05871/damping_grid",
          .title = "INNAprop over viscous and geometric damping",
          .figures = "run-heat run-heat-cifar10",
          .about = "Smallest training loss and best test accuracy of INNAprop "
                   "over a grid of (alpha, beta), up to each epoch.",
          .params = PARAMS,
          .input = input,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
