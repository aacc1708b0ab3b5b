/* SPDX-License-Identifier: MIT */
/* An illustration of ours: a lower level that is Morse for every parameter.  Its
 * critical points are three smooth branches a < b < c (tame/double_well.h), the
 * global minimiser swaps from a to c at x = 0, and the bilevel problem is a
 * choice of a branch followed by a smooth minimisation.
 *
 * For every x of a grid the lower level is minimised with a certificate: the
 * enclosure of the minimum, the number of critical points, how far the other
 * values are.  Upper levels: f1 = (x-1)^2/2 + y^2/2 and f2 = (x-1)^2/2 +
 * (y+1)^2/2; the value function of f2 jumps at the swap. */
#include <math.h>

#include "cells.h"
#include "tame/double_well.h"
#include "tame/poly.h"
#include "tame/stats.h"

enum { N_UPPER = 2, N_LEVELS = 9, SHEETS = 4 };
static const double Y_HAT[N_UPPER] = {0.0, -1.0};
static const double LEVEL[N_LEVELS] = {-0.6,  -0.45, -0.35, -0.25, -0.15,
                                       -0.05, 0.05,  0.2,   0.45};

static const tame_option PARAMS[] = {
    {"points", {121, 1201, 12001}, 3, 1e6, "points of the grid of x", NULL},
    {0}};

static double upper_value(size_t u, double x, double y)
{
  const double dx = x - 1.0, dy = y - Y_HAT[u];
  return dx * dx / 2.0 + dy * dy / 2.0;
}

/* --- the lower level on the grid ------------------------------------------ */

typedef struct {
  size_t n;
  double *x, *critical, *branch, *curvature; /* [n], then [3 x n] */
  double *count, *distance, *lower, *upper, *gap, *ties, *minimiser; /* [n] */
  double *swap, *optimistic, *phi; /* [n], [2 x n], [2 x 2 x n] */
  double *level;                   /* [N_LEVELS x SHEETS x n] */
} grid;

/* Optimistic value: smallest f over the global minimisers of g. */
static double optimistic(size_t u, double x, const tame_poly_minimum *m)
{
  double best = HUGE_VAL;
  for (size_t i = 0; i < m->n_minimisers; i++) {
    const tame_interval y = m->critical[m->minimiser[i]].y;
    best = fmin(best, upper_value(u, x, tame_interval_mid(y)));
  }
  return best;
}

static tame_status solve_lower(tame_poly_minimum *m, double x)
{
  tame_interval c[5];
  tame_double_well_poly(c, tame_point(x));
  return tame_poly_minimize(m, c, 4, -HUGE_VAL, HUGE_VAL, NULL);
}

/* y with G(x, y) = level: at most one between neighbouring critical points. */
static void level_lines(grid *g, size_t i, const double branch[3])
{
  for (size_t k = 0; k < N_LEVELS; k++) {
    tame_interval c[5];
    tame_poly_root root[4];
    size_t n_roots;
    tame_double_well_poly(c, tame_point(g->x[i]));
    c[0] = tame_point(-LEVEL[k]);
    for (size_t s = 0; s < SHEETS; s++)
      g->level[(k * SHEETS + s) * g->n + i] = (double)NAN;
    if (tame_poly_roots(root, &n_roots, c, 4, NULL) != TAME_OK) continue;
    for (size_t r = 0; r < n_roots; r++) {
      const double y = tame_interval_mid(root[r].y);
      const size_t sheet =
          (y > branch[0]) + (size_t)(y > branch[1]) + (size_t)(y > branch[2]);
      g->level[(k * SHEETS + sheet) * g->n + i] = y;
    }
  }
}

static tame_status at_point(grid *g, size_t i)
{
  tame_poly_minimum m;
  double branch[3];
  const double x = g->x[i];
  TAME_TRY(solve_lower(&m, x));
  tame_double_well_branches(branch, NULL, NULL, x);
  g->count[i] = (double)m.n_critical;
  for (size_t b = 0; b < 3; b++) {
    const bool is_there = b < m.n_critical;
    const double y =
        is_there ? tame_interval_mid(m.critical[b].y) : (double)NAN;
    g->branch[b * g->n + i] = branch[b];
    g->critical[b * g->n + i] = y;
    g->curvature[b * g->n + i] =
        is_there ? tame_interval_mig(m.critical[b].curvature) : (double)NAN;
    g->distance[i] = tame_worse(g->distance[i], fabs(y - branch[b]));
  }
  g->lower[i] = m.value.lo;
  g->upper[i] = m.value.hi;
  g->gap[i] = m.gap;
  g->ties[i] = (double)m.n_minimisers;
  g->minimiser[i] = tame_interval_mid(m.critical[m.minimiser[0]].y);
  g->swap[i] = tame_double_well_at(x, branch[2]).g -
               tame_double_well_at(x, branch[0]).g + x / sqrt(1.0 + x * x);
  for (size_t u = 0; u < N_UPPER; u++) {
    g->optimistic[u * g->n + i] = optimistic(u, x, &m);
    g->phi[(2 * u) * g->n + i] = upper_value(u, x, branch[TAME_WELL_A]);
    g->phi[(2 * u + 1) * g->n + i] = upper_value(u, x, branch[TAME_WELL_C]);
  }
  level_lines(g, i, branch);
  return TAME_OK;
}

/* --- the cell ------------------------------------------------------------- */

