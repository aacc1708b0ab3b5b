/* SPDX-License-Identifier: MIT */
/* What automatic differentiation may return at a kink, against the Clarke
 * subdifferential (an illustration of ours).
 *
 * Programs of the functions |x|, 0, max(a, b) that differ in how they are
 * written (kinks-programs.c), at 0, where all their ReLUs are at their kink:
 *   - the gradient for one value relu'(0) = a used everywhere;
 *   - the set D^a(0) of all independent choices, by its vertices, and a grid of
 *     its points;
 *   - Clarke: gradients at random points near by, by their convex hull. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/hull.h"
#include "tame/rng.h"
#include "tame/tape_kink.h"
#include "tame/tape_set.h"

#include "kinks.h"

enum { N_A = 5, GRID = 21, MOST_KINKS = 8, MOST_VERTICES = 64 };
static const double A[N_A] = {0.0, 0.25, 0.5, 0.75, 1.0};

static const tame_option PARAMS[] = {
    {"samples", {1000, 10000, 100000}, 10, 10000000, "points near 0", NULL},
    {0}};

/* A finite set of vectors, and what describes its convex hull. */
typedef struct {
  size_t n, count;
  double x[MOST_VERTICES * MOST_INPUTS]; /* [count x n] */
  double lower[MOST_INPUTS], upper[MOST_INPUTS];
  double area; /* NaN unless n = 2 */
} vectors;

static void add_vector(vectors *s, const double *v)
{
  for (size_t k = 0; k < s->count; k++)
    if (memcmp(s->x + k * s->n, v, s->n * sizeof *v) == 0) return;
  TAME_REQUIRE(s->count < MOST_VERTICES);
  memcpy(s->x + s->count++ * s->n, v, s->n * sizeof *v);
}

/* Bounds and area; of two coordinates, x is replaced by the hull's vertices. */
static void describe(vectors *s)
{
  for (size_t i = 0; i < MOST_INPUTS; i++) {
    s->lower[i] = s->upper[i] = i < s->n && s->count ? s->x[i] : (double)NAN;
    for (size_t k = 0; i < s->n && k < s->count; k++) {
      s->lower[i] = fmin(s->lower[i], s->x[k * s->n + i]);
      s->upper[i] = fmax(s->upper[i], s->x[k * s->n + i]);
    }
  }
  s->area = NAN;
  if (s->n != 2 || s->count == 0) return;
  s->count = tame_convex_hull(s->x, s->count);
  s->area = 0.0;
  for (size_t k = 0; k < s->count; k++) {
    const double *p = s->x + 2 * k, *q = s->x + 2 * ((k + 1) % s->count);
    s->area += 0.5 * (p[0] * q[1] - p[1] * q[0]);
  }
}

/* --- one program ----------------------------------------------------------- */

/* v [N_A x MOST_INPUTS] <- gradients for relu'(0) = A, NaN beyond the inputs */
static tame_status uniform_choices(double *v, tame_tape *t, tame_var y)
{
  for (size_t i = 0; i < N_A * MOST_INPUTS; i++) v[i] = NAN;
  for (size_t k = 0; k < N_A; k++) {
    tame_tape_set_kink(t, TAME_OP_RELU, A[k]);
    TAME_TRY(tame_tape_gradient(v + k * MOST_INPUTS, y));
  }
  return TAME_OK;
}

/* The vertices of D^a(0); none when there are too many kinks. */
static tame_status independent_choices(vectors *s, tame_var y)
{
  double grads[MOST_VERTICES * MOST_INPUTS];
  size_t count;
  if (tame_tape_kinks(NULL, 0, y) > MOST_KINKS) return TAME_OK;
  TAME_TRY(tame_tape_gradient_set(grads, &count, MOST_VERTICES, 1000, y));
  for (size_t k = 0; k < count; k++) add_vector(s, grads + k * s->n);
  return TAME_OK;
}

/* Gradients at points near 0, where the program is smooth. */
static tame_status clarke(vectors *s, tame_tape *t, tame_var y, gsl_rng *rng,
                          size_t samples)
{
  double x[MOST_INPUTS], v[MOST_INPUTS], zero[MOST_INPUTS] = {0};
  for (size_t k = 0; k < samples; k++) {
    tame_rng_uniform(x, s->n, -1e-3, 1e-3, rng);
    TAME_TRY(tame_tape_replay(t, x));
    TAME_TRY(tame_tape_gradient(v, y));
    for (size_t i = 0; i < s->n; i++) v[i] += 0.0; /* no -0 */
    add_vector(s, v);
  }
  return tame_tape_replay(t, zero);
}

