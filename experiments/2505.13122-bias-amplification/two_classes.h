/* SPDX-License-Identifier: MIT */
/* Two classes of images in one batch, as trajectory.c, theta.c and alignment.c
 * have them: label 0 = A 0, the minority, label 1 = A 1, the majority; n1
 * images of the majority and n0 = floor(0.03/0.97 n1) of the minority.  And
 * walks of gradient descent, a row of numbers a step, that can be interrupted. */
#ifndef TWO_CLASSES_H
#define TWO_CLASSES_H

#include "networks.h"
#include "tame/full_batch.h"
#include "tame/image_task.h"
#include "tame/rng.h"
#include "tame/timer.h"

static const double MINORITY_SHARE = 0.03;

/* clang-format off */
#define TWO_CLASSES_OPTIONS                                                    \
    {"net", {9, 9, 3}, 0, 0, "network", TAME_NET_WORDS},                       \
    {"norm", {1, 1, 1}, 0, 0, "batch normalisation, if the network has it",    \
     "no yes"},                                                                \
    {"data", {0, 0, 2}, 0, 0, "images", TAME_IMAGE_WORDS},                     \
    {"minority", {6, 6, 1}, 0, 99, "class with A = 0", NULL},                  \
    {"majority", {2, 2, 9}, 0, 99, "class with A = 1", NULL},                  \
    {"majority_images", {300, 1000, 0}, 0, 60000, "n1, 0: all", NULL},         \
    {"subset", {0, 0, 1}, 0, 0, "which images of the minority", "first random"}, \
    {"augment", {0, 0, 1}, 0, 0, "a crop and a flip of each image, drawn once", \
     "no yes"}
/* clang-format on */

/* Opened once, at the first cell that needs it. */
static tame_images two_images;
static tame_net *two_net;

static inline tame_status two_classes_images(const tame_run *run,
                                             tame_error *err)
{
  if (two_net) return TAME_OK;
  TAME_TRY(tame_images_open(&two_images, tame_run_word(run, "data"), TAME_TRAIN,
                            err));
  two_net = network_of(tame_run_word(run, "net"), &two_images, 2,
                       tame_run_count(run, "norm") == 0, err);
  return two_net ? TAME_OK : TAME_EINVAL;
}

static inline tame_status two_classes_select(tame_selection *s,
                                             const tame_run *run, size_t rep,
                                             tame_error *err)
{
  const int classes[2] = {(int)tame_run_count(run, "minority"),
                          (int)tame_run_count(run, "majority")};
  const size_t n1 = tame_run_count(run, "majority_images");
  *s = tame_selection_all(&two_images);
  TAME_TRY(tame_selection_classes(s, classes, 2, err));
  if (n1 > 0) TAME_TRY(tame_selection_thin(s, 1, n1, NULL, err));
  const double n = (double)tame_selection_count_label(s, 1);
  const double n0 = floor(MINORITY_SHARE / (1.0 - MINORITY_SHARE) * n + 1e-9);
  gsl_rng *rng = tame_run_rng(run, "subset", rep);
  const tame_status status =
      tame_selection_thin(s, 0, n0 < 1.0 ? 1 : (size_t)n0,
                          tame_run_count(run, "subset") == 1 ? rng : NULL, err);
  gsl_rng_free(rng);
  tame_selection_group_by_label(s, 0);
  return status;
}

