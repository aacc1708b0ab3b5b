/* SPDX-License-Identifier: MIT */
/* A lower level that is not Morse:  g(x, y) = y^4/4 - y^2/2 - x y, with upper
 * level f = y^2/2.  Critical points are x = y^3 - y; two of them meet at the
 * folds x = -+2/(3 sqrt 3), y = +-1/sqrt 3. */
#ifndef FOLD_PROBLEM_H
#define FOLD_PROBLEM_H

#include <math.h>

#include "tame/bilevel.h"

static inline double fold_x(void) { return 2.0 / (3.0 * sqrt(3.0)); }

static inline double fold_upper(const double *x, const double *y, void *ctx)
{
  (void)x;
  (void)ctx;
  return y[0] * y[0] / 2.0;
}
static inline void fold_upper_gradient(double *fx, double *fy, const double *x,
                                       const double *y, void *ctx)
{
  (void)x;
  (void)ctx;
  fx[0] = 0.0;
  fy[0] = y[0];
}
static inline double fold_lower(const double *x, const double *y, void *ctx)
{
  (void)ctx;
  return y[0] * (y[0] * (y[0] * y[0] / 4.0 - 0.5) - x[0]);
}
static inline void fold_gradient(double *gy, const double *x, const double *y,
                                 void *ctx)
{
  (void)ctx;
  gy[0] = y[0] * (y[0] * y[0] - 1.0) - x[0];
}
static inline void fold_hessian(double *out, const double *v, const double *x,
                                const double *y, void *ctx)
{
  (void)x;
  (void)ctx;
  out[0] = (3.0 * y[0] * y[0] - 1.0) * v[0];
}
static inline void fold_cross(double *out, double scale, const double *w,
                              const double *x, const double *y, void *ctx)
{
  (void)x;
  (void)y;
  (void)ctx;
  out[0] -= scale * w[0];
}

static inline tame_bilevel fold_problem(void)
{
  return (tame_bilevel){.n = 1,
                        .m = 1,
                        .upper = fold_upper,
                        .upper_gradient = fold_upper_gradient,
                        .lower = fold_lower,
                        .lower_gradient = fold_gradient,
                        .hessian_times = fold_hessian,
                        .cross_times = fold_cross,
                        .cross_transposed = fold_cross};
}

#endif
