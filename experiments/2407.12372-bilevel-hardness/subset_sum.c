/* SPDX-License-Identifier: MIT */
/* E8: subset-sum-interval as a bilevel programme (tame/subset_sum.h).
 *
 *   agreement   random instances, decided by the set of all subset sums and by
 *               the optimal bilevel value over all vertices, in integers;
 *   continuous  NO instances: smallest phi over random x, half of them near
 *               binary points;
 *   work        vertices evaluated and time against k + r, r = k/2, by table and
 *               Gray code and by Gray code alone;
 *   instance    one instance: distance to the nearest sum for each S of the
 *               interval, and phi along the edges of the cube in Gray order.
 *               q = (3, 5, 9, 31), R = 16, r = 4, or with --instance the one in
 *               a file (format in tame/instance.h); then the rest is left out.
 *
 * A cell is one (k, r), one size of the work, or the instance. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "subset_sum.h"
#include "tame/base.h"
#include "tame/exp.h"
#include "tame/gray.h"
#include "tame/subset_sum.h"
#include "tame/timer.h"

enum { N_EDGE = 32, MAX_PATH = 64 };
/* added to all seeds once for each unit of the root seed */
static const uint64_t SHIFT = 1000000007;
static const size_t CONTINUOUS_K[] = {6, 8}, CONTINUOUS_R[] = {2, 3};
enum { N_CONTINUOUS = 4, CONTINUOUS_SEEDS = 40 };
static const tame_subset_sum GAP = {
    .k = 4, .r = 4, .start = 16, .q = {3, 5, 9, 31}};

static const tame_option PARAMS[] = {
    {"seeds", {5, 20, 20}, 1, 99, "instances of each (k, r)", NULL},
    {"largest-k", {8, 12, 20}, 4, MAX_K, "agreement: largest k", NULL},
    {"points",
     {2000, 20000, 20000},
     2,
     10000000,
     "continuous: points x of an instance",
     NULL},
    {"work-k", {12, 16, 20}, 6, MAX_K, "work: largest k", NULL},
    {"instance", {0}, 0, 0, "an instance to decide instead", "file"},
    {0}};

typedef enum { AGREEMENT, CONTINUOUS, WORK, INSTANCE } kind;

static tame_status read_instance(tame_subset_sum *inst, const tame_run *run,
                                 tame_error *err)
{
  const char *path = tame_run_file(run, "instance");
  if (path) return tame_read_subset_sum(inst, path, err);
  *inst = GAP;
  return TAME_OK;
}

static tame_status check(const tame_run *run, tame_error *err)
{
  tame_subset_sum inst;
  return read_instance(&inst, run, err);
}

/* --- agreement ---------------------------------------------------------------- */

static void run_agreement(tame_h5 *out, size_t k, size_t r, size_t seeds,
                          uint64_t shift)
{
  double *x = tame_vec(4 * seeds);
  const int64_t share = (INT64_C(1) << k) / (int64_t)k;
  for (size_t sd = 0; sd < seeds; sd++) {
    const tame_subset_sum inst = tame_subset_sum_random(
        shift + 1000 * k + 100 * r + sd, k, r, share > 2 ? share : 2);
    tame_sums *sums = tame_sums_alloc(&inst);
    const tame_subset_sum_optimum best = tame_subset_sum_enumerate(&inst);
    int64_t witness;
    x[sd] = tame_subset_sum_decide(&witness, &inst, sums);
    x[seeds + sd] = best.value < 0;
    x[2 * seeds + sd] = (double)best.value;
    x[3 * seeds + sd] = (double)best.visited;
    tame_sums_free(sums);
  }
  tame_h5_index(out, "seed", seeds, "repetition");
  tame_h5_write(out, "direct", "seed", x, "direct", "1");
  tame_h5_write(out, "bilevel", "seed", x + seeds, "bilevel", "1");
  tame_h5_write(out, "value", "seed", x + 2 * seeds, "value", "1");
  tame_h5_write(out, "visited", "seed", x + 3 * seeds, "visited", "1");
  free(x);
}

