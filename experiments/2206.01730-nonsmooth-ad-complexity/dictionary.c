/* SPDX-License-Identifier: MIT */
/* The cost constants of elementary operations, in the place of the paper's table
 * of them: arguments p_g, cost(g), cost(g, d) and
 *
 *     omega(g) = (cost(g, d) + 2 p_g) / cost(g)
 *
 * (a sort: one addition an output instead of 2 p_g), for a transcendental
 * function of cost c = 1, 4, 16; what the tape returns as derivative at the kink;
 * and omega of dictionaries, the largest of their operations.  Unit costs are
 * ours (tame/tape_cost.h). */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/tape_cost.h"

enum { N_C = 3 };
static const double C[N_C] = {1, 4, 16};

/* --- the operations -------------------------------------------------------- */

/* One row: an operation of K entries, and its kink: at (KINK, ..., KINK), NaN
 * where there is none. */
typedef struct {
  const char *name;
  tame_op op;
  size_t k;
  double kink;
} row;

static const row ROWS[] = {
    {"a+b", TAME_OP_ADD, 2, NAN},
    {"a-b", TAME_OP_SUB, 2, NAN},
    {"a*b", TAME_OP_MUL, 2, NAN},
    {"constant*a", TAME_OP_MULC, 1, NAN},
    {"relu", TAME_OP_RELU, 1, 0},
    {"abs", TAME_OP_ABS, 1, 0},
    {"max(a,b)", TAME_OP_MAX, 2, 0},
    {"min(a,b)", TAME_OP_MIN, 2, 0},
    {"leaky_relu", TAME_OP_LEAKY, 1, 0},
    {"relu6", TAME_OP_RELU6, 1, 0},
    {"exp", TAME_OP_EXP, 1, NAN},
    {"log", TAME_OP_LOG, 1, NAN},
    {"sqrt", TAME_OP_SQRT, 1, NAN},
    {"tanh", TAME_OP_TANH, 1, NAN},
    {"sigmoid", TAME_OP_SIGMOID, 1, NAN},
    {"softplus", TAME_OP_SOFTPLUS, 1, NAN},
    {"elu", TAME_OP_ELU, 1, 0},
    {"norm2_of_4", TAME_OP_NORM2, 4, 0},
    {"norm1_of_1", TAME_OP_NORM1, 1, 0},
    {"norm1_of_4", TAME_OP_NORM1, 4, 0},
    {"norm1_of_64", TAME_OP_NORM1, 64, 0},
    {"max_of_2", TAME_OP_MAXK, 2, 0},
    {"max_of_4", TAME_OP_MAXK, 4, 0},
    {"max_of_64", TAME_OP_MAXK, 64, 0},
    {"sort_of_2", TAME_OP_SORT, 2, 0},
    {"sort_of_4", TAME_OP_SORT, 4, 0},
    {"sort_of_64", TAME_OP_SORT, 64, 0},
};
enum { N_ROWS = sizeof ROWS / sizeof *ROWS };

/* Dictionaries: names of rows with spaces around them. */
static const struct {
  const char *name, *rows;
} DICTIONARIES[] = {
    {"arithmetic", " a+b a-b a*b constant*a "},
    {"relu_network", " a+b a-b a*b constant*a relu "},
    {"scale_and_relu", " constant*a relu abs leaky_relu relu6 "},
    {"max_min_network", " a+b a-b max(a,b) min(a,b) max_of_4 max_of_64 "},
    {"smooth_activations", " exp log sqrt tanh sigmoid softplus elu "},
    {"norms_and_sorts",
     " norm2_of_4 norm1_of_1 norm1_of_4 norm1_of_64 sort_of_2 sort_of_4 "
     "sort_of_64 "},
    {"all", NULL},
};
enum { N_DICTIONARIES = sizeof DICTIONARIES / sizeof *DICTIONARIES };

/* The first entry of the derivative at the kink, of the first result. */
static double element_at(const row *r)
{
  enum { MOST = 64 };
  tame_var x[MOST], y[MOST];
  double grad[MOST];
  if (isnan(r->kink)) return NAN;
  tame_tape *t = tame_tape_alloc();
  for (size_t i = 0; i < r->k; i++) x[i] = tame_tape_input(t, r->kink);
  switch (r->op) {
  case TAME_OP_RELU:
    y[0] = tame_var_relu(x[0]);
    break;
  case TAME_OP_ABS:
    y[0] = tame_var_abs(x[0]);
    break;
  case TAME_OP_MAX:
    y[0] = tame_var_max(x[0], x[1]);
    break;
  case TAME_OP_MIN:
    y[0] = tame_var_min(x[0], x[1]);
    break;
  case TAME_OP_LEAKY:
    y[0] = tame_var_leaky(x[0], 0.01);
    break;
  case TAME_OP_RELU6:
    y[0] = tame_var_relu6(x[0]);
    break;
  case TAME_OP_ELU:
    y[0] = tame_var_elu(x[0]);
    break;
  case TAME_OP_NORM2:
    y[0] = tame_var_norm2(x, r->k);
    break;
  case TAME_OP_NORM1:
    y[0] = tame_var_norm1(x, r->k);
    break;
  case TAME_OP_MAXK:
    y[0] = tame_var_max_of(x, r->k);
    break;
  default:
    tame_var_sort(y, x, r->k);
    break;
  }
  const tame_status s = tame_tape_gradient(grad, y[0]);
  tame_tape_free(t);
  return s == TAME_OK ? grad[0] : (double)NAN;
}

