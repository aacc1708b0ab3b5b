/* SPDX-License-Identifier: MIT */
/* Hyper-parameter learning by hypergradients, on real data: choose the two
 * weights theta of a regularised regression by descent on a validation loss,
 *
 *     min_theta  L(theta) = mean over held-out rows of  l(x_i'w(theta) - y_i),
 *
 * w(theta) the solution of a monotone inclusion (tame/inclusion.h), not
 * differentiable everywhere.  The gradient in log theta, with u = grad_w L, is
 *
 *   implicit   theta o J2' v,  (I - A)' v = u, at the solution;
 *   unrolled   reverse mode through K forward-backward steps from 0, the loss
 *              being that of the K-th iterate.
 *
 * stackloss  robust sparse regression on Brownlee's 21 days, theta = (kappa,
 *            delta), leave-one-out, l(r) = sqrt(1 + r^2) - 1;
 * building   elastic net on 119 features (14 inputs, their squares and products)
 *            of 162 rows of the building data, theta = (lambda1, lambda2),
 *            validation on 486 other rows, l(r) = r^2; 2104 rows are for testing.
 *
 * Steepest descent with Armijo's rule in a box, against the best point of a
 * grid on that box.  Cells: two descents, the grid, and a study of the gradient
 * at the start (error of the unrolled one against K, central differences). */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hyper.h"
#include "tame/base.h"
#include "tame/exp.h"
#include "tame/stats.h"
#include "tame/timer.h"

enum { IMPLICIT, UNROLLED, GRID, STUDY, N_CELLS };
enum { MAX_GRID = 81, N_STUDY = 9 };
static const double STUDY_STEPS[N_STUDY] = {10,   30,    100,   300,   1000,
                                            3000, 10000, 30000, 100000};

static const tame_option PARAMS[] = {
    {"set", {0, 0, 0}, 0, 1, "data", "stackloss building"},
    {"iterations", {8, 40, 100}, 1, 1000, "descent steps", NULL},
    {"grid", {7, 21, 41}, 2, MAX_GRID, "grid points a side", NULL},
    {"study", {4, 7, 8}, 1, N_STUDY, "how many K of the study", NULL},
    {0}};

/* --- descent ---------------------------------------------------------------- */

/* What every method ends with. */
enum { BEST_LOSS, TEST_LOSS, EVALUATIONS, TIME, BEST_0, BEST_1, N_SUMMARY };

static tame_status write_summary(tame_h5 *out, tame_validation_problem *h,
                                 const double *z, double evaluations,
                                 double seconds)
{
  double loss = NAN, test = NAN;
  TAME_TRY(loss_at(&loss, NULL, z, 0, h->valid)); /* of the exact solution */
  if (h->test) TAME_TRY(loss_at(&test, NULL, z, 0, h->test));
  const double summary[N_SUMMARY] = {
      loss, test, evaluations, seconds, z[0] / log(10.0), z[1] / log(10.0)};
  tame_h5_index(out, "number", N_SUMMARY, "number");
  tame_h5_write_measured(out, "summary", "number", summary, "summary", "1");
  return TAME_OK;
}

static tame_status run_descent(tame_h5 *out, tame_validation_problem *h,
                               bool unrolled, size_t iterations)
{
  const size_t n = iterations + 1;
  double *table = tame_vec(N_COLUMNS * n);
  descent d = {h, unrolled ? h->unroll : 0, 0};
  point at;
  tame_status s = descend(table, &at, &d, iterations);
  tame_h5_index(out, "column", N_COLUMNS, "column");
  tame_h5_index(out, "iteration", n, "iteration");
  tame_h5_write_measured(out, "table", "column iteration", table, "table", "1");
  if (s >= 0)
    s = write_summary(out, h, at.z, (double)d.evaluations,
                      table[SECONDS * n + iterations]);
  free(table);
  return s;
}

/* --- grid ------------------------------------------------------------------ */

static double grid_at(const tame_validation_problem *h, size_t j, size_t i,
                      size_t side)
{
  return h->lo[j] + (h->hi[j] - h->lo[j]) * (double)i / (double)(side - 1);
}

static tame_status run_grid(tame_h5 *out, tame_validation_problem *h,
                            size_t side)
{
  double *loss = tame_vec(side * side);
  double best = INFINITY, best_z[2] = {0.0, 0.0};
  tame_timer timer = {0};
  tame_status s = TAME_OK;
  tame_timer_start(&timer);
  for (size_t i = 0; i < side * side && s >= 0; i++) {
    const double z[2] = {grid_at(h, 0, i / side, side),
                         grid_at(h, 1, i % side, side)};
    s = loss_at(&loss[i], NULL, z, 0, h->valid);
    if (s >= 0 && loss[i] < best) {
      best = loss[i];
      memcpy(best_z, z, sizeof z);
    }
  }
  tame_timer_stop(&timer);
  tame_h5_index(out, "point", side * side, "point");
  tame_h5_write(out, "loss", "point", loss, "loss", "1");
  if (s >= 0)
    s = write_summary(out, h, best_z, (double)(side * side), timer.cpu);
  free(loss);
  return s;
}

