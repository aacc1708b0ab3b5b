/* SPDX-License-Identifier: MIT */
/* Trajectories of gradient descent with all images of two classes in one batch,
 * from two points:
 *
 *   unlucky  150 steps on l1 alone, then ascent on L, 100 steps or until L > 1.4,
 *            then descent of L until the accuracy on A = 0 is above 99 %
 *   start    descent of L from the parameters as drawn, until the accuracy on
 *            A = 0 and the accuracy of all have been above 99 %
 *
 * The authors run the second one twice, once for each accuracy; the steps are
 * the same.  Scores are those before the step.  The bound on L is ours: without
 * batch normalisation ascent diverges. */
#include "two_classes.h"

enum { WARM = 1, ASCENT = 2, DESCENT = 3 };
static const double LEVEL = 99.0; /* % */

static const tame_option PARAMS[] = {
    TWO_CLASSES_OPTIONS,
    {"rate", {0.1, 0.1, 0.03}, 0, 10, "step size", "real"},
    {"warm", {40, 150, 150}, 1, 100000, "steps on l1 alone", NULL},
    {"ascent", {100, 100, 100}, 1, 100000, "steps of ascent at most", NULL},
    {"ceiling",
     {1.4, 1.4, 0},
     0,
     1e6,
     "end ascent where L is above, 0: never",
     "real"},
    {"steps", {60, 3000, 5000}, 1, 1000000, "steps of descent at most", NULL},
    {"runs", {1, 3, 1}, 1, 100, "runs", NULL},
    CHECKPOINT_OPTION,
    {0}};

static tame_status warm_up(walk *w, const tame_run *run, tame_error *err)
{
  const double rate = tame_run_real(run, "rate");
  double row[N_ROW];
  while (walk_count(w, WARM) < tame_run_count(run, "warm") &&
         walk_count(w, ASCENT) == 0) {
    const tame_status s = walk_look(row, w, WARM, TAME_FULL_MAJORITY);
    tame_record_add(&w->r, row);
    if (s != TAME_OK) return s;
    tame_full_move(w->t, rate);
    TAME_TRY(walk_pause(w, err));
  }
  return TAME_OK;
}

static tame_status ascend(walk *w, const tame_run *run, tame_error *err)
{
  const double rate = tame_run_real(run, "rate");
  const double ceiling = tame_run_real(run, "ceiling");
  double row[N_ROW];
  while (walk_count(w, ASCENT) < tame_run_count(run, "ascent") &&
         walk_count(w, DESCENT) == 0) {
    const tame_status s = walk_look(row, w, ASCENT, TAME_FULL_ALL);
    tame_record_add(&w->r, row);
    if (s != TAME_OK) return s;
    if (ceiling > 0.0 && row[ROW_L] > ceiling) break;
    tame_full_move(w->t, -rate);
    TAME_TRY(walk_pause(w, err));
  }
  return TAME_OK;
}

/* Number of the first row of phase DESCENT, counted in it from 1, where COLUMN
 * is above the level; NaN when there is none. */
static double first_above(const walk *w, size_t column)
{
  size_t n = 0;
  for (size_t k = 0; k < w->r.rows; k++) {
    const double *row = tame_record_row(&w->r, k);
    if (row[ROW_PHASE] != DESCENT) continue;
    n++;
    if (row[column] > LEVEL) return (double)n;
  }
  return NAN;
}

static tame_status descend(walk *w, bool waits_for_all, const tame_run *run,
                           tame_error *err)
{
  const double rate = tame_run_real(run, "rate");
  double row[N_ROW];
  while (walk_count(w, DESCENT) < tame_run_count(run, "steps")) {
    if (!isnan(first_above(w, ROW_ACC0)) &&
        (!waits_for_all || !isnan(first_above(w, ROW_ACC))))
      break;
    const tame_status s = walk_look(row, w, DESCENT, TAME_FULL_ALL);
    tame_record_add(&w->r, row);
    if (s != TAME_OK) return s;
    tame_full_move(w->t, rate);
    TAME_TRY(walk_pause(w, err));
  }
  return TAME_OK;
}

/* the first N steps of descent, all when N is NaN */
static void write_descent(tame_h5 *out, const char *group, const walk *w,
                          double n)
{
  const size_t all = walk_count(w, DESCENT);
  walk_write(out, group, &w->r, w->r.rows - all, isnan(n) ? all : (size_t)n,
             N_LOSS_COLUMNS);
}

static tame_status unlucky(tame_h5 *out, walk *w, const tame_run *run,
                           tame_error *err)
{
  tame_status s = warm_up(w, run, err);
  if (s == TAME_OK) s = ascend(w, run, err);
  if (s == TAME_OK) s = descend(w, false, run, err);
  if (s < 0) return s;
  const double n = first_above(w, ROW_ACC0);
  if (walk_count(w, ASCENT) == 0 || walk_count(w, DESCENT) == 0)
    return tame_fail(err, TAME_ESINGULAR, "diverges before the descent");
  const size_t first = walk_count(w, WARM);
  walk_write(out, "ascent", &w->r, first, walk_count(w, ASCENT),
             N_LOSS_COLUMNS);
  write_descent(out, "unlucky", w, n);
  tame_h5_write_scalar(out, "t_unlucky", n, "steps from the unlucky point",
                       "step");
  tame_h5_write_scalar(out, "ascent_steps", (double)walk_count(w, ASCENT),
                       "steps of ascent", "step");
  return TAME_OK;
}

