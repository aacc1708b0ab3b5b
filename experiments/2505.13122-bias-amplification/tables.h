/* SPDX-License-Identifier: MIT */
/* What the experiments on tables share: the network that the options name, one
 * training run, and the numbers kept of it. */
#ifndef TABLES_H
#define TABLES_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/group_runs.h"
#include "tame/group_table.h"
#include "tame/nets.h"
#include "tame/table_train.h"
#include "tame/tabnet.h"

/* Options that table_train reads. */
#define TABLE_NET                                                              \
  {                                                                            \
    "net", {0}, 0, 0, "network", "mlp tabnet"                                  \
  }
#define TABLE_METHOD                                                           \
  {                                                                            \
    "method", {0}, 0, 0, "optimiser", "sgd adamw"                              \
  }
#define TABLE_BATCH                                                            \
  {                                                                            \
    "batch", {128, 128, 128}, 2, 65536, "rows of a mini-batch", NULL           \
  }

/* Inputs, ReLU, classes; or TabNet of its usual widths. */
static inline tame_net *table_net(const tame_run *run, size_t inputs,
                                  size_t classes)
{
  const size_t hidden = tame_run_count(run, "hidden");
  const size_t width[2] = {hidden, classes};
  const tame_tabnet tabnet = tame_tabnet_defaults(inputs, classes);
  if (strcmp(tame_run_word(run, "net"), "tabnet") == 0)
    return tame_net_tabnet(&tabnet);
  return tame_net_mlp(inputs, 1, 1, width, 2, 1.0 / sqrt((double)hidden));
}

/* *log <- the epochs of one run from the generators "STREAM/parameters" and
 * "STREAM/order" of repetition REP, to be freed by the caller.  Outcomes as
 * tame_table_train; *log is NULL after an error. */
static inline tame_status table_train(tame_group_log **log,
                                      const tame_group_rows *train,
                                      const tame_group_rows *test,
                                      size_t inputs, size_t classes,
                                      const tame_table_plan *plan, size_t rep,
                                      const tame_run *run, tame_error *err)
{
  const bool is_adamw = strcmp(tame_run_word(run, "method"), "adamw") == 0;
  *log = NULL;
  tame_net *net = table_net(run, inputs, classes);
  const tame_table_training o = {
      .net = net,
      .train = train,
      .test = test,
      .batch = tame_run_count(run, "batch"),
      .opt = tame_opt_defaults(is_adamw ? TAME_OPT_ADAMW : TAME_OPT_SGD),
      .rate = tame_run_real(run, "rate")};
  tame_table_trainer *t = tame_table_trainer_alloc(&o, err);
  tame_status s = t ? TAME_OK : TAME_EINVAL;
  if (t) {
    gsl_rng *start = tame_run_rng(run, "parameters", rep);
    gsl_rng *order = tame_run_rng(run, "order", rep);
    *log = tame_group_log_alloc(plan->max_epochs, test != NULL);
    s = tame_table_trainer_init(t, start);
    if (s >= 0) s = tame_table_train(*log, t, plan, order);
    gsl_rng_free(start);
    gsl_rng_free(order);
  }
  tame_table_trainer_free(t);
  tame_net_free(net);
  if (s >= 0) return s;
  tame_group_log_free(*log);
  *log = NULL;
  return t ? tame_fail(err, s, "training: %s", tame_status_str(s)) : s;
}

/* The numbers kept of a run, over AXES. */
enum { TABLE_FIELDS = 14 };
#define TABLE_FIELD_LIST(AXES)                                                 \
  {                                                                            \
    {"n0", AXES, "training rows with A = 0", "1"},                             \
        {"n1", AXES, "training rows with A = 1", "1"},                         \
        {"T_early", AXES, "first epoch with accuracy of all above tau",        \
         "epochs"},                                                            \
        {"T_final", AXES, "first epoch with accuracy on A = 0 above kappa",    \
         "epochs"},                                                            \
        {"extra", AXES, "T_final - T_early", "epochs"},                        \
        {"overcost", AXES, "extra / T_early", "%"},                            \
        {"minority_at_early", AXES, "best accuracy on A = 0 in epoch T_early", \
         "%"},                                                                 \
        {"T_final_capped", AXES, "T_final, or the cap where not reached",      \
         "epochs"},                                                            \
        {"ratio", AXES, "T_final_capped / T_early", "1"},                      \
        {"is_reached", AXES, "1 where T_final is reached", "1"},               \
        {"epochs", AXES, "epochs of the run", "1"},                            \
        {"test_a0", AXES, "test accuracy on A = 0 after the run", "%"},        \
        {"test_a1", AXES, "test accuracy on A = 1 after the run", "%"},        \
    {                                                                          \
      "has_diverged", AXES, "1 where the losses became infinite", "1"          \
    }                                                                          \
  }

