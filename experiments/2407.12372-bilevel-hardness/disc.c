/* SPDX-License-Identifier: MIT */
/* E11: the indicator step of a disc, from a linear lower level in the plane:
 *
 *     Q = (x1^2 + x2^2 - 1) y,  y in [0,1],  P = 1 - y:
 *     phi_o = 0 on the closed disc, 1 outside;  phi_p = 0 inside the open one.
 *
 * The two differ on the circle alone.  Coordinates are quotients of integers,
 * so the sign of x1^2 + x2^2 - 1 is exact; points of the circle come from
 * Pythagorean triples.  A cell is a band of the grid. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "examples.h"
#include "tame/base.h"
#include "tame/exp.h"
#include "tame/value_function.h"

static const long TRIPLE[][3] = {{0, 1, 1},   {3, 4, 5},    {5, 12, 13},
                                 {8, 15, 17}, {7, 24, 25},  {20, 21, 29},
                                 {9, 40, 41}, {12, 35, 37}, {11, 60, 61}};
enum {
  N_TRIPLES = sizeof TRIPLE / sizeof *TRIPLE,
  N_CIRCLE = 8 * N_TRIPLES,
  N_BANDS = 8,
  DRAWN_HALF = 75
};

static const tame_option PARAMS[] = {
    {"half", {30, 150, 600}, 2, 5000, "grid: (2 half + 1)^2 points", NULL},
    {0}};

/* Both values at (a, b) / den. */
static tame_values at(long a, long b, long den)
{
  const double c = (double)(a * a + b * b - den * den), p = -1.0;
  return tame_linear_level(&c, 1.0, &p, 1);
}

/* Grid point i of 0, ..., 2 half: 3 (i - half) / (2 half), in [-3/2, 3/2]. */
static double coordinate(size_t i, size_t half)
{
  return 1.5 * ((double)i - (double)half) / (double)half;
}

/* First row of band B of N_BANDS. */
static size_t band_start(size_t b, size_t n) { return b * n / N_BANDS; }

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t half = tame_run_count(run, "half"), n = 2 * half + 1;
  const size_t first = band_start(cell->coord[0], n),
               rows = band_start(cell->coord[0] + 1, n) - first;
  double *o = tame_vec(rows * n), *p = tame_vec(rows * n), wrong = 0.0;
  (void)err;
  for (size_t i = 0; i < rows * n; i++) {
    const long a = 3 * ((long)(first + i / n) - (long)half),
               b = 3 * ((long)(i % n) - (long)half), den = 2 * (long)half;
    const long s = a * a + b * b - den * den;
    const tame_values v = at(a, b, den);
    o[i] = v.optimistic;
    p[i] = v.pessimistic;
    wrong += o[i] != (s > 0 ? 1.0 : 0.0) || p[i] != (s >= 0 ? 1.0 : 0.0);
  }
  tame_h5_index(out, "point", rows * n, "point");
  tame_h5_write(out, "optimistic", "point", o, "optimistic", "1");
  tame_h5_write(out, "pessimistic", "point", p, "pessimistic", "1");
  tame_h5_write_scalar(out, "wrong", wrong, "wrong", "1");
  free(o);
  free(p);
  return TAME_OK;
}

/* x <- data set NAME of all cells, one after the other. */
static tame_status join(double *x, const tame_cells *cells, const char *name,
                        tame_error *err)
{
  for (size_t c = 0; c < tame_cells_count(cells); c++) {
    double *band;
    tame_h5_shape shape;
    TAME_TRY(tame_cells_read(&band, &shape, cells, c, name, err));
    memcpy(x, band, shape.count * sizeof *x);
    x += shape.count;
    free(band);
  }
  return TAME_OK;
}

/* --- the whole -------------------------------------------------------------- */

