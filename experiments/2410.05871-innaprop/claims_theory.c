/* SPDX-License-Identifier: MIT */
/* Claims on the illustrations I1 to I6 and on the cost of a step. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

/* *v <- number INDEX of a data set, row-major */
static tame_status pick(double *v, const tame_results *r, const char *exp,
                        const char *path, size_t index)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, path));
  *v = index < shape.count ? x[index] : (double)NAN;
  free(x);
  return TAME_OK;
}

/* The largest of forms/worst [pair x form] over the forms first, ..., last. */
static tame_status worst_form(double *v, const tame_results *r, size_t first,
                              size_t last)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "forms", "forms/worst"));
  *v = shape.count > 0 && shape.count % 3 == 0 ? 0.0 : (double)NAN;
  for (size_t i = 0; i < shape.count; i++) {
    if (i % 3 < first || i % 3 > last) continue;
    if (isnan(x[i])) *v = (double)NAN;
    if (x[i] > *v) *v = x[i];
  }
  free(x);
  return TAME_OK;
}

tame_status c1a(double *v, const tame_results *r)
{
  return worst_form(v, r, 0, 1);
}

tame_status c1b(double *v, const tame_results *r)
{
  return worst_form(v, r, 2, 2);
}

tame_status c2a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "forms", "rmsprop/worst");
}

tame_status c2b(double *v, const tame_results *r)
{
  return pick(v, r, "forms", "rmsprop/worst", 0);
}

tame_status c3(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "forms", "balls/worst");
}

tame_status c4(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "oscillator", "order/slope", 1.0);
}

tame_status c5(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "oscillator", "order/residual");
}

tame_status c6a(double *v, const tame_results *r)
{
  return pick(v, r, "oscillator", "order/sign_changes", 0);
}

tame_status c6b(double *v, const tame_results *r)
{
  return pick(v, r, "oscillator", "order/sign_changes", 2);
}

tame_status c7(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "oscillator", "order/rise");
}

tame_status c8a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "filter", "response/curve_error");
}

tame_status c8b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "filter", "response/limit_error");
}

tame_status c8c(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "filter", "response/amplitude_error");
}

tame_status c9a(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "decay", "decay/residual"));
  *v = tame_claim_largest(x, shape.count - 1); /* AdamW, the last, has none */
  free(x);
  return TAME_OK;
}

tame_status c9b(double *v, const tame_results *r)
{
  return pick(v, r, "decay", "decay/rate", 1);
}

tame_status c9c(double *v, const tame_results *r)
{
  return pick(v, r, "decay", "decay/rate", 2);
}

/* theta of METHOD at time 20 */
static tame_status at_twenty(double *v, const tame_results *r, size_t method)
{
  double *time, *theta;
  tame_h5_shape n, shape;
  TAME_TRY(tame_results_read(&time, &n, r, "decay", "decay/time"));
  const tame_status s =
      tame_results_read(&theta, &shape, r, "decay", "decay/theta");
  *v = (double)NAN;
  for (size_t k = 0; k < n.count && s >= 0; k++)
    if (fabs(time[k] - 20.0) < 1e-9) *v = theta[method * n.count + k];
  free(time);
  if (s >= 0) free(theta);
  return s;
}

tame_status c9d(double *v, const tame_results *r) { return at_twenty(v, r, 0); }

tame_status c9e(double *v, const tame_results *r) { return at_twenty(v, r, 3); }

tame_status c10(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "step_cost", "repetitions/ratio");
}
