/* SPDX-License-Identifier: MIT */
/* Figure 3: three estimates of the Jacobian of weighted ridge regression along
 * gradient descent (tame/ridge.h).
 *
 *   w* = argmin_w  1/2 sum_i theta_i (x_i'w - y_i)^2 + a/2 |w|^2,  theta = 1,
 *   a = f |X|_2^2,  f = 1e-3 or 1e-2;  eta = 1/L or 2/(mu + L);  w_0 = 0.
 *
 * The estimates, autodiff, "1-step" and implicit, are those of
 * tame/ridge_path.h; the block of "1-step" is a fifth of all steps, 1000 of
 * 5000, and each curve has a point at every fifth.  Data: cpusmall, as in the
 * paper; a surrogate with its spectrum, on which the iterates have the same
 * errors; building, an illustration of ours.  A cell is one (f, eta). */
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/dataset.h"
#include "tame/exp.h"
#include "tame/ridge.h"
#include "tame/ridge_path.h"
#include "tame/sets.h"

enum { CPUSMALL, SURROGATE, BUILDING };
enum { N_CONDITIONS = 2, N_STEPS = 2, N_CELLS = N_CONDITIONS * N_STEPS };
enum { N_BLOCKS = 5, N_RECORDS = N_BLOCKS + 1 };
static const double REGULARISATION[N_CONDITIONS] = {1e-3, 1e-2};

static const tame_option PARAMS[] = {
    {"set", {1, 1, 1}, 0, 0, "data", "cpusmall surrogate building"},
    {"rows", {64, 1024, 8192}, 13, 1e6, "rows of the surrogate", NULL},
    {"iterations", {500, 5000, 5000}, 5, 1e6, "gradient steps", NULL},
    {"every", {50, 50, 50}, 1, 1e6, "steps between two errors", NULL},
    {"cross", {0, 0, 0}, 0, 0, "the term C(w)", "exact repo"},
    {0}};

/* What a cell computes and what the result holds: the same paths in both.  The
 * last axis is the cell's own. */
enum { N_ESTIMATORS = TAME_RIDGE_N_ESTIMATES };
enum {
  ERROR,                          /* of J, one by estimator */
  ERROR_W = ERROR + N_ESTIMATORS, /* of w */
  RECORD,                         /* the same at the points of figure 3 */
  RECORD_W = RECORD + N_ESTIMATORS,
  TIME,
  WALL = TIME + N_ESTIMATORS, /* by estimator at the end, as what follows */
  CPU,
  JACOBIAN_STEPS,
  MEMORY,
  LAST,
  ROWS,
  FEATURES,
  NORM,
  COND,
  FACTOR,
  A,
  KAPPA,
  MU,
  LIP,
  ETA, /* a number */
  N_COLUMNS
};
#define SERIES "condition step iteration"
#define POINTS "condition step record"
#define W_NAME "|w_k - w*| / |w*|"
#define J_NAME "|J_k - J*|_F / |J*|_F, "
static const struct {
  const char *path, *axes, *name, *units;
  bool measured;
} COLUMNS[N_COLUMNS] = {
    [ERROR] = {"error/autodiff", SERIES, J_NAME "from k = 0", "1", false},
    {"error/one_step", SERIES, J_NAME "last fifth of the steps", "1", false},
    {"error/implicit", SERIES, J_NAME "-H^{-1} C(w_k)", "1", false},
    [ERROR_W] = {"error/iterate", SERIES, W_NAME, "1", false},
    [RECORD] = {"record/autodiff", POINTS, J_NAME "from k = 0", "1", false},
    {"record/one_step", POINTS, J_NAME "last fifth of the steps", "1", false},
    {"record/implicit", POINTS, J_NAME "J_k = 0 before the end", "1", false},
    [RECORD_W] = {"record/iterate", POINTS, W_NAME, "1", false},
    [TIME] = {"record/time_autodiff", POINTS, "wall time, autodiff", "s", true},
    {"record/time_one_step", POINTS, "wall time, 1-step", "s", true},
    {"record/time_implicit", POINTS, "wall time, implicit", "s", true},
    [WALL] = {"estimators/wall", "estimator", "wall time, descent included",
              "s", true},
    {"estimators/cpu", "estimator", "CPU time, descent included", "s", true},
    {"estimators/jacobian_steps", "estimator", "steps that propagate J", "1",
     false},
    {"estimators/memory", "estimator", "J and, for implicit, H's factor", "B",
     false},
    {"estimators/error", "estimator", J_NAME "at the end", "1", false},
    [ROWS] = {"spectrum/rows", "", "rows n of X", "1", false},
    {"spectrum/features", "", "columns p of X", "1", false},
    {"spectrum/norm", "", "largest singular value of X", "1", false},
    {"spectrum/cond", "", "condition number of X", "1", false},
    {"spectrum/factor", "condition", "f of a = f |X|_2^2", "1", false},
    {"spectrum/a", "condition", "regularisation a", "1", false},
    {"spectrum/kappa", "condition", "kappa = L/mu", "1", false},
    {"spectrum/mu", "condition", "smallest eigenvalue of H", "1", false},
    {"spectrum/L", "condition", "largest eigenvalue of H", "1", false},
    {"spectrum/eta", "condition step", "step size eta", "1", false},
};

