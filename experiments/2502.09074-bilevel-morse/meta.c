/* SPDX-License-Identifier: MIT */
/* An illustration of ours, with the flavour of meta-learning: tasks fitted near
 * a common point x (meta_problem.h).
 *
 *   gradients    at x0 = (1/2, 1/2): gradient of F_k(x) = f(x, A_x^k(x)), inner
 *                start x as in MAML, against the implicit hypergradient; the
 *                error decays like rho^k, rho = 1 - s lambda_min(g_yy);
 *   single step  the single-step multi-step scheme from x0 with y_t = (1, 1) and
 *                with y_t = (-1, -1): two mirrored limits;
 *   unrolled     descent on F_k for k = 1, 5, 20, 50: the lower level is the less
 *                violated the larger k.
 *
 * Wherever a lower solution is reported, branch and bound tells for each task
 * whether the global minimiser is where it is.  A cell is one of these runs. */
#include <string.h>

#include "cells.h"
#include "meta_problem.h"
#include "tame/branch.h"
#include "tame/la.h"
#include "tame/single_step.h"
#include "tame/stats.h"

enum { N_K = 14, N_RUNS = 6, N_ROW = 10, FITTED = 4 };
static const size_t K[N_K] = {1,  2,   5,   10,  20,  40,  60,
                              80, 100, 120, 180, 220, 260, 300};
static const char RUNS[] = "single_step mirror k1 k5 k20 k50";
static const size_t RUN_K[N_RUNS] = {0, 0, 1, 5, 20, 50};
static const double S = 0.5, X0[2] = {0.5, 0.5}, NEAR = 0.01;

static const tame_option PARAMS[] = {
    {"steps", {600, 1500, 1500}, 10, 100000, "outer iterations", NULL}, {0}};

/* --- the lower level ------------------------------------------------------ */

/* y <- critical point by inner steps from y, then Newton; *residual <- |g_y| */
static tame_status solve_lower(double *y, double *residual,
                               const tame_bilevel *p, const double *x)
{
  double work[INNER_DIM * (INNER_DIM + 3)], gy[INNER_DIM];
  const tame_branch_options descent = {false, TAME_CORRECT_GRADIENT, 300, S};
  const tame_branch_options newton = {false, TAME_CORRECT_NEWTON, 3, S};
  tame_status s = tame_branch_move(y, work, p, x, x, &descent);
  if (s == TAME_OK) s = tame_branch_move(y, work, p, x, x, &newton);
  p->lower_gradient(gy, x, y, p->ctx);
  *residual = 0.0;
  for (int i = 0; i < INNER_DIM; i++)
    *residual = tame_worse(*residual, fabs(gy[i]));
  return s;
}

static tame_status eigenvalues(double *lo, double *hi, const tame_bilevel *p,
                               const double *x, const double *y)
{
  double h[INNER_DIM * INNER_DIM], w[INNER_DIM];
  tame_bilevel_hessian(h, p, x, y);
  const tame_status s = tame_la_eigen_symmetric(w, NULL, h, INNER_DIM);
  *lo = w[0];
  *hi = w[INNER_DIM - 1];
  return s;
}

static bool is_near(const tame_box_certificate *cert, const double *y)
{
  for (size_t k = 0; k < 2 * cert->n_regions; k++) {
    const tame_interval side = cert->region[k];
    if (!(fabs(side.lo - y[k % 2]) < NEAR && fabs(side.hi - y[k % 2]) < NEAR))
      return false;
  }
  return cert->n_regions > 0;
}

/* *n_global <- tasks whose global minimiser is certified to be within NEAR of
 * y_t: branch and bound over a box that holds it leaves nothing elsewhere. */
