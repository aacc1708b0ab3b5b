/* SPDX-License-Identifier: MIT */
/* The pole of unbounded.c. */
#include "unbounded.h"

#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/poly.h"

static const double POLE_R[] = {2, 4, 8, 16, 32};
enum { N_POLE = sizeof POLE_R / sizeof *POLE_R };

/* The minimum near 0 less the value at t = -R, over a^2; a = (1 - e) / R */
static double pole_difference(double e, void *ctx)
{
  const double r = *(double *)ctx, a = (1.0 - e) / r;
  double t = 0.0;
  for (int k = 0; k < 50; k++) {
    const double u = 1 + t * a, v = a * a + t * t;
    const double slope = 2 * a * u * v + 2 * t * u * u;
    const double curvature = 2 * a * a * v + 8 * a * u * t + 2 * u * u;
    const double move = slope / curvature;
    t -= move;
    if (fabs(move) < 1e-17) break;
  }
  const double u = 1 + t * a, v = a * a + t * t;
  return u * u * v - e * e * (a * a + r * r);
}

/* The global minimisers t of (1 + ta)^2 (a^2 + t^2) over [-R, R], enclosed. */
static tame_interval pole_minimiser(double a, double r)
{
  const tame_interval p = tame_point(a), p2 = tame_interval_sqr(p);
  const tame_interval q[5] = {
      p2, tame_interval_scale(2.0, tame_interval_mul(p, p2)),
      tame_interval_add(tame_point(1.0), tame_interval_sqr(p2)),
      tame_interval_scale(2.0, p), p2};
  tame_poly_minimum m;
  const size_t degree = a == 0.0 ? 2 : 4;
  if (tame_poly_minimize(&m, q, degree, -r, r, NULL) < 0 || m.n_minimisers == 0)
    return (tame_interval){-r, r};
  tame_interval t = m.critical[m.minimiser[0]].y;
  for (size_t i = 1; i < m.n_minimisers; i++)
    t = tame_interval_hull(t, m.critical[m.minimiser[i]].y);
  return t;
}

void pole_roots(tame_h5 *out)
{
  double e[N_POLE], scaled[N_POLE], proved[N_POLE];
  for (size_t i = 0; i < N_POLE; i++) {
    double r = POLE_R[i];
    e[i] = brent(pole_difference, 1e-9, 0.5, &r);
    scaled[i] = e[i] * r * r;
    const tame_interval inside =
        pole_minimiser((1.0 - e[i] * (1.0 + BRACKET)) / r, r);
    const tame_interval outside =
        pole_minimiser((1.0 - e[i] * (1.0 - BRACKET)) / r, r);
    proved[i] = inside.lo > -0.5 * r && outside.hi < -0.5 * r;
  }
  tame_h5_axis(out, "R", POLE_R, N_POLE, "R", "1");
  tame_h5_write(out, "e", "R", e, "e", "1");
  tame_h5_write(out, "scaled", "R", scaled, "scaled", "1");
  tame_h5_write(out, "proved", "R", proved, "proved", "1");
}

/* The global minimisers over all t, a > 0, where the two candidates differ by
 * a^2 only: with s = t a, over [-2, 2] (Q grows beyond), (1 + s)^2 (a^4 + s^2) in
 * double-double arithmetic. */
static tame_interval pole_everywhere(double a)
{
  tame_bernstein_minimum m;
  const double tol = 1e-3 * fmin(1.0, a * a * a * a);
  tame_bipoly *q = tame_bipoly_mul(
      squared(tame_bipoly_add(mono(1, 0, 0), mono(1, 1, 0))),
      tame_bipoly_add(squared(squared(mono(a, 0, 0))), mono(1, 2, 0)));
  tame_bernstein_minimize(&m, q, (tame_box2){-2, 2, 0, 0}, tol, 1e-7,
                          MAX_BRANCH);
  tame_bipoly_free(q);
  return (tame_interval){m.argmin.t_lo / a, m.argmin.t_hi / a};
}

void pole_curves(tame_h5 *out, size_t n)
{
  double *x = tame_vec(n), *target = tame_vec(n);
  double *lo = tame_vec((N_CURVES + 1) * n), *hi = tame_vec((N_CURVES + 1) * n);
  for (size_t i = 0; i < n; i++) {
    x[i] = 3.0 * ((double)i / (double)(n - 1) - 0.5);
    if (fabs(x[i]) < 1e-12) x[i] = 0.0;
    const double a = x[i] * x[i];
    target[i] = x[i] != 0.0 ? -1.0 / a : 0.0;
    for (size_t c = 0; c <= N_CURVES; c++) {
      const tame_interval t = c < N_CURVES ? pole_minimiser(a, CURVE_R[c])
                              : a > 0.0    ? pole_everywhere(a)
                                           : pole_minimiser(a, 2.0);
      lo[c * n + i] = t.lo;
      hi[c * n + i] = t.hi;
    }
  }
  write_curves(out, x, lo, hi, target, n);
  free(x);
  free(target);
  free(lo);
  free(hi);
}
