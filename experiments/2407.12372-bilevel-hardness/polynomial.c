/* SPDX-License-Identifier: MIT */
/* E3: polynomial lower levels over a compact box: linear, convex, and sums of
 * squares (polynomial-levels.c has their formulas); and what a certificate costs
 * near a jump, group /jump, for the ceiling from sums of squares at
 * x = 1 + 10^-e:
 *   plain     expanded in double arithmetic, rounding ignored: no proof, and
 *             below e = 8 not even the appearance of one is reliable;
 *   proved    expanded in double-double arithmetic with error bounds;
 *   factored  interval bounds of the product as it stands, one box.
 *
 * A cell is one example, or the jump. */
#include "polynomial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "examples.h"
#include "tame/base.h"
#include "tame/exp.h"
#include "tame/interval.h"

static const tame_option PARAMS[] = {
    {"refine", {1, 1, 10}, 1, 1000, "refinement of the grids", NULL},
    {"exponent", {7, 12, 12}, 7, 12, "largest e", NULL},
    {0}};

/* --- the examples ----------------------------------------------------------- */

static double step_o(long num, long den)
{
  (void)den;
  return num > 0;
}
static double step_p(long num, long den)
{
  (void)den;
  return num >= 0;
}
static double one(long num, long den)
{
  (void)num, (void)den;
  return 1.0;
}
static double three(long num, long den)
{
  (void)num, (void)den;
  return K_SQUARES;
}
static double ceiling(long num, long den)
{
  return (double)((num + den - 1) / den);
}
static double ceiling_p(long num, long den) /* one more at 0, ..., K - 1 */
{
  return (double)(num / den < K_LINEAR ? num / den + 1 : K_LINEAR);
}
static double absolute(long num, long den) { return fabs(quotient(num, den)); }
static double cusp(long num, long den) { return sqrt(absolute(num, den)); }

typedef double target(long num, long den);

static const struct {
  const char *name, *title;
  lower_level *at;
  target *optimistic, *pessimistic;
  long first, last, den; /* grid: num / den */
  double is_convex;
} EXAMPLE[] = {{"linear_step", "1: Q = xy", linear_step, step_o, step_p, -320,
                320, 320, 1},
               {"linear_ceiling", "2: Q = sum (x - k) y_k, K = 5",
                linear_ceiling, ceiling, ceiling_p, 1, 5000, 1000, 1},
               {"convex_abs", "4: Q = z^3/3 - x^2 z", convex_abs, absolute,
                absolute, -320, 320, 320, 1},
               {"convex_cusp", "5: Q = z^5/5 - x^2 z", convex_cusp, cusp, cusp,
                -320, 320, 320, 1},
               {"squares_step", "7: Q = (t^2 + (x + z^2)^2)(t - 1)^2",
                squares_step, step_o, one, -320, 320, 320, 0},
               {"squares_ceiling",
                "8: Q = prod [(t - k)^2 + (x - k + z^2)^2], K = 3",
                squares_ceiling, ceiling, three, 1, 59, 20, 0},
               {"squares_cusp", "9: Q = (t^4 - x^2)^2", squares_cusp, cusp,
                cusp, -320, 320, 320, 0}};
enum { N_EXAMPLES = sizeof EXAMPLE / sizeof *EXAMPLE, CEILING = 5 };

typedef enum {
  VALUE,
  VALUE_P,
  TARGET,
  TARGET_P,
  WIDTH,
  BOXES,
  UNPROVED,
  RESIDUAL,
  N_COLUMNS
} column_index;
static const struct {
  const char *name, *meaning;
} COLUMN[N_COLUMNS] = {
    {"optimistic", "optimistic value function"},
    {"pessimistic", "pessimistic value function"},
    {"target", "prescribed function"},
    {"target_pessimistic", "the same for the pessimistic value function"},
    {"width", "certified precision of the optimistic value; 0: exact"},
    {"boxes", "Bernstein boxes of the certificate"},
    {"unproved", "1 where the certificate failed"},
    {"residual", "|Q| at the zero in closed form, its error included"}};

