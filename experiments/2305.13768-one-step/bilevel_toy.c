/* SPDX-License-Identifier: MIT */
/* An illustration of ours: where descent with one-step gradients stops on a
 * bilevel problem, and how far that is from stationary.
 *
 *   min_theta  phi(theta) = 1/2 |xbar(theta) - t|^2,  xbar(theta) = C' theta,
 *   C' = H^{-1} C;  the lower level is a quadratic solved by gradient descent
 *   with eta = 2/(mu + L), rho = (kappa - 1)/(kappa + 1) (tame/quadratic.h).
 *
 *   exact gradient     C'^T (xbar - t),       zero at theta*, least squares;
 *   one-step gradient  eta C^T (xbar - t),    zero at theta_1, which solves
 *                                             C^T C' theta = C^T t.
 *
 * With A = I - eta H, C'^T = eta C^T + (A C')^T, so that at theta_1
 *   |grad phi(theta_1)| = |(A C')^T (xbar - t)| <= rho |C'| |xbar - t|.
 *
 * A cell is one (kappa, repetition); a repetition has the same eigenvectors, C
 * and t for every kappa. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/la.h"
#include "tame/quadratic.h"
#include "tame/rng.h"
#include "tame/stats.h"

enum { N = 20, P = 5 };
static const double KAPPA[] = {1.01, 1.02, 1.05, 1.1, 1.2, 1.5, 2,   3,
                               5,    7,    10,   15,  20,  30,  50,  70,
                               100,  150,  200,  300, 500, 700, 1000};
enum { N_KAPPA = sizeof KAPPA / sizeof *KAPPA };

static const tame_option PARAMS[] = {
    {"seeds", {2, 25, 200}, 1, 100000, "repetitions", NULL}, {0}};

/* What a cell computes, in the order of the result. */
enum { GRADIENT, BOUND, LOSS_RATIO, ONE_STEP_GRADIENT, N_COLUMNS };
static const struct {
  const char *path, *name;
} COLUMNS[N_COLUMNS] = {
    {"gradient", "|grad phi(theta_1)|"},
    {"bound", "rho |C'|_2 |xbar(theta_1) - t|"},
    {"loss_ratio", "phi(theta_1) / phi(theta*)"},
    {"one_step_gradient",
     "|eta C^T (xbar(theta_1) - t)| / (eta |C^T t|), zero up to rounding"},
};

/* residual [N] <- C' theta - t */
static void mismatch(double *residual, const double *c_bar, const double *theta,
                     const double *t)
{
  memcpy(residual, t, N * sizeof *residual);
  cblas_dgemv(CblasRowMajor, CblasNoTrans, N, P, 1.0, c_bar, P, theta, 1, -1.0,
              residual, 1);
}

/* |M^T r| for m [N x P] */
static double pulled_back(const double *m, const double *r)
{
  double g[P];
  cblas_dgemv(CblasRowMajor, CblasTrans, N, P, 1.0, m, P, r, 1, 0.0, g, 1);
  return tame_norm(g, P);
}

/* theta [P] <- least squares  min |C' theta - t|  by QR */
static tame_status best_theta(double *theta, const double *c_bar,
                              const double *t)
{
  double q[N * P], r[P * P];
  memcpy(q, c_bar, sizeof q);
  TAME_TRY(tame_la_qr(q, r, N, P));
  cblas_dgemv(CblasRowMajor, CblasTrans, N, P, 1.0, q, P, t, 1, 0.0, theta, 1);
  cblas_dtrsv(CblasRowMajor, CblasUpper, CblasNoTrans, CblasNonUnit, P, r, P,
              theta, 1);
  return TAME_OK;
}

/* theta [P] <- the solution of  C^T C' theta = C^T t */
static tame_status one_step_theta(double *theta, const double *c,
                                  const double *c_bar, const double *t)
{
  double m[P * P];
  int pivot[P];
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, P, P, N, 1.0, c, P,
              c_bar, P, 0.0, m, P);
  cblas_dgemv(CblasRowMajor, CblasTrans, N, P, 1.0, c, P, t, 1, 0.0, theta, 1);
  TAME_TRY(tame_la_lu(m, pivot, P));
  tame_la_lu_solve(theta, m, pivot, P);
  return TAME_OK;
}

