/* SPDX-License-Identifier: MIT */
/* Many wells in the plane (tame/double_well.h): n = 2, w_j = (cos th_j, sin
 * th_j), th_j = pi (j + 1/2)/p, U = I - 2 u u' with u = (1, ..., 1)/sqrt p.  A
 * branch is a pattern I in {-1, 1}^p, stored as bits, z_j = I_j + sigma(w_j'x)/4,
 * and phi_I(x) = |x - x_hat|^2/2 + (v'z_I)^2/2. */
#ifndef WELLS_PROBLEM_H
#define WELLS_PROBLEM_H

#include <math.h>

#include "tame/box_min.h"
#include "tame/double_well.h"
#include "tame/splitmix.h"

enum { WELLS_MAX = 14 };

typedef struct {
  size_t p;
  double w[2 * WELLS_MAX], u[WELLS_MAX * WELLS_MAX], v[WELLS_MAX], x_hat[2];
  double work[4 * WELLS_MAX];
  tame_many_wells many;
} wells;

/* v = (.4, .8, .5, .7, .6) for p = 5, else (1 + floor(20 u))/20 from splitmix64
 * with seed 1. */
static inline void wells_init(wells *q, size_t p, const double x_hat[2])
{
  static const double FIVE[5] = {0.4, 0.8, 0.5, 0.7, 0.6};
  const double pi = 3.14159265358979323846;
  tame_splitmix rng = tame_splitmix_seed(1);
  q->p = p;
  for (size_t j = 0; j < p; j++) {
    const double angle = pi * ((double)j + 0.5) / (double)p;
    q->w[2 * j] = cos(angle);
    q->w[2 * j + 1] = sin(angle);
    q->v[j] = p == 5 ? FIVE[j]
                     : (1.0 + floor(20.0 * tame_splitmix_uniform(&rng))) / 20.0;
    for (size_t i = 0; i < p; i++)
      q->u[j * p + i] = (i == j ? 1.0 : 0.0) - 2.0 / (double)p;
  }
  q->x_hat[0] = x_hat[0];
  q->x_hat[1] = x_hat[1];
  q->many = (tame_many_wells){2, p, q->w, q->u, q->v, q->x_hat, q->work, NULL};
}

static inline double wells_sign(size_t pattern, size_t j)
{
  return pattern >> j & 1 ? 1.0 : -1.0;
}

/* phi_I(x), and its gradient when grad is not NULL */
static inline double wells_phi(double *grad, const wells *q, size_t pattern,
                               const double x[2])
{
  double sum = 0.0, g0 = 0.0, g1 = 0.0;
  for (size_t j = 0; j < q->p; j++) {
    double s[3];
    tame_sigma(s, q->w[2 * j] * x[0] + q->w[2 * j + 1] * x[1]);
    sum += q->v[j] * (wells_sign(pattern, j) + s[0] / 4.0);
    g0 += q->w[2 * j] * q->v[j] * s[1] / 4.0;
    g1 += q->w[2 * j + 1] * q->v[j] * s[1] / 4.0;
  }
  const double d0 = x[0] - q->x_hat[0], d1 = x[1] - q->x_hat[1];
  if (grad) {
    grad[0] = d0 + sum * g0;
    grad[1] = d1 + sum * g1;
  }
  return (d0 * d0 + d1 * d1 + sum * sum) / 2.0;
}

/* --- enclosures over x = a r + b t, (a, b) in a box ------------------------- */

typedef struct {
  const wells *q;
  size_t pattern;
  double r[2], t[2];
} wells_sheet;

static inline tame_interval wells_linear(const tame_interval *ab, double a,
                                         double b)
{
  return tame_interval_add(tame_interval_scale(a, ab[0]),
                           tame_interval_scale(b, ab[1]));
}

/* v'z over the box; slope [2], unless NULL, its derivatives in a and b */
static inline tame_interval
wells_sum(tame_interval *slope, const wells_sheet *c, const tame_interval *ab)
{
  tame_interval sum = tame_point(0.0);
  if (slope) slope[0] = slope[1] = tame_point(0.0);
  for (size_t j = 0; j < c->q->p; j++) {
    const double *w = c->q->w + 2 * j, v = c->q->v[j];
    const double along_r = w[0] * c->r[0] + w[1] * c->r[1];
    const double along_t = w[0] * c->t[0] + w[1] * c->t[1];
    const tame_interval tau = wells_linear(ab, along_r, along_t);
    const tame_interval z =
        tame_interval_add(tame_point(wells_sign(c->pattern, j)),
                          tame_interval_scale(0.25, tame_sigma_interval(tau)));
    sum = tame_interval_add(sum, tame_interval_scale(v, z));
    if (!slope) continue;
    const tame_interval ds =
        tame_interval_scale(0.25 * v, tame_sigma_slope_interval(tau));
    slope[0] = tame_interval_add(slope[0], tame_interval_scale(along_r, ds));
    slope[1] = tame_interval_add(slope[1], tame_interval_scale(along_t, ds));
  }
  return sum;
}

static inline tame_interval wells_value(const tame_interval *ab, void *ctx)
{
  const wells_sheet *c = ctx;
  tame_interval sum = tame_interval_sqr(wells_sum(NULL, c, ab));
  for (size_t i = 0; i < 2; i++)
    sum = tame_interval_add(sum, tame_interval_sqr(tame_interval_sub(
                                     wells_linear(ab, c->r[i], c->t[i]),
                                     tame_point(c->q->x_hat[i]))));
  return tame_interval_scale(0.5, sum);
}

static inline void wells_gradient(tame_interval *g, const tame_interval *ab,
                                  void *ctx)
{
  const wells_sheet *c = ctx;
  tame_interval slope[2];
  const tame_interval sum = wells_sum(slope, c, ab);
  for (size_t k = 0; k < 2; k++) g[k] = tame_interval_mul(sum, slope[k]);
  for (size_t i = 0; i < 2; i++) {
    const tame_interval d = tame_interval_sub(
        wells_linear(ab, c->r[i], c->t[i]), tame_point(c->q->x_hat[i]));
    g[0] = tame_interval_add(g[0], tame_interval_scale(c->r[i], d));
    g[1] = tame_interval_add(g[1], tame_interval_scale(c->t[i], d));
  }
}

static inline tame_box_problem wells_box_problem(wells_sheet *c)
{
  return (tame_box_problem){
      .n = 2, .value = wells_value, .gradient = wells_gradient, .ctx = c};
}

#endif
