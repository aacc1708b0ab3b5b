/* SPDX-License-Identifier: MIT */
#include "tame/curves.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/bootstrap.h"

enum { N_CURVES = 5, RESAMPLES = 1000 };

static const struct {
  const char *name, *meaning, *units;
} CURVE[N_CURVES] = {
    {"train_loss", "training loss, mean over the mini-batches of the epoch",
     "1"},
    {"train_accuracy", "training accuracy during the epoch", "%"},
    {"test_loss", "test loss after the epoch", "1"},
    {"test_accuracy", "test accuracy, best so far", "%"},
    {"test_accuracy_now", "test accuracy after the epoch", "%"}};

tame_status tame_curves_train(tame_epoch *e, size_t epochs,
                              const tame_training *o, gsl_rng *rng,
                              double every, const tame_run *run,
                              const tame_cell *cell, tame_error *err)
{
  tame_trainer *t = tame_trainer_alloc(o, err);
  if (!t) return TAME_EINVAL;
  char *path = tame_cell_checkpoint(run, cell);
  char *identity = tame_cell_identity(run, cell);
  tame_status s = tame_trainer_init(t, rng);
  if (s >= 0)
    s = tame_trainer_run(e, t, epochs, path, identity, every, err);
  else
    (void)tame_fail(err, s, "optimiser: %s", tame_status_str(s));
  free(path);
  free(identity);
  tame_trainer_free(t);
  return s < 0 ? s : TAME_OK;
}

static double curve_at(size_t j, const tame_epoch *e)
{
  switch (j) {
  case 0: return e->batch_loss;
  case 1: return 100.0 * tame_score_accuracy(e->train, TAME_N_GROUPS);
  case 2: return tame_score_loss(e->test, TAME_N_GROUPS);
  default: return 100.0 * tame_score_accuracy(e->test, TAME_N_GROUPS);
  }
}

void tame_curves_write(tame_h5 *out, const tame_epoch *e, size_t epochs)
{
  double *x = tame_vec(epochs);
  tame_h5_index(out, "epoch", epochs, "epoch, from 0");
  for (size_t j = 0; j < N_CURVES; j++) {
    for (size_t k = 0; k < epochs; k++) x[k] = curve_at(j, &e[k]);
    for (size_t k = 1; j == 3 && k < epochs; k++)
      if (!(x[k] > x[k - 1])) x[k] = x[k - 1];
    tame_h5_write(out, CURVE[j].name, "epoch", x, CURVE[j].meaning,
                  CURVE[j].units);
  }
  free(x);
}

/* --- merge ---------------------------------------------------------------- */

/* the curves of all runs, and what is made of them */
typedef struct {
  const char *group;
  size_t methods, runs, epochs;
  double *all;              /* [methods x runs x epochs] */
  double *mean, *low, *high; /* [methods x epochs] */
} merger;

static void write_summary(tame_h5 *out, const merger *m, size_t j,
                          const char *suffix, const char *meaning,
                          const double *x)
{
  char path[128], text[192];
  snprintf(path, sizeof path, "%s/%s%s", m->group, CURVE[j].name, suffix);
  snprintf(text, sizeof text, "%s: %s", CURVE[j].meaning, meaning);
  tame_h5_write(out, path, "method x", x, text, CURVE[j].units);
}

static tame_status merge_curve(tame_h5 *out, const merger *m, size_t j,
                               const tame_cells *cells, gsl_rng *rng,
                               tame_error *err)
{
  char path[128];
  const size_t size = m->runs * m->epochs;
  TAME_TRY(
      tame_cells_gather(m->all, cells, CURVE[j].name, m->epochs, err));
  for (size_t i = 0; i < m->methods; i++) {
    const size_t at = i * m->epochs;
    for (size_t k = 0; k < m->epochs; k++) {
      m->mean[at + k] = 0.0;
      for (size_t r = 0; r < m->runs; r++)
        m->mean[at + k] +=
            m->all[i * size + r * m->epochs + k] / (double)m->runs;
    }
    tame_bootstrap_mean(m->low + at, m->high + at, m->all + i * size, m->runs,
                        m->epochs, 0.95, RESAMPLES, rng);
  }
  snprintf(path, sizeof path, "%s/%s", m->group, CURVE[j].name);
  tame_h5_write(out, path, "method run x", m->all, CURVE[j].meaning,
                CURVE[j].units);
  write_summary(out, m, j, "_mean", "mean over runs", m->mean);
  write_summary(out, m, j, "_low", "lower end of the bootstrap band", m->low);
  write_summary(out, m, j, "_high", "upper end of the bootstrap band", m->high);
  return TAME_OK;
}

static void write_axes(tame_h5 *out, const merger *m, const char *title,
                       const char *words)
{
  char path[128];
  double *x = tame_vec(m->epochs);
  for (size_t k = 0; k < m->epochs; k++) x[k] = (double)(k + 1);
  tame_h5_group(out, m->group, title);
  snprintf(path, sizeof path, "%s/method", m->group);
  tame_h5_codes(out, path, words, "optimiser");
  snprintf(path, sizeof path, "%s/run", m->group);
  tame_h5_index(out, path, m->runs, "run, a seed each");
  snprintf(path, sizeof path, "%s/x", m->group);
  tame_h5_axis(out, path, x, m->epochs, "epoch, from 1", "1");
  free(x);
}

tame_status tame_curves_merge(tame_h5 *out, const tame_cells *cells,
                              const char *group, const char *title,
                              const char *words, size_t runs, size_t epochs,
                              gsl_rng *rng, tame_error *err)
{
  merger m = {.group = group, .methods = tame_cells_count(cells) / runs,
              .runs = runs, .epochs = epochs};
  TAME_REQUIRE(m.methods * runs == tame_cells_count(cells) &&
               strlen(group) < 64);
  m.all = tame_vec(m.methods * runs * epochs);
  m.mean = tame_vec(3 * m.methods * epochs);
  m.low = m.mean + m.methods * epochs;
  m.high = m.low + m.methods * epochs;
  write_axes(out, &m, title, words);
  tame_status s = TAME_OK;
  for (size_t j = 0; j < N_CURVES && s >= 0; j++)
    s = merge_curve(out, &m, j, cells, rng, err);
  tame_h5_panel(out, group, "train_loss_mean", "method x");
  free(m.all);
  free(m.mean);
  return s;
}
