/* SPDX-License-Identifier: MIT */
#include "inclusion_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/la.h"

tame_status tame_inclusion_make(tame_inclusion **out,
                                const inclusion_class *class, void *data,
                                tame_map op, size_t n_pattern)
{
  const size_t n = op.n;
  tame_inclusion *q = tame_calloc(1, sizeof *q);
  q->n = n;
  q->p = op.p;
  q->n_pattern = n_pattern;
  q->op = op;
  q->class = class;
  q->data = data;
  q->splitting = tame_splitting_alloc();
  q->pattern = tame_calloc(n_pattern, sizeof *q->pattern);
  q->active = tame_calloc(n, sizeof *q->active);
  q->rows = tame_calloc(n, sizeof *q->rows);
  q->pivot = tame_calloc(n, sizeof *q->pivot);
  q->system = tame_vec(n * n + 3 * n);
  q->unit = q->system + n * n;
  q->row = q->unit + n;
  q->change = q->row + n;
  *out = NULL;
  const tame_status s = tame_inclusion_set_step(q, 1.0);
  if (s < 0) {
    tame_inclusion_free(q);
    return s;
  }
  *out = q;
  return TAME_OK;
}

void tame_inclusion_free(tame_inclusion *q)
{
  if (!q) return;
  q->class->free(q->data);
  tame_splitting_free(q->splitting);
  free(q->pattern);
  free(q->active);
  free(q->rows);
  free(q->pivot);
  free(q->system);
  free(q);
}

size_t tame_inclusion_n(const tame_inclusion *q) { return q->n; }

size_t tame_inclusion_p(const tame_inclusion *q) { return q->p; }

size_t tame_inclusion_n_pattern(const tame_inclusion *q)
{
  return q->n_pattern;
}

double tame_inclusion_step(const tame_inclusion *q) { return q->gamma; }

tame_status tame_inclusion_set_step(tame_inclusion *q, double gamma)
{
  if (!(gamma > 0.0 && isfinite(gamma))) return TAME_EINVAL;
  TAME_TRY(q->class->resolvent(&q->resolvent, gamma, q->data));
  TAME_TRY(
      tame_forward_backward_init(q->splitting, &q->resolvent, &q->op, gamma));
  q->map = tame_splitting_map(q->splitting);
  q->gamma = gamma;
  return TAME_OK;
}

const tame_map *tame_inclusion_operator(const tame_inclusion *q)
{
  return &q->op;
}

const tame_map *tame_inclusion_resolvent(const tame_inclusion *q)
{
  return &q->resolvent;
}

const tame_map *tame_inclusion_map(const tame_inclusion *q) { return &q->map; }

tame_status tame_inclusion_prepare(const double *theta, tame_inclusion *q)
{
  double gamma;
  for (size_t j = 0; j < q->p; j++)
    if (!isfinite(theta[j])) return TAME_EINVAL;
  TAME_TRY(q->class->step(&gamma, theta, q->data));
  return gamma == q->gamma ? TAME_OK : tame_inclusion_set_step(q, gamma);
}

tame_status tame_inclusion_solve(double *x, const double *theta,
                                 tame_inclusion *q)
{
  TAME_TRY(tame_inclusion_prepare(theta, q));
  return q->class->solve(x, theta, q);
}

void tame_inclusion_pattern(int *pattern, const double *x, const double *theta,
                            tame_inclusion *q)
{
  q->class->pattern(pattern, x, theta, q->data);
}

/* system [k x k] <- I - A restricted to the k active rows and columns */
static void form_system(size_t k, const double *x, const double *theta,
                        tame_inclusion *q)
{
  memset(q->unit, 0, q->n * sizeof *q->unit);
  for (size_t i = 0; i < k; i++) {
    q->unit[q->rows[i]] = 1.0;
    q->map.vjp(q->row, NULL, q->unit, x, theta, q->map.ctx);
    q->unit[q->rows[i]] = 0.0;
    for (size_t j = 0; j < k; j++)
      q->system[i * k + j] = (i == j ? 1.0 : 0.0) - q->row[q->rows[j]];
  }
}

/* On a row whose J1 is zero T does not depend on x, so dx is that of T there;
 * the others solve  (I - A_SS) dx_S = (B dtheta + A dx_rest)_S. */
tame_status tame_inclusion_derivative(double *dx, const double *dtheta,
                                      const double *x, const double *theta,
                                      tame_inclusion *q)
{
  size_t k = 0;
  tame_inclusion_pattern(q->pattern, x, theta, q);
  q->class->active(q->active, q->pattern, q->data);
  memset(q->change, 0, q->n * sizeof *q->change);
  q->map.jvp(dx, q->change, dtheta, x, theta, q->map.ctx);
  for (size_t i = 0; i < q->n; i++) {
    if (q->active[i]) {
      q->rows[k++] = i;
    } else {
      q->change[i] = dx[i];
    }
  }
  q->map.jvp(dx, q->change, dtheta, x, theta, q->map.ctx);
  if (k == 0) return TAME_OK;
  form_system(k, x, theta, q);
  TAME_TRY(tame_la_lu(q->system, q->pivot, k));
  for (size_t i = 0; i < k; i++) q->row[i] = dx[q->rows[i]];
  tame_la_lu_solve(q->row, q->system, q->pivot, k);
  for (size_t i = 0; i < k; i++) dx[q->rows[i]] = q->row[i];
  return TAME_OK;
}
