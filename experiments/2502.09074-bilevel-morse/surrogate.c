/* SPDX-License-Identifier: MIT */
/* An illustration of ours: differentiable programming, where the lower solution
 * is replaced by k inner steps from a fixed start.  On the double well
 * (tame/double_well.h), f1, s = 0.1, y_0 = 0:  phi_k(x) = f(x, A_x^k(0)).
 *
 * Away from x = 0 phi_k tends to the value along a or c.  At x = 0 the start is
 * on the basin boundary, A_0^k(0) = 0 for every k, and d/dx A_x^k(0) = (mu^k -
 * 1)/2 with mu = 1 + s: a well of width about mu^(-k) with phi_k(0) = 1/2, below
 * the bilevel value 0.686.  So the global minimum of phi_k is spurious for every
 * k, at a point where A^k is near no minimiser.
 *
 * That minimum is certified by branch and bound: over a box of x, k inner steps
 * are enclosed by k steps from its ends, because A is increasing in x and in y
 * there, which the enclosure checks by the signs of g_xy and 1 - s g_yy.  A cell
 * is one k. */
#include <math.h>
#include <string.h>

#include "cells.h"
#include "tame/box_min.h"
#include "tame/double_well.h"
#include "tame/stats.h"

enum { N_K = 6, N_WIDTHS = 6, N_CURVE = 1601 };
static const size_t K[N_K] = {5, 10, 20, 40, 60, 80};
static const size_t WIDTH_K[N_WIDTHS] = {20, 40, 60, 80, 100, 120};

static const tame_option PARAMS[] = {{"points",
                                      {40001, 400001, 4000001},
                                      1001,
                                      1e8,
                                      "points of the grid over [-2, 2]",
                                      NULL},
                                     {0}};

static const double S = 0.1;

/* --- enclosures ----------------------------------------------------------- */

/* [lo, hi] encloses A_x^k(0), and *slope its derivative in x, for x in X.  With
 * g_xy <= 0 and 1 - s g_yy >= 0 over X x Y the next Y is spanned by the ends; else
 * by plain interval arithmetic. */
static tame_interval enclose(tame_interval *slope, tame_interval x, size_t k)
{
  const tame_interval end[2] = {tame_point(x.lo), tame_point(x.hi)};
  tame_interval s[3], y = tame_point(0.0), dy = tame_point(0.0), square[3];
  tame_interval linear[3];
  const tame_interval all[3] = {end[0], end[1], x};
  for (int i = 0; i < 3; i++) {
    tame_interval c[5];
    tame_double_well_poly(c, all[i]);
    s[i] = tame_sigma_interval(all[i]);
    square[i] = tame_interval_scale(-2.0, c[2]); /* 1 + 3 sigma^2/16 */
    linear[i] = tame_interval_neg(c[1]);
  }
  const tame_interval ds = tame_sigma_slope_interval(x);
  const tame_interval half = tame_interval_sub(
      tame_point(0.5),
      tame_interval_scale(3.0 / 32.0, tame_interval_sqr(s[2])));
  for (size_t i = 0; i < k; i++) {
    /* -g_xy and 1 - s g_yy over the box */
    const tame_interval push = tame_interval_mul(
        ds, tame_interval_add(
                tame_interval_scale(0.375, tame_interval_mul(s[2], y)), half));
    const tame_interval pull = tame_interval_sub(
        tame_interval_add(tame_point(1.0), tame_interval_scale(S, square[2])),
        tame_interval_scale(3.0 * S, tame_interval_sqr(y)));
    dy = tame_interval_add(tame_interval_mul(pull, dy),
                           tame_interval_scale(S, push));
    tame_interval next[3];
    const tame_interval from[3] = {tame_point(y.lo), tame_point(y.hi), y};
    for (int e = 0; e < 3; e++) { /* y - s (y (y^2 - square) - linear) */
      const tame_interval gy = tame_interval_sub(
          tame_interval_mul(
              from[e],
              tame_interval_sub(tame_interval_sqr(from[e]), square[e])),
          linear[e]);
      next[e] = tame_interval_sub(from[e], tame_interval_scale(S, gy));
    }
    const bool is_monotone = push.lo >= 0.0 && pull.lo >= 0.0;
    y = is_monotone ? (tame_interval){next[0].lo, next[1].hi} : next[2];
  }
  *slope = dy;
  return y;
}

static tame_interval value(const tame_interval *x, void *ctx)
{
  tame_interval slope;
  const tame_interval y = enclose(&slope, x[0], *(const size_t *)ctx);
  return tame_interval_scale(
      0.5, tame_interval_add(
               tame_interval_sqr(tame_interval_sub(x[0], tame_point(1.0))),
               tame_interval_sqr(y)));
}

static void gradient(tame_interval *g, const tame_interval *x, void *ctx)
{
  tame_interval slope;
  const tame_interval y = enclose(&slope, x[0], *(const size_t *)ctx);
  g[0] = tame_interval_add(tame_interval_sub(x[0], tame_point(1.0)),
                           tame_interval_mul(y, slope));
}

