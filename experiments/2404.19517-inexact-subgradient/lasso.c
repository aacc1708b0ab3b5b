/* SPDX-License-Identifier: MIT */
/* I7, an illustration of ours: the lasso under three kinds of errors.
 *
 *     f = |A x - b|^2 / 2 + lambda |x|_1  (tame/nonsmooth_data.h),
 *     a_k = (0.5/L) (1 + k/100)^{-0.9},  x_0 = 0,
 *
 * outward from the minimiser, constant along a random unit vector u, and random
 * unit directions.  With mu the least eigenvalue of A'A the tail is at most
 * eps/mu, up to the last step; constant errors lead to argmin f + eps <u, x>, at a
 * distance known by proximal gradient steps; f is piecewise quadratic, so the
 * exponent is 1.  A cell is one (instance, eps). */
#include "parts.h"

#include "tame/inexact.h"
#include "tame/nonsmooth_data.h"

static const tame_error_kind MODE[] = {TAME_ERROR_OUTWARD, TAME_ERROR_CONSTANT,
                                       TAME_ERROR_RANDOM};
enum { N_MODES = 3, N_EPS = 11 };

static const tame_option PARAMS[] = {
    {"rows", {60, 60, 200}, 10, 100000, "rows of A", NULL},
    {"columns", {20, 20, 100}, 5, 10000, "columns of A", NULL},
    {"instances", {1, 2, 3}, 1, 1000, "random data sets", NULL},
    {"steps", {20000, 200000, 1000000}, 100, 1e9, "iterations", NULL},
    {0}};

static double eps_at(size_t i) { return ldexp(0.64, -(int)i); }

static tame_status run_modes(double *tail, double *exact, tame_lasso *q,
                             double eps, const double *u, gsl_rng *rng,
                             size_t steps)
{
  const tame_nonsmooth f = tame_lasso_nonsmooth(q);
  const tame_step_rule rule = {0.5 / q->lipschitz, 100.0, 0.9};
  double *x = tame_vec(3 * q->n), *e = x + q->n, *x0 = e + q->n;
  tame_subgradient *w = tame_subgradient_alloc(q->n);
  for (size_t j = 0; j < q->n; j++) e[j] = eps * u[j];
  tame_status s = tame_lasso_tilted(x, q, e);
  *exact = f.distance(x, q);
  for (size_t i = 0; i < N_MODES && s == TAME_OK; i++) {
    const tame_inexact error = {
        .kind = MODE[i],
        .eps = eps,
        .point = MODE[i] == TAME_ERROR_CONSTANT ? u : q->minimiser,
        .rng = rng};
    tame_subgradient_summary sum = {0};
    s = tame_subgradient_init(w, &f, &error, &rule, x0, NULL);
    if (s >= 0)
      s = tame_subgradient_run(
          &sum, NULL, NULL, w,
          &(tame_subgradient_options){steps, 0.1, (double)INFINITY}, false);
    tail[i] = sum.tail;
  }
  tame_subgradient_free(w);
  free(x);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "columns"), rep = cell->coord[0];
  gsl_rng *data = tame_run_rng(run, "data", rep);
  gsl_rng *rng = tame_run_rng(run, "error", rep * N_EPS + cell->coord[1]);
  double tail[N_MODES], exact = 0.0, nonzero = 0.0, *u = tame_vec(n);
  tame_lasso q;
  tame_status s = tame_lasso_random(&q, tame_run_count(run, "rows"), n, data);
  tame_sphere(u, n, data);
  if (s == TAME_OK) {
    s = run_modes(tail, &exact, &q, eps_at(cell->coord[1]), u, rng,
                  tame_run_count(run, "steps"));
    for (size_t j = 0; j < n; j++) nonzero += q.minimiser[j] != 0.0;
    const double numbers[4] = {q.lambda, q.lipschitz, q.mu, nonzero};
    put(out, "tail", tail, N_MODES);
    put(out, "exact", &exact, 1);
    put(out, "numbers", numbers, 4);
    tame_lasso_free(&q);
  }
  gsl_rng_free(data);
  gsl_rng_free(rng);
  free(u);
  return s == TAME_OK ? s : failed(err, cell->name, s);
}

