/* SPDX-License-Identifier: MIT */
/* I4, an illustration of ours: losses along the flow of the two-parameter model
 * (tame/bias_margins.h; s1 = 1, p = .03) in the manner of the paper's
 * trajectories of a network.  "unlucky": from the stereotypical state at time 150,
 * 100 units of gradient ascent on L, then descent of L until the minority margin
 * is 0 again.  "initial": descent of L from theta = 0 until the minority margin is
 * back at 0.  The third panel of the paper, until nearly all examples are right,
 * has no counterpart: the majority is right at once.  A cell is one s0. */
#include "tame/bias_margins.h"
#include "tame/ode.h"
#include "theory.h"

enum { N_S0 = 4, N_LOSSES = 3, N_PATHS = 2, N_MARGINS = 2 };
static const double S0[N_S0] = {0.1, 0.3, 0.5, 0.8}, P = 0.03;
static const double STEREOTYPE_TIME = 150.0, ASCENT_TIME = 100.0, T_MAX = 1e5;
static const tame_ode_options TIGHT = {1e-11, 1e-13, 1e-4};

static const tame_option PARAMS[] = {{"times",
                                      {51, 401, 1601},
                                      3,
                                      100001,
                                      "times at which a path is stored",
                                      NULL},
                                     {0}};

static void descend(double *d, double t, const double *theta, void *ctx)
{
  (void)t;
  tame_bias_margins_flow(d, theta, ctx);
}

static void ascend(double *d, double t, const double *theta, void *ctx)
{
  descend(d, t, theta, ctx);
  d[0] = -d[0];
  d[1] = -d[1];
}

static double minority_margin(double t, const double *theta, void *ctx)
{
  double m[N_MARGINS];
  (void)t;
  tame_bias_margins_of(m, theta, ctx);
  return m[0];
}

/* *t <- the time at which the minority margin comes from below to 0. */
static tame_status time_of_return(double *t, const double *start,
                                  tame_bias_margins *q)
{
  const tame_ode ode = {2, descend, q};
  tame_ode_solver *w = tame_ode_alloc(2);
  double y[2];
  tame_status s = tame_ode_init(w, &ode, 0.0, start, &TIGHT);
  *t = (double)NAN;
  while (s == TAME_OK && isnan(*t)) {
    s = tame_ode_step(w, T_MAX);
    const double from = tame_ode_time_before(w);
    if (s == TAME_OK &&
        minority_margin(from, tame_ode_state_before(w), q) < 0.0 &&
        minority_margin(0.0, tame_ode_state(w), q) >= 0.0)
      s = tame_ode_find(t, y, w, from, minority_margin, q);
  }
  tame_ode_free(w);
  return s == TAME_CONVERGED ? TAME_MAX_ITER : s;
}

/* time [n], loss [3 x n], margin [2 x n] <- the path from START to the return */
static tame_status follow(double *time, double *loss, double *margin, size_t n,
                          const double *start, tame_bias_margins *q)
{
  const tame_ode ode = {2, descend, q};
  double t_final, at[N_LOSSES], m[N_MARGINS];
  tame_status s = time_of_return(&t_final, start, q);
  if (s != TAME_OK) return s;
  tame_ode_solver *w = tame_ode_alloc(2);
  s = tame_ode_init(w, &ode, 0.0, start, &TIGHT);
  for (size_t k = 0; k < n && s == TAME_OK; k++) {
    time[k] = t_final * (double)k / (double)(n - 1);
    s = tame_ode_advance(w, time[k]);
    tame_bias_margins_loss(at, tame_ode_state(w), q);
    tame_bias_margins_of(m, tame_ode_state(w), q);
    for (size_t j = 0; j < N_LOSSES; j++) loss[j * n + k] = at[j];
    for (size_t j = 0; j < N_MARGINS; j++) margin[j * n + k] = m[j];
  }
  tame_ode_free(w);
  return s;
}

