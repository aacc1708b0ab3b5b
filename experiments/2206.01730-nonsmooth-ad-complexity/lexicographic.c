/* SPDX-License-Identifier: MIT */
/* Illustrations of ours on random linear ReLU networks (tame/relu_net.h), at
 * lattice points, where many ReLUs have the argument 0.
 *
 * Euler: <v, x> = F(x) for every element v of the autodiff conservative gradient
 * at x, whatever is chosen at the kinks.
 *
 * Lexicographic: the forward derivative along the axes, in order, is a gradient
 * near x and so a Clarke subgradient, at the price of p directions.
 * Backpropagation with relu'(0) = a costs about one more evaluation; it may give
 * something else.  For p <= 4 the lexicographic gradient is compared with the
 * gradient at x + (e, e^2, ..., e^p), e = 0.001, beyond which e^p is lost in
 * rounding.  A cell is one p; p = 4 is the network of an independent program. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/timer.h"

#include "random_net.h"

static const double CHOICE[] = {0.0, 0.25, 0.5, 0.75, 1.0};
static const double EULER[] = {0.0, 0.3, 1.0};
enum { N_CHOICE = 5, N_EULER = 3, DRAWS = 20, MOST_SIZES = 12 };

static const tame_option PARAMS[] = {
    {"sizes", {3, 7, 8}, 2, MOST_SIZES, "inputs p = 2, 4, ..., 2^sizes", NULL},
    {"points", {200, 200, 200}, 100, 100000, "lattice points", NULL},
    {0}};

/* What is counted in a cell. */
enum {
  TIES,          /* arguments of ReLUs that are 0, over all points */
  WRONG,         /* lexicographic gradient is not the one near x */
  COUNTED,       /* first 100 points where backpropagation (a = 0) differs */
  ENTRIES,       /* of the matrices */
  SECONDS_BACK,  /* one backpropagation */
  SECONDS_LEX,   /* one lexicographic gradient */
  SECONDS_VALUE, /* one evaluation */
  N_COUNTS
};

typedef struct {
  random_net r;
  size_t p;
  double *x, *v, *g; /* [p] */
  double *identity;  /* [p x p] */
  gsl_rng *rng;      /* for independent choices */
  double counts[N_COUNTS];
  double differ[N_CHOICE];   /* points where backpropagation differs */
  double euler[N_EULER + 1]; /* worst residuals; last: independent choices */
} state;

static double residual(const double *v, const double *x, double f, size_t p)
{
  double sum = 0.0;
  for (size_t i = 0; i < p; i++) sum += v[i] * x[i];
  return fabs(sum - f);
}

static void check_euler(state *s)
{
  double *worst = s->euler;
  for (size_t k = 0; k < N_EULER; k++) {
    const double f = backpropagate(s->v, s->x, EULER[k], &s->r);
    worst[k] = fmax(worst[k], residual(s->v, s->x, f, s->p));
  }
  const tame_relu_net *net = &s->r.net;
  const double f = tame_relu_net_value(s->r.z, s->x, net);
  tame_relu_net_choice(s->r.d, s->r.z, 0.0, net);
  for (size_t k = 0; k < DRAWS; k++) {
    for (size_t i = 0; i < tame_relu_net_units(net); i++)
      if (s->r.z[i] == 0.0) s->r.d[i] = gsl_rng_uniform(s->rng);
    tame_relu_net_element(s->v, s->r.work, s->r.d, net);
    worst[N_EULER] = fmax(worst[N_EULER], residual(s->v, s->x, f, s->p));
  }
  for (size_t i = 0; i < tame_relu_net_units(net); i++)
    s->counts[TIES] += s->r.z[i] == 0.0;
}

static bool differs(const double *v, const double *g, size_t p)
{
  for (size_t i = 0; i < p; i++)
    if (fabs(v[i] - g[i]) > 1e-9) return true;
  return false;
}

