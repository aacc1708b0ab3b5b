/* SPDX-License-Identifier: MIT */
/* An illustration of ours: a linear term makes a lower level Morse off a thin
 * set.  g_0(x, y) = y^6/6 - x y^4/4 has the degenerate critical point 0 for every
 * x; g_v = g_0 - v y with v > 0 has critical points y^5 - x y^3 = v, one for x <
 * x_f(v), three for x > x_f(v), and is degenerate only at
 *
 *     x_f(v) = ( (5/2) (5/3)^(3/2) v )^(2/5) .
 *
 * x_f is enclosed by bisection between parameters whose counts, by Sturm
 * sequences, are certified to be 1 and 3. */
#include <math.h>

#include "cells.h"
#include "tame/poly.h"
#include "tame/stats.h"

static const tame_option PARAMS[] = {
    {"points", {4, 13, 49}, 2, 1000, "tilts from 1e-3 to 1", NULL}, {0}};

static const double TOL = 1e-10;

/* 1, 3, ... or 0 when not certain */
static size_t count(double x, double v)
{
  const tame_interval c[6] = {tame_point(-v), tame_point(0.0), tame_point(0.0),
                              tame_point(-x), tame_point(0.0), tame_point(1.0)};
  tame_sturm s;
  size_t n = 0;
  if (tame_sturm_init(&s, c, 5, NULL) != TAME_OK ||
      tame_sturm_count(&n, &s, -HUGE_VAL, HUGE_VAL) != TAME_OK)
    return 0;
  return n;
}

/* [lo, hi] <- certified: one critical point at lo, three at hi */
static tame_status bisect(double *lo, double *hi, double v)
{
  *lo = 0.0;
  *hi = 4.0;
  if (count(*lo, v) != 1 || count(*hi, v) != 3) return TAME_STALLED;
  while (*hi - *lo > TOL) {
    const double mid = 0.5 * (*lo + *hi);
    const size_t n = count(mid, v);
    if (n != 1 && n != 3) return TAME_STALLED;
    if (n == 1)
      *lo = mid;
    else
      *hi = mid;
  }
  return TAME_OK;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "points");
  double *v = tame_vec(7 * n), *lo = v + n, *hi = lo + n, *exact = hi + n;
  double *error = exact + n, *log_v = error + n, *log_x = log_v + n;
  tame_status s = TAME_OK;
  (void)cell;
  for (size_t i = 0; i < n && s == TAME_OK; i++) {
    v[i] = pow(10.0, -3.0 + 3.0 * (double)i / (double)(n - 1));
    s = bisect(&lo[i], &hi[i], v[i]);
    if (s != TAME_OK)
      s = tame_fail(err, TAME_ESINGULAR,
                    "v = %g: a count near x = %g has no certificate", v[i],
                    lo[i]);
    exact[i] = pow(2.5 * pow(5.0 / 3.0, 1.5) * v[i], 0.4);
    error[i] = 0.5 * (lo[i] + hi[i]) - exact[i];
    log_v[i] = log(v[i]);
    log_x[i] = log(0.5 * (lo[i] + hi[i]));
  }
  keep(out, "v", v, n);
  keep(out, "lo", lo, n);
  keep(out, "hi", hi, n);
  keep(out, "exact", exact, n);
  keep(out, "error", error, n);
  keep_number(out, "slope", tame_fit_line(log_v, log_x, n).slope);
  free(v);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "points");
  tame_status s = TAME_OK;
  tame_h5_group(out, "tilt", "Where the tilted lower level is degenerate");
  move_axis(&s, out, cells, "v", "tilt/v", "tilt v", err);
#define MOVE(from, path, meaning)                                              \
  move(&s, out, cells, from, n, path, "v", meaning, err)
  MOVE("lo", "tilt/x_low", "certified: one critical point here");
  MOVE("hi", "tilt/x_high", "certified: three critical points here");
  MOVE("exact", "tilt/exact", "x_f(v) in closed form");
  MOVE("error", "tilt/error", "middle of the enclosure minus x_f(v)");
#undef MOVE
  move(&s, out, cells, "slope", 1, "tilt/slope", "",
       "slope of log x_f over log v", err);
  tame_h5_panel(out, "tilt", "x_high", "v");
  return s;
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2502.09074/tilt",
          .title = "A linear tilt makes a lower level Morse off one point",
          .figures = "illus-tilt",
          .about = "Certified enclosures of the only parameter where a tilted "
                   "lower level is degenerate.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.002, 0.003, 0.003},
          .n_cells = one_cell,
          .cell = describe_one,
          .run_cell = run_cell,
          .merge = merge});
}
