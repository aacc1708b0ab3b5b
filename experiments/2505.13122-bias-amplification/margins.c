/* SPDX-License-Identifier: MIT */
/* I4, an illustration of ours: the two-parameter model of tame/bias_margins.h
 * with s1 = 1.  From theta = 0 the minority's margin falls to -D at t_min and is
 * back at 0 at t_final: the extra time t_final - t_min against its lower bound.
 * A cell is one (s0, p). */
#include "tame/bias_margins.h"
#include "theory.h"

enum { N_S0 = 4, N_P = 8 };
static const double S0[N_S0] = {0.1, 0.3, 0.5, 0.8};
static const double P[N_P] = {0.3, 0.1, 0.03, 0.01, 3e-3, 1e-3, 3e-4, 1e-4};
static const double SLOPE_FROM = 1e-4, SLOPE_TO = 1e-2;

static const tame_option PARAMS[] = {
    {"t_end", {1e6, 1e6, 1e6}, 1, 1e9, "time at which to give up", "real"},
    {"rtol", {1e-8, 1e-10, 1e-12}, 1e-14, 1e-3, "relative tolerance", "real"},
    {"atol", {1e-10, 1e-12, 1e-14}, 1e-16, 1e-3, "absolute tolerance", "real"},
    {0}};

static const tame_field FIELDS[] = {
    {"depth", "s0 p", "depth D of the minority margin; NaN: no dip", "1"},
    {"t_min", "s0 p", "time of the minimum", "1"},
    {"t_final", "s0 p", "time at which the minority margin is back at 0", "1"},
    {"extra", "s0 p", "t_final - t_min", "1"},
    {"bound", "s0 p", "lower bound (D + 1 - e^-D)/(p (1 + s0^2))", "1"},
    {"threshold", "s0 p", "p_c", "1"}};
enum { DEPTH, T_MIN, T_FINAL, EXTRA, BOUND, THRESHOLD, N_FIELDS };

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const tame_bias_margins q = {P[cell->coord[1]], S0[cell->coord[0]], 1.0};
  tame_bias_dip dip;
  const tame_status s = tame_bias_margins_dip(
      &dip, &q, tame_run_real(run, "t_end"), tame_run_real(run, "rtol"),
      tame_run_real(run, "atol"));
  if (s != TAME_OK)
    return tame_fail(err, TAME_ESINGULAR, "%s: %s", cell->name,
                     tame_status_str(s));
  const double x[N_FIELDS] = {dip.depth,
                              dip.t_min,
                              dip.t_final,
                              dip.t_final - dip.t_min,
                              tame_bias_margins_bound(dip.depth, &q),
                              tame_bias_margins_threshold(q.s0, q.s1)};
  tame_fields_write(out, FIELDS, x, N_FIELDS);
  return TAME_OK;
}

/* slope [N_S0] <- log-log slopes of t_final [N_S0 x N_P] */
static void fit(double *slope, const double *t_final)
{
  for (size_t i = 0; i < N_S0; i++) {
    double x[N_P], y[N_P];
    size_t n = 0;
    for (size_t k = 0; k < N_P; k++)
      if (P[k] >= SLOPE_FROM && P[k] <= SLOPE_TO) {
        x[n] = log(P[k]);
        y[n++] = log(t_final[i * N_P + k]);
      }
    slope[i] = tame_fit_line(x, y, n).slope;
  }
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double t_final[N_S0 * N_P], slope[N_S0];
  (void)run;
  tame_h5_axis(out, "s0", S0, N_S0, "strength s0 of the minority's signal",
               "1");
  tame_h5_axis(out, "p", P, N_P, "minority share p", "1");
  tame_h5_group(out, "dip", "Dip and return of the minority margin");
  TAME_TRY(tame_fields_merge(out, "dip", FIELDS, N_FIELDS, cells, err));
  TAME_TRY(tame_cells_gather(t_final, cells, "t_final", 1, err));
  fit(slope, t_final);
  tame_h5_write(out, "dip/slope", "s0", slope,
                "log-log slope of t_final over p, p from 1e-4 to 1e-2", "1");
  tame_h5_panel(out, "dip", "extra", "s0 p");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, N_S0 * N_P; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index / N_P;
  cell->coord[1] = index % N_P;
  snprintf(cell->name, sizeof cell->name, "s0_%g-p%g", S0[cell->coord[0]],
           P[cell->coord[1]]);
  snprintf(cell->group, sizeof cell->group, "s0 = %g", S0[cell->coord[0]]);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/margins",
          .title = "Two parameters: how long the minority margin is negative",
          .figures = "illus-extra-time",
          .about = "Dip and return of the minority margin under the gradient "
                   "flow of a logistic loss with two parameters, against a "
                   "lower bound of ours.  An illustration, not an experiment "
                   "of the paper.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
