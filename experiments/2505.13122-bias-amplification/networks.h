/* SPDX-License-Identifier: MIT */
/* What the network experiments of this paper share: levels of accuracy, tables
 * of one row a run, curves over the runs that stop at one level. */
#ifndef NETWORKS_H
#define NETWORKS_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/group_train.h"
#include "tame/nets.h"

/* tau and kappa, % */
static const double TAU = 90.0, KAPPA[2] = {90.0, 99.0};

#define CHECKPOINT_OPTION                                                      \
  {                                                                            \
    "checkpoint", {600, 600, 600}, 0, 1e6, "seconds between checkpoints",      \
        "real"                                                                 \
  }

/* The network NAME for images X.  The last layer of mlp64 and mlp256 is here
 * N(0, 1/64) or N(0, 1/256), not as in tame/nets.h. */
static inline tame_net *network_of(const char *name, const tame_images *x,
                                   size_t outputs, bool has_no_norm,
                                   tame_error *err)
{
  if (strncmp(name, "mlp", 3) == 0) {
    const size_t width[2] = {(size_t)strtoul(name + 3, NULL, 10), outputs};
    return tame_net_mlp(x->c, x->h, x->w, width, 2,
                        1.0 / sqrt((double)width[0]));
  }
  return tame_net_named(name,
                        &(tame_net_options){.c = x->c,
                                            .h = x->h,
                                            .w = x->w,
                                            .classes = outputs,
                                            .has_no_norm = has_no_norm},
                        err);
}

typedef struct {
  const char *name, *meaning, *units; /* a scalar of every cell */
} table_column;

/* In merge: GROUP, a table with axis `case`, of one row a cell. */
static inline tame_status write_table(tame_h5 *out, const tame_cells *cells,
                                      const char *group, const char *title,
                                      const table_column *column, size_t n,
                                      tame_error *err)
{
  const size_t rows = tame_cells_count(cells);
  char path[128];
  double *x = tame_vec(rows);
  tame_status s = TAME_OK;
  tame_h5_group(out, group, title);
  snprintf(path, sizeof path, "%s/case", group);
  tame_h5_index(out, path, rows, "case");
  for (size_t k = 0; k < n && s >= 0; k++) {
    s = tame_cells_gather(x, cells, column[k].name, 1, err);
    if (s < 0) break;
    snprintf(path, sizeof path, "%s/%s", group, column[k].name);
    tame_h5_write(out, path, "case", x, column[k].meaning, column[k].units);
  }
  free(x);
  return s;
}

/* Number of the curve NAME; see tame_group_curve_name. */
static inline size_t curve_number(const char *name)
{
  char at[32];
  size_t k = 0;
  do tame_group_curve_name(at, k);
  while (strcmp(at, name) != 0 && ++k < TAME_GROUP_CURVES);
  TAME_REQUIRE(k < TAME_GROUP_CURVES);
  return k;
}

/* Epochs of a run that a figure of level KAPPA shows: until both times are
 * reached, all of them when one is not. */
static inline size_t shown_epochs(const tame_group_run *r, double kappa)
{
  const double early =
      tame_first_above(r->curve[curve_number("train_acc_all")], r->epochs, TAU);
  const double final = tame_first_above(r->curve[curve_number("train_acc_a0")],
                                        r->epochs, kappa);
  return isnan(early) || isnan(final) ? r->epochs : (size_t)fmax(early, final);
}

/* In merge: GROUP with the curves over RUNS cells from FIRST on, each run until
 * level KAPPA. */
static inline tame_status write_curves(tame_h5 *out, const tame_cells *cells,
                                       size_t first, size_t runs, double kappa,
                                       const char *group, const char *title,
                                       tame_error *err)
{
  tame_group_run *r = tame_calloc(runs, sizeof *r);
  tame_status s = TAME_OK;
  size_t n = 0;
  for (; n < runs && s >= 0; n++) {
    s = tame_group_run_of_cell(&r[n], cells, first + n, err);
    if (s >= 0) r[n].epochs = shown_epochs(&r[n], kappa);
  }
  if (s >= 0) {
    tame_h5_group(out, group, title);
    tame_group_runs_write(out, group, r, runs);
  }
  for (size_t k = 0; k < runs; k++) tame_group_run_free(&r[k]);
  free(r);
  return s;
}

/* In merge: GROUP_0, GROUP_1, ... with all epochs of each run. */
static inline tame_status write_runs(tame_h5 *out, const tame_cells *cells,
                                     size_t first, size_t runs,
                                     const char *group, tame_error *err)
{
  for (size_t k = 0; k < runs; k++) {
    char path[96], title[128];
    tame_group_run r;
    TAME_TRY(tame_group_run_of_cell(&r, cells, first + k, err));
    snprintf(path, sizeof path, "%s_%zu", group, k);
    snprintf(title, sizeof title, "Run %zu, all epochs", k);
    tame_group_run_write(out, path, title, &r);
    tame_group_run_free(&r);
  }
  return TAME_OK;
}

#endif
