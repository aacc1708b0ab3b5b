/* SPDX-License-Identifier: MIT */
/* An illustration of ours: a lower level that is Morse except on a thin set,
 *
 *     g(x, y) = y^4/4 - x1 y^2/2 - x2 y,     g_y = y^3 - x1 y - x2 .
 *
 * Three critical points where 27 x2^2 < 4 x1^3, one outside; they merge on that
 * curve, and the two minimisers tie on x2 = 0, x1 > 0 (Maxwell set).  On the
 * centres of a square grid over [-1, 1]^2 critical points are counted by Sturm
 * sequences; along the Maxwell set the lower level is minimised with a
 * certificate. */
#include <math.h>

#include "cells.h"
#include "tame/poly.h"

static const tame_option PARAMS[] = {
    {"cells", {81, 401, 1601}, 3, 20001, "cells of the grid in a row", NULL},
    {0}};

static double centre(size_t i, size_t n)
{
  return -1.0 + ((double)i + 0.5) / ((double)n / 2.0);
}

/* Distinct real critical points; 0 when they cannot be counted for sure. */
static size_t count(double x1, double x2)
{
  const tame_interval c[4] = {tame_point(-x2), tame_point(-x1), tame_point(0.0),
                              tame_point(1.0)};
  tame_sturm s;
  size_t n = 0;
  if (tame_sturm_init(&s, c, 3, NULL) != TAME_OK ||
      tame_sturm_count(&n, &s, -HUGE_VAL, HUGE_VAL) != TAME_OK)
    return 0;
  return n;
}

/* x2 of the outermost cells with three critical points in column i. */
typedef struct {
  size_t three, unknown, mismatches;
} tally;

static void column(tally *t, double *lo, double *hi, size_t i, size_t n)
{
  const double x1 = centre(i, n);
  *lo = *hi = (double)NAN;
  for (size_t k = 0; k < n; k++) {
    const double x2 = centre(k, n);
    const size_t found = count(x1, x2);
    const double side = 4.0 * x1 * x1 * x1 - 27.0 * x2 * x2;
    t->three += found == 3;
    t->unknown += found == 0;
    t->mismatches += found > 0 && (found == 3) != (side > 0.0);
    if (found != 3) continue;
    if (isnan(*lo)) *lo = x2;
    *hi = x2;
  }
}

/* At (x1, 0): the global minimisers, certified; *ties <- how many are not told
 * apart. */
static tame_status tie(double *ties, double *y, double x1)
{
  const tame_interval c[5] = {tame_point(0.0), tame_point(0.0),
                              tame_point(-x1 / 2.0), tame_point(0.0),
                              tame_point(0.25)};
  tame_poly_minimum m;
  const tame_status s = tame_poly_minimize(&m, c, 4, -HUGE_VAL, HUGE_VAL, NULL);
  *ties = (double)m.n_minimisers;
  *y = fabs(tame_interval_mid(m.critical[m.minimiser[0]].y));
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "cells");
  double *x = tame_vec(5 * n), *lo = x + n, *hi = lo + n, *ties = hi + n;
  double *y = ties + n;
  tally t = {0, 0, 0};
  tame_status s = TAME_OK;
  (void)cell;
  for (size_t i = 0; i < n; i++) {
    x[i] = centre(i, n);
    column(&t, &lo[i], &hi[i], i, n);
    ties[i] = y[i] = (double)NAN;
    if (x[i] > 0.0 && s == TAME_OK) s = tie(&ties[i], &y[i], x[i]);
  }
  keep(out, "x", x, n);
  keep(out, "lo", lo, n);
  keep(out, "hi", hi, n);
  keep(out, "ties", ties, n);
  keep(out, "y", y, n);
  free(x);
  keep_number(out, "fraction", (double)t.three / ((double)n * (double)n));
  keep_number(out, "unknown", (double)t.unknown);
  keep_number(out, "mismatches", (double)t.mismatches);
  return s == TAME_OK ? s
                      : tame_fail(err, TAME_ESINGULAR,
                                  "a minimum on the Maxwell set has no "
                                  "certificate");
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  enum { CURVE = 201 };
  const size_t n = tame_run_count(run, "cells");
  double u[CURVE], fold[CURVE];
  tame_status s = TAME_OK;
  tame_h5_group(out, "count", "Where there are three critical points");
  move_axis(&s, out, cells, "x", "count/x1", "x1, centres of cells", err);
#define MOVE(name, size, path, axes, meaning)                                  \
  move(&s, out, cells, name, size, path, axes, meaning, err)
  MOVE("lo", n, "count/x2_low", "x1", "lowest cell with three critical points");
  MOVE("hi", n, "count/x2_high", "x1", "highest cell");
  MOVE("ties", n, "count/ties", "x1",
       "global minimisers at x2 = 0 that are not told apart");
  MOVE("y", n, "count/minimiser", "x1", "modulus of the first of them");
  MOVE("fraction", 1, "count/fraction", "",
       "fraction of cells with three critical points");
  MOVE("unknown", 1, "count/unknown", "", "cells without a certified count");
  MOVE("mismatches", 1, "count/mismatches", "",
       "cells whose count is not that of the discriminant");
#undef MOVE
  tame_h5_panel(out, "count", "x2_high", "x1");
  tame_h5_group(out, "curve", "The fold curve 27 x2^2 = 4 x1^3");
  for (size_t i = 0; i < CURVE; i++) {
    u[i] = (double)i / (CURVE - 1.0);
    fold[i] = 2.0 / (3.0 * sqrt(3.0)) * pow(u[i], 1.5);
  }
  tame_h5_axis(out, "curve/x1", u, CURVE, "x1", "1");
  tame_h5_write(out, "curve/x2", "x1", fold, "x2 on the upper half", "1");
  tame_h5_panel(out, "curve", "x2", "x1");
  return s;
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2502.09074/cusp",
          .title = "Critical points of the cusp, counted by Sturm sequences",
          .figures = "illus-cusp",
          .about = "Number of critical points of a lower level that is Morse "
                   "off the fold curve, over a grid of parameters.  An "
                   "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.004, 0.04, 0.6},
          .n_cells = one_cell,
          .cell = describe_one,
          .run_cell = run_cell,
          .merge = merge});
}
