/* SPDX-License-Identifier: MIT */
#include "tame/group_train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

static tame_group_sums sums_of(const tame_score *s)
{
  tame_group_sums sums = {0};
  for (size_t a = 0; a < TAME_N_GROUPS; a++) {
    sums.n[a] = (size_t)s[a].n;
    sums.correct[a] = (size_t)s[a].correct;
    sums.loss[a] = s[a].loss;
    sums.total += s[a].loss;
  }
  return sums;
}

/* percentages as tame_group_metrics forms them */
static bool is_above(double correct, double n, double level)
{
  return 100.0 * correct / n > level;
}

typedef struct {
  const tame_group_plan *plan;
  bool is_early, is_final;
  size_t seen; /* epochs looked at */
} watch;

static bool is_done(const tame_epoch *e, size_t epochs, void *ctx)
{
  watch *w = ctx;
  for (; w->seen < epochs; w->seen++) {
    const tame_score *s = e[w->seen].train;
    w->is_early = w->is_early || is_above(s[0].correct + s[1].correct,
                                          s[0].n + s[1].n, w->plan->tau);
    w->is_final = w->is_final || is_above(s[0].correct, s[0].n, w->plan->kappa);
  }
  return w->is_early && w->is_final;
}

static tame_group_log *log_of(const tame_epoch *e, size_t epochs, bool has_test)
{
  tame_group_log *log = tame_group_log_alloc(epochs, has_test);
  for (size_t k = 0; k < epochs; k++) {
    if (isnan(e[k].batch_loss)) break;
    tame_group_sums train = sums_of(e[k].train), test = sums_of(e[k].test);
    train.total = e[k].total_loss;
    (void)tame_group_log_add(log, &train, has_test ? &test : NULL);
  }
  return log;
}

tame_status tame_group_train(tame_group_log **log, const tame_training *o,
                             const tame_group_plan *plan, gsl_rng *rng,
                             const tame_run *run, const tame_cell *cell,
                             tame_error *err)
{
  size_t n = 0;
  watch w = {.plan = plan};
  *log = NULL;
  tame_trainer *t = tame_trainer_alloc(o, err);
  if (!t) return TAME_EINVAL;
  tame_epoch *e = tame_calloc(plan->max_epochs, sizeof *e);
  char *path = tame_cell_checkpoint(run, cell);
  char *identity = tame_cell_identity(run, cell);
  tame_status s = tame_trainer_init(t, rng);
  if (s >= 0)
    s = tame_trainer_run_until(e, &n, t, plan->max_epochs, is_done, &w, path,
                               identity, plan->every, err);
  else
    (void)tame_fail(err, s, "optimiser: %s", tame_status_str(s));
  if (s >= 0) *log = log_of(e, n, o->test != NULL);
  free(path);
  free(identity);
  free(e);
  tame_trainer_free(t);
  if (s >= 0 && tame_group_epochs(*log) == 0) {
    tame_group_log_free(*log);
    *log = NULL;
    return tame_fail(err, TAME_DIVERGED, "%s: diverges in the first epoch",
                     cell->name);
  }
  return s < 0 ? s : TAME_OK;
}

tame_status tame_group_run_of_cell(tame_group_run *r, const tame_cells *cells,
                                   size_t index, tame_error *err)
{
  memset(r, 0, sizeof *r);
  for (size_t k = 0; k < TAME_GROUP_CURVES; k++) {
    char name[32];
    tame_h5_shape shape;
    tame_group_curve_name(name, k);
    const tame_status s =
        tame_cells_read(&r->curve[k], &shape, cells, index, name, err);
    if (s < 0) r->curve[k] = NULL;
    if (s == TAME_EMISSING && k >= TAME_GROUP_CURVES / 2) continue;
    if (s >= 0 && k > 0 && shape.count != r->epochs) {
      tame_group_run_free(r);
      return tame_fail(err, TAME_EFORMAT, "%s: another number of epochs", name);
    }
    if (s < 0) {
      tame_group_run_free(r);
      return s;
    }
    r->epochs = shape.count;
  }
  return TAME_OK;
}

void tame_group_run_write(tame_h5 *f, const char *group, const char *title,
                          const tame_group_run *r)
{
  char path[256], name[32];
  double *epoch = tame_vec(r->epochs);
  for (size_t e = 0; e < r->epochs; e++) epoch[e] = (double)(e + 1);
  tame_h5_group(f, group, title);
  snprintf(path, sizeof path, "%s/epoch", group);
  tame_h5_axis(f, path, epoch, r->epochs, "epoch, from 1", "1");
  free(epoch);
  for (size_t k = 0; k < TAME_GROUP_CURVES; k++) {
    if (!r->curve[k]) continue;
    tame_group_curve_name(name, k);
    snprintf(path, sizeof path, "%s/%s", group, name);
    tame_h5_write(f, path, "epoch", r->curve[k], name,
                  strstr(name, "acc") ? "%" : "1");
  }
}