static tame_status from_start(tame_h5 *out, walk *w, const tame_run *run,
                              tame_error *err)
{
  const tame_status s = descend(w, true, run, err);
  if (s < 0) return s;
  const double minority = first_above(w, ROW_ACC0);
  const double all = first_above(w, ROW_ACC);
  if (walk_count(w, DESCENT) == 0)
    return tame_fail(err, TAME_ESINGULAR, "diverges at once");
  write_descent(out, "minority", w, minority);
  write_descent(out, "all", w, all);
  tame_h5_write_scalar(out, "t_minority", minority,
                       "steps until A = 0 is above 99 %", "step");
  tame_h5_write_scalar(out, "t_all", all, "steps until all is above 99 %",
                       "step");
  return TAME_OK;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  walk w;
  tame_status s = walk_begin(&w, cell, run, err);
  if (s >= 0)
    s = cell->coord[1] == 0 ? unlucky(out, &w, run, err)
                            : from_start(out, &w, run, err);
  if (s >= 0) {
    tame_h5_write_scalar(out, "mismatch", walk_mismatch(&w),
                         "largest |L - p l0 - (1 - p) l1| / L of a step", "1");
    tame_h5_write_scalar(out, "n0", (double)tame_full_size(w.t, 0),
                         "images with A = 0", "1");
    tame_h5_write_scalar(out, "n1", (double)tame_full_size(w.t, 1),
                         "images with A = 1", "1");
  }
  walk_end(&w);
  return s;
}

/* --- merge ---------------------------------------------------------------- */

/* x [runs] <- a scalar of the cells FROM, FROM + 2, ... */
static tame_status gather(double *x, const tame_cells *cells, size_t from,
                          const char *name, tame_error *err)
{
  for (size_t i = from; i < tame_cells_count(cells); i += 2) {
    double *one;
    tame_h5_shape shape;
    TAME_TRY(tame_cells_read(&one, &shape, cells, i, name, err));
    x[i / 2] = *one;
    free(one);
  }
  return TAME_OK;
}

static tame_status write_lengths(tame_h5 *out, const tame_cells *cells,
                                 size_t runs, tame_error *err)
{
  static const struct {
    const char *name, *from, *meaning, *units;
    size_t cell;
  } COLUMN[] = {
      {"n0", "n0", "images with A = 0", "1", 0},
      {"n1", "n1", "images with A = 1", "1", 0},
      {"ascent", "ascent_steps", "steps of ascent", "step", 0},
      {"unlucky", "t_unlucky",
       "T3: from the unlucky point until A = 0 is above 99 %", "step", 0},
      {"minority", "t_minority", "T4: from the start until A = 0 is above 99 %",
       "step", 1},
      {"all", "t_all", "T5: from the start until all is above 99 %", "step", 1},
      {"mismatch_unlucky", "mismatch",
       "largest |L - p l0 - (1 - p) l1| / L of a step from the unlucky point",
       "1", 0},
      {"mismatch_start", "mismatch", "the same from the start", "1", 1}};
  double *x = tame_vec(runs);
  tame_status s = TAME_OK;
  tame_h5_group(out, "lengths", "How many steps");
  tame_h5_index(out, "lengths/run", runs, "run");
  for (size_t k = 0; k < sizeof COLUMN / sizeof COLUMN[0] && s >= 0; k++) {
    char path[64];
    s = gather(x, cells, COLUMN[k].cell, COLUMN[k].from, err);
    snprintf(path, sizeof path, "lengths/%s", COLUMN[k].name);
    if (s >= 0)
      tame_h5_write(out, path, "run", x, COLUMN[k].meaning, COLUMN[k].units);
  }
  free(x);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  static const char *const PART[4] = {"ascent", "unlucky", "minority", "all"};
  const size_t runs = tame_run_count(run, "runs");
  char to[64];
  for (size_t r = 0; r < runs; r++) {
    snprintf(to, sizeof to, "run_%zu", r);
    tame_h5_group(out, to, "A run");
    for (size_t k = 0; k < 4; k++) {
      snprintf(to, sizeof to, "run_%zu/%s", r, PART[k]);
      TAME_TRY(walk_copy(out, cells, 2 * r + k / 2, PART[k], to, N_LOSS_COLUMNS,
                         err));
      tame_h5_panel(out, to, "l", "step");
    }
  }
  return write_lengths(out, cells, runs, err);
}

static size_t n_cells(const tame_run *run)
{
  return 2 * tame_run_count(run, "runs");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index / 2;
  cell->coord[1] = index % 2;
  snprintf(cell->name, sizeof cell->name, "%s-%zu",
           cell->coord[1] ? "start" : "unlucky", cell->coord[0]);
  snprintf(cell->group, sizeof cell->group, "run %zu", cell->coord[0]);
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
          .id = "2505.13122/trajectory",
          .title = "Two classes: losses along gradient descent",
          .figures = "trajectory tab-trajectory",
          .about = "Gradient descent with all images in one batch, from an "
                   "unlucky point and from the parameters as drawn, until the "
                   "minority, or all images, are learned.",
          .params = PARAMS,
          .input = input,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
