/* SPDX-License-Identifier: MIT */
/* Piggyback derivatives of the iterations that solve three monotone inclusions,
 * against the implicit Jacobian X of the solution,
 *
 *     x_{k+1} = T(x_k),   J_{k+1} = A_k J_k + B_k,   x_0 = 0, J_0 = 0:
 *
 *   net     forward-backward for the elastic net at its test point;
 *   tv      forward-backward for the dual of total variation at lambda = 0.5;
 *   deblur  Chambolle-Pock for deblurring at its test point
 *
 * (2212.07844, sections 4.1, 4.3, 4.5 of our specification).  Predicted rates:
 * net, once the support S is found,
 * rho = 1 - gamma (lambda_min(X_S'X_S) + lambda2); tv, with l samples on the
 * longest constant piece, rho = cos^2(pi/(2l)).  A parameter that multiplies x
 * inside B (lambda2, delta) is driven by the error of x_k, which has the same
 * rate, and so its column decreases like k rho^k. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/deblur_pock.h"
#include "tame/diff.h"
#include "tame/exp.h"
#include "tame/inclusion_examples.h"
#include "tame/la.h"
#include "tame/stats.h"

enum { NET, TV, DEBLUR, N_METHODS, MAX_STEPS = 3000 };
static const struct {
  const char *name;
  tame_example_kind kind;
  size_t steps;
} METHODS[N_METHODS] = {{"net", TAME_NET, 1000},
                        {"tv", TAME_TV, 3000},
                        {"deblur", TAME_DEBLUR, 1500}};

static const tame_option PARAMS[] = {{0}};

typedef struct {
  tame_example e;
  tame_deblur_pock *pock;
  tame_map map;
  size_t n, p;
  double *solution, *jac; /* [n], [n x p]: limits */
  double rho;             /* predicted, NaN: none */
  double active;          /* free or non-zero entries */
} method;

/* rho = 1 - gamma (lambda_min(X_S'X_S) + lambda2) */
static tame_status net_rate(method *t)
{
  const size_t n = t->n, m = t->e.m;
  size_t *at = tame_calloc(n, sizeof *at), k = 0;
  for (size_t j = 0; j < n; j++)
    if (t->solution[j] != 0.0) at[k++] = j;
  double *h = tame_vec(k * k), *eigen = tame_vec(k);
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < k; j++)
      h[i * k + j] =
          cblas_ddot((int)m, t->e.x + at[i], (int)n, t->e.x + at[j], (int)n);
  const tame_status s = tame_la_eigen_symmetric(eigen, NULL, h, k);
  t->rho = 1.0 - tame_inclusion_step(t->e.q) * (eigen[0] + t->e.theta[1]);
  t->active = (double)k;
  free(at);
  free(h);
  free(eigen);
  return s;
}

/* rho = cos^2(pi/(2l)), l samples on the longest constant piece */
static void tv_rate(method *t)
{
  const double pi = 3.14159265358979323846;
  int *pattern = tame_calloc(t->n, sizeof *pattern);
  size_t longest = 1, length = 1;
  t->active = 0.0;
  tame_inclusion_pattern(pattern, t->solution, t->e.theta, t->e.q);
  for (size_t i = 0; i < t->n; i++) {
    length = pattern[i] == 0 ? length + 1 : 1;
    if (length > longest) longest = length;
    t->active += pattern[i] == 0;
  }
  t->rho = pow(cos(pi / (2.0 * (double)longest)), 2.0);
  free(pattern);
}

static tame_status make(method *t, size_t index)
{
  *t = (method){.rho = NAN, .active = NAN};
  TAME_TRY(tame_example_init(&t->e, METHODS[index].kind, false));
  if (index == TV) t->e.theta[0] = 0.5;
  t->n = tame_inclusion_n(t->e.q);
  t->p = tame_inclusion_p(t->e.q);
  t->solution = tame_vec(t->n + t->n * t->p);
  t->jac = t->solution + t->n;
  const tame_status s = tame_inclusion_solve(t->solution, t->e.theta, t->e.q);
  if (s != TAME_CONVERGED) return s < 0 ? s : TAME_ESINGULAR;
  t->map = *tame_inclusion_map(t->e.q);
  TAME_TRY(tame_diff_implicit(t->jac, t->solution, t->e.theta, &t->map));
  if (index == NET) TAME_TRY(net_rate(t));
  if (index == TV) tv_rate(t);
  if (index != DEBLUR) return TAME_OK;
  t->pock = tame_deblur_pock_alloc(t->e.n);
  TAME_TRY(tame_deblur_pock_init(t->pock, t->e.x, 0.02, t->e.theta[1]));
  t->map = tame_deblur_pock_map(t->pock);
  return TAME_OK;
}

static void done(method *t)
{
  tame_example_free(&t->e);
  tame_deblur_pock_free(t->pock);
  free(t->solution);
}

/* Errors [MAX_STEPS + 1], NaN beyond the steps taken. */
typedef struct {
  double iterate[MAX_STEPS + 1], column[2][MAX_STEPS + 1];
  double whole[MAX_STEPS + 1]; /* |J_k - X|, largest entry */
  double last_change;          /* last k at which the support changed */
} record;

static void look(record *r, size_t k, const double *x, const double *jac,
                 const method *t)
{
  double sum[2] = {0.0, 0.0}, worst = 0.0;
  for (size_t i = 0; i < t->n; i++) {
    for (size_t j = 0; j < t->p; j++) {
      const double e = jac[i * t->p + j] - t->jac[i * t->p + j];
      if (j < 2) sum[j] += e * e;
      if (fabs(e) > worst || isnan(e)) worst = fabs(e);
    }
  }
  r->iterate[k] = tame_distance(x, t->solution, t->n);
  r->column[0][k] = sqrt(sum[0]);
  r->column[1][k] = sqrt(sum[1]);
  r->whole[k] = worst;
}

