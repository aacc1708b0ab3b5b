/* SPDX-License-Identifier: MIT */
/* Claims on lasso.c, phase.c, averages.c, interpolants.c and sources.c. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

#include "tame/stats.h"

/* --- lasso: tail [instance eps mode] ----------------------------------------------- */

enum { OUTWARD, CONSTANT, RANDOM, N_MODES };

tame_status c15(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "lasso", "tail/slope", 1.0);
}

tame_status c16(double *v, const tame_results *r)
{
  double *tail, *bound;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&tail, &shape, "tail/tail", &bound, "tail/bound", 0, r,
                     "lasso"));
  *v = -(double)INFINITY;
  for (size_t i = 0; i < shape.count; i++)
    *v = tame_worse(*v, tail[i] - (1.02 * bound[i / N_MODES] + 2e-3));
  free(tail);
  free(bound);
  return TAME_OK;
}

/* Quotient of mode A by mode B, or by `exact` when B is N_MODES, over eps at least
 * LEAST: the largest distance to 1 (around) or the largest. */
static tame_status quotients(double *v, size_t a, size_t b, double least,
                             bool around, const tame_results *r)
{
  double *tail, *eps, *exact;
  tame_h5_shape shape, other;
  TAME_TRY(
      read_pair(&tail, &shape, "tail/tail", &eps, "tail/eps", 0, r, "lasso"));
  const tame_status s =
      tame_results_read(&exact, &other, r, "lasso", "tail/exact");
  *v = 0.0;
  for (size_t i = 0; s >= 0 && i < other.count; i++) {
    const double *t = tail + i * N_MODES;
    const double q = t[a] / (b == N_MODES ? exact[i] : t[b]);
    if (eps[i % shape.dims[1]] >= least)
      *v = tame_worse(*v, around ? fabs(q - 1.0) : q);
  }
  free(tail);
  free(eps);
  if (s >= 0) free(exact);
  return s;
}

tame_status c17(double *v, const tame_results *r)
{
  return quotients(v, CONSTANT, N_MODES, 0.0199, true, r);
}

tame_status c18(double *v, const tame_results *r)
{
  return quotients(v, RANDOM, OUTWARD, 0.0399, false, r);
}

/* --- phase ------------------------------------------------------------------------- */

tame_status c19(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "phase", "smooth/slope", 1.0);
}

tame_status c20(double *v, const tame_results *r)
{
  double *tail, *eps;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&tail, &shape, "robust/tail", &eps, "robust/eps", 0, r,
                     "phase"));
  const size_t n = shape.dims[1];
  *v = 0.0;
  for (size_t i = 0; i < shape.dims[0]; i++)
    *v = tame_worse(*v, largest_where(tail + i * n, eps, n, 0.0, 0.401));
  free(tail);
  free(eps);
  return TAME_OK;
}

/* --- averages ------------------------------------------------------------------------- */

tame_status c21(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "averages", "average/quotient");
}

tame_status c22(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "averages", "average/slope");
}

/* p = 2, 4 and eps = 0.2, 0.5 of over_floor [3 x 4] */
tame_status c23(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "averages", "average/over_floor"));
  const double q[4] = {x[6], x[7], x[10], x[11]};
  *v = tame_claim_farthest(q, 4, 1.0);
  free(x);
  return TAME_OK;
}

/* --- interpolants ---------------------------------------------------------------------- */

tame_status c24(double *v, const tame_results *r)
{
  double *slope;
  tame_h5_shape shape;
  TAME_TRY(
      tame_results_read(&slope, &shape, r, "interpolants", "distance/slope"));
  *v = tame_claim_farthest(slope, 3, 1.0);
  free(slope);
  return TAME_OK;
}

tame_status c35(double *v, const tame_results *r)
{
  double *slope;
  tame_h5_shape shape;
  TAME_TRY(
      tame_results_read(&slope, &shape, r, "interpolants", "distance/slope"));
  *v = slope[3];
  free(slope);
  return TAME_OK;
}

/* --- sources ----------------------------------------------------------------------------- */

tame_status c25(double *v, const tame_results *r)
{
  double *ratio, *lower;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&ratio, &shape, "grid/ratio", &lower, "grid/lower", 0, r,
                     "sources"));
  *v = -(double)INFINITY;
  for (size_t i = 0; i < shape.count; i++) {
    *v = tame_worse(*v, ratio[i] - 1.0);
    *v = tame_worse(*v, lower[i] - ratio[i]);
  }
  free(ratio);
  free(lower);
  return TAME_OK;
}

tame_status c26(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "sources", "difference/ratio", 1.0);
}

tame_status c27a(double *v, const tame_results *r)
{
  TAME_TRY(tame_results_scalar(v, r, "sources", "inner/rate"));
  *v /= log(0.9);
  return TAME_OK;
}

tame_status c27b(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "sources", "inner/slope");
}

tame_status c36(double *v, const tame_results *r)
{
  double *tail, *model;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&tail, &shape, "single/tail", &model, "single/model", 0, r,
                     "sources"));
  for (size_t i = 0; i < shape.count; i++) tail[i] /= model[i];
  *v = tame_claim_largest(tail, shape.count);
  free(tail);
  free(model);
  return TAME_OK;
}
