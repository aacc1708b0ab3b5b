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
#include <stdio.h>
#include <stdlib.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_min.h>
#include <gsl/gsl_roots.h>

#include "assemble.h"
#include "examples.h"
#include "tame/base.h"
#include "tame/bernstein.h"
#include "tame/exp.h"
#include "tame/poly.h"
#include "tame/stats.h"

static const double STEP_R[] = {2, 4, 8, 16, 32, 64};
static const double POLE_R[] = {2, 4, 8, 16, 32};
static const double INFINITY_R[] = {1, 10, 100, 1000};
static const double CURVE_R[] = {2, 4, 8};
enum {
  N_STEP = 6,
  N_POLE = 5,
  N_INFINITY = 4,
  N_CURVES = 3,
  MAX_BOXES = 400000
};
static const double BRACKET = 1e-3;

static const tame_option PARAMS[] = {
    {"points", {41, 241, 1921}, 21, 100001, "points of a curve", NULL}, {0}};

/* The root of f in [lo, hi] by Brent's method. */
static double brent(double (*f)(double e, void *ctx), double lo, double hi,
                    void *ctx)
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

/* --- step ------------------------------------------------------------------- */

/* min over t, by Newton's method from t0, of ((t - 1)^2 + a)(t^2 + b) */
static double local_minimum(double t, double a, double b)
{
  for (int k = 0; k < 50; k++) {
    const double p = (t - 1) * (t - 1) + a, q = t * t + b;
    const double slope = 2 * (t - 1) * q + 2 * t * p;
    const double curvature = 2 * q + 8 * t * (t - 1) + 2 * p;
    const double move = slope / curvature;
    t -= move;
    if (fabs(move) < 1e-17) break;
  }
  return ((t - 1) * (t - 1) + a) * (t * t + b);
}

/* m_A - m_B at x = (1 - e) / R^2 */
static double step_difference(double e, void *ctx)
{
  const double r2 = *(double *)ctx * *(double *)ctx, x = (1.0 - e) / r2;
  return local_minimum(1.0, x * x, 1.0) -
         local_minimum(0.0, (x + r2) * (x + r2), e * e);
}

static tame_bipoly *mono(double c, size_t i, size_t j)
{
  return tame_bipoly_monomial(TAME_DOUBLE_DOUBLE, c, i, j);
}

static tame_bipoly *squared(tame_bipoly *p)
{
  return tame_bipoly_mul(p, tame_bipoly_copy(p));
}

/* The global minimiser t over (t, z^2) in [0,1] x [0, R^2]; both factors fall
 * in t < 0 and rise in t > 1, so there is none outside. */
static tame_status step_minimum(tame_bernstein_minimum *m, double x, double r,
                                double relative, double width)
{
  tame_bipoly *a =
      tame_bipoly_add(squared(tame_bipoly_add(mono(1, 1, 0), mono(-1, 0, 0))),
                      squared(tame_bipoly_add(mono(x, 0, 0), mono(1, 0, 1))));
  tame_bipoly *b = tame_bipoly_add(
      mono(1, 2, 0), squared(tame_bipoly_add(mono(-1, 0, 0), mono(x, 0, 1))));
  tame_bipoly *q = tame_bipoly_mul(a, b);
  const double size = 2.0 * x * x + 1e-12;
  const tame_status s = tame_bernstein_minimize(
      m, q, (tame_box2){0, 1, 0, r * r}, relative * size, width, MAX_BOXES);
  tame_bipoly_free(q);
  return s;
}

static void step_roots(tame_h5 *out)
{
  double e[N_STEP], scaled[N_STEP], proved[N_STEP], boxes[N_STEP];
  for (size_t i = 0; i < N_STEP; i++) {
    double r = STEP_R[i];
    tame_bernstein_minimum below, above;
    e[i] = brent(step_difference, 1e-12, 0.5, &r);
    scaled[i] = e[i] * pow(r, 4.0) / sqrt(2.0);
    step_minimum(&below, (1.0 - e[i] * (1.0 + BRACKET)) / (r * r), r, 1e-5,
                 0.3);
    step_minimum(&above, (1.0 - e[i] * (1.0 - BRACKET)) / (r * r), r, 1e-5,
                 0.3);
    proved[i] = below.argmin.t_lo > 0.5 && above.argmin.t_hi < 0.5;
    boxes[i] = (double)(below.boxes + above.boxes);
  }
  tame_h5_axis(out, "R", STEP_R, N_STEP, "R", "1");
  tame_h5_write(out, "e", "R", e, "e", "1");
  tame_h5_write(out, "scaled", "R", scaled, "scaled", "1");
  tame_h5_write(out, "proved", "R", proved, "proved", "1");
  tame_h5_write(out, "boxes", "R", boxes, "boxes", "1");
}

