/* SPDX-License-Identifier: MIT */
/* Claims on inexact lower levels, the Cantor-like function and the disc. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

tame_status c11a(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "inexact", "inexact/leaves", 1.0);
}
tame_status c11b(double *v, const tame_results *r)
{
  return ratios(v, r, "inexact", "inexact/l1", "inexact/l1_theory");
}
tame_status c11c(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "inexact", "regularised/l1_ratio", 1.0);
}
tame_status c11d(double *v, const tame_results *r)
{
  return smallest(v, r, "inexact", "regularised/largest");
}
tame_status c12a(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "inexact", "descent/below");
}
/* step twice the threshold */
tame_status c12b(double *v, const tame_results *r)
{
  enum { TWICE = 4 };
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "inexact", "descent/fraction"));
  const size_t n = shape.dims[0], columns = shape.dims[1];
  for (size_t i = 0; i < n; i++) x[i] = x[i * columns + TWICE];
  *v = tame_claim_smallest(x, n);
  free(x);
  return TAME_OK;
}

tame_status c13a(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "cantor", "levels/count"));
  for (size_t n = 0; n < shape.count; n++) x[n] = ldexp(x[n], -(int)n);
  *v = tame_claim_farthest(x, shape.count, 1.0);
  free(x);
  return TAME_OK;
}
tame_status c13b(double *v, const tame_results *r)
{
  enum { FROM = 8 };
  const double ratio = 0.6657623268;
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "cantor", "levels/ratio"));
  *v = tame_claim_farthest(x + FROM, shape.count - FROM, ratio) - ratio;
  free(x);
  return TAME_OK;
}
tame_status c13c(double *v, const tame_results *r)
{
  double wrong;
  TAME_TRY(tame_results_largest(v, r, "cantor", "levels/mismatch"));
  TAME_TRY(tame_results_largest(&wrong, r, "cantor", "levels/wrong"));
  if (wrong > 0.0) *v = INFINITY; /* intervals contradict */
  return TAME_OK;
}

tame_status c20a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "disc", "circle/optimistic");
}
tame_status c20b(double *v, const tame_results *r)
{
  return smallest(v, r, "disc", "circle/pessimistic");
}
tame_status c20c(double *v, const tame_results *r)
{
  double on_circle, wrong;
  TAME_TRY(tame_results_scalar(v, r, "disc", "disc/differ"));
  TAME_TRY(tame_results_scalar(&on_circle, r, "disc", "disc/on_circle"));
  TAME_TRY(element(&wrong, r, "disc", "examples/error", 0));
  *v = fabs(*v - on_circle) + wrong;
  return TAME_OK;
}
