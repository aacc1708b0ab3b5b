/* SPDX-License-Identifier: MIT */
/* An illustration of ours (I1): INNA on a quadratic against the differential
 * equation that it discretises,
 *
 *     theta'' + (alpha + beta h) theta' + h theta = 0,
 *     J = 1/2 sum h_i theta_i^2,  theta(0) = theta_0,
 *     theta'(0) = -beta h theta_0   (from psi_0 = (1 - alpha beta) theta_0),
 *
 * whose solution is, with s = alpha + beta h and w = sqrt(s^2 - 4 h)/2 complex,
 *
 *     e^{-s t/2} (theta_0 cosh(w t) + (theta'_0 + s theta_0/2) sinh(w t)/w).
 *
 * The iteration satisfies the recurrence
 *
 *     theta_{k+2} = (2 - gamma s) theta_{k+1}
 *                   - (1 - gamma s + gamma^2 h) theta_k
 *
 * exactly, and E = (1 + alpha beta) J + |p|^2/2, p = (alpha - 1/beta) theta +
 * psi/beta, decreases along the equation.  A cell is one pair (alpha, beta). */
#include <complex.h>
#include <math.h>
#include <string.h>

#include "pieces.h"
#include "tame/opt.h"
#include "tame/stats.h"

enum { N_PAIRS = 4, N_STEPS = 5, N_TIMES = 401, N_LONG = 5000 };
static const damping PAIR[N_PAIRS] = {{0.1, 0.9, "a0.1_b0.9"},
                                      {1, 1, "a1_b1"},
                                      {2, 2, "a2_b2"},
                                      {0.5, 0.1, "a0.5_b0.1"}};
static const double H[2] = {1.0, 25.0}, START[2] = {2.0, 1.0}, T = 4.0;
static const double STEP[N_STEPS] = {0.02, 0.01, 0.005, 0.0025, 0.00125};
enum { DRAWN = 1 }; /* the step whose trajectory is kept: 0.01 */

/* The solution at time t of the coordinate with curvature h. */
static double exact(double t, double h, double start, damping d)
{
  const double s = d.alpha + d.beta * h, speed = -d.beta * h * start;
  const double complex w = 0.5 * csqrt(s * s - 4.0 * h);
  /* sinh(w t)/w, whose limit at a double root is t */
  const double complex ratio = cabs(w * t) < 1e-6 ? t : csinh(w * t) / w;
  return exp(-0.5 * s * t) *
         creal(start * ccosh(w * t) + (speed + 0.5 * s * start) * ratio);
}

/* E at (theta, psi) [2] */
static double energy(const double *theta, const double *psi, damping d)
{
  double j = 0.0, p2 = 0.0;
  for (size_t i = 0; i < 2; i++) {
    const double p = (d.alpha - 1.0 / d.beta) * theta[i] + psi[i] / d.beta;
    j += 0.5 * H[i] * theta[i] * theta[i];
    p2 += p * p;
  }
  return (1.0 + d.alpha * d.beta) * j + 0.5 * p2;
}

/* path [(n + 1) x m], e [n + 1] (NULL: not wanted) <- n steps of INNA with
 * curvatures h [m] */
static tame_status run(double *path, double *e, size_t n, double step,
                       const double *h, const double *start, size_t m,
                       damping d)
{
  tame_opt_options o = tame_opt_defaults(TAME_OPT_INNA);
  double theta[2], g[2];
  o.alpha = d.alpha;
  o.beta = d.beta;
  tame_opt_f64 *w = tame_opt_alloc_f64(m, tame_opt_vectors(&o));
  memcpy(theta, start, m * sizeof *theta);
  tame_status s = tame_opt_init_f64(w, &o, NULL, 0, theta);
  for (size_t k = 0; k <= n && s == TAME_OK; k++) {
    memcpy(path + k * m, theta, m * sizeof *theta);
    if (e) e[k] = energy(theta, tame_opt_state_f64(w, 0), d);
    for (size_t i = 0; i < m; i++) g[i] = h[i] * theta[i];
    s = tame_opt_step_f64(w, theta, g, step);
  }
  tame_opt_free_f64(w);
  return s;
}

/* Largest residual of the recurrence over the largest absolute theta. */
static double recurrence(const double *path, size_t n, double step, damping d)
{
  double worst = 0.0, largest = 0.0;
  for (size_t k = 0; k < 2 * (n + 1); k++)
    largest = fmax(largest, fabs(path[k]));
  for (size_t k = 0; k + 2 <= n; k++)
    for (size_t i = 0; i < 2; i++) {
      const double gs = step * (d.alpha + d.beta * H[i]);
      const double r = path[2 * (k + 2) + i] -
                       (2.0 - gs) * path[2 * (k + 1) + i] +
                       (1.0 - gs + step * step * H[i]) * path[2 * k + i];
      worst = fmax(worst, fabs(r));
    }
  return worst / largest;
}

/* Everything for one step size: error at T, residual, largest increase of E;
 * the trajectory of DRAWN. */