static tame_status certify(double *n_global, double *boxes, meta *q,
                           const double *x, const double *y, tame_error *err)
{
  *n_global = *boxes = 0.0;
  for (int t = 0; t < TASKS; t++) {
    meta_task c = {q, t, x};
    const double *yt = y + 2 * t;
    const tame_box_problem p = {.n = 2,
                                .value = meta_box_value,
                                .gradient = meta_box_gradient,
                                .ctx = &c};
    /* lam/2 |y - x|^2 <= g_t(x, y) <= g_t(x, x) for the minimiser */
    const double reach =
        1.001 * sqrt(2.0 * meta_lower_task(q, t, x, x) / META_LAMBDA);
    const tame_interval box[2] = {{x[0] - reach, x[0] + reach},
                                  {x[1] - reach, x[1] + reach}};
    const tame_box_options opt = {1e-9, 1e-3, HUGE_VAL, 2000000};
    tame_box_certificate cert;
    TAME_TRY(tame_box_minimize(&cert, &p, box, &opt, err));
    *boxes += (double)cert.boxes;
    *n_global += is_near(&cert, yt);
  }
  return TAME_OK;
}

/* F_k(x) = f(x, A_x^k(x, ..., x)) and its gradient. */
static tame_status unrolled(double *value, double grad[2], tame_unrolled *w,
                            const double *x)
{
  double y0[INNER_DIM], gy0[INNER_DIM];
  for (int i = 0; i < INNER_DIM; i++) y0[i] = x[i % 2];
  const tame_status s = tame_unrolled_gradient(value, grad, gy0, w, x, y0);
  for (int i = 0; i < INNER_DIM; i++) grad[i % 2] += gy0[i];
  return s;
}

/* --- gradients at x0 ------------------------------------------------------ */

static tame_status gradients(tame_h5 *out, meta *q, tame_error *err)
{
  const tame_bilevel p = meta_problem(q);
  const tame_inner inner = {&p, S};
  double y[INNER_DIM], exact[2], work[2 + 2 * INNER_DIM], residual, lo, hi;
  double value[N_K], error[N_K], n_global, boxes;
  for (int i = 0; i < INNER_DIM; i++) y[i] = X0[i % 2];
  TAME_TRY(solve_lower(y, &residual, &p, X0));
  TAME_TRY(eigenvalues(&lo, &hi, &p, X0, y));
  TAME_TRY(certify(&n_global, &boxes, q, X0, y, err));
  const double limit = p.upper(X0, y, p.ctx);
  TAME_TRY(tame_hypergradient(exact, work, &inner, X0, y, TAME_HYPER_EXACT, 0));
  for (size_t i = 0; i < N_K; i++) {
    double grad[2];
    tame_unrolled *w = tame_unrolled_alloc(&inner, K[i]);
    const tame_status s = unrolled(&value[i], grad, w, X0);
    tame_unrolled_free(w);
    if (s != TAME_OK) return TAME_ESINGULAR;
    error[i] = hypot(grad[0] - exact[0], grad[1] - exact[1]);
  }
  keep(out, "value", value, N_K);
  keep(out, "error", error, N_K);
  keep(out, "point",
       (const double[8]){limit, exact[0], exact[1], lo, hi, residual, n_global,
                         boxes},
       8);
  return TAME_OK;
}

/* --- limits --------------------------------------------------------------- */

static tame_status single_steps(double x[2], double *y, const tame_bilevel *p,
                                double start, size_t n)
{
  const tame_single_step_options opt = {.inner_step = S,
                                        .inner_steps = 10,
                                        .outer_step = 20.0,
                                        .hyper = TAME_HYPER_EXACT,
                                        .clip = HUGE_VAL};
  tame_single_step *w = tame_single_step_alloc(2, INNER_DIM);
  for (int i = 0; i < INNER_DIM; i++) y[i] = start;
  tame_status s = tame_single_step_init(w, p, X0, y, &opt);
  for (size_t k = 0; k < n && s == TAME_OK; k++) s = tame_single_step_step(w);
  memcpy(x, tame_single_step_x(w), 2 * sizeof *x);
  memcpy(y, tame_single_step_y(w), INNER_DIM * sizeof *y);
  tame_single_step_free(w);
  return s;
}