static void allocate(grid *g, size_t n)
{
  double *at = tame_vec((1 + 9 + 7 + 1 + 2 + 4 + N_LEVELS * SHEETS) * n);
  double **const parts[] = {
      &g->x,         &g->critical, &g->branch,     &g->curvature, &g->count,
      &g->distance,  &g->lower,    &g->upper,      &g->gap,       &g->ties,
      &g->minimiser, &g->swap,     &g->optimistic, &g->phi,       &g->level};
  static const size_t SIZE[] = {
      1, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, N_LEVELS * SHEETS};
  g->n = n;
  for (size_t k = 0; k < sizeof SIZE / sizeof *SIZE; k++) {
    *parts[k] = at;
    at += SIZE[k] * n;
  }
}

static void keep_grid(tame_h5 *out, const grid *g)
{
  const size_t n = g->n;
  keep(out, "x", g->x, n);
  keep(out, "critical", g->critical, 3 * n);
  keep(out, "branch", g->branch, 3 * n);
  keep(out, "curvature", g->curvature, 3 * n);
  keep(out, "count", g->count, n);
  keep(out, "distance", g->distance, n);
  keep(out, "lower", g->lower, n);
  keep(out, "upper", g->upper, n);
  keep(out, "gap", g->gap, n);
  keep(out, "ties", g->ties, n);
  keep(out, "minimiser", g->minimiser, n);
  keep(out, "swap", g->swap, n);
  keep(out, "optimistic", g->optimistic, N_UPPER * n);
  keep(out, "phi", g->phi, 2 * N_UPPER * n);
  keep(out, "level", g->level, N_LEVELS * SHEETS * n);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  grid g;
  tame_status s = TAME_OK;
  (void)cell;
  allocate(&g, tame_run_count(run, "points"));
  for (size_t i = 0; i < g.n && s == TAME_OK; i++) {
    g.x[i] = -3.0 + 6.0 * (double)i / (double)(g.n - 1);
    s = at_point(&g, i);
    if (s != TAME_OK)
      s = tame_fail(err, TAME_ESINGULAR, "x = %g: no certificate", g.x[i]);
  }
  keep_grid(out, &g);
  free(g.x);
  tame_poly_minimum m; /* just right of the swap */
  if (s >= 0) s = solve_lower(&m, 1e-12);
  if (s >= 0) keep_number(out, "limit", optimistic(1, 1e-12, &m));
  return s;
}

/* --- the file ------------------------------------------------------------- */

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "points");
  tame_status s = TAME_OK;
#define MOVE(name, count, path, axes, meaning)                                 \
  move(&s, out, cells, name, count, path, axes, meaning, err)
  tame_h5_group(out, "lower", "The lower level: critical points, certificates");
  tame_h5_codes(out, "lower/branch", "a b c", "branch");
  move_axis(&s, out, cells, "x", "lower/x", "x", err);
  MOVE("critical", 3 * n, "lower/critical", "branch x",
       "critical points of g(x, .), computed");
  MOVE("branch", 3 * n, "lower/exact", "branch x", "the same in closed form");
  MOVE("curvature", 3 * n, "lower/curvature", "branch x",
       "certified lower bound of |g_yy|");
  MOVE("count", n, "lower/count", "x", "certified number of critical points");
  MOVE("distance", n, "lower/distance", "x",
       "largest distance of a critical point to its closed form");
  MOVE("lower", n, "lower/value_lower", "x", "certified lower bound of min g");
  MOVE("upper", n, "lower/value_upper", "x", "certified upper bound of min g");
  MOVE("gap", n, "lower/gap", "x",
       "other critical values are at least this much above the minimum");
  MOVE("ties", n, "lower/ties", "x", "global minimisers not told apart");
  MOVE("minimiser", n, "lower/minimiser", "x", "global minimiser");
  MOVE("swap", n, "lower/swap", "x", "g(x, c) - g(x, a) + sigma(x)");
  tame_h5_panel(out, "lower", "critical", "branch x");
  tame_h5_group(out, "level", "Level lines of g");
  tame_h5_axis(out, "level/height", LEVEL, N_LEVELS, "level of g", "1");
  tame_h5_index(out, "level/sheet", SHEETS,
                "number of critical points below y");
  move_axis(&s, out, cells, "x", "level/x", "x", err);
  MOVE("level", N_LEVELS * SHEETS * n, "level/y", "height sheet x",
       "y with g(x, y) at the level");
  tame_h5_panel(out, "level", "y", "height sheet x");
  tame_h5_group(out, "value", "The upper level along branches");
  tame_h5_codes(out, "value/level", "f1 f2", "upper level");
  tame_h5_codes(out, "value/branch", "a c", "branch");
  move_axis(&s, out, cells, "x", "value/x", "x", err);
  MOVE("phi", 2 * N_UPPER * n, "value/phi", "level branch x",
       "phi_i(x) = f(x, y_i(x))");
  MOVE("optimistic", N_UPPER * n, "value/optimistic", "level x",
       "smallest f over the certified global minimisers of g(x, .)");
  MOVE("limit", 1, "value/limit", "", "optimistic value of f2 at x = 1e-12");
#undef MOVE
  tame_h5_panel(out, "value", "optimistic", "level x");
  return s;
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2502.09074/branches",
          .title = "Branches of critical points and the value function",
          .figures = "illus-branches",
          .about = "Certified global minimisation of a lower level that is "
                   "Morse for every parameter, its branches, and the value "
                   "functions of two upper levels.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.01, 0.1, 0.8},
          .n_cells = one_cell,
          .cell = describe_one,
          .run_cell = run_cell,
          .merge = merge});
}
