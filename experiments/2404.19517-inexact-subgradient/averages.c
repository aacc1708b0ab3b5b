/* SPDX-License-Identifier: MIT */
/* I9, an illustration of ours: averaged values of convex functions against the
 * explicit bound of tame/subgradient.h (derived for this project).
 *
 *     avg = (1/K) sum_{k<K} (f(x_k) - min f),  x_0 = (1, ..., 1)/sqrt 20, D0 = 1,
 *     a = D0/((L0 + eps) sqrt K),  errors outward from the minimiser 0,
 *
 *     p = 1     f = |x|_1,      c = 1,    L = L0 = sqrt 20;
 *     p = 2, 4  f = |x|^p / p,  c = 1/p,  L0 = 1, L the largest |v_k| met.
 *
 * For p > 1 the average goes to eps^{p/(p-1)}/p, the value at the fixed point
 * |x| = eps^{1/(p-1)}; for p = 1 no floor.  f(average iterate) obeys the bound
 * too.  A cell is one (p, eps). */
#include "parts.h"

static const double P[] = {1, 2, 4}, EPS[] = {0, .05, .2, .5};
enum { N_P = 3, N_EPS = 4, N = 20, MAX_K = 6 };

static const tame_option PARAMS[] = {
    {"lengths", {3, 5, 6}, 2, MAX_K, "numbers of steps: 100, 1000, ...", NULL},
    {0}};

static double length_at(size_t i) { return pow(10.0, (double)i + 2.0); }

/* [N_NUMBERS]: of one run */
enum { AVERAGE, AT_MEAN, BOUND, N_NUMBERS };

static tame_status run_one(double *numbers, size_t p, double eps, size_t steps,
                           tame_subgradient *w)
{
  const double origin[N] = {0}, D0 = 1.0, L0 = p == 0 ? sqrt(N) : 1.0;
  double x0[N], mean[N];
  size_t n = N;
  tame_power power;
  tame_subgradient_summary s;
  TAME_TRY(tame_power_init(&power, N, P[p]));
  const tame_nonsmooth f =
      p == 0 ? tame_norm1_nonsmooth(&n) : tame_power_nonsmooth(&power);
  const tame_inexact e = {
      .kind = TAME_ERROR_OUTWARD, .eps = eps, .point = origin};
  const double a = D0 / ((L0 + eps) * sqrt((double)steps));
  for (size_t i = 0; i < N; i++) x0[i] = 1.0 / sqrt((double)N);
  TAME_TRY(tame_subgradient_init(w, &f, &e, &(tame_step_rule){a, 1.0, 0.0}, x0,
                                 NULL));
  TAME_TRY(tame_subgradient_run(
      &s, NULL, mean, w,
      &(tame_subgradient_options){steps, 0.1, (double)INFINITY}, true));
  numbers[AVERAGE] = s.mean_value;
  numbers[AT_MEAN] = f.value(mean, f.ctx);
  return tame_average_bound(&numbers[BOUND],
                            &(tame_average){.p = P[p],
                                            .c = p == 0 ? 1.0 : 1.0 / P[p],
                                            .L = p == 0 ? L0 : s.largest_v,
                                            .D0 = D0,
                                            .eps = eps,
                                            .a = a,
                                            .K = steps});
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  static const char *const NAME[N_NUMBERS] = {"average", "at_mean", "bound"};
  const size_t n = tame_run_count(run, "lengths");
  double numbers[N_NUMBERS] = {0}, table[N_NUMBERS * MAX_K];
  tame_subgradient *w = tame_subgradient_alloc(N);
  tame_status s = TAME_OK;
  for (size_t i = 0; i < n && s == TAME_OK; i++) {
    s = run_one(numbers, cell->coord[0], EPS[cell->coord[1]],
                (size_t)length_at(i), w);
    for (size_t j = 0; j < N_NUMBERS; j++) table[j * n + i] = numbers[j];
  }
  tame_subgradient_free(w);
  for (size_t j = 0; j < N_NUMBERS; j++) put(out, NAME[j], table + j * n, n);
  return s == TAME_OK ? s : failed(err, cell->name, s);
}

/* --- the whole ------------------------------------------------------------------ */

/* Beside average and bound [p eps K]: quotients, floors, the slope for p = 1 and
 * eps = 0. */
static void write_fits(tame_h5 *out, const double *average, const double *bound,
                       const double *steps, size_t n)
{
  double *quotient = tame_vec(N_P * N_EPS * n), floor_value[N_P * N_EPS];
  double over_floor[N_P * N_EPS];
  for (size_t i = 0; i < N_P * N_EPS * n; i++)
    quotient[i] = average[i] / bound[i];
  for (size_t i = 0; i < N_P * N_EPS; i++) {
    const double p = P[i / N_EPS], eps = EPS[i % N_EPS];
    floor_value[i] = p == 1.0 ? 0.0 : pow(eps, p / (p - 1.0)) / p;
    over_floor[i] = floor_value[i] > 0.0
                        ? average[i * n + n - 1] / floor_value[i]
                        : (double)NAN;
  }
  tame_h5_write(out, "average/quotient", "p eps steps", quotient,
                "average over bound", "1");
  tame_h5_write(out, "average/floor", "p eps", floor_value,
                "eps^{p/(p-1)}/p; 0 for p = 1", "1");
  tame_h5_write(out, "average/over_floor", "p eps", over_floor,
                "average over floor, longest run", "1");
  tame_h5_write_scalar(out, "average/slope", log_fit(steps, average, n).slope,
                       "slope of log average against log K, p = 1, eps = 0",
                       "1");
  free(quotient);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "lengths");
  const column c[] = {
      {"average", "average", "p eps steps", n, "mean of f(x_k) - min f, k < K"},
      {"at_mean", "average", "p eps steps", n, "f(mean of x_k, k < K) - min f"},
      {"bound", "average", "p eps steps", n, "explicit bound"}};
  double steps[MAX_K], *average, *bound;
  for (size_t i = 0; i < n; i++) steps[i] = length_at(i);
  tame_h5_group(out, "average", "Averaged values of convex functions");
  tame_h5_axis(out, "average/p", P, N_P, "power p", "1");
  tame_h5_axis(out, "average/eps", EPS, N_EPS, "size eps of the error", "1");
  tame_h5_axis(out, "average/steps", steps, n, "steps K", "1");
  TAME_TRY(merge_columns(out, cells, 0, N_P * N_EPS, c, 3, err));
  TAME_TRY(stack(&average, cells, 0, N_P * N_EPS, "average", n, err));
  const tame_status s = stack(&bound, cells, 0, N_P * N_EPS, "bound", n, err);
  if (s >= 0) write_fits(out, average, bound, steps, n);
  if (s >= 0) free(bound);
  free(average);
  tame_h5_panel(out, "average", "average", "p eps steps");
  return s;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_P * N_EPS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index / N_EPS;
  cell->coord[1] = index % N_EPS;
  snprintf(cell->name, sizeof cell->name, "p%g-eps%g", P[cell->coord[0]],
           EPS[cell->coord[1]]);
  snprintf(cell->group, sizeof cell->group, "p = %g", P[cell->coord[0]]);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2404.19517/averages",
          .title = "Averaged values of convex functions under errors",
          .figures = "illus-averages",
          .about = "Mean of f(x_k) - min f along the subgradient method with "
                   "outward errors, against an explicit bound.  An "
                   "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.03, 2.1, 21},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
