/* SPDX-License-Identifier: MIT */
/* Total variation denoising of the 40 samples, with its exact path. */
#ifndef TV_H
#define TV_H

#include "tame/h5.h"
#include "tame/inclusion_examples.h"
#include "tame/tv_path.h"

enum { N = 40, M = N - 1, P = N + 1 }; /* samples; length of u and of theta */

typedef struct {
  tame_example e;
  tame_tv_path *path;
  double lambda_1; /* the largest breakpoint */
  double x[M], jac[M * P], direction[P];
} denoising;

/* dx [M] <- X_lambda by the implicit formula */
tame_status tv_derivative(double *dx, double lambda, denoising *d);

/* Groups integral and midpoint, differences, kink. */
tame_status tv_write_integral(tame_h5 *out, denoising *d);
tame_status tv_write_midpoint(tame_h5 *out, denoising *d);
tame_status tv_write_differences(tame_h5 *out, denoising *d);
tame_status tv_write_kink(tame_h5 *out, denoising *d);

#endif
