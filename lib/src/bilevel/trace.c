/* SPDX-License-Identifier: MIT */
/* Pseudo-arclength continuation of the curve  g_y(x0 + t d, y) = 0  in
 * u = (y, t): from u along the unit tangent v to u + h v, then Newton's method on
 *
 *     g_y = 0,   v'(u_new - u - h v) = 0,
 *
 * whose matrix is regular at simple folds too. */
#include "tame/branch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/la.h"
#include "tame/stats.h"

enum { NEWTON_STEPS = 8, FOLD_STEPS = 80 };

/* A step that turns more than this (about 26 degrees) may have jumped to another
 * curve, and is halved. */
static const double LEAST_COSINE = 0.9;

typedef struct {
  const tame_bilevel *p;
  const double *x0, *d;
  const tame_trace_options *opt;
  size_t m, size; /* size = m + 1 */
  double *x, *u, *v, *next, *tangent, *rhs, *matrix;
  int *pivot;
} curve;

static void alloc(curve *c)
{
  const size_t n = c->p->n, size = c->size;
  c->x = tame_vec(n + 5 * size + size * size);
  c->u = c->x + n;
  c->v = c->u + size;
  c->next = c->v + size;
  c->tangent = c->next + size;
  c->rhs = c->tangent + size;
  c->matrix = c->rhs + size;
  c->pivot = tame_calloc(size, sizeof *c->pivot);
}

static void set_x(curve *c, double t)
{
  for (size_t i = 0; i < c->p->n; i++) c->x[i] = c->x0[i] + t * c->d[i];
}

/* LU factors of [g_yy, g_yx d; row'] at u; c->x is set to x(t). */
static tame_status factor(curve *c, const double *u, const double *row)
{
  const size_t m = c->m, size = c->size;
  double *h = tame_vec(m * m), *column = tame_vec(m);
  set_x(c, u[m]);
  tame_bilevel_hessian(h, c->p, c->x, u);
  c->p->cross_transposed(column, 1.0, c->d, c->x, u, c->p->ctx);
  for (size_t i = 0; i < m; i++) {
    memcpy(c->matrix + i * size, h + i * m, m * sizeof *h);
    c->matrix[i * size + m] = column[i];
  }
  memcpy(c->matrix + m * size, row, size * sizeof *row);
  free(h);
  free(column);
  return tame_la_lu(c->matrix, c->pivot, size);
}

/* v [size] <- unit tangent at u, with row'v > 0. */
static tame_status tangent_at(double *v, curve *c, const double *u,
                              const double *row)
{
  TAME_TRY(factor(c, u, row));
  memset(v, 0, c->size * sizeof *v);
  v[c->m] = 1.0;
  tame_la_lu_solve(v, c->matrix, c->pivot, c->size);
  const double length = tame_norm(v, c->size);
  if (!isfinite(length) || length == 0.0) return TAME_ESINGULAR;
  for (size_t i = 0; i < c->size; i++) v[i] /= length;
  return TAME_OK;
}

/* next <- the curve's point on the plane through u + h v normal to v. */
static tame_status correct(curve *c, const double *v, double h)
{
  const size_t m = c->m;
  for (size_t i = 0; i < c->size; i++) c->next[i] = c->u[i] + h * v[i];
  for (int k = 0; k < NEWTON_STEPS; k++) {
    set_x(c, c->next[m]);
    c->p->lower_gradient(c->rhs, c->x, c->next, c->p->ctx);
    if (!isfinite(tame_norm(c->rhs, m))) return TAME_DIVERGED;
    if (tame_norm(c->rhs, m) <= c->opt->tol) return TAME_OK;
    c->rhs[m] = -h;
    for (size_t i = 0; i < c->size; i++)
      c->rhs[m] += v[i] * (c->next[i] - c->u[i]);
    TAME_TRY(factor(c, c->next, v));
    tame_la_lu_solve(c->rhs, c->matrix, c->pivot, c->size);
    for (size_t i = 0; i < c->size; i++) c->next[i] -= c->rhs[i];
  }
  return TAME_MAX_ITER;
}

/* next <- the fold between u and the point at distance h, where dt/ds changes
 * sign: false position with the Illinois rule. */
