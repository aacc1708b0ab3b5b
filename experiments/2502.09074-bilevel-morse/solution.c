/* SPDX-License-Identifier: MIT */
/* An illustration of ours: the bilevel problem of branches.c as a choice of a
 * branch and a smooth minimisation,
 *
 *     min over i in {a, c} and x of phi_i(x) = f(x, y_i(x))
 *     subject to g(x, y_i(x)) <= g(x, y_j(x)) for all j,
 *
 * that is, branch a on x <= 0 and c on x >= 0, solved by branch and bound with a
 * certificate (tame/box_min.h), beside the stationary points of phi_a and phi_c,
 * which is all that a gradient method along a branch can find. */
#include <math.h>
#include <string.h>

#include "cells.h"
#include "tame/box_min.h"
#include "tame/double_well.h"

enum { N_UPPER = 2 };
static const double Y_HAT[N_UPPER] = {0.0, -1.0};

static const tame_option PARAMS[] = {
    {"boxes", {1000000, 1000000, 1000000}, 1, 1e9, "limit of boxes", NULL},
    {0}};

static double upper_value(size_t u, double x, double y)
{
  const double dx = x - 1.0, dy = y - Y_HAT[u];
  return dx * dx / 2.0 + dy * dy / 2.0;
}

/* --- stationary points of phi_i ------------------------------------------- */

enum { N_POINTS = 4, N_COLUMNS = 8 };
static const char *const COLUMNS[N_COLUMNS] = {
    "x", "y", "value", "slope", "second", "gyy", "rho", "dy"};

/* Newton's method on phi_i' from x = 1; row [N_COLUMNS] */
static void stationary(double *row, size_t u, int branch)
{
  double x = 1.0, y[3], dy[3], ddy[3], slope = 0.0, second = 1.0;
  for (int k = 0; k < 50; k++) {
    tame_double_well_branches(y, dy, ddy, x);
    const double gap = y[branch] - Y_HAT[u];
    slope = x - 1.0 + gap * dy[branch];
    second = 1.0 + dy[branch] * dy[branch] + gap * ddy[branch];
    if (k < 49) x -= slope / second;
  }
  const double gyy = tame_double_well_at(x, y[branch]).yy;
  const double numbers[N_COLUMNS] = {x,
                                     y[branch],
                                     upper_value(u, x, y[branch]),
                                     slope,
                                     second,
                                     gyy,
                                     1.0 - 0.1 * gyy,
                                     dy[branch]};
  memcpy(row, numbers, sizeof numbers);
}

/* --- the bilevel solution, certified -------------------------------------- */

typedef struct {
  size_t upper, branch; /* branch 0: a on x <= 0; 1: c on x >= 0 */
} piece;

static tame_interval branch_range(const piece *q, tame_interval x)
{
  return tame_interval_add(tame_point(q->branch ? 1.0 : -1.0),
                           tame_interval_scale(0.25, tame_sigma_interval(x)));
}
static tame_interval piece_value(const tame_interval *x, void *ctx)
{
  const piece *q = ctx;
  const tame_interval dx = tame_interval_sub(x[0], tame_point(1.0));
  const tame_interval dy =
      tame_interval_sub(branch_range(q, x[0]), tame_point(Y_HAT[q->upper]));
  return tame_interval_scale(
      0.5, tame_interval_add(tame_interval_sqr(dx), tame_interval_sqr(dy)));
}
static void piece_gradient(tame_interval *g, const tame_interval *x, void *ctx)
{
  const piece *q = ctx;
  const tame_interval dy =
      tame_interval_sub(branch_range(q, x[0]), tame_point(Y_HAT[q->upper]));
  g[0] = tame_interval_add(
      tame_interval_sub(x[0], tame_point(1.0)),
      tame_interval_mul(
          dy, tame_interval_scale(0.25, tame_sigma_slope_interval(x[0]))));
}
/* g(x, this branch) - g(x, the other): sigma for a, -sigma for c */
static tame_interval piece_constraint(const tame_interval *x, void *ctx)
{
  const piece *q = ctx;
  const tame_interval s = tame_sigma_interval(x[0]);
  return q->branch ? tame_interval_neg(s) : s;
}
static tame_box_problem piece_problem(tame_interval *box, size_t i, void *ctx)
{
  piece *both = ctx;
  box[0] = (tame_interval){-3.0, 3.0};
  return (tame_box_problem){.n = 1,
                            .value = piece_value,
                            .gradient = piece_gradient,
                            .constraint = piece_constraint,
                            .ctx = &both[i]};
}

enum { N_CERTIFICATE = 8 };
static const char *const CERTIFICATE[N_CERTIFICATE] = {
    "lower", "upper", "x", "x_lo", "x_hi", "branch", "boxes", "open"};