/* The axis of a cell along column I, and its length. */
static const char *cell_axis(size_t *length, size_t i, size_t n_samples)
{
  *length = i < RECORD ? n_samples
            : i < WALL ? N_RECORDS
            : i < ROWS ? N_ESTIMATORS
                       : 1;
  return i < RECORD ? "iteration"
         : i < WALL ? "record"
         : i < ROWS ? "estimator"
                    : "";
}

/* --- data ---------------------------------------------------------------- */

static tame_status make_surrogate(tame_table *t, const tame_run *run)
{
  gsl_rng *rng = tame_run_rng(run, "data", 0);
  const tame_status s =
      tame_ridge_surrogate(t, tame_run_count(run, "rows"), rng);
  gsl_rng_free(rng);
  return s;
}

/* building: the target is the first of its three outputs. */
static tame_status read_building(tame_table *t, const char *train,
                                 tame_error *err)
{
  char *test;
  TAME_TRY(tame_dataset_find(&test, "building", "building.test", err));
  const tame_status s = tame_set_building(t, train, test, err);
  for (size_t i = 0; s >= 0 && i < t->n; i++) t->y[i] = t->y[i * t->m];
  free(test);
  return s;
}

static tame_status load(tame_table *t, const tame_run *run, tame_error *err)
{
  *t = (tame_table){0};
  switch (tame_run_count(run, "set")) {
  case CPUSMALL:
    return tame_set_cpusmall(t, tame_run_input(run), err);
  case BUILDING:
    return read_building(t, tame_run_input(run), err);
  default:
    return make_surrogate(t, run);
  }
}

/* --- one cell ------------------------------------------------------------ */

/* Samples of the path at the points of figure 3, where the implicit estimate
 * is zero until it is made at the end. */
static void fill_records(double *column[N_COLUMNS], const tame_ridge_path *path)
{
  const size_t stride = path->iterations / N_BLOCKS / path->every;
  for (size_t r = 0; r < N_RECORDS; r++) {
    column[RECORD_W][r] = path->iterate[r * stride];
    for (size_t e = 0; e < N_ESTIMATORS; e++) {
      const bool made = e != TAME_RIDGE_IMPLICIT || r + 1 == N_RECORDS;
      column[RECORD + e][r] = made ? path->jacobian[e][r * stride] : 1.0;
      column[TIME + e][r] = path->wall[e][r * stride];
    }
  }
}

/* What each estimate cost: forward mode keeps J and nothing else. */
static void fill_estimators(double *column[N_COLUMNS],
                            const tame_ridge_path *path)
{
  const size_t last = path->iterations / path->every;
  const double p = *column[FEATURES], jacobian = 8.0 * p * *column[ROWS];
  for (size_t e = 0; e < N_ESTIMATORS; e++) {
    column[WALL][e] = path->wall[e][last];
    column[CPU][e] = path->cpu[e][last];
    column[LAST][e] = path->jacobian[e][last];
    column[MEMORY][e] =
        jacobian + (e == TAME_RIDGE_IMPLICIT ? 8.0 * p * p : 0.0);
  }
  column[JACOBIAN_STEPS][TAME_RIDGE_AUTODIFF] = (double)path->iterations;
  column[JACOBIAN_STEPS][TAME_RIDGE_ONE_STEP] = (double)path->block;
}

