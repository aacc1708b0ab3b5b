/* SPDX-License-Identifier: MIT */
/* An illustration of ours: the descent-like inequality along trajectories.
 *
 * A solution of x' in -df(x) + eps B of a path differentiable f has, with the
 * element v of df(x) that drives it and x' = -(v + e),
 *
 *     d/dt f(x(t)) = <v, x'>  <=  -|v| (|v| - eps).
 *
 * For iterates with constant steps a the same holds on windows of time tau =
 * sqrt a, up to what vanishes with a: with V and G the means over a window of v_k
 * and of g_k,
 *
 *     defect  |(f(x_end) - f(x_start))/tau + <V, G>|,  the chain rule, mean over
 *             windows (at kinks single v_k fail it by O(1), means do not);
 *     excess  the largest positive part of
 *             (f(x_end) - f(x_start))/tau + |V| (|V| - eps),
 *             over all windows and over those with |V| > eps.
 *
 * Six functions under random errors of size eps (uphill for the valley), to time
 * 8; for the lasso f and the integral of its bound along one run are kept. */
#include <gsl/gsl_cblas.h>
#include <string.h>

#include "parts.h"

#include "tame/inexact.h"
#include "tame/nonsmooth_data.h"

#define FUNCTIONS "sharp power_1.5 partly_smooth valley lasso phase_robust"
enum { SHARP, POWER, PARTLY, VALLEY, LASSO, PHASE, N_FUNCTIONS };
enum { MAX_A = 6, MAX_DIM = 20, N_RECORD = 129 };
static const double TIME = 8.0;
static const double EPS[N_FUNCTIONS] = {0.3, 0.1, 0.3, 0.05, 0.3, 0.3};

static const tame_option PARAMS[] = {
    {"steps", {3, 5, 6}, 2, MAX_A, "steps 2^-6, 2^-8, ...", NULL},
    {"seeds", {2, 5, 50}, 1, 10000, "repetitions", NULL},
    {0}};

static double step_at(size_t i) { return ldexp(1.0, -6 - 2 * (int)i); }

typedef struct {
  tame_nonsmooth f;
  tame_inexact e;
  double x0[MAX_DIM];
  tame_power power;
  tame_partly_smooth partly;
  tame_lasso lasso;
  tame_phase phase;
} problem;

static void uphill(double *g, const double *x, double eps, size_t n, void *ctx)
{
  (void)x;
  (void)n;
  (void)ctx;
  g[0] += eps / sqrt(5.0);
  g[1] += 2.0 * eps / sqrt(5.0);
}

static tame_status open_problem(problem *p, size_t which, gsl_rng *rng)
{
  *p = (problem){.e = {.kind = TAME_ERROR_RANDOM, .eps = EPS[which]},
                 .x0 = {0.7}};
  switch (which) {
  case SHARP:
  case POWER:
    TAME_TRY(tame_power_init(&p->power, 1, which == SHARP ? 1.0 : 1.5));
    p->f = tame_power_nonsmooth(&p->power);
    break;
  case PARTLY:
    TAME_TRY(tame_partly_smooth_init(&p->partly, 2.0));
    p->f = tame_partly_smooth_nonsmooth(&p->partly);
    p->x0[1] = 1.0;
    break;
  case VALLEY:
    p->f = tame_valley_nonsmooth();
    p->e.kind = TAME_ERROR_CUSTOM;
    p->e.add = uphill;
    p->x0[0] = 0.5;
    break;
  case LASSO:
    TAME_TRY(tame_lasso_random(&p->lasso, 60, MAX_DIM, rng));
    p->f = tame_lasso_nonsmooth(&p->lasso);
    p->x0[0] = 0.0;
    break;
  default:
    TAME_TRY(tame_phase_random(&p->phase, 60, 10, true, rng));
    p->f = tame_phase_nonsmooth(&p->phase);
    tame_sphere(p->x0, 10, rng);
    for (size_t i = 0; i < 10; i++)
      p->x0[i] = p->phase.target[i] + 0.5 * p->x0[i];
    break;
  }
  return TAME_OK;
}

static void close_problem(problem *p)
{
  tame_lasso_free(&p->lasso);
  tame_phase_free(&p->phase);
}

/* --- windows ------------------------------------------------------------------ */

enum { DEFECT, EXCESS, OUTSIDE, N_NUMBERS };