/* Enclosures of the value function over a grid of x. */
static void write_curves(tame_h5 *out, const double *x, const double *lo,
                         const double *hi, size_t n)
{
  double *mid = tame_vec(N_CURVES * n), *width = tame_vec(N_CURVES * n);
  for (size_t i = 0; i < N_CURVES * n; i++) {
    mid[i] = 0.5 * (lo[i] + hi[i]);
    width[i] = hi[i] - lo[i];
  }
  tame_h5_axis(out, "R", CURVE_R, N_CURVES, "R", "1");
  tame_h5_axis(out, "x", x, n, "x", "1");
  tame_h5_write(out, "value", "R x", mid, "value", "1");
  tame_h5_write(out, "width", "R x", width, "width", "1");
  free(mid);
  free(width);
}

static void step_curves(tame_h5 *out, size_t n)
{
  double *x = tame_vec(n), *lo = tame_vec(N_CURVES * n);
  double *hi = tame_vec(N_CURVES * n);
  for (size_t c = 0; c < N_CURVES; c++)
    for (size_t i = 0; i < n; i++) {
      tame_bernstein_minimum m;
      x[i] = -0.2 + 0.6 * (double)i / (double)(n - 1);
      step_minimum(&m, x[i], CURVE_R[c], 1e-9, 1e-3);
      lo[c * n + i] = m.argmin.t_lo;
      hi[c * n + i] = m.argmin.t_hi;
    }
  write_curves(out, x, lo, hi, n);
  free(x);
  free(lo);
  free(hi);
}

/* --- pole --------------------------------------------------------------------- */

/* The minimum near 0 less the value at t = -R, over a^2; a = (1 - e) / R */
static double pole_difference(double e, void *ctx)
{
  const double r = *(double *)ctx, a = (1.0 - e) / r;
  double t = 0.0;
  for (int k = 0; k < 50; k++) {
    const double u = 1 + t * a, v = a * a + t * t;
    const double slope = 2 * a * u * v + 2 * t * u * u;
    const double curvature = 2 * a * a * v + 8 * a * u * t + 2 * u * u;
    const double move = slope / curvature;
    t -= move;
    if (fabs(move) < 1e-17) break;
  }
  const double u = 1 + t * a, v = a * a + t * t;
  return u * u * v - e * e * (a * a + r * r);
}

/* The global minimisers t of (1 + ta)^2 (a^2 + t^2) over [-R, R], enclosed. */
static tame_interval pole_minimiser(double a, double r)
{
  const tame_interval p = tame_point(a), p2 = tame_interval_sqr(p);
  const tame_interval q[5] = {
      p2, tame_interval_scale(2.0, tame_interval_mul(p, p2)),
      tame_interval_add(tame_point(1.0), tame_interval_sqr(p2)),
      tame_interval_scale(2.0, p), p2};
  tame_poly_minimum m;
  const size_t degree = a == 0.0 ? 2 : 4;
  if (tame_poly_minimize(&m, q, degree, -r, r, NULL) < 0 || m.n_minimisers == 0)
    return (tame_interval){-r, r};
  tame_interval t = m.critical[m.minimiser[0]].y;
  for (size_t i = 1; i < m.n_minimisers; i++)
    t = tame_interval_hull(t, m.critical[m.minimiser[i]].y);
  return t;
}

static void pole_roots(tame_h5 *out)
{
  double e[N_POLE], scaled[N_POLE], proved[N_POLE];
  for (size_t i = 0; i < N_POLE; i++) {
    double r = POLE_R[i];
    e[i] = brent(pole_difference, 1e-9, 0.5, &r);
    scaled[i] = e[i] * r * r;
    const tame_interval inside =
        pole_minimiser((1.0 - e[i] * (1.0 + BRACKET)) / r, r);
    const tame_interval outside =
        pole_minimiser((1.0 - e[i] * (1.0 - BRACKET)) / r, r);
    proved[i] = inside.lo > -0.5 * r && outside.hi < -0.5 * r;
  }
  tame_h5_axis(out, "R", POLE_R, N_POLE, "R", "1");
  tame_h5_write(out, "e", "R", e, "e", "1");
  tame_h5_write(out, "scaled", "R", scaled, "scaled", "1");
  tame_h5_write(out, "proved", "R", proved, "proved", "1");
}

static void pole_curves(tame_h5 *out, size_t n)
{
  double *x = tame_vec(n), *lo = tame_vec(N_CURVES * n);
  double *hi = tame_vec(N_CURVES * n);
  for (size_t c = 0; c < N_CURVES; c++)
    for (size_t i = 0; i < n; i++) {
      x[i] = -1.5 + 3.0 * (double)i / (double)(n - 1);
      const tame_interval t = pole_minimiser(x[i] * x[i], CURVE_R[c]);
      lo[c * n + i] = t.lo;
      hi[c * n + i] = t.hi;
    }
  write_curves(out, x, lo, hi, n);
  free(x);
  free(lo);
  free(hi);
}

