/* SPDX-License-Identifier: MIT */
/* I11, illustrations of ours: where errors come from in practice.
 *
 * grid        g = delta trunc(v/delta), f = |x|^p/p, x_0 = 1, a = 0.05: stops with
 *             |x| in [delta^{1/(p-1)} - a delta, delta^{1/(p-1)}].
 * difference  forward differences of |x|^p/p, increment h, x_0 = 0.5, a = 0.5: the
 *             quotient vanishes exactly at -h/2.
 * inner       f(x) = |C H^{-1} B x - d|^2/2 with N gradient steps, from 0 and with
 *             step 1, in place of H^{-1}: S_N = (I - (I - H)^N) H^{-1}, for the
 *             state and for the adjoint; x_N is where that gradient vanishes, eps_N
 *             its error there.  H = Q diag(0.1 ... 1) Q', 20 x 20.
 * single      forward differences of 1 + |x|^p/p in single precision: truncation
 *             h (p-1)/2 against rounding 2^-23/h.
 * float32     the lasso and smooth phase retrieval with subgradients rounded to
 *             single precision, and computed at a point rounded to it. */

#include "sources.h"

#include "parts.h"

enum { N_GRID_P = 3, N_DELTA = 3, N_P = 2, N_H = 3 };
static const double GRID_P[] = {2, 4, 6}, DELTA[] = {.1, .01, .001};
static const double P[] = {2, 4}, H[] = {.1, .05, .025};

static const tame_option PARAMS[] = {
    {"grid_steps",
     {100000, 100000, 1000000},
     100,
     1e9,
     "iterations, grid",
     NULL},
    {"difference_steps",
     {20000, 200000, 2000000},
     100,
     1e9,
     "iterations, differences",
     NULL},
    {"steps", {20000, 100000, 1000000}, 100, 1e9, "iterations, float32", NULL},
    {0}};

/* --- runs in one variable ------------------------------------------------------- */

tame_status run_1d(ending *r, const tame_nonsmooth *f,
                   const tame_nonsmooth *truth, const tame_inexact *e, double a,
                   double x0, size_t steps)
{
  const tame_step_rule rule = {a, 1.0, 0.0};
  tame_subgradient *w = tame_subgradient_alloc(1);
  tame_status s = tame_subgradient_init(w, f, e, &rule, &x0, NULL);
  const double *x = tame_subgradient_x(w);
  *r = (ending){0};
  for (size_t k = 0; k < steps && s == TAME_OK; k++) {
    const bool in_tail = 10 * k >= 9 * steps;
    double v = 0.0;
    if (in_tail) truth->subgradient(&v, x, truth->ctx);
    if (in_tail) r->tail = fmax(r->tail, fabs(x[0]));
    s = tame_subgradient_step(w);
    if (in_tail) r->eps = fmax(r->eps, fabs(tame_subgradient_g(w)[0] - v));
  }
  r->x = x[0];
  r->tail = fmax(r->tail, fabs(x[0]));
  tame_subgradient_free(w);
  return s;
}

static tame_status run_grid(tame_h5 *out, size_t steps)
{
  double x[N_GRID_P * N_DELTA];
  for (size_t i = 0; i < N_GRID_P * N_DELTA; i++) {
    tame_power power;
    ending r;
    TAME_TRY(tame_power_init(&power, 1, GRID_P[i / N_DELTA]));
    const tame_nonsmooth f = tame_power_nonsmooth(&power);
    const tame_inexact e = {.kind = TAME_ERROR_TRUNCATE,
                            .eps = DELTA[i % N_DELTA]};
    TAME_TRY(run_1d(&r, &f, &f, &e, 0.05, 1.0, steps));
    x[i] = r.x;
  }
  put(out, "x", x, N_GRID_P * N_DELTA);
  return TAME_OK;
}

