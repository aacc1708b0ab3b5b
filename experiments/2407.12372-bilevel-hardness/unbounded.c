/* SPDX-License-Identifier: MIT */
/* E4 and E5: value functions that need an unbounded box, and what a box of size
 * R makes of them.
 *
 *   step   phi = 1 for x <= 0, 0 for x > 0 (not lower semicontinuous):
 *          Q = [(t - 1)^2 + (x + z^2)^2][t^2 + (x z^2 - 1)^2], P = t, (t, z) in R^2.
 *          With 0 <= z <= R the value jumps at some x_R > 0.  Near t = 1, z = 0 and
 *          near t = 0, z = R the minima are
 *              m_A(x) = min_t ((t - 1)^2 + x^2)(t^2 + 1),
 *              m_B(x) = min_t ((t - 1)^2 + (x + R^2)^2)(t^2 + (x R^2 - 1)^2),
 *          and x_R = (1 - e) / R^2 with m_A = m_B; e ~ sqrt(2) R^-4.
 *   pole   phi = -1/x^2, 0 at 0 (neither lsc nor bounded on bounded sets):
 *          Q = (1 + t x^2)^2 (x^4 + t^2), P = t, t in R.  With |t| <= R the value is
 *          near 0 for x^2 < (1 - e)/R; e ~ R^-2.
 *   infinity  phi = 0 for |x| <= 1/2, +inf beyond:
 *          Q = p2 B, p2 = t^2 + (x^2 - 1/4 + z^2)^2, B = v^2 + (1 - v w)^2, P = t.
 *          With |w| <= R, min B = 1/(1 + R^2) > 0, so the value is 0 everywhere.
 *
 * The roots e come from local methods; that the global minimiser is on the one
 * side of the jump at e (1 + 1e-3) and on the other at e (1 - 1e-3) is proved,
 * by Bernstein branch and bound (step) and Sturm sequences (pole).  So are the
 * curves.  A cell is one of: roots and curves of a function. */
#include "unbounded.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>

#include "assemble.h"
#include "examples.h"
#include "tame/base.h"
#include "tame/stats.h"

const double CURVE_R[N_CURVES] = {2, 4, 8};

static const tame_option PARAMS[] = {
    {"points", {61, 241, 1921}, 31, 100001, "points of a curve", NULL}, {0}};

double brent(double (*f)(double e, void *ctx), double lo, double hi, void *ctx)
{
  gsl_function g = {f, ctx};
  gsl_root_fsolver *s = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
  TAME_REQUIRE(gsl_root_fsolver_set(s, &g, lo, hi) == GSL_SUCCESS);
  for (int k = 0; k < 200; k++) {
    TAME_REQUIRE(gsl_root_fsolver_iterate(s) == GSL_SUCCESS);
    const double a = gsl_root_fsolver_x_lower(s),
                 b = gsl_root_fsolver_x_upper(s);
    if (gsl_root_test_interval(a, b, 0.0, 1e-13) == GSL_SUCCESS) break;
  }
  const double root = gsl_root_fsolver_root(s);
  gsl_root_fsolver_free(s);
  return root;
}

tame_bipoly *mono(double c, size_t i, size_t j)
{
  return tame_bipoly_monomial(TAME_DOUBLE_DOUBLE, c, i, j);
}

tame_bipoly *squared(tame_bipoly *p)
{
  return tame_bipoly_mul(p, tame_bipoly_copy(p));
}

void write_curves(tame_h5 *out, const double *x, const double *lo,
                  const double *hi, const double *target, size_t n)
{
  const size_t all = (N_CURVES + 1) * n, large = N_CURVES * n;
  double *mid = tame_vec(all), *width = tame_vec(all), *error = tame_vec(n);
  for (size_t i = 0; i < all; i++) {
    mid[i] = 0.5 * (lo[i] + hi[i]);
    width[i] = hi[i] - lo[i];
  }
  for (size_t i = 0; i < n; i++)
    error[i] =
        fmax(fabs(lo[large + i] - target[i]), fabs(hi[large + i] - target[i])) /
        fmax(1.0, fabs(target[i]));
  tame_h5_axis(out, "R", CURVE_R, N_CURVES, "R", "1");
  tame_h5_axis(out, "x", x, n, "x", "1");
  tame_h5_write(out, "value", "R x", mid, "value", "1");
  tame_h5_write(out, "width", "R x", width, "width", "1");
  tame_h5_write(out, "target", "x", target, "target", "1");
  tame_h5_write(out, "large", "x", mid + large, "large", "1");
  tame_h5_write(out, "error", "x", error, "error", "1");
  free(mid);
  free(width);
  free(error);
}

/* --- the whole -------------------------------------------------------------- */

enum { STEP, STEP_CURVES, POLE, POLE_CURVES, UNATTAINED, N_CELLS };
static const char *const NAME[N_CELLS] = {"step", "step_curves", "pole",
                                          "pole_curves", "infinity"};

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "points");
  (void)err;
  switch (cell->coord[0]) {
  case STEP:
    step_roots(out);
    break;
  case STEP_CURVES:
    step_curves(out, n);
    break;
  case POLE:
    pole_roots(out);
    break;
  case POLE_CURVES:
    pole_curves(out, n);
    break;
  default:
    infinity_all(out);
  }
  return TAME_OK;
}