static inline double table_last(const tame_group_log *log, tame_group_who who)
{
  const double *x = tame_group_curve(log, TAME_ON_TEST, TAME_GROUP_ACCURACY,
                                     who, TAME_GROUP_RAW);
  const size_t n = tame_group_epochs(log);
  return x && n > 0 ? x[n - 1] : (double)NAN;
}

/* x [TABLE_FIELDS], in the order of the list */
static inline void table_numbers(double *x, const tame_group_log *log,
                                 tame_status status,
                                 const tame_table_plan *plan)
{
  const tame_group_times t = tame_group_times_of(log, plan->tau, plan->kappa);
  const double capped = isnan(t.final) ? (double)plan->max_epochs : t.final;
  const double all[TABLE_FIELDS] = {
      (double)tame_group_size(log, TAME_ON_TRAIN, 0),
      (double)tame_group_size(log, TAME_ON_TRAIN, 1),
      t.early,
      t.final,
      t.extra,
      t.overcost,
      t.minority_at_early,
      capped,
      capped / t.early,
      !isnan(t.final),
      (double)tame_group_epochs(log),
      table_last(log, TAME_GROUP_A0),
      table_last(log, TAME_GROUP_A1),
      status == TAME_DIVERGED};
  memcpy(x, all, sizeof all);
}

/* In merge: of field NAME of all cells, [n x runs], the mean and the extremes
 * over runs as GROUP/NAME_mean, _lo and _hi over AXES. */
static inline tame_status table_summary(tame_h5 *out, const tame_cells *cells,
                                        const char *group, const char *name,
                                        const char *axes, size_t n, size_t runs,
                                        const char *units, tame_error *err)
{
  static const char *const END[3] = {"mean", "lo", "hi"};
  static const char *const WHAT[3] = {"mean", "smallest", "largest"};
  double *x = tame_vec(n * runs), *y = tame_vec(3 * n);
  const tame_status s = tame_cells_gather(x, cells, name, 1, err);
  for (size_t i = 0; i < n && s >= 0; i++) {
    const double *z = x + i * runs;
    y[i] = 0.0;
    y[n + i] = y[2 * n + i] = z[0];
    for (size_t k = 0; k < runs; k++) {
      y[i] += z[k] / (double)runs;
      /* a NaN among them stays: a mean of some of the runs is another number */
      if (isnan(z[k]) || z[k] < y[n + i]) y[n + i] = z[k];
      if (isnan(z[k]) || z[k] > y[2 * n + i]) y[2 * n + i] = z[k];
    }
  }
  for (size_t k = 0; k < 3 && s >= 0; k++) {
    char path[96], text[96];
    snprintf(path, sizeof path, "%s/%s_%s", group, name, END[k]);
    snprintf(text, sizeof text, "%s over runs of %s", WHAT[k], name);
    tame_h5_write(out, path, axes, y + k * n, text, units);
  }
  free(x);
  free(y);
  return s;
}

/* X <- curve NAME of the RUNS cells from FIRST on, and their LENGTH; a run that
 * diverged at once has none. */
static inline tame_status table_read_curves(double **x, size_t *length,
                                            const tame_cells *cells,
                                            size_t first, size_t runs,
                                            const char *name, tame_error *err)
{
  for (size_t k = 0; k < runs; k++) {
    char path[64];
    tame_h5_shape shape;
    snprintf(path, sizeof path, "curve/%s", name);
    const tame_status s =
        tame_cells_read(&x[k], &shape, cells, first + k, path, err);
    if (s < 0) x[k] = NULL;
    if (s < 0 && s != TAME_EMISSING) return s;
    length[k] = s < 0 ? 0 : shape.count;
  }
  return TAME_OK;
}

/* In merge: group curve with the best accuracies so far of A = 0, A = 1 and
 * all over case and epoch, means over RUNS and NAME_lo, NAME_hi = mean -+ the
 * sample deviation.  CASES are N words; all runs have EPOCHS epochs, but for
 * those that diverge. */
