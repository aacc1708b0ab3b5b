/* SPDX-License-Identifier: MIT */
/* The heavy ball's iterates converge while products of its derivatives need not
 * (Figure 3 of arXiv 2206.00457).  The function: kinked.h.
 *
 *     F(x, y) = (x - alpha f'(x) + beta (x - y), x),  alpha = 1, beta = 3/4,
 *     (x_0, y_0) = (theta, theta),  J_0 = (1, 1).
 *
 * At theta = 0 all iterates are 0 and each step may take M1 or M2, both of
 * spectral radius sqrt(3/4).  The selection M2, M2, M1, M1, M2, ... has
 *     M1 M1 M2 M2 = [[-9/8, 81/128], [0, -9/32]]:
 * growth by 9/8 in four steps.  Gradient descent, x+ = x - f'(x), takes factors
 * 0 and 3/4.  A cell is one selection: constant M1, constant M2, period 2211,
 * then random ones, i.i.d. uniform.
 *
 * scale     runs  steps  one core
 * smoke       20   2000  0.02 s
 * default    200   2000  0.12 s
 * paper      200   2000  0.16 s */
#include <stdio.h>
#include <stdlib.h>

#include "kinked.h"
#include "tame/exp.h"
#include "tame/prox.h"
#include "tame/rng.h"

enum {
  CONSTANT_1,
  CONSTANT_2,
  PERIODIC,
  N_RULES,
  LENGTH = 401,  /* iterations stored, of the heavy ball */
  DESCENT = 101, /* of gradient descent */
  GRID = 81
};
static const double BETA = 0.75;

static const tame_option PARAMS[] = {
    {"runs", {20, 200, 200}, 1, 100000, "random selections", NULL},
    {"steps", {2000, 2000, 2000}, 400, 3000, "steps of a selection", NULL},
    {0}};

/* --- one selection ------------------------------------------------------------ */

/* The slope that step k takes at 0. */
static double choose(size_t rule, size_t k, gsl_rng *rng)
{
  if (rule == CONSTANT_1) return SLOPE_1;
  if (rule == CONSTANT_2) return SLOPE_2;
  if (rule == PERIODIC) return k % 4 < 2 ? SLOPE_2 : SLOPE_1;
  return gsl_rng_uniform(rng) < 0.5 ? SLOPE_1 : SLOPE_2;
}

/* norm [length] <- |J_k|_2 at the origin along RULE, from J_0 = (1, ..., 1);
 * the return value is log |J_steps|. */
static double follow(double *norm, size_t length, const tame_map *map,
                     double *slope, size_t rule, size_t steps, gsl_rng *rng)
{
  const double origin[2] = {0}, theta = 0.0;
  double jac[2] = {1.0, 1.0}, next[2];
  for (size_t k = 0;; k++) {
    if (k < length) norm[k] = tame_norm(jac, map->n);
    if (k == steps) break;
    *slope = choose(rule, k, rng);
    TAME_REQUIRE(tame_diff_piggyback(next, jac, origin, &theta, map) ==
                 TAME_OK);
    memcpy(jac, next, map->n * sizeof *jac);
  }
  return log(tame_norm(jac, map->n));
}

/* norm [length] <- |x_k|_2 along the true iteration from (theta, ..., theta) */
static void travel(double *norm, size_t length, const tame_map *map,
                   double theta)
{
  double x[2] = {theta, theta}, next[2];
  for (size_t k = 0; k < length; k++) {
    norm[k] = tame_norm(x, map->n);
    map->value(next, x, &theta, map->ctx);
    memcpy(x, next, map->n * sizeof *x);
  }
}

/* Both algorithms as maps. */
typedef struct {
  double slope;
  tame_prox_box identity;
  tame_splitting *heavy, *plain;
  tame_map ball, descent;
} algorithms;

static void algorithms_begin(algorithms *w)
{
  const tame_map f = kinked_gradient(&w->slope);
  w->slope = SLOPE_1;
  w->heavy = tame_splitting_alloc();
  w->plain = tame_splitting_alloc();
  TAME_REQUIRE(tame_heavy_ball_init(w->heavy, &f, ALPHA, BETA) == TAME_OK);
  TAME_REQUIRE(
      tame_prox_box_init(&w->identity, 1, 1, tame_param_fixed(-INFINITY),
                         tame_param_fixed(INFINITY), tame_param_fixed(0.0),
                         ALPHA, (tame_kink){.at_kink = 1.0}) == TAME_OK);
  const tame_map identity = tame_prox_box_map(&w->identity);
  TAME_REQUIRE(tame_forward_backward_init(w->plain, &identity, &f, ALPHA) ==
               TAME_OK);
  w->ball = tame_splitting_map(w->heavy);
  w->descent = tame_splitting_map(w->plain);
}

