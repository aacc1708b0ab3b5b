/* SPDX-License-Identifier: MIT */
#include "tame/swarm_entropy.h"

#include <math.h>

tame_status tame_entropy_check(const tame_entropy *e, tame_error *err)
{
  if (e->m > 0.0 && e->m <= 1.0) return TAME_OK;
  return tame_fail(err, TAME_EINVAL,
                   "entropy: exponent m = %g: must be in (0, 1]", e->m);
}

double tame_entropy_value(double r, const tame_entropy *e)
{
  const double m = e->m;
  if (e->hybrid && r > 1.0) return 0.5 * (r - 1.0) * (r - 1.0);
  if (m == 1.0) return r > 0.0 ? r * log(r) - r + 1.0 : 1.0;
  return (pow(r, m) - 1.0 - m * (r - 1.0)) / (m * (m - 1.0));
}

double tame_entropy_slope(double r, const tame_entropy *e)
{
  const double m = e->m;
  if (e->hybrid && r > 1.0) return r - 1.0;
  if (m == 1.0) return log(r);
  return (pow(r, m - 1.0) - 1.0) / (m - 1.0);
}

double tame_entropy_curvature(double r, const tame_entropy *e)
{
  return e->hybrid && r > 1.0 ? 1.0 : pow(r, e->m - 2.0);
}

double tame_entropy_noise(double r, const tame_entropy *e)
{
  if (e->hybrid && r > 1.0) return (1.0 / e->m + 0.5 * (r * r - 1.0)) / r;
  return e->m == 1.0 ? 1.0 : pow(r, e->m - 1.0) / e->m;
}

/* r and 1/phi''(r) of the pure entropy, m < 1, from t = r^{m-1}: 1/phi'' is r/t
 */
static double pure_inverse(double *dr, double t, double m)
{
  if (!(t > 0.0)) return *dr = HUGE_VAL;
  const double r = m == 0.5 ? 1.0 / (t * t) : pow(t, -1.0 / (1.0 - m));
  *dr = r / t;
  return r;
}

double tame_entropy_inverse(double y, const tame_entropy *e)
{
  double dr;
  if (e->hybrid && y > 0.0) return 1.0 + y;
  return e->m == 1.0 ? exp(y) : pure_inverse(&dr, 1.0 - (1.0 - e->m) * y, e->m);
}

void tame_entropy_powers(double *restrict power, const double *restrict rho,
                         size_t n, const tame_entropy *e)
{
  if (e->m == 0.5)
    for (size_t i = 0; i < n; i++) power[i] = 1.0 / sqrt(rho[i]);
  else if (e->m < 1.0)
    for (size_t i = 0; i < n; i++) power[i] = pow(rho[i], e->m - 1.0);
}

/* one density of the hybrid entropy, or of m = 1 */
static double shifted(double *dr, double rho, double power, double zeta,
                      const tame_entropy *e)
{
  const double q = 1.0 - e->m;
  double y; /* the new slope */
  if (e->m == 1.0) {
    if (!e->hybrid) return *dr = rho * exp(zeta);
    y = (rho > 1.0 ? rho - 1.0 : log(rho)) + zeta;
    if (y <= 0.0) return *dr = exp(y);
  } else if (rho > 1.0) {
    y = rho - 1.0 + zeta;
    if (y <= 0.0) return pure_inverse(dr, 1.0 - q * y, e->m);
  } else {
    const double t = power - q * zeta;
    if (t >= 1.0) return pure_inverse(dr, t, e->m);
    y = (1.0 - t) / q;
  }
  *dr = 1.0;
  return 1.0 + y;
}

void tame_entropy_shift(double *restrict r, double *restrict dr,
                        const double *restrict rho,
                        const double *restrict power,
                        const double *restrict zeta, size_t n,
                        const tame_entropy *e)
{
  const double q = 1.0 - e->m;
  if (e->m < 1.0 && !e->hybrid)
    for (size_t i = 0; i < n; i++)
      r[i] = pure_inverse(&dr[i], power[i] - q * zeta[i], e->m);
  else
    for (size_t i = 0; i < n; i++)
      r[i] = shifted(&dr[i], rho[i], power[i], zeta[i], e);
}

/* Loops for m = 1/2 without a branch: phi'(r) of the hybrid is the pure one at
 * min(r, 1) plus max(r - 1, 0). */
void tame_entropy_slopes(double *restrict y, const double *restrict r, size_t n,
                         const tame_entropy *e)
{
  const double m = e->m;
  if (m == 0.5 && e->hybrid) {
    for (size_t i = 0; i < n; i++) {
      const double thin = r[i] < 1.0 ? r[i] : 1.0;
      const double over = r[i] > 1.0 ? r[i] - 1.0 : 0.0;
      y[i] = 2.0 - 2.0 / sqrt(thin) + over;
    }
  } else if (m == 0.5) {
    for (size_t i = 0; i < n; i++) y[i] = 2.0 - 2.0 / sqrt(r[i]);
  } else {
    for (size_t i = 0; i < n; i++) y[i] = tame_entropy_slope(r[i], e);
  }
}

void tame_entropy_xi(double *restrict xi, const double *restrict rho,
                     const double *restrict u, double beta, size_t n,
                     const tame_entropy *e)
{
  if (e->m == 0.5 && e->hybrid) {
    for (size_t i = 0; i < n; i++) {
      const double thin = rho[i] < 1.0 ? rho[i] : 1.0;
      const double over = rho[i] > 1.0 ? rho[i] - 1.0 : 0.0;
      xi[i] = 2.0 - 2.0 / sqrt(thin) + over + beta * u[i];
    }
  } else if (e->m == 0.5) {
    for (size_t i = 0; i < n; i++)
      xi[i] = 2.0 - 2.0 / sqrt(rho[i]) + beta * u[i];
  } else {
    for (size_t i = 0; i < n; i++)
      xi[i] = tame_entropy_slope(rho[i], e) + beta * u[i];
  }
}

void tame_entropy_noises(double *restrict a, const double *restrict r, size_t n,
                         const tame_entropy *e)
{
  if (e->m == 0.5 && e->hybrid) {
    for (size_t i = 0; i < n; i++) {
      const double thin = r[i] < 1.0 ? r[i] : 1.0;
      const double top =
          r[i] > 1.0 ? 1.5 + 0.5 * r[i] * r[i] : 2.0 * sqrt(thin);
      a[i] = top / r[i];
    }
  } else if (e->m == 0.5) {
    for (size_t i = 0; i < n; i++) a[i] = 2.0 / sqrt(r[i]);
  } else {
    for (size_t i = 0; i < n; i++) a[i] = tame_entropy_noise(r[i], e);
  }
}

double tame_entropy_bregman(double r, double s, const tame_entropy *e)
{
  return tame_entropy_value(r, e) - tame_entropy_value(s, e) -
         tame_entropy_slope(s, e) * (r - s);
}