typedef struct {
  double sum, excess, outside; /* so far */
  double value, bound;         /* f at the end, integral of |V| (|V| - eps) */
  size_t windows;
} account;

/* One window of `length` steps a. */
static tame_status run_window(account *t, tame_subgradient *w, const problem *p,
                              size_t length, double a)
{
  double v[MAX_DIM] = {0}, g[MAX_DIM] = {0};
  const double tau = a * (double)length, before = t->value;
  for (size_t k = 0; k < length; k++) {
    const tame_status s = tame_subgradient_step(w);
    if (s != TAME_OK) return s;
    cblas_daxpy((int)p->f.n, 1.0 / (double)length, tame_subgradient_v(w), 1, v,
                1);
    cblas_daxpy((int)p->f.n, 1.0 / (double)length, tame_subgradient_g(w), 1, g,
                1);
  }
  t->value = p->f.value(tame_subgradient_x(w), p->f.ctx);
  const double slope = (t->value - before) / tau, size = tame_norm(v, p->f.n);
  const double excess = slope + size * (size - p->e.eps);
  t->sum += fabs(slope + cblas_ddot((int)p->f.n, v, 1, g, 1));
  t->excess = fmax(t->excess, excess);
  if (size > p->e.eps) t->outside = fmax(t->outside, excess);
  t->bound += tau * size * (size - p->e.eps);
  t->windows++;
  return TAME_OK;
}

/* numbers [N_NUMBERS]; record [2 x N_RECORD], or NULL, <- f and f(x_0) minus the
 * integral, at even times. */
static tame_status run_one(double *numbers, double *record, problem *p,
                           double a, tame_subgradient *w)
{
  const size_t length = (size_t)(1.0 / sqrt(a) + 0.5);
  const size_t windows = (size_t)(TIME / (a * (double)length) + 0.5);
  const tame_step_rule rule = {a, 1.0, 0.0};
  account t = {.value = p->f.value(p->x0, p->f.ctx)};
  const double start = t.value;
  TAME_TRY(tame_subgradient_init(w, &p->f, &p->e, &rule, p->x0, NULL));
  for (size_t i = 0; i <= windows; i++) {
    if (record && i * (N_RECORD - 1) % windows == 0) {
      record[i * (N_RECORD - 1) / windows] = t.value;
      record[N_RECORD + i * (N_RECORD - 1) / windows] = start - t.bound;
    }
    if (i == windows) break;
    const tame_status s = run_window(&t, w, p, length, a);
    if (s != TAME_OK) return s;
  }
  numbers[DEFECT] = t.sum / (double)t.windows;
  numbers[EXCESS] = t.excess;
  numbers[OUTSIDE] = t.outside;
  return TAME_OK;
}

/* A cell is one (function, seed). */
static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  static const char *const NAME[N_NUMBERS] = {"defect", "excess", "outside"};
  const size_t n = tame_run_count(run, "steps");
  double table[N_NUMBERS * MAX_A], numbers[N_NUMBERS] = {0};
  double record[2 * N_RECORD];
  gsl_rng *rng = tame_run_rng(run, "error", cell->index);
  problem *p = tame_calloc(1, sizeof *p);
  tame_status s = open_problem(p, cell->coord[0], rng);
  for (size_t i = 0; i < 2 * N_RECORD; i++) record[i] = (double)NAN;
  if (s >= 0) {
    p->e.rng = rng;
    tame_subgradient *w = tame_subgradient_alloc(p->f.n);
    for (size_t i = 0; i < n && s == TAME_OK; i++) {
      s = run_one(numbers, i + 1 == n ? record : NULL, p, step_at(i), w);
      for (size_t j = 0; j < N_NUMBERS; j++) table[j * n + i] = numbers[j];
    }
    tame_subgradient_free(w);
    close_problem(p);
  }
  for (size_t j = 0; j < N_NUMBERS; j++) put(out, NAME[j], table + j * n, n);
  put(out, "record", record, 2 * N_RECORD);
  free(p);
  gsl_rng_free(rng);
  return s == TAME_OK ? s : failed(err, cell->name, s);
}

/* --- the whole ------------------------------------------------------------------ */

