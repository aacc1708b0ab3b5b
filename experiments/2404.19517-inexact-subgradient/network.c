/* SPDX-License-Identifier: MIT */
/* I12, an illustration of ours: regression by a small ReLU network under errors,
 * on synthetic and on real data; subgradients by the tape (tame/tape.h).
 *
 *     f(theta) = (1/2n) sum (out_i - y_i)^2 + (lambda/2) |theta|^2, lambda = 0.01,
 *     a_k = 0.2 (1 + k/2000)^{-0.6},   theta_0 ~ 0.7 N(0, 1).
 *
 * theta* is where exact steps lead.  From theta*: outward from it, constant eps u,
 * random; from theta_0: shrink, e = -min(eps, |v|) v/|v|.  At a kink the single
 * |v_k| is no measure of criticality, the mean V = sum a_k v_k / sum a_k over the
 * last tenth is: under constant errors -e is in df at the limit, so |V + e| -> 0.
 *
 *   practice  what programs compute, from theta*, fewer steps: double,
 *             single precision, forward differences; the error met is measured.
 *
 * synthetic  40 points, y = sin(3 z1) cos(2 z2) + z2/2, 8 units: 32 parameters;
 * building   rows of the building data, first output; cpusmall: 12 features.
 *            Columns and target are centred and scaled to deviation 1. */
#include <gsl/gsl_cblas.h>
#include <string.h>

#include "network.h"
#include "parts.h"

#include "tame/inexact.h"
#include "tame/nonsmooth_data.h"
#include "tame/nonsmooth_tape.h"
#include "tame/rng.h"

static const tame_error_kind MODE[] = {TAME_ERROR_OUTWARD, TAME_ERROR_CONSTANT,
                                       TAME_ERROR_RANDOM, TAME_ERROR_SHRINK};
enum { N_MODES = 4, N_EPS = 7, CONSTANT = 1, SHRINK = 3, N_PRACTICE = 5 };
static const double DIFFERENCE[N_PRACTICE] = {0, 0, 1e-1, 1e-2, 1e-3};
static const tame_step_rule RULE = {0.2, 2000.0, 0.6};
static const double LAMBDA = 1e-2;

static const tame_option PARAMS[] = {
    {"set", {0, 0, 0}, 0, 2, "data", NETWORK_SETS},
    {"rows", {40, 40, 400}, 2, 1e6, "points, synthetic", NULL},
    {"real_rows", {50, 200, 400}, 2, 1e6, "rows of real data", NULL},
    {"units", {4, 8, 64}, 1, 10000, "units", NULL},
    {"steps",
     {1000, 30000, 200000},
     100,
     1e9,
     "iterations; a fifth of it on real data",
     NULL},
    {"reference",
     {5000, 300000, 2000000},
     100,
     1e9,
     "exact steps to theta*",
     NULL},
    {"practice",
     {100, 3000, 1000},
     10,
     1e9,
     "iterations of practice; a fifth of it on real data",
     NULL},
    {0}};

/* A fifth of it on real data, where a step costs more. */
static size_t steps_of(const tame_run *run, const char *param)
{
  const size_t n = tame_run_count(run, param);
  return network_input(run) ? n / 5 : n;
}

static double eps_at(size_t i) { return ldexp(0.064, -(int)i); }

typedef struct {
  tame_relu q;
  tame_tape *tape;
  tame_tape_function recorded;
  tame_nonsmooth f;              /* by the tape */
  size_t p;                      /* parameters */
  double *start, *best, *u;      /* theta_0, theta*, a unit vector; [p] */
  double *window;                /* [p] */
  double best_value, peer_error; /* f(theta*); tape against hand, relative */
  tame_subgradient *w;
} network;

static const tame_inexact EXACT = {.kind = TAME_ERROR_NONE};

/* The same subgradient by the code written by hand, at theta_0. */
static double peer_error(const network *n)
{
  double *v = tame_vec(2 * n->p), *by_hand = v + n->p;
  tame_relu q = n->q;
  const tame_nonsmooth hand = tame_relu_nonsmooth(&q);
  n->f.subgradient(v, n->start, n->f.ctx);
  hand.subgradient(by_hand, n->start, hand.ctx);
  const double error =
      tame_distance(v, by_hand, n->p) / tame_norm(by_hand, n->p);
  free(v);
  return error;
}

