/* SPDX-License-Identifier: MIT */
/* What is lost with strong monotonicity: the elastic net with twice the same
 * feature and a linear tilt <c, w>,
 *
 *     min_w 1/2 |Xw - y|^2 + lambda2/2 |w|^2 + lambda1 |w|_1 + <c, w>,
 *     X = [x_1, x_1],  c = 0,
 *
 * both weights active with equal signs.  The implicit formula gives
 *
 *     dw/dc = -(X'X + lambda2 I)^{-1},   |dw/dc|_2 = 1/lambda2,
 *
 * because (1, -1) is in the kernel of X (section 4.7 of our specification of
 * 2212.07844).  x_1 and y are those of the elastic net of
 * tame/inclusion_examples.h, lambda1 a tenth of the largest useful one.  A cell is
 * one lambda2. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/exp.h"
#include "tame/inclusion_examples.h"
#include "tame/la.h"

enum { N_WEIGHTS = 6 };
static const double LAMBDA2[N_WEIGHTS] = {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6};

static const tame_option PARAMS[] = {{0}};

/* In two dimensions X'X = s [[1, 1], [1, 1]] and X'y = q (1, 1). */
typedef struct {
  double s, q, lambda1, lambda2, gamma;
} twins;

/* v = w - gamma B(w),  B = s (w_1 + w_2) - q + lambda2 w + c */
static double forward(const twins *d, const double *w, const double *c,
                      size_t i)
{
  const double b = d->s * (w[0] + w[1]) - d->q + d->lambda2 * w[i] + c[i];
  return w[i] - d->gamma * b;
}

static void value(double *out, const double *w, const double *c, void *ctx)
{
  const twins *d = ctx;
  for (size_t i = 0; i < 2; i++) {
    const double v = forward(d, w, c, i);
    out[i] = copysign(fmax(fabs(v) - d->gamma * d->lambda1, 0.0), v);
  }
}

static void jvp(double *out, const double *dw, const double *dc,
                const double *w, const double *c, void *ctx)
{
  const twins *d = ctx;
  for (size_t i = 0; i < 2; i++) {
    const double db =
        d->s * (dw[0] + dw[1]) + d->lambda2 * dw[i] + (dc ? dc[i] : 0.0);
    const bool active = fabs(forward(d, w, c, i)) > d->gamma * d->lambda1;
    out[i] = active ? dw[i] - d->gamma * db : 0.0;
  }
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const double c[2] = {0.0, 0.0};
  double jac[4], w[2], next[2], norm = NAN;
  tame_example e;
  (void)run;
  tame_status s = tame_example_init(&e, TAME_NET, false);
  twins d = {.lambda2 = LAMBDA2[cell->index]};
  for (size_t i = 0; i < e.m; i++) {
    d.s += e.x[i * e.n] * e.x[i * e.n];
    d.q += e.x[i * e.n] * e.theta[2 + i];
  }
  d.lambda1 = 0.1 * fabs(d.q);
  d.gamma = 1.0 / (2.0 * d.s + d.lambda2);
  const tame_map map = {.n = 2, .p = 2, .value = value, .jvp = jvp, .ctx = &d};
  w[0] = w[1] = copysign(fabs(d.q) - d.lambda1, d.q) / (2.0 * d.s + d.lambda2);
  map.value(next, w, c, &d);
  if (s >= 0) s = tame_diff_implicit(jac, w, c, &map);
  if (s >= 0) s = tame_la_norm2(&norm, jac, 2, 2);
  tame_h5_write_scalar(out, "norm", norm, "|dw/dc|_2", "1");
  tame_h5_write_scalar(out, "residual",
                       fmax(fabs(next[0] - w[0]), fabs(next[1] - w[1])),
                       "|T(w) - w|_inf", "1");
  tame_example_free(&e);
  return s >= 0 ? s
                : tame_fail(err, s, "%s: %s", cell->name, tame_status_str(s));
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double norm[N_WEIGHTS], product[N_WEIGHTS], residual[N_WEIGHTS];
  double inverse[N_WEIGHTS];
  (void)run;
  TAME_TRY(tame_cells_gather(norm, cells, "norm", 1, err));
  TAME_TRY(tame_cells_gather(residual, cells, "residual", 1, err));
  for (size_t i = 0; i < N_WEIGHTS; i++) {
    product[i] = norm[i] * LAMBDA2[i];
    inverse[i] = 1.0 / LAMBDA2[i];
  }
  tame_h5_group(out, "tilt", "Derivative in a tilt as lambda2 tends to 0");
  tame_h5_axis(out, "tilt/lambda2", LAMBDA2, N_WEIGHTS, "weight lambda2", "1");
  tame_h5_write(out, "tilt/norm", "lambda2", norm, "|dw/dc|_2", "1");
  tame_h5_write(out, "tilt/inverse", "lambda2", inverse, "1/lambda2", "1");
  tame_h5_write(out, "tilt/product", "lambda2", product, "|dw/dc|_2 lambda2",
                "1");
  tame_h5_write(out, "tilt/residual", "lambda2", residual,
                "|T(w) - w|_inf at the solution", "1");
  tame_h5_panel(out, "tilt", "norm", "lambda2");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_WEIGHTS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "lambda%g", LAMBDA2[index]);
  snprintf(cell->group, sizeof cell->group, "all weights");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2212.07844/strong_monotonicity",
          .title = "Derivatives without strong monotonicity",
          .figures = "illus-strong-monotonicity",
          .about = "Norm of the derivative of an elastic net with a doubled "
                   "feature as its ridge tends to zero.  An illustration, not "
                   "an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.1, 0.1, 0.1},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