static tame_status run_example(tame_h5 *out, size_t e, long fine)
{
  /* the ceiling's grid 0.05, 0.15, ... stays, for its reference values */
  const long f = e == CEILING ? 1 : fine, stride = e == CEILING ? 2 : 1;
  const long first =
      EXAMPLE[e].first > 0 ? EXAMPLE[e].first : EXAMPLE[e].first * f;
  const long last = EXAMPLE[e].last * f, den = EXAMPLE[e].den * f;
  const size_t n = (size_t)((last - first) / stride) + 1;
  double *x = tame_vec(n), *c = tame_vec(N_COLUMNS * n);
  for (size_t i = 0; i < n; i++) {
    const long num = first + stride * (long)i;
    const level v = EXAMPLE[e].at(num, den);
    x[i] = quotient(num, den);
    c[VALUE * n + i] = v.v.optimistic;
    c[VALUE_P * n + i] = v.v.pessimistic;
    c[TARGET * n + i] = EXAMPLE[e].optimistic(num, den);
    c[TARGET_P * n + i] = EXAMPLE[e].pessimistic(num, den);
    c[WIDTH * n + i] = v.width;
    c[BOXES * n + i] = v.boxes;
    c[UNPROVED * n + i] = v.unproved;
    c[RESIDUAL * n + i] = v.residual;
  }
  tame_h5_axis(out, "x", x, n, "x", "1");
  for (size_t k = 0; k < N_COLUMNS; k++)
    tame_h5_write(out, COLUMN[k].name, "x", c + k * n, COLUMN[k].meaning, "1");
  free(x);
  free(c);
  return TAME_OK;
}

/* --- near a jump -------------------------------------------------------------- */

/* Is the product, by intervals, positive on [0, t_hi] x [0, z_hi]? */
static bool factored_is_positive(double x, double t_hi, double z_hi)
{
  const tame_interval t = {0.0, t_hi}, z = {0.0, z_hi};
  tame_interval product = tame_point(1.0);
  for (int k = 0; k <= K_SQUARES; k++) {
    const tame_interval shift = tame_interval_sub(tame_point(x), tame_point(k));
    const tame_interval a =
        tame_interval_sqr(tame_interval_sub(t, tame_point(k)));
    const tame_interval b =
        tame_interval_sqr(tame_interval_add(shift, tame_interval_sqr(z)));
    product = tame_interval_mul(product, tame_interval_add(a, b));
  }
  return product.lo > 0.0;
}

static void run_jump(tame_h5 *out, size_t n)
{
  double e[16], distance[16], c[5][16];
  const tame_box2 box = {0.0, 2.0 - DELTA, 0.0, sqrt(K_SQUARES)};
  for (size_t i = 0; i < n; i++) {
    size_t boxes;
    e[i] = (double)(i + 1);
    distance[i] = pow(10.0, -e[i]);
    const double x = 1.0 + distance[i];
    tame_bipoly *plain = squares_ceiling_poly(TAME_PLAIN, x);
    tame_bipoly *wide = squares_ceiling_poly(TAME_DOUBLE_DOUBLE, x);
    c[1][i] = tame_bernstein_positive(&boxes, plain, box, false, MAX_BOXES);
    c[0][i] = (double)boxes;
    c[3][i] = tame_bernstein_positive(&boxes, wide, box, true, MAX_BOXES);
    c[2][i] = (double)boxes;
    c[4][i] = factored_is_positive(x, box.t_hi, box.z_hi);
    tame_bipoly_free(plain);
    tame_bipoly_free(wide);
  }
  tame_h5_axis(out, "e", e, n, "e", "1");
  tame_h5_write(out, "distance", "e", distance, "distance", "1");
  tame_h5_write(out, "plain_boxes", "e", c[0], "plain_boxes", "1");
  tame_h5_write(out, "plain", "e", c[1], "plain", "1");
  tame_h5_write(out, "proved_boxes", "e", c[2], "proved_boxes", "1");
  tame_h5_write(out, "proved", "e", c[3], "proved", "1");
  tame_h5_write(out, "factored", "e", c[4], "factored", "1");
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  (void)err;
  if (cell->coord[0] < N_EXAMPLES)
    return run_example(out, cell->coord[0],
                       (long)tame_run_count(run, "refine"));
  run_jump(out, tame_run_count(run, "exponent"));
  return TAME_OK;
}