static tame_status run_difference(tame_h5 *out, size_t steps)
{
  double x[N_P * N_H];
  for (size_t i = 0; i < N_P * N_H; i++) {
    tame_power power;
    tame_approximate by;
    ending r;
    TAME_TRY(tame_power_init(&power, 1, P[i / N_H]));
    const tame_nonsmooth f = tame_power_nonsmooth(&power);
    TAME_TRY(tame_approximate_init(&by, &f, H[i % N_H], false));
    const tame_nonsmooth g = tame_approximate_nonsmooth(&by);
    const tame_status s = run_1d(
        &r, &g, &f, &(tame_inexact){.kind = TAME_ERROR_NONE}, 0.5, 0.5, steps);
    tame_approximate_free(&by);
    if (s != TAME_OK) return s;
    x[i] = r.x;
  }
  put(out, "x", x, N_P * N_H);
  return TAME_OK;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t differences = tame_run_count(run, "difference_steps");
  gsl_rng *rng = tame_run_rng(run, "data", cell->index);
  tame_status s = TAME_OK;
  switch (cell->index) {
  case GRID:
    s = run_grid(out, tame_run_count(run, "grid_steps"));
    break;
  case DIFFERENCE:
    s = run_difference(out, differences);
    break;
  case INNER:
    s = run_inner(out, rng);
    break;
  case SINGLE:
    s = run_single(out, differences);
    break;
  default:
    s = run_float32(out, tame_run_count(run, "steps"), rng);
    break;
  }
  gsl_rng_free(rng);
  return s == TAME_OK ? s : failed(err, cell->name, s);
}

/* --- the whole -------------------------------------------------------------------- */

static tame_status merge_grid(tame_h5 *out, const tame_cells *cells,
                              tame_error *err)
{
  enum { N = N_GRID_P * N_DELTA };
  const column c = {"x", "grid", "p delta", N, "last iterate"};
  double ratio[N], lower[N], *x;
  tame_h5_group(out, "grid", "Gradient truncated to a grid");
  tame_h5_axis(out, "grid/p", GRID_P, N_GRID_P, "power p", "1");
  tame_h5_axis(out, "grid/delta", DELTA, N_DELTA, "width delta of the grid",
               "1");
  TAME_TRY(merge_columns(out, cells, GRID, 1, &c, 1, err));
  TAME_TRY(stack(&x, cells, GRID, 1, "x", N, err));
  for (size_t i = 0; i < N; i++) {
    const double rho = 1.0 / (GRID_P[i / N_DELTA] - 1.0);
    ratio[i] = fabs(x[i]) / pow(DELTA[i % N_DELTA], rho);
    lower[i] = 1.0 - 0.05 * pow(DELTA[i % N_DELTA], 1.0 - rho);
  }
  free(x);
  tame_h5_write(out, "grid/ratio", "p delta", ratio, "|x| / delta^{1/(p-1)}",
                "1");
  tame_h5_write(out, "grid/lower", "p delta", lower,
                "its lower bound 1 - a delta^{1 - 1/(p-1)}", "1");
  tame_h5_panel(out, "grid", "ratio", "p delta");
  return TAME_OK;
}

static tame_status merge_difference(tame_h5 *out, const tame_cells *cells,
                                    tame_error *err)
{
  enum { N = N_P * N_H };
  const column c = {"x", "difference", "p h", N, "last iterate"};
  double ratio[N], *x;
  tame_h5_group(out, "difference", "Forward differences");
  tame_h5_axis(out, "difference/p", P, N_P, "power p", "1");
  tame_h5_axis(out, "difference/h", H, N_H, "increment h", "1");
  TAME_TRY(merge_columns(out, cells, DIFFERENCE, 1, &c, 1, err));
  TAME_TRY(stack(&x, cells, DIFFERENCE, 1, "x", N, err));
  for (size_t i = 0; i < N; i++) ratio[i] = x[i] / (-0.5 * H[i % N_H]);
  free(x);
  tame_h5_write(out, "difference/ratio", "p h", ratio, "x over -h/2", "1");
  tame_h5_panel(out, "difference", "ratio", "p h");
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  (void)run;
  TAME_TRY(merge_grid(out, cells, err));
  TAME_TRY(merge_difference(out, cells, err));
  TAME_TRY(merge_inner(out, cells, err));
  return merge_single(out, cells, err);
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_CELLS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  static const char *const NAME[N_CELLS] = {"grid", "difference", "inner",
                                            "single", "float32"};
  (void)run;
  snprintf(cell->name, sizeof cell->name, "%s", NAME[index]);
  snprintf(cell->group, sizeof cell->group, "all sources");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2404.19517/sources",
          .title = "Where errors come from",
          .figures = "illus-sources",
          .about = "Truncated gradients, forward differences in double and "
                   "single precision, truncated inner solvers, rounding.  "
                   "Illustrations, not experiments of the paper.",
          .params = PARAMS,
          .cost = {0.1, 0.7, 7.4},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
