/* SPDX-License-Identifier: MIT */
/* Measuring estimators of a derivative against each other: time, memory and
 * error of the same gradient computed several ways, by the protocol of arXiv
 * 2305.13768 (authors' code): for each random data set and each method one warm-up call,
 * then the mean of `repeats` timed calls; every time includes the solve.
 *
 * A cell is one (size, data set); the merge gives, for every size, mean and
 * standard deviation over data sets. */
#ifndef TAME_ESTIMATORS_H
#define TAME_ESTIMATORS_H

#include "tame/exp.h"
#include "tame/h5.h"

/* Order fixed: it is the order of the axis `estimator` in the files. */
typedef enum {
  TAME_SOLVE_ONLY,      /* no gradient: the baseline */
  TAME_IMPLICIT,        /* linear system at the solution */
  TAME_ONE_STEP,        /* last step only */
  TAME_UNROLLED,        /* all steps, factors recomputed in the sweep */
  TAME_UNROLLED_STORED, /* all steps, factors kept from the solve */
  TAME_N_ESTIMATORS
} tame_estimator;
#define TAME_ESTIMATOR_WORDS                                                   \
  "solve_only implicit one_step unrolled unrolled_stored"

/* One problem that can be solved and differentiated in those ways. */
typedef struct {
  size_t n_grad; /* length of the gradient */
  /* Solve from the start and, unless E is TAME_SOLVE_ONLY, grad [n_grad] <- the
   * estimate.  TAME_OK or TAME_CONVERGED when the solver converged; any other
   * value fails the cell. */
  tame_status (*run)(double *grad, tame_estimator e, void *ctx);
  void *ctx;
} tame_estimator_problem;

/* In run_cell: measure all estimators of P with `repeats` timed calls and write
 * group "estimators" into the cell: wall, cpu, peak memory, errors against the
 * implicit gradient (absolute and relative), norm of the gradient.
 *
 * Peak memory is what one call adds to the process, so to be compared between
 * estimators, P's workspaces are allocated but not written to before. */
tame_status tame_estimators_measure(tame_h5 *out,
                                    const tame_estimator_problem *p,
                                    size_t repeats, tame_error *err);

/* In merge: a group with the axes parameters [n_sizes] and dataset
 * [n_datasets], like those of the groups below. */
void tame_estimators_axes(tame_h5 *out, const char *group, const char *title,
                          const double *parameters, size_t n_sizes,
                          size_t n_datasets);

/* In merge: write groups "timing", "error" and "estimators" (the last one a
 * table at the largest size).  Cells are ordered size first, then data set.
 * parameters [n_sizes] is the abscissa of the paper's figure (nParam).
 *
 * timing: axes estimator, parameters, dataset;
 *   wall, cpu (estimator parameters dataset), wall_mean, wall_std, wall_low,
 *   wall_high (mean -/+ std), cpu_mean (estimator parameters), and cpu_ratio
 *   (estimator parameters), the median over data sets of cpu over solve_only's.
 * error: axes parameters, dataset; one_step, unrolled, unrolled_stored
 *   (parameters dataset), absolute 2-norm of the difference to implicit, and
 *   the same divided by the norm of implicit: one_step_relative, ...;
 *   gradient_norm.
 * estimators: axis estimator; wall, cpu_ratio, peak_memory, error_relative
 *   (medians over data sets at the largest size). */
tame_status tame_estimators_merge(tame_h5 *out, const tame_cells *cells,
                                  const double *parameters, size_t n_sizes,
                                  size_t n_datasets, tame_error *err);

#endif
