/* SPDX-License-Identifier: MIT */
/* Claims on the single-step multi-step scheme, its bias, path following, and many
 * wells. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

/* Order of the runs in rates.c; the last starts on branch a. */
enum { M1, FROM_A = 4, N_RUNS = 5 };

static tame_status rate_quotients(double *q, const tame_results *r)
{
  double measured[N_RUNS], predicted[N_RUNS];
  TAME_TRY(first(measured, N_RUNS, r, "rates", "rate/rate"));
  TAME_TRY(first(predicted, N_RUNS, r, "rates", "rate/predicted"));
  for (size_t i = 0; i < N_RUNS; i++) q[i] = measured[i] / predicted[i];
  return TAME_OK;
}

tame_status c7a(double *v, const tame_results *r)
{
  double q[N_RUNS];
  TAME_TRY(rate_quotients(q, r));
  *v = q[M1];
  return TAME_OK;
}

tame_status c7b(double *v, const tame_results *r)
{
  double q[N_RUNS];
  TAME_TRY(rate_quotients(q, r));
  *v = tame_claim_farthest(q + 1, FROM_A - 1, 1.0);
  return TAME_OK;
}

tame_status c8(double *v, const tame_results *r)
{
  double x[N_RUNS];
  TAME_TRY(first(x, N_RUNS, r, "rates", "rate/final_error"));
  *v = tame_claim_largest(x, FROM_A);
  return TAME_OK;
}

tame_status c9a(double *v, const tame_results *r)
{
  double x[2];
  TAME_TRY(element(&x[0], r, "rates", "rate/final_error", FROM_A));
  TAME_TRY(element(&x[1], r, "rates", "rate/y_error", FROM_A));
  *v = tame_claim_largest(x, 2);
  return TAME_OK;
}

tame_status c9b(double *v, const tame_results *r)
{
  return element(v, r, "rates", "rate/crossed", FROM_A);
}

/* Order of q in bias.c: 1 2 4 6 8 10 12 16 20 30. */
enum { Q8 = 4, Q20 = 8, Q30 = 9 };

tame_status c10a(double *v, const tame_results *r)
{
  return element(v, r, "bias", "bias/ratio", Q8);
}

tame_status c10b(double *v, const tame_results *r)
{
  double x[2];
  TAME_TRY(element(&x[0], r, "bias", "bias/ratio", Q20));
  TAME_TRY(element(&x[1], r, "bias", "bias/ratio", Q30));
  *v = tame_claim_farthest(x, 2, 1.0);
  return TAME_OK;
}

tame_status c10c(double *v, const tame_results *r)
{
  double slope, log_rho;
  TAME_TRY(tame_results_scalar(&slope, r, "bias", "bias/slope"));
  TAME_TRY(tame_results_scalar(&log_rho, r, "bias", "bias/log_rho"));
  *v = slope / log_rho;
  return TAME_OK;
}

tame_status c11(double *v, const tame_results *r)
{
  return farthest_quotient(v, r, "bias", "descent/mean_square", "descent/bound",
                           0.0);
}

/* Slopes less their orders, in the order of the methods of tracking.c. */
enum { N_METHODS = 4, PREDICTED_GRADIENT = 1 };

static tame_status orders(double *x, const tame_results *r)
{
  static const double ORDER[N_METHODS] = {1, 2, 2, 4};
  TAME_TRY(first(x, N_METHODS, r, "tracking", "tracking/slope"));
  for (size_t i = 0; i < N_METHODS; i++) x[i] -= ORDER[i];
  return TAME_OK;
}

tame_status c12a(double *v, const tame_results *r)
{
  double x[N_METHODS];
  TAME_TRY(orders(x, r));
  x[PREDICTED_GRADIENT] = 0.0; /* its own claim */
  *v = tame_claim_farthest(x, N_METHODS, 0.0);
  return TAME_OK;
}

tame_status c12b(double *v, const tame_results *r)
{
  double x[N_METHODS];
  TAME_TRY(orders(x, r));
  *v = x[PREDICTED_GRADIENT];
  return TAME_OK;
}

/* Cases of wells.c: p3 p5a p5b p8 ... */
enum { P5A = 1 };

/* The largest entry over the cases where the scheme was run. */
static tame_status largest_run(double *v, const tame_results *r,
                               const char *path)
{
  double *x;
  tame_h5_shape shape;
  size_t n = 0;
  TAME_TRY(tame_results_read(&x, &shape, r, "wells", path));
  for (size_t i = 0; i < shape.count; i++)
    if (!isnan(x[i])) x[n++] = x[i];
  *v = tame_claim_largest(x, n);
  free(x);
  return TAME_OK;
}

tame_status c19a(double *v, const tame_results *r)
{
  return largest_run(v, r, "choice/changes");
}

tame_status c19b(double *v, const tame_results *r)
{
  return largest_run(v, r, "choice/distance");
}

tame_status c20(double *v, const tame_results *r)
{
  return farthest_quotient(v, r, "wells", "choice/patterns", "choice/p", 2.0);
}

/* Of two certified bounds the one farther from what is expected. */
static tame_status bounds(double *v, const tame_results *r, const char *lower,
                          const char *upper, double expected)
{
  double x[2];
  TAME_TRY(element(&x[0], r, "wells", lower, P5A));
  TAME_TRY(element(&x[1], r, "wells", upper, P5A));
  *v = tame_claim_farthest(x, 2, expected);
  return TAME_OK;
}

tame_status c21a(double *v, const tame_results *r)
{
  return bounds(v, r, "choice/local_lower", "choice/local_upper",
                0.00111610927);
}

tame_status c21b(double *v, const tame_results *r)
{
  return bounds(v, r, "choice/global_lower", "choice/global_upper",
                0.12940980995);
}
