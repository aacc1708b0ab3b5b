/* SPDX-License-Identifier: MIT */
/* The cost of a gradient against the cost of the program, for programs of all
 * sizes (an illustration of ours).
 *
 * For each program (ratio-programs.c) recorded on a tape, in the cost model of
 * tame/tape_cost.h: the ratio of the backward program to the program, which
 * theory bounds by omega <= 5 whatever the number p of inputs; the same by lean
 * counts, of the operations that are really performed; the ratio of the forward
 * mode with p directions, which grows with p.  And measured: processor time of
 * an evaluation with its reverse sweep over that of the evaluation alone, the
 * median of the quotients over repetitions that alternate between the two.
 *
 * A cell is one program and size 2, 4, 8, ... */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/stats.h"
#include "tame/tape_cost.h"
#include "tame/tape_program.h"
#include "tame/timer.h"

#include "ratio.h"

enum { N_C = 3, MOST_SIZES = 20 };
static const double C[N_C] = {1, 4, 16}; /* cost of a transcendental function */

static const tame_option PARAMS[] = {
    {"width", {16, 128, 256}, 4, 1024, "largest network width w", NULL},
    {"matrix", {32, 256, 512}, 4, 2048, "largest p of |A B x|_1", NULL},
    {"long",
     {256, 65536, 1048576},
     4,
     1048576,
     "largest p of the product and of the sort",
     NULL},
    {"random",
     {64, 4096, 65536},
     4,
     1048576,
     "most inputs of random programs",
     NULL},
    {"repeats", {3, 15, 15}, 1, 1000, "repetitions of the timing", NULL},
    {0}};

/* What a cell holds. */
enum {
  INPUTS,
  OPERATIONS,
  COST,
  LEAN,
  FORWARD,
  LEAN_FORWARD,
  MODEL,               /* N_C of them */
  OMEGA = MODEL + N_C, /* N_C of them */
  TIME = OMEGA + N_C,
  SECONDS_VALUE,
  SECONDS_BOTH,
  N_FACTS
};

/* --- one program ----------------------------------------------------------- */

typedef struct {
  tame_tape *tape;
  tame_var y;
  double *x, *grad; /* [inputs] */
  tame_status status;
} recorded;

static void run_value(void *ctx)
{
  recorded *r = ctx;
  tame_tape_replay(r->tape, r->x);
}

static void run_both(void *ctx)
{
  recorded *r = ctx;
  tame_tape_replay(r->tape, r->x);
  r->status = tame_tape_gradient(r->grad, r->y);
}

static void count(double *facts, const recorded *r)
{
  const size_t p = tame_tape_inputs(r->tape);
  facts[INPUTS] = (double)p;
  facts[OPERATIONS] = (double)tame_tape_operations(r->tape);
  facts[COST] = tame_tape_cost(r->tape, 1.0).value;
  facts[LEAN] = tame_tape_cost_lean(r->y, 1.0) / facts[COST];
  facts[FORWARD] = tame_tape_cost_fwd(r->tape, p, 1.0) / facts[COST];
  facts[LEAN_FORWARD] = tame_tape_cost_lean_fwd(r->tape, p, 1.0) / facts[COST];
  for (size_t i = 0; i < N_C; i++) {
    const tame_tape_costs sum = tame_tape_cost(r->tape, C[i]);
    facts[MODEL + i] = (sum.joint + sum.back) / sum.value;
    facts[OMEGA + i] = sum.omega;
  }
}

/* Each timing lasts at least a millisecond. */
static void measure(double *facts, recorded *r, size_t repeats)
{
  const double guess = 3e-9 * facts[COST];
  const size_t calls = guess > 1e-3 ? 1 : (size_t)(1e-3 / guess) + 1;
  double *value = tame_vec(3 * repeats), *both = value + repeats;
  double *quotient = both + repeats;
  for (size_t k = 0; k < repeats; k++) {
    value[k] = tame_time_calls(run_value, r, k == 0, calls).cpu;
    both[k] = tame_time_calls(run_both, r, k == 0, calls).cpu;
    quotient[k] = both[k] / value[k];
  }
  facts[TIME] = tame_quantile(quotient, repeats, 0.5);
  facts[SECONDS_VALUE] = tame_quantile(value, repeats, 0.5);
  facts[SECONDS_BOTH] = tame_quantile(both, repeats, 0.5);
  free(value);
}

