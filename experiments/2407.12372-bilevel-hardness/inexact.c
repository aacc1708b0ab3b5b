/* SPDX-License-Identifier: MIT */
/* E6: what an inexact or a regularised lower level makes of a jump.
 *
 *   inexact      phi_eps(x) = min { P : Q <= min Q + eps }.
 *                Sums of squares, Q = (t^2 + (x + z^2)^2)(t - 1)^2, P = t: phi_eps = 0
 *                up to x = sqrt(eps), where phi = 1 from 0 on; then small values of t
 *                do for a while, up to sqrt(eps)(1 + eps/2 + ...).
 *                Linear, Q = xy, P = 1 - y: phi_eps = max(0, 1 - eps/x) for x > 0, so
 *                its L1 error on [-1, 1] is eps (1 + log(1/eps)).
 *   regularised  Q + mu y^2/2: phi_mu = 1 - clip(-x/mu), a ramp on [-mu, 0]; L1 error
 *                mu/2, largest error 1 whatever mu.
 *   descent      min (x - 1)^2/2 + 2 phi(x), least value 1/2 at x = 0, and a local
 *                minimum 2 at x = 1.  Gradient descent on the regularised function,
 *                derivative (x - 1) + (2/mu) 1[-mu < x < 0], can cross the ramp only
 *                when its step exceeds mu/(1 + mu).
 *
 * A cell is one of the three. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <gsl/gsl_integration.h>

#include "assemble.h"
#include "tame/base.h"
#include "tame/exp.h"
#include "tame/poly.h"
#include "tame/value_function.h"

static const double EPS[] = {1e-2, 1e-4, 1e-6};
static const double MU[] = {0.1, 0.01};
static const double DESCENT_MU[] = {0.2, 0.1, 0.05, 0.02, 0.01};
static const double RATIO[] = {0.5, 0.9, 0.999, 1.1, 2.0, 4.0};
enum { N_EPS = 3, N_MU = 2, N_DESCENT = 5, N_RATIO = 6, N_CURVE = 801 };

static const tame_option PARAMS[] = {
    {"starts", {200, 200, 2000}, 2, 100000, "starts of gradient descent", NULL},
    {"steps", {2000, 2000, 20000}, 1, 1000000, "its iterations", NULL},
    {0}};

/* --- inexact ---------------------------------------------------------------- */

/* Smallest t in [0,1] with (t^2 + max(x, 0)^2)(t - 1)^2 <= eps: for x > 0 the
 * best z is 0, for x <= 0 it is sqrt(-x) and t = 0 does.  Roots certified. */
static tame_status squares_value(double *value, double x, double eps)
{
  const tame_interval x2 = tame_interval_sqr(tame_point(x));
  tame_poly_root root[4];
  size_t n;
  *value = 0.0;
  if (x <= 0.0 || x2.hi <= eps) return TAME_OK;
  /* x^2 - eps - 2 x^2 t + (1 + x^2) t^2 - 2 t^3 + t^4 */
  const tame_interval c[5] = {tame_interval_sub(x2, tame_point(eps)),
                              tame_interval_scale(-2.0, x2),
                              tame_interval_add(tame_point(1.0), x2),
                              tame_point(-2.0), tame_point(1.0)};
  TAME_TRY(tame_poly_roots(root, &n, c, 4, NULL));
  *value = 1.0;
  for (size_t i = n; i-- > 0;)
    if (root[i].y.hi >= 0.0 && root[i].y.lo <= 1.0)
      *value = tame_interval_mid(root[i].y);
  return TAME_OK;
}

/* The largest x with squares_value(x) <= level, by bisection on [0, 1]. */
static tame_status last_below(double *x, double level, double eps)
{
  double lo = 0.0, hi = 1.0, v;
  while (hi - lo > 1e-15) {
    const double mid = 0.5 * (lo + hi);
    if (mid == lo || mid == hi) break;
    TAME_TRY(squares_value(&v, mid, eps));
    if (v <= level)
      lo = mid;
    else
      hi = mid;
  }
  *x = lo;
  return TAME_OK;
}

typedef struct {
  double parameter; /* eps or mu */
  bool is_regularised;
} perturbed;

/* |phi - phi_eps| or |phi - phi_mu| of the linear lower level */
static double linear_error(double x, void *ctx)
{
  const perturbed *p = ctx;
  const double minus = -1.0;
  const double phi = tame_linear_level(&x, 1.0, &minus, 1).optimistic;
  const double other =
      p->is_regularised
          ? tame_linear_level_regularised(x, 1.0, -1.0, p->parameter)
          : tame_linear_level_inexact(x, 1.0, -1.0, p->parameter).optimistic;
  return fabs(phi - other);
}

