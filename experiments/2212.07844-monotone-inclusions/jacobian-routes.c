/* SPDX-License-Identifier: MIT */
#include "jacobian.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/deblur_pock.h"
#include "tame/diff.h"
#include "tame/la.h"
#include "tame/stats.h"

/* x <- x(theta); anything but convergence is an error here */
static tame_status solve(double *x, const double *theta, const point *t)
{
  const tame_status s = tame_inclusion_solve(x, theta, t->e.q);
  return s == TAME_CONVERGED ? TAME_OK : s < 0 ? s : TAME_ESINGULAR;
}

static tame_status make(point *t, const recipe *r)
{
  *t = (point){0};
  for (size_t i = 0; i < N_SCALARS; i++) t->s[i] = NAN;
  TAME_TRY(tame_example_init(&t->e, r->kind, false));
  if (!isnan(r->theta0)) t->e.theta[0] = r->theta0;
  t->n = tame_inclusion_n(t->e.q);
  t->p = tame_inclusion_p(t->e.q);
  t->count = t->n * t->p;
  t->x = tame_vec(t->n);
  t->jac = tame_vec(4 * t->count);
  t->fd = t->jac + t->count;
  t->pig = t->fd + t->count;
  t->work = t->pig + t->count;
  t->s[UNKNOWNS] = (double)t->n;
  t->s[PARAMETERS] = (double)t->p;
  return TAME_OK;
}

void point_free(point *t)
{
  tame_example_free(&t->e);
  free(t->x);
  free(t->jac);
}

static double column_norm(const double *jac, size_t j, const point *t)
{
  return cblas_dnrm2((int)t->n, jac + j, (int)t->p);
}

/* x <- x(theta), from the solution at the point */
static tame_status solve_nearby(double *x, const double *theta, void *ctx)
{
  const point *t = ctx;
  memcpy(x, t->x, t->n * sizeof *x);
  return solve(x, theta, t);
}

static tame_status differences(point *t, double h)
{
  double *e = tame_vec(t->p), *column = tame_vec(t->n), worst = 0.0;
  tame_status s = TAME_OK;
  for (size_t j = 0; j < t->p && s >= 0; j++) {
    double error = 0.0;
    e[j] = 1.0;
    s = tame_diff_central_vector(column, solve_nearby, t->e.theta, e, h, t->n,
                                 t->p, t);
    e[j] = 0.0;
    for (size_t i = 0; i < t->n; i++) {
      t->fd[i * t->p + j] = column[i];
      error = tame_worse(error, fabs(column[i] - t->jac[i * t->p + j]));
    }
    worst = tame_worse(worst, error / fmax(1.0, column_norm(t->jac, j, t)));
  }
  t->s[DIFFERENCE_ERROR] = worst;
  free(e);
  free(column);
  return s < 0 ? s : solve(t->x, t->e.theta, t);
}

/* jac <- the limit of piggyback from x_0 = 0, J_0 = 0 along the iterates */
static tame_status piggyback(point *t, const tame_map *map, size_t iterations)
{
  double *x = tame_vec(t->n), *next = tame_vec(t->n);
  double *from = tame_vec(t->count), *to = t->pig;
  tame_status s = TAME_OK;
  for (size_t k = 0; k < iterations && s >= 0; k++) {
    s = tame_diff_piggyback(t->work, from, x, t->e.theta, map);
    memcpy(from, t->work, t->count * sizeof *from);
    map->value(next, x, t->e.theta, map->ctx);
    memcpy(x, next, t->n * sizeof *x);
  }
  memcpy(to, from, t->count * sizeof *to);
  t->s[PIGGYBACK_ERROR] = tame_distance_max(t->pig, t->jac, t->count);
  free(x);
  free(next);
  free(from);
  return s;
}

static tame_status piggyback_limit(point *t, size_t iterations)
{
  if (t->e.kind != TAME_DEBLUR)
    return piggyback(t, tame_inclusion_map(t->e.q), iterations);
  tame_deblur_pock *w = tame_deblur_pock_alloc(t->e.n);
  tame_status s = tame_deblur_pock_init(w, t->e.x, 0.02, t->e.theta[1]);
  if (s >= 0) {
    const tame_map map = tame_deblur_pock_map(w);
    s = piggyback(t, &map, iterations);
  }
  tame_deblur_pock_free(w);
  return s;
}