static inline tame_status table_curves(tame_h5 *out, const tame_cells *cells,
                                       const char *cases, size_t n, size_t runs,
                                       size_t epochs, tame_error *err)
{
  static const char *const NAME[3] = {"train_acc_a0", "train_acc_a1",
                                      "train_acc_all"};
  static const char *const END[3] = {"", "_lo", "_hi"};
  const size_t size = n * epochs;
  double *x = tame_vec(3 * size + 2 * epochs), *sd = x + 3 * size;
  double **run = tame_calloc(runs, sizeof *run);
  size_t *length = tame_calloc(runs, sizeof *length);
  tame_status s = TAME_OK;
  tame_h5_group(out, "curve", "Best accuracy so far by epoch");
  tame_h5_codes(out, "curve/case", cases, "which rows are A = 0");
  for (size_t e = 0; e < epochs; e++) x[e] = (double)(e + 1);
  tame_h5_axis(out, "curve/epoch", x, epochs, "epoch, from 1", "1");
  for (size_t q = 0; q < 3 && s >= 0; q++) {
    for (size_t i = 0; i < n && s >= 0; i++) {
      double *mean = x + i * epochs;
      memset(run, 0, runs * sizeof *run);
      s = table_read_curves(run, length, cells, i * runs, runs, NAME[q], err);
      if (s >= 0)
        tame_runs_merge(mean, sd, sd + epochs, epochs,
                        (const double *const *)run, length, runs);
      for (size_t e = 0; e < epochs; e++) {
        mean[size + e] = mean[e] - sd[e];
        mean[2 * size + e] = mean[e] + sd[e];
      }
      for (size_t k = 0; k < runs; k++) free(run[k]);
    }
    for (size_t k = 0; k < 3 && s >= 0; k++) {
      char path[64], text[96];
      snprintf(path, sizeof path, "curve/%s%s", NAME[q], END[k]);
      snprintf(text, sizeof text, "mean of %s over runs%s", NAME[q],
               k == 0   ? ""
               : k == 1 ? ", less its deviation"
                        : ", plus its deviation");
      tame_h5_write(out, path, "case epoch", x + k * size, text, "%");
    }
  }
  free(run);
  free(length);
  free(x);
  return s;
}

/* In run_cell: one run on T, whole or with TEST rows, under FIELDS. */
static inline tame_status table_case(tame_h5 *out, const tame_group_table *t,
                                     const tame_group_rows *test,
                                     const tame_field *fields, size_t rep,
                                     const tame_run *run, tame_error *err)
{
  const tame_table_plan plan = {.max_epochs = tame_run_count(run, "epochs"),
                                .tau = tame_run_real(run, "tau"),
                                .kappa = tame_run_real(run, "kappa"),
                                .is_whole = true};
  tame_group_log *log;
  const tame_status s = table_train(&log, &t->train, test, t->d, t->classes,
                                    &plan, rep, run, err);
  if (log) {
    double x[TABLE_FIELDS];
    table_numbers(x, log, s, &plan);
    tame_fields_write(out, fields, x, TABLE_FIELDS);
    tame_h5_write_scalar(out, "inputs", (double)t->d, "inputs", "1");
    if (tame_group_epochs(log) > 0) {
      tame_h5_group(out, "curve", "Losses and accuracies by epoch");
      tame_group_write(out, "curve", log, plan.tau, &plan.kappa, 1);
    }
  }
  tame_group_log_free(log);
  return s < 0 ? s : TAME_OK;
}

/* In merge: cells case by case (N_CASES words CASES), run by run. */
static inline tame_status table_cases(tame_h5 *out, const tame_cells *cells,
                                      const char *cases, size_t n_cases,
                                      const tame_field *fields,
                                      const tame_run *run, tame_error *err)
{
  static const char *const NAME[] = {"T_early", "T_final_capped", "ratio",
                                     "n0"};
  static const char *const UNITS[] = {"epochs", "epochs", "1", "1"};
  const size_t runs = tame_run_count(run, "runs");
  tame_h5_group(out, "times",
                "When all rows and when the minority are learned");
  tame_h5_codes(out, "times/case", cases, "which rows are A = 0");
  tame_h5_index(out, "times/run", runs, "run");
  tame_status s =
      tame_fields_merge(out, "times", fields, TABLE_FIELDS, cells, err);
  for (size_t k = 0; k < 4 && s >= 0; k++)
    s = table_summary(out, cells, "times", NAME[k], "case", n_cases, runs,
                      UNITS[k], err);
  tame_h5_write_scalar(out, "times/cap", tame_run_real(run, "epochs"),
                       "epochs at most", "epochs");
  if (s >= 0)
    s = tame_cells_collect(out, cells, "inputs", 1, "times/inputs", "case run",
                           "inputs", err);
  tame_h5_panel(out, "times", "T_final_capped_mean", "case");
  if (s >= 0)
    s = table_curves(out, cells, cases, n_cases, runs,
                     tame_run_count(run, "epochs"), err);
  return s;
}

/* Cells case by case, NAME [n_cases], run by run. */
static inline void table_cell(tame_cell *cell, size_t index,
                              const char *const *name, const tame_run *run)
{
  const size_t runs = tame_run_count(run, "runs");
  cell->coord[0] = index / runs;
  cell->coord[1] = index % runs;
  snprintf(cell->name, sizeof cell->name, "%s-%zu", name[cell->coord[0]],
           cell->coord[1]);
  snprintf(cell->group, sizeof cell->group, "%s", name[cell->coord[0]]);
}

#endif
