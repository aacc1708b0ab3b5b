/* SPDX-License-Identifier: MIT */
/* Claims on chain_rule.c and hyper.c. */
#include <math.h>
#include <stdlib.h>

#include "claims.h"
#include "tame/inclusion_examples.h"
#include "tame/stats.h"

static tame_status curves(double *v, const tame_results *r, const char *path,
                          const tame_curve_kind *which, size_t n)
{
  double x[TAME_N_CURVES];
  for (size_t i = 0; i < n; i++)
    TAME_TRY(claims_entry(&x[i], r, "chain_rule", path, which[i]));
  *v = tame_claim_largest(x, n);
  return TAME_OK;
}

tame_status c13a(double *v, const tame_results *r)
{
  static const tame_curve_kind WHICH[] = {TAME_CURVE_NET};
  return curves(v, r, "curves/gauss_error", WHICH, 1);
}

tame_status c13b(double *v, const tame_results *r)
{
  static const tame_curve_kind WHICH[] = {TAME_CURVE_TV, TAME_CURVE_SVM_C,
                                          TAME_CURVE_SVM_SIGMA,
                                          TAME_CURVE_DEBLUR, TAME_CURVE_ROBUST};
  return curves(v, r, "curves/gauss_error", WHICH, 5);
}

tame_status c14(double *v, const tame_results *r)
{
  static const tame_curve_kind WHICH[] = {
      TAME_CURVE_NET_LOOP, TAME_CURVE_GROUP_LOOP, TAME_CURVE_DEBLUR_LOOP,
      TAME_CURVE_ROBUST_LOOP};
  return curves(v, r, "curves/gauss_error", WHICH, 4);
}

tame_status c15a(double *v, const tame_results *r)
{
  return claims_entry(v, r, "chain_rule", "curves/control",
                      TAME_CURVE_NET_LOOP);
}

/* The control must fail the criterion of C14: its circulation over 1e-6. */
tame_status c15b(double *v, const tame_results *r)
{
  TAME_TRY(c15a(v, r));
  *v /= 1e-6;
  return TAME_OK;
}

/* The largest norm along one curve of the elastic net, which has one at every
 * `every`-th point; NaN when there are fewer than there should be. */
static tame_status largest_norm(double *v, const tame_results *r,
                                const char *path)
{
  double *x, every;
  tame_h5_shape shape;
  size_t count = 0;
  TAME_TRY(tame_results_scalar(&every, r, "chain_rule", "curves/norm_every"));
  TAME_TRY(tame_results_read(&x, &shape, r, "chain_rule", path));
  *v = tame_max(x, shape.count);
  for (size_t i = 0; i < shape.count; i++) count += isnan(x[i]) ? 0 : 1;
  if (count != (shape.count + (size_t)every - 1) / (size_t)every)
    *v = (double)NAN;
  free(x);
  return TAME_OK;
}

tame_status c19(double *v, const tame_results *r)
{
  double loop;
  TAME_TRY(largest_norm(v, r, "curve_net/data_norm"));
  TAME_TRY(largest_norm(&loop, r, "curve_net_loop/data_norm"));
  *v = tame_worse(*v, loop);
  return TAME_OK;
}

/* Whether the problems have the sizes that the numbers of kinks are known for.
 */
static tame_status usual_sizes(const tame_results *r)
{
  double unknowns;
  TAME_TRY(claims_entry(&unknowns, r, "chain_rule", "curves/unknowns",
                        TAME_CURVE_NET));
  return unknowns == 60.0 ? TAME_OK : TAME_EMISSING;
}

/* Kinks too many or too few against an independent program, section 6 of the
 * specification, over all curves. */
tame_status c21a(double *v, const tame_results *r)
{
  static const double KNOWN[TAME_N_CURVES] = {26, 32, 62, 31, 10,
                                              18, 32, 4,  4,  16};
  TAME_TRY(usual_sizes(r));
  *v = 0.0;
  for (size_t i = 0; i < TAME_N_CURVES; i++) {
    double count;
    TAME_TRY(claims_entry(&count, r, "chain_rule", "curves/kinks", i));
    *v += fabs(count - KNOWN[i]);
  }
  return TAME_OK;
}

tame_status c21b(double *v, const tame_results *r)
{
  TAME_TRY(usual_sizes(r));
  *v = 0.0;
  for (size_t i = 0; i < TAME_N_CURVES; i++) {
    double once, again;
    TAME_TRY(claims_entry(&once, r, "chain_rule", "curves/kinks", i));
    TAME_TRY(claims_entry(&again, r, "chain_rule", "curves/kinks_again", i));
    *v += fabs(once - again);
  }
  return TAME_OK;
}

tame_status c22a(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "hyper_stackloss", "study/difference_error");
}

tame_status c22b(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "hyper_building", "study/difference_error");
}

/* Share of the grid that is better than descent with implicit gradients. */
static tame_status share_better(double *v, const tame_results *r,
                                const char *exp)
{
  double *loss, found;
  tame_h5_shape shape;
  TAME_TRY(claims_entry(&found, r, exp, "summary/loss", 0));
  TAME_TRY(tame_results_read(&loss, &shape, r, exp, "grid/loss"));
  *v = 0.0;
  for (size_t i = 0; i < shape.count; i++)
    *v += (loss[i] < found) / (double)shape.count;
  free(loss);
  return TAME_OK;
}

tame_status c22c(double *v, const tame_results *r)
{
  return share_better(v, r, "hyper_stackloss");
}

tame_status c22d(double *v, const tame_results *r)
{
  return share_better(v, r, "hyper_building");
}