/* cloud [GRID^2 x 2] <- gradients when the first kink takes one of GRID values
 * and all others take another one. */
static tame_status grid_of_choices(double *cloud, tame_var y)
{
  tame_tape_kink kinks[MOST_KINKS];
  const size_t n = tame_tape_kinks(kinks, MOST_KINKS, y);
  for (size_t i = 0; i < GRID; i++)
    for (size_t j = 0; j < GRID; j++) {
      for (size_t k = 0; k < n; k++)
        tame_var_set_kink(kinks[k].y, (double)(k ? j : i) / (GRID - 1));
      TAME_TRY(tame_tape_gradient(cloud + 2 * (i * GRID + j), y));
    }
  tame_tape_clear_kinks(y.tape);
  return TAME_OK;
}

/* What a cell holds, in one block of numbers. */
typedef struct {
  double uniform[N_A * MOST_INPUTS];
  double cloud[2 * GRID * GRID];
  struct {
    double lower[MOST_INPUTS], upper[MOST_INPUTS], area, count;
    double vertex[2 * MOST_VERTICES]; /* of the hull, for two inputs */
  } set[2];                           /* independent choices, Clarke */
  double kinks;
} result;
enum { N_RESULT = sizeof(result) / sizeof(double) };

static void keep(result *r, size_t which, vectors *s)
{
  describe(s);
  memcpy(r->set[which].lower, s->lower, sizeof s->lower);
  memcpy(r->set[which].upper, s->upper, sizeof s->upper);
  r->set[which].area = s->area;
  r->set[which].count = s->count ? (double)s->count : (double)NAN;
  for (size_t i = 0; i < 2 * MOST_VERTICES; i++)
    r->set[which].vertex[i] =
        s->n == 2 && i < 2 * s->count ? s->x[i] : (double)NAN;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t program = cell->coord[0], n = program_inputs(program);
  result *r = tame_calloc(1, sizeof *r);
  tame_tape *t = tame_tape_alloc();
  const tame_var y = program_at_zero(t, program);
  gsl_rng *rng = tame_run_rng(run, "points", program);
  vectors all = {.n = n}, near = {.n = n};
  tame_status s = uniform_choices(r->uniform, t, y);
  r->kinks = (double)tame_tape_kinks(NULL, 0, y);
  if (s >= 0) s = independent_choices(&all, y);
  if (s >= 0 && n == 2) s = grid_of_choices(r->cloud, y);
  if (s >= 0) s = clarke(&near, t, y, rng, tame_run_count(run, "samples"));
  keep(r, 0, &all);
  keep(r, 1, &near);
  tame_h5_index(out, "number", N_RESULT, "number");
  tame_h5_write(out, "result", "number", (double *)r, "result", "1");
  gsl_rng_free(rng);
  tame_tape_free(t);
  free(r);
  return s < 0 ? tame_fail(err, s, "%s: %s", cell->name, tame_status_str(s))
               : TAME_OK;
}

/* --- the whole ------------------------------------------------------------- */

/* The bounds, area and number of vertices of one of the two sets. */
static void write_set(tame_h5 *out, const result *r, size_t which,
                      const char *group, const char *title)
{
  double lower[N_PROGRAMS * MOST_INPUTS], upper[N_PROGRAMS * MOST_INPUTS];
  double area[N_PROGRAMS], count[N_PROGRAMS];
  char path[64];
  for (size_t p = 0; p < N_PROGRAMS; p++) {
    memcpy(lower + p * MOST_INPUTS, r[p].set[which].lower,
           sizeof r[p].set[which].lower);
    memcpy(upper + p * MOST_INPUTS, r[p].set[which].upper,
           sizeof r[p].set[which].upper);
    area[p] = r[p].set[which].area;
    count[p] = r[p].set[which].count;
  }
  tame_h5_group(out, group, title);
  snprintf(path, sizeof path, "%s/lower", group);
  tame_h5_write(out, path, "program input", lower, "smallest entry", "1");
  snprintf(path, sizeof path, "%s/upper", group);
  tame_h5_write(out, path, "program input", upper, "largest entry", "1");
  snprintf(path, sizeof path, "%s/area", group);
  tame_h5_write(out, path, "program", area, "area of the convex hull", "1");
  snprintf(path, sizeof path, "%s/vertices", group);
  tame_h5_write(out, path, "program", count,
                "vectors found (vertices of their hull for two inputs)", "1");
  tame_h5_panel(out, group, "upper", "program input");
}

