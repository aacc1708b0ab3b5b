/* SPDX-License-Identifier: MIT */
/* The set of derivatives at a breakpoint. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/stats.h"
#include "tv.h"

enum { N_ELEMENTS = 41, CRITICAL = 5 }; /* the 6th breakpoint */

/* jac [M] <- X_lambda at the breakpoint, with element a */
static tame_status element(double *jac, double a, double lambda)
{
  /* |v| differs from lambda by rounding there: anything within 1e-9 is it */
  tame_example e;
  double x[M], all[M * P] = {0};
  tame_status s = tame_example_tv(&e, false, a, 1e-9);
  e.theta[0] = lambda;
  if (s >= 0) s = tame_inclusion_solve(x, e.theta, e.q);
  if (s >= 0) s = tame_diff_implicit(all, x, e.theta, tame_inclusion_map(e.q));
  for (size_t k = 0; k < M; k++) jac[k] = all[k * P];
  tame_example_free(&e);
  return s;
}

/* Where z lies along from -> to, and its distance to that line. */
static double position(double *off, const double *z, const double *from,
                       const double *to)
{
  double dot = 0.0, norm = 0.0, rest = 0.0;
  for (size_t k = 0; k < M; k++) {
    dot += (z[k] - from[k]) * (to[k] - from[k]);
    norm += (to[k] - from[k]) * (to[k] - from[k]);
  }
  for (size_t k = 0; k < M; k++) {
    const double e = z[k] - from[k] - dot / norm * (to[k] - from[k]);
    rest += e * e;
  }
  *off = sqrt(rest);
  return dot / norm;
}

static void write_branches(tame_h5 *out, const denoising *d, double lambda)
{
  enum { SIDE = 40 };
  const size_t critical = tame_tv_path_order(d->path)[CRITICAL];
  double at[2 * SIDE + 1], u[2 * SIDE + 1], x[M];
  double below[2 * SIDE + 1], above[2 * SIDE + 1], left[M], right[M], here[M];
  tame_tv_path_slope(left, d->path, lambda, false);
  tame_tv_path_slope(right, d->path, lambda, true);
  tame_tv_path_solve(here, d->path, lambda);
  for (size_t i = 0; i <= 2 * SIDE; i++) {
    const double h = 0.3 * ((double)i - SIDE) / SIDE;
    at[i] = lambda + h;
    tame_tv_path_solve(x, d->path, at[i]);
    u[i] = x[critical];
    below[i] = here[critical] + h * left[critical];
    above[i] = here[critical] + h * right[critical];
  }
  tame_h5_axis(out, "kink/lambda", at, 2 * SIDE + 1, "weight lambda", "1");
  tame_h5_write(out, "kink/u", "lambda", u, "the critical coordinate of u",
                "1");
  tame_h5_write(out, "kink/tangent_below", "lambda", below,
                "its tangent from smaller lambda", "1");
  tame_h5_write(out, "kink/tangent_above", "lambda", above,
                "its tangent from larger lambda", "1");
}

tame_status tv_write_kink(tame_h5 *out, denoising *d)
{
  const double lambda = tame_tv_path_breakpoints(d->path)[CRITICAL];
  double a[N_ELEMENTS], where[N_ELEMENTS], off[N_ELEMENTS];
  double x[M], left[M], right[M], ends[2] = {0.0, 0.0}, distance;
  tame_tv_path_slope(left, d->path, lambda, false);
  tame_tv_path_slope(right, d->path, lambda, true);
  for (size_t i = 0; i < N_ELEMENTS; i++) {
    a[i] = (double)i / (N_ELEMENTS - 1);
    TAME_TRY(element(x, a[i], lambda));
    where[i] = position(&off[i], x, left, right);
    if (i == 0) ends[0] = tame_distance(x, left, M);
    if (i == N_ELEMENTS - 1) ends[1] = tame_distance(x, right, M);
  }
  distance = tame_distance(left, right, M);
  tame_h5_group(out, "kink", "The formula at the 6th breakpoint");
  tame_h5_axis(out, "kink/element", a, N_ELEMENTS,
               "element a of the critical entry of J1", "1");
  tame_h5_write(
      out, "kink/position", "element", where,
      "place of X(a): 0 derivative from smaller lambda, 1 from larger", "1");
  tame_h5_write(out, "kink/off_segment", "element", off,
                "distance of X(a) to the line through both", "1");
  tame_h5_write_scalar(out, "kink/breakpoint", lambda, "the breakpoint", "1");
  tame_h5_write_scalar(out, "kink/length", distance, "|X(0) - X(1)|_2", "1");
  tame_h5_write_scalar(out, "kink/end_0", ends[0],
                       "|X(0) - derivative from smaller lambda|_2", "1");
  tame_h5_write_scalar(out, "kink/end_1", ends[1],
                       "|X(1) - derivative from larger lambda|_2", "1");
  write_branches(out, d, lambda);
  tame_h5_panel(out, "kink", "position", "element");
  return TAME_OK;
}
