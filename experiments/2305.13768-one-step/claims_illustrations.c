/* SPDX-License-Identifier: MIT */
/* Claims on the illustrations: quadratic.c, newton_local.c, bilevel_toy.c. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

#include "tame/base.h"

tame_status c17(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "quadratic", "error/excess");
}

tame_status c18(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "quadratic", "error/identity");
}

tame_status c19(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "newton_local", "local/one_step_slope",
                               1.0);
}

tame_status c20(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "newton_local", "local/implicit_slope",
                               2.0);
}

/* Two data sets of the same length n, both released by the caller. */
static tame_status read_two(double **a, const char *path_a, double **b,
                            const char *path_b, size_t *n,
                            const tame_results *r, const char *exp)
{
  tame_h5_shape shape_a, shape_b;
  *b = NULL;
  TAME_TRY(tame_results_read(a, &shape_a, r, exp, path_a));
  tame_status s = tame_results_read(b, &shape_b, r, exp, path_b);
  if (s >= 0 && shape_a.count != shape_b.count) s = TAME_EFORMAT;
  *n = shape_a.count;
  if (s < 0) {
    free(*a);
    free(*b);
  }
  return s;
}

tame_status c21a(double *v, const tame_results *r)
{
  double *gradient, *bound;
  size_t n;
  TAME_TRY(read_two(&gradient, "bias/gradient", &bound, "bias/bound", &n, r,
                    "bilevel_toy"));
  for (size_t i = 0; i < n; i++) gradient[i] /= bound[i];
  *v = tame_claim_largest(gradient, n);
  free(gradient);
  free(bound);
  return TAME_OK;
}

tame_status c21b(double *v, const tame_results *r)
{
  double *median;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&median, &shape, r, "bilevel_toy",
                             "bias/gradient_median"));
  for (size_t i = 0; i + 1 < shape.count; i++)
    median[i] = median[i + 1] / median[i];
  *v = tame_claim_smallest(median, shape.count - 1);
  free(median);
  return TAME_OK;
}

/* The entry of x at the axis value nearest to WANTED. */
static double at(const double *axis, const double *x, size_t n, double wanted)
{
  size_t best = 0;
  for (size_t i = 1; i < n; i++)
    if (fabs(axis[i] - wanted) < fabs(axis[best] - wanted)) best = i;
  return x[best];
}

tame_status c21c(double *v, const tame_results *r)
{
  double *kappa, *median;
  size_t n;
  TAME_TRY(read_two(&kappa, "bias/kappa", &median, "bias/gradient_median", &n,
                    r, "bilevel_toy"));
  *v = at(kappa, median, n, 1.1) / at(kappa, median, n, 10.0);
  free(kappa);
  free(median);
  return TAME_OK;
}