/* A polygon of two-input program P, closed, as columns x and y. */
static void write_polygon(tame_h5 *out, const result *r, size_t which,
                          const char *group, const char *name)
{
  double column[2][MOST_VERTICES + 1];
  char path[96], axis[64];
  const size_t n = (size_t)r->set[which].count;
  for (size_t k = 0; k <= n; k++)
    for (size_t i = 0; i < 2; i++)
      column[i][k] = r->set[which].vertex[2 * (k % n) + i];
  snprintf(axis, sizeof axis, "%s_vertex", name);
  snprintf(path, sizeof path, "%s/%s", group, axis);
  tame_h5_index(out, path, n + 1, "vertex; the last is the first");
  for (size_t i = 0; i < 2; i++) {
    snprintf(path, sizeof path, "%s/%s_%c", group, name, i ? 'b' : 'a');
    tame_h5_write(out, path, axis, column[i],
                  i ? "entry of b at a vertex" : "entry of a at a vertex", "1");
  }
}

static void write_plane(tame_h5 *out, const result *r, const char *group,
                        const char *title)
{
  double x[2][GRID * GRID];
  char path[64];
  for (size_t k = 0; k < GRID * GRID; k++)
    for (size_t i = 0; i < 2; i++) x[i][k] = r->cloud[2 * k + i];
  tame_h5_group(out, group, title);
  snprintf(path, sizeof path, "%s/point", group);
  tame_h5_index(out, path, GRID * GRID, "choice");
  for (size_t i = 0; i < 2; i++) {
    snprintf(path, sizeof path, "%s/%c", group, i ? 'b' : 'a');
    tame_h5_write(out, path, "point", x[i],
                  i ? "entry of b, choices on a grid"
                    : "entry of a, choices on a grid",
                  "1");
  }
  write_polygon(out, r, 0, group, "independent");
  write_polygon(out, r, 1, group, "clarke");
  snprintf(path, sizeof path, "%s/uniform", group);
  tame_h5_index(out, path, N_A, "choice of relu'(0)");
  for (size_t i = 0; i < 2; i++) {
    double column[N_A];
    for (size_t k = 0; k < N_A; k++)
      column[k] = r->uniform[k * MOST_INPUTS + i];
    snprintf(path, sizeof path, "%s/uniform_%c", group, i ? 'b' : 'a');
    tame_h5_write(out, path, "uniform", column,
                  i ? "entry of b, one value everywhere"
                    : "entry of a, one value everywhere",
                  "1");
  }
  tame_h5_panel(out, group, "b", "point");
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  result *r = tame_calloc(N_PROGRAMS, sizeof *r);
  double uniform[N_PROGRAMS * N_A * MOST_INPUTS], kinks[N_PROGRAMS];
  (void)run;
  const tame_status s =
      tame_cells_gather((double *)r, cells, "result", N_RESULT, err);
  for (size_t p = 0; p < N_PROGRAMS; p++) {
    memcpy(uniform + p * N_A * MOST_INPUTS, r[p].uniform, sizeof r[p].uniform);
    kinks[p] = r[p].kinks;
  }
  tame_h5_codes(out, "program", PROGRAMS, "program");
  tame_h5_index(out, "input", MOST_INPUTS, "input");
  tame_h5_group(out, "uniform", "One value of relu'(0) everywhere");
  tame_h5_axis(out, "uniform/derivative", A, N_A, "relu'(0)", "1");
  tame_h5_write(out, "uniform/gradient", "program derivative input", uniform,
                "what a reverse sweep returns at 0", "1");
  tame_h5_write(out, "uniform/kinks", "program", kinks,
                "operations at their kink", "1");
  tame_h5_panel(out, "uniform", "gradient", "program derivative input");
  write_set(out, r, 0, "independent", "All independent choices, D^a(0)");
  write_set(out, r, 1, "clarke", "Gradients near 0: Clarke subdifferential");
  write_plane(out, &r[MAXIMUM], "plane_maximum",
              "max(a, b) as b + relu(a - b)");
  write_plane(out, &r[MAXIMUM_NET], "plane_maximum_net",
              "max(a, b) as relu(a - b) + relu(b) - relu(-b)");
  free(r);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_PROGRAMS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "program%zu", index);
  snprintf(cell->group, sizeof cell->group, "all programs");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.01730/kinks",
          .title =
              "Conservative gradients and Clarke subdifferentials at kinks",
          .figures = "illus-kinks",
          .about = "What reverse sweeps return at 0 for several programs of "
                   "|x|, 0 and max(a, b), for one choice at all kinks and for "
                   "independent ones, against gradients near by.  "
                   "Illustrations, not experiments of the paper.",
          .params = PARAMS,
          .cost = {0.01, 0.02, 0.3},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
