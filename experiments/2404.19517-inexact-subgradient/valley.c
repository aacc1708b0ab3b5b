/* SPDX-License-Identifier: MIT */
/* I4, an illustration of ours: the nonsmooth function of Chebyshev and
 * Rosenbrock, f = |x1 - 1|/4 + |x2 - 2|x1| + 1| (tame/nonsmooth.h), whose least
 * subgradient along the valley has norm eps* = 1/(4 sqrt 5).
 *
 * rate   from (0.5, 0), a = 1e-5, time 4, e = -eps (-1, -2)/sqrt 5, uphill along
 *        the valley: f decreases at the rate eps* (eps* - eps), the descent
 *        inequality |v| (|v| - eps) with equality, and x1 moves at
 *        (eps* - eps)/sqrt 5.
 * tail   from (2, 2.5), e pushes away from (1, 1) along the valley: below eps*
 *        the tail is of the order of the last step, above it there is none:
 *        runs stop at |x1| = 1000, and the tail is then 1000.
 * path   some of these runs, every 1000th iterate, and f on a grid. */
#include "parts.h"

enum { N_RATE = 7, N_TAIL = 8, N_SCHEDULES = 2, N_PATH = 4, GRID = 101 };
static const double RATE[N_RATE] = {0, .25, .5, .75, .9, 1, 1.2};
static const double TAIL[N_TAIL] = {0, .1, .3, .5, .8, .95, 1.05, 1.3};
static const size_t PATH[N_PATH] = {0, 3, 5, 6}; /* of TAIL */
enum { N_TAILS = N_TAIL * N_SCHEDULES, FAR = 1000 };

static const tame_option PARAMS[] = {
    {"steps", {400000, 4000000, 4000000}, 1000, 1e9, "iterations, tails", NULL},
    {"every",
     {1000, 1000, 1000},
     1,
     1e6,
     "iterates between two that are kept",
     NULL},
    {"time", {0.4, 4, 4}, 0.01, 10, "time of the rates", "real"},
    {0}};

/* e = -eps (-1, -2)/sqrt 5 */
static void uphill(double *g, const double *x, double eps, size_t n, void *ctx)
{
  (void)x;
  (void)n;
  (void)ctx;
  g[0] += eps / sqrt(5.0);
  g[1] += 2.0 * eps / sqrt(5.0);
}

/* e = -eps sgn(x1 - 1) (1, 2 sgn x1)/sqrt 5 */
static void away(double *g, const double *x, double eps, size_t n, void *ctx)
{
  const double s = tame_sign(x[0] - 1.0, 1.0) / sqrt(5.0);
  (void)n;
  (void)ctx;
  g[0] -= eps * s;
  g[1] -= eps * 2.0 * s * tame_sign(x[0], 1.0);
}

static tame_step_rule schedule(size_t i)
{
  return i == 0 ? (tame_step_rule){2e-4, 1.0, 0.0}
                : (tame_step_rule){0.05, 100.0, 2.0 / 3.0};
}

/* --- cells --------------------------------------------------------------------- */

static tame_status run_rate(tame_h5 *out, double time, tame_subgradient *w)
{
  const double a = 1e-5, x0[2] = {0.5, 0.0};
  double rate[N_RATE], speed[N_RATE];
  const tame_nonsmooth f = tame_valley_nonsmooth();
  for (size_t i = 0; i < N_RATE; i++) {
    const tame_inexact e = {.kind = TAME_ERROR_CUSTOM,
                            .eps = RATE[i] * TAME_VALLEY_THRESHOLD,
                            .add = uphill};
    const tame_step_rule rule = {a, 1.0, 0.0};
    const double start = f.value(x0, NULL);
    TAME_TRY(tame_subgradient_init(w, &f, &e, &rule, x0, NULL));
    for (size_t k = 0; k < (size_t)(time / a + 0.5); k++)
      TAME_TRY(tame_subgradient_step(w));
    const double *x = tame_subgradient_x(w), t = tame_subgradient_time(w);
    rate[i] = (start - f.value(x, NULL)) / t;
    speed[i] = (x[0] - x0[0]) / t;
  }
  put(out, "rate", rate, N_RATE);
  put(out, "speed", speed, N_RATE);
  return TAME_OK;
}

/* path [2 x kept]: NaN after a run has stopped. */
static tame_status run_tail(tame_h5 *out, size_t i, size_t steps, size_t every,
                            tame_subgradient *w)
{
  const size_t kept = steps / every + 1;
  const double x0[2] = {2.0, 2.5};
  const tame_nonsmooth f = tame_valley_nonsmooth();
  const tame_inexact e = {.kind = TAME_ERROR_CUSTOM,
                          .eps = TAIL[i % N_TAIL] * TAME_VALLEY_THRESHOLD,
                          .add = away};
  const tame_step_rule rule = schedule(i / N_TAIL);
  double *path = tame_vec(2 * kept), tail = 0.0;
  tame_status s = tame_subgradient_init(w, &f, &e, &rule, x0, NULL);
  const double *x = tame_subgradient_x(w);
  for (size_t j = 0; j < 2 * kept; j++) path[j] = (double)NAN;
  for (size_t k = 0; k <= steps && s == TAME_OK; k++) {
    if (k % every == 0) path[k / every] = x[0], path[kept + k / every] = x[1];
    if (10 * k >= 9 * steps) tail = fmax(tail, f.distance(x, NULL));
    if (fabs(x[0]) > FAR) break;
    if (k < steps) s = tame_subgradient_step(w);
  }
  if (fabs(x[0]) > FAR) tail = FAR;
  put(out, "tail", &tail, 1);
  put(out, "path", path, 2 * kept);
  free(path);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  tame_subgradient *w = tame_subgradient_alloc(2);
  const tame_status s =
      cell->index == N_TAILS
          ? run_rate(out, tame_run_real(run, "time"), w)
          : run_tail(out, cell->index, tame_run_count(run, "steps"),
                     tame_run_count(run, "every"), w);
  tame_subgradient_free(w);
  return s == TAME_OK ? s : failed(err, cell->name, s);
}