static tame_status locate_fold(curve *c, double h, double at_h)
{
  double lo = 0.0, hi = h, at_lo = c->v[c->m], at_hi = at_h;
  for (int k = 0; k < FOLD_STEPS; k++) {
    const double at = (lo * at_hi - hi * at_lo) / (at_hi - at_lo);
    const tame_status s = correct(c, c->v, at);
    if (s != TAME_OK) return TAME_ESINGULAR;
    TAME_TRY(tangent_at(c->tangent, c, c->next, c->v));
    const double slope = c->tangent[c->m];
    if (fabs(slope) <= c->opt->tol) return TAME_OK;
    if ((slope > 0.0) == (at_hi > 0.0)) {
      hi = at;
      at_hi = slope;
      at_lo *= 0.5;
    } else {
      lo = at;
      at_lo = slope;
      at_hi *= 0.5;
    }
  }
  return TAME_ESINGULAR;
}

/* The start: y0 made critical at t0, and the tangent towards growing t. */
static tame_status begin(curve *c, double t0, const double *y0)
{
  const size_t m = c->m;
  double *row = tame_vec(c->size);
  row[m] = 1.0;
  memcpy(c->u, y0, m * sizeof *y0);
  c->u[m] = t0;
  tame_status s = correct(c, row, 0.0);
  memcpy(c->u, c->next, c->size * sizeof *c->u);
  if (c->opt->is_backwards) row[m] = -1.0;
  if (s == TAME_OK) s = tangent_at(c->v, c, c->u, row);
  free(row);
  return s == TAME_OK ? TAME_OK : TAME_EINVAL;
}

static bool is_valid(const tame_trace_options *o)
{
  return o->step > 0.0 && isfinite(o->step) && o->min_step > 0.0 &&
         o->max_steps > 0 && o->t_lo <= o->t_hi && o->tol > 0.0;
}

typedef struct {
  double *t, *y;
  size_t cap, count;
} points;

static void store(points *to, const curve *c, const double *u)
{
  const size_t k = to->count++;
  if (k >= to->cap) return;
  to->t[k] = u[c->m];
  memcpy(to->y + k * c->m, u, c->m * sizeof *u);
}

/* Of the turn from one tangent to the next. */
static double cosine(const curve *c)
{
  double sum = 0.0;
  for (size_t i = 0; i < c->size; i++) sum += c->v[i] * c->tangent[i];
  return sum;
}

/* One step of the curve, and the fold inside it. */
static tame_status advance(curve *c, points *folds, double *h)
{
  tame_status s = TAME_MAX_ITER;
  for (; *h >= c->opt->min_step; *h *= 0.5) {
    s = correct(c, c->v, *h);
    if (s == TAME_OK) s = tangent_at(c->tangent, c, c->next, c->v);
    if (s == TAME_OK && cosine(c) >= LEAST_COSINE) break;
    s = TAME_MAX_ITER;
  }
  if (s != TAME_OK) return TAME_STALLED;
  const double slope = c->tangent[c->m];
  double *keep = tame_vec(2 * c->size);
  memcpy(keep, c->next, c->size * sizeof *keep);
  memcpy(keep + c->size, c->tangent, c->size * sizeof *keep);
  if (slope * c->v[c->m] < 0.0) {
    s = locate_fold(c, *h, slope);
    if (s == TAME_OK) store(folds, c, c->next);
  }
  memcpy(c->u, keep, c->size * sizeof *keep);
  memcpy(c->v, keep + c->size, c->size * sizeof *keep);
  free(keep);
  *h = fmin(2.0 * *h, c->opt->step);
  return s;
}

tame_status tame_branch_trace(tame_trace *info, double *t, double *y,
                              size_t cap, double *fold_t, double *fold_y,
                              size_t cap_folds, const tame_bilevel *p,
                              const double *x0, const double *d, double t0,
                              const double *y0, const tame_trace_options *opt)
{
  *info = (tame_trace){0};
  if (!is_valid(opt)) return TAME_EINVAL;
  curve c = {.p = p, .x0 = x0, .d = d, .opt = opt, .m = p->m, .size = p->m + 1};
  points all = {t, y, cap, 0}, folds = {fold_t, fold_y, cap_folds, 0};
  double h = opt->step;
  alloc(&c);
  tame_status s = begin(&c, t0, y0);
  if (s == TAME_OK) store(&all, &c, c.u);
  for (size_t k = 0; s == TAME_OK; k++) {
    if (c.u[c.m] < opt->t_lo || c.u[c.m] > opt->t_hi) break;
    if (k == opt->max_steps) {
      s = TAME_MAX_ITER;
      break;
    }
    s = advance(&c, &folds, &h);
    if (s == TAME_OK) store(&all, &c, c.u);
  }
  info->n_points = all.count;
  info->n_folds = folds.count;
  free(c.x);
  free(c.pivot);
  return s;
}
