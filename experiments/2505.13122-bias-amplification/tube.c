/* SPDX-License-Identifier: MIT */
/* I5, an illustration of ours: distance between the flow of L and the
 * stereotypical flow of (1-p) l1 from the same start, in the two-parameter model
 * (tame/bias_margins.h; s0 = .5, s1 = 1), against the tube p G t,
 * G = sqrt(1 + s0^2).  Both flows are integrated together; the second one's margin
 * is also known in closed form.  A cell is one p. */
#include "tame/bias_margins.h"
#include "tame/logistic.h"
#include "tame/ode.h"
#include "theory.h"

enum { N_P = 4 };
static const double P[N_P] = {0.1, 0.03, 0.01, 0.001}, STRENGTH0 = 0.5;

static const tame_option PARAMS[] = {
    {"per_decade", {5, 20, 60}, 1, 1000, "times in a decade", NULL}, {0}};

/* t = 10^-1, ..., 10^3 */
static size_t n_times(const tame_run *run)
{
  return 4 * tame_run_count(run, "per_decade") + 1;
}
static double time_at(size_t k, const tame_run *run)
{
  return pow(10.0,
             -1.0 + (double)k / (double)tame_run_count(run, "per_decade"));
}

/* (w, b) of L, then (w, b) of the majority alone */
static void both_flows(double *d, double t, const double *theta, void *ctx)
{
  const tame_bias_margins *q = ctx;
  double m[2];
  (void)t;
  tame_bias_margins_flow(d, theta, q);
  tame_bias_margins_of(m, theta + 2, q);
  const double pull = (1.0 - q->p) * tame_logistic_sigma(-m[1]);
  d[2] = q->s1 * pull;
  d[3] = pull;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t n = n_times(run);
  tame_bias_margins q = {P[cell->index], STRENGTH0, 1.0};
  const double start[4] = {0}, rate = q.p * sqrt(1.0 + q.s0 * q.s0);
  const tame_ode ode = {4, both_flows, &q};
  tame_ode_solver *w = tame_ode_alloc(4);
  double *x = tame_vec(4 * n), m[2];
  tame_status s = tame_ode_init(w, &ode, 0.0, start,
                                &(tame_ode_options){1e-11, 1e-13, 1e-4});
  for (size_t k = 0; k < n && s == TAME_OK; k++) {
    const double t = time_at(k, run);
    s = tame_ode_advance(w, t);
    const double *theta = tame_ode_state(w);
    x[k] = tame_distance(theta, theta + 2, 2);
    x[n + k] = rate * t;
    x[2 * n + k] = x[k] / x[n + k];
    tame_bias_margins_of(m, theta + 2, &q);
    x[3 * n + k] = fabs(m[1] - tame_bias_margins_stereotype(t, &q));
  }
  if (s == TAME_OK) {
    tame_cell_put(out, "distance", x, n);
    tame_cell_put(out, "bound", x + n, n);
    tame_cell_put(out, "ratio", x + 2 * n, n);
    tame_cell_put(out, "margin_error", x + 3 * n, n);
  }
  free(x);
  tame_ode_free(w);
  return s == TAME_OK ? TAME_OK
                      : tame_fail(err, TAME_ESINGULAR, "%s: %s", cell->name,
                                  tame_status_str(s));
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = n_times(run);
  double *t = tame_vec(n);
  for (size_t k = 0; k < n; k++) t[k] = time_at(k, run);
  tame_h5_axis(out, "p", P, N_P, "minority share p", "1");
  tame_h5_group(out, "tube", "Flow of L and stereotypical flow");
  tame_h5_axis(out, "tube/time", t, n, "time", "1");
  free(t);
  TAME_TRY(tame_cells_collect(out, cells, "distance", n, "tube/distance",
                              "p time", "distance of the two flows", err));
  TAME_TRY(tame_cells_collect(out, cells, "bound", n, "tube/bound", "p time",
                              "p t sqrt(1 + s0^2)", err));
  TAME_TRY(tame_cells_collect(out, cells, "ratio", n, "tube/ratio", "p time",
                              "distance over bound", err));
  TAME_TRY(tame_cells_collect(
      out, cells, "margin_error", n, "tube/margin_error", "p time",
      "majority margin of the stereotypical flow, integrated less "
      "closed form",
      err));
  tame_h5_panel(out, "tube", "distance", "p time");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, N_P; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "p%g", P[index]);
  snprintf(cell->group, sizeof cell->group, "all");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/tube",
          .title = "Two parameters: the tube about the stereotypical flow",
          .figures = "illus-tube",
          .about =
              "Distance between training on everything and training on the "
              "majority alone, against a bound of ours.  An illustration, "
              "not an experiment of the paper.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
