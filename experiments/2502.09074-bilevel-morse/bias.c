/* SPDX-License-Identifier: MIT */
/* An illustration of ours: truncated hypergradients are biased gradients.  In
 * the single-step multi-step scheme on the double well (f1, m = 50, alpha = 0.5,
 * s = 0.1) the inverse of g_yy is replaced by q Neumann terms (tame/bilevel.h);
 * with rho = 1 - s g_yy at the limit,
 *
 *     x_q - x* = rho^q y'(x*) f_y / phi''(x*) + O(rho^(2q)) .
 *
 * And a gradient method with step 1/L and a bias of norm at most delta satisfies
 *
 *     mean_{k<K} phi'(x_k)^2 <= 2 L (phi(x_0) - inf phi)/K + delta^2 ,
 *
 * which is checked on branch c with exact lower solutions.  A cell is one q. */
#include <math.h>

#include "cells.h"
#include "tame/double_well.h"
#include "tame/single_step.h"
#include "tame/stats.h"

enum { N_TERMS = 10, N_CHECKS = 4 };
static const double TERMS[N_TERMS] = {1, 2, 4, 6, 8, 10, 12, 16, 20, 30};
static const double CHECKS[N_CHECKS] = {1, 3, 6, 12};

static const tame_option PARAMS[] = {
    {"steps", {400, 400, 400}, 100, 10000, "outer iterations", NULL},
    {"check_steps",
     {100, 100, 1000},
     1,
     100000,
     "iterations K of the inequality",
     NULL},
    {0}};

static const double ALPHA = 0.5, S = 0.1;

/* phi_c, its derivatives, and what enters the bias, at x */
typedef struct {
  double phi, slope, second, rho, dy, y;
} on_branch;

static on_branch at(double x)
{
  double y[3], dy[3], ddy[3];
  tame_double_well_branches(y, dy, ddy, x);
  const double c = y[TAME_WELL_C], dc = dy[TAME_WELL_C];
  return (on_branch){.phi = (x - 1.0) * (x - 1.0) / 2.0 + c * c / 2.0,
                     .slope = x - 1.0 + c * dc,
                     .second = 1.0 + dc * dc + c * ddy[TAME_WELL_C],
                     .rho = 1.0 - S * tame_double_well_at(x, c).yy,
                     .dy = dc,
                     .y = c};
}

static double stationary(void)
{
  double x = 1.0;
  for (int k = 0; k < 50; k++) x -= at(x).slope / at(x).second;
  return x;
}

/* L = max phi_c'' and inf phi_c, on a fine grid of [-6, 6]: phi'' = 1 + o(1)
 * outside. */
static void constants(double *lipschitz, double *lowest)
{
  *lipschitz = 0.0;
  *lowest = HUGE_VAL;
  for (int i = 0; i <= 1200000; i++) {
    const on_branch b = at(-6.0 + 1e-5 * i);
    *lipschitz = fmax(*lipschitz, b.second);
    *lowest = fmin(*lowest, b.phi);
  }
}

/* Mean square of phi'(x_k) and its bound, with q terms, exact y, from -3. */
static tame_status inequality(double *mean, double *bound, double q,
                              double lipschitz, double lowest, size_t n)
{
  tame_double_well target = {1.0, 0.0};
  const tame_bilevel p = tame_double_well_problem(&target);
  const tame_inner inner = {&p, S};
  double x = -3.0, sum = 0.0, delta = 0.0;
  const double start = at(x).phi;
  for (size_t k = 0; k < n; k++) {
    const on_branch b = at(x);
    double h, work[3];
    const tame_status s = tame_hypergradient(&h, work, &inner, &x, &b.y,
                                             TAME_HYPER_NEUMANN, (size_t)q);
    if (s != TAME_OK) return s;
    sum += b.slope * b.slope;
    delta = tame_worse(delta, fabs(pow(b.rho, q) * b.dy * b.y));
    x -= h / lipschitz;
  }
  *mean = sum / (double)n;
  *bound = 2.0 * lipschitz * (start - lowest) / (double)n + delta * delta;
  return TAME_OK;
}

