/* SPDX-License-Identifier: MIT */
#include "tame/estimators.h"

#include <malloc.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/column.h"
#include "tame/stats.h"
#include "tame/timer.h"

enum { E = TAME_N_ESTIMATORS };
/* Blocks of this many bytes and more come fresh from the system. */
enum { FRESH = 128 * 1024 };
static const char AXIS[] = "way to the derivative";

/* --- one cell ------------------------------------------------------------- */

typedef struct {
  const tame_estimator_problem *problem;
  tame_estimator estimator;
  double *grad;
  tame_status status;
} call;

static void run(void *ctx)
{
  call *c = ctx;
  c->status = c->problem->run(c->grad, c->estimator, c->problem->ctx);
}

static bool has_converged(tame_status s)
{
  return s == TAME_OK || s == TAME_CONVERGED;
}

static tame_status failure(const call *c, tame_error *err)
{
  size_t length;
  const char *name =
      tame_word_at(&length, TAME_ESTIMATOR_WORDS, (size_t)c->estimator);
  return tame_fail(err, c->status < 0 ? c->status : TAME_EINVAL,
                   "estimator %.*s: %s", (int)length, name,
                   tame_status_str(c->status));
}

static void write_cell(tame_h5 *out, const double *wall, const double *cpu,
                       const double *memory, const double *error, double norm)
{
  double relative[E];
  for (size_t e = 0; e < E; e++) relative[e] = error[e] / norm;
  tame_h5_group(out, "estimators", "cost and error of each estimator");
  tame_h5_codes(out, "estimators/estimator", TAME_ESTIMATOR_WORDS, AXIS);
  tame_h5_write_measured(out, "estimators/wall", "estimator", wall,
                         "mean elapsed time of a call", "s");
  tame_h5_write_measured(out, "estimators/cpu", "estimator", cpu,
                         "mean processor time of a call", "s");
  tame_h5_write_measured(out, "estimators/peak_memory", "estimator", memory,
                         "memory that a call adds", "B");
  tame_h5_write(out, "estimators/error", "estimator", error,
                "distance to the implicit gradient, 2-norm", "1");
  tame_h5_write(out, "estimators/error_relative", "estimator", relative,
                "the same divided by the norm of the implicit gradient", "1");
  tame_h5_write_scalar(out, "estimators/gradient_norm", norm,
                       "norm of the implicit gradient", "1");
}

tame_status tame_estimators_measure(tame_h5 *out,
                                    const tame_estimator_problem *p,
                                    size_t repeats, tame_error *err)
{
  const size_t n = p->n_grad;
  double wall[E], cpu[E], memory[E], error[E];
  double *grad = tame_vec(E * n);
  const double *implicit = grad + TAME_IMPLICIT * n;
  call c = {.problem = p, .status = TAME_OK};

  /* Memory first, each in a child of its own: pages that this process has not
   * touched yet are then counted for every estimator alike.  glibc would raise
   * its threshold after the first large free(), and the next cell's workspaces
   * would lie in pages that are resident already. */
  mallopt(M_MMAP_THRESHOLD, FRESH);
  for (size_t e = 0; e < E; e++) {
    c.estimator = (tame_estimator)e;
    c.grad = grad + e * n;
    memory[e] = (double)tame_peak_rss_of(run, &c);
  }
  for (size_t e = 0; e < E && has_converged(c.status); e++) {
    c.estimator = (tame_estimator)e;
    c.grad = grad + e * n;
    const tame_timer t = tame_time_calls(run, &c, 1, repeats);
    wall[e] = t.wall;
    cpu[e] = t.cpu;
  }
  const tame_status s = has_converged(c.status) ? TAME_OK : failure(&c, err);
  if (s >= 0) {
    for (size_t e = 0; e < E; e++)
      error[e] = tame_distance(grad + e * n, implicit, n);
    error[TAME_SOLVE_ONLY] = NAN;
    write_cell(out, wall, cpu, memory, error, tame_norm(implicit, n));
  }
  free(grad);
  return s;
}

/* --- merge ---------------------------------------------------------------- */

/* Shape of the whole: S sizes, R data sets for each. */
typedef struct {
  size_t S, R;
  const double *parameters;
} table;