/* theta [2] <- the state after the ascent; turn [4] <- the margins before and
 * after it */
static tame_status unlucky(double *theta, double *turn, tame_bias_margins *q)
{
  const double c =
      tame_bias_margins_stereotype(STEREOTYPE_TIME, q) / (1.0 + q->s1 * q->s1);
  const double start[2] = {q->s1 * c, c};
  const tame_ode ode = {2, ascend, q};
  tame_ode_solver *w = tame_ode_alloc(2);
  tame_status s = tame_ode_init(w, &ode, 0.0, start, &TIGHT);
  if (s == TAME_OK) s = tame_ode_advance(w, ASCENT_TIME);
  theta[0] = tame_ode_state(w)[0];
  theta[1] = tame_ode_state(w)[1];
  tame_bias_margins_of(turn, start, q);
  tame_bias_margins_of(turn + N_MARGINS, theta, q);
  tame_ode_free(w);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "times");
  tame_bias_margins q = {P, S0[cell->index], 1.0};
  const size_t each = 1 + N_LOSSES + N_MARGINS;
  double *x = tame_vec(N_PATHS * each * n), *loss = x + N_PATHS * n;
  double *margin = loss + N_PATHS * N_LOSSES * n;
  double start[N_PATHS][2] = {{0}}, turn[2 * N_MARGINS];
  tame_status s = unlucky(start[0], turn, &q);
  for (size_t i = 0; i < N_PATHS && s == TAME_OK; i++)
    s = follow(x + i * n, loss + i * N_LOSSES * n, margin + i * N_MARGINS * n,
               n, start[i], &q);
  if (s == TAME_OK) {
    tame_cell_put(out, "time", x, N_PATHS * n);
    tame_cell_put(out, "loss", loss, N_PATHS * N_LOSSES * n);
    tame_cell_put(out, "margin", margin, N_PATHS * N_MARGINS * n);
    tame_cell_put(out, "turn", turn, 2 * N_MARGINS);
  }
  free(x);
  return s == TAME_OK ? TAME_OK
                      : tame_fail(err, TAME_ESINGULAR, "%s: %s", cell->name,
                                  tame_status_str(s));
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "times");
  tame_h5_axis(out, "s0", S0, N_S0, "strength s0 of the minority's signal",
               "1");
  tame_h5_group(out, "path",
                "Losses along the flow until the return, p = 0.03");
  tame_h5_codes(out, "path/start", "unlucky initial", "where the path begins");
  tame_h5_codes(out, "path/part", "minority majority whole", "loss");
  tame_h5_codes(out, "path/group", "minority majority", "group");
  tame_h5_codes(out, "path/moment", "before after",
                "before and after the ascent");
  tame_h5_index(out, "path/place", n, "place along the path");
  TAME_TRY(tame_cells_collect(out, cells, "time", N_PATHS * n, "path/time",
                              "s0 start place", "time", err));
  TAME_TRY(tame_cells_collect(out, cells, "loss", N_PATHS * N_LOSSES * n,
                              "path/loss", "s0 start part place", "loss", err));
  TAME_TRY(tame_cells_collect(out, cells, "margin", N_PATHS * N_MARGINS * n,
                              "path/margin", "s0 start group place", "margin",
                              err));
  TAME_TRY(tame_cells_collect(out, cells, "turn", 2 * N_MARGINS, "path/turn",
                              "s0 moment group",
                              "margins at the ends of the ascent", err));
  tame_h5_panel(out, "path", "loss", "s0 start part place");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, N_S0; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "s0_%g", S0[index]);
  snprintf(cell->group, sizeof cell->group, "all");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/margin_paths",
          .title = "Two parameters: losses until the minority is right",
          .figures = "illus-extra-time",
          .about =
              "Losses of both groups along the gradient flow of a logistic "
              "loss with two parameters, from the origin and from an "
              "unlucky point.  An illustration, not an experiment of the "
              "paper.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
