/* SPDX-License-Identifier: MIT */
/* E10: gradient methods on the lower level, and the wrong answers they give.
 *
 * On NO instances of subset-sum-interval (tame/subset_sum.h) the lower level is 0
 * at every binary x.  Projected gradient descent from random starts finds a local
 * minimum, and there are many: most vertices.  With n starts the answer is YES,
 * and wrong, when for some binary x the best of n values is at least 1.
 *
 * Step 1/(2M), at most 400 iterations; 100 starts for each x, the same for all x.
 * A cell is one k: the first instances, by seed, that are NO. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/stats.h"
#include "tame/subset_sum.h"

enum { FIRST_K = 4, MAX_K = 20, R = 2, STARTS = 100, MAX_ITER = 400 };
static const size_t RESTARTS[] = {1, 10, 100};
enum { N_RESTARTS = 3 };
/* added to all seeds once for each unit of the root seed */
static const uint64_t SHIFT = 1000000007;

static const tame_option PARAMS[] = {
    {"instances", {5, 30, 30}, 1, 1000, "NO instances of each k", NULL},
    {"largest-k", {8, 14, 18}, FIRST_K, MAX_K, "largest k", NULL},
    {0}};

/* --- one instance ------------------------------------------------------------- */

typedef struct {
  double wrong[N_RESTARTS]; /* 1: YES with that many starts */
  double off_vertex;        /* limits that are no vertex */
  double iterations;        /* mean */
  double minima;            /* share of vertices that are local minima */
} outcome;

static bool is_vertex(const double *y, size_t k)
{
  for (size_t j = 0; j < k; j++)
    if (y[j] != 0.0 && y[j] != 1.0) return false;
  return true;
}

static outcome search(const tame_subset_sum *inst, uint64_t seed)
{
  const size_t k = inst->k;
  double *start = tame_vec(STARTS * k), y[MAX_K];
  const double step = 0.5 / (double)tame_subset_sum_curvature(inst);
  outcome o = {{0}, 0, 0, 0};
  tame_splitmix g = tame_splitmix_seed(seed + 500000);
  for (size_t i = 0; i < STARTS * k; i++) start[i] = tame_splitmix_uniform(&g);
  for (int64_t b = 0; b < 1 << R; b++) {
    const int64_t target = inst->start + b;
    double best = INFINITY;
    for (size_t s = 0; s < STARTS; s++) {
      memcpy(y, start + s * k, k * sizeof *y);
      o.iterations += (double)tame_subset_sum_descend(y, inst, (double)target,
                                                      step, MAX_ITER);
      o.off_vertex += !is_vertex(y, k);
      best = fmin(best, tame_subset_sum_lower(inst, (double)target, y));
      for (size_t n = 0; n < N_RESTARTS; n++)
        if (s + 1 == RESTARTS[n] && best >= 1.0) o.wrong[n] = 1.0;
    }
    o.minima += (double)tame_subset_sum_local_minima(inst, target);
  }
  o.iterations /= STARTS << R;
  o.minima /= ldexp(1.0, (int)k + R);
  free(start);
  return o;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t k = cell->coord[0], n = tame_run_count(run, "instances");
  const int64_t share = (INT64_C(1) << k) / (int64_t)(4 * k);
  double *x = tame_vec((N_RESTARTS + 3) * n);
  size_t found = 0;
  uint64_t sd = 0;
  (void)err;
  for (; found < n; sd++) {
    const uint64_t seed = SHIFT * tame_run_root(run) + 90000 + 100 * k + sd;
    const tame_subset_sum inst =
        tame_subset_sum_random(seed, k, R, share > 2 ? share : 2);
    tame_sums *sums = tame_sums_alloc(&inst);
    int64_t witness;
    const bool is_yes = tame_subset_sum_decide(&witness, &inst, sums);
    tame_sums_free(sums);
    if (is_yes) continue;
    const outcome o = search(&inst, seed);
    for (size_t r = 0; r < N_RESTARTS; r++) x[r * n + found] = o.wrong[r];
    x[N_RESTARTS * n + found] = o.off_vertex;
    x[(N_RESTARTS + 1) * n + found] = o.iterations;
    x[(N_RESTARTS + 2) * n + found] = o.minima;
    found++;
  }
  tame_h5_index(out, "instance", n, "instance");
  tame_h5_axis(out, "restarts", (const double[]){1, 10, 100}, N_RESTARTS,
               "starts", "1");
  tame_h5_write(out, "wrong", "restarts instance", x, "wrong", "1");
  tame_h5_write(out, "off_vertex", "instance", x + N_RESTARTS * n, "off_vertex",
                "1");
  tame_h5_write(out, "iterations", "instance", x + (N_RESTARTS + 1) * n,
                "iterations", "1");
  tame_h5_write(out, "minima", "instance", x + (N_RESTARTS + 2) * n, "minima",
                "1");
  tame_h5_write_scalar(out, "tried", (double)sd, "tried", "1");
  free(x);
  return TAME_OK;
}