/* The problem of repetition REP, with parameters drawn for it. */
static inline tame_status two_classes_open(tame_full **t, const tame_run *run,
                                           size_t rep, tame_error *err)
{
  const bool is_augmented = tame_run_count(run, "augment") == 1;
  tame_selection s = {0};
  tame_batch_options o = {0};
  *t = NULL;
  TAME_TRY(two_classes_images(run, err));
  TAME_TRY(tame_batch_standard(&o, tame_run_word(run, "data")));
  o.crop = is_augmented ? 4 : 0;
  o.is_flipped = is_augmented;
  tame_status status = two_classes_select(&s, run, rep, err);
  if (status >= 0) {
    *t = tame_full_alloc(
        two_net, &s, &o,
        tame_seed(tame_run_root(run), "2505.13122/two_classes/crops", rep),
        err);
    if (!*t) status = TAME_EINVAL;
  }
  tame_selection_free(&s);
  if (status < 0) return status;
  gsl_rng *rng = tame_run_rng(run, "parameters", rep);
  tame_nn_init_f32(tame_full_nn(*t), rng);
  gsl_rng_free(rng);
  return TAME_OK;
}

/* --- walks ---------------------------------------------------------------- */

enum {
  ROW_PHASE,
  ROW_L0,
  ROW_L1,
  ROW_L, /* of all; of A = 1 where only that is looked at */
  ROW_ACC0,
  ROW_ACC1,
  ROW_ACC,
  ROW_NORM, /* of the gradient of ROW_L */
  ROW_D2,
  ROW_DMAX,
  ROW_RELATIVE,
  ROW_STREAK,
  N_ROW
};

typedef struct {
  tame_full *t;
  tame_record r;
  float *kept; /* [parameters] */
  char *path, *identity;
  double every, saved;
  tame_timer clock;
} walk;

/* From parameters as drawn, or from the checkpoint of an interrupted run. */
static inline tame_status walk_begin(walk *w, const tame_cell *cell,
                                     const tame_run *run, tame_error *err)
{
  *w = (walk){.r = {.columns = N_ROW}};
  TAME_TRY(two_classes_open(&w->t, run, cell->coord[0], err));
  w->kept = tame_calloc(tame_full_parameters(w->t), sizeof *w->kept);
  w->path = tame_cell_checkpoint(run, cell);
  w->identity = tame_cell_identity(run, cell);
  w->every = tame_run_real(run, "checkpoint");
  (void)tame_full_load(w->t, &w->r, w->kept, w->path, w->identity, NULL);
  tame_timer_start(&w->clock);
  return TAME_OK;
}

static inline void walk_end(walk *w)
{
  tame_full_free(w->t);
  tame_record_free(&w->r);
  free(w->kept);
  free(w->path);
  free(w->identity);
}

static inline double walk_norm(const walk *w)
{
  const float *g = tame_nn_gradient_f32(tame_full_nn(w->t));
  double sum = 0.0;
  for (size_t k = 0; k < tame_full_parameters(w->t); k++)
    sum += (double)g[k] * (double)g[k];
  return sqrt(sum);
}

/* Scores and gradient at the point; row [N_ROW] <- the scores, to be completed
 * and added to the record. */
static inline tame_status walk_look(double *row, walk *w, double phase,
                                    tame_full_of of)
{
  tame_full_scores m;
  const tame_status s = tame_full_gradient(&m, w->t, of);
  for (size_t k = 0; k < N_ROW; k++) row[k] = NAN;
  row[ROW_PHASE] = phase;
  row[ROW_L0] = m.loss[0];
  row[ROW_L1] = m.loss[1];
  row[ROW_L] = m.total;
  row[ROW_ACC0] = m.accuracy[0];
  row[ROW_ACC1] = m.accuracy[1];
  row[ROW_ACC] = m.all;
  if (s == TAME_OK) row[ROW_NORM] = walk_norm(w);
  return s;
}

/* After each step: a checkpoint when it is time. */
static inline tame_status walk_pause(walk *w, tame_error *err)
{
  tame_timer_stop(&w->clock);
  tame_timer_start(&w->clock);
  if (w->clock.wall - w->saved < w->every) return TAME_OK;
  TAME_TRY(tame_full_save(w->t, &w->r, w->kept, w->path, w->identity, err));
  w->saved = w->clock.wall;
  return TAME_OK;
}

