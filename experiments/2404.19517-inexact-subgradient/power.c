/* SPDX-License-Identifier: MIT */
/* I1, an illustration of ours: f = |x|^p / p on the line.
 *
 *   x_{k+1} = x_k - a_k (sgn(x_k) |x_k|^{p-1} + e_k),  |e_k| <= eps,  x_0 = 1.
 *
 * An outward error -eps sgn x, or a constant one, moves the fixed point from 0
 * to |x| = eps^{1/(p-1)}: the exponent is rho = 1/(p-1), with constant 1.  It is
 * stable for constant steps a < 2 eps^{(2-p)/(p-1)}/(p-1).  Random errors, uniform
 * on [-eps, eps], do less.  The tail is the largest |x_k| of the last tenth.
 *
 * Beside it p = 2 under errors +-eps of random sign: the stationary standard
 * deviation is eps sqrt(a/(2 - a)). */
#include "parts.h"

static const double P[] = {1.5, 2, 3, 4, 6};
enum { N_P = sizeof P / sizeof *P, N_A = 2, MAX_EPS = 41 };
static const tame_error_kind MODE[] = {TAME_ERROR_OUTWARD, TAME_ERROR_CONSTANT,
                                       TAME_ERROR_RANDOM};
enum { N_MODES = 3, N_SCHEDULES = 2 };
static const double A[N_A] = {0.1, 0.01}, SIGN_EPS = 0.1;

static const tame_option PARAMS[] = {
    {"eps",
     {6, 11, 21},
     2,
     MAX_EPS,
     "sizes of the error, 0.5 to 0.5/1024",
     NULL},
    {"steps", {20000, 200000, 2000000}, 100, 1e9, "iterations", NULL},
    {"chains", {100, 2000, 20000}, 1, 1e7, "chains with random signs", NULL},
    {0}};

static tame_step_rule schedule(size_t i, double p)
{
  const double a = p < 2.0 ? 1e-3 : 1e-2;
  return i == 0 ? (tame_step_rule){a, 1.0, 0.0}
                : (tame_step_rule){10.0 * a, 100.0, 1.0 / 3.0};
}

/* tail [N_MODES x N_SCHEDULES x n] */
static tame_status run_power(double *tail, double p, const double *eps,
                             size_t n, const tame_run *run, gsl_rng *rng)
{
  const double origin = 0.0, one = 1.0, x0 = 1.0;
  tame_power f;
  TAME_TRY(tame_power_init(&f, 1, p));
  const tame_nonsmooth problem = tame_power_nonsmooth(&f);
  const tame_subgradient_options o = {tame_run_count(run, "steps"), 0.1,
                                      (double)INFINITY};
  tame_subgradient *w = tame_subgradient_alloc(1);
  tame_status status = TAME_OK;
  for (size_t i = 0; i < N_MODES * N_SCHEDULES * n && status >= 0; i++) {
    const size_t mode = i / (N_SCHEDULES * n);
    const tame_step_rule rule = schedule(i / n % N_SCHEDULES, p);
    const tame_inexact e = {
        .kind = MODE[mode],
        .eps = eps[i % n],
        .point = MODE[mode] == TAME_ERROR_CONSTANT ? &one : &origin,
        .rng = rng};
    tame_subgradient_summary s = {0};
    status = tame_subgradient_init(w, &problem, &e, &rule, &x0, NULL);
    if (status >= 0)
      status = tame_subgradient_run(&s, NULL, NULL, w, &o, false);
    tail[i] = s.tail;
  }
  tame_subgradient_free(w);
  return status;
}

/* Standard deviation over time and chains, p = 2, step a. */
static tame_status run_signs(double *deviation, double a, size_t chains,
                             gsl_rng *rng)
{
  const size_t burn = (size_t)(20.0 / a), keep = (size_t)(80.0 / a);
  const double x0 = 0.0;
  tame_power f;
  TAME_TRY(tame_power_init(&f, 1, 2.0));
  const tame_nonsmooth problem = tame_power_nonsmooth(&f);
  const tame_inexact e = {
      .kind = TAME_ERROR_SIGNS, .eps = SIGN_EPS, .rng = rng};
  tame_subgradient *w = tame_subgradient_alloc(1);
  double sum = 0.0, squares = 0.0;
  for (size_t c = 0; c < chains; c++) {
    TAME_TRY(tame_subgradient_init(w, &problem, &e, &(tame_step_rule){a, 1, 0},
                                   &x0, NULL));
    for (size_t k = 0; k < burn; k++) tame_subgradient_step(w);
    for (size_t k = 0; k < keep; k++) {
      tame_subgradient_step(w);
      const double x = tame_subgradient_x(w)[0];
      sum += x;
      squares += x * x;
    }
  }
  const double n = (double)(chains * keep);
  *deviation = sqrt(squares / n - sum / n * (sum / n));
  tame_subgradient_free(w);
  return TAME_OK;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "eps"), i = cell->index;
  double eps[MAX_EPS], tail[N_MODES * N_SCHEDULES * MAX_EPS], deviation;
  gsl_rng *rng = tame_run_rng(run, "error", i);
  geometric(eps, n, 0.5, 1024.0);
  tame_status s;
  if (i < N_P) {
    s = run_power(tail, P[i], eps, n, run, rng);
    put(out, "tail", tail, N_MODES * N_SCHEDULES * n);
  } else {
    s = run_signs(&deviation, A[i - N_P], tame_run_count(run, "chains"), rng);
    put(out, "deviation", &deviation, 1);
  }
  gsl_rng_free(rng);
  return s == TAME_OK ? s : failed(err, cell->name, s);
}

