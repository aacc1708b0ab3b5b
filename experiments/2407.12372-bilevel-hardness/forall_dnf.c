/* SPDX-License-Identifier: MIT */
/* E9: exists-forall 3-DNF as a bilevel programme (tame/forall_dnf.h).
 *
 * Random formulas of several sizes, decided by evaluating the quantifiers and by
 * the optimal bilevel value over all vertices, in integers; on NO formulas the
 * smallest phi over random x.  With --formula FILE (format in tame/instance.h)
 * that formula alone is decided.
 *
 * A cell is one size, or the given formula. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "decisions.h"
#include "tame/base.h"
#include "tame/exp.h"
#include "tame/forall_dnf.h"
#include "tame/splitmix.h"

static const struct {
  size_t n, m, terms[3];
} SIZE[] = {{3, 4, {6, 10, 14}},   {4, 5, {8, 12, 18}},
            {5, 6, {9, 15, 21}},   {6, 7, {10, 18, 24}},
            {8, 10, {14, 26, 34}}, {10, 12, {18, 32, 44}}};
enum { N_SIZES = sizeof SIZE / sizeof *SIZE, N_TERMS = 3 };
/* larger formulas are decided by the bilevel value alone */
enum { DIRECT_BITS = 28 };
/* added to all seeds once for each unit of the root seed */
static const uint64_t SHIFT = 1000000007;

static const tame_option PARAMS[] = {
    {"seeds", {5, 20, 20}, 1, 999, "formulas of each size", NULL},
    {"sizes", {2, 4, 6}, 1, N_SIZES, "sizes (n, m)", NULL},
    {"points", {20, 50, 50}, 1, 100000, "points x of a NO formula", NULL},
    {"formula", {0}, 0, 0, "a formula to decide instead", "file"},
    {0}};

static tame_status check(const tame_run *run, tame_error *err)
{
  const char *path = tame_run_file(run, "formula");
  tame_dnf dnf;
  if (!path) return TAME_OK;
  const tame_status s = tame_read_dnf(&dnf, path, err);
  if (s >= 0) tame_dnf_free(&dnf);
  return s;
}

/* --- one formula -------------------------------------------------------------- */

typedef enum {
  DIRECT,
  BILEVEL,
  VALUE,
  VISITED,
  EVALUATED,
  LEAST,
  X,
  N_COLUMNS
} column;
static const struct {
  const char *name, *meaning;
} COLUMN[N_COLUMNS] = {
    {"direct", "1: YES by evaluating the quantifiers; NaN: not done"},
    {"bilevel", "1: YES by the optimal value"},
    {"value", "optimal bilevel value"},
    {"visited", "vertices (x, y) looked at, bilevel"},
    {"evaluated", "points (x, y) looked at, quantifiers"},
    {"least", "NO: smallest phi over random x; NaN for YES"},
    {"x", "a binary x that attains the optimal value, as a number"}};

static double least_value(const tame_dnf *dnf, size_t points, uint64_t seed)
{
  tame_splitmix g = tame_splitmix_seed(seed);
  double x[TAME_DNF_MAX_N], least = INFINITY;
  for (size_t p = 0; p < points; p++) {
    for (size_t i = 0; i < dnf->n; i++) {
      const double u = tame_splitmix_uniform(&g); /* half of them near 0 or 1 */
      x[i] = p % 2 == 0 ? u : u < 0.5 ? 0.1 * u : 1.0 - 0.1 * (1.0 - u);
    }
    least = fmin(least, tame_dnf_value(dnf, x));
  }
  return least;
}

/* row [N_COLUMNS] */
static void decide(double *row, const tame_dnf *dnf, size_t points,
                   uint64_t seed)
{
  uint64_t witness, evaluated = 0;
  const bool is_small = dnf->n + dnf->m <= DIRECT_BITS;
  const bool direct = is_small && tame_dnf_decide(&witness, &evaluated, dnf);
  const tame_dnf_optimum best = tame_dnf_enumerate(dnf);
  row[DIRECT] = is_small ? direct : (double)NAN;
  row[BILEVEL] = best.value < 0;
  row[VALUE] = (double)best.value;
  row[VISITED] = (double)best.visited;
  row[EVALUATED] = (double)evaluated;
  row[X] = (double)best.x;
  row[LEAST] = direct || points == 0 ? (double)NAN
                                     : least_value(dnf, points, seed + 500000);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const char *path = tame_run_file(run, "formula");
  const size_t seeds = path ? 1 : tame_run_count(run, "seeds");
  double *x = tame_vec(N_COLUMNS * seeds), row[N_COLUMNS];
  tame_status s = TAME_OK;
  for (size_t sd = 0; sd < seeds && s >= 0; sd++) {
    tame_dnf dnf = {0};
    uint64_t seed = 0;
    size_t points = 0;
    if (path) {
      s = tame_read_dnf(&dnf, path, err);
      if (s < 0) break;
    } else {
      const size_t n = SIZE[cell->coord[0]].n;
      const size_t terms = SIZE[cell->coord[0]].terms[cell->coord[1]];
      seed = SHIFT * tame_run_root(run) + 100000 * n + 1000 * terms + sd;
      points = tame_run_count(run, "points");
      dnf = tame_dnf_random(seed, n, SIZE[cell->coord[0]].m, terms);
    }
    decide(row, &dnf, points, seed);
    for (size_t c = 0; c < N_COLUMNS; c++) x[c * seeds + sd] = row[c];
    tame_dnf_free(&dnf);
  }
  tame_h5_index(out, "seed", seeds, "repetition");
  for (size_t c = 0; c < N_COLUMNS; c++)
    tame_h5_write(out, COLUMN[c].name, "seed", x + c * seeds, COLUMN[c].name,
                  "1");
  free(x);
  return s;
}