/* --- the whole ------------------------------------------------------------------ */

/* Slopes of the adversarial tail over eps <= 0.16, the bound eps/mu, and lambda,
 * L, mu, nonzeros of every instance; numbers [instances x N_EPS x 4]. */
static void write_fits(tame_h5 *out, const double *tail, const double *numbers,
                       const double *eps, size_t instances)
{
  static const char *const NAME[4][2] = {
      {"tail/lambda", "lambda"},
      {"tail/lipschitz", "largest eigenvalue of A'A"},
      {"tail/mu", "smallest eigenvalue mu of A'A"},
      {"tail/nonzeros", "nonzero coefficients of the minimiser"}};
  double *slope = tame_vec(instances), *bound = tame_vec(instances * N_EPS);
  double *one = tame_vec(instances), column_of[N_EPS];
  for (size_t r = 0; r < instances; r++) {
    for (size_t i = 0; i < N_EPS; i++) {
      column_of[i] = tail[(r * N_EPS + i) * N_MODES];
      bound[r * N_EPS + i] = eps[i] / numbers[(r * N_EPS + i) * 4 + 2];
    }
    slope[r] = log_fit(eps + 2, column_of + 2, 5).slope;
  }
  tame_h5_write(out, "tail/slope", "instance", slope,
                "slope of the outward tail against eps, 0.01 <= eps <= 0.16",
                "1");
  tame_h5_write(out, "tail/bound", "instance eps", bound, "eps/mu", "1");
  for (size_t j = 0; j < 4; j++) {
    for (size_t r = 0; r < instances; r++) one[r] = numbers[r * N_EPS * 4 + j];
    tame_h5_write(out, NAME[j][0], "instance", one, NAME[j][1], "1");
  }
  free(slope);
  free(bound);
  free(one);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t instances = tame_run_count(run, "instances");
  const size_t n = instances * N_EPS;
  const column c[] = {{"tail", "tail", "instance eps mode", N_MODES,
                       "largest distance to the minimiser of the last tenth"},
                      {"exact", "tail", "instance eps", 1,
                       "distance of argmin f + eps <u, x> to the minimiser"}};
  double eps[N_EPS], *tail, *numbers;
  for (size_t i = 0; i < N_EPS; i++) eps[i] = eps_at(i);
  tame_h5_group(out, "tail", "Tails for the lasso");
  tame_h5_index(out, "tail/instance", instances, "random data set");
  tame_h5_axis(out, "tail/eps", eps, N_EPS, "size eps of the error", "1");
  tame_h5_codes(out, "tail/mode", "outward constant random", "error");
  TAME_TRY(merge_columns(out, cells, 0, n, c, 2, err));
  TAME_TRY(stack(&tail, cells, 0, n, "tail", N_MODES, err));
  const tame_status s = stack(&numbers, cells, 0, n, "numbers", 4, err);
  if (s >= 0) write_fits(out, tail, numbers, eps, instances);
  if (s >= 0) free(numbers);
  free(tail);
  tame_h5_panel(out, "tail", "tail", "instance eps mode");
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "instances") * N_EPS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index / N_EPS;
  cell->coord[1] = index % N_EPS;
  snprintf(cell->name, sizeof cell->name, "instance%zu-eps%g", cell->coord[0],
           eps_at(cell->coord[1]));
  snprintf(cell->group, sizeof cell->group, "instance %zu", cell->coord[0]);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2404.19517/lasso",
          .title = "The lasso under three kinds of errors",
          .figures = "illus-lasso",
          .about = "Distance to the minimiser of a lasso that errors of size "
                   "eps leave.  An illustration, not an experiment of the "
                   "paper.",
          .params = PARAMS,
          .cost = {0.2, 4.2, 0},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