/* x [E x S x R] <- data set NAME of the cells, each [E] */
static tame_status gather(double *x, const tame_cells *cells, const char *path,
                          const table *t, tame_error *err)
{
  const size_t n_cells = t->S * t->R;
  double *raw = tame_vec(n_cells * E);
  const tame_status s = tame_cells_gather(raw, cells, path, E, err);
  for (size_t c = 0; c < n_cells; c++)
    for (size_t e = 0; e < E; e++) x[e * n_cells + c] = raw[c * E + e];
  free(raw);
  return s;
}

void tame_estimators_axes(tame_h5 *out, const char *group, const char *title,
                          const double *parameters, size_t n_sizes,
                          size_t n_datasets)
{
  char path[64];
  tame_h5_group(out, group, title);
  snprintf(path, sizeof path, "%s/parameters", group);
  tame_h5_axis(out, path, parameters, n_sizes, "number of parameters", "1");
  snprintf(path, sizeof path, "%s/dataset", group);
  tame_h5_index(out, path, n_datasets, "random data set");
}

static void write_axes(tame_h5 *out, const char *group, const char *title,
                       const table *t)
{
  tame_estimators_axes(out, group, title, t->parameters, t->S, t->R);
}

static void write_timing(tame_h5 *out, const double *wall, const double *cpu,
                         const table *t)
{
  const size_t S = t->S, R = t->R;
  double *mean = tame_vec(E * S), *sd = tame_vec(E * S);
  double *low = tame_vec(E * S), *high = tame_vec(E * S);
  double *cpu_mean = tame_vec(E * S), *median = tame_vec(E * S);
  double *ratio = tame_vec(R);
  for (size_t i = 0; i < E * S; i++) {
    mean[i] = tame_mean(wall + i * R, R);
    sd[i] = tame_std(wall + i * R, R);
    low[i] = mean[i] - sd[i];
    high[i] = mean[i] + sd[i];
    cpu_mean[i] = tame_mean(cpu + i * R, R);
    for (size_t r = 0; r < R; r++) /* rows of TAME_SOLVE_ONLY = 0 come first */
      ratio[r] = cpu[i * R + r] / cpu[i % S * R + r];
    median[i] = tame_quantile(ratio, R, 0.5);
  }
  const char *all = "estimator parameters dataset";
  const char *per_size = "estimator parameters";
  write_axes(out, "timing", "time of one gradient, solve included", t);
  tame_h5_codes(out, "timing/estimator", TAME_ESTIMATOR_WORDS, AXIS);
  tame_h5_write_measured(out, "timing/wall", all, wall,
                         "mean elapsed time of a call", "s");
  tame_h5_write_measured(out, "timing/cpu", all, cpu,
                         "mean processor time of a call", "s");
  tame_h5_write_measured(out, "timing/wall_mean", per_size, mean,
                         "elapsed time, mean over data sets", "s");
  tame_h5_write_measured(out, "timing/wall_std", per_size, sd,
                         "elapsed time, standard deviation over data sets",
                         "s");
  tame_h5_write_measured(out, "timing/wall_low", per_size, low,
                         "elapsed time, mean minus standard deviation", "s");
  tame_h5_write_measured(out, "timing/wall_high", per_size, high,
                         "elapsed time, mean plus standard deviation", "s");
  tame_h5_write_measured(out, "timing/cpu_mean", per_size, cpu_mean,
                         "processor time, mean over data sets", "s");
  tame_h5_write_measured(out, "timing/cpu_ratio", per_size, median,
                         "processor time over that of the solve alone, median "
                         "over data sets",
                         "1");
  tame_h5_panel(out, "timing", "wall_mean", per_size);
  free(mean);
  free(sd);
  free(low);
  free(high);
  free(cpu_mean);
  free(median);
  free(ratio);
}

