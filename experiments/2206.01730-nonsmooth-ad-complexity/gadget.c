/* SPDX-License-Identifier: MIT */
/* An illustration of ours: 3-SAT as the search for a second Clarke subgradient
 * (tame/sat.h), against the price of two elements of the autodiff conservative
 * gradient at the same point.
 *
 * Random formulas have m = 5 n clauses (n = 3: 8, of which the first formula is
 * all sign patterns), so that about half of them are unsatisfiable; planted ones
 * have a hidden solution; Tseitin's formulas of prisms with n/3 rungs exist for
 * n = 9, 12, ... and have one instance.  A cell is one family and n. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/exp.h"
#include "tame/stats.h"

#include "formula.h"

enum { RANDOM, PLANTED, TSEITIN_ODD, TSEITIN_EVEN, N_FAMILIES, SMALLEST = 3 };
static const char FAMILIES[] = "random planted tseitin_odd tseitin_even";

static const tame_option PARAMS[] = {
    {"largest", {9, 18, 24}, SMALLEST, 30, "largest number of variables", NULL},
    {"scalar",
     {8, 14, 16},
     0,
     30,
     "largest one at which F is also evaluated one by one",
     NULL},
    {"instances", {10, 10, 10}, 1, 1000, "formulas for each n", NULL},
    {0}};

/* --- one cell ------------------------------------------------------------- */

/* The formulas of root seed 0 are those of an independent program. */
static tame_cnf draw(size_t family, size_t n, size_t instance,
                     const tame_run *run)
{
  const uint64_t root = tame_run_root(run) << 32;
  tame_splitmix g = tame_splitmix_seed(root ^ (1000 * n + instance));
  if (family == TSEITIN_ODD || family == TSEITIN_EVEN)
    return tame_sat_tseitin(n / 3, family == TSEITIN_ODD);
  if (family == PLANTED) return tame_sat_planted(n, 5 * n, &g);
  if (n == 3 && instance == 0) return tame_sat_all_signs();
  return tame_sat_random(n, n == 3 ? 8 : 5 * n, &g);
}

/* Formulas of a family with n variables. */
static size_t count_instances(size_t family, size_t n, const tame_run *run)
{
  if (family == RANDOM) return tame_run_count(run, "instances");
  if (family == PLANTED) return n > 3 ? tame_run_count(run, "instances") : 0;
  return n % 3 == 0 && n >= 9;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t family = cell->coord[0], n = cell->coord[1];
  const size_t instances = tame_run_count(run, "instances");
  const size_t count = count_instances(family, n, run);
  double *facts = tame_vec(instances * N_FACTS);
  tame_status s = TAME_OK;
  for (size_t i = 0; i < instances * N_FACTS; i++) facts[i] = NAN;
  for (size_t i = 0; i < count && s >= 0; i++) {
    formula q;
    tame_cnf f = draw(family, n, i, run);
    s = formula_begin(&q, &f, err);
    if (s >= 0)
      formula_measure(facts + i * N_FACTS, &q,
                      n <= tame_run_count(run, "scalar"));
    formula_end(&q);
    tame_cnf_free(&f);
  }
  tame_h5_index(out, "instance", instances, "instance");
  tame_h5_index(out, "fact", N_FACTS, "fact");
  tame_h5_write(out, "facts", "instance fact", facts, "facts", "1");
  free(facts);
  return s;
}

/* --- the whole ------------------------------------------------------------ */

typedef struct {
  tame_h5 *out;
  size_t sizes, instances;
  const double *facts; /* [families x sizes x instances x N_FACTS] */
} merger;

/* x [families x sizes x instances] <- one fact */
static void pick(double *x, size_t fact, const merger *m)
{
  for (size_t i = 0; i < N_FAMILIES * m->sizes * m->instances; i++)
    x[i] = m->facts[i * N_FACTS + fact];
}

static void write(const merger *m, const char *group, size_t fact,
                  const char *axes, const double *x, const char *meaning)
{
  char path[64];
  snprintf(path, sizeof path, "%s/%s", group, FACTS[fact].name);
  (is_measured(fact) ? tame_h5_write_measured : tame_h5_write)(
      m->out, path, axes, x, meaning, FACTS[fact].units);
}

/* Medians over the instances: sizes and times of what a formula costs. */
static void write_medians(const merger *m, const double *x, size_t fact)
{
  char meaning[160];
  double *median = tame_vec(N_FAMILIES * m->sizes);
  for (size_t i = 0; i < N_FAMILIES * m->sizes; i++)
    median[i] = tame_quantile(x + i * m->instances, m->instances, 0.5);
  snprintf(meaning, sizeof meaning, "%s, median over formulas",
           FACTS[fact].meaning);
  write(m, "curves", fact, "family variables", median, meaning);
  free(median);
}