static tame_status open_network(network *n, const network_data *data,
                                const tame_run *run)
{
  gsl_rng *rng = tame_run_rng(run, "start", 0);
  TAME_TRY(tame_relu_init(&n->q, data->n, data->d, tame_run_count(run, "units"),
                          data->z, data->y, LAMBDA));
  n->p = tame_relu_parameters(&n->q);
  n->tape = tame_tape_alloc();
  n->recorded = (tame_tape_function){n->tape, tame_relu_record(n->tape, &n->q)};
  n->f = tame_tape_nonsmooth(&n->recorded);
  n->w = tame_subgradient_alloc(n->p);
  n->start = tame_vec(4 * n->p);
  n->best = n->start + n->p;
  n->u = n->best + n->p;
  n->window = n->u + n->p;
  tame_rng_normal(n->start, n->p, rng);
  cblas_dscal((int)n->p, 0.7, n->start, 1);
  tame_sphere(n->u, n->p, rng);
  gsl_rng_free(rng);
  n->peer_error = peer_error(n);
  tame_subgradient_summary s;
  TAME_TRY(tame_subgradient_init(n->w, &n->f, &EXACT, &RULE, n->start, NULL));
  const tame_status status = tame_subgradient_run(
      &s, NULL, NULL, n->w,
      &(tame_subgradient_options){steps_of(run, "reference"), 0.1,
                                  (double)INFINITY},
      false);
  memcpy(n->best, tame_subgradient_x(n->w), n->p * sizeof *n->best);
  n->best_value = s.value;
  return status;
}

static void close_network(network *n)
{
  tame_relu_free(&n->q);
  tame_tape_free(n->tape);
  tame_subgradient_free(n->w);
  free(n->start);
}

/* --- cells -------------------------------------------------------------------- */

/* What is kept of a run: largest |v_k| and |V| of the tail, |V + e| (constant
 * errors), f - f(theta*), |theta - theta*|. */
enum { TAIL_V, WINDOW, RESIDUAL, GAP, MOVED, N_NUMBERS };
static const char *const NAME[N_NUMBERS] = {"tail_v", "window", "residual",
                                            "gap", "moved"};

static tame_status run_mode(double *numbers, network *n, size_t mode,
                            double eps, size_t steps, gsl_rng *rng)
{
  const tame_inexact e = {.kind = MODE[mode],
                          .eps = eps,
                          .point = mode == CONSTANT ? n->u : n->best,
                          .rng = rng};
  tame_subgradient_summary s;
  TAME_TRY(tame_subgradient_init(n->w, &n->f, &e, &RULE,
                                 mode == SHRINK ? n->start : n->best, NULL));
  const tame_status status = tame_subgradient_run(
      &s, n->window, NULL, n->w,
      &(tame_subgradient_options){steps, 0.1, (double)INFINITY}, false);
  numbers[TAIL_V] = s.tail_v;
  numbers[WINDOW] = tame_norm(n->window, n->p);
  cblas_daxpy((int)n->p, eps, n->u, 1, n->window, 1);
  numbers[RESIDUAL] =
      mode == CONSTANT ? tame_norm(n->window, n->p) : (double)NAN;
  numbers[GAP] = s.value - n->best_value;
  numbers[MOVED] = tame_distance(tame_subgradient_x(n->w), n->best, n->p);
  return status;
}

static tame_status run_modes(tame_h5 *out, network *n, size_t steps,
                             gsl_rng *rng)
{
  enum { N_RUNS = N_MODES * N_EPS };
  double table[N_NUMBERS][N_RUNS], numbers[N_NUMBERS] = {0};
  tame_status s = TAME_OK;
  for (size_t i = 0; i < N_RUNS && s == TAME_OK; i++) {
    s = run_mode(numbers, n, i / N_EPS, eps_at(i % N_EPS), steps, rng);
    for (size_t j = 0; j < N_NUMBERS; j++) table[j][i] = numbers[j];
  }
  for (size_t j = 0; j < N_NUMBERS; j++) put(out, NAME[j], table[j], N_RUNS);
  return s;
}

/* One arithmetic: the tail's largest error |g_k - v(x_k)| and |V|, V the mean of
 * the exact v. */
static tame_status run_practice(double *met, double *window, network *n,
                                double h, bool single, size_t steps)
{
  tame_approximate by;
  double *v = tame_vec(n->p), total = 0.0;
  TAME_TRY(tame_approximate_init(&by, &n->f, h, single));
  const tame_nonsmooth g = tame_approximate_nonsmooth(&by);
  tame_status s = tame_subgradient_init(n->w, &g, &EXACT, &RULE, n->best, NULL);
  memset(n->window, 0, n->p * sizeof *n->window);
  *met = 0.0;
  for (size_t k = 0; k < steps && s == TAME_OK; k++) {
    const bool in_tail = 10 * k >= 9 * steps;
    if (in_tail) n->f.subgradient(v, tame_subgradient_x(n->w), n->f.ctx);
    s = tame_subgradient_step(n->w);
    if (!in_tail) continue;
    const double a = tame_subgradient_last_step(n->w);
    cblas_daxpy((int)n->p, a, v, 1, n->window, 1);
    total += a;
    *met = fmax(*met, tame_distance(tame_subgradient_g(n->w), v, n->p));
  }
  *window = tame_norm(n->window, n->p) / total;
  tame_approximate_free(&by);
  free(v);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t steps = steps_of(run, "steps");
  gsl_rng *rng = tame_run_rng(run, "error", 0);
  double met[N_PRACTICE], window[N_PRACTICE];
  network_data data;
  network *n = tame_calloc(1, sizeof *n);
  tame_status s = network_load(&data, run, err);
  if (s < 0) return s;
  s = open_network(n, &data, run);
  if (s == TAME_OK) s = run_modes(out, n, steps, rng);
  for (size_t i = 0; i < N_PRACTICE && s == TAME_OK; i++)
    s = run_practice(&met[i], &window[i], n, DIFFERENCE[i], i == 1, steps / 10);
  const double facts[5] = {(double)data.n, (double)data.d, (double)n->p,
                           n->best_value, n->peer_error};
  put(out, "met", met, N_PRACTICE);
  put(out, "practice_window", window, N_PRACTICE);
  put(out, "facts", facts, 5);
  close_network(n);
  free(n);
  network_data_free(&data);
  gsl_rng_free(rng);
  return s == TAME_OK ? s : failed(err, cell->name, s);
}

