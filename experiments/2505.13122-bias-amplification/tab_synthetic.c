/* SPDX-License-Identifier: MIT */
/* Synthetic tables of two groups (tame/two_groups.h): 14 normal features of
 * scale s_a and the group as +-1, labels by a half-space of the group's own,
 *
 *     b_1 = e_1,  b_0 = -e_1/2 + sqrt(3)/2 e_2,
 *
 * for minority shares p and strengths s_0 of the minority's signal, s_1 = 1.
 * A network is trained until its accuracy on all rows is above tau and that on
 * the minority above kappa.  The rows of one data seed are the same for all
 * s_0, but for the scale.  The test rows are of both groups in equal numbers.  A
 * cell is one (s_0, p, data seed). */
#include "tables.h"
#include "tame/two_groups.h"

enum { N_S0 = 2, N_P = 4, D = 14 };
static const double S0[N_S0] = {0.5, 1.0}, P[N_P] = {0.01, 0.03, 0.1, 0.3};
static const char AXES[] = "s0 p seed";

static const tame_option PARAMS[] = {
    TABLE_NET,
    TABLE_METHOD,
    {"hidden", {32, 32, 32}, 1, 4096, "hidden units of the mlp", NULL},
    {"rows", {1000, 3000, 3000}, 100, 1e6, "training rows", NULL},
    {"test", {400, 2000, 2000}, 2, 1e6, "test rows", NULL},
    TABLE_BATCH,
    {"rate", {0.1, 0.1, 0.1}, 0, 100, "step size", "real"},
    {"epochs", {40, 400, 2000}, 1, 1e6, "epochs at most", NULL},
    {"tau", {90, 90, 90}, 0, 100, "accuracy of T_early, %", "real"},
    {"kappa", {90, 90, 90}, 0, 100, "accuracy of T_final, %", "real"},
    {"seeds", {1, 3, 10}, 1, 1000, "data seeds", NULL},
    {0}};

static const tame_field FIELDS[TABLE_FIELDS] = TABLE_FIELD_LIST(AXES);

static tame_status draw(tame_group_rows *r, size_t n, double p, double s0,
                        gsl_rng *rng, tame_error *err)
{
  const tame_two_groups o = {
      .n = n, .d = D, .p = p, .scale = {s0, 1.0}, .cosine = -0.5, .noise = 0.1};
  *r = (tame_group_rows){.n = n, .x = tame_vec(n * (D + 1))};
  r->label = tame_calloc(n, sizeof *r->label);
  r->a = tame_calloc(n, sizeof *r->a);
  const tame_status s =
      tame_two_groups_draw(r->x, r->label, r->a, &o, rng, err);
  gsl_rng_free(rng);
  return s;
}

static void clear(tame_group_rows *r)
{
  free(r->x);
  free(r->label);
  free(r->a);
}

static tame_table_plan plan_of(const tame_run *run)
{
  return (tame_table_plan){.max_epochs = tame_run_count(run, "epochs"),
                           .tau = tame_run_real(run, "tau"),
                           .kappa = tame_run_real(run, "kappa")};
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const double s0 = S0[cell->coord[0]], p = P[cell->coord[1]];
  const size_t seed = cell->coord[2];
  const tame_table_plan plan = plan_of(run);
  tame_group_rows train = {0}, test = {0};
  tame_group_log *log = NULL;
  tame_status s = draw(&train, tame_run_count(run, "rows"), p, s0,
                       tame_run_rng(run, "data", seed), err);
  if (s >= 0)
    s = draw(&test, tame_run_count(run, "test"), 0.5, s0,
             tame_run_rng(run, "test", seed), err);
  if (s >= 0)
    s = table_train(&log, &train, &test, D + 1, 2, &plan, seed, run, err);
  if (log) {
    double x[TABLE_FIELDS];
    table_numbers(x, log, s, &plan);
    tame_fields_write(out, FIELDS, x, TABLE_FIELDS);
  }
  tame_group_log_free(log);
  clear(&train);
  clear(&test);
  return s < 0 ? s : TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  static const char *const NAME[] = {"T_early", "T_final_capped", "ratio"};
  static const char *const UNITS[] = {"epochs", "epochs", "1"};
  const size_t seeds = tame_run_count(run, "seeds");
  tame_net *net = table_net(run, D + 1, 2);
  tame_h5_group(out, "times",
                "When all rows and when the minority are learned");
  tame_h5_axis(out, "times/s0", S0, N_S0,
               "strength s0 of the minority's signal", "1");
  tame_h5_axis(out, "times/p", P, N_P, "minority share p", "1");
  tame_h5_index(out, "times/seed", seeds, "data seed");
  tame_status s =
      tame_fields_merge(out, "times", FIELDS, TABLE_FIELDS, cells, err);
  for (size_t k = 0; k < 3 && s >= 0; k++)
    s = table_summary(out, cells, "times", NAME[k], "s0 p", N_S0 * N_P, seeds,
                      UNITS[k], err);
  tame_h5_write_scalar(out, "times/cap", tame_run_real(run, "epochs"),
                       "epochs at most", "epochs");
  tame_h5_write_scalar(out, "times/parameters",
                       (double)tame_net_n_parameters(net),
                       "parameters of the network", "1");
  tame_h5_panel(out, "times", "ratio_mean", "s0 p");
  tame_net_free(net);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return N_S0 * N_P * tame_run_count(run, "seeds");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  const size_t seeds = tame_run_count(run, "seeds");
  cell->coord[0] = index / seeds / N_P;
  cell->coord[1] = index / seeds % N_P;
  cell->coord[2] = index % seeds;
  const double s0 = S0[cell->coord[0]], p = P[cell->coord[1]];
  snprintf(cell->name, sizeof cell->name, "s0_%g-p%g-%zu", s0, p,
           cell->coord[2]);
  snprintf(cell->group, sizeof cell->group, "s0 = %g, p = %g", s0, p);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/tab_synthetic",
          .title = "Synthetic tables: how long a minority takes",
          .figures = "illus-tab-synthetic",
          .about =
              "A network is trained on synthetic tables with a minority of "
              "share p and weak signal s0 until the minority is learned.  "
              "A small-scale analogue: the paper's own experiment on "
              "tables could not be read.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
