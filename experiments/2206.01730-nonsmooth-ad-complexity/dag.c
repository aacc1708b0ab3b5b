/* SPDX-License-Identifier: MIT */
/* The programs of the paper's Figure 1 as their tapes know them:
 *
 *     P0(a,b) = a + b,  P1(a,b,c) = a (b + c),  Q1(a,b,c) = a b + a c,
 *     P2(a,b,c,d) = (a + b)(c + d),  and the same value as
 *     P2'(a,b,c,d) = Q1(a,c,d) + P1(b,c,d):
 *
 * nodes with level and cost, edges, and places to draw them.  P1 and Q1, and P2
 * and P2', are compared at random normal points: values, and gradients. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/tape_cost.h"
#include "tame/tape_program.h"

enum { P0, P1, Q1, P2, P2_SUM, N_PROGRAMS, MOST_NODES = 16, MOST_EDGES = 24 };
static const char PROGRAMS[] = "P0 P1 Q1 P2 P2_as_Q1_plus_P1";
static const size_t INPUTS[N_PROGRAMS] = {2, 3, 3, 4, 4};

static const tame_option PARAMS[] = {
    {"points", {100, 100, 100}, 1, 100000, "points of the comparison", NULL},
    {0}};

/* --- the programs ---------------------------------------------------------- */

static tame_var p1(tame_var a, tame_var b, tame_var c)
{
  return tame_var_mul(a, tame_var_add(b, c));
}

static tame_var q1(tame_var a, tame_var b, tame_var c)
{
  const tame_var left = tame_var_mul(a, b), right = tame_var_mul(a, c);
  return tame_var_add(left, right);
}

/* Arguments are recorded before what uses them, from left to right: C does not
 * say in which order the arguments of a call are evaluated. */
static tame_var record(tame_tape *t, size_t program)
{
  tame_var x[4], left, right;
  for (size_t i = 0; i < INPUTS[program]; i++)
    x[i] = tame_tape_input(t, (double)(i + 1));
  switch (program) {
  case P0:
    return tame_var_add(x[0], x[1]);
  case P1:
    return p1(x[0], x[1], x[2]);
  case Q1:
    return q1(x[0], x[1], x[2]);
  case P2:
    left = tame_var_add(x[0], x[1]);
    right = tame_var_add(x[2], x[3]);
    return tame_var_mul(left, right);
  default:
    left = q1(x[0], x[2], x[3]);
    right = p1(x[1], x[2], x[3]);
    return tame_var_add(left, right);
  }
}

/* --- their graphs ---------------------------------------------------------- */

/* NODE: x, y, what is in it (0 ... 3: input a ... d, 4: +, 5: x), level, cost.
 * EDGE: x, y, and the way to its end. */
typedef struct {
  size_t nodes, edges;
  double node[MOST_NODES][5], edge[MOST_EDGES][4];
} graph;

/* Each node stands below its arguments: at their mean, but apart from its
 * neighbours to the left on the same level. */
static double place(const graph *g, double wanted, double level)
{
  for (size_t i = 0; i < g->nodes; i++)
    if (g->node[i][3] == level && wanted < g->node[i][0] + 1.0)
      wanted = g->node[i][0] + 1.0;
  return wanted;
}

static void add_edges(graph *g, size_t node, const size_t *arg, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    const double *from = g->node[arg[i]], *to = g->node[node];
    double *e = g->edge[g->edges++];
    e[0] = from[0];
    e[1] = from[1];
    e[2] = to[0] - from[0];
    e[3] = to[1] - from[1];
  }
}

static void add_nodes(graph *g, const tame_operation *op, const int *level,
                      const tame_tape *t)
{
  size_t arg[2];
  tame_operation_args(arg, op, t);
  for (size_t i = 0; i < op->results; i++) {
    double x = (double)g->nodes, *to = g->node[g->nodes];
    const double depth = level[op->result + i];
    if (op->args == 2) x = 0.5 * (g->node[arg[0]][0] + g->node[arg[1]][0]);
    to[0] = place(g, x, depth);
    to[1] = -depth;
    to[2] = op->op == TAME_OP_INPUT ? (double)g->nodes
                                    : 4.0 + (op->op == TAME_OP_MUL);
    to[3] = depth;
    to[4] = tame_tape_op_cost(op->op, 1, 1.0).value;
    add_edges(g, g->nodes++, arg, op->args);
  }
}

static void draw(graph *g, const tame_tape *t)
{
  int level[MOST_NODES];
  tame_operation op = {0};
  TAME_REQUIRE(tame_tape_values(t) <= MOST_NODES);
  tame_tape_levels(level, t);
  while (tame_tape_next(&op, t)) add_nodes(g, &op, level, t);
}

/* --- comparison ------------------------------------------------------------ */

