/* SPDX-License-Identifier: MIT */
/* An illustration of ours (I4): INNA and INNAprop as linear filters from the
 * direction R_k to the step d_k = theta_{k+1} - theta_k.  Without decay and
 * with a constant step gamma,
 *
 *     d_k = -gamma (p_k + beta R_k),
 *     p_{k+1} = (1 - alpha gamma) p_k + gamma (1 - alpha beta) R_k,   p_0 = 0,
 *
 *     d/R = -gamma (beta - (beta - gamma)/z) / (1 - (1 - alpha gamma)/z).
 *
 * R = 1:       d_k = -gamma (1/alpha + (beta - 1/alpha)(1 - alpha gamma)^k),
 * R = (-1)^k:  |d_k| -> gamma (2 beta - gamma)/(2 - alpha gamma).
 *
 * 30000 samples bring the first within 1e-12 of its limit for alpha = 0.1.
 *
 * Beside them Adam's momentum, d/R = -gamma (1 - beta1)/(1 - beta1/z), beta1 =
 * 0.9. A cell is one pair. */
#include <complex.h>
#include <math.h>

#include <gsl/gsl_math.h>

#include "pieces.h"
#include "tame/stats.h"

enum { N_FILTERS = 4, N_CONSTANT = 30000, N_ALTERNATING = 60000 };
enum { N_FREQUENCIES = 200, MAX_KEPT = 300 };
static const double GAMMA = 0.01, BETA1 = 0.9;
/* alpha = 0 stands for Adam */
static const damping FILTER[N_FILTERS] = {
    {0.1, 0.9, "a0.1_b0.9"}, {1, 1, "a1_b1"}, {2, 2, "a2_b2"}, {0, 0, "adam"}};

/* One step of the filter with memory *p. */
static double filter(double *p, double r, damping d)
{
  if (d.alpha == 0.0) {
    *p = BETA1 * *p + (1.0 - BETA1) * r;
    return -GAMMA * *p;
  }
  const double step = -GAMMA * (*p + d.beta * r);
  *p = (1.0 - d.alpha * GAMMA) * *p + GAMMA * (1.0 - d.alpha * d.beta) * r;
  return step;
}

/* d_k by its formula, R = 1 */
static double response(size_t k, damping d)
{
  if (d.alpha == 0.0) return -GAMMA * (1.0 - pow(BETA1, (double)(k + 1)));
  return -GAMMA * (1.0 / d.alpha + (d.beta - 1.0 / d.alpha) *
                                       pow(1.0 - d.alpha * GAMMA, (double)k));
}

static double limit(damping d)
{
  return d.alpha == 0.0 ? GAMMA : GAMMA / d.alpha;
}

static double amplitude(damping d)
{
  if (d.alpha == 0.0) return GAMMA * (1.0 - BETA1) / (1.0 + BETA1);
  return GAMMA * (2.0 * d.beta - GAMMA) / (2.0 - d.alpha * GAMMA);
}

/* |d/R| / gamma at z = e^{i omega} */
static double gain(double omega, damping d)
{
  const double complex back = cexp(-omega * (double complex)I);
  if (d.alpha == 0.0) return (1.0 - BETA1) / cabs(1.0 - BETA1 * back);
  return cabs((d.beta - (d.beta - GAMMA) * back) /
              (1.0 - (1.0 - d.alpha * GAMMA) * back));
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  (void)run;
  (void)err;
  const damping d = FILTER[cell->index];
  double p = 0.0, worst = 0.0, last = 0.0, kept[MAX_KEPT], g[N_FREQUENCIES];
  size_t at[MAX_KEPT], next = 0;
  const size_t n = tame_geometric_sampling(at, MAX_KEPT, N_CONSTANT - 1, 1.04);
  for (size_t k = 0; k < N_CONSTANT; k++) {
    last = filter(&p, 1.0, d);
    worst = fmax(worst, fabs(last / response(k, d) - 1.0));
    if (next < n && at[next] == k) kept[next++] = -last / GAMMA;
  }
  tame_cell_put(out, "kept", kept, n);
  tame_h5_write_scalar(out, "curve", worst, "curve", "1");
  tame_h5_write_scalar(out, "limit", fabs(-last / limit(d) - 1.0), "limit",
                       "1");
  p = 0.0;
  for (size_t k = 0; k < N_ALTERNATING; k++)
    last = filter(&p, k % 2 ? -1.0 : 1.0, d);
  tame_h5_write_scalar(out, "amplitude", fabs(fabs(last) / amplitude(d) - 1.0),
                       "amplitude", "1");
  for (size_t i = 0; i < N_FREQUENCIES; i++) {
    const double x = (double)i / (N_FREQUENCIES - 1);
    g[i] = gain(1e-5 * pow(M_PI / 1e-5, x), d);
  }
  tame_cell_put(out, "gain", g, N_FREQUENCIES);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  (void)run;
  size_t at[MAX_KEPT];
  double x[MAX_KEPT], omega[N_FREQUENCIES];
  const size_t n = tame_geometric_sampling(at, MAX_KEPT, N_CONSTANT - 1, 1.04);
  for (size_t i = 0; i < n; i++) x[i] = (double)at[i];
  for (size_t i = 0; i < N_FREQUENCIES; i++)
    omega[i] = 1e-5 * pow(M_PI / 1e-5, (double)i / (N_FREQUENCIES - 1));
  tame_h5_codes(out, "filter", "a0.1_b0.9 a1_b1 a2_b2 adam",
                "damping alpha, beta, or Adam's momentum");
  tame_h5_group(out, "response", "Steps under a constant direction R = 1");
  tame_h5_axis(out, "response/iteration", x, n, "iteration k", "1");
  tame_h5_group(out, "gain", "Gain of the filter");
  tame_h5_axis(out, "gain/frequency", omega, N_FREQUENCIES,
               "frequency per iteration", "rad");
  TAME_TRY(tame_cells_collect(out, cells, "kept", n, "response/step",
                              "filter iteration", "step / gamma", err));
  TAME_TRY(tame_cells_collect(
      out, cells, "curve", 1, "response/curve_error", "filter",
      "largest relative difference to the formula", err));
  TAME_TRY(tame_cells_collect(out, cells, "limit", 1, "response/limit_error",
                              "filter", "last step / limit - 1", err));
  TAME_TRY(tame_cells_collect(
      out, cells, "amplitude", 1, "response/amplitude_error", "filter",
      "last step under R = (-1)^k / its limit - 1", err));
  TAME_TRY(tame_cells_collect(out, cells, "gain", N_FREQUENCIES, "gain/gain",
                              "filter frequency", "gain / gamma", err));
  tame_h5_panel(out, "response", "step", "filter iteration");
  tame_h5_panel(out, "gain", "gain", "filter frequency");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, N_FILTERS; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "%s", FILTER[index].word);
  snprintf(cell->group, sizeof cell->group, "all filters");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2410.05871/filter",
          .title = "INNAprop as a filter of scaled gradients",
          .figures = "illus-filter",
          .about = "Response to a constant and to an alternating direction, "
                   "and gain against frequency, for three pairs (alpha, beta) "
                   "and Adam's momentum.  An illustration, not an experiment "
                   "of the paper.",
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