static tame_status limit(double *x, size_t q, size_t n)
{
  tame_double_well target = {1.0, 0.0};
  const tame_bilevel p = tame_double_well_problem(&target);
  const tame_single_step_options opt = {.inner_step = S,
                                        .inner_steps = 50,
                                        .outer_step = ALPHA,
                                        .hyper = TAME_HYPER_NEUMANN,
                                        .terms = q,
                                        .clip = HUGE_VAL};
  const double x0 = 0.0, y0 = 1.0;
  tame_single_step *w = tame_single_step_alloc(1, 1);
  tame_status s = tame_single_step_init(w, &p, &x0, &y0, &opt);
  for (size_t k = 0; k < n && s == TAME_OK; k++) s = tame_single_step_step(w);
  *x = *tame_single_step_x(w);
  tame_single_step_free(w);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t i = cell->coord[0];
  double x = 0.0, mean = (double)NAN, bound = (double)NAN;
  const double best = stationary();
  const on_branch b = at(best);
  tame_status s = TAME_OK;
  if (i < N_TERMS) {
    s = limit(&x, (size_t)TERMS[i], tame_run_count(run, "steps"));
    keep_number(out, "bias", x - best);
    keep_number(out, "predicted", pow(b.rho, TERMS[i]) * b.dy * b.y / b.second);
  } else {
    double lipschitz, lowest;
    constants(&lipschitz, &lowest);
    s = inequality(&mean, &bound, CHECKS[i - N_TERMS], lipschitz, lowest,
                   tame_run_count(run, "check_steps"));
    keep_number(out, "bias", mean);
    keep_number(out, "predicted", bound);
  }
  return s == TAME_OK ? s
                      : tame_fail(err, TAME_ESINGULAR, "%s: %s", cell->name,
                                  tame_status_str(s));
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double first[N_TERMS + N_CHECKS], second[N_TERMS + N_CHECKS];
  double size[N_TERMS], log_bias[N_TERMS], ratio[N_TERMS];
  const on_branch b = at(stationary());
  (void)run;
  TAME_TRY(tame_cells_gather(first, cells, "bias", 1, err));
  TAME_TRY(tame_cells_gather(second, cells, "predicted", 1, err));
  for (size_t i = 0; i < N_TERMS; i++) {
    size[i] = fabs(first[i]);
    ratio[i] = first[i] / second[i];
    log_bias[i] = TERMS[i] >= 8.0 ? log(size[i]) : (double)NAN;
  }
  tame_h5_group(out, "bias", "Where truncated hypergradients lead");
  tame_h5_axis(out, "bias/terms", TERMS, N_TERMS, "Neumann terms q", "1");
  tame_h5_write(out, "bias/size", "terms", size, "|x_q - x*|", "1");
  tame_h5_write(out, "bias/predicted", "terms", second,
                "rho^q y' f_y / phi'' at x*", "1");
  tame_h5_write(out, "bias/ratio", "terms", ratio,
                "(x_q - x*) over its prediction", "1");
  tame_h5_write_scalar(out, "bias/slope",
                       tame_fit_line(TERMS, log_bias, N_TERMS).slope,
                       "slope of log |x_q - x*| over q >= 8", "1");
  tame_h5_write_scalar(out, "bias/log_rho", log(b.rho), "log rho(x*)", "1");
  tame_h5_panel(out, "bias", "size", "terms");
  tame_h5_group(out, "descent", "The biased descent inequality");
  tame_h5_axis(out, "descent/terms", CHECKS, N_CHECKS, "Neumann terms q", "1");
  tame_h5_write(out, "descent/mean_square", "terms", first + N_TERMS,
                "mean of phi'(x_k)^2", "1");
  tame_h5_write(out, "descent/bound", "terms", second + N_TERMS,
                "2 L (phi(x_0) - inf phi)/K + delta^2", "1");
  tame_h5_panel(out, "descent", "mean_square", "terms");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_TERMS + N_CHECKS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  const bool is_check = index >= N_TERMS;
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "%s-q%g",
           is_check ? "descent" : "limit",
           is_check ? CHECKS[index - N_TERMS] : TERMS[index]);
  snprintf(cell->group, sizeof cell->group, "all q");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2502.09074/bias",
          .title = "Bias of truncated hypergradients",
          .figures = "illus-bias",
          .about = "Limits of the single-step multi-step scheme with Neumann "
                   "series of q terms, against the predicted bias.  An "
                   "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.1, 0.1, 0.1},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
