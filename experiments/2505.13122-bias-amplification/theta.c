/* SPDX-License-Identifier: MIT */
/* How far from the stereotypical predictor is the one trained on everything?
 * Gradient descent with all images in one batch, on l1 alone until the gradient
 * is shorter than eps, which gives theta1; then on L, with the distance to
 * theta1 after each step, until that has grown by no more than a thousandth in
 * ten steps in a row.  As in the authors' code the gradient that is tested is
 * the one before a step that is still taken.  Parameters are all trainable
 * numbers. */
#include "two_classes.h"

enum { STEREOTYPE = 1, EVERYTHING = 2, PATIENCE = 10 };
static const double GROWTH = 1.001;

static const tame_option PARAMS[] = {
    TWO_CLASSES_OPTIONS,
    {"rate", {0.1, 0.1, 0.01}, 0, 10, "step size", "real"},
    {"eps",
     {0.01, 0.01, 0.01},
     0,
     1e6,
     "length of the gradient at theta1",
     "real"},
    {"steps",
     {60, 5000, 5000},
     1,
     1000000,
     "steps of each phase at most",
     NULL},
    {"runs", {1, 3, 10}, 1, 100, "runs", NULL},
    CHECKPOINT_OPTION,
    {0}};

static tame_status find_stereotype(walk *w, const tame_run *run,
                                   tame_error *err)
{
  const double eps = tame_run_real(run, "eps");
  double row[N_ROW];
  while (walk_count(w, STEREOTYPE) < tame_run_count(run, "steps") &&
         walk_count(w, EVERYTHING) == 0) {
    const double *last = walk_last(w);
    if (last && last[ROW_NORM] < eps) break;
    const tame_status s = walk_look(row, w, STEREOTYPE, TAME_FULL_MAJORITY);
    tame_record_add(&w->r, row);
    if (s != TAME_OK) return s;
    tame_full_move(w->t, tame_run_real(run, "rate"));
    TAME_TRY(walk_pause(w, err));
  }
  if (walk_count(w, EVERYTHING) == 0)
    memcpy(w->kept, tame_nn_parameters_f32(tame_full_nn(w->t)),
           tame_full_parameters(w->t) * sizeof *w->kept);
  return TAME_OK;
}

/* distances of the parameters to theta1, into the row */
static void measure(double *row, const walk *w)
{
  const float *theta = tame_nn_parameters_f32(tame_full_nn(w->t));
  double squares = 0.0, length = 0.0, largest = 0.0;
  for (size_t k = 0; k < tame_full_parameters(w->t); k++) {
    const double d = (double)theta[k] - (double)w->kept[k];
    squares += d * d;
    length += (double)theta[k] * (double)theta[k];
    largest = fmax(largest, fabs(d));
  }
  row[ROW_D2] = sqrt(squares);
  row[ROW_DMAX] = largest;
  row[ROW_RELATIVE] = row[ROW_D2] / sqrt(length);
}

static tame_status train_on_everything(walk *w, const tame_run *run,
                                       tame_error *err)
{
  double row[N_ROW];
  while (walk_count(w, EVERYTHING) < tame_run_count(run, "steps")) {
    const double *last = walk_last(w);
    const bool is_first = last[ROW_PHASE] != EVERYTHING;
    const double before = is_first ? 0.0 : last[ROW_D2];
    const double streak = is_first ? 0.0 : last[ROW_STREAK];
    if (streak == PATIENCE) break;
    const tame_status s = walk_look(row, w, EVERYTHING, TAME_FULL_ALL);
    if (s == TAME_OK) {
      tame_full_move(w->t, tame_run_real(run, "rate"));
      measure(row, w);
      row[ROW_STREAK] = row[ROW_D2] <= GROWTH * before ? streak + 1.0 : 0.0;
    }
    tame_record_add(&w->r, row);
    if (s != TAME_OK) return s;
    TAME_TRY(walk_pause(w, err));
  }
  return TAME_OK;
}

static const tame_field FIELDS[] = {
    {"n0", "run", "images with A = 0", "1"},
    {"n1", "run", "images with A = 1", "1"},
    {"stereotype_steps", "run", "steps on l1 alone", "step"},
    {"t_final", "run", "steps on L", "step"},
    {"d2", "run", "|theta - theta1| at the end", "1"},
    {"dmax", "run", "largest |theta_i - theta1_i| at the end", "1"},
    {"relative", "run", "|theta - theta1| / |theta| at the end", "1"},
    {"acc0", "run", "accuracy on A = 0 in the last step", "%"},
    {"mismatch", "run", "largest |L - p l0 - (1 - p) l1| / L of a step", "1"}};
