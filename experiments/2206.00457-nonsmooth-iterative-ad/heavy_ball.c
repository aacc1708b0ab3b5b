/* SPDX-License-Identifier: MIT */
/* Figure 3: derivatives of heavy ball may diverge although its iterates
 * converge.  On
 *
 *     f(x) = x^2/2 for x >= 0,  x^2/8 for x < 0,
 *
 * heavy ball x+ = x - alpha f'(x) + beta (x - y), y+ = x, alpha = 1, starts
 * at (theta, theta).  At theta = 0 all iterates are 0, where the conservative
 * Jacobian of a step is the segment between
 *
 *     M1 = [beta, -beta; 1, 0]  (side x >= 0),
 *     M2 = [3/4 + beta, -beta; 1, 0]  (side x < 0),
 *
 * and the derivative of the k-th iterate is any product of k elements applied
 * to (1, 1).  The side is an argument of the map of f' here: the derivative
 * that it gives at 0.  For theta = 1 and -1 the iterates are homogeneous in
 * theta, so their norms are those of the derivatives.  Norms are of (x, y);
 * for gradient descent, which is beta = 0, of x.
 *
 * A cell is one random selection of sides; the rest takes no time and is done
 * by the merge. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/la.h"
#include "tame/rng.h"
#include "tame/splitting.h"
#include "tame/stats.h"

static const tame_option PARAMS[] = {
    {"steps", {400, 400, 400}, 400, 1e5, "iterations", NULL},
    {"runs", {20, 200, 1000}, 2, 1e5, "random selections", NULL},
    {"products",
     {2000, 2000, 2000},
     100,
     1e7,
     "steps for the growth exponent of a random selection",
     NULL},
    {0}};

static const double ALPHA = 1.0, BETA = 0.75;
static const double SLOPE[2] = {1.0, 0.25}; /* f'' right and left of 0 */
enum { RIGHT, LEFT };

/* --- the maps -------------------------------------------------------------
 * ctx of f': the derivative of f' at 0. */

static double slope(double x, const double *at_zero)
{
  return x > 0.0 ? SLOPE[RIGHT] : x < 0.0 ? SLOPE[LEFT] : *at_zero;
}

static void gradient(double *g, const double *x, const double *theta, void *ctx)
{
  (void)theta;
  g[0] = slope(x[0], ctx) * x[0];
}

static void gradient_jvp(double *dg, const double *dx, const double *dtheta,
                         const double *x, const double *theta, void *ctx)
{
  (void)dtheta;
  (void)theta;
  dg[0] = slope(x[0], ctx) * dx[0];
}

/* An algorithm with either choice at 0: side[RIGHT] and side[LEFT]. */
typedef struct {
  size_t parts; /* of (x, y) that count in norms: 2, for gradient descent 1 */
  double at_zero[2];
  tame_splitting *splitting[2];
  tame_map side[2];
} algorithm;

static tame_status begin(algorithm *a, double beta)
{
  a->parts = beta > 0.0 ? 2 : 1;
  for (int i = 0; i < 2; i++) {
    a->at_zero[i] = SLOPE[i];
    const tame_map g = {
        .n = 1, .value = gradient, .jvp = gradient_jvp, .ctx = &a->at_zero[i]};
    a->splitting[i] = tame_splitting_alloc();
    TAME_TRY(tame_heavy_ball_init(a->splitting[i], &g, ALPHA, beta));
    a->side[i] = tame_splitting_map(a->splitting[i]);
  }
  return TAME_OK;
}

static void end(algorithm *a)
{
  for (int i = 0; i < 2; i++) tame_splitting_free(a->splitting[i]);
}

/* norm [steps + 1] <- |(x_k, y_k)| from (theta, theta). */
static void iterates(double *norm, double theta, size_t steps, algorithm *a)
{
  double v[2] = {theta, theta}, next[2];
  for (size_t k = 0; k <= steps; k++) {
    norm[k] = tame_norm(v, a->parts);
    a->side[RIGHT].value(next, v, NULL, a->side[RIGHT].ctx);
    memcpy(v, next, sizeof v);
  }
}

/* j <- M j for the side at 0. */
static void multiply(double j[2], int side, const algorithm *a)
{
  static const double zero[2] = {0.0, 0.0};
  double next[2];
  const tame_map *m = &a->side[side];
  m->jvp(next, j, NULL, zero, NULL, m->ctx);
  memcpy(j, next, sizeof next);
}

/* norm [steps + 1] <- |J_k| for the sides CYCLE, over and over. */
static void selection(double *norm, const int *cycle, size_t length,
                      size_t steps, const algorithm *a)
{
  double j[2] = {1.0, 1.0};
  for (size_t k = 0; k <= steps; k++) {
    norm[k] = tame_norm(j, a->parts);
    multiply(j, cycle[k % length], a);
  }
}

/* --- curves ---------------------------------------------------------------
 * For both algorithms: iterates from 1 and -1, three selections. */

