/* SPDX-License-Identifier: MIT */
/* An illustration of ours: the mixed-integer view of a bilevel problem, on many
 * wells in the plane (wells_problem.h) with 2^p branches.
 *
 *   (i)   local branches: all 2^p stationary values by descent, and the best of
 *         them by branch and bound over branches and x, with a certificate;
 *   (ii)  the single-step multi-step scheme from every branch: it never leaves
 *         it, and ends at the stationary point of (i);
 *   (iii) global lower minimisers: I must be the sign pattern of tau(x), so only
 *         2p of the 2^p patterns occur, one in each sector between the 2p rays
 *         orthogonal to some w_j; on a ray both neighbours do, at the origin all.
 *         The bilevel solution is the best over the closed sectors, each
 *         certified in coordinates along its two rays (whose directions are
 *         rounded), and the origin.
 *
 * A cell is one case: p and x_hat. */
#include <math.h>
#include <string.h>

#include "cells.h"
#include "wells.h"

enum { N_CASES = 6, N_SUMMARY = 21 };
static const struct {
  const char *name;
  size_t p;
  double x_hat[2];
} CASE[N_CASES] = {{"p3", 3, {0.5, -0.3}},   {"p5a", 5, {0.6, 0.4}},
                   {"p5b", 5, {0.5, -0.3}},  {"p8", 8, {0.5, -0.3}},
                   {"p10", 10, {0.5, -0.3}}, {"p14", 14, {0.5, -0.3}}};

static const tame_option PARAMS[] = {
    {"cases", {3, 5, 6}, 1, N_CASES, "cases, in order of p", NULL},
    {"single_step_p",
     {5, 8, 10},
     3,
     WELLS_MAX,
     "largest p for the single-step multi-step scheme",
     NULL},
    {0}};

/* --- the cell ------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static tame_status run_all(double *summary, double *value, wells *q,
                           bool has_single_steps, tame_error *err)
{
  const size_t n = (size_t)1 << q->p;
  double *x = tame_vec(2 * n), changes = 0.0, distance = 0.0;
  tame_mixed_certificate local;
  wells_solution global;
  size_t best = 0;
  tame_status s = TAME_OK;
  wells_stationary(x, value, q);
  for (size_t i = 1; i < n; i++)
    if (value[i] < value[best]) best = i;
  for (size_t i = 0; i < n && has_single_steps && s == TAME_OK; i++)
    s = wells_single_steps(&changes, &distance, q, i, x + 2 * i);
  if (s == TAME_OK) s = wells_best_local(&local, q, value[best], err);
  if (s == TAME_OK) s = wells_global_lower(&global, q, err);
  if (s == TAME_OK) {
    const double numbers[N_SUMMARY] = {(double)q->p,
                                       value[best],
                                       local.cert.lower,
                                       local.cert.upper,
                                       x[2 * best],
                                       x[2 * best + 1],
                                       (double)local.best,
                                       (double)local.cert.boxes,
                                       (double)local.n_open,
                                       has_single_steps ? changes : (double)NAN,
                                       has_single_steps ? distance
                                                        : (double)NAN,
                                       (double)wells_count_patterns(q),
                                       global.lower,
                                       global.upper,
                                       global.x[0],
                                       global.x[1],
                                       (double)global.pattern,
                                       global.where,
                                       global.boxes,
                                       global.open,
                                       (double)n};
    memcpy(summary, numbers, sizeof numbers);
    qsort(value, n, sizeof *value, compare);
  }
  free(x);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t i = cell->coord[0], n = (size_t)1 << CASE[i].p;
  double summary[N_SUMMARY] = {0}, *value = tame_vec(n);
  wells *q = tame_calloc(1, sizeof *q);
  wells_init(q, CASE[i].p, CASE[i].x_hat);
  tame_status s =
      run_all(summary, value, q,
              CASE[i].p <= tame_run_count(run, "single_step_p"), err);
  keep(out, "summary", summary, N_SUMMARY);
  keep(out, "value", value, n);
  free(value);
  free(q);
  return s == TAME_OK ? s
                      : tame_fail(err, TAME_ESINGULAR, "%s: %s", cell->name,
                                  tame_status_str(s));
}

/* --- the file ------------------------------------------------------------- */

