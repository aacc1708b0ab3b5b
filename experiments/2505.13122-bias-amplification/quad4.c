/* SPDX-License-Identifier: MIT */
/* I1, an illustration of ours: two quadratic groups in dimension 4
 * (tame/bias_quadratic.h),
 *
 *     H1 = diag(1, 1.5, 2, 3),   H0 = sigma^2 Q diag(.5, 1, 1.5, 2) Q',
 *     Q = R12(.5) R34(.5),  theta1 = 0,  theta0 = (1, -1, .5, 2),
 *
 * sigma^2 = 1 and 0.1: the weaker the minority's curvature, the nearer theta* to
 * the stereotypical theta1.  Proposition 1 with its bound; the volume of the
 * adverse zone; the time and the steps from theta1 to half the way to theta*
 * against proposition 3.  A cell is one (sigma^2, p). */
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/bias.h"
#include "tame/bias_quadratic.h"
#include "tame/la.h"
#include "theory.h"

enum { N = 4, N_VARIANCES = 2, MAX_STEPS = 1000000 };
static const double VARIANCE[N_VARIANCES] = {1.0, 0.1};
static const double H1[N * N] = {1, 0, 0, 0, 0, 1.5, 0, 0,
                                 0, 0, 2, 0, 0, 0,   0, 3};
static const double THETA0[N] = {1, -1, 0.5, 2}, THETA1[N] = {0};
static const double LAST_OF_SLOPE = 1e-2, STEP_OVER_LIPSCHITZ = 0.1;

static const tame_option PARAMS[] = {SHARES_OPTION, {0}};

static const tame_field FIELDS[] = {
    {"distance", "variance p", "|theta* - theta1|", "1"},
    {"bound", "variance p", "bound of proposition 1", "1"},
    {"first_order", "variance p", "p |H1^-1 g0(theta1)|", "1"},
    {"residual", "variance p",
     "residual of the identity of proposition 1 over the distance", "1"},
    {"volume", "variance p",
     "volume of the adverse zone over that of the unit ball", "1"},
    {"time", "variance p", "time of the flow from theta1 to half the way", "1"},
    {"time_convex", "variance p", "lower bound for a convex loss", "1"},
    {"time_lipschitz", "variance p", "lower bound for a Lipschitz gradient",
     "1"},
    {"steps", "variance p",
     "steps of gradient descent for the same, step 0.1/Lambda", "1"},
    {"steps_bound", "variance p", "lower bound of their number", "1"}};
enum {
  DISTANCE,
  BOUND,
  FIRST_ORDER,
  RESIDUAL,
  VOLUME,
  TIME,
  TIME_CONVEX,
  TIME_LIPSCHITZ,
  STEPS,
  STEPS_BOUND,
  N_FIELDS
};

/* h0 [N x N] <- variance Q diag(.5, 1, 1.5, 2) Q' */
static void minority_hessian(double *h0, double variance)
{
  static const double VALUE[N] = {0.5, 1.0, 1.5, 2.0};
  const double c = cos(0.5), s = sin(0.5);
  const double q[N * N] = {c, -s, 0, 0, s, c, 0, 0, 0, 0, c, -s, 0, 0, s, c};
  memset(h0, 0, N * N * sizeof *h0);
  for (size_t i = 0; i < N; i++)
    for (size_t j = 0; j < N; j++)
      for (size_t k = 0; k < N; k++)
        h0[N * i + j] += variance * q[N * i + k] * VALUE[k] * q[N * j + k];
}

/* r <- |theta* - theta1 + p/(1-p) H1^-1 g0(theta*)| over DISTANCE, and
 * *first <- p |H1^-1 g0(theta1)|; H1 is the mean Hessian. */
static tame_status proximity(double *r, double *first, const double *star,
                             const double *g0_star, const double *g0_theta1,
                             double distance, double p)
{
  double u[N * N], x[2 * N];
  memcpy(u, H1, sizeof u);
  memcpy(x, g0_star, N * sizeof *x);
  memcpy(x + N, g0_theta1, N * sizeof *x);
  const tame_status s = tame_la_cholesky(u, N);
  if (s != TAME_OK) return s;
  tame_la_cholesky_solve(x, u, N);
  tame_la_cholesky_solve(x + N, u, N);
  for (size_t i = 0; i < N; i++)
    x[i] = star[i] - THETA1[i] + p / (1.0 - p) * x[i];
  *r = tame_norm(x, N) / distance;
  *first = p * tame_norm(x + N, N);
  return TAME_OK;
}