/* Means over seeds of x [functions x seeds x n], and slopes of them in a. */
static tame_status write_means(tame_h5 *out, const tame_cells *cells,
                               const double *a, size_t seeds, size_t n,
                               tame_error *err)
{
  static const char *const NAME[N_NUMBERS] = {"defect", "excess", "outside"};
  double mean[N_FUNCTIONS * MAX_A], slope[N_FUNCTIONS];
  char path[64];
  for (size_t j = 0; j < N_NUMBERS; j++) {
    double *x;
    TAME_TRY(stack(&x, cells, 0, N_FUNCTIONS * seeds, NAME[j], n, err));
    for (size_t f = 0; f < N_FUNCTIONS; f++) {
      for (size_t i = 0; i < n; i++) {
        mean[f * n + i] = 0.0;
        for (size_t r = 0; r < seeds; r++)
          mean[f * n + i] += x[(f * seeds + r) * n + i] / (double)seeds;
      }
      slope[f] = log_fit(a, mean + f * n, n).slope;
    }
    free(x);
    snprintf(path, sizeof path, "window/%s_mean", NAME[j]);
    tame_h5_write(out, path, "function step", mean, "mean over seeds", "1");
    snprintf(path, sizeof path, "window/%s_slope", NAME[j]);
    tame_h5_write(out, path, "function", slope,
                  "slope of its logarithm against log a", "1");
  }
  return TAME_OK;
}

/* The lasso, first seed, smallest step. */
static tame_status write_record(tame_h5 *out, const tame_cells *cells,
                                size_t seeds, tame_error *err)
{
  double time[N_RECORD], *x;
  TAME_TRY(stack(&x, cells, LASSO * seeds, 1, "record", 2 * N_RECORD, err));
  for (size_t i = 0; i < N_RECORD; i++)
    time[i] = TIME * (double)i / (N_RECORD - 1);
  tame_h5_group(out, "record", "The lasso along one run");
  tame_h5_axis(out, "record/time", time, N_RECORD, "time t", "1");
  tame_h5_write(out, "record/value", "time", x, "f(x(t))", "1");
  tame_h5_write(out, "record/bound", "time", x + N_RECORD,
                "f(x_0) less the integral of |V| (|V| - eps)", "1");
  tame_h5_panel(out, "record", "value", "time");
  free(x);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "steps");
  const size_t seeds = tame_run_count(run, "seeds");
  const column c[] = {
      {"defect", "window", "function seed step", n,
       "mean over windows of |(f_end - f_start)/tau + <V, G>|"},
      {"excess", "window", "function seed step", n,
       "largest positive part of (f_end - f_start)/tau + |V| (|V| - eps)"},
      {"outside", "window", "function seed step", n,
       "the same over windows with |V| > eps"}};
  double a[MAX_A];
  for (size_t i = 0; i < n; i++) a[i] = step_at(i);
  tame_h5_group(out, "window", "The descent inequality on windows");
  tame_h5_codes(out, "window/function", FUNCTIONS, "function");
  tame_h5_index(out, "window/seed", seeds, "repetition");
  tame_h5_axis(out, "window/step", a, n, "constant step a", "1");
  tame_h5_write(out, "window/eps", "function", EPS, "size eps of the error",
                "1");
  TAME_TRY(merge_columns(out, cells, 0, N_FUNCTIONS * seeds, c, 3, err));
  TAME_TRY(write_means(out, cells, a, seeds, n, err));
  tame_h5_panel(out, "window", "defect_mean", "function step");
  return write_record(out, cells, seeds, err);
}

static size_t n_cells(const tame_run *run)
{
  return N_FUNCTIONS * tame_run_count(run, "seeds");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  const size_t seeds = tame_run_count(run, "seeds");
  cell->coord[0] = index / seeds;
  cell->coord[1] = index % seeds;
  snprintf(cell->name, sizeof cell->name, "function%zu-seed%zu", cell->coord[0],
           cell->coord[1]);
  snprintf(cell->group, sizeof cell->group, "all functions");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2404.19517/descent",
          .title = "The descent-like inequality along trajectories",
          .figures = "illus-descent",
          .about =
              "The chain rule and the inequality f' <= -|v| (|v| - eps) on "
              "windows of the subgradient method with errors, as the step "
              "goes to 0.  An illustration, not an experiment of the "
              "paper.",
          .params = PARAMS,
          .cost = {0.04, 1.1, 45},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
