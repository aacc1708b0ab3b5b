/* SPDX-License-Identifier: MIT */
/* An illustration of ours: how far K steps of gradient descent carry the
 * derivative on a quadratic, where everything is known (tame/quadratic.h).
 *
 *   xbar(theta) = H^{-1} C theta,  Jbar = H^{-1} C,  eta = 2/(mu + L),
 *   J_K = sum_{i<K} (I - eta H)^i eta C,
 *   |J_K - Jbar| / |Jbar| <= rho^K,  rho = (kappa - 1)/(kappa + 1),
 *   J_K - Jbar = -(I - eta H)^K Jbar  exactly,
 *
 * in the Frobenius and the operator norm; K = 1 is one-step differentiation.
 * H has a random orthogonal basis V and a geometric spectrum from 1/kappa to 1,
 * C is Gaussian; a repetition has the same V and C for every kappa.  A cell is
 * one (kappa, repetition). */
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

enum { N = 50, P = 10, SIZE = N * P };
static const double KAPPA[] = {1.1, 1.2, 1.5, 2,   3,   5,   10,
                               20,  50,  100, 200, 500, 1000};
enum { N_KAPPA = sizeof KAPPA / sizeof *KAPPA };

static const tame_option PARAMS[] = {
    {"seeds", {2, 5, 20}, 1, 10000, "repetitions", NULL},
    {"steps", {200, 200, 200}, 1, 100000, "largest K", NULL},
    {0}};

typedef struct {
  double h[N * N], v[N * N], lambda[N], c[SIZE];
  double best[SIZE], coefficient[SIZE]; /* Jbar and V' Jbar */
  double jac[SIZE], error[SIZE], work[SIZE];
  tame_quadratic q;
} state;

static tame_status draw(state *s, double kappa, size_t rep, const tame_run *run)
{
  gsl_rng *rng = tame_run_rng(run, "data", rep);
  tame_quadratic_random(s->h, s->v, s->lambda, N, kappa, rng);
  tame_rng_normal(s->c, SIZE, rng);
  gsl_rng_free(rng);
  s->q = (tame_quadratic){N, P, s->h, s->c, tame_quadratic_best_step(kappa)};
  TAME_TRY(tame_quadratic_solution(s->best, &s->q));
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, N, P, N, 1.0, s->v, N,
              s->best, P, 0.0, s->coefficient, P);
  return TAME_OK;
}

/* |J_K - Jbar + V diag((1 - eta lambda)^K) V' Jbar|_F: by eigenvectors, which
 * the recursion does not know. */
static double identity_residual(state *s, size_t k)
{
  for (size_t i = 0; i < N; i++) {
    const double factor = pow(1.0 - s->q.step * s->lambda[i], (double)k);
    for (size_t j = 0; j < P; j++)
      s->work[i * P + j] = factor * s->coefficient[i * P + j];
  }
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, N, P, N, 1.0, s->v, N,
              s->work, P, 1.0, s->error, P);
  return tame_norm(s->error, SIZE);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const double kappa = KAPPA[cell->coord[0]], rho = tame_quadratic_rate(kappa);
  const size_t n = tame_run_count(run, "steps");
  double *k = tame_vec(n), *frobenius = tame_vec(n), *op = tame_vec(n);
  double *identity = tame_vec(n), excess = -INFINITY, norm2 = 0.0;
  state *s = tame_calloc(1, sizeof *s);
  tame_status status = draw(s, kappa, cell->coord[1], run);
  if (status == TAME_OK) status = tame_la_norm2(&norm2, s->best, N, P);
  const double norm = tame_norm(s->best, SIZE);
  for (size_t i = 0; i < n && status == TAME_OK; i++) {
    k[i] = (double)(i + 1);
    tame_quadratic_jacobian_step(s->jac, s->work, &s->q);
    memcpy(s->error, s->jac, sizeof s->jac);
    cblas_daxpy(SIZE, -1.0, s->best, 1, s->error, 1);
    status = tame_la_norm2(&op[i], s->error, N, P);
    op[i] /= norm2;
    frobenius[i] = tame_norm(s->error, SIZE) / norm;
    identity[i] = identity_residual(s, i + 1) / norm;
    excess =
        tame_worse(excess, tame_worse(op[i], frobenius[i]) - pow(rho, k[i]));
  }
  tame_h5_axis(out, "step", k, n, "steps K", "1");
  tame_h5_write(out, "frobenius", "step", frobenius, "Frobenius", "1");
  tame_h5_write(out, "operator", "step", op, "operator", "1");
  tame_h5_write(out, "identity", "step", identity, "identity", "1");
  tame_h5_write_scalar(out, "excess", excess, "error - rho^K", "1");
  free(k);
  free(frobenius);
  free(op);
  free(identity);
  free(s);
  return status == TAME_OK
             ? TAME_OK
             : tame_fail(err, TAME_ESINGULAR, "kappa %g: not solvable", kappa);
}

/* --- the whole ------------------------------------------------------------ */

typedef struct {
  tame_h5 *out;
  const tame_cells *cells;
  size_t seeds, steps;
} merger;

