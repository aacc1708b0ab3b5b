/* SPDX-License-Identifier: MIT */
/* An illustration of ours: the cheap gradient.  F_k(x) = f(x, A_x^k(1, ..., 1)),
 * k = 50 inner steps on many wells (tame/double_well.h) with U = I, n = p = d, is
 * differentiated in reverse mode,
 *
 *     lambda = f_z;  for the steps from the last to the first:
 *         tau_bar_j -= s G_{tau z}(tau_j, z_j) lambda_j,
 *         lambda_j  *= 1 - s G_zz(tau_j, z_j);
 *     gradient = f_x + W' tau_bar,
 *
 * at a few times the cost of F_k for any d, and in forward mode with a d x d
 * tangent matrix, at a cost that grows like d.  A cell is one d. */
#include <math.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "cells.h"
#include "gradient_cost.h"
#include "tame/stats.h"
#include "tame/timer.h"

enum { N_D = 6, REPEATS = 11, N_MODES = 3 };
static const size_t D[N_D] = {8, 16, 32, 64, 128, 256};

static const tame_option PARAMS[] = {
    {"sizes", {3, 6, 6}, 2, N_D, "dimensions d = 8, 16, ...", NULL},
    {"milliseconds",
     {1, 5, 50},
     1,
     10000,
     "shortest time of one measurement",
     NULL},
    {0}};

static void value_only(void *ctx)
{
  problem *q = ctx;
  q->value = evaluate(q);
}

static void forward(void *ctx)
{
  problem *q = ctx;
  const size_t d = q->d;
  q->value = evaluate(q);
  memset(q->tangent, 0, d * d * sizeof *q->tangent);
  for (size_t i = 0; i < STEPS; i++)
    for (size_t j = 0; j < d; j++) {
      const double z = q->z[i * d + j], a = pull(q, j, z), b = push(q, j, z);
      double *row = q->tangent + j * d;
      const double *w = q->w + j * d;
      for (size_t m = 0; m < d; m++) row[m] = a * row[m] - b * w[m];
    }
  const double sum = cblas_ddot((int)d, q->v, 1, q->z + STEPS * d, 1);
  memcpy(q->forward, q->x, d * sizeof *q->x);
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)d, (int)d, sum, q->tangent,
              (int)d, q->v, 1, 1.0, q->forward, 1);
}

/* Relative difference of the reverse gradient to the forward one, and to that of
 * tame/bilevel.h. */
static tame_status differences(double diff[2], problem *q)
{
  tame_many_wells many = {q->d, q->d, q->w, NULL, q->v, q->zero, q->work, NULL};
  const tame_bilevel p = tame_many_wells_problem(&many);
  tame_unrolled *w = tame_unrolled_alloc(&(tame_inner){&p, S}, STEPS);
  double *y0 = tame_vec(2 * q->d), *gx = y0 + q->d, value;
  for (size_t j = 0; j < q->d; j++) y0[j] = 1.0;
  reverse(q);
  forward(q);
  const tame_status s = tame_unrolled_gradient(&value, gx, NULL, w, q->x, y0);
  const double size = tame_norm(q->forward, q->d);
  diff[0] = tame_distance(q->reverse, q->forward, q->d) / size;
  diff[1] = tame_distance(q->reverse, gx, q->d) / size +
            fabs(value - q->value) / fabs(value);
  free(y0);
  tame_unrolled_free(w);
  return s;
}

/* Processor time of one call, REPEATS times over, works in turn. */
static void measure(double *seconds, problem *q, double shortest)
{
  void (*const work[N_MODES])(void *) = {value_only, reverse, forward};
  size_t calls[N_MODES];
  for (size_t m = 0; m < N_MODES; m++) {
    calls[m] = 1;
    while (tame_time_calls(work[m], q, 0, calls[m]).cpu * (double)calls[m] <
           shortest)
      calls[m] *= 2;
  }
  for (size_t r = 0; r < REPEATS; r++)
    for (size_t m = 0; m < N_MODES; m++)
      seconds[m * REPEATS + r] = tame_time_calls(work[m], q, 0, calls[m]).cpu;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  problem *q = tame_calloc(1, sizeof *q);
  double seconds[N_MODES * REPEATS], median[N_MODES], diff[2];
  init(q, D[cell->coord[0]]);
  const tame_status s = differences(diff, q);
  measure(seconds, q, 1e-3 * tame_run_real(run, "milliseconds"));
  for (size_t m = 0; m < N_MODES; m++)
    median[m] = tame_quantile(seconds + m * REPEATS, REPEATS, 0.5);
  keep(out, "median", median, N_MODES);
  keep(out, "diff", diff, 2);
  free(q->w);
  free(q);
  return s == TAME_OK ? s
                      : tame_fail(err, TAME_ESINGULAR, "%s: %s", cell->name,
                                  tame_status_str(s));
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_cells_count(cells);
  double all[N_D * N_MODES], diff[N_D * 2], d[N_D], seconds[N_MODES][N_D];
  double ratio[2][N_D], by_mode[2][N_D];
  (void)run;
  TAME_TRY(tame_cells_gather(all, cells, "median", N_MODES, err));
  TAME_TRY(tame_cells_gather(diff, cells, "diff", 2, err));
  for (size_t i = 0; i < n; i++) {
    d[i] = (double)D[i];
    for (size_t m = 0; m < N_MODES; m++) seconds[m][i] = all[i * N_MODES + m];
    for (size_t m = 0; m < 2; m++) {
      ratio[m][i] = all[i * N_MODES + m + 1] / all[i * N_MODES];
      by_mode[m][i] = diff[2 * i + m];
    }
  }
  tame_h5_group(out, "cost", "Time of a gradient over the time of a value");
  tame_h5_axis(out, "cost/d", d, n, "dimension d = n = p", "1");
  tame_h5_write_measured(out, "cost/value", "d", seconds[0],
                         "processor time of F_k, median of 11", "s");
  tame_h5_write_measured(out, "cost/reverse", "d", seconds[1],
                         "F_k and gradient, reverse mode", "s");
  tame_h5_write_measured(out, "cost/forward", "d", seconds[2],
                         "F_k and gradient, forward mode", "s");
  tame_h5_write_measured(out, "cost/reverse_ratio", "d", ratio[0],
                         "reverse mode over value", "1");
  tame_h5_write_measured(out, "cost/forward_ratio", "d", ratio[1],
                         "forward mode over value", "1");
  tame_h5_write(out, "cost/mode_difference", "d", by_mode[0],
                "reverse minus forward gradient, relative", "1");
  tame_h5_write(out, "cost/library_difference", "d", by_mode[1],
                "reverse minus the library's unrolled gradient, relative", "1");
  tame_h5_panel(out, "cost", "reverse_ratio", "d");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "sizes");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  cell->weight = (double)(D[index] * D[index]);
  snprintf(cell->name, sizeof cell->name, "d%zu", D[index]);
  snprintf(cell->group, sizeof cell->group, "all d");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2502.09074/gradient_cost",
          .title = "Cost of unrolled gradients, reverse and forward",
          .figures = "illus-cost",
          .about = "Processor time of the gradient of an unrolled surrogate "
                   "over that of its value, against the dimension.  An "
                   "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.2, 1.6, 17},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