/* --- continuous --------------------------------------------------------------- */

/* x [r] uniform, or each coordinate within 0.05 of 0 or 1. */
static void draw_point(double *x, size_t r, bool is_near, tame_splitmix *g)
{
  for (size_t i = 0; i < r; i++) {
    const double u = tame_splitmix_uniform(g);
    x[i] = !is_near ? u : u < 0.5 ? 0.1 * u : 1.0 - 0.1 * (1.0 - u);
  }
}

static void run_continuous(tame_h5 *out, size_t k, size_t r, size_t points,
                           uint64_t shift)
{
  double least[CONTINUOUS_SEEDS], x[TAME_SUBSET_SUM_MAX_R];
  for (size_t sd = 0; sd < CONTINUOUS_SEEDS; sd++) {
    const uint64_t seed = shift + 7000 + 1000 * k + 100 * r + sd;
    const tame_subset_sum inst = tame_subset_sum_random(seed, k, r, 4);
    tame_splitmix g = tame_splitmix_seed(seed + 500000);
    tame_sums *sums = tame_sums_alloc(&inst);
    int64_t witness;
    least[sd] = (double)NAN; /* YES: not looked at */
    if (!tame_subset_sum_decide(&witness, &inst, sums)) {
      least[sd] = INFINITY;
      for (size_t p = 0; p < points; p++) {
        draw_point(x, r, p % 2 == 1, &g);
        least[sd] = fmin(least[sd], tame_subset_sum_value(&inst, sums, x));
      }
    }
    tame_sums_free(sums);
  }
  tame_h5_index(out, "seed", CONTINUOUS_SEEDS, "repetition");
  tame_h5_write(out, "least", "seed", least, "least", "1");
}

/* --- work --------------------------------------------------------------------- */

static void run_work(tame_h5 *out, size_t k, uint64_t shift)
{
  const size_t r = k / 2;
  const tame_subset_sum inst = tame_subset_sum_random(
      shift + 1000 * k + 100 * r, k, r, (INT64_C(1) << k) / (int64_t)k);
  const size_t all = (size_t)1 << (k + r), enough = (size_t)1 << 24;
  const size_t repeats = all < enough ? enough / all : 1;
  uint64_t visited = 0, plain_visited = 0;
  int64_t value = 0, plain = 0;
  tame_timer fast = {0}, slow = {0};
  tame_timer_start(&fast);
  for (size_t i = 0; i < repeats; i++) {
    const tame_subset_sum_optimum best = tame_subset_sum_enumerate(&inst);
    visited = best.visited;
    value = best.value;
  }
  tame_timer_stop(&fast);
  tame_timer_start(&slow);
  for (uint64_t s = 0; s < UINT64_C(1) << r; s++) {
    const tame_gray_nearest n = tame_gray_nearest_sum_plain(
        inst.q, k, inst.start + (int64_t)tame_gray_code(s));
    plain_visited += n.visited;
    if (-n.distance * n.distance < plain) plain = -n.distance * n.distance;
  }
  tame_timer_stop(&slow);
  tame_h5_write_scalar(out, "evaluations", (double)visited, "evaluations", "1");
  tame_h5_write_scalar(out, "difference",
                       fabs((double)(value - plain)) +
                           fabs((double)visited - (double)plain_visited),
                       "difference", "1");
  double seconds = fast.cpu / (double)repeats;
  tame_h5_write_measured(out, "table", "", &seconds, "table", "s");
  tame_h5_write_measured(out, "plain", "", &slow.cpu, "plain", "s");
}

/* --- one instance ------------------------------------------------------------- */