/* Its integral over [-1, 1], piece by piece between kinks. */
static double l1_error(perturbed p)
{
  enum { ROOM = 1000 };
  double kink[4] = {-1.0, p.is_regularised ? -p.parameter : 0.0,
                    p.is_regularised ? 0.0 : p.parameter, 1.0};
  double sum, error;
  gsl_function f = {linear_error, &p};
  gsl_integration_workspace *w = gsl_integration_workspace_alloc(ROOM);
  gsl_integration_qagp(&f, kink, 4, 0.0, 1e-9, ROOM, w, &sum, &error);
  gsl_integration_workspace_free(w);
  return sum;
}

static tame_status run_inexact(tame_h5 *out)
{
  double x[N_CURVE], curve[N_EPS * N_CURVE], linear[N_EPS * N_CURVE];
  double leaves[N_EPS], jumps[N_EPS], l1[N_EPS], l1_theory[N_EPS];
  for (size_t e = 0; e < N_EPS; e++) {
    for (size_t i = 0; i < N_CURVE; i++) {
      x[i] = -0.2 + 0.6 * (double)i / (N_CURVE - 1);
      TAME_TRY(squares_value(&curve[e * N_CURVE + i], x[i], EPS[e]));
      linear[e * N_CURVE + i] =
          tame_linear_level_inexact(x[i], 1.0, -1.0, EPS[e]).optimistic;
    }
    TAME_TRY(last_below(&leaves[e], 0.0, EPS[e]));
    TAME_TRY(last_below(&jumps[e], 0.5, EPS[e]));
    leaves[e] /= sqrt(EPS[e]);
    jumps[e] /= sqrt(EPS[e]);
    l1[e] = l1_error((perturbed){EPS[e], false});
    l1_theory[e] = EPS[e] * (1.0 + log(1.0 / EPS[e]));
  }
  tame_h5_axis(out, "eps", EPS, N_EPS, "eps", "1");
  tame_h5_axis(out, "x", x, N_CURVE, "x", "1");
  tame_h5_write(out, "squares", "eps x", curve, "squares", "1");
  tame_h5_write(out, "linear", "eps x", linear, "linear", "1");
  tame_h5_write(out, "leaves", "eps", leaves, "leaves", "1");
  tame_h5_write(out, "jumps", "eps", jumps, "jumps", "1");
  tame_h5_write(out, "l1", "eps", l1, "l1", "1");
  tame_h5_write(out, "l1_theory", "eps", l1_theory, "l1_theory", "1");
  return TAME_OK;
}

/* --- regularised -------------------------------------------------------------- */

static tame_status run_regularised(tame_h5 *out)
{
  double x[N_CURVE], curve[N_MU * N_CURVE], largest[N_MU], l1[N_MU];
  for (size_t m = 0; m < N_MU; m++) {
    perturbed p = {MU[m], true};
    largest[m] = 0.0;
    for (size_t i = 0; i < N_CURVE; i++) {
      x[i] = -0.2 + 0.6 * (double)i / (N_CURVE - 1);
      curve[m * N_CURVE + i] =
          tame_linear_level_regularised(x[i], 1.0, -1.0, MU[m]);
    }
    /* towards the jump at 0 from both sides, and at it */
    for (int k = 0; k <= 60; k++) {
      const double near = ldexp(1.0, -k);
      largest[m] = fmax(largest[m], linear_error(-near, &p));
      largest[m] = fmax(largest[m], linear_error(near, &p));
    }
    largest[m] = fmax(largest[m], linear_error(0.0, &p));
    l1[m] = l1_error(p) / (0.5 * MU[m]);
  }
  tame_h5_axis(out, "mu", MU, N_MU, "mu", "1");
  tame_h5_axis(out, "x", x, N_CURVE, "x", "1");
  tame_h5_write(out, "linear", "mu x", curve, "linear", "1");
  tame_h5_write(out, "largest", "mu", largest, "largest", "1");
  tame_h5_write(out, "l1_ratio", "mu", l1, "l1_ratio", "1");
  return TAME_OK;
}

/* --- descent ------------------------------------------------------------------ */

static bool crosses(double x, double mu, double step, size_t n_steps)
{
  for (size_t k = 0; k < n_steps; k++) {
    const double slope = (x - 1.0) + (-mu < x && x < 0.0 ? 2.0 / mu : 0.0);
    x -= step * slope;
    if (x > 0.0) return true;
  }
  return false;
}