static tame_status descend(double x[2], double *y, double *value,
                           const tame_inner *inner, size_t k, size_t n)
{
  tame_unrolled *w = tame_unrolled_alloc(inner, k);
  const double step = k <= 5 ? 5.0 : 20.0;
  double grad[2];
  tame_status s = TAME_OK;
  memcpy(x, X0, sizeof X0);
  for (size_t i = 0; i <= n && s == TAME_OK; i++) {
    s = unrolled(value, grad, w, x);
    for (int j = 0; j < 2 && i < n; j++) x[j] -= step * grad[j];
  }
  memcpy(y, tame_unrolled_last(w), INNER_DIM * sizeof *y);
  tame_unrolled_free(w);
  return s;
}

/* One row: x, F at the end, bilevel value at x, residual |g_y| of the last inner
 * iterate, and the lower solution's curvature and certificate. */
static tame_status limit(double row[N_ROW], meta *q, size_t run, size_t n,
                         tame_error *err)
{
  const tame_bilevel p = meta_problem(q);
  const tame_inner inner = {&p, S};
  double x[2], y[INNER_DIM], gy[INNER_DIM], value = 0.0, residual = 0.0, rest;
  double lo, hi, n_global, boxes;
  tame_status s;
  if (RUN_K[run] == 0) {
    s = single_steps(x, y, &p, run == 0 ? 1.0 : -1.0, n);
    value = p.upper(x, y, p.ctx);
  } else {
    s = descend(x, y, &value, &inner, RUN_K[run], n);
  }
  if (s != TAME_OK) return TAME_ESINGULAR;
  p.lower_gradient(gy, x, y, p.ctx);
  for (int i = 0; i < INNER_DIM; i++)
    residual = tame_worse(residual, fabs(gy[i]));
  TAME_TRY(solve_lower(y, &rest, &p, x));
  TAME_TRY(eigenvalues(&lo, &hi, &p, x, y));
  TAME_TRY(certify(&n_global, &boxes, q, x, y, err));
  const double numbers[N_ROW] = {x[0],     x[1], value, p.upper(x, y, p.ctx),
                                 residual, rest, lo,    hi,
                                 n_global, boxes};
  memcpy(row, numbers, sizeof numbers);
  return TAME_OK;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  meta *q = tame_calloc(1, sizeof *q);
  double row[N_ROW];
  tame_status s;
  meta_init(q);
  if (cell->coord[0] == 0) {
    s = gradients(out, q, err);
  } else {
    s = limit(row, q, cell->coord[0] - 1, tame_run_count(run, "steps"), err);
    keep(out, "row", row, N_ROW);
  }
  free(q);
  return s == TAME_OK ? s
                      : tame_fail(err, TAME_ESINGULAR, "%s: %s", cell->name,
                                  tame_status_str(s));
}

/* --- the file ------------------------------------------------------------- */