static void algorithms_end(algorithms *w)
{
  tame_splitting_free(w->heavy);
  tame_splitting_free(w->plain);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t rule = cell->coord[0], steps = tame_run_count(run, "steps");
  double ball[LENGTH], descent[DESCENT];
  algorithms w;
  (void)err;
  algorithms_begin(&w);
  gsl_rng *rng = tame_run_rng(run, "selection", rule);
  const double last = follow(ball, LENGTH, &w.ball, &w.slope, rule, steps, rng);
  gsl_rng_free(rng);
  rng = tame_run_rng(run, "selection", rule); /* the same selection */
  follow(descent, DESCENT, &w.descent, &w.slope, rule, DESCENT - 1, rng);
  gsl_rng_free(rng);
  algorithms_end(&w);
  tame_h5_index(out, "iteration", LENGTH, "iteration k");
  tame_h5_index(out, "step", DESCENT, "iteration k");
  tame_h5_write(out, "ball", "iteration", ball, "heavy ball", "1");
  tame_h5_write(out, "descent", "step", descent, "gradient descent", "1");
  tame_h5_write_scalar(out, "exponent", (last - log(sqrt(2.0))) / (double)steps,
                       "exponent", "1");
  return TAME_OK;
}

/* --- the whole ------------------------------------------------------------------ */

static void write_function(tame_h5 *out)
{
  double x[GRID], f[GRID], slope[GRID];
  for (size_t i = 0; i < GRID; i++) {
    x[i] = -2.0 + 4.0 * (double)i / (GRID - 1);
    kinked_value(&slope[i], &x[i], NULL, NULL);
    f[i] = 0.5 * x[i] * slope[i];
  }
  tame_h5_group(out, "function", "The function and its derivative");
  tame_h5_axis(out, "function/x", x, GRID, "x", "1");
  tame_h5_write(out, "function/value", "x", f, "f(x)", "1");
  tame_h5_write(out, "function/derivative", "x", slope, "f'(x)", "1");
  tame_h5_panel(out, "function", "value", "x");
}

/* Rate of the envelope max_{j >= k} norm_j. */
static double envelope_rate(const double *norm, size_t n)
{
  double envelope[LENGTH], top = 0.0;
  for (size_t k = n; k-- > 0;) envelope[k] = top = tame_worse(top, norm[k]);
  return tame_fit_rate(envelope, n, 1e-11, 1e-4);
}

/* True trajectories from theta = 1, -1 and 0. */
static void write_iterates(tame_h5 *out)
{
  double norm[3][LENGTH], rate[2], plain[2][DESCENT];
  algorithms w;
  algorithms_begin(&w);
  for (size_t i = 0; i < 3; i++)
    travel(norm[i], LENGTH, &w.ball, i == 2 ? 0.0 : 1.0 - 2.0 * (double)i);
  for (size_t i = 0; i < 2; i++) {
    travel(plain[i], DESCENT, &w.descent, 1.0 - 2.0 * (double)i);
    rate[i] = envelope_rate(norm[i], LENGTH);
  }
  algorithms_end(&w);
  tame_h5_codes(out, "start", "plus_one minus_one", "theta");
  tame_h5_write(out, "ball/iterate", "start iteration", norm[0],
                "|(x_k, y_k)| of the heavy ball", "1");
  tame_h5_write(out, "descent/iterate", "start step", plain[0],
                "|x_k| of gradient descent", "1");
  tame_h5_write(out, "ball/rate", "start", rate,
                "rate of the envelope of |(x_k, y_k)|", "1");
  tame_h5_write_scalar(out, "ball/at_zero", tame_max(norm[2], LENGTH),
                       "largest |(x_k, y_k)| from theta = 0", "1");
}

