/* SPDX-License-Identifier: MIT */
/* An illustration of ours: how much of the square [-6, 6]^2 of parameters of two
 * logistic groups (logistic2.h) is adverse, and how much the majority does not
 * dominate, counted on a grid; theta* and its accuracies for the same shares p.
 * A cell is one s. */
#include "logistic2.h"
#include "theory.h"

enum { N_P = 4 };
static const double P[N_P] = {0.01, 0.03, 0.1, 0.3}, HALF = 6.0;

static const tame_option PARAMS[] = {
    {"grid", {301, 1201, 2401}, 3, 20001, "grid points in a direction", NULL},
    {0}};

/* Shares of adverse and of undominated grid points, each [N_P]. */
static void count(double *adverse, double *undominated, size_t grid,
                  const population *minority, const population *majority)
{
  size_t a[N_P] = {0}, u[N_P] = {0};
  const double step = 2.0 * HALF / (double)(grid - 1);
  for (size_t i = 0; i < grid; i++)
    for (size_t j = 0; j < grid; j++) {
      const double theta[DIM] = {-HALF + (double)i * step,
                                 -HALF + (double)j * step};
      double g0[DIM], g1[DIM];
      tame_bias_logistic_gradient(g0, theta, &minority->group);
      tame_bias_logistic_gradient(g1, theta, &majority->group);
      for (size_t k = 0; k < N_P; k++) {
        const tame_bias_view v = tame_bias_look(g0, g1, DIM, P[k]);
        a[k] += v.is_adverse;
        u[k] += !v.is_dominated;
      }
    }
  for (size_t k = 0; k < N_P; k++) {
    adverse[k] = (double)a[k] / (double)(grid * grid);
    undominated[k] = (double)u[k] / (double)(grid * grid);
  }
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  population minority, majority;
  double adverse[N_P], undominated[N_P], right0[N_P], right1[N_P], gap[N_P];
  populate(&minority, FEATURE_SCALE[cell->index], THETA0);
  populate(&majority, 1.0, THETA1);
  count(adverse, undominated, tame_run_count(run, "grid"), &minority,
        &majority);
  for (size_t k = 0; k < N_P; k++) {
    double star[DIM];
    const tame_status s = minimiser(star, &minority, &majority, P[k]);
    if (s != TAME_OK)
      return tame_fail(err, TAME_ESINGULAR, "%s, p = %g: %s", cell->name, P[k],
                       tame_status_str(s));
    gap[k] = tame_distance(star, THETA1, DIM);
    right0[k] = tame_bias_logistic_accuracy(star, &minority.group);
    right1[k] = tame_bias_logistic_accuracy(star, &majority.group);
  }
  tame_cell_put(out, "adverse", adverse, N_P);
  tame_cell_put(out, "undominated", undominated, N_P);
  tame_cell_put(out, "distance", gap, N_P);
  tame_cell_put(out, "minority", right0, N_P);
  tame_cell_put(out, "majority", right1, N_P);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  (void)run;
  tame_h5_axis(out, "scale", FEATURE_SCALE, N_SCALES,
               "scale s of the minority's feature", "1");
  tame_h5_group(out, "box", "The square [-6, 6]^2 of parameters");
  tame_h5_axis(out, "box/p", P, N_P, "minority share p", "1");
  TAME_TRY(tame_cells_collect(out, cells, "adverse", N_P, "box/adverse",
                              "scale p", "share of the square that is adverse",
                              err));
  TAME_TRY(tame_cells_collect(
      out, cells, "undominated", N_P, "box/undominated", "scale p",
      "share that the majority does not dominate", err));
  TAME_TRY(tame_cells_collect(out, cells, "distance", N_P, "box/distance",
                              "scale p", "|theta* - theta1|", err));
  TAME_TRY(tame_cells_collect(
      out, cells, "minority", N_P, "box/minority_accuracy", "scale p",
      "probability that theta* is right for the minority", err));
  TAME_TRY(tame_cells_collect(out, cells, "majority", N_P,
                              "box/majority_accuracy", "scale p",
                              "the same for the majority", err));
  tame_h5_panel(out, "box", "undominated", "scale p");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, N_SCALES; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "scale%zu", index);
  snprintf(cell->group, sizeof cell->group, "all");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/box",
          .title = "Two logistic groups: shares of a square of parameters",
          .figures = "none",
          .about = "Shares of the parameter square [-6, 6]^2 that are adverse "
                   "to the majority, and that the majority does not dominate, "
                   "on a grid.  An illustration, not an experiment of the "
                   "paper.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