static void check_lexicographic(state *s, size_t point)
{
  const tame_status status =
      tame_relu_net_lexicographic(s->g, s->x, s->identity, &s->r.net);
  TAME_REQUIRE(status == TAME_OK);
  for (size_t k = 0; k < N_CHOICE; k++) {
    backpropagate(s->v, s->x, CHOICE[k], &s->r);
    const bool is_other = differs(s->v, s->g, s->p);
    s->differ[k] += is_other;
    if (k == 0 && point < 100) s->counts[COUNTED] += is_other;
  }
  if (s->p > 4) return;
  double e = 1e-3;
  for (size_t i = 0; i < s->p; i++, e *= 1e-3) s->x[i] += e;
  backpropagate(s->v, s->x, 0.0, &s->r);
  s->counts[WRONG] += differs(s->v, s->g, s->p);
}

static void run_value(void *ctx)
{
  const state *s = ctx;
  tame_relu_net_value(s->r.z, s->x, &s->r.net);
}

static void run_back(void *ctx)
{
  const state *s = ctx;
  backpropagate(s->v, s->x, 0.0, &s->r);
}

static void run_lexicographic(void *ctx)
{
  const state *s = ctx;
  tame_relu_net_lexicographic(s->g, s->x, s->identity, &s->r.net);
}

/* Median over five of the processor time of one call, at the last point. */
static double time_of(void (*work)(void *ctx), state *s, double guess)
{
  enum { REPEATS = 5 };
  double seconds[REPEATS];
  const size_t calls = guess > 1e-3 ? 1 : (size_t)(1e-3 / guess) + 1;
  for (size_t k = 0; k < REPEATS; k++)
    seconds[k] = tame_time_calls(work, s, 1, calls).cpu;
  return tame_quantile(seconds, REPEATS, 0.5);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t p = cell->coord[0];
  state s = {.r = random_net_begin(p, run), .p = p};
  (void)err;
  s.x = tame_vec(3 * p + p * p);
  s.v = s.x + p;
  s.g = s.v + p;
  s.identity = s.g + p;
  s.rng = tame_run_rng(run, "choices", p);
  for (size_t i = 0; i < p; i++) s.identity[i * p + i] = 1.0;
  for (size_t k = 0; k < tame_run_count(run, "points"); k++) {
    for (size_t i = 0; i < p; i++)
      s.x[i] = floor(5.0 * tame_splitmix_uniform(&s.r.rng)) - 2.0;
    check_euler(&s);
    check_lexicographic(&s, k);
  }
  if (p > 4) s.counts[WRONG] = NAN;
  const double entries = s.counts[ENTRIES] = (double)s.r.net.nnz;
  s.counts[SECONDS_VALUE] = time_of(run_value, &s, 2e-9 * entries);
  s.counts[SECONDS_BACK] = time_of(run_back, &s, 5e-9 * entries);
  s.counts[SECONDS_LEX] =
      time_of(run_lexicographic, &s, 1e-9 * entries * (double)p);
  tame_h5_index(out, "count", N_COUNTS, "count");
  tame_h5_index(out, "choice", N_CHOICE, "choice");
  tame_h5_index(out, "euler_choice", N_EULER + 1, "choice");
  tame_h5_write(out, "counts", "count", s.counts, "counts", "1");
  tame_h5_write(out, "differ", "choice", s.differ, "differ", "1");
  tame_h5_write(out, "euler", "euler_choice", s.euler, "residuals", "1");
  gsl_rng_free(s.rng);
  free(s.x);
  random_net_end(&s.r);
  return TAME_OK;
}

/* --- the whole ------------------------------------------------------------ */

/* counts [sizes x N_COUNTS]; ratios of time and of operations, where an entry is
 * one operation a number that passes it. */
