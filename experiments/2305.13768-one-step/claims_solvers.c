/* SPDX-License-Identifier: MIT */
/* Claims on Newton's method (newton.c) and the interior point method (qp.c). */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

#include "tame/estimators.h"

/* The largest number in the first N of a few data sets. */
enum { MANY = 3 };
static tame_status largest_of(double *value, const tame_results *r,
                              const char *exp, const char *const path[MANY],
                              size_t n)
{
  double x[MANY];
  for (size_t i = 0; i < n; i++)
    TAME_TRY(tame_results_largest(&x[i], r, exp, path[i]));
  *value = tame_claim_largest(x, n);
  return TAME_OK;
}

tame_status c1(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "qp", "error/one_step_relative", 1e-5);
}

tame_status c2(double *v, const tame_results *r)
{
  static const char *const paths[MANY] = {"error/unrolled",
                                          "error/unrolled_stored"};
  return largest_of(v, r, "qp", paths, 2);
}

tame_status c3(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "qp", "trace/one_step_scaled_error");
}

tame_status c4a(double *v, const tame_results *r)
{
  static const char *const paths[MANY] = {"error/one_step", "error/unrolled",
                                          "error/unrolled_stored"};
  return largest_of(v, r, "newton", paths, 3);
}

tame_status c4b(double *v, const tame_results *r)
{
  static const char *const paths[MANY] = {"error/one_step_relative",
                                          "error/unrolled_relative",
                                          "error/unrolled_stored_relative"};
  return largest_of(v, r, "newton", paths, 3);
}

tame_status c5a(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "newton", "trace/halvings", 50.0);
}

tame_status c5b(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "newton", "trace/one_minus_step", 0.0);
}

tame_status c6a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "newton", "trace/steps");
}

tame_status c6b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "newton", "trace/last_gradient_norm");
}

/* Abscissae of the authors' result tables. */
static const double NEWTON_PARAMETERS[] = {5100, 22684, 100800, 448404,
                                           2002000};
static const double QP_PARAMETERS[] = {17675, 55669, 175301, 553992, 1751750};

static tame_status mismatches(double *v, const tame_results *r, const char *exp,
                              const double table[5])
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, "timing/parameters"));
  *v = shape.count > 5 ? 1.0 : 0.0;
  for (size_t i = 0; i < shape.count && i < 5; i++) *v += x[i] != table[i];
  free(x);
  return TAME_OK;
}

tame_status c7a(double *v, const tame_results *r)
{
  return mismatches(v, r, "qp", QP_PARAMETERS);
}

tame_status c7b(double *v, const tame_results *r)
{
  return mismatches(v, r, "newton", NEWTON_PARAMETERS);
}

/* ratio [TAME_N_ESTIMATORS] <- processor time over that of the solve alone, at
 * the largest size. */
static tame_status ratios(double *ratio, const tame_results *r, const char *exp)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, "timing/cpu_ratio"));
  const size_t sizes = shape.count / TAME_N_ESTIMATORS;
  for (size_t e = 0; e < TAME_N_ESTIMATORS && sizes > 0; e++)
    ratio[e] = x[e * sizes + sizes - 1];
  free(x);
  return sizes > 0 ? TAME_OK : TAME_EFORMAT;
}

static tame_status cheap_ratio(double *v, const tame_results *r,
                               const char *exp)
{
  double ratio[TAME_N_ESTIMATORS];
  TAME_TRY(ratios(ratio, r, exp));
  const double cheap[2] = {ratio[TAME_ONE_STEP], ratio[TAME_IMPLICIT]};
  *v = tame_claim_farthest(cheap, 2, 1.0);
  return TAME_OK;
}

tame_status c8a(double *v, const tame_results *r)
{
  return cheap_ratio(v, r, "qp");
}

tame_status c8b(double *v, const tame_results *r)
{
  return cheap_ratio(v, r, "newton");
}

static tame_status unrolled_ratio(double *v, const tame_results *r,
                                  const char *exp)
{
  double ratio[TAME_N_ESTIMATORS];
  TAME_TRY(ratios(ratio, r, exp));
  *v = ratio[TAME_UNROLLED];
  return TAME_OK;
}

tame_status c9a(double *v, const tame_results *r)
{
  return unrolled_ratio(v, r, "qp");
}

tame_status c9b(double *v, const tame_results *r)
{
  return unrolled_ratio(v, r, "newton");
}

/* By how much unrolled exceeds the dearer of the two others, for both solvers.
 */
tame_status c9c(double *v, const tame_results *r)
{
  static const char *const exps[2] = {"qp", "newton"};
  double excess[4];
  for (size_t i = 0; i < 2; i++) {
    double q[TAME_N_ESTIMATORS];
    TAME_TRY(ratios(q, r, exps[i]));
    excess[2 * i] = q[TAME_UNROLLED] - q[TAME_ONE_STEP];
    excess[2 * i + 1] = q[TAME_UNROLLED] - q[TAME_IMPLICIT];
  }
  *v = tame_claim_smallest(excess, 4);
  return TAME_OK;
}

tame_status c22a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "newton", "check/error_relative");
}

tame_status c22b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "qp", "check/error_relative");
}
