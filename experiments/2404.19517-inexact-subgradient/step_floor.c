/* SPDX-License-Identifier: MIT */
/* I2, an illustration of ours: what a constant step alone leaves, on
 * f = |x|^p / p.
 *
 * floor  eps = 0, x_0 = 0.7: for 1 < p < 2 the iteration ends in a 2-cycle of
 *        amplitude (a/2)^{1/(2-p)}, stable because its multiplier is (3 - 2p)^2.
 *        For p = 1 every amplitude in [0, a] occurs; for p = 2 none is left.
 * plane  p = 1.5, x_0 = 0.9, outward errors of size eps: eps^2 is stable for
 *        a < 4 eps; beyond, a 2-cycle: of amplitude
 *        ((a + sqrt(a^2 - 8 a eps))/4)^2 for a > 8 eps. */
#include "parts.h"

static const double P[] = {1, 1.25, 1.5, 1.75, 2};
enum { N_P = sizeof P / sizeof *P, N_FLOOR = 7, MAX_SIDE = 100 };

static const tame_option PARAMS[] = {
    {"floor_steps",
     {2000, 100000, 1000000},
     100,
     1e9,
     "iterations, eps = 0",
     NULL},
    {"steps", {3000, 30000, 300000}, 100, 1e9, "iterations, plane", NULL},
    {"side", {10, 19, 37}, 2, MAX_SIDE, "values of a and of eps", NULL},
    {0}};

/* a from 1/4 to 2^-11, eps from 1/2 to 2^-10 */
static void plane_axes(double *a, double *eps, size_t side)
{
  geometric(a, side, 0.25, 512.0);
  geometric(eps, side, 0.5, 512.0);
}

static tame_status tail_of(double *tail, double p, double a, double eps,
                           double x0, size_t steps)
{
  const double origin = 0.0;
  tame_power f;
  tame_subgradient_summary s = {0};
  TAME_TRY(tame_power_init(&f, 1, p));
  const tame_nonsmooth problem = tame_power_nonsmooth(&f);
  const tame_inexact e = {
      .kind = TAME_ERROR_OUTWARD, .eps = eps, .point = &origin};
  tame_subgradient *w = tame_subgradient_alloc(1);
  tame_status status = tame_subgradient_init(
      w, &problem, &e, &(tame_step_rule){a, 1.0, 0.0}, &x0, NULL);
  if (status >= 0)
    status = tame_subgradient_run(
        &s, NULL, NULL, w,
        &(tame_subgradient_options){steps, 0.1, (double)INFINITY}, false);
  *tail = s.tail;
  tame_subgradient_free(w);
  return status;
}

/* Cells 0, ..., N_P - 1: one p; then one row of the plane each. */
static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t side = tame_run_count(run, "side"), i = cell->index;
  double a[MAX_SIDE], eps[MAX_SIDE], tail[MAX_SIDE];
  tame_status s = TAME_OK;
  if (i < N_P) {
    for (size_t j = 0; j < N_FLOOR && s >= 0; j++)
      s = tail_of(&tail[j], P[i], ldexp(1.0, -(int)j - 2), 0.0, 0.7,
                  tame_run_count(run, "floor_steps"));
    put(out, "tail", tail, N_FLOOR);
  } else {
    plane_axes(a, eps, side);
    for (size_t j = 0; j < side && s >= 0; j++)
      s = tail_of(&tail[j], 1.5, a[i - N_P], eps[j], 0.9,
                  tame_run_count(run, "steps"));
    put(out, "tail", tail, side);
  }
  return s == TAME_OK ? s : failed(err, cell->name, s);
}

/* --- the whole ------------------------------------------------------------- */