/* --- the whole ---------------------------------------------------------------- */

static size_t n_cells(const tame_run *run)
{
  return (tame_run_count(run, "largest-k") - FIRST_K) / 2 + 1;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t nk = n_cells(run), n = tame_run_count(run, "instances");
  double *x = tame_vec(nk * N_RESTARTS * n), *k = tame_vec(nk);
  double *count = tame_vec(nk * N_RESTARTS), *rate = tame_vec(nk * N_RESTARTS);
  double *low = tame_vec(nk), *high = tame_vec(nk), *middle = tame_vec(nk);
  tame_h5_group(out, "failure", "Wrong answers of projected gradient descent");
  for (size_t i = 0; i < nk; i++) k[i] = (double)(FIRST_K + 2 * i);
  tame_h5_axis(out, "failure/k", k, nk, "integers k", "1");
  tame_h5_axis(out, "failure/restarts", (const double[]){1, 10, 100},
               N_RESTARTS, "starts for each x", "1");
  tame_h5_index(out, "failure/instance", n, "NO instance");
  tame_status s = tame_cells_gather(x, cells, "wrong", N_RESTARTS * n, err);
  tame_h5_write(out, "failure/wrong", "k restarts instance", x,
                "1: the answer is YES, which is wrong", "1");
  for (size_t i = 0; i < nk * N_RESTARTS; i++) {
    for (size_t j = 0; j < n; j++) count[i] += x[i * n + j];
    rate[i] = count[i] / (double)n;
  }
  tame_h5_write(out, "failure/count", "k restarts", count, "wrong answers",
                "1");
  tame_h5_write(out, "failure/rate", "k restarts", rate,
                "share of wrong answers", "1");
  if (s >= 0) s = tame_cells_gather(x, cells, "off_vertex", n, err);
  tame_h5_write(out, "failure/off_vertex", "k instance", x,
                "limits that are no vertex, of 400", "1");
  if (s >= 0) s = tame_cells_gather(x, cells, "iterations", n, err);
  tame_h5_write(out, "failure/iterations", "k instance", x,
                "iterations, mean over starts and x", "1");
  if (s >= 0) s = tame_cells_gather(x, cells, "minima", n, err);
  tame_h5_write(out, "failure/minima", "k instance", x,
                "share of vertices that are local minima, mean over x", "1");
  for (size_t i = 0; i < nk; i++) {
    low[i] = tame_min(x + i * n, n);
    high[i] = tame_max(x + i * n, n);
    middle[i] = tame_quantile(x + i * n, n, 0.5);
  }
  tame_h5_write(out, "failure/minima_median", "k", middle,
                "median of it over instances", "1");
  tame_h5_write(out, "failure/minima_low", "k", low, "its smallest value", "1");
  tame_h5_write(out, "failure/minima_high", "k", high, "its largest value",
                "1");
  if (s >= 0) s = tame_cells_gather(low, cells, "tried", 1, err);
  tame_h5_write(out, "failure/tried", "k", low,
                "seeds tried for that many NO instances", "1");
  tame_h5_panel(out, "failure", "rate", "k restarts");
  free(x);
  free(k);
  free(count);
  free(rate);
  free(low);
  free(high);
  free(middle);
  return s;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = FIRST_K + 2 * index;
  cell->weight = (double)cell->coord[0];
  snprintf(cell->name, sizeof cell->name, "k%zu", cell->coord[0]);
  snprintf(cell->group, sizeof cell->group, "all k");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2407.12372/local_search",
          .title = "Gradient methods on hard lower levels",
          .figures = "illus-local-search",
          .about = "Projected gradient descent with 1, 10 and 100 starts on "
                   "the lower level of subset-sum-interval, on instances whose "
                   "answer is NO: how often it says YES.  An illustration, not "
                   "an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.01, 0.1, 1},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
