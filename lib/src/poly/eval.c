/* SPDX-License-Identifier: MIT */
/* Values of polynomials. */
#include "parts.h"

double tame_poly_eval(const double *c, size_t n, double y)
{
  double p = c[n];
  for (size_t i = n; i-- > 0;) p = p * y + c[i];
  return p;
}

/* Each step adds at most u (|p y| + |p|), u = 2^-53; mu collects |p|.  The
 * bound itself is rounded, which the last factor covers for any degree in
 * use. */
double tame_poly_eval_bound(double *error, const double *c, size_t n, double y)
{
  double p = c[n], mu = 0.5 * fabs(p);
  for (size_t i = n; i-- > 0;) {
    p = p * y + c[i];
    mu = mu * fabs(y) + fabs(p);
  }
  *error = 0x1p-53 * (2.0 * mu - fabs(p)) * (1.0 + 0x1p-40) + 0x1p-1060;
  return p;
}

void tame_poly_derivative(double *d, const double *c, size_t n)
{
  for (size_t i = 1; i <= n; i++) d[i - 1] = (double)i * c[i];
}

void tame_poly_of(tame_interval *out, const double *c, size_t n)
{
  for (size_t i = 0; i <= n; i++) out[i] = tame_point(c[i]);
}

void tame_poly_derivative_interval(tame_interval *d, const tame_interval *c,
                                   size_t n)
{
  for (size_t i = 1; i <= n; i++)
    d[i - 1] = tame_interval_scale((double)i, c[i]);
}

tame_interval tame_poly_at(const tame_interval *c, size_t n, double y)
{
  tame_interval p = c[n];
  for (size_t i = n; i-- > 0;)
    p = tame_interval_add(tame_interval_scale(y, p), c[i]);
  return p;
}

static tame_interval horner(const tame_interval *c, size_t n, tame_interval y)
{
  tame_interval p = c[n];
  for (size_t i = n; i-- > 0;)
    p = tame_interval_add(tame_interval_mul(p, y), c[i]);
  return p;
}

/* Horner's rule for p', without forming its coefficients */
static tame_interval slope(const tame_interval *c, size_t n, tame_interval y)
{
  tame_interval p = tame_interval_scale((double)n, c[n]);
  for (size_t i = n; i-- > 1;)
    p = tame_interval_add(tame_interval_mul(p, y),
                          tame_interval_scale((double)i, c[i]));
  return p;
}

tame_interval tame_poly_range(const tame_interval *c, size_t n, tame_interval y)
{
  if (tame_interval_is_point(y)) return tame_poly_at(c, n, y.lo);
  tame_interval r = horner(c, n, y);
  if (n < 1 || !tame_interval_is_finite(y)) return r;
  const double mid = tame_interval_mid(y);
  const tame_interval step = tame_interval_sub(y, tame_point(mid));
  const tame_interval centred = tame_interval_add(
      tame_poly_at(c, n, mid), tame_interval_mul(slope(c, n, y), step));
  tame_interval_intersect(&r, r, centred);
  return r;
}

tame_status tame_poly_check(size_t *degree, const tame_interval *c, size_t n,
                            tame_error *err)
{
  if (n > TAME_POLY_MAX_DEGREE)
    return tame_fail(err, TAME_EINVAL, "polynomial: degree %zu is above %d", n,
                     TAME_POLY_MAX_DEGREE);
  for (size_t i = 0; i <= n; i++)
    if (!tame_interval_is_finite(c[i]) || !(c[i].lo <= c[i].hi))
      return tame_fail(err, TAME_EINVAL,
                       "polynomial: coefficient %zu is not finite", i);
  while (n > 0 && is_zero(c[n])) n--;
  *degree = n;
  return n > 0 ? TAME_OK
               : tame_fail(err, TAME_EINVAL, "polynomial: degree zero");
}