static const int ALL_RIGHT[1] = {RIGHT}, ALL_LEFT[1] = {LEFT};
static const int CYCLE[4] = {LEFT, LEFT, RIGHT, RIGHT};
enum { N_CURVES = 5 };
static const struct {
  const char *name, *meaning;
} CURVES[N_CURVES] = {
    {"iterate_plus", "norm of the iterate from theta = 1"},
    {"iterate_minus", "norm of the iterate from theta = -1"},
    {"right", "|J_k| at theta = 0, always the side x >= 0"},
    {"left", "|J_k| at theta = 0, always the side x < 0"},
    {"cycle", "|J_k| at theta = 0, sides left left right right"}};
static const char *const GROUPS[2] = {"heavy_ball", "gradient_descent"};
static const double BETAS[2] = {BETA, 0.0};

static void curve(double *x, size_t which, size_t steps, algorithm *a)
{
  switch (which) {
  case 0:
    iterates(x, 1.0, steps, a);
    break;
  case 1:
    iterates(x, -1.0, steps, a);
    break;
  case 2:
    selection(x, ALL_RIGHT, 1, steps, a);
    break;
  case 3:
    selection(x, ALL_LEFT, 1, steps, a);
    break;
  default:
    selection(x, CYCLE, 4, steps, a);
  }
}

/* --- cells: random selections ----------------------------------------------
 */

/* (1/n) log |J_n| of a random product, rescaled at every step. */
static double exponent(size_t n, const algorithm *a, gsl_rng *rng)
{
  double j[2] = {1.0, 1.0}, sum = 0.0;
  for (size_t k = 0; k < n; k++) {
    multiply(j, gsl_rng_uniform_int(rng, 2) ? LEFT : RIGHT, a);
    const double norm = tame_norm(j, 2);
    sum += log(norm);
    cblas_dscal(2, 1.0 / norm, j, 1);
  }
  return sum / (double)n;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t steps = tame_run_count(run, "steps");
  double *norm = tame_vec(steps + 1);
  tame_status s = TAME_OK;
  tame_h5_index(out, "k", steps + 1, "iteration k");
  for (int g = 0; g < 2 && s >= 0; g++) {
    algorithm a;
    gsl_rng *rng = tame_run_rng(run, GROUPS[g], cell->index);
    double j[2] = {1.0, 1.0};
    s = begin(&a, BETAS[g]);
    for (size_t i = 0; i <= steps && s >= 0; i++) {
      norm[i] = tame_norm(j, a.parts);
      multiply(j, gsl_rng_uniform_int(rng, 2) ? LEFT : RIGHT, &a);
    }
    tame_h5_write(out, GROUPS[g], "k", norm, "|J_k|", "1");
    if (g == 0 && s >= 0)
      tame_h5_write_scalar(out, "exponent",
                           exponent(tame_run_count(run, "products"), &a, rng),
                           "growth exponent", "1");
    end(&a);
    gsl_rng_free(rng);
  }
  free(norm);
  return s < 0
             ? tame_fail(err, s, "cell %s: %s", cell->name, tame_status_str(s))
             : s;
}

/* --- merge ---------------------------------------------------------------- */

/* The function and its derivative, for the first panel. */
static void write_function(tame_h5 *out)
{
  enum { N = 401 };
  double x[N], value[N], derivative[N];
  for (size_t i = 0; i < N; i++) {
    x[i] = -2.0 + 4.0 * (double)i / (N - 1);
    const double s = slope(x[i], &SLOPE[RIGHT]);
    value[i] = 0.5 * s * x[i] * x[i];
    derivative[i] = s * x[i];
  }
  tame_h5_group(out, "function", "f and its derivative");
  tame_h5_axis(out, "function/x", x, N, "x", "1");
  tame_h5_write(out, "function/value", "x", value, "f(x)", "1");
  tame_h5_write(out, "function/derivative", "x", derivative, "f'(x)", "1");
  tame_h5_panel(out, "function", "value", "x");
}

static tame_status merge_group(tame_h5 *out, const char *group, algorithm *a,
                               const tame_cells *cells, size_t steps,
                               tame_error *err)
{
  static const struct {
    const char *name, *meaning;
    double f;
  } SPREAD[3] = {{"random_median", "median over random selections", 0.5},
                 {"random_low", "first decile over random selections", 0.1},
                 {"random_high", "last decile over random selections", 0.9}};
  char path[64];
  const size_t runs = tame_cells_count(cells);
  double *all = tame_vec(runs * (steps + 1)), *x = tame_vec(steps + 1);
  for (size_t i = 0; i < N_CURVES; i++) {
    curve(x, i, steps, a);
    snprintf(path, sizeof path, "%s/%s", group, CURVES[i].name);
    tame_h5_write(out, path, "k", x, CURVES[i].meaning, "1");
  }
  const tame_status s = tame_cells_gather(all, cells, group, steps + 1, err);
  snprintf(path, sizeof path, "%s/random", group);
  tame_h5_write(out, path, "run k", all, "|J_k|, random sides", "1");
  for (size_t i = 0; i < 3; i++) {
    tame_quantile_columns(x, all, runs, steps + 1, SPREAD[i].f);
    snprintf(path, sizeof path, "%s/%s", group, SPREAD[i].name);
    tame_h5_write(out, path, "k", x, SPREAD[i].meaning, "1");
  }
  tame_h5_panel(out, group, "cycle", "k");
  free(all);
  free(x);
  return s;
}

