/* SPDX-License-Identifier: MIT */
/* I1, an illustration of ours: two logistic groups (logistic2.h) for shares p
 * from 10^-4 to 10^-1/2.  Proposition 1, its identity and its bound; the area of
 * the adverse zone, counted on a grid of half width 2 |theta* - theta1| about the
 * middle of theta1 and theta*; accuracies of theta*.  A cell is one (s, p). */
#include <string.h>

#include "logistic2.h"
#include "tame/la.h"
#include "theory.h"

enum { GAUSS = 32 };
static const double LAST_OF_SLOPE = 1e-2;

static const tame_option PARAMS[] = {
    SHARES_OPTION,
    {"grid", {101, 401, 1201}, 3, 20001, "grid points in a direction", NULL},
    {0}};

static const tame_field FIELDS[] = {
    {"theta_1", "scale p", "theta*, first coordinate", "1"},
    {"theta_2", "scale p", "theta*, second coordinate", "1"},
    {"distance", "scale p", "|theta* - theta1|", "1"},
    {"bound", "scale p", "bound of proposition 1", "1"},
    {"first_order", "scale p", "p |Hess l1(theta1)^-1 g0(theta1)|", "1"},
    {"residual", "scale p", "residual of the identity of proposition 1, 2-norm",
     "1"},
    {"area", "scale p", "area of the adverse zone, counted", "1"},
    {"minority_accuracy", "scale p",
     "probability that theta* is right for the minority", "1"},
    {"majority_accuracy", "scale p", "the same for the majority", "1"},
    {"minority_best", "scale p", "the same for theta0 and the minority", "1"},
    {"minority_stereotype", "scale p", "the same for theta1 and the minority",
     "1"}};
enum {
  THETA_1,
  THETA_2,
  DISTANCE,
  BOUND,
  FIRST_ORDER,
  RESIDUAL,
  AREA,
  MINORITY,
  MAJORITY,
  MINORITY_BEST,
  STEREOTYPE,
  N_FIELDS
};

/* Bound, first-order distance and residual of proposition 1. */
static tame_status proximity(double *x, const double *star,
                             const population *minority,
                             const population *majority, double p)
{
  double h[DIM * DIM], eigen[DIM], g0[DIM], v[DIM];
  tame_bias_logistic_mean_hessian(h, THETA1, star, &majority->group, GAUSS);
  TAME_TRY(tame_la_eigen_symmetric(eigen, NULL, h, DIM));
  tame_bias_logistic_gradient(g0, star, &minority->group);
  x[BOUND] = tame_bias_gap_bound(tame_norm(g0, DIM), eigen[0], p);
  TAME_TRY(tame_la_cholesky(h, DIM));
  memcpy(v, g0, sizeof v);
  tame_la_cholesky_solve(v, h, DIM);
  for (size_t i = 0; i < DIM; i++)
    v[i] = star[i] - THETA1[i] + p / (1.0 - p) * v[i];
  x[RESIDUAL] = tame_norm(v, DIM);
  tame_bias_logistic_hessian(h, THETA1, &majority->group);
  TAME_TRY(tame_la_cholesky(h, DIM));
  tame_bias_logistic_gradient(v, THETA1, &minority->group);
  tame_la_cholesky_solve(v, h, DIM);
  x[FIRST_ORDER] = p * tame_norm(v, DIM);
  return TAME_OK;
}

/* Share of adverse grid points times the area of the grid's square. */
static double adverse_area(const double *star, double distance, size_t grid,
                           const population *minority,
                           const population *majority, double p)
{
  const double half = 2.0 * distance, step = 2.0 * half / (double)(grid - 1);
  size_t hits = 0;
  for (size_t i = 0; i < grid; i++)
    for (size_t j = 0; j < grid; j++) {
      const double theta[DIM] = {
          0.5 * (star[0] + THETA1[0]) - half + (double)i * step,
          0.5 * (star[1] + THETA1[1]) - half + (double)j * step};
      hits += look_at(theta, minority, majority, p).is_adverse;
    }
  return (double)hits * step * step;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const double p = share(cell->coord[1], run);
  population minority, majority;
  double star[DIM], x[N_FIELDS];
  populate(&minority, FEATURE_SCALE[cell->coord[0]], THETA0);
  populate(&majority, 1.0, THETA1);
  tame_status s = minimiser(star, &minority, &majority, p);
  if (s == TAME_OK) s = proximity(x, star, &minority, &majority, p);
  if (s != TAME_OK)
    return tame_fail(err, TAME_ESINGULAR, "%s: %s", cell->name,
                     tame_status_str(s));
  x[THETA_1] = star[0];
  x[THETA_2] = star[1];
  x[DISTANCE] = tame_distance(star, THETA1, DIM);
  x[AREA] = adverse_area(star, x[DISTANCE], tame_run_count(run, "grid"),
                         &minority, &majority, p);
  x[MINORITY] = tame_bias_logistic_accuracy(star, &minority.group);
  x[MAJORITY] = tame_bias_logistic_accuracy(star, &majority.group);
  x[MINORITY_BEST] = tame_bias_logistic_accuracy(THETA0, &minority.group);
  x[STEREOTYPE] = tame_bias_logistic_accuracy(THETA1, &minority.group);
  tame_fields_write(out, FIELDS, x, N_FIELDS);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  tame_h5_axis(out, "scale", FEATURE_SCALE, N_SCALES,
               "scale s of the minority's feature", "1");
  write_shares(out, run);
  tame_h5_group(out, "proximity", "Two logistic groups in dimension 2");
  TAME_TRY(tame_fields_merge(out, "proximity", FIELDS, N_FIELDS, cells, err));
  TAME_TRY(write_slopes(
      out, cells, "distance", N_SCALES, LAST_OF_SLOPE, "proximity/slope",
      "scale", "log-log slope of the distance for p <= 0.01", run, err));
  TAME_TRY(write_slopes(out, cells, "area", N_SCALES, LAST_OF_SLOPE,
                        "proximity/area_slope", "scale",
                        "log-log slope of the area for p <= 0.01", run, err));
  tame_h5_panel(out, "proximity", "distance", "scale p");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return N_SCALES * n_shares(run); }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  cell->coord[0] = index / n_shares(run);
  cell->coord[1] = index % n_shares(run);
  snprintf(cell->name, sizeof cell->name, "scale%zu-p%zu", cell->coord[0],
           cell->coord[1]);
  snprintf(cell->group, sizeof cell->group, "scale %g",
           FEATURE_SCALE[cell->coord[0]]);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/logistic2",
          .title = "Two logistic groups: distance to the stereotypical "
                   "predictor, adverse area, accuracy",
          .figures = "illus-proximity",
          .about = "Minimisers of a mixture of two logistic population losses "
                   "in the plane, against a proposition of ours; area of the "
                   "adverse zone on a grid.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .check = check_shares,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
