/* SPDX-License-Identifier: MIT */
/* An illustration of ours: what backpropagation returns integrates to the
 * function, also along a path that lies on kinks.
 *
 * The random linear ReLU network with 4 inputs, around the closed polygon
 *
 *     (1,0,0,0) -> (0,1,0,0) -> (0,0,1,-1) -> (-1,0,0,1) -> (1,0,0,0).
 *
 * Exactly: the slope is constant between the kinks that a segment crosses, and
 * the pieces add up to F(v) - F(u) (tame_relu_net_along).  By the midpoint rule
 * with N steps a segment, and relu'(0) = a, the circulation goes to 0 as 1/N. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tame/diff_path.h"

#include "random_net.h"

enum { P = 4, SEGMENTS = 4, N_A = 3, N_STEPS = 13 };
static const double CORNER[SEGMENTS + 1][P] = {
    {1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, -1}, {-1, 0, 0, 1}, {1, 0, 0, 0}};
static const double A[N_A] = {0.0, 0.5, 1.0};
static const double STEPS[N_STEPS] = {10,  14,  20,  30,  50,  70,  100,
                                      140, 200, 300, 500, 700, 1000};

static const tame_option PARAMS[] = {
    {"grid", {50, 250, 250}, 2, 100000, "points of the curve a segment", NULL},
    {0}};

/* --- a segment as a path --------------------------------------------------- */

typedef struct {
  random_net r;
  const double *u, *v;
  double a;
} segment;

/* What the path meets at t: F, and <backpropagation, v - u>. */
static tame_status at(double *f, double *slope, int *pattern, double t,
                      void *ctx)
{
  const segment *s = ctx;
  double x[P], g[P], sum = 0.0;
  (void)pattern;
  for (size_t i = 0; i < P; i++) x[i] = s->u[i] + t * (s->v[i] - s->u[i]);
  const double value = backpropagate(g, x, s->a, &s->r);
  for (size_t i = 0; i < P; i++) sum += g[i] * (s->v[i] - s->u[i]);
  if (f) *f = value;
  if (slope) *slope = sum;
  return TAME_OK;
}

static void go_to(segment *s, size_t k)
{
  s->u = CORNER[k];
  s->v = CORNER[k + 1];
}

/* --- what is computed ------------------------------------------------------ */

/* integral, change, pieces [SEGMENTS each] */
static tame_status walk(double *integral, double *change, double *pieces,
                        segment *s)
{
  for (size_t k = 0; k < SEGMENTS; k++) {
    size_t n;
    go_to(s, k);
    TAME_TRY(tame_relu_net_along(&integral[k], &n, s->u, s->v, &s->r.net));
    pieces[k] = (double)n;
    change[k] = tame_relu_net_value(s->r.z, s->v, &s->r.net) -
                tame_relu_net_value(s->r.z, s->u, &s->r.net);
  }
  return TAME_OK;
}

/* circulation [N_A x N_STEPS] around the polygon by the midpoint rule */
static tame_status circulate(double *circulation, segment *s)
{
  const tame_path path = {.n = 1, .at = at, .ctx = s};
  for (size_t i = 0; i < N_A; i++)
    for (size_t j = 0; j < N_STEPS; j++) {
      double sum = 0.0, part;
      s->a = A[i];
      for (size_t k = 0; k < SEGMENTS; k++) {
        go_to(s, k);
        TAME_TRY(tame_path_midpoint(&part, &path, (size_t)STEPS[j]));
        sum += part;
      }
      circulation[i * N_STEPS + j] = fabs(sum);
    }
  return TAME_OK;
}

/* The curve: position on the polygon, F, slope and the integral of the slope
 * from the start, [SEGMENTS * grid + 1] each; a slope is that just after. */
