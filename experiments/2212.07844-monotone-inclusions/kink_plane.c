/* SPDX-License-Identifier: MIT */
/* Kinks of the solution map in a plane of parameters: total variation denoising
 * of b(t) = b + t sin(2 pi (i + 1/2)/n) with weight lambda, t in [0, 1], lambda
 * in [0.05, 1.5] (section 4.3 of our specification of 2212.07844).  The pattern
 * (signs of saturated dual coordinates) is taken at the corners of an M x M
 * grid; a cell of the grid whose corners differ is crossed by a kink.  Kinks are
 * curves, a set of measure zero: the fraction of such cells is O(1/M).
 *
 * A cell of the experiment is one M. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/inclusion_examples.h"
#include "tame/tv_path.h"

enum { N = 40, MAX_CELLS = 6, DRAWN = 128, MAX_DRAWN = DRAWN * DRAWN };
static const size_t GRID[MAX_CELLS] = {64, 128, 256, 512, 1024, 2048};

static const tame_option PARAMS[] = {{"grids",
                                      {3, 5, 6},
                                      2,
                                      MAX_CELLS,
                                      "how many of the grids 64 ... 2048",
                                      NULL},
                                     {0}};

/* Patterns as bits: which of the 39 coordinates are saturated, which of these
 * are positive. */
typedef struct {
  uint64_t saturated, positive;
} bits;

/* line [m + 1] <- the patterns at lambda = 0.05 + 1.45 l/m for one signal */
static tame_status patterns(bits *line, const double *b, size_t m,
                            tame_tv_path *w)
{
  int s[N];
  TAME_TRY(tame_tv_path_init(w, b));
  for (size_t i = 0; i <= m; i++) {
    const double lambda = 0.05 + 1.45 * (double)i / (double)m;
    tame_tv_path_pattern(s, w, lambda, true);
    line[i] = (bits){0, 0};
    for (size_t k = 0; k + 1 < N; k++) {
      line[i].saturated |= (uint64_t)(s[k] != 0) << k;
      line[i].positive |= (uint64_t)(s[k] > 0) << k;
    }
  }
  return TAME_OK;
}

static void tilted(double *b, const double *b0, double t)
{
  const double pi2 = 6.283185307179586476925286766559;
  for (size_t i = 0; i < N; i++)
    b[i] = b0[i] + t * sin(pi2 * ((double)i + 0.5) / N);
}

static int equal(bits a, bits b)
{
  return a.saturated == b.saturated && a.positive == b.positive;
}

/* Counts kink cells and lists the middles of the first MAX_DRAWN. */
static tame_status count(double *total, double *t, double *lambda,
                         const double *b0, size_t m)
{
  const double h = 1.0 / (double)m;
  bits *before = tame_calloc(m + 1, sizeof *before), *swap;
  bits *line = tame_calloc(m + 1, sizeof *line);
  tame_tv_path *w = tame_tv_path_alloc(N);
  double b[N];
  size_t found = 0;
  tilted(b, b0, 0.0);
  tame_status s = patterns(before, b, m, w);
  for (size_t j = 1; j <= m && s >= 0; j++) {
    tilted(b, b0, (double)j * h);
    s = patterns(line, b, m, w);
    for (size_t i = 0; i < m; i++) {
      if (equal(before[i], before[i + 1]) && equal(before[i], line[i]) &&
          equal(before[i], line[i + 1]))
        continue;
      if (found < MAX_DRAWN) {
        t[found] = ((double)j - 0.5) * h;
        lambda[found] = 0.05 + 1.45 * ((double)i + 0.5) * h;
      }
      found++;
    }
    swap = before;
    before = line;
    line = swap;
  }
  *total = (double)found;
  free(before);
  free(line);
  tame_tv_path_free(w);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  double *t = tame_vec(2 * MAX_DRAWN), *lambda = t + MAX_DRAWN, total = 0.0;
  tame_example e;
  (void)run;
  tame_status s = tame_example_init(&e, TAME_TV, false);
  for (size_t i = 0; i < MAX_DRAWN; i++) t[i] = lambda[i] = NAN;
  if (s >= 0) s = count(&total, t, lambda, e.theta + 1, GRID[cell->index]);
  tame_h5_index(out, "cell", MAX_DRAWN, "kink cell");
  tame_h5_write(out, "t", "cell", t, "t", "1");
  tame_h5_write(out, "lambda", "cell", lambda, "lambda", "1");
  tame_h5_write_scalar(out, "count", total, "kink cells", "1");
  tame_example_free(&e);
  free(t);
  return s >= 0 ? s : tame_fail(err, s, "%s: no path", cell->name);
}

/* The kink cells of the grid DRAWN, without the unused places. */
static tame_status merge_plane(tame_h5 *out, const tame_cells *cells,
                               double total, size_t index, tame_error *err)
{
  double *t = NULL, *lambda = NULL;
  tame_h5_shape shape;
  tame_status s = tame_cells_read(&t, &shape, cells, index, "t", err);
  if (s >= 0) s = tame_cells_read(&lambda, &shape, cells, index, "lambda", err);
  if (s >= 0) {
    tame_h5_group(out, "plane", "Kink cells of the grid with M = 128");
    tame_h5_index(out, "plane/cell", (size_t)total, "kink cell");
    tame_h5_write(out, "plane/t", "cell", t, "tilt t, middle of the cell", "1");
    tame_h5_write(out, "plane/lambda", "cell", lambda,
                  "weight lambda, middle of the cell", "1");
    tame_h5_panel(out, "plane", "lambda", "cell");
  }
  free(t);
  free(lambda);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "grids");
  double total[MAX_CELLS], fraction[MAX_CELLS], slope[MAX_CELLS], m[MAX_CELLS];
  TAME_TRY(tame_cells_gather(total, cells, "count", 1, err));
  for (size_t i = 0; i < n; i++) {
    m[i] = (double)GRID[i];
    fraction[i] = total[i] / (m[i] * m[i]);
    slope[i] = i == 0
                   ? (double)NAN
                   : log(fraction[i] / fraction[i - 1]) / log(m[i] / m[i - 1]);
  }
  tame_h5_group(out, "fraction", "Share of the cells that a kink crosses");
  tame_h5_axis(out, "fraction/grid", m, n, "cells M along each side", "1");
  tame_h5_write(out, "fraction/count", "grid", total, "kink cells", "1");
  tame_h5_write(out, "fraction/fraction", "grid", fraction,
                "kink cells over M^2", "1");
  tame_h5_write(out, "fraction/slope", "grid", slope,
                "log-log slope of the fraction from the grid before", "1");
  for (size_t i = 0; i < n; i++) slope[i] = 40.0 / m[i];
  tame_h5_write(out, "fraction/guide", "grid", slope, "40/M, for the eye", "1");
  tame_h5_panel(out, "fraction", "fraction", "grid");
  for (size_t i = 0; i < n; i++)
    if (GRID[i] == DRAWN) TAME_TRY(merge_plane(out, cells, total[i], i, err));
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "grids");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  cell->weight = (double)(GRID[index] * GRID[index]);
  snprintf(cell->name, sizeof cell->name, "grid%zu", GRID[index]);
  snprintf(cell->group, sizeof cell->group, "all grids");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2212.07844/kink_plane",
          .title = "Kinks of total variation denoising in a parameter plane",
          .figures = "illus-kink-plane",
          .about = "Which cells of a grid in the plane (tilt of the signal, "
                   "weight) the kinks of the solution cross, on finer and "
                   "finer grids.  An illustration, not an experiment of the "
                   "paper.",
          .params = PARAMS,
          .cost = {0.1, 0.1, 0.2},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