static void write_path(tame_h5 *out, const tame_subset_sum *inst,
                       const tame_sums *sums)
{
  const size_t vertices = inst->r < 6 ? (size_t)1 << inst->r : (size_t)MAX_PATH;
  const size_t n = (vertices - 1) * N_EDGE + 1;
  double *at = tame_vec(n), *phi = tame_vec(n), x[TAME_SUBSET_SUM_MAX_R];
  for (size_t i = 0; i < n; i++) {
    const size_t edge = i / N_EDGE;
    const double share = (double)(i % N_EDGE) / N_EDGE;
    const uint64_t from = tame_gray_code(edge), to = tame_gray_code(edge + 1);
    for (size_t j = 0; j < inst->r; j++)
      x[j] = (1.0 - share) * (double)(from >> j & 1) +
             share * (double)(to >> j & 1);
    at[i] = (double)i / N_EDGE;
    phi[i] = tame_subset_sum_value(inst, sums, x);
  }
  tame_h5_axis(out, "path", at, n, "path", "1");
  tame_h5_write(out, "phi", "path", phi, "phi", "1");
  free(at);
  free(phi);
}

static void run_instance(tame_h5 *out, const tame_subset_sum *inst)
{
  const size_t n = (size_t)1 << inst->r;
  double *s = tame_vec(n), *value = tame_vec(n), smallest = 0.0, visited = 0.0;
  tame_sums *sums = tame_sums_alloc(inst);
  int64_t witness = 0, at = inst->start;
  const bool direct = tame_subset_sum_decide(&witness, inst, sums);
  for (size_t i = 0; i < n; i++) {
    const int64_t target = inst->start + (int64_t)i;
    const tame_gray_nearest near =
        tame_gray_nearest_sum(inst->q, inst->k, target);
    s[i] = (double)target;
    value[i] = 0.0 - (double)near.distance * (double)near.distance;
    visited += (double)near.visited;
    if (value[i] < smallest) {
      smallest = value[i];
      at = target;
    }
  }
  tame_h5_axis(out, "S", s, n, "S", "1");
  tame_h5_write(out, "value", "S", value, "value", "1");
  write_path(out, inst, sums);
  const struct {
    const char *name;
    double x;
  } scalar[] = {{"k", (double)inst->k},
                {"r", (double)inst->r},
                {"curvature", (double)tame_subset_sum_curvature(inst)},
                {"penalty", (double)tame_subset_sum_penalty(inst)},
                {"direct", direct},
                {"witness", direct ? (double)witness : (double)NAN},
                {"optimum", smallest},
                {"attained", (double)at},
                {"evaluations", visited}};
  for (size_t i = 0; i < sizeof scalar / sizeof *scalar; i++)
    tame_h5_write_scalar(out, scalar[i].name, scalar[i].x, scalar[i].name, "1");
  tame_sums_free(sums);
  free(s);
  free(value);
}

/* --- cells -------------------------------------------------------------------- */

static size_t n_agreement(const tame_run *run)
{
  return N_R * n_k(tame_run_count(run, "largest-k"));
}

static size_t n_work(const tame_run *run)
{
  return n_k(tame_run_count(run, "work-k"));
}

