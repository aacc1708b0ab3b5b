/* SPDX-License-Identifier: MIT */
#include "tame/prox_pieces.h"

#include <gsl/gsl_cblas.h>

#include "common.h"

enum { CHUNK = 64 }; /* columns of a Jacobian treated together */

/* On one group, with s the norm of v and u = v/s,
 *
 *     R = shrink v,  dR = same dx + along u (u'dx) - pull gamma u dweight. */
typedef struct {
  size_t first, size;
  double norm, shrink, same, along, pull;
} group;

static group group_at(const tame_prox_group *q, size_t k, const double *v,
                      double t)
{
  group g = {.first = q->start ? q->start[k] : k * q->size};
  g.size = q->start ? q->start[k + 1] - g.first : q->size;
  g.norm = cblas_dnrm2((int)g.size, v + g.first, 1);
  if (isnan(t) || !isfinite(g.norm)) {
    g.shrink = g.same = g.along = g.pull = (double)NAN;
    return g;
  }
  if (g.norm > t) {
    g.shrink = g.same = (g.norm - t) / g.norm;
    g.along = t / g.norm;
    g.pull = 1.0;
  }
  if (fabs(g.norm - t) <= q->kink.width) {
    const bool smooth = t == 0.0 && g.norm == 0.0; /* R = v on the one side */
    g.same = smooth ? q->kink.at_kink : 0.0;
    g.along = g.pull = smooth ? 0.0 : q->kink.at_kink;
  }
  return g;
}

/* u_i; 0 for the zero vector */
static double unit(const group *g, const double *v, size_t i)
{
  return g->norm > 0.0 ? v[g->first + i] / g->norm : 0.0;
}

static double threshold(const tame_prox_group *q, const double *theta)
{
  return q->gamma * weight_value(q->weight, theta);
}

static void value(double *xnew, const double *v, const double *theta, void *ctx)
{
  const tame_prox_group *q = ctx;
  const double t = threshold(q, theta);
  for (size_t k = 0; k < q->n_groups; k++) {
    const group g = group_at(q, k, v, t);
    for (size_t i = g.first; i < g.first + g.size; i++)
      xnew[i] = g.shrink == 0.0 ? 0.0 : g.shrink * v[i];
  }
}

/* y = same d + u (along u'd + shift); returns u'd */
static double apply(double *y, const double *d, const double *v, const group *g,
                    double shift)
{
  double dot = 0.0;
  for (size_t i = 0; i < g->size; i++) dot += unit(g, v, i) * d[g->first + i];
  const double s = g->along * dot + shift;
  for (size_t i = 0; i < g->size; i++)
    y[g->first + i] = g->same * d[g->first + i] + unit(g, v, i) * s;
  return dot;
}

static void jvp(double *dxnew, const double *dx, const double *dtheta,
                const double *v, const double *theta, void *ctx)
{
  const tame_prox_group *q = ctx;
  const double t = threshold(q, theta);
  const double dt = q->gamma * param_direction(q->weight, dtheta);
  for (size_t k = 0; k < q->n_groups; k++) {
    const group g = group_at(q, k, v, t);
    apply(dxnew, dx, v, &g, -g.pull * dt);
  }
}

static void vjp(double *dx, double *dtheta, const double *u, const double *v,
                const double *theta, void *ctx)
{
  const tame_prox_group *q = ctx;
  const double t = threshold(q, theta);
  double sum = 0.0;
  for (size_t k = 0; k < q->n_groups; k++) {
    const group g = group_at(q, k, v, t);
    sum -= g.pull * apply(dx, u, v, &g, 0.0);
  }
  param_cotangent(dtheta, q->weight, q->gamma * sum);
}

/* Columns [first, first + m) of the rows of one group: J <- same J + along u
 * (u'J). */
static void apply_columns(double *jac_new, const double *jac, const double *v,
                          const group *g, size_t p, size_t first, size_t m)
{
  double dot[CHUNK] = {0};
  for (size_t i = 0; i < g->size; i++) {
    const double *old = jac + (g->first + i) * p + first;
    const double u = unit(g, v, i);
    for (size_t j = 0; j < m; j++) dot[j] += u * old[j];
  }
  for (size_t i = 0; i < g->size; i++) {
    const double *old = jac + (g->first + i) * p + first;
    double *row = jac_new + (g->first + i) * p + first;
    const double u = g->along * unit(g, v, i);
    for (size_t j = 0; j < m; j++) row[j] = g->same * old[j] + u * dot[j];
  }
}

static void piggyback(double *jac_new, const double *jac, const double *v,
                      const double *theta, void *ctx)
{
  const tame_prox_group *q = ctx;
  const size_t p = q->p;
  const double t = threshold(q, theta);
  for (size_t k = 0; k < q->n_groups; k++) {
    const group g = group_at(q, k, v, t);
    double *rows = jac_new + g.first * p;
    if (!jac || (g.same == 0.0 && g.along == 0.0)) {
      memset(rows, 0, g.size * p * sizeof *rows);
    } else {
      for (size_t j = 0; j < p; j += CHUNK)
        apply_columns(jac_new, jac, v, &g, p, j, p - j < CHUNK ? p - j : CHUNK);
    }
    for (size_t i = 0; i < g.size; i++)
      param_cotangent(rows + i * p, q->weight,
                      -g.pull * q->gamma * unit(&g, v, i));
  }
}

static tame_status init(tame_prox_group *q, const tame_prox_group *with)
{
  if (!is_weight(with->weight, with->p) || !is_step(with->gamma) ||
      !is_kink(with->kink)) {
    return TAME_EINVAL;
  }
  *q = *with;
  return TAME_OK;
}

tame_status tame_prox_group_init(tame_prox_group *q, size_t n, size_t p,
                                 size_t size, tame_param weight, double gamma,
                                 tame_kink kink)
{
  if (n == 0 || size == 0 || n % size != 0) return TAME_EINVAL;
  return init(
      q, &(tame_prox_group){n, p, size, NULL, n / size, weight, gamma, kink});
}

tame_status tame_prox_groups_init(tame_prox_group *q, size_t n, size_t p,
                                  const size_t *start, size_t n_groups,
                                  tame_param weight, double gamma,
                                  tame_kink kink)
{
  if (n == 0 || n_groups == 0 || start[0] != 0) return TAME_EINVAL;
  for (size_t k = 0; k < n_groups; k++)
    if (start[k] >= start[k + 1]) return TAME_EINVAL;
  if (start[n_groups] != n) return TAME_EINVAL;
  return init(
      q, &(tame_prox_group){n, p, 0, start, n_groups, weight, gamma, kink});
}

tame_map tame_prox_group_map(tame_prox_group *q)
{
  return (tame_map){.n = q->n,
                    .p = q->p,
                    .value = value,
                    .jvp = jvp,
                    .vjp = vjp,
                    .piggyback = piggyback,
                    .ctx = q};
}
