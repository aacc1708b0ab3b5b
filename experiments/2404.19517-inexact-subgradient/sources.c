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
#include <gsl/gsl_cblas.h>
#include <string.h>

#include "parts.h"

#include "tame/la.h"
#include "tame/nonsmooth_data.h"
#include "tame/rng.h"

enum { GRID, DIFFERENCE, INNER, SINGLE, FLOAT32, N_CELLS };
enum { N_GRID_P = 3, N_DELTA = 3, N_P = 2, N_H = 3, N_INNER = 8 };
enum { N_SINGLE = 3, N_TINY = 13, N_PROBLEMS = 2, N_ARITHMETICS = 3 };
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

typedef struct {
  double x, tail, eps; /* last iterate; largest |x|, |g - f'| of the tail */
} ending;

/* f has the derivative of `truth`, known to be |x|^p/p. */
static tame_status run_1d(ending *r, const tame_nonsmooth *f,
                          const tame_nonsmooth *truth, const tame_inexact *e,
                          double a, double x0, size_t steps)
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

/* --- differences in single precision ---------------------------------------------- */

static double lifted_value(const double *x, void *ctx)
{
  const tame_power *f = ctx;
  return 1.0 + pow(fabs(x[0]), f->p) / f->p;
}

static const double SINGLE_P[N_SINGLE] = {2, 2, 4};
static const bool IS_SINGLE[N_SINGLE] = {false, true, true};
static double tiny_at(size_t i) { return pow(10.0, -1.0 - 0.5 * (double)i); }

static tame_status run_single(tame_h5 *out, size_t steps)
{
  double tail[N_SINGLE * N_TINY], eps[N_SINGLE * N_TINY];
  for (size_t i = 0; i < N_SINGLE * N_TINY; i++) {
    const size_t c = i / N_TINY;
    tame_power power;
    tame_approximate by;
    ending r;
    TAME_TRY(tame_power_init(&power, 1, SINGLE_P[c]));
    const tame_nonsmooth f = tame_power_nonsmooth(&power);
    tame_nonsmooth lifted = f;
    lifted.value = lifted_value;
    TAME_TRY(
        tame_approximate_init(&by, &lifted, tiny_at(i % N_TINY), IS_SINGLE[c]));
    const tame_nonsmooth g = tame_approximate_nonsmooth(&by);
    const tame_status s = run_1d(
        &r, &g, &f, &(tame_inexact){.kind = TAME_ERROR_NONE}, 0.5, 0.5, steps);
    tame_approximate_free(&by);
    if (s != TAME_OK) return s;
    tail[i] = r.tail;
    eps[i] = r.eps;
  }
  put(out, "tail", tail, N_SINGLE * N_TINY);
  put(out, "eps", eps, N_SINGLE * N_TINY);
  return TAME_OK;
}

/* --- truncated inner solver --------------------------------------------------------- */

enum { STATE = 20, DIM = 5, ROWS = 10 };
typedef struct {
  double q[STATE * STATE], h[STATE], b[STATE * DIM], c[ROWS * STATE], d[ROWS];
} inner;

/* m [ROWS x DIM] <- C S B, S = Q diag(s) Q'. */
static void outer_matrix(double *m, const inner *p, const double *s)
{
  double qb[STATE * DIM], sb[STATE * DIM];
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, STATE, DIM, STATE, 1.0,
              p->q, STATE, p->b, DIM, 0.0, qb, DIM);
  for (size_t i = 0; i < STATE * DIM; i++) qb[i] *= s[i / DIM];
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, STATE, DIM, STATE, 1.0,
              p->q, STATE, qb, DIM, 0.0, sb, DIM);
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, ROWS, DIM, STATE, 1.0,
              p->c, STATE, sb, DIM, 0.0, m, DIM);
}

/* x [DIM] <- argmin |m x - d|^2 by QR. */
static tame_status least_squares(double *x, const double *m, const double *d)
{
  double q[ROWS * DIM], r[DIM * DIM];
  memcpy(q, m, sizeof q);
  TAME_TRY(tame_la_qr(q, r, ROWS, DIM));
  cblas_dgemv(CblasRowMajor, CblasTrans, ROWS, DIM, 1.0, q, DIM, d, 1, 0.0, x,
              1);
  cblas_dtrsv(CblasRowMajor, CblasUpper, CblasNoTrans, CblasNonUnit, DIM, r,
              DIM, x, 1);
  return TAME_OK;
}

