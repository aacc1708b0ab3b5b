/* SPDX-License-Identifier: MIT */
/* Claims on network.c, descent.c and exponent.c. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

#include "tame/stats.h"

/* --- networks ------------------------------------------------------------------------ */

/* Largest of the quotients PATH of experiment EXP over eps >= least. */
static tame_status quotients(double *v, const tame_results *r, const char *exp,
                             const char *path, double least)
{
  double *q, *eps;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&q, &shape, path, &eps, "modes/eps", 0, r, exp));
  *v = largest_where(q, eps, shape.count, least, (double)INFINITY);
  free(q);
  free(eps);
  return TAME_OK;
}

tame_status c28(double *v, const tame_results *r)
{
  return quotients(v, r, "network", "modes/constant_quotient", 0.0159);
}

tame_status c29a(double *v, const tame_results *r)
{
  return quotients(v, r, "network", "modes/shrink_quotient", 0.0079);
}

/* median over eps = 0.064, 0.032, 0.016, 0.008 */
tame_status c29b(double *v, const tame_results *r)
{
  double *q;
  tame_h5_shape shape;
  TAME_TRY(
      tame_results_read(&q, &shape, r, "network", "modes/shrink_quotient"));
  *v = tame_quantile(q, 4, 0.5);
  free(q);
  return TAME_OK;
}

tame_status c37a(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "network", "facts/peer_error");
}

tame_status c37b(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "network_building", "facts/peer_error");
}

tame_status c38(double *v, const tame_results *r)
{
  return quotients(v, r, "network_building", "modes/constant_quotient", 0.0159);
}

/* |V| over the error met, forward differences (entries 2, 3, 4) */
static tame_status practice(double *v, const tame_results *r, const char *exp)
{
  double *window, *met;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&window, &shape, "practice/practice_window", &met,
                     "practice/met", 0, r, exp));
  *v = 0.0;
  for (size_t i = 2; i < shape.count; i++)
    *v = tame_worse(*v, window[i] / met[i]);
  free(window);
  free(met);
  return TAME_OK;
}

tame_status c39a(double *v, const tame_results *r)
{
  return practice(v, r, "network");
}

tame_status c39b(double *v, const tame_results *r)
{
  return practice(v, r, "network_building");
}

/* --- descent -------------------------------------------------------------------------- */

tame_status c30(double *v, const tame_results *r)
{
  double *slope;
  tame_h5_shape shape;
  TAME_TRY(
      tame_results_read(&slope, &shape, r, "descent", "window/defect_slope"));
  *v = tame_claim_smallest(slope, shape.count);
  free(slope);
  return TAME_OK;
}

/* excess_mean [function step]: smallest step over largest */
tame_status c31(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "descent", "window/excess_mean"));
  const size_t n = shape.dims[1];
  *v = 0.0;
  for (size_t f = 0; f < shape.dims[0]; f++)
    *v = tame_worse(*v, x[f * n + n - 1] / x[f * n]);
  free(x);
  return TAME_OK;
}

/* --- exponents ------------------------------------------------------------------------- */

static tame_status exponents(double *v, const tame_results *r, const char *path)
{
  double *slope, *exact;
  tame_h5_shape shape;
  TAME_TRY(read_pair(&slope, &shape, path, &exact, "rho/exponent", 0, r,
                     "exponent"));
  *v = tame_distance_max(slope, exact, shape.count);
  free(slope);
  free(exact);
  return TAME_OK;
}

tame_status c32(double *v, const tame_results *r)
{
  return exponents(v, r, "rho/outward");
}

tame_status c33(double *v, const tame_results *r)
{
  return exponents(v, r, "rho/tilted");
}

tame_status c34(double *v, const tame_results *r)
{
  return exponents(v, r, "rho/modulus");
}