/* The axes of a result, or of a cell, which is one condition and one step. */
static void write_axes(tame_h5 *out, size_t n_samples, size_t every)
{
  double *k = tame_vec(n_samples), record[N_RECORDS];
  const size_t stride = (n_samples - 1) / N_BLOCKS;
  for (size_t i = 0; i < n_samples; i++) k[i] = (double)(i * every);
  for (size_t r = 0; r < N_RECORDS; r++) record[r] = k[r * stride];
  tame_h5_group(out, "error", "Relative errors along gradient descent");
  tame_h5_axis(out, "error/iteration", k, n_samples, "iteration k", "1");
  tame_h5_group(out, "record", "Errors and times at the points of figure 3");
  tame_h5_axis(out, "record/record", record, N_RECORDS, "iteration k", "1");
  tame_h5_group(out, "estimators",
                "The three estimates for the smaller a, eta = 2/(mu + L)");
  tame_h5_codes(out, "estimators/estimator", TAME_RIDGE_ESTIMATE_WORDS,
                "estimate");
  tame_h5_group(out, "spectrum", "Sizes and spectrum of the problem");
  free(k);
}

static void write_column(tame_h5 *out, size_t i, const char *axes,
                         const double *x)
{
  (COLUMNS[i].measured ? tame_h5_write_measured : tame_h5_write)(
      out, COLUMNS[i].path, axes, x, COLUMNS[i].name, COLUMNS[i].units);
}

static tame_status check_options(const tame_run *run, tame_error *err)
{
  const size_t iterations = tame_run_count(run, "iterations");
  const size_t every = tame_run_count(run, "every");
  if (iterations % N_BLOCKS != 0 || iterations / N_BLOCKS % every != 0)
    return tame_fail(err, TAME_EINVAL,
                     "--iterations %zu: a fifth of it must be a multiple of "
                     "--every %zu",
                     iterations, every);
  if (tame_run_count(run, "cross") && tame_run_count(run, "set") == SURROGATE)
    return tame_fail(err, TAME_EINVAL,
                     "--cross repo: only with real data, because that term "
                     "changes when X is rotated");
  return TAME_OK;
}

static tame_status walk(double *c[N_COLUMNS], tame_ridge_path *path,
                        const tame_table *t, const tame_cell *cell,
                        const tame_run *run)
{
  const size_t iterations = tame_run_count(run, "iterations");
  const bool repo = tame_run_count(run, "cross") == 1;
  tame_ridge *w = tame_ridge_alloc(t->n, t->p);
  const double f = *c[FACTOR] = REGULARISATION[cell->coord[0]];
  *c[ROWS] = (double)t->n;
  *c[FEATURES] = (double)t->p;
  tame_status s = tame_ridge_spectrum(c[NORM], c[COND], t->x, t->n, t->p);
  *c[A] = f * *c[NORM] * *c[NORM];
  if (s >= 0)
    s = tame_ridge_init(w, t->x, t->y, NULL, *c[A],
                        repo ? TAME_RIDGE_REPOSITORY : TAME_RIDGE_EXACT);
  if (s >= 0) {
    const double mu = *c[MU] = tame_ridge_smallest(w);
    const double lip = *c[LIP] = tame_ridge_largest(w);
    *c[KAPPA] = lip / mu;
    *c[ETA] = cell->coord[1] == 0 ? 1.0 / lip : 2.0 / (mu + lip);
    s = tame_ridge_set_step(w, *c[ETA]);
  }
  if (s >= 0)
    s = tame_ridge_path_run(path, w, iterations, tame_run_count(run, "every"),
                            iterations / N_BLOCKS, repo);
  tame_ridge_free(w);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t every = tame_run_count(run, "every");
  const size_t n_samples = tame_run_count(run, "iterations") / every + 1;
  tame_table t;
  tame_ridge_path path = {0};
  double *column[N_COLUMNS];
  size_t length;
  TAME_TRY(check_options(run, err));
  TAME_TRY(load(&t, run, err));
  for (size_t i = RECORD; i < N_COLUMNS; i++) {
    cell_axis(&length, i, n_samples);
    column[i] = tame_vec(length);
  }
  tame_status s = walk(column, &path, &t, cell, run);
  if (s >= 0) {
    for (size_t e = 0; e < N_ESTIMATORS; e++)
      column[ERROR + e] = path.jacobian[e];
    column[ERROR_W] = path.iterate;
    fill_records(column, &path);
    fill_estimators(column, &path);
    write_axes(out, n_samples, every);
    for (size_t i = 0; i < N_COLUMNS; i++)
      write_column(out, i, cell_axis(&length, i, n_samples), column[i]);
  } else {
    s = tame_fail(err, s, "%s: %s", cell->name, tame_status_str(s));
  }
  for (size_t i = RECORD; i < N_COLUMNS; i++) free(column[i]);
  tame_ridge_path_free(&path);
  tame_table_free(&t);
  return s;
}

