/* SPDX-License-Identifier: MIT */
/* An illustration of ours: the single-step multi-step scheme where the lower
 * level is not Morse.  With g(x, y) = y^4/4 - y^2/2 - x y and f = y^2/2 the
 * bilevel value is least at x = 0, but y follows one branch of minimisers to its
 * fold, falls to the other one, and comes back: a cycle.  In the time t = alpha k,
 * on x = y^3 - y with dx/dt = -y/(3 y^2 - 1), its period is
 *
 *     2 int_{1/sqrt 3}^{2/sqrt 3} (3 y^2 - 1)^2 / y dy = 2 ln 2 + 3/2 .
 *
 * Hypergradients are clipped at length 10, since they are infinite at a fold.  A
 * cell is one outer step alpha. */
#include <math.h>

#include "cells.h"
#include "fold_problem.h"
#include "tame/poly.h"
#include "tame/single_step.h"

enum { N_ALPHA = 4, N_RECORD = 2001 };
static const double ALPHA[N_ALPHA] = {1e-2, 5e-3, 2e-3, 1e-3};
static const double HORIZON = 20.0; /* alpha times the outer iterations */

static const tame_option PARAMS[] = {
    {"inner", {100, 100, 1000}, 1, 1e6, "inner steps m", NULL}, {0}};

typedef struct {
  double t[N_RECORD], x[N_RECORD], y[N_RECORD], is_global[N_RECORD];
  size_t n;
} orbit;

/* 1 when the certified global minimiser has the sign of y; NaN at a tie. */
static double on_global_branch(double x, double y)
{
  const tame_interval c[5] = {tame_point(0.0), tame_point(-x), tame_point(-0.5),
                              tame_point(0.0), tame_point(0.25)};
  tame_poly_minimum m;
  if (tame_poly_minimize(&m, c, 4, -HUGE_VAL, HUGE_VAL, NULL) != TAME_OK ||
      m.n_minimisers != 1)
    return (double)NAN;
  return (tame_interval_mid(m.critical[m.minimiser[0]].y) > 0.0) == (y > 0.0);
}

static void record(orbit *o, double t, double x, double y)
{
  o->t[o->n] = t;
  o->x[o->n] = x;
  o->y[o->n] = y;
  o->is_global[o->n] = on_global_branch(x, y);
  o->n++;
}

/* Switches of the sign of y, and where x has been. */
typedef struct {
  size_t switches, first, last; /* iterations of the first and last switch */
  double max_x, min_x;
} tally;

static tame_status run_orbit(orbit *o, tally *q, double alpha, size_t inner)
{
  const tame_bilevel p = fold_problem();
  const tame_single_step_options opt = {.inner_step = 0.2,
                                        .inner_steps = inner,
                                        .outer_step = alpha,
                                        .hyper = TAME_HYPER_EXACT,
                                        .clip = 10.0};
  const size_t n = (size_t)floor(HORIZON / alpha + 1e-9);
  const size_t every = n / (N_RECORD - 1);
  const double x0 = 0.0, y0 = -1.0;
  double before = y0;
  tame_single_step *w = tame_single_step_alloc(1, 1);
  tame_status s = tame_single_step_init(w, &p, &x0, &y0, &opt);
  *q = (tally){.max_x = -HUGE_VAL, .min_x = HUGE_VAL};
  o->n = 0;
  record(o, 0.0, x0, y0);
  for (size_t k = 1; k <= n && s == TAME_OK; k++) {
    s = tame_single_step_step(w);
    const double x = *tame_single_step_x(w), y = *tame_single_step_y(w);
    if (y * before < 0.0) {
      if (q->switches++ == 0) q->first = k;
      q->last = k;
    }
    before = y;
    if (k > n / 3) {
      q->max_x = fmax(q->max_x, x);
      q->min_x = fmin(q->min_x, x);
    }
    if (k % every == 0 && o->n < N_RECORD) record(o, alpha * (double)k, x, y);
  }
  tame_single_step_free(w);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const double alpha = ALPHA[cell->coord[0]];
  orbit *o = tame_calloc(1, sizeof *o);
  tally q;
  tame_status s = run_orbit(o, &q, alpha, tame_run_count(run, "inner"));
  if (s != TAME_OK)
    s = tame_fail(err, TAME_ESINGULAR, "alpha = %g: %s", alpha,
                  tame_status_str(s));
  for (size_t i = o->n; i < N_RECORD; i++)
    o->t[i] = o->x[i] = o->y[i] = o->is_global[i] = (double)NAN;
  keep(out, "t", o->t, N_RECORD);
  keep(out, "x", o->x, N_RECORD);
  keep(out, "y", o->y, N_RECORD);
  keep(out, "is_global", o->is_global, N_RECORD);
  /* a full period has two switches */
  const double periods = floor(((double)q.switches - 1.0) / 2.0);
  keep_number(out, "switches", (double)q.switches);
  keep_number(out, "period",
              2.0 * alpha * (double)(q.last - q.first) /
                  ((double)q.switches - 1.0));
  keep_number(out, "periods", periods);
  keep_number(out, "max_x", q.max_x);
  keep_number(out, "min_x", q.min_x);
  free(o);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  tame_status s = TAME_OK;
  (void)run;
  tame_h5_group(out, "orbit", "Orbits of the single-step multi-step scheme");
  tame_h5_axis(out, "alpha", ALPHA, N_ALPHA, "outer step alpha", "1");
  tame_h5_index(out, "orbit/record", N_RECORD, "record");
#define ORBIT(name, meaning)                                                   \
  move(&s, out, cells, #name, N_RECORD, "orbit/" #name, "alpha record",        \
       meaning, err)
  ORBIT(t, "time t = alpha k");
  ORBIT(x, "x");
  ORBIT(y, "y");
  ORBIT(is_global, "1: y is on the branch of the certified global minimiser");
#undef ORBIT
  tame_h5_panel(out, "orbit", "x", "alpha record");
  tame_h5_group(out, "cycle", "The cycle of each orbit");
#define CYCLE(name, meaning)                                                   \
  move(&s, out, cells, #name, 1, "cycle/" #name, "alpha", meaning, err)
  CYCLE(switches, "changes of the sign of y");
  CYCLE(period, "mean period in t, between the first and the last change");
  CYCLE(periods, "full periods in it");
  CYCLE(max_x, "largest x over the last two thirds");
  CYCLE(min_x, "smallest x over the last two thirds");
#undef CYCLE
  tame_h5_write_scalar(out, "cycle/theory", 2.0 * log(2.0) + 1.5,
                       "period of the limit alpha -> 0, 2 ln 2 + 3/2", "1");
  tame_h5_write_scalar(out, "cycle/fold_x", fold_x(), "x of the fold", "1");
  tame_h5_panel(out, "cycle", "period", "alpha");
  return s;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_ALPHA;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  cell->weight = 1.0 / ALPHA[index];
  snprintf(cell->name, sizeof cell->name, "alpha%g", ALPHA[index]);
  snprintf(cell->group, sizeof cell->group, "all alpha");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2502.09074/hysteresis",
          .title = "Single steps cycle where the lower level is not Morse",
          .figures = "illus-hysteresis",
          .about = "Orbits of the single-step multi-step scheme on a lower "
                   "level with folds: a relaxation cycle that never settles at "
                   "the bilevel solution.  An illustration, not an experiment "
                   "of the paper.",
          .params = PARAMS,
          .cost = {0.1, 0.1, 0.5},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