static tame_status run_descent(tame_h5 *out, const tame_run *run)
{
  const size_t n = tame_run_count(run, "starts");
  const size_t n_steps = tame_run_count(run, "steps");
  double fraction[N_DESCENT * N_RATIO], below = 0.0, *threshold;
  threshold = tame_vec(N_DESCENT);
  for (size_t m = 0; m < N_DESCENT; m++) {
    const double mu = DESCENT_MU[m];
    threshold[m] = mu / (1.0 + mu);
    for (size_t r = 0; r < N_RATIO; r++) {
      size_t count = 0;
      for (size_t i = 0; i < n; i++) {
        const double start = -3.0 + 2.0 * (double)i / (double)n;
        count += crosses(start, mu, RATIO[r] * threshold[m], n_steps);
      }
      fraction[m * N_RATIO + r] = (double)count / (double)n;
      if (RATIO[r] < 1.0) below = fmax(below, fraction[m * N_RATIO + r]);
    }
  }
  tame_h5_axis(out, "mu", DESCENT_MU, N_DESCENT, "mu", "1");
  tame_h5_axis(out, "ratio", RATIO, N_RATIO, "ratio", "1");
  tame_h5_write(out, "threshold", "mu", threshold, "threshold", "1");
  tame_h5_write(out, "fraction", "mu ratio", fraction, "fraction", "1");
  tame_h5_write_scalar(out, "below", below, "below", "1");
  free(threshold);
  return TAME_OK;
}

/* --- the whole ---------------------------------------------------------------- */

enum { INEXACT, REGULARISED, DESCENT, N_CELLS };
static const char *const NAME[N_CELLS] = {"inexact", "regularised", "descent"};

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  tame_status s = TAME_OK;
  if (cell->coord[0] == INEXACT) s = run_inexact(out);
  if (cell->coord[0] == REGULARISED) s = run_regularised(out);
  if (cell->coord[0] == DESCENT) s = run_descent(out, run);
  return s < 0 ? tame_fail(err, s, "%s: roots not isolated", cell->name)
               : TAME_OK;
}

static const part PARTS[] = {
    {INEXACT, "inexact", "eps", NULL, "eps"},
    {INEXACT, "inexact", "x", NULL, "x"},
    {INEXACT, "inexact", "squares", "eps x", "value function, sums of squares"},
    {INEXACT, "inexact", "linear", "eps x",
     "value function, linear lower level"},
    {INEXACT, "inexact", "leaves", "eps",
     "sums of squares: last x with value 0, over sqrt(eps)"},
    {INEXACT, "inexact", "jumps", "eps",
     "sums of squares: x of the jump, over sqrt(eps)"},
    {INEXACT, "inexact", "l1", "eps",
     "linear: L1 error of the value function on [-1, 1]"},
    {INEXACT, "inexact", "l1_theory", "eps", "eps (1 + log(1/eps))"},
    {REGULARISED, "regularised", "mu", NULL, "mu"},
    {REGULARISED, "regularised", "x", NULL, "x"},
    {REGULARISED, "regularised", "linear", "mu x", "value function"},
    {REGULARISED, "regularised", "largest", "mu",
     "largest error of the value function"},
    {REGULARISED, "regularised", "l1_ratio", "mu",
     "L1 error on [-1, 1] over mu/2"},
    {DESCENT, "descent", "mu", NULL, "mu"},
    {DESCENT, "descent", "ratio", NULL, "step over mu / (1 + mu)"},
    {DESCENT, "descent", "threshold", "mu",
     "step mu / (1 + mu) up to which no iterate crosses"},
    {DESCENT, "descent", "fraction", "mu ratio",
     "fraction of starts whose iterates cross the jump"},
    {DESCENT, "descent", "below", "", "largest fraction below the threshold"}};

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  (void)run;
  tame_h5_group(out, "inexact", "Inexact lower levels: Q <= min Q + eps");
  tame_h5_group(out, "regularised", "Regularised lower level: Q + mu y^2 / 2");
  tame_h5_group(out, "descent", "Gradient descent across a regularised jump");
  TAME_TRY(assemble(out, cells, PARTS, sizeof PARTS / sizeof *PARTS, err));
  tame_h5_panel(out, "inexact", "squares", "eps x");
  tame_h5_panel(out, "regularised", "linear", "mu x");
  tame_h5_panel(out, "descent", "fraction", "mu ratio");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_CELLS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "%s", NAME[index]);
  snprintf(cell->group, sizeof cell->group, "all parts");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2407.12372/inexact",
          .title = "Inexact and regularised lower levels at a jump",
          .figures = "illus-inexact illus-tunnelling",
          .about = "Value functions of lower levels solved to a precision or "
                   "with a quadratic term, around a jump, and gradient descent "
                   "across the ramp that regularisation makes of it.  An "
                   "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.05, 0.05, 2.8},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
