/* SPDX-License-Identifier: MIT */
/* I8, an illustration of ours: phase retrieval, robust and smooth
 * (tame/nonsmooth_data.h), under errors outward from the nearer of the
 * two solutions x* and -x*.
 *
 * x_0 = x* + 0.1 (a random unit vector); a run that leaves |x| <= 10 has the tail
 * infinity, stored as 10.
 *   robust  a_k = 0.02 (1 + k/100)^{-3/4}: sharp, so the tail is the order of
 *           the last step below a threshold;
 *   smooth  a = 0.05: tail/eps is at most 1/lambda_min of the Hessian for small
 *           eps, and the exponent is 1.
 * A cell is one (instance, variant). */
#include "parts.h"

#include "tame/inexact.h"
#include "tame/nonsmooth_data.h"

enum { DIM = 10, ROWS = 60, N_ROBUST = 9, N_SMOOTH = 11, FAR = 10 };

static const tame_option PARAMS[] = {
    {"instances", {1, 3, 20}, 1, 1000, "random problems", NULL},
    {"steps", {10000, 100000, 1000000}, 100, 1e9, "iterations", NULL},
    {0}};

static double robust_eps(size_t i) { return 0.2 * (double)i; }
static double smooth_eps(size_t i) { return ldexp(0.4, -(int)i); }

/* Outward from the nearer of x* and -x*. */
static void outward(double *g, const double *x, double eps, size_t n, void *ctx)
{
  const tame_phase *q = ctx;
  double dot = 0.0, r = 0.0;
  for (size_t i = 0; i < n; i++) dot += x[i] * q->target[i];
  const double side = tame_sign(dot, 1.0);
  for (size_t i = 0; i < n; i++)
    r += (x[i] - side * q->target[i]) * (x[i] - side * q->target[i]);
  for (size_t i = 0; i < n && r > 0.0; i++)
    g[i] -= eps * (x[i] - side * q->target[i]) / sqrt(r);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const bool robust = cell->coord[1] == 0;
  const size_t n = robust ? N_ROBUST : N_SMOOTH;
  const tame_step_rule rule = robust ? (tame_step_rule){0.02, 100.0, 0.75}
                                     : (tame_step_rule){0.05, 1.0, 0.0};
  double tail[N_SMOOTH], x0[DIM], lambda[DIM];
  gsl_rng *rng = tame_run_rng(run, "data", cell->coord[0]);
  tame_phase q;
  tame_status s = tame_phase_random(&q, ROWS, DIM, robust, rng);
  const tame_nonsmooth f = tame_phase_nonsmooth(&q);
  tame_subgradient *w = tame_subgradient_alloc(DIM);
  tame_sphere(x0, DIM, rng);
  for (size_t i = 0; i < DIM; i++) x0[i] = q.target[i] + 0.1 * x0[i];
  for (size_t i = 0; i < n && s >= 0; i++) {
    const tame_inexact e = {.kind = TAME_ERROR_CUSTOM,
                            .eps = robust ? robust_eps(i) : smooth_eps(i),
                            .add = outward,
                            .ctx = &q};
    tame_subgradient_summary sum = {0};
    s = tame_subgradient_init(w, &f, &e, &rule, x0, NULL);
    if (s >= 0)
      s = tame_subgradient_run(
          &sum, NULL, NULL, w,
          &(tame_subgradient_options){tame_run_count(run, "steps"), 0.1, FAR},
          false);
    tail[i] = fmin(sum.tail, FAR);
  }
  if (s >= 0) s = tame_phase_hessian(lambda, NULL, &q);
  put(out, "tail", tail, n);
  put(out, "lambda", lambda, DIM);
  tame_subgradient_free(w);
  tame_phase_free(&q);
  gsl_rng_free(rng);
  return s >= 0 ? TAME_OK : failed(err, cell->name, s);
}

/* --- the whole ------------------------------------------------------------------ */

