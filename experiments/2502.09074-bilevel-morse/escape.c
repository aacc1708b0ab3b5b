/* SPDX-License-Identifier: MIT */
/* An illustration of ours: pseudo-stability of differentiable programming when
 * the inner start is learned too, as in meta-learning.  On the double well
 * (tame/double_well.h), s = 0.1:
 *
 *     F_k(x, y) = f1(x, A_x^k(y)),     gradient descent on (x, y), eta = 0.2,
 *
 * from (0, 1).  Near branch c the derivative in y is of order rho^k, so z_t =
 * A^k(y_t) sits at the bilevel solution for a time T ~ C rho^(-k), and then
 * leaves: A_x^k can be inverted in y, and F_k has its minimum 0 at x = 1, z = 0,
 * which is not critical for g.  A cell is one k. */
#include <math.h>

#include "cells.h"
#include "tame/double_well.h"
#include "tame/stats.h"

enum { MAX_K = 18, N_RECORD = 400 };

static const tame_option PARAMS[] = {
    {"largest", {12, 26, 36}, 12, 2 * MAX_K, "largest k, even", NULL},
    {"after",
     {3000, 3000, 3000},
     1,
     100000,
     "iterations after the escape, for k <= 10",
     NULL},
    {0}};

static const double ETA = 0.2, S = 0.1;
enum {
  LIMIT = 2000000,
  FOLLOWED = 10
}; /* give up; k whose limit is looked at */

typedef struct {
  double t[N_RECORD], x[N_RECORD], z[N_RECORD];
  size_t n;
} orbit;

static void record(orbit *o, size_t t, double x, double z)
{
  if (o->n == N_RECORD) return;
  o->t[o->n] = (double)t;
  o->x[o->n] = x;
  o->z[o->n] = z;
  o->n++;
}

/* Descent until the escape and `after` iterations more. */
static tame_status descend(orbit *o, double *escape, double *f, double last[2],
                           size_t k, size_t after)
{
  tame_double_well target = {1.0, 0.0};
  const tame_bilevel p = tame_double_well_problem(&target);
  const tame_inner inner = {&p, S};
  tame_unrolled *w = tame_unrolled_alloc(&inner, k);
  double x = 0.0, y = 1.0, all[3], gx, gy;
  size_t end = LIMIT, next = 0;
  tame_status s = TAME_OK;
  *escape = (double)NAN;
  o->n = 0;
  for (size_t t = 0; t <= end; t++) {
    s = tame_unrolled_gradient(f, &gx, &gy, w, &x, &y);
    if (s != TAME_OK) break;
    const double z = tame_unrolled_last(w)[0];
    tame_double_well_branches(all, NULL, NULL, x);
    const double middle = 0.5 * (all[TAME_WELL_B] + all[TAME_WELL_C]);
    if (t == next || (isnan(*escape) && z < middle)) {
      record(o, t, x, z);
      next = t < 20 ? t + 1 : (size_t)ceil(1.03 * (double)t);
    }
    if (isnan(*escape) && z < middle) {
      *escape = (double)t;
      end = t + after;
    }
    last[0] = x;
    last[1] = z;
    x -= ETA * gx;
    y -= ETA * gy;
  }
  tame_unrolled_free(w);
  return s;
}

static size_t k_of(size_t cell) { return 2 * (cell + 1); }

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t k = k_of(cell->coord[0]);
  const bool is_followed = k <= FOLLOWED;
  orbit *o = tame_calloc(1, sizeof *o);
  double escape, f, last[2] = {0, 0};
  tame_status s = descend(o, &escape, &f, last, k,
                          is_followed ? tame_run_count(run, "after") : 0);
  if (s != TAME_OK || isnan(escape))
    s = tame_fail(err, TAME_ESINGULAR, "k = %zu: no escape in %d iterations", k,
                  LIMIT);
  for (size_t i = o->n; i < N_RECORD; i++)
    o->t[i] = o->x[i] = o->z[i] = (double)NAN;
  keep(out, "t", o->t, N_RECORD);
  keep(out, "x", o->x, N_RECORD);
  keep(out, "z", o->z, N_RECORD);
  keep_number(out, "escape", escape);
  keep_number(out, "f", is_followed ? f : (double)NAN);
  keep_number(out, "residual",
              is_followed ? fabs(tame_double_well_at(last[0], last[1]).y)
                          : (double)NAN);
  free(o);
  return s;
}