/* --- the whole ---------------------------------------------------------------- */

static tame_status print_answer(const double *row, tame_error *err)
{
  const bool is_small = !isnan(row[DIRECT]);
  if (is_small && row[DIRECT] != row[BILEVEL])
    return tame_fail(err, TAME_EFORMAT, "the two decisions disagree");
  printf("  %-5s optimal value %.0f, %.0f vertices%s\n",
         row[BILEVEL] > 0.0 ? "YES" : "NO", row[VALUE], row[VISITED],
         is_small ? "" : "; too large to evaluate the quantifiers as well");
  return TAME_OK;
}

static void write_axes(tame_h5 *out, size_t sizes, size_t seeds, bool is_given)
{
  char words[256] = "";
  size_t used = 0;
  for (size_t i = 0; i < sizes; i++)
    used += (size_t)snprintf(words + used, sizeof words - used, "%sn%zu_m%zu",
                             i ? " " : "", SIZE[i].n, SIZE[i].m);
  tame_h5_group(out, "formulas", "Formulas, decided in two ways");
  if (is_given) {
    tame_h5_index(out, "formulas/seed", 1, "the given formula");
    return;
  }
  tame_h5_codes(out, "formulas/size", words, "variables n of x, m of y");
  tame_h5_codes(out, "formulas/density", "few medium many", "number of terms");
  tame_h5_index(out, "formulas/seed", seeds, "repetition");
}

/* One row a size; yes [sizes x N_TERMS]. */
static void sum_decisions(tame_h5 *out, const double *x, size_t sizes,
                          size_t seeds)
{
  double table[DECISION_COLUMNS * N_SIZES] = {0}, yes[N_SIZES * N_TERMS] = {0};
  const size_t n = sizes * N_TERMS * seeds;
  char words[256] = "";
  size_t used = 0;
  for (size_t i = 0; i < sizes; i++)
    used += (size_t)snprintf(words + used, sizeof words - used,
                             "%sforall_dnf_n%zu_m%zu", i ? " " : "", SIZE[i].n,
                             SIZE[i].m);
  for (size_t i = 0; i < n; i++) {
    const size_t row = i / (N_TERMS * seeds);
    table[row]++;
    table[sizes + row] += x[DIRECT * n + i];
    table[2 * sizes + row] += x[DIRECT * n + i] == x[BILEVEL * n + i];
    table[3 * sizes + row] += x[VISITED * n + i];
    yes[i / seeds] += x[DIRECT * n + i];
  }
  tame_h5_write(out, "formulas/yes", "size density", yes,
                "formulas that are YES", "1");
  write_decisions(out, words, table, sizes);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const bool is_given = tame_run_file(run, "formula") != NULL;
  const size_t sizes = is_given ? 1 : tame_run_count(run, "sizes");
  const size_t seeds = is_given ? 1 : tame_run_count(run, "seeds");
  const size_t n = is_given ? 1 : sizes * N_TERMS * seeds;
  double *x = tame_vec(N_COLUMNS * n), smallest = INFINITY;
  tame_status s = TAME_OK;
  write_axes(out, sizes, seeds, is_given);
  for (size_t c = 0; c < N_COLUMNS && s >= 0; c++) {
    char path[64];
    snprintf(path, sizeof path, "formulas/%s", COLUMN[c].name);
    s = tame_cells_gather(x + c * n, cells, COLUMN[c].name, seeds, err);
    tame_h5_write(out, path, is_given ? "seed" : "size density seed", x + c * n,
                  COLUMN[c].meaning, "1");
  }
  for (size_t i = 0; i < n; i++) smallest = fmin(smallest, x[LEAST * n + i]);
  if (is_given) {
    double row[N_COLUMNS];
    for (size_t c = 0; c < N_COLUMNS; c++) row[c] = x[c];
    if (s >= 0) s = print_answer(row, err);
    tame_h5_panel(out, "formulas", "value", "seed");
  } else {
    sum_decisions(out, x, sizes, seeds);
    tame_h5_write_scalar(out, "formulas/smallest", smallest,
                         "NO formulas: smallest phi over random x", "1");
    tame_h5_panel(out, "formulas", "yes", "size density");
  }
  free(x);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_file(run, "formula") ? 1
                                       : N_TERMS * tame_run_count(run, "sizes");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  const size_t size = index / N_TERMS, t = index % N_TERMS;
  snprintf(cell->group, sizeof cell->group, "all formulas");
  if (tame_run_file(run, "formula")) {
    snprintf(cell->name, sizeof cell->name, "formula");
    return;
  }
  cell->coord[0] = size;
  cell->coord[1] = t;
  cell->weight = ldexp(1.0, (int)(SIZE[size].n + SIZE[size].m));
  snprintf(cell->name, sizeof cell->name, "n%zu-m%zu-terms%zu", SIZE[size].n,
           SIZE[size].m, SIZE[size].terms[t]);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2407.12372/forall_dnf",
          .title = "Exists-forall 3-DNF as a bilevel programme",
          .figures = "tab02-decisions",
          .about = "The canonical complete problem of the second level of the "
                   "polynomial hierarchy decided by the optimal value of a "
                   "bilevel programme, against its quantifiers.  With "
                   "--formula FILE (a line 'p dnf variables terms', lines "
                   "'e ... 0' and 'a ... 0', terms) that formula alone is "
                   "decided.",
          .params = PARAMS,
          .cost = {0.01, 0.05, 0.8},
          .check = check,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
