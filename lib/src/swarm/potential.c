/* SPDX-License-Identifier: MIT */
/* Values and minima of trigonometric polynomials. */
#include "tame/swarm_potential.h"

#include <math.h>
#include <stdlib.h>

#include "tame/base.h"

static const double TWO_PI = 6.283185307179586476925;

static double angle(double x, double y, const tame_mode *q)
{
  /* whole turns go first, so that large k costs no precision */
  const double turns = q->k * x + q->l * y;
  return TWO_PI * (turns - rint(turns)) + q->p;
}

double tame_potential_value(double x, double y, const tame_potential *u)
{
  double sum = 0.0;
  for (size_t j = 0; j < u->n_modes; j++)
    sum += u->mode[j].a * cos(angle(x, y, &u->mode[j]));
  return sum - u->shift;
}

void tame_potential_gradient(double *g, double x, double y,
                             const tame_potential *u)
{
  g[0] = g[1] = 0.0;
  for (size_t j = 0; j < u->n_modes; j++) {
    const tame_mode *q = &u->mode[j];
    const double s = -TWO_PI * q->a * sin(angle(x, y, q));
    g[0] += q->k * s;
    g[1] += q->l * s;
  }
}

/* h [3] <- the second derivatives xx, xy, yy */
static void hessian(double *h, double x, double y, const tame_potential *u)
{
  h[0] = h[1] = h[2] = 0.0;
  for (size_t j = 0; j < u->n_modes; j++) {
    const tame_mode *q = &u->mode[j];
    const double c = -TWO_PI * TWO_PI * q->a * cos(angle(x, y, q));
    h[0] += q->k * q->k * c;
    h[1] += q->k * q->l * c;
    h[2] += q->l * q->l * c;
  }
}

void tame_potential_sample(double *values, size_t nx, size_t ny,
                           const tame_potential *u)
{
  for (size_t i = 0; i < nx; i++)
    for (size_t j = 0; j < ny; j++)
      values[i * ny + j] = tame_potential_value((double)i / (double)nx,
                                                (double)j / (double)ny, u);
}

/* --- slopes of many points --------------------------------------------------- */

enum { BLOCK = 256 };

/* s, c [n] <- sin and cos of 2 pi x: x = q/4 + r, |r| <= 1/8, Taylor
 * polynomials in r whose remainders are below 5e-17, and a turn by q quarters.
 * Without branches, so that the loop is vectorised. */
static void sincos_turns(double *restrict s, double *restrict c,
                         const double *restrict x, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    const double q = rint(4.0 * x[i]), w = TWO_PI * (x[i] - 0.25 * q);
    const double z = w * w;
    const double sine =
        w *
        (1.0 +
         z * (-1.0 / 6 +
              z * (1.0 / 120 +
                   z * (-1.0 / 5040 + z * (1.0 / 362880 +
                                           z * (-1.0 / 39916800 +
                                                z * (1.0 / 6227020800.0 -
                                                     z / 1307674368000.0)))))));
    const double cosine =
        1.0 +
        z * (-0.5 +
             z * (1.0 / 24 +
                  z * (-1.0 / 720 +
                       z * (1.0 / 40320 +
                            z * (-1.0 / 3628800 +
                                 z * (1.0 / 479001600 - z / 87178291200.0))))));
    const double odd = q - 2.0 * rint(0.5 * q); /* 0, 1 or -1 */
    const double half = 0.5 * (q - odd);        /* half turns */
    const double sign = 1.0 - 2.0 * fabs(half - 2.0 * rint(0.5 * half));
    const double even = 1.0 - fabs(odd);
    s[i] = sign * (even * sine + odd * cosine);
    c[i] = sign * (even * cosine - odd * sine);
  }
}