/* rho at the bilevel solution on branch c, by Newton's method on phi_c'. */
static double contraction(void)
{
  double x = 1.0, y[3], dy[3], ddy[3];
  for (int i = 0; i < 50; i++) {
    tame_double_well_branches(y, dy, ddy, x);
    const double c = y[TAME_WELL_C], dc = dy[TAME_WELL_C];
    x -= (x - 1.0 + c * dc) / (1.0 + dc * dc + c * ddy[TAME_WELL_C]);
  }
  tame_double_well_branches(y, NULL, NULL, x);
  return 1.0 - S * tame_double_well_at(x, y[TAME_WELL_C]).yy;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_cells_count(cells);
  double k[MAX_K], log_escape[MAX_K], escape[MAX_K], law[MAX_K];
  tame_status s = tame_cells_gather(escape, cells, "escape", 1, err);
  const double log_rho = log(contraction());
  (void)run;
  for (size_t i = 0; i < n; i++) {
    k[i] = (double)k_of(i);
    /* the law is asymptotic in k: over the last six */
    log_escape[i] = i + 6 >= n ? log(escape[i]) : (double)NAN;
    law[i] = escape[n - 1] * exp(log_rho * (double)(k_of(n - 1) - k_of(i)));
  }
  tame_h5_axis(out, "k", k, n, "inner steps k", "1");
  tame_h5_group(out, "orbit", "Descent on F_k(x, y)");
  tame_h5_index(out, "orbit/record", N_RECORD, "record");
#define MOVE(name, size, path, axes, meaning)                                  \
  move(&s, out, cells, name, size, path, axes, meaning, err)
  MOVE("t", N_RECORD, "orbit/t", "k record", "iteration t");
  MOVE("x", N_RECORD, "orbit/x", "k record", "x_t");
  MOVE("z", N_RECORD, "orbit/z", "k record", "z_t = A^k(x_t, y_t)");
  tame_h5_panel(out, "orbit", "z", "k record");
  tame_h5_group(out, "escape", "When the lower solution is left");
  MOVE("escape", 1, "escape/time", "k",
       "first t with z_t below the middle of b and c");
  tame_h5_write(out, "escape/law", "k", law, "rho^(-k), through the last point",
                "1");
  MOVE("f", 1, "escape/f", "k", "F_k at the end, for k <= 10");
  MOVE("residual", 1, "escape/residual", "k", "|g_y(x, z)| there");
#undef MOVE
  tame_h5_write_scalar(out, "escape/slope",
                       tame_fit_line(k, log_escape, n).slope,
                       "slope of log time over k, last six", "1");
  tame_h5_write_scalar(out, "escape/rate", -log_rho, "-log rho(x*)", "1");
  tame_h5_panel(out, "escape", "time", "k");
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "largest") / 2;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  cell->weight = exp(0.36 * (double)k_of(index)) + 100.0;
  snprintf(cell->name, sizeof cell->name, "k%zu", k_of(index));
  snprintf(cell->group, sizeof cell->group, "all k");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2502.09074/escape",
          .title = "Pseudo-stability: when descent leaves the lower solution",
          .figures = "illus-escape",
          .about = "Descent on an unrolled surrogate in the outer variable and "
                   "the inner start: the time until the lower level is "
                   "violated, against k.  An illustration, not an experiment "
                   "of the paper.",
          .params = PARAMS,
          .cost = {0.01, 0.02, 0.4},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