/* Steps of gradient descent of L from theta1 until distance DELTA. */
static double descend(double delta, double step, const tame_bias_quadratic *q)
{
  double theta[N], g0[N], g1[N];
  memcpy(theta, THETA1, sizeof theta);
  for (size_t k = 0; k < MAX_STEPS; k++) {
    if (tame_distance(theta, THETA1, N) >= delta) return (double)k;
    tame_bias_quadratic_gradients(g0, g1, theta, q);
    for (size_t i = 0; i < N; i++)
      theta[i] -= step * (q->p * g0[i] + (1.0 - q->p) * g1[i]);
  }
  return (double)NAN;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const double p = share(cell->coord[1], run);
  double h0[N * N], star[N], at_star[N], at_theta1[N], g1[N], x[N_FIELDS];
  double lo, lambda, eigen[N];
  minority_hessian(h0, VARIANCE[cell->coord[0]]);
  const tame_bias_quadratic q = {N, h0, H1, THETA0, THETA1, p};
  tame_status s = tame_bias_quadratic_minimiser(star, &q);
  if (s == TAME_OK) s = tame_la_eigen_symmetric(eigen, NULL, H1, N);
  if (s == TAME_OK) s = tame_bias_quadratic_spectrum(&lo, &lambda, &q);
  if (s == TAME_OK) s = tame_bias_quadratic_adverse(NULL, NULL, &x[VOLUME], &q);
  if (s != TAME_OK)
    return tame_fail(err, TAME_ESINGULAR, "%s: %s", cell->name,
                     tame_status_str(s));
  tame_bias_quadratic_gradients(at_star, g1, star, &q);
  tame_bias_quadratic_gradients(at_theta1, g1, THETA1, &q);
  x[DISTANCE] = tame_distance(star, THETA1, N);
  x[BOUND] = tame_bias_gap_bound(tame_norm(at_star, N), eigen[0], p);
  TAME_TRY(proximity(&x[RESIDUAL], &x[FIRST_ORDER], star, at_star, at_theta1,
                     x[DISTANCE], p));
  const double delta = 0.5 * x[DISTANCE], gamma = tame_norm(at_theta1, N);
  const double step = STEP_OVER_LIPSCHITZ / lambda;
  TAME_TRY(tame_bias_quadratic_time(&x[TIME], delta, &q));
  x[TIME_CONVEX] = tame_bias_time(delta, gamma, p);
  x[TIME_LIPSCHITZ] = tame_bias_time_lipschitz(delta, gamma, p, lambda);
  x[STEPS] = descend(delta, step, &q);
  x[STEPS_BOUND] = tame_bias_steps_lipschitz(delta, gamma, p, lambda, step);
  tame_fields_write(out, FIELDS, x, N_FIELDS);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  tame_h5_axis(out, "variance", VARIANCE, N_VARIANCES,
               "variance factor sigma^2 of the minority", "1");
  write_shares(out, run);
  tame_h5_group(out, "proximity", "Two quadratic groups in dimension 4");
  TAME_TRY(tame_fields_merge(out, "proximity", FIELDS, N_FIELDS, cells, err));
  TAME_TRY(write_slopes(
      out, cells, "distance", N_VARIANCES, LAST_OF_SLOPE, "proximity/slope",
      "variance", "log-log slope of the distance for p <= 0.01", run, err));
  tame_h5_panel(out, "proximity", "distance", "variance p");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  return N_VARIANCES * n_shares(run);
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  cell->coord[0] = index / n_shares(run);
  cell->coord[1] = index % n_shares(run);
  snprintf(cell->name, sizeof cell->name, "variance%zu-p%zu", cell->coord[0],
           cell->coord[1]);
  snprintf(cell->group, sizeof cell->group, "variance %g",
           VARIANCE[cell->coord[0]]);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/quad4",
          .title = "Two quadratic groups: distance to the stereotypical "
                   "predictor, adverse zone, time",
          .figures = "illus-proximity",
          .about = "Exact minimisers, adverse ellipsoids and flow times of a "
                   "mixture of two quadratic losses in dimension 4 against "
                   "propositions of ours.  An illustration, not an experiment "
                   "of the paper.",
          .params = PARAMS,
          .check = check_shares,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