/* --- the whole ------------------------------------------------------------- */

/* How far errors of size eps can carry x under steps a: to the fixed point, or, for
 * p < 2 and a large against eps, by one step from the other side of 0, a eps + max
 * (a d^{p-1} - d). */
static double reach(double p, double a, double eps)
{
  const double fixed = pow(eps, 1.0 / (p - 1.0));
  if (p >= 2.0) return fixed;
  const double d = pow(a * (p - 1.0), 1.0 / (2.0 - p));
  return fmax(fixed, a * eps + d * (2.0 - p) / (p - 1.0));
}

/* Slopes and quotients with eps^{1/(p-1)} beside tail [P mode schedule eps]. */
static void write_fits(tame_h5 *out, const double *tail, const double *eps,
                       size_t n, size_t steps)
{
  enum { CURVES = N_P * N_MODES * N_SCHEDULES };
  double slope[CURVES], exponent[N_P], exact[N_P * MAX_EPS];
  double *ratio = tame_vec(2 * CURVES * n), *limit = ratio + CURVES * n;
  for (size_t c = 0; c < CURVES; c++) {
    const size_t p = c / (N_MODES * N_SCHEDULES);
    const tame_step_rule rule = schedule(c % N_SCHEDULES, P[p]);
    const double a = tame_step_size(&rule, steps * 9 / 10 - 1);
    exponent[p] = 1.0 / (P[p] - 1.0);
    slope[c] = log_fit(eps, tail + c * n, n).slope;
    for (size_t i = 0; i < n; i++) {
      exact[p * n + i] = pow(eps[i], exponent[p]);
      ratio[c * n + i] = tail[c * n + i] / exact[p * n + i];
      limit[c * n + i] = tail[c * n + i] / reach(P[p], a, eps[i]);
    }
  }
  tame_h5_write(out, "power/exponent", "p", exponent,
                "geometric exponent 1/(p-1)", "1");
  tame_h5_write(out, "power/exact", "p eps", exact, "eps^{1/(p-1)}", "1");
  tame_h5_write(out, "power/slope", "p mode schedule", slope,
                "slope of log tail against log eps, all eps", "1");
  tame_h5_write(out, "power/ratio", "p mode schedule eps", ratio,
                "tail over eps^{1/(p-1)}", "1");
  tame_h5_write(out, "power/over_reach", "p mode schedule eps", limit,
                "tail over the farthest point that errors of size eps can "
                "reach",
                "1");
  free(ratio);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "eps");
  const column tails[] = {{"tail", "power", "p mode schedule eps",
                           N_MODES * N_SCHEDULES * n,
                           "largest |x_k| of the last tenth"}};
  const column signs[] = {{"deviation", "signs", "step", 1,
                           "standard deviation under errors +-eps, eps = 0.1"}};
  double eps[MAX_EPS], exact[N_A], *tail;
  geometric(eps, n, 0.5, 1024.0);
  tame_h5_group(out, "power", "Tails for f = |x|^p / p");
  tame_h5_axis(out, "power/p", P, N_P, "power p", "1");
  tame_h5_codes(out, "power/mode", "outward constant random", "error");
  tame_h5_codes(out, "power/schedule", "constant_step vanishing_step", "steps");
  tame_h5_axis(out, "power/eps", eps, n, "size eps of the error", "1");
  TAME_TRY(merge_columns(out, cells, 0, N_P, tails, 1, err));
  TAME_TRY(stack(&tail, cells, 0, N_P, "tail", N_MODES * N_SCHEDULES * n, err));
  write_fits(out, tail, eps, n, tame_run_count(run, "steps"));
  free(tail);
  tame_h5_group(out, "signs", "Random signs, p = 2");
  tame_h5_axis(out, "signs/step", A, N_A, "constant step a", "1");
  for (size_t i = 0; i < N_A; i++)
    exact[i] = SIGN_EPS * sqrt(A[i] / (2.0 - A[i]));
  tame_h5_write(out, "signs/exact", "step", exact, "eps sqrt(a/(2-a))", "1");
  TAME_TRY(merge_columns(out, cells, N_P, N_A, signs, 1, err));
  tame_h5_panel(out, "power", "tail", "p mode schedule eps");
  tame_h5_panel(out, "signs", "deviation", "step");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_P + N_A;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  if (index < N_P)
    snprintf(cell->name, sizeof cell->name, "p%g", P[index]);
  else
    snprintf(cell->name, sizeof cell->name, "signs-a%g", A[index - N_P]);
  snprintf(cell->group, sizeof cell->group, "all p");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2404.19517/power",
          .title = "Subgradient method with errors on |x|^p / p",
          .figures = "illus-power",
          .about =
              "Distance to the minimiser of |x|^p/p that is left by errors "
              "of size eps, adversarial, constant and random, for constant "
              "and vanishing steps.  An illustration, not an experiment of "
              "the paper.",
          .params = PARAMS,
          .cost = {0.2, 4.3, 62},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