enum { N_FIELDS = sizeof FIELDS / sizeof FIELDS[0] };

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  walk w;
  tame_status s = walk_begin(&w, cell, run, err);
  if (s >= 0) s = find_stereotype(&w, run, err);
  if (s == TAME_OK) s = train_on_everything(&w, run, err);
  const size_t n1 = walk_count(&w, STEREOTYPE), n = walk_count(&w, EVERYTHING);
  if (s == TAME_DIVERGED && n == 0)
    s = tame_fail(err, TAME_ESINGULAR, "diverges before theta1");
  if (s >= 0) {
    const double *last = walk_last(&w);
    walk_write(out, "stereotype", &w.r, 0, n1, N_LOSS_COLUMNS);
    walk_write(out, "everything", &w.r, n1, n, N_WALK_COLUMNS);
    const double x[N_FIELDS] = {(double)tame_full_size(w.t, 0),
                                (double)tame_full_size(w.t, 1),
                                (double)n1,
                                last[ROW_STREAK] == PATIENCE ? (double)n
                                                             : (double)NAN,
                                last[ROW_D2],
                                last[ROW_DMAX],
                                last[ROW_RELATIVE],
                                last[ROW_ACC0],
                                walk_mismatch(&w)};
    tame_fields_write(out, FIELDS, x, N_FIELDS);
  }
  walk_end(&w);
  return s;
}

/* --- merge ---------------------------------------------------------------- */

/* `summary`: mean, sample deviation, smallest and largest over the runs */
static tame_status write_summary(tame_h5 *out, const tame_cells *cells,
                                 size_t runs, tame_error *err)
{
  double *x = tame_vec(runs);
  tame_status s = TAME_OK;
  tame_h5_group(out, "summary", "Over the runs");
  tame_h5_codes(out, "summary/over", "mean deviation smallest largest",
                "over the runs");
  for (size_t k = 2; k < 7 && s >= 0; k++) {
    double mean = 0.0, squares = 0.0, low = NAN, high = NAN;
    char path[64];
    s = tame_cells_gather(x, cells, FIELDS[k].path, 1, err);
    if (s < 0) break;
    for (size_t r = 0; r < runs; r++) mean += x[r] / (double)runs;
    for (size_t r = 0; r < runs; r++) {
      squares += (x[r] - mean) * (x[r] - mean);
      low = r == 0 || isnan(x[r]) || x[r] < low ? x[r] : low;
      high = r == 0 || isnan(x[r]) || x[r] > high ? x[r] : high;
    }
    const double values[4] = {
        mean, runs > 1 ? sqrt(squares / (double)(runs - 1)) : (double)NAN, low,
        high};
    snprintf(path, sizeof path, "summary/%s", FIELDS[k].path);
    tame_h5_write(out, path, "over", values, FIELDS[k].long_name,
                  FIELDS[k].units);
  }
  free(x);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t runs = tame_run_count(run, "runs");
  char to[64];
  for (size_t r = 0; r < runs; r++) {
    snprintf(to, sizeof to, "run_%zu", r);
    tame_h5_group(out, to, "A run");
    snprintf(to, sizeof to, "run_%zu/stereotype", r);
    TAME_TRY(walk_copy(out, cells, r, "stereotype", to, N_LOSS_COLUMNS, err));
    tame_h5_panel(out, to, "l1", "step");
    snprintf(to, sizeof to, "run_%zu/everything", r);
    TAME_TRY(walk_copy(out, cells, r, "everything", to, N_WALK_COLUMNS, err));
    tame_h5_panel(out, to, "d2", "step");
  }
  tame_h5_group(out, "distance", "Distance to the stereotypical predictor");
  tame_h5_index(out, "distance/run", runs, "run");
  TAME_TRY(tame_fields_merge(out, "distance", FIELDS, N_FIELDS, cells, err));
  return write_summary(out, cells, runs, err);
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "runs");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "run%zu", index);
  snprintf(cell->group, sizeof cell->group, "all");
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
          .id = "2505.13122/theta",
          .title = "Two classes: distance to the stereotypical predictor",
          .figures = "theta tab-theta tab-theta-summary",
          .about = "Gradient descent with all images in one batch, on the "
                   "majority alone and then on everything, and how far the "
                   "second phase goes from the end of the first.",
          .params = PARAMS,
          .input = input,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