/* --- the whole -------------------------------------------------------------- */

static tame_status merge_example(example *row, tame_h5 *out,
                                 const tame_cells *cells, size_t e,
                                 tame_error *err)
{
  char path[96];
  double *x, *c[N_COLUMNS] = {NULL}, *error;
  tame_h5_shape shape;
  tame_status s = tame_cells_read(&x, &shape, cells, e, "x", err);
  if (s < 0) return s;
  const size_t n = shape.count;
  tame_h5_group(out, EXAMPLE[e].name, EXAMPLE[e].title);
  snprintf(path, sizeof path, "%s/x", EXAMPLE[e].name);
  tame_h5_axis(out, path, x, n, "x", "1");
  for (size_t k = 0; k < N_COLUMNS && s >= 0; k++) {
    s = tame_cells_read(&c[k], &shape, cells, e, COLUMN[k].name, err);
    if (s < 0) break;
    snprintf(path, sizeof path, "%s/%s", EXAMPLE[e].name, COLUMN[k].name);
    tame_h5_write(out, path, "x", c[k], COLUMN[k].meaning, "1");
  }
  *row = (example){
      EXAMPLE[e].name, EXAMPLE[e].is_convex, 1, 1, 1, 1, 1, (double)n, 0.0};
  error = tame_vec(n);
  for (size_t i = 0; i < n && s >= 0; i++) {
    error[i] = fmax(fabs(c[VALUE][i] - c[TARGET][i]),
                    fabs(c[VALUE_P][i] - c[TARGET_P][i]));
    row->error = fmax(row->error, error[i]);
  }
  snprintf(path, sizeof path, "%s/error", EXAMPLE[e].name);
  tame_h5_write(out, path, "x", error,
                "larger difference of the two values to their targets", "1");
  tame_h5_panel(out, EXAMPLE[e].name, "optimistic", "x");
  for (size_t k = 0; k < N_COLUMNS; k++) free(c[k]);
  free(x);
  free(error);
  return s;
}

static tame_status merge_jump(tame_h5 *out, const tame_cells *cells,
                              tame_error *err)
{
  static const struct {
    const char *name, *meaning;
  } PART[] = {
      {"e", "e"},
      {"distance", "distance 10^-e of x to the jump"},
      {"plain_boxes", "boxes, expanded in double, rounding ignored"},
      {"plain", "1 when that ends with 'positive'"},
      {"proved_boxes", "boxes, expanded, with error bounds"},
      {"proved", "1 when that is a proof"},
      {"factored", "1 when interval bounds of the product prove it at once"}};
  double *x;
  tame_h5_shape shape;
  char path[64];
  tame_h5_group(out, "jump", "Certificates near a jump, x = 1 + 10^-e");
  for (size_t i = 0; i < sizeof PART / sizeof *PART; i++) {
    TAME_TRY(tame_cells_read(&x, &shape, cells, N_EXAMPLES, PART[i].name, err));
    snprintf(path, sizeof path, "jump/%s", PART[i].name);
    if (i == 0)
      tame_h5_axis(out, path, x, shape.count, PART[i].meaning, "1");
    else
      tame_h5_write(out, path, "e", x, PART[i].meaning, "1");
    free(x);
  }
  tame_h5_panel(out, "jump", "proved_boxes", "e");
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  example row[N_EXAMPLES];
  (void)run;
  for (size_t e = 0; e < N_EXAMPLES; e++)
    TAME_TRY(merge_example(&row[e], out, cells, e, err));
  write_examples(out, row, N_EXAMPLES);
  return merge_jump(out, cells, err);
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_EXAMPLES + 1;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "%s",
           index < N_EXAMPLES ? EXAMPLE[index].name : "jump");
  snprintf(cell->group, sizeof cell->group, "all examples");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2407.12372/polynomial",
          .title = "Value functions of polynomial lower levels over a box",
          .figures =
              "illus-polynomial-gallery illus-certificate tab01-examples",
          .about = "Optimistic and pessimistic value functions of linear, "
                   "convex and sum-of-squares lower levels over a compact box, "
                   "with certificates, and the cost of these near a jump.  An "
                   "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.03, 0.03, 0.1},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
