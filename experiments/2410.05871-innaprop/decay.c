/* SPDX-License-Identifier: MIT */
/* An illustration of ours (I5): the weight decay that is felt when gradients
 * vanish.  psi is not decayed, so that with lambda > 0 and g = 0
 *
 *     theta_{k+2} = tr theta_{k+1} - det theta_k,
 *     tr = 2 - gamma lambda - gamma^2 c lambda - alpha gamma,
 *     c = 1/beta - alpha,
 *     det = (1 - alpha gamma)(1 - gamma lambda),
 *
 * in the limit of small steps  mu^2 + (alpha + lambda) mu + lambda/beta = 0:
 * when the roots are real the slow rate is about lambda/(alpha beta), where
 * AdamW has lambda. gamma = lambda = 0.01, theta_0 = 1, 40000 steps.  A cell is
 * one method. */
#include <math.h>

#include "pieces.h"
#include "tame/opt.h"
#include "tame/stats.h"

enum { N_METHODS = 4, N_STEPS = 40000, EVERY = 100 };
enum { N_KEPT = N_STEPS / EVERY + 1 };
static const double GAMMA = 0.01, LAMBDA = 0.01;
/* alpha = 0 stands for AdamW */
static const damping METHOD[N_METHODS] = {
    {0.1, 0.9, "a0.1_b0.9"}, {1, 1, "a1_b1"}, {2, 2, "a2_b2"}, {0, 0, "adamw"}};

/* Largest residual of the recurrence of theta [N_STEPS + 1]. */
static double residual(const double *theta, damping d)
{
  const double c = 1.0 / d.beta - d.alpha;
  const double tr =
      2.0 - GAMMA * LAMBDA - GAMMA * GAMMA * c * LAMBDA - d.alpha * GAMMA;
  const double det = (1.0 - d.alpha * GAMMA) * (1.0 - GAMMA * LAMBDA);
  double worst = 0.0;
  for (size_t k = 0; k + 2 <= N_STEPS; k++)
    worst =
        fmax(worst, fabs(theta[k + 2] - tr * theta[k + 1] + det * theta[k]));
  return worst;
}

/* Rate of theta over the later half, where the fast root has died out; NaN when
 * theta changes its sign there. */
static double fitted_rate(const double *theta)
{
  const size_t n = N_STEPS / 2 + 1;
  double *t = tame_vec(n), *y = tame_vec(n), rate;
  bool is_positive = true;
  for (size_t i = 0; i < n; i++) {
    t[i] = GAMMA * (double)(N_STEPS / 2 + i);
    y[i] = log(theta[N_STEPS / 2 + i]);
    is_positive &= theta[N_STEPS / 2 + i] > 0.0;
  }
  rate = is_positive ? -tame_fit_line(t, y, n).slope : (double)NAN;
  free(t);
  free(y);
  return rate;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  (void)run;
  const damping d = METHOD[cell->index];
  const bool is_adamw = d.alpha == 0.0;
  tame_opt_options o =
      tame_opt_defaults(is_adamw ? TAME_OPT_ADAMW : TAME_OPT_INNAPROP);
  const double g = 0.0;
  double x = 1.0, kept[N_KEPT], *theta = tame_vec(N_STEPS + 1);
  o.alpha = d.alpha;
  o.beta = d.beta;
  o.weight_decay = LAMBDA;
  tame_opt_f64 *w = tame_opt_alloc_f64(1, tame_opt_vectors(&o));
  tame_status s = tame_opt_init_f64(w, &o, NULL, 0, &x);
  for (size_t k = 0; k <= N_STEPS && s == TAME_OK; k++) {
    theta[k] = x;
    s = tame_opt_step_f64(w, &x, &g, GAMMA);
  }
  for (size_t k = 0; k < N_KEPT; k++) kept[k] = theta[k * EVERY];
  tame_cell_put(out, "theta", kept, N_KEPT);
  tame_h5_write_scalar(out, "residual",
                       is_adamw ? (double)NAN : residual(theta, d), "residual",
                       "1");
  tame_h5_write_scalar(out, "rate", fitted_rate(theta), "rate", "1");
  tame_opt_free_f64(w);
  free(theta);
  return s == TAME_OK ? s
                      : tame_fail(err, TAME_EINVAL, "%s: %s", cell->name,
                                  tame_status_str(s));
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  (void)run;
  double time[N_KEPT];
  for (size_t k = 0; k < N_KEPT; k++) time[k] = (double)(k * EVERY) * GAMMA;
  tame_h5_group(out, "decay", "A parameter without gradient");
  tame_h5_codes(out, "decay/method", "a0.1_b0.9 a1_b1 a2_b2 adamw",
                "damping alpha, beta, or AdamW");
  tame_h5_axis(out, "decay/time", time, N_KEPT, "time k gamma", "1");
  TAME_TRY(tame_cells_collect(out, cells, "theta", N_KEPT, "decay/theta",
                              "method time", "theta", err));
  TAME_TRY(
      tame_cells_collect(out, cells, "residual", 1, "decay/residual", "method",
                         "largest residual of the two-step recurrence", err));
  TAME_TRY(tame_cells_collect(
      out, cells, "rate", 1, "decay/rate", "method",
      "fitted rate of theta, times 200 to 400; missing where its "
      "sign changes",
      err));
  tame_h5_panel(out, "decay", "theta", "method time");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, N_METHODS; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "%s", METHOD[index].word);
  snprintf(cell->group, sizeof cell->group, "all methods");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2410.05871/decay",
          .title = "Weight decay without gradients",
          .figures = "illus-decay",
          .about = "A parameter whose gradient is 0, under the weight decay of "
                   "AdamW and of INNAprop.  An illustration, not an "
                   "experiment of the paper.",
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
