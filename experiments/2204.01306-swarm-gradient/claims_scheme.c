/* SPDX-License-Identifier: MIT */
/* Claims on entropies, stationary, structure, relaxation, inequality, comparison. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

tame_status entry(double *v, const tame_results *r, const char *exp,
                  const char *path, size_t index)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, path));
  const tame_status s = index < shape.count ? TAME_OK : TAME_EFORMAT;
  if (s == TAME_OK) *v = x[index];
  free(x);
  return s;
}

/* *v <- the largest |x[at[i]] - wanted[i]| */
static tame_status worst_at(double *v, const tame_results *r, const char *path,
                            const size_t *at, const double *wanted, size_t n)
{
  double gap[8];
  for (size_t i = 0; i < n; i++) {
    double x;
    TAME_TRY(entry(&x, r, "stationary", path, at[i]));
    gap[i] = fabs(x - wanted[i]);
  }
  *v = tame_claim_largest(gap, n);
  return TAME_OK;
}

/* the order of the axis: m = 1/5, 1/3, 1/2, 3/4, 1, hybrids 1/4 and 1/2 */
tame_status c1(double *v, const tame_results *r)
{
  return worst_at(v, r, "stationary/wrong_slope", (size_t[]){0, 1, 2, 3},
                  (double[]){-1.25, -1.5, -2.0, -4.0}, 4);
}

tame_status c2(double *v, const tame_results *r)
{
  return worst_at(v, r, "stationary/excess_slope", (size_t[]){0, 2, 3, 4},
                  (double[]){-1.25, -4.0 / 3, -8.0 / 7, -1.0}, 4);
}

tame_status c3a(double *v, const tame_results *r)
{
  return worst_at(v, r, "stationary/excess_slope", (size_t[]){5, 6},
                  (double[]){-2.0 / 3, -2.0 / 3}, 2);
}

tame_status c3b(double *v, const tame_results *r)
{
  return worst_at(v, r, "stationary/largest_slope", (size_t[]){5, 6},
                  (double[]){1.0 / 3, 1.0 / 3}, 2);
}

tame_status c4(double *v, const tame_results *r)
{
  return worst_at(v, r, "stationary/scheme_error", (size_t[]){0, 1, 2, 3, 5, 6},
                  (double[6]){0}, 6);
}

tame_status c29(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "stationary", "stationary/cells_order", 2);
}

tame_status c5a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "structure", "structure/rise");
}

tame_status c5b(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "structure", "structure/smallest"));
  *v = tame_claim_smallest(x, shape.count);
  free(x);
  return TAME_OK;
}

tame_status c6a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "structure", "structure/defect");
}

tame_status c6b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "structure", "structure/drift");
}

tame_status c7a(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "structure", "structure/order_mean", 2);
}

tame_status c7b(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "structure", "structure/order_time", 1);
}

tame_status c8(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "structure", "structure/decay_ratio", 1);
}

/* lambda is (entropy, beta), six betas 2 to 64 */
tame_status c9(double *v, const tame_results *r)
{
  double slope[2], a, b;
  for (size_t e = 0; e < 2; e++) {
    TAME_TRY(entry(&a, r, "relaxation", "relaxation/lambda", 6 * e + 4));
    TAME_TRY(entry(&b, r, "relaxation", "relaxation/lambda", 6 * e + 5));
    slope[e] = log2(b / a);
  }
  *v = tame_claim_farthest(slope, 2, 1.0);
  return TAME_OK;
}

tame_status c10(double *v, const tame_results *r)
{
  double ratio[2], lambda, theory;
  for (size_t i = 0; i < 2; i++) {
    TAME_TRY(entry(&lambda, r, "relaxation", "relaxation/lambda", 12 + 2 + i));
    TAME_TRY(
        entry(&theory, r, "relaxation", "relaxation/eyring_kramers", 2 + i));
    ratio[i] = lambda / theory;
  }
  *v = tame_claim_farthest(ratio, 2, 1.0);
  return TAME_OK;
}

tame_status c16(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(
      tame_results_read(&x, &shape, r, "inequality", "inequality/least_ratio"));
  *v = tame_claim_smallest(x, shape.count);
  free(x);
  return TAME_OK;
}

tame_status c17(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "comparison", "comparison/over");
}

tame_status c33(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "entropies", "entropy/round_trip");
}