static void write_errors(tame_h5 *out, const double *error,
                         const double *relative, const double *norm,
                         const table *t)
{
  static const struct {
    tame_estimator estimator;
    const char *absolute, *relative, *name, *name_relative;
  } SETS[] = {
      {TAME_ONE_STEP, "error/one_step", "error/one_step_relative",
       "distance of one-step to implicit gradient, 2-norm",
       "distance of one-step to implicit gradient, relative"},
      {TAME_UNROLLED, "error/unrolled", "error/unrolled_relative",
       "distance of unrolled to implicit gradient, 2-norm",
       "distance of unrolled to implicit gradient, relative"},
      {TAME_UNROLLED_STORED, "error/unrolled_stored",
       "error/unrolled_stored_relative",
       "distance of unrolled (factors kept) to implicit gradient, 2-norm",
       "distance of unrolled (factors kept) to implicit gradient, relative"},
  };
  const char *axes = "parameters dataset";
  const size_t n_cells = t->S * t->R;
  write_axes(out, "error", "error against the implicit gradient", t);
  for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++) {
    const size_t first = (size_t)SETS[i].estimator * n_cells;
    tame_h5_write(out, SETS[i].absolute, axes, error + first, SETS[i].name,
                  "1");
    tame_h5_write(out, SETS[i].relative, axes, relative + first,
                  SETS[i].name_relative, "1");
  }
  tame_h5_write(out, "error/gradient_norm", axes, norm,
                "norm of the implicit gradient", "1");
  tame_h5_panel(out, "error", "one_step_relative", axes);
}

/* Medians over the data sets of the largest size. */
static void write_table(tame_h5 *out, const double *wall, const double *cpu,
                        const double *memory, const double *relative,
                        const table *t)
{
  const size_t R = t->R, n_cells = t->S * R, last = n_cells - R;
  double seconds[E], ratio[E], bytes[E], error[E];
  double *ratios = tame_vec(R);
  for (size_t e = 0; e < E; e++) {
    const size_t i = e * n_cells + last;
    for (size_t r = 0; r < R; r++) ratios[r] = cpu[i + r] / cpu[last + r];
    seconds[e] = tame_quantile(wall + i, R, 0.5);
    ratio[e] = tame_quantile(ratios, R, 0.5);
    bytes[e] = tame_quantile(memory + i, R, 0.5);
    error[e] = tame_quantile(relative + i, R, 0.5);
  }
  free(ratios);
  tame_h5_group(out, "estimators",
                "cost and error of each estimator at the largest size, medians "
                "over data sets");
  tame_h5_codes(out, "estimators/estimator", TAME_ESTIMATOR_WORDS, AXIS);
  tame_h5_write_measured(out, "estimators/wall", "estimator", seconds,
                         "elapsed time", "s");
  tame_h5_write_measured(out, "estimators/cpu_ratio", "estimator", ratio,
                         "processor time over that of the solve alone", "1");
  tame_h5_write_measured(out, "estimators/peak_memory", "estimator", bytes,
                         "memory that a call adds", "B");
  tame_h5_write(out, "estimators/error_relative", "estimator", error,
                "relative distance to the implicit gradient", "1");
  tame_h5_panel(out, "estimators", "wall", "estimator");
}

tame_status tame_estimators_merge(tame_h5 *out, const tame_cells *cells,
                                  const double *parameters, size_t n_sizes,
                                  size_t n_datasets, tame_error *err)
{
  TAME_REQUIRE(tame_cells_count(cells) == n_sizes * n_datasets);
  const size_t n = E * n_sizes * n_datasets;
  double *block = tame_vec(5 * n + n_sizes * n_datasets);
  double *wall = block, *cpu = wall + n, *memory = cpu + n, *error = memory + n;
  double *relative = error + n, *norm = relative + n;
  const table t = {n_sizes, n_datasets, parameters};

  tame_status s = gather(wall, cells, "estimators/wall", &t, err);
  if (s >= 0) s = gather(cpu, cells, "estimators/cpu", &t, err);
  if (s >= 0) s = gather(memory, cells, "estimators/peak_memory", &t, err);
  if (s >= 0) s = gather(error, cells, "estimators/error", &t, err);
  if (s >= 0) s = gather(relative, cells, "estimators/error_relative", &t, err);
  if (s >= 0)
    s = tame_cells_gather(norm, cells, "estimators/gradient_norm", 1, err);
  if (s >= 0) {
    write_timing(out, wall, cpu, &t);
    write_errors(out, error, relative, norm, &t);
    write_table(out, wall, cpu, memory, relative, &t);
  }
  free(block);
  return s;
}