static bool same_support(const double *x, const double *y, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if ((x[i] != 0.0) != (y[i] != 0.0)) return false;
  return true;
}

static tame_status iterate(record *r, const method *t, size_t steps)
{
  const size_t count = t->n * t->p;
  double *x = tame_vec(2 * t->n), *next = x + t->n;
  double *jac = tame_vec(2 * count), *jac_next = jac + count;
  tame_status s = TAME_OK;
  r->last_change = 0.0;
  for (size_t k = 0; k <= MAX_STEPS; k++) {
    r->iterate[k] = r->column[0][k] = r->column[1][k] = r->whole[k] = NAN;
    if (k > steps || s < 0) continue;
    look(r, k, x, jac, t);
    s = tame_diff_piggyback(jac_next, jac, x, t->e.theta, &t->map);
    t->map.value(next, x, t->e.theta, t->map.ctx);
    if (!same_support(next, x, t->n)) r->last_change = (double)(k + 1);
    memcpy(x, next, t->n * sizeof *x);
    memcpy(jac, jac_next, count * sizeof *jac);
  }
  free(x);
  free(jac);
  return s;
}

/* (e[last]/e[first])^(1/(last - first)), the errors divided by k^power first */
static double rate(const double *e, size_t first, size_t last, double power)
{
  const double quotient =
      e[last] / e[first] * pow((double)first / (double)last, power);
  return pow(quotient, 1.0 / (double)(last - first));
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t index = cell->index, steps = METHODS[index].steps;
  double bound[MAX_STEPS + 1];
  record *r = tame_calloc(1, sizeof *r);
  method t;
  (void)run;
  tame_status s = make(&t, index);
  if (s >= 0) s = iterate(r, &t, steps);
  if (s >= 0) {
    /* windows in which the active set is found and rounding not yet reached */
    const size_t first = index == NET ? 300 : 500;
    const size_t last = index == NET ? 500 : 1000;
    for (size_t k = 0; k <= MAX_STEPS; k++) {
      bound[k] = k <= steps ? pow(t.rho, (double)k - (double)first) *
                                  r->column[0][first]
                            : (double)NAN;
    }
    tame_h5_index(out, "iteration", MAX_STEPS + 1, "k");
    tame_h5_write(out, "iterate", "iteration", r->iterate, "iterate", "1");
    tame_h5_write(out, "first", "iteration", r->column[0], "first", "1");
    tame_h5_write(out, "second", "iteration", r->column[1], "second", "1");
    tame_h5_write(out, "whole", "iteration", r->whole, "all", "1");
    tame_h5_write(out, "slope", "iteration", bound, "rho^k", "1");
    tame_h5_write_scalar(out, "rho", t.rho, "predicted rate", "1");
    tame_h5_write_scalar(out, "rate_first", rate(r->column[0], first, last, 0),
                         "rate", "1");
    tame_h5_write_scalar(out, "rate_second", rate(r->column[1], first, last, 1),
                         "rate/k", "1");
    tame_h5_write_scalar(out, "final", r->whole[steps], "last error", "1");
    tame_h5_write_scalar(out, "last_change", r->last_change, "change", "1");
    tame_h5_write_scalar(out, "active", t.active, "active", "1");
  }
  done(&t);
  free(r);
  return s >= 0 ? TAME_OK
                : tame_fail(err, s, "%s: %s", cell->name, tame_status_str(s));
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  static const tame_field FIELDS[] = {
      {"iterate", "method iteration", "|x_k - x|_2", "1"},
      {"first", "method iteration",
       "|(J_k - X) e_1|_2, the column of lambda1, lambda, lambda", "1"},
      {"second", "method iteration",
       "|(J_k - X) e_2|_2, the column of lambda2, b_1, delta", "1"},
      {"whole", "method iteration", "largest entry of |J_k - X|", "1"},
      {"slope", "method iteration",
       "rho^k through the error of the first column", "1"},
      {"rho", "method", "predicted rate; none for deblur", "1"},
      {"rate_first", "method",
       "rate of the first column, k = 300 to 500 (net), 500 to 1000 (others)",
       "1"},
      {"rate_second", "method",
       "rate of the second column's error divided by k", "1"},
      {"final", "method",
       "largest entry of |J_k - X| after 1000, 3000, 1500 iterations", "1"},
      {"last_change", "method", "last k at which the support of x_k changed",
       "1"},
      {"active", "method",
       "non-zero (net) or free (tv) entries of the solution", "1"}};
  (void)run;
  tame_h5_group(out, "error", "Errors of piggyback derivatives");
  tame_h5_codes(out, "error/method", "net tv deblur", "problem");
  tame_h5_index(out, "error/iteration", MAX_STEPS + 1, "iteration k");
  TAME_TRY(tame_fields_merge(out, "error", FIELDS,
                             sizeof FIELDS / sizeof *FIELDS, cells, err));
  tame_h5_panel(out, "error", "first", "method iteration");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_METHODS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "%s", METHODS[index].name);
  snprintf(cell->group, sizeof cell->group, "all methods");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2212.07844/piggyback",
          .title = "Piggyback derivatives of monotone inclusions",
          .figures = "illus-piggyback",
          .about = "Distance of the differentiated iterations of "
                   "forward-backward and Chambolle-Pock to the implicit "
                   "Jacobian, with predicted rates.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.1, 0.1, 0.1},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
