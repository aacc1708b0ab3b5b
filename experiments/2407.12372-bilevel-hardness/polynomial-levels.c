/* SPDX-License-Identifier: MIT */
/* The lower levels of E3: polynomials over a compact box. */
#include "polynomial.h"

#include <math.h>

#include "tame/poly.h"

double quotient(long num, long den) { return (double)num / (double)den; }

/* --- linear: exact ---------------------------------------------------------- */

/* 1. Q = x y, P = 1 - y, y in [0,1] */
level linear_step(long num, long den)
{
  const double c = (double)num, p = -1.0;
  (void)den;
  return (level){.v = tame_linear_level(&c, 1.0, &p, 1)};
}

/* 2. Q = sum_{k<K} (x - k) y_k, P = sum (1 - y_k), y in [0,1]^K */
level linear_ceiling(long num, long den)
{
  double c[K_LINEAR], p[K_LINEAR];
  for (long k = 0; k < K_LINEAR; k++) {
    c[k] = (double)(num - k * den);
    p[k] = -1.0;
  }
  return (level){.v = tame_linear_level(c, K_LINEAR, p, K_LINEAR)};
}

/* --- convex: a polynomial in z, P = z, by Sturm sequences ------------------- */

static level convex(const tame_interval *q, size_t n)
{
  tame_poly_minimum m;
  const tame_status s = tame_poly_minimize(&m, q, n, 0.0, 2.0, NULL);
  level l = {.unproved = s < 0 || m.n_minimisers == 0};
  if (l.unproved > 0.0) return l;
  tame_interval z = m.critical[m.minimiser[0]].y;
  for (size_t i = 1; i < m.n_minimisers; i++)
    z = tame_interval_hull(z, m.critical[m.minimiser[i]].y);
  l.v.optimistic = l.v.pessimistic = tame_interval_mid(z);
  l.width = tame_interval_width(z);
  return l;
}

/* 4. 3 Q = z^3 - 3 x^2 z; argmin |x| */
level convex_abs(long num, long den)
{
  const tame_interval square =
      tame_interval_sqr(tame_point(quotient(num, den)));
  const tame_interval q[4] = {tame_point(0.0),
                              tame_interval_scale(-3.0, square),
                              tame_point(0.0), tame_point(1.0)};
  return convex(q, 3);
}

/* 5. 5 Q = z^5 - 5 x^2 z; argmin sqrt |x| */
level convex_cusp(long num, long den)
{
  const tame_interval square =
      tame_interval_sqr(tame_point(quotient(num, den)));
  const tame_interval zero = tame_point(0.0);
  const tame_interval q[6] = {zero, tame_interval_scale(-5.0, square),
                              zero, zero,
                              zero, tame_point(1.0)};
  return convex(q, 5);
}

/* --- sums of squares ----------------------------------------------------------
 * Q >= 0, zeros in closed form; the smallest t among them is U.  That there is
 * none with t <= U - DELTA is proved on Q expanded in powers of t and z. */

static tame_bipoly *power(tame_precision w, double c, size_t i, size_t j)
{
  return tame_bipoly_monomial(w, c, i, j);
}

static tame_bipoly *squared(tame_bipoly *p)
{
  return tame_bipoly_mul(p, tame_bipoly_copy(p));
}

/* (x - c + z^2)^2 */
static tame_bipoly *affine_square(tame_precision w, double x, double c)
{
  return squared(
      tame_bipoly_add(tame_bipoly_add(power(w, x, 0, 0), power(w, -c, 0, 0)),
                      power(w, 1.0, 0, 2)));
}

/* prod_{k<=K} [(t - k)^2 + (x - k + z^2)^2] */
tame_bipoly *squares_ceiling_poly(tame_precision w, double x)
{
  tame_bipoly *q = power(w, 1.0, 0, 0);
  for (int k = 0; k <= K_SQUARES; k++)
    q = tame_bipoly_mul(
        q, tame_bipoly_add(squared(tame_bipoly_add(power(w, 1.0, 1, 0),
                                                   power(w, -k, 0, 0))),
                           affine_square(w, x, k)));
  return q;
}

/* Prove Q > 0 on [0, u - DELTA] x [0, z_hi], where u is the optimistic value
 * and (u, z) its zero; releases Q. */
static void prove(level *l, tame_bipoly *q, double z, double z_hi)
{
  const double u = l->v.optimistic;
  const tame_ball at_zero = tame_bipoly_at(q, u, z);
  size_t boxes = 0;
  l->width = DELTA;
  l->residual = fabs(at_zero.hi) + at_zero.radius;
  if (u > DELTA) {
    const tame_box2 box = {0.0, u - DELTA, 0.0, z_hi};
    l->unproved = !tame_bernstein_positive(&boxes, q, box, true, MAX_BOXES);
  }
  l->boxes = (double)boxes;
  tame_bipoly_free(q);
}

/* 7. Q = (t^2 + (x + z^2)^2)(t - 1)^2, (t, z) in [0,1]^2, P = t: zeros at t = 1,
 * and for x <= 0 at t = 0, z = sqrt(-x) */
level squares_step(long num, long den)
{
  const tame_precision w = TAME_DOUBLE_DOUBLE;
  level l = {.v = {num > 0 ? 1.0 : 0.0, 1.0}};
  tame_bipoly *q = tame_bipoly_mul(
      tame_bipoly_add(power(w, 1.0, 2, 0),
                      affine_square(w, quotient(num, den), 0.0)),
      squared(tame_bipoly_add(power(w, 1.0, 1, 0), power(w, -1.0, 0, 0))));
  prove(&l, q, num > 0 ? 0.0 : sqrt(-quotient(num, den)), 1.0);
  return l;
}

/* 8. Q as above, t in [0, K], z in [0, sqrt K], P = t: zeros at t = k,
 * z = sqrt(k - x), for whole k >= x */
level squares_ceiling(long num, long den)
{
  long k = 0;
  while (k * den < num) k++;
  level l = {.v = {(double)k, K_SQUARES}};
  const double x = quotient(num, den);
  prove(&l, squares_ceiling_poly(TAME_DOUBLE_DOUBLE, x), sqrt((double)k - x),
        sqrt(K_SQUARES));
  return l;
}

/* 9. Q = (t^4 - x^2)^2, t in [0,2], P = t: zero at t = sqrt |x| */
level squares_cusp(long num, long den)
{
  const tame_precision w = TAME_DOUBLE_DOUBLE;
  const double x = quotient(num, den), t = sqrt(fabs(x));
  level l = {.v = {t, t}};
  tame_bipoly *xx = squared(power(w, x, 0, 0));
  xx = tame_bipoly_mul(xx, power(w, -1.0, 0, 0));
  prove(&l, squared(tame_bipoly_add(power(w, 1.0, 4, 0), xx)), 0.0, 0.0);
  return l;
}