/* g [DIM] <- m'(m x - d) */
static void outer_gradient(double *g, const double *m, const double *x,
                           const double *d)
{
  double r[ROWS];
  memcpy(r, d, sizeof r);
  cblas_dgemv(CblasRowMajor, CblasNoTrans, ROWS, DIM, 1.0, m, DIM, x, 1, -1.0,
              r, 1);
  cblas_dgemv(CblasRowMajor, CblasTrans, ROWS, DIM, 1.0, m, DIM, r, 1, 0.0, g,
              1);
}

static tame_status run_inner(tame_h5 *out, gsl_rng *rng)
{
  inner *p = tame_calloc(1, sizeof *p);
  double exact[ROWS * DIM], m[ROWS * DIM], s[STATE], best[DIM], x[DIM];
  double g[DIM], zero[DIM], distance[N_INNER], eps[N_INNER];
  tame_la_random_orthogonal(p->q, STATE, rng);
  tame_rng_normal(p->b, STATE * DIM, rng);
  tame_rng_normal(p->c, ROWS * STATE, rng);
  tame_rng_normal(p->d, ROWS, rng);
  for (size_t i = 0; i < STATE; i++) {
    p->h[i] = 0.1 + 0.9 * (double)i / (STATE - 1);
    s[i] = 1.0 / p->h[i];
  }
  outer_matrix(exact, p, s);
  tame_status status = least_squares(best, exact, p->d);
  for (size_t k = 0; k < N_INNER && status == TAME_OK; k++) {
    const double n = 20.0 * (double)(k + 1);
    for (size_t i = 0; i < STATE; i++)
      s[i] = (1.0 - pow(1.0 - p->h[i], n)) / p->h[i];
    outer_matrix(m, p, s);
    status = least_squares(x, m, p->d);
    distance[k] = tame_distance(x, best, DIM);
    outer_gradient(g, exact, x, p->d);
    outer_gradient(zero, m, x, p->d);
    eps[k] = tame_distance(g, zero, DIM);
  }
  put(out, "distance", distance, N_INNER);
  put(out, "eps", eps, N_INNER);
  free(p);
  return status;
}

/* --- single precision on data -------------------------------------------------------- */

/* Tail of F with arithmetic 0 double, 1 subgradient rounded, 2 at a rounded x. */
static tame_status run_rounded(double *tail, const tame_nonsmooth *f,
                               const tame_step_rule *rule, const double *x0,
                               size_t steps)
{
  tame_approximate by;
  tame_subgradient *w = tame_subgradient_alloc(f->n);
  TAME_TRY(tame_approximate_init(&by, f, 0.0, true));
  const tame_nonsmooth rounded = tame_approximate_nonsmooth(&by);
  tame_status s = TAME_OK;
  for (size_t i = 0; i < N_ARITHMETICS && s >= 0; i++) {
    const tame_inexact e = {.kind =
                                i == 1 ? TAME_ERROR_FLOAT32 : TAME_ERROR_NONE};
    tame_subgradient_summary sum;
    s = tame_subgradient_init(w, i == 2 ? &rounded : f, &e, rule, x0, NULL);
    if (s >= 0)
      s = tame_subgradient_run(
          &sum, NULL, NULL, w,
          &(tame_subgradient_options){steps, 0.1, (double)INFINITY}, false);
    tail[i] = sum.tail;
  }
  tame_approximate_free(&by);
  tame_subgradient_free(w);
  return s;
}