/* --- the gradient at the start ------------------------------------------------ */

/* |(L(z + h e_j) - L(z - h e_j))/(2h) - g_j| over |g|, h = 1e-5 */
static tame_status difference_error(double *error, const double *g,
                                    tame_validation_problem *h)
{
  const double step = 1e-5;
  double worst = 0.0;
  for (size_t j = 0; j < 2; j++) {
    double z[2] = {h->start[0], h->start[1]}, up, down;
    z[j] = h->start[j] + step;
    TAME_TRY(loss_at(&up, NULL, z, 0, h->valid));
    z[j] = h->start[j] - step;
    TAME_TRY(loss_at(&down, NULL, z, 0, h->valid));
    worst = tame_worse(worst, fabs((up - down) / (2.0 * step) - g[j]));
  }
  *error = worst / hypot(g[0], g[1]);
  return TAME_OK;
}

static tame_status run_study(tame_h5 *out, tame_validation_problem *h,
                             size_t count)
{
  double exact[2], g[2], loss, fd, error[N_STUDY], loss_error[N_STUDY];
  double seconds[N_STUDY];
  TAME_TRY(loss_at(&loss, exact, h->start, 0, h->valid));
  TAME_TRY(difference_error(&fd, exact, h));
  for (size_t i = 0; i < count; i++) {
    tame_timer timer = {0};
    double value;
    tame_timer_start(&timer);
    TAME_TRY(loss_at(&value, g, h->start, (size_t)STUDY_STEPS[i], h->valid));
    tame_timer_stop(&timer);
    error[i] =
        hypot(g[0] - exact[0], g[1] - exact[1]) / hypot(exact[0], exact[1]);
    loss_error[i] = fabs(value - loss) / loss;
    seconds[i] = timer.cpu;
  }
  tame_h5_axis(out, "steps", STUDY_STEPS, count, "steps", "1");
  tame_h5_write(out, "error", "steps", error, "error", "1");
  tame_h5_write(out, "loss_error", "steps", loss_error, "error", "1");
  tame_h5_write_measured(out, "seconds", "steps", seconds, "time", "s");
  tame_h5_write_scalar(out, "difference_error", fd, "error", "1");
  return TAME_OK;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  tame_validation_problem h;
  TAME_TRY(tame_validation_problem_init(&h, tame_run_input(run), err));
  const size_t iterations = tame_run_count(run, "iterations");
  tame_status s = TAME_OK;
  switch (cell->index) {
  case IMPLICIT:
    s = run_descent(out, &h, false, iterations);
    break;
  case UNROLLED:
    s = run_descent(out, &h, true, iterations);
    break;
  case GRID:
    s = run_grid(out, &h, tame_run_count(run, "grid"));
    break;
  default:
    s = run_study(out, &h, tame_run_count(run, "study"));
    break;
  }
  tame_validation_problem_free(&h);
  return s >= 0 ? s
                : tame_fail(err, s, "%s: %s", cell->name, tame_status_str(s));
}

/* --- the whole --------------------------------------------------------------- */

static tame_status merge_descent(tame_h5 *out, const tame_cells *cells,
                                 size_t n, tame_error *err)
{
  static const char *const SETS[N_COLUMNS][2] = {
      {"first", "log10 of the first weight (kappa, lambda1)"},
      {"second", "log10 of the second weight (delta, lambda2)"},
      {"loss", "validation loss (unrolled: of the K-th iterate)"},
      {"stationarity", "norm of the projected gradient in log theta"},
      {"evaluations", "evaluations of loss and gradient so far"},
      {"seconds", "processor time so far"}};
  double *both = tame_vec(2 * n), *table[2] = {NULL, NULL};
  tame_h5_shape shape;
  char path[64];
  tame_status s = tame_cells_read(&table[0], &shape, cells, 0, "table", err);
  if (s >= 0) s = tame_cells_read(&table[1], &shape, cells, 1, "table", err);
  tame_h5_group(out, "descent", "Descent on the validation loss");
  tame_h5_codes(out, "descent/gradient", "implicit unrolled", "gradient");
  tame_h5_index(out, "descent/iteration", n, "descent step");
  for (size_t c = 0; c < N_COLUMNS && s >= 0; c++) {
    memcpy(both, table[0] + c * n, n * sizeof *both);
    memcpy(both + n, table[1] + c * n, n * sizeof *both);
    snprintf(path, sizeof path, "descent/%s", SETS[c][0]);
    if (c == SECONDS) {
      tame_h5_write_measured(out, path, "gradient iteration", both, SETS[c][1],
                             "s");
    } else {
      tame_h5_write(out, path, "gradient iteration", both, SETS[c][1], "1");
    }
  }
  tame_h5_panel(out, "descent", "loss", "gradient iteration");
  free(both);
  free(table[0]);
  free(table[1]);
  return s;
}