/* (a, b) / den over all signs and both orders. */
static void write_circle(tame_h5 *out)
{
  double x[N_CIRCLE], y[N_CIRCLE], o[N_CIRCLE], p[N_CIRCLE];
  for (size_t i = 0; i < N_CIRCLE; i++) {
    const long *t = TRIPLE[i / 8];
    const long a = (i & 1 ? -1 : 1) * (i & 4 ? t[1] : t[0]);
    const long b = (i & 2 ? -1 : 1) * (i & 4 ? t[0] : t[1]);
    const tame_values v = at(a, b, t[2]);
    x[i] = (double)a / (double)t[2];
    y[i] = (double)b / (double)t[2];
    o[i] = v.optimistic;
    p[i] = v.pessimistic;
  }
  tame_h5_group(out, "circle", "Rational points of the circle");
  tame_h5_index(out, "circle/point", N_CIRCLE, "point");
  tame_h5_write(out, "circle/x1", "point", x, "x1", "1");
  tame_h5_write(out, "circle/x2", "point", y, "x2", "1");
  tame_h5_write(out, "circle/optimistic", "point", o, "optimistic value", "1");
  tame_h5_write(out, "circle/pessimistic", "point", p, "pessimistic value",
                "1");
  tame_h5_panel(out, "circle", "pessimistic", "point");
}

/* The optimistic value as columns, for drawing: every STRIDE-th grid point. */
static void write_map(tame_h5 *out, const double *o, size_t half)
{
  const size_t n = 2 * half + 1;
  const size_t stride = half > DRAWN_HALF ? half / DRAWN_HALF : 1;
  const size_t m = (n - 1) / stride + 1;
  double *x = tame_vec(3 * m * m);
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < m; j++) {
      x[i * m + j] = coordinate(i * stride, half);
      x[m * m + i * m + j] = coordinate(j * stride, half);
      x[2 * m * m + i * m + j] = o[i * stride * n + j * stride];
    }
  tame_h5_group(out, "map", "The optimistic value, point by point");
  tame_h5_index(out, "map/point", m * m, "point");
  tame_h5_write(out, "map/x1", "point", x, "x1", "1");
  tame_h5_write(out, "map/x2", "point", x + m * m, "x2", "1");
  tame_h5_write(out, "map/optimistic", "point", x + 2 * m * m,
                "optimistic value", "1");
  tame_h5_panel(out, "map", "optimistic", "point");
  free(x);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t half = tame_run_count(run, "half"), n = 2 * half + 1;
  double *o = tame_vec(n * n), *p = tame_vec(n * n), *x = tame_vec(n);
  example row = {"disc_linear", 1, 1, 1, 1, 1, 1, (double)(n * n), 0};
  double inside = 0.0, differ = 0.0, on_circle = 0.0, wrong[N_BANDS] = {0};
  for (size_t i = 0; i < n; i++) x[i] = coordinate(i, half);
  tame_status s = join(o, cells, "optimistic", err);
  if (s >= 0) s = join(p, cells, "pessimistic", err);
  tame_h5_group(out, "disc", "Both value functions on a grid");
  tame_h5_axis(out, "disc/x1", x, n, "x1", "1");
  tame_h5_axis(out, "disc/x2", x, n, "x2", "1");
  tame_h5_write(out, "disc/optimistic", "x1 x2", o, "optimistic value", "1");
  tame_h5_write(out, "disc/pessimistic", "x1 x2", p, "pessimistic value", "1");
  for (size_t i = 0; i < n * n; i++) {
    const long a = 3 * ((long)(i / n) - (long)half),
               b = 3 * ((long)(i % n) - (long)half), den = 2 * (long)half;
    inside += o[i] == 0.0;
    differ += o[i] != p[i];
    on_circle += a * a + b * b == den * den;
  }
  tame_h5_write_scalar(out, "disc/inside", inside,
                       "grid points with optimistic value 0", "1");
  tame_h5_write_scalar(out, "disc/differ", differ,
                       "grid points where the two values differ", "1");
  tame_h5_write_scalar(out, "disc/on_circle", on_circle,
                       "grid points on the circle", "1");
  tame_h5_panel(out, "disc", "optimistic", "x1 x2");
  if (s >= 0) s = tame_cells_gather(wrong, cells, "wrong", 1, err);
  for (size_t i = 0; i < N_BANDS; i++) row.error += wrong[i];
  write_circle(out);
  write_map(out, o, half);
  write_examples(out, &row, 1);
  free(o);
  free(p);
  free(x);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_BANDS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "band%zu", index);
  snprintf(cell->group, sizeof cell->group, "all bands");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2407.12372/disc",
          .title = "The indicator step of a disc, optimistic and pessimistic",
          .figures = "illus-disc tab01-examples",
          .about = "Optimistic and pessimistic value functions of a linear "
                   "lower level over [0,1] whose sign changes on a circle.  An "
                   "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.01, 0.03, 0.25},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
