/* SPDX-License-Identifier: MIT */
/* Claims on jacobian.c and piggyback.c. */
#include <math.h>
#include <stdlib.h>

#include "claims.h"

enum { NET = 0, DEBLUR = 6 };               /* points of jacobian.c */
enum { P_NET = 0, P_TV = 1, P_DEBLUR = 2 }; /* methods of piggyback.c */

tame_status claims_entry(double *v, const tame_results *r, const char *exp,
                         const char *path, size_t index)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, path));
  const tame_status s = index < shape.count ? TAME_OK : TAME_EMISSING;
  if (s == TAME_OK) *v = x[index];
  free(x);
  return s;
}

tame_status c1(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "jacobian", "points/difference_error");
}

tame_status c2(double *v, const tame_results *r)
{
  return claims_entry(v, r, "jacobian", "points/closed_form_error", NET);
}

tame_status c3a(double *v, const tame_results *r)
{
  return claims_entry(v, r, "jacobian", "points/gamma_dependence", DEBLUR);
}

tame_status c3b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "jacobian", "points/gamma_dependence");
}

tame_status c4a(double *v, const tame_results *r)
{
  double bound;
  TAME_TRY(claims_entry(&bound, r, "jacobian", "points/bound", DEBLUR));
  TAME_TRY(claims_entry(v, r, "jacobian", "points/contraction", DEBLUR));
  *v -= bound;
  return TAME_OK;
}

tame_status c4b(double *v, const tame_results *r)
{
  return claims_entry(v, r, "jacobian", "points/bound", DEBLUR);
}

tame_status c5a(double *v, const tame_results *r)
{
  return claims_entry(v, r, "piggyback", "error/final", P_NET);
}

tame_status c5b(double *v, const tame_results *r)
{
  return claims_entry(v, r, "piggyback", "error/final", P_TV);
}

tame_status c5c(double *v, const tame_results *r)
{
  return claims_entry(v, r, "piggyback", "error/final", P_DEBLUR);
}

/* |rate/rho - 1| of a column of the elastic net */
static tame_status net_rate(double *v, const tame_results *r, const char *path)
{
  double rho;
  TAME_TRY(claims_entry(&rho, r, "piggyback", "error/rho", P_NET));
  TAME_TRY(claims_entry(v, r, "piggyback", path, P_NET));
  *v = fabs(*v / rho - 1.0);
  return TAME_OK;
}

tame_status c6(double *v, const tame_results *r)
{
  return net_rate(v, r, "error/rate_first");
}

tame_status c7(double *v, const tame_results *r)
{
  return net_rate(v, r, "error/rate_second");
}

tame_status c8(double *v, const tame_results *r)
{
  double rho;
  TAME_TRY(claims_entry(&rho, r, "piggyback", "error/rho", P_TV));
  TAME_TRY(claims_entry(v, r, "piggyback", "error/rate_first", P_TV));
  *v = fabs(*v - rho);
  return TAME_OK;
}