/* --- the whole ------------------------------------------------------------------ */

static tame_status merge_rate(tame_h5 *out, const tame_cells *cells,
                              tame_error *err)
{
  const column c[] = {
      {"rate", "rate", "relative", N_RATE, "decrease of f over time"},
      {"speed", "rate", "relative", N_RATE, "speed of x1"}};
  double exact[N_RATE], speed[N_RATE];
  for (size_t i = 0; i < N_RATE; i++) {
    const double left = TAME_VALLEY_THRESHOLD * (1.0 - RATE[i]);
    exact[i] = TAME_VALLEY_THRESHOLD * left;
    speed[i] = left / sqrt(5.0);
  }
  tame_h5_group(out, "rate", "Descent along the valley");
  tame_h5_axis(out, "rate/relative", RATE, N_RATE, "eps / eps*", "1");
  tame_h5_write(out, "rate/exact", "relative", exact, "eps* (eps* - eps)", "1");
  tame_h5_write(out, "rate/exact_speed", "relative", speed,
                "(eps* - eps)/sqrt 5", "1");
  tame_h5_panel(out, "rate", "rate", "relative");
  return merge_columns(out, cells, N_TAILS, 1, c, 2, err);
}

/* f on a grid, as columns. */
static void write_levels(tame_h5 *out)
{
  enum { N = GRID * GRID };
  double *x1 = tame_vec(3 * N), *x2 = x1 + N, *f = x2 + N;
  for (size_t i = 0; i < N; i++) {
    x1[i] = -0.5 + 3.0 * (double)(i / GRID) / (GRID - 1);
    x2[i] = -1.5 + 5.0 * (double)(i % GRID) / (GRID - 1);
    const double x[2] = {x1[i], x2[i]};
    f[i] = tame_valley_nonsmooth().value(x, NULL);
  }
  tame_h5_group(out, "level", "Values of f");
  tame_h5_index(out, "level/point", N, "point of the grid");
  tame_h5_write(out, "level/x1", "point", x1, "x1", "1");
  tame_h5_write(out, "level/x2", "point", x2, "x2", "1");
  tame_h5_write(out, "level/f", "point", f, "f", "1");
  tame_h5_panel(out, "level", "f", "point");
  free(x1);
}

/* The chosen runs with vanishing steps. */
static tame_status merge_paths(tame_h5 *out, const tame_cells *cells,
                               size_t kept, tame_error *err)
{
  double relative[N_PATH];
  double *path = tame_vec(N_PATH * 2 * kept);
  tame_status s = TAME_OK;
  for (size_t i = 0; i < N_PATH && s >= 0; i++) {
    double *one;
    relative[i] = TAIL[PATH[i]];
    s = stack(&one, cells, N_TAIL + PATH[i], 1, "path", 2 * kept, err);
    for (size_t j = 0; s >= 0 && j < 2 * kept; j++)
      path[i * 2 * kept + j] = one[j];
    if (s >= 0) free(one);
  }
  tame_h5_group(out, "path", "Runs with vanishing steps");
  tame_h5_axis(out, "path/relative", relative, N_PATH, "eps / eps*", "1");
  tame_h5_codes(out, "path/coordinate", "x1 x2", "coordinate");
  tame_h5_index(out, "path/record", kept, "record");
  tame_h5_write(out, "path/x", "relative coordinate record", path,
                "iterate, NaN after a run has stopped", "1");
  tame_h5_panel(out, "path", "x", "relative coordinate record");
  write_levels(out);
  free(path);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const column c = {"tail", "tail", "schedule relative", 1,
                    "largest distance to {(1,1), (0,-1)} of the last tenth; "
                    "1000: driven away"};
  const size_t steps = tame_run_count(run, "steps");
  double last[N_SCHEDULES];
  for (size_t i = 0; i < N_SCHEDULES; i++) {
    const tame_step_rule rule = schedule(i);
    last[i] = tame_step_size(&rule, steps);
  }
  tame_h5_group(out, "tail", "Tails under errors away from (1, 1)");
  tame_h5_codes(out, "tail/schedule", "constant_step vanishing_step", "steps");
  tame_h5_axis(out, "tail/relative", TAIL, N_TAIL, "eps / eps*", "1");
  TAME_TRY(merge_columns(out, cells, 0, N_TAILS, &c, 1, err));
  tame_h5_write(out, "tail/last_step", "schedule", last, "step a_K", "1");
  tame_h5_panel(out, "tail", "tail", "schedule relative");
  TAME_TRY(merge_rate(out, cells, err));
  return merge_paths(out, cells, steps / tame_run_count(run, "every") + 1, err);
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_TAILS + 1;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  if (index == N_TAILS)
    snprintf(cell->name, sizeof cell->name, "rate");
  else
    snprintf(cell->name, sizeof cell->name, "%s-eps%g",
             index < N_TAIL ? "constant" : "vanishing", TAIL[index % N_TAIL]);
  snprintf(cell->group, sizeof cell->group, "all eps");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2404.19517/valley",
          .title = "A valley with a threshold for errors",
          .figures = "illus-valley-tail illus-valley-rate illus-valley-paths",
          .about = "The subgradient method with errors along the valley of the "
                   "nonsmooth Chebyshev-Rosenbrock function: rates of descent, "
                   "tails, paths.  An illustration, not an experiment of the "
                   "paper.",
          .params = PARAMS,
          .cost = {0.2, 2, 2},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