static tame_status merge_grid(tame_h5 *out, const tame_cells *cells,
                              const tame_validation_problem *h, size_t side,
                              tame_error *err)
{
  double *loss, *first = tame_vec(side * side), *second = tame_vec(side * side);
  tame_h5_shape shape;
  const tame_status s =
      tame_cells_read(&loss, &shape, cells, GRID, "loss", err);
  tame_h5_group(out, "grid", "Validation loss on a grid");
  for (size_t i = 0; i < side * side; i++) {
    first[i] = grid_at(h, 0, i / side, side) / log(10.0);
    second[i] = grid_at(h, 1, i % side, side) / log(10.0);
  }
  tame_h5_index(out, "grid/point", side * side, "point of the grid");
  tame_h5_write(out, "grid/first", "point", first, "log10 of the first weight",
                "1");
  tame_h5_write(out, "grid/second", "point", second,
                "log10 of the second weight", "1");
  if (s >= 0) {
    tame_h5_write(out, "grid/loss", "point", loss, "validation loss", "1");
    free(loss);
  }
  free(first);
  free(second);
  return s;
}

static tame_status merge_summary(tame_h5 *out, const tame_cells *cells,
                                 tame_error *err)
{
  static const char *const SETS[N_SUMMARY][2] = {
      {"loss", "validation loss at the weights found, exact solution"},
      {"test", "loss on the test rows (building)"},
      {"evaluations", "evaluations of the loss"},
      {"seconds", "processor time"},
      {"first", "log10 of the first weight found"},
      {"second", "log10 of the second weight found"}};
  double column[3];
  char path[64];
  tame_h5_group(out, "summary", "What each way of choosing the weights found");
  tame_h5_codes(out, "summary/method", "implicit unrolled grid", "method");
  double *x[3] = {NULL, NULL, NULL};
  tame_h5_shape shape;
  tame_status s = TAME_OK;
  for (size_t c = 0; c < 3 && s >= 0; c++)
    s = tame_cells_read(&x[c], &shape, cells, c, "summary", err);
  for (size_t i = 0; i < N_SUMMARY && s >= 0; i++) {
    for (size_t c = 0; c < 3; c++) column[c] = x[c][i];
    snprintf(path, sizeof path, "summary/%s", SETS[i][0]);
    if (i == TIME) {
      tame_h5_write_measured(out, path, "method", column, SETS[i][1], "s");
    } else {
      tame_h5_write(out, path, "method", column, SETS[i][1], "1");
    }
  }
  for (size_t c = 0; c < 3; c++) free(x[c]);
  return s;
}

static tame_status merge_study(tame_h5 *out, const tame_cells *cells,
                               tame_error *err)
{
  static const char *const SETS[4][2] = {
      {"error", "relative error of the gradient through K steps"},
      {"loss_error", "relative error of the loss of the K-th iterate"},
      {"seconds", "processor time of one gradient"},
      {"difference_error",
       "implicit gradient against central differences, relative"}};
  tame_h5_shape shape;
  char path[64];
  double *x;
  tame_h5_group(out, "study", "The gradient at the start");
  for (size_t i = 0; i < 4; i++) {
    TAME_TRY(tame_cells_read(&x, &shape, cells, STUDY, SETS[i][0], err));
    if (i == 0)
      tame_h5_axis(out, "study/steps", STUDY_STEPS, shape.count,
                   "unrolled steps K", "1");
    snprintf(path, sizeof path, "study/%s", SETS[i][0]);
    if (i == 2) {
      tame_h5_write_measured(out, path, "steps", x, SETS[i][1], "s");
    } else {
      tame_h5_write(out, path, i == 3 ? "" : "steps", x, SETS[i][1], "1");
    }
    free(x);
  }
  tame_h5_panel(out, "study", "error", "steps");
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  static const char *const FIGURES[] = {"illus-hyper-stackloss",
                                        "illus-hyper-building"};
  tame_validation_problem h;
  TAME_TRY(tame_validation_problem_init(&h, tame_run_input(run), err));
  tame_h5_attr(out, "/", "figures", FIGURES[tame_run_count(run, "set")]);
  tame_status s =
      merge_descent(out, cells, tame_run_count(run, "iterations") + 1, err);
  if (s >= 0) s = merge_grid(out, cells, &h, tame_run_count(run, "grid"), err);
  if (s >= 0) s = merge_summary(out, cells, err);
  if (s >= 0) s = merge_study(out, cells, err);
  tame_validation_problem_free(&h);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_CELLS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  static const char *const NAME[N_CELLS] = {"implicit", "unrolled", "grid",
                                            "study"};
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "%s", NAME[index]);
  snprintf(cell->group, sizeof cell->group, "all methods");
}

static const char *input(const tame_run *run)
{
  return tame_run_count(run, "set") == 1 ? "building" : NULL;
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2212.07844/hyper_stackloss",
          .title = "Regularisation chosen by descent on a validation loss",
          .figures = "illus-hyper",
          .about = "Two weights of a regularised regression on real data, "
                   "chosen by descent with implicit and with unrolled "
                   "hypergradients and on a grid.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.5, 0.7, 1.4},
          .input = input,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
