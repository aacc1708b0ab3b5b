/* SPDX-License-Identifier: MIT */
/* One formula of the user's, in DIMACS form, as the network of tame/sat.h: is it
 * satisfiable, are there two Clarke subgradients at 0, which are they, and what
 * do two elements of the autodiff conservative gradient cost?
 *
 *     build/bin/2206.01730/sat --cnf my.cnf --out my.h5
 *
 * Clauses of other lengths than three become such of three distinct variables
 * (tame_sat_to_three); a solution is reported in the variables of the file.  An
 * illustration of ours. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/exp.h"

#include "formula.h"

static const tame_option PARAMS[] = {
    {"cnf", {0}, 0, 0, "formula in DIMACS form", "file"},
    {"scalar",
     {16, 18, 20},
     0,
     30,
     "most variables for which F is also evaluated one by one",
     NULL},
    {0}};

enum { MOST = 28 }; /* variables: 134 MB of tables, some 20 s */

/* f <- the formula of the file, three <- the same in threes. */
static tame_status read_formula(tame_cnf *f, tame_cnf *three,
                                const tame_run *run, tame_error *err)
{
  const char *path = tame_run_file(run, "cnf");
  tame_error why = {""};
  if (!path)
    return tame_fail(err, TAME_EINVAL, "--cnf FILE: which formula? see --help");
  TAME_TRY(tame_read_dimacs(f, path, err));
  if (tame_sat_to_three(three, f, &why) < 0) {
    tame_cnf_free(f);
    return tame_fail(err, TAME_EINVAL, "%s: %s", path, why.text);
  }
  if (three->n_vars <= MOST) return TAME_OK;
  tame_fail(err, TAME_EINVAL,
            "%s: %zu variables, %zu in clauses of three; brute force takes at "
            "most %d",
            path, f->n_vars, three->n_vars, MOST);
  tame_cnf_free(f);
  tame_cnf_free(three);
  return TAME_EINVAL;
}

static tame_status check(const tame_run *run, tame_error *err)
{
  tame_cnf f, three;
  TAME_TRY(read_formula(&f, &three, run, err));
  tame_cnf_free(&f);
  tame_cnf_free(&three);
  return TAME_OK;
}

/* Solutions in the variables of the file, which are the first FEW of n: numbers
 * b that agree in them are neighbours. */
static double count_solutions(const formula *q, size_t few)
{
  const uint64_t block = UINT64_C(1) << (q->n - few);
  double count = 0.0;
  for (uint64_t first = 0; first < UINT64_C(1) << q->n; first += block) {
    bool extends = false;
    for (uint64_t b = first; b < first + block && !extends; b++)
      extends = formula_holds(q, b);
    count += extends;
  }
  return count;
}

/* The first solution as literals of the file, on standard output. */
static void print_solution(const formula *q, const double *facts, size_t n_vars)
{
  const uint64_t b = (uint64_t)facts[EVALUATIONS] - 1;
  if (facts[SOLUTIONS] == 0.0) {
    puts("  unsatisfiable: F = 0, one Clarke subgradient at 0");
    return;
  }
  printf("  satisfiable:");
  for (size_t v = 0; v < n_vars; v++)
    printf(" %s%zu", b >> (q->n - 1 - v) & 1 ? "-" : "", v + 1);
  printf(
      "\n  two Clarke subgradients at 0: 0 and the axis of one literal (%g "
      "found)\n",
      facts[GRADIENTS]);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  tame_cnf f, three;
  formula q;
  double facts[N_FACTS];
  (void)cell;
  TAME_TRY(read_formula(&f, &three, run, err));
  tame_status s = formula_begin(&q, &three, err);
  if (s >= 0) {
    formula_measure(facts, &q, three.n_vars <= tame_run_count(run, "scalar"));
    print_solution(&q, facts, f.n_vars);
    tame_h5_index(out, "fact", N_FACTS, "fact");
    tame_h5_index(out, "input", q.n, "input");
    tame_h5_index(out, "gradient", q.n_found, "gradient");
    tame_h5_write(out, "facts", "fact", facts, "facts", "1");
    tame_h5_write(out, "element", "input", q.element, "element", "1");
    tame_h5_write(out, "found", "gradient input", q.found, "found", "1");
    const double read[] = {(double)f.n_vars, (double)f.n_clauses,
                           count_solutions(&q, f.n_vars)};
    tame_h5_index(out, "item", 3, "item");
    tame_h5_write(out, "read", "item", read, "about the file", "1");
  }
  formula_end(&q);
  tame_cnf_free(&f);
  tame_cnf_free(&three);
  return s;
}

