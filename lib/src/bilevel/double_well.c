/* SPDX-License-Identifier: MIT */
/* One double well. */
#include "tame/double_well.h"

#include <math.h>

void tame_sigma(double s[3], double x)
{
  const double r = 1.0 / sqrt(1.0 + x * x), r3 = r * r * r;
  s[0] = x * r;
  s[1] = r3;
  s[2] = -3.0 * x * r3 * r * r;
}

/* x / sqrt(1 + x^2) increases */
tame_interval tame_sigma_interval(tame_interval x)
{
  tame_interval end[2] = {tame_point(x.lo), tame_point(x.hi)};
  for (int i = 0; i < 2; i++)
    end[i] = tame_interval_div(
        end[i], tame_interval_sqrt(tame_interval_add(
                    tame_point(1.0), tame_interval_sqr(end[i]))));
  return (tame_interval){end[0].lo, end[1].hi};
}

tame_interval tame_sigma_slope_interval(tame_interval x)
{
  const tame_interval r =
      tame_interval_add(tame_point(1.0), tame_interval_sqr(x));
  return tame_interval_div(tame_point(1.0),
                           tame_interval_mul(r, tame_interval_sqrt(r)));
}

void tame_double_well_branches(double y[3], double *dy, double *ddy, double x)
{
  static const double at[3] = {-1.0, 0.0, 1.0}, factor[3] = {0.25, -0.5, 0.25};
  double s[3];
  tame_sigma(s, x);
  for (int i = 0; i < 3; i++) {
    y[i] = at[i] + factor[i] * s[0];
    if (dy) dy[i] = factor[i] * s[1];
    if (ddy) ddy[i] = factor[i] * s[2];
  }
}

tame_well_values tame_double_well_at(double x, double y)
{
  double s[3];
  tame_sigma(s, x);
  const double square = 1.0 + 3.0 * s[0] * s[0] / 16.0;
  const double linear = s[0] / 2.0 - s[0] * s[0] * s[0] / 32.0;
  return (tame_well_values){
      .g = y * (y * (y * y / 4.0 - square / 2.0) - linear),
      .y = y * (y * y - square) - linear,
      .yy = 3.0 * y * y - square,
      .xy = -s[1] * (3.0 * s[0] / 8.0 * y + 0.5 - 3.0 * s[0] * s[0] / 32.0)};
}

void tame_double_well_poly(tame_interval c[5], tame_interval x)
{
  const tame_interval s = tame_sigma_interval(x);
  c[0] = c[3] = tame_point(0.0);
  /* sigma/2 - sigma^3/32 increases, |sigma| < 1 */
  tame_interval end[2] = {tame_point(s.lo), tame_point(s.hi)};
  for (int i = 0; i < 2; i++)
    end[i] = tame_interval_sub(
        tame_interval_scale(0.5, end[i]),
        tame_interval_scale(1.0 / 32.0, tame_interval_pow(end[i], 3)));
  c[1] = tame_interval_neg((tame_interval){end[0].lo, end[1].hi});
  c[2] = tame_interval_scale(
      -0.5,
      tame_interval_add(tame_point(1.0),
                        tame_interval_scale(3.0 / 16.0, tame_interval_sqr(s))));
  c[4] = tame_point(0.25);
}

/* --- as a bilevel problem ------------------------------------------------- */

static double upper(const double *x, const double *y, void *ctx)
{
  const tame_double_well *w = ctx;
  const double dx = x[0] - w->x_hat, dy = y[0] - w->y_hat;
  return dx * dx / 2.0 + dy * dy / 2.0;
}

static void upper_gradient(double *fx, double *fy, const double *x,
                           const double *y, void *ctx)
{
  const tame_double_well *w = ctx;
  fx[0] = x[0] - w->x_hat;
  fy[0] = y[0] - w->y_hat;
}

static double lower(const double *x, const double *y, void *ctx)
{
  (void)ctx;
  return tame_double_well_at(x[0], y[0]).g;
}

static void lower_gradient(double *gy, const double *x, const double *y,
                           void *ctx)
{
  (void)ctx;
  gy[0] = tame_double_well_at(x[0], y[0]).y;
}

static void hessian_times(double *out, const double *v, const double *x,
                          const double *y, void *ctx)
{
  (void)ctx;
  out[0] = tame_double_well_at(x[0], y[0]).yy * v[0];
}

/* g_xy = g_yx is one number */
static void cross(double *out, double scale, const double *v, const double *x,
                  const double *y, void *ctx)
{
  (void)ctx;
  out[0] += scale * tame_double_well_at(x[0], y[0]).xy * v[0];
}

tame_bilevel tame_double_well_problem(tame_double_well *w)
{
  return (tame_bilevel){.n = 1,
                        .m = 1,
                        .upper = upper,
                        .upper_gradient = upper_gradient,
                        .lower = lower,
                        .lower_gradient = lower_gradient,
                        .hessian_times = hessian_times,
                        .cross_times = cross,
                        .cross_transposed = cross,
                        .ctx = w};
}
