/* SPDX-License-Identifier: MIT */
/* Claims on tv.c, kink_plane.c and strong_monotonicity.c. */
#include <math.h>
#include <stdlib.h>

#include "claims.h"
#include "tame/stats.h"

tame_status c9a(double *v, const tame_results *r)
{
  return claims_entry(v, r, "tv", "breakpoints/count", 0);
}

tame_status c9b(double *v, const tame_results *r)
{
  return claims_entry(v, r, "tv", "breakpoints/count", 1);
}

tame_status c9c(double *v, const tame_results *r)
{
  double gap[2];
  TAME_TRY(claims_entry(&gap[0], r, "tv", "breakpoints/gap", 0));
  TAME_TRY(claims_entry(&gap[1], r, "tv", "breakpoints/gap", 1));
  *v = tame_claim_smallest(gap, 2);
  return TAME_OK;
}

tame_status c10a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "tv", "points/projection_error");
}

tame_status c10b(double *v, const tame_results *r)
{
  double *trace, *pieces;
  tame_h5_shape shape, other;
  TAME_TRY(tame_results_read(&trace, &shape, r, "tv", "points/trace"));
  const tame_status s =
      tame_results_read(&pieces, &other, r, "tv", "points/pieces");
  if (s >= 0) {
    for (size_t i = 0; i < shape.count; i++)
      trace[i] = fabs(trace[i] - pieces[i]);
    *v = tame_claim_largest(trace, shape.count);
    free(pieces);
  }
  free(trace);
  return s;
}

tame_status c11a(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "tv", "integral/error");
}

tame_status c11b(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "tv", "integral/mean_error");
}

tame_status c12a(double *v, const tame_results *r)
{
  double x[2];
  TAME_TRY(tame_results_scalar(&x[0], r, "tv", "kink/end_0"));
  TAME_TRY(tame_results_scalar(&x[1], r, "tv", "kink/end_1"));
  *v = tame_claim_largest(x, 2);
  return TAME_OK;
}

tame_status c12b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "tv", "kink/off_segment");
}

tame_status c12c(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "tv", "kink/position", 0.5);
}

tame_status c16(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "tv", "midpoint/slope");
}

enum { GRID_1024 = 4 };

tame_status c17a(double *v, const tame_results *r)
{
  return claims_entry(v, r, "kink_plane", "fraction/fraction", GRID_1024);
}

tame_status c17b(double *v, const tame_results *r)
{
  return claims_entry(v, r, "kink_plane", "fraction/slope", GRID_1024);
}

tame_status c18a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "tv", "differences/disagreements");
}

/* The largest quotient of the numbers of two successive steps. */
tame_status c18b(double *v, const tame_results *r)
{
  double *count;
  tame_h5_shape shape;
  TAME_TRY(
      tame_results_read(&count, &shape, r, "tv", "differences/mismatches"));
  *v = 0.0;
  for (size_t i = 0; i + 1 < shape.count; i++)
    *v = tame_worse(*v, count[i + 1] / count[i]);
  free(count);
  return TAME_OK;
}

tame_status c20(double *v, const tame_results *r)
{
  TAME_TRY(
      tame_results_farthest(v, r, "strong_monotonicity", "tilt/product", 1.0));
  *v = fabs(*v - 1.0);
  return TAME_OK;
}