static const part PARTS[] = {
    {STEP, "step", "R", NULL, "size R of the box"},
    {STEP, "step", "e", "R", "1 - x_R R^2, x_R where the value jumps"},
    {STEP, "step", "scaled", "R", "(1 - x_R R^2) R^4 / sqrt(2)"},
    {STEP, "step", "proved", "R",
     "1: x_R certified to a thousandth of 1 - x_R R^2"},
    {STEP, "step", "boxes", "R", "Bernstein boxes of both certificates"},
    {STEP_CURVES, "step_curves", "R", NULL, "size R of the box"},
    {STEP_CURVES, "step_curves", "x", NULL, "x"},
    {STEP_CURVES, "step_curves", "value", "R x",
     "value function, middle of its enclosure"},
    {STEP_CURVES, "step_curves", "width", "R x", "width of the enclosure"},
    {STEP_CURVES, "step_curves", "target", "x", "prescribed function"},
    {STEP_CURVES, "step_curves", "large", "x",
     "value function in a box of size 2/sqrt(x)"},
    {STEP_CURVES, "step_curves", "error", "x",
     "farther end of its enclosure from phi, over max(1, |phi|)"},
    {POLE, "pole", "R", NULL, "size R of the box"},
    {POLE, "pole", "e", "R", "1 - R x_R^2, x_R where the value jumps"},
    {POLE, "pole", "scaled", "R", "(1 - R x_R^2) R^2"},
    {POLE, "pole", "proved", "R",
     "1: x_R^2 certified to a thousandth of 1 - R x_R^2"},
    {POLE_CURVES, "pole_curves", "R", NULL, "size R of the box"},
    {POLE_CURVES, "pole_curves", "x", NULL, "x"},
    {POLE_CURVES, "pole_curves", "value", "R x",
     "value function, middle of its enclosure"},
    {POLE_CURVES, "pole_curves", "width", "R x", "width of the enclosure"},
    {POLE_CURVES, "pole_curves", "target", "x", "prescribed function"},
    {POLE_CURVES, "pole_curves", "large", "x",
     "value function over all t, middle of its enclosure"},
    {POLE_CURVES, "pole_curves", "error", "x",
     "farther end of its enclosure from phi, over max(1, |phi|)"},
    {UNATTAINED, "infinity", "R", NULL, "size R of the box"},
    {UNATTAINED, "infinity", "least", "R",
     "min of v^2 + (1 - v w)^2 over |w| <= R"},
    {UNATTAINED, "infinity", "bound", "R", "1 / (1 + R^2)"},
    {UNATTAINED, "infinity", "scaled", "R", "that minimum times 1 + R^2"},
    {UNATTAINED, "infinity", "x", NULL, "x"},
    {UNATTAINED, "infinity", "value", "x",
     "value function for every R, middle of its enclosure"},
    {UNATTAINED, "infinity", "width", "x", "width of the enclosure"}};

static const char *const TITLE[N_CELLS] = {
    "Upper semicontinuous step: where the truncated value jumps",
    "Upper semicontinuous step: value functions of truncated programmes",
    "-1/x^2: where the truncated value jumps",
    "-1/x^2: value functions of truncated programmes",
    "+inf: the infimum that is not attained"};
static const char *const SIGNAL[N_CELLS][2] = {
    {"e", "R"}, {"value", "R x"}, {"e", "R"}, {"value", "R x"}, {"least", "R"}};

/* Slope of log e against log R, from R = 8. */
static tame_status write_slope(tame_h5 *out, const tame_cells *cells,
                               tame_error *err)
{
  enum { FROM = 2 };
  double *e, *r;
  tame_h5_shape shape;
  TAME_TRY(tame_cells_read(&e, &shape, cells, STEP, "e", err));
  const tame_status s = tame_cells_read(&r, &shape, cells, STEP, "R", err);
  if (s >= 0) {
    for (size_t i = 0; i < shape.count; i++) {
      r[i] = log(r[i]);
      e[i] = log(e[i]);
    }
    tame_h5_write_scalar(
        out, "step/slope",
        tame_fit_line(r + FROM, e + FROM, shape.count - FROM).slope,
        "slope of log(1 - x_R R^2) against log R, R >= 8", "1");
    free(r);
  }
  free(e);
  return s;
}

/* Points and largest error of a function in boxes as large as x needs. */
static tame_status measure(example *row, const tame_cells *cells, size_t cell,
                           tame_error *err)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_cells_read(&x, &shape, cells, cell, "error", err));
  row->points = (double)shape.count;
  row->error = tame_max(x, shape.count);
  free(x);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  /* no box, however large, shows the value +inf */
  example row[3] = {{"step_unbounded", 0, 1, 0, 1, 0, 1, 0, 0},
                    {"pole_unbounded", 0, 1, 0, 1, 0, 0, 0, 0},
                    {"infinity_unbounded", 0, 1, 0, 1, 1, 0, 0, (double)NAN}};
  (void)run;
  for (size_t p = 0; p < N_CELLS; p++) tame_h5_group(out, NAME[p], TITLE[p]);
  TAME_TRY(assemble(out, cells, PARTS, sizeof PARTS / sizeof *PARTS, err));
  TAME_TRY(write_slope(out, cells, err));
  for (size_t p = 0; p < N_CELLS; p++)
    tame_h5_panel(out, NAME[p], SIGNAL[p][0], SIGNAL[p][1]);
  TAME_TRY(measure(&row[0], cells, STEP_CURVES, err));
  TAME_TRY(measure(&row[1], cells, POLE_CURVES, err));
  write_examples(out, row, 3);
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_CELLS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "%s", NAME[index]);
  snprintf(cell->group, sizeof cell->group, "all functions");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2407.12372/unbounded",
          .title = "Value functions that need an unbounded box",
          .figures = "illus-unbounded illus-infinity tab01-examples",
          .about = "Three polynomial lower levels over an unbounded box, whose "
                   "value functions no compact box reaches, against their "
                   "truncations to a box of size R.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.02, 0.05, 0.25},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
