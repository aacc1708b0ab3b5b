/* SPDX-License-Identifier: MIT */
/* I5, an illustration of ours: a sharp coordinate beside a flat one,
 *
 *     f = |x1| + |x2|^q / q,   e = -(eps/sqrt 2) (sgn x1, sgn x2),
 *     a_k = 0.1 (1 + k/100)^{-1/3},   x_0 = (1, 1):
 *
 * the tail of |x2| is (eps/sqrt 2)^{1/(q-1)}, that of |x1| the step only:
 * at most (1 + eps) a_k, since each step moves x1 by at most that. */
#include "parts.h"

static const double Q[] = {2, 4};
enum { N_Q = sizeof Q / sizeof *Q, MAX_EPS = 41 };

static const tame_option PARAMS[] = {
    {"eps",
     {6, 11, 21},
     2,
     MAX_EPS,
     "sizes of the error, 0.5 to 0.5/1024",
     NULL},
    {"steps", {20000, 200000, 2000000}, 100, 1e9, "iterations", NULL},
    {0}};

static const tame_step_rule RULE = {0.1, 100.0, 1.0 / 3.0};

static void outward_signs(double *g, const double *x, double eps, size_t n,
                          void *ctx)
{
  (void)ctx;
  for (size_t i = 0; i < n; i++) g[i] -= eps / sqrt(2.0) * tame_sign(x[i], 1.0);
}

/* tail [2]: of |x1| and of |x2| */
static tame_status run_one(double *tail, double q, double eps, size_t steps,
                           tame_subgradient *w)
{
  const double x0[2] = {1.0, 1.0};
  tame_partly_smooth f;
  TAME_TRY(tame_partly_smooth_init(&f, q));
  const tame_nonsmooth problem = tame_partly_smooth_nonsmooth(&f);
  const tame_inexact e = {
      .kind = TAME_ERROR_CUSTOM, .eps = eps, .add = outward_signs};
  TAME_TRY(tame_subgradient_init(w, &problem, &e, &RULE, x0, NULL));
  const double *x = tame_subgradient_x(w);
  tail[0] = tail[1] = 0.0;
  for (size_t k = 0; k <= steps; k++) {
    for (size_t i = 0; i < 2 && 10 * k >= 9 * steps; i++)
      tail[i] = fmax(tail[i], fabs(x[i]));
    if (k < steps) {
      const tame_status s = tame_subgradient_step(w);
      if (s != TAME_OK) return s;
    }
  }
  return TAME_OK;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "eps");
  double eps[MAX_EPS], sharp[MAX_EPS], flat[MAX_EPS];
  double tail[2] = {0.0, 0.0};
  tame_subgradient *w = tame_subgradient_alloc(2);
  tame_status s = TAME_OK;
  geometric(eps, n, 0.5, 1024.0);
  for (size_t i = 0; i < n && s == TAME_OK; i++) {
    s = run_one(tail, Q[cell->index], eps[i], tame_run_count(run, "steps"), w);
    sharp[i] = tail[0];
    flat[i] = tail[1];
  }
  tame_subgradient_free(w);
  put(out, "sharp", sharp, n);
  put(out, "flat", flat, n);
  return s == TAME_OK ? s : failed(err, cell->name, s);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "eps");
  const column c[] = {
      {"sharp", "tail", "q eps", n, "largest |x1| of the last tenth"},
      {"flat", "tail", "q eps", n, "largest |x2| of the last tenth"}};
  double eps[MAX_EPS], exact[N_Q * MAX_EPS], bound[MAX_EPS];
  double slope[N_Q], exponent[N_Q], *flat;
  geometric(eps, n, 0.5, 1024.0);
  tame_h5_group(out, "tail", "Tails of |x1| + |x2|^q / q");
  tame_h5_axis(out, "tail/q", Q, N_Q, "power q", "1");
  tame_h5_axis(out, "tail/eps", eps, n, "size eps of the error", "1");
  TAME_TRY(merge_columns(out, cells, 0, N_Q, c, 2, err));
  TAME_TRY(stack(&flat, cells, 0, N_Q, "flat", n, err));
  for (size_t i = 0; i < N_Q; i++) {
    exponent[i] = 1.0 / (Q[i] - 1.0);
    slope[i] = log_fit(eps, flat + i * n, n).slope;
    for (size_t j = 0; j < n; j++)
      exact[i * n + j] = pow(eps[j] / sqrt(2.0), exponent[i]);
  }
  free(flat);
  const size_t first = tame_run_count(run, "steps") * 9 / 10;
  for (size_t j = 0; j < n; j++)
    bound[j] = (1.0 + eps[j]) * tame_step_size(&RULE, first - 1);
  tame_h5_write(out, "tail/exact", "q eps", exact, "(eps/sqrt 2)^{1/(q-1)}",
                "1");
  tame_h5_write(out, "tail/bound", "eps", bound,
                "(1 + eps) a_k at the start of the tail", "1");
  tame_h5_write(out, "tail/slope", "q", slope,
                "slope of log tail of |x2| against log eps", "1");
  tame_h5_write(out, "tail/exponent", "q", exponent, "1/(q-1)", "1");
  tame_h5_panel(out, "tail", "flat", "q eps");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_Q;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "q%g", Q[index]);
  snprintf(cell->group, sizeof cell->group, "all q");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2404.19517/partly_smooth",
          .title = "A sharp coordinate beside a flat one",
          .figures = "illus-partly-smooth",
          .about = "Tails of both coordinates of the subgradient method with "
                   "errors on |x1| + |x2|^q/q.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.02, 0.2, 4},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