static const char *const SUMMARY[N_SUMMARY][2] = {
    {"p", "wells p"},
    {"local_descent", "best stationary value of a branch, by descent"},
    {"local_lower", "certified lower bound of the best local branch"},
    {"local_upper", "certified upper bound"},
    {"local_x1", "x1 of the best local branch"},
    {"local_x2", "x2"},
    {"local_pattern", "its pattern, bit j set: I_j = 1"},
    {"local_boxes", "boxes looked at"},
    {"local_open", "branches not excluded"},
    {"changes", "branch changes of the single-step scheme, all starts"},
    {"distance", "its largest distance to the stationary point at the end"},
    {"patterns", "patterns that occur as certified global lower minimisers"},
    {"global_lower", "certified lower bound of the bilevel value"},
    {"global_upper", "certified upper bound"},
    {"global_x1", "x1 of the bilevel solution"},
    {"global_x2", "x2"},
    {"global_pattern", "its pattern"},
    {"global_where", "0: inside a sector, 1: on a ray, 2: the origin"},
    {"global_boxes", "boxes looked at"},
    {"global_open", "sectors not excluded"},
    {"branches", "branches 2^p"}};

/* Sorted values of case i; ranks as fractions, since the numbers differ. */
static tame_status write_values(tame_h5 *out, const tame_cells *cells, size_t i,
                                tame_error *err)
{
  double *x;
  tame_h5_shape shape;
  char group[64], path[128];
  TAME_TRY(tame_cells_read(&x, &shape, cells, i, "value", err));
  double *rank = tame_vec(shape.count);
  for (size_t k = 0; k < shape.count; k++)
    rank[k] = ((double)k + 0.5) / (double)shape.count;
  snprintf(group, sizeof group, "value_%s", CASE[i].name);
  tame_h5_group(out, group, "Stationary values of all branches, sorted");
  snprintf(path, sizeof path, "%s/rank", group);
  tame_h5_axis(out, path, rank, shape.count, "rank over number of branches",
               "1");
  snprintf(path, sizeof path, "%s/value", group);
  tame_h5_write(out, path, "rank", x, "stationary value of phi_I", "1");
  tame_h5_panel(out, group, "value", "rank");
  free(rank);
  free(x);
  return TAME_OK;
}

/* Rays of p = 5, from the origin. */
static void write_rays(tame_h5 *out)
{
  enum { RAYS = 10 };
  static const double origin[2] = {0.0, 0.0};
  double x[RAYS], y[RAYS];
  wells *q = tame_calloc(1, sizeof *q);
  wells_init(q, 5, origin);
  for (size_t i = 0; i < RAYS; i++) {
    x[i] = cos(wells_ray_angle(q, i));
    y[i] = sin(wells_ray_angle(q, i));
  }
  free(q);
  tame_h5_group(out, "rays", "Rays between the sectors of p = 5");
  tame_h5_index(out, "rays/ray", RAYS, "ray");
  tame_h5_write(out, "rays/x1", "ray", x, "x1 of its unit vector", "1");
  tame_h5_write(out, "rays/x2", "ray", y, "x2", "1");
  tame_h5_panel(out, "rays", "x2", "ray");
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_cells_count(cells);
  double all[N_CASES * N_SUMMARY], column[N_CASES], hat[2][N_CASES];
  char words[128] = "", path[64];
  (void)run;
  TAME_TRY(tame_cells_gather(all, cells, "summary", N_SUMMARY, err));
  for (size_t i = 0; i < n; i++) {
    const size_t used = strlen(words);
    snprintf(words + used, sizeof words - used, "%s%s", i ? " " : "",
             CASE[i].name);
    hat[0][i] = CASE[i].x_hat[0];
    hat[1][i] = CASE[i].x_hat[1];
  }
  tame_h5_group(out, "choice", "Choice of a branch: local and global lower");
  tame_h5_codes(out, "choice/case", words, "case: p, and a, b for two x_hat");
  for (size_t c = 0; c < N_SUMMARY; c++) {
    for (size_t i = 0; i < n; i++) column[i] = all[i * N_SUMMARY + c];
    snprintf(path, sizeof path, "choice/%s", SUMMARY[c][0]);
    tame_h5_write(out, path, "case", column, SUMMARY[c][1], "1");
  }
  tame_h5_write(out, "choice/x_hat1", "case", hat[0], "x_hat 1", "1");
  tame_h5_write(out, "choice/x_hat2", "case", hat[1], "x_hat 2", "1");
  tame_h5_panel(out, "choice", "global_upper", "case");
  write_rays(out);
  for (size_t i = 0; i < n; i++) TAME_TRY(write_values(out, cells, i, err));
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "cases");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  cell->weight = (double)((size_t)1 << CASE[index].p);
  snprintf(cell->name, sizeof cell->name, "%s", CASE[index].name);
  snprintf(cell->group, sizeof cell->group, "all cases");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2502.09074/wells",
          .title = "2^p branches: which of them the bilevel problem allows",
          .figures = "illus-choice tab-choice",
          .about = "The mixed-integer view on a lower level with 2^p local "
                   "minimisers, 2p of which are global somewhere: certified "
                   "best branches and bilevel solutions.  An illustration, not "
                   "an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.08, 0.4, 3},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
