/* SPDX-License-Identifier: MIT */
/* I6, an illustration of ours: errors may carry the iterates over a barrier.
 *
 *     f = (x^2 - 1)^2,  f' = 4x(x^2 - 1),  crit f = {-1, 0, 1}.
 *
 * Constant errors +eps (from 0.9) and -eps (from 1.1), a = 0.01: the limits are
 * the roots of f' = -eps and f' = eps near 1, at a distance eps/8 (1 + O(eps)),
 * and bound what an adversary can reach; for eps above 8/(3 sqrt 3) = 1.5396 the
 * first root is gone, and the run crosses to the left well. */
#include <gsl/gsl_poly.h>

#include "parts.h"

static const double EPS[] = {.025, .05, .1, .2, .4, .8, 1.5, 1.6};
enum { N_EPS = sizeof EPS / sizeof *EPS, N_CURVE = 161 };

static const tame_option PARAMS[] = {
    {"steps", {2000, 20000, 200000}, 100, 1e9, "iterations", NULL}, {0}};

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const double direction[2] = {1.0, -1.0}, x0[2] = {0.9, 1.1};
  const tame_nonsmooth f = tame_double_well_nonsmooth();
  const tame_step_rule rule = {0.01, 1.0, 0.0};
  double x[2 * N_EPS], distance[2 * N_EPS];
  tame_subgradient *w = tame_subgradient_alloc(1);
  tame_status s = TAME_OK;
  for (size_t i = 0; i < 2 * N_EPS && s == TAME_OK; i++) {
    const size_t side = i / N_EPS;
    const tame_inexact e = {.kind = TAME_ERROR_CONSTANT,
                            .eps = EPS[i % N_EPS],
                            .point = &direction[side]};
    tame_subgradient_summary sum = {0};
    s = tame_subgradient_init(w, &f, &e, &rule, &x0[side], NULL);
    if (s >= 0)
      s = tame_subgradient_run(
          &sum, NULL, NULL, w,
          &(tame_subgradient_options){tame_run_count(run, "steps"), 0.1, 1e3},
          false);
    x[i] = tame_subgradient_x(w)[0];
    distance[i] = sum.tail;
  }
  tame_subgradient_free(w);
  put(out, "x", x, 2 * N_EPS);
  put(out, "distance", distance, 2 * N_EPS);
  return s == TAME_OK ? s : failed(err, cell->name, s);
}

/* Ends of the interval around 1 where |f'| <= eps; NaN without a barrier.
 * f' = -+eps is x^3 - x +- eps/4 = 0. */
static void write_exact(tame_h5 *out)
{
  double eps[N_CURVE], lower[N_CURVE], upper[N_CURVE], r[3];
  for (size_t i = 0; i < N_CURVE; i++) {
    eps[i] = 0.01 * (double)(i + 1);
    lower[i] = (double)NAN;
    if (gsl_poly_solve_cubic(0, -1, 0.25 * eps[i], &r[0], &r[1], &r[2]) == 3)
      lower[i] = r[2];
    const int n =
        gsl_poly_solve_cubic(0, -1, -0.25 * eps[i], &r[0], &r[1], &r[2]);
    upper[i] = r[n - 1];
  }
  tame_h5_group(out, "exact", "Roots of f' = -eps and f' = eps near 1");
  tame_h5_axis(out, "exact/eps", eps, N_CURVE, "size eps of the error", "1");
  tame_h5_write(out, "exact/lower", "eps", lower, "root of f' = -eps", "1");
  tame_h5_write(out, "exact/upper", "eps", upper, "root of f' = eps", "1");
  tame_h5_panel(out, "exact", "lower", "eps");
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const column c[] = {{"x", "well", "side eps", 2 * N_EPS, "last iterate"},
                      {"distance", "well", "side eps", 2 * N_EPS,
                       "largest distance to {-1, 0, 1} of the last tenth"}};
  (void)run;
  tame_h5_group(out, "well", "Limits under constant errors");
  tame_h5_codes(out, "well/side", "plus minus", "sign of the error");
  tame_h5_axis(out, "well/eps", EPS, N_EPS, "size eps of the error", "1");
  TAME_TRY(merge_columns(out, cells, 0, 1, c, 2, err));
  tame_h5_write_scalar(out, "well/barrier", TAME_WELL_BARRIER,
                       "largest |f'| on [-1, 1]", "1");
  tame_h5_panel(out, "well", "x", "side eps");
  write_exact(out);
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return 1;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  (void)index;
  snprintf(cell->name, sizeof cell->name, "all");
  snprintf(cell->group, sizeof cell->group, "all");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2404.19517/double_well",
          .title = "Errors that carry over a barrier",
          .figures = "illus-double-well",
          .about = "Limits of the subgradient method with constant errors on "
                   "(x^2 - 1)^2.  An illustration, not an experiment of the "
                   "paper.",
          .params = PARAMS,
          .cost = {0.003, 0.007, 0.05},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