/* rows of the phase; the last row, NULL when there is none */
static inline size_t walk_count(const walk *w, double phase)
{
  size_t n = 0;
  for (size_t k = 0; k < w->r.rows; k++)
    n += tame_record_row(&w->r, k)[ROW_PHASE] == phase;
  return n;
}
static inline const double *walk_last(const walk *w)
{
  return w->r.rows ? tame_record_row(&w->r, w->r.rows - 1) : NULL;
}

/* largest |L - p l0 - (1 - p) l1|/L of the rows that looked at everything */
static inline double walk_mismatch(const walk *w)
{
  const double p = tame_full_share(w->t);
  double worst = 0.0;
  for (size_t k = 0; k < w->r.rows; k++) {
    const double *row = tame_record_row(&w->r, k);
    if (isnan(row[ROW_L0])) continue;
    const double sum = p * row[ROW_L0] + (1.0 - p) * row[ROW_L1];
    const double relative = fabs(row[ROW_L] - sum) / row[ROW_L];
    if (isnan(relative)) return NAN;
    worst = fmax(worst, relative);
  }
  return worst;
}

/* In run_cell: the rows FIRST, ..., FIRST + n - 1 as columns of GROUP over its
 * axis `step`. */
typedef struct {
  size_t column;
  const char *name, *meaning, *units;
} walk_column;

static const walk_column WALK_COLUMNS[] = {
    {ROW_L0, "l0", "loss of A = 0", "1"},
    {ROW_L1, "l1", "loss of A = 1", "1"},
    {ROW_L, "l", "loss of all", "1"},
    {ROW_ACC0, "acc0", "accuracy on A = 0", "%"},
    {ROW_ACC1, "acc1", "accuracy on A = 1", "%"},
    {ROW_ACC, "acc", "accuracy of all", "%"},
    {ROW_D2, "d2", "|theta - theta1|", "1"},
    {ROW_DMAX, "dmax", "largest |theta_i - theta1_i|", "1"},
    {ROW_RELATIVE, "relative", "|theta - theta1| / |theta|", "1"}};
enum {
  N_LOSS_COLUMNS = 6,
  N_WALK_COLUMNS = sizeof WALK_COLUMNS / sizeof WALK_COLUMNS[0]
};

static inline void walk_write(tame_h5 *out, const char *group,
                              const tame_record *r, size_t first, size_t n,
                              size_t columns)
{
  char path[128];
  double *x = tame_vec(n);
  tame_h5_group(out, group, "Losses and accuracies, step by step");
  snprintf(path, sizeof path, "%s/step", group);
  tame_h5_index(out, path, n, "step, from 0");
  for (size_t c = 0; c < columns; c++) {
    const walk_column *column = &WALK_COLUMNS[c];
    for (size_t k = 0; k < n; k++)
      x[k] = tame_record_row(r, first + k)[column->column];
    snprintf(path, sizeof path, "%s/%s", group, column->name);
    tame_h5_write(out, path, "step", x, column->meaning, column->units);
  }
  free(x);
}

/* In merge: what walk_write wrote in cell INDEX, to group TO of the result. */
static inline tame_status walk_copy(tame_h5 *out, const tame_cells *cells,
                                    size_t index, const char *from,
                                    const char *to, size_t columns,
                                    tame_error *err)
{
  char path[160];
  double *x;
  tame_h5_shape shape;
  tame_h5_group(out, to, "Losses and accuracies, step by step");
  for (size_t c = 0; c < columns; c++) {
    const walk_column *column = &WALK_COLUMNS[c];
    snprintf(path, sizeof path, "%s/%s", from, column->name);
    TAME_TRY(tame_cells_read(&x, &shape, cells, index, path, err));
    snprintf(path, sizeof path, "%s/step", to);
    if (c == 0) tame_h5_index(out, path, shape.count, "step, from 0");
    snprintf(path, sizeof path, "%s/%s", to, column->name);
    tame_h5_write(out, path, "step", x, column->meaning, column->units);
    free(x);
  }
  return TAME_OK;
}

#endif