static tame_status bilevel(double *row, size_t u, size_t boxes, tame_error *err)
{
  piece both[2] = {{u, 0}, {u, 1}};
  double lower[2];
  tame_mixed_certificate cert;
  const tame_mixed_problem p = {2, piece_problem, both};
  const tame_box_options opt = {1e-11, 1e-10, HUGE_VAL, boxes};
  TAME_TRY(tame_mixed_minimize(&cert, lower, &p, &opt, err));
  const tame_interval at = cert.cert.region[0];
  const double numbers[N_CERTIFICATE] = {cert.cert.lower,
                                         cert.cert.upper,
                                         cert.cert.x[0],
                                         at.lo,
                                         at.hi,
                                         (double)cert.best,
                                         (double)cert.cert.boxes,
                                         (double)cert.n_open};
  memcpy(row, numbers, sizeof numbers);
  return TAME_OK;
}

/* --- the cell and the file ------------------------------------------------- */

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  double rows[N_POINTS * N_COLUMNS], cert[N_UPPER * N_CERTIFICATE];
  tame_status s = TAME_OK;
  (void)cell;
  for (size_t u = 0; u < N_UPPER && s >= 0; u++) {
    stationary(rows + 2 * u * N_COLUMNS, u, TAME_WELL_C);
    stationary(rows + (2 * u + 1) * N_COLUMNS, u, TAME_WELL_A);
    s = bilevel(cert + u * N_CERTIFICATE, u, tame_run_count(run, "boxes"), err);
  }
  keep(out, "stationary", rows, N_POINTS * N_COLUMNS);
  keep(out, "certificate", cert, N_UPPER * N_CERTIFICATE);
  return s;
}

/* Column i of rows [n x columns] written as GROUP/NAME over AXIS. */
static void write_column(tame_h5 *out, const char *group, const char *name,
                         const char *axis, const double *rows, size_t n,
                         size_t columns, size_t i, const char *meaning)
{
  double x[N_POINTS];
  char path[192];
  for (size_t k = 0; k < n; k++) x[k] = rows[k * columns + i];
  snprintf(path, sizeof path, "%s/%s", group, name);
  tame_h5_write(out, path, axis, x, meaning, "1");
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  (void)run;
  static const char *const MEANING[N_COLUMNS] = {
      "x",
      "y",
      "value phi_i(x)",
      "phi_i'(x)",
      "phi_i''(x)",
      "g_yy",
      "contraction of the inner steps, 1 - 0.1 g_yy",
      "y_i'(x)"};
  static const char *const CERT_MEANING[N_CERTIFICATE] = {
      "certified lower bound of the bilevel value",
      "certified upper bound",
      "x of the upper bound",
      "left end of the region that holds all solutions",
      "right end",
      "branch of the upper bound: 0 is a, 1 is c",
      "boxes looked at",
      "branches that are not excluded"};
  double rows[N_POINTS * N_COLUMNS], cert[N_UPPER * N_CERTIFICATE];
  TAME_TRY(
      tame_cells_gather(rows, cells, "stationary", N_POINTS * N_COLUMNS, err));
  TAME_TRY(tame_cells_gather(cert, cells, "certificate",
                             N_UPPER * N_CERTIFICATE, err));
  tame_h5_group(out, "stationary", "Stationary points of f(x, y_i(x))");
  tame_h5_codes(out, "stationary/point", "f1_c f1_a f2_c f2_a",
                "upper level and branch");
  for (size_t i = 0; i < N_COLUMNS; i++)
    write_column(out, "stationary", COLUMNS[i], "point", rows, N_POINTS,
                 N_COLUMNS, i, MEANING[i]);
  tame_h5_panel(out, "stationary", "value", "point");
  tame_h5_group(out, "solution",
                "Bilevel solution over [-3, 3], by branch and bound");
  tame_h5_codes(out, "solution/level", "f1 f2", "upper level");
  for (size_t i = 0; i < N_CERTIFICATE; i++)
    write_column(out, "solution", CERTIFICATE[i], "level", cert, N_UPPER,
                 N_CERTIFICATE, i, CERT_MEANING[i]);
  tame_h5_panel(out, "solution", "upper", "level");
  return TAME_OK;
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2502.09074/solution",
          .title = "The bilevel solution as a choice of a branch",
          .figures = "tab-stationary tab-solution",
          .about = "Stationary points of two upper levels along the branches "
                   "of a Morse parametric lower level, and their bilevel "
                   "solutions with certificates.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.002, 0.002, 0.002},
          .n_cells = one_cell,
          .cell = describe_one,
          .run_cell = run_cell,
          .merge = merge});
}