/* Modes k of one coordinate by increasing k: cis(k w) from cis((k-1) w). */
static void block_slopes(double *restrict g, const double *restrict x, size_t n,
                         const tame_potential *u)
{
  double s1[BLOCK], c1[BLOCK], s[BLOCK], c[BLOCK];
  int k = 1, top = 0;
  sincos_turns(s1, c1, x, n);
  for (size_t j = 0; j < u->n_modes; j++)
    if (abs(u->mode[j].k) > top) top = abs(u->mode[j].k);
  for (size_t i = 0; i < n; i++) {
    g[i] = 0.0;
    s[i] = s1[i];
    c[i] = c1[i];
  }
  for (; k <= top; k++) {
    double sine = 0.0, cosine = 0.0; /* coefficients in U' */
    for (size_t j = 0; j < u->n_modes; j++) {
      const tame_mode *q = &u->mode[j];
      if (abs(q->k) != k) continue;
      const double factor = -TWO_PI * k * q->a, p = q->k < 0 ? -q->p : q->p;
      sine += factor * cos(p);
      cosine += factor * sin(p);
    }
    for (size_t i = 0; i < n; i++) {
      g[i] += sine * s[i] + cosine * c[i];
      const double next = c[i] * c1[i] - s[i] * s1[i];
      s[i] = s[i] * c1[i] + c[i] * s1[i];
      c[i] = next;
    }
  }
}

void tame_potential_slopes(double *g, const double *x, size_t n,
                           const tame_potential *u)
{
  TAME_REQUIRE(u->dim == 1);
  for (size_t i = 0; i < n; i += BLOCK)
    block_slopes(g + i, x + i, n - i < BLOCK ? n - i : BLOCK, u);
}

/* --- the minimum ----------------------------------------------------------- */

/* Newton from a node next to the minimum, with a step cut to one cell. */
static void polish(double *x, double cell, const tame_potential *u)
{
  for (int it = 0; it < 30; it++) {
    double g[2], h[3], step[2];
    tame_potential_gradient(g, x[0], x[1], u);
    hessian(h, x[0], x[1], u);
    if (u->dim == 1) {
      step[0] = h[0] > 0.0 ? -g[0] / h[0] : 0.0;
      step[1] = 0.0;
    } else {
      const double det = h[0] * h[2] - h[1] * h[1];
      if (!(det > 0.0 && h[0] > 0.0)) return;
      step[0] = -(h[2] * g[0] - h[1] * g[1]) / det;
      step[1] = -(h[0] * g[1] - h[1] * g[0]) / det;
    }
    for (int d = 0; d < 2; d++) x[d] += fmax(-cell, fmin(cell, step[d]));
  }
}

tame_status tame_potential_anchor(tame_potential *u, tame_error *err)
{
  const size_t nx = u->dim == 1 ? 4096 : 512, ny = u->dim == 1 ? 1 : 512;
  double best = INFINITY, x[2] = {0.0, 0.0};
  if (u->n_modes == 0 || u->n_modes > TAME_POTENTIAL_MODES || u->dim < 1 ||
      u->dim > 2)
    return tame_fail(
        err, TAME_EINVAL,
        "potential: %zu modes in dimension %zu: must be 1 to %d in "
        "dimension 1 or 2",
        u->n_modes, u->dim, TAME_POTENTIAL_MODES);
  for (size_t j = 0; j < u->n_modes; j++)
    if (!isfinite(u->mode[j].a) || !isfinite(u->mode[j].p) ||
        (u->dim == 1 && u->mode[j].l != 0))
      return tame_fail(err, TAME_EINVAL,
                       "potential: mode %zu is not finite or leaves the circle",
                       j);
  u->shift = 0.0;
  for (size_t i = 0; i < nx; i++)
    for (size_t j = 0; j < ny; j++) {
      const double a = (double)i / (double)nx, b = (double)j / (double)ny;
      const double value = tame_potential_value(a, b, u);
      if (value < best) {
        best = value;
        x[0] = a;
        x[1] = b;
      }
    }
  double y[2] = {x[0], x[1]};
  polish(y, 1.0 / (double)nx, u);
  if (tame_potential_value(y[0], y[1], u) <= best) {
    x[0] = y[0];
    x[1] = y[1];
  }
  u->shift = tame_potential_value(x[0], x[1], u);
  for (int d = 0; d < 2; d++) u->argmin[d] = x[d] - floor(x[d]);
  return TAME_OK;
}