static tame_status solve(double result[N_COLUMNS], double kappa, gsl_rng *rng)
{
  double h[N * N], c[N * P], c_bar[N * P], t[N], residual[N], theta[P];
  double norm;
  tame_quadratic_random(h, NULL, NULL, N, kappa, rng);
  tame_rng_normal(c, (size_t)N * P, rng);
  tame_rng_normal(t, N, rng);
  const tame_quadratic q = {N, P, h, c, tame_quadratic_best_step(kappa)};
  TAME_TRY(tame_quadratic_solution(c_bar, &q));
  TAME_TRY(tame_la_norm2(&norm, c_bar, N, P));

  TAME_TRY(best_theta(theta, c_bar, t));
  mismatch(residual, c_bar, theta, t);
  const double best = tame_norm(residual, N);

  TAME_TRY(one_step_theta(theta, c, c_bar, t));
  mismatch(residual, c_bar, theta, t);
  const double reached = tame_norm(residual, N);
  result[GRADIENT] = pulled_back(c_bar, residual);
  result[BOUND] = tame_quadratic_rate(kappa) * norm * reached;
  result[LOSS_RATIO] = (reached / best) * (reached / best);
  result[ONE_STEP_GRADIENT] = pulled_back(c, residual) / pulled_back(c, t);
  return TAME_OK;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const double kappa = KAPPA[cell->coord[0]];
  double result[N_COLUMNS];
  gsl_rng *rng = tame_run_rng(run, "data", cell->coord[1]);
  const tame_status s = solve(result, kappa, rng);
  gsl_rng_free(rng);
  if (s != TAME_OK)
    return tame_fail(err, TAME_ESINGULAR, "kappa %g: not solvable", kappa);
  for (size_t i = 0; i < N_COLUMNS; i++)
    tame_h5_write_scalar(out, COLUMNS[i].path, result[i], COLUMNS[i].name, "1");
  return TAME_OK;
}

/* Column I: all repetitions, then median and quartiles over them. */
static tame_status merge_column(tame_h5 *out, size_t i, size_t seeds,
                                const tame_cells *cells, tame_error *err)
{
  static const struct {
    const char *suffix, *name;
    double quantile;
  } PART[] = {{"median", "median over seeds", 0.5},
              {"q25", "lower quartile over seeds", 0.25},
              {"q75", "upper quartile over seeds", 0.75}};
  double *x = tame_vec(N_KAPPA * seeds), column[N_KAPPA];
  char path[64], name[160];
  const tame_status s = tame_cells_gather(x, cells, COLUMNS[i].path, 1, err);
  snprintf(path, sizeof path, "bias/%s", COLUMNS[i].path);
  tame_h5_write(out, path, "kappa seed", x, COLUMNS[i].name, "1");
  for (size_t j = 0; j < 3; j++) {
    for (size_t k = 0; k < N_KAPPA; k++)
      column[k] = tame_quantile(x + k * seeds, seeds, PART[j].quantile);
    snprintf(path, sizeof path, "bias/%s_%s", COLUMNS[i].path, PART[j].suffix);
    snprintf(name, sizeof name, "%s, %s", COLUMNS[i].name, PART[j].name);
    tame_h5_write(out, path, "kappa", column, name, "1");
  }
  free(x);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t seeds = tame_run_count(run, "seeds");
  double rho[N_KAPPA];
  tame_status s = TAME_OK;
  for (size_t i = 0; i < N_KAPPA; i++) rho[i] = tame_quadratic_rate(KAPPA[i]);
  tame_h5_group(out, "bias", "Where one-step gradients vanish");
  tame_h5_axis(out, "bias/kappa", KAPPA, N_KAPPA, "condition number kappa",
               "1");
  tame_h5_index(out, "bias/seed", seeds, "repetition");
  tame_h5_write(out, "bias/rho", "kappa", rho,
                "rate rho = (kappa - 1)/(kappa + 1)", "1");
  for (size_t i = 0; i < N_COLUMNS && s >= 0; i++)
    s = merge_column(out, i, seeds, cells, err);
  tame_h5_panel(out, "bias", "gradient_median", "kappa");
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return N_KAPPA * tame_run_count(run, "seeds");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  const size_t seeds = tame_run_count(run, "seeds");
  cell->coord[0] = index / seeds;
  cell->coord[1] = index % seeds;
  snprintf(cell->name, sizeof cell->name, "kappa%g-seed%zu",
           KAPPA[cell->coord[0]], cell->coord[1]);
  snprintf(cell->group, sizeof cell->group, "all kappa");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2305.13768/bilevel_toy",
          .title = "Bias of one-step gradients on a bilevel toy problem",
          .figures = "illus-bilevel",
          .about = "Gradient of the upper level, its bound and the loss at the "
                   "point where the one-step gradient of a quadratic bilevel "
                   "problem vanishes, against the condition number of the "
                   "lower level.  An illustration, not an experiment of the "
                   "paper.",
          .params = PARAMS,
          .cost = {0.1, 0.8, 4.6},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