/* Evaluations until the first solution, of the formulas that have one and of
 * those that have none. */
static void write_evaluations(const merger *m)
{
  const size_t curves = N_FAMILIES * m->sizes;
  double *with = tame_vec(3 * curves), *without = with + curves;
  double *satisfiable = without + curves;
  for (size_t i = 0; i < curves; i++) {
    double sum[2] = {0, 0}, count[2] = {0, 0};
    for (size_t r = 0; r < m->instances; r++) {
      const double *f = m->facts + (i * m->instances + r) * N_FACTS;
      if (isnan(f[SOLUTIONS])) continue;
      count[f[SOLUTIONS] > 0.0]++;
      sum[f[SOLUTIONS] > 0.0] += f[EVALUATIONS];
    }
    with[i] = count[1] > 0.0 ? sum[1] / count[1] : (double)NAN;
    without[i] = count[0] > 0.0 ? sum[0] / count[0] : (double)NAN;
    satisfiable[i] = count[0] + count[1] > 0.0 ? count[1] : (double)NAN;
  }
  tame_h5_write(m->out, "curves/evaluations_satisfiable", "family variables",
                with,
                "evaluations of F until the first 1, mean over "
                "satisfiable formulas",
                "1");
  tame_h5_write(m->out, "curves/evaluations_unsatisfiable", "family variables",
                without, "evaluations of F, mean over unsatisfiable formulas",
                "1");
  tame_h5_write(m->out, "curves/satisfiable", "family variables", satisfiable,
                "satisfiable formulas", "1");
  free(with);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t sizes = tame_run_count(run, "largest") - SMALLEST + 1;
  const size_t instances = tame_run_count(run, "instances");
  const size_t n = N_FAMILIES * sizes * instances;
  double *facts = tame_vec(n * N_FACTS), *x = tame_vec(n);
  double *variables = tame_vec(sizes);
  const merger m = {out, sizes, instances, facts};
  const tame_status s =
      tame_cells_gather(facts, cells, "facts", instances * N_FACTS, err);
  for (size_t i = 0; i < sizes; i++) variables[i] = (double)(SMALLEST + i);
  tame_h5_codes(out, "family", FAMILIES, "family of formulas");
  tame_h5_axis(out, "variables", variables, sizes, "variables n", "1");
  tame_h5_group(out, "formulas", "Each formula and its network");
  tame_h5_group(out, "curves", "Growth with the number of variables");
  tame_h5_index(out, "formulas/instance", instances, "formula");
  for (size_t k = 0; k < N_FACTS; k++) {
    pick(x, k, &m);
    write(&m, "formulas", k, "family variables instance", x, FACTS[k].meaning);
    if (k == ENTRIES || k == VISITED || is_measured(k)) write_medians(&m, x, k);
  }
  write_evaluations(&m);
  tame_h5_panel(out, "formulas", "evaluations", "family variables instance");
  tame_h5_panel(out, "curves", "evaluations_satisfiable", "family variables");
  free(facts);
  free(x);
  free(variables);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return N_FAMILIES * (tame_run_count(run, "largest") - SMALLEST + 1);
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  static const char *const NAME[] = {"random", "planted", "tseitin-odd",
                                     "tseitin-even"};
  const size_t sizes = tame_run_count(run, "largest") - SMALLEST + 1;
  cell->coord[0] = index / sizes;
  cell->coord[1] = SMALLEST + index % sizes;
  cell->weight =
      1e-3 + ldexp(1e-8, (int)cell->coord[1]) *
                 (double)count_instances(cell->coord[0], cell->coord[1], run);
  snprintf(cell->name, sizeof cell->name, "%s-%zu", NAME[cell->coord[0]],
           cell->coord[1]);
  snprintf(cell->group, sizeof cell->group, "%s formulas",
           NAME[cell->coord[0]]);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.01730/gadget",
          .title = "3-SAT as the search for a second Clarke subgradient",
          .figures = "illus-gadget",
          .about = "For random, planted and structured 3-SAT formulas: the "
                   "network whose Clarke subdifferential at 0 is {0} iff the "
                   "formula is unsatisfiable, by brute force, and two elements "
                   "of its autodiff conservative gradient, by one pass.  An "
                   "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.4, 4, 45},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