static void number(tame_h5 *out, const char *name, double x,
                   const char *meaning)
{
  char path[64];
  snprintf(path, sizeof path, "products/%s", name);
  tame_h5_write_scalar(out, path, x, meaning, "1");
}

/* m [2 x 2] <- the product of the sides of CYCLE [length], first one first,
 * from products with unit vectors. */
static void product(double *m, const int *cycle, size_t length,
                    const algorithm *a)
{
  for (int col = 0; col < 2; col++) {
    double e[2] = {col == 0, col == 1};
    for (size_t i = 0; i < length; i++) multiply(e, cycle[i], a);
    m[col] = e[0];
    m[2 + col] = e[1];
  }
}

static tame_status write_eigenvalues(tame_h5 *out, const algorithm *a)
{
  double m[4], re[2], im[2];
  product(m, ALL_RIGHT, 1, a);
  TAME_TRY(tame_la_eigenvalues(re, im, m, 2));
  number(out, "radius_right", hypot(re[0], im[0]), "spectral radius of M1");
  product(m, ALL_LEFT, 1, a);
  TAME_TRY(tame_la_eigenvalues(re, im, m, 2));
  number(out, "radius_left", hypot(re[0], im[0]), "spectral radius of M2");
  product(m, CYCLE, 4, a);
  TAME_TRY(tame_la_eigenvalues(re, im, m, 2));
  number(out, "cycle_large", fmin(re[0], re[1]),
         "eigenvalue of M1 M1 M2 M2 that grows");
  number(out, "cycle_small", fmax(re[0], re[1]),
         "the other eigenvalue of M1 M1 M2 M2");
  return TAME_OK;
}

/* Slope of log norm[k] at k = first, first + stride, ..., last. */
static double log_slope(const double *norm, size_t first, size_t last,
                        size_t stride)
{
  const size_t n = (last - first) / stride + 1;
  double *k = tame_vec(n), *y = tame_vec(n);
  for (size_t i = 0; i < n; i++) {
    k[i] = (double)(first + stride * i);
    y[i] = log(norm[first + stride * i]);
  }
  const double slope_of_line = tame_fit_line(k, y, n).slope;
  free(k);
  free(y);
  return slope_of_line;
}

static tame_status write_products(tame_h5 *out, size_t steps, algorithm *a)
{
  double *norm = tame_vec(steps + 1);
  const double mu = SLOPE[LEFT] * ALPHA, lip = SLOPE[RIGHT] * ALPHA;
  tame_h5_group(out, "products", "products of the two matrices");
  const tame_status s = write_eigenvalues(out, a);
  selection(norm, CYCLE, 4, steps, a);
  number(out, "cycle_slope", log_slope(norm, 80, 400, 4),
         "slope of log |J_k| along the cycle, k = 80, 84, ..., 400");
  iterates(norm, 1.0, steps, a);
  number(out, "iterate_rate", exp(log_slope(norm, 20, 200, 1)),
         "rate of the iterates from theta = 1, k = 20, ..., 200");
  iterates(norm, 0.0, steps, a);
  number(out, "at_zero", norm[cblas_idamax((int)steps + 1, norm, 1)],
         "largest norm of the iterates from theta = 0");
  number(out, "stable_beta",
         0.5 * (0.5 * mu + sqrt(0.25 * mu * mu + 4.0 * (1.0 - 0.5 * lip))),
         "beta below which heavy ball converges for every such f");
  free(norm);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t steps = tame_run_count(run, "steps");
  const size_t runs = tame_cells_count(cells);
  double *r = tame_vec(runs);
  tame_status s = TAME_OK;
  tame_h5_index(out, "k", steps + 1, "iteration k");
  tame_h5_index(out, "run", runs, "random selection");
  write_function(out);
  for (int g = 0; g < 2 && s >= 0; g++) {
    algorithm a;
    s = begin(&a, BETAS[g]);
    tame_h5_group(out, GROUPS[g], g ? "gradient descent" : "heavy ball");
    if (s >= 0) s = merge_group(out, GROUPS[g], &a, cells, steps, err);
    if (s >= 0 && g == 0) s = write_products(out, steps, &a);
    end(&a);
  }
  if (s >= 0) s = tame_cells_gather(r, cells, "exponent", 1, err);
  tame_h5_write(out, "products/random_exponent", "run", r,
                "growth exponent of a random product", "1");
  free(r);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "runs");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "random%zu", index);
  snprintf(cell->group, sizeof cell->group, "random selections");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.00457/heavy_ball",
          .title = "Derivatives of gradient descent and heavy ball at a kink",
          .figures = "fig03",
          .about = "Iterates and products of Jacobians of gradient descent and "
                   "heavy ball on a piecewise quadratic function of one "
                   "variable, for constant, periodic and random choices of the "
                   "side at the kink.",
          .params = PARAMS,
          .cost = {0.1, 0.3, 1.5},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