static tame_status write_gradients(tame_h5 *out, const tame_cells *cells,
                                   tame_error *err)
{
  static const char *const POINT[8][2] = {
      {"gradient/limit", "bilevel value f at x0"},
      {"gradient/exact1", "implicit hypergradient, component 1"},
      {"gradient/exact2", "component 2"},
      {"gradient/lambda_min", "smallest eigenvalue of g_yy"},
      {"gradient/lambda_max", "largest eigenvalue of g_yy"},
      {"gradient/residual", "|g_y| at the lower solution, max norm"},
      {"gradient/n_global",
       "tasks whose global minimiser is certified to be within 0.01 of it"},
      {"gradient/boxes", "boxes looked at"}};
  double k[N_K], law[N_K], log_error[N_K], *value = NULL, *error = NULL;
  double *point = NULL;
  tame_h5_shape shape;
  tame_status s = tame_cells_read(&value, &shape, cells, 0, "value", err);
  if (s >= 0) s = tame_cells_read(&error, &shape, cells, 0, "error", err);
  if (s >= 0) s = tame_cells_read(&point, &shape, cells, 0, "point", err);
  if (s >= 0) {
    const double rho = 1.0 - S * point[3];
    for (size_t i = 0; i < N_K; i++) {
      k[i] = (double)K[i];
      law[i] = error[N_K - 1] * pow(rho, k[i] - (double)K[N_K - 1]);
      log_error[i] = log(error[i]);
    }
    tame_h5_group(out, "gradient", "Unrolled against implicit, at x0");
    tame_h5_axis(out, "gradient/k", k, N_K, "inner steps k", "1");
    tame_h5_write(out, "gradient/value", "k", value, "F_k(x0)", "1");
    tame_h5_write(out, "gradient/error", "k", error,
                  "|grad F_k - implicit hypergradient|", "1");
    tame_h5_write(out, "gradient/law", "k", law,
                  "rho^k, through the last point", "1");
    tame_h5_write_scalar(
        out, "gradient/slope",
        tame_fit_line(k + N_K - FITTED, log_error + N_K - FITTED, FITTED).slope,
        "slope of log error over k, last four", "1");
    tame_h5_write_scalar(out, "gradient/log_rho", log(rho), "log rho", "1");
    for (size_t i = 0; i < 8; i++)
      tame_h5_write_scalar(out, POINT[i][0], point[i], POINT[i][1], "1");
    tame_h5_panel(out, "gradient", "error", "k");
  }
  free(value);
  free(error);
  free(point);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  static const char *const ROW[N_ROW][2] = {
      {"limit/x1", "x1 at the end"},
      {"limit/x2", "x2"},
      {"limit/surrogate", "what was minimised: f(x, y) or F_k(x)"},
      {"limit/value", "bilevel value f(x, y(x)) there"},
      {"limit/residual", "|g_y| of the last inner iterate, max norm"},
      {"limit/solved", "|g_y| of the lower solution, max norm"},
      {"limit/lambda_min", "smallest eigenvalue of g_yy"},
      {"limit/lambda_max", "largest eigenvalue of g_yy"},
      {"limit/n_global",
       "tasks whose global minimiser is certified to be within 0.01 of it"},
      {"limit/boxes", "boxes looked at"}};
  double rows[N_RUNS][N_ROW], column[N_RUNS];
  (void)run;
  TAME_TRY(write_gradients(out, cells, err));
  for (size_t i = 0; i < N_RUNS; i++) {
    double *row;
    tame_h5_shape shape;
    TAME_TRY(tame_cells_read(&row, &shape, cells, i + 1, "row", err));
    memcpy(rows[i], row, sizeof rows[i]);
    free(row);
  }
  tame_h5_group(out, "limit", "Where the methods end");
  tame_h5_codes(out, "limit/method", RUNS, "method");
  for (size_t i = 0; i < N_RUNS; i++) column[i] = (double)RUN_K[i];
  tame_h5_write(out, "limit/k", "method", column,
                "inner steps k of the surrogate, 0: single-step scheme", "1");
  for (size_t c = 0; c < N_ROW; c++) {
    for (size_t i = 0; i < N_RUNS; i++) column[i] = rows[i][c];
    tame_h5_write(out, ROW[c][0], "method", column, ROW[c][1], "1");
  }
  tame_h5_panel(out, "limit", "value", "method");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_RUNS + 1;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  if (index == 0)
    snprintf(cell->name, sizeof cell->name, "gradients");
  else
    snprintf(cell->name, sizeof cell->name, "run%zu", index);
  snprintf(cell->group, sizeof cell->group, "all runs");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2502.09074/meta",
          .title =
              "Unrolling and single steps on a small meta-learning problem",
          .figures = "illus-meta tab-meta",
          .about = "Errors of unrolled gradients against the unroll length, "
                   "and where the single-step multi-step scheme and descent on "
                   "the surrogate end.  An illustration, not an experiment of "
                   "the paper.",
          .params = PARAMS,
          .cost = {0.5, 0.9, 0.9},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