/* --- infinity --------------------------------------------------------------- */

/* B at w = R */
static double b_at(double v, void *ctx)
{
  const double rest = 1.0 - v * *(double *)ctx;
  return v * v + rest * rest;
}

/* By golden section; B is convex in v, so its local minimum is global. */
static double b_minimum(double r)
{
  gsl_function f = {b_at, &r};
  gsl_min_fminimizer *s =
      gsl_min_fminimizer_alloc(gsl_min_fminimizer_goldensection);
  TAME_REQUIRE(gsl_min_fminimizer_set(s, &f, 0.5 / r, 0.0, 1.0) == GSL_SUCCESS);
  for (int k = 0; k < 200; k++) {
    if (gsl_min_fminimizer_iterate(s) != GSL_SUCCESS) break;
    if (gsl_min_fminimizer_x_upper(s) - gsl_min_fminimizer_x_lower(s) < 1e-15)
      break;
  }
  const double least = gsl_min_fminimizer_f_minimum(s);
  gsl_min_fminimizer_free(s);
  return least;
}

/* The minimisers t of p2 over (t, z^2) in [-1,1] x [0,1], enclosed: those of
 * p2 B for every w-box, since min B > 0. */
static double infinity_value(double *width, double x)
{
  tame_bernstein_minimum m;
  tame_bipoly *q = tame_bipoly_add(
      mono(1, 2, 0),
      squared(tame_bipoly_add(mono(x * x - 0.25, 0, 0), mono(1, 0, 1))));
  tame_bernstein_minimize(&m, q, (tame_box2){-1, 1, 0, 1}, 1e-12, 1e-5,
                          MAX_BOXES);
  tame_bipoly_free(q);
  *width = m.argmin.t_hi - m.argmin.t_lo;
  return 0.5 * (m.argmin.t_lo + m.argmin.t_hi);
}

static void infinity_all(tame_h5 *out)
{
  enum { N = 41 };
  double least[N_INFINITY], scaled[N_INFINITY], bound[N_INFINITY], x[N];
  double value[N], width[N];
  for (size_t i = 0; i < N_INFINITY; i++) {
    const double r = INFINITY_R[i];
    least[i] = b_minimum(r);
    bound[i] = 1.0 / (1.0 + r * r);
    scaled[i] = least[i] * (1.0 + r * r);
  }
  for (size_t i = 0; i < N; i++) {
    x[i] = -1.0 + 0.05 * (double)i;
    value[i] = infinity_value(&width[i], x[i]);
  }
  tame_h5_axis(out, "R", INFINITY_R, N_INFINITY, "R", "1");
  tame_h5_write(out, "least", "R", least, "least", "1");
  tame_h5_write(out, "bound", "R", bound, "bound", "1");
  tame_h5_write(out, "scaled", "R", scaled, "scaled", "1");
  tame_h5_axis(out, "x", x, N, "x", "1");
  tame_h5_write(out, "value", "x", value, "value", "1");
  tame_h5_write(out, "width", "x", width, "width", "1");
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
  double *e, x[N_STEP], y[N_STEP];
  tame_h5_shape shape;
  TAME_TRY(tame_cells_read(&e, &shape, cells, STEP, "e", err));
  for (size_t i = 0; i < N_STEP; i++) {
    x[i] = log(STEP_R[i]);
    y[i] = log(e[i]);
  }
  free(e);
  tame_h5_write_scalar(out, "step/slope",
                       tame_fit_line(x + 2, y + 2, N_STEP - 2).slope,
                       "slope of log(1 - x_R R^2) against log R, R >= 8", "1");
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  /* none of these is reached by a compact box, so there is no error at a point */
  const example row[3] = {
      {"step_unbounded", 0, 1, 0, 1, 0, 1, 0, (double)NAN},
      {"pole_unbounded", 0, 1, 0, 1, 0, 0, 0, (double)NAN},
      {"infinity_unbounded", 0, 1, 0, 1, 1, 0, 0, (double)NAN}};
  (void)run;
  for (size_t p = 0; p < N_CELLS; p++) tame_h5_group(out, NAME[p], TITLE[p]);
  TAME_TRY(assemble(out, cells, PARTS, sizeof PARTS / sizeof *PARTS, err));
  TAME_TRY(write_slope(out, cells, err));
  for (size_t p = 0; p < N_CELLS; p++)
    tame_h5_panel(out, NAME[p], SIGNAL[p][0], SIGNAL[p][1]);
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
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