static size_t n_cells(const tame_run *run)
{
  if (tame_run_file(run, "instance")) return 1;
  return n_agreement(run) + N_CONTINUOUS + n_work(run) + 1;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  const size_t agreement = n_agreement(run);
  const bool is_given = tame_run_file(run, "instance") != NULL;
  snprintf(cell->group, sizeof cell->group, "all cells");
  if (is_given || index + 1 == n_cells(run)) {
    cell->coord[0] = INSTANCE;
    snprintf(cell->name, sizeof cell->name, "instance");
  } else if (index < agreement) {
    cell->coord[0] = AGREEMENT;
    cell->coord[1] = FIRST_K + 2 * (index / N_R);
    cell->coord[2] = 1 + index % N_R;
    cell->weight = ldexp(1.0, (int)(cell->coord[1] + cell->coord[2])) / 1e6;
    snprintf(cell->name, sizeof cell->name, "agreement-k%zu-r%zu",
             cell->coord[1], cell->coord[2]);
  } else if (index < agreement + N_CONTINUOUS) {
    cell->coord[0] = CONTINUOUS;
    cell->coord[1] = CONTINUOUS_K[(index - agreement) / 2];
    cell->coord[2] = CONTINUOUS_R[(index - agreement) % 2];
    snprintf(cell->name, sizeof cell->name, "continuous-k%zu-r%zu",
             cell->coord[1], cell->coord[2]);
  } else {
    cell->coord[0] = WORK;
    cell->coord[1] = FIRST_K + 2 * (index - agreement - N_CONTINUOUS);
    cell->weight = ldexp(1.0, (int)(cell->coord[1] * 3 / 2)) / 1e6;
    snprintf(cell->name, sizeof cell->name, "work-k%zu", cell->coord[1]);
  }
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  tame_subset_sum inst;
  const size_t k = cell->coord[1], r = cell->coord[2];
  const uint64_t shift = SHIFT * tame_run_root(run);
  switch ((kind)cell->coord[0]) {
  case AGREEMENT:
    run_agreement(out, k, r, tame_run_count(run, "seeds"), shift);
    break;
  case CONTINUOUS:
    run_continuous(out, k, r, tame_run_count(run, "points"), shift);
    break;
  case WORK:
    run_work(out, k, shift);
    break;
  case INSTANCE:
    TAME_TRY(read_instance(&inst, run, err));
    run_instance(out, &inst);
  }
  return TAME_OK;
}

/* --- the whole ---------------------------------------------------------------- */

static tame_status print_answer(const tame_cells *cells, tame_error *err)
{
  double *x;
  tame_h5_shape shape;
  static const char *const NAME[] = {"direct", "optimum", "attained",
                                     "evaluations"};
  double v[4];
  for (size_t i = 0; i < 4; i++) {
    TAME_TRY(tame_cells_read(&x, &shape, cells, 0, NAME[i], err));
    v[i] = *x;
    free(x);
  }
  if ((v[0] > 0.0) != (v[1] < 0.0))
    return tame_fail(err, TAME_EFORMAT, "the two decisions disagree");
  if (v[0] > 0.0)
    printf(
        "  YES   S = %.0f is the sum of no subset; optimal value %.0f, "
        "%.0f vertices\n",
        v[2], v[1], v[3]);
  else
    printf(
        "  NO    every S is the sum of a subset; optimal value 0, %.0f "
        "vertices\n",
        v[3]);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  if (tame_run_file(run, "instance")) {
    TAME_TRY(merge_instance(out, cells, 0, err));
    return print_answer(cells, err);
  }
  const size_t agreement = n_agreement(run), work = n_work(run);
  double k[2], r[2];
  for (size_t i = 0; i < 2; i++) {
    k[i] = (double)CONTINUOUS_K[i];
    r[i] = (double)CONTINUOUS_R[i];
  }
  TAME_TRY(merge_agreement(out, cells, agreement / N_R,
                           tame_run_count(run, "seeds"), err));
  TAME_TRY(
      merge_continuous(out, cells, agreement, k, r, CONTINUOUS_SEEDS, err));
  TAME_TRY(merge_work(out, cells, agreement + N_CONTINUOUS, work, err));
  return merge_instance(out, cells, agreement + N_CONTINUOUS + work, err);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2407.12372/subset_sum",
          .title = "Subset-sum-interval as a bilevel programme",
          .figures = "illus-subset-sum illus-work tab02-decisions",
          .about = "A problem on the second level of the polynomial hierarchy "
                   "decided by the optimal value of a bilevel programme with "
                   "quadratic levels, against its direct decision.  With "
                   "--instance FILE (a line 'p ssi k r R', then k integers) "
                   "that instance alone is decided.",
          .params = PARAMS,
          .cost = {0.07, 0.2, 1.3},
          .check = check,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