/* Largest relative difference of value and of gradient over random points. */
static tame_status compare(double *worst, size_t one, size_t other,
                           const tame_run *run)
{
  double x[4], f[4], g[4];
  tame_tape *s = tame_tape_alloc(), *t = tame_tape_alloc();
  const tame_var y = record(s, one), z = record(t, other);
  gsl_rng *rng = tame_run_rng(run, "points", one);
  tame_status status = TAME_OK;
  for (size_t k = 0; k < tame_run_count(run, "points") && status >= 0; k++) {
    tame_rng_normal(x, INPUTS[one], rng);
    status = tame_tape_replay(s, x);
    if (status >= 0) status = tame_tape_replay(t, x);
    if (status >= 0) status = tame_tape_gradient(f, y);
    if (status >= 0) status = tame_tape_gradient(g, z);
    const double size = tame_norm(f, INPUTS[one]);
    worst[0] =
        tame_worse(worst[0], fabs(tame_var_value(y) - tame_var_value(z)) /
                                 (fabs(tame_var_value(y)) + 1e-300));
    worst[1] = tame_worse(worst[1], tame_distance(f, g, INPUTS[one]) / size);
  }
  gsl_rng_free(rng);
  tame_tape_free(s);
  tame_tape_free(t);
  return status;
}

/* --- the result ------------------------------------------------------------ */

static void write_graph(tame_h5 *out, const graph *g, const char *name)
{
  static const char *const NODE[] = {"x", "y", "symbol", "level", "cost"};
  static const char *const NODE_MEANS[] = {
      "place across", "place down", "0 to 3: inputs a to d; 4: sum; 5: product",
      "level; inputs: -1", "cost of the operation"};
  static const char *const EDGE[] = {"x", "y", "dx", "dy"};
  static const char *const EDGE_MEANS[] = {"start across", "start down",
                                           "way across", "way down"};
  double column[MOST_EDGES];
  char path[96];
  snprintf(path, sizeof path, "%s/nodes", name);
  tame_h5_group(out, path, "nodes");
  snprintf(path, sizeof path, "%s/nodes/node", name);
  tame_h5_index(out, path, g->nodes, "node");
  for (size_t k = 0; k < 5; k++) {
    for (size_t i = 0; i < g->nodes; i++) column[i] = g->node[i][k];
    snprintf(path, sizeof path, "%s/nodes/%s", name, NODE[k]);
    tame_h5_write(out, path, "node", column, NODE_MEANS[k], "1");
  }
  snprintf(path, sizeof path, "%s/edges", name);
  tame_h5_group(out, path, "edges, from argument to operation");
  snprintf(path, sizeof path, "%s/edges/edge", name);
  tame_h5_index(out, path, g->edges, "edge");
  for (size_t k = 0; k < 4; k++) {
    for (size_t i = 0; i < g->edges; i++) column[i] = g->edge[i][k];
    snprintf(path, sizeof path, "%s/edges/%s", name, EDGE[k]);
    tame_h5_write(out, path, "edge", column, EDGE_MEANS[k], "1");
  }
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  (void)cell;
  double worst[4] = {0};
  tame_status s = compare(worst, P1, Q1, run);
  if (s >= 0) s = compare(worst + 2, P2, P2_SUM, run);
  tame_h5_index(out, "number", 4, "number");
  tame_h5_write(out, "worst", "number", worst, "differences", "1");
  return s < 0 ? tame_fail(err, s, "comparison: %s", tame_status_str(s)) : s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  static const char *const NAME[N_PROGRAMS] = {"P0", "P1", "Q1", "P2",
                                               "P2_as_Q1_plus_P1"};
  double cost[N_PROGRAMS], level[N_PROGRAMS], worst[4];
  (void)run;
  TAME_TRY(tame_cells_gather(worst, cells, "worst", 4, err));
  for (size_t p = 0; p < N_PROGRAMS; p++) {
    graph g = {0};
    tame_tape *t = tame_tape_alloc();
    record(t, p);
    draw(&g, t);
    cost[p] = tame_tape_cost(t, 1.0).value;
    level[p] = g.node[g.nodes - 1][3];
    tame_h5_group(out, NAME[p], "graph of the program");
    write_graph(out, &g, NAME[p]);
    tame_tape_free(t);
  }
  tame_h5_group(out, "programs", "Costs, levels, and equal programs");
  tame_h5_codes(out, "programs/program", PROGRAMS, "program");
  tame_h5_codes(out, "programs/pair", "P1_Q1 P2_P2_as_Q1_plus_P1", "pair");
  tame_h5_codes(out, "programs/of", "value gradient", "what is compared");
  tame_h5_write(out, "programs/cost", "program", cost, "cost", "1");
  tame_h5_write(out, "programs/level", "program", level, "level of the output",
                "1");
  tame_h5_write(out, "programs/difference", "pair of", worst,
                "largest relative difference over random points", "1");
  tame_h5_panel(out, "programs", "cost", "program");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return 1;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)index;
  (void)run;
  snprintf(cell->name, sizeof cell->name, "programs");
  snprintf(cell->group, sizeof cell->group, "programs");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){.id = "2206.01730/dag",
                         .title = "Programs as directed acyclic graphs",
                         .figures = "fig01",
                         .about = "Nodes, levels and costs of the programs of "
                                  "the paper's Figure 1, read from tapes.",
                         .params = PARAMS,
                         .cost = {0.01, 0.01, 0.01},
                         .n_cells = n_cells,
                         .cell = describe_cell,
                         .run_cell = run_cell,
                         .merge = merge});
}
