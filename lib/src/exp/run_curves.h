/* SPDX-License-Identifier: MIT */
/* Private to exp/: curves of training runs, cells method by method, run by run,
 * and what is made of them. */
#ifndef TAME_RUN_CURVES_H
#define TAME_RUN_CURVES_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

#include "tame/exp.h"

typedef struct {
  const char *name, *source; /* in the result, in a cell */
  const char *meaning, *units;
  bool is_exp; /* the exponential of what the cell holds */
} tame_run_curve;

typedef struct {
  const char *group, *title;
  const char *words; /* of the methods */
  size_t runs;
  size_t n; /* points of a curve, at x [n] */
  const double *x;
  const char *x_name;
  const tame_run_curve *curve;
  size_t n_curves;
  bool has_best; /* the smallest mean so far as well */
} tame_run_curves;

/* GROUP with the axes method, run and x; of each curve all runs, and over method
 * and x the mean over runs, with has_best the smallest so far of that, and a
 * band of 95 % of 1000 bootstrap means: NAME, NAME_mean, NAME_best, NAME_low,
 * NAME_high. */
tame_status tame_run_curves_merge(tame_h5 *out, const tame_cells *cells,
                                  const tame_run_curves *o, gsl_rng *rng,
                                  tame_error *err);

#endif