static tame_status step_dependence(point *t)
{
  static const double FACTOR[2] = {5.0, 0.1};
  const double gamma = tame_inclusion_step(t->e.q);
  double worst = 0.0;
  t->s[GAMMA] = gamma;
  for (size_t i = 0; i < 2; i++) {
    TAME_TRY(tame_inclusion_set_step(t->e.q, FACTOR[i] * gamma));
    TAME_TRY(tame_diff_implicit(t->work, t->x, t->e.theta,
                                tame_inclusion_map(t->e.q)));
    worst = tame_worse(worst, tame_distance_max(t->work, t->jac, t->count));
  }
  t->s[GAMMA_DEPENDENCE] = worst;
  return tame_inclusion_set_step(t->e.q, gamma);
}

/* |J1 (I - gamma B1)|_2, and the bound by the eigenvalues of the symmetric part
 * of B1 and its norm, both for the affine operators here. */
static tame_status contraction(point *t)
{
  const size_t n = t->n;
  const double gamma = tame_inclusion_step(t->e.q);
  double *a = tame_vec(n * n), *b = tame_vec(n * n), *eigen = tame_vec(n);
  double norm = NAN;
  tame_status s = tame_diff_jacobians(a, NULL, t->x, t->e.theta,
                                      tame_inclusion_map(t->e.q));
  if (s >= 0) s = tame_la_norm2(&t->s[CONTRACTION], a, n, n);
  if (s >= 0) s = tame_la_radius(&t->s[RADIUS], a, n);
  if (s >= 0)
    s = tame_diff_jacobians(b, NULL, t->x, t->e.theta,
                            tame_inclusion_operator(t->e.q));
  if (s >= 0) s = tame_la_norm2(&norm, b, n, n);
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      a[i * n + j] = 0.5 * (b[i * n + j] + b[j * n + i]);
  if (s >= 0) s = tame_la_eigen_symmetric(eigen, NULL, a, n);
  t->s[BOUND] =
      sqrt(1.0 - 2.0 * gamma * eigen[0] + gamma * gamma * norm * norm);
  free(a);
  free(b);
  free(eigen);
  return s;
}

/* closed [n x p] <- 0 off the support, (X_S'X_S + lambda2 I)^{-1} [-s, -w_S,
 * X_S'] on it */
static tame_status closed_form(point *t)
{
  const size_t n = t->n, p = t->p, m = t->e.m;
  double *h = tame_vec(n * n), *rhs = tame_vec(t->count);
  size_t *at = tame_calloc(n, sizeof *at), k = 0;
  for (size_t j = 0; j < n; j++)
    if (t->x[j] != 0.0) at[k++] = j;
  for (size_t i = 0; i < k; i++) {
    const double *xi = t->e.x + at[i];
    for (size_t j = 0; j < k; j++)
      h[i * k + j] = cblas_ddot((int)m, xi, (int)n, t->e.x + at[j], (int)n);
    h[i * k + i] += t->e.theta[1];
    rhs[i * p] = t->x[at[i]] > 0.0 ? -1.0 : 1.0;
    rhs[i * p + 1] = -t->x[at[i]];
    for (size_t r = 0; r < m; r++) rhs[i * p + 2 + r] = xi[r * n];
  }
  tame_status s = tame_la_cholesky(h, k);
  if (s >= 0) tame_la_cholesky_solve_many(rhs, h, k, p);
  memset(t->work, 0, t->count * sizeof *t->work);
  for (size_t i = 0; i < k; i++)
    memcpy(t->work + at[i] * p, rhs + i * p, p * sizeof *rhs);
  t->s[CLOSED_FORM] = tame_distance_max(t->work, t->jac, t->count);
  free(h);
  free(rhs);
  free(at);
  return s;
}

/* |columns from the third on|_2 */
static tame_status data_norm(point *t)
{
  const size_t m = t->p - 2;
  if (m == 0) return TAME_OK;
  for (size_t i = 0; i < t->n; i++)
    memcpy(t->work + i * m, t->jac + i * t->p + 2, m * sizeof *t->work);
  return tame_la_norm2(&t->s[DATA_NORM], t->work, t->n, m);
}

tame_status point_compute(point *t, const recipe *r)
{
  TAME_TRY(make(t, r));
  TAME_TRY(solve(t->x, t->e.theta, t));
  TAME_TRY(
      tame_diff_implicit(t->jac, t->x, t->e.theta, tame_inclusion_map(t->e.q)));
  t->s[NORM] = tame_norm(t->x, t->n);
  t->s[COLUMN0] = column_norm(t->jac, 0, t);
  t->s[COLUMN1] = column_norm(t->jac, 1, t);
  TAME_TRY(differences(t, r->step));
  TAME_TRY(step_dependence(t));
  TAME_TRY(contraction(t));
  TAME_TRY(data_norm(t));
  if (t->e.kind == TAME_NET) TAME_TRY(closed_form(t));
  return piggyback_limit(t, r->iterations);
}