/* --- one k ---------------------------------------------------------------- */

/* A_x^k(0) by plain steps */
static double last_iterate(double x, size_t k)
{
  double s[3], y = 0.0;
  tame_sigma(s, x);
  const double square = 1.0 + 3.0 * s[0] * s[0] / 16.0;
  const double linear = s[0] / 2.0 - s[0] * s[0] * s[0] / 32.0;
  for (size_t i = 0; i < k; i++) y -= S * (y * (y * y - square) - linear);
  return y;
}

static double phi(double x, size_t k)
{
  const double y = last_iterate(x, k);
  return (x - 1.0) * (x - 1.0) / 2.0 + y * y / 2.0;
}

static double phi_c(double x)
{
  double y[3];
  tame_double_well_branches(y, NULL, NULL, x);
  const double c = y[TAME_WELL_C];
  return (x - 1.0) * (x - 1.0) / 2.0 + c * c / 2.0;
}

typedef struct {
  double argmin, min, error; /* on the grid; error against phi_c on (0.3, 2] */
  double local_x, local;     /* local minimum nearest to 0.87 with x > 0.3 */
} scan;

static scan scan_grid(size_t k, size_t n)
{
  scan r = {.min = HUGE_VAL, .local = (double)NAN, .local_x = (double)NAN};
  double before = HUGE_VAL, last = HUGE_VAL;
  for (size_t i = 0; i < n; i++) {
    const double x = -2.0 + 4.0 * (double)i / (double)(n - 1);
    const double v = phi(x, k);
    if (v < r.min) {
      r.min = v;
      r.argmin = x;
    }
    if (x > 0.3) r.error = tame_worse(r.error, fabs(v - phi_c(x)));
    const double at = x - 4.0 / (double)(n - 1);
    if (last < before && last <= v && at > 0.3 &&
        !(fabs(at - 0.87) >= fabs(r.local_x - 0.87))) {
      r.local_x = at;
      r.local = last;
    }
    before = last;
    last = v;
  }
  return r;
}

/* d/dx phi_k(0) with f2, in reverse and in forward mode, plus 1: equal to
 * d/dx A_x^k(0), since f_x = -1 and f_y = 1 there. */
static tame_status derivative(double *reverse, double *forward, size_t k)
{
  tame_double_well jump = {1.0, -1.0};
  const tame_bilevel p = tame_double_well_problem(&jump);
  const tame_inner inner = {&p, S};
  const double x = 0.0, y0 = 0.0;
  double v, jac[2];
  tame_unrolled *w = tame_unrolled_alloc(&inner, k);
  tame_status s = tame_unrolled_gradient(&v, reverse, NULL, w, &x, &y0);
  if (s == TAME_OK)
    s = tame_unrolled_forward(&v, forward, jac, w, NULL, &x, &y0);
  tame_unrolled_free(w);
  *reverse += 1.0;
  *forward += 1.0;
  return s;
}

/* Length of {x : |A_x^k(0)| <= 1/2}, by bisection on A = 1/2; A is odd in x. */
static double width(size_t k)
{
  double lo = 0.0, hi = 2.0;
  for (int i = 0; i < 200 && hi > tame_above(lo); i++) {
    const double mid = 0.5 * (lo + hi);
    if (last_iterate(mid, k) < 0.5)
      lo = mid;
    else
      hi = mid;
  }
  return 2.0 * hi;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  size_t k = K[cell->coord[0]];
  double x[N_CURVE], curve[N_CURVE], reverse = 0.0, forward = 0.0;
  for (size_t i = 0; i < N_CURVE; i++) {
    x[i] = -2.0 + 4.0 * (double)i / (N_CURVE - 1.0);
    curve[i] = phi(x[i], k);
  }
  keep(out, "x", x, N_CURVE);
  keep(out, "curve", curve, N_CURVE);
  const scan r = scan_grid(k, tame_run_count(run, "points"));
  keep(out, "scan",
       (const double[5]){r.argmin, r.min, r.error, r.local_x, r.local}, 5);
  TAME_TRY(derivative(&reverse, &forward, k));
  keep(out, "slope",
       (const double[3]){reverse, forward,
                         (pow(1.0 + S, (double)k) - 1.0) / 2.0},
       3);
  const tame_box_problem p = {
      .n = 1, .value = value, .gradient = gradient, .ctx = &k};
  const tame_box_options opt = {1e-9, 1e-6, HUGE_VAL, 1000000};
  const tame_interval box = {-2.0, 2.0};
  tame_box_certificate cert;
  const tame_status s = tame_box_minimize(&cert, &p, &box, &opt, err);
  keep(out, "certificate",
       (const double[6]){cert.lower, cert.upper, cert.region[0].lo,
                         cert.region[0].hi, (double)cert.n_regions,
                         (double)cert.boxes},
       6);
  return s == TAME_OK
             ? s
             : tame_fail(err, TAME_ESINGULAR, "k = %zu: no certificate: %s", k,
                         tame_status_str(s));
}