static tame_status one_step(tame_h5 *out, double *result, size_t j, damping d)
{
  const size_t n = (size_t)lround(T / STEP[j]);
  double *path = tame_vec(2 * (n + 1)), *e = tame_vec(n + 1), end[2];
  const tame_status s = run(path, e, n, STEP[j], H, START, 2, d);
  for (size_t i = 0; i < 2; i++) end[i] = exact(T, H[i], START[i], d);
  result[j] = tame_distance(path + 2 * n, end, 2);
  result[N_STEPS + j] = recurrence(path, n, STEP[j], d);
  double rise = -INFINITY;
  for (size_t k = 0; k < n; k++) rise = fmax(rise, (e[k + 1] - e[k]) / e[0]);
  result[2 * N_STEPS + j] = rise;
  if (j == DRAWN) {
    double x[4 * N_TIMES];
    for (size_t k = 0; k < N_TIMES; k++)
      for (size_t i = 0; i < 2; i++) {
        x[i * N_TIMES + k] = path[2 * k + i];
        x[(2 + i) * N_TIMES + k] =
            exact((double)k * STEP[j], H[i], START[i], d);
      }
    tame_cell_put(out, "trajectory", x, 4 * N_TIMES);
    tame_cell_put(out, "energy", e, N_TIMES);
  }
  free(path);
  free(e);
  return s;
}

/* Sign changes of theta along 5000 steps of 0.01 with h = 1. */
static tame_status sign_changes(double *count, damping d)
{
  const double h = 1.0, start = 1.0;
  double *path = tame_vec(N_LONG + 1);
  const tame_status s = run(path, NULL, N_LONG, 0.01, &h, &start, 1, d);
  *count = 0.0;
  for (size_t k = 0; k < N_LONG; k++)
    *count += (path[k] > 0.0) != (path[k + 1] > 0.0);
  free(path);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run_, tame_error *err)
{
  (void)run_;
  const damping d = PAIR[cell->index];
  double result[3 * N_STEPS], x[N_STEPS], y[N_STEPS], changes;
  tame_status s = TAME_OK;
  for (size_t j = 0; j < N_STEPS && s == TAME_OK; j++)
    s = one_step(out, result, j, d);
  if (s == TAME_OK) s = sign_changes(&changes, d);
  if (s != TAME_OK)
    return tame_fail(err, TAME_EINVAL, "%s: %s", d.word, tame_status_str(s));
  for (size_t j = 0; j < N_STEPS; j++) {
    x[j] = log(STEP[j]);
    y[j] = log(result[j]);
  }
  tame_cell_put(out, "error", result, N_STEPS);
  tame_cell_put(out, "residual", result + N_STEPS, N_STEPS);
  tame_cell_put(out, "rise", result + 2 * N_STEPS, N_STEPS);
  tame_h5_write_scalar(out, "slope", tame_fit_line(x, y, N_STEPS).slope,
                       "slope", "1");
  tame_h5_write_scalar(out, "changes", changes, "sign changes", "1");
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run_, tame_error *err)
{
  (void)run_;
  double time[N_TIMES];
  for (size_t k = 0; k < N_TIMES; k++) time[k] = (double)k * STEP[DRAWN];
  tame_h5_codes(out, "pair", "a0.1_b0.9 a1_b1 a2_b2 a0.5_b0.1",
                "damping alpha, beta");
  tame_h5_group(out, "trajectory", "INNA with step 0.01 and the equation");
  tame_h5_axis(out, "trajectory/time", time, N_TIMES, "time k gamma", "1");
  tame_h5_codes(out, "trajectory/curve", "theta_1 theta_2 exact_1 exact_2",
                "coordinate: of the iterates, of the solution");
  tame_h5_group(out, "order", "Error at time 4 against the step size");
  tame_h5_axis(out, "order/step", STEP, N_STEPS, "step size gamma", "1");
  TAME_TRY(tame_cells_collect(out, cells, "trajectory", 4 * N_TIMES,
                              "trajectory/theta", "pair curve time", "theta",
                              err));
  TAME_TRY(tame_cells_collect(out, cells, "energy", N_TIMES,
                              "trajectory/energy", "pair time",
                              "energy (1 + alpha beta) J + |p|^2/2", err));
  TAME_TRY(tame_cells_collect(out, cells, "error", N_STEPS, "order/error",
                              "pair step", "|theta_K - theta(4)|, 2-norm",
                              err));
  TAME_TRY(tame_cells_collect(out, cells, "slope", 1, "order/slope", "pair",
                              "log-log slope of the error", err));
  TAME_TRY(tame_cells_collect(
      out, cells, "residual", N_STEPS, "order/residual", "pair step",
      "residual of the two-step recurrence / largest |theta|", err));
  TAME_TRY(tame_cells_collect(
      out, cells, "rise", N_STEPS, "order/rise", "pair step",
      "largest increase of the energy in a step / initial energy", err));
  TAME_TRY(
      tame_cells_collect(out, cells, "changes", 1, "order/sign_changes", "pair",
                         "sign changes in 5000 steps of 0.01, h = 1", err));
  tame_h5_panel(out, "trajectory", "theta", "pair curve time");
  tame_h5_panel(out, "order", "error", "pair step");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run_) { return (void)run_, N_PAIRS; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run_)
{
  (void)run_;
  snprintf(cell->name, sizeof cell->name, "%s", PAIR[index].word);
  snprintf(cell->group, sizeof cell->group, "all pairs");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2410.05871/oscillator",
          .title = "INNA on a quadratic and its differential equation",
          .figures = "illus-oscillator",
          .about = "Trajectories of INNA on (x^2 + 25 y^2)/2 beside the exact "
                   "solution of the equation it discretises, the order of the "
                   "error, an exact recurrence, and the energy.  An "
                   "illustration, not an experiment of the paper.",
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
