/* SPDX-License-Identifier: MIT */
/* What every proximal operator must satisfy, whatever it is; for the tests. */
#ifndef TESTS_PROX_PROPERTIES_H
#define TESTS_PROX_PROPERTIES_H

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/map.h"
#include "tame/rng.h"

static inline double property_dot(const double *x, const double *y, size_t n)
{
  double sum = 0.0;
  for (size_t i = 0; i < n; i++) sum += x[i] * y[i];
  return sum;
}

/* Vectors drawn for one map. */
typedef struct {
  double *a, *b, *c, *d, *e; /* [n] */
  double *dtheta, *g, *h;    /* [p] */
  gsl_rng *rng;
} property_vectors;

static inline property_vectors property_alloc(const tame_map *m, size_t rep)
{
  property_vectors s = {tame_vec(m->n),
                        tame_vec(m->n),
                        tame_vec(m->n),
                        tame_vec(m->n),
                        tame_vec(m->n),
                        tame_vec(m->p),
                        tame_vec(m->p),
                        tame_vec(m->p),
                        tame_rng_alloc(5, "prox_properties", rep)};
  tame_rng_normal(s.a, m->n, s.rng);
  tame_rng_normal(s.b, m->n, s.rng);
  tame_rng_normal(s.dtheta, m->p, s.rng);
  return s;
}

static inline void property_free(property_vectors *s)
{
  free(s->a);
  free(s->b);
  free(s->c);
  free(s->d);
  free(s->e);
  free(s->dtheta);
  free(s->g);
  free(s->h);
  gsl_rng_free(s->rng);
}

/* jvp and vjp are transposes; A is symmetric with 0 <= A <= I, as an element of
 * the Jacobian of a proximal operator must be; NULL directions count as zero;
 * vjp adds to dtheta. */
static inline void property_products(const double *v, const double *theta,
                                     const tame_map *m)
{
  const size_t n = m->n, p = m->p;
  property_vectors s = property_alloc(m, n);
  ck_assert_double_lt(tame_diff_dot_test(s.a, s.dtheta, s.b, v, theta, m),
                      1e-12);

  m->jvp(s.c, s.a, NULL, v, theta, m->ctx);
  m->jvp(s.d, s.b, s.g, v, theta, m->ctx); /* g = 0 */
  const double scale =
      sqrt(property_dot(s.a, s.a, n)) * sqrt(property_dot(s.b, s.b, n));
  const double ab = property_dot(s.c, s.b, n), ba = property_dot(s.a, s.d, n);
  ck_assert_double_eq_tol(ab / scale, ba / scale, 1e-13);
  const double form = property_dot(s.a, s.c, n);
  ck_assert_double_ge(form, property_dot(s.c, s.c, n) - 1e-12 * scale);

  m->vjp(s.d, s.g, s.b, v, theta, m->ctx);
  m->vjp(s.e, NULL, s.b, v, theta, m->ctx);
  for (size_t i = 0; i < n; i++) ck_assert_double_eq(s.d[i], s.e[i]);
  for (size_t j = 0; j < p; j++) s.h[j] = 2.385;
  m->vjp(s.e, s.h, s.b, v, theta, m->ctx);
  for (size_t j = 0; j < p; j++)
    ck_assert_double_eq_tol(s.h[j] - 2.385, s.g[j], 1e-13 * (3 + fabs(s.g[j])));
  property_free(&s);
}

/* piggyback against products column by column, with and without a Jacobian. */
static inline void property_piggyback(const double *v, const double *theta,
                                      const tame_map *m)
{
  const size_t n = m->n, p = m->p;
  if (!m->piggyback || p == 0) return;
  tame_map slow = *m;
  slow.piggyback = NULL;
  double *jac = tame_vec(n * p), *fast = tame_vec(n * p);
  double *want = tame_vec(n * p);
  gsl_rng *rng = tame_rng_alloc(6, "prox_properties", p);
  for (int with = 0; with < 2; with++) {
    tame_rng_normal(jac, n * p, rng);
    tame_rng_normal(fast, n * p, rng); /* noise */
    const double *old = with ? jac : NULL;
    ck_assert_int_eq(tame_diff_piggyback(fast, old, v, theta, m), TAME_OK);
    ck_assert_int_eq(tame_diff_piggyback(want, old, v, theta, &slow), TAME_OK);
    for (size_t i = 0; i < n * p; i++)
      ck_assert_double_eq_tol(fast[i], want[i], 1e-13 * (1 + fabs(want[i])));
  }
  gsl_rng_free(rng);
  free(want);
  free(fast);
  free(jac);
}

