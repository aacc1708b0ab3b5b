/* SPDX-License-Identifier: MIT */
/* Single precision: forward differences in one variable, and subgradients of the
 * lasso and of smooth phase retrieval. */
#include "sources.h"

#include "parts.h"

#include "tame/nonsmooth_data.h"

enum { N_SINGLE = 3, N_TINY = 13, N_PROBLEMS = 2, N_ARITHMETICS = 3 };

/* --- differences in single precision ---------------------------------------------- */

static double lifted_value(const double *x, void *ctx)
{
  const tame_power *f = ctx;
  return 1.0 + pow(fabs(x[0]), f->p) / f->p;
}

static const double SINGLE_P[N_SINGLE] = {2, 2, 4};
static const bool IS_SINGLE[N_SINGLE] = {false, true, true};
static double tiny_at(size_t i) { return pow(10.0, -1.0 - 0.5 * (double)i); }

tame_status run_single(tame_h5 *out, size_t steps)
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

/* --- single precision on data -------------------------------------------------------- */

/* Tail of F with arithmetic 0 double, 1 subgradient rounded, 2 at a rounded x. */
static tame_status run_rounded(double *tail, const tame_nonsmooth *f,
                               const tame_step_rule *rule, const double *x0,
                               size_t steps)
{
  tame_approximate by;
  TAME_TRY(tame_approximate_init(&by, f, 0.0, true));
  tame_subgradient *w = tame_subgradient_alloc(f->n);
  const tame_nonsmooth rounded = tame_approximate_nonsmooth(&by);
  tame_status s = TAME_OK;
  for (size_t i = 0; i < N_ARITHMETICS && s >= 0; i++) {
    const tame_inexact e = {.kind =
                                i == 1 ? TAME_ERROR_FLOAT32 : TAME_ERROR_NONE};
    tame_subgradient_summary sum = {0};
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

tame_status run_float32(tame_h5 *out, size_t steps, gsl_rng *rng)
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

tame_status merge_single(tame_h5 *out, const tame_cells *cells, tame_error *err)
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