/* median, smallest and largest over repetitions of x [N_KAPPA x seeds x n], at
 * step K, into [N_KAPPA] */
static void over_seeds(double *to, double f, const double *x, size_t k,
                       const merger *m)
{
  double *column = tame_vec(m->seeds);
  for (size_t i = 0; i < N_KAPPA; i++) {
    for (size_t r = 0; r < m->seeds; r++)
      column[r] = x[(i * m->seeds + r) * m->steps + k];
    to[i] = tame_quantile(column, m->seeds, f);
  }
  free(column);
}

/* One norm: all repetitions, the median curve, and the one-step column. */
static tame_status merge_norm(const merger *m, const char *norm,
                              tame_error *err)
{
  static const struct {
    const char *suffix, *name;
    double quantile;
  } PART[] = {
      {"", "median", 0.5}, {"_low", "smallest", 0}, {"_high", "largest", 1}};
  const size_t n = m->steps;
  double *x = tame_vec(N_KAPPA * m->seeds * n), *median = tame_vec(N_KAPPA * n);
  double column[N_KAPPA];
  char path[64], name[128];
  const tame_status s = tame_cells_gather(x, m->cells, norm, n, err);
  for (size_t k = 0; k < n; k++) {
    over_seeds(column, 0.5, x, k, m);
    for (size_t i = 0; i < N_KAPPA; i++) median[i * n + k] = column[i];
  }
  snprintf(path, sizeof path, "error/%s", norm);
  snprintf(name, sizeof name, "|J_K - Jbar| / |Jbar|, %s norm", norm);
  tame_h5_write(m->out, path, "kappa seed step", x, name, "1");
  snprintf(path, sizeof path, "error/%s_median", norm);
  snprintf(name, sizeof name, "the same in %s norm, median over seeds", norm);
  tame_h5_write(m->out, path, "kappa step", median, name, "1");
  for (size_t i = 0; i < 3; i++) {
    over_seeds(column, PART[i].quantile, x, 0, m);
    snprintf(path, sizeof path, "one_step/%s%s", norm, PART[i].suffix);
    snprintf(name, sizeof name, "error of one step, %s norm, %s over seeds",
             norm, PART[i].name);
    tame_h5_write(m->out, path, "kappa", column, name, "1");
  }
  free(x);
  free(median);
  return s;
}

static void write_bound(const merger *m)
{
  double *bound = tame_vec(N_KAPPA * m->steps), rho[N_KAPPA];
  for (size_t i = 0; i < N_KAPPA; i++) {
    rho[i] = tame_quadratic_rate(KAPPA[i]);
    for (size_t k = 0; k < m->steps; k++)
      bound[i * m->steps + k] = pow(rho[i], (double)(k + 1));
  }
  tame_h5_write(m->out, "one_step/rho", "kappa", rho,
                "rate rho = (kappa - 1)/(kappa + 1)", "1");
  tame_h5_write(m->out, "error/bound", "kappa step", bound, "rho^K", "1");
  free(bound);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const merger m = {out, cells, tame_run_count(run, "seeds"),
                    tame_run_count(run, "steps")};
  double *count = tame_vec(m.steps), *identity, *excess;
  tame_h5_group(out, "error", "Error of the derivative through K steps");
  tame_h5_group(out, "one_step", "The same for K = 1, against the rate");
  tame_h5_axis(out, "kappa", KAPPA, N_KAPPA, "condition number kappa", "1");
  for (size_t i = 0; i < m.steps; i++) count[i] = (double)(i + 1);
  tame_h5_index(out, "error/seed", m.seeds, "repetition");
  tame_h5_axis(out, "error/step", count, m.steps, "steps K", "1");
  write_bound(&m);
  tame_status s = merge_norm(&m, "frobenius", err);
  if (s >= 0) s = merge_norm(&m, "operator", err);

  identity = tame_vec(N_KAPPA * m.seeds * m.steps);
  excess = tame_vec(N_KAPPA * m.seeds);
  if (s >= 0) s = tame_cells_gather(identity, cells, "identity", m.steps, err);
  if (s >= 0) s = tame_cells_gather(excess, cells, "excess", 1, err);
  tame_h5_write(out, "error/identity", "kappa seed step", identity,
                "|J_K - Jbar + (I - eta H)^K Jbar|_F / |Jbar|_F", "1");
  tame_h5_write(out, "error/excess", "kappa seed", excess,
                "largest error - rho^K over K and both norms", "1");
  tame_h5_panel(out, "error", "operator_median", "kappa step");
  tame_h5_panel(out, "one_step", "operator", "kappa");
  free(count);
  free(identity);
  free(excess);
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
          .id = "2305.13768/quadratic",
          .title = "K-step derivatives of gradient descent on a quadratic",
          .figures = "illus-kstep",
          .about = "Relative error of the derivative through the last K steps "
                   "of gradient descent on random quadratics, against its "
                   "bound rho^K, and the exact identity behind it.  An "
                   "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.2, 0.5, 1.5},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
