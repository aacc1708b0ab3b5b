/* SPDX-License-Identifier: MIT */
/* The upper semicontinuous step of unbounded.c. */
#include "unbounded.h"

#include <math.h>
#include <stdlib.h>

#include "tame/base.h"

static const double STEP_R[] = {2, 4, 8, 16, 32, 64};
enum { N_STEP = sizeof STEP_R / sizeof *STEP_R };

/* min over t, by Newton's method from t0, of ((t - 1)^2 + a)(t^2 + b) */
static double local_minimum(double t, double a, double b)
{
  for (int k = 0; k < 50; k++) {
    const double p = (t - 1) * (t - 1) + a, q = t * t + b;
    const double slope = 2 * (t - 1) * q + 2 * t * p;
    const double curvature = 2 * q + 8 * t * (t - 1) + 2 * p;
    const double move = slope / curvature;
    t -= move;
    if (fabs(move) < 1e-17) break;
  }
  return ((t - 1) * (t - 1) + a) * (t * t + b);
}

/* m_A - m_B at x = (1 - e) / R^2 */
static double step_difference(double e, void *ctx)
{
  const double r2 = *(double *)ctx * *(double *)ctx, x = (1.0 - e) / r2;
  return local_minimum(1.0, x * x, 1.0) -
         local_minimum(0.0, (x + r2) * (x + r2), e * e);
}

/* The global minimiser t over (t, z^2) in [0,1] x [0, R^2]; both factors fall
 * in t < 0 and rise in t > 1, so there is none outside. */
static tame_status step_minimum(tame_bernstein_minimum *m, double x, double r,
                                double relative, double width)
{
  tame_bipoly *a =
      tame_bipoly_add(squared(tame_bipoly_add(mono(1, 1, 0), mono(-1, 0, 0))),
                      squared(tame_bipoly_add(mono(x, 0, 0), mono(1, 0, 1))));
  tame_bipoly *b = tame_bipoly_add(
      mono(1, 2, 0), squared(tame_bipoly_add(mono(-1, 0, 0), mono(x, 0, 1))));
  tame_bipoly *q = tame_bipoly_mul(a, b);
  const double size = 2.0 * x * x + 1e-12;
  const tame_status s = tame_bernstein_minimize(
      m, q, (tame_box2){0, 1, 0, r * r}, relative * size, width, MAX_BRANCH);
  tame_bipoly_free(q);
  return s;
}

void step_roots(tame_h5 *out)
{
  double e[N_STEP], scaled[N_STEP], proved[N_STEP], boxes[N_STEP];
  for (size_t i = 0; i < N_STEP; i++) {
    double r = STEP_R[i];
    tame_bernstein_minimum below, above;
    e[i] = brent(step_difference, 1e-12, 0.5, &r);
    scaled[i] = e[i] * pow(r, 4.0) / sqrt(2.0);
    step_minimum(&below, (1.0 - e[i] * (1.0 + BRACKET)) / (r * r), r, 1e-5,
                 0.3);
    step_minimum(&above, (1.0 - e[i] * (1.0 - BRACKET)) / (r * r), r, 1e-5,
                 0.3);
    proved[i] = below.argmin.t_lo > 0.5 && above.argmin.t_hi < 0.5;
    boxes[i] = (double)(below.boxes + above.boxes);
  }
  tame_h5_axis(out, "R", STEP_R, N_STEP, "R", "1");
  tame_h5_write(out, "e", "R", e, "e", "1");
  tame_h5_write(out, "scaled", "R", scaled, "scaled", "1");
  tame_h5_write(out, "proved", "R", proved, "proved", "1");
  tame_h5_write(out, "boxes", "R", boxes, "boxes", "1");
}

/* A box in which phi(x) is attained: z = x^(-1/2) for x > 0. */
static double large_enough(double x)
{
  return x > 0.0 ? fmax(2.0, 2.0 / sqrt(x)) : 2.0;
}

void step_curves(tame_h5 *out, size_t n)
{
  double *x = tame_vec(n), *target = tame_vec(n);
  double *lo = tame_vec((N_CURVES + 1) * n), *hi = tame_vec((N_CURVES + 1) * n);
  for (size_t i = 0; i < n; i++) {
    x[i] = 0.6 * ((double)i / (double)(n - 1) - 1.0 / 3.0);
    if (fabs(x[i]) < 1e-12) x[i] = 0.0;
    target[i] = x[i] > 0.0 ? 0.0 : 1.0;
    for (size_t c = 0; c <= N_CURVES; c++) {
      const double r = c < N_CURVES ? CURVE_R[c] : large_enough(x[i]);
      tame_bernstein_minimum m;
      step_minimum(&m, x[i], r, 1e-9, 1e-3);
      lo[c * n + i] = m.argmin.t_lo;
      hi[c * n + i] = m.argmin.t_hi;
    }
  }
  write_curves(out, x, lo, hi, target, n);
  free(x);
  free(target);
  free(lo);
  free(hi);
}