/* --- the result ------------------------------------------------------------ */

static void write_operations(tame_h5 *out, const double *cost,
                             const double *omega, const double *element)
{
  static const char *const WHAT[] = {"arguments", "value", "joint"};
  char names[1024] = "", path[64], meaning[96];
  double x[N_ROWS];
  for (size_t i = 0; i < N_ROWS; i++) {
    if (i) strcat(names, " ");
    strcat(names, ROWS[i].name);
  }
  tame_h5_group(out, "operation", "Costs of elementary operations");
  tame_h5_codes(out, "operation/name", names, "operation g");
  for (size_t i = 0; i < N_ROWS; i++) x[i] = cost[i * 3 * N_C];
  tame_h5_write(out, "operation/arguments", "name", x, "arguments p_g", "1");
  for (size_t k = 0; k < N_C; k++) {
    for (size_t w = 1; w < 3; w++) {
      for (size_t i = 0; i < N_ROWS; i++) x[i] = cost[(i * N_C + k) * 3 + w];
      snprintf(path, sizeof path, "operation/%s_c%g", WHAT[w], C[k]);
      snprintf(meaning, sizeof meaning, "%s, c = %g",
               w == 1 ? "cost(g)" : "cost(g, d)", C[k]);
      tame_h5_write(out, path, "name", x, meaning, "1");
    }
    for (size_t i = 0; i < N_ROWS; i++) x[i] = omega[i * N_C + k];
    snprintf(path, sizeof path, "operation/omega_c%g", C[k]);
    snprintf(meaning, sizeof meaning, "omega(g), c = %g", C[k]);
    tame_h5_write(out, path, "name", x, meaning, "1");
  }
  tame_h5_write(out, "operation/element", "name", element,
                "first entry of the derivative at the kink 0 (a tie)", "1");
  tame_h5_panel(out, "operation", "omega_c1", "name");
}

static void write_dictionaries(tame_h5 *out, const double *omega)
{
  char names[256] = "", path[64], meaning[96], word[64];
  double x[N_DICTIONARIES];
  for (size_t d = 0; d < N_DICTIONARIES; d++) {
    if (d) strcat(names, " ");
    strcat(names, DICTIONARIES[d].name);
  }
  tame_h5_group(out, "dictionary", "Bounds of programs over dictionaries");
  tame_h5_codes(out, "dictionary/name", names, "dictionary D");
  for (size_t k = 0; k < N_C; k++) {
    for (size_t d = 0; d < N_DICTIONARIES; d++) {
      const char *rows = DICTIONARIES[d].rows;
      x[d] = 0.0;
      for (size_t i = 0; i < N_ROWS; i++) {
        snprintf(word, sizeof word, " %s ", ROWS[i].name);
        if (!rows || strstr(rows, word)) x[d] = fmax(x[d], omega[i * N_C + k]);
      }
    }
    snprintf(path, sizeof path, "dictionary/omega_c%g", C[k]);
    snprintf(meaning, sizeof meaning, "omega(D), c = %g", C[k]);
    tame_h5_write(out, path, "name", x, meaning, "1");
  }
  tame_h5_panel(out, "dictionary", "omega_c1", "name");
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  double cost[N_ROWS * N_C * 3], omega[N_ROWS * N_C], element[N_ROWS];
  (void)cell;
  (void)run;
  (void)err;
  for (size_t i = 0; i < N_ROWS; i++) {
    element[i] = element_at(&ROWS[i]);
    for (size_t k = 0; k < N_C; k++) {
      const tame_op_cost g = tame_tape_op_cost(ROWS[i].op, ROWS[i].k, C[k]);
      double *to = cost + (i * N_C + k) * 3;
      to[0] = g.args;
      to[1] = g.value;
      to[2] = g.joint;
      omega[i * N_C + k] = tame_tape_omega(ROWS[i].op, ROWS[i].k, C[k]);
    }
  }
  tame_h5_index(out, "cost_number", N_ROWS * N_C * 3, "number");
  tame_h5_index(out, "omega_number", N_ROWS * N_C, "number");
  tame_h5_index(out, "row", N_ROWS, "row");
  tame_h5_write(out, "cost", "cost_number", cost, "costs", "1");
  tame_h5_write(out, "omega", "omega_number", omega, "omega", "1");
  tame_h5_write(out, "element", "row", element, "elements", "1");
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double cost[N_ROWS * N_C * 3], omega[N_ROWS * N_C], element[N_ROWS];
  (void)run;
  TAME_TRY(tame_cells_gather(cost, cells, "cost", N_ROWS * N_C * 3, err));
  TAME_TRY(tame_cells_gather(omega, cells, "omega", N_ROWS * N_C, err));
  TAME_TRY(tame_cells_gather(element, cells, "element", N_ROWS, err));
  write_operations(out, cost, omega, element);
  write_dictionaries(out, omega);
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
  snprintf(cell->name, sizeof cell->name, "operations");
  snprintf(cell->group, sizeof cell->group, "operations");
}

int main(int argc, char **argv)
{
  static const tame_option NONE[] = {{0}};
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.01730/dictionary",
          .title = "Cost constants of elementary operations",
          .figures = "tab01 tab-dictionaries",
          .about = "Costs of elementary operations and of their derivatives, "
                   "and what follows for programs over dictionaries of them.  "
                   "The unit costs are ours.",
          .params = NONE,
          .cost = {0.01, 0.01, 0.01},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