/* --- the whole ----------------------------------------------------------- */

/* Column I of all cells, over its axes: cells that differ only in what is not
 * among them hold the same number.  The table `estimators` is that of the
 * smaller a and the longer step. */
static tame_status merge_column(tame_h5 *out, size_t i, const tame_cells *cells,
                                size_t n_samples, tame_error *err)
{
  size_t length;
  const char *axis = cell_axis(&length, i, n_samples);
  double *x = tame_vec(N_CELLS * length);
  const tame_status s =
      tame_cells_gather(x, cells, COLUMNS[i].path, length, err);
  if (strcmp(COLUMNS[i].axes, "condition") == 0) x[1] = x[N_STEPS];
  const bool is_table = strcmp(axis, "estimator") == 0;
  if (s >= 0) write_column(out, i, COLUMNS[i].axes, is_table ? x + length : x);
  free(x);
  return s;
}

/* What is drawn from a result depends on its data. */
static const char *const FIGURES[] = {
    [CPUSMALL] = "fig03 illus-iterations-cpusmall",
    [SURROGATE] = "fig03-surrogate illus-iterations tab01-descent",
    [BUILDING] = "illus-building"};

/* building is two files; a run knows of the first. */
static tame_status name_both_files(tame_h5 *out, const tame_run *run,
                                   tame_error *err)
{
  const char *train = tame_run_input(run);
  char *test, first[65], second[65], text[2 * PATH_MAX + 256];
  TAME_TRY(tame_dataset_find(&test, "building", "building.test", err));
  tame_status s = tame_sha256_file(first, train, err);
  if (s >= 0) s = tame_sha256_file(second, test, err);
  snprintf(text, sizeof text, "building %s %s\nbuilding %s %s", train, first,
           test, second);
  if (s >= 0) tame_h5_attr(out, "provenance", "inputs", text);
  free(test);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t every = tame_run_count(run, "every");
  const size_t n_samples = tame_run_count(run, "iterations") / every + 1;
  double kappa[N_CELLS];
  TAME_TRY(tame_cells_gather(kappa, cells, COLUMNS[KAPPA].path, 1, err));
  kappa[1] = kappa[N_STEPS];
  tame_h5_axis(out, "condition", kappa, N_CONDITIONS,
               "condition number kappa of H", "1");
  tame_h5_codes(out, "step", "one_over_L two_over_mu_plus_L", "step size eta");
  write_axes(out, n_samples, every);
  for (size_t i = 0; i < N_COLUMNS; i++)
    TAME_TRY(merge_column(out, i, cells, n_samples, err));
  tame_h5_attr(out, "/", "figures", FIGURES[tame_run_count(run, "set")]);
  if (tame_run_count(run, "set") == BUILDING)
    TAME_TRY(name_both_files(out, run, err));
  tame_h5_panel(out, "error", "autodiff", SERIES);
  tame_h5_panel(out, "record", "autodiff", POINTS);
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_CELLS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index / N_STEPS;
  cell->coord[1] = index % N_STEPS;
  snprintf(cell->name, sizeof cell->name, "f%g-%s",
           REGULARISATION[cell->coord[0]], cell->coord[1] ? "long" : "short");
  snprintf(cell->group, sizeof cell->group, "f = %g",
           REGULARISATION[cell->coord[0]]);
}

static const char *input(const tame_run *run)
{
  static const char *const SET[] = {
      [CPUSMALL] = "cpusmall", [SURROGATE] = NULL, [BUILDING] = "building"};
  return SET[tame_run_count(run, "set")];
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2305.13768/ridge",
          .title = "Jacobian of weighted ridge regression along gradient "
                   "descent",
          .figures = "fig03", /* and see FIGURES */
          .about = "Errors and times of the Jacobian of the solution of "
                   "weighted ridge regression with respect to the weights, by "
                   "differentiating all steps of gradient descent, the last "
                   "fifth of them (\"1-step\"), or the optimality condition.",
          .params = PARAMS,
          .cost = {0.1, 0.5, 4.5},
          .input = input,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