static tame_status run_float32(tame_h5 *out, size_t steps, gsl_rng *rng)
{
  double tail[N_PROBLEMS * N_ARITHMETICS] = {0}, x0[20] = {0};
  tame_lasso lasso;
  tame_phase phase;
  TAME_TRY(tame_lasso_random(&lasso, 60, 20, rng));
  tame_nonsmooth f = tame_lasso_nonsmooth(&lasso);
  tame_status s = run_rounded(
      tail, &f, &(tame_step_rule){0.5 / lasso.lipschitz, 100.0, 1.0}, x0,
      steps);
  tame_lasso_free(&lasso);
  TAME_TRY(s);
  TAME_TRY(tame_phase_random(&phase, 60, 10, false, rng));
  f = tame_phase_nonsmooth(&phase);
  for (size_t i = 0; i < 10; i++) x0[i] = 0.9 * phase.target[i];
  s = run_rounded(tail + N_ARITHMETICS, &f, &(tame_step_rule){0.05, 1.0, 0.0},
                  x0, steps);
  tame_phase_free(&phase);
  put(out, "tail", tail, N_PROBLEMS * N_ARITHMETICS);
  return s;
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

static tame_status merge_inner(tame_h5 *out, const tame_cells *cells,
                               tame_error *err)
{
  const column c[] = {
      {"distance", "inner", "steps", N_INNER, "|x_N - x*|"},
      {"eps", "inner", "steps", N_INNER, "error eps_N of the gradient at x_N"}};
  double steps[N_INNER], guide[N_INNER], logs[N_INNER], *x, *eps;
  for (size_t i = 0; i < N_INNER; i++) steps[i] = 20.0 * (double)(i + 1);
  tame_h5_group(out, "inner", "Truncated inner solver");
  tame_h5_axis(out, "inner/steps", steps, N_INNER, "inner steps N", "1");
  TAME_TRY(merge_columns(out, cells, INNER, 1, c, 2, err));
  TAME_TRY(stack(&x, cells, INNER, 1, "distance", N_INNER, err));
  TAME_TRY(stack(&eps, cells, INNER, 1, "eps", N_INNER, err));
  for (size_t i = 0; i < N_INNER; i++) {
    logs[i] = log(x[i]);
    guide[i] = x[0] * pow(0.9, steps[i] - steps[0]);
  }
  tame_h5_write(out, "inner/guide", "steps", guide, "rate 0.9 from the first",
                "1");
  tame_h5_write_scalar(out, "inner/rate",
                       tame_fit_line(steps, logs, N_INNER).slope,
                       "slope of ln |x_N - x*| against N", "1");
  tame_h5_write_scalar(out, "inner/slope", log_fit(eps, x, N_INNER).slope,
                       "slope of log |x_N - x*| against log eps_N", "1");
  tame_h5_panel(out, "inner", "distance", "steps");
  free(x);
  free(eps);
  return TAME_OK;
}

static tame_status merge_single(tame_h5 *out, const tame_cells *cells,
                                tame_error *err)
{
  enum { N = N_SINGLE * N_TINY };
  const column c[] = {
      {"tail", "single", "case h", N, "largest |x_k| of the last tenth"},
      {"eps", "single", "case h", N, "largest error of the derivative there"}};
  const column rounded = {"tail", "float32", "problem arithmetic",
                          N_PROBLEMS * N_ARITHMETICS,
                          "largest distance to the minimiser, last tenth"};
  double h[N_TINY], model[N];
  for (size_t i = 0; i < N_TINY; i++) h[i] = tiny_at(i);
  for (size_t i = 0; i < N; i++) {
    const double half = 0.5 * h[i % N_TINY];
    const double unit = IS_SINGLE[i / N_TINY] ? 0x1p-23 : 0x1p-52;
    /* the quotient vanishes at -h/2; f' = 2 unit/h is rounded away */
    model[i] =
        half + pow(unit / (2.0 * half), 1.0 / (SINGLE_P[i / N_TINY] - 1.0));
  }
  tame_h5_group(out, "single", "Differences in double and single precision");
  tame_h5_codes(out, "single/case", "double_2 single_2 single_4",
                "precision and p");
  tame_h5_axis(out, "single/h", h, N_TINY, "increment h", "1");
  TAME_TRY(merge_columns(out, cells, SINGLE, 1, c, 2, err));
  tame_h5_write(out, "single/model", "case h", model,
                "h/2 + (u/h)^{1/(p-1)}, u the unit in the last place of 1",
                "1");
  tame_h5_panel(out, "single", "tail", "case h");
  tame_h5_group(out, "float32", "Single precision on data");
  tame_h5_codes(out, "float32/problem", "lasso phase_smooth", "problem");
  tame_h5_codes(out, "float32/arithmetic",
                "double rounded_subgradient rounded_point", "arithmetic");
  TAME_TRY(merge_columns(out, cells, FLOAT32, 1, &rounded, 1, err));
  tame_h5_panel(out, "float32", "tail", "problem arithmetic");
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
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
