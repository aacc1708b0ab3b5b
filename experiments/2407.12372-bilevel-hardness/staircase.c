/* SPDX-License-Identifier: MIT */
/* An illustration of ours beside E2: a wild function from below by staircases,
 * each the value function of a bilinear lower level over [0,1]^(2^d - 1)
 * (tame_staircase in tame/value_function.h), that is of a polynomial programme
 * with a compact box.  On [i 2^-d, (i+1) 2^-d] the step is a lower bound of
 * Takagi's function with jumps (tame/takagi.h) there.
 *
 * A cell is one d.  Errors are taken at (i + 1/3) / 512, which are no ends of
 * steps, and at i / 120. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/takagi.h"
#include "tame/value_function.h"

enum { MID = 512, TWELFTHS = 120, N_CURVE = 1921, FIRST = 1 };

static const tame_option PARAMS[] = {
    {"depth", {6, 10, 13}, 6, 16, "largest d", NULL}, {0}};

typedef struct {
  size_t n;
  double *end, *value, *work; /* [n - 1], [n], [2 n] */
} stairs;

static stairs build(size_t depth)
{
  tame_takagi_table *t = tame_takagi_alloc();
  const size_t n = (size_t)1 << depth;
  stairs s = {n, tame_vec(n), tame_vec(n), tame_vec(2 * n)};
  for (size_t i = 0; i < n; i++) {
    const double lo = ldexp((double)i, -(int)depth),
                 hi = ldexp((double)(i + 1), -(int)depth);
    if (i + 1 < n) s.end[i] = hi;
    s.value[i] = tame_takagi_below(t, lo, hi);
  }
  tame_takagi_free(t);
  return s;
}

static tame_values at(const stairs *s, long num, long den)
{
  return tame_staircase((double)num / (double)den, s->end, s->value, s->n,
                        s->work);
}

/* Largest difference of both value functions at all ends to the smaller and the
 * larger step there. */
static double error_at_ends(const stairs *s)
{
  double worst = 0.0;
  for (size_t i = 0; i + 1 < s->n; i++) {
    const tame_values v =
        tame_staircase(s->end[i], s->end, s->value, s->n, s->work);
    worst =
        fmax(worst, fabs(v.optimistic - fmin(s->value[i], s->value[i + 1])));
    worst =
        fmax(worst, fabs(v.pessimistic - fmax(s->value[i], s->value[i + 1])));
  }
  return worst;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  stairs s = build(FIRST + cell->coord[0]);
  double mean = 0.0, most = 0.0, twelfths = 0.0, violations = 0.0, x[N_CURVE];
  (void)run;
  (void)err;
  for (long i = 0; i < MID; i++) {
    const double phi = tame_takagi(3 * i + 1, 3 * MID),
                 v = at(&s, 3 * i + 1, 3 * MID).optimistic;
    mean += (phi - v) / MID;
    most = fmax(most, phi - v);
    violations += v > phi + 1e-12;
  }
  for (long i = 0; i <= TWELFTHS; i++) {
    const double phi = tame_takagi(i, TWELFTHS),
                 v = at(&s, i, TWELFTHS).optimistic;
    twelfths = fmax(twelfths, phi - v);
    violations += v > phi + 1e-12;
  }
  for (long i = 0; i < N_CURVE; i++) x[i] = at(&s, i, N_CURVE - 1).optimistic;
  tame_h5_write_scalar(out, "mean", mean, "mean", "1");
  tame_h5_write_scalar(out, "max_points", most, "max_points", "1");
  tame_h5_write_scalar(out, "max_twelfths", twelfths, "max_twelfths", "1");
  tame_h5_write_scalar(out, "violations", violations, "violations", "1");
  tame_h5_write_scalar(out, "ends", error_at_ends(&s), "ends", "1");
  tame_h5_index(out, "x", N_CURVE, "x");
  tame_h5_write(out, "curve", "x", x, "curve", "1");
  free(s.end);
  free(s.value);
  free(s.work);
  return TAME_OK;
}

/* --- the whole -------------------------------------------------------------- */

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  static const struct {
    const char *name, *meaning;
  } COLUMN[] = {{"mean", "mean of phi - staircase over 512 points"},
                {"max_points", "largest phi - staircase over 512 points"},
                {"max_twelfths", "largest phi - staircase over x = i/120"},
                {"violations", "points where the staircase is above phi"},
                {"ends",
                 "at the jumps: difference of the optimistic and pessimistic "
                 "values to the lower and the upper step"}};
  const size_t n = tame_run_count(run, "depth") - FIRST + 1;
  double *pieces = tame_vec(n), *x = tame_vec(n), at_x[N_CURVE], phi[N_CURVE];
  double *curves = tame_vec(n * N_CURVE);
  tame_status s = TAME_OK;
  for (size_t i = 0; i < n; i++) pieces[i] = ldexp(1.0, (int)(FIRST + i));
  tame_h5_group(out, "staircase", "A wild function by staircases from below");
  tame_h5_axis(out, "staircase/pieces", pieces, n, "steps 2^d", "1");
  for (size_t i = 0; i < sizeof COLUMN / sizeof *COLUMN && s >= 0; i++) {
    char path[64];
    snprintf(path, sizeof path, "staircase/%s", COLUMN[i].name);
    s = tame_cells_gather(x, cells, COLUMN[i].name, 1, err);
    if (s >= 0) tame_h5_write(out, path, "pieces", x, COLUMN[i].meaning, "1");
  }
  for (long i = 0; i < N_CURVE; i++) {
    at_x[i] = (double)i / (N_CURVE - 1);
    phi[i] = tame_takagi(i, N_CURVE - 1);
  }
  tame_h5_axis(out, "staircase/x", at_x, N_CURVE, "x", "1");
  tame_h5_write(out, "staircase/phi", "x", phi, "prescribed function", "1");
  if (s >= 0) s = tame_cells_gather(curves, cells, "curve", N_CURVE, err);
  tame_h5_write(out, "staircase/curve", "pieces x", curves,
                "optimistic value function", "1");
  tame_h5_panel(out, "staircase", "mean", "pieces");
  free(pieces);
  free(x);
  free(curves);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "depth") - FIRST + 1;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "depth%zu", FIRST + index);
  snprintf(cell->group, sizeof cell->group, "all depths");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2407.12372/staircase",
          .title = "A wild function from below by staircases",
          .figures = "illus-staircase",
          .about = "Staircases under Takagi's function with jumps, as value "
                   "functions of bilinear lower levels over a cube.  An "
                   "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.15, 0.25, 0.7},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