/* --- the file ------------------------------------------------------------- */

static tame_status columns(tame_h5 *out, const tame_cells *cells,
                           const char *from, size_t n,
                           const char *const name[][2], tame_error *err)
{
  double *x = tame_vec(N_K * n), column[N_K];
  const tame_status s = tame_cells_gather(x, cells, from, n, err);
  for (size_t i = 0; i < n && s >= 0; i++) {
    for (size_t k = 0; k < N_K; k++) column[k] = x[k * n + i];
    tame_h5_write(out, name[i][0], "k", column, name[i][1], "1");
  }
  free(x);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  static const char *const SCAN[][2] = {
      {"minimum/argmin", "minimiser on the grid"},
      {"minimum/value", "minimum on the grid"},
      {"minimum/error", "largest |phi_k - phi_c| over (0.3, 2]"},
      {"minimum/local_x", "local minimiser nearest to 0.87 beyond 0.3"},
      {"minimum/local_value", "value there"}};
  static const char *const SLOPE[][2] = {
      {"minimum/slope_reverse", "d/dx A_x^k(0) at 0, reverse mode"},
      {"minimum/slope_forward", "the same in forward mode"},
      {"minimum/slope_exact", "(mu^k - 1)/2"}};
  static const char *const CERTIFICATE[][2] = {
      {"minimum/lower", "certified lower bound of the minimum over [-2, 2]"},
      {"minimum/upper", "certified upper bound"},
      {"minimum/x_low", "left end of the first region of minimisers"},
      {"minimum/x_high", "right end"},
      {"minimum/regions", "regions that are left"},
      {"minimum/boxes", "boxes looked at"}};
  double k[N_K], kw[N_WIDTHS], w[N_WIDTHS], law[N_WIDTHS], value_c[N_CURVE];
  double value_a[N_CURVE], y[3];
  tame_status s = TAME_OK;
  (void)run;
  for (size_t i = 0; i < N_K; i++) k[i] = (double)K[i];
  tame_h5_axis(out, "k", k, N_K, "inner steps k", "1");
  tame_h5_group(out, "curve", "The unrolled surrogate and the branches");
  move_axis(&s, out, cells, "x", "curve/x", "x", err);
  move(&s, out, cells, "curve", N_CURVE, "curve/phi", "k x", "phi_k(x)", err);
  for (size_t i = 0; i < N_CURVE; i++) {
    const double x = -2.0 + 4.0 * (double)i / (N_CURVE - 1.0);
    tame_double_well_branches(y, NULL, NULL, x);
    value_c[i] = phi_c(x);
    value_a[i] = ((x - 1.0) * (x - 1.0) + y[0] * y[0]) / 2.0;
  }
  tame_h5_write(out, "curve/phi_a", "x", value_a, "value along branch a", "1");
  tame_h5_write(out, "curve/phi_c", "x", value_c, "value along branch c", "1");
  tame_h5_panel(out, "curve", "phi", "k x");
  tame_h5_group(out, "minimum",
                "Minima of the surrogate, on a grid and "
                "certified");
  if (s >= 0) s = columns(out, cells, "scan", 5, SCAN, err);
  if (s >= 0) s = columns(out, cells, "slope", 3, SLOPE, err);
  if (s >= 0) s = columns(out, cells, "certificate", 6, CERTIFICATE, err);
  tame_h5_panel(out, "minimum", "value", "k");
  tame_h5_group(out, "width", "Width of the spurious well");
  for (size_t i = 0; i < N_WIDTHS; i++) {
    kw[i] = (double)WIDTH_K[i];
    w[i] = width(WIDTH_K[i]);
  }
  for (size_t i = 0; i < N_WIDTHS; i++)
    law[i] =
        w[N_WIDTHS - 1] * pow(1.0 + S, (double)WIDTH_K[N_WIDTHS - 1] - kw[i]);
  tame_h5_axis(out, "width/steps", kw, N_WIDTHS, "inner steps k", "1");
  tame_h5_write(out, "width/width", "steps", w,
                "length of the set |A_x^k(0)| <= 1/2", "1");
  tame_h5_write(out, "width/law", "steps", law,
                "mu^(-k), through the last point", "1");
  tame_h5_panel(out, "width", "width", "steps");
  return s;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_K;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  cell->weight = (double)K[index];
  snprintf(cell->name, sizeof cell->name, "k%zu", K[index]);
  snprintf(cell->group, sizeof cell->group, "all k");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2502.09074/surrogate",
          .title = "The unrolled surrogate and its spurious global minimum",
          .figures = "illus-surrogate",
          .about = "k inner steps in place of the lower solution: the "
                   "surrogate, its certified global minimum, and the width of "
                   "the well that holds it.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.06, 0.4, 4.1},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