static tame_status trace(double *where, double *f, double *slope,
                         double *integral, size_t grid, segment *s)
{
  double before = 0.0, x[P], last = 0.0;
  s->a = 0.0;
  for (size_t k = 0; k < SEGMENTS; k++) {
    go_to(s, k);
    for (size_t i = 0; i < grid + (k + 1 == SEGMENTS); i++) {
      const double t = (double)i / (double)grid;
      const size_t j = k * grid + i;
      where[j] = (double)k + t;
      for (size_t c = 0; c < P; c++) x[c] = s->u[c] + t * (s->v[c] - s->u[c]);
      TAME_TRY(at(&f[j], NULL, NULL, t, s));
      TAME_TRY(at(NULL, &slope[j], NULL, t + (i < grid ? 1e-9 : -1e-9), s));
      TAME_TRY(tame_relu_net_along(&integral[j], NULL, s->u, x, &s->r.net));
      integral[j] += before;
    }
    TAME_TRY(tame_relu_net_along(&last, NULL, s->u, s->v, &s->r.net));
    before += last;
  }
  return TAME_OK;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t grid = tame_run_count(run, "grid"), n = SEGMENTS * grid + 1;
  double integral[SEGMENTS], change[SEGMENTS], pieces[SEGMENTS];
  double circulation[N_A * N_STEPS], *curve = tame_vec(4 * n);
  segment s = {.r = random_net_begin(P, run)};
  (void)cell;
  tame_status status = walk(integral, change, pieces, &s);
  if (status >= 0) status = circulate(circulation, &s);
  if (status >= 0)
    status = trace(curve, curve + n, curve + 2 * n, curve + 3 * n, grid, &s);
  tame_h5_index(out, "segment", SEGMENTS, "segment");
  tame_h5_index(out, "circle", N_A * N_STEPS, "choice and steps");
  tame_h5_index(out, "curve_point", 4 * n, "point");
  tame_h5_write(out, "integral", "segment", integral, "integral", "1");
  tame_h5_write(out, "change", "segment", change, "change", "1");
  tame_h5_write(out, "pieces", "segment", pieces, "pieces", "1");
  tame_h5_write(out, "circulation", "circle", circulation, "circulation", "1");
  tame_h5_write(out, "curve", "curve_point", curve, "curve", "1");
  free(curve);
  random_net_end(&s.r);
  return status < 0
             ? tame_fail(err, status, "the path: %s", tame_status_str(status))
             : TAME_OK;
}

/* --- the whole ------------------------------------------------------------- */

static void write_curve(tame_h5 *out, const double *curve, size_t n)
{
  tame_h5_group(out, "curve", "F along the polygon");
  tame_h5_axis(out, "curve/position", curve, n,
               "position: corner k is at k, and linear between", "1");
  tame_h5_write(out, "curve/value", "position", curve + n, "F", "1");
  tame_h5_write(out, "curve/slope", "position", curve + 2 * n,
                "slope along the polygon, just after", "1");
  tame_h5_write(out, "curve/integral", "position", curve + 3 * n,
                "exact integral of the slope from the start", "1");
  tame_h5_panel(out, "curve", "value", "position");
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = SEGMENTS * tame_run_count(run, "grid") + 1;
  double integral[SEGMENTS], change[SEGMENTS], pieces[SEGMENTS], loop = 0.0;
  double circulation[N_A * N_STEPS], *curve;
  tame_h5_shape shape;
  TAME_TRY(tame_cells_gather(integral, cells, "integral", SEGMENTS, err));
  TAME_TRY(tame_cells_gather(change, cells, "change", SEGMENTS, err));
  TAME_TRY(tame_cells_gather(pieces, cells, "pieces", SEGMENTS, err));
  TAME_TRY(
      tame_cells_gather(circulation, cells, "circulation", N_A * N_STEPS, err));
  TAME_TRY(tame_cells_read(&curve, &shape, cells, 0, "curve", err));
  for (size_t k = 0; k < SEGMENTS; k++) loop += integral[k];
  tame_h5_group(out, "segments", "Integrals along the sides of the polygon");
  tame_h5_index(out, "segments/segment", SEGMENTS, "side");
  tame_h5_write(out, "segments/integral", "segment", integral,
                "integral of the slope, exact", "1");
  tame_h5_write(out, "segments/change", "segment", change, "change of F", "1");
  tame_h5_write(out, "segments/pieces", "segment", pieces,
                "pieces between kinks", "1");
  tame_h5_write_scalar(out, "segments/loop", loop, "sum of the integrals", "1");
  tame_h5_panel(out, "segments", "integral", "segment");
  tame_h5_group(out, "midpoint", "Circulation by the midpoint rule");
  tame_h5_axis(out, "midpoint/derivative", A, N_A, "relu'(0)", "1");
  tame_h5_axis(out, "midpoint/steps", STEPS, N_STEPS, "steps a side N", "1");
  tame_h5_write(out, "midpoint/circulation", "derivative steps", circulation,
                "|sum of the sides|", "1");
  tame_h5_panel(out, "midpoint", "circulation", "derivative steps");
  write_curve(out, curve, n);
  free(curve);
  return TAME_OK;
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
  snprintf(cell->name, sizeof cell->name, "polygon");
  snprintf(cell->group, sizeof cell->group, "polygon");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.01730/path",
          .title = "The chain rule along a path through kinks",
          .figures = "illus-path",
          .about = "Integrals of what backpropagation returns along a closed "
                   "polygon, for a random linear ReLU network: exactly, piece "
                   "by piece, and by the midpoint rule.  An illustration, not "
                   "an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.01, 0.01, 0.01},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