/* R moves along (dv, dtheta) as jvp says, at a point without kinks within H. */
static inline void property_slope(const double *v, const double *theta,
                                  const tame_map *m, double h, double tol)
{
  const size_t n = m->n, p = m->p;
  property_vectors s = property_alloc(m, n + 1);
  double *plus = tame_vec(n), *minus = tame_vec(n);
  for (size_t i = 0; i < n; i++) plus[i] = v[i] + h * s.a[i];
  for (size_t j = 0; j < p; j++) s.g[j] = theta[j] + h * s.dtheta[j];
  m->value(s.c, plus, s.g, m->ctx);
  for (size_t i = 0; i < n; i++) minus[i] = v[i] - h * s.a[i];
  for (size_t j = 0; j < p; j++) s.g[j] = theta[j] - h * s.dtheta[j];
  m->value(s.d, minus, s.g, m->ctx);
  m->jvp(s.e, s.a, s.dtheta, v, theta, m->ctx);
  for (size_t i = 0; i < n; i++)
    ck_assert_double_eq_tol((s.c[i] - s.d[i]) / (2.0 * h), s.e[i], tol);
  free(minus);
  free(plus);
  property_free(&s);
}

/* |R(x) - R(y)|^2 <= <R(x) - R(y), x - y> for random x, y of size SCALE. */
static inline void property_firm(const double *theta, const tame_map *m,
                                 double scale)
{
  const size_t n = m->n;
  for (size_t rep = 0; rep < 20; rep++) {
    property_vectors s = property_alloc(m, 100 + rep);
    for (size_t i = 0; i < n; i++) {
      s.a[i] *= scale;
      s.b[i] = rep % 2 ? s.b[i] * scale : s.a[i] + 1e-3 * s.b[i];
    }
    m->value(s.c, s.a, theta, m->ctx);
    m->value(s.d, s.b, theta, m->ctx);
    for (size_t i = 0; i < n; i++) {
      s.c[i] -= s.d[i];
      s.a[i] -= s.b[i];
    }
    const double inner = property_dot(s.c, s.a, n);
    ck_assert_double_le(property_dot(s.c, s.c, n), inner * (1 + 1e-9) + 1e-13);
    property_free(&s);
  }
}

/* No value g(y) + |y - v|^2/2 near R(v) is lower than that of R(v). */
static inline void property_minimum(double (*g)(const double *x, void *ctx),
                                    void *ctx, const double *v,
                                    const double *theta, const tame_map *m)
{
  const size_t n = m->n;
  property_vectors s = property_alloc(m, 7);
  m->value(s.c, v, theta, m->ctx);
  for (size_t rep = 0; rep < 60; rep++) {
    const double size = pow(10.0, -1.0 - (double)(rep % 5));
    tame_rng_normal(s.d, n, s.rng);
    double best = g(s.c, ctx), here = 0.0;
    for (size_t i = 0; i < n; i++) {
      const double lone = rep % 2 && i != rep % n ? 0.0 : 1.0;
      s.d[i] = s.c[i] + lone * size * s.d[i];
      best += 0.5 * (s.c[i] - v[i]) * (s.c[i] - v[i]);
      here += 0.5 * (s.d[i] - v[i]) * (s.d[i] - v[i]);
    }
    here += g(s.d, ctx);
    ck_assert_double_ge(here, best - 1e-12 * (1 + fabs(best)));
  }
  property_free(&s);
}

/* All results are NaN, for value and products. */
static inline void property_nan(const double *v, const double *theta,
                                const tame_map *m)
{
  property_vectors s = property_alloc(m, 9);
  m->value(s.c, v, theta, m->ctx);
  m->jvp(s.d, s.a, s.dtheta, v, theta, m->ctx);
  m->vjp(s.e, s.g, s.b, v, theta, m->ctx);
  double sum = 0.0, all = 0.0, back = 0.0;
  for (size_t i = 0; i < m->n; i++) {
    sum += s.c[i];
    all += s.d[i];
    back += s.e[i];
  }
  ck_assert(isnan(sum));
  ck_assert(isnan(all));
  ck_assert(isnan(back));
  property_free(&s);
}

static inline void property_all(const double *v, const double *theta,
                                const tame_map *m)
{
  property_products(v, theta, m);
  property_piggyback(v, theta, m);
  property_firm(theta, m, 2.0);
}

#endif