/* x <- the values that the inputs were recorded with */
static void remember_inputs(double *x, tame_tape *t)
{
  tame_operation g = {0};
  size_t n = 0;
  while (tame_tape_next(&g, t))
    for (size_t i = 0; g.op == TAME_OP_INPUT && i < g.results; i++)
      x[n++] = tame_var_value(tame_tape_at(t, g.result + i));
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t program = cell->coord[0], size = cell->coord[1];
  double facts[N_FACTS];
  for (size_t i = 0; i < N_FACTS; i++) facts[i] = NAN;
  recorded r = {.status = TAME_OK};
  if (size >= smallest_size(program) &&
      size <= tame_run_count(run, size_option(program))) {
    r.tape = tame_tape_alloc();
    r.y = record_program(r.tape, program, size, tame_run_root(run));
    const size_t p = tame_tape_inputs(r.tape);
    r.x = tame_vec(2 * p);
    r.grad = r.x + p;
    remember_inputs(r.x, r.tape);
    count(facts, &r);
    measure(facts, &r, tame_run_count(run, "repeats"));
    tame_tape_free(r.tape);
    free(r.x);
  }
  tame_h5_index(out, "fact", N_FACTS, "fact");
  tame_h5_write(out, "facts", "fact", facts, "facts", "1");
  return r.status >= 0
             ? TAME_OK
             : tame_fail(err, r.status, "%s: no finite gradient", cell->name);
}

/* --- the whole ------------------------------------------------------------- */

static size_t count_sizes(const tame_run *run)
{
  size_t sizes = 0;
  for (size_t program = 0; program < N_PROGRAMS; program++) {
    size_t k = 1;
    while ((size_t)2 << k <= tame_run_count(run, size_option(program))) k++;
    if (k > sizes) sizes = k;
  }
  return sizes;
}

typedef struct {
  tame_h5 *out;
  size_t n;            /* programs times sizes */
  const double *facts; /* [n x N_FACTS] */
} merger;

static void write_fact(const merger *m, const char *path, size_t first,
                       size_t count_of, const char *meaning, const char *units)
{
  const bool is_volatile = first >= TIME;
  double *x = tame_vec(m->n * count_of);
  for (size_t i = 0; i < m->n; i++)
    for (size_t j = 0; j < count_of; j++)
      x[i * count_of + j] = m->facts[i * N_FACTS + first + j];
  (is_volatile ? tame_h5_write_measured : tame_h5_write)(
      m->out, path, count_of > 1 ? "program size c" : "program size", x,
      meaning, units);
  free(x);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t sizes = count_sizes(run), n = N_PROGRAMS * sizes;
  double *facts = tame_vec(n * N_FACTS), *size = tame_vec(sizes);
  const tame_status s = tame_cells_gather(facts, cells, "facts", N_FACTS, err);
  const merger m = {out, n, facts};
  for (size_t k = 0; k < sizes; k++) size[k] = ldexp(2.0, (int)k);
  tame_h5_codes(out, "program", PROGRAMS, "program");
  tame_h5_axis(out, "size", size, sizes, "size: width w or length p", "1");
  tame_h5_group(out, "count", "Operations, by model and as performed");
  tame_h5_axis(out, "count/c", C, N_C, "cost of a transcendental function",
               "1");
  write_fact(&m, "count/inputs", INPUTS, 1, "inputs of the program", "1");
  write_fact(&m, "count/operations", OPERATIONS, 1, "operations recorded", "1");
  write_fact(&m, "count/cost", COST, 1, "cost of the program, c = 1", "1");
  write_fact(&m, "count/lean", LEAN, 1,
             "operations performed for value and gradient over cost", "1");
  write_fact(&m, "count/forward", FORWARD, 1,
             "forward mode with as many directions as inputs over cost", "1");
  write_fact(&m, "count/lean_forward", LEAN_FORWARD, 1,
             "the same, operations performed", "1");
  write_fact(&m, "count/model", MODEL, N_C, "backward program over program",
             "1");
  write_fact(&m, "count/omega", OMEGA, N_C,
             "bound of that by the worst operation", "1");
  tame_h5_panel(out, "count", "model", "program size c");
  tame_h5_group(out, "time", "Processor time");
  write_fact(&m, "time/ratio", TIME, 1,
             "value and gradient over value, median of quotients", "1");
  write_fact(&m, "time/value", SECONDS_VALUE, 1, "one evaluation, median", "s");
  write_fact(&m, "time/both", SECONDS_BOTH, 1,
             "one evaluation with its reverse sweep, median", "s");
  tame_h5_panel(out, "time", "ratio", "program size");
  free(facts);
  free(size);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return N_PROGRAMS * count_sizes(run);
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  const size_t sizes = count_sizes(run);
  cell->coord[0] = index / sizes;
  cell->coord[1] = (size_t)2 << index % sizes;
  const bool is_there =
      cell->coord[1] <= tame_run_count(run, size_option(cell->coord[0]));
  cell->weight = is_there ? 1.0 + 1e-5 * pow((double)cell->coord[1], 2) : 1e-3;
  snprintf(cell->name, sizeof cell->name, "program%zu-size%zu", cell->coord[0],
           cell->coord[1]);
  snprintf(cell->group, sizeof cell->group, "all programs");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.01730/ratio",
          .title = "Cost of a gradient against the cost of its program",
          .figures = "illus-ratio illus-forward",
          .about = "Counts and times reverse sweeps on tapes of neural "
                   "networks, products, norms, sorts and random programs of "
                   "growing size.  An illustration, not an experiment of the "
                   "paper.",
          .params = PARAMS,
          .cost = {0.8, 8, 28},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