/* Matrices behind it, and the bound on beta for global linear convergence. */
static void write_matrices(tame_h5 *out)
{
  const double mu = SLOPE_2, l = SLOPE_1, half = 0.5 * mu * ALPHA;
  double m[2][4], product[4], re[2], im[2], r[2];
  step_matrix(m[0], BETA, SLOPE_1);
  step_matrix(m[1], BETA, SLOPE_2);
  for (size_t i = 0; i < 2; i++) r[i] = radius(m[i]);
  four_cycle(product, BETA);
  TAME_REQUIRE(tame_la_eigenvalues(re, im, product, 2) == TAME_OK);
  const double low[2] = {fmin(re[0], re[1]), fmax(re[0], re[1])};
  tame_h5_group(out, "matrices", "Matrices of the steps at 0");
  tame_h5_codes(out, "matrices/matrix", "M1 M2", "matrix of a step");
  tame_h5_codes(out, "matrices/which", "smaller larger", "eigenvalue");
  tame_h5_write(out, "matrices/radius", "matrix", r, "spectral radius", "1");
  tame_h5_write(out, "matrices/eigenvalue", "which", low,
                "eigenvalues of M1 M1 M2 M2", "1");
  tame_h5_write_scalar(
      out, "matrices/stable_beta",
      0.5 * (half + sqrt(half * half + 4.0 * (1.0 - 0.5 * ALPHA * l))),
      "beta below which the heavy ball converges linearly for all such f", "1");
  tame_h5_panel(out, "matrices", "radius", "matrix");
}

/* The curves GROUP/jacobian of the three rules, and quantiles of the random
 * ones; x [cells x length]. */
static void write_selections(tame_h5 *out, const char *group, const char *axis,
                             const double *x, size_t runs, size_t length)
{
  static const struct {
    const char *name, *meaning;
    double f;
  } PART[] = {{"random_median", "random selections, median", 0.5},
              {"random_low", "random selections, first decile", 0.1},
              {"random_high", "random selections, last decile", 0.9},
              {"random_largest", "random selections, largest", 1.0}};
  double part[LENGTH];
  char path[64], axes[64];
  snprintf(path, sizeof path, "%s/jacobian", group);
  snprintf(axes, sizeof axes, "selection %s", axis);
  tame_h5_write(out, path, axes, x, "|J_k| at theta = 0", "1");
  for (size_t i = 0; i < 4; i++) {
    tame_quantile_columns(part, x + N_RULES * length, runs, length, PART[i].f);
    snprintf(path, sizeof path, "%s/%s", group, PART[i].name);
    tame_h5_write(out, path, axis, part, PART[i].meaning, "1");
  }
  tame_h5_panel(out, group, "random_median", axis);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_cells_count(cells), runs = tame_run_count(run, "runs");
  double *x = tame_vec(n * LENGTH), *exponent = tame_vec(n);
  tame_h5_group(out, "ball", "The heavy ball");
  tame_h5_group(out, "descent", "Gradient descent");
  tame_h5_codes(out, "selection", "constant_1 constant_2 periodic",
                "selection at the kink");
  tame_h5_index(out, "iteration", LENGTH, "iteration k");
  tame_h5_index(out, "step", DESCENT, "iteration k");
  tame_h5_index(out, "run", runs, "random selection");
  write_function(out);
  write_iterates(out);
  write_matrices(out);
  tame_status s = tame_cells_gather(x, cells, "ball", LENGTH, err);
  write_selections(out, "ball", "iteration", x, runs, LENGTH);
  if (s >= 0) s = tame_cells_gather(x, cells, "descent", DESCENT, err);
  write_selections(out, "descent", "step", x, runs, DESCENT);
  double bound = 0.0; /* largest |J_k| / 0.75^k, over all selections */
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < DESCENT; k++)
      bound = tame_worse(bound, x[i * DESCENT + k] / pow(0.75, (double)k));
  tame_h5_write_scalar(out, "descent/over_bound", bound,
                       "largest |J_k| / 0.75^k over all selections", "1");
  if (s >= 0) s = tame_cells_gather(exponent, cells, "exponent", 1, err);
  tame_h5_write(out, "ball/exponent", "run", exponent + N_RULES,
                "log(|J_K|/|J_0|)/K of a random selection", "1");
  free(x);
  free(exponent);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return N_RULES + tame_run_count(run, "runs");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "selection%zu", index);
  snprintf(cell->group, sizeof cell->group, "all selections");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.00457/heavy_ball",
          .title = "Derivatives of gradient descent and of the heavy ball at a "
                   "kink",
          .figures = "fig03",
          .about = "Norms of the iterates and of the piggyback derivatives, "
                   "for several selections at the kink, on a piecewise "
                   "quadratic function of one variable.",
          .params = PARAMS,
          .cost = {0.02, 0.12, 0.16},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
