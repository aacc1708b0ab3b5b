/* SPDX-License-Identifier: MIT */
/* Setting 1: elastic net and its group variant. */
#include "inclusion_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/fixed_point.h"
#include "tame/la.h"
#include "tame/monotone.h"
#include "tame/prox.h"
#include "tame/prox_pieces.h"

typedef struct {
  size_t m, n, size; /* size of a group, 0: none */
  double norm2;      /* |X|_2^2 */
  tame_op_least_squares op;
  tame_prox_l1 l1;
  tame_prox_group group;
  tame_fixed_point *solver;
  double *x;     /* [m x n]; head of the block */
  double *gram;  /* [n x n] X'X */
  double *xty;   /* [n] */
  double *chol;  /* [n x n] */
  double *rhs;   /* [n] */
  size_t *index; /* [n] */
} net;

static void net_free(void *data)
{
  net *d = data;
  tame_op_least_squares_free(&d->op);
  tame_fixed_point_free(d->solver);
  free(d->x);
  free(d->index);
  free(d);
}

static tame_status net_resolvent(tame_map *map, double gamma, void *data)
{
  net *d = data;
  const tame_kink kink = {0.0, 0.0};
  const tame_param weight = tame_param_theta(0);
  const size_t n = d->n, p = d->m + 2;
  if (d->size == 0) {
    TAME_TRY(tame_prox_l1_init(&d->l1, n, p, weight, gamma, kink));
    *map = tame_prox_l1_map(&d->l1);
  } else {
    TAME_TRY(
        tame_prox_group_init(&d->group, n, p, d->size, weight, gamma, kink));
    *map = tame_prox_group_map(&d->group);
  }
  return TAME_OK;
}

static tame_status net_step(double *gamma, const double *theta, void *data)
{
  const net *d = data;
  if (!positive(theta[0]) || !positive(theta[1])) return TAME_EINVAL;
  *gamma = 1.0 / (d->norm2 + theta[1]);
  return TAME_OK;
}

/* Newton's step of T where its support is S with signs s: the exact solution
 * there,  w_S = (X_S'X_S + lambda2 I)^{-1} (X_S'y - lambda1 s). */
static bool net_newton(double *w, const double *tw, const double *theta,
                       void *ctx)
{
  net *d = ctx;
  size_t k = 0;
  for (size_t j = 0; j < d->n; j++)
    if (tw[j] != 0.0) d->index[k++] = j;
  for (size_t i = 0; i < k; i++) {
    const double *row = d->gram + d->index[i] * d->n;
    for (size_t j = i; j < k; j++) d->chol[i * k + j] = row[d->index[j]];
    d->chol[i * k + i] += theta[1];
    d->rhs[i] = d->xty[d->index[i]] - theta[0] * sign_of(tw[d->index[i]]);
  }
  if (k > 0 && tame_la_cholesky(d->chol, k) < 0) return false;
  if (k > 0) tame_la_cholesky_solve(d->rhs, d->chol, k);
  memset(w, 0, d->n * sizeof *w);
  for (size_t i = 0; i < k; i++) w[d->index[i]] = d->rhs[i];
  return true;
}

static tame_status net_solve(double *x, const double *theta, tame_inclusion *q)
{
  net *d = q->data;
  tame_fixed_point_options opt = tame_fixed_point_usual;
  opt.first_newton = 3;
  if (d->size == 0) {
    cblas_dgemv(CblasRowMajor, CblasTrans, (int)d->m, (int)d->n, 1.0, d->x,
                (int)d->n, theta + 2, 1, 0.0, d->xty, 1);
    opt.newton = net_newton;
    opt.ctx = d;
  }
  return tame_fixed_point_solve(x, theta, &q->map, d->solver, &opt);
}

static void net_pattern(int *pattern, const double *x, const double *theta,
                        void *data)
{
  const net *d = data;
  (void)theta;
  if (d->size == 0) {
    for (size_t j = 0; j < d->n; j++) pattern[j] = sign_of(x[j]);
    return;
  }
  for (size_t g = 0; g < d->n / d->size; g++) {
    pattern[g] = 0;
    for (size_t j = g * d->size; j < (g + 1) * d->size; j++)
      if (x[j] != 0.0) pattern[g] = 1;
  }
}

static void net_active(bool *active, const int *pattern, void *data)
{
  const net *d = data;
  const size_t size = d->size == 0 ? 1 : d->size;
  for (size_t j = 0; j < d->n; j++) active[j] = pattern[j / size] != 0;
}

static const inclusion_class NET = {.resolvent = net_resolvent,
                                    .step = net_step,
                                    .solve = net_solve,
                                    .pattern = net_pattern,
                                    .active = net_active,
                                    .free = net_free};

static tame_status make(tame_inclusion **q, const double *x, size_t m, size_t n,
                        size_t size)
{
  const tame_params y = {2, NULL};
  net *d = tame_calloc(1, sizeof *d);
  double norm = 0.0;
  d->m = m;
  d->n = n;
  d->size = size;
  d->solver = tame_fixed_point_alloc(n);
  d->x = tame_vec(m * n + 2 * n * n + 2 * n);
  d->gram = d->x + m * n;
  d->chol = d->gram + n * n;
  d->xty = d->chol + n * n;
  d->rhs = d->xty + n;
  d->index = tame_calloc(n, sizeof *d->index);
  memcpy(d->x, x, m * n * sizeof *x);
  tame_status s = tame_la_norm2(&norm, x, m, n);
  if (s >= 0)
    s = tame_op_least_squares_init(&d->op, d->x, m, n, m + 2,
                                   tame_param_theta(1), y);
  if (s < 0) {
    net_free(d);
    return TAME_EINVAL;
  }
  d->norm2 = norm * norm;
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)n, (int)n, (int)m,
              1.0, d->x, (int)n, d->x, (int)n, 0.0, d->gram, (int)n);
  return tame_inclusion_make(q, &NET, d, tame_op_least_squares_map(&d->op),
                             size == 0 ? n : n / size);
}

tame_status tame_inclusion_elastic_net(tame_inclusion **q, const double *x,
                                       size_t m, size_t n)
{
  *q = NULL;
  return m > 0 && n > 0 ? make(q, x, m, n, 0) : TAME_EINVAL;
}

tame_status tame_inclusion_group_net(tame_inclusion **q, const double *x,
                                     size_t m, size_t n, size_t size)
{
  *q = NULL;
  if (m == 0 || n == 0 || size == 0 || n % size != 0) return TAME_EINVAL;
  return make(q, x, m, n, size);
}
