/* SPDX-License-Identifier: MIT */
/* I3, an illustration of ours: outside the semialgebraic class there may be no
 * exponent.  f = exp(-1/x^2), f(0) = 0, is smooth, with crit f = {0}, and
 *
 *     f'(x) = eps  has  x(eps) ~ 1/sqrt(ln 1/eps):
 *
 * the local slope d ln x / d ln eps goes to 0 like 1/(2 ln 1/eps).  x(eps) by
 * bisection, and for the larger eps the tail of the subgradient method under the
 * outward error, x_0 = 0.7, a = 0.5. */
#include "parts.h"

static const double EPS[] = {1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12};
enum { N_EPS = sizeof EPS / sizeof *EPS, MAX_RUN = 4 };

static const tame_option PARAMS[] = {
    {"runs", {2, 3, 4}, 1, MAX_RUN, "how many eps the method is run for", NULL},
    {0}};

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const double origin = 0.0, x0 = 0.7;
  double x[N_EPS], scaled[N_EPS], tail[N_EPS];
  const tame_nonsmooth f = tame_flat_nonsmooth();
  tame_subgradient *w = tame_subgradient_alloc(1);
  tame_status s = TAME_OK;
  for (size_t i = 0; i < N_EPS && s >= 0; i++) {
    /* f'' at x(eps) is about 2 eps / x^3: enough steps for e^-40 */
    s = tame_flat_inverse(&x[i], EPS[i]);
    scaled[i] = x[i] * sqrt(log(1.0 / EPS[i]));
    tail[i] = (double)NAN;
    if (s < 0 || i >= tame_run_count(run, "runs")) continue;
    const double steps = 40.0 * x[i] * x[i] * x[i] / EPS[i] + 1000.0;
    const tame_inexact e = {
        .kind = TAME_ERROR_OUTWARD, .eps = EPS[i], .point = &origin};
    tame_subgradient_summary sum = {0};
    s = tame_subgradient_init(w, &f, &e, &(tame_step_rule){0.5, 1.0, 0.0}, &x0,
                              NULL);
    if (s >= 0)
      s = tame_subgradient_run(
          &sum, NULL, NULL, w,
          &(tame_subgradient_options){(size_t)steps, 0.1, (double)INFINITY},
          false);
    tail[i] = sum.tail;
  }
  tame_subgradient_free(w);
  put(out, "x", x, N_EPS);
  put(out, "scaled", scaled, N_EPS);
  put(out, "tail", tail, N_EPS);
  return s >= 0 ? s : failed(err, cell->name, s);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  enum { N = N_EPS };
  const column c[] = {
      {"x", "flat", "eps", N, "x(eps), the point where f' = eps"},
      {"scaled", "flat", "eps", N, "x(eps) sqrt(ln 1/eps)"},
      {"tail", "flat", "eps", N, "largest |x_k| of the last tenth"}};
  double slope[N - 1], middle[N - 1], limit[N - 1], *x;
  (void)run;
  tame_h5_group(out, "flat", "Point where f' = eps, f = exp(-1/x^2)");
  tame_h5_axis(out, "flat/eps", EPS, N, "size eps of the error", "1");
  TAME_TRY(merge_columns(out, cells, 0, 1, c, 3, err));
  TAME_TRY(stack(&x, cells, 0, 1, "x", N, err));
  for (size_t i = 0; i + 1 < N; i++) {
    slope[i] = log(x[i + 1] / x[i]) / log(EPS[i + 1] / EPS[i]);
    middle[i] = sqrt(EPS[i] * EPS[i + 1]);
    limit[i] = 0.5 / log(1.0 / middle[i]);
  }
  free(x);
  tame_h5_group(out, "slope", "Local exponent");
  tame_h5_axis(out, "slope/eps", middle, N - 1,
               "geometric mean of two neighbouring eps", "1");
  tame_h5_write(out, "slope/slope", "eps", slope,
                "d ln x / d ln eps between neighbours", "1");
  tame_h5_write(out, "slope/limit", "eps", limit, "1/(2 ln 1/eps)", "1");
  tame_h5_panel(out, "flat", "x", "eps");
  tame_h5_panel(out, "slope", "slope", "eps");
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
          .id = "2404.19517/flat",
          .title = "A flat function has no exponent",
          .figures = "illus-flat",
          .about = "Where the derivative of exp(-1/x^2) equals eps, and the "
                   "local exponent there, which goes to 0.  An illustration, "
                   "not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.003, 0.015, 0.9},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