/* Every second cell, from `first`, of data set NAME: [instances x count]. */
static tame_status gather(double *to, const tame_cells *cells, size_t first,
                          size_t instances, const char *name, size_t count,
                          tame_error *err)
{
  for (size_t r = 0; r < instances; r++) {
    double *x;
    TAME_TRY(stack(&x, cells, 2 * r + first, 1, name, count, err));
    for (size_t j = 0; j < count; j++) to[r * count + j] = x[j];
    free(x);
  }
  return TAME_OK;
}

static void write_smooth(tame_h5 *out, const double *tail, const double *lambda,
                         size_t instances)
{
  double eps[N_SMOOTH], guide[N_SMOOTH], *least = tame_vec(2 * instances);
  double *slope = least + instances, *ratio = tame_vec(instances * N_SMOOTH);
  for (size_t i = 0; i < N_SMOOTH; i++) eps[i] = smooth_eps(i);
  for (size_t r = 0; r < instances; r++) {
    least[r] = lambda[r * DIM];
    slope[r] = log_fit(eps + 4, tail + r * N_SMOOTH + 4, N_SMOOTH - 4).slope;
    for (size_t i = 0; i < N_SMOOTH; i++)
      ratio[r * N_SMOOTH + i] = tail[r * N_SMOOTH + i] / eps[i];
  }
  tame_h5_group(out, "smooth", "Tails, smooth objective");
  tame_h5_index(out, "smooth/instance", instances, "random problem");
  tame_h5_axis(out, "smooth/eps", eps, N_SMOOTH, "size eps of the error", "1");
  tame_h5_write(out, "smooth/tail", "instance eps", tail,
                "largest distance to +-x* of the last tenth; 10: left", "1");
  tame_h5_write(out, "smooth/ratio", "instance eps", ratio, "tail over eps",
                "1");
  tame_h5_write(out, "smooth/lambda_min", "instance", least,
                "least eigenvalue of the Hessian at x*", "1");
  tame_h5_write(out, "smooth/slope", "instance", slope,
                "slope of log tail against log eps, eps <= 0.025", "1");
  for (size_t i = 0; i < N_SMOOTH; i++) guide[i] = eps[i] / least[0];
  tame_h5_write(out, "smooth/guide", "eps", guide,
                "eps over lambda_min of the first problem", "1");
  tame_h5_panel(out, "smooth", "tail", "instance eps");
  free(least);
  free(ratio);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t instances = tame_run_count(run, "instances");
  double *robust = tame_vec(instances * N_ROBUST), eps[N_ROBUST];
  double *smooth = tame_vec(instances * N_SMOOTH);
  double *lambda = tame_vec(instances * DIM);
  for (size_t i = 0; i < N_ROBUST; i++) eps[i] = robust_eps(i);
  tame_status s = gather(robust, cells, 0, instances, "tail", N_ROBUST, err);
  if (s >= 0) s = gather(smooth, cells, 1, instances, "tail", N_SMOOTH, err);
  if (s >= 0) s = gather(lambda, cells, 1, instances, "lambda", DIM, err);
  tame_h5_group(out, "robust", "Tails, robust objective");
  tame_h5_index(out, "robust/instance", instances, "random problem");
  tame_h5_axis(out, "robust/eps", eps, N_ROBUST, "size eps of the error", "1");
  tame_h5_write(out, "robust/tail", "instance eps", robust,
                "largest distance to +-x* of the last tenth; 10: left", "1");
  tame_h5_panel(out, "robust", "tail", "instance eps");
  write_smooth(out, smooth, lambda, instances);
  free(robust);
  free(smooth);
  free(lambda);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return 2 * tame_run_count(run, "instances");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index / 2;
  cell->coord[1] = index % 2;
  snprintf(cell->name, sizeof cell->name, "instance%zu-%s", cell->coord[0],
           cell->coord[1] ? "smooth" : "robust");
  snprintf(cell->group, sizeof cell->group, "all instances");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2404.19517/phase",
          .title = "Phase retrieval, robust and smooth, under errors",
          .figures = "illus-phase",
          .about = "Distance to the solution of a phase retrieval problem that "
                   "outward errors of size eps leave.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.1, 2.5, 0},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
