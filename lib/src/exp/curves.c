/* SPDX-License-Identifier: MIT */
#include "tame/curves.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_curves.h"
#include "tame/base.h"

enum { N_CURVES = 5 };

static const tame_run_curve CURVE[N_CURVES] = {
    {"train_loss", "train_loss",
     "training loss, mean over the mini-batches of the epoch", "1", false},
    {"train_accuracy", "train_accuracy", "training accuracy during the epoch",
     "%", false},
    {"test_loss", "test_loss", "test loss after the epoch", "1", false},
    {"test_accuracy", "test_accuracy", "test accuracy, best so far", "%",
     false},
    {"test_accuracy_now", "test_accuracy_now", "test accuracy after the epoch",
     "%", false}};

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
  case 0:
    return e->batch_loss;
  case 1:
    return 100.0 * tame_score_accuracy(e->train, TAME_N_GROUPS);
  case 2:
    return tame_score_loss(e->test, TAME_N_GROUPS);
  default:
    return 100.0 * tame_score_accuracy(e->test, TAME_N_GROUPS);
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

tame_status tame_curves_merge(tame_h5 *out, const tame_cells *cells,
                              const char *group, const char *title,
                              const char *words, size_t runs, size_t epochs,
                              gsl_rng *rng, tame_error *err)
{
  double *x = tame_vec(epochs);
  for (size_t k = 0; k < epochs; k++) x[k] = (double)(k + 1);
  const tame_status s =
      tame_run_curves_merge(out, cells,
                            &(tame_run_curves){.group = group,
                                               .title = title,
                                               .words = words,
                                               .runs = runs,
                                               .n = epochs,
                                               .x = x,
                                               .x_name = "epoch, from 1",
                                               .curve = CURVE,
                                               .n_curves = N_CURVES},
                            rng, err);
  tame_h5_panel(out, group, "train_loss_mean", "method x");
  free(x);
  return s;
}