static tame_status merge_floor(tame_h5 *out, const tame_cells *cells,
                               tame_error *err)
{
  double a[N_FLOOR], exact[N_P * N_FLOOR], slope[N_P], expected[N_P], *tail;
  const column c = {"tail", "floor", "p step", N_FLOOR,
                    "largest |x_k| of the last tenth, eps = 0"};
  geometric(a, N_FLOOR, 0.25, 64.0);
  tame_h5_group(out, "floor", "Floor of a constant step, no errors");
  tame_h5_axis(out, "floor/p", P, N_P, "power p", "1");
  tame_h5_axis(out, "floor/step", a, N_FLOOR, "constant step a", "1");
  TAME_TRY(merge_columns(out, cells, 0, N_P, &c, 1, err));
  TAME_TRY(stack(&tail, cells, 0, N_P, "tail", N_FLOOR, err));
  for (size_t i = 0; i < N_P; i++) {
    slope[i] = log_fit(a, tail + i * N_FLOOR, N_FLOOR).slope;
    expected[i] = P[i] < 2.0 ? 1.0 / (2.0 - P[i]) : (double)NAN;
    for (size_t j = 0; j < N_FLOOR; j++)
      exact[i * N_FLOOR + j] = tame_power_cycle(P[i], a[j]);
  }
  free(tail);
  tame_h5_write(out, "floor/exact", "p step", exact,
                "amplitude (a/2)^{1/(2-p)} of the 2-cycle, 1 < p < 2", "1");
  tame_h5_write(out, "floor/slope", "p", slope,
                "slope of log tail against log a", "1");
  tame_h5_write(out, "floor/exponent", "p", expected, "1/(2-p)", "1");
  tame_h5_panel(out, "floor", "tail", "p step");
  return TAME_OK;
}

/* The same as columns, in logarithms: for drawing. */
static void write_map(tame_h5 *out, const double *quotient, const double *a,
                      const double *eps, size_t side)
{
  const size_t n = side * side;
  double *x = tame_vec(3 * n), *y = x + n, *z = y + n;
  for (size_t i = 0; i < n; i++) {
    x[i] = log10(eps[i % side]);
    y[i] = log10(a[i / side]);
    z[i] = log10(quotient[i]);
  }
  tame_h5_group(out, "map", "The plane as columns of logarithms");
  tame_h5_index(out, "map/point", n, "point of the grid");
  tame_h5_write(out, "map/eps", "point", x, "log10 of eps", "1");
  tame_h5_write(out, "map/step", "point", y, "log10 of a", "1");
  tame_h5_write(out, "map/quotient", "point", z, "log10 of tail/eps^2", "1");
  tame_h5_panel(out, "map", "quotient", "point");
  free(x);
}

static tame_status merge_plane(tame_h5 *out, const tame_cells *cells,
                               size_t side, tame_error *err)
{
  double a[MAX_SIDE], eps[MAX_SIDE], *tail;
  double *quotient = tame_vec(side * side), *bound = tame_vec(side * side);
  const column c = {"tail", "plane", "step eps", side,
                    "largest |x_k| of the last tenth, p = 1.5"};
  plane_axes(a, eps, side);
  tame_h5_group(out, "plane", "Tail over steps and errors, p = 1.5");
  tame_h5_axis(out, "plane/step", a, side, "constant step a", "1");
  tame_h5_axis(out, "plane/eps", eps, side, "size eps of the error", "1");
  TAME_TRY(merge_columns(out, cells, N_P, side, &c, 1, err));
  TAME_TRY(stack(&tail, cells, N_P, side, "tail", side, err));
  for (size_t i = 0; i < side * side; i++) {
    const double e = eps[i % side], half = 0.5 * a[i / side];
    quotient[i] = tail[i] / (e * e);
    bound[i] = tail[i] / ((half + e) * (half + e));
  }
  tame_h5_write(out, "plane/quotient", "step eps", quotient, "tail over eps^2",
                "1");
  tame_h5_write(out, "plane/bound_quotient", "step eps", bound,
                "tail over (a/2 + eps)^2", "1");
  tame_h5_panel(out, "plane", "quotient", "step eps");
  write_map(out, quotient, a, eps, side);
  free(tail);
  free(quotient);
  free(bound);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  TAME_TRY(merge_floor(out, cells, err));
  return merge_plane(out, cells, tame_run_count(run, "side"), err);
}

static size_t n_cells(const tame_run *run)
{
  return N_P + tame_run_count(run, "side");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  if (index < N_P)
    snprintf(cell->name, sizeof cell->name, "p%g", P[index]);
  else
    snprintf(cell->name, sizeof cell->name, "row%zu", index - N_P);
  snprintf(cell->group, sizeof cell->group, "%s",
           index < N_P ? "no errors" : "plane");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2404.19517/step_floor",
          .title = "What a constant step leaves on |x|^p / p",
          .figures = "illus-step-floor",
          .about =
              "Tail of the subgradient method on |x|^p/p against the "
              "constant step, without errors and over a plane of steps and "
              "errors.  An illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.02, 0.5, 16},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