static void write_costs(tame_h5 *out, const double *counts, size_t sizes)
{
  double x[7][MOST_SIZES];
  for (size_t k = 0; k < sizes; k++) {
    const double *c = counts + k * N_COUNTS, p = ldexp(2.0, (int)k);
    for (size_t j = 0; j < 3; j++) x[j][k] = c[SECONDS_BACK + j];
    x[3][k] = c[SECONDS_BACK] / c[SECONDS_VALUE];
    x[4][k] = c[SECONDS_LEX] / c[SECONDS_VALUE];
    x[5][k] = 1.0 + p;
    x[6][k] = c[ENTRIES];
  }
  tame_h5_group(out, "cost", "Cost of one gradient against that of F");
  tame_h5_write_measured(out, "cost/seconds_backpropagation", "inputs", x[0],
                         "time of one backpropagation", "s");
  tame_h5_write_measured(out, "cost/seconds_lexicographic", "inputs", x[1],
                         "time of one lexicographic gradient", "s");
  tame_h5_write_measured(out, "cost/seconds_value", "inputs", x[2],
                         "time of one evaluation", "s");
  tame_h5_write_measured(out, "cost/backpropagation", "inputs", x[3],
                         "time of backpropagation over evaluation", "1");
  tame_h5_write_measured(out, "cost/lexicographic", "inputs", x[4],
                         "time of lexicographic gradient over evaluation", "1");
  tame_h5_write(out, "cost/columns", "inputs", x[5],
                "numbers carried by the lexicographic gradient, 1 + p", "1");
  tame_h5_write(out, "cost/entries", "inputs", x[6],
                "entries of the matrices that are not zero", "1");
  tame_h5_panel(out, "cost", "lexicographic", "inputs");
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t sizes = tame_run_count(run, "sizes");
  const double points = (double)tame_run_count(run, "points");
  double counts[MOST_SIZES * N_COUNTS], differ[MOST_SIZES * N_CHOICE];
  double euler[MOST_SIZES * (N_EULER + 1)], p[MOST_SIZES], x[3][MOST_SIZES];
  TAME_TRY(tame_cells_gather(counts, cells, "counts", N_COUNTS, err));
  TAME_TRY(tame_cells_gather(differ, cells, "differ", N_CHOICE, err));
  TAME_TRY(tame_cells_gather(euler, cells, "euler", N_EULER + 1, err));
  for (size_t k = 0; k < sizes; k++) {
    p[k] = ldexp(2.0, (int)k);
    for (size_t j = 0; j < 3; j++) x[j][k] = counts[k * N_COUNTS + j];
  }
  for (size_t i = 0; i < sizes * N_CHOICE; i++) differ[i] /= points;
  tame_h5_axis(out, "inputs", p, sizes, "inputs p", "1");
  tame_h5_group(out, "euler", "Residual of Euler's identity, worst point");
  tame_h5_codes(out, "euler/choice", "a=0 a=0.3 a=1 independent",
                "choice at kinks");
  tame_h5_write(out, "euler/residual", "inputs choice", euler,
                "largest |<v, x> - F(x)|", "1");
  tame_h5_write(out, "euler/ties", "inputs", x[TIES],
                "arguments of ReLUs that are 0, all points", "1");
  tame_h5_panel(out, "euler", "residual", "inputs choice");
  tame_h5_group(out, "lexicographic", "Backpropagation against it");
  tame_h5_axis(out, "lexicographic/derivative", CHOICE, N_CHOICE, "relu'(0)",
               "1");
  tame_h5_write(out, "lexicographic/fraction", "inputs derivative", differ,
                "part of the points where backpropagation gives another vector",
                "1");
  tame_h5_write(out, "lexicographic/wrong", "inputs", x[WRONG],
                "points where it is not the gradient at a point near by", "1");
  tame_h5_write(out, "lexicographic/first_hundred", "inputs", x[COUNTED],
                "of the first 100 points: those where backpropagation with "
                "relu'(0) = 0 differs",
                "1");
  tame_h5_panel(out, "lexicographic", "fraction", "inputs derivative");
  write_costs(out, counts, sizes);
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "sizes");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = (size_t)2 << index;
  cell->weight = 1e-2 + pow((double)cell->coord[0], 3);
  snprintf(cell->name, sizeof cell->name, "inputs%zu", cell->coord[0]);
  snprintf(cell->group, sizeof cell->group, "all p");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.01730/lexicographic",
          .title = "Lexicographic gradients and backpropagation at kinks",
          .figures = "illus-lexicographic",
          .about = "At lattice points of random linear ReLU networks: Euler's "
                   "identity for elements of the conservative gradient; how "
                   "often backpropagation differs from the lexicographic "
                   "gradient, and what each costs.  Illustrations, not "
                   "experiments of the paper.",
          .params = PARAMS,
          .cost = {0.1, 1.1, 6.6},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