/* --- the whole ------------------------------------------------------------------ */

/* Quotients with eps: |V + e| for constant errors, the tail of |v| for shrink. */
static tame_status write_quotients(tame_h5 *out, const tame_cells *cells,
                                   tame_error *err)
{
  enum { N_RUNS = N_MODES * N_EPS };
  double constant[N_EPS], shrink[N_EPS], *residual, *tail;
  TAME_TRY(stack(&residual, cells, 0, 1, "residual", N_RUNS, err));
  const tame_status s = stack(&tail, cells, 0, 1, "tail_v", N_RUNS, err);
  for (size_t i = 0; i < N_EPS && s >= 0; i++) {
    constant[i] = residual[CONSTANT * N_EPS + i] / eps_at(i);
    shrink[i] = tail[SHRINK * N_EPS + i] / eps_at(i);
  }
  free(residual);
  if (s < 0) return s;
  free(tail);
  tame_h5_write(out, "modes/constant_quotient", "eps", constant,
                "|V + e| / eps, constant errors", "1");
  tame_h5_write(out, "modes/shrink_quotient", "eps", shrink,
                "largest |v_k| of the last tenth over eps, shrink", "1");
  return TAME_OK;
}

static tame_status write_facts(tame_h5 *out, const tame_cells *cells,
                               tame_error *err)
{
  static const char *const FACT[5][2] = {
      {"facts/rows", "rows n"},
      {"facts/features", "features d"},
      {"facts/parameters", "parameters"},
      {"facts/best_value", "f(theta*)"},
      {"facts/peer_error",
       "subgradient of the tape against the one by hand, relative"}};
  double *facts;
  TAME_TRY(stack(&facts, cells, 0, 1, "facts", 5, err));
  tame_h5_group(out, "facts", "Data and reference");
  for (size_t i = 0; i < 5; i++)
    tame_h5_write_scalar(out, FACT[i][0], facts[i], FACT[i][1], "1");
  free(facts);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  enum { N_RUNS = N_MODES * N_EPS };
  const column modes[] = {
      {"tail_v", "modes", "mode eps", N_RUNS,
       "largest |v_k| of the last tenth"},
      {"window", "modes", "mode eps", N_RUNS, "|V|"},
      {"residual", "modes", "mode eps", N_RUNS, "|V + e|, constant errors"},
      {"gap", "modes", "mode eps", N_RUNS, "f - f(theta*) at the end"},
      {"moved", "modes", "mode eps", N_RUNS, "|theta - theta*| at the end"}};
  const column practice[] = {{"met", "practice", "arithmetic", N_PRACTICE,
                              "largest error |g_k - v_k| of the last tenth"},
                             {"practice_window", "practice", "arithmetic",
                              N_PRACTICE, "|V|, V of exact subgradients"}};
  double eps[N_EPS];
  for (size_t i = 0; i < N_EPS; i++) eps[i] = eps_at(i);
  tame_h5_attr(out, "/", "set", tame_run_word(run, "set"));
  tame_h5_group(out, "modes", "Errors of size eps");
  tame_h5_codes(out, "modes/mode", "outward constant random shrink", "error");
  tame_h5_axis(out, "modes/eps", eps, N_EPS, "size eps of the error", "1");
  TAME_TRY(merge_columns(out, cells, 0, 1, modes, 5, err));
  TAME_TRY(write_quotients(out, cells, err));
  tame_h5_panel(out, "modes", "window", "mode eps");
  tame_h5_group(out, "practice", "Derivatives as programs compute them");
  tame_h5_codes(out, "practice/arithmetic",
                "double single difference_1e-1 difference_1e-2 "
                "difference_1e-3",
                "arithmetic");
  TAME_TRY(merge_columns(out, cells, 0, 1, practice, 2, err));
  tame_h5_panel(out, "practice", "practice_window", "arithmetic");
  return write_facts(out, cells, err);
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return 1;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  (void)index;
  snprintf(cell->name, sizeof cell->name, "all");
  snprintf(cell->group, sizeof cell->group, "all");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2404.19517/network",
          .title = "A ReLU network under errors of its subgradients",
          .figures = "illus-network illus-network-building "
                     "illus-network-cpusmall",
          .about = "Regression by one hidden layer of ReLU units: what errors "
                   "of size eps leave of criticality.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.1, 4, 0},
          .input = network_input,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
