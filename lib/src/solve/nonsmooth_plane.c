/* SPDX-License-Identifier: MIT */
/* Functions of one and of two variables (tame/nonsmooth.h). */
#include "tame/nonsmooth.h"

#include <math.h>

/* --- flat -------------------------------------------------------------------- */

static double flat_value(const double *x, void *ctx)
{
  (void)ctx;
  return x[0] == 0.0 ? 0.0 : exp(-1.0 / (x[0] * x[0]));
}

static void flat_subgradient(double *v, const double *x, void *ctx)
{
  (void)ctx;
  const double t = x[0];
  /* 0 below 0.03, where the exponential underflows and t^-3 may overflow */
  v[0] = fabs(t) < 0.03 ? 0.0 : 2.0 / (t * t * t) * exp(-1.0 / (t * t));
}

static double size_1d(const double *x, void *ctx)
{
  (void)ctx;
  return fabs(x[0]);
}

static double flat_residual(const double *x, void *ctx)
{
  double v;
  flat_subgradient(&v, x, ctx);
  return fabs(v);
}

tame_nonsmooth tame_flat_nonsmooth(void)
{
  return (tame_nonsmooth){.n = 1,
                          .value = flat_value,
                          .subgradient = flat_subgradient,
                          .distance = size_1d,
                          .residual = flat_residual};
}

tame_status tame_flat_inverse(double *x, double eps)
{
  double lo = 1e-3, hi = 0.8, v;
  flat_subgradient(&v, &hi, NULL);
  if (!(eps > 0.0 && eps <= v)) return TAME_EINVAL;
  for (int i = 0; i < 200; i++) {
    const double middle = 0.5 * (lo + hi);
    flat_subgradient(&v, &middle, NULL);
    if (v < eps)
      lo = middle;
    else
      hi = middle;
  }
  *x = 0.5 * (lo + hi);
  return TAME_OK;
}

/* --- double well ---------------------------------------------------------------- */

static double well_value(const double *x, void *ctx)
{
  (void)ctx;
  const double t = x[0] * x[0] - 1.0;
  return t * t;
}

static void well_subgradient(double *v, const double *x, void *ctx)
{
  (void)ctx;
  v[0] = 4.0 * x[0] * (x[0] * x[0] - 1.0);
}

static double well_distance(const double *x, void *ctx)
{
  (void)ctx;
  return fmin(fabs(x[0]), fmin(fabs(x[0] - 1.0), fabs(x[0] + 1.0)));
}

static double well_residual(const double *x, void *ctx)
{
  double v;
  well_subgradient(&v, x, ctx);
  return fabs(v);
}

tame_nonsmooth tame_double_well_nonsmooth(void)
{
  return (tame_nonsmooth){.n = 1,
                          .value = well_value,
                          .subgradient = well_subgradient,
                          .distance = well_distance,
                          .residual = well_residual};
}

/* --- valley --------------------------------------------------------------------- */

static double valley_level(const double *x)
{
  return x[1] - 2.0 * fabs(x[0]) + 1.0;
}

static double valley_value(const double *x, void *ctx)
{
  (void)ctx;
  return 0.25 * fabs(x[0] - 1.0) + fabs(valley_level(x));
}

static void valley_subgradient(double *v, const double *x, void *ctx)
{
  (void)ctx;
  const double s = tame_sign(valley_level(x), 1.0);
  v[0] = 0.25 * tame_sign(x[0] - 1.0, 1.0) - 2.0 * s * tame_sign(x[0], 1.0);
  v[1] = s;
}

static double valley_distance(const double *x, void *ctx)
{
  (void)ctx;
  return fmin(hypot(x[0] - 1.0, x[1] - 1.0), hypot(x[0], x[1] + 1.0));
}

/* Off all kinks |v|; on a kink the least norm of the convex hull of the nearby
 * gradients: on the valley that of a segment with ends (t/4 -+ 2 sgn x1, +-1),
 * on x1 = 1 and x1 = 0 of a horizontal segment; 0 where two kinks meet. */
static double valley_residual(const double *x, void *ctx)
{
  double v[2];
  const double level = valley_level(x);
  if (level == 0.0)
    return x[0] == 1.0 || x[0] == 0.0 ? 0.0 : TAME_VALLEY_THRESHOLD;
  if (x[0] == 0.0) return 1.0; /* first components -1/4 -+ 2 */
  if (x[0] == 1.0) return hypot(2.0 - 0.25, 1.0);
  valley_subgradient(v, x, ctx);
  return hypot(v[0], v[1]);
}

tame_nonsmooth tame_valley_nonsmooth(void)
{
  return (tame_nonsmooth){.n = 2,
                          .value = valley_value,
                          .subgradient = valley_subgradient,
                          .distance = valley_distance,
                          .residual = valley_residual};
}

void tame_valley_flow(double *x, double t, double eps)
{
  const double speed = (TAME_VALLEY_THRESHOLD - eps) / sqrt(5.0);
  const double moved = fmin(speed * t, 0.5);
  x[0] = 0.5 + moved;
  x[1] = 2.0 * moved;
}

/* --- partly smooth ---------------------------------------------------------------- */

tame_status tame_partly_smooth_init(tame_partly_smooth *f, double q)
{
  if (!(q > 1.0) || !isfinite(q)) return TAME_EINVAL;
  f->q = q;
  return TAME_OK;
}

static double partly_value(const double *x, void *ctx)
{
  const tame_partly_smooth *f = ctx;
  return fabs(x[0]) + pow(fabs(x[1]), f->q) / f->q;
}

static void partly_subgradient(double *v, const double *x, void *ctx)
{
  const tame_partly_smooth *f = ctx;
  v[0] = tame_sign(x[0], 1.0);
  v[1] = tame_sign(x[1], 1.0) * pow(fabs(x[1]), f->q - 1.0);
}

static double partly_distance(const double *x, void *ctx)
{
  (void)ctx;
  return hypot(x[0], x[1]);
}

static double partly_residual(const double *x, void *ctx)
{
  const tame_partly_smooth *f = ctx;
  return hypot(x[0] == 0.0 ? 0.0 : 1.0, pow(fabs(x[1]), f->q - 1.0));
}

tame_nonsmooth tame_partly_smooth_nonsmooth(tame_partly_smooth *f)
{
  return (tame_nonsmooth){.n = 2,
                          .value = partly_value,
                          .subgradient = partly_subgradient,
                          .distance = partly_distance,
                          .residual = partly_residual,
                          .ctx = f};
}