/* /formula: a table of one row; its axis is the name of the file. */
static void write_facts(tame_h5 *out, const double *facts, const double *read,
                        double n, const char *path)
{
  static const char *const READ[][2] = {
      {"read_variables", "variables in the file"},
      {"read_clauses", "clauses in the file"},
      {"read_solutions", "satisfying assignments of the file's variables"}};
  const char *slash = strrchr(path, '/');
  char name[64], where[64];
  snprintf(name, sizeof name, "%.63s", slash ? slash + 1 : path);
  for (char *c = name; *c; c++)
    if (*c == ' ') *c = '_';
  tame_h5_group(out, "formula", "The formula and its network");
  tame_h5_codes(out, "formula/file", name, "formula");
  for (size_t k = 0; k < 3; k++) {
    snprintf(where, sizeof where, "formula/%s", READ[k][0]);
    tame_h5_write(out, where, "file", &read[k], READ[k][1], "1");
  }
  tame_h5_write(out, "formula/variables", "file", &n,
                "variables n of clauses of three", "1");
  for (size_t k = 0; k < N_FACTS; k++) {
    snprintf(where, sizeof where, "formula/%s", FACTS[k].name);
    (is_measured(k) ? tame_h5_write_measured : tame_h5_write)(
        out, where, "file", &facts[k], FACTS[k].meaning, FACTS[k].units);
  }
  tame_h5_panel(out, "formula", "solutions", "file");
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double facts[N_FACTS], read[3], *element = NULL, *found = NULL;
  tame_h5_shape shape;
  TAME_TRY(tame_cells_gather(facts, cells, "facts", N_FACTS, err));
  TAME_TRY(tame_cells_gather(read, cells, "read", 3, err));
  tame_status s = tame_cells_read(&element, &shape, cells, 0, "element", err);
  if (s >= 0) s = tame_cells_read(&found, &shape, cells, 0, "found", err);
  if (s >= 0) {
    write_facts(out, facts, read, (double)shape.dims[1],
                tame_run_file(run, "cnf"));
    tame_h5_group(out, "subgradients", "Elements of two subdifferentials at 0");
    tame_h5_index(out, "subgradients/input", shape.dims[1], "input");
    tame_h5_index(out, "subgradients/gradient", shape.dims[0], "gradient");
    tame_h5_write(out, "subgradients/clarke", "gradient input", found,
                  "distinct Clarke subgradients found near sign vectors", "1");
    tame_h5_write(out, "subgradients/conservative", "input", element,
                  "an element of the autodiff conservative gradient; 0 is "
                  "another",
                  "1");
    tame_h5_panel(out, "subgradients", "clarke", "gradient input");
  }
  free(element);
  free(found);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return 1;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)index;
  (void)run;
  snprintf(cell->name, sizeof cell->name, "formula");
  snprintf(cell->group, sizeof cell->group, "formula");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.01730/sat",
          .title = "A formula as the search for a second Clarke subgradient",
          .figures = "tab-formulas",
          .about = "Reads a formula in DIMACS form (--cnf), decides it by "
                   "brute force through the network whose Clarke "
                   "subdifferential at 0 is {0} iff it is unsatisfiable, and "
                   "compares with two elements of the autodiff conservative "
                   "gradient.  An illustration, not an experiment of the "
                   "paper.",
          .params = PARAMS,
          .cost = {0.2, 0.2, 0.2},
          .check = check,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
