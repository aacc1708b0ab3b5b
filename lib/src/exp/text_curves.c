/* SPDX-License-Identifier: MIT */
#include "tame/text_curves.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/bootstrap.h"

enum { N_CURVES = 4, RESAMPLES = 1000 };
static const double CHECKPOINT_EVERY = 600.0; /* seconds */

static const struct {
  const char *name, *source, *meaning;
} CURVE[N_CURVES] = {
    {"train_loss", "train_loss", "training loss, mean since the last point"},
    {"validation_loss", "validation_loss", "validation loss"},
    {"gradient_norm", "gradient_norm",
     "norm of the gradient before clipping, mean since the last point"},
    {"perplexity", "validation_loss",
     "perplexity, exp of the validation loss"}};

tame_status tame_text_curves_run(tame_text_point *p, tame_text_trainer *t,
                                 const tame_run *run, const tame_cell *cell,
                                 tame_error *err)
{
  char *path = tame_cell_checkpoint(run, cell);
  char *identity = tame_cell_identity(run, cell);
  const tame_status s =
      tame_text_trainer_run(p, t, path, identity, CHECKPOINT_EVERY, err);
  free(path);
  free(identity);
  return s < 0 ? s : TAME_OK;
}

static double number(const tame_text_point *p, size_t j)
{
  switch (j) {
  case 0: return p->step;
  case 1: return p->train_loss;
  case 2: return p->valid_loss;
  default: return p->norm;
  }
}

void tame_text_curves_write(tame_h5 *out, const tame_text_point *p, size_t n)
{
  static const char *const NAMES[] = {"step", "train_loss", "validation_loss",
                                      "gradient_norm"};
  double *x = tame_vec(n);
  tame_h5_index(out, "point", n, "point of the curves");
  for (size_t j = 0; j < 4; j++) {
    for (size_t k = 0; k < n; k++) x[k] = number(&p[k], j);
    tame_h5_write(out, NAMES[j], "point", x, NAMES[j], "1");
  }
  free(x);
}

/* --- merge ---------------------------------------------------------------- */

/* the curves of all runs, and what is made of them */
typedef struct {
  const char *group;
  size_t methods, runs, points;
  double *all;                      /* [methods x runs x points] */
  double *mean, *best, *low, *high; /* [methods x points] */
} merger;

static void write_summary(tame_h5 *out, const merger *m, size_t j,
                          const char *suffix, const char *meaning,
                          const double *x)
{
  char path[128], text[192];
  snprintf(path, sizeof path, "%s/%s%s", m->group, CURVE[j].name, suffix);
  snprintf(text, sizeof text, "%s: %s", CURVE[j].meaning, meaning);
  tame_h5_write(out, path, "method x", x, text, "1");
}

/* mean over runs, and the smallest so far */
static void summarise(merger *m, size_t method, gsl_rng *rng)
{
  const size_t at = method * m->points, size = m->runs * m->points;
  const double *x = m->all + method * size;
  for (size_t k = 0; k < m->points; k++) {
    double sum = 0.0;
    for (size_t r = 0; r < m->runs; r++) sum += x[r * m->points + k];
    m->mean[at + k] = sum / (double)m->runs;
    const bool is_best = k == 0 || !(m->best[at + k - 1] <= m->mean[at + k]);
    m->best[at + k] = is_best ? m->mean[at + k] : m->best[at + k - 1];
    if (isnan(m->mean[at + k])) m->best[at + k] = (double)NAN;
  }
  tame_bootstrap_mean(m->low + at, m->high + at, x, m->runs, m->points, 0.95,
                      RESAMPLES, rng);
}

static tame_status merge_curve(tame_h5 *out, merger *m, size_t j,
                               const tame_cells *cells, gsl_rng *rng,
                               tame_error *err)
{
  char path[128];
  const size_t count = m->methods * m->runs * m->points;
  TAME_TRY(
      tame_cells_gather(m->all, cells, CURVE[j].source, m->points, err));
  for (size_t i = 0; i < count && j == 3; i++) m->all[i] = exp(m->all[i]);
  for (size_t i = 0; i < m->methods; i++) summarise(m, i, rng);
  snprintf(path, sizeof path, "%s/%s", m->group, CURVE[j].name);
  tame_h5_write(out, path, "method run x", m->all, CURVE[j].meaning, "1");
  write_summary(out, m, j, "_mean", "mean over runs", m->mean);
  write_summary(out, m, j, "_best", "smallest so far of the mean", m->best);
  write_summary(out, m, j, "_low", "lower end of the bootstrap band", m->low);
  write_summary(out, m, j, "_high", "upper end of the bootstrap band", m->high);
  return TAME_OK;
}

static tame_status write_axes(tame_h5 *out, const merger *m, const char *title,
                              const char *words, const tame_cells *cells,
                              tame_error *err)
{
  char path[128];
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_cells_read(&x, &shape, cells, 0, "step", err));
  TAME_REQUIRE(shape.count == m->points);
  tame_h5_group(out, m->group, title);
  snprintf(path, sizeof path, "%s/method", m->group);
  tame_h5_codes(out, path, words, "optimiser");
  snprintf(path, sizeof path, "%s/run", m->group);
  tame_h5_index(out, path, m->runs, "run, a seed each");
  snprintf(path, sizeof path, "%s/x", m->group);
  tame_h5_axis(out, path, x, m->points, "training steps", "1");
  free(x);
  return TAME_OK;
}

tame_status tame_text_curves_merge(tame_h5 *out, const tame_cells *cells,
                                   const char *group, const char *title,
                                   const char *words, size_t runs,
                                   size_t points, gsl_rng *rng,
                                   tame_error *err)
{
  merger m = {.group = group, .methods = tame_cells_count(cells) / runs,
              .runs = runs, .points = points};
  TAME_REQUIRE(m.methods * runs == tame_cells_count(cells) &&
               strlen(group) < 64);
  m.all = tame_vec(m.methods * runs * points);
  m.mean = tame_vec(4 * m.methods * points);
  m.best = m.mean + m.methods * points;
  m.low = m.best + m.methods * points;
  m.high = m.low + m.methods * points;
  tame_status s = write_axes(out, &m, title, words, cells, err);
  for (size_t j = 0; j < N_CURVES && s >= 0; j++)
    s = merge_curve(out, &m, j, cells, rng, err);
  if (s >= 0) tame_h5_panel(out, group, "validation_loss_best", "method x");
  free(m.all);
  free(m.mean);
  return s;
}
