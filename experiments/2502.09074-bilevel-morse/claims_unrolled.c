/* SPDX-License-Identifier: MIT */
/* Claims on unrolled surrogates. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

/* Order of k in surrogate.c: 5 10 20 40 60 80. */
enum { K20 = 2, K40, K60, K80, N_K };

tame_status c13(double *v, const tame_results *r)
{
  double x[2];
  TAME_TRY(farthest_quotient(&x[0], r, "surrogate", "minimum/slope_reverse",
                             "minimum/slope_exact", 1.0));
  TAME_TRY(farthest_quotient(&x[1], r, "surrogate", "minimum/slope_forward",
                             "minimum/slope_exact", 1.0));
  *v = fabs(tame_claim_farthest(x, 2, 1.0) - 1.0);
  return TAME_OK;
}

tame_status c14a(double *v, const tame_results *r)
{
  double x[N_K];
  TAME_TRY(first(x, N_K, r, "surrogate", "minimum/upper"));
  *v = tame_claim_largest(x + K20, N_K - K20);
  return TAME_OK;
}

tame_status c14b(double *v, const tame_results *r)
{
  double x[3];
  TAME_TRY(element(&x[0], r, "surrogate", "minimum/argmin", K80));
  TAME_TRY(element(&x[1], r, "surrogate", "minimum/x_low", K80));
  TAME_TRY(element(&x[2], r, "surrogate", "minimum/x_high", K80));
  *v = tame_claim_farthest(x, 3, 0.0);
  return TAME_OK;
}

tame_status c14c(double *v, const tame_results *r)
{
  double x[2];
  TAME_TRY(element(&x[0], r, "surrogate", "minimum/value", K80));
  TAME_TRY(element(&x[1], r, "surrogate", "minimum/lower", K80));
  *v = tame_claim_farthest(x, 2, 0.5);
  return TAME_OK;
}

/* Minimum on the grid less the certified lower bound: not negative, and small. */
tame_status c14d(double *v, const tame_results *r)
{
  double grid[N_K], lower[N_K];
  TAME_TRY(first(grid, N_K, r, "surrogate", "minimum/value"));
  TAME_TRY(first(lower, N_K, r, "surrogate", "minimum/lower"));
  for (size_t i = 0; i < N_K; i++) grid[i] -= lower[i];
  const double low = tame_claim_smallest(grid, N_K);
  *v = low < 0.0 ? low : tame_claim_largest(grid, N_K);
  return TAME_OK;
}

/* Widths at k = 100 and 120: numbers 4 and 5. */
tame_status c15(double *v, const tame_results *r)
{
  double a, b;
  TAME_TRY(element(&a, r, "surrogate", "width/width", 4));
  TAME_TRY(element(&b, r, "surrogate", "width/width", 5));
  *v = pow(b / a, 1.0 / 20.0) * 1.1;
  return TAME_OK;
}

tame_status c16a(double *v, const tame_results *r)
{
  return element(v, r, "surrogate", "minimum/error", K40);
}

tame_status c16b(double *v, const tame_results *r)
{
  return element(v, r, "surrogate", "minimum/error", K60);
}

tame_status c16c(double *v, const tame_results *r)
{
  return element(v, r, "surrogate", "minimum/error", K80);
}

tame_status c17a(double *v, const tame_results *r)
{
  double slope, rate;
  TAME_TRY(tame_results_scalar(&slope, r, "escape", "escape/slope"));
  TAME_TRY(tame_results_scalar(&rate, r, "escape", "escape/rate"));
  *v = slope / rate;
  return TAME_OK;
}

tame_status c17b(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "escape", "escape/time"));
  for (size_t i = 0; i + 1 < shape.count; i++) x[i] = x[i + 1] - x[i];
  *v = tame_claim_smallest(x, shape.count - 1);
  free(x);
  return TAME_OK;
}

/* k = 2, ..., 10: the first five */
enum { FOLLOWED = 5 };

tame_status c18a(double *v, const tame_results *r)
{
  double x[FOLLOWED];
  TAME_TRY(first(x, FOLLOWED, r, "escape", "escape/f"));
  *v = tame_claim_largest(x, FOLLOWED);
  return TAME_OK;
}

tame_status c18b(double *v, const tame_results *r)
{
  const double s = 1.0 / sqrt(2.0);
  double x[FOLLOWED];
  TAME_TRY(first(x, FOLLOWED, r, "escape", "escape/residual"));
  *v = tame_claim_farthest(x, FOLLOWED, s / 2.0 - s * s * s / 32.0);
  return TAME_OK;
}

tame_status c23(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "meta", "gradient/slope");
}

/* Methods of meta.c: single_step mirror k1 k5 k20 k50. */
enum { SINGLE, MIRROR, K1, N_METHODS = 6 };

tame_status c24a(double *v, const tame_results *r)
{
  double x[2];
  TAME_TRY(element(&x[0], r, "meta", "limit/x1", SINGLE));
  TAME_TRY(element(&x[1], r, "meta", "limit/x2", SINGLE));
  x[0] -= 0.99223648;
  x[1] -= 0.95568522;
  *v = fabs(tame_claim_farthest(x, 2, 0.0));
  return TAME_OK;
}

tame_status c24b(double *v, const tame_results *r)
{
  double a[2], b[2];
  TAME_TRY(first(a, 2, r, "meta", "limit/x1"));
  TAME_TRY(first(b, 2, r, "meta", "limit/x2"));
  a[SINGLE] += a[MIRROR];
  a[MIRROR] = b[SINGLE] + b[MIRROR];
  *v = fabs(tame_claim_farthest(a, 2, 0.0));
  return TAME_OK;
}

/* Bilevel values at the ends of k1, k5, k20, k50 and then of the single-step
 * scheme: the smallest decrease. */
tame_status c24c(double *v, const tame_results *r)
{
  double x[N_METHODS], drop[4];
  TAME_TRY(first(x, N_METHODS, r, "meta", "limit/value"));
  for (size_t i = 0; i < 3; i++) drop[i] = x[K1 + i] - x[K1 + i + 1];
  drop[3] = x[N_METHODS - 1] - x[SINGLE];
  *v = tame_claim_smallest(drop, 4);
  return TAME_OK;
}

tame_status c24d(double *v, const tame_results *r)
{
  double x[N_METHODS];
  TAME_TRY(first(x, N_METHODS, r, "meta", "limit/n_global"));
  *v = tame_claim_smallest(x, N_METHODS);
  return TAME_OK;
}

tame_status c25a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "gradient_cost", "cost/reverse_ratio");
}

/* d = 8 16 32 64 128 256 */
tame_status c25b(double *v, const tame_results *r)
{
  double small, large;
  TAME_TRY(element(&small, r, "gradient_cost", "cost/forward_ratio", 2));
  TAME_TRY(element(&large, r, "gradient_cost", "cost/forward_ratio", 5));
  *v = large / small;
  return TAME_OK;
}
